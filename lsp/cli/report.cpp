#include "lsp/cli/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <map>
#include <set>
#include <tuple>

#include "analysis/rules/shown_findings.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"

namespace rowtype::cli {

namespace {

std::string timestamp_now();
void add_issues(Report& report, const workspace::CheckedFile& file, const std::string& shown);
void add_tables(Report& report, const workspace::CheckedFile& file, const std::string& shown);
std::string status_of(const engine::ModelSummary& model, const workspace::CheckedFile& file);
std::vector<PendingMigration> pending_migrations(const std::vector<engine::PendingUse>& uses);

}  // namespace

Report make_report(const workspace::ProjectCheck& check, const workspace::LoadedSchema& schema,
                   const workspace::Configuration& configuration) {
    Report report;
    report.timestamp = timestamp_now();
    report.database = source_name(schema);
    report.model_path = configuration.models;
    report.check = &check;
    report.schema = &schema;
    report.configuration = &configuration;
    const std::string here = workspace::current_folder();
    report.source_root = workspace::repository_root(here);
    if (report.source_root.empty()) report.source_root = here;
    for (const workspace::CheckedFile& file : check.files) {
        const std::string shown = workspace::relative_path(file.absolute_path, here);
        add_issues(report, file, shown);
        add_tables(report, file, shown);
        if (file.analysis.not_analysed) report.not_analysed.push_back({shown, *file.analysis.not_analysed});
    }
    for (const workspace::WalkNote& note : check.notes) {
        report.not_analysed.push_back({workspace::relative_path(note.path, here), note.message});
    }
    report.pending = pending_migrations(check.statistics.pending_uses);
    std::sort(report.tables.begin(), report.tables.end(), [](const TableRow& left, const TableRow& right) {
        return std::tie(left.table, left.file, left.model) < std::tie(right.table, right.file, right.model);
    });
    for (const Issue& issue : report.issues) {
        report.errors += issue.severity() == findings::Severity::Error ? 1U : 0U;
        report.warnings += issue.severity() == findings::Severity::Warning ? 1U : 0U;
        report.hints += issue.severity() == findings::Severity::Info ? 1U : 0U;
        const bool shown = issue.severity() > findings::Severity::Info;
        const findings::Fix* fix = shown ? issue.finding->best_fix() : nullptr;
        report.fixable += fix != nullptr ? 1U : 0U;
        report.fixable_unsafe += fix != nullptr && fix->safety == findings::Fix::Safety::Unsafe ? 1U : 0U;
    }
    return report;
}

std::string source_name(const workspace::LoadedSchema& schema) {
    return schema.kind == workspace::SourceKind::Postgres || schema.watched_paths.empty()
               ? schema.description
               : workspace::relative_path(schema.watched_paths.front(), workspace::current_folder());
}

const workspace::Configuration& Report::configuration_of(const std::string& file) const {
    const workspace::Configuration* innermost = configuration;
    for (const ProjectRun* project : nested) {
        const std::string& root = project->configuration.root;
        const bool is_deeper = root.size() > innermost->root.size() || !workspace::is_inside(file, innermost->root);
        if (workspace::is_inside(file, root) && is_deeper) innermost = &project->configuration;
    }
    return *innermost;
}

std::size_t Report::relations() const {
    std::size_t count = own_relations(*schema->catalog);
    for (const ProjectRun* project : nested) count += own_relations(*project->schema.catalog);
    return count;
}

std::size_t own_relations(const catalog::Catalog& catalog) {
    const auto is_own = [](const catalog::Relation& relation) {
        const bool is_seen_only = relation.presumed && relation.columns.empty();
        return relation.extension.empty() && !is_seen_only;
    };
    return static_cast<std::size_t>(std::count_if(catalog.relations().begin(), catalog.relations().end(), is_own));
}

std::vector<const Issue*> issues_by_severity(const Report& report, bool hints) {
    std::vector<const Issue*> issues;
    for (const Issue& issue : report.issues) {
        if (issue.severity() != findings::Severity::Info || hints) issues.push_back(&issue);
    }
    std::stable_sort(issues.begin(), issues.end(), [](const Issue* left, const Issue* right) {
        return std::forward_as_tuple(right->severity(), left->finding->table, left->finding->field) <
               std::forward_as_tuple(left->severity(), right->finding->table, right->finding->field);
    });
    return issues;
}

bool Report::checked_something() const {
    const engine::Statistics& seen = check->statistics;
    return seen.models_checked > 0 || seen.queries_checked > 0 || seen.sql_checked > 0;
}

std::size_t Report::excused() const {
    std::size_t count = 0;
    for (const BaselineReport& baseline : baselines) count += baseline.excused;
    return count;
}

std::size_t Report::conformant_tables() const {
    std::set<std::string_view> good;
    std::set<std::string_view> bad;
    for (const TableRow& row : tables) (row.status == "conformant" ? good : bad).insert(row.table);
    return static_cast<std::size_t>(
        std::count_if(good.begin(), good.end(), [&](std::string_view table) { return !bad.contains(table); }));
}

std::time_t time_of_run() {
    std::time_t now = std::time(nullptr);
    const std::string epoch = workspace::platform::environment_variable("SOURCE_DATE_EPOCH").value_or("");
    long long seconds = 0;
    const auto [end, failure] = std::from_chars(epoch.data(), epoch.data() + epoch.size(), seconds);
    if (!epoch.empty() && failure == std::errc() && end == epoch.data() + epoch.size()) now = static_cast<std::time_t>(seconds);
    return now;
}

namespace {

std::string timestamp_now() {
    const std::time_t now = time_of_run();
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

// Lines and columns of a file, asked for in the order of the text: a long line is counted through once, not for each finding.
class Columns {
public:
    explicit Columns(const workspace::CheckedFile& file) : file_(file) {}

    LineColumn at(std::uint32_t offset) {
        const std::uint32_t line = file_.lines.line_of(offset) + 1;
        const bool goes_on = line == last_.line && offset >= offset_;
        last_ = goes_on ? LineColumn{line, last_.column + count_code_points(slice(file_.text, {offset_, offset}))}
                        : file_.lines.line_column(file_.text, offset);
        offset_ = offset;
        return last_;
    }
    // Of something that ends at `end`, once at() was asked for its begin.
    [[nodiscard]] LineColumn end(std::uint32_t end) const { return Columns(*this).at(end); }

private:
    const workspace::CheckedFile& file_;
    LineColumn last_{};
    std::uint32_t offset_ = 0;
};

void add_issues(Report& report, const workspace::CheckedFile& file, const std::string& shown) {
    const std::size_t first = report.issues.size();
    for (const std::vector<findings::Finding>* findings : {&file.analysis.findings, &file.project_findings}) {
        rules::ShownFindings listed = rules::shown_findings(*findings);
        for (rules::ShownFinding& one : listed.findings) {
            if (one.finding->severity == findings::Severity::Off) continue;
            if (!one.fields.empty()) one.finding = &report.groups.emplace_back(*one.finding);
            report.issues.push_back({one.finding, std::move(one.fields), &file, shown, {}, {}});
        }
    }
    std::stable_sort(report.issues.begin() + static_cast<std::ptrdiff_t>(first), report.issues.end(),
                     [](const Issue& left, const Issue& right) {
                         return std::tie(left.finding->span, left.finding->rule) <
                                std::tie(right.finding->span, right.finding->rule);
                     });
    Columns columns(file);
    for (std::size_t index = first; index < report.issues.size(); ++index) {
        Issue& issue = report.issues[index];
        issue.begin = columns.at(issue.finding->span.begin);
        issue.end = columns.end(issue.finding->span.end);
    }
}

void add_tables(Report& report, const workspace::CheckedFile& file, const std::string& shown) {
    for (const engine::ModelSummary& model : file.analysis.models) {
        if (model.is_checked) report.tables.push_back({model.table, model.class_name, shown, status_of(model, file)});
    }
    for (const std::vector<findings::Finding>* findings : {&file.project_findings, &file.baselined_project_findings}) {
        for (const findings::Finding& finding : *findings) {
            if (!finding.table.empty()) report.tables.push_back({finding.table, "", "", std::string(to_string(finding.status))});
        }
    }
}

std::vector<PendingMigration> pending_migrations(const std::vector<engine::PendingUse>& uses) {
    std::map<std::string, std::pair<std::set<std::string>, std::size_t>> by_file;
    for (const engine::PendingUse& use : uses) {
        auto& [names, count] = by_file[use.file];
        names.insert(use.name);
        ++count;
    }
    std::vector<PendingMigration> migrations;
    for (const auto& [file, found] : by_file)
        migrations.push_back({file, {found.first.begin(), found.first.end()}, found.second});
    return migrations;
}

// The status of the worst finding that concerns the model, one that the baseline excuses included: its table's, within the
// file, up to the next model.
std::string status_of(const engine::ModelSummary& model, const workspace::CheckedFile& file) {
    if (!model.has_findings) return "conformant";
    std::uint32_t end = static_cast<std::uint32_t>(file.text.size());
    for (const engine::ModelSummary& other : file.analysis.models) {
        if (other.span.begin > model.span.begin) end = std::min(end, other.span.begin);
    }
    const findings::Finding* worst = nullptr;
    for (const std::vector<findings::Finding>* findings : {&file.analysis.findings, &file.analysis.baselined}) {
        for (const findings::Finding& finding : *findings) {
            const bool concerns = finding.table == model.table && finding.status != findings::FindingStatus::None &&
                                  finding.span.begin >= model.span.begin && finding.span.begin < end;
            if (concerns && (worst == nullptr || finding.severity > worst->severity)) worst = &finding;
        }
    }
    return worst == nullptr ? "conformant" : std::string(to_string(worst->status));
}

}  // namespace

}  // namespace rowtype::cli
