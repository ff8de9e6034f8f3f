#include <nlohmann/json.hpp>

#include "lsp/cli/fix.h"
#include "lsp/cli/reporters.h"
#include "lsp/cli/statistics.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

Json nullable(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

// "safe" when the fix can be applied without thought, "unsafe" when it wants a look, null when there is none.
Json fix_word(const findings::Finding& finding) {
    const findings::Fix* fix = finding.best_fix();
    if (fix == nullptr) return nullptr;
    return fix->safety == findings::Fix::Safety::Safe ? "safe" : "unsafe";
}

Json issue_object(const Issue& issue) {
    const findings::Finding& finding = *issue.finding;
    Json object{{"file", issue.file},
                {"line", issue.begin.line},
                {"column", issue.begin.column},
                {"end_line", issue.end.line},
                {"end_column", issue.end.column},
                {"rule", finding.rule},
                {"severity", to_string(finding.severity)},
                {"status", nullable(to_string(finding.status))},
                {"table", nullable(finding.table)},
                {"field", nullable(finding.field)},
                {"details", finding.message},
                {"suggestion", nullable(finding.suggestion)},
                {"fix", fix_word(finding)}};
    if (!issue.fields.empty()) object["fields"] = issue.fields;
    return object;
}

// The configuration of each folder and its schema, the first one's as "database" included. Only where there are several.
Json projects_of(const Report& report) {
    const auto project = [](const workspace::Configuration& configuration, const workspace::LoadedSchema& schema) {
        const std::string here = workspace::current_folder();
        Json shown{{"root", workspace::relative_path(configuration.root, here)},
                   {"configuration",
                    configuration.file.empty() ? Json(nullptr) : Json(workspace::relative_path(configuration.file, here))},
                   {"database", source_name(schema)},
                   {"model_path", configuration.models}};
        if (!configuration.database.empty()) shown["name"] = configuration.database;
        return shown;
    };
    Json projects = Json::array({project(*report.configuration, *report.schema)});
    for (const ProjectRun* run : report.nested) projects.push_back(project(run->configuration, run->schema));
    return projects;
}

Json baseline_object(const BaselineReport& baseline) {
    Json gone = Json::array();
    for (const workspace::GoneFinding& finding : baseline.gone) {
        gone.push_back({{"file", finding.file},
                        {"rule", finding.rule},
                        {"symbol", finding.symbol},
                        {"was", finding.was},
                        {"is", finding.is}});
    }
    return {
        {"file", baseline.file}, {"excused", baseline.excused}, {"gone", std::move(gone)}, {"rewritten", baseline.was_rewritten}};
}

// Lines are those of the file when the fix was made.
Json fixes_object(const std::vector<FixedFile>& fixed) {
    Json files = Json::array();
    std::size_t total = 0;
    for (const FixedFile& file : fixed) {
        Json fixes = Json::array();
        for (const engine::DoneFix& fix : file.fixes) {
            fixes.push_back({{"line", fix.line}, {"rule", fix.rule}, {"title", fix.title}});
        }
        total += file.fixes.size();
        files.push_back(
            {{"file", workspace::relative_path(file.file, workspace::current_folder())}, {"fixes", std::move(fixes)}});
    }
    return {{"total", total}, {"files", std::move(files)}};
}

// Reasons by their ids, in `not_checked`, or `in_part` where the rest was checked.
Json statistics_object(const Report& report) {
    Json subjects = {{"files",
                      {{"seen", report.check->files_found},
                       {"analysed", report.check->files_analysed},
                       {"not_analysed", report.not_analysed.size()}}}};
    for (const SubjectCounts& subject : subject_counts(report.check->statistics)) {
        Json not_checked = Json::object();
        Json in_part = Json::object();
        for (const auto& [words, count] : subject.reasons)
            (words->in_part ? in_part : not_checked)[std::string(words->id)] = count;
        subjects[std::string(subject.name)] = {{"seen", subject.seen},
                                               {"left_alone", subject.left_alone},
                                               {"checked", subject.checked},
                                               {"checked_in_part", subject.in_part},
                                               {"not_checked", std::move(not_checked)},
                                               {"in_part", std::move(in_part)}};
    }
    return subjects;
}

}  // namespace

std::string json_text(const Report& report) {
    Json issues = Json::array();
    for (const Issue& issue : report.issues) issues.push_back(issue_object(issue));
    Json tables = Json::array();
    for (const TableRow& row : report.tables) {
        tables.push_back(
            {{"table", row.table}, {"model", nullable(row.model)}, {"file", nullable(row.file)}, {"status", row.status}});
    }
    Json pending = Json::array();
    for (const PendingMigration& migration : report.pending) {
        pending.push_back({{"file", migration.file}, {"names", migration.names}, {"uses", migration.uses}});
    }
    Json not_analysed = Json::array();
    for (const NotAnalysed& input : report.not_analysed) not_analysed.push_back({{"file", input.file}, {"reason", input.reason}});
    Json document = {{"version", 1},
                     {"timestamp", report.timestamp},
                     {"database", report.database},
                     {"model_path", report.model_path},
                     {"issues", std::move(issues)},
                     {"tables", std::move(tables)},
                     {"pending", std::move(pending)},
                     {"not_analysed_files", std::move(not_analysed)},
                     {"summary",
                      {{"total_issues", report.issues.size()},
                       {"errors", report.errors},
                       {"warnings", report.warnings},
                       {"infos", report.hints},
                       {"files", report.check->files_found},
                       {"not_analysed", report.not_analysed.size()}}}};
    if (report.fixed != nullptr) document["fixed"] = fixes_object(*report.fixed);
    if (!report.nested.empty()) document["projects"] = projects_of(report);
    for (const BaselineReport& baseline : report.baselines) document["baselines"].push_back(baseline_object(baseline));
    if (report.with_statistics) document["statistics"] = statistics_object(report);
    // File names and messages may hold bytes that are not UTF-8; a report is valid all the same.
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
