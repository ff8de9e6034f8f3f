// `rowtype migrate`: generated models in the place of hand-written ones, in the whole code at once.
#include <algorithm>
#include <array>
#include <optional>

#include "analysis/cache_entries/shapes.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/migrate_report.h"
#include "lsp/cli/named_relation.h"
#include "lsp/cli/progress.h"
#include "lsp/cli/redis_json.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/generation_settings.h"
#include "lsp/workspace/git_status.h"
#include "lsp/workspace/model_migration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

namespace {

using workspace::Configuration;
using workspace::MigrationPlan;
using workspace::MigrationRequest;

constexpr const char* kCommand = "migrate";
constexpr std::size_t kRedisCap = 64UL * 1024 * 1024;

// The file of shapes: what it holds and will hold.
struct RedisFile {
    std::string path;  // absolute; empty: none is wanted
    bool exists = false;
    std::string before;
    std::string after;
    std::size_t tables = 0;
};

int roll_back(const MigrateOptions& options, const Configuration& configuration, Console& console);
Result<MigrationRequest> make_request(const MigrateOptions& options, const Configuration& configuration,
                                      const workspace::LoadedSchema& schema, workspace::WorkerPool& pool);
Result<RedisFile> make_shapes(const MigrateOptions& options, const Configuration& configuration, const MigrationPlan& plan,
                              const catalog::Catalog& catalog);
int report_obstacles(const MigrationPlan& plan, Console& console);
Status refuse_uncommitted(const MigrateOptions& options, const Configuration& configuration, const MigrationPlan& plan,
                          const MigrationRequest& request, const RedisFile& redis);
void print_diff(const MigrateOptions& options, const MigrationPlan& plan, const MigrationRequest& request, const RedisFile& redis,
                Console& console);
Result<std::string> write(const Configuration& configuration, const MigrationPlan& plan, const MigrationRequest& request,
                          const RedisFile& redis);

}  // namespace

int run_migrate(const MigrateOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const std::optional<Configuration> configuration = set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    std::vector<std::string> interrupted;
    const Status recovered = options.dry_run ? Status() : put_back_interrupted(configuration->root, console, &interrupted);
    if (!recovered) return report_error(recovered.error(), console);
    if (options.rollback) {
        // The one that was interrupted was the last; the one before it stands.
        const bool is_done = std::ranges::find(interrupted, kCommand) != interrupted.end();
        return is_done ? kExitClean : roll_back(options, *configuration, console);
    }

    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, *configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);
    Result<MigrationRequest> request = make_request(options, *configuration, *schema, pool);
    if (!request) return report_error(request.error(), console);
    std::optional<Result<MigrationPlan>> planned;
    {
        Progress progress(console, !options.common.quiet);
        request->progress = [&progress](std::size_t done, std::size_t total) { progress.update(done, total); };
        planned = workspace::plan_migration(*request, pool);
    }
    if (!*planned) return report_error(planned->error(), console);
    const MigrationPlan& plan = **planned;
    const Result<RedisFile> redis = make_shapes(options, *configuration, plan, *schema->catalog);
    if (!redis) return report_error(redis.error(), console);
    if (const int refused = report_obstacles(plan, console); refused != kExitClean) return refused;

    MigrateReport report;
    report.plan = &plan;
    report.module = request->to;
    report.redis = redis->path;
    report.redis_tables = redis->tables;
    report.redis_changes = redis->before != redis->after;
    report.is_dry_run = options.dry_run;
    report.changes_something = !plan.changes_nothing() || report.redis_changes;
    if (options.dry_run) {
        if (!options.as_json) print_diff(options, plan, *request, *redis, console);
    } else if (report.changes_something) {
        const Status clean = refuse_uncommitted(options, *configuration, plan, *request, *redis);
        if (!clean) return report_error(clean.error(), console);
        Result<std::string> backup = write(*configuration, plan, *request, *redis);
        if (!backup) return report_error(backup.error(), console);
        report.backup = std::move(*backup);
    }
    if (options.as_json) {
        console.out(migrate_json(report));
    } else if (!options.common.quiet) {
        // What --dry-run prints is for `patch`: the words go beside it.
        options.dry_run ? console.error(migrate_text(report)) : console.out(migrate_text(report));
    }
    for (const codegen::GenerationFailure& failure : plan.module.failures) {
        console.error("error: no model was generated for " + printable(failure.table) + ": " + printable(failure.reason) + "\n");
    }
    return plan.module.failures.empty() ? kExitClean : kExitFindings;
}

namespace {

int roll_back(const MigrateOptions& options, const Configuration& configuration, Console& console) {
    const Result<std::vector<workspace::Journal>> journals = workspace::list_journals(configuration.root);
    if (!journals) return report_error(journals.error(), console);
    const auto last = std::ranges::find_if(*journals, [](const workspace::Journal& journal) {
        return journal.command == kCommand && journal.state == workspace::JournalState::Done;
    });
    if (last == journals->end()) {
        return report_error(
            {Error::Kind::Usage, "there is no migration to roll back", "rowtype undo --list says what there is", ""}, console);
    }
    const Result<workspace::ChangedFiles> undone = workspace::undo_changes(configuration.root, *last, options.force);
    if (!undone) return report_error(undone.error(), console);
    if (!undone->failures.empty()) {
        console.error(failures_text({{}, {}, undone->failures}, undone->failures.size() + undone->written.size()));
        return kExitUsage;
    }
    if (options.common.quiet) return kExitClean;
    console.out("Rolled back: the migration of " + printable(last->id) + ", " + counted(undone->written.size(), "file") + ".\n");
    for (const std::string& file : undone->written) console.out("  " + shown_path(file) + "\n");
    return kExitClean;
}

// The files of --from; folders are walked.
Result<std::vector<std::string>> old_files(const MigrateOptions& options, const Configuration& configuration,
                                           const std::string& to, workspace::WorkerPool& pool) {
    if (options.from.empty()) {
        if (configuration.models.empty()) {
            return Error{Error::Kind::Usage, "no file of hand-written models is named",
                         "say --from FILE, or set models in the configuration (rowtype init looks for them)", configuration.file};
        }
        std::vector<std::string> found = workspace::configured_model_files(configuration, to, pool);
        if (!found.empty()) return found;
        return Error{Error::Kind::Usage, "`models` selects no file of hand-written models", "say --from FILE",
                     configuration.file};
    }
    workspace::WalkRequest walk;
    walk.base = configuration.root;
    for (const std::string& name : options.from) {
        Result<std::string> path = existing_path(name, "--from names a file or folder of models");
        if (!path) return path.error();
        if (!workspace::is_inside(*path, configuration.root)) {
            return Error{Error::Kind::Usage, "the file lies outside of the project, " + configuration.root, "", *path};
        }
        walk.roots.push_back(std::move(*path));
    }
    std::vector<std::string> found = workspace::collect_files(walk, pool).files;
    std::erase(found, to);
    if (found.empty())
        return Error{Error::Kind::Usage, "--from names no Python file but the generated one", "", walk.roots.front()};
    return found;
}

Result<std::string> new_module(const MigrateOptions& options, const Configuration& configuration) {
    const std::string& configured = configuration.settings.generate.output;
    if (options.to.empty() && configured.empty()) {
        return Error{Error::Kind::Usage, "no module to generate is named",
                     "say --to FILE, such as schemas_generated.py beside the old file, or set output under generate",
                     configuration.file};
    }
    std::string to =
        options.to.empty() ? workspace::join_path(configuration.root, configured) : workspace::absolute_path(options.to);
    if (!workspace::is_inside(to, configuration.root)) {
        return Error{Error::Kind::Usage, "the module would lie outside of the project, " + configuration.root,
                     "name another one with --to", to};
    }
    if (!to.ends_with(".py"))
        return Error{Error::Kind::Usage, "migrate writes one module, whose name ends in .py", "name one with --to", to};
    return to;
}

Result<MigrationRequest> make_request(const MigrateOptions& options, const Configuration& configuration,
                                      const workspace::LoadedSchema& schema, workspace::WorkerPool& pool) {
    MigrationRequest request;
    request.configuration = &configuration;
    request.catalog = schema.catalog;
    request.api = schema.api;
    Result<std::string> to = new_module(options, configuration);
    if (!to) return to.error();
    request.to = std::move(*to);
    Result<std::vector<std::string>> from = old_files(options, configuration, request.to, pool);
    if (!from) return from.error();
    request.from = std::move(*from);
    for (const std::string& name : options.tables) {
        const catalog::Relation* table = find_named_relation(*schema.catalog, name);
        if (table == nullptr) return no_such_table(*schema.catalog, name);
        request.tables.insert(table->name.to_string());
    }
    request.settings = configuration.settings;
    request.generation = workspace::load_generation_settings(configuration);
    if (!options.style.empty()) request.settings.generate.style = options.style;
    if (!options.target_python.empty()) request.settings.generate.target_python = options.target_python;
    return request;
}

// Of all tables that a cache may want; table by table, of those that the file has and those that the module has by now.
Result<RedisFile> make_shapes(const MigrateOptions& options, const Configuration& configuration, const MigrationPlan& plan,
                              const catalog::Catalog& catalog) {
    RedisFile file;
    if (options.no_redis) return file;
    file.path = workspace::absolute_path(options.redis_output);
    if (!workspace::is_inside(file.path, configuration.root)) {
        return Error{Error::Kind::Usage, "the file lies outside of the project, " + configuration.root,
                     "name another one with --redis-output", file.path};
    }
    std::vector<cache_entries::TableShape> present;
    file.exists = workspace::is_file(file.path);
    if (file.exists) {
        Result<std::string> text = workspace::read_file(file.path, kRedisCap);
        if (!text) return text.error();
        file.before = std::move(*text);
        Result<std::vector<cache_entries::TableShape>> shapes = read_shapes(file.before, file.path);
        const bool is_blank = file.before.find_first_not_of(" \t\r\n") == std::string::npos;
        if (!shapes && !is_blank) {
            return Error{Error::Kind::Usage, "rowtype did not write this file and leaves it as it is",
                         "name another one with --redis-output, or say --no-redis", file.path};
        }
        if (shapes) present = std::move(*shapes);
    }
    std::vector<cache_entries::TableShape> shapes;
    const auto is_wanted = [&](const catalog::Relation& table) {
        const std::string name = cache_entries::shape_name(table.name, catalog);
        return options.tables.empty() ||
               std::ranges::find(plan.module.models, table.name.to_string(), &codegen::GeneratedModel::table) !=
                   plan.module.models.end() ||
               std::ranges::find(present, name, &cache_entries::TableShape::table) != present.end();
    };
    for (const catalog::Relation* table : cache_entries::cached_tables(catalog, configuration.settings)) {
        if (is_wanted(*table)) shapes.push_back(cache_entries::shape_of(*table, catalog));
    }
    file.tables = shapes.size();
    file.after = shapes_json(shapes);
    return file;
}

int report_obstacles(const MigrationPlan& plan, Console& console) {
    for (const Error& obstacle : plan.obstacles) report_error(obstacle, console);
    if (plan.obstacles.empty()) return kExitClean;
    console.error("Nothing was changed: " + counted(plan.obstacles.size(), "file that", "files that") +
                  " would have to be looked at or written cannot be.\n");
    return kExitUsage;
}

Status refuse_uncommitted(const MigrateOptions& options, const Configuration& configuration, const MigrationPlan& plan,
                          const MigrationRequest& request, const RedisFile& redis) {
    if (options.force) return {};
    std::vector<std::string> concerned;
    for (const workspace::MigratedFile& file : plan.files) concerned.push_back(file.path);
    if (!plan.module_is_new && plan.module.text != plan.module_before) concerned.push_back(request.to);
    if (redis.exists && redis.before != redis.after) concerned.push_back(redis.path);
    const Result<std::vector<std::string>> dirty = workspace::uncommitted_files(configuration.root, concerned);
    if (!dirty) return Error{dirty.error().kind, dirty.error().message, "--force goes on all the same", dirty.error().file};
    if (dirty->empty()) return {};
    constexpr std::size_t kMostNamed = 10;
    std::string names;
    for (std::size_t i = 0; i < std::min(dirty->size(), kMostNamed); ++i) names += (i == 0 ? "" : ", ") + shown_path((*dirty)[i]);
    if (dirty->size() > kMostNamed) names += " and " + std::to_string(dirty->size() - kMostNamed) + " more";
    return Error{Error::Kind::Usage, "git has changes that are not committed: " + names,
                 "commit them first, so that git diff shows the migration alone, or go on with --force", ""};
}

void print_diff(const MigrateOptions& options, const MigrationPlan& plan, const MigrationRequest& request, const RedisFile& redis,
                Console& console) {
    const Style style = make_style(options.common.color, console.out_is_terminal());
    const auto print = [&](const std::string& before, const std::string& after, const std::string& path, bool exists) {
        const std::string name = shown_path(path);
        console.out(colored_diff(unified_diff(before, after, exists ? name : "/dev/null", name), style));
    };
    print(plan.module_before, plan.module.text, request.to, !plan.module_is_new);
    for (const workspace::MigratedFile& file : plan.files) print(file.before.text, file.after, file.path, true);
    if (!redis.path.empty()) print(redis.before, redis.after, redis.path, redis.exists);
}

workspace::FileChange change_of(const std::string& path, const std::string& before, const std::string& after, bool exists,
                                const std::string& root) {
    workspace::FileChange change{path, after, std::nullopt, root};
    if (exists) change.expected_hash = hash_bytes(before);
    return change;
}

// The new module first: whoever imports while files are written finds what the others name. Gives the backup's folder.
Result<std::string> write(const Configuration& configuration, const MigrationPlan& plan, const MigrationRequest& request,
                          const RedisFile& redis) {
    const std::string& root = configuration.root;
    std::vector<workspace::FileChange> changes;
    if (plan.module.text != plan.module_before) {
        changes.push_back(change_of(request.to, plan.module_before, plan.module.text, !plan.module_is_new, root));
    }
    for (const workspace::MigratedFile& file : plan.files) {
        changes.push_back(change_of(file.path, workspace::encode_python(file.before.text, file.before.encoding),
                                    workspace::encode_python(file.after, file.before.encoding), true, root));
    }
    if (redis.before != redis.after) changes.push_back(change_of(redis.path, redis.before, redis.after, redis.exists, root));
    const Result<workspace::ChangedFiles> changed =
        workspace::change_files(root, kCommand, changes, workspace::Journaling::AllOrNothing);
    if (changed) return changed->folder;
    Error error = changed.error();
    error.message +=
        workspace::is_interrupted(root) ? "; rowtype migrate --rollback puts back what was written" : "; nothing is changed";
    return error;
}

}  // namespace

}  // namespace rowtype::cli
