#include "lsp/workspace/alembic_project.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <system_error>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/ini_file.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/sql_folder.h"
#include "lsp/workspace/toml_strings.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileCap = 2UL * 1024 * 1024;
constexpr std::size_t kRevisionsLookedAt = 40;  // for the question whose database it is
constexpr std::size_t kMostFiles = 20'000;

Result<AlembicProject> from_file(const std::string& file);
AlembicProject from_folder(const std::string& script_folder, std::vector<std::string> version_folders);
void add_module_roots(AlembicProject& project, const std::string& start);
std::string versions_of_postgres(const std::string& versions);
Error no_project(const std::string& path);

bool is_script_folder(const std::string& folder) {
    return is_file(join_path(folder, "env.py")) && is_folder(join_path(folder, "versions"));
}

// "alembic_migration" and "db_migrations", whose alembic.ini is made when the program is installed; nothing where there are several.
std::optional<std::string> otherwise_named_script_folder(const std::string& folder) {
    std::optional<std::string> found;
    for (std::string& inside : folders_in(folder)) {
        const std::string name = sql::fold(file_name(inside));
        const bool is_named_so = name.find("alembic") != std::string::npos || name.find("migration") != std::string::npos;
        if (!is_named_so || !is_script_folder(inside)) continue;
        if (found) return std::nullopt;
        found = std::move(inside);
    }
    return found;
}

}  // namespace

Result<AlembicProject> read_alembic_project(const std::string& path) {
    if (is_file(path)) return from_file(path);
    if (!is_folder(path)) return Error{Error::Kind::SchemaUnavailable, "there is no file or folder " + path, "", path};
    if (is_script_folder(path)) return from_folder(path, {versions_of_postgres(join_path(path, "versions"))});
    if (const std::optional<std::string> inside = alembic_in(path); inside && *inside != path)
        return read_alembic_project(*inside);
    AlembicProject project = from_folder(parent_folder(path), {path});
    if (revision_files(project).empty()) return no_project(path);
    return project;
}

std::optional<std::string> alembic_in(const std::string& folder) {
    if (std::string file = join_path(folder, "alembic.ini"); is_file(file)) return file;
    if (std::string file = join_path(folder, "pyproject.toml"); is_file(file)) {
        const Result<std::string> text = read_file(file, kFileCap);
        if (text && text->find("[tool.alembic]") != std::string::npos) return file;
    }
    for (const char* name : {"alembic", "migrations"}) {
        if (std::string inside = join_path(folder, name); is_script_folder(inside)) return inside;
    }
    return otherwise_named_script_folder(folder);
}

bool is_for_another_database(const AlembicProject& project) {
    static constexpr std::array<std::string_view, 6> kOthers = {"sqlite", "mysql", "mariadb", "mssql", "oracle", "snowflake"};
    const auto is_other = [](std::string_view name) { return std::ranges::find(kOthers, name) != kOthers.end(); };
    if (is_other(project.database)) return true;
    if (project.database.starts_with("postgres")) return false;
    bool names_other = false;
    std::vector<std::string> files = revision_files(project);
    if (files.size() > kRevisionsLookedAt) files.resize(kRevisionsLookedAt);
    for (const std::string& file : files) {
        const Result<std::string> text = read_file(file, kFileCap);
        if (!text) continue;
        if (text->find("postgresql") != std::string::npos) return false;
        for (const char* name : {"dialects.mysql", "dialects import mysql", "dialects.mssql", "dialects import mssql",
                                 "dialects.oracle", "dialects import oracle"}) {
            names_other = names_other || text->find(name) != std::string::npos;
        }
    }
    return names_other;
}

std::vector<std::string> revision_files(const AlembicProject& project) {
    std::vector<std::string> files;
    const auto take = [&](const fs::directory_entry& entry) {
        std::error_code ignored;
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".py") || name == "__init__.py" || name.starts_with('.') || !entry.is_regular_file(ignored)) return;
        if (files.size() < kMostFiles) files.push_back(entry.path().generic_string());
    };
    for (const std::string& folder : project.version_folders) {
        std::error_code failure;
        if (!project.is_recursive) {
            for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
                take(*entry);
            continue;
        }
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator entry(folder, options, failure), end; !failure && entry != end;
             entry.increment(failure)) {
            take(*entry);
        }
    }
    std::ranges::sort(files);
    const auto same = std::ranges::unique(files);
    files.erase(same.begin(), same.end());
    return files;
}

namespace {

Error no_project(const std::string& path) {
    return Error{Error::Kind::SchemaUnavailable, "there are no Alembic revisions here",
                 "name alembic.ini, the folder with env.py, or the folder with the revisions: --schema alembic:alembic.ini",
                 path};
}

std::vector<std::string> split(const std::string& text, std::string_view separators) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        std::string part = text.substr(begin, end - begin);
        part.erase(0, std::min(part.find_first_not_of(" \t\r\n"), part.size()));
        part.erase(part.find_last_not_of(" \t\r\n") + 1);
        if (!part.empty()) parts.push_back(std::move(part));
        begin = end + 1;
    }
    return parts;
}

// How version_locations and prepend_sys_path are separated, by path_separator, before 1.16 version_path_separator.
std::vector<std::string> split_paths(const std::map<std::string, std::string>& values, const std::string& key) {
    const auto text = values.find(key);
    if (text == values.end()) return {};
    std::string separator;
    for (const char* name : {"path_separator", "version_path_separator"}) {
        const auto found = values.find(name);
        if (found != values.end() && separator.empty()) separator = found->second;
    }
    if (separator == "os" || separator == ":") return split(text->second, ":\n");
    if (separator == ";") return split(text->second, ";\n");
    if (separator == "newline") return split(text->second, "\n");
    if (separator == "space") return split(text->second, " \t\n");
    return split(text->second, key == "prepend_sys_path" ? " ,:\n" : " ,\n");
}

// The folder and those above it up to the repository's root, each as it is and with src/: where a project's packages start.
std::vector<std::string> package_roots(const std::string& start) {
    std::vector<std::string> roots;
    const std::string repository = repository_root(start);
    for (std::string folder = start;; folder = parent_folder(folder)) {
        roots.push_back(folder);
        roots.push_back(join_path(folder, "src"));
        if (repository.empty() || folder == repository || folder == parent_folder(folder)) break;
    }
    return roots;
}

// A path of the configuration, relative to its folder (Alembic takes it from where it is started, which is nearly always
// there) or to a folder above. "package:folder:folder" lies in a package, which may be the one that holds the file.
std::string located(std::string path, const std::string& folder) {
    const std::size_t colon = path.find(':');
    if (colon != std::string::npos && colon > 1) {
        std::replace(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(colon), '.', '/');
        std::ranges::replace(path, ':', '/');
    }
    std::vector<std::string> roots = package_roots(folder);
    if (std::string above = parent_folder(folder); !above.empty()) roots.push_back(std::move(above));
    for (const std::string& root : roots) {
        std::string there = normalized_path(join_path(root, path));
        if (is_folder(there)) return there;
    }
    return normalized_path(join_path(folder, path));
}

// A project that runs on several systems may keep revisions of each in a folder of its own, which its env.py chooses.
std::string versions_of_postgres(const std::string& versions) {
    for (const char* name : {"postgresql", "postgres"}) {
        if (std::string inside = join_path(versions, name); is_folder(inside)) return inside;
    }
    return versions;
}

// TOML has no %(here)s of its own; Alembic replaces it there as well.
std::string with_here(std::string text, const std::string& folder) {
    constexpr std::string_view kHere = "%(here)s";
    for (std::size_t at = text.find(kHere); at != std::string::npos; at = text.find(kHere, at + folder.size())) {
        text.replace(at, kHere.size(), folder);
    }
    return text;
}

Result<AlembicProject> from_file(const std::string& file) {
    const Result<std::string> text = read_file(file, kFileCap);
    if (!text) return text.error();
    const std::string folder = parent_folder(file);
    const bool is_toml = file.ends_with(".toml");
    std::map<std::string, std::string> values =
        is_toml ? read_toml_strings(*text, "tool.alembic") : read_ini_section(*text, "alembic", {{"here", folder}});
    if (is_toml) values.try_emplace("path_separator", "newline");
    for (auto& [key, value] : values) value = is_toml ? with_here(value, folder) : value;
    AlembicProject project;
    project.file = file;
    if (const auto given = values.find("script_location"); given != values.end() && !given->second.empty()) {
        project.script_folder = located(given->second, folder);
    } else if (const std::string near = join_path(folder, "alembic"); is_script_folder(near)) {
        project.script_folder = near;
    } else {
        project.script_folder = folder;  // Flask-Migrate's alembic.ini stands beside env.py
    }
    for (const std::string& place : split_paths(values, "version_locations"))
        project.version_folders.push_back(located(place, folder));
    if (project.version_folders.empty())
        project.version_folders.push_back(versions_of_postgres(join_path(project.script_folder, "versions")));
    project.is_recursive = values["recursive_version_locations"] == "true";
    const std::string& url = values["sqlalchemy.url"];
    project.database = sql::fold(url.substr(0, std::min(url.find_first_of("+:"), url.size())));
    for (const std::string& root : split_paths(values, "prepend_sys_path")) {
        project.module_roots.push_back(normalized_path(join_path(folder, root)));
    }
    add_module_roots(project, folder);
    for (const std::string& versions : project.version_folders) {
        if (is_folder(versions)) continue;
        return Error{Error::Kind::SchemaUnavailable, "Alembic's folder of revisions is not there: " + versions,
                     "name it: --schema alembic:PATH, the folder with env.py or the one with the revisions", file};
    }
    return project;
}

AlembicProject from_folder(const std::string& script_folder, std::vector<std::string> version_folders) {
    AlembicProject project;
    project.script_folder = script_folder;
    project.version_folders = std::move(version_folders);
    add_module_roots(project, script_folder);
    return project;
}

void add_module_roots(AlembicProject& project, const std::string& start) {
    for (std::string& root : package_roots(start)) project.module_roots.push_back(std::move(root));
}

}  // namespace

}  // namespace rowtype::workspace
