#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check_column(const binding::ColumnReference& column, const catalog::Catalog& catalog, FindingSink& sink) {
    const catalog::Relation& relation = *column.relation;
    if (column.found || !column.is_judged()) return;
    std::string message = relation.name.to_string() + " has no column " + quoted(column.name);
    if (!column.also_searched.empty()) {
        std::vector<std::string> names = {relation.name.to_string()};
        for (const catalog::Relation* other : column.also_searched) names.push_back(other->name.to_string());
        message = "none of " + join_words(names) + " has a column " + quoted(column.name);
    }
    Finding* finding = sink.report(kUnknownColumn, kUnknownColumn.default_severity, column.span, std::move(message));
    if (finding == nullptr) return;
    finding->table = relation.name.to_string();
    finding->field = column.name;
    finding->suggestion = nearest_name(column.name, relation.column_names()).value_or("");
    explain_removal(catalog.find_removed(relation.name.schema, relation.name.name, column.name), *finding);
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

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        for (const binding::ColumnReference& column : query.columns) check_column(column, context.catalog, sink);
    }
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::ColumnReference& column : sql.columns) check_column(column, context.catalog, sink);
        for (const binding::RefusedName& name : sql.refused) check_refused(name, sink);
    }
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

Not reported: columns of relations that are not wholly known (made by dynamic SQL, or in schemas that were not read),
computed fields, whole-row references, system columns, and names that are not literal or constant.)",
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
