#include "analysis/rules/call_rules.h"

namespace rowtype::rules {

void report_call_problems(binding::CallProblemKind kind, const Rule& rule, const binding::BoundStatement& statement,
                          FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::CallProblem& problem : query.call_problems) {
            if (problem.kind != kind) continue;
            Finding* finding = sink.report(rule, rule.default_severity, problem.span, problem.message);
            if (finding != nullptr && query.table.relation != nullptr) finding->table = query.table.relation->name.to_string();
        }
    }
}

void mend_call(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        const Span whole{statement.offset, statement.offset + statement.facts->length};
        if (statement.facts->chains.empty() || !whole.contains(finding.span.begin)) continue;
        for (const binding::BoundQuery& query :
             binding::bind_queries({*statement.facts, statement.offset}, context.binding).queries) {
            for (const binding::CallProblem& problem : query.call_problems) {
                const bool is_it = problem.span.shifted(statement.offset) == finding.span && problem.message == finding.message;
                if (!is_it || problem.edits.empty()) continue;
                Fix fix{problem.fix_title, problem.is_safe ? Fix::Safety::Safe : Fix::Safety::Unsafe, fixes.empty(),
                        problem.edits, false};
                for (TextEdit& edit : fix.edits) edit.span = edit.span.shifted(statement.offset);
                fixes.push_back(std::move(fix));
                return;
            }
        }
    }
}

}  // namespace rowtype::rules
