#include <algorithm>

#include "analysis/rules/fix_words.h"
#include "analysis/rules/rule.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/terminal_text.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

std::string rule_list(const Style& style);
std::string rule_text(const rules::Rule& rule, const Style& style);
std::string indented(std::string_view text);

}  // namespace

int run_explain(const ExplainOptions& options, Console& console) {
    const Style style = make_style(options.color, console.out_is_terminal());
    if (options.rule.empty()) {
        console.out(rule_list(style));
        return kExitClean;
    }
    if (const rules::Rule* rule = rules::find_rule(options.rule)) {
        console.out(rule_text(*rule, style));
        return kExitClean;
    }
    std::vector<std::string> known;
    for (const rules::Rule* rule : rules::all_rules()) known.emplace_back(rule->id);
    const std::optional<std::string> near = nearest_name(options.rule, known);
    console.error("error: unknown rule \"" + printable(options.rule) + "\"" + (near ? ": did you mean \"" + *near + "\"?" : "") +
                  "\n  rowtype explain lists all rules\n");
    return kExitUsage;
}

namespace {

std::string rule_list(const Style& style) {
    std::size_t widest = 0;
    for (const rules::Rule* rule : rules::all_rules()) widest = std::max(widest, rule->id.size());
    std::string text;
    for (const rules::Rule* rule : rules::all_rules()) {
        text += style.bold(padded(rule->id, static_cast<int>(widest))) + "  " +
                style.of(rule->default_severity, padded(to_string(rule->default_severity), 7)) + "  " +
                std::string(rule->summary) + "\n";
    }
    return text + "\nrowtype explain RULE prints the whole of one.\n";
}

std::string rule_text(const rules::Rule& rule, const Style& style) {
    std::string text = style.bold(rule.id) + " (" + style.of(rule.default_severity, to_string(rule.default_severity)) +
                       ", since " + std::string(rule.since) + ")\n" + std::string(rule.summary) + ".\n\n" +
                       std::string(rule.docs);
    if (!text.ends_with('\n')) text += '\n';
    if (!rule.example_schema.empty()) text += "\n" + style.bold("With this schema") + "\n\n" + indented(rule.example_schema);
    if (!rule.bad_example.empty()) text += "\n" + style.bold("it reports") + "\n\n" + indented(rule.bad_example);
    if (!rule.good_example.empty()) text += "\n" + style.bold("and not") + "\n\n" + indented(rule.good_example);
    if (rule.fix != nullptr) {
        text += "\nIts fix is " + std::string(rules::fix_words(rule)) +
                ": rowtype check --fix makes safe ones, --unsafe-fixes all.\n";
    } else {
        text += "\nFix: " + std::string(rules::fix_words(rule)) + ".\n";
    }
    text += "\nSet its level in [tool.rowtype.rules]: " + std::string(rule.id) +
            " = \"off\", \"info\", \"warning\" or \"error\".\nIgnore it on one line: # rowtype: ignore[" + std::string(rule.id) +
            "]\n";
    return text;
}

std::string indented(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (!(out.empty() && line.empty())) out += (line.empty() ? "" : "    ") + std::string(line) + "\n";
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return out;
}

}  // namespace

}  // namespace rowtype::cli
