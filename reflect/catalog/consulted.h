// What somebody asked of a catalog, and whether another catalog would have told them the same: so that a new schema leaves alone
// what does not use the parts that changed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "reflect/catalog/types.h"

namespace rowtype::catalog {

class Catalog;

// Filled by Catalog::noting(). Names stand without their schema: a name of that kind in any schema counts.
struct Consulted {
    using Names = std::set<std::string, std::less<>>;

    Names relations;
    Names types;
    Names functions;
    std::set<QualifiedName> referenced;  // relations for which it was asked which others refer to them
    bool relation_names = false;         // which relations there are
    bool own_schemas = false;            // in which schemas there are any, as Catalog::own_schemas() tells
    bool sequences = false;
    bool everything = false;  // what was asked was not about names
};

// Between two catalogs, which outlive it.
//
// Thread: one.
class CatalogChange {
public:
    CatalogChange(const Catalog& before, const Catalog& after);

    // False only where both tell the same to whoever asks what was asked.
    [[nodiscard]] bool concerns(const Consulted& consulted) const;

private:
    const Catalog& before_;
    const Catalog& after_;
    Consulted::Names relations_;  // bare names of those that differ, came or went
    Consulted::Names types_;
    Consulted::Names functions_;
    bool relation_names_ = false;
    bool own_schemas_ = false;
    bool sequences_ = false;
    bool general_ = false;  // what any answer may depend on: search path, which schemas were read, …
    bool anything_ = false;
};

}  // namespace rowtype::catalog
