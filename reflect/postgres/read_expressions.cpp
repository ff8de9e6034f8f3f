// Texts that PostgreSQL deparses, and what is said where it could not.
#include <algorithm>

#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

void set_default(const Row& row, Reading& reading) {
    const auto entry = reading.relations.find(row.oid(1));
    if (entry == reading.relations.end()) return;
    const auto column = entry->second.column_by_number.find(row.integer(2));
    if (column == entry->second.column_by_number.end()) return;
    Column& target = reading.data.relations[entry->second.index].columns[column->second];
    (target.generated == Generated::None ? target.default_expression : target.generated_expression) = row.text(4);
    std::erase(entry->second.columns_with_default, column->second);
}

void set_check(const Row& row, Reading& reading) {
    Relation* relation = reading.relation(row.oid(1));
    if (relation == nullptr) return;
    const auto check = std::ranges::find(relation->checks, row.view(3), &Check::name);
    if (check != relation->checks.end()) check->expression = row.text(4);
}

// `number` is the one-based key column; the nth expression belongs to the nth key column without a name.
void set_index_expression(const Row& row, Reading& reading) {
    const auto entry = reading.indexes.find(row.oid(1));
    if (entry == reading.indexes.end()) return;
    Index& index = reading.relation(entry->second.relation)->indexes[entry->second.index];
    const auto column = static_cast<std::size_t>(std::max(row.integer(2), 1)) - 1;
    if (column >= index.columns.size() || !index.columns[column].empty() || entry->second.missing_expressions == 0) return;
    const auto before = std::count(index.columns.begin(), index.columns.begin() + static_cast<std::ptrdiff_t>(column), "");
    index.expressions[static_cast<std::size_t>(before)] = row.text(4);
    --entry->second.missing_expressions;
}

void set_predicate(const Row& row, Reading& reading) {
    const auto entry = reading.indexes.find(row.oid(1));
    if (entry == reading.indexes.end()) return;
    reading.relation(entry->second.relation)->indexes[entry->second.index].predicate = row.text(4);
    entry->second.missing_predicate = false;
}

// "20250101000000,20250102000000"
std::vector<snapshot::Migration> read_versions(std::string_view list) {
    std::vector<snapshot::Migration> versions;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        versions.push_back({std::string(list.substr(0, end)), ""});
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return versions;
}

void note(Reading& reading, const Relation& relation, const std::string& what) {
    Note note;
    note.message = what + " of " + relation.name.to_string() +
                   " could not be read: it is locked, or time ran out. They are taken as unknown";
    reading.data.notes.push_back(std::move(note));
}

}  // namespace

void read_expressions(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.is_null(4)) continue;  // dropped meanwhile
        switch (row.letter(0)) {
            case 'd': set_default(row, reading); break;
            case 'c': set_check(row, reading); break;
            case 'i': set_index_expression(row, reading); break;
            case 'p': set_predicate(row, reading); break;
            default: break;
        }
    }
}

void read_views(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.is_null(0)) {
            reading.migrations = read_versions(row.view(1));
            continue;
        }
        if (Relation* relation = reading.relation(row.oid(0))) relation->definition = row.text(1);
    }
}

void note_what_is_missing(Reading& reading) {
    std::unordered_map<std::uint32_t, bool> index_missing;
    for (auto& [oid, entry] : reading.indexes) {
        if (entry.missing_expressions == 0 && !entry.missing_predicate) continue;
        index_missing[entry.relation] = true;
    }
    for (const auto& [oid, entry] : reading.relations) {
        const Relation& relation = reading.data.relations[entry.index];
        const bool checks = std::ranges::any_of(relation.checks, [](const Check& check) { return check.expression.empty(); });
        if (!entry.columns_with_default.empty() || checks) note(reading, relation, "defaults and checks");
        if (index_missing.contains(oid)) note(reading, relation, "index expressions");
        if (relation.is_view() && relation.definition.empty()) note(reading, relation, "the definition");
    }
    std::ranges::sort(reading.data.notes, {}, &Note::message);
}

}  // namespace rowtype::postgres
