// How impact says what changed, and what follows from it. Internal to impact.cpp.
#pragma once

#include <string>
#include <string_view>

#include "analysis/findings/finding.h"
#include "analysis/usage/uses.h"
#include "reflect/catalog/catalog.h"
#include "reflect/diff/difference.h"

namespace rowtype::workspace {

// What a migration does to a name that is gone, where it is known.
struct Removal {
    std::string renamed_to;
    std::string file;
};
[[nodiscard]] Removal removal_of(const catalog::Catalog& before, const catalog::Catalog& after, const std::string& table,
                                 const std::string& column);

// Whether the change's name is a column's.
[[nodiscard]] bool is_about_column(diff::Aspect aspect);
// "column dropped", "type changed from integer to bigint", "index orders_user_idx dropped".
[[nodiscard]] std::string words_of(const diff::Change& change, const Removal& removal, bool has_default);
// The same where the change is yet to come: "column not there yet", "type still integer".
[[nodiscard]] std::string words_of_pending(const diff::Change& change, bool has_default);
[[nodiscard]] std::string words_of_label(const catalog::Catalog& after, const std::string& type, const diff::Change& change);
[[nodiscard]] std::string words_of(usage::UseKind kind);
[[nodiscard]] std::string words_of(usage::TableUseKind kind);

// The table that a foreign key points at; empty where there is none of that name.
[[nodiscard]] std::string referenced_by(const catalog::Catalog& catalog, const std::string& table, const std::string& key);
// Whether an insert has to give the column.
[[nodiscard]] bool is_required(const catalog::Catalog& catalog, const std::string& table, const std::string& column);
// Whether the finding is about a column of that type.
[[nodiscard]] bool names_type(const catalog::Catalog& catalog, const findings::Finding& finding, const std::string& type);
// A model that lacks a new column goes on working, and what no index serves is slow at worst.
[[nodiscard]] findings::Severity severity_of(const findings::Finding& finding);

}  // namespace rowtype::workspace
