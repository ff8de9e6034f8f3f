#include "analysis/binding/sql_callee.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/binding/file_imports.h"
#include "analysis/facts/call_names.h"
#include "analysis/facts/local_values.h"

namespace rowtype::binding {

bool is_of_another_library(const facts::SqlCall& call, const ModelModule& file) {
    constexpr std::array<std::string_view, 4> kCommonWords = {"text", "SQL", "DDL", "literal_column"};
    if (std::ranges::find(kCommonWords, std::string_view(call.method)) == kCommonWords.end()) return false;
    const std::string callee = call.callee.dotted();
    if (callee.empty()) return false;
    const types::Definition found = file.resolve(callee);
    switch (found.kind) {
        case types::Definition::Kind::External: return !is_database_library(found.name);
        case types::Definition::Kind::Function:
        case types::Definition::Kind::Class: return true;
        case types::Definition::Kind::Unknown:
        case types::Definition::Kind::Assignment: return false;
    }
    return false;
}

namespace {

// Of "select(User).where(…).limit(1)" the call of select.
const facts::Value* first_call(const facts::Value& chain) {
    const facts::Value* found = nullptr;
    for (const facts::Value* at = &chain; at != nullptr;) {
        if (at->is(facts::ValueKind::Call)) found = at;
        const bool goes_on = (at->is(facts::ValueKind::Call) || at->is(facts::ValueKind::Attribute)) && !at->items.empty();
        at = goes_on ? &at->items.front() : nullptr;
    }
    return found;
}

bool is_mappers(const types::Definition& found) {
    constexpr std::array<std::string_view, 3> kLibraries = {"sqlalchemy", "sqlmodel", "flask_sqlalchemy"};
    const std::string_view library = std::string_view(found.name).substr(0, found.name.find('.'));
    return found.kind == types::Definition::Kind::External && std::ranges::find(kLibraries, library) != kLibraries.end();
}

}  // namespace

bool is_mapper_statement(const facts::Value& sql, std::uint32_t scope, const StatementView& statement, const ModelModule& file) {
    const facts::Value* call = first_call(sql);
    const std::string callee = call == nullptr ? std::string() : call->items.front().dotted();
    if (callee.empty()) return false;
    const std::string first = callee.substr(0, callee.find('.'));
    if (const facts::Import* local = facts::local_import(first, scope, statement.facts)) {
        return is_mappers(file.resolve_imported(*local));
    }
    const types::Definition found = file.resolve(callee);
    if (found.kind != types::Definition::Kind::Unknown) return is_mappers(found);
    // users.insert() of a Table, db.select() of Flask-SQLAlchemy.
    const types::Definition owner = file.resolve(first);
    if (owner.kind != types::Definition::Kind::Assignment || !owner.assignment->value) return false;
    const facts::Value& made = *owner.assignment->value;
    const std::string maker =
        made.is(facts::ValueKind::Call) && !made.items.empty() ? made.items.front().dotted() : std::string();
    return !maker.empty() && is_mappers(owner.module->resolve(maker));
}

std::string renamed_carrier(const facts::Value& callee, std::uint32_t scope, const StatementView& statement,
                            const ModelModule& file) {
    if (!callee.is(facts::ValueKind::Name) || facts::call_role(callee.text) != facts::CallRole::None) return {};
    const facts::Import* local = facts::local_import(callee.text, scope, statement.facts);
    const types::Definition found = local != nullptr ? file.resolve_imported(*local) : file.resolve(callee.text);
    if (found.kind != types::Definition::Kind::External || !is_database_library(found.name)) return {};
    std::string name = found.name.substr(found.name.rfind('.') + 1);
    return facts::call_role(name) == facts::CallRole::SqlCallable ? name : std::string();
}

bool takes_sql_file_text(const facts::SqlCall& call, const ModelModule& file) {
    const std::string callee = call.callee.dotted();
    if (call.method != "from_str" || callee.empty()) return false;
    const types::Definition found = file.resolve(callee);
    return found.kind == types::Definition::Kind::External && found.name == "aiosql.from_str";
}

}  // namespace rowtype::binding
