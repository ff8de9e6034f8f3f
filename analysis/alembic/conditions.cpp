// What can be told of a condition: literals, the dialect (it is PostgreSQL's), and whether it asks what is in the database.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

using syntax::Cursor;
using syntax::Node;
using syntax::NodeKind;

namespace {

// Operands and the operators between them, in order. The grammar's nodes for these have no kind of their own.
struct Operation {
    std::vector<Node> operands;
    std::vector<std::string> operators;  // "not in" as one
};

Operation operation_of(const Node& node, const std::string& text) {
    Operation operation;
    Cursor cursor(node);
    if (!cursor.to_first_child()) return operation;
    do {
        const Node child = cursor.node();
        if (child.kind() == NodeKind::Token) {
            operation.operators.push_back(text.substr(child.begin() - node.begin(), child.end() - child.begin()));
        } else if (facts::is_content(child.kind())) {
            operation.operands.push_back(child);
        }
    } while (cursor.to_next_sibling());
    return operation;
}

Answer opposite(Answer answer) {
    if (answer == Answer::Yes) return Answer::No;
    return answer == Answer::No ? Answer::Yes : answer;
}

// "and" of two; "or" is the opposite of the "and" of the opposites.
Answer both(Answer left, Answer right) {
    if (left == Answer::No || right == Answer::No) return Answer::No;
    if (left == Answer::Yes) return right;
    if (right == Answer::Yes) return left;
    // A look at the schema that something unknown narrows is a look at the schema all the same.
    return left == Answer::Seen || right == Answer::Seen ? Answer::Seen : Answer::Unknown;
}

bool is_literal(const Value& value) {
    return value.is(ValueKind::String) || value.is(ValueKind::Integer) || value.is(ValueKind::Boolean) ||
           value.is(ValueKind::None);
}

Answer equal(const Value& left, const Value& right) {
    if (is_seen(left) || is_seen(right)) return Answer::Seen;
    if (!is_literal(left) || !is_literal(right)) return Answer::Unknown;
    return same_value(left, right) ? Answer::Yes : Answer::No;
}

Answer contains(const Value& container, const Value& item) {
    if (is_seen(container) || is_seen(item)) return Answer::Seen;
    if (!is_literal(item)) return Answer::Unknown;
    if (container.is(ValueKind::String)) {
        if (!item.is(ValueKind::String)) return Answer::Unknown;
        return container.text.find(item.text) == std::string::npos ? Answer::No : Answer::Yes;
    }
    const bool is_dictionary = container.is(ValueKind::Dictionary);
    if (!is_dictionary && !container.is(ValueKind::List) && !container.is(ValueKind::Tuple) && !container.is(ValueKind::Set))
        return Answer::Unknown;
    Answer found = Answer::No;
    for (std::size_t index = 0; index < container.items.size(); index += is_dictionary ? 2 : 1) {
        const Answer same = equal(container.items[index], item);
        if (same == Answer::Yes) return same;
        if (same != Answer::No) found = same;
    }
    return found;
}

template <std::size_t Count>
bool holds_any(std::string_view text, const std::array<std::string_view, Count>& words) {
    const std::string folded = sql::fold(text);
    return std::ranges::any_of(words, [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// Names of SQLAlchemy's inspector, and what people call functions that use it.
bool is_name_of_look(std::string_view name) {
    static constexpr std::array<std::string_view, 13> kWords = {
        "inspect",     "has_table",   "has_column", "has_index",         "has_constraint", "get_table_names",
        "get_columns", "get_indexes", "get_enums",  "get_pk_constraint", "get_foreign",    "get_unique_constraints",
        "exist",
    };
    return holds_any(name, kWords);
}

// SQL that reads PostgreSQL's catalogs.
bool reads_catalogs(std::string_view sql) {
    static constexpr std::array<std::string_view, 8> kWords = {"information_schema", "pg_catalog",   "pg_type",    "pg_class",
                                                               "pg_constraint",      "pg_attribute", "pg_indexes", "to_reg"};
    return holds_any(sql, kWords);
}

}  // namespace

Answer Interpreter::answer(const Node& condition) {
    if (!spend(1)) return Answer::Unknown;
    switch (condition.kind()) {
        case NodeKind::ParenthesizedExpression: {
            const std::vector<Child> parts = children_of(condition);
            return parts.size() == 1 ? answer(parts.front().node) : Answer::Unknown;
        }
        case NodeKind::Other: break;
        default: {
            // Seen from outside first: what is asked may be a function that runs queries.
            if (looks_at_schema(condition)) return Answer::Seen;
            return truth(evaluate_node(condition));
        }
    }
    const Operation operation = operation_of(condition, source_of(condition));
    const std::string first = operation.operators.empty() ? "" : operation.operators.front();
    if (first == "not" && operation.operands.size() == 1) return opposite(answer(operation.operands.front()));
    if ((first == "and" || first == "or") && operation.operands.size() == 2) {
        Answer left = answer(operation.operands[0]);
        Answer right = answer(operation.operands[1]);
        return first == "and" ? both(left, right) : opposite(both(opposite(left), opposite(right)));
    }
    return compare(condition);
}

Answer Interpreter::compare(const Node& comparison) {
    if (looks_at_schema(comparison)) return Answer::Seen;
    const Operation operation = operation_of(comparison, source_of(comparison));
    if (operation.operands.size() != 2) return Answer::Unknown;
    std::string sign;  // "not in" is a node of its own, its words as far apart as they were written
    for (const std::string& part : operation.operators) sign += (sign.empty() ? "" : " ") + part;
    if (sign.starts_with("not")) sign = "not in";
    if (sign.starts_with("is") && sign.ends_with("not")) sign = "is not";
    const Value left = evaluate_node(operation.operands[0]);
    const Value right = evaluate_node(operation.operands[1]);
    if (sign == "==" || sign == "is") return equal(left, right);
    if (sign == "!=" || sign == "is not") return opposite(equal(left, right));
    if (sign == "in") return contains(right, left);
    if (sign == "not in") return opposite(contains(right, left));
    return is_seen(left) || is_seen(right) ? Answer::Seen : Answer::Unknown;
}

// A comparison as a value: True or False, or, of SQLAlchemy's expressions, a call of "operator.==" and its like.
Value Interpreter::evaluate_comparison(const Node& comparison) {
    const Operation written = operation_of(comparison, source_of(comparison));
    const std::string first = written.operators.empty() ? "" : written.operators.front();
    if ((first == "or" || first == "and") && written.operands.size() == 2)
        return choose_operand(written.operands, first == "or", comparison.span());
    const Answer given = answer(comparison);
    if (given == Answer::Yes || given == Answer::No) return boolean_value(given == Answer::Yes, comparison.span());
    if (given == Answer::Seen) return seen_value(comparison.span(), words_of_look(comparison));
    const Operation operation = operation_of(comparison, source_of(comparison));
    if (operation.operands.size() != 2 || operation.operators.size() != 1) return unknown_value(comparison.span());
    Value call;
    call.kind = ValueKind::Call;
    call.span = comparison.span();
    call.items.push_back(path_value("operator." + operation.operators.front()));
    for (const Node& operand : operation.operands) call.arguments.push_back({{}, {}, evaluate_node(operand)});
    return call;
}

// a or b, a and b: one of the two, by what the first is.
Value Interpreter::choose_operand(const std::vector<Node>& operands, bool is_or, Span span) {
    Value left = evaluate_node(operands[0]);
    const Answer given = truth(left);
    if (given == Answer::Yes || given == Answer::No) return (given == Answer::Yes) == is_or ? left : evaluate_node(operands[1]);
    const Certainty before =
        std::exchange(lexical_, std::max(lexical_, given == Answer::Seen ? Certainty::Guarded : Certainty::Possible));
    refresh_certainty();
    const Value right = evaluate_node(operands[1]);
    lexical_ = before;
    refresh_certainty();
    if (same_value(left, right)) return left;
    return given == Answer::Seen ? seen_through(left, span) : unknown_value(span);
}

Answer Interpreter::truth(const Value& value) {
    if (is_seen(value)) return Answer::Seen;
    switch (value.kind) {
        case ValueKind::None: return Answer::No;
        case ValueKind::Boolean: return value.text == "True" ? Answer::Yes : Answer::No;
        case ValueKind::String: return value.text.empty() ? Answer::No : Answer::Yes;
        case ValueKind::Integer: return integer_of(&value).value_or(1) == 0 ? Answer::No : Answer::Yes;
        case ValueKind::List:
        case ValueKind::Tuple:
        case ValueKind::Set:
        case ValueKind::Dictionary: return value.items.empty() ? Answer::No : Answer::Yes;
        default: return Answer::Unknown;
    }
}

// Whether an expression depends on what is in the database: by the words of its names and texts, by names that such an
// expression was assigned to, and by the bodies of the functions that it names.
bool Interpreter::looks_at_schema(const Node& node) {
    std::set<std::string> functions;
    std::vector<Node> open = {node};
    while (!open.empty()) {
        const Node next = open.back();
        open.pop_back();
        if (!spend(1)) return false;
        if (next.kind() == NodeKind::StringContent && reads_catalogs(source_of(next))) return true;
        if (next.kind() == NodeKind::Identifier) {
            const std::string word = source_of(next);
            if (is_name_of_look(word) || is_seen(look_up(path_value(word)))) return true;
            const auto function = frame_->module.functions.find(word);
            if (function != frame_->module.functions.end() && functions.insert(word).second) {
                open.push_back(function->second.child(syntax::Field::Body));
            }
        }
        for (const Child& child : children_of(next)) open.push_back(child.node);
    }
    return false;
}

// The names and texts that such an expression has: those that stand in it, and in what its names stand for.
LookWords Interpreter::words_of_look(const Node& node) {
    LookWords words;
    std::set<std::string> functions;
    std::vector<Node> open = {node};
    while (!open.empty()) {
        const Node next = open.back();
        open.pop_back();
        if (!spend(1)) return {};
        if (next.kind() == NodeKind::StringContent) words.push_back(source_of(next));
        if (next.kind() == NodeKind::Identifier) {
            const std::string word = source_of(next);
            const Value value = look_up(path_value(word));
            const std::vector<std::string> inside =
                value.is(ValueKind::Name) || value.is(ValueKind::Call) ? std::vector<std::string>() : seen_words(value);
            words.insert(words.end(), inside.begin(), inside.end());
            const auto function = frame_->module.functions.find(word);
            if (function != frame_->module.functions.end() && functions.insert(word).second) {
                open.push_back(function->second.child(syntax::Field::Body));
            }
        }
        for (const Child& child : children_of(next)) open.push_back(child.node);
    }
    return words;
}

}  // namespace rowtype::alembic
