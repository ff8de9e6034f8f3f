// Evaluated Python expressions: facts::Value with names replaced by what they stand for.
//
// A Name that is left over is a path: "sqlalchemy.dialects.postgresql.UUID" for what an import brought, "#0.helper" for what
// module 0 defines (a function or class; modules.h), or a builtin. A Call is one that was not followed, with evaluated
// arguments. Unknown with the text kSeen stands for what a look at the database gave.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/value.h"

namespace rowtype::alembic {

using facts::Argument;
using facts::Value;
using facts::ValueKind;

inline constexpr std::string_view kSeen = "seen";

[[nodiscard]] Value unknown_value(Span span = {});
// `words`: the names and texts that the look is about; empty where they cannot be told.
[[nodiscard]] Value seen_value(Span span = {}, const std::vector<std::string>& words = {});
// What follows from a value that depends on a look: its words are all those inside `origin`.
[[nodiscard]] Value seen_through(const Value& origin, Span span);
[[nodiscard]] std::vector<std::string> seen_words(const Value& value);
[[nodiscard]] Value string_value(std::string text, Span span = {});
[[nodiscard]] Value boolean_value(bool value, Span span = {});
[[nodiscard]] Value path_value(std::string path, Span span = {});
[[nodiscard]] bool is_seen(const Value& value);

// Whether two values are the same wherever they were written.
[[nodiscard]] bool same_value(const Value& left, const Value& right);

// The path of a Name, or of the callee of a Call; empty for any other form.
[[nodiscard]] std::string_view path_of(const Value& value);
// "Column" of a call of sqlalchemy.Column, sqlalchemy.schema.Column …, or of that name itself; empty where it is not SQLAlchemy's.
[[nodiscard]] std::string_view sqlalchemy_name(const Value& value);
// The first part of the path that the value starts from: "sqlalchemy" of sa.table("x").insert(); empty where there is none.
[[nodiscard]] std::string_view root_of(const Value& value);
// The whole of that path: "#0.Base" of #0.Base(…).run().
[[nodiscard]] std::string_view base_path_of(const Value& value);
// The last part of a dotted path.
[[nodiscard]] std::string_view last_part(std::string_view path);

// The text of a string, or of one wrapped in op.f() or quoted_name().
[[nodiscard]] std::optional<std::string> text_of(const Value* value);
// True and False; nothing for anything else.
[[nodiscard]] std::optional<bool> boolean_of(const Value* value);
[[nodiscard]] std::optional<std::int64_t> integer_of(const Value* value);
// Strings of a list, tuple or set; a lone string is one.
[[nodiscard]] std::optional<std::vector<std::string>> texts_of(const Value* value);
[[nodiscard]] bool is_none(const Value* value);  // also an absent one
// What a loop over the value meets: elements, or the keys of a dictionary; nothing where not all are known.
[[nodiscard]] std::optional<std::vector<Value>> elements_of(const Value& value);

// The text of a String, or of a Format with "{}" for what is not known; nothing for any other form.
[[nodiscard]] std::optional<std::string> template_of(const Value& value);

// What two texts of statements on rows have in common, up to the first word in which they differ, with `rest` behind it: whichever of
// them is executed changes no schema. Nothing where one of them is no such text, or more: several statements, SELECT … INTO.
[[nodiscard]] std::optional<Value> common_row_statement(const Value& left, const Value& right, Value rest);

// How many nodes, and how deep; both are bounded so that no program makes values without end.
struct ValueSize {
    std::size_t nodes = 0;
    std::size_t bytes = 0;
    std::size_t depth = 0;
};
[[nodiscard]] ValueSize size_of(const Value& value);

// Without places: for values that come from another file.
void forget_places(Value& value);

// Whether any part of the value is one that `test` accepts.
template <class Test>
[[nodiscard]] bool holds(const Value& value, const Test& test) {
    if (test(value)) return true;
    return std::ranges::any_of(value.items, [&test](const Value& item) { return holds(item, test); }) ||
           std::ranges::any_of(value.arguments, [&test](const Argument& argument) { return holds(argument.value, test); });
}

}  // namespace rowtype::alembic
