#include "lsp/workspace/loaded_sql_files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <set>

#include "analysis/facts/find_bytes.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

namespace {

constexpr std::array<std::string_view, 8> kPostgresWords = {"psycopg",  "asyncpg",    "aiopg",    "pg8000",
                                                            "postgres", "sqlalchemy", "sqlmodel", "databases"};
constexpr std::array<std::string_view, 16> kForeignWords = {
    "sqlite3", "aiosqlite", "apsw",    "duckdb",    "clickhouse", "pymysql", "MySQLdb",  "aiomysql",
    "asyncmy", "mysql",     "pyspark", "snowflake", "bigquery",   "pyodbc",  "oracledb", "cx_Oracle"};

bool holds_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return facts::find_bytes(text, word) != std::string_view::npos; });
}

bool is_foreign_driver(std::string_view word) {
    return std::ranges::find(kForeignWords, word) != kForeignWords.end() || word == "mysql-connector";
}
bool is_postgres_driver(std::string_view word) { return holds_any(word, kPostgresWords); }

// A literal without line end that the byte at `quote` ends (backwards) or begins (forwards).
std::string_view literal_before(std::string_view text, std::size_t closing) {
    const char quote = text[closing];
    std::size_t begin = closing;
    while (begin > 0 && text[begin - 1] != quote && text[begin - 1] != '\n') --begin;
    const bool is_whole = begin > 0 && text[begin - 1] == quote;
    return is_whole ? text.substr(begin, closing - begin) : std::string_view();
}

std::size_t skip_blanks_back(std::string_view text, std::size_t end) {
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
    return end;
}

// "queries" / "users.sql", and os.path.join(here, "queries", "users.sql"): the literals before `last`, joined. A comma may also part
// arguments that are no path, so that of those shorter ends count as well.
std::vector<std::string> joined_literals(std::string_view text, std::string_view last) {
    std::vector<std::string> paths = {std::string(last)};
    auto at = static_cast<std::size_t>(last.data() - text.data()) - 1;  // of the opening quote
    while (at > 0) {
        const std::size_t separator = skip_blanks_back(text, at);
        if (separator < 2 || (text[separator - 1] != '/' && text[separator - 1] != ',')) break;
        const std::size_t closing = skip_blanks_back(text, separator - 1);
        if (closing < 2 || (text[closing - 1] != '"' && text[closing - 1] != '\'')) break;
        const std::string_view part = literal_before(text, closing - 1);
        if (part.empty() || part.ends_with(".sql") || part.find_first_of(" {}()*") != std::string_view::npos) break;
        std::string longer = std::string(part) + (part.ends_with('/') ? "" : "/") + paths.back();
        if (text[separator - 1] == '/') paths.back() = std::move(longer);
        else paths.push_back(std::move(longer));
        at = static_cast<std::size_t>(part.data() - text.data()) - 1;
    }
    return paths;
}

// Of a path as code writes it, the end that a file's path has to have.
std::string end_of_path(std::string path) {
    while (path.starts_with("./") || path.starts_with("../")) path.erase(0, path.find('/') + 1);
    while (path.starts_with('/')) path.erase(0, 1);
    while (path.ends_with('/')) path.pop_back();
    return path;
}

void find_files(std::string_view text, std::vector<std::string>& files) {
    for (const std::string_view ending : {".sql\"", ".sql'"}) {
        for (std::size_t at = facts::find_bytes(text, ending); at != std::string_view::npos;
             at = facts::find_bytes(text, ending, at + 1)) {
            const std::string_view literal = literal_before(text, at + ending.size() - 1);
            const bool is_name = !literal.empty() && literal.find_first_of(" {}*%<>") == std::string_view::npos;
            if (!is_name) continue;
            for (std::string& path : joined_literals(text, literal)) files.push_back(end_of_path(std::move(path)));
        }
    }
}

// The literals of the arguments of a call whose parenthesis is at `open`.
std::vector<std::string_view> literals_of_call(std::string_view text, std::size_t open) {
    std::vector<std::string_view> literals;
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        if (text[at] == '(') ++depth;
        if (text[at] == ')' && --depth == 0) break;
        if (text[at] != '"' && text[at] != '\'') continue;
        const std::size_t end = text.find(text[at], at + 1);
        if (end == std::string_view::npos) break;
        literals.push_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return literals;
}

void find_folders(std::string_view text, SqlLoads& loads, bool& names_foreign_driver) {
    constexpr std::string_view kCall = ".from_path(";
    if (facts::find_bytes(text, "aiosql") == std::string_view::npos) return;
    for (std::size_t at = facts::find_bytes(text, kCall); at != std::string_view::npos;
         at = facts::find_bytes(text, kCall, at + 1)) {
        std::vector<std::string_view> literals = literals_of_call(text, at + kCall.size() - 1);
        bool is_foreign = false;
        for (const std::string_view literal : literals) {
            is_foreign = is_foreign || is_foreign_driver(literal);
            loads.is_postgres = loads.is_postgres || (!is_foreign_driver(literal) && is_postgres_driver(literal));
        }
        names_foreign_driver = names_foreign_driver || is_foreign;
        std::erase_if(literals,
                      [](std::string_view literal) { return is_foreign_driver(literal) || is_postgres_driver(literal); });
        std::string path;
        for (const std::string_view literal : literals) path += (path.empty() ? "" : "/") + end_of_path(std::string(literal));
        if (path.empty() || is_foreign) continue;
        (path.ends_with(".sql") ? loads.files : loads.folders).push_back(path);
    }
}

// How many folders at the front two paths share.
std::size_t shared_folders(std::string_view left, std::string_view right) {
    std::size_t shared = 0;
    for (std::size_t at = 0; at < std::min(left.size(), right.size()) && left[at] == right[at]; ++at)
        shared += left[at] == '/' ? 1 : 0;
    return shared;
}

bool ends_with_path(std::string_view path, std::string_view end) {
    return path.ends_with(end) && (path.size() == end.size() || path[path.size() - end.size() - 1] == '/');
}

// The one that shares the most with the loader's own path; empty where two do.
std::string nearest(const std::vector<std::string>& fitting, const std::string& loader) {
    std::string best;
    std::size_t most = 0;
    bool is_unique = false;
    for (const std::string& path : fitting) {
        const std::size_t shared = shared_folders(path, loader) + 1;
        if (shared == most) is_unique = false;
        if (shared <= most) continue;
        best = path;
        most = shared;
        is_unique = true;
    }
    return is_unique ? best : std::string();
}

}  // namespace

SqlLoads sql_loads(std::string_view python, const facts::Marks& marks) {
    SqlLoads loads;
    if (!marks.hold(".sql") && !marks.hold("aiosql")) return loads;
    bool names_foreign_driver = false;
    find_files(python, loads.files);
    find_folders(python, loads, names_foreign_driver);
    loads.is_postgres = loads.is_postgres || holds_any(python, kPostgresWords);
    loads.is_foreign = names_foreign_driver || names_other_database(python);
    return loads;
}

bool names_other_database(std::string_view python) { return holds_any(python, kForeignWords); }

void LoadedSqlFiles::take(const std::string& path, SqlLoads loads) {
    if (loads.empty()) return;
    const std::lock_guard lock(mutex_);
    loaders_.push_back({path, std::move(loads)});
}

bool LoadedSqlFiles::empty() const {
    const std::lock_guard lock(mutex_);
    return loaders_.empty();
}

std::vector<std::string> LoadedSqlFiles::among(const std::vector<std::string>& sql_files,
                                               const std::function<bool()>& has_other_database) const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> loaded;
    std::optional<bool> any_foreign;
    for (const Loader& loader : loaders_) {
        if (loader.loads.is_foreign) continue;
        if (!loader.loads.is_postgres) {
            if (!any_foreign) any_foreign = has_other_database();
            if (*any_foreign) continue;
        }
        for (const std::string& end : loader.loads.files) {
            std::vector<std::string> fitting;
            std::ranges::copy_if(sql_files, std::back_inserter(fitting),
                                 [&](const std::string& path) { return ends_with_path(path, end); });
            if (std::string found = nearest(fitting, loader.path); !found.empty()) loaded.insert(std::move(found));
        }
        for (const std::string& folder : loader.loads.folders) {
            std::set<std::string> fitting;
            for (const std::string& path : sql_files) {
                const std::size_t at = path.rfind("/" + folder + "/");
                if (at != std::string::npos) fitting.insert(path.substr(0, at + folder.size() + 1));
            }
            const std::string found = nearest({fitting.begin(), fitting.end()}, loader.path);
            if (found.empty()) continue;
            std::ranges::copy_if(sql_files, std::inserter(loaded, loaded.end()),
                                 [&](const std::string& path) { return is_inside(path, found); });
        }
    }
    std::erase_if(loaded, [&](const std::string& path) { return is_migration_path(relative_path(path, root_)); });
    return {loaded.begin(), loaded.end()};
}

bool loads_sql_file(const Configuration& configuration, const std::string& path, WorkerPool& pool) {
    constexpr std::size_t kReadCap = 2UL * 1024 * 1024;
    if (!why_not_checked(relative_path(path, configuration.root)).empty()) return false;
    WalkRequest walk_request;
    walk_request.roots = {configuration.root};
    walk_request.base = configuration.root;
    walk_request.exclude = configuration.exclude;
    const std::vector<std::string> python_files = collect_files(walk_request, pool).files;
    LoadedSqlFiles loaded(configuration.root);
    std::atomic<bool> has_other{false};
    pool.run_all(python_files.size(), [&](std::size_t index) {
        const Result<std::string> text = read_file(python_files[index], kReadCap);
        if (!text) return;
        loaded.take(python_files[index], sql_loads(*text));
        if (!has_other.load() && names_other_database(*text)) has_other = true;
    });
    if (loaded.empty()) return false;
    walk_request.endings = {".sql"};
    const std::vector<std::string> files =
        loaded.among(collect_files(walk_request, pool).files, [&] { return has_other.load(); });
    return std::ranges::find(files, path) != files.end();
}

}  // namespace rowtype::workspace
