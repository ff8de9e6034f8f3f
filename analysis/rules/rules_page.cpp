#include "analysis/rules/rules_page.h"

#include "analysis/rules/fix_words.h"

namespace rowtype::rules {

namespace {

std::string status_word(FindingStatus status) {
    const std::string_view word = findings::to_string(status);
    return word.empty() ? "—" : "`" + std::string(word) + "`";
}

void add_code(std::string& page, std::string_view language, std::string_view code) {
    page += "```" + std::string(language) + "\n" + std::string(code);
    if (!code.ends_with('\n')) page += "\n";
    page += "```\n";
}

// For the table: which words its section has more of.
std::string kind_of_fix(const Rule& rule) {
    const std::string_view words = fix_words(rule);
    if (rule.fix == nullptr) return "—";
    if (words == "safe" || words == "unsafe") return std::string(words);
    return "safe or unsafe";
}

}  // namespace

std::string rule_section(const Rule& rule, std::string_view bad_output) {
    std::string page = "## " + std::string(rule.id) + "\n\n" + std::string(rule.summary) + ".\n\n";
    page += "Default: " + std::string(findings::to_string(rule.default_severity)) + " · status: " + status_word(rule.status) +
            " · since " + std::string(rule.since) + " · fix: " + std::string(fix_words(rule)) + "\n\n";
    page += std::string(rule.docs) + "\n\nWith this schema:\n\n";
    add_code(page, "sql", rule.example_schema);
    page += "\nthis is reported:\n\n";
    add_code(page, "python", rule.bad_example);
    if (!bad_output.empty()) {
        page += "\n";
        add_code(page, "text", bad_output);
    }
    page += "\nand this is right:\n\n";
    add_code(page, "python", rule.good_example);
    return page;
}

std::string rules_page_head() {
    std::string page =
        "# Rules\n\n"
        "<!-- Made from analysis/rules/*.cpp by tests/analysis/rules; run it with ROWTYPE_UPDATE_GOLDENS=1 to renew this page. "
        "-->\n\n"
        "Levels are set by `[tool.rowtype.rules]` (`stale-field = \"error\"`, `missing-model = \"off\"`); a line is excused by\n"
        "`# rowtype: ignore[rule]`, a file by `# rowtype: ignore-file[rule]`. `rowtype explain RULE` prints a section of this "
        "page.\n\n"
        "A fix is safe where it keeps the meaning or mends a plain error: `rowtype check --fix` makes those. It is unsafe where "
        "it removes\n"
        "or retypes what somebody wrote, or goes by a guess: `--unsafe-fixes` makes these, too.\n\n"
        "| rule | default | fix | what it says |\n|---|---|---|---|\n";
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->id);
        page += "| [`" + id + "`](#" + id + ") | " + std::string(findings::to_string(rule->default_severity)) + " | " +
                kind_of_fix(*rule) + " | " + std::string(rule->summary) + " |\n";
    }
    return page;
}

}  // namespace rowtype::rules
