#include <algorithm>
#include <utility>

#include "lsp/cli/reporters.h"
#include "lsp/cli/setup.h"

namespace rowtype::cli {

namespace {

std::string header(const Report& report, const TextLayout& layout);
std::string issue_text(const Issue& issue, const TextLayout& layout);
std::string source_excerpt(const Issue& issue, const TextLayout& layout, std::size_t margin);
std::string related_text(const Issue& issue, const findings::RelatedLocation& related);

}  // namespace

std::string full_text(const Report& report, const TextLayout& layout) {
    std::string text = layout.quiet ? "" : header(report, layout);
    bool is_one_liner = false;
    for (const Issue& issue : report.issues) {
        if (issue.severity() == findings::Severity::Info && !layout.hints) continue;
        const std::string shown = issue_text(issue, layout);
        const bool was_one_liner = std::exchange(is_one_liner, std::count(shown.begin(), shown.end(), '\n') == 1);
        if (was_one_liner && !is_one_liner) text += "\n";  // findings without source stand together
        text += shown + (is_one_liner ? "" : "\n");
    }
    if (is_one_liner) text += "\n";
    text += layout.quiet ? not_analysed_text(report, layout) : summary_text(report, layout);
    return text;
}

std::string message_of(const findings::Finding& finding) {
    std::string message = finding.message;
    if (!finding.suggestion.empty() && message.find("did you mean") == std::string::npos) {
        message += ": did you mean \"" + finding.suggestion + "\"?";
    }
    return printable(message);
}

namespace {

std::string schema_lines(const workspace::LoadedSchema& schema, const std::string& title, const TextLayout& layout) {
    std::string text =
        layout.style.dim(title + ": " + printable(schema.title()) + ", " + counted(own_relations(*schema.catalog), "relation")) +
        "\n";
    for (const std::string& note : schema.notes) text += layout.style.dim("note: " + printable(note)) + "\n";
    return text;
}

std::string header(const Report& report, const TextLayout& layout) {
    // The first may be a folder's as well, where no file is the tree's own.
    const std::string first = shown_path(report.configuration->root);
    const bool is_named = !report.nested.empty() && first != ".";
    std::string text = schema_lines(*report.schema, is_named ? "Schema of " + first : "Schema", layout);
    for (const ProjectRun* project : report.nested) {
        const std::string folder = shown_path(project->configuration.root);
        const bool is_database = !project->configuration.database.empty() && folder == ".";
        text += schema_lines(project->schema, is_database ? "Schema" : "Schema of " + folder, layout);
    }
    return text + "\n";
}

// app/users.py:12:18: error[unknown-column] public.users has no column "nmae": did you mean "name"?
//    |
// 12 |     rows = client.table("users").select("id, nmae")
//    |                                              ^^^^
//    = help: fix available: Replace by "name"
std::string issue_text(const Issue& issue, const TextLayout& layout) {
    const Style& style = layout.style;
    const findings::Finding& finding = *issue.finding;
    const std::string place = issue.file + ":" + std::to_string(issue.begin.line) + ":" + std::to_string(issue.begin.column);
    std::string text =
        style.bold(printable(place)) + ": " +
        style.of(finding.severity, std::string(to_string(finding.severity)) + "[" + printable(finding.rule) + "]") + " " +
        style.bold(message_of(finding)) + "\n";
    const std::size_t margin = std::max<std::size_t>(2, std::to_string(issue.begin.line).size());
    text += source_excerpt(issue, layout, margin);
    const std::string indent(margin, ' ');
    for (const findings::RelatedLocation& related : finding.related) {
        text += indent + style.accent(" = ") + style.bold("note") + ": " + related_text(issue, related) + "\n";
    }
    if (const findings::Fix* fix = finding.best_fix()) {
        text += indent + style.accent(" = ") + style.bold("help") + ": fix available: " + printable(fix->title) + "\n";
    }
    return text;
}

std::string source_excerpt(const Issue& issue, const TextLayout& layout, std::size_t margin) {
    const findings::Finding& finding = *issue.finding;
    if (finding.span.empty() && finding.span.begin == 0) return "";  // of the whole file
    const workspace::CheckedFile& source = *issue.source;
    const Span line = source.lines.line_span(source.text, issue.begin.line - 1);
    const Span mark = {finding.span.begin - std::min(finding.span.begin, line.begin),
                       std::max(finding.span.end, line.begin) - line.begin};
    const int room = std::max(20, layout.width - static_cast<int>(margin) - 4);
    const SourceLine rendered = render_source_line(slice(source.text, line), mark, room);
    const Style& style = layout.style;
    const std::string number = std::to_string(issue.begin.line);
    const std::string bar = style.accent(" |");
    std::string text = std::string(margin, ' ') + bar + "\n";
    text += style.accent(std::string(margin - number.size(), ' ') + number) + bar + " " + rendered.text + "\n";
    text += std::string(margin, ' ') + bar + " " + std::string(static_cast<std::size_t>(rendered.mark_begin), ' ') +
            style.of(finding.severity, std::string(static_cast<std::size_t>(rendered.mark_width), '^')) + "\n";
    return text;
}

std::string related_text(const Issue& issue, const findings::RelatedLocation& related) {
    std::string place;
    if (!related.file.empty()) {
        place = related.file + (related.line > 0 ? ":" + std::to_string(related.line) : "");
    } else if (!related.span.empty()) {
        const LineColumn at = issue.source->lines.line_column(issue.source->text, related.span.begin);
        place = issue.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }
    return printable(related.message) + (place.empty() ? "" : " (" + printable(place) + ")");
}

}  // namespace

}  // namespace rowtype::cli
