#include "analysis/binding/other_databases.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/binding/built_texts.h"
#include "analysis/binding/database_system.h"
#include "analysis/binding/imported_name.h"
#include "analysis/facts/call_names.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 8;  // of names and calls behind each other

// "db.engine" in "app.db.engine.connect"
bool holds_words(std::string_view dotted, std::string_view words) {
    for (std::size_t at = dotted.find(words); at != std::string_view::npos; at = dotted.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        if ((at == 0 || dotted[at - 1] == '.') && (end == dotted.size() || dotted[end] == '.')) return true;
    }
    return false;
}

}  // namespace

OtherDatabases::OtherDatabases(const StatementView& statement, const Context& context)
    : statement_(statement), context_(context), modules_(context) {
    for (const TaughtCall& call : context.settings.calls) {
        if (call.is_of_other_database()) names_.insert(names_.end(), call.names.begin(), call.names.end());
    }
}

bool OtherDatabases::is_other(const Value& value, std::uint32_t scope, NamesOfSystems names) const {
    if (!names_.empty() && is_one(value, scope, 0)) return true;
    return database_system(value, {&statement_.facts, scope, &modules_.analysed_file()}, names) == DatabaseSystem::Other;
}

bool OtherDatabases::takes(const facts::NamedCall& call) const {
    if (!names_.empty() && is_one(call.callee, call.scope, 0)) return true;
    if (call.callee.is(ValueKind::Attribute) && is_other(call.callee.items.front(), call.scope)) return true;
    return std::ranges::any_of(call.arguments, [&](const facts::Argument& argument) {
        return is_other(argument.value, call.scope, NamesOfSystems::TellNothing);
    });
}

// By what it is made on; a function's, like pandas.read_sql(sql, connection), by what it is handed.
bool OtherDatabases::goes_there(const facts::SqlCall& call) const {
    if (!names_.empty() && call.callee.is(ValueKind::Attribute) && is_one(call.callee, call.scope, 0)) return true;
    if (facts::call_role(call.method) == facts::CallRole::SqlMethod) {
        return call.callee.is(ValueKind::Attribute) && is_other(call.callee.items.front(), call.scope);
    }
    const Value* sql = call.sql();
    return std::ranges::any_of(call.arguments, [&](const facts::Argument& argument) {
        return &argument.value != sql && is_other(argument.value, call.scope, NamesOfSystems::TellNothing);
    });
}

bool OtherDatabases::takes(const facts::SqlCall& call) const {
    if (goes_there(call)) return true;
    if (facts::call_role(call.method) == facts::CallRole::SqlMethod) return false;  // what executes is handed to nobody
    // Of text("…"): all the calls that get it, whose receivers tell.
    const auto gets_it = [&](const Value& handed, std::uint32_t scope) {
        if (handed.span.begin <= call.span.begin && call.span.end <= handed.span.end) return true;
        if (!handed.is(ValueKind::Name)) return false;
        return std::ranges::any_of(statement_.facts.assignments, [&](const facts::Assignment& assignment) {
            return handed.is_name(assignment.target) && assignment.scope == scope && assignment.span.begin <= call.span.begin &&
                   call.span.end <= assignment.span.end;
        });
    };
    bool is_handed = false;
    for (const facts::SqlCall& other : statement_.facts.sql_calls) {
        const Value* handed = other.sql();
        if (other.span == call.span || handed == nullptr || !gets_it(*handed, other.scope)) continue;
        if (!goes_there(other)) return false;
        is_handed = true;
    }
    if (is_handed) return true;
    // session.exec(text("…")) of SQLModel, or the project's own function.
    for (const facts::NamedCall& other : statement_.facts.named_calls) {
        const bool is_given = std::ranges::any_of(
            other.arguments, [&](const facts::Argument& argument) { return gets_it(argument.value, other.scope); });
        if (!is_given) continue;
        if (!takes(other)) return false;
        is_handed = true;
    }
    return is_handed;
}

bool OtherDatabases::is_one(const Value& value, std::uint32_t scope, int depth) const {
    if (depth > kMaximumDepth) return false;
    if (const std::string dotted = value.dotted(); !dotted.empty() && is_named(dotted, scope)) return true;
    const auto one = [&](const Value& part) { return is_one(part, scope, depth + 1); };
    switch (value.kind) {
        case ValueKind::Attribute: return one(value.items.front());
        case ValueKind::Name: return is_made_by_one(value, scope, depth + 1);
        case ValueKind::Subscript: return std::ranges::any_of(value.items, one);
        case ValueKind::String: return std::ranges::find(names_, std::string_view(value.text)) != names_.end();
        case ValueKind::Call:  // closing(engine.raw_connection()), Session(engine), connect(config["MB_DATABASE_URI"])
            return one(value.items.front()) || std::ranges::any_of(value.arguments, one, &facts::Argument::value);
        default: return false;
    }
}

// What the function gave the name, each time that it did.
bool OtherDatabases::is_made_by_one(const Value& name, std::uint32_t scope, int depth) const {
    bool is_made = false;
    for (const facts::Assignment& assignment : statement_.facts.assignments) {
        if (assignment.target != name.text || assignment.scope != scope || scope == 0 || !assignment.value) continue;
        if (assignment.value->is(ValueKind::None) || mentions(*assignment.value, name.text)) continue;
        if (!is_one(*assignment.value, scope, depth)) return false;
        is_made = true;
    }
    const facts::OpenedName* opened = facts::innermost_opening(statement_.facts, name.text, scope, name.span.begin);
    return opened == nullptr ? is_made : is_one(opened->opened, scope, depth);
}

bool OtherDatabases::is_named(const std::string& dotted, std::uint32_t scope) const {
    const std::string imported = imported_name(dotted, scope, statement_, context_);
    return std::ranges::any_of(
        names_, [&](std::string_view words) { return holds_words(dotted, words) || holds_words(imported, words); });
}

}  // namespace rowtype::binding
