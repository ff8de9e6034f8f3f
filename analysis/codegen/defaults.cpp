#include "analysis/codegen/defaults.h"

#include <algorithm>
#include <optional>

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

using Labels = std::function<std::string(const catalog::QualifiedName&, const std::string&)>;

constexpr std::size_t kMaximumDefault = 2000;  // bytes; a longer one is left to the database
constexpr int kMaximumDomainDepth = 32;

// A constant: what stands between quotes, or bare.
struct Constant {
    std::string text;
    bool quoted = false;
};

std::optional<Constant> constant_of(std::string_view expression);
std::optional<std::string> expression_of(const catalog::Column& column, const catalog::Catalog& catalog);
PythonDefault scalar_default(const Constant& constant, const catalog::Type& type, const catalog::Catalog& catalog,
                             const std::string& annotation, const Labels& label);
PythonDefault array_default(std::string_view text, const catalog::Type& type, const std::string& annotation);

PythonDefault server() { return {PythonDefault::Kind::Server, {}}; }
PythonDefault value(std::string text) { return {PythonDefault::Kind::Value, std::move(text)}; }
PythonDefault factory(std::string text) { return {PythonDefault::Kind::Factory, std::move(text)}; }

}  // namespace

PythonDefault python_default(const catalog::Column& column, const catalog::Catalog& catalog, const std::string& annotation,
                             const Labels& label) {
    if (column.identity != catalog::Identity::None || !column.default_known) return server();
    const std::optional<std::string> expression = expression_of(column, catalog);
    if (!expression) return {};
    if (expression->size() > kMaximumDefault) return server();
    const std::optional<Constant> constant = constant_of(*expression);
    if (!constant) return server();
    const catalog::Type base = catalog.base_type(column.type);
    if (!constant->quoted && constant->text == "null") return value("None");
    if (base.is_array()) return constant->quoted ? array_default(constant->text, base, annotation) : server();
    return scalar_default(*constant, base, catalog, annotation, label);
}

namespace {

std::optional<std::string> expression_of(const catalog::Column& column, const catalog::Catalog& catalog) {
    if (column.default_expression) return column.default_expression;
    if (column.type.name.schema == "pg_catalog") return std::nullopt;
    catalog::Type type = column.type;
    for (int depth = 0; depth < kMaximumDomainDepth && !type.is_array() && type.name.schema != "pg_catalog"; ++depth) {
        const catalog::TypeDefinition* definition = type.is_known() ? catalog.find_type(type.name) : nullptr;
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
        if (definition->default_expression) return definition->default_expression;
        type = definition->base;
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

// The end of a type's name behind "::", as format_type() prints it; npos where something else stands there.
bool is_type_name(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return false;
    bool in_quotes = false;
    for (const char letter : text) {
        if (letter == '"') in_quotes = !in_quotes;
        const bool plain =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
            std::string_view("_. ()[],$").find(letter) != std::string_view::npos || static_cast<unsigned char>(letter) >= 0x80;
        if (!in_quotes && letter != '"' && !plain) return false;
    }
    return !in_quotes;
}

// Where the parenthesis at the start closes; npos where it does not.
std::size_t closing(std::string_view text) {
    int depth = 0;
    bool in_quotes = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\'') in_quotes = !in_quotes;
        if (in_quotes) continue;
        if (text[at] == '(') ++depth;
        if (text[at] == ')' && --depth == 0) return at;
    }
    return std::string_view::npos;
}

// "'it''s'::text" is a text, "(-1)" and "'-1'::integer" are numbers, "true", "NULL::text"; nothing for anything that calculates.
std::optional<Constant> constant_of(std::string_view expression) {
    expression = trimmed(expression);
    for (int depth = 0; depth < 8 && expression.starts_with('('); ++depth) {
        const std::size_t end = closing(expression);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view behind = trimmed(expression.substr(end + 1));
        if (!behind.empty() && (!behind.starts_with("::") || !is_type_name(behind.substr(2)))) return std::nullopt;
        expression = trimmed(expression.substr(1, end - 1));
    }
    Constant constant;
    std::size_t at = 0;
    if (expression.starts_with('\'')) {
        constant.quoted = true;
        for (at = 1; at < expression.size(); ++at) {
            if (expression[at] == '\'') {
                if (at + 1 >= expression.size() || expression[at + 1] != '\'') break;
                ++at;
            }
            constant.text += expression[at];
        }
        if (at >= expression.size()) return std::nullopt;
        ++at;
    } else {
        while (at < expression.size() && expression[at] != ':') {
            const char letter = expression[at++];
            constant.text += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        }
        constant.text = trimmed(constant.text);
        const bool is_word = constant.text == "true" || constant.text == "false" || constant.text == "null";
        const bool is_number = !constant.text.empty() && constant.text.find_first_not_of("0123456789.-") == std::string::npos;
        if (!is_word && !is_number) return std::nullopt;
    }
    // Casts: each "::" and a type.
    std::string_view rest = trimmed(expression.substr(at));
    while (!rest.empty()) {
        if (!rest.starts_with("::")) return std::nullopt;
        rest.remove_prefix(2);
        const std::size_t next = rest.find("::");
        if (!is_type_name(rest.substr(0, next))) return std::nullopt;
        rest = next == std::string_view::npos ? std::string_view() : rest.substr(next);
    }
    return constant;
}

// "-1.50", without what Python reads otherwise.
std::optional<std::string> number_of(std::string_view text, bool fractions) {
    std::string number;
    if (text.starts_with('-')) {
        number = "-";
        text = trimmed(text.substr(1));
    }
    const std::size_t point = text.find('.');
    std::string_view whole = text.substr(0, point);
    while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
    const auto is_digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!is_digits(whole)) return std::nullopt;
    number += whole;
    if (point == std::string_view::npos) return number;
    const std::string_view fraction = text.substr(point + 1);
    if (!fractions || !is_digits(fraction)) return std::nullopt;
    return number + "." + std::string(fraction);
}

bool is_integer(const catalog::Type& type) {
    return type.is_builtin("int2") || type.is_builtin("int4") || type.is_builtin("int8");
}

PythonDefault number_default(const Constant& constant, const catalog::Type& type, const std::string& annotation) {
    const std::optional<std::string> number = number_of(constant.text, !is_integer(type));
    if (!number) return server();
    if (is_integer(type)) return value(*number);
    if (annotation == "Decimal" || annotation == "PostgresNumeric") {
        PythonDefault made = value("Decimal(\"" + *number + "\")");
        made.imports.push_back({"decimal", "Decimal"});
        return made;
    }
    return value(number->find('.') == std::string::npos ? *number + ".0" : *number);
}

PythonDefault scalar_default(const Constant& constant, const catalog::Type& type, const catalog::Catalog& catalog,
                             const std::string& annotation, const Labels& label) {
    if (type.is_builtin("bool")) {
        if (constant.text == "true" || constant.text == "t") return value("True");
        if (constant.text == "false" || constant.text == "f") return value("False");
        return server();
    }
    const bool is_number =
        is_integer(type) || type.is_builtin("numeric") || type.is_builtin("float4") || type.is_builtin("float8");
    if (is_number) return number_default(constant, type, annotation);
    if (!constant.quoted) return server();
    if (type.is_builtin("json") || type.is_builtin("jsonb")) {
        const std::string_view text = trimmed(constant.text);
        const bool is_any = annotation == "Any";  // pydantic's JsonValue tells type checkers what it holds
        if (text == "{}") return factory(is_any ? "dict[str, Any]" : "dict");
        return text == "[]" ? factory(is_any ? "list[Any]" : "list") : server();
    }
    const bool is_text = type.is_builtin("text") || type.is_builtin("varchar") || type.name.name == "citext";
    // A type of the project's own may not be made of a text.
    if (is_text)
        return annotation == "str" || annotation.starts_with("Literal[") ? value(string_literal(constant.text)) : server();
    const catalog::TypeDefinition* definition = type.is_known() ? catalog.find_type(type.name) : nullptr;
    if (definition == nullptr || definition->kind != catalog::TypeKind::Enum) return server();
    const bool has_label = std::ranges::find(definition->labels, constant.text) != definition->labels.end();
    const std::string member = has_label ? label(type.name, constant.text) : std::string();
    return member.empty() ? server() : value(member);
}

// '{}', '{a,b}', '{1,2}': of texts and whole numbers; quoted elements, nesting and NULL are the database's.
PythonDefault array_default(std::string_view text, const catalog::Type& type, const std::string& annotation) {
    text = trimmed(text);
    if (text == "{}") return annotation.starts_with("list[") ? factory(annotation) : factory("list");
    catalog::Type element = type;
    element.array_dimensions = 0;
    const bool is_text = (element.is_builtin("text") || element.is_builtin("varchar")) && annotation == "list[str]";
    if (type.array_dimensions != 1 || text.size() < 3 || text.front() != '{' || text.back() != '}') return server();
    if (!is_text && !(is_integer(element) && annotation == "list[int]")) return server();
    std::string items;
    std::string_view rest = text.substr(1, text.size() - 2);
    while (true) {
        const std::size_t comma = rest.find(',');
        const std::string_view item = rest.substr(0, comma);
        const bool plain =
            !item.empty() && item.find_first_of("\"\\{} \t\n") == std::string_view::npos && item != "NULL" && item != "null";
        const std::optional<std::string> number = is_text ? std::nullopt : number_of(item, false);
        if (!plain || (!is_text && !number)) return server();
        items += (items.empty() ? "" : ", ") + (is_text ? string_literal(item) : *number);
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    return factory("lambda: [" + items + "]");
}

}  // namespace

}  // namespace rowtype::codegen
