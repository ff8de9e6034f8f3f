// Constraints and indexes.
#include "reflect/postgres/decode.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

std::vector<std::int64_t> numbers_at(const Row& row, unsigned column) {
    if (row.is_null(column)) return {};
    std::optional<std::vector<std::int64_t>> numbers = parse_numbers(row.view(column));
    if (!numbers) throw AnswerError();
    return *std::move(numbers);
}

// The columns of an index from `first` on; indkey holds the key columns and, after them, the included ones.
std::vector<std::int64_t> included_numbers(const std::vector<std::int64_t>& index_columns, std::int32_t key_columns) {
    const auto keys = static_cast<std::size_t>(std::max(key_columns, 0));
    if (keys >= index_columns.size()) return {};
    return {index_columns.begin() + static_cast<std::ptrdiff_t>(keys), index_columns.end()};
}

ReferentialAction action_of(char letter) {
    switch (letter) {
        case 'r': return ReferentialAction::Restrict;
        case 'c': return ReferentialAction::Cascade;
        case 'n': return ReferentialAction::SetNull;
        case 'd': return ReferentialAction::SetDefault;
        default: return ReferentialAction::NoAction;
    }
}

void add_key(const Row& row, Reading& reading, Relation& relation) {
    Key key;
    key.name = row.text(2);
    key.columns = reading.column_names(row.oid(0), numbers_at(row, 4));
    key.deferrable = row.boolean(5);
    key.included_columns = reading.column_names(row.oid(0), included_numbers(numbers_at(row, 7), row.integer(8)));
    key.nulls_not_distinct = row.boolean(9);
    if (row.letter(3) == 'p') {
        relation.primary_key = std::move(key);
    } else {
        relation.unique_keys.push_back(std::move(key));
    }
}

void add_foreign_key(const Row& row, const Reading& reading, Relation& relation) {
    ForeignKey key;
    key.name = row.text(2);
    key.columns = reading.column_names(row.oid(0), numbers_at(row, 4));
    key.referenced_relation = {row.text(10), row.text(11)};
    std::optional<std::vector<std::string>> referenced = parse_array(row.view(12));
    if (!referenced) throw AnswerError();
    key.referenced_columns = *std::move(referenced);
    key.on_update = action_of(row.letter(13));
    key.on_delete = action_of(row.letter(14));
    key.match_full = row.letter(15) == 'f';
    key.deferrable = row.boolean(5);
    key.initially_deferred = row.boolean(6);
    relation.foreign_keys.push_back(std::move(key));
}

}  // namespace

void read_constraints(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.oid(1) != 0) {
            reading.types->add_domain_check(row.oid(1), Check{row.text(2), row.text(16)});
            continue;
        }
        Relation* relation = reading.relation(row.oid(0));
        if (relation == nullptr) continue;
        switch (row.letter(3)) {
            case 'p':
            case 'u': add_key(row, reading, *relation); break;
            case 'f': add_foreign_key(row, reading, *relation); break;
            case 'c': relation->checks.push_back(Check{row.text(2), ""}); break;
            default: break;
        }
    }
}

void read_indexes(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        Relation* relation = reading.relation(row.oid(0));
        if (relation == nullptr) continue;
        const std::vector<std::int64_t> columns = numbers_at(row, 5);
        const std::vector<std::int64_t> included = included_numbers(columns, row.integer(6));
        Index index;
        index.name = row.text(2);
        index.method = row.text(3);
        index.unique = row.boolean(4);
        index.columns =
            reading.column_names(row.oid(0), {columns.begin(), columns.end() - static_cast<std::ptrdiff_t>(included.size())});
        index.included_columns = reading.column_names(row.oid(0), included);
        index.nulls_not_distinct = row.boolean(7);
        IndexEntry entry;
        entry.relation = row.oid(0);
        entry.index = relation->indexes.size();
        for (const std::string& column : index.columns) entry.missing_expressions += column.empty() ? 1 : 0;
        index.expressions.resize(entry.missing_expressions);
        entry.missing_predicate = row.boolean(8);
        reading.indexes.emplace(row.oid(1), entry);
        relation->indexes.push_back(std::move(index));
    }
}

}  // namespace rowtype::postgres
