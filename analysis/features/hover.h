// What the schema knows of the name under the pointer: a table, view, function or column, wherever Python names it; also one
// that is gone once a pending migration is applied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analysis/features/describe.h"
#include "analysis/features/markup.h"
#include "analysis/features/snapshot.h"
#include "reflect/base/text.h"

namespace rowtype::features {

struct Hover {
    Span span;  // of the name, in bytes of the file
    std::string text;
};

// None where nothing of the schema is named at `offset`, or what is named there is not certain.
[[nodiscard]] std::optional<Hover> hover(const Snapshot& snapshot, std::uint32_t offset, MarkupKind kind);

// The texts alone.
[[nodiscard]] std::string hover_text(const RelationDescription& relation, MarkupKind kind);
// `relation` names the one that holds the column: "table public.orders".
[[nodiscard]] std::string hover_text(const ColumnDescription& column, const std::string& relation, MarkupKind kind);
[[nodiscard]] std::string hover_text(const catalog::Function& function, MarkupKind kind);
// Of a name that the database has and a pending migration takes away. `relation` as above; empty where the relation itself goes.
[[nodiscard]] std::string hover_text(const catalog::RemovedName& removed, const std::string& relation, MarkupKind kind);

}  // namespace rowtype::features
