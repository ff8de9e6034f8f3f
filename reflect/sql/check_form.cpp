#include "reflect/sql/check_form.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reflect/sql/names.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::sql {

namespace {

using Conditions = std::optional<std::vector<CheckCondition>>;

// A column, or the length of one.
struct Subject {
    std::string column;
    bool of_length = false;
};

constexpr std::array<std::string_view, 3> kLengthFunctions = {"char_length", "character_length", "length"};
// A cast to one of these changes no character and no order of what is compared here.
constexpr std::array<std::string_view, 3> kHarmlessTypes = {"text", "varchar", "numeric"};

std::string_view last_name(const Node& list) { return list.items().empty() ? std::string_view() : list.items().back()->sval(); }

bool is_harmless_cast(const Node& type_name) {
    // varchar(3) cuts, and an array's elements were cast each.
    if (!type_name["typmods"].items().empty()) return false;
    return std::ranges::find(kHarmlessTypes, last_name(type_name["names"])) != kHarmlessTypes.end();
}

const Node& without_harmless_casts(const Node& node) {
    const Node* inner = &node;
    while (inner->is("TypeCast") && is_harmless_cast((*inner)["typeName"])) inner = &(*inner)["arg"];
    return *inner;
}

std::optional<std::string> column_of(const Node& node) {
    const Node& reference = without_harmless_casts(node);
    if (!reference.is("ColumnRef")) return std::nullopt;
    const std::vector<const Node*>& fields = reference["fields"].items();
    if (fields.size() != 1 || fields.front()->sval().empty()) return std::nullopt;
    return std::string(fields.front()->sval());
}

std::optional<Subject> subject_of(const Node& node) {
    if (std::optional<std::string> column = column_of(node)) return Subject{*std::move(column), false};
    const Node& call = without_harmless_casts(node);
    if (!call.is("FuncCall") || call["args"].items().size() != 1) return std::nullopt;
    if (std::ranges::find(kLengthFunctions, last_name(call["funcname"])) == kLengthFunctions.end()) return std::nullopt;
    std::optional<std::string> column = column_of(*call["args"].items().front());
    if (!column) return std::nullopt;
    return Subject{*std::move(column), true};
}

std::optional<Constant> constant_of(const Node& node) {
    const Node* inner = &node;
    while (inner->is("TypeCast")) inner = &(*inner)["arg"];
    if (!inner->is("A_Const")) return std::nullopt;
    const Node& constant = *inner;
    // Absent fields are 0 and false in the tree, so the kind shows in which object there is.
    if (constant["ival"]) return Constant{Constant::Kind::Number, std::to_string(constant["ival"]["ival"].integer())};
    if (constant["fval"]) return Constant{Constant::Kind::Number, std::string(constant["fval"]["fval"].string())};
    if (constant["sval"]) return Constant{Constant::Kind::Text, std::string(constant["sval"]["sval"].string())};
    if (constant["boolval"])
        return Constant{Constant::Kind::Boolean, constant["boolval"]["boolval"].boolean() ? "true" : "false"};
    return std::nullopt;
}

std::optional<std::vector<Constant>> constants_of(const std::vector<const Node*>& nodes) {
    std::vector<Constant> constants;
    for (const Node* node : nodes) {
        std::optional<Constant> constant = constant_of(*node);
        if (!constant) return std::nullopt;
        constants.push_back(*std::move(constant));
    }
    return constants;
}

std::optional<CheckOperator> operator_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, CheckOperator>, 7> kOperators = {{{"=", CheckOperator::Equal},
                                                                                       {"<>", CheckOperator::NotEqual},
                                                                                       {"!=", CheckOperator::NotEqual},
                                                                                       {"<", CheckOperator::Less},
                                                                                       {"<=", CheckOperator::LessOrEqual},
                                                                                       {">", CheckOperator::Greater},
                                                                                       {">=", CheckOperator::GreaterOrEqual}}};
    const auto found = std::ranges::find(kOperators, name, &std::pair<std::string_view, CheckOperator>::first);
    return found == kOperators.end() ? std::nullopt : std::optional(found->second);
}

CheckOperator turned_around(CheckOperator operation) {
    switch (operation) {
        case CheckOperator::Less: return CheckOperator::Greater;
        case CheckOperator::LessOrEqual: return CheckOperator::GreaterOrEqual;
        case CheckOperator::Greater: return CheckOperator::Less;
        case CheckOperator::GreaterOrEqual: return CheckOperator::LessOrEqual;
        default: return operation;
    }
}

CheckCondition condition(const Subject& subject, CheckOperator operation, std::vector<Constant> constants) {
    return {subject.column, operation, std::move(constants), subject.of_length};
}

Conditions comparison(const Node& node) {
    std::optional<CheckOperator> operation = operator_of(last_name(node["name"]));
    if (!operation) return std::nullopt;
    std::optional<Subject> subject = subject_of(node["lexpr"]);
    std::optional<Constant> constant = constant_of(subject ? node["rexpr"] : node["lexpr"]);
    if (!subject) {
        subject = subject_of(node["rexpr"]);
        operation = turned_around(*operation);
    }
    if (!subject || !constant) return std::nullopt;
    return std::vector{condition(*subject, *operation, {*std::move(constant)})};
}

// x = ANY (ARRAY['a', 'b']), as PostgreSQL keeps x IN ('a', 'b').
Conditions any_of_array(const Node& node) {
    const std::optional<Subject> subject = subject_of(node["lexpr"]);
    const Node* array = &node["rexpr"];
    while (array->is("TypeCast")) array = &(*array)["arg"];
    if (!subject || !array->is("A_ArrayExpr") || last_name(node["name"]) != "=") return std::nullopt;
    std::optional<std::vector<Constant>> constants = constants_of((*array)["elements"].items());
    if (!constants) return std::nullopt;
    return std::vector{condition(*subject, CheckOperator::OneOf, *std::move(constants))};
}

// A list stands on the right as a List node, or as the bare list.
const std::vector<const Node*>& list_items(const Node& node) { return node.is("List") ? node["items"].items() : node.items(); }

Conditions one_of_list(const Node& node) {
    const std::optional<Subject> subject = subject_of(node["lexpr"]);
    std::optional<std::vector<Constant>> constants = constants_of(list_items(node["rexpr"]));
    if (!subject || !constants || constants->empty() || last_name(node["name"]) != "=") return std::nullopt;
    return std::vector{condition(*subject, CheckOperator::OneOf, *std::move(constants))};
}

Conditions between(const Node& node) {
    const std::optional<Subject> subject = subject_of(node["lexpr"]);
    const std::optional<std::vector<Constant>> bounds = constants_of(list_items(node["rexpr"]));
    if (!subject || !bounds || bounds->size() != 2) return std::nullopt;
    return std::vector{condition(*subject, CheckOperator::GreaterOrEqual, {bounds->front()}),
                       condition(*subject, CheckOperator::LessOrEqual, {bounds->back()})};
}

Conditions conditions_of(const Node& node);

Conditions conjunction(const Node& node) {
    std::vector<CheckCondition> conditions;
    for (const Node* part : node["args"].items()) {
        Conditions more = conditions_of(*part);
        if (!more) return std::nullopt;
        conditions.insert(conditions.end(), more->begin(), more->end());
    }
    return conditions;
}

Conditions conditions_of(const Node& node) {
    if (node.is("BoolExpr") && node["boolop"].string() == "AND_EXPR") return conjunction(node);
    if (node.is("NullTest") && node["nulltesttype"].string() == "IS_NOT_NULL") {
        std::optional<std::string> column = column_of(node["arg"]);
        if (!column) return std::nullopt;
        return std::vector{CheckCondition{*std::move(column), CheckOperator::NotNull, {}, false}};
    }
    if (!node.is("A_Expr")) return std::nullopt;
    const std::string_view kind = node["kind"].string();
    if (kind == "AEXPR_OP") return comparison(node);
    if (kind == "AEXPR_OP_ANY") return any_of_array(node);
    if (kind == "AEXPR_IN") return one_of_list(node);
    if (kind == "AEXPR_BETWEEN") return between(node);
    return std::nullopt;
}

// The front of `text` that consists of `letters`, taken off it.
std::string_view take(std::string_view& text, std::string_view letters) {
    const std::string_view taken = text.substr(0, std::min(text.find_first_not_of(letters), text.size()));
    text.remove_prefix(taken.size());
    return taken;
}

// "5" and "1.50", with or without parentheses and a cast behind; the whole text.
std::optional<Constant> plain_number(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::size_t kMostDigits = 9;  // of an integer in the tree; what is longer is kept as it is written
    const bool has_parenthesis = text.starts_with('(');
    if (has_parenthesis) text.remove_prefix(1);
    std::string number(take(text, kDigits));
    if (number.empty() || number.size() > kMostDigits) return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::string_view fraction = take(text, kDigits);
        if (fraction.empty()) return std::nullopt;
        number.append(".").append(fraction);
    } else {
        number = std::to_string(std::stoi(number));
    }
    if (has_parenthesis && !std::exchange(text, text.substr(std::min<std::size_t>(1, text.size()))).starts_with(')')) {
        return std::nullopt;
    }
    if (text.starts_with("::")) {
        text.remove_prefix(2);
        if (text == "double precision") text = {};
        else if (take(text, "abcdefghijklmnopqrstuvwxyz0123456789_").empty()) return std::nullopt;
    }
    return text.empty() ? std::optional(Constant{Constant::Kind::Number, std::move(number)}) : std::nullopt;
}

// `amount > 0` and `(amount >= (5)::numeric)`, as most checks are, without a parser, which takes a hundred times as long. Nothing: it may
// be anything.
Conditions plain_comparison(std::string_view text) {
    const bool in_parentheses = text.starts_with('(') && text.ends_with(')') && text.find('(', 1) > text.find(' ');
    if (in_parentheses) text = text.substr(1, text.size() - 2);
    const std::string_view name = take(text, "abcdefghijklmnopqrstuvwxyz_0123456789");
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') || is_reserved_keyword(name)) return std::nullopt;
    take(text, " ");
    const std::optional<CheckOperator> operation = operator_of(take(text, "<>=!"));
    take(text, " ");
    const std::optional<Constant> number = plain_number(text);
    if (!operation || !number) return std::nullopt;
    return std::vector{condition({std::string(name), false}, *operation, {*number})};
}

}  // namespace

std::optional<std::vector<CheckCondition>> parse_check(std::string_view expression) {
    if (Conditions plain = plain_comparison(expression)) return plain;
    const ParseOutcome outcome = parse("SELECT " + std::string(expression));
    if (!outcome.tree || outcome.tree->statements().size() != 1) return std::nullopt;
    const Node& select = *outcome.tree->statements().front().node;
    const std::vector<const Node*>& targets = select["targetList"].items();
    if (targets.size() != 1 || !targets.front()->is("ResTarget") || (*targets.front())["name"]) return std::nullopt;
    // A check is an expression alone; anything behind it was something else.
    if (select["fromClause"] || select["whereClause"] || select["op"].string() != "SETOP_NONE") return std::nullopt;
    return conditions_of((*targets.front())["val"]);
}

}  // namespace rowtype::sql
