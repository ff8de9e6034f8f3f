// What an editor offers at a place: the fixes of its findings, and what else can be done with its models.
//
// Thread: as engine.h. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"

namespace rowtype::engine {

struct ActionsAt {
    std::vector<findings::Finding> findings;  // those that touch the selection, with their fixes
    std::vector<Refactoring> refactorings;
};
struct ActionsWish {
    Span selection;
    bool fixes = true;
    bool refactorings = true;
    std::shared_ptr<const facts::FileFacts> known = nullptr;  // the facts of this very text, where somebody has them
};
// At most one parse for both; of neither more than is at the selection. Only the statements there are checked, unless a baseline or a
// comment for the whole file wants to know all findings.
[[nodiscard]] ActionsAt actions_at(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                   const ActionsWish& wish);

}  // namespace rowtype::engine
