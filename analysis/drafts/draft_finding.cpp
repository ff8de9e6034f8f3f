#include "analysis/drafts/draft_finding.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/file_places.h"
#include "analysis/drafts/infer_type.h"

namespace rowtype::drafts {

namespace {

using binding::BoundField;
using binding::BoundModel;
using binding::BoundTable;
using binding::DeclaredColumn;
using findings::Finding;

constexpr const char* kNeedsValues =
    "a column that is NOT NULL without a default fails where the table has rows: give it a DEFAULT, or add it without NOT NULL, "
    "fill it, then SET "
    "NOT NULL";

// What declares the column that a finding is about: at most one of them.
struct Declaration {
    const catalog::Relation* relation = nullptr;
    const BoundModel* model = nullptr;
    const BoundField* field = nullptr;
    const BoundTable* table = nullptr;
    const DeclaredColumn* column = nullptr;
};

Declaration declaration_at(const Finding& finding, const DraftInput& input) {
    const auto is_here = [&](Span span) { return !span.empty() && span.shifted(input.offset) == finding.span; };
    for (const BoundModel& model : input.statement.models) {
        if (model.relation == nullptr) continue;
        for (const BoundField& field : model.fields) {
            const bool is_it = field.column_name == finding.field && (is_here(field.name_span) || is_here(field.annotation_span));
            if (is_it) return {.relation = model.relation, .model = &model, .field = &field};
        }
    }
    for (const BoundTable& table : input.statement.tables) {
        if (table.relation == nullptr) continue;
        for (const DeclaredColumn& column : table.columns) {
            if (column.name == finding.field && is_here(column.span)) {
                return {.relation = table.relation, .table = &table, .column = &column};
            }
        }
    }
    return {};
}

// The relation that a query asks for a column; null where the finding is not about one.
const catalog::Relation* asked_relation(const Finding& finding, const DraftInput& input) {
    const auto is_it = [&](const auto& reference) {
        return reference.name == finding.field && binding::in_file(reference.span, input.offset) == finding.span;
    };
    const auto in = [&](const std::vector<binding::ColumnReference>& columns) -> const catalog::Relation* {
        const auto found = std::ranges::find_if(columns, is_it);
        // Of several tables nobody knows which one should have it.
        return found == columns.end() || !found->also_searched.empty() ? nullptr : found->relation;
    };
    for (const binding::BoundQuery& query : input.statement.queries) {
        if (const catalog::Relation* relation = in(query.columns)) return relation;
    }
    for (const binding::BoundSql& sql : input.statement.sql) {
        if (const catalog::Relation* relation = in(sql.columns)) return relation;
    }
    const auto key = std::ranges::find_if(input.statement.row_keys, is_it);
    if (key != input.statement.row_keys.end()) return key->is_of_output() ? nullptr : key->relation;
    return in(input.statement.orm_uses.stated);
}

// Why nothing is altered there; empty where it may be.
std::string not_alterable(const catalog::Relation& relation) {
    const std::string name = relation.name.to_string();
    if (relation.is_view()) return name + " is a view: its query has to change";
    if (relation.kind == catalog::RelationKind::ForeignTable) return name + " is a foreign table";
    if (relation.partition_of) return name + " is a partition: its parent has to change";
    if (!relation.extension.empty()) return name + " belongs to the extension " + relation.extension;
    if (relation.presumed) return "it is not certain that there is a table " + name;
    return {};
}

DraftedType declared_type(const DeclaredColumn& column, const catalog::Catalog& catalog) {
    if (column.type && column.type->is_known()) {
        DraftedType type{type_sql(*column.type), {}, {}, false};
        const bool is_defined = column.type->name.schema == "pg_catalog" || catalog.find_type(column.type->name) != nullptr;
        if (is_defined) return type;
    }
    if (column.enumeration && !column.enumeration->labels.empty()) return labels_type(column.enumeration->labels, catalog);
    return guessed_type();
}

bool is_integer(const std::string& type) { return type == "bigint" || type == "integer" || type == "smallint"; }

DraftedColumn column_of(const Declaration& declaration, const catalog::Catalog& catalog) {
    DraftedColumn drafted;
    drafted.is_declared = true;
    if (const BoundField* field = declaration.field) {
        drafted.name = field->column_name;
        drafted.type = type_of_annotation(field->annotation, catalog);
        const bool is_written_alone = declaration.model->role == binding::ModelRole::Update;
        drafted.is_not_null = field->required && !field->annotation.accepts_none() && !is_written_alone;
        return drafted;
    }
    const DeclaredColumn& column = *declaration.column;
    drafted.name = column.name;
    drafted.type = declared_type(column, catalog);
    drafted.is_key = column.primary_key;
    drafted.is_not_null = column.primary_key || (column.nullable && !*column.nullable);
    const bool is_filled = column.filled_by_server.value_or(false);
    if (column.computed) {
        drafted.type.review.push_back("the class has it computed: write its expression, GENERATED ALWAYS AS (…) STORED");
    } else if (is_filled && column.primary_key && is_integer(drafted.type.sql)) {
        drafted.type.sql += " GENERATED BY DEFAULT AS IDENTITY";
    } else if (is_filled) {
        drafted.type.review.push_back("the class has the database fill it: write its DEFAULT");
    }
    return drafted;
}

SchemaDraft addition(const catalog::Relation& relation, DraftedColumn column) {
    SchemaDraft draft{ChangeKind::AddColumn, relation.name, {std::move(column)}};
    DraftedColumn& added = draft.columns.front();
    // Whoever puts a key into a table that is there has to decide more than that.
    if (added.is_key && !relation.columns.empty()) {
        added.type.review.emplace_back("the class has it in its primary key, which the table may have already");
        added.is_key = false;
    }
    if (added.is_not_null && !relation.columns.empty()) draft.review.emplace_back(kNeedsValues);
    return draft;
}

SchemaDraft renaming(const catalog::Relation& relation, const std::string& from, const std::string& to) {
    SchemaDraft draft{ChangeKind::RenameColumn, relation.name, {{.name = to}}};
    draft.old_name = from;
    draft.review.push_back("other code, views and functions may still say " + from);
    return draft;
}

DraftOutcome of_stale_field(const Finding& finding, const DraftInput& input) {
    const Declaration declaration = declaration_at(finding, input);
    if (declaration.relation == nullptr) return {};
    if (declaration.model != nullptr && declaration.model->role == binding::ModelRole::Projection) {
        return {{}, "a projection may have fields of its own"};
    }
    if (std::string reason = not_alterable(*declaration.relation); !reason.empty()) return {{}, std::move(reason)};
    DraftOutcome outcome;
    // A column that no other field stands for and that is called nearly the same.
    if (!finding.suggestion.empty()) outcome.drafts.push_back(renaming(*declaration.relation, finding.suggestion, finding.field));
    outcome.drafts.push_back(addition(*declaration.relation, column_of(declaration, input.catalog)));
    return outcome;
}

// Why a name is not to be taken for one that is missing; empty where none that is there is near.
std::string misspelling(const Finding& finding) {
    return finding.suggestion.empty() ? "" : "it looks like a misspelling of " + finding.suggestion;
}

DraftOutcome of_unknown_column(const Finding& finding, const DraftInput& input) {
    const catalog::Relation* relation = asked_relation(finding, input);
    if (relation == nullptr) return {};
    if (std::string reason = not_alterable(*relation); !reason.empty()) return {{}, std::move(reason)};
    DraftedColumn column;
    column.name = finding.field;
    column.type = type_of_literal_beside(input.root, input.text, finding.span).value_or(guessed_type());
    return {{addition(*relation, std::move(column))}, misspelling(finding)};
}

DraftOutcome of_nullability(const Finding& finding, const DraftInput& input) {
    const Declaration declaration = declaration_at(finding, input);
    if (declaration.relation == nullptr) return {};
    const catalog::Column* column = declaration.relation->find_column(finding.field);
    if (column == nullptr || column->generated != catalog::Generated::None) return {};
    if (std::string reason = not_alterable(*declaration.relation); !reason.empty()) return {{}, std::move(reason)};
    SchemaDraft draft{ChangeKind::SetNotNull, declaration.relation->name, {{.name = column->name}}};
    if (column->nullability == catalog::Nullability::Nullable) {
        // An insert that sends a value always is no reason to refuse those that do not.
        const bool is_write = declaration.model != nullptr && declaration.model->role != binding::ModelRole::Row;
        if (is_write) return {};
        draft.review.push_back("fails where a row holds NULL: UPDATE these first, and see that nothing writes NULL any more");
        return {{std::move(draft)}, {}};
    }
    // A model that takes None reads rows that never hold it all the same; a mapped class says what the column is.
    if (declaration.table == nullptr || column->nullability != catalog::Nullability::NotNull) return {};
    const catalog::Relation& relation = *declaration.relation;
    const bool is_key = relation.primary_key &&
                        std::ranges::find(relation.primary_key->columns, column->name) != relation.primary_key->columns.end();
    if (is_key || input.catalog.domain_is_not_null(column->type)) return {};
    draft.kind = ChangeKind::DropNotNull;
    return {{std::move(draft)}, {}};
}

// Of mapped classes alone: they declare the column itself, where a model's annotation only says what it makes of values.
DraftOutcome of_type(const Finding& finding, const DraftInput& input) {
    const Declaration declaration = declaration_at(finding, input);
    if (declaration.table == nullptr || declaration.column->column == nullptr) return {};
    if (std::string reason = not_alterable(*declaration.relation); !reason.empty()) return {{}, std::move(reason)};
    const catalog::Column& column = *declaration.column->column;
    DraftedType type = declared_type(*declaration.column, input.catalog);
    if (type.is_guess || !type.check.empty() || column.generated != catalog::Generated::None || !column.type.is_known())
        return {};
    SchemaDraft draft{ChangeKind::SetType, declaration.relation->name, {{.name = column.name, .type = std::move(type)}}};
    draft.old_type = type_sql(column.type);
    draft.review.push_back(
        "rewrites the table under a lock, fails where a value does not convert, and may lose what the new type "
        "does not hold; a default, views and indexes may have to change with it");
    return {{std::move(draft)}, {}};
}

}  // namespace

DraftOutcome draft_finding(const Finding& finding, const DraftInput& input) {
    if (finding.table.empty() || finding.field.empty()) return {};
    const std::size_t dot = finding.table.find('.');
    if (dot != std::string::npos) {
        const auto* removed =
            input.catalog.find_removed(finding.table.substr(0, dot), finding.table.substr(dot + 1), finding.field);
        if (removed != nullptr && removed->is_pending) return {{}, "a migration that is not applied yet takes that name away"};
    }
    if (finding.rule == "stale-field") return of_stale_field(finding, input);
    if (finding.rule == "unknown-column") return of_unknown_column(finding, input);
    if (finding.rule == "nullable-mismatch") return of_nullability(finding, input);
    if (finding.rule == "type-mismatch") return of_type(finding, input);
    return {};
}

NewTable new_table_of(const Finding& finding, const catalog::Catalog& catalog) {
    NewTable table;
    if (finding.table.empty()) {
        table.reason = "it is about no table";
        return table;
    }
    table.doubt = misspelling(finding);
    const std::size_t dot = finding.table.find('.');
    const bool has_schema = dot != std::string::npos && catalog.has_schema(finding.table.substr(0, dot));
    if (has_schema) {
        table.name = {finding.table.substr(0, dot), finding.table.substr(dot + 1)};
    } else if (dot != std::string::npos || catalog.search_path().empty()) {
        table.reason = "the schema has to be made first";
    } else {
        table.name = {catalog.search_path().front(), finding.table};
    }
    if (!table.reason.empty()) return table;
    const catalog::RemovedName* removed = catalog.find_removed(table.name.schema, table.name.name);
    if (removed != nullptr && removed->is_pending) {
        table.reason = "a migration that is not applied yet takes that name away";
    } else if (!has_schema && !catalog.relations_named(table.name.name).empty()) {
        table.reason = "it stands in another schema";
    }
    return table;
}

namespace {

void complete_key(DraftedColumn& column) {
    column.is_key = true;
    if (column.type.is_guess) column.type = {"bigint", {}, {"the type of the key is a guess"}, false};
    if (is_integer(column.type.sql)) column.type.sql += " GENERATED BY DEFAULT AS IDENTITY";
    if (column.type.sql == "uuid") column.type.sql += " DEFAULT gen_random_uuid()";
}

}  // namespace

SchemaDraft draft_new_table(const catalog::QualifiedName& name, const std::vector<SchemaDraft>& additions) {
    SchemaDraft draft{ChangeKind::CreateTable, name, {}};
    std::vector<SchemaDraft> kept;
    for (const SchemaDraft& added : additions) {
        if (added.kind != ChangeKind::AddColumn || added.table != name) continue;
        const auto same = std::ranges::find_if(kept, [&](const SchemaDraft& other) { return other.is_same_change(added); });
        if (same == kept.end()) kept.push_back(added);
        else if (added.knows_more_than(*same)) *same = added;
    }
    for (SchemaDraft& added : kept) draft.columns.push_back(std::move(added.columns.front()));
    const auto is_first = [](const DraftedColumn& column) { return column.is_key || column.name == "id"; };
    std::ranges::stable_partition(draft.columns, is_first);
    const bool has_key = std::ranges::any_of(draft.columns, &DraftedColumn::is_key);
    if (has_key) return draft;
    const auto id = std::ranges::find(draft.columns, std::string("id"), &DraftedColumn::name);
    if (id != draft.columns.end()) {
        complete_key(*id);
    } else if (std::ranges::any_of(draft.columns, &DraftedColumn::is_declared)) {
        draft.review.emplace_back("no primary key is declared: tables want one");
    } else {
        draft.columns.insert(draft.columns.begin(), {.name = "id", .type = guessed_type()});
        complete_key(draft.columns.front());
        draft.columns.front().type.review = {"nothing in the code names a primary key: this one is a guess"};
    }
    return draft;
}

}  // namespace rowtype::drafts
