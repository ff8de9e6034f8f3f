#include <algorithm>

#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "analysis/rules/write_model_findings.h"

namespace rowtype::rules {

namespace {

using binding::BoundPayload;
using binding::PayloadRow;

bool has_key(const PayloadRow& row, const std::string& column) {
    return std::ranges::find(row.keys, column, &binding::RowKey::name) != row.keys.end();
}

// A key that is misspelled is reported as such; the column that it should be is not missing.
bool names_no_column(const PayloadRow& row, const catalog::Relation& relation) {
    return std::ranges::any_of(row.keys, [&](const binding::RowKey& key) { return relation.find_column(key.name) == nullptr; });
}

bool any_has_key(const BoundPayload& payload, const std::string& column) {
    return std::ranges::any_of(payload.rows, [&](const PayloadRow& row) { return has_key(row, column); });
}

// The columns that PostgreSQL will find NULL in the row, and refuse.
struct Lacking {
    std::vector<std::string> without_default;
    std::vector<std::string> set_elsewhere;  // by another row of the list: then NULL is sent here, whatever the default
};

Lacking lacking_columns(const BoundPayload& payload, const PayloadRow& row, const catalog::Catalog& catalog) {
    Lacking lacking;
    for (const catalog::Column& column : payload.relation->columns) {
        if (has_key(row, column.name) || column.nullability != catalog::Nullability::NotNull) continue;
        if (column.generated != catalog::Generated::None || !column.default_known) continue;
        if (!binding::is_filled(catalog, column)) {
            lacking.without_default.push_back(quoted(column.name));
        } else if (payload.is_list && payload.fills_with_null && any_has_key(payload, column.name)) {
            lacking.set_elsewhere.push_back(quoted(column.name));
        }
    }
    return lacking;
}

void report(const BoundPayload& payload, const PayloadRow& row, const std::vector<std::string>& columns, std::string message,
            FindingSink& sink) {
    const Span first_byte{row.span.begin, row.span.begin + 1};
    Finding* finding = sink.report(kMissingRequiredColumn, kMissingRequiredColumn.default_severity,
                                   payload.is_list ? first_byte : payload.method_span, std::move(message));
    if (finding == nullptr) return;
    finding->table = payload.relation->name.to_string();
    finding->field = columns.front().substr(1, columns.front().size() - 2);
}

std::string needs(const catalog::Relation& relation, const std::vector<std::string>& columns) {
    return relation.name.to_string() + " needs " + join_words(columns) +
           " as well: " + (columns.size() == 1 ? "it is NOT NULL and has no default" : "they are NOT NULL and have no default");
}

void check_insert(const binding::InsertedColumns& insert, const catalog::Catalog& catalog, FindingSink& sink) {
    const catalog::Relation& relation = *insert.relation;
    if (!binding::is_wholly_known(catalog, relation)) return;
    std::vector<std::string> lacking;
    for (const catalog::Column& column : relation.columns) {
        const bool may_be_left = column.nullability != catalog::Nullability::NotNull || !column.default_known ||
                                 column.generated != catalog::Generated::None || binding::is_filled(catalog, column);
        if (!may_be_left && std::ranges::find(insert.columns, column.name) == insert.columns.end())
            lacking.push_back(quoted(column.name));
    }
    if (lacking.empty() || binding::may_change_new_rows(catalog, relation)) return;
    Finding* finding =
        sink.report(kMissingRequiredColumn, kMissingRequiredColumn.default_severity, insert.span, needs(relation, lacking));
    if (finding == nullptr) return;
    finding->table = relation.name.to_string();
    finding->field = lacking.front().substr(1, lacking.front().size() - 2);
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundModel& model : statement.models) report_lacking_columns(model, context.catalog, sink);
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::InsertedColumns& insert : sql.inserts) check_insert(insert, context.catalog, sink);
    }
    for (const binding::BoundQuery& query : statement.queries) {
        if (!query.payload || !query.payload->inserts) continue;
        const BoundPayload& payload = *query.payload;
        if (!binding::is_wholly_known(context.catalog, *payload.relation)) continue;
        for (const PayloadRow& row : payload.rows) {
            if (!row.are_all || names_no_column(row, *payload.relation)) continue;
            const Lacking lacking = lacking_columns(payload, row, context.catalog);
            const bool lacks_any = !lacking.without_default.empty() || !lacking.set_elsewhere.empty();
            if (!lacks_any || binding::may_change_new_rows(context.catalog, *payload.relation)) continue;
            const std::string table = payload.relation->name.to_string();
            if (!lacking.without_default.empty()) {
                report(payload, row, lacking.without_default, needs(*payload.relation, lacking.without_default), sink);
            }
            if (!lacking.set_elsewhere.empty()) {
                report(payload, row, lacking.set_elsewhere,
                       "another row sets " + join_words(lacking.set_elsewhere) + ", so that NULL is sent for this one; " + table +
                           " refuses that (default_to_null=False sends the default)",
                       sink);
            }
        }
    }
}

}  // namespace

constinit const Rule kMissingRequiredColumn = {
    .id = "missing-required-column",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "An insert leaves out a column that is NOT NULL and has no default",
    .docs = R"raw(PostgreSQL answers 23502 at run time, for `upsert` too, whatever rows are there already: it checks the new row
before it looks for a conflict. In a list of rows supabase-py sends NULL for what one row has and another has not, unless
`default_to_null=False` is passed; then a column's default does not help.

Of supabase-py rows that are written at the call are looked at, and those that the same function builds, where nothing else can have put more
into them. Of SQL each `INSERT` with a list of columns is.

A model for inserts (`OrderCreate`) without a field for such a column is a hint, since code may add the value; where a comment or the
configuration says that it is that table's, a warning.

Not reported: tables with a BEFORE INSERT trigger for each row (unless it is disabled) or a rule, which might fill the column;
where the source does not tell triggers, as a snapshot that an older rowtype wrote, any table while the schema has functions of
triggers; views, tables that are not wholly known, and columns of which nobody knows whether they have a default.)raw",
    .example_schema = R"raw(CREATE TABLE orders (
    id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    note text
);)raw",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("orders").insert({"note": "by phone"}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
client.table("orders").insert({"customer_id": 7, "note": "by phone"}).execute()
)raw",
    .check = check,
};

}  // namespace rowtype::rules
