#include <algorithm>

#include "analysis/engine/engine.h"
#include "analysis/facts/extract.h"
#include "analysis/facts/sql_file.h"
#include "analysis/fixes/ignore_comments.h"
#include "analysis/rules/rule.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::engine {

namespace {

bool is_about_comments(const findings::Finding& finding) {
    const rules::Rule* rule = rules::find_rule(finding.rule);
    return rule != nullptr && rule->family == rules::RuleFamily::Comment;
}

}  // namespace

IgnoredFindings ignore_findings(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                const std::vector<findings::Finding>& findings, findings::Severity lowest) {
    IgnoredFindings result;
    std::vector<findings::Finding> excusable;
    for (const findings::Finding& finding : findings) {
        if (finding.severity >= lowest) (is_about_comments(finding) ? result.left : excusable).push_back(finding);
    }
    if (excusable.empty()) return result;
    if (facts::is_sql_file(identity.path)) {
        result.objection = "comments of SQL files are left to you: -- rowtype: ignore[rule] on the line";
        result.left.insert(result.left.end(), excusable.begin(), excusable.end());
        return result;
    }
    const syntax::ParseOutcome outcome = syntax::parse(text);
    if (!outcome.tree) {
        result.objection = outcome.not_analysed;
        return result;
    }
    fixes::IgnoreComments comments =
        fixes::ignore_comments(text, facts::extract_facts(*outcome.tree, text, identity.extraction), excusable);
    result.objection = std::move(comments.objection);
    result.left.insert(result.left.end(), comments.left.begin(), comments.left.end());
    if (comments.edits.empty()) return result;

    // The proof: nothing is left that could be excused, and no comment is one too many.
    const Analysis after = analyse_text(identity, comments.text, environment);
    std::size_t still = 0;
    std::size_t about_comments = 0;
    for (const findings::Finding& finding : after.findings) {
        if (finding.severity >= lowest) ++(is_about_comments(finding) ? about_comments : still);
    }
    const bool is_proven = !after.not_analysed && still <= comments.left.size() &&
                           about_comments <= static_cast<std::size_t>(std::ranges::count_if(findings, is_about_comments));
    if (!is_proven) {
        result.objection = "the comments would not excuse what they are for";
        return result;
    }
    result.text = std::move(comments.text);
    result.lines = comments.edits.size();
    result.excused = excusable.size() - still;
    return result;
}

}  // namespace rowtype::engine
