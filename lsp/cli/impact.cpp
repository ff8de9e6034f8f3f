#include <algorithm>
#include <utility>

#include "analysis/binding/mute.h"
#include "analysis/codegen/needs_model.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/impact_report.h"
#include "lsp/cli/impact_run.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_change.h"
#include "lsp/workspace/schema_difference.h"

namespace rowtype::cli {

namespace {

// The arguments, sorted: what ends in .sql is a migration, and so is a revision of Alembic's.
struct Arguments {
    std::vector<std::string> migrations;  // absolute
    std::vector<std::string> paths;       // absolute
};

Result<Arguments> take_arguments(const ImpactOptions& options) {
    Arguments arguments;
    for (const std::string& given : options.arguments) {
        const Result<std::string> path = existing_path(given, "migrations are SQL files, or revisions of Alembic's");
        if (!path) return path.error();
        const bool is_migration = path->ends_with(".sql") || workspace::is_revision_file(*path);
        (is_migration ? arguments.migrations : arguments.paths).push_back(*path);
    }
    if (!options.base.empty() && !arguments.migrations.empty()) {
        return Error{Error::Kind::Usage, "--base compares two states of the repository; migrations cannot be named as well",
                     "leave out one of the two", ""};
    }
    if (arguments.paths.empty()) arguments.paths.push_back(workspace::current_folder());
    return arguments;
}

// What the project's schema is now, and what the migrations make of it.
Result<workspace::SchemaChange> change_of(const ImpactOptions& options, ProjectRun& run, const Arguments& arguments,
                                          workspace::WorkerPool& pool, Console& console) {
    const std::vector<std::string>& pending = run.schema.pending_files;
    const bool has_named = !arguments.migrations.empty();
    const bool names_pending = std::ranges::any_of(arguments.migrations, [&](const std::string& file) {
        return std::ranges::find(pending, workspace::relative_path(file, run.configuration.root)) != pending.end();
    });
    if (has_named && !names_pending) {
        return workspace::apply_migrations(run.configuration, run.schema, arguments.migrations, pool);
    }
    if (!has_named && pending.empty()) {
        return Error{Error::Kind::Usage, "no migration is pending over " + run.schema.title(),
                     "name the migration's SQL file, or a revision of git's with --base", run.configuration.root};
    }
    // The schema as the source itself has it.
    Result<workspace::LoadedSchema> without =
        set_up_schema(options.common, run.configuration, pool, console, Overlay::None, Purpose::Code);
    if (!without) return without.error();
    if (has_named) return workspace::apply_migrations(run.configuration, *without, arguments.migrations, pool);
    return workspace::SchemaChange{without->catalog, run.schema.catalog, pending};
}

// One of several projects, and those of the migrations that are its own.
struct Concerned {
    ProjectRun* run = nullptr;
    Arguments arguments;
};

// Of a tree of several projects a migration is that one's whose folder holds it; without migrations those count that have some pending.
Result<std::vector<Concerned>> concerned_projects(std::vector<ProjectRun>& runs, const Arguments& arguments) {
    if (runs.size() == 1) return std::vector<Concerned>{{&runs.front(), arguments}};
    std::vector<Concerned> concerned;
    if (arguments.migrations.empty()) {
        for (ProjectRun& run : runs) {
            if (!run.schema.pending_files.empty()) concerned.push_back({&run, arguments});
        }
        if (concerned.empty()) concerned.push_back({&runs.front(), arguments});
        return concerned;
    }
    for (const std::string& file : arguments.migrations) {
        ProjectRun* owner = nullptr;
        for (ProjectRun& run : runs) {
            const std::string& root = run.configuration.root;
            if (!workspace::is_inside(file, root)) continue;
            if (owner == nullptr || root.size() > owner->configuration.root.size()) owner = &run;
        }
        if (owner == nullptr) {
            return Error{Error::Kind::Usage, "there are several projects here, and the migration is in none of their folders",
                         "run rowtype impact in the folder of the project that it is for", file};
        }
        auto known = std::ranges::find(concerned, owner, &Concerned::run);
        if (known == concerned.end()) {
            concerned.push_back({owner, {{}, arguments.paths}});
            known = concerned.end() - 1;
        }
        known->arguments.migrations.push_back(file);
    }
    return concerned;
}

Status compare_with_migrations(const ImpactOptions& options, const Arguments& arguments, workspace::WorkerPool& pool,
                               Console& console, ImpactReport& report) {
    std::optional<std::vector<ProjectRun>> runs = find_projects(options.common, {arguments.paths, "", false}, pool, console);
    if (!runs) return Error{Error::Kind::Usage, "the configuration has problems", "they are named above", ""};
    workspace::ProjectCheck left;
    if (const Status loaded = load_schemas(options.common, *runs, pool, console, left); !loaded) {
        return loaded.error();
    }
    ImpactSection section{"change", "", {}};
    const Result<std::vector<Concerned>> concerned = concerned_projects(*runs, arguments);
    if (!concerned) return concerned.error();
    for (const Concerned& project : *concerned) {
        ProjectRun& run = *project.run;
        const Result<workspace::SchemaChange> change = change_of(options, run, project.arguments, pool, console);
        if (!change) return change.error();
        report.before += (report.before.empty() ? "" : ", ") + run.schema.title();
        report.migrations.insert(report.migrations.end(), change->files.begin(), change->files.end());
        const workspace::ProjectCheck before = check_uses(run, change->before, pool, options.common.quiet, console);
        const workspace::ProjectCheck after = check_uses(run, change->after, pool, options.common.quiet, console);
        say_too_large(after.too_large_roots.empty() ? before : after, options.common.quiet, console);
        const diff::Difference difference = difference_of(run.configuration, *change->before, *change->after, pool);
        add_impact(section.impact, {&difference, change->before.get(), change->after.get(), &before, &after});
        report.changes += count_changes(difference);
        add_counts(before, report);
        if (!options.common.quiet) {
            console.error(
                notes_text(new_notes(*change->before, *change->after), "the migrations", "may break more than is said"));
        }
    }
    add_notes(left.notes, report);
    for (const std::string& file : report.migrations) report.after += (report.after.empty() ? "" : ", ") + file;
    report.sections.push_back(std::move(section));
    return {};
}

int finish(const ImpactReport& report, const ImpactOptions& options, Console& console) {
    for (const workspace::WalkNote& note : report.not_analysed) {
        console.error("warning: " + printable(note.path) + " was not analysed: " + printable(note.message) + "\n");
    }
    const bool quiet = options.common.quiet;
    switch (options.format) {
        case ImpactFormat::Json: console.out(impact_json(report)); break;
        case ImpactFormat::GitHub: console.out(impact_github(report, options.hints, quiet)); break;
        case ImpactFormat::Text:
            console.out(impact_text(report, make_style(options.common.color, console.out_is_terminal()), options.hints, quiet));
    }
    if (options.exit_zero) return kExitClean;
    if (report.breaks()) return kExitFindings;
    return report.not_analysed.empty() ? kExitClean : kExitNotAnalysed;
}

}  // namespace

int run_impact(const ImpactOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const Result<Arguments> arguments = take_arguments(options);
    if (!arguments) return report_error(arguments.error(), console);
    workspace::WorkerPool pool(options.common.jobs);
    ImpactReport report;
    if (!options.base.empty()) {
        if (const Status done = compare_with_base(options, arguments->paths, pool, console, report); !done) {
            return report_error(done.error(), console);
        }
        return finish(report, options, console);
    }
    if (const Status done = compare_with_migrations(options, *arguments, pool, console, report); !done) {
        return report_error(done.error(), console);
    }
    return finish(report, options, console);
}

}  // namespace rowtype::cli
