#include "analysis/rules/embed_fixes.h"

#include <algorithm>
#include <optional>

#include "analysis/binding/file_places.h"
#include "analysis/rules/messages.h"

namespace rowtype::rules {

namespace {

// The problem that a finding stands for, looked up again by its place, in the statement around it or (a text that another one holds) in
// all others; spans absolute.
std::optional<binding::EmbedProblem> find_problem(const Finding& finding, const FixContext& context, bool is_around) {
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        const Span whole{statement.offset, statement.offset + statement.facts->length};
        if (statement.facts->chains.empty() || whole.contains(finding.span.begin) != is_around) continue;
        for (const binding::BoundQuery& query :
             binding::bind_queries({*statement.facts, statement.offset}, context.binding).queries) {
            for (const binding::EmbedProblem& problem : query.embed_problems) {
                if (binding::in_file(problem.span, statement.offset) != finding.span) continue;
                binding::EmbedProblem found = problem;
                found.name_span = binding::in_file(problem.name_span, statement.offset);
                found.hint_span = problem.hint_span.empty() ? Span{} : binding::in_file(problem.hint_span, statement.offset);
                return found;
            }
        }
    }
    return std::nullopt;
}

}  // namespace

void choose_hint(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    std::optional<binding::EmbedProblem> problem = find_problem(finding, context, true);
    if (!problem) problem = find_problem(finding, context, false);
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
