// SARIF 2.1.0 (OASIS, with errata 01), as GitHub's code scanning reads it: section numbers below are the standard's.
#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "analysis/rules/rule.h"
#include "analysis/rules/rules_page.h"
#include "lsp/cli/reporters.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/hash.h"
#include "rowtype_version.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr const char* kFingerprint = "rowtypeFinding/v1";

// Findings of one file that read the same are told apart by their order: "…:1", "…:2".
using Occurrences = std::map<std::string, std::size_t>;

Json rule_descriptors();
Json result_object(const Issue& issue, const Report& report, Occurrences& occurrences);
Json related_locations(const Issue& issue, const Report& report);
Json fix_objects(const Issue& issue, const Report& report);
Json notifications(const Report& report);
Json artifact_location(const std::string& absolute, const Report& report);
Json region_of(const Issue& issue, Span span);
std::string fingerprint(const Issue& issue);
std::string plain_text(std::string text);

Json text_object(std::string_view text) { return {{"text", text}}; }

std::string_view level_of(findings::Severity severity) {
    switch (severity) {
        case findings::Severity::Error: return "error";
        case findings::Severity::Warning: return "warning";
        case findings::Severity::Info: return "note";
        case findings::Severity::Off: break;
    }
    return "none";
}

}  // namespace

std::string sarif_text(const Report& report, const TextLayout& layout) {
    Json results = Json::array();
    std::map<std::string, Occurrences> occurrences;
    for (const Issue& issue : report.issues) {
        if (issue.severity() == findings::Severity::Info && !layout.hints) continue;
        results.push_back(result_object(issue, report, occurrences[issue.source->absolute_path]));
    }
    const Json driver = {{"name", "rowtype"},           {"fullName", std::string("rowtype ") + kVersion},
                         {"version", kVersion},         {"semanticVersion", kVersion},
                         {"informationUri", kHomepage}, {"rules", rule_descriptors()}};
    const Json invocation = {
        {"executionSuccessful", true}, {"endTimeUtc", report.timestamp}, {"toolExecutionNotifications", notifications(report)}};
    // %SRCROOT% is the root of the checkout. Where that lies on this machine is nobody's business (3.14.14 lets it out).
    const Json run = {
        {"tool", {{"driver", driver}}},
        {"invocations", Json::array({invocation})},
        {"originalUriBaseIds", {{"%SRCROOT%", {{"description", text_object("The root of the repository that was checked.")}}}}},
        {"columnKind", "unicodeCodePoints"},
        {"results", std::move(results)}};
    const Json document = {{"$schema", kSchemaUri}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

// "unknown-column" → "UnknownColumn", as tools show a rule's name.
std::string pascal_case(std::string_view id) {
    std::string name;
    bool upper = true;
    for (const char letter : id) {
        if (letter == '-') {
            upper = true;
            continue;
        }
        name += upper && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        upper = false;
    }
    return name;
}

Json rule_descriptors() {
    Json rules = Json::array();
    for (const rules::Rule* rule : rules::all_rules()) {
        const std::string id(rule->id);
        const bool is_off = rule->default_severity == findings::Severity::Off;
        const std::string_view urgency = rule->default_severity == findings::Severity::Error     ? "error"
                                         : rule->default_severity == findings::Severity::Warning ? "warning"
                                                                                                 : "recommendation";
        rules.push_back(
            {{"id", id},
             {"name", pascal_case(id)},
             {"shortDescription", text_object(std::string(rule->summary) + ".")},
             {"fullDescription", text_object(std::string(rule->summary) + ".")},
             {"help", {{"text", rule->docs}, {"markdown", rules::rule_section(*rule, "")}}},
             {"helpUri", std::string(kHomepage) + "/blob/v" + kVersion + "/analysis/rules/RULES.md#" + id},
             {"defaultConfiguration", {{"enabled", !is_off}, {"level", is_off ? "warning" : level_of(rule->default_severity)}}},
             {"properties", {{"tags", {"schema", "postgresql"}}, {"precision", "very-high"}, {"problem.severity", urgency}}}});
    }
    return rules;
}

Json result_object(const Issue& issue, const Report& report, Occurrences& occurrences) {
    const findings::Finding& finding = *issue.finding;
    Json result = {{"ruleId", finding.rule}};
    const std::vector<const rules::Rule*>& all = rules::all_rules();
    const auto rule = std::find_if(all.begin(), all.end(), [&](const rules::Rule* each) { return each->id == finding.rule; });
    if (rule != all.end()) result["ruleIndex"] = rule - all.begin();
    result["level"] = level_of(finding.severity);
    result["message"] = text_object(plain_text(message_of(finding)));
    result["locations"] = Json::array({{{"physicalLocation",
                                         {{"artifactLocation", artifact_location(issue.source->absolute_path, report)},
                                          {"region", region_of(issue, finding.span)}}}}});
    if (Json related = related_locations(issue, report); !related.empty()) result["relatedLocations"] = std::move(related);
    const std::string hash = fingerprint(issue);
    result["partialFingerprints"] = {{kFingerprint, hash + ":" + std::to_string(++occurrences[hash])}};
    if (Json fixes = fix_objects(issue, report); !fixes.empty()) result["fixes"] = std::move(fixes);
    Json properties = Json::object();
    const std::array<std::pair<const char*, std::string_view>, 4> known = {{{"status", to_string(finding.status)},
                                                                            {"table", finding.table},
                                                                            {"field", finding.field},
                                                                            {"suggestion", finding.suggestion}}};
    for (const auto& [key, value] : known) {
        if (!value.empty()) properties[key] = printable(value);
    }
    if (!properties.empty()) result["properties"] = std::move(properties);
    return result;
}

Json related_locations(const Issue& issue, const Report& report) {
    Json locations = Json::array();
    for (const findings::RelatedLocation& related : issue.finding->related) {
        if (related.file.empty() && related.span.empty()) continue;
        Json place;
        if (related.file.empty()) {
            place = {{"artifactLocation", artifact_location(issue.source->absolute_path, report)},
                     {"region", region_of(issue, related.span)}};
        } else {
            const std::string absolute =
                workspace::join_path(report.configuration_of(issue.source->absolute_path).root, related.file);
            place = {{"artifactLocation", artifact_location(absolute, report)}};
            if (related.line > 0) place["region"] = {{"startLine", related.line}};
        }
        locations.push_back({{"id", locations.size()},
                             {"physicalLocation", std::move(place)},
                             {"message", text_object(plain_text(printable(related.message)))}});
    }
    return locations;
}

// Those that mend something; a fix that needs a fresh parse carries no edits here.
Json fix_objects(const Issue& issue, const Report& report) {
    Json fixes = Json::array();
    for (const findings::Fix& fix : issue.finding->fixes) {
        if (fix.suppresses || fix.edits.empty()) continue;
        Json replacements = Json::array();
        for (const findings::TextEdit& edit : fix.edits) {
            replacements.push_back({{"deletedRegion", region_of(issue, edit.span)}, {"insertedContent", text_object(edit.text)}});
        }
        const Json change = {{"artifactLocation", artifact_location(issue.source->absolute_path, report)},
                             {"replacements", std::move(replacements)}};
        fixes.push_back(
            {{"description", text_object(plain_text(printable(fix.title)))}, {"artifactChanges", Json::array({change})}});
    }
    return fixes;
}

// `root`: the folder that the notes' files are relative to.
void add_schema_notes(Json& list, const workspace::LoadedSchema& schema, const std::string& root, const Report& report) {
    for (const catalog::Note& note : schema.catalog->notes()) {
        Json entry = {
            {"level", "note"},
            {"message", text_object(plain_text("this part of the schema could not be read: " + printable(note.message)))}};
        if (!note.file.empty()) {
            const std::string absolute = workspace::join_path(root, note.file);
            Json place = {{"artifactLocation", artifact_location(absolute, report)}};
            if (note.line > 0) place["region"] = {{"startLine", note.line}};
            entry["locations"] = Json::array({{{"physicalLocation", std::move(place)}}});
        }
        list.push_back(std::move(entry));
    }
}

// What was not analysed, and what of the schema could not be read: a run that left something out never reads as complete.
Json notifications(const Report& report) {
    Json list = Json::array();
    for (const NotAnalysed& input : report.not_analysed) {
        list.push_back(
            {{"level", "warning"},
             {"message", text_object(plain_text("not analysed: " + printable(input.reason)))},
             {"locations",
              Json::array({{{"physicalLocation",
                             {{"artifactLocation", artifact_location(workspace::absolute_path(input.file), report)}}}}})}});
    }
    add_schema_notes(list, *report.schema, report.configuration->root, report);
    for (const ProjectRun* project : report.nested) add_schema_notes(list, project->schema, project->configuration.root, report);
    return list;
}

// RFC 3986: everything but unreserved letters and the slash is encoded, a colon too, so that a relative path reads as no scheme.
std::string uri_path(std::string_view path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri;
    for (const char letter : path) {
        if (kUnreserved.find(letter) != std::string_view::npos) {
            uri += letter;
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
        }
    }
    return uri;
}

Json artifact_location(const std::string& absolute, const Report& report) {
    if (!workspace::is_inside(absolute, report.source_root)) return {{"uri", "file://" + uri_path(absolute)}};
    return {{"uri", uri_path(workspace::relative_path(absolute, report.source_root))}, {"uriBaseId", "%SRCROOT%"}};
}

// Ends are exclusive, as SARIF's are (3.30.8); an empty region is an insertion point.
Json region_of(const Issue& issue, Span span) {
    const LineColumn begin = issue.source->lines.line_column(issue.source->text, span.begin);
    const LineColumn end = issue.source->lines.line_column(issue.source->text, span.end);
    return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
}

// Of what the finding says and of the line's text, not of where the line stands: lines that move, and files that are renamed,
// keep theirs. GitHub's own "primaryLocationLineHash" is left to its upload action, which computes it and objects to any other.
std::string fingerprint(const Issue& issue) {
    const findings::Finding& finding = *issue.finding;
    const workspace::CheckedFile& source = *issue.source;
    std::uint64_t hash = hash_bytes(finding.rule);
    hash = hash_bytes(finding.table, hash);
    hash = hash_bytes(finding.field, hash);
    for (const std::string& field : issue.fields) hash = hash_bytes(field, hash);
    std::string line(slice(source.text, source.lines.line_span(source.text, issue.begin.line - 1)));
    std::erase_if(line, [](char letter) { return letter == ' ' || letter == '\t'; });
    return to_hex(hash_bytes(line, hash));
}

// "[text](target)" in a message would become a link (3.11.6).
std::string plain_text(std::string text) {
    for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at)) text.insert(at + 1, " ");
    return text;
}

}  // namespace

}  // namespace rowtype::cli
