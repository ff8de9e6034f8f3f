#include "analysis/rules/embed_fixes.h"

#include <algorithm>
#include <optional>

#include "analysis/rules/messages.h"

namespace rowtype::rules {

namespace {

// The problem that a finding stands for, looked up again by its place; spans absolute.
std::optional<binding::EmbedProblem> find_problem(const Finding& finding, const FixContext& context) {
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        const Span whole{statement.offset, statement.offset + statement.facts->length};
        if (statement.facts->chains.empty() || !whole.contains(finding.span.begin)) continue;
        for (const binding::BoundQuery& query :
             binding::bind_queries({*statement.facts, statement.offset}, context.binding).queries) {
            for (const binding::EmbedProblem& problem : query.embed_problems) {
                if (problem.span.shifted(statement.offset) != finding.span) continue;
                binding::EmbedProblem found = problem;
                found.name_span = problem.name_span.shifted(statement.offset);
                found.hint_span = problem.hint_span.empty() ? Span{} : problem.hint_span.shifted(statement.offset);
                return found;
            }
        }
    }
    return std::nullopt;
}

}  // namespace

void choose_hint(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<binding::EmbedProblem> problem = find_problem(finding, context);
    if (!problem || slice(context.text, problem->name_span) != problem->target) return;
    if (is_reference(context.root, problem->name_span)) return;
    const bool has_hint = !problem->hint_span.empty();
    if (has_hint && slice(context.text, problem->hint_span) != problem->hint) return;
    for (const binding::EmbedHint& hint : problem->resolution.hints) {
        if (!is_plain_identifier(hint.hint)) continue;
        const TextEdit edit = has_hint ? TextEdit{problem->hint_span, hint.hint}
                                       : TextEdit{{problem->name_span.end, problem->name_span.end}, "!" + hint.hint};
        const std::string title = "Write " + problem->target + "!" + hint.hint + " (" + hint.explanation + ")";
        fixes.push_back({title, Fix::Safety::Safe, problem->resolution.hints.size() == 1, {edit}, false});
    }
}

std::string list_hints(const std::vector<binding::EmbedHint>& hints) {
    constexpr std::size_t kListed = 4;
    std::string text;
    for (std::size_t index = 0; index < hints.size() && index < kListed; ++index) {
        text += (index == 0 ? "" : ", ") + quoted(hints[index].hint) + " (" + hints[index].explanation + ")";
    }
    if (hints.size() > kListed) text += ", …";
    return text;
}

}  // namespace rowtype::rules
