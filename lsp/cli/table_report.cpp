#include <algorithm>
#include <array>

#include "lsp/cli/display_width.h"
#include "lsp/cli/reporters.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kColumns = 4;
using Row = std::array<std::string, kColumns>;

std::string status_word(const findings::Finding& finding);
std::string drawn(const std::vector<const Issue*>& issues, const TextLayout& layout);
std::vector<std::string> wrapped(const std::string& text, int width);

}  // namespace

std::string table_text(const Report& report, const TextLayout& layout) {
    const Style& style = layout.style;
    std::string text;
    if (!layout.quiet) {
        std::string models;
        for (const std::string& path : report.model_path) models += (models.empty() ? "" : ", ") + path;
        text += style.bold("Schema Conformance Check") + "\n";
        text += "Database: " + printable(report.database) + "\n";
        text += "Models: " + (models.empty() ? "none configured" : printable(models)) + "\n\n";
    }
    const std::vector<const Issue*> issues = issues_by_severity(report, layout.hints);
    const bool is_clean = issues.empty() && report.checked_something() && report.not_analysed.empty() && report.excused() == 0;
    if (!issues.empty()) {
        text += style.bad("Found " + counted(report.errors, "error") + ", " + counted(report.warnings, "warning") +
                          (layout.hints ? ", " + counted(report.hints, "hint") : "")) +
                "\n\n";
        text += drawn(issues, layout) + "\n";
    } else if (is_clean) {
        text += style.good("All schemas are conformant!") + "\n\n";
    }
    if (layout.quiet) return text + not_analysed_text(report, layout);
    const bool has_verdict = is_clean || !issues.empty();
    return text + (has_verdict ? coverage_text(report, layout) : summary_text(report, layout));
}

namespace {

std::string status_word(const findings::Finding& finding) {
    return finding.status == findings::FindingStatus::None ? "—" : std::string(to_string(finding.status));
}

// Columns as wide as what they hold; the details take what is left of the terminal and wrap.
std::string drawn(const std::vector<const Issue*>& issues, const TextLayout& layout) {
    const Row titles = {"Table", "Field", "Issue", "Details"};
    std::vector<Row> rows;
    std::array<int, kColumns> widths{};
    for (std::size_t column = 0; column < kColumns; ++column) widths[column] = display_width(titles[column]);
    for (const Issue* issue : issues) {
        const findings::Finding& finding = *issue->finding;
        std::string fields = finding.field;
        for (const std::string& field : issue->fields) fields += (fields.empty() ? "" : ", ") + field;
        const std::string place = printable(issue->file) + ":" + std::to_string(issue->begin.line);
        Row row = {finding.table.empty() ? "-" : shortened(printable(finding.table), 40),
                   fields.empty() ? "-" : shortened(printable(fields), 32), status_word(finding),
                   message_of(finding) + " (" + place + ")"};
        for (std::size_t column = 0; column + 1 < kColumns; ++column)
            widths[column] = std::max(widths[column], display_width(row[column]));
        rows.push_back(std::move(row));
    }
    const int taken = widths[0] + widths[1] + widths[2] + 3 * 3;
    widths[3] = std::max(30, layout.width - taken);
    const Style& style = layout.style;
    std::string text;
    std::string rule;
    for (std::size_t column = 0; column < kColumns; ++column) {
        const bool last = column + 1 == kColumns;
        text += style.bold(last ? titles[column] : padded(titles[column], widths[column])) + (last ? "\n" : " │ ");
        for (int i = 0; i < widths[column]; ++i) rule += "─";
        rule += last ? "\n" : "─┼─";
    }
    text += style.dim(rule.substr(0, rule.size() - 1)) + "\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::vector<std::string> details = wrapped(rows[i][3], widths[3]);
        for (std::size_t line = 0; line < details.size(); ++line) {
            const auto cell = [&](std::size_t column) { return padded(line == 0 ? rows[i][column] : "", widths[column]); };
            text += style.accent(cell(0)) + " │ " + style.field(cell(1)) + " │ " + style.of(issues[i]->severity(), cell(2)) +
                    " │ " + details[line] + "\n";
        }
    }
    return text;
}

// At spaces where possible; a word longer than the column stays whole.
std::vector<std::string> wrapped(const std::string& text, int width) {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::string word = text.substr(start, end - start);
        if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
            lines.push_back(line);
            line = word;
        } else {
            line += (line.empty() ? "" : " ") + word;
        }
        start = end + 1;
    }
    lines.push_back(line);
    return lines;
}

}  // namespace

}  // namespace rowtype::cli
