#include "analysis/features/hover.h"

#include <algorithm>

#include "analysis/binding/bound_statement.h"
#include "analysis/binding/file_places.h"
#include "analysis/binding/query_client.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/engine/statement_result.h"
#include "analysis/facts/sql_file.h"
#include "analysis/features/lexical_place.h"

namespace rowtype::features {

namespace {

using binding::BoundStatement;

// Looks for the name at one offset in what one statement was bound to. Spans are relative to the statement.
class NameFinder {
public:
    // `is_in_string`: the offset stands inside a string literal.
    NameFinder(const catalog::Catalog& catalog, std::uint32_t offset, bool is_in_string, MarkupKind kind)
        : catalog_(catalog), offset_(offset), is_in_string_(is_in_string), kind_(kind) {}

    void look_at(const BoundStatement& bound);
    void look_at_functions(const binding::StatementView& statement, const binding::Context& context);
    [[nodiscard]] std::optional<Hover> take() { return std::move(found_); }

private:
    void look_at(const binding::RelationReference& reference);
    void look_at(const std::vector<binding::ColumnReference>& columns);
    void look_at(const binding::BoundModel& model);
    void show(Span span, const catalog::Relation& relation);
    void show(Span span, const catalog::Relation& relation, const catalog::Column& column);
    // Nothing where no pending migration takes the name away.
    void show_removed(Span span, const catalog::Relation& relation, const std::string& column);
    void show_removed(const binding::RelationReference& reference);

    const catalog::Catalog& catalog_;
    std::uint32_t offset_;
    bool is_in_string_;
    MarkupKind kind_;
    std::optional<Hover> found_;
};

// Of a name in a text that other statements of the file execute.
std::optional<Hover> hover_in_held_text(const Snapshot& snapshot, const BoundFile& file, std::uint32_t offset, MarkupKind kind) {
    NameFinder finder(*snapshot.environment.catalog, binding::kOfFile + offset, true, kind);
    for (const facts::PlacedStatement& placed : snapshot.facts.statements) {
        if (placed.facts->sql_calls.empty() && placed.facts->named_calls.empty() && placed.facts->chains.empty()) continue;
        engine::Statistics ignored;
        finder.look_at(engine::bind_statement({*placed.facts, placed.offset}, file.context(), ignored));
        std::optional<Hover> found = finder.take();
        if (!found) continue;
        found->span = binding::in_file(found->span, 0);
        return found;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Hover> hover(const Snapshot& snapshot, std::uint32_t offset, MarkupKind kind) {
    const auto holds = [offset](const facts::PlacedStatement& placed) {
        return Span{placed.offset, placed.offset + placed.facts->length}.contains(offset);
    };
    const auto placed = std::ranges::find_if(snapshot.facts.statements, holds);
    if (placed == snapshot.facts.statements.end()) return std::nullopt;
    const BoundFile file(snapshot.identity, snapshot.facts, snapshot.environment);
    const binding::StatementView statement{*placed->facts, placed->offset};
    engine::Statistics ignored;
    const std::string_view text = slice(snapshot.text, {placed->offset, placed->offset + placed->facts->length});
    const bool is_in_string =
        facts::is_sql_file(snapshot.identity.path) || lexical_place(text, offset - placed->offset).string.has_value();
    NameFinder finder(*snapshot.environment.catalog, offset - placed->offset, is_in_string, kind);
    finder.look_at(engine::bind_statement(statement, file.context(), ignored));
    finder.look_at_functions(statement, file.context());
    std::optional<Hover> found = finder.take();
    if (found) found->span = found->span.shifted(placed->offset);
    if (!found && is_in_string && !placed->facts->assignments.empty()) return hover_in_held_text(snapshot, file, offset, kind);
    return found;
}

namespace {

void NameFinder::look_at(const BoundStatement& bound) {
    for (const binding::BoundQuery& query : bound.queries) {
        // A constant that holds a table's name stands for the table.
        if (query.table.relation != nullptr && query.table.span.contains(offset_)) show(query.table.span, *query.table.relation);
        show_removed(query.table);
        if (!is_in_string_) continue;  // a text that a name brings has all of its references at that name
        for (const binding::RelationReference& embedded : query.embedded) look_at(embedded);
        look_at(query.columns);
    }
    for (const binding::BoundSql& sql : bound.sql) {
        if (!is_in_string_) continue;
        for (const binding::RelationReference& relation : sql.relations) look_at(relation);
        look_at(sql.columns);
    }
    for (const binding::BoundModel& model : bound.models) look_at(model);
}

void NameFinder::look_at(const binding::RelationReference& reference) {
    if (reference.relation == nullptr) return show_removed(reference);
    if (reference.span.contains(offset_)) show(reference.span, *reference.relation);
    else if (reference.alias_span.contains(offset_)) show(reference.alias_span, *reference.relation);
}

void NameFinder::look_at(const std::vector<binding::ColumnReference>& columns) {
    for (const binding::ColumnReference& reference : columns) {
        const bool named = reference.span.contains(offset_);
        if (!named && !reference.alias_span.contains(offset_)) continue;
        const catalog::Column* column = reference.relation->find_column(reference.name);
        const Span span = named ? reference.span : reference.alias_span;
        if (column != nullptr) show(span, *reference.relation, *column);
        else show_removed(span, *reference.relation, reference.name);
    }
}

void NameFinder::look_at(const binding::BoundModel& model) {
    if (model.relation == nullptr) return;
    if (model.name_span.contains(offset_)) return show(model.name_span, *model.relation);
    if (model.table_span.contains(offset_)) return show(model.table_span, *model.relation);
    for (const binding::BoundField& field : model.fields) {
        // Inherited fields stand where the class's name does.
        if (field.inherited || !field.name_span.contains(offset_)) continue;
        if (field.column != nullptr) show(field.name_span, *model.relation, *field.column);
        else show_removed(field.name_span, *model.relation, field.column_name);
    }
}

// client.rpc("name", …): of overloads all are shown.
void NameFinder::look_at_functions(const binding::StatementView& statement, const binding::Context& context) {
    for (const facts::Chain& chain : statement.facts.chains) {
        const std::optional<binding::FunctionCall> call = binding::function_call(chain, statement, context);
        if (!call || call->name == nullptr) continue;
        const Span name = facts::source_span(*call->name, {0, static_cast<std::uint32_t>(call->name->text.size())});
        if (!name.contains(offset_)) continue;
        std::string text;
        for (const catalog::Function* function : catalog_.find_functions(call->schema, call->name->text)) {
            text += (text.empty() ? "" : "\n\n") + hover_text(*function, kind_);
        }
        if (!text.empty()) found_ = Hover{name, std::move(text)};
    }
}

void NameFinder::show(Span span, const catalog::Relation& relation) {
    found_ = Hover{span, hover_text(describe(catalog_, relation), kind_)};
}

void NameFinder::show(Span span, const catalog::Relation& relation, const catalog::Column& column) {
    const std::string place = kind_of(relation) + " " + relation.name.to_string();
    found_ = Hover{span, hover_text(describe(catalog_, relation, column), place, kind_)};
}

void NameFinder::show_removed(Span span, const catalog::Relation& relation, const std::string& column) {
    const catalog::RemovedName* removed = catalog_.find_removed(relation.name.schema, relation.name.name, column);
    if (removed == nullptr) return;
    found_ = Hover{span, hover_text(*removed, kind_of(relation) + " " + relation.name.to_string(), kind_)};
}

void NameFinder::show_removed(const binding::RelationReference& reference) {
    if (reference.relation != nullptr || !reference.span.contains(offset_)) return;
    const catalog::RemovedName* removed = catalog_.find_removed(reference.schema, reference.name);
    if (removed != nullptr) found_ = Hover{reference.span, hover_text(*removed, "", kind_)};
}

}  // namespace

}  // namespace rowtype::features
