// What a statement does with the rows that its chains give: loops over them, keys that are asked of them, and whatever may
// change them. Only where a chain of the statement ends with execute(), or has a call of fetch(), fetchrow(), hgetall() or loads(),
// and only of names that may hold what it gave.
//
// Whether a name really holds rows is for binding to tell (analysis/binding/row_values.h). Spans are relative to the statement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/value.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

// "for target in iterable", of a statement or a comprehension; "for _, target in enumerate(iterable)" as well.
struct RowLoop {
    std::string target;
    Value iterable;
    Span span;                      // where the target means this: the whole statement or comprehension
    bool is_comprehension = false;  // the target is its own, whatever the function around binds
    std::uint32_t scope = 0;
    // "for target, other in iterable": which part of an element the target is; none: all of it.
    std::optional<std::uint32_t> part = {};

    friend bool operator==(const RowLoop&, const RowLoop&) = default;
};

enum class RowUse : std::uint8_t {
    Key,     // object["key"]
    Get,     // object.get("key")
    Set,     // object["key"] = …: from then on it has that key
    Make,    // Class(**object), Class.model_validate(object): key is the class
    Escape,  // handed to a function, changed by a method, asked whether it has a key: what it holds is not known any more
};

struct RowAccess {
    RowUse use = RowUse::Key;
    Value object;
    std::string key;           // Key, Get, Set; Make: the dotted name
    Span key_span;             // of those characters
    bool has_default = false;  // Get: object.get("key", something)
    Span span;                 // of the whole expression
    std::uint32_t scope = 0;

    friend bool operator==(const RowAccess&, const RowAccess&) = default;
};

// "with conn.cursor(row_factory=…) as name", "with engine.connect() as name": the name holds what that call opened, in the block.
struct OpenedName {
    std::string name;
    Value opened;  // the call
    Span span;     // of the statement
    std::uint32_t scope = 0;

    friend bool operator==(const OpenedName&, const OpenedName&) = default;
};

struct RowFacts {
    std::vector<RowLoop> loops;
    std::vector<RowAccess> accesses;      // in the order of the text
    std::vector<OpenedName> opened;       // with a row_factory
    std::vector<OpenedName> connections;  // without: what may be a connection, session or cursor of a database

    friend bool operator==(const RowFacts&, const RowFacts&) = default;
};

struct Scope;
struct StatementFacts;

// The loop around a place whose target the name is, the innermost of them; null where there is none. What the iterable of one names, is not
// of that loop.
[[nodiscard]] const RowLoop* innermost_loop(const StatementFacts& statement, std::string_view target, std::uint32_t position);
[[nodiscard]] std::ptrdiff_t count_loops(const StatementFacts& statement, std::string_view target, std::uint32_t scope);

// The innermost scope around a byte of the statement.
[[nodiscard]] std::uint32_t innermost_scope(const std::vector<Scope>& scopes, std::uint32_t position);

}  // namespace rowtype::facts
