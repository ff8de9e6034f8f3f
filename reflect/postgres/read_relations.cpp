// Relations and their columns.
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

RelationKind relation_kind(char kind) {
    switch (kind) {
        case 'p': return RelationKind::PartitionedTable;
        case 'v': return RelationKind::View;
        case 'm': return RelationKind::MaterializedView;
        case 'f': return RelationKind::ForeignTable;
        default: return RelationKind::Table;
    }
}

Column read_column(const Row& row, const Reading& reading, bool is_view);

}  // namespace

Relation* Reading::relation(std::uint32_t oid) {
    const auto found = relations.find(oid);
    return found == relations.end() ? nullptr : &data.relations[found->second.index];
}

std::vector<std::string> Reading::column_names(std::uint32_t relation_oid, const std::vector<std::int64_t>& numbers) const {
    std::vector<std::string> names;
    const auto entry = relations.find(relation_oid);
    if (entry == relations.end()) return names;
    const std::vector<Column>& columns = data.relations[entry->second.index].columns;
    for (const std::int64_t number : numbers) {
        const auto column = entry->second.column_by_number.find(number);
        names.push_back(column == entry->second.column_by_number.end() ? "" : columns[column->second].name);
    }
    return names;
}

void read_relations(const Rows& rows, Reading& reading) {
    std::unordered_map<std::uint32_t, bool> seen;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (seen.emplace(row.oid(0), true).second) {
            reading.namespaces.push_back(row.oid(0));
            reading.data.schemas.push_back(row.text(1));
        }
        if (row.is_null(2)) continue;
        Relation relation;
        relation.name = {row.text(1), row.text(3)};
        relation.kind = relation_kind(row.letter(4));
        relation.row_security = row.boolean(5);
        if (!row.is_null(7)) relation.partition_of = QualifiedName{row.text(6), row.text(7)};
        relation.comment = row.text(8);
        relation.extension = row.text(9);
        reading.relations[row.oid(2)].index = reading.data.relations.size();
        reading.data.relations.push_back(std::move(relation));
    }
}

void read_columns(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.letter(13) == 'c') {
            reading.types->add_attribute(
                row.oid(0), Attribute{row.text(2), reading.types->resolve(row.oid(3), row.integer(4), row.integer(5))});
            continue;
        }
        const auto entry = reading.relations.find(row.oid(0));
        if (entry == reading.relations.end()) continue;
        Relation& relation = reading.data.relations[entry->second.index];
        entry->second.column_by_number[row.integer(1)] = relation.columns.size();
        if (row.boolean(7)) entry->second.columns_with_default.push_back(relation.columns.size());
        relation.columns.push_back(read_column(row, reading, relation.is_view()));
    }
}

namespace {

Column read_column(const Row& row, const Reading& reading, bool is_view) {
    Column column;
    column.name = row.text(2);
    column.type = reading.types->resolve(row.oid(3), row.integer(4), row.integer(5));
    // attnotnull is always false in a view, whatever its query proves.
    const bool not_null = row.boolean(6) || reading.types->refuses_null(row.oid(3));
    column.nullability = is_view ? Nullability::Unknown : not_null ? Nullability::NotNull : Nullability::Nullable;
    column.identity = row.letter(8) == 'a' ? Identity::Always : row.letter(8) == 'd' ? Identity::ByDefault : Identity::None;
    column.generated = row.letter(9) == 's' ? Generated::Stored : row.letter(9) == 'v' ? Generated::Virtual : Generated::None;
    // The text comes with the expressions; until then, and where a lock hides it, there is one but it is unknown.
    if (row.boolean(7)) (column.generated == Generated::None ? column.default_expression : column.generated_expression) = "";
    if (!row.is_null(11)) column.collation = row.view(10) == "pg_catalog" ? row.text(11) : row.text(10) + "." + row.text(11);
    column.comment = row.text(12);
    return column;
}

}  // namespace

}  // namespace rowtype::postgres
