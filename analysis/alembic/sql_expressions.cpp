#include "analysis/alembic/sql_expressions.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/column_types.h"
#include "analysis/alembic/ddl_text.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

namespace {

// Functions that SQL writes without parentheses (sqlalchemy/sql/functions.py, AnsiFunction).
bool is_ansi_function(std::string_view name) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "current_date",   "current_time", "current_timestamp", "current_user",
        "localtimestamp", "localtime",    "session_user",      "user"};
    return std::ranges::find(kNames, name) != kNames.end();
}

// func.now() and func.app.next_id(), by what stands behind "func.".
std::optional<std::string> function_sql(std::string_view path, const Value& call) {
    const std::size_t marker = path.find(".func.");
    if (!path.starts_with("sqlalchemy") || marker == std::string_view::npos) return std::nullopt;
    const std::string name = sql::fold(path.substr(marker + 6));
    if (name.empty()) return std::nullopt;
    if (is_ansi_function(name) && call.arguments.empty()) return name == "user" ? "current_user" : name;
    std::string arguments;
    for (const Argument& argument : call.arguments) {
        const std::optional<std::string> sql = argument.keyword.empty() ? expression_sql(argument.value) : std::nullopt;
        if (!sql) return std::nullopt;
        arguments += (arguments.empty() ? "" : ", ") + *sql;
    }
    const bool is_plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos;
    return is_plain ? std::optional(name + "(" + arguments + ")") : std::nullopt;
}

std::optional<std::string> first_text(const Value& call) { return text_of(call.positional(0)); }

// column("x") == true() and the like, as conditions.cpp leaves them.
std::optional<std::string> comparison_sql(std::string_view sign, const Value& call) {
    static constexpr std::array<std::array<std::string_view, 2>, 6> kSigns = {
        {{"==", "="}, {"!=", "<>"}, {"<", "<"}, {">", ">"}, {"<=", "<="}, {">=", ">="}}};
    const auto row = std::ranges::find(kSigns, sign, [](const auto& pair) { return pair[0]; });
    const std::optional<std::string> left = expression_sql(*call.positional(0));
    const std::optional<std::string> right = expression_sql(*call.positional(1));
    if (row == kSigns.end() || !left || !right) return std::nullopt;
    if (*right == "NULL") return *left + (sign == "==" ? " IS NULL" : " IS NOT NULL");
    return *left + " " + std::string((*row)[1]) + " " + *right;
}

std::optional<std::string> call_sql(const Value& call) {
    const Value& callee = call.items.front();
    constexpr std::string_view kOperator = "operator.";
    if (path_of(call).starts_with(kOperator) && call.arguments.size() == 2)
        return comparison_sql(path_of(call).substr(kOperator.size()), call);
    if (callee.is(ValueKind::Attribute)) {
        const std::optional<std::string> operand = expression_sql(callee.items.front());
        if (!operand) return std::nullopt;
        static constexpr std::array<std::array<std::string_view, 2>, 7> kSuffixes = {{
            {"desc", " DESC"},
            {"asc", " ASC"},
            {"nulls_last", " NULLS LAST"},
            {"nullslast", " NULLS LAST"},
            {"nulls_first", " NULLS FIRST"},
            {"nullsfirst", " NULLS FIRST"},
            {"self_group", ""},
        }};
        const auto suffix = std::ranges::find(kSuffixes, std::string_view(callee.text), [](const auto& row) { return row[0]; });
        return suffix == kSuffixes.end() ? std::nullopt : std::optional(*operand + std::string((*suffix)[1]));
    }
    if (const std::optional<std::string> function = function_sql(path_of(call), call)) return function;
    const std::string_view name = sqlalchemy_name(call);
    if (name == "text" || name == "TextClause" || name == "literal_column" || name == "DefaultClause") return first_text(call);
    if (name == "column" || name == "Column") {
        const std::optional<std::string> column = first_text(call);
        return column ? std::optional(quoted(*column)) : std::nullopt;
    }
    if (name == "true" || name == "false" || name == "null") return std::string(name);
    if (name == "literal" && call.positional(0) != nullptr) return expression_sql(*call.positional(0));
    if (name == "desc" || name == "asc") {
        const Value* operand = call.positional(0);
        if (operand == nullptr) return std::nullopt;
        const std::optional<std::string> text = text_of(operand);
        const std::optional<std::string> sql = text ? std::optional(quoted(*text)) : expression_sql(*operand);
        return sql ? std::optional(*sql + (name == "desc" ? " DESC" : " ASC")) : std::nullopt;
    }
    if ((name == "cast" || name == "Cast") && call.positional(1) != nullptr) {
        const std::optional<std::string> operand = expression_sql(*call.positional(0));
        return operand ? std::optional("CAST(" + *operand + " AS " + column_type(*call.positional(1)).sql + ")") : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> expression_sql(const Value& value) {
    switch (value.kind) {
        case ValueKind::String: return literal(value.text);
        case ValueKind::Integer:
        case ValueKind::Float: return value.text;
        case ValueKind::Boolean: return value.text == "True" ? "true" : "false";
        case ValueKind::None: return "NULL";
        case ValueKind::Call: return call_sql(value);
        default: return std::nullopt;
    }
}

std::optional<std::string> condition_sql(const Value& value) {
    if (value.is(ValueKind::String)) return value.text;
    return expression_sql(value);
}

std::optional<std::string> default_sql(const Value& value) {
    if (value.is(ValueKind::None) || sqlalchemy_name(value) == "FetchedValue") return "";
    if (value.is(ValueKind::Call) && sqlalchemy_name(value) == "DefaultClause" && value.positional(0) != nullptr) {
        return default_sql(*value.positional(0));
    }
    if (value.is(ValueKind::Call) && value.items.front().is(ValueKind::Attribute)) {
        const Value& callee = value.items.front();
        const Value& sequence = callee.items.front();
        if (callee.text == "next_value" && sqlalchemy_name(sequence) == "Sequence") {
            const std::optional<std::string> name = text_of(sequence.positional(0));
            const std::string schema = text_of(sequence.keyword("schema")).value_or("");
            return name ? std::optional("nextval(" + literal(qualified(schema, *name)) + ")") : std::nullopt;
        }
    }
    return expression_sql(value);
}

}  // namespace rowtype::alembic
