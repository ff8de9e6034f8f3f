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

std::string github_annotation(findings::Severity severity, const std::string& file, LineColumn begin, LineColumn end,
                              const std::string& title, const std::string& message) {
    return "::" + std::string(command_of(severity)) + " file=" + escaped(file, true) + ",line=" + std::to_string(begin.line) +
           ",col=" + std::to_string(begin.column) + ",endLine=" + std::to_string(end.line) +
           ",endColumn=" + std::to_string(end.column) + ",title=" + escaped(title, true) + "::" + escaped(message, false) + "\n";
}

std::string github_text(const Report& report, const TextLayout& layout) {
    std::string text;
    for (const Issue& issue : report.issues) {
        const findings::Finding& finding = *issue.finding;
        if (finding.severity == findings::Severity::Info && !layout.hints) continue;
        text += github_annotation(finding.severity, printable(issue.file), issue.begin, issue.end,
                                  "rowtype (" + printable(finding.rule) + ")", message_of(finding));
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
