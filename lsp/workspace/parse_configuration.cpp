// Reads [tool.rowtype]. To add a key: its line in read_root (or the reader of its table), its name in the list above that
// function, a case in tests/lsp/workspace/configuration_test.cpp, a line in README.md.

// Its parser asserts what it then reports as an error: "[[[" in somebody's file would end a debug build.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "analysis/rules/rule.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/toml_text.h"
#include "reflect/base/similar_names.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::workspace {

namespace {

using Names = std::span<const std::string_view>;

bool is_bare_name(std::string_view text);
std::string listed(Names names);

// Reads one file's tables into a LoadedConfiguration and notes what is wrong, each thing at its place.
class Reader {
public:
    Reader(std::string_view text, LoadedConfiguration& loaded) : text_(text), loaded_(loaded) {}

    void read_root(const toml::table& table);
    void problem_at(const toml::source_region& place, std::string message);

private:
    void read_schema(const toml::table& table);
    void read_levels(const toml::table& table, std::map<std::string, findings::Severity>& into);
    void read_per_path(const toml::table& table);
    void read_baseline(const toml::table& table);
    void read_generate(const toml::table& table);
    void note_without_effect(const toml::table& table, std::string_view key);

    void report_unknown_keys(const toml::table& table, Names known, const std::string& where);
    void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted);
    const toml::table* read_table(const toml::table& table, std::string_view key);
    void read(const toml::table& table, std::string_view key, std::vector<std::string>& into);
    void read(const toml::table& table, std::string_view key, std::string& into);
    void read(const toml::table& table, std::string_view key, bool& into);
    void read(const toml::table& table, std::string_view key, std::map<std::string, std::string>& into);
    // The text of a key whose value must be one of `allowed`; empty when it is missing or wrong.
    std::string read_choice(const toml::table& table, std::string_view key, Names allowed);
    void check_globs(const toml::table& table, std::string_view key, std::vector<std::string>& globs);

    [[nodiscard]] std::uint32_t offset_of(const toml::source_position& position) const;

    std::string_view text_;
    LoadedConfiguration& loaded_;
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

constexpr std::array<std::string_view, 20> kRootKeys = {"models",      "exclude",         "schemas",           "exclude-tables",
                                                        "search-path", "access",          "fail-on",           "schema",
                                                        "rules",       "tables",          "generate",          "calls",
                                                        "databases",   "strict-arrays",   "postgrest-version", "target-python",
                                                        "baseline",    "exposed-schemas", "per-path",          "cache"};

void Reader::read_root(const toml::table& table) {
    Configuration& configuration = loaded_.configuration;
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
    if (const toml::table* generate = read_table(table, "generate")) read_generate(*generate);
    for (const std::string_view key : {"calls", "databases", "postgrest-version"}) note_without_effect(table, key);
}

void Reader::read_schema(const toml::table& table) {
    static constexpr std::array<std::string_view, 6> kKeys = {"source",           "path",  "url-env", "openapi-schema",
                                                              "openapi-complete", "listen"};
    SchemaSource& schema = loaded_.configuration.schema;
    if (const auto url = table.find("url"); url != table.end()) {
        problem_at(url->first.source(),
                   "a connection string does not belong into this file: put it into an environment "
                   "variable and name that with url-env = \"DATABASE_URL\"");
    } else {
        report_unknown_keys(table, kKeys, "schema.");
    }
    static constexpr std::array<std::string_view, 6> kSources = {"postgres", "local",    "migrations",
                                                                 "alembic",  "snapshot", "openapi"};
    const std::string source = read_choice(table, "source", kSources);
    std::string path;
    read(table, "path", path);
    read(table, "url-env", schema.url_env);
    read(table, "openapi-schema", schema.openapi_schema);
    read(table, "openapi-complete", schema.openapi_complete);
    read(table, "listen", schema.listen);
    if (schema.listen.size() > postgres::kMaximumChannelBytes) {
        schema.listen.clear();
        problem_at(table.get("listen")->source(), "listen is the name of a channel, which PostgreSQL limits to " +
                                                      std::to_string(postgres::kMaximumChannelBytes) + " bytes");
    }
    const bool is_variable = std::all_of(schema.url_env.begin(), schema.url_env.end(), [](char letter) {
        return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= 'a' && letter <= 'z');
    });
    if (!is_variable) {
        // What stands there may well be a password: it is not repeated.
        schema.url_env.clear();
        problem_at(table.get("url-env")->source(),
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
            problem_at(table.get("source")->source(), "schema.source = \"" + source + "\" needs schema.path");
        }
        schema.path = join_path(loaded_.configuration.root, path);
    }
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
    for (auto& [offset, entry] : entries) loaded_.configuration.per_path.push_back(std::move(entry));
}

// The file is rewritten when findings go, so a path that the repository names must stay in the repository.
void Reader::read_baseline(const toml::table& table) {
    std::string path;
    read(table, "baseline", path);
    const toml::node* node = table.get("baseline");
    if (node == nullptr || !node->is_string()) return;
    const std::string file = join_path(loaded_.configuration.root, path);
    if (path.empty() || file == loaded_.configuration.root || !is_inside(file, loaded_.configuration.root)) {
        problem_at(node->source(), "baseline is the path of a file below this file's folder, such as .rowtype/baseline.json");
        return;
    }
    loaded_.configuration.baseline = file;
}

void Reader::read_generate(const toml::table& table) {
    static constexpr std::array<std::string_view, 3> kKeys = {"output", "style", "class-names"};
    static constexpr std::array<std::string_view, 1> kStyles = {"pydantic"};
    GenerateSettings& generate = loaded_.configuration.settings.generate;
    report_unknown_keys(table, kKeys, "generate.");
    read(table, "output", generate.output);
    if (const std::string style = read_choice(table, "style", kStyles); !style.empty()) generate.style = style;
    read(table, "class-names", generate.class_names);
}

// Keys that the design has and this version does not use: accepted, so that a file can be shared with newer versions, and
// said, so that nobody relies on them.
void Reader::note_without_effect(const toml::table& table, std::string_view key) {
    if (table.get(key) == nullptr) return;
    loaded_.notes.push_back("the configuration key \"" + std::string(key) + "\" has no effect in this version");
}

void Reader::report_unknown_keys(const toml::table& table, Names known, const std::string& where) {
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& [key, value] : table) {
        if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
        const std::string name(key.str());
        std::string hyphens = name;
        std::replace(hyphens.begin(), hyphens.end(), '_', '-');
        const std::optional<std::string> near = nearest_name(hyphens, names);
        problem_at(key.source(), "unknown key \"" + where + name + "\"" +
                                     (near ? ": did you mean \"" + where + *near + "\"?" : "; known are " + listed(known)));
    }
}

void Reader::wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    problem_at(node.source(), std::string(key) + " must be " + std::string(wanted));
}

const toml::table* Reader::read_table(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong_type(*node, key, "a table");
    return node->as_table();
}

void Reader::read(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_array()) {
        wrong_type(*node, key, "a list of strings" + std::string(node->is_string() ? ": put [ ] around it" : ""));
        return;
    }
    for (const toml::node& entry : *node->as_array()) {
        if (const auto* text = entry.as_string()) {
            into.push_back(text->get());
        } else {
            wrong_type(entry, key, "a list of strings");
        }
    }
}

void Reader::read(const toml::table& table, std::string_view key, std::string& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* text = node->as_string()) {
        into = text->get();
    } else {
        wrong_type(*node, key, "a string");
    }
}

void Reader::read(const toml::table& table, std::string_view key, bool& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* truth = node->as_boolean()) {
        into = truth->get();
    } else {
        wrong_type(*node, key, "true or false");
    }
}

void Reader::read(const toml::table& table, std::string_view key, std::map<std::string, std::string>& into) {
    const toml::table* entries = read_table(table, key);
    if (entries == nullptr) return;
    for (const auto& [name, value] : *entries) {
        if (const auto* text = value.as_string()) {
            into[std::string(name.str())] = text->get();
        } else if (value.is_table()) {
            wrong_type(value, key, "names with strings: write the name in quotes, \"" + std::string(name.str()) + ".…\"");
        } else {
            wrong_type(value, std::string(key) + "." + std::string(name.str()), "a string");
        }
    }
}

std::string Reader::read_choice(const toml::table& table, std::string_view key, Names allowed) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto* text = node->as_string();
    if (text != nullptr && std::find(allowed.begin(), allowed.end(), text->get()) != allowed.end()) return text->get();
    if (text == nullptr) {
        wrong_type(*node, key, "one of " + listed(allowed));
        return {};
    }
    // A value that is no plain word may be a connection string at the wrong place: it is not repeated.
    const std::string shown = is_bare_name(text->get()) ? ", not \"" + text->get() + "\"" : "";
    const auto near = nearest_name(text->get(), std::vector<std::string>(allowed.begin(), allowed.end()));
    problem_at(node->source(), std::string(key) + " must be one of " + listed(allowed) + shown +
                                   (near ? ": did you mean \"" + *near + "\"?" : ""));
    return {};
}

// Globs are relative to the configuration's folder; one that starts at the root of the file system matches nothing.
void Reader::check_globs(const toml::table& table, std::string_view key, std::vector<std::string>& globs) {
    for (const std::string& glob : globs) {
        if (!glob.starts_with('/')) continue;
        problem_at(table.get(key)->source(),
                   std::string(key) + " are paths relative to this file's folder, without a leading slash");
        return;
    }
}

void Reader::problem_at(const toml::source_region& place, std::string message) {
    ConfigurationProblem problem;
    problem.message = std::move(message);
    if (place.begin) {
        problem.place = {place.begin.line, std::max<std::uint32_t>(1, place.begin.column)};
        problem.span.begin = offset_of(place.begin);
        problem.span.end = std::max(problem.span.begin, offset_of(place.end));
    }
    loaded_.problems.push_back(std::move(problem));
}

std::uint32_t Reader::offset_of(const toml::source_position& position) const {
    return position ? toml_offset(text_, position.line, position.column) : 0;
}

bool is_bare_name(std::string_view text) {
    return text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char letter) {
               return letter == '-' || letter == '_' || letter == '.' || (letter >= '0' && letter <= '9') ||
                      (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
           });
}

std::string listed(Names names) {
    std::string text;
    for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

}  // namespace

}  // namespace rowtype::workspace
