#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using syntax::Cursor;
using syntax::Node;
using syntax::NodeKind;

namespace {

bool could_be_text(const Value& value);

// Calls whose value is text: "…".format(x), ", ".join(x), dedent("…"), text("…").
constexpr std::array<std::string_view, 14> kTextCalls = {"format",  "join",      "strip",      "lstrip",   "rstrip",
                                                         "replace", "as_string", "dedent",     "cleandoc", "text",
                                                         "SQL",     "Composed",  "bindparams", "str"};

}  // namespace

void read_sql_call(const Node& call, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    const Node function = call.child(syntax::Field::Function);
    const bool is_method = function.kind() == NodeKind::Attribute;
    const Node name = is_method ? function.child(syntax::Field::Attribute) : function;
    if (name.kind() != NodeKind::Identifier) return;
    const CallRole role = call_role(source.bytes(name));
    if (role != CallRole::SqlCallable && !(is_method && role == CallRole::SqlMethod)) return;
    const Node list = call.child(syntax::Field::Arguments);
    if (list.kind() != NodeKind::ArgumentList) return;

    SqlCall found;
    found.method = source.string(name);
    Cursor arguments(list);
    found.arguments = read_arguments(arguments, source);
    const Value* sql = found.sql();
    if (sql == nullptr || !could_be_text(*sql)) return;
    found.callee = read_value(function, source);
    found.method_span = source.span_of(name);
    found.span = source.span_of(call);
    found.scope = scope;
    facts.sql_calls.push_back(std::move(found));
}

namespace {

bool could_be_text(const Value& value) {
    switch (value.kind) {
        case ValueKind::String:
        case ValueKind::Format:
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Add:
        case ValueKind::Subscript:
        case ValueKind::Modulo:
        case ValueKind::Either:
        case ValueKind::Conditional: return true;
        case ValueKind::Call: {
            const Value& callee = value.items.front();
            if (!callee.is(ValueKind::Name) && !callee.is(ValueKind::Attribute)) return false;
            return std::find(kTextCalls.begin(), kTextCalls.end(), callee.text) != kTextCalls.end();
        }
        default: return false;
    }
}

}  // namespace

}  // namespace rowtype::facts
