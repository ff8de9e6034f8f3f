#include "lsp/cli/reporters.h"

namespace rowtype::cli {

namespace {

// In the message, "%", carriage return and line feed would end or change the command; in properties ":" and "," as well.
std::string escaped(std::string_view text, bool is_property) {
    std::string out;
    for (const char letter : text) {
        switch (letter) {
            case '%': out += "%25"; break;
            case '\r': out += "%0D"; break;
            case '\n': out += "%0A"; break;
            case ':': out += is_property ? "%3A" : ":"; break;
            case ',': out += is_property ? "%2C" : ","; break;
            default: out += letter;
        }
    }
    return out;
}

std::string_view command_of(findings::Severity severity) {
    switch (severity) {
        case findings::Severity::Error: return "error";
        case findings::Severity::Warning: return "warning";
        default: return "notice";
    }
}

}  // namespace

std::string github_text(const Report& report, const TextLayout& layout) {
    std::string text;
    for (const Issue& issue : report.issues) {
        const findings::Finding& finding = *issue.finding;
        if (finding.severity == findings::Severity::Info && !layout.hints) continue;
        text += "::" + std::string(command_of(finding.severity)) + " file=" + escaped(printable(issue.file), true) +
                ",line=" + std::to_string(issue.begin.line) + ",col=" + std::to_string(issue.begin.column) +
                ",endLine=" + std::to_string(issue.end.line) + ",endColumn=" + std::to_string(issue.end.column) +
                ",title=" + escaped("rowtype (" + printable(finding.rule) + ")", true) +
                "::" + escaped(message_of(finding), false) + "\n";
    }
    for (const NotAnalysed& input : report.not_analysed) {
        text += "::warning file=" + escaped(printable(input.file), true) +
                ",title=rowtype::" + escaped("not analysed: " + printable(input.reason), false) + "\n";
    }
    if (layout.quiet) return text;
    // What the runner shows as plain log lines must not be read as a command of its own.
    for (const char letter : summary_text(report, layout)) {
        text += letter;
        if (letter == ':' && text.size() > 1 && text[text.size() - 2] == ':') text.insert(text.size() - 1, " ");
    }
    return text;
}

}  // namespace rowtype::cli
