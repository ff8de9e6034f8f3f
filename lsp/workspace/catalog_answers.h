// What a catalog says to those who asked certain things of it (reflect/catalog/consulted.h), as a hash: so that a later run, which has
// another catalog and not this one, knows whether they would be told the same.
//
// Thread: any, once made. What is said by name is found out when the first asks: with the catalog of the last run nobody does.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "reflect/base/keyed_hash.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

class CatalogAnswers {
public:
    // The catalog outlives this.
    CatalogAnswers(const catalog::Catalog& catalog, const HashKey& key);

    // Of all that the catalog holds.
    [[nodiscard]] const KeyedHash& everything() const { return everything_; }
    // Equal only where both catalogs tell the same to whoever asks what was asked.
    [[nodiscard]] KeyedHash to(const catalog::Consulted& consulted) const;

private:
    using ByName = std::map<std::string, KeyedHash, std::less<>>;  // bare names; the hash of the objects of that name

    struct Parts {
        KeyedHash general;  // what any answer may depend on
        KeyedHash sequences;
        KeyedHash relation_names;
        KeyedHash own_schemas;
        ByName relations;
        ByName types;
        ByName functions;
        std::map<catalog::QualifiedName, KeyedHash> references;  // to a relation
    };
    [[nodiscard]] Parts make_parts() const;

    const catalog::Catalog& catalog_;
    HashKey key_;
    KeyedHash everything_;
    mutable std::once_flag once_;
    mutable Parts parts_;
};

}  // namespace rowtype::workspace
