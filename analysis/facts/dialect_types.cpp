#include "analysis/facts/dialect_types.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::string_view kDialect = "postgresql";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text = trimmed(text.substr(prefix.size()));
    return true;
}

// The texts of '"a"', '("a", "b")', '["a"]'; nothing where anything else stands there.
std::optional<std::vector<std::string_view>> literals(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const char byte = text.front();
        if (byte == '"' || byte == '\'') {
            const std::size_t end = text.find(byte, 1);
            if (end == std::string_view::npos) return std::nullopt;
            found.push_back(text.substr(1, end - 1));
            text.remove_prefix(end + 1);
        } else if (std::string_view("()[]{}, \t\r\n").find(byte) != std::string_view::npos) {
            text.remove_prefix(1);
        } else {
            return std::nullopt;
        }
    }
    return found;
}

// Whether a condition on the dialect's name holds for PostgreSQL; nothing of any other condition. `subject`: "dialect.name".
std::optional<bool> holds(std::string_view condition, const std::string& subject) {
    condition = trimmed(condition);
    while (condition.starts_with('(') && condition.ends_with(')')) condition = trimmed(condition.substr(1, condition.size() - 2));
    const auto is_it = [](std::string_view name) { return name == kDialect; };
    for (const std::string_view sign : {"==", "!="}) {  // "postgresql" == dialect.name
        const std::size_t at = condition.find(sign);
        if (at == std::string_view::npos || trimmed(condition.substr(at + 2)) != subject) continue;
        const auto names = literals(condition.substr(0, at));
        if (!names || names->size() != 1) return std::nullopt;
        return is_it(names->front()) == (sign == "==");
    }
    if (!take(condition, subject)) return std::nullopt;
    const bool is_one = take(condition, "==");
    const bool is_other = !is_one && take(condition, "!=");
    const bool is_in = !is_one && !is_other && take(condition, "in ");
    const bool is_out = !is_one && !is_other && !is_in && take(condition, "not in ");
    const auto names = literals(condition);
    if (!names || names->empty() || ((is_one || is_other) && names->size() != 1)) return std::nullopt;
    const bool has_it = std::ranges::any_of(*names, is_it);
    if (is_one || is_in) return has_it;
    if (is_other || is_out) return !has_it;
    return std::nullopt;
}

// Runs a body for PostgreSQL. Branches on the dialect's name are all that it may decide by.
class DialectBranches {
public:
    DialectBranches(const Source& source, std::string dialect)
        : source_(source), dialect_(std::move(dialect)), subject_(dialect_ + ".name") {}

    [[nodiscard]] std::optional<Value> result_of(const Node& body) {
        run(body);
        return is_certain_ ? std::move(result_) : std::nullopt;
    }

private:
    void run(const Node& block);
    void run_if(const Node& statement);
    // False: it is not taken, and what follows decides.
    bool run_clause(const Node& clause);
    void read_result(const Node& statement);
    [[nodiscard]] bool is_done() const { return result_.has_value() || !is_certain_; }

    const Source& source_;
    std::string dialect_;
    std::string subject_;
    std::optional<Value> result_;
    bool is_certain_ = true;
};

bool is_code(NodeKind kind) { return kind != NodeKind::Token && kind != NodeKind::Comment; }

void DialectBranches::run(const Node& block) {
    Cursor cursor(block);
    for_each_child(cursor, [&](NodeKind kind) {
        if (is_done() || !is_code(kind)) return;
        const Node statement = cursor.node();
        switch (kind) {
            case NodeKind::ReturnStatement: read_result(statement); break;
            case NodeKind::IfStatement: run_if(statement); break;
            case NodeKind::ExpressionStatement: {  // a docstring
                Cursor inside(statement);
                for_each_child(inside, [&](NodeKind inner) {
                    is_certain_ = is_certain_ && (inner == NodeKind::String || inner == NodeKind::ConcatenatedString);
                });
                break;
            }
            default: is_certain_ = false; break;
        }
    });
}

void DialectBranches::run_if(const Node& statement) {
    if (run_clause(statement)) return;
    bool is_taken = false;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        if (is_taken || is_done()) return;
        if (kind == NodeKind::ElifClause || kind == NodeKind::ElseClause) is_taken = run_clause(cursor.node());
    });
}

// "if condition: block", "elif condition: block", "else: block".
bool DialectBranches::run_clause(const Node& clause) {
    std::optional<bool> taken = clause.kind() == NodeKind::ElseClause ? std::optional(true) : std::nullopt;
    bool is_read = taken.has_value();
    bool was_block = false;
    Cursor cursor(clause);
    for_each_child(cursor, [&](NodeKind kind) {
        if (!is_code(kind) || was_block) return;
        if (kind == NodeKind::Block) {
            was_block = true;
            if (!taken) is_certain_ = false;
            else if (*taken) run(cursor.node());
        } else if (!is_read) {
            is_read = true;
            taken = holds(source_.bytes(cursor.node()), subject_);
        }
    });
    return !taken || *taken;
}

// Of "dialect.type_descriptor(X)" it is X.
void DialectBranches::read_result(const Node& statement) {
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        if (is_code(kind)) result_ = read_value(cursor, source_);
    });
    if (!result_) is_certain_ = false;
    if (!result_ || !result_->is(ValueKind::Call) || result_->items.front().dotted() != dialect_ + ".type_descriptor") return;
    const Value* type = result_->positional(0);
    if (type == nullptr || result_->arguments.size() != 1) is_certain_ = false;
    else result_ = Value(*type);
}

}  // namespace

std::optional<Value> dialect_type(const Node& function, const Source& source) {
    const Node body = function.child(syntax::Field::Body);
    const Node parameters = function.child(syntax::Field::Parameters);
    if (body.is_null() || parameters.is_null() || function.has_error()) return std::nullopt;
    std::vector<std::string> names;
    Cursor cursor(parameters);
    for_each_child(cursor, [&](NodeKind kind) {
        Node name = cursor.node();
        if (kind == NodeKind::TypedParameter) {
            Cursor inside(name);
            if (inside.to_first_child()) name = inside.node();
        }
        if (name.kind() == NodeKind::Identifier) names.push_back(source.string(name));
    });
    return names.size() == 2 ? DialectBranches(source, names.back()).result_of(body) : std::nullopt;
}

}  // namespace rowtype::facts
