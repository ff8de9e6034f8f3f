// What a change of the schema means for code: each difference between two catalogs with the places that use it, and whether they break.
//
// A place *breaks* where the check has an error after the change that it did not have before, or where an insert leaves out what has
// become required. It is to be *looked at* (a warning) where it goes on but may mean something else: the type of a column that it uses, a
// filter that loses its index. What only reads along is a hint. The same code is held against both catalogs; nothing is run.
#pragma once

#include <string>
#include <vector>

#include "analysis/findings/finding.h"
#include "lsp/workspace/project_check.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"
#include "reflect/diff/difference.h"

namespace rowtype::workspace {

struct ImpactPlace {
    std::string file;  // absolute
    LineColumn begin;
    LineColumn end;
    findings::Severity severity = findings::Severity::Info;
    std::string rule;  // that has the finding; empty: none has
    std::string details;
};

// One change and what it does.
struct ImpactChange {
    std::string object;               // "public.orders.total", "public.orders"; empty: findings that belong to no single change
    std::string what;                 // "column dropped", "type changed from integer to bigint"
    std::string file;                 // the migration, where that is known
    std::vector<ImpactPlace> places;  // worst first, then by file and place; each place once
};

struct Impact {
    std::vector<ImpactChange> changes;  // in the order of the difference
    std::size_t breaks = 0;             // places, each counted once
    std::size_t warnings = 0;
    std::size_t hints = 0;
};

// The same files, checked against one catalog and against the other, with their uses of the first gathered.
struct ImpactInput {
    const diff::Difference* difference = nullptr;
    const catalog::Catalog* before = nullptr;
    const catalog::Catalog* after = nullptr;
    const ProjectCheck* check_before = nullptr;
    const ProjectCheck* check_after = nullptr;
    // The difference leads back: `after` is the schema before a migration that is yet to come.
    bool leads_back = false;
};

[[nodiscard]] Impact find_impact(const ImpactInput& input);

}  // namespace rowtype::workspace
