#include "lsp/server/projects.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "lsp/server/convert.h"
#include "lsp/server/schema_status.h"
#include "lsp/server/session.h"
#include "lsp/workspace/environment_file.h"
#include "lsp/workspace/loaded_sql_files.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_fit.h"

namespace rowtype::server {

namespace {

bool is_configuration_file(const std::string& path);
bool is_schema_file(const std::string& path);
// Of Alembic, as long as no schema was found.
bool may_be_revision(const std::string& path) {
    return path.ends_with("/alembic.ini") ||
           (path.ends_with(".py") && workspace::file_name(workspace::parent_folder(path)) == "versions");
}

bool is_python_file(const std::string& path);
bool is_sql_file(const std::string& path) { return path.ends_with(".sql"); }
bool concerns(const Project& project, const std::string& path);
std::vector<std::string> schema_places(const Project& project);

constexpr std::string_view kConfigurations;  // their name among the watched places; a project's is a path

}  // namespace

void Projects::assign(std::vector<std::string> document_uris) {
    std::vector<ConfigurationRequest> requests;
    std::vector<ConfigurationRequest> of_sql;
    for (std::string& uri : document_uris) {
        const Document* document = session_.documents().find(uri);
        if (document == nullptr) continue;
        std::string path = document->path;
        if (path.empty() && !session_.folders.empty()) path = session_.folders.front();
        if (path.empty()) continue;
        std::string folder = session_.folder_around(path);
        (is_sql_file(path) ? of_sql : requests).push_back({std::move(uri), std::move(path), std::move(folder)});
    }
    const std::uint64_t sequence = next_sequence_++;
    if (!requests.empty()) read_and_take(std::move(requests), session_.analysis_pool(), sequence);
    // Which code loads them is a question about the whole project: keystrokes never stand behind it.
    if (!of_sql.empty()) read_and_take(std::move(of_sql), session_.loading_pool(), sequence);
}

void Projects::read_and_take(std::vector<ConfigurationRequest> requests, workspace::WorkerPool& pool, std::uint64_t sequence) {
    pool.post([this, requests = std::move(requests), sequence, &loop = session_.loop(), encoding = session_.client().encoding(),
               &project_pool = session_.project_pool()] {
        auto answers = std::make_shared<std::vector<ReadConfiguration>>();
        ReadBaselines baselines;
        for (const ConfigurationRequest& request : requests) {
            try {
                ReadConfiguration read = read_configuration(request, encoding, baselines);
                if (is_sql_file(request.path) && !read.is_excluded) {
                    read.is_excluded = !workspace::loads_sql_file(read.loaded.configuration, request.path, project_pool);
                }
                answers->push_back(std::move(read));
            } catch (const std::exception& problem) {
                workspace::log::error("the configuration for " + request.path + " could not be read: " + problem.what());
            }
        }
        loop.post([this, answers, sequence] {
            for (const ReadConfiguration& answer : *answers) take(answer, sequence);
        });
    });
}

void Projects::reassign_all() {
    std::vector<std::string> uris;
    for (const Document* document : session_.documents().all()) uris.push_back(document->uri);
    assign(std::move(uris));
}

void Projects::reload_all_schemas() {
    for (const auto& [key, project] : projects_) request_load(project);
}

void Projects::files_changed(const std::vector<std::string>& paths) {
    const auto concerns_configuration = [this](const std::string& path) { return is_read_with_configuration(path); };
    if (std::any_of(paths.begin(), paths.end(), concerns_configuration)) reassign_all();
    modules_changed(paths);
    for (const auto& [key, project] : projects_) {
        const bool is_touched = std::any_of(paths.begin(), paths.end(),
                                            [&project = *project](const std::string& path) { return concerns(project, path); });
        if (is_touched) reload_soon(project);
    }
}

void Projects::watch_files() {
    configurations_read_at_ = std::chrono::system_clock::now();
    watcher_ = std::make_unique<FileWatcher>([this, &loop = session_.loop()](std::vector<std::string> names) {
        loop.post([this, names = std::move(names)] { take_changes(names); });
    });
    update_watch();
}

void Projects::update_watch() {
    if (!watcher_) return;
    WatchedPlaces places;
    WatchedPlace& configurations = places[std::string(kConfigurations)];
    configurations.read_at = configurations_read_at_;
    for (const auto& [key, project] : projects_) {
        places[key] = {schema_places(*project), project->read_at};
        for (const char* name : {"pyproject.toml", "rowtype.toml"}) {
            configurations.paths.push_back(workspace::join_path(project->configuration->root, name));
        }
        configurations.paths.push_back(project->baseline->file);
    }
    watcher_->watch(std::move(places));
}

// The watch has waited for the end of what happened.
void Projects::take_changes(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (name == kConfigurations) reassign_all();
        if (const auto project = projects_.find(name); project != projects_.end()) request_load(project->second, Shown::No);
    }
}

void Projects::modules_changed(const std::vector<std::string>& paths) {
    for (const auto& [key, project] : projects_) {
        const std::string& root = project->configuration->root;
        bool is_touched = false;
        bool has_models = false;
        for (const std::string& path : paths) {
            const bool is_sql = path.ends_with(".sql");  // one that code loads may make a table
            if ((!is_python_file(path) && !is_sql) || !workspace::is_inside(path, root)) continue;
            project->modules->forget(workspace::relative_path(path, root));
            is_touched = true;
            has_models = has_models || !is_sql;
        }
        if (is_touched) analyse_documents_of(project, Analyses::Cause::Around);
        if (has_models) session_.missing_models().request(project);
    }
    // Files of SQL that are open may be loaded now, or no longer.
    std::vector<std::string> uris;
    const bool any_python = std::any_of(paths.begin(), paths.end(), is_python_file);
    for (const Document* document : session_.documents().all()) {
        if (any_python && is_sql_file(document->path)) uris.push_back(document->uri);
    }
    if (!uris.empty()) assign(std::move(uris));
}

void Projects::take(const ReadConfiguration& read, std::uint64_t sequence) {
    const workspace::Configuration& configuration = read.loaded.configuration;
    Document* document = session_.documents().find(read.document_uri);
    // Migrations and SQL of no concern are opened, too: nothing is loaded or said for their sake.
    if (document != nullptr && is_sql_file(document->path) && read.is_excluded && !document->project) return;
    // A file that is no TOML tells nothing of itself but its mistake.
    publish_problems(read.loaded.problems.empty() ? configuration.file : read.loaded.problems.front().file, read.problems);
    publish_problems(read.baseline->file, read.baseline->problems);
    for (const std::string& note : read.loaded.notes) log_once(note);
    if (document == nullptr || document->project_sequence >= sequence) return;
    document->project_sequence = sequence;

    const std::shared_ptr<Project> project = adopt(configuration, read.baseline);
    const bool is_other_file = document->project != project || document->identity != read.identity;
    // What changed in the configuration itself has been seen to by now.
    if (!is_other_file && document->is_excluded == read.is_excluded) return;
    if (is_other_file) {
        session_.analyses().withdraw(*document);
        session_.analyses().forget_engine(*document);
    }
    document->project = project;
    document->identity = read.identity;
    document->is_excluded = read.is_excluded;
    session_.analyses().request(*document);
}

std::shared_ptr<Project> Projects::adopt(const workspace::Configuration& configuration,
                                         const std::shared_ptr<const ReadBaseline>& baseline) {
    std::string key = configuration.file.empty() ? configuration.root : configuration.file;
    if (!configuration.database.empty()) key += "#" + configuration.database;
    std::shared_ptr<Project>& project = projects_[key];
    const bool is_same_baseline = project && *project->baseline->baseline == *baseline->baseline;
    if (!project) project = create(configuration.root, configuration.extraction);
    // The same baseline again stays the one that it was, with all that was found with it.
    auto read = std::make_shared<ReadBaseline>(*baseline);
    if (is_same_baseline) read->baseline = project->baseline->baseline;
    project->baseline = std::move(read);
    if (project->configuration && *project->configuration == configuration) {
        if (!is_same_baseline) {
            analyse_documents_of(project);
            session_.missing_models().request(project);
            update_watch();
        }
        return project;
    }
    watch_baseline(configuration);
    watch_schema_file(configuration);
    if (project->configuration && project->configuration->extraction != configuration.extraction) {
        project->modules = std::make_shared<workspace::WorkspaceFacts>(configuration.root, configuration.extraction);
    }
    project->configuration = std::make_shared<const workspace::Configuration>(configuration);
    for (Document* document : session_.documents().all()) {
        if (document->project == project) session_.analyses().forget_engine(*document);
    }
    analyse_documents_of(project);
    request_load(project);
    update_watch();
    return project;
}

bool Projects::is_read_with_configuration(const std::string& path) const {
    return is_configuration_file(path) || std::any_of(projects_.begin(), projects_.end(), [&path](const auto& entry) {
               return entry.second->baseline->file == path;
           });
}

// A baseline at the default place is watched from the start; any other when it becomes known.
void Projects::watch_baseline(const workspace::Configuration& configuration) {
    if (configuration.baseline.empty() || !session_.client().capabilities().registers_watched_files) return;
    if (!watched_baselines_.insert(configuration.baseline).second) return;
    session_.client().watch_files({.registration_id = "rowtype/baseline/" + std::to_string(watched_baselines_.size()),
                                   .globs = {"**/" + workspace::file_name(configuration.baseline)}});
}

// A JSON file that the configuration names as the schema may be called anything.
void Projects::watch_schema_file(const workspace::Configuration& configuration) {
    const std::string& path = configuration.schema.path;
    const bool is_one_file = configuration.schema.kind == workspace::SourceKind::OpenApi ||
                             configuration.schema.kind == workspace::SourceKind::Snapshot;
    if (!is_one_file || is_schema_file(path) || !session_.client().capabilities().registers_watched_files) return;
    if (!watched_schemas_.insert(path).second) return;
    session_.client().watch_files({.registration_id = "rowtype/schema-file/" + std::to_string(watched_schemas_.size()),
                                   .globs = {"**/" + workspace::file_name(path)}});
}

std::shared_ptr<Project> Projects::create(const std::string& root, const facts::ExtractionSettings& extraction) {
    auto project = std::make_shared<Project>();
    project->modules = std::make_shared<workspace::WorkspaceFacts>(root, extraction);
    project->read_at = std::chrono::system_clock::now();
    const auto listener = [this, &loop = session_.loop(),
                           weak = std::weak_ptr(project)](const Result<workspace::LoadedSchema>& loaded) {
        loop.post([this, weak, loaded] {
            if (const auto owner = weak.lock()) schema_arrived(owner, loaded);
        });
    };
    workspace::LoadOptions options = session_.options().load;
    options.sees_scripts = true;
    options.ask = [this, &loop = session_.loop(), weak = std::weak_ptr(project)](const workspace::ConsentQuestion& question) {
        loop.post([this, weak, question] {
            if (const auto owner = weak.lock()) ask_consent(owner, question);
        });
    };
    options.judge = [&pool = session_.project_pool()](const workspace::Configuration& configuration,
                                                      const workspace::LoadedSchema& schema) {
        return workspace::find_misfit(configuration, schema, pool);
    };
    auto news = [this, &loop = session_.loop(), weak = std::weak_ptr(project)](workspace::DatabaseNews heard) {
        loop.post([this, weak, heard] {
            if (const auto owner = weak.lock()) take_news(owner, heard);
        });
    };
    project->host =
        std::make_unique<workspace::SchemaHost>(session_.loading_pool(), std::move(options), listener, std::move(news));
    project->reload = std::make_unique<Debounce>(session_.loop());
    return project;
}

// Comes before the load that it belongs to ends.
void Projects::ask_consent(const std::shared_ptr<Project>& project, const workspace::ConsentQuestion& question) {
    project->waits_for_consent = true;
    questions_.ask(question, [this, weak = std::weak_ptr(project)] {
        if (const auto owner = weak.lock()) request_load(owner);
    });
}

void Projects::request_load(const std::shared_ptr<Project>& project, Shown shown) {
    project->waits_for_consent = false;
    if (shown == Shown::Yes) {
        begin_progress(project);
        project->is_loading = true;
        report_status(*project);
    }
    project->host->request_load(*project->configuration);
}

// Files and notices seldom come alone: a checkout, a script of many statements. What comes while a load runs leads to another.
void Projects::reload_soon(const std::shared_ptr<Project>& project, Shown shown) {
    project->reload->request([this, shown, weak = std::weak_ptr(project)] {
        if (const auto owner = weak.lock()) request_load(owner, shown);
    });
}

// A connection, be it the first, says nothing about what happened before it.
void Projects::take_news(const std::shared_ptr<Project>& project, workspace::DatabaseNews news) {
    using workspace::DatabaseNews;
    const std::string& root = project->configuration->root;
    if (news == DatabaseNews::Lost) return workspace::log::information("the database of " + root + " is away; it is waited for");
    if (news == DatabaseNews::Listening) workspace::log::information("the database of " + root + " is listened to for changes");
    if (news == DatabaseNews::Looking) {
        workspace::log::information("the database of " + root +
                                    " is looked at for changes from time to time: it cannot be listened to");
    }
    if (news == DatabaseNews::Changed) workspace::log::debug("the database of " + root + " changed");
    reload_soon(project, Shown::No);
}

void Projects::schema_arrived(const std::shared_ptr<Project>& project, const Result<workspace::LoadedSchema>& loaded) {
    project->is_loading = loaded && loaded->freshness == workspace::Freshness::Connecting;
    if (!loaded) {
        end_progress(*project, "not available");
        report_failure(*project, loaded.error());
        report_status(*project);
        return;
    }
    if (!project->is_loading) end_progress(*project, loaded->title());
    workspace::log::information("schema loaded from " + loaded->title());
    for (const std::string& note : loaded->notes) workspace::log::information("schema: " + note);
    report_stand_in(*project, *loaded);
    auto schema = std::make_shared<workspace::LoadedSchema>(*loaded);
    // The same catalog again is no reason to look at anything again: the old one stays, with all that was found with it.
    const bool is_unchanged = project->schema && project->schema->catalog->data() == schema->catalog->data();
    if (is_unchanged) schema->catalog = project->schema->catalog;
    project->schema = std::move(schema);
    project->read_at = loaded->read_at;
    update_watch();
    report_status(*project);
    if (!is_unchanged) analyse_documents_of(project, Analyses::Cause::Around);
    session_.missing_models().request(project);
}

// The notes on a configuration come with every document that it holds for.
void Projects::log_once(const std::string& note) {
    if (logged_notes_.insert(note).second) workspace::log::warning("configuration: " + note);
}

void Projects::analyse_documents_of(const std::shared_ptr<Project>& project, Analyses::Cause cause) {
    for (Document* document : session_.documents().all()) {
        if (document->project == project) session_.analyses().request(*document, cause);
    }
}

// A file of a project that says nothing about rowtype is no reason to disturb anybody: where nothing is configured and
// nothing was found, only the log says so.
void Projects::report_failure(Project& project, const Error& error) {
    const std::string& root = project.configuration->root;
    const bool is_expected_here = project.configuration->file.empty() && (error.file.empty() || error.file == root);
    std::string text = error.line > 0 ? error.to_string() : error.message;
    project.shortcoming = text;
    if (is_expected_here || project.waits_for_consent) {
        workspace::log::information("no schema for " + root + ": " + text);
        return;
    }
    text += project.schema ? "; the last one that was read still serves" : "; nothing is checked until it can be";
    tell_once(project, "the schema could not be loaded: " + text);
}

// The configured database did not answer, and a snapshot serves in its place.
void Projects::report_stand_in(Project& project, const workspace::LoadedSchema& loaded) {
    if (loaded.freshness != workspace::Freshness::LastKnown) {
        project.last_trouble.clear();
        project.shortcoming.clear();
        return;
    }
    std::string text = "the schema comes from " + loaded.description + ", because the database could not be read";
    for (const std::string& note : loaded.notes) text += "; " + note;
    project.shortcoming = text;
    if (!project.waits_for_consent) return tell_once(project, text);
    workspace::log::information(text);
}

void Projects::report_status(Project& project) {
    SchemaStatusParams status = schema_status(project);
    if (project.status == status) return;
    session_.client().report_status(status);
    project.status = std::move(status);
}

void Projects::tell_once(Project& project, const std::string& text) {
    workspace::log::warning(text);
    if (project.last_trouble == text) return;
    project.last_trouble = text;
    session_.client().show_message(MessageType::Warning, "rowtype: " + text);
}

// Begun only when the client has agreed to the token and the load still runs then: a load of a few milliseconds flashes
// nothing up.
void Projects::begin_progress(const std::shared_ptr<Project>& project) {
    if (!session_.client().capabilities().shows_progress || !project->progress_token.empty()) return;
    project->progress_token = "rowtype/schema/" + std::to_string(next_progress_++);
    session_.client().create_progress(
        project->progress_token, [this, weak = std::weak_ptr(project), token = project->progress_token](bool agreed) {
            const auto owner = weak.lock();
            if (!owner || owner->progress_token != token) return;
            if (!agreed) {
                owner->progress_token.clear();
                return;
            }
            owner->is_progress_begun = true;
            session_.client().report_progress({token, ProgressParams::Stage::Begin, "Loading the database schema", {}});
        });
}

void Projects::end_progress(Project& project, const std::string& message) {
    if (project.is_progress_begun) {
        session_.client().report_progress({project.progress_token, ProgressParams::Stage::End, {}, message});
    }
    project.is_progress_begun = false;
    project.progress_token.clear();
}

void Projects::publish_problems(const std::string& file, const std::vector<Diagnostic>& problems) {
    if (file.empty()) return;
    configuration_files_[file].problems = problems;
    publish_configuration_file(file);
}

void Projects::publish_missing_models(const std::string& file, std::vector<Diagnostic> missing) {
    configuration_files_[file].missing_models = std::move(missing);
    publish_configuration_file(file);
}

void Projects::publish_configuration_file(const std::string& file) {
    ConfigurationFile& shown = configuration_files_[file];
    std::vector<Diagnostic> all = shown.problems;
    all.insert(all.end(), shown.missing_models.begin(), shown.missing_models.end());
    if (all == shown.published) return;
    shown.published = all;
    session_.client().publish({uri_of_path(file), std::nullopt, std::move(all)});
}

namespace {

bool is_configuration_file(const std::string& path) {
    const std::string name = workspace::file_name(path);
    return name == "pyproject.toml" || name == "rowtype.toml";
}

bool is_schema_file(const std::string& path) {
    return path.ends_with(".sql") || path.ends_with("/.rowtype/schema.json") || path.ends_with("/supabase/config.toml");
}

bool is_python_file(const std::string& path) { return path.ends_with(".py") || path.ends_with(".pyi"); }

// A file under one of the paths that the schema was read from, or, as long as there is none, one that a schema could be
// read from.
bool concerns(const Project& project, const std::string& path) {
    const std::string& root = project.configuration->root;
    if (path == project.configuration->schema.path) return true;
    if (!project.schema) {
        const std::vector<std::string> variables = workspace::environment_files(root);
        return ((is_schema_file(path) || may_be_revision(path)) && workspace::is_inside(path, root)) ||
               std::ranges::find(variables, path) != variables.end();
    }
    const auto& watched = project.schema->watched_paths;
    const bool is_watched = std::any_of(watched.begin(), watched.end(),
                                        [&path](const std::string& place) { return workspace::is_inside(path, place); });
    return is_watched || (is_schema_file(path) && workspace::is_inside(path, root));
}

// Where the schema was read from, or, as long as there is none, where one could come from.
std::vector<std::string> schema_places(const Project& project) {
    if (project.schema) return project.schema->watched_paths;
    const workspace::Configuration& configuration = *project.configuration;
    std::vector<std::string> places;
    if (!configuration.schema.path.empty()) places.push_back(configuration.schema.path);
    for (const char* place : {".rowtype/schema.json", "supabase/migrations", "migrations", "migration", "alembic/versions"}) {
        places.push_back(workspace::join_path(configuration.root, place));
    }
    for (std::string& file : workspace::environment_files(configuration.root)) places.push_back(std::move(file));
    return places;
}

}  // namespace

}  // namespace rowtype::server
