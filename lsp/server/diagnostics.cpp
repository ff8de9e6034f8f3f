#include "lsp/server/diagnostics.h"

#include <utility>

#include "analysis/rules/shown_findings.h"

namespace rowtype::server {

namespace {

DiagnosticSeverity severity_of(findings::Severity severity);
RelatedInformation related_of(const findings::RelatedLocation& location, const TextView& view, const DiagnosticStyle& style);

}  // namespace

DiagnosticStyle diagnostic_style(const ClientCapabilities& client, std::string uri, std::string root, std::string rules_page) {
    return {.uri = std::move(uri),
            .root = std::move(root),
            .rules_page = std::move(rules_page),
            .with_related = client.shows_related_information,
            .with_page = client.shows_code_descriptions,
            .with_data = client.keeps_diagnostic_data};
}

Diagnostic diagnostic_of(const findings::Finding& finding, const TextView& view, const DiagnosticStyle& style) {
    Diagnostic diagnostic;
    diagnostic.range = range_of(view, finding.span);
    diagnostic.severity = severity_of(finding.severity);
    diagnostic.code = finding.rule;
    diagnostic.message = finding.message;
    if (!finding.suggestion.empty()) diagnostic.message += ": did you mean \"" + finding.suggestion + "\"?";
    if (style.with_page && !style.rules_page.empty()) diagnostic.code_page = style.rules_page + "#" + finding.rule;
    if (style.with_related) {
        for (const findings::RelatedLocation& location : finding.related) {
            diagnostic.related.push_back(related_of(location, view, style));
        }
    }
    if (style.with_data) {
        diagnostic.data = DiagnosticData{.status = std::string(findings::to_string(finding.status)),
                                         .table = finding.table,
                                         .field = finding.field,
                                         .suggestion = finding.suggestion};
    }
    return diagnostic;
}

std::vector<Diagnostic> diagnostics_of(const engine::Analysis& analysis, const TextView& view, const DiagnosticStyle& style) {
    std::vector<Diagnostic> diagnostics;
    diagnostics.reserve(analysis.findings.size() + 1);
    if (analysis.not_analysed) {
        Diagnostic& note = diagnostics.emplace_back();
        note.severity = DiagnosticSeverity::Information;
        note.code = "not-analysed";
        note.message = "not analysed: " + *analysis.not_analysed;
    }
    const rules::ShownFindings shown = rules::shown_findings(analysis.findings);
    for (const rules::ShownFinding& one : shown.findings) {
        if (one.finding->severity != findings::Severity::Off) diagnostics.push_back(diagnostic_of(*one.finding, view, style));
    }
    return diagnostics;
}

namespace {

DiagnosticSeverity severity_of(findings::Severity severity) {
    switch (severity) {
        case findings::Severity::Error: return DiagnosticSeverity::Error;
        case findings::Severity::Warning: return DiagnosticSeverity::Warning;
        case findings::Severity::Info:
        case findings::Severity::Off: return DiagnosticSeverity::Hint;
    }
    return DiagnosticSeverity::Error;
}

// Another file is not read for this: its line is all that is known, and all that an editor needs to go there.
RelatedInformation related_of(const findings::RelatedLocation& location, const TextView& view, const DiagnosticStyle& style) {
    if (location.file.empty()) return {style.uri, range_of(view, location.span), location.message};
    const std::string path = location.file.starts_with('/') ? location.file : style.root + "/" + location.file;
    const std::uint32_t line = location.line > 0 ? location.line - 1 : 0;
    return {uri_of_path(path), {{line, 0}, {line, 0}}, location.message};
}

}  // namespace

}  // namespace rowtype::server
