#include "lsp/workspace/alembic_source.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/alembic/environment.h"
#include "analysis/alembic/revision.h"
#include "lsp/workspace/alembic_project.h"
#include "lsp/workspace/alembic_revisions.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 2UL * 1024 * 1024;

// Finds the modules of the project that revisions import.
class ModuleFinder {
public:
    ModuleFinder(const AlembicProject& project, std::string confined_to)
        : project_(project), confined_to_(std::move(confined_to)) {}

    std::optional<alembic::ModuleText> find(const std::string& from, const std::string& module);
    [[nodiscard]] const std::set<std::string>& read_files() const { return read_files_; }

private:
    std::optional<alembic::ModuleText> read(const std::string& path);

    const AlembicProject& project_;
    std::string confined_to_;  // no module makes us read just any file of this machine
    std::set<std::string> read_files_;
};

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char letter : name) text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return text + "\"";
}

using migrations::MadeStatement;

// What env.py itself does, before the first revision: Alembic's own table, where it can be told where that is.
migrations::SqlFile made_by(const alembic::Environment& environment, const std::string& path) {
    migrations::SqlFile made;
    made.path = path;
    if (environment.has_unknown_schema) {
        made.made.push_back({MadeStatement::Kind::Anything, "", 1,
                             "the schema that tables without one get cannot be told; names that no revision makes are unknown"});
    }
    // Somebody made that schema before env.py looks into it.
    if (!environment.first_schema.empty())
        made.made.push_back(
            {MadeStatement::Kind::Guarded, "CREATE SCHEMA IF NOT EXISTS " + quoted(environment.first_schema), 1, ""});
    if (!environment.search_path.empty()) made.made.push_back({MadeStatement::Kind::Certain, environment.search_path, 1, ""});
    if (environment.version_table) {
        const alembic::VersionTable& table = *environment.version_table;
        const std::string name = (table.schema.empty() ? "" : quoted(table.schema) + ".") + quoted(table.name);
        const std::string sql = "CREATE TABLE " + name + " (version_num varchar(32) NOT NULL, CONSTRAINT " +
                                quoted(table.name + "_pkc") + " PRIMARY KEY (version_num))";
        made.made.push_back({MadeStatement::Kind::Guarded, sql, 1, ""});
    }
    return made;
}

// Nothing would be in the schema, and everything in the code wrong. Projects for several systems keep a folder for each and choose in env.py.
Error no_revisions(const AlembicProject& project, const std::string& root) {
    Error error{Error::Kind::SchemaUnavailable, "there is no revision", "", ""};
    for (const std::string& folder : project.version_folders) {
        if (error.file.empty()) error.file = shown_from(root, folder);
        AlembicProject below = project;
        below.version_folders = {folder};
        below.is_recursive = true;
        std::set<std::string> folders;
        for (const std::string& file : revision_files(below)) folders.insert(shown_from(root, parent_folder(file)));
        folders.erase(shown_from(root, folder));
        for (const std::string& found : folders) error.remedy += (error.remedy.empty() ? "" : ", or ") + ("alembic:" + found);
    }
    error.remedy = error.remedy.empty() ? "take another schema source until there is one"
                                        : "name the folder that holds them: " + error.remedy;
    return error;
}

}  // namespace

Result<AlembicSource> read_alembic(const Configuration& configuration, const std::string& path) {
    const Result<AlembicProject> project = read_alembic_project(path);
    if (!project) return project.error();
    const std::string repository = repository_root(parent_folder(path));
    ModuleFinder finder(*project, repository.empty() ? configuration.root : repository);
    const alembic::FindModule find_module = [&](const std::string& from, const std::string& module) {
        return finder.find(from, module);
    };
    const std::string script = join_path(project->script_folder, "env.py");
    const Result<std::string> script_text = read_file(script, kFileCap);
    const alembic::Environment environment =
        script_text ? alembic::read_environment(*script_text, script, find_module) : alembic::Environment{};
    AlembicSource source;
    std::vector<RevisionFile> files;
    for (const std::string& file : revision_files(*project)) {
        const std::string shown = shown_from(configuration.root, file);
        const Result<std::string> text = read_file(file, kFileCap);
        alembic::Revision revision;
        if (text) revision = alembic::read_revision(*text, file, find_module, environment.convention);
        const std::string problem = text ? revision.not_analysed : text.error().message;
        if (!problem.empty()) return Error{Error::Kind::SchemaUnavailable, "the revision cannot be read: " + problem, "", shown};
        if (!revision.id.empty()) files.push_back({shown, std::move(revision)});
    }
    if (files.empty()) return no_revisions(*project, configuration.root);
    source.revisions = files.size();
    Result<RevisionOrder> order = order_revisions(std::move(files));
    if (!order) return order.error();
    source.files = std::move(order->files);
    source.notes = std::move(order->notes);
    source.heads = order->heads;
    source.head_folder = parent_folder(normalized_path(join_path(configuration.root, source.files.back().path)));
    if (order->heads.size() > 1) {
        std::string heads;
        for (const std::string& head : order->heads) heads += (heads.empty() ? "" : ", ") + head;
        source.notes.push_back("there are " + std::to_string(order->heads.size()) + " heads, and all are applied: " + heads);
    }
    // Each revision is applied in a session of its own here.
    for (migrations::SqlFile& file : source.files) {
        if (!environment.search_path.empty())
            file.made.insert(file.made.begin(), {MadeStatement::Kind::Certain, environment.search_path, 1, ""});
    }
    source.files.insert(source.files.begin(), made_by(environment, shown_from(configuration.root, script)));
    source.watched_paths = {path, script};
    if (!project->file.empty() && project->file != path) source.watched_paths.push_back(project->file);
    for (const std::string& folder : project->version_folders) source.watched_paths.push_back(folder);
    source.watched_paths.insert(source.watched_paths.end(), finder.read_files().begin(), finder.read_files().end());
    return source;
}

namespace {

std::optional<alembic::ModuleText> ModuleFinder::read(const std::string& path) {
    if (!is_inside(path, confined_to_) || !is_file(path)) return std::nullopt;
    const std::string real = real_path(path);
    if (!is_inside(real, real_path(confined_to_))) return std::nullopt;
    Result<std::string> text = read_file(path, kFileCap);
    if (!text) return std::nullopt;
    read_files_.insert(path);
    return alembic::ModuleText{path, std::move(*text)};
}

std::optional<alembic::ModuleText> ModuleFinder::find(const std::string& from, const std::string& module) {
    std::string name = module;
    std::vector<std::string> roots = project_.module_roots;
    if (name.starts_with('.')) {
        std::string folder = parent_folder(from);
        name.erase(0, 1);
        for (; name.starts_with('.'); name.erase(0, 1)) folder = parent_folder(folder);
        roots = {folder};
    }
    std::ranges::replace(name, '.', '/');
    for (const std::string& root : roots) {
        const std::string base = name.empty() ? root : normalized_path(join_path(root, name));
        for (const std::string& path : {base + ".py", base + "/__init__.py"}) {
            if (auto found = read(path)) return found;
        }
    }
    return std::nullopt;
}

}  // namespace

}  // namespace rowtype::workspace
