// Calls of functions in queries: which function is meant, and whether its result can be NULL.
#pragma once

#include <vector>

#include "reflect/migrations/overloads.h"
#include "reflect/migrations/query_scope.h"

namespace rowtype::migrations {

// A call as PostgreSQL resolves it. Candidates live as long as the value.
struct ResolvedCall {
    std::vector<Signature> candidates;
    std::optional<Resolved> resolved;
    bool is_builtin = false;  // no function of the schema has the name
    bool arguments_are_not_null = true;
};

// Of a FuncCall node.
[[nodiscard]] ResolvedCall resolve_function_call(const QueryScope& scope, const Node& call, int depth);

// The result of a function that is called with arguments of these types; unknown where that is not told.
[[nodiscard]] catalog::Type result_of_call(const QueryScope& scope, const std::string& function,
                                           const std::vector<catalog::Type>& arguments);

// Whether a function of pg_catalog gives a value whenever all its arguments are values.
[[nodiscard]] bool keeps_not_null(std::string_view function);
// Whether it gives a value whatever its arguments are.
[[nodiscard]] bool never_null(std::string_view function);
// Whether an aggregate gives a value for a group that has rows, all of whose arguments are values; `of_any`: whatever they are.
[[nodiscard]] bool aggregates_to_value(std::string_view function, bool& of_any);
// The same as keeps_not_null for operators.
[[nodiscard]] bool operator_keeps_not_null(std::string_view name);
// Functions of well-known extensions, by name alone; unknown where there is none.
[[nodiscard]] catalog::Type extension_function_result(std::string_view name);

}  // namespace rowtype::migrations
