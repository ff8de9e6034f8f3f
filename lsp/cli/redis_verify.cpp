#include "lsp/cli/redis_verify.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/binding/key_pattern.h"
#include "analysis/cache_entries/entry_check.h"
#include "lsp/cli/cli.h"
#include "lsp/cli/named_relation.h"
#include "lsp/cli/redis_json.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/redis_reader.h"

namespace rowtype::cli {

namespace {

using cache_entries::EntryField;
using cache_entries::EntryProblem;
using Row = std::vector<EntryField>;

constexpr std::size_t kShownKeys = 3;

// Keys and the table whose rows they are.
struct KeyedTable {
    std::string pattern;  // as SCAN takes it
    const catalog::Relation* table = nullptr;
    const CachedKey* configured = nullptr;  // null: by --pattern alone
};

Result<std::string> redis_url(const RedisOptions& options);
Result<std::vector<KeyedTable>> keyed_tables(const RedisOptions& options, const Settings& settings,
                                             const catalog::Catalog& catalog);
Result<RedisReport> verify_keys(const KeyedTable& keys, const std::string& url, const RedisOptions& options,
                                const Settings& settings, const catalog::Catalog& catalog);
std::optional<std::vector<Row>> rows_of(const redis::Entry& entry);
std::string report_text(const RedisReport& report, const RedisOptions& options, const Style& style);

}  // namespace

int verify_redis(const RedisOptions& options, const Settings& settings, const catalog::Catalog& catalog, Console& console) {
    const Result<std::vector<KeyedTable>> keyed = keyed_tables(options, settings, catalog);
    if (!keyed) return report_error(keyed.error(), console);
    const Result<std::string> url = redis_url(options);
    if (!url) return report_error(url.error(), console);
    std::vector<RedisReport> reports;
    for (const KeyedTable& keys : *keyed) {
        Result<RedisReport> report = verify_keys(keys, *url, options, settings, catalog);
        if (!report) return report_error(report.error(), console);
        reports.push_back(std::move(*report));
    }
    if (options.as_json) {
        console.out(options.pattern.empty() ? redis_reports_json(reports) : redis_report_json(reports.front()));
    } else {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        std::string text;
        for (const RedisReport& report : reports) text += (text.empty() ? "" : "\n") + report_text(report, options, style);
        if (!options.common.quiet) text += style.dim("Redis: " + printable(reports.front().source)) + "\n";
        console.out(text);
    }
    const bool is_clean = std::ranges::all_of(reports, [](const RedisReport& report) { return report.findings.empty(); });
    return is_clean ? kExitClean : kExitFindings;
}

namespace {

Result<std::string> redis_url(const RedisOptions& options) {
    const std::string name = options.url_env.empty() ? "REDIS_URL" : options.url_env;
    const std::string value = workspace::platform::environment_variable(name.c_str()).value_or("");
    if (!value.empty()) return value;
    return Error{Error::Kind::Usage, "the variable " + printable(name) + " is not set, which names the Redis",
                 options.url_env.empty() ? "set it (redis://host:6379/0), or name another one with --redis-url-env"
                                         : "set it to a URL such as redis://host:6379/0",
                 ""};
}

// The part of "app:users:*" that names a table; the last one, since what comes before is often the application's name.
const catalog::Relation* named_in_pattern(const std::string& pattern, const catalog::Catalog& catalog) {
    const catalog::Relation* found = nullptr;
    std::string_view rest = std::string_view(pattern).substr(0, pattern.find_first_of("*?[\\"));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const catalog::Relation* named = find_named_relation(catalog, std::string(rest.substr(0, end)));
        if (named != nullptr) found = named;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found;
}

Result<const catalog::Relation*> configured_table(const CachedKey& key, const catalog::Catalog& catalog) {
    if (const catalog::Relation* table = find_named_relation(catalog, key.table)) return table;
    Error error = no_such_table(catalog, key.table);
    error.message = "redis of the configuration gives \"" + printable(key.pattern) + "\" a table: " + error.message;
    return error;
}

Result<std::vector<KeyedTable>> keyed_tables(const RedisOptions& options, const Settings& settings,
                                             const catalog::Catalog& catalog) {
    const catalog::Relation* chosen = nullptr;
    if (!options.tables.empty()) {
        chosen = find_named_relation(catalog, options.tables.front());
        if (chosen == nullptr) return no_such_table(catalog, options.tables.front());
    }
    std::vector<KeyedTable> keyed;
    for (const CachedKey& key : settings.cached_keys) {
        if (!options.pattern.empty() && (key.pattern != options.pattern || chosen != nullptr)) continue;
        const Result<const catalog::Relation*> table = configured_table(key, catalog);
        if (!table) return table.error();
        if (chosen == nullptr || chosen == *table) keyed.push_back({key.pattern, *table, &key});
    }
    if (!keyed.empty()) return keyed;
    if (options.pattern.empty()) {
        return Error{Error::Kind::Usage,
                     chosen == nullptr
                         ? "nothing says which keys hold rows"
                         : "no entry of `redis` in the configuration is about " + printable(chosen->name.to_string()),
                     "say --pattern 'users:*', or set key and table in [[tool.rowtype.redis]]", ""};
    }
    if (chosen == nullptr) chosen = named_in_pattern(options.pattern, catalog);
    if (chosen != nullptr) return std::vector<KeyedTable>{{options.pattern, chosen, nullptr}};
    return Error{Error::Kind::Usage, "the pattern \"" + printable(options.pattern) + "\" names no table of the schema",
                 "say which with --table", ""};
}

// Whether the configuration gives the key this meaning: SCAN's * goes over ":", and the first entry that a key matches holds.
bool has_meaning(const std::string& key, const CachedKey& meaning, const Settings& settings) {
    const auto first =
        std::ranges::find_if(settings.cached_keys, [&](const CachedKey& known) { return binding::is_meant(known.pattern, key); });
    return first != settings.cached_keys.end() && &*first == &meaning;
}

Result<RedisReport> verify_keys(const KeyedTable& keys, const std::string& url, const RedisOptions& options,
                                const Settings& settings, const catalog::Catalog& catalog) {
    redis::Request request;
    request.pattern = keys.pattern;
    request.sample = options.sample;
    request.rate = options.rate;
    const Result<workspace::RedisSample> read = workspace::read_redis(url, request);
    if (!read) return read.error();
    RedisReport report;
    report.source = read->description;
    report.pattern = keys.pattern;
    report.table = keys.table->name.to_string();
    report.seen = read->sample.seen;
    report.complete = read->sample.complete;
    std::map<std::pair<std::string, std::string>, RedisFinding> found;
    for (const redis::Entry& entry : read->sample.entries) {
        if (keys.configured != nullptr && !has_meaning(entry.key, *keys.configured, settings)) continue;
        const std::optional<std::vector<Row>> rows = rows_of(entry);
        if (!rows) {
            ++report.not_understood[entry.type];
            continue;
        }
        ++report.checked;
        std::vector<EntryProblem> problems;
        for (Row row : *rows) {
            if (keys.configured != nullptr) {
                const std::vector<std::string>& extra = keys.configured->extra_fields;
                std::erase_if(row, [&](const EntryField& field) { return std::ranges::find(extra, field.name) != extra.end(); });
            }
            for (EntryProblem& problem : cache_entries::check_entry(row, *keys.table, catalog)) {
                if (std::ranges::find(problems, problem) == problems.end()) problems.push_back(std::move(problem));
            }
        }
        for (EntryProblem& problem : problems) {
            RedisFinding& finding = found[{problem.field, problem.message}];
            finding.field = problem.field;
            finding.message = problem.message;
            ++finding.entries;
            if (finding.keys.size() < kShownKeys) finding.keys.push_back(entry.key);
        }
    }
    for (auto& [name, finding] : found) report.findings.push_back(std::move(finding));
    return report;
}

std::optional<std::vector<Row>> rows_of(const redis::Entry& entry) {
    if (entry.text) return json_rows(*entry.text);
    if (entry.type != "hash" || entry.fields.empty()) return std::nullopt;
    Row row;
    for (const auto& [name, value] : entry.fields) row.push_back({name, EntryField::Kind::Text, value});
    return std::vector<Row>{std::move(row)};
}

std::string report_text(const RedisReport& report, const RedisOptions& options, const Style& style) {
    std::string text;
    for (const RedisFinding& finding : report.findings) {
        std::string keys;
        for (const std::string& key : finding.keys) keys += (keys.empty() ? "" : ", ") + printable(key);
        text += style.bold(printable(finding.field)) + ": " + printable(finding.message) + "\n  " +
                style.dim("in " + counted(finding.entries, "entry", "entries") +
                          (finding.entries > finding.keys.size() ? ", such as " : ": ") + keys) +
                "\n";
    }
    if (options.common.quiet) return text;
    if (!text.empty()) text += "\n";
    text += counted(report.checked, "entry", "entries") + " of " + printable(report.pattern) + " checked against " +
            printable(report.table) + ", " +
            (report.findings.empty() ? "no contradiction" : counted(report.findings.size(), "contradiction")) + ".\n";
    for (const auto& [type, count] : report.not_understood) {
        text += "Not looked into: " + counted(count, "key") + " of type " + printable(type) +
                (type == "string" ? ", no JSON of a row or rows" : "") + ".\n";
    }
    if (!report.complete) text += "A sample: there are more keys; --sample and --rate say how many are read, and how fast.\n";
    return text;
}

}  // namespace

}  // namespace rowtype::cli
