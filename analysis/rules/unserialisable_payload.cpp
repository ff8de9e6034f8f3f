#include "analysis/rules/call_rules.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    report_call_problems(binding::CallProblemKind::UnserialisablePayload, kUnserialisablePayload, statement, sink);
}

}  // namespace

constinit const Rule kUnserialisablePayload = {
    .id = "unserialisable-payload",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "A row or argument holds a value that supabase-py cannot send",
    .docs =
        R"raw(supabase-py writes what it sends by `json.dumps`, which raises TypeError for `datetime`, `date`, `time`, `timedelta`,
`UUID`, `Decimal`, `bytes` and `set`: `Object of type datetime is not JSON serializable`. Write `.isoformat()` or `str(…)`; PostgreSQL
reads both back. From 2.34 on it sends dates, times, UUIDs and bytes as text; the version is told by `uv.lock`, `poetry.lock`, `pdm.lock`,
`requirements.txt` or `pyproject.toml` in the folder of the configuration, and where none of them tells it, an older one is taken for granted.

Looked at are values in the dictionary of `insert`, `upsert`, `update` or `rpc` that are made there or held by a name that is assigned
once, members of an `Enum` that is no `str` or `int`, fields of pydantic's models, and the fields of a model that is dumped into it:
`user.model_dump()` without `mode="json"`, `.dict()`, `asdict(user)`, `vars(user)`, a TypedDict. Keys that the code sets anew and fields
with a serializer are left out, as is what parameters and functions of the project stand for: their annotations prove nothing.)raw",
    .example_schema = "CREATE TABLE posts (id bigint PRIMARY KEY, title text, seen_at timestamptz);",
    .bad_example = R"raw(from datetime import datetime

from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").update({"seen_at": datetime.now()}).eq("id", 1).execute()
)raw",
    .good_example = R"raw(from datetime import datetime

from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").update({"seen_at": datetime.now().isoformat()}).eq("id", 1).execute()
)raw",
    .check = check,
    .fix = mend_call,
};

}  // namespace rowtype::rules
