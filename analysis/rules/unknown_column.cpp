#include <algorithm>

#include "analysis/binding/added_columns.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check_column(const binding::ColumnReference& column, const binding::Context& context, FindingSink& sink) {
    const catalog::Relation& relation = *column.relation;
    if (column.found || !column.is_judged()) return;
    const auto is_added = [&](const catalog::Relation* each) { return binding::is_added_by_code(context, *each, column.name); };
    if (is_added(&relation) || std::ranges::any_of(column.also_searched, is_added)) return;
    // In a base class, by those that name its table.
    std::string owners;
    if (!column.of_classes.empty()) {
        owners = (column.also_searched.empty() ? ", the table of " : ", the tables of ") + join_words(column.of_classes) + ",";
    }
    std::string message = relation.name.to_string() + owners + " has no column " + quoted(column.name);
    if (!column.also_searched.empty()) {
        std::vector<std::string> names = {relation.name.to_string()};
        for (const catalog::Relation* other : column.also_searched) names.push_back(other->name.to_string());
        message = "none of " + join_words(names) + owners + " has a column " + quoted(column.name);
    }
    if (!column.sent_by.empty()) message += ", which " + column.sent_by + " sends";
    Finding* finding = sink.report(kUnknownColumn, kUnknownColumn.default_severity, column.span, std::move(message));
    if (finding == nullptr) return;
    finding->table = relation.name.to_string();
    finding->field = column.name;
    finding->suggestion = nearest_name(column.name, relation.column_names()).value_or("");
    explain_removal(context.catalog.find_removed(relation.name.schema, relation.name.name, column.name), *finding);
}

// A column of something that is no relation of the catalog, or of several things of which some are not.
void check_refused(const binding::RefusedName& name, FindingSink& sink) {
    if (name.reason != binding::RefusedName::Reason::NoColumn) return;
    std::string message = "no column " + quoted(name.name) + " is in sight here";
    if (name.places.size() == 1) message = name.places.front() + " has no column " + quoted(name.name);
    if (name.places.size() > 1) message = "none of " + join_words(name.places) + " has a column " + quoted(name.name);
    Finding* finding = sink.report(kUnknownColumn, kUnknownColumn.default_severity, name.span, std::move(message));
    if (finding == nullptr) return;
    finding->field = name.name;
    finding->suggestion = nearest_name(name.name, name.candidates).value_or("");
}

// An attribute that a mapped class or a Core table does not have: Python fails, whatever the database holds.
void check_attribute(const binding::UnknownAttribute& unknown, FindingSink& sink) {
    const std::string_view what = unknown.is_table ? " has no column " : " has no attribute ";
    std::string message = unknown.owners.front() + std::string(what) + quoted(unknown.name);
    if (unknown.owners.size() > 1)
        message = "none of " + join_words(unknown.owners) + " has an attribute " + quoted(unknown.name);
    const catalog::Relation* relation = unknown.owners.size() == 1 ? unknown.relation : nullptr;
    const auto is_it = [&](const catalog::Column& column) { return column.name == unknown.name; };
    if (relation != nullptr && std::ranges::any_of(relation->columns, is_it)) {
        message += "; " + relation->name.to_string() + " has a column of that name";
    }
    Finding* finding = sink.report(kUnknownColumn, kUnknownColumn.default_severity, unknown.span, std::move(message));
    if (finding == nullptr) return;
    if (relation != nullptr) finding->table = relation->name.to_string();
    finding->field = unknown.name;
    finding->suggestion = nearest_name(unknown.name, unknown.candidates).value_or("");
}

// A row has no key of that name, and the table no column: whatever the select says, nothing will be there.
void check_row_key(const binding::RowKeyReference& key, const binding::Context& context, FindingSink& sink) {
    if (key.is_selected || key.column != nullptr) return;
    const catalog::Relation& relation = *key.relation;
    if (key.selects_all && !key.is_of_output() && binding::is_added_by_code(context, relation, key.name)) return;
    std::string message = "rows of " + relation.name.to_string() + " have no " + quoted(key.name);
    if (key.is_of_output()) {
        message = "the query gives no " + quoted(key.name) + ", but " + join_words(quoted_words(key.selected));
    } else if (!key.selects_all)
        message += "; the select gives " + (key.selected.empty() ? "nothing" : join_words(quoted_words(key.selected)));
    const Severity severity = row_key_severity(key, kUnknownColumn);
    Finding* finding = sink.report(kUnknownColumn, severity, key.span, std::move(message));
    if (finding == nullptr) return;
    finding->field = key.name;
    finding->suggestion = nearest_name(key.name, key.selected).value_or("");
    if (key.is_of_output()) return;
    finding->table = relation.name.to_string();
    explain_removal(context.catalog.find_removed(relation.name.schema, relation.name.name, key.name), *finding);
}

// ForeignKey("users.idd")
void check_keys(const binding::BoundTable& table, const binding::Context& context, FindingSink& sink) {
    for (const binding::DeclaredForeignKey& key : table.foreign_keys) {
        for (const binding::KeyText& text : key.texts) {
            if (!text.column_absent) continue;
            binding::ColumnReference column;
            column.name = text.column;
            column.span = text.column_span;
            column.relation = text.relation;
            column.found = false;
            check_column(column, context, sink);
        }
    }
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::ColumnReference& column : query.columns) check_column(column, context, sink);
    }
    for (const binding::RowKeyReference& key : statement.row_keys) check_row_key(key, context, sink);
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::ColumnReference& column : sql.columns) check_column(column, context, sink);
        for (const binding::RefusedName& name : sql.refused) check_refused(name, sink);
    }
    for (const binding::BoundTable& table : statement.tables) check_keys(table, context, sink);
    for (const binding::UnknownAttribute& unknown : statement.orm_uses.unknown) check_attribute(unknown, sink);
    for (const binding::ColumnReference& column : statement.orm_uses.stated) check_column(column, context, sink);
}

}  // namespace

constinit const Rule kUnknownColumn = {
    .id = "unknown-column",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A query names a column that the table does not have",
    .docs = R"(Columns are checked where supabase-py takes them (`select`, filters, `order`, payload keys of `insert`, `update`
and `upsert`, `on_conflict`) and in literal SQL, with PostgreSQL's own scoping: CTEs, sub-queries, joins, aliases,
functions in `FROM`, fields of composite values, `RETURNING`, `ON CONFLICT`, `MERGE`. PostgreSQL answers 42703, PostgREST PGRST204, both at run time.

In expressions of SQLAlchemy, SQLModel and Flask-SQLAlchemy it is the mapped class that must have the attribute: `select(User.nmae)`,
`filter_by(emial=…)`, `values(…)`, `users.c.nmae`, `User(nmae=…)`, `relationship(back_populates="…", foreign_keys="[Post.usr_id]")`,
also where no import but SQLAlchemy's registry leads to the class. An attribute whose column is gone is said once, at the model. The
column that a foreign key's text names (`ForeignKey("users.idd")`) must be one of the database or of the project's own models. Nothing is said of classes of which a base, a decorator or a metaclass is not known, or
whose attributes a `backref` or an assignment elsewhere may add.

A method of a base class whose table its subclasses name (`self.client.table(self.table_name)`) is held against the tables of all of them, in any
file: a column that none of these has is reported in the base, with the classes. Nothing is said where only some lack it (the method may
not be for these), where a subclass overrides the method, or where the table of one is not known.

A payload's keys are also those of a model that is dumped into it (`insert(user.model_dump())`, `asdict(user)`). Keys that the code
asks of a query's rows (`res.data[0]["nmae"]`, `for row in res.data: row["nmae"]`) are held against what the select gives:
`row["nmae"]` raises KeyError; `row.get("nmae")` is always None and a warning, with a default a hint. What is a column, but not selected, is
`unselected-column`'s. The same holds for rows that drivers give of SQL whose columns are all known: of asyncpg (`row = await conn.fetchrow("SELECT …")`, loops over
`fetch`), of psycopg with `dict_row` or `namedtuple_row` (`row.nmae`), of psycopg2 with RealDictCursor, DictCursor or NamedTupleCursor, whether the cursor, its
connection or the pool says so; of SQLAlchemy's `text()` (`session.execute(text("SELECT …")).mappings().all()`, `row.nmae`, `row._mapping["nmae"]`).

Not reported: columns of relations that are not wholly known (made by dynamic SQL, or in schemas that were not read), but for those that a
migration surely dropped or renamed, columns that the project's own code adds (`ALTER TABLE … ADD COLUMN` where it starts), computed
fields, whole-row references, system columns, and names that are not literal or constant.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);",
    .bad_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, nmae").execute()
)",
    .good_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, name").execute()
)",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
