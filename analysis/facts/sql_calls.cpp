#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/triggers.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

bool could_be_text(const Value& value);
bool begins_with_sql(const Node& arguments, std::string_view callee, const Source& source);

// Calls whose value is text: "…".format(x), ", ".join(x), dedent("…"), text("…").
constexpr std::array<std::string_view, 14> kTextCalls = {"format",  "join",      "strip",      "lstrip",   "rstrip",
                                                         "replace", "as_string", "dedent",     "cleandoc", "text",
                                                         "SQL",     "Composed",  "bindparams", "str"};
// What query builders begin with and go on by: no texts.
constexpr std::array<std::string_view, 20> kBuilderCalls = {
    "select", "insert",   "update",   "delete", "union",  "union_all", "exists",    "values",   "where",  "filter",
    "join",   "group_by", "order_by", "limit",  "offset", "options",   "returning", "distinct", "having", "select_from"};

}  // namespace

void read_sql_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) {
    if (site.name.empty() || !site.has_list()) return;
    // "from sqlalchemy import text as sql_text": which name it is tells binding, from the imports of the whole file.
    const bool may_be_renamed = site.role == CallRole::None && !site.is_method;
    if (site.role != CallRole::SqlCallable && !(site.is_method && site.role == CallRole::SqlMethod) && !may_be_renamed) return;
    if (may_be_renamed && !begins_with_sql(site.arguments, site.name, source)) return;

    SqlCall found;
    found.method = site.name;
    Cursor arguments(site.arguments);
    found.arguments = read_arguments(arguments, source);
    const Value* sql = found.sql();
    if (sql == nullptr || !could_be_text(*sql)) return;
    found.callee = read_value(site.function, source);
    found.method_span = source.span_of(site.identifier);
    found.span = source.span_of(site.call);
    found.scope = scope;
    facts.sql_calls.push_back(std::move(found));
}

namespace {

// Of a call of any name: a literal that begins like a statement; a name only for callees that speak of SQL or texts themselves.
bool begins_with_sql(const Node& arguments, std::string_view callee, const Source& source) {
    std::string_view bytes = source.bytes(arguments);
    if (opens_sql_literal(bytes)) return true;
    const std::size_t first = bytes.find_first_not_of("( \t\r\n");
    if (first == std::string_view::npos) return false;
    bytes.remove_prefix(first);
    const std::size_t quote = bytes.find_first_not_of("rRbBfFuUtT");
    if (quote != std::string_view::npos && (bytes[quote] == '"' || bytes[quote] == '\'')) return false;
    const bool is_name = bytes.front() == '_' || (bytes.front() >= 'A' && bytes.front() <= 'Z') || bytes.front() >= 'a';
    constexpr std::array<std::string_view, 4> kWords = {"text", "sql", "SQL", "Text"};
    return is_name && std::ranges::any_of(kWords, [&](std::string_view word) { return callee.find(word) != callee.npos; });
}

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
            if (std::ranges::find(kTextCalls, std::string_view(callee.text)) != kTextCalls.end()) return true;
            // A function of the project may give one: "by_name()", "self.queries.latest()".
            const std::string path = callee.dotted();
            const char first = callee.text.empty() ? '_' : callee.text.front();
            const bool is_class = first >= 'A' && first <= 'Z';
            return !path.empty() && !is_class &&
                   std::ranges::find(kBuilderCalls, std::string_view(callee.text)) == kBuilderCalls.end();
        }
        default: return false;
    }
}

}  // namespace

}  // namespace rowtype::facts
