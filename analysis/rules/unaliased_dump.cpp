#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::UnaliasedDump, kUnaliasedDump, statement, sink);
}

}  // namespace

constinit const Rule kUnaliasedDump = {
    .id = "unaliased-dump",
    .family = RuleFamily::Query,
    .default_severity = Severity::Warning,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A model is dumped by its fields' names where the columns are named like their aliases, or the reverse",
    .docs =
        R"raw(`model_dump()` gives the names of the fields; with `by_alias=True` it gives the aliases (`Field(alias=…)`,
`serialization_alias`, an `alias_generator`). PostgREST refuses a row with a key that is no column (PGRST204), at run time.

Reported where a field's name is no column and its alias is one, or the other way round; else `unknown-column` says what is missing.)raw",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, full_name text);",
    .bad_example = R"raw(from pydantic import BaseModel, Field
from supabase import create_client


class UserIn(BaseModel):
    id: int
    name: str = Field(alias="full_name")


def save(user: UserIn):
    client = create_client("http://localhost", "key")
    client.table("users").insert(user.model_dump()).execute()
)raw",
    .good_example = R"raw(from pydantic import BaseModel, Field
from supabase import create_client


class UserIn(BaseModel):
    id: int
    name: str = Field(alias="full_name")


def save(user: UserIn):
    client = create_client("http://localhost", "key")
    client.table("users").insert(user.model_dump(by_alias=True)).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
