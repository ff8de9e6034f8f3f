#include <algorithm>

#include "analysis/binding/bind_rows.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

using binding::RowKeyReference;

bool is_reported(const RowKeyReference& key) { return !key.is_selected && key.column != nullptr; }

std::string message_of(const binding::RowWidth& width) {
    const std::size_t count = width.columns.size();
    const std::string columns = join_words(quoted_words(width.columns));
    const std::string given = count == 1 ? "one column, " + columns : std::to_string(count) + " columns, " + columns;
    const std::string row = "the query gives rows of " + given;
    if (width.use == binding::RowWidth::Use::Index) return row + ": there is none at " + std::to_string(width.asked);
    if (width.use == binding::RowWidth::Use::Make)
        return row + ", and the class takes " + (width.asked == 1 ? "one value" : std::to_string(width.asked) + " values");
    return row + (width.asked == 1 ? ", and one name is" : ", and " + std::to_string(width.asked) + " names are") +
           " to take them";
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const RowKeyReference& key : statement.row_keys) {
        if (!is_reported(key)) continue;
        std::string message = "the select does not give " + quoted(key.name);
        if (!key.given_as.empty()) {
            message = "the select gives " + quoted(key.name) + " as " + quoted(key.given_as);
        } else if (!key.selected.empty()) {
            message += ", but " + join_words(quoted_words(key.selected));
        }
        const Severity severity = row_key_severity(key, kUnselectedColumn);
        Finding* finding = sink.report(kUnselectedColumn, severity, key.span, std::move(message));
        if (finding == nullptr) continue;
        finding->table = key.relation->name.to_string();
        finding->field = key.name;
        finding->suggestion = key.given_as;
    }
    for (const binding::RowWidth& width : statement.row_widths) {
        sink.report(kUnselectedColumn, kUnselectedColumn.default_severity, width.span, message_of(width));
    }
}

void fix(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (!finding.suggestion.empty()) return replace_by_suggestion(finding, context, fixes);
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        const Span whole{statement.offset, statement.offset + statement.facts->length};
        if (!statement.facts->rows || !whole.contains(finding.span.begin)) continue;
        const binding::StatementView view{*statement.facts, statement.offset};
        const binding::QueryBinding queries = binding::bind_queries(view, context.binding);
        for (const RowKeyReference& key : binding::bind_rows(view, queries.queries, context.binding).keys) {
            const bool is_it = is_reported(key) && key.span.shifted(statement.offset) == finding.span && key.addition;
            if (!is_it) continue;
            TextEdit edit = *key.addition;
            edit.span = edit.span.shifted(statement.offset);
            fixes.push_back({"Select \"" + key.name + "\" as well", Fix::Safety::Safe, fixes.empty(), {std::move(edit)}, false});
            return;
        }
    }
}

}  // namespace

constinit const Rule kUnselectedColumn = {
    .id = "unselected-column",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A row is asked for a column that its query does not select",
    .docs =
        R"raw(`row["email"]` raises KeyError; `row.get("email")` is always None (a warning), with a default always that (a hint). Looked at are rows of a chain whose select is
known: `res.data[0]["x"]`, `for row in res.data`, comprehensions, `res.data["x"]` behind `single()`, and the rows of embedded tables
(`row["author"]["name"]`). An alias counts (`full_name:name` gives `full_name`), and so do casts, JSON paths, aggregates and
spreads. Inserts, updates and deletes give all columns back.

Of rows that psycopg, psycopg2, asyncpg or SQLAlchemy's `text()` give of SQL whose columns are all known, a column that is asked for by its place (`row[5]`) must be there, and
`a, b = cur.fetchone()` must take as many as there are, and so must the NamedTuple or dataclass of psycopg's `args_row`.

What a script reads in one statement is followed to the others of its module.

Not reported: rows that were handed to a function of the project or changed by a method before, keys that the code sets itself or asks
for by `in`, names that are assigned more than one thing, and rows of a module's own code that its functions use, too.)raw",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);",
    .bad_example = R"raw(from supabase import create_client


def addresses():
    client = create_client("http://localhost", "key")
    res = client.table("users").select("id, name").execute()
    return [row["email"] for row in res.data]
)raw",
    .good_example = R"raw(from supabase import create_client


def addresses():
    client = create_client("http://localhost", "key")
    res = client.table("users").select("id, name, email").execute()
    return [row["email"] for row in res.data]
)raw",
    .check = check,
    .fix = fix,
};

}  // namespace rowtype::rules
