// What Python brings with it, as far as migrations make their texts with it: concatenation, formatting, methods of strings.
#pragma once

#include <optional>
#include <string_view>

#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// a + b and a % b, of evaluated operands: a String, a Format with what is not known between its parts, a list, or Unknown.
[[nodiscard]] Value combine(Value operation);
// An f-string with evaluated parts: a String if all are known.
[[nodiscard]] Value fold_format(const Value& format);

[[nodiscard]] bool is_builtin(std::string_view name);
// Whether a module of that name belongs to Python, or to what no migration changes a schema with (logging, pandas …).
[[nodiscard]] bool is_harmless_module(std::string_view name);

// A call of a builtin or of the standard library, such as str(x), enumerate(list), textwrap.dedent(text). Nothing where it
// is not one that can be told.
[[nodiscard]] std::optional<Value> call_builtin(std::string_view path, const Value& call);
// A method of a string, list or dictionary.
[[nodiscard]] std::optional<Value> call_value_method(const Value& object, std::string_view method, const Value& call);

}  // namespace rowtype::alembic
