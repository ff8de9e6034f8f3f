// One configuration and its schema. All documents below the same configuration share one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/server/analyses.h"
#include "lsp/server/consent_questions.h"
#include "lsp/server/debounce.h"
#include "lsp/server/file_watch.h"
#include "lsp/server/protocol.h"
#include "lsp/server/read_configuration.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::server {

class Session;

// Thread: the session's. What the pointers hold never changes and may be shared with tasks.
struct Project {
    std::shared_ptr<const workspace::Configuration> configuration;
    std::shared_ptr<const ReadBaseline> baseline;           // never null
    std::shared_ptr<const workspace::LoadedSchema> schema;  // the last good one; null before
    std::shared_ptr<workspace::WorkspaceFacts> modules;     // what the documents import from each other; thread-safe
    std::unique_ptr<workspace::SchemaHost> host;
    std::string progress_token;  // of the load that is shown to the user; empty: none
    bool is_progress_begun = false;
    std::chrono::system_clock::time_point
        read_at;                     // when the reading of the schema began; before the first: when it was asked for
    bool waits_for_consent = false;  // the last load went on without a database that the user has to allow
    std::string last_trouble;        // what the user was told last, so that one failure is told once
    bool is_loading = false;
    std::string shortcoming;                   // why there is no schema or another than wanted; empty: all is well
    std::unique_ptr<Debounce> reload;          // of loads that something asked for which seldom comes alone
    std::optional<SchemaStatusParams> status;  // what the client was told last
};

// Finds the project of each document and keeps its schema fresh.
class Projects {
public:
    explicit Projects(Session& session) : session_(session), questions_(session) {}

    // Reads the configuration that holds for each document on a pool thread; when it is there, the document gets its
    // project and is analysed, and a new or changed configuration leads to a load of its schema.
    void assign(std::vector<std::string> document_uris);
    // The same for every open document: configuration files may have changed, come or gone.
    void reassign_all();
    void reload_all_schemas();
    // Files that changed on disk: configurations, sources of schemas, Python modules that others import.
    void files_changed(const std::vector<std::string>& paths);
    // Watches the files of configurations and schemas from now on: for clients that do not tell.
    void watch_files();
    // What is wrong with the project as a whole is shown in its configuration file, beside what is wrong with that file.
    void publish_missing_models(const std::string& file, std::vector<Diagnostic> missing);

private:
    void read_and_take(std::vector<ConfigurationRequest> requests, workspace::WorkerPool& pool, std::uint64_t sequence);
    void take(const ReadConfiguration& read, std::uint64_t sequence);
    std::shared_ptr<Project> adopt(const workspace::Configuration& configuration,
                                   const std::shared_ptr<const ReadBaseline>& baseline);
    [[nodiscard]] bool is_read_with_configuration(const std::string& path) const;
    void watch_baseline(const workspace::Configuration& configuration);
    void watch_schema_file(const workspace::Configuration& configuration);
    std::shared_ptr<Project> create(const std::string& root, const facts::ExtractionSettings& extraction);
    void update_watch();
    void take_changes(const std::vector<std::string>& names);
    void modules_changed(const std::vector<std::string>& paths);
    void analyse_documents_of(const std::shared_ptr<Project>& project, Analyses::Cause cause = Analyses::Cause::Any);
    enum class Shown : std::uint8_t { Yes, No };
    void request_load(const std::shared_ptr<Project>& project, Shown shown = Shown::Yes);
    void reload_soon(const std::shared_ptr<Project>& project, Shown shown = Shown::Yes);
    void take_news(const std::shared_ptr<Project>& project, workspace::DatabaseNews news);
    void ask_consent(const std::shared_ptr<Project>& project, const workspace::ConsentQuestion& question);
    void schema_arrived(const std::shared_ptr<Project>& project, const Result<workspace::LoadedSchema>& loaded);
    void report_failure(Project& project, const Error& error);
    void report_stand_in(Project& project, const workspace::LoadedSchema& loaded);
    void report_status(Project& project);
    void tell_once(Project& project, const std::string& text);
    void begin_progress(const std::shared_ptr<Project>& project);
    void end_progress(Project& project, const std::string& message);
    void log_once(const std::string& note);
    void publish_problems(const std::string& file, const std::vector<Diagnostic>& problems);
    void publish_configuration_file(const std::string& file);

    Session& session_;
    std::map<std::string, std::shared_ptr<Project>> projects_;  // by configuration file, or root where there is none
    ConsentQuestions questions_;
    // What is shown in a configuration file, by its path.
    struct ConfigurationFile {
        std::vector<Diagnostic> problems;        // of the file itself
        std::vector<Diagnostic> missing_models;  // tables without a model, at its `models` key
        std::vector<Diagnostic> published;       // what the client was told last
    };
    std::map<std::string, ConfigurationFile> configuration_files_;
    std::set<std::string> watched_baselines_;  // configured ones that the client was asked to watch
    std::set<std::string> watched_schemas_;    // likewise, files of names that are nothing special
    std::set<std::string> logged_notes_;
    std::chrono::system_clock::time_point configurations_read_at_;  // the earliest that may be
    std::unique_ptr<FileWatcher> watcher_;                          // none where the client watches
    std::uint64_t next_sequence_ = 1;
    std::uint64_t next_progress_ = 1;
};

}  // namespace rowtype::server
