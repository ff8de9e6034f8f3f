#include "lsp/workspace/sql_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>
#include <system_error>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/encoding.h"
#include "reflect/migrations/collect.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytesRead = 256UL * 1024;  // of one file: enough for what a schema starts with
constexpr std::size_t kFilesRead = 8;             // of one folder, for the question whose SQL it is
constexpr std::size_t kMostFilesRead = 64;        // of one folder, for the question whether it creates tables
constexpr std::size_t kMostEntries = 2000;        // of one folder
constexpr std::size_t kMostFoldersWalked = 2000;  // of one repository, for scripts that people run by hand
constexpr std::size_t kMostScripts = 300;
constexpr std::size_t kMostScriptsRead = 1500;  // whose beginnings are looked at

std::vector<std::string> sql_files_in(const std::string& folder);
std::vector<std::string> first_files_below(const std::string& folder);
bool holds_revisions(const std::string& folder);
std::string beginning_of(const std::string& file);
bool creates_tables(std::string_view folded);
bool creates_functions(std::string_view folded);
bool is_written_for_another_database(std::string_view folded);
bool is_data(const std::string& file);
bool is_later_step(const std::string& file);
bool is_called_as_djangos(const std::string& file);
bool is_of_another_system(const std::string& folder);
std::string_view system_called(const std::string& folder);
bool shows_postgresql(const std::string& folder, std::string_view system);
bool has_word(const std::string& file, std::span<const std::string_view> starts);
bool is_of_other_things(std::string_view folder);
std::vector<std::string_view> next_words(std::string_view text, std::size_t from, std::size_t count);

template <class Visit>
void each_entry(const std::string& folder, Visit&& visit) {
    std::error_code failure;
    std::size_t seen = 0;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (++seen > kMostEntries || !visit(*entry)) return;
    }
}

// Calls `visit` with the place behind each occurrence of `word` that stands alone; ends when it says true, and says so.
template <class Visit>
bool any_occurrence(std::string_view text, std::string_view word, Visit&& visit) {
    const auto is_letter = [&](std::size_t at) {
        return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at > 0 && is_letter(at - 1)) || is_letter(end)) continue;
        if (visit(end)) return true;
    }
    return false;
}

bool is_sql(const fs::directory_entry& entry) {
    std::error_code failure;
    const std::string name = entry.path().filename().string();
    return !name.starts_with('.') && sql::fold(entry.path().extension().string()) == ".sql" && entry.is_regular_file(failure);
}

}  // namespace

bool holds_sql(const std::string& folder) {
    std::error_code failure;
    const fs::directory_iterator entries(folder, failure);
    if (failure == std::errc::permission_denied) return true;
    return !sql_files_in(folder).empty() ||
           std::ranges::any_of(folders_in(folder), [](const std::string& inner) { return !sql_files_in(inner).empty(); });
}

std::size_t count_sql_files(const std::string& folder) {
    std::size_t count = sql_files_in(folder).size();
    for (const std::string& inner : folders_in(folder)) count += sql_files_in(inner).size();
    return count;
}

bool is_of_python_revisions(const std::string& folder) {
    const std::string name = file_name(folder);
    if (is_file(join_path(folder, "script.py.mako"))) return true;
    if (is_file(join_path(folder, "env.py")) && is_folder(join_path(folder, "versions"))) return true;
    if ((name != "migrations" && name != "versions") || !is_file(join_path(folder, "__init__.py"))) return false;
    // A package of SQL files alone is read by a program of its own.
    bool has_module = false;
    each_entry(folder, [&](const fs::directory_entry& entry) {
        has_module = entry.path().extension() == ".py" && entry.path().filename() != "__init__.py";
        return !has_module;
    });
    return has_module;
}

bool is_of_django(const std::string& folder) {
    const std::string first = join_path(folder, "0001_initial.py");
    return is_file(first) && beginning_of(first).find("migrations.Migration") != std::string::npos;
}

bool is_of_django_project(const std::string& folder) {
    if (file_name(folder) != "migrations") return false;
    const std::vector<std::string> files = sql_files_in(folder);
    if (files.empty() || !std::ranges::all_of(files, is_called_as_djangos)) return false;
    return std::ranges::any_of(folders_in(parent_folder(parent_folder(folder))), [&](const std::string& app) {
        const std::string other = join_path(app, file_name(folder));
        return other != folder && is_of_django(other);
    });
}

bool holds_schema(const std::string& folder) {
    if (is_of_python_revisions(folder)) return false;
    const std::vector<std::string> files = first_files_below(folder);
    return std::ranges::any_of(files, [](const std::string& file) { return creates_tables(sql::fold(beginning_of(file))); });
}

bool is_foreign_sql(const std::string& folder) {
    if (is_of_another_system(folder)) return true;
    std::vector<std::string> files = sql_files_in(folder);
    if (files.size() > kFilesRead) files.resize(kFilesRead);
    return std::ranges::any_of(
        files, [](const std::string& file) { return is_written_for_another_database(sql::fold(beginning_of(file))); });
}

std::vector<std::string> schema_files_in(const std::string& folder, std::size_t& budget) {
    if (is_of_python_revisions(folder) || is_of_python_revisions(parent_folder(folder))) return {};
    if (is_of_another_system(folder) || is_of_django_project(folder)) return {};
    std::vector<std::string> files = sql_files_in(folder);
    std::erase_if(files, [&](const std::string& file) {
        if (budget == 0 || migrations::is_way_back(file) || is_data(file) || is_later_step(file)) return true;
        --budget;
        const std::string text = sql::fold(beginning_of(file));
        return !creates_tables(text) || is_written_for_another_database(text);
    });
    return files;
}

std::vector<std::string> folders_in(const std::string& folder) {
    std::vector<std::string> folders;
    each_entry(folder, [&](const fs::directory_entry& entry) {
        std::error_code failure;
        const bool is_folder = entry.is_directory(failure) && !entry.is_symlink(failure);
        if (is_folder && !is_skipped_folder(entry.path().filename().string())) folders.push_back(entry.path().generic_string());
        return true;
    });
    std::ranges::sort(folders);
    return folders;
}

std::vector<std::string> scripts_below(const std::string& root, const std::string& apart) {
    std::vector<std::string> scripts;
    std::vector<std::string> folders = {root};
    std::size_t read = 0;
    for (std::size_t next = 0; next < folders.size() && next < kMostFoldersWalked && scripts.size() < kMostScripts; ++next) {
        const std::string folder = folders[next];
        if (is_inside(folder, apart) || holds_revisions(folder)) continue;
        for (std::string& file : sql_files_in(folder)) {
            // A copy of the schema tells what there was, and may be still.
            const bool is_only_data = is_data(file) && !is_copy_of_schema(file);
            if (file == apart || migrations::is_way_back(file) || is_only_data || ++read > kMostScriptsRead) continue;
            const std::string text = sql::fold(beginning_of(file));
            const bool alters = any_occurrence(text, "alter", [&](std::size_t end) {
                const std::vector<std::string_view> words = next_words(text, end, 1);
                return !words.empty() && words.front() == "table";
            });
            const bool counts = alters || creates_tables(text) || creates_functions(text);
            if (counts && !is_written_for_another_database(text)) scripts.push_back(std::move(file));
        }
        for (std::string& inside : folders_in(folder)) {
            if (!is_of_other_things(file_name(inside))) folders.push_back(std::move(inside));
        }
    }
    std::ranges::sort(scripts);
    return scripts;
}

bool is_copy_of_schema(const std::string& file) {
    static constexpr std::array<std::string_view, 1> kWords = {"backup"};
    return has_word(file, kWords);
}

bool is_numbered(const std::string& file) {
    std::string name = sql::fold(file_name(file));
    if (name.starts_with('v')) name.erase(0, 1);
    return !name.empty() && name.front() >= '0' && name.front() <= '9';
}

namespace {

std::vector<std::string> sql_files_in(const std::string& folder) {
    std::vector<std::string> files;
    each_entry(folder, [&](const fs::directory_entry& entry) {
        if (is_sql(entry)) files.push_back(entry.path().generic_string());
        return true;
    });
    std::ranges::sort(files);
    return files;
}

// Also those in the folders directly in it.
std::vector<std::string> first_files_below(const std::string& folder) {
    std::vector<std::string> files = sql_files_in(folder);
    for (const std::string& inner : folders_in(folder)) {
        const std::vector<std::string> more = sql_files_in(inner);
        files.insert(files.end(), more.begin(), more.end());
    }
    if (files.size() > kMostFilesRead) files.resize(kMostFilesRead);
    return files;
}

// Not of folders whose Python is only what runs the SQL beside it.
bool holds_revisions(const std::string& folder) {
    if (!is_of_python_revisions(folder)) return false;
    if (is_file(join_path(folder, "script.py.mako")) || is_file(join_path(folder, "env.py"))) return true;
    bool has_revision = false;
    each_entry(folder, [&](const fs::directory_entry& entry) {
        if (entry.path().extension() != ".py" || entry.path().filename() == "__init__.py") return true;
        const std::string text = beginning_of(entry.path().string());
        has_revision = may_be_revision_text(text) || text.find("migrations.Migration") != std::string::npos;
        return !has_revision;
    });
    return has_revision;
}

std::string beginning_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(kBytesRead, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return utf8_of_utf16(text).value_or(text);
}

// The next `count` words of `text`.
std::vector<std::string_view> next_words(std::string_view text, std::size_t from, std::size_t count) {
    std::vector<std::string_view> words;
    while (words.size() < count && from < text.size()) {
        const std::size_t begin = text.find_first_not_of(" \t\r\n", from);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        from = end;
    }
    return words;
}

bool creates_tables(std::string_view folded) {
    return any_occurrence(folded, "create", [&](std::size_t end) {
        const std::vector<std::string_view> words = next_words(folded, end, 2);
        const bool has_kind = !words.empty() && (words[0] == "unlogged" || words[0] == "foreign");
        return words.size() > (has_kind ? 1U : 0U) && words[has_kind ? 1 : 0] == "table";
    });
}

bool creates_functions(std::string_view folded) {
    return any_occurrence(folded, "create", [&](std::size_t end) {
        const std::vector<std::string_view> words = next_words(folded, end, 3);
        const bool replaces = words.size() == 3 && words[0] == "or" && words[1] == "replace";
        return words.size() > (replaces ? 2U : 0U) && words[replaces ? 2 : 0] == "function";
    });
}

bool is_written_for_another_database(std::string_view folded) {
    static constexpr std::array<std::string_view, 8> kMarks = {"autoincrement", "auto_increment", "lowcardinality", "nvarchar",
                                                               "identity(1,1)", "[dbo]",          "varchar2",       "nvarchar2"};
    for (const std::string_view mark : kMarks) {
        if (any_occurrence(folded, mark, [](std::size_t) { return true; })) return true;
    }
    // ENGINE = MergeTree (ClickHouse), ENGINE=InnoDB (MySQL): an assignment of a text is something else.
    const bool has_engine = any_occurrence(folded, "engine", [&](std::size_t end) {
        std::size_t at = std::min(folded.find_first_not_of(" \t", end), folded.size());
        if (at == folded.size() || folded[at] != '=') return false;
        at = std::min(folded.find_first_not_of(" \t", at + 1), folded.size());
        const std::string_view name = folded.substr(at, 24);
        return name.find("mergetree") != std::string_view::npos || name.starts_with("innodb") || name.starts_with("myisam") ||
               name.starts_with("memory") || name.starts_with("distributed");
    });
    return has_engine || folded.find("create table `") != std::string_view::npos ||
           folded.find("create table if not exists `") != std::string_view::npos;
}

// Rows, samples, copies and clean-ups stand beside a schema and are none. By words: "latest.sql" is no test.
bool is_data(const std::string& file) {
    static constexpr std::array<std::string_view, 10> kWords = {"seed",   "sample",  "fixture", "dummy", "demo",
                                                                "backup", "example", "test",    "drop",  "cleanup"};
    return has_word(file, kWords);
}

// What is run on top of the schema of an earlier release. A file with a number before the word stands in an order of its own.
bool is_later_step(const std::string& file) {
    static constexpr std::array<std::string_view, 3> kStarts = {"upgrade", "patch", "hotfix"};
    const std::string name = sql::fold(file_name(file));
    return std::ranges::any_of(kStarts, [&](std::string_view start) { return name.starts_with(start); });
}

// Whether the name has a word that starts so.
bool has_word(const std::string& file, std::span<const std::string_view> starts) {
    std::string word;
    for (const char letter : sql::fold(file_name(file))) {
        if (letter >= 'a' && letter <= 'z') {
            word += letter;
            continue;
        }
        if (std::ranges::any_of(starts, [&](std::string_view start) { return word.starts_with(start); })) return true;
        word.clear();
    }
    return false;
}

// "0001_initial.sql": migrations of other programs have a date before their name, or a number of fewer digits or more.
bool is_called_as_djangos(const std::string& file) {
    constexpr std::size_t kDigits = 4;
    const std::string name = file_name(file);
    return name.find_first_not_of("0123456789") == kDigits && name[kDigits] == '_';
}

// By its own name or that of the folder around it, inside of the repository: a service may be called like a database, too, and what
// its SQL says counts more.
bool is_of_another_system(const std::string& folder) {
    const std::string repository = repository_root(folder);
    if (repository.empty() || folder == repository) return false;
    std::string_view system = system_called(folder);
    if (system.empty() && parent_folder(folder) != repository) system = system_called(parent_folder(folder));
    return !system.empty() && !shows_postgresql(folder, system);
}

// Another database system's name; empty where the folder has none.
std::string_view system_called(const std::string& folder) {
    static constexpr std::array<std::string_view, 10> kSystems = {"oracle", "mysql",     "mariadb",    "sqlite",    "sqlite3",
                                                                  "mssql",  "sqlserver", "clickhouse", "snowflake", "bigquery"};
    const auto* const system = std::ranges::find(kSystems, std::string_view(sql::fold(file_name(folder))));
    return system == kSystems.end() ? std::string_view() : *system;
}

// By words that the system does not know: $$ is a delimiter of MySQL's and a quote of Snowflake's, :: a cast of Snowflake's and
// ClickHouse's, and a column may be called serial anywhere. Not where a file says that it is another's.
bool shows_postgresql(const std::string& folder, std::string_view system) {
    struct Word {
        std::string_view text;
        std::string_view others = {};  // systems that know it as well
        std::string_view next = {};
    };
    static constexpr std::array<Word, 10> kWords = {{{"bigserial"},
                                                     {"smallserial"},
                                                     {"serial", "mysql mariadb", "primary"},
                                                     {"jsonb", "sqlite sqlite3"},
                                                     {"timestamptz", "snowflake"},
                                                     {"bytea", "clickhouse"},
                                                     {"plpgsql"},
                                                     {"tsvector"},
                                                     {"gen_random_uuid"},
                                                     {"uuid_generate_v4"}}};
    bool is_shown = false;
    for (const std::string& file : first_files_below(folder)) {
        const std::string text = sql::fold(beginning_of(file));
        if (is_written_for_another_database(text)) return false;
        is_shown = is_shown || std::ranges::any_of(kWords, [&](const Word& word) {
                       if (word.others.find(system) != std::string_view::npos) return false;
                       return any_occurrence(text, word.text, [&](std::size_t end) {
                           return word.next.empty() || next_words(text, end, 1) == std::vector{word.next};
                       });
                   });
    }
    return is_shown;
}

// Their tables are not the program's.
bool is_of_other_things(std::string_view folder) {
    static constexpr std::array<std::string_view, 7> kStarts = {"test", "example",  "sample", "fixture",
                                                                "doc",  "tutorial", "archive"};
    const std::string name = sql::fold(folder);
    return std::ranges::any_of(kStarts, [&](std::string_view start) { return name.starts_with(start); });
}

}  // namespace

}  // namespace rowtype::workspace
