// `rowtype init`: looks at the project and writes a first configuration, saying what it found.
#include <algorithm>
#include <set>

#include "analysis/codegen/needs_model.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/configuration_draft.h"
#include "lsp/cli/report.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/change_journal.h"
#include "lsp/workspace/database_source.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_survey.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_fit.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kConfigurationCap = 2UL * 1024 * 1024;

// The file that the configuration goes into, and what stands there now.
struct Target {
    std::string file;  // absolute
    bool exists = false;
    std::string present;
};

Result<Target> find_target(const std::string& folder, bool wants_own_file);
Status refuse_configured(const std::string& folder);

// What was found, step by step; prints as it goes.
class Init {
public:
    Init(const InitOptions& options, std::string folder, Console& console)
        : options_(options),
          console_(console),
          style_(make_style(options.common.color, console.out_is_terminal())),
          pool_(options.common.jobs) {
        configuration_.root = std::move(folder);
    }
    int run();

private:
    void find_schema();
    bool find_description();
    void look_at_code();
    void count_models();
    void say_models();
    [[nodiscard]] Result<std::string> text_for(const Target& target);
    void line(const std::string& label, const std::string& text);

    const InitOptions& options_;
    Console& console_;
    Style style_;
    workspace::WorkerPool pool_;
    workspace::Configuration configuration_;
    catalog::CatalogPointer catalog_ = std::make_shared<const catalog::Catalog>(catalog::CatalogData{});
    ConfigurationDraft draft_;
};

}  // namespace

int run_init(const InitOptions& options, Console& console) {
    const std::string folder = workspace::absolute_path(options.folder.empty() ? "." : options.folder);
    if (!workspace::is_folder(folder)) {
        return report_error({Error::Kind::Usage, "there is no such folder", "name the folder of the project", folder}, console);
    }
    return Init(options, folder, console).run();
}

namespace {

int Init::run() {
    const std::string& folder = configuration_.root;
    const Status put_back = options_.dry_run ? Status() : put_back_interrupted(folder, console_);
    if (!put_back) return report_error(put_back.error(), console_);
    if (const Status free = refuse_configured(folder); !free) return report_error(free.error(), console_);
    const Result<Target> target = find_target(folder, options_.wants_own_file);
    if (!target) return report_error(target.error(), console_);
    find_schema();
    look_at_code();
    draft_.in_pyproject = workspace::file_name(target->file) == "pyproject.toml";
    const Result<std::string> text = text_for(*target);
    if (!text) return report_error(text.error(), console_);
    const std::string shown = shown_path(target->file);
    if (options_.dry_run) {
        console_.out("\nWould be " + std::string(target->exists ? "added to " : "written to ") + shown + ":\n\n" +
                     configuration_text(draft_));
        return kExitClean;
    }
    workspace::FileChange change{target->file, *text, std::nullopt, folder};
    if (target->exists) change.expected_hash = hash_bytes(target->present);
    const Result<workspace::ChangedFiles> written = workspace::change_files(folder, "init", {change});
    if (!written) return report_error(written.error(), console_);
    if (!written->failures.empty()) return report_error(written->failures.front(), console_);
    console_.out("\n" + std::string(target->exists ? "Added [tool.rowtype] to " : "Written: ") + shown +
                 ". Next: rowtype check\n");
    return kExitClean;
}

void Init::find_schema() {
    workspace::LoadOptions load;
    load.allow_environment = false;  // no connection is opened to look around
    std::optional<Result<workspace::LoadedSchema>> loaded;
    pool_.run_all(1, [&](std::size_t) { loaded = workspace::load_schema(configuration_, load); });
    const workspace::SchemaDiscovery discovery = workspace::discover_schema(configuration_.root);
    const std::vector<workspace::DiscoveredSource>& sources = discovery.sources;
    if (*loaded && !sources.empty()) {
        const workspace::LoadedSchema& schema = **loaded;
        if (const auto misfit = workspace::find_misfit(configuration_, schema, pool_)) {
            line("schema", "not taken: " + misfit->message);
            return;
        }
        catalog_ = schema.catalog;
        draft_.schema.kind = sources.front().kind;
        draft_.schema.path = workspace::relative_path(sources.front().path, configuration_.root);
        draft_.schema_text = schema.description + ": " + counted(own_relations(*catalog_), "relation");
        line("schema", draft_.schema_text);
        for (const std::string& note : schema.notes) line("", note);
        return;
    }
    if (!*loaded && !sources.empty()) {
        line("schema", "not taken: " + loaded->error().to_string());
        return;
    }
    if (find_description()) return;
    std::string remark;
    std::optional<workspace::DatabaseSource> database = workspace::discovered_database(configuration_, true, remark);
    // A configuration names a variable that holds a connection, which those of libpq do not.
    if (database && database->connection.empty()) database = workspace::discovered_database(configuration_, false, remark);
    for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL"}) {
        if (!database || !database->named_by.starts_with(name)) continue;
        draft_.schema.kind = workspace::SourceKind::Postgres;
        draft_.schema.url_env = name;
        draft_.schema_text = "No schema file was found, and " +
                             (database->from_workspace ? database->named_by : std::string("the environment variable ") + name) +
                             " names a database.";
        line("schema",
             "the database that " + database->named_by + " names; no schema file was found, and no connection was opened");
        return;
    }
    line("schema",
         "none found: no .rowtype/schema.json, supabase/migrations, migrations/*.sql or Alembic revisions here or in a folder "
         "near");
    if (!remark.empty()) line("", remark);
}

// A description of PostgREST's, where people keep such files. Other programs' documents have the same names and are no schema.
bool Init::find_description() {
    for (const char* place : {"openapi.json", "docs/openapi.json", "supabase/openapi.json", ".rowtype/openapi.json"}) {
        workspace::Configuration described = configuration_;
        described.schema = {workspace::SourceKind::OpenApi, workspace::join_path(configuration_.root, place), ""};
        if (!workspace::is_file(described.schema.path)) continue;
        const Result<workspace::LoadedSchema> loaded = workspace::load_schema(described, {});
        if (!loaded) continue;
        catalog_ = loaded->catalog;
        draft_.schema.kind = workspace::SourceKind::OpenApi;
        draft_.schema.path = place;
        draft_.schema_text = loaded->description + ", PostgREST's description: " + counted(own_relations(*catalog_), "relation");
        line("schema", draft_.schema_text);
        return true;
    }
    return false;
}

void Init::look_at_code() {
    draft_.survey = workspace::survey_project(configuration_, *catalog_, pool_);
    const std::string libraries = library_list(draft_.survey);
    line("clients", libraries.empty() ? "none found in " + counted(draft_.survey.files, "Python file") : libraries);
    for (const workspace::WalkNote& note : draft_.survey.notes) line("", "not read: " + note.path + ": " + note.message);
    draft_.models = draft_.survey.model_globs();
    count_models();
    say_models();
}

void Init::count_models() {
    draft_.tables =
        static_cast<std::size_t>(std::ranges::count_if(catalog_->relations(), [this](const catalog::Relation& relation) {
            return codegen::needs_model(relation, configuration_.settings);
        }));
    const std::vector<std::string> files = draft_.survey.model_files();
    std::set<std::string> covered;
    for (const workspace::LookalikeClass& one : draft_.survey.classes) {
        if (one.is_row && std::ranges::binary_search(files, one.file)) covered.insert(one.table);
    }
    draft_.modelled_tables = covered.size();
}

void Init::say_models() {
    if (draft_.models.empty()) {
        line("models", catalog_->relations().empty() ? "not looked for: without a schema nothing can be told"
                                                     : "no pydantic class mirrors a table");
    }
    const std::vector<std::string> files = draft_.survey.model_files();
    std::string label = "models";
    for (const std::string& glob : draft_.models) {
        line(label, glob);
        label.clear();
    }
    for (const bool is_taken : {true, false}) {
        for (const workspace::LookalikeClass& one : draft_.survey.classes) {
            if (std::ranges::binary_search(files, one.file) != is_taken || (!is_taken && !one.is_row)) continue;
            line("", (is_taken ? "  " : "  not taken: ") + one.file + ": " + description(one));
        }
    }
}

// The whole text of the file afterwards, proven to load.
Result<std::string> Init::text_for(const Target& target) {
    std::string block = configuration_text(draft_);
    if (target.present.find("\r\n") != std::string::npos) {
        std::string with_returns;
        for (const char letter : block) with_returns += letter == '\n' ? std::string("\r\n") : std::string(1, letter);
        block = std::move(with_returns);
    }
    std::string text = target.present;
    if (!text.empty()) {
        const std::string line_end = block.find("\r\n") != std::string::npos ? "\r\n" : "\n";
        text += (text.ends_with('\n') ? "" : line_end) + line_end;
    }
    text += block;
    const workspace::LoadedConfiguration loaded = workspace::parse_configuration(text, target.file);
    if (loaded.problems.empty()) return text;
    const workspace::ConfigurationProblem& problem = loaded.problems.front();
    Error error{Error::Kind::Usage, "[tool.rowtype] cannot be added here: " + problem.message,
                "write it to a file of its own with --rowtype-toml", target.file};
    error.line = problem.place.line;
    error.column = problem.place.column;
    return error;
}

void Init::line(const std::string& label, const std::string& text) {
    if (!options_.common.quiet) console_.out(style_.bold(padded(label, 9)) + printable(text) + "\n");
}

// A configuration of this very folder is the user's. One further up holds here until now, and says so nowhere else.
Status refuse_configured(const std::string& folder) {
    const workspace::LoadedConfiguration loaded = workspace::load_configuration(folder);
    const std::string& file = loaded.configuration.file;
    if (!file.empty() && workspace::parent_folder(file) == folder) {
        return Error{Error::Kind::Usage, "this is configured already, and is left as it is",
                     "edit it; rowtype config-schema says what it may hold", file};
    }
    if (!loaded.problems.empty()) {
        const workspace::ConfigurationProblem& problem = loaded.problems.front();
        Error error{Error::Kind::Usage, problem.message, "mend it first", problem.file};
        error.line = problem.place.line;
        error.column = problem.place.column;
        return error;
    }
    return {};
}

Result<Target> find_target(const std::string& folder, bool wants_own_file) {
    Target target;
    target.file = workspace::join_path(folder, "pyproject.toml");
    target.exists = workspace::is_file(target.file);
    if (!target.exists || wants_own_file) {
        target.file = workspace::join_path(folder, "rowtype.toml");
        target.exists = false;
        return target;
    }
    Result<std::string> present = workspace::read_file(target.file, kConfigurationCap);
    if (!present) {
        Error error = present.error();
        error.kind = Error::Kind::Usage;
        return error;
    }
    target.present = std::move(*present);
    // A file that cannot be read as TOML is not added to: it would stay as broken as it is.
    const workspace::LoadedConfiguration loaded = workspace::parse_configuration(target.present, target.file);
    if (!loaded.problems.empty()) {
        const workspace::ConfigurationProblem& problem = loaded.problems.front();
        Error error{Error::Kind::Usage, problem.message, "mend it first, or write a file of its own with --rowtype-toml",
                    target.file};
        error.line = problem.place.line;
        error.column = problem.place.column;
        return error;
    }
    return target;
}

}  // namespace

}  // namespace rowtype::cli
