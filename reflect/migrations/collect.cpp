#include "reflect/migrations/collect.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <system_error>

#include "reflect/base/encoding.h"
#include "reflect/migrations/paths.h"
#include "reflect/migrations/script.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace filesystem = std::filesystem;

namespace {

constexpr std::uintmax_t kMaximumFileBytes = 64UL * 1024UL * 1024UL;
constexpr std::size_t kMaximumFiles = 20'000;
// Beside the files that build a schema in steps.
constexpr std::array<std::string_view, 4> kFoldersBeside = {"/updates/", "/schema_updates/", "/test/", "/tests/"};

Status find_files(const filesystem::path& folder, std::vector<std::string>& paths);
Result<SqlFile> read_file(const std::string& path);
Error unreadable(const std::string& path);
bool is_folder_of_supabase(std::string_view folder);
void keep_what_builds(const std::string& folder, std::vector<std::string>& paths);
void keep_migrations_of_supabase(std::string_view folder, std::vector<std::string>& paths);
void add_included_files(std::vector<SqlFile>& files);

}  // namespace

Result<std::vector<SqlFile>> collect_sql_files(const std::string& path) {
    std::error_code failure;
    const filesystem::file_status status = filesystem::status(path, failure);
    std::vector<std::string> paths;
    if (filesystem::is_directory(status)) {
        if (Status found = find_files(path, paths); !found.ok()) return found.error();
        keep_migrations_of_supabase(path, paths);
        keep_what_builds(path, paths);
        // Supabase's tool goes by the letters of the names: 20240202000001_b before 20250103_a.
        if (is_folder_of_supabase(path)) std::ranges::sort(paths);
        else
            std::ranges::sort(paths, [&](const std::string& left, const std::string& right) {
                return applies_before(std::string_view(left).substr(path.size()), std::string_view(right).substr(path.size()));
            });
    } else if (filesystem::is_regular_file(status)) {
        paths.push_back(path);
    } else {
        return Error{Error::Kind::SchemaUnavailable, "there is no file or folder " + path, "", path, 0, 0};
    }
    if (paths.empty()) return Error{Error::Kind::SchemaUnavailable, "the folder has no .sql files", "", path, 0, 0};
    std::vector<SqlFile> files;
    for (const std::string& file : paths) {
        Result<SqlFile> read = read_file(file);
        if (!read.ok()) return std::move(read).error();
        files.push_back(std::move(read).value());
    }
    add_included_files(files);
    return files;
}

bool is_way_back(std::string_view path) {
    const std::string name = sql::fold(file_name(path));
    if (name == "down.sql" || name == "rollback.sql" || name == "revert.sql") return true;
    for (const std::string_view start : {"reset_", "reset.", "reset-", "teardown", "uninstall", "drop_all", "drop-all"}) {
        if (name.starts_with(start)) return true;  // "reset_db.sql" beside the files that build the schema
    }
    for (const std::string_view ending : {".down.sql", "_down.sql", "-down.sql", ".rollback.sql", "_rollback.sql", ".undo.sql"}) {
        if (name.ends_with(ending)) return true;
    }
    // Flyway: U2__name.sql undoes V2.
    const bool undo = name.size() > 1 && name[0] == 'u' && name[1] >= '0' && name[1] <= '9';
    return undo && name.find("__") != std::string::npos;
}

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// A run of digits at the front, taken off.
std::string_view take_number(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) ++end;
    std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return number;
}

int compare_numbers(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
    return left.compare(right);
}

// The numbers of a version in front of a name: {27, 1} of V0027.1__name.sql; empty where there is none.
std::vector<std::string_view> version_of(std::string_view name) {
    if (!name.empty() && (name[0] == 'V' || name[0] == 'v' || name[0] == 'B') && name.size() > 1 && is_digit(name[1]))
        name.remove_prefix(1);
    std::vector<std::string_view> version;
    while (!name.empty() && is_digit(name.front())) {
        std::string_view rest = name;
        const std::string_view number = take_number(rest);
        const bool ends_in_word =
            !version.empty() && !rest.empty() && std::isalpha(static_cast<unsigned char>(rest.front())) != 0;
        if (ends_in_word) break;
        version.push_back(number);
        name = rest;
        const bool goes_on =
            name.size() > 1 && std::string_view("._-").find(name[0]) != std::string_view::npos && is_digit(name[1]);
        if (!goes_on) break;
        name.remove_prefix(1);
    }
    return version;
}

// Letters by letters without case, runs of digits by their number.
int compare_naturally(std::string_view left, std::string_view right) {
    while (!left.empty() && !right.empty()) {
        if (is_digit(left.front()) && is_digit(right.front())) {
            const int order = compare_numbers(take_number(left), take_number(right));
            if (order != 0) return order;
            continue;
        }
        const std::string one = sql::fold(left.substr(0, 1));
        const std::string other = sql::fold(right.substr(0, 1));
        if (one != other) return one < other ? -1 : 1;
        left.remove_prefix(1);
        right.remove_prefix(1);
    }
    return left.empty() == right.empty() ? 0 : (left.empty() ? -1 : 1);
}

// Files of a schema that is built in steps, "create_tables.sql" and "create_foreign_keys.sql": the step that each is, in the
// order in which they can run at all. 0 for a file of no such name.
std::size_t build_step(std::string_view name) {
    const std::string folded = sql::fold(name);
    if (!folded.starts_with("create_") && !folded.starts_with("create-")) return 0;
    constexpr std::array<std::string_view, 19> kSteps = {
        "database", "db",    "role",    "user",   "extension", "schema",     "type",  "enum", "domain", "sequence",
        "function", "table", "primary", "unique", "foreign",   "constraint", "index", "view", "trigger"};
    constexpr std::size_t kTables = 11;
    const std::string_view what = std::string_view(folded).substr(7);
    const auto found = std::ranges::find_if(kSteps, [&](std::string_view step) { return what.starts_with(step); });
    if (found == kSteps.end()) return what.starts_with("indices") ? 17 : kTables + 1;
    return static_cast<std::size_t>(found - kSteps.begin()) + 1;
}

int compare_parts(std::string_view left, std::string_view right) {
    const std::vector<std::string_view> left_version = version_of(left);
    const std::vector<std::string_view> right_version = version_of(right);
    if (left_version.empty() != right_version.empty()) return left_version.empty() ? 1 : -1;
    for (std::size_t index = 0; index < std::min(left_version.size(), right_version.size()); ++index) {
        const int order = compare_numbers(left_version[index], right_version[index]);
        if (order != 0) return order;
    }
    if (left_version.size() != right_version.size()) return left_version.size() < right_version.size() ? -1 : 1;
    const std::size_t left_step = build_step(left);
    const std::size_t right_step = build_step(right);
    if (left_step != 0 && right_step != 0 && left_step != right_step) return left_step < right_step ? -1 : 1;
    return compare_naturally(left, right);
}

}  // namespace

bool applies_before(std::string_view left_path, std::string_view right_path) {
    std::string_view left = left_path;
    std::string_view right = right_path;
    while (!left.empty() && !right.empty()) {
        const std::size_t left_end = std::min(left.find('/'), left.size());
        const std::size_t right_end = std::min(right.find('/'), right.size());
        const int order = compare_parts(left.substr(0, left_end), right.substr(0, right_end));
        if (order != 0) return order < 0;
        left.remove_prefix(std::min(left_end + 1, left.size()));
        right.remove_prefix(std::min(right_end + 1, right.size()));
    }
    if (left.empty() != right.empty()) return left.empty();
    return left_path < right_path;
}

namespace {

bool is_hidden(const filesystem::path& path) { return path.filename().string().starts_with("."); }

bool is_way_back_folder(const filesystem::path& path) {
    const std::string name = sql::fold(path.filename().string());
    return name == "down" || name == "rollback" || name == "rollbacks" || name == "revert" || name == "node_modules";
}

// A folder that cannot be read fails the whole: tables that it may hold would otherwise be called absent.
Status find_files(const filesystem::path& folder, std::vector<std::string>& paths) {
    std::error_code failure;
    filesystem::recursive_directory_iterator entries(folder, failure);
    filesystem::path last = folder;  // an iterator that failed no longer says where
    for (const filesystem::recursive_directory_iterator end; !failure && entries != end; entries.increment(failure)) {
        if (paths.size() > kMaximumFiles) break;
        const filesystem::path& path = entries->path();
        std::error_code ignored;
        if (entries->is_directory(ignored)) {
            if (is_hidden(path) || is_way_back_folder(path)) entries.disable_recursion_pending();
            last = path;
            continue;
        }
        const bool is_sql = sql::fold(path.extension().string()) == ".sql";
        if (is_sql && !is_hidden(path) && !is_way_back(path.string()) && entries->is_regular_file(ignored)) {
            paths.push_back(path.generic_string());
        }
    }
    if (!failure) return {};
    return Error{
        Error::Kind::SchemaUnavailable, "the folder cannot be read: " + failure.message(), "", last.generic_string(), 0, 0};
}

// Of a schema that is built in steps: not the way back of a step, nor folders of what once changed an older schema and of tests.
void keep_what_builds(const std::string& folder, std::vector<std::string>& paths) {
    const std::set<std::string> all(paths.begin(), paths.end());
    std::erase_if(paths, [&](const std::string& path) {
        const std::string name = sql::fold(file_name(path));
        const bool drops = name.starts_with("drop_") || name.starts_with("drop-");
        return drops && all.contains(path.substr(0, path.size() - name.size()) + "create" + name.substr(4));
    });
    const auto is_there = [&](std::string_view name) { return all.contains((filesystem::path(folder) / name).generic_string()); };
    if (std::ranges::none_of(kTableSteps, is_there)) return;
    std::erase_if(paths, [&](const std::string& path) {
        const std::string below = sql::fold(std::string_view(path).substr(folder.size()));
        return std::ranges::any_of(kFoldersBeside,
                                   [&](std::string_view beside) { return below.find(beside) != std::string::npos; });
    });
}

Result<SqlFile> read_file(const std::string& path) {
    std::error_code failure;
    const std::uintmax_t size = filesystem::file_size(path, failure);
    if (!failure && size > kMaximumFileBytes) {
        return Error{Error::Kind::SchemaUnavailable,
                     "the file is larger than 64 MiB",
                     "leave data out: pg_dump --schema-only",
                     path,
                     0,
                     0};
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return unreadable(path);
    std::string bytes(std::istreambuf_iterator<char>(stream), {});
    if (!stream.good() && !stream.eof()) return unreadable(path);
    // What PowerShell and SQL Server's tools write.
    if (std::optional<std::string> text = utf8_of_utf16(bytes)) return SqlFile{path, std::move(*text)};
    if (bytes.starts_with("PGDMP")) {
        return Error{Error::Kind::SchemaUnavailable,
                     "the file is an archive of pg_dump's and no SQL",
                     "make SQL of it: pg_restore --schema-only -f schema.sql",
                     path,
                     0,
                     0};
    }
    if (bytes.find('\0') != std::string::npos) {
        return Error{Error::Kind::SchemaUnavailable,
                     "the file holds NUL bytes: it is no text, or UTF-16 without a byte-order mark",
                     "save it as UTF-8",
                     path,
                     0,
                     0};
    }
    return SqlFile{path, std::move(bytes)};
}

Error unreadable(const std::string& path) {
    const std::string reason = std::generic_category().message(errno);
    return Error{Error::Kind::SchemaUnavailable, "the file cannot be read: " + reason, "", path, 0, 0};
}

bool is_folder_of_supabase(std::string_view folder) { return normalized(folder).ends_with("supabase/migrations"); }

// Supabase's tool applies <digits>_name.sql only; "schema.sql" and "local_….sql" beside them are not migrations.
void keep_migrations_of_supabase(std::string_view folder, std::vector<std::string>& paths) {
    if (!is_folder_of_supabase(folder)) return;
    const auto is_migration = [](const std::string& path) {
        const std::string_view name = file_name(path);
        const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
        return digits > 0 && digits < name.size() && name[digits] == '_';
    };
    if (std::ranges::any_of(paths, is_migration)) std::erase_if(paths, std::not_fn(is_migration));
}

// A repository's script does not make us read just any file of this machine.
bool may_be_read(std::string_view name) { return !name.starts_with('/') && sql::fold(name).ends_with(".sql"); }

// Files that \i and \ir name and that the folder does not hold; breadth first.
void add_included_files(std::vector<SqlFile>& files) {
    std::set<std::string> known;
    for (const SqlFile& file : files) known.insert(normalized(file.path));
    for (std::size_t index = 0; index < files.size() && files.size() < kMaximumFiles; ++index) {
        if (files[index].text.find('\\') == std::string::npos) continue;  // most have none, and reading them takes long
        std::vector<std::string> missing;
        for (const ScriptItem& item : read_script(files[index].text)) {
            if (item.kind != ScriptItem::Kind::Include || !may_be_read(item.text)) continue;
            std::string_view folder = folder_of(files[index].path);
            for (int up = 0; up < 8; ++up, folder = folder_of(folder)) {
                const std::string target = joined(folder, item.text);
                std::error_code ignored;
                if (known.contains(target)) break;
                if (!filesystem::is_regular_file(target, ignored)) continue;
                known.insert(target);
                missing.push_back(target);
                break;
            }
        }
        for (const std::string& path : missing) {
            if (Result<SqlFile> read = read_file(path); read.ok()) files.push_back(std::move(read).value());
        }
    }
}

}  // namespace

}  // namespace rowtype::migrations
