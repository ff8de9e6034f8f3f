// What could stand at the cursor: tables, columns, related tables and functions inside the string arguments of PostgREST
// clients and of calls that carry SQL, also while quotes and brackets are still open.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/features/markup.h"
#include "analysis/features/snapshot.h"
#include "reflect/base/text.h"

namespace rowtype::features {

enum class CompletionKind : std::uint8_t { Table, View, Column, Relationship, Function, Schema, Value, Word };

struct CompletionItem {
    std::string label;  // as it is shown; hostile characters are escaped
    CompletionKind kind = CompletionKind::Column;
    std::string detail;          // "bigint not null"
    std::string documentation;   // in the markup that was asked for; may be empty
    std::string insertion;       // what stands in the text afterwards
    bool takes_columns = false;  // a related table: "(" and columns are to follow
    bool is_needed = false;      // an insert without it fails
};

struct Completion {
    Span replaced;                      // the name that the cursor is in, in bytes of the file; on one line
    std::vector<CompletionItem> items;  // in the order in which they are to be shown
    bool is_incomplete = false;         // there are more: ask again when more was typed
};

// Nothing where the call's receiver is not known to be a client, in other strings, and outside of strings.
[[nodiscard]] Completion complete(const Snapshot& snapshot, std::uint32_t offset, MarkupKind kind);

// Whether a blank typed before `offset` may begin a name there: after "," and the words of SQL that a table follows. Looks at
// a few bytes only; says nothing of what is around them.
[[nodiscard]] bool may_complete_after_blank(std::string_view text, std::uint32_t offset);

}  // namespace rowtype::features
