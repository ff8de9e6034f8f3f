#include "analysis/cache_entries/entry_check.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

std::string_view remedy_for(std::string_view refused) {
    if (refused == "None") return "leave the field out, or write an empty text";
    return refused == "a boolean" ? "write 1 or 0" : "write the text that json.dumps makes of it";
}

void report(const binding::BoundCacheEntry& entry, const binding::CachedField& field, std::string message, FindingSink& sink) {
    Finding* finding = sink.report(kInvalidCacheValue, kInvalidCacheValue.default_severity, field.value_span, std::move(message));
    if (finding == nullptr) return;
    finding->table = entry.relation->name.to_string();
    finding->field = field.field.name;
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundCacheEntry& entry : statement.cache_entries) {
        for (const binding::CachedField& field : entry.fields) {
            if (!field.refused.empty()) {
                report(entry, field,
                       "redis-py refuses " + field.refused +
                           " as the value of a hash's field (DataError): " + std::string(remedy_for(field.refused)),
                       sink);
            }
            const bool is_column = entry.relation->find_column(field.field.name) != nullptr;
            if (!field.has_value || field.is_extra || !is_column) continue;
            const std::string column = entry.relation->name.to_string() + "." + field.field.name;
            for (const auto& problem : cache_entries::check_entry({field.field}, *entry.relation, context.catalog)) {
                report(entry, field, column + ": the field " + problem.message, sink);
            }
        }
    }
}

}  // namespace

constinit const Rule kInvalidCacheValue = {
    .id = "invalid-cache-value",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "Code writes a constant into a Redis entry that the column behind the field does not take",
    .docs =
        R"raw(Looked at are the calls that `unknown-cache-field` looks at, where the configuration says which entries are rows of which table
(`[[tool.rowtype.redis]]`). What contradicts a column is what `rowtype redis verify` says of a live entry: a text that the type's input refuses, a label
that the enum does not have, a text longer than the column takes, null where the column is NOT NULL, a JSON document in a column that holds none. An empty text passes
where the column is nullable, since a hash has no null.

A hash holds texts: numbers arrive as their digits, and None, booleans, dictionaries and lists are refused by redis-py itself (`DataError`, from 3.0 on), which is said
where the client is known.

Not reported: values that are not literals, and entries that lack columns.)raw",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, age integer, nick text);",
    .bad_example = R"(import json

import redis

cache = redis.Redis()


def remember(user_id: int) -> None:
    cache.hset(f"users:{user_id}", mapping={"age": "unknown", "nick": None})
    cache.set(f"users:{user_id}", json.dumps({"name": None}))
)",
    .good_example = R"(import json

import redis

cache = redis.Redis()


def remember(user_id: int) -> None:
    cache.hset(f"users:{user_id}", mapping={"age": 42, "nick": ""})
    cache.set(f"users:{user_id}", json.dumps({"name": "Ada", "nick": None}))
)",
    .check = check,
};

}  // namespace rowtype::rules
