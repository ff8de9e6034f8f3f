#include <algorithm>
#include <set>
#include <string_view>

#include "analysis/binding/added_columns.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/row_class_findings.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

// A column that no other field stands for: what a stale name may have been renamed to.
std::string likely_column(const binding::BoundModel& model, const binding::BoundField& field) {
    std::vector<std::string> free_names;
    for (const catalog::Column& column : model.relation->columns) {
        const bool taken = std::ranges::any_of(model.fields, [&](const auto& other) { return other.column == &column; });
        if (!taken) free_names.push_back(column.name);
    }
    return nearest_name(field.column_name, free_names).value_or("");
}

std::set<std::string_view> words_of(std::string_view name) {
    std::set<std::string_view> words;
    while (!name.empty()) {
        const std::string_view word = name.substr(0, name.find('_'));
        if (!word.empty()) words.insert(word);
        name.remove_prefix(std::min(word.size() + 1, name.size()));
    }
    return words;
}

// What a program takes and hashes before it writes: a password beside the column hashed_password.
bool is_hashed_before_written(const binding::BoundModel& model, const binding::BoundField& field) {
    if (model.role != binding::ModelRole::Insert && model.role != binding::ModelRole::Update) return false;
    const std::set<std::string_view> words = words_of(field.column_name);
    return std::ranges::any_of(model.relation->columns, [&](const catalog::Column& column) {
        std::set<std::string_view> rest = words_of(column.name);
        const std::size_t all = rest.size();
        for (const std::string_view word : {"hash", "hashed", "encrypted", "digest"}) rest.erase(word);
        return rest.size() < all && !rest.empty() && std::ranges::includes(words, rest);
    });
}

Severity severity_of(const binding::BoundModel& model, const binding::BoundField& field) {
    if (model.role == binding::ModelRole::Projection) return Severity::Info;
    return field.required ? Severity::Error : Severity::Warning;
}

std::string wording(const binding::BoundModel& model, const binding::BoundField& field) {
    const std::string table = model.relation->name.to_string();
    std::string message = table + " has no column " + quoted(field.column_name);
    if (field.column_name != field.name) message += " (the alias of " + quoted(field.name) + ")";
    if (field.inherited) message += ", a field inherited from " + field.inherited_from;
    const bool reads = model.role == binding::ModelRole::Row;
    if (field.required && reads)
        message += model.validates() ? "; the field is required, so every row is refused" : "; no row has it";
    return message;
}

void check_model(const binding::BoundModel& model, const binding::Context& context, FindingSink& sink) {
    if (model.relation == nullptr) return;
    const catalog::Catalog& catalog = context.catalog;
    for (const binding::BoundField& field : model.fields) {
        if (!field.is_column || field.is_embed || field.column != nullptr || is_hashed_before_written(model, field)) continue;
        if (!catalog.lacks_column(*model.relation, field.column_name)) continue;
        if (binding::is_added_by_code(context, *model.relation, field.column_name)) continue;
        Finding* finding = sink.report(kStaleField, severity_of(model, field), field.name_span, wording(model, field));
        if (finding == nullptr) return;
        finding->table = model.relation->name.to_string();
        finding->field = field.column_name;
        finding->suggestion = likely_column(model, field);
        const catalog::QualifiedName& table = model.relation->name;
        explain_removal(catalog.find_removed(table.schema, table.name, field.column_name), *finding);
    }
}

// Of a mapped class: every SELECT of it names the column.
void check_table(const binding::BoundTable& table, const binding::Context& context, FindingSink& sink) {
    if (table.relation == nullptr) return;
    const catalog::Catalog& catalog = context.catalog;
    const catalog::QualifiedName& relation = table.relation->name;
    for (const binding::DeclaredColumn& declared : table.columns) {
        if (declared.column != nullptr || !catalog.lacks_column(*table.relation, declared.name)) continue;
        if (binding::is_added_by_code(context, *table.relation, declared.name)) continue;
        std::string message = relation.to_string() + " has no column " + quoted(declared.name);
        if (declared.name != declared.attribute) message += " (the attribute " + quoted(declared.attribute) + ")";
        if (!declared.inherited_from.empty()) message += ", which " + declared.inherited_from + " declares";
        message += "; every query of " + table.name + " that reads it fails";
        Finding* finding = sink.report(kStaleField, Severity::Error, declared.span, std::move(message));
        if (finding == nullptr) return;
        finding->table = relation.to_string();
        finding->field = declared.name;
        std::vector<std::string> free_names;
        for (const catalog::Column& column : table.relation->columns) {
            const bool taken = std::ranges::any_of(table.columns, [&](const auto& other) { return other.column == &column; });
            if (!taken) free_names.push_back(column.name);
        }
        finding->suggestion = nearest_name(declared.name, free_names).value_or("");
        explain_removal(catalog.find_removed(relation.schema, relation.name, declared.name), *finding);
    }
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundModel& model : statement.models) check_model(model, context, sink);
    for (const binding::BoundTable& table : statement.tables) check_table(table, context, sink);
    report_unfilled_fields(statement, sink);
}

void mend(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (find_site(finding, context).model != nullptr) mend_stale_field(finding, context, fixes);
    else mend_stale_column(finding, context, fixes);
}

}  // namespace

constinit const Rule kStaleField = {
    .id = "stale-field",
    .family = RuleFamily::Model,
    .default_severity = Severity::Warning,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A field of a model has no column in its table",
    .docs = R"(The column was dropped or renamed, or never existed. A field that is required is an error: no row has it, so none
validates, and an insert that sends it is refused. A field with a default is a warning: it silently keeps its default.
In a projection (`UserRead`, `UserPublic`) such a field is a hint at most: projections may add what they like.

Compared by alias where the field has one (`validation_alias`, `alias`, `serialization_alias`, the model's
`alias_generator`), else by name.

A class that psycopg makes of the rows of a query (`row_factory=class_row(User)`) is held against what that query gives, aliases and
joins included, at the row factory: a required field that the query does not give is an error.

A column of a mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) or of a `Table(...)` that the table lacks is an error: every
query of the class names it. Relationships, hybrids, association proxies and column properties are no columns. A class of six columns or
more that has most of them nowhere in its table is taken for another database's and not checked, unless it has all of the table's columns:
then it is ahead of its migrations.

Not reported: class variables, private attributes, computed fields, fields with `exclude=True`, fields typed as another
model (they hold embedded rows), what a program hashes before it writes (`password` in `UserCreate` or `UserUpdate`, where the
table has `hashed_password`), and relations that are not wholly known.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, full_name text NOT NULL);",
    .bad_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int
    full_name: str
    display_name: str
)",
    .good_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int
    full_name: str
)",
    .check = check,
    .fix = mend,
};

}  // namespace rowtype::rules
