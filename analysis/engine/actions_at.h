// What an editor offers at a place: the fixes of its findings, and what else can be done with its models.
//
// Thread: as engine.h. Pure.
#pragma once

#include <string>
#include <vector>

#include "analysis/engine/engine.h"

namespace rowtype::engine {

struct ActionsAt {
    std::vector<findings::Finding> findings;  // those that touch the selection, with their fixes
    std::vector<Refactoring> refactorings;
};
// One parse for both; of neither more than is at the selection.
[[nodiscard]] ActionsAt actions_at(const FileIdentity& identity, const std::string& text, Span selection,
                                   const Environment& environment, bool wants_fixes, bool wants_refactorings);

}  // namespace rowtype::engine
