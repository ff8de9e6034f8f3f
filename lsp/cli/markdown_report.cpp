// A comment on a pull request, in GitHub's Markdown. Names of the database and lines of the repository are hostile here as
// anywhere: they must not end the list, notify people, link or draw.
#include <algorithm>

#include "analysis/rules/rule.h"
#include "lsp/cli/reporters.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

// A text that is longer is cut; the JSON report has it whole. Columns, and bytes for letters without a width.
constexpr int kLongestText = 400;
constexpr std::size_t kMostBytes = 1'600;
constexpr std::size_t kSummaryRoom = 4'000;
constexpr std::size_t kTailRoom = 1'000;  // what follows the list

std::string heading(const Report& report, std::size_t shown);
std::string counts(const Report& report, const TextLayout& layout, std::size_t shown);
std::string details_list(const std::vector<const Issue*>& issues, const Report& report, std::size_t room);
std::string item(const Issue& issue, const Report& report);
std::string remedy(const Issue& issue, const Report& report);
std::string paragraphs(std::string_view lines);
std::string brief(std::string_view text);
std::string escaped(std::string_view text);
std::string code(std::string_view text);

}  // namespace

std::string markdown_text(const Report& report, const TextLayout& given) {
    TextLayout layout = given;
    layout.style = Style(false);
    const std::vector<const Issue*> issues = issues_by_severity(report, layout.hints);
    std::string text = heading(report, issues.size()) + "\n\n" + counts(report, layout, issues.size());
    const std::string checked = layout.quiet ? "" : paragraphs(coverage_text(report, layout));
    if (!issues.empty()) {
        text += "\n<details>\n<summary>View issues</summary>\n\n" +
                details_list(issues, report, kMarkdownRoom - kTailRoom - text.size() - checked.size()) + "\n</details>\n";
    }
    if (!checked.empty()) text += "\n" + checked;
    if (!issues.empty() && !layout.quiet) {
        text +=
            "\nRun `rowtype check` to see each at its place in the source, `rowtype explain RULE` for what a rule says; "
            "`rowtype server` offers the fixes in your editor.\n";
    }
    return text;
}

namespace {

std::string heading(const Report& report, std::size_t shown) {
    if (report.fails) return "## ❌ Schema Conformance Check Failed";
    if (!report.not_analysed.empty()) return "## ⚠️ Schema Conformance Check Incomplete";
    if (shown > 0 || !report.checked_something()) return "## ⚠️ Schema Conformance Check";
    return "## ✅ Schema Conformance Check Passed";
}

std::string counts(const Report& report, const TextLayout& layout, std::size_t shown) {
    if (shown == 0) return paragraphs(verdict_text(report, layout));
    std::string text = "Found " + counted(report.errors, "error") + " and " + counted(report.warnings, "warning");
    if (layout.hints) text += " and " + counted(report.hints, "hint");
    text += " against the schema of " + escaped(brief(report.schema->title()));
    if (!report.nested.empty()) text += " and " + counted(report.nested.size(), "further schema");
    text += ".\n";
    return text;
}

std::string details_list(const std::vector<const Issue*>& issues, const Report& report, std::size_t room) {
    std::string text;
    for (std::size_t i = 0; i < issues.size(); ++i) {
        const std::string line = item(*issues[i], report);
        if (text.size() + line.size() > room) {
            return text + "\n… and " + std::to_string(issues.size() - i) +
                   " more, which do not fit here: the JSON report has them all.\n";
        }
        text += line;
    }
    return text;
}

// - ❌ **public.users.nmae**: public.users has no column "nmae" (`app/users.py:12`, unknown-column). Replace by "name"
std::string item(const Issue& issue, const Report& report) {
    const findings::Finding& finding = *issue.finding;
    std::string name = finding.table + (finding.table.empty() || finding.field.empty() ? "" : ".") + finding.field;
    if (name.empty()) name = finding.rule;
    const char* const icon = finding.severity == findings::Severity::Error     ? "❌"
                             : finding.severity == findings::Severity::Warning ? "⚠️"
                                                                               : "💡";
    return "- " + std::string(icon) + " **" + escaped(brief(name)) + "**: " + escaped(brief(message_of(finding))) + " (" +
           code(brief(issue.file) + ":" + std::to_string(issue.begin.line)) + ", " + escaped(finding.rule) + "). " +
           remedy(issue, report) + "\n";
}

// A name that a shell takes as it is. Any other stands in no command that people copy.
bool is_plain(std::string_view name) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
    return !name.empty() && name.find_first_not_of(kPlain) == std::string_view::npos;
}

// What mends it: the command that renews a model, or else the edit that the editor offers.
std::string remedy(const Issue& issue, const Report& report) {
    const findings::Finding& finding = *issue.finding;
    const rules::Rule* rule = rules::find_rule(finding.rule);
    const bool of_models =
        rule != nullptr && (rule->family == rules::RuleFamily::Model || rule->family == rules::RuleFamily::Project);
    if (of_models && !finding.table.empty()) {
        const workspace::Configuration& configuration = report.configuration_of(issue.source->absolute_path);
        const std::string& output = configuration.settings.generate.output;
        const bool generated = !output.empty() && issue.source->absolute_path == workspace::join_path(configuration.root, output);
        if (generated) return "Write the models anew: `rowtype generate`";
        if (is_plain(finding.table)) {
            return "The model as the schema has it: `rowtype generate -t " + finding.table + " -o -`";
        }
        return "The models as the schema has them: `rowtype generate -o -`";
    }
    if (const findings::Fix* fix = finding.best_fix()) return escaped(brief(fix->title));
    return "What it means: " + code("rowtype explain " + finding.rule);
}

// A paragraph for each line of the summary, a list for indented ones; what is beyond kSummaryRoom is left out.
std::string paragraphs(std::string_view lines) {
    std::string text;
    for (std::size_t start = 0; start < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        const std::string_view line = lines.substr(start, end - start);
        const bool is_entry = line.starts_with("  ");
        const std::string shown = (is_entry ? "- " : "\n") + escaped(brief(is_entry ? line.substr(2) : line)) + "\n";
        if (text.size() + shown.size() > kSummaryRoom) break;
        text += shown;
        start = end + 1;
    }
    return text.empty() ? text : text.substr(1);
}

std::string brief(std::string_view text) {
    std::string cut = shortened(printable(text), kLongestText);
    if (cut.size() <= kMostBytes) return cut;
    std::size_t size = kMostBytes;
    while (size > 0 && (static_cast<unsigned char>(cut[size]) & 0xC0U) == 0x80U) --size;
    cut.resize(size);
    return cut + "…";
}

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

// As GitHub would show it if it meant nothing. A zero-width space keeps it from reading mentions, references to issues, sums
// between dollar signs and addresses: those are looked for after the Markdown was read, where an escape is gone.
std::string escaped(std::string_view text) {
    constexpr const char* kNothing = "&#8203;";
    const std::string clean = printable(text);
    std::string out;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        const char letter = clean[i];
        switch (letter) {
            case '&': out += "&amp;"; continue;
            case '<': out += "&lt;"; continue;
            case '>': out += "&gt;"; continue;
            case '@': out += std::string("@") + kNothing; continue;
            case '#': out += std::string("\\#") + kNothing; continue;
            case '$': out += std::string("\\$") + kNothing; continue;
            default: break;
        }
        if (letter == '.' && i >= 3 && clean.compare(i - 3, 3, "www") == 0) out += kNothing;
        const bool in_a_word = letter == '_' && i > 0 && is_word(clean[i - 1]) && i + 1 < clean.size() && is_word(clean[i + 1]);
        if (!in_a_word && std::string_view("\\`*_[]|~!{}").find(letter) != std::string_view::npos) out += '\\';
        out += letter;
        if (letter == ':' && clean.compare(i + 1, 2, "//") == 0) out += kNothing;
    }
    return out;
}

// A code span: nothing in it means anything but the fence, which is longer than any run of backticks inside.
std::string code(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char letter : text) {
        run = letter == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const std::string space = longest > 0 ? " " : "";
    return fence + space + std::string(text) + space + fence;
}

}  // namespace

}  // namespace rowtype::cli
