#include "analysis/cache_entries/drift.h"

#include <algorithm>

namespace rowtype::cache_entries {

namespace {

void compare_fields(const TableShape& committed, const TableShape& current, std::vector<Drift>& found);
void compare_indexes(const TableShape& committed, const TableShape& current, std::vector<Drift>& found);
const TableShape* find_table(const std::vector<TableShape>& shapes, const std::string& table);
std::string list_of(const std::vector<std::string>& names);
std::string quoted(const std::string& text);

}  // namespace

std::vector<Drift> compare_shapes(const std::vector<TableShape>& committed, const std::vector<TableShape>& current) {
    std::vector<Drift> found;
    for (const TableShape& old : committed) {
        const TableShape* now = find_table(current, old.table);
        if (now == nullptr) {
            found.push_back({old.table, "", "the schema has no such table any more"});
            continue;
        }
        if (old.primary_key != now->primary_key && now->is_complete) {
            found.push_back(
                {old.table, "", "the primary key was " + list_of(old.primary_key) + " and is " + list_of(now->primary_key)});
        }
        compare_fields(old, *now, found);
        if (now->is_complete) compare_indexes(old, *now, found);
    }
    for (const TableShape& now : current) {
        if (find_table(committed, now.table) == nullptr) found.push_back({now.table, "", "the table is new"});
    }
    return found;
}

namespace {

std::string null_word(bool nullable) { return nullable ? "nullable" : "not null"; }

void compare_fields(const TableShape& committed, const TableShape& current, std::vector<Drift>& found) {
    for (const FieldShape& old : committed.fields) {
        const FieldShape* now = current.find_field(old.name);
        if (now == nullptr) {
            if (current.is_complete) found.push_back({committed.table, old.name, "the table has no such column any more"});
            continue;
        }
        if (old.type != now->type && now->type != "unknown") {
            found.push_back({committed.table, old.name, "the type was " + old.type + " and is " + now->type});
        }
        if (now->nullable && old.nullable != now->nullable) {
            const std::string before = old.nullable ? null_word(*old.nullable) : "not known to be";
            found.push_back({committed.table, old.name, "was " + before + " and is " + null_word(*now->nullable)});
        }
        if (old.indexed != now->indexed && current.is_complete) {
            found.push_back({committed.table, old.name, now->indexed ? "is indexed now" : "is indexed no more"});
        }
    }
    for (const FieldShape& now : current.fields) {
        if (committed.find_field(now.name) == nullptr) {
            found.push_back({committed.table, now.name, "the column is new (" + now.type + ")"});
        }
    }
}

void compare_indexes(const TableShape& committed, const TableShape& current, std::vector<Drift>& found) {
    for (const IndexShape& old : committed.indexes) {
        const auto now = std::ranges::find(current.indexes, old.name, &IndexShape::name);
        if (now == current.indexes.end()) {
            found.push_back({committed.table, "", "the index " + quoted(old.name) + " is gone"});
        } else if (*now != old) {
            found.push_back({committed.table, "", "the index " + quoted(old.name) + " is another one now"});
        }
    }
    for (const IndexShape& now : current.indexes) {
        if (std::ranges::find(committed.indexes, now.name, &IndexShape::name) == committed.indexes.end()) {
            found.push_back({committed.table, "", "the index " + quoted(now.name) + " is new"});
        }
    }
}

const TableShape* find_table(const std::vector<TableShape>& shapes, const std::string& table) {
    const auto found = std::ranges::find(shapes, table, &TableShape::table);
    return found == shapes.end() ? nullptr : &*found;
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : "(" + text + ")";
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

}  // namespace rowtype::cache_entries
