#include "analysis/binding/sql_wrappers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/binding/database_system.h"
#include "analysis/binding/sql_callee.h"
#include "analysis/binding/sql_parts.h"
#include "analysis/binding/sql_table_calls.h"
#include "analysis/facts/call_names.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumCalls = 4;  // of functions that hand the text on

bool is_inside(std::uint32_t scope, std::uint32_t body, const facts::StatementFacts& facts) {
    while (scope != 0 && scope != body) scope = facts.scopes[scope].parent;
    return scope == body;
}

struct Passed {
    const facts::Parameter* parameter = nullptr;
    std::size_t index = 0;
};

// The parameter of the function with that body that a name used in `scope`, inside of it, is; none where it is ever given another value.
Passed passed_by(const Value& name, std::uint32_t scope, std::uint32_t body, const facts::StatementFacts& facts) {
    Passed found;
    for (const facts::Parameter& parameter : facts.parameters) {
        if (parameter.scope != body || parameter.name == "self" || parameter.name == "cls") continue;
        if (parameter.name == name.text) found.parameter = &parameter;
        if (found.parameter == nullptr) ++found.index;
    }
    if (found.parameter == nullptr) return {};
    const bool is_given = std::ranges::any_of(facts.assignments, [&](const facts::Assignment& assignment) {
        return assignment.target == name.text && is_inside(assignment.scope, body, facts);
    });
    if (is_given) return {};
    for (;; scope = facts.scopes[scope].parent) {
        const std::vector<std::string>& opaque = facts.scopes[scope].opaque_names;
        if (std::ranges::find(opaque, name.text) != opaque.end()) return {};
        if (scope == body) return found;
        const bool is_inner = std::ranges::any_of(facts.parameters, [&](const facts::Parameter& parameter) {
            return parameter.scope == scope && parameter.name == name.text;
        });
        if (is_inner) return {};
    }
}

// The calls that take a statement, whole.
bool takes_statement(const facts::SqlCall& call, const facts::StatementFacts& facts) {
    constexpr std::array<std::string_view, 3> kOthers = {"DDL", "literal_column", "from_str"};
    if (is_table_call(call) || std::ranges::find(kOthers, std::string_view(call.method)) != kOthers.end()) return false;
    return facts::call_role(call.method) != facts::CallRole::None && (call.method != "SQL" || stands_alone(call, facts));
}

bool goes_to_another(const facts::SqlCall& call, const FoundFunction& function) {
    if (!call.callee.is(ValueKind::Attribute)) return false;
    const Place place{function.statement, call.scope, function.module};
    return database_system(call.callee.items.front(), place) == DatabaseSystem::Other;
}

// The imports of another module, asked for by their names, so that this is noted; and those that it may get.
DatabaseImports imports_of(const Context& module) {
    for (const facts::PlacedStatement& statement : module.file_facts.statements) {
        for (const facts::Import& import : statement.facts->imports) {
            if (import.scope == 0 && !import.bound.empty()) (void)module.names.all(import.bound);
        }
    }
    constexpr std::array<std::string_view, 8> kUsual = {"sqlite3",  "aiosqlite", "asyncpg", "psycopg",
                                                        "psycopg2", "pymysql",   "duckdb",  "sqlalchemy"};
    for (const std::string_view name : kUsual) (void)module.names.all(name);
    return database_imports(module.file_facts);
}

}  // namespace

std::optional<HandedSql> SqlWrappers::find(const facts::NamedCall& call) {
    const Place place{&statement_.facts, call.scope, &modules_.analysed_file()};
    const std::optional<Taken> taken = taken_by(function_at(call.callee, place), 0);
    if (!taken) return std::nullopt;
    const Value* sql = facts::find_argument(call.arguments, taken->parameter, taken->index);
    if (sql == nullptr) return std::nullopt;
    DatabaseImports imports = taken->imports;
    imports.foreign = imports.foreign || context_.imports.foreign;
    if (!may_be_postgres(imports, call.callee.dotted())) return std::nullopt;
    return HandedSql{sql, taken->style, taken->has_parameters, imports};
}

std::optional<SqlWrappers::Taken> SqlWrappers::taken_by(const FoundFunction& function, int depth) {
    if (function.function == nullptr || function.function->body_scope == 0 || depth > kMaximumCalls) return std::nullopt;
    if (const auto known = known_.find(function.function); known != known_.end()) return known->second;
    const auto* module = dynamic_cast<const ModelModule*>(function.module);
    const Context* context = module == nullptr ? nullptr : others_.context_of(*module);
    if (context == nullptr) return std::nullopt;
    bool is_refused = false;
    std::optional<Taken> taken = taken_by_driver(function, *context, is_refused);
    if (!taken && !is_refused) taken = taken_by_another(function, depth);
    known_[function.function] = taken;
    return taken;
}

// `is_refused`: a driver gets it that need not be PostgreSQL's, or several drivers do with different placeholders.
std::optional<SqlWrappers::Taken> SqlWrappers::taken_by_driver(const FoundFunction& function, const Context& module,
                                                               bool& is_refused) {
    const facts::StatementFacts& facts = *function.statement;
    const std::uint32_t body = function.function->body_scope;
    const ModelModules modules(module);
    std::optional<Taken> taken;
    for (const facts::SqlCall& call : facts.sql_calls) {
        const Value* sql = call.sql();
        if (sql == nullptr || !sql->is(ValueKind::Name) || !is_inside(call.scope, body, facts)) continue;
        const Passed passed = passed_by(*sql, call.scope, body, facts);
        if (passed.parameter == nullptr || !takes_statement(call, facts)) continue;
        Taken one{passed.parameter->name, passed.index, placeholder_style(call.method), call.arguments.size() > 1,
                  imports_of(module)};
        const bool is_another = taken && (taken->index != one.index || taken->style != one.style);
        is_refused = is_another || !may_be_postgres(one.imports, call.callee.dotted()) ||
                     is_of_another_library(call, modules.analysed_file()) || goes_to_another(call, function);
        if (is_refused) return std::nullopt;
        one.has_parameters = one.has_parameters || (taken && taken->has_parameters);
        taken = std::move(one);
    }
    return taken;
}

std::optional<SqlWrappers::Taken> SqlWrappers::taken_by_another(const FoundFunction& function, int depth) {
    const facts::StatementFacts& facts = *function.statement;
    const std::uint32_t body = function.function->body_scope;
    std::optional<Taken> taken;
    for (const facts::NamedCall& call : facts.named_calls) {
        if (!is_inside(call.scope, body, facts)) continue;
        std::optional<Taken> inner = taken_by(function_at(call.callee, {&facts, call.scope, function.module}), depth + 1);
        if (!inner) continue;
        const Value* sql = facts::find_argument(call.arguments, inner->parameter, inner->index);
        if (sql == nullptr || !sql->is(ValueKind::Name)) continue;
        const Passed passed = passed_by(*sql, call.scope, body, facts);
        if (passed.parameter == nullptr) continue;
        if (taken && (taken->index != passed.index || taken->style != inner->style)) return std::nullopt;
        inner->parameter = passed.parameter->name;
        inner->index = passed.index;
        taken = std::move(inner);
    }
    return taken;
}

}  // namespace rowtype::binding
