// What code uses of the schema, by table and column, as `usage` prints it. Internal to the command.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "analysis/usage/uses.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/project_check.h"

namespace rowtype::cli {

struct Place {
    std::string file;  // relative to the working directory
    LineColumn at;

    friend bool operator==(const Place&, const Place&) = default;
};

struct PlacedUse {
    usage::UseKind kind = usage::UseKind::Read;
    Place place;
};

struct ColumnUsage {
    const catalog::Column* column = nullptr;
    std::vector<PlacedUse> uses;                         // by kind, then place
    std::array<std::size_t, usage::kUseKinds> counts{};  // of each kind
    std::vector<std::string> in_schema;                  // "primary key", "view public.totals": what of the schema needs it
};

struct IndexUsage {
    std::string name;
    std::string text;  // "(user_id, status) WHERE …"
};

struct UnservedUse {
    Place place;
    std::string message;
};

struct TableUsage {
    const catalog::Relation* relation = nullptr;
    std::vector<ColumnUsage> columns;
    std::size_t queries = 0;    // builder queries, statements and embeds that name it
    std::size_t models = 0;     // classes that belong to it
    std::vector<Place> whole;   // SELECT * and its like: a use of any column
    std::vector<Place> untold;  // queries of it of which not all is known: may use any column
    std::size_t returned = 0;   // writes that answer with whole rows
    std::vector<UnservedUse> unserved;
    std::vector<IndexUsage> unused_indexes;  // that serve no filter, order or join, and keep no key
    std::vector<const catalog::ForeignKey*> unindexed_foreign_keys;

    [[nodiscard]] bool is_used() const { return queries + models > 0; }
    // No use by name, and nothing of the schema needs it.
    [[nodiscard]] bool is_unused(const ColumnUsage& column) const { return column.uses.empty() && column.in_schema.empty(); }
    [[nodiscard]] std::size_t count(usage::UseKind kind) const;
};

// One project: a configuration, its schema and its files.
struct ProjectUsage {
    const ProjectRun* run = nullptr;
    std::vector<TableUsage> tables;    // by schema and name
    std::size_t untold_elsewhere = 0;  // queries and texts whose table could not be told
    std::size_t files = 0;             // Python files that were looked at
};

struct UsageReport {
    std::vector<ProjectUsage> projects;
    std::vector<workspace::WalkNote> not_analysed;  // paths relative to the working directory
    bool has_named_tables = false;                  // the detail of tables that were named
    bool unused_only = false;
};

[[nodiscard]] ProjectUsage project_usage(const ProjectRun& run, const workspace::ProjectCheck& check);

[[nodiscard]] std::string usage_text(const UsageReport& report, const Style& style, bool quiet);
// {"version": 1, "projects": [{"schema": …, "tables": […]}], …}, an interface like the report of `check`.
[[nodiscard]] std::string usage_json(const UsageReport& report);

}  // namespace rowtype::cli
