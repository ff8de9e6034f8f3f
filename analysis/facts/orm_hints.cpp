#include "analysis/facts/orm_hints.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/name_table.h"

namespace rowtype::facts {

namespace {

struct NamedRole {
    std::string_view name;
    OrmRole role = OrmRole::None;
};

constexpr std::array kNames = std::to_array<NamedRole>({
    {"add", OrmRole::Session},
    {"add_all", OrmRole::Session},
    {"add_columns", OrmRole::Method},
    {"aliased", OrmRole::Entity},
    {"contains_eager", OrmRole::Entity},
    {"delete", OrmRole::Whole},
    {"exists", OrmRole::Entity},
    {"filter", OrmRole::Method},
    {"filter_by", OrmRole::Keywords},
    {"get", OrmRole::Whole},
    {"group_by", OrmRole::Method},
    {"having", OrmRole::Method},
    {"insert", OrmRole::Whole},
    {"joinedload", OrmRole::Entity},
    {"load_only", OrmRole::Entity},
    {"merge", OrmRole::Session},
    {"on_conflict_do_nothing", OrmRole::Keywords},
    {"on_conflict_do_update", OrmRole::Keywords},
    {"order_by", OrmRole::Method},
    {"outerjoin", OrmRole::Entity},
    {"query", OrmRole::Entity},
    {"returning", OrmRole::Method},
    {"select", OrmRole::Entity},
    {"select_from", OrmRole::Method},
    {"selectinload", OrmRole::Entity},
    {"subqueryload", OrmRole::Entity},
    {"update", OrmRole::Whole},
    {"values", OrmRole::Keywords},
    {"where", OrmRole::Method},
    {"with_entities", OrmRole::Method},
});
constexpr NameTable<NamedRole, 128> kTable(kNames);

// "User", "models.User.id", "users.c.id", "func.count(User.id", "and_(User.id": names up to the first that tells.
bool names_entity(std::string_view bytes, std::size_t position) {
    constexpr std::size_t kNamesLookedAt = 6;
    std::string_view before;
    for (std::size_t count = 0; count < kNamesLookedAt; ++count) {
        while (position < bytes.size() && std::strchr(" \t\r\n(*~-[", bytes[position]) != nullptr && bytes[position] != '\0') {
            ++position;
        }
        const std::size_t begin = position;
        while (position < bytes.size() && is_identifier_byte(bytes[position])) ++position;
        const std::string_view word = bytes.substr(begin, position - begin);
        if (word.empty()) return false;
        const bool goes_on = position < bytes.size() && (bytes[position] == '.' || bytes[position] == '(');
        if (is_class_like(word)) return true;
        if ((before == "self" || before == "cls") && is_model_attribute(word)) return true;
        if ((word == "c" || word == "columns" || word == "__table__") && !before.empty()) return true;
        if (!goes_on) return false;
        before = word;
        ++position;
    }
    return false;
}

// "User", "models.User", "User.__table__", "self.model", and nothing more of it behind.
bool is_entity(std::string_view bytes, std::size_t position) {
    position = bytes.find_first_not_of(" \t\r\n", position);
    std::string_view before;
    while (position < bytes.size()) {
        const std::size_t begin = position;
        while (position < bytes.size() && is_identifier_byte(bytes[position])) ++position;
        const std::string_view word = bytes.substr(begin, position - begin);
        if (position < bytes.size() && bytes[position] == '.') {
            before = word;
            ++position;
            continue;
        }
        const std::size_t behind = bytes.find_first_not_of(" \t\r\n", position);
        if (behind == std::string_view::npos || (bytes[behind] != ',' && bytes[behind] != ')')) return false;
        const bool is_own = before == "self" || before == "cls";
        // One letter may be an alias, which no such statement takes; mostly it is a set or a matrix.
        return (is_class_like(word) && word.size() > 1) || word == "__table__" || (is_own && is_model_attribute(word));
    }
    return false;
}

bool has_argument(std::string_view bytes, std::size_t position) {
    position = bytes.find_first_not_of(" \t\r\n", position);
    return position != std::string_view::npos && bytes[position] != ')';
}

// "session.add", "self.db.session.add": the word before the dot.
bool is_session(std::string_view bytes, std::string_view method) {
    auto end = static_cast<std::size_t>(method.data() - bytes.data());
    while (end > 0 && !is_identifier_byte(bytes[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_identifier_byte(bytes[begin - 1])) --begin;
    const std::string_view word = bytes.substr(begin, end - begin);
    return word.ends_with("session") || word.ends_with("sess") || word == "db" || word == "s" || word.ends_with("Session");
}

}  // namespace

OrmRole orm_role(std::string_view name) {
    const NamedRole* const found = kTable.find(name);
    return found == nullptr ? OrmRole::None : found->role;
}

bool is_orm_call(std::string_view bytes, std::size_t open, const CallName& call) {
    switch (orm_role(call.name)) {
        case OrmRole::None: return false;
        case OrmRole::Entity: return names_entity(bytes, open + 1);
        case OrmRole::Whole: return is_entity(bytes, open + 1);
        case OrmRole::Method: return call.is_method && names_entity(bytes, open + 1);
        case OrmRole::Keywords: return call.is_method && has_argument(bytes, open + 1);
        case OrmRole::Session: return call.is_method && is_session(bytes, call.name);
    }
    return false;
}

bool holds_orm_calls(std::string_view bytes) {
    for (std::size_t open = find_bytes(bytes, "("); open != std::string_view::npos; open = find_bytes(bytes, "(", open + 1)) {
        const CallName call = name_before(bytes, open);
        if (!call.name.empty() && is_orm_call(bytes, open, call)) return true;
    }
    return false;
}

bool is_model_attribute(std::string_view name) {
    constexpr auto kNamesOfModels = std::to_array<std::string_view>(
        {"model", "_model", "model_class", "model_cls", "_model_class", "entity", "table", "__model__"});
    return std::ranges::find(kNamesOfModels, name) != kNamesOfModels.end();
}

bool is_membership(std::string_view method) { return method == "in_" || method == "not_in" || method == "notin_"; }

bool is_class_like(std::string_view name) {
    if (name.empty() || name.front() < 'A' || name.front() > 'Z') return false;
    if (name == "None" || name == "True" || name == "False") return false;
    return name.size() == 1 || std::ranges::any_of(name, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

}  // namespace rowtype::facts
