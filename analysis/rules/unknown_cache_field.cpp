#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundCacheEntry& entry : statement.cache_entries) {
        const catalog::Relation& relation = *entry.relation;
        for (const binding::CachedField& field : entry.fields) {
            const std::string& name = field.field.name;
            if (field.is_extra || !context.catalog.lacks_column(relation, name)) continue;
            std::string message = relation.name.to_string() + " has no column " + quoted(name) + ", and entries of " +
                                  quoted(entry.pattern) + " are its rows";
            if (!field.sent_by.empty()) message += "; " + field.sent_by + " gives it";
            Finding* finding =
                sink.report(kUnknownCacheField, kUnknownCacheField.default_severity, field.span, std::move(message));
            if (finding == nullptr) continue;
            finding->table = relation.name.to_string();
            finding->field = name;
            finding->suggestion = nearest_name(name, relation.column_names()).value_or("");
            explain_removal(context.catalog.find_removed(relation.name.schema, relation.name.name, name), *finding);
        }
    }
}

// Never safe: entries that are there, and whoever else reads them, have the name as it was.
void fix(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::size_t before = fixes.size();
    replace_by_suggestion(finding, context, fixes);
    for (std::size_t at = before; at < fixes.size(); ++at) fixes[at].safety = Fix::Safety::Unsafe;
}

}  // namespace

constinit const Rule kUnknownCacheField = {
    .id = "unknown-cache-field",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "Code reads or writes a field of a Redis entry that the table behind it does not have",
    .docs = R"raw(The configuration says which entries are rows of which table:

```toml
[[tool.rowtype.redis]]
key = "users:*"
table = "users"
extra-fields = ["cached_at"] # that entries have besides the columns
```

Redis takes any field, and answers None for one that it does not have, so that a misspelled or stale name is seen by nobody. Checked are the calls of redis-py, its
asynchronous client, its pipelines and the clients that are made like it: fields of hashes (`hset` with a field, `mapping=` or `items=`, `hmset`,
`hsetnx`, `hsetex`, `hget`, `hmget`, `hdel`, `hexists`, `hincrby`, …), keys that are asked of `hgetall(key)` and of `json.loads(client.get(key))`, and the keys of what `json.dumps({…})` makes for `set`,
`setex` and the like, or `client.json().set(key, "$", {…})`. Dictionaries that statements build and models that are dumped count, as in a payload.

A key is what its text folds to, constants and f-strings included. `*` stands for any text, parts that are not known as well, but for no `:` that the code
writes out: `users:*` is about `f"users:{id}"`, not about `f"users:{id}:sessions"`. The first pattern that fits holds. Unknown parts of a key meet `*`
alone: `f"{prefix}users:{id}"` is about `*users:*`.

The fix renames in the code alone: entries that are there keep the old name.

Not reported: entries that lack columns (a cache may hold some only), fields whose names are not literal or constant, `set` of an object of which nothing says that
it is a client of Redis, and methods of the project's own classes.)raw",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);",
    .bad_example = R"(import redis

cache = redis.Redis()


def remember(user_id: int, name: str) -> None:
    cache.hset(f"users:{user_id}", mapping={"nmae": name})
)",
    .good_example = R"(import redis

cache = redis.Redis()


def remember(user_id: int, name: str) -> None:
    cache.hset(f"users:{user_id}", mapping={"name": name})
)",
    .check = check,
    .fix = fix,
};

}  // namespace rowtype::rules
