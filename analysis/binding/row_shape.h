// What the rows of a query look like: which keys its select gives, level by level.
//
// Source of fact: PostgREST's select (POSTGREST.md 3.1): aliases, aggregates and the last step of a JSON path name keys; an embedded
// resource is an object or a list by its relationship; a spread's keys stand in the row itself; "*" gives the columns.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/select.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct RowShape;

struct ShapeKey {
    std::string name;
    std::string column;                        // that it is of, where the key is another name; empty elsewhere
    std::shared_ptr<const RowShape> embedded;  // null: a value of a column, or an embed that is not known
    bool is_list = false;                      // of an embed
    std::string value_of = {};                 // the column whose value it holds, whatever the key is called; empty elsewhere
};

// How a row gives what it holds.
enum class RowKind : std::uint8_t {
    Mapping,     // row["name"]
    Record,      // row["name"], row[0]
    NamedTuple,  // row.name, row[0]
    Tuple,       // row[0]
    SqlRow,      // SQLAlchemy's: row.name, row[0], row._mapping["name"]; row["name"] before 2.0
};

struct RowShape {
    const catalog::Relation* relation = nullptr;  // null: not known, nothing is judged
    std::vector<ShapeKey> keys;                   // beside those that "*" gives
    bool has_all = false;                         // "*"
    bool is_complete = true;                      // false: there may be keys that are not here
    // Where ", name" can be put to select more; nothing where the text is not written at the call.
    bool can_grow = false;
    Span end;

    // Of a whole query.
    bool selects = false;    // the keys are those of its select, or of the rows that a write gives back
    bool is_single = false;  // one row in place of a list of them
    bool is_direct = false;  // the call gives the list, or the row, itself: no response is around it
    bool is_opaque = false;  // rows of some other form, or not told
    bool is_cursor = false;  // the call leaves a cursor, which gives the rows
    bool is_result = false;  // that cursor is SQLAlchemy's Result
    RowKind kind = RowKind::Mapping;

    [[nodiscard]] const ShapeKey* find(std::string_view name) const;
    [[nodiscard]] bool gives(std::string_view name) const;
    // The column of the relation whose value the key holds as it is; null where something is made of it, and where that is not known.
    [[nodiscard]] const catalog::Column* column_of(std::string_view name) const;
    // In the order of the select.
    [[nodiscard]] std::vector<std::string> names() const;
};

// A range of the select's text to its place in the source.
using SelectPlace = std::function<Span(Span)>;

// `items` are those of a select that reads `relation`.
[[nodiscard]] RowShape row_shape(const std::vector<postgrest::SelectItem>& items, const catalog::Relation* relation,
                                 const catalog::Catalog& catalog, const SelectPlace& place);

}  // namespace rowtype::binding
