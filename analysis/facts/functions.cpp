#include <algorithm>
#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMaximumResults = 8;     // of one function; one that returns more is not followed
constexpr std::size_t kLongResult = 1024;      // bytes
constexpr std::size_t kLongAttribute = 16384;  // of what @declared_attr makes: many indexes
constexpr std::size_t kLongText = 65536;       // of one string: statements of SQL grow long

Node last_statement(const Node& function);
std::optional<Value> returned_value(const Node& statement, const Source& source, std::size_t longest = kLongResult);
void read_parameter(Cursor& cursor, NodeKind kind, const Source& source, std::uint32_t scope, StatementFacts& facts);
bool is_property(const Node& outer, const Source& source);
bool returns_once(std::string_view bytes);

}  // namespace

Function read_function(const Node& function, const Node& outer, bool is_entered, const Source& source) {
    Function found;
    found.name = source.string(function.child(syntax::Field::Name));
    if (const Node annotation = function.child(syntax::Field::ReturnType); !annotation.is_null()) {
        Cursor cursor(annotation);
        found.returns = read_value(cursor, source);
    }
    found.is_property = outer.id() != function.id() && is_property(outer, source);
    if (!is_entered && returns_once(source.bytes(function))) {
        if (const Node last = last_statement(function); last.kind() == NodeKind::ReturnStatement) {
            auto value = returned_value(last, source);
            const bool is_literal = value && (value->is(ValueKind::String) || value->is(ValueKind::Dictionary));
            if (is_literal) found.results.push_back(std::move(*value));
        }
    }
    return found;
}

Value only_result(const Node& function, const Source& source) {
    if (std::optional<Value> value = straight_result(function, source)) return std::move(*value);
    const Node last = returns_once(source.bytes(function)) ? last_statement(function) : Node();
    if (!last.is_null() && last.kind() == NodeKind::ReturnStatement) {
        if (std::optional<Value> value = returned_value(last, source, kLongAttribute)) return std::move(*value);
    }
    Value unknown;
    unknown.span = source.span_of(function);
    return unknown;
}

bool returns_a_name(const Node& function) {
    if (!function.child(syntax::Field::ReturnType).is_null()) return false;
    const Node last = last_statement(function);
    if (last.is_null() || last.kind() != NodeKind::ReturnStatement) return false;
    bool found = false;
    Cursor cursor(last);
    for_each_child(cursor, [&](NodeKind kind) {
        found = found || kind == NodeKind::Identifier || kind == NodeKind::Attribute || kind == NodeKind::Call;
    });
    return found;
}

void read_return(const Node& statement, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    const auto found = std::find_if(facts.functions.rbegin(), facts.functions.rend(),
                                    [scope](const Function& function) { return function.body_scope == scope; });
    if (scope == 0 || found == facts.functions.rend() || found->results.size() >= kMaximumResults) return;
    if (auto value = returned_value(statement, source)) found->results.push_back(std::move(*value));
}

void read_parameters(const Node& function, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    const Node parameters = function.child(syntax::Field::Parameters);
    if (parameters.is_null()) return;
    Cursor cursor(parameters);
    for_each_child(cursor, [&](NodeKind kind) { read_parameter(cursor, kind, source, scope, facts); });
}

namespace {

// The word, bare (`if not cls.has_it: return`) or with a value; one in a comment counts as well, which loses a result at most.
bool returns_once(std::string_view bytes) {
    constexpr std::string_view kReturn = "return";
    std::size_t count = 0;
    for (std::size_t at = find_bytes(bytes, kReturn); at != std::string_view::npos; at = find_bytes(bytes, kReturn, at + 1)) {
        const std::size_t end = at + kReturn.size();
        const bool is_word =
            (at == 0 || !is_identifier_byte(bytes[at - 1])) && (end == bytes.size() || !is_identifier_byte(bytes[end]));
        count += is_word ? 1 : 0;
    }
    return count == 1;
}

Node last_statement(const Node& function) {
    Node last;
    const Node body = function.child(syntax::Field::Body);
    if (body.is_null()) return last;
    Cursor cursor(body);
    for_each_child(cursor, [&](NodeKind) { last = cursor.node(); });
    return last;
}

// Long ones and those with mistakes in them are there, too, but as unknown.
std::optional<Value> returned_value(const Node& statement, const Source& source, std::size_t longest) {
    std::optional<Value> value;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        value.emplace();
        value->span = source.span_of(cursor.node());
        if (cursor.node().span().size() <= (kind == NodeKind::String ? kLongText : longest) && !statement.has_error())
            value = read_value(cursor, source);
    });
    return value;
}

void read_parameter(Cursor& cursor, NodeKind kind, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    Parameter parameter;
    parameter.scope = scope;
    Node name = cursor.node();
    if (kind == NodeKind::TypedParameter || kind == NodeKind::DefaultParameter || kind == NodeKind::TypedDefaultParameter) {
        name = {};
        for_each_child(cursor, [&](NodeKind) {
            switch (cursor.field()) {
                case syntax::Field::Type: parameter.annotation = read_value(cursor, source); break;
                case syntax::Field::Value: parameter.default_value = read_value(cursor, source); break;
                default: name = cursor.node(); break;
            }
        });
    }
    if (name.kind() != NodeKind::Identifier) return bind_opaque(name, source, scope, facts);
    parameter.name = source.string(name);
    parameter.span = source.span_of(name);
    facts.parameters.push_back(std::move(parameter));
}

// "@property", "@cached_property", "@functools.cached_property".
bool is_property(const Node& outer, const Source& source) {
    bool found = false;
    Cursor cursor(outer);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind == NodeKind::Decorator) found = found || source.bytes(cursor.node()).ends_with("property");
    });
    return found;
}

}  // namespace

}  // namespace rowtype::facts
