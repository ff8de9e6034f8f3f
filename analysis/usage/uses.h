// What code does with the tables and columns of a schema, as a pure value: for `usage`, for `impact`, and whoever else asks.
//
// To record another kind of code (an ORM's expressions, say): give binding::BoundStatement its bound values, and write one
// function `add(const binding::BoundX&, Uses&)` beside those in uses.cpp. Everything behind it works on Uses alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::usage {

enum class UseKind : std::uint8_t { Read, Write, Filter, Join, Order, Group, ConflictTarget, Model };
constexpr std::size_t kUseKinds = static_cast<std::size_t>(UseKind::Model) + 1;

// "read", "write", "filter", "join", "order", "group", "conflict target", "model".
[[nodiscard]] std::string_view word_of(UseKind kind);

// Of a column that the schema has.
struct ColumnUse {
    const catalog::Relation* relation = nullptr;  // never null
    std::string column;
    UseKind kind = UseKind::Read;
    Span span;  // of its name
};

enum class TableUseKind : std::uint8_t { Read, Insert, Update, Delete, Embed, Model, Other };

// Of a table by its name: one for each query.
struct TableUse {
    const catalog::Relation* relation = nullptr;  // never null
    TableUseKind kind = TableUseKind::Read;
    Span span;
    // Of an insert: the columns that it gives values to, where they are all known.
    std::vector<std::string> written;
    bool written_is_all = false;
    bool returns_rows = false;                       // supabase-py's writes answer with the whole row
    const catalog::Relation* embedded_in = nullptr;  // of an embed, where that is one relation
};

// A query of a table of which something could not be told: it may use any column.
struct UntoldUse {
    const catalog::Relation* relation = nullptr;  // never null
    Span span;
};

struct Uses {
    std::vector<ColumnUse> columns;
    std::vector<TableUse> tables;
    std::vector<binding::WholeRow> whole_rows;
    std::vector<UntoldUse> untold;

    [[nodiscard]] bool empty() const { return columns.empty() && tables.empty() && whole_rows.empty() && untold.empty(); }
};

// Of the relations of `catalog`, which the pointers are of: those that binding made of a function's or a query's columns go with the
// statement. Spans stay relative to it.
[[nodiscard]] Uses uses_of(const binding::BoundStatement& statement, const catalog::Catalog& catalog);

// Adds `more`, whose spans are relative to `offset`.
void append(Uses& uses, Uses more, std::uint32_t offset);

}  // namespace rowtype::usage
