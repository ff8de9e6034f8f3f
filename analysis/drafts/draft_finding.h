// From a finding to the changes of the schema that would make it go away. Never a guess: a name that looks like a misspelling drafts
// nothing, and what is not drafted says why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "analysis/drafts/schema_draft.h"
#include "analysis/findings/finding.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::drafts {

// Of a full, fresh parse.
struct DraftInput {
    std::string_view text;
    syntax::Node root;
    const catalog::Catalog& catalog;
    const binding::BoundStatement& statement;  // that the finding stands in; its spans are relative to `offset`
    std::uint32_t offset = 0;
};

struct DraftOutcome {
    std::vector<SchemaDraft> drafts;  // where there are several, one of them is to be chosen
    // Why there is none, as a clause; beside drafts, why only somebody who asks for them should get them. Empty, without drafts, where the
    // finding is not about the schema's shape.
    std::string reason;
};

// All rules but unknown-table, whose columns only an analysis tells that takes the table for an empty one.
[[nodiscard]] DraftOutcome draft_finding(const findings::Finding& finding, const DraftInput& input);

// The table that a finding of unknown-table misses, or why none is to be drafted.
struct NewTable {
    catalog::QualifiedName name;
    std::string reason;  // a clause; empty: it may be drafted
    std::string doubt;   // why it may be drafted only where somebody asks for it
};
[[nodiscard]] NewTable new_table_of(const findings::Finding& finding, const catalog::Catalog& catalog);

// That table, with the columns that an analysis misses in it while it is empty.
[[nodiscard]] SchemaDraft draft_new_table(const catalog::QualifiedName& name, const std::vector<SchemaDraft>& additions);

}  // namespace rowtype::drafts
