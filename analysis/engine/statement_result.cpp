#include "analysis/engine/statement_result.h"

#include <algorithm>

#include "analysis/rules/rule.h"

namespace rowtype::engine {

namespace {

void count_models(const std::vector<binding::BoundModel>& models, StatementResult& result) {
    for (const binding::BoundModel& model : models) {
        if (model.relation == nullptr) continue;
        ++result.statistics.models_checked;
        ModelSummary summary;
        summary.class_name = model.class_name;
        summary.table = model.relation->name.to_string();
        summary.span = model.name_span;
        summary.is_row = model.role == binding::ModelRole::Row;
        summary.has_findings = std::ranges::any_of(result.findings, [&](const findings::Finding& finding) {
            return finding.severity >= findings::Severity::Warning && model.span.touches(finding.span);
        });
        result.models.push_back(std::move(summary));
    }
}

void count_queries(const binding::BoundStatement& bound, Statistics& statistics) {
    for (const binding::BoundQuery& query : bound.queries) {
        if (query.table.name.empty()) continue;  // goes on from another chain
        ++(query.table.unknown ? statistics.queries_skipped : statistics.queries_checked);
        statistics.relations_referenced += 1 + static_cast<std::uint32_t>(query.embedded.size());
    }
    for (const binding::BoundSql& sql : bound.sql) {
        const bool understood = sql.partial_reason.empty() || !sql.relations.empty();
        ++(understood ? statistics.sql_checked : statistics.sql_skipped);
        statistics.relations_referenced += static_cast<std::uint32_t>(sql.relations.size());
    }
}

}  // namespace

binding::BoundStatement bind_statement(const binding::StatementView& statement, const binding::Context& context,
                                       Statistics& statistics) {
    binding::BoundStatement bound;
    if (!statement.facts.classes.empty()) {
        binding::ModelBinding models = binding::bind_models(statement, context);
        bound.models = std::move(models.models);
        statistics.unchecked_lookalikes = std::move(models.unchecked_lookalikes);
    }
    if (!statement.facts.chains.empty()) {
        binding::QueryBinding queries = binding::bind_queries(statement, context);
        bound.queries = std::move(queries.queries);
        statistics.queries_skipped += queries.skipped;
    }
    if (!statement.facts.sql_calls.empty()) {
        binding::SqlBinding sql = binding::bind_sql(statement, context);
        bound.sql = std::move(sql.statements);
        statistics.sql_skipped += sql.skipped;
    }
    return bound;
}

StatementResult check_statement(const binding::StatementView& statement, const binding::Context& context) {
    StatementResult result;
    const binding::BoundStatement bound = bind_statement(statement, context, result.statistics);
    rules::FindingSink sink(result.findings, context.settings);
    for (const rules::Rule* rule : rules::all_rules()) {
        if (rule->check != nullptr) rule->check(bound, context, sink);
    }
    count_models(bound.models, result);
    count_queries(bound, result.statistics);
    return result;
}

}  // namespace rowtype::engine
