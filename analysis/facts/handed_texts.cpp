#include "analysis/facts/handed_texts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/triggers.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// "query", "count_stmt", "BY_NAME": parameters that are handed on, and constants of the module or of others.
bool may_name_sql(std::string_view name) {
    constexpr std::array<std::string_view, 4> kWords = {"sql", "query", "stmt", "statement"};
    const bool is_shouted =
        name.size() > 2 && std::ranges::none_of(name, [](char letter) { return letter >= 'a' && letter <= 'z'; });
    return is_shouted ||
           std::ranges::any_of(kWords, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

// "self.insert", "self.gateway.select": a method of a client's builder where that is what the object is, or one of the project's.
bool may_be_own(const CallSite& site, const Source& source) {
    constexpr std::array<std::string_view, 5> kVerbs = {"select", "insert", "upsert", "update", "delete"};
    if (std::ranges::find(kVerbs, site.name) == kVerbs.end()) return false;
    const std::string_view object = source.bytes(site.function.child(syntax::Field::Object));
    return std::ranges::all_of(object, [](char byte) { return is_identifier_byte(byte) || byte == '.'; });
}

}  // namespace

void HandedTexts::note_text(const Node& target, const Node& value, const Source& source) {
    if (target.kind() != NodeKind::Identifier || value.is_null() || !opens_sql_literal(source.bytes(value))) return;
    const std::string_view name = source.bytes(target);
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
}

void HandedTexts::read_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) const {
    if (site.name.empty() || !site.has_list()) return;
    // "fetch_all(query)" is no driver's, who have methods of that name; "self.insert(row)" may be no builder's.
    if (site.role == CallRole::SqlCallable) return;
    if (site.role != CallRole::None && site.is_method && !may_be_own(site, source)) return;
    if (source.settings.knows_call(site.name)) return;  // read_named_call has it
    const std::uint32_t open = site.arguments.begin();
    bool is_handed = may_be_handed_table(site.name, source.text, open) || may_be_handed_row(site.name, source.text, open);
    Cursor cursor(site.arguments);
    for_each_child(cursor, [&](NodeKind kind) {
        const Node argument = cursor.node();
        is_handed =
            is_handed || may_be_sql(kind == NodeKind::KeywordArgument ? argument.child(syntax::Field::Value) : argument, source);
    });
    if (!is_handed) return;

    NamedCall found;
    found.method = site.name;
    found.arguments = read_arguments(cursor, source);
    found.callee = read_value(site.function, source);
    found.method_span = source.span_of(site.identifier);
    found.span = source.span_of(site.call);
    found.scope = scope;
    facts.named_calls.push_back(std::move(found));
}

bool HandedTexts::may_be_sql(const Node& argument, const Source& source) const {
    switch (argument.kind()) {
        case NodeKind::Identifier: {
            const std::string_view name = source.bytes(argument);
            return may_name_sql(name) || std::ranges::find(names_, name) != names_.end();
        }
        case NodeKind::Attribute: return may_name_sql(source.bytes(argument.child(syntax::Field::Attribute)));
        default: return opens_sql_literal(source.bytes(argument));
    }
}

bool may_hand_on_sql(std::string_view bytes) {
    return holds_sql_literal(bytes) || find_bytes(bytes, "SQL") != std::string_view::npos ||
           find_bytes(bytes, "QUERY") != std::string_view::npos;
}

}  // namespace rowtype::facts
