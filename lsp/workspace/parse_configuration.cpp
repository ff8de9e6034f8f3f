// Reads [tool.rowtype]. To add a key: its line in read_root (or the reader of its table), its name in the list above that
// function, a case in tests/lsp/workspace/configuration_test.cpp, a line in README.md.

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "analysis/binding/extraction_of_settings.h"
#include "analysis/rules/rule.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>  // behind what keeps its assertions off
#include "lsp/workspace/toml_text.h"
#include "reflect/base/similar_names.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::workspace {

namespace {

// Reads one file's tables into a LoadedConfiguration and notes what is wrong, each thing at its place.
class Reader : public TableReader {
public:
    using TableReader::TableReader;

    void read_root(const toml::table& table);

private:
    void read_schema(const toml::table& table);
    void read_levels(const toml::table& table, std::map<std::string, findings::Severity>& into);
    void read_per_path(const toml::table& table);
    void read_baseline(const toml::table& table);
    void read_postgrest_version(const toml::table& table);
};

}  // namespace

LoadedConfiguration parse_configuration(std::string_view text, const std::string& file) {
    LoadedConfiguration loaded;
    loaded.configuration.root = parent_folder(file);
    Reader reader(text, loaded);
    const bool is_shared = file_name(file) == "pyproject.toml";
    if (!is_shared) loaded.configuration.file = file;
    const auto finish = [&] {
        for (ConfigurationProblem& problem : loaded.problems) problem.file = file;
        std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                         [](const auto& left, const auto& right) { return left.span < right.span; });
        return loaded;
    };
    if (is_nested_too_deeply(text)) {
        reader.problem_at({}, "the file is nested too deeply to be read");
        return finish();
    }
    try {
        const toml::table document = toml::parse(text);
        const toml::table* table = &document;
        if (is_shared) {
            const auto node = document.at_path("tool.rowtype");
            if (!node) return finish();
            loaded.configuration.file = file;
            table = node.as_table();
            if (table == nullptr) {
                reader.problem_at(node.node()->source(), "tool.rowtype must be a table: write [tool.rowtype]");
                return finish();
            }
        }
        reader.read_root(*table);
    } catch (const toml::parse_error& error) {
        reader.problem_at(error.source(), "not valid TOML: " + std::string(error.description()));
    } catch (const std::exception&) {
        reader.problem_at({}, "the file cannot be read as TOML");
    }
    return finish();
}

namespace {

constexpr std::array<std::string_view, 22> kRootKeys = {"models",          "other-databases",
                                                        "exclude",         "schemas",
                                                        "exclude-tables",  "search-path",
                                                        "access",          "fail-on",
                                                        "schema",          "rules",
                                                        "tables",          "generate",
                                                        "calls",           "databases",
                                                        "strict-arrays",   "postgrest-version",
                                                        "target-python",   "baseline",
                                                        "exposed-schemas", "per-path",
                                                        "cache",           "redis"};

void Reader::read_root(const toml::table& table) {
    Configuration& configuration = loaded().configuration;
    Settings& settings = configuration.settings;
    report_unknown_keys(table, kRootKeys, "");
    read(table, "models", configuration.models);
    if (const auto models = table.find("models"); models != table.end()) {
        const toml::source_region& place = models->first.source();
        configuration.models_key = {offset_of(place.begin), std::max(offset_of(place.begin), offset_of(place.end))};
    }
    check_globs(table, "models", configuration.models);
    read(table, "exclude", configuration.exclude);
    check_globs(table, "exclude", configuration.exclude);
    read(table, "schemas", configuration.schemas);
    read(table, "exposed-schemas", configuration.exposed_schemas);
    read(table, "cache", configuration.cache);
    read(table, "exclude-tables", settings.exclude_tables);
    read(table, "search-path", settings.search_path);
    read(table, "tables", settings.tables);
    read(table, "strict-arrays", settings.generate.strict_arrays);

    static constexpr std::array<std::string_view, 6> kPythons = {"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"};
    if (const std::string python = read_choice(table, "target-python", kPythons); !python.empty()) {
        settings.generate.target_python = python;
    }
    static constexpr std::array<std::string_view, 2> kProfiles = {"json", "driver"};
    const std::string access = read_choice(table, "access", kProfiles);
    if (access == "json") settings.access = AccessProfile::Json;
    if (access == "driver") settings.access = AccessProfile::Driver;

    static constexpr std::array<std::string_view, 4> kFailLevels = {"error", "warning", "info", "never"};
    const std::string fail_on = read_choice(table, "fail-on", kFailLevels);
    if (fail_on == "warning") configuration.fail_on = findings::Severity::Warning;
    if (fail_on == "info") configuration.fail_on = findings::Severity::Info;
    if (fail_on == "never") configuration.fail_on = findings::Severity::Off;

    if (const toml::table* schema = read_table(table, "schema")) read_schema(*schema);
    if (const toml::table* rules = read_table(table, "rules")) read_levels(*rules, settings.rule_levels);
    if (const toml::table* paths = read_table(table, "per-path")) read_per_path(*paths);
    read_baseline(table);
    if (const toml::table* generate = read_table(table, "generate")) read_generate(*this, *generate);
    read_postgrest_version(table);
    read_calls(*this, table);
    read_redis(*this, table);
    configuration.extraction = binding::extraction_of_settings(settings);
    read_databases(*this, table);
}

void Reader::read_schema(const toml::table& table) {
    static constexpr std::array<std::string_view, 6> kKeys = {"source",           "path",  "url-env", "openapi-schema",
                                                              "openapi-complete", "listen"};
    if (table.get("url") == nullptr) report_unknown_keys(table, kKeys, "schema.");
    read_schema_source(*this, table, "schema.", loaded().configuration.schema);
}

void Reader::read_levels(const toml::table& table, std::map<std::string, findings::Severity>& into) {
    static constexpr std::array<std::string_view, 4> kLevels = {"off", "info", "warning", "error"};
    std::vector<std::string> known;
    for (const rules::Rule* rule : rules::all_rules()) known.emplace_back(rule->id);
    for (const auto& [key, value] : table) {
        const std::string id(key.str());
        if (rules::find_rule(id) == nullptr) {
            const std::optional<std::string> near = nearest_name(id, known);
            problem_at(key.source(), "unknown rule \"" + id + "\"" +
                                         (near ? ": did you mean \"" + *near + "\"?" : "; rowtype explain lists all rules"));
            continue;
        }
        const std::string level = read_choice(table, id, kLevels);
        if (level.empty()) continue;
        const auto severity = level == "off"       ? findings::Severity::Off
                              : level == "info"    ? findings::Severity::Info
                              : level == "warning" ? findings::Severity::Warning
                                                   : findings::Severity::Error;
        into[id] = severity;
    }
}

// "tests/**" = { unknown-column = "off" }. TOML's tables have no order; the file's decides which of two entries wins.
void Reader::read_per_path(const toml::table& table) {
    std::vector<std::pair<std::uint32_t, PathLevels>> entries;
    for (const auto& [key, value] : table) {
        PathLevels entry;
        entry.glob = key.str();
        if (!value.is_table()) {
            wrong_type(value, "per-path.\"" + entry.glob + "\"", "a table of rules with levels: { unknown-column = \"off\" }");
            continue;
        }
        if (rules::find_rule(entry.glob) != nullptr) {
            problem_at(key.source(), "per-path takes paths first: \"tests/**\" = { " + entry.glob + " = \"off\" }");
            continue;
        }
        if (entry.glob.empty() || entry.glob.starts_with('/')) {
            problem_at(key.source(), "per-path takes paths relative to this file's folder, without a leading slash");
            continue;
        }
        const toml::table& levels = *value.as_table();
        for (const auto& [rule, level] : levels) {
            const rules::Rule* known = rules::find_rule(rule.str());
            if (known == nullptr || known->family != rules::RuleFamily::Project) continue;
            problem_at(rule.source(), std::string(rule.str()) + " is said of the project, not of a file: set it under rules");
        }
        read_levels(levels, entry.levels);
        entries.emplace_back(offset_of(key.source().begin), std::move(entry));
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [offset, entry] : entries) loaded().configuration.per_path.push_back(std::move(entry));
}

// The file is rewritten when findings go, so a path that the repository names must stay in the repository.
void Reader::read_baseline(const toml::table& table) {
    std::string path;
    read(table, "baseline", path);
    const toml::node* node = table.get("baseline");
    if (node == nullptr || !node->is_string()) return;
    const std::string file = join_path(loaded().configuration.root, path);
    if (path.empty() || file == loaded().configuration.root || !is_inside(file, loaded().configuration.root)) {
        problem_at(node->source(), "baseline is the path of a file below this file's folder, such as .rowtype/baseline.json");
        return;
    }
    loaded().configuration.baseline = file;
}

// "12.2" or "14": as PostgREST tells it.
void Reader::read_postgrest_version(const toml::table& table) {
    std::string version;
    read(table, "postgrest-version", version);
    if (version.empty()) return;
    const std::size_t dot = version.find('.');
    const std::string major = version.substr(0, dot);
    const std::string minor = dot == std::string::npos ? "0" : version.substr(dot + 1, version.find('.', dot + 1) - dot - 1);
    const auto is_number = [](const std::string& text) {
        return !text.empty() && text.size() <= 2 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!is_number(major) || !is_number(minor) || major == "0") {
        problem_at(table.get("postgrest-version")->source(), "postgrest-version is PostgREST's version, such as \"12.2\"");
        return;
    }
    loaded().notes.push_back("the configuration key \"postgrest-version\" has no effect in this version");
    loaded().configuration.settings.postgrest_version = static_cast<std::uint32_t>(std::stoul(major) * 100 + std::stoul(minor));
}

}  // namespace

void read_schema_source(TableReader& reader, const toml::table& table, const std::string& where, SchemaSource& schema) {
    if (const auto url = table.find("url"); url != table.end()) {
        reader.problem_at(url->first.source(),
                          "a connection string does not belong into this file: put it into an environment "
                          "variable and name that with url-env = \"DATABASE_URL\"");
    }
    static constexpr std::array<std::string_view, 6> kSources = {"postgres", "local",    "migrations",
                                                                 "alembic",  "snapshot", "openapi"};
    const std::string source = reader.read_choice(table, "source", kSources);
    std::string path;
    reader.read(table, "path", path);
    reader.read(table, "url-env", schema.url_env);
    reader.read(table, "openapi-schema", schema.openapi_schema);
    reader.read(table, "openapi-complete", schema.openapi_complete);
    reader.read(table, "listen", schema.listen);
    if (schema.listen.size() > postgres::kMaximumChannelBytes) {
        schema.listen.clear();
        reader.problem_at(table.get("listen")->source(), "listen is the name of a channel, which PostgreSQL limits to " +
                                                             std::to_string(postgres::kMaximumChannelBytes) + " bytes");
    }
    const bool is_variable = std::all_of(schema.url_env.begin(), schema.url_env.end(), [](char letter) {
        return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= 'a' && letter <= 'z');
    });
    if (!is_variable) {
        // What stands there may well be a password: it is not repeated.
        schema.url_env.clear();
        reader.problem_at(table.get("url-env")->source(),
                          "url-env is the NAME of an environment variable, such as DATABASE_URL, "
                          "never a connection string");
    }
    if (source == "postgres") schema.kind = SourceKind::Postgres;
    if (source == "local") schema.kind = SourceKind::Local;
    if (source == "migrations") schema.kind = SourceKind::Migrations;
    if (source == "alembic") schema.kind = SourceKind::Alembic;
    if (source == "snapshot") schema.kind = SourceKind::Snapshot;
    if (source == "openapi") schema.kind = SourceKind::OpenApi;
    if (schema.kind == SourceKind::Postgres && schema.url_env.empty()) schema.url_env = "DATABASE_URL";
    if (source == "migrations" || source == "alembic" || source == "snapshot" || source == "openapi") {
        if (path.empty() && table.get("path") == nullptr) {
            reader.problem_at(table.get("source")->source(), where + "source = \"" + source + "\" needs " + where + "path");
        }
        schema.path = join_path(reader.loaded().configuration.root, path);
    }
}

}  // namespace rowtype::workspace
