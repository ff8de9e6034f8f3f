// What an insert, upsert or update sends, as far as it is written in the code.
#pragma once

#include <string>
#include <vector>

#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct RowKey {
    std::string name;
    Span span;  // of the key's characters
};

struct PayloadRow {
    Span span;  // of the dictionary
    std::vector<RowKey> keys;
    bool are_all = false;  // nothing else can be in the row
};

struct BoundPayload {
    const catalog::Relation* relation = nullptr;  // never null
    std::vector<PayloadRow> rows;                 // those that are written in the code
    bool is_list = false;
    bool inserts = false;  // insert or upsert
    bool fills_with_null =
        true;  // of a list: what one row has and another has not is sent as NULL. False: as the default, or unknown
    Span method_span;
};

// The columns that an INSERT of a SQL text names, all of them the relation's.
struct InsertedColumns {
    const catalog::Relation* relation = nullptr;  // never null
    std::vector<std::string> columns;
    Span span;  // of the relation's name
};

struct ConflictTarget {
    const catalog::Relation* relation = nullptr;  // never null; has all of the columns
    std::vector<std::string> columns;
    Span span;
};

// Whether a trigger or rule may change rows on their way into the table (of a partitioned one, into its partitions, too). Where the
// source does not tell triggers, any function of one may stand at the table.
[[nodiscard]] bool may_change_new_rows(const catalog::Catalog& catalog, const catalog::Relation& relation);

// Whether a row that is inserted or updated with NULL in the column is refused for certain: the table's column is NOT NULL, and no trigger
// or rule may set another value first.
[[nodiscard]] bool refuses_null(const catalog::Catalog& catalog, const catalog::Relation& relation, const catalog::Column& column);

// Whether PostgreSQL fills the column of a row that says nothing of it: a default, the type's default, or NULL.
[[nodiscard]] bool is_filled(const catalog::Catalog& catalog, const catalog::Column& column);

// Whether all is known of the table that decides which rows it takes: columns, constraints and indexes.
[[nodiscard]] bool is_wholly_known(const catalog::Catalog& catalog, const catalog::Relation& relation);

// Whether ON CONFLICT takes exactly these columns: a unique constraint or index on them, in any order.
[[nodiscard]] bool is_conflict_target(const catalog::Relation& relation, const std::vector<std::string>& columns);

}  // namespace rowtype::binding
