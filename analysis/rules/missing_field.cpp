#include <algorithm>

#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/row_class_findings.h"
#include "analysis/rules/rules.h"
#include "analysis/rules/shown_findings.h"

namespace rowtype::rules {

namespace {

std::string nullability_words(const catalog::Column& column) {
    switch (column.nullability) {
        case catalog::Nullability::NotNull: return ", not null";
        case catalog::Nullability::Nullable: return ", nullable";
        case catalog::Nullability::Unknown: return "";
    }
    return "";
}

constexpr std::string_view kLacks = " lacks the column ";
// What it comes to that the class lacks a column, and what a message ends with, of one column and of several.
struct Lack {
    std::string_view problem;
    std::string_view one;
    std::string_view several;
};
constexpr Lack kDropped = {"dropped", "", ""};
constexpr Lack kForbidden = {"forbidden", "; with extra=\"forbid\" every row that holds it is refused",
                             "; with extra=\"forbid\" every row that holds one is refused"};
constexpr Lack kNeeded = {"needed", "; it has no default, so every insert by the class is refused",
                          "; they have no default, so every insert by the class is refused"};

// Of a class, or a Table(…), that stands for the relation. False where the sink has enough.
bool report_lack(const std::string& owner, const catalog::Relation& relation, const catalog::Column& column, const Lack& lack,
                 Severity severity, Span span, FindingSink& sink) {
    Finding* finding =
        sink.report(kMissingField, severity, span,
                    owner + std::string(kLacks) + quoted(column.name) + " (" + column.type.to_string(relation.name.schema) +
                        nullability_words(column) + ") of " + relation.name.to_string() + std::string(lack.one));
    if (finding == nullptr) return false;
    finding->table = relation.name.to_string();
    finding->field = column.name;
    finding->problem = lack.problem;
    return true;
}

void check_model(const binding::BoundModel& model, FindingSink& sink) {
    if (model.relation == nullptr || model.role != binding::ModelRole::Row || !model.fields_complete) return;
    for (const catalog::Column* column : missing_columns(model)) {
        const Lack& lack = model.forbids_extra ? kForbidden : kDropped;
        const Severity severity = model.allows_extra ? Severity::Warning : kMissingField.default_severity;
        if (!report_lack(model.class_name, *model.relation, *column, lack, severity, model.name_span, sink)) return;
    }
}

bool is_declared(const binding::BoundTable& table, const catalog::Column& column) {
    return std::ranges::any_of(table.columns, [&](const auto& declared) { return declared.column == &column; }) ||
           std::ranges::find(table.maybe_columns, column.name) != table.maybe_columns.end();
}

// What may be a column under a name of its own may be any of those that seem to be missing.
bool knows_all_columns(const binding::BoundTable& table) {
    return table.relation != nullptr && table.columns_complete && table.relation->columns_complete &&
           !table.relation->is_view() && !table.relation->presumed && table.relation->extension.empty() &&
           std::ranges::all_of(table.maybe_columns,
                               [&](const std::string& name) { return table.relation->find_column(name) != nullptr; });
}

// Of a mapped class or a Table(…), which stands for the whole table.
void check_table(const binding::BoundTable& table, FindingSink& sink) {
    if (!knows_all_columns(table)) return;
    for (const catalog::Column& column : table.relation->columns) {
        if (is_declared(table, column)) continue;
        const bool is_needed = !column.is_optional_on_insert();
        const Severity severity = is_needed ? kMissingField.default_severity : Severity::Warning;
        if (!report_lack(table.name, *table.relation, column, is_needed ? kNeeded : kDropped, severity, table.name_span, sink))
            return;
    }
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundModel& model : statement.models) check_model(model, sink);
    for (const binding::BoundTable& table : statement.tables) check_table(table, sink);
    report_refused_columns(statement, sink);
}

void mend(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (find_site(finding, context).model != nullptr) add_missing_fields(finding, context, fixes);
    else add_missing_columns(finding, context, fixes);
}

}  // namespace

bool lacks_column(const Finding& finding) { return finding.rule == kMissingField.id && !finding.problem.empty(); }

std::string message_of_several(const Finding& one, const std::vector<std::string>& columns) {
    constexpr std::size_t kNamed = 5;
    std::string message = one.message.substr(0, one.message.find(kLacks)) + " lacks " + std::to_string(columns.size()) +
                          " columns of " + one.table + ": ";
    const std::size_t named = columns.size() <= kNamed + 1 ? columns.size() : kNamed;
    std::vector<std::string> words;
    for (std::size_t index = 0; index < named; ++index) words.push_back(quoted(columns[index]));
    if (named < columns.size()) words.push_back(std::to_string(columns.size() - named) + " more");
    message += join_words(words);
    for (const Lack& lack : {kDropped, kForbidden, kNeeded}) {
        if (one.problem == lack.problem) message += lack.several;
    }
    return message;
}

constinit const Rule kMissingField = {
    .id = "missing-field",
    .family = RuleFamily::Model,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInModel,
    .since = "0.1.0",
    .summary = "A row model lacks a column of its table",
    .docs = R"(A row model stands for the whole row: a bare class name (`User`), or one that ends in `Row`, `InDB`, `Model`,
`Record` or `Entity`. A column that it lacks is read from the database and silently dropped; with
`extra="forbid"` every read fails.

A warning, not an error, where the model has `extra="allow"`.

So does a mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) and a `Table(...)`: what it lacks, `alembic revision --autogenerate`
would drop (a warning), and an insert by it fails where the column is NOT NULL without default (an error). Not reported where the
table gets columns elsewhere, too (`extend_existing`, subclasses in the same table, a base or a call that could not be followed), and of
tables that belong to an extension or to Supabase.

A class that psycopg makes of the rows of a query (`row_factory=class_row(User)`) is held against what that query gives, at the row
factory: a dataclass, NamedTuple, attrs class or Struct, and a model with `extra="forbid"`, refuses a column that it has no field for.

By its name alone a class belongs to a table only where at least half of its fields are columns.

Of several columns that a class lacks there is one finding a level, which names the first of them. Ignore comments, baselines and
`rowtype check --fix` know each.

Not reported: models for inserts (`Create`, `Insert`, `In`), updates (`Update`, `Patch`) and projections (`Base`, `Read`,
`Out`, `Public`, `Response`, `Request`, `Schema`, `Filter`), models with a base class that could not be resolved, columns that a property or
computed field of that name stands for, and relations that are not wholly known.

Mend it by adding the field, by a name that says that the class is a projection, or with
`# rowtype: ignore[missing-field]` on the class line.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text);",
    .bad_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str
)",
    .good_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str
    nick: str | None = None
)",
    .check = check,
    .fix = mend,
};

}  // namespace rowtype::rules
