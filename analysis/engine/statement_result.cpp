#include "analysis/engine/statement_result.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "analysis/binding/bind_cache_entries.h"
#include "analysis/binding/bind_row_classes.h"
#include "analysis/binding/bind_rows.h"
#include "analysis/binding/driver_rows.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/file_places.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/engine/pending_uses.h"
#include "analysis/orm/bind_tables.h"
#include "analysis/orm/bind_uses.h"
#include "analysis/rules/rule.h"

namespace rowtype::engine {

namespace {

using binding::Mute;

// Whether the type of every field that is a column was judged.
bool count_fields(const binding::BoundModel& model, Statistics& statistics);

bool is_reported(const findings::Finding& finding) { return finding.severity >= findings::Severity::Warning; }

// The places where a warning or an error stands.
std::set<Span> reported_places(const std::vector<findings::Finding>& findings) {
    std::set<Span> places;
    for (const findings::Finding& finding : findings) {
        if (is_reported(finding)) places.insert(finding.span);
    }
    return places;
}

template <class Places>
bool any_reported(const Places& places, const std::set<Span>& reported) {
    return std::ranges::any_of(places, [&](const auto& place) { return reported.contains(place.span); });
}

bool is_payload_faulty(const binding::BoundQuery& query, const std::set<Span>& reported) {
    if (query.conflict_target && any_reported(std::array{*query.conflict_target}, reported)) return true;
    if (!query.payload) return false;
    if (reported.contains(query.payload->method_span)) return true;
    return std::ranges::any_of(query.payload->rows, [&](const binding::PayloadRow& row) {
        return reported.contains({row.span.begin, row.span.begin + 1}) || any_reported(row.keys, reported);
    });
}

// By what the query names: its payload may stand in a statement before it.
bool is_faulty(const binding::BoundQuery& query, const std::set<Span>& reported) {
    return any_reported(std::array{query.table}, reported) || any_reported(query.other_tables, reported) ||
           any_reported(query.embedded, reported) || any_reported(query.columns, reported) ||
           any_reported(query.invalid_selects, reported) || any_reported(query.embed_problems, reported) ||
           any_reported(query.call_problems, reported) || is_payload_faulty(query, reported) ||
           (query.function &&
            (any_reported(std::array{*query.function}, reported) || any_reported(query.function->surplus, reported)));
}

bool is_faulty(const binding::BoundSql& sql, const std::set<Span>& reported) {
    const bool is_refused = sql.invalid && any_reported(std::array{*sql.invalid}, reported);
    return is_refused || any_reported(sql.relations, reported) || any_reported(sql.columns, reported) ||
           any_reported(sql.refused, reported) || any_reported(sql.literals, reported) || any_reported(sql.problems, reported);
}

void count_models(const std::vector<binding::BoundModel>& models, StatementResult& result) {
    for (const binding::BoundModel& model : models) {
        if (model.relation == nullptr) {
            if (model.relation_unknown) count(result.statistics.muted, Mute::ModelTableMayExist);
            continue;
        }
        ++result.statistics.models_checked;
        const bool all_judged = count_fields(model, result.statistics);
        if (!model.fields_complete) count(result.statistics.muted, Mute::ModelBaseNotFound);
        else if (!all_judged) count(result.statistics.muted, Mute::ModelFieldsNotJudged);
        ModelSummary summary;
        summary.class_name = model.class_name;
        summary.table = model.relation->name.to_string();
        summary.span = model.name_span;
        summary.is_row = model.role == binding::ModelRole::Row;
        summary.has_findings = std::ranges::any_of(result.findings, [&](const findings::Finding& finding) {
            return is_reported(finding) && model.span.touches(finding.span);
        });
        result.models.push_back(std::move(summary));
    }
}

// The class itself is counted once: as one that is not wholly known, or as one of which some fields were not judged.
bool has_unjudged_fields_alone(const binding::BoundTable& table) {
    const auto says = [&](Mute reason) { return std::ranges::find(table.muted, reason) != table.muted.end(); };
    if (says(Mute::ModelBaseNotFound) || says(Mute::ModelExtended)) return false;
    return says(Mute::FieldTypeNotKnown) || says(Mute::FieldMayBeColumn);
}

// Of an object-relational mapper.
void count_tables(const std::vector<binding::BoundTable>& tables, StatementResult& result) {
    for (const binding::BoundTable& table : tables) {
        if (table.relation == nullptr) {
            if (table.relation_unknown) count(result.statistics.muted, Mute::ModelTableMayExist);
            continue;
        }
        ++result.statistics.models_checked;
        for (const binding::DeclaredColumn& column : table.columns) {
            if (column.column != nullptr && column.type) ++result.statistics.fields_checked;
        }
        if (has_unjudged_fields_alone(table)) count(result.statistics.muted, Mute::ModelFieldsNotJudged);
        ModelSummary summary;
        summary.class_name = table.name;
        summary.table = table.relation->name.to_string();
        summary.span = table.name_span;
        summary.is_row = true;
        summary.has_findings = std::ranges::any_of(result.findings, [&](const findings::Finding& finding) {
            return is_reported(finding) && table.span.touches(finding.span);
        });
        result.models.push_back(std::move(summary));
    }
}

void add_unlike(const std::vector<binding::UnlikeTable>& tables, StatementResult& result) {
    for (const binding::UnlikeTable& table : tables) {
        ModelSummary& summary = result.models.emplace_back();
        summary.class_name = table.name;
        summary.table = table.relation->name.to_string();
        summary.span = table.name_span;
        summary.is_row = true;
        summary.is_checked = false;
    }
}

bool count_fields(const binding::BoundModel& model, Statistics& statistics) {
    bool all_judged = true;
    for (const binding::BoundField& field : model.fields) {
        if (field.is_embed) count(statistics.muted, Mute::FieldIsEmbed);
        if (field.column == nullptr || !field.is_column || field.checked_at_base) continue;
        const bool is_judged = field.type_checkable && field.annotation.kind != types::AnnotationKind::Unknown;
        all_judged = all_judged && is_judged;
        if (!field.type_checkable) {
            count(statistics.muted, Mute::FieldHasValidator);
        } else if (field.annotation.kind == types::AnnotationKind::Unknown) {
            count(statistics.muted, Mute::FieldAnnotationNotUnderstood);
        } else {
            ++statistics.fields_checked;
        }
    }
    return all_judged;
}

void count_columns(const std::vector<binding::ColumnReference>& columns, Statistics& statistics) {
    for (const binding::ColumnReference& column : columns) {
        if (column.is_judged()) ++statistics.columns_checked;
        if (!column.is_judged()) count(statistics.muted, Mute::ColumnOfTableNotWhollyKnown);
    }
}

bool all_judged(const std::vector<binding::ColumnReference>& columns) {
    return std::ranges::all_of(columns, &binding::ColumnReference::is_judged);
}

// Why a query of which the table is known was checked in part only; nothing where all of it was.
std::optional<Mute> in_part(const binding::BoundQuery& query) {
    if (query.columns_not_constant > 0) return Mute::QueryColumnsNotConstant;
    if (query.columns_without_table > 0) return Mute::QueryRelationNotKnown;
    if (!all_judged(query.columns)) return Mute::QueryTableNotWhollyKnown;
    return std::nullopt;
}

std::optional<Mute> in_part(const binding::BoundSql& sql) {
    if (sql.mute) return sql.mute;
    if (std::ranges::any_of(sql.relations, &binding::RelationReference::unknown)) return Mute::SqlTableMayExist;
    const auto is_open = [](const auto& each) { return each.relation != nullptr && !each.relation->columns_complete; };
    if (std::ranges::any_of(sql.relations, is_open)) return Mute::SqlTableNotWhollyKnown;
    return std::nullopt;
}

bool is_found(const catalog::Relation* relation) { return relation != nullptr && !relation->presumed; }

void count_queries(const binding::BoundStatement& bound, const std::vector<findings::Finding>& findings, Statistics& statistics) {
    const std::set<Span> reported = reported_places(findings);
    for (const binding::BoundQuery& query : bound.queries) {
        count_columns(query.columns, statistics);
        count(statistics.muted, Mute::ColumnNotConstant, query.columns_not_constant);
        count(statistics.muted, Mute::ColumnOfUnknownTable, query.columns_without_table);
        if (query.table.name.empty() && !query.function) continue;  // goes on from another chain
        const bool unknown = query.function ? query.function->unknown : query.table.unknown;
        ++(unknown ? statistics.queries_skipped : statistics.queries_checked);
        if (!unknown && is_faulty(query, reported)) ++statistics.queries_faulty;
        if (query.mute) count(statistics.muted, *query.mute);
        else if (const auto reason = in_part(query); reason && !unknown) count(statistics.muted, *reason);
        const std::uint32_t tables = is_found(query.table.relation) ? 1 : 0;
        statistics.relations_found += tables + static_cast<std::uint32_t>(query.embedded.size());
    }
    for (const binding::BoundSql& sql : bound.sql) {
        const bool understood = !sql.mute || !sql.relations.empty();
        ++(understood ? statistics.sql_checked : statistics.sql_skipped);
        if (understood && is_faulty(sql, reported)) ++statistics.sql_faulty;
        // One whose tables are not constant either is not checked in part, but not at all.
        const bool names_nothing = !understood && sql.mute == Mute::SqlClauseNotConstant;
        if (const auto reason = names_nothing ? Mute::SqlNotConstant : in_part(sql)) count(statistics.muted, *reason);
        count_columns(sql.columns, statistics);
        statistics.relations_found +=
            static_cast<std::uint32_t>(std::ranges::count_if(sql.relations, is_found, &binding::RelationReference::relation));
    }
}

void add(const binding::MuteCounts& muted, Statistics& statistics) {
    for (std::size_t index = 0; index < muted.size(); ++index) statistics.muted[index] += muted[index];
}

// "Users.rename" of an offset in that method; empty outside classes and functions.
std::string scope_path(const std::vector<facts::Scope>& scopes, std::uint32_t offset) {
    // Scopes stand in the order of the text: the last that begins before the offset is the innermost, or inside of it.
    const auto behind = std::ranges::upper_bound(scopes, offset, {}, [](const facts::Scope& scope) { return scope.span.begin; });
    std::size_t innermost = behind == scopes.begin() ? 0 : static_cast<std::size_t>(behind - scopes.begin()) - 1;
    while (innermost != 0 && !scopes[innermost].span.contains(offset)) innermost = scopes[innermost].parent;
    std::string path;
    for (std::size_t index = innermost; index != 0; index = scopes[index].parent) {
        path = path.empty() ? scopes[index].name : scopes[index].name + "." + path;
    }
    return path;
}

// A finding in a text that another file holds stands at the name that brings the text, and says where that is.
void name_places_elsewhere(const binding::Context& context, StatementResult& result) {
    for (findings::Finding& finding : result.findings) {
        const std::uint32_t number = binding::number_of(finding.span);
        if (number == 0) continue;
        finding.span = binding::place_in_statement(finding.span);
        const auto place = context.modules->place_of(number);
        if (place) finding.related.push_back({"written here", place->file, {}, place->line});
    }
    context.modules->stop_numbering();
}

// Findings in a text that another statement of the file holds become relative to that one.
void move_to_holders(const binding::Context& context, StatementResult& result) {
    const std::vector<facts::PlacedStatement>& statements = context.file_facts.statements;
    for (std::size_t index = 0; index < result.findings.size(); ++index) {
        findings::Finding& finding = result.findings[index];
        if (!binding::is_of_file(finding.span)) continue;
        finding.span = binding::in_file(finding.span, 0);
        const auto behind = std::ranges::upper_bound(statements, finding.span.begin, {}, &facts::PlacedStatement::offset);
        if (behind == statements.begin()) continue;
        const facts::PlacedStatement& holder = *std::prev(behind);
        finding.span = finding.span.shifted(0U - holder.offset);
        finding.scope = scope_path(holder.facts->scopes, finding.span.begin);
        result.elsewhere.push_back({index, holder.facts});
    }
}

// Of a statement, or of one that says the same, since an edit may have made it anew.
std::uint32_t offset_of(const facts::StatementFacts& statement, const facts::FileFacts& file) {
    const auto same = std::ranges::find_if(file.statements, [&](const auto& placed) { return placed.facts.get() == &statement; });
    if (same != file.statements.end()) return same->offset;
    const auto equal = std::ranges::find_if(file.statements, [&](const auto& placed) { return *placed.facts == statement; });
    return equal == file.statements.end() ? 0 : equal->offset;
}

// Keys that are asked of rows of builder queries and of SQL.
void bind_rows(const binding::StatementView& statement, const binding::Context& context, binding::BoundStatement& bound,
               Statistics& statistics) {
    std::vector<binding::BoundQuery> queries = binding::driver_queries(statement, bound.sql, context);
    queries.insert(queries.end(), bound.queries.begin(), bound.queries.end());
    binding::RowBinding rows = binding::bind_rows(statement, queries, context);
    bound.row_keys = std::move(rows.keys);
    std::ranges::move(rows.widths, std::back_inserter(bound.row_widths));
    bound.row_models = std::move(rows.models);
    bound.row_comparisons = std::move(rows.comparisons);
    bound.row_roots = std::move(rows.roots);
    // Of a text that is held elsewhere nobody else keeps what it gives.
    for (const binding::BoundQuery& query : queries) bound.row_roots.push_back(query.root);
    statistics.columns_checked += static_cast<std::uint32_t>(bound.row_keys.size());
    add(rows.muted, statistics);
}

}  // namespace

std::vector<findings::Finding> placed_findings(const StatementResult& result, std::uint32_t offset,
                                               const facts::FileFacts& file) {
    std::vector<findings::Finding> findings = result.findings;
    auto elsewhere = result.elsewhere.begin();
    for (std::size_t index = 0; index < findings.size(); ++index) {
        const bool is_elsewhere = elsewhere != result.elsewhere.end() && elsewhere->finding == index;
        findings[index].span = findings[index].span.shifted(is_elsewhere ? offset_of(*(elsewhere++)->holder, file) : offset);
    }
    return findings;
}

binding::BoundStatement bind_statement(const binding::StatementView& statement, const binding::Context& context,
                                       Statistics& statistics) {
    binding::BoundStatement bound;
    if (!statement.facts.classes.empty()) {
        binding::ModelBinding models = binding::bind_models(statement, context);
        bound.models = std::move(models.models);
        statistics.unchecked_lookalikes = std::move(models.unchecked_lookalikes);
        add(models.muted, statistics);
    }
    orm::TableBinding tables = orm::bind_tables(statement, context);
    bound.tables = std::move(tables.tables);
    bound.unlike_tables = std::move(tables.unlike);
    add(tables.muted, statistics);
    const bool has_taught = !statement.facts.named_calls.empty();
    if (!statement.facts.chains.empty() || !statement.facts.classes.empty() || has_taught) {
        binding::QueryBinding queries = binding::bind_queries(statement, context);
        bound.queries = std::move(queries.queries);
        statistics.queries_skipped += queries.muted[static_cast<std::size_t>(Mute::QueryTableNotConstant)];
        add(queries.muted, statistics);
    }
    if (!statement.facts.sql_calls.empty() || has_taught) {
        binding::SqlBinding sql = binding::bind_sql(statement, context);
        bound.sql = std::move(sql.statements);
        binding::RowClassBinding made = binding::bind_row_classes(statement, bound.sql, context);
        bound.row_classes = std::move(made.classes);
        bound.row_widths = std::move(made.widths);
        for (const std::uint32_t count : sql.muted) statistics.sql_skipped += count;
        add(sql.muted, statistics);
    }
    if (binding::asks_rows(statement)) bind_rows(statement, context, bound, statistics);
    if (has_taught) {
        binding::CacheBinding cached = binding::bind_cache_entries(statement, context);
        bound.cache_entries = std::move(cached.entries);
        for (const binding::BoundCacheEntry& entry : bound.cache_entries) {
            statistics.columns_checked += static_cast<std::uint32_t>(entry.fields.size());
        }
        add(cached.muted, statistics);
    }
    if (!statement.facts.orm.empty() || !statement.facts.classes.empty()) {
        bound.orm_uses = orm::bind_uses(statement, context);
        add(bound.orm_uses.muted, statistics);
        statistics.columns_checked += bound.orm_uses.checked;
    }
    return bound;
}

StatementResult check_statement(const binding::StatementView& statement, const binding::Context& context, usage::Uses* uses,
                                binding::BoundStatement* kept) {
    StatementResult result;
    if (context.modules != nullptr) context.modules->start_numbering();
    binding::BoundStatement bound = bind_statement(statement, context, result.statistics);
    if (uses != nullptr) *uses = usage::uses_of(bound, context.catalog);
    rules::FindingSink sink(result.findings, context.settings, &context.file);
    for (const rules::Rule* rule : rules::all_rules()) {
        if (rule->check != nullptr) rule->check(bound, context, sink);
    }
    for (findings::Finding& finding : result.findings) finding.scope = scope_path(statement.facts.scopes, finding.span.begin);
    count_queries(bound, result.findings, result.statistics);
    if (context.modules != nullptr) name_places_elsewhere(context, result);
    count_models(bound.models, result);
    count_tables(bound.tables, result);
    add_unlike(bound.unlike_tables, result);
    move_to_holders(context, result);
    result.statistics.pending_uses = pending_uses(bound, context.catalog);
    if (kept != nullptr) *kept = std::move(bound);
    return result;
}

}  // namespace rowtype::engine
