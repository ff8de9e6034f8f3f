#include "lsp/workspace/configuration.h"

#include <sys/stat.h>

#include <algorithm>

#include "analysis/binding/extraction_of_settings.h"
#include "lsp/workspace/client_version.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/repository.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/schema_discovery.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kConfigurationCap = 2UL * 1024 * 1024;

LoadedConfiguration find_configuration(const std::string& path, const Standpoint& standpoint);
void note_clients(Configuration& configuration);
LoadedConfiguration unreadable(const std::string& file, const Error& error);
bool concerns_rowtype(const std::string& file, const LoadedConfiguration& loaded, const std::string& text);
std::string note_on_odd_entry(const std::string& file);
std::string module_of(std::string path);
std::string folder_apart(const std::string& start, const std::string& root);

}  // namespace

LoadedConfiguration load_configuration(const std::string& path, const Standpoint& standpoint) {
    LoadedConfiguration loaded = find_configuration(path, standpoint);
    note_clients(loaded.configuration);
    return loaded;
}

Result<LoadedConfiguration> load_configuration_file(const std::string& file) {
    const Result<std::string> text = read_file(file, kConfigurationCap);
    if (!text) {
        Error error = text.error();
        error.kind = Error::Kind::Usage;
        return error;
    }
    LoadedConfiguration loaded = parse_configuration(*text, file);
    note_clients(loaded.configuration);
    return loaded;
}

namespace {

// db.one("SELECT …") of postgres.py: neither the name nor, mostly, what it is called on tells what the call is.
void teach_postgres_client(Configuration& configuration) {
    TaughtCall call;
    call.names = {"*.all", "*.one", "*.run"};
    call.sql = TaughtArgument{"sql", 0};
    call.placeholders = Placeholders::PyFormat;
    configuration.settings.calls.push_back(std::move(call));
    configuration.extraction = binding::extraction_of_settings(configuration.settings);
}

// What the project's own files say of the clients that it uses.
void note_clients(Configuration& configuration) {
    ProjectClients clients = clients_of(configuration.root);
    configuration.settings.client_version = std::move(clients.version);
    if (clients.uses_postgres) teach_postgres_client(configuration);
}

LoadedConfiguration find_configuration(const std::string& path, const Standpoint& standpoint) {
    const std::string start = is_folder(path) ? path : parent_folder(path);
    const std::string repository = repository_root(start);
    std::string project;  // nearest folder with a pyproject.toml: the root where nothing is configured
    std::vector<std::string> notes;
    for (std::string folder = start;; folder = parent_folder(folder)) {
        const std::string own = join_path(folder, "rowtype.toml");
        const std::string shared = join_path(folder, "pyproject.toml");
        for (const std::string& file : {own, shared}) {
            if (std::string note = note_on_odd_entry(file); !note.empty()) notes.push_back(std::move(note));
            if (!is_file(file)) continue;
            const Result<std::string> text = read_file(file, kConfigurationCap);
            if (!text) return unreadable(file, text.error());
            LoadedConfiguration loaded = parse_configuration(*text, file);
            if (file == shared && project.empty()) project = folder;
            if (!concerns_rowtype(file, loaded, *text)) {
                if (!loaded.problems.empty()) notes.push_back(file + " is not valid TOML and was passed over");
                continue;
            }
            if (file == own && is_file(shared)) {
                const Result<std::string> other = read_file(shared, kConfigurationCap);
                if (other && concerns_rowtype(shared, parse_configuration(*other, shared), *other)) {
                    notes.push_back(own + " and [tool.rowtype] of " + shared +
                                    " both configure this folder: rowtype.toml holds, the other is not read");
                }
            }
            loaded.notes.insert(loaded.notes.begin(), notes.begin(), notes.end());
            return loaded;
        }
        if (folder == repository || folder == "/" || folder == ".") break;
    }
    LoadedConfiguration defaults;
    const std::string& here = standpoint.working_folder;
    const std::string& unmarked = !here.empty() && is_inside(start, here) ? here : start;
    const std::string& root = !project.empty() ? project : !repository.empty() ? repository : unmarked;
    defaults.configuration.root = standpoint.is_schema_told ? root : folder_apart(start, root);
    defaults.notes = std::move(notes);
    return defaults;
}

// In a monorepo that nobody configured: the nearest folder with a schema of its own, else the root.
std::string folder_apart(const std::string& start, const std::string& root) {
    for (std::string folder = start; folder != root && is_inside(folder, root); folder = parent_folder(folder)) {
        if (has_schema_apart(folder, root)) return folder;
    }
    return root;
}

}  // namespace

std::string repository_root(const std::string& path) {
    for (std::string folder = is_folder(path) ? path : parent_folder(path);; folder = parent_folder(folder)) {
        if (begins_repository(folder)) return folder;
        if (folder == "/" || folder == ".") return {};
    }
}

std::string shown_from(const std::string& root, const std::string& path) {
    const std::string repository = repository_root(root);
    return is_inside(path, repository.empty() ? root : repository) ? relative_path(path, root) : path;
}

bool is_selected(std::string_view path, const std::vector<std::string>& globs) {
    return std::any_of(globs.begin(), globs.end(), [&](std::string_view glob) {
        while (glob.size() > 1 && glob.ends_with('/')) glob.remove_suffix(1);
        const bool by_name = glob.find('/') == std::string_view::npos;
        for (std::string_view part = path;;) {
            const std::size_t slash = part.rfind('/');
            if (matches_glob(part, glob)) return true;
            if (by_name && matches_glob(slash == std::string_view::npos ? part : part.substr(slash + 1), glob)) return true;
            if (slash == std::string_view::npos) return false;
            part = part.substr(0, slash);
        }
    });
}

const DatabaseEntry* database_of_file(const Configuration& configuration, const std::string& absolute_path) {
    const std::string path = relative_path(absolute_path, configuration.root);
    const auto found =
        std::ranges::find_if(configuration.databases, [&](const DatabaseEntry& entry) { return is_selected(path, entry.paths); });
    return found == configuration.databases.end() ? nullptr : &*found;
}

Configuration configuration_of_database(const Configuration& configuration, const DatabaseEntry& entry) {
    Configuration own = configuration;
    own.database = entry.name;
    own.schema = entry.schema;
    if (entry.schemas) own.schemas = *entry.schemas;
    if (entry.search_path) own.settings.search_path = *entry.search_path;
    if (entry.exposed_schemas) own.exposed_schemas = *entry.exposed_schemas;
    if (entry.exclude_tables) own.settings.exclude_tables = *entry.exclude_tables;
    return own;
}

Configuration configuration_of_file(const Configuration& configuration, const std::string& absolute_path) {
    const DatabaseEntry* const entry = database_of_file(configuration, absolute_path);
    return entry == nullptr ? configuration : configuration_of_database(configuration, *entry);
}

FileIdentity identify(const Configuration& configuration, const std::string& absolute_path) {
    FileIdentity identity;
    identity.path = relative_path(absolute_path, configuration.root);
    identity.module = module_of(identity.path);
    identity.holds_models = is_selected(identity.path, configuration.models);
    identity.extraction = configuration.extraction;
    for (const PathLevels& entry : configuration.per_path) {
        if (!is_selected(identity.path, {entry.glob})) continue;
        for (const auto& [rule, level] : entry.levels) identity.rule_levels[rule] = level;
    }
    return identity;
}

namespace {

LoadedConfiguration unreadable(const std::string& file, const Error& error) {
    LoadedConfiguration loaded;
    loaded.configuration.root = parent_folder(file);
    loaded.configuration.file = file;
    loaded.problems.push_back({file, {}, {}, error.message});
    return loaded;
}

// Whether this file settles the search. A broken pyproject.toml counts when it so much as names rowtype: taking the next
// one up would check against the wrong settings without a word.
bool concerns_rowtype(const std::string& file, const LoadedConfiguration& loaded, const std::string& text) {
    if (file_name(file) != "pyproject.toml") return true;
    if (!loaded.problems.empty()) return text.find("rowtype") != std::string::npos;
    return !loaded.configuration.file.empty();
}

// What has the name of a configuration and is none is passed over, but not without a word.
std::string note_on_odd_entry(const std::string& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) return {};
    if (S_ISLNK(status.st_mode) && ::stat(file.c_str(), &status) != 0)
        return file + " is a link that leads nowhere and was passed over";
    if (S_ISREG(status.st_mode)) return {};
    return file + " is " + (S_ISDIR(status.st_mode) ? "a folder" : "no regular file") + " and was passed over";
}

// "src/app/models/__init__.py" → "app.models". A path that is no module ("../x.py", "my-script.py") gives its dotted form
// all the same: nobody imports it, so nothing matches it.
std::string module_of(std::string path) {
    if (path.ends_with(".pyi")) path.pop_back();
    if (path.ends_with(".py")) path.resize(path.size() - 3);
    if (path.starts_with("src/")) path.erase(0, 4);
    if (path == "__init__") return {};
    if (path.ends_with("/__init__")) path.resize(path.size() - 9);
    std::replace(path.begin(), path.end(), '/', '.');
    return path;
}

}  // namespace

}  // namespace rowtype::workspace
