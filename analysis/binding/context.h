// What binding may look at, beside the statement that it binds.
//
// Binding turns the facts of one top-level statement into bound values whose names are resolved against the module, other
// modules and the catalog. It runs per statement, so that a keystroke re-binds only what it could have changed: every
// name of the module that was consulted is recorded as a dependency (by ModuleNames), and the bound values of an unchanged statement stay
// valid while its dependencies do.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/binding/file_imports.h"
#include "analysis/facts/constants.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/names.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// The facts of another module, parsed on demand. Implementations are thread-safe; a null answer means "not in this
// workspace", and what would need it is unknown.
class FactsProvider {
public:
    virtual ~FactsProvider() = default;
    // The file that `import` in `importing_file` (a path as in FileIdentity) refers to.
    virtual std::shared_ptr<const facts::FileFacts> module_facts(const std::string& importing_file,
                                                                 const facts::Import& import) = 0;
    // That file's path, as importing_file of further questions; empty where it is not known.
    [[nodiscard]] virtual std::string module_file(const std::string& importing_file, const facts::Import& import) {
        (void)importing_file;
        (void)import;
        return {};
    }
    // Changes whenever the answer to any such question may have changed.
    [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

// Lives as long as one analysis of one file; not shared between threads.
struct Context {
    const FileIdentity& file;
    const facts::FileFacts& file_facts;
    const facts::ModuleNames& names;
    const catalog::Catalog& catalog;  // notes what it is asked, statement by statement: nothing made of it serves two statements
    const Settings& settings;
    FactsProvider* provider = nullptr;          // null: no other module is known
    facts::ImportedModules* modules = nullptr;  // over `provider`, for constants of other modules; null with it

    // The access profile that holds for this file, Automatic resolved.
    AccessProfile access = AccessProfile::Json;
    DatabaseImports imports;
    // Relations that SQL in this file creates (temporary tables above all): never reported. Lower case, without schema.
    std::set<std::string> created_relations;
};

// The statement being bound. Spans of its facts are relative to `offset`.
struct StatementView {
    const facts::StatementFacts& facts;
    std::uint32_t offset = 0;
};

}  // namespace rowtype::binding
