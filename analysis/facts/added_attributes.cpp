#include "analysis/facts/added_attributes.h"

#include <string>

#include "analysis/facts/declared_lines.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/orm_hints.h"

namespace rowtype::facts {

namespace {

std::size_t skip_blank(std::string_view bytes, std::size_t at) {
    while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) ++at;
    return at;
}

std::string_view word_at(std::string_view bytes, std::size_t begin) {
    std::size_t end = begin;
    while (end < bytes.size() && is_identifier_byte(bytes[end])) ++end;
    return bytes.substr(begin, end - begin);
}

// backref="posts", backref=backref("posts", …), backref=orm.backref("posts", …)
void read_backrefs(std::string_view bytes, AddedAttributes& added) {
    constexpr std::string_view kWord = "backref";
    for (std::size_t at = find_bytes(bytes, kWord); at != std::string_view::npos; at = find_bytes(bytes, kWord, at)) {
        const bool begins = at == 0 || !is_identifier_byte(bytes[at - 1]);
        at += kWord.size();
        if (!begins || (at < bytes.size() && is_identifier_byte(bytes[at]))) continue;
        std::size_t next = skip_blank(bytes, at);
        if (next >= bytes.size() || (bytes[next] != '=' && bytes[next] != '(')) continue;  // an import, prose
        const bool is_keyword = bytes[next] == '=';
        next = skip_blank(bytes, next + 1);
        const std::string_view value = word_at(bytes, next);
        if (is_keyword && !value.empty()) {
            const std::size_t behind = skip_blank(bytes, next + value.size());
            const char byte = behind < bytes.size() ? bytes[behind] : '\0';
            const bool is_call = value == "backref" && byte == '(';
            const bool is_module_call = byte == '.' && bytes.substr(behind + 1, 8) == "backref(";
            // What follows is read as "backref(…" in its turn; None is none.
            if (value == "None" || is_call || is_module_call) continue;
            added.anything = true;
            continue;
        }
        const bool is_text = next < bytes.size() && (bytes[next] == '"' || bytes[next] == '\'');
        const std::string_view name = is_text ? word_at(bytes, next + 1) : std::string_view();
        if (name.empty()) added.anything = true;
        else added.to_any.insert(name);
    }
}

// "User.posts = …" at the begin of a line.
void read_assignment(std::string_view bytes, std::size_t at, std::string_view name, AddedAttributes& added) {
    std::string_view owner;
    while (!name.empty() && at + name.size() < bytes.size() && bytes[at + name.size()] == '.') {
        at += name.size() + 1;
        owner = name;
        name = word_at(bytes, at);
    }
    if (name.empty() || !is_class_like(owner)) return;
    const std::size_t sign = skip_blank(bytes, at + name.size());
    const bool assigns = sign < bytes.size() && (bytes[sign] == '=' || bytes[sign] == ':') && bytes.substr(sign, 2) != "==";
    if (assigns) added.to_class.insert(std::string(owner) + "." + std::string(name));
}

// setattr(User, …), monkeypatch.setattr(User, …)
void read_calls(std::string_view bytes, AddedAttributes& added) {
    constexpr std::string_view kSet = "setattr(";
    for (std::size_t at = find_bytes(bytes, kSet); at != std::string_view::npos; at = find_bytes(bytes, kSet, at)) {
        const bool is_patch = bytes.substr(0, at).ends_with("monkeypatch.");
        at = skip_blank(bytes, at + kSet.size());
        std::string_view name = word_at(bytes, at);
        while (at + name.size() < bytes.size() && bytes[at + name.size()] == '.' && !name.empty()) {
            at += name.size() + 1;
            name = word_at(bytes, at);
        }
        if (is_class_like(name)) (is_patch ? added.patched : added.open).insert(name);
    }
}

}  // namespace

void AddedAttributes::add(const AddedAttributes& other) {
    to_any.add(other.to_any);
    to_class.add(other.to_class);
    open.add(other.open);
    patched.add(other.patched);
    to_tables.add(other.to_tables);
    anything = anything || other.anything;
    any_property = any_property || other.any_property;
    declared.add(other.declared);
}

void AddedAttributes::settle() {
    for (NameSet* names : {&to_any, &to_class, &open, &patched}) names->settle();
    to_tables.settle();
    declared.settle();
}

bool AddedAttributes::may_be_added(std::string_view class_name, std::string_view attribute) const {
    if (class_name == kAnyColumn) return declared.columns.contains(attribute);
    if (class_name == kAnySubclass) return declared.has_subclass(attribute);
    if (class_name.empty()) return declared.may_be_declared(attribute);
    if (class_name.starts_with(kUniqueOf)) return to_tables.unique_keys.may_have(class_name.substr(kUniqueOf.size()), attribute);
    if (class_name.starts_with(kForeignOf))
        return to_tables.foreign_keys.may_have(class_name.substr(kForeignOf.size()), attribute);
    const bool asks_for_column = class_name.starts_with(kColumnOf);
    if (asks_for_column) class_name.remove_prefix(kColumnOf.size());
    else if (anything || to_any.contains(attribute) || patched.contains(class_name)) return true;
    if (any_property || open.contains(class_name) || to_tables.may_have_column(attribute)) return true;
    return to_class.contains(std::string(class_name) + "." + std::string(attribute));
}

AddedAttributes added_attributes(std::string_view bytes, const Marks& marks) {
    AddedAttributes added;
    if (marks.hold("backref")) read_backrefs(bytes, added);
    if (marks.hold("setattr(")) read_calls(bytes, added);
    added.to_tables = added_to_tables(bytes, marks);
    if (marks.hold(".add_property(")) added.any_property = true;  // User.__mapper__.add_property(…)
    added.declared =
        declared_names(bytes, marks, [&](std::size_t at, std::string_view word) { read_assignment(bytes, at, word, added); });
    for (NameSet* names : {&added.to_any, &added.to_class, &added.open, &added.patched}) names->settle();
    return added;
}

}  // namespace rowtype::facts
