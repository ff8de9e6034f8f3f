// What the readers of the answers share while a catalog is being made. Internal to reflect/postgres.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/postgres/connection.h"
#include "reflect/postgres/repeated_texts.h"
#include "reflect/postgres/type_table.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::postgres {

// A relation while it is read: where it stands in the data, and its columns by attnum.
struct RelationEntry {
    std::size_t index = 0;
    std::string owner;                              // a role; what it has by owning is not among the grants
    std::vector<std::int32_t> column_numbers;       // attnum of each column, ascending
    std::vector<std::uint32_t> column_types;        // OIDs, one a column
    std::uint32_t shape = 0;                        // the same in relations that have the same columns
    std::vector<std::size_t> columns_with_default;  // column indexes whose expression is still to come

    [[nodiscard]] std::optional<std::size_t> find_column(std::int64_t number) const;
};

struct IndexEntry {
    std::uint32_t relation = 0;
    std::size_t index = 0;
    std::size_t missing_expressions = 0;
    bool missing_predicate = false;
};

// The sequence at `sequence` of the data belongs to a column that is read after it.
struct SequenceOwner {
    std::size_t sequence = 0;
    std::uint32_t relation = 0;
    std::int32_t column = 0;
};

struct Reading {
    catalog::CatalogData data;
    std::unique_ptr<TypeTable> types;
    std::unordered_map<std::uint32_t, std::string> schemas;      // names by OID
    std::unordered_map<std::uint32_t, RelationEntry> relations;  // by OID
    std::unordered_map<std::uint32_t, IndexEntry> indexes;       // by the index's OID
    std::unordered_map<std::uint32_t, std::string> keys;         // names of primary and unique keys by the OID of their index
    std::unordered_map<std::uint32_t, std::string> exclusions;   // likewise
    std::unordered_map<std::uint32_t, std::size_t> functions;    // by OID, where they stand in the data
    std::unordered_set<std::uint32_t> sequences;                 // OIDs
    std::vector<SequenceOwner> sequence_owners;
    std::vector<std::uint32_t> with_defaults;  // OIDs of relations
    RepeatedTexts check_texts;
    RepeatedTexts index_texts;
    RepeatedTexts policy_texts;
    std::int64_t last_view_batch = 0;  // views come in batches, counted from 0
    // Why no text at all came from expressions.sql or from views.sql, as SQLSTATE; empty where it came.
    std::string expressions_failed;
    std::string views_failed;
    snapshot::MigrationRecord migrations;  // Supabase's versions; none where they cannot be read

    [[nodiscard]] catalog::Relation* relation(std::uint32_t oid);
    // Names of the columns with these numbers; a number that is no column (an expression is 0) gives "".
    [[nodiscard]] std::vector<std::string> column_names(std::uint32_t relation, const std::vector<std::int64_t>& numbers) const;
};

// The numbers of an array, int2vector or oidvector, and the texts of an array; none of NULL. They throw AnswerError where the answer
// is something else.
[[nodiscard]] std::vector<std::int64_t> numbers_at(const Row& row, unsigned column);
[[nodiscard]] std::vector<std::string> texts_at(const Row& row, unsigned column);
// One for each query, in this order. The number is that of the query's columns.
inline constexpr unsigned kRelationsColumns = 25;
// The OIDs of the schemas that are read, from the same answer.
[[nodiscard]] std::vector<std::uint32_t> namespaces_in(const Rows& rows);
void read_relations(const Rows& rows, Reading& reading);
inline constexpr unsigned kColumnsColumns = 7;
void read_columns(const Rows& rows, Reading& reading);
inline constexpr unsigned kConstraintsColumns = 24;
void read_constraints(const Rows& rows, Reading& reading);
inline constexpr unsigned kIndexesColumns = 13;
void read_indexes(const Rows& rows, Reading& reading);
inline constexpr unsigned kFunctionsColumns = 18;
void read_functions(const Rows& rows, Reading& reading);
inline constexpr unsigned kExpressionsColumns = 5;
void read_expressions(const Rows& rows, Reading& reading);
inline constexpr unsigned kViewsColumns = 3;
void read_views(const Rows& rows, Reading& reading);

// After the last, and after the definitions of types: what was left out because of a lock is unknown, and said in a note for each
// object.
void note_what_is_missing(Reading& reading);

}  // namespace rowtype::postgres
