// What the code asks rows of a query for: res.data[0]["name"], row.get("name"), row.name, row[2]. Spans are relative to the statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/findings/finding.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct RowKeyReference {
    std::string name;
    Span span;                                    // of the key's characters
    const catalog::Relation* relation = nullptr;  // never null
    const catalog::Column* column = nullptr;      // of that name, selected or not
    bool is_selected = false;                     // the row has such a key
    bool is_get = false;                          // row.get("name"): None, where row["name"] raises KeyError
    bool has_default = false;                     // row.get("name", something)
    bool is_attribute = false;                    // row.name
    bool selects_all = false;                     // the select has a "*", or there is none
    std::vector<std::string> selected;            // the row's keys, in order; only where the key is not among them
    std::string given_as;                         // the other name under which the select gives the column
    std::optional<findings::TextEdit> addition;   // that adds the column to the select

    // The relation is what an SQL query puts out, and has no name.
    [[nodiscard]] bool is_of_output() const { return relation->name.name.empty(); }
};

// "row[5]" of a row of three columns, "a, b = row", "args_row(Point)".
struct RowWidth {
    enum class Use : std::uint8_t { Index, Unpack, Make };
    Use use = Use::Index;
    Span span;                         // of the index, of the targets, or of the class
    std::int64_t asked = 0;            // the index, or how many targets there are, or values that the class takes
    std::vector<std::string> columns;  // of the query, in order
};

// A pydantic model that is made of a row, and needs what the row does not have.
struct ModelOfRow {
    std::string model;
    Span span;                                    // of its name
    const catalog::Relation* relation = nullptr;  // never null
    std::vector<std::string> lacking;             // required fields, by the keys that they are read from
    std::vector<std::string> selected;            // the row's keys, in order
    std::optional<findings::TextEdit> addition;   // that adds the columns to the select, where all of them are columns
};

// row["status"] == "actve": a text that no value of the column's enum is.
struct RowComparison {
    std::string value;
    Span span;                                    // of its characters
    const catalog::Relation* relation = nullptr;  // never null
    std::string column;
    catalog::Type type;
    std::vector<std::string> labels;
};

}  // namespace rowtype::binding
