// Names of modules, followed through imports to where they are bound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/facts/names.h"

namespace rowtype::facts {

// A module as a file names it: "a.b", or from `level` dots up; "" with dots is the package itself.
struct ModuleReference {
    std::string name;
    std::uint32_t level = 0;

    friend auto operator<=>(const ModuleReference&, const ModuleReference&) = default;
};

// The module that an import is of: a.b for "from a.b import c" as for "import a.b".
[[nodiscard]] ModuleReference module_of(const Import& import);
// That of "from a.b import c" where c is a module itself.
[[nodiscard]] ModuleReference submodule_of(const Import& import);

// Where other modules' names come from; implemented by whoever can read files. Answers live as long as it does.
class ImportedModules {
public:
    virtual ~ImportedModules() = default;
    // The names of a module that the module of `importing` imports. Null: not known.
    virtual const ModuleNames* names_of(const ModuleNames& importing, const ModuleReference& module) = 0;
};

// What a dotted name leads to.
struct FoundName {
    const ModuleNames* names = nullptr;      // of the module that binds it
    const ModuleBinding* binding = nullptr;  // never null, never an import
    std::string rest;                        // of the dotted name, behind what is bound
};

// One question; imports of imports are followed up to a cap. As in Python, what a package binds comes before a module in it.
class ModuleSearch {
public:
    // `modules` may be null: then nothing is found beyond imports.
    explicit ModuleSearch(ImportedModules* modules) : modules_(modules) {}

    // "X", "module.X", "package.module.X", as the top level of the module `names` sees it. Nothing where the name is bound more than
    // once, but for imports under try and except: the first that leads to something is meant.
    [[nodiscard]] std::optional<FoundName> find(const ModuleNames& names, std::string_view dotted);
    // What `import`, which stands in the module `names`, binds; `rest` follows the bound name after a dot.
    [[nodiscard]] std::optional<FoundName> find_imported(const ModuleNames& names, const Import& import, std::string_view rest);

private:
    [[nodiscard]] std::optional<FoundName> in_whole_module(const ModuleNames& names, const Import& import, std::string_view rest);
    [[nodiscard]] std::optional<FoundName> in_star_imports(const ModuleNames& names, std::string_view dotted);

    ImportedModules* modules_;
    std::uint32_t hops_ = 0;
};

}  // namespace rowtype::facts
