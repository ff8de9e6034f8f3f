#include <algorithm>

#include "analysis/binding/bind_rows.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

using binding::ModelOfRow;

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const ModelOfRow& made : statement.row_models) {
        std::string message = made.model + " needs " + join_words(quoted_words(made.lacking)) + ", and the row has " +
                              (made.selected.empty() ? "nothing" : "only " + join_words(quoted_words(made.selected)));
        Finding* finding = sink.report(kUnselectedField, kUnselectedField.default_severity, made.span, std::move(message));
        if (finding == nullptr) continue;
        if (!made.relation->name.name.empty()) finding->table = made.relation->name.to_string();
        finding->field = made.lacking.front();
    }
}

void fix(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        const Span whole{statement.offset, statement.offset + statement.facts->length};
        if (!statement.facts->rows || !whole.contains(finding.span.begin)) continue;
        const binding::StatementView view{*statement.facts, statement.offset};
        const binding::QueryBinding queries = binding::bind_queries(view, context.binding);
        for (const ModelOfRow& made : binding::bind_rows(view, queries.queries, context.binding).models) {
            if (made.span.shifted(statement.offset) != finding.span || !made.addition) continue;
            TextEdit edit = *made.addition;
            edit.span = edit.span.shifted(statement.offset);
            const std::string title = "Select " + join_words(quoted_words(made.lacking)) + " as well";
            fixes.push_back({title, Fix::Safety::Safe, fixes.empty(), {std::move(edit)}, false});
            return;
        }
    }
}

}  // namespace

constinit const Rule kUnselectedField = {
    .id = "unselected-field",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A model is made of a row whose query does not select what it requires",
    .docs =
        R"raw(`User(**row)`, `User.model_validate(row)` and `User.parse_obj(row)` raise ValidationError where the row lacks a required field of the pydantic model:
one without a default whose type excludes None. Looked at are the rows that `unselected-column` looks at, and those that asyncpg gives of SQL, loops and comprehensions included
(`[User(**row) for row in res.data]`); a field is looked for by its alias and by its name. Inherited fields count.

Not reported: models with a base class that is not known, with a constructor or a `before` validator of their own, rows that the code changed
before, and calls with further arguments.)raw",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL);",
    .bad_example = R"raw(from pydantic import BaseModel
from supabase import create_client


class Contact(BaseModel):
    name: str
    email: str


def contacts():
    client = create_client("http://localhost", "key")
    res = client.table("users").select("id, name").execute()
    return [Contact(**row) for row in res.data]
)raw",
    .good_example = R"raw(from pydantic import BaseModel
from supabase import create_client


class Contact(BaseModel):
    name: str
    email: str


def contacts():
    client = create_client("http://localhost", "key")
    res = client.table("users").select("id, name, email").execute()
    return [Contact(**row) for row in res.data]
)raw",
    .check = check,
    .fix = fix,
};

}  // namespace rowtype::rules
