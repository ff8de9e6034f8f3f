// What a name stands for: constants followed through assignments, class attributes, base classes and modules.
//
// Where every path leads to the same value, that is the value: a name is assigned once, or the use sees one certain assignment.
// Branches, conditional expressions and a parameter's default give several, or one beside others that are not known. Loop
// variables, parameters and whatever else facts do not follow hide outer names and make it unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/module_search.h"
#include "analysis/facts/names.h"
#include "analysis/facts/value.h"

namespace rowtype::facts {

// A value with the place that gives its names their meaning.
struct Constant {
    const Value* value = nullptr;
    const StatementFacts* statement = nullptr;  // that holds `value`: its spans are relative to that statement
    std::uint32_t offset = 0;                   // of the statement in its file, in bytes
    std::uint32_t scope = 0;                    // of the statement, in which the value stands
    const ModuleNames* names = nullptr;         // of the module that the statement is in
};

// All that a value may be. None is not among them where there is something else: what cannot be None fails before it matters.
struct PossibleConstants {
    std::vector<Constant> values;  // none: it cannot be told
    bool may_be_other = false;     // something that is not known, too: what a caller passes in place of a default
    // They come from assignments of which nobody knows when they run: one of them may never be there at the use. Else each may well be.
    bool in_any_order = false;

    [[nodiscard]] bool is_certain() const { return values.size() == 1 && !may_be_other; }
};

// What `start.value` may stand for: itself unless it is a Name, an Attribute ("NAME", "self.x", "cls.x", "Class.X", "module.X",
// "Enum.X.value"), an entry of a constant dictionary or a conditional expression. `modules` may be null; it is asked for imports of
// the module of `start` and, hop by hop, of those it leads to. Module-level names are asked of `start.names`, which records
// them for its user.
[[nodiscard]] PossibleConstants possible_constants(const Constant& start, ImportedModules* modules = nullptr);

// The one that it is for certain; none where there is none.
[[nodiscard]] std::optional<Constant> resolve_constant(const Constant& start, ImportedModules* modules = nullptr);

// What the module's own statements may have given the name `use.value` that its module-level code uses, one assignment each, in the order of
// the text: none before the last that the use sees whatever the branches. Nothing where anything but assignments binds the name.
[[nodiscard]] std::vector<Constant> reaching_module_values(const Constant& use);

}  // namespace rowtype::facts
