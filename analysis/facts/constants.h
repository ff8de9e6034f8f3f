// What a name stands for: constants followed through assignments, class attributes and modules.
//
// A name is followed only where every path leads to the same value: it is assigned once, or the use sees one certain
// assignment. Parameters, loop variables and whatever else facts do not follow hide outer names and make it unknown.
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/facts/facts.h"
#include "analysis/facts/names.h"
#include "analysis/facts/value.h"

namespace rowtype::facts {

// Where other modules' names come from; implemented by whoever can read files. Answers live as long as it does.
class ImportedModules {
public:
    virtual ~ImportedModules() = default;
    // The names of the module that `import` refers to: of a.b for "from a.b import c" as for "import a.b". The import may
    // be a made-up one, for "from a import b" where b is a module itself. Null: not known.
    virtual const ModuleNames* names_of(const Import& import) = 0;
};

// A value with the place that gives its names their meaning.
struct Constant {
    const Value* value = nullptr;
    const StatementFacts* statement = nullptr;  // that holds `value`: its spans are relative to that statement
    std::uint32_t offset = 0;                   // of the statement in its file, in bytes
    std::uint32_t scope = 0;                    // of the statement, in which the value stands
    const ModuleNames* names = nullptr;         // of the module that the statement is in
};

// The value that `start.value` stands for: itself unless it is a Name or an Attribute ("NAME", "self.x", "cls.x",
// "Class.X", "module.X", "Enum.X.value"). None where it cannot be told. `modules` may be null; it is asked for imports of
// the module of `start` and, hop by hop, of those it leads to. Module-level names are asked of `start.names`, which records
// them for its user.
[[nodiscard]] std::optional<Constant> resolve_constant(const Constant& start, ImportedModules* modules = nullptr);

}  // namespace rowtype::facts
