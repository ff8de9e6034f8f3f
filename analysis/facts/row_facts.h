// What a statement does with the rows that its chains give: loops over them, keys that are asked of them, and whatever may
// change them. Only where a chain of the statement ends with execute(), or has a call of fetch(), fetchrow(), hgetall(), loads(), or of
// execute() with what may be SQL, and only of names that may hold what it gave, or a cursor that gives it.
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
    Key,        // object["key"]
    Get,        // object.get("key")
    Set,        // object["key"] = …: from then on it has that key
    Make,       // Class(**object), Class.model_validate(object): key is the class
    Escape,     // handed to a function, changed by a method, asked whether it has a key: what it holds is not known any more
    Keep,       // held by something that it is not followed to: from then on it may be changed there, if it can be changed at all
    Attribute,  // object.key, read
    Index,      // object[2], object[-1]: key is the number
    Unpack,     // a, b = object
    UnpackEach,  // for a, b in object
    Execute,     // object.execute(…): a cursor gives other rows from then on
};

struct RowAccess {
    RowUse use = RowUse::Key;
    Value object;
    std::string key;           // Key, Get, Set, Attribute, Index; Make: the dotted name
    Span key_span;             // of those characters; Unpack, UnpackEach: of the targets
    std::uint32_t parts = 0;   // Unpack, UnpackEach: the targets, none of them starred
    bool has_default = false;  // Get: object.get("key", something)
    Span span;                 // of the whole expression; Keep: where that begins
    std::uint32_t scope = 0;
    std::vector<Value> compared =
        {};  // Key, Get: texts that it is compared with: object["key"] == "a", object["key"] in ("a", "b")

    friend bool operator==(const RowAccess&, const RowAccess&) = default;
};

// Whether it asks for something that rows have.
[[nodiscard]] inline bool is_question(const RowAccess& access) {
    return access.use != RowUse::Set && access.use != RowUse::Escape && access.use != RowUse::Keep &&
           access.use != RowUse::Execute;
}
// Whether it may make something else of them.
[[nodiscard]] inline bool is_change(const RowAccess& access) {
    return access.use == RowUse::Set || access.use == RowUse::Escape || access.use == RowUse::Keep;
}

// "with conn.cursor(row_factory=…) as name", "with engine.connect() as name": the name holds what that call opened, in the block.
struct OpenedName {
    std::string name;
    Value opened;  // the call
    Span span;     // of the statement
    std::uint32_t scope = 0;

    friend bool operator==(const OpenedName&, const OpenedName&) = default;
};

// "(name := value)": from there to the end of its scope, unless something else binds the name.
struct NamedValue {
    std::string name;
    Value value;
    Span span;
    std::uint32_t scope = 0;

    friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

// "yield value": what a context manager's with statement gives a name.
struct YieldedValue {
    Value value;
    std::uint32_t scope = 0;

    friend bool operator==(const YieldedValue&, const YieldedValue&) = default;
};

struct RowFacts {
    std::vector<RowLoop> loops;
    std::vector<NamedValue> named;
    std::vector<RowAccess> accesses;      // in the order of the text
    std::vector<OpenedName> opened;       // with a row_factory
    std::vector<OpenedName> connections;  // without: what may be a connection, session or cursor of a database
    std::vector<YieldedValue> yielded;    // names and attributes
    bool is_of_script = false;            // other statements of the module may ask for what it gives (script.h)

    friend bool operator==(const RowFacts&, const RowFacts&) = default;
};

struct Scope;
struct StatementFacts;

// The loop around a place whose target the name is, the innermost of them; null where there is none. What the iterable of one names, is not
// of that loop.
[[nodiscard]] const RowLoop* innermost_loop(const StatementFacts& statement, std::string_view target, std::uint32_t position);
// The one "(name := …)" of a scope; null where there is none, or more.
[[nodiscard]] const NamedValue* only_walrus(const StatementFacts& statement, std::string_view name, std::uint32_t scope);
[[nodiscard]] std::ptrdiff_t count_loops(const StatementFacts& statement, std::string_view target, std::uint32_t scope);

// The "with … as name" around a place in the scope, the innermost of them; null where there is none.
[[nodiscard]] const OpenedName* innermost_opening(const StatementFacts& statement, std::string_view name, std::uint32_t scope,
                                                  std::uint32_t position);
// All of them in the scope. Where they are as many as the scope's opaque bindings of the name, nothing else binds it.
[[nodiscard]] std::ptrdiff_t count_openings(const StatementFacts& statement, std::string_view name, std::uint32_t scope);

// The innermost scope around a byte of the statement.
[[nodiscard]] std::uint32_t innermost_scope(const std::vector<Scope>& scopes, std::uint32_t position);

}  // namespace rowtype::facts
