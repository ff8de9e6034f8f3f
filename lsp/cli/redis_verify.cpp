#include "lsp/cli/redis_verify.h"

#include <algorithm>
#include <map>
#include <utility>

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

Result<std::string> redis_url(const RedisOptions& options);
Result<const catalog::Relation*> table_of_pattern(const RedisOptions& options, const catalog::Catalog& catalog);
std::optional<std::vector<Row>> rows_of(const redis::Entry& entry);
std::string report_text(const RedisReport& report, const RedisOptions& options, const Style& style);

}  // namespace

int verify_redis(const RedisOptions& options, const catalog::Catalog& catalog, Console& console) {
    const Result<const catalog::Relation*> table = table_of_pattern(options, catalog);
    if (!table) return report_error(table.error(), console);
    const Result<std::string> url = redis_url(options);
    if (!url) return report_error(url.error(), console);
    redis::Request request;
    request.pattern = options.pattern;
    request.sample = options.sample;
    request.rate = options.rate;
    const Result<workspace::RedisSample> read = workspace::read_redis(*url, request);
    if (!read) return report_error(read.error(), console);

    RedisReport report;
    report.source = read->description;
    report.pattern = options.pattern;
    report.table = (*table)->name.to_string();
    report.seen = read->sample.seen;
    report.complete = read->sample.complete;
    std::map<std::pair<std::string, std::string>, RedisFinding> found;
    for (const redis::Entry& entry : read->sample.entries) {
        const std::optional<std::vector<Row>> rows = rows_of(entry);
        if (!rows) {
            ++report.not_understood[entry.type];
            continue;
        }
        ++report.checked;
        std::vector<EntryProblem> problems;
        for (const Row& row : *rows) {
            for (EntryProblem& problem : cache_entries::check_entry(row, **table, catalog)) {
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
    if (options.as_json) {
        console.out(redis_report_json(report));
    } else {
        console.out(report_text(report, options, make_style(options.common.color, console.out_is_terminal())));
    }
    return report.findings.empty() ? kExitClean : kExitFindings;
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
Result<const catalog::Relation*> table_of_pattern(const RedisOptions& options, const catalog::Catalog& catalog) {
    if (!options.tables.empty()) {
        const catalog::Relation* named = find_named_relation(catalog, options.tables.front());
        return named != nullptr ? Result<const catalog::Relation*>(named) : no_such_table(catalog, options.tables.front());
    }
    const catalog::Relation* found = nullptr;
    std::string_view rest = std::string_view(options.pattern).substr(0, options.pattern.find_first_of("*?[\\"));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const catalog::Relation* named = find_named_relation(catalog, std::string(rest.substr(0, end)));
        if (named != nullptr) found = named;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (found != nullptr) return found;
    return Error{Error::Kind::Usage, "the pattern \"" + printable(options.pattern) + "\" names no table of the schema",
                 "say which with --table", ""};
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
    return text + style.dim("Redis: " + printable(report.source)) + "\n";
}

}  // namespace

}  // namespace rowtype::cli
