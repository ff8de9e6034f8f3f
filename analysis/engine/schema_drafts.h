// Changes of the schema that would make a text's findings go away: what drafts of migrations are made of.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/drafts/schema_draft.h"
#include "analysis/engine/engine.h"

namespace rowtype::engine {

// One finding that is about what the schema lacks.
struct DraftedFinding {
    findings::Finding finding;
    std::vector<drafts::SchemaDraft> drafts;  // several: one of them is to be chosen
    std::string reason;  // why there is none, as a clause; beside drafts, why only somebody who asks for them should get them
};

// Of `findings` (of this text, as the analysis gave them) those that are about what the schema lacks. Tables that are not there get the
// columns that this text asks of them. `known`: the facts of this very text, where somebody has them.
[[nodiscard]] std::vector<DraftedFinding> draft_changes(const FileIdentity& identity, const std::string& text,
                                                        const Environment& environment,
                                                        const std::vector<findings::Finding>& findings,
                                                        const std::shared_ptr<const facts::FileFacts>& known = nullptr);

// The drafts of many findings as one: each change once, by the one that knows most of it, columns of a table that is drafted with it.
void merge_drafts(std::vector<drafts::SchemaDraft>& into, std::vector<drafts::SchemaDraft> more);

}  // namespace rowtype::engine
