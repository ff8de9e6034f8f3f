// Indexes, and what keys and exclusion constraints have from theirs.
#include <algorithm>
#include <map>

#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

// The columns of indexes.sql.
enum Answer : unsigned {
    kRelation,
    kOid,
    kName,
    kMethod,
    kUnique,
    kColumns,
    kKeyColumns,
    kNullsNotDistinct,
    kHasPredicate,
    kClasses,
    kOptions,
    kInputType,
    kHash,
    kIsDefault = kUnique,  // of an operator class
};

// PostgreSQL's operator classes, and which an index gets that names none.
class OperatorClasses {
public:
    void add(const Row& row) {
        const OperatorClass added = {row.text(kName), row.text(kMethod), row.oid(kInputType), row.boolean(kIsDefault)};
        if (added.is_default) defaults_[{added.method, added.type}] = row.oid(kOid);
        classes_.emplace(row.oid(kOid), added);
    }

    // "" where it is the default of a column of that type: of all classes marked as a default the one of exactly the type (citext)
    // goes before those of a type with the same representation (text). `type` 0: an expression's.
    [[nodiscard]] std::string name_unless_default(std::uint32_t oid, std::uint32_t type) const {
        const auto found = classes_.find(oid);
        if (found == classes_.end()) return "";
        const OperatorClass& used = found->second;
        const auto exact = defaults_.find({used.method, type});
        const bool is_default = used.is_default && (exact == defaults_.end() || exact->second == oid);
        return is_default ? "" : used.name;
    }

private:
    struct OperatorClass {
        std::string name;
        std::string method;
        std::uint32_t type = 0;
        bool is_default = false;
    };
    std::map<std::uint32_t, OperatorClass> classes_;
    std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> defaults_;
};

// The columns of an index from `key_columns` on: indkey holds the key columns and, after them, the included ones.
std::vector<std::int64_t> included_numbers(const std::vector<std::int64_t>& index_columns, std::int32_t key_columns) {
    const auto keys = static_cast<std::size_t>(std::max(key_columns, 0));
    if (keys >= index_columns.size()) return {};
    return {index_columns.begin() + static_cast<std::ptrdiff_t>(keys), index_columns.end()};
}

// pg_index.indoption, src/include/catalog/pg_index.h.
std::vector<IndexOrder> read_orders(const std::vector<std::int64_t>& options) {
    constexpr std::int64_t kDescending = 1;
    constexpr std::int64_t kNullsFirst = 2;
    std::vector<IndexOrder> orders;
    for (const std::int64_t option : options) {
        const bool nulls_first = (option & kNullsFirst) != 0;
        if ((option & kDescending) != 0) {
            orders.push_back(nulls_first ? IndexOrder::Descending : IndexOrder::DescendingNullsLast);
        } else {
            orders.push_back(nulls_first ? IndexOrder::AscendingNullsFirst : IndexOrder::Ascending);
        }
    }
    const bool all_usual = std::ranges::all_of(orders, [](IndexOrder order) { return order == IndexOrder::Ascending; });
    return all_usual ? std::vector<IndexOrder>{} : orders;
}

std::vector<std::string> read_classes(const std::vector<std::int64_t>& oids, const std::vector<std::int64_t>& columns,
                                      const RelationEntry& relation, const Reading& reading, const OperatorClasses& classes) {
    std::vector<std::string> names;
    for (std::size_t index = 0; index < oids.size() && index < columns.size(); ++index) {
        const std::optional<std::size_t> column = relation.find_column(columns[index]);
        const std::uint32_t type = column ? reading.types->base_of(relation.column_types[*column]) : 0;
        names.push_back(classes.name_unless_default(static_cast<std::uint32_t>(oids[index]), type));
    }
    const bool all_usual = std::ranges::all_of(names, [](const std::string& name) { return name.empty(); });
    return all_usual ? std::vector<std::string>{} : names;
}

void complete_key(const std::string& name, Index index, Relation& relation) {
    Key* key = relation.primary_key && relation.primary_key->name == name ? &*relation.primary_key : nullptr;
    const auto unique = std::ranges::find(relation.unique_keys, name, &Key::name);
    if (key == nullptr && unique != relation.unique_keys.end()) key = &*unique;
    if (key == nullptr) return;
    key->included_columns = std::move(index.included_columns);
    key->nulls_not_distinct = index.nulls_not_distinct;
}

// Expressions among the elements come later.
void complete_exclusion(const Row& row, const Index& index, const Reading& reading, Relation& relation) {
    const auto name = reading.exclusions.find(row.oid(kOid));
    if (name == reading.exclusions.end()) return;
    const auto exclusion = std::ranges::find(relation.exclusions, name->second, &Exclusion::name);
    if (exclusion == relation.exclusions.end()) return;
    exclusion->method = index.method;
    exclusion->elements = index.columns;
}

void add_index(const Row& row, const OperatorClasses& classes, Reading& reading) {
    Relation* relation = reading.relation(row.oid(kRelation));
    if (relation == nullptr) return;
    const std::vector<std::int64_t> columns = numbers_at(row, kColumns);
    const std::vector<std::int64_t> included = included_numbers(columns, row.integer(kKeyColumns));
    const std::vector<std::int64_t> keys = {columns.begin(), columns.end() - static_cast<std::ptrdiff_t>(included.size())};
    Index index;
    index.name = row.text(kName);
    index.method = row.text(kMethod);
    index.unique = row.boolean(kUnique);
    index.columns = reading.column_names(row.oid(kRelation), keys);
    index.included_columns = reading.column_names(row.oid(kRelation), included);
    index.nulls_not_distinct = row.boolean(kNullsNotDistinct);
    if (const auto key = reading.keys.find(row.oid(kOid)); key != reading.keys.end()) {
        return complete_key(key->second, std::move(index), *relation);
    }
    index.orders = read_orders(numbers_at(row, kOptions));
    index.operator_classes =
        read_classes(numbers_at(row, kClasses), keys, reading.relations.at(row.oid(kRelation)), reading, classes);
    IndexEntry entry;
    entry.relation = row.oid(kRelation);
    entry.index = relation->indexes.size();
    for (const std::string& column : index.columns) entry.missing_expressions += column.empty() ? 1 : 0;
    index.expressions.resize(entry.missing_expressions);
    entry.missing_predicate = row.boolean(kHasPredicate);
    reading.indexes.emplace(row.oid(kOid), entry);
    if (entry.missing_expressions != 0 || entry.missing_predicate) {
        // What an exclusion constraint has of its index is completed by the index's own texts.
        const std::string_view hash = reading.exclusions.contains(row.oid(kOid)) ? "" : row.view(kHash);
        const RelationEntry& owner = reading.relations.at(row.oid(kRelation));
        reading.index_texts.add(owner.shape, hash, {row.oid(kOid), owner.index, entry.index});
    }
    complete_exclusion(row, index, reading, *relation);
    relation->indexes.push_back(std::move(index));
}

}  // namespace

void read_indexes(const Rows& rows, Reading& reading) {
    OperatorClasses classes;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (rows[number].oid(kRelation) == 0) classes.add(rows[number]);
    }
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (rows[number].oid(kRelation) != 0) add_index(rows[number], classes, reading);
    }
}

}  // namespace rowtype::postgres
