// What a catalog says to those who asked certain things of it (reflect/catalog/consulted.h), as a hash: so that a later run, which has
// another catalog and not this one, knows whether they would be told the same.
//
// Thread: any, once made.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reflect/base/keyed_hash.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

class CatalogAnswers {
public:
    CatalogAnswers(const catalog::Catalog& catalog, const HashKey& key);

    // Of all that the catalog holds.
    [[nodiscard]] const KeyedHash& everything() const { return everything_; }
    // Equal only where both catalogs tell the same to whoever asks what was asked.
    [[nodiscard]] KeyedHash to(const catalog::Consulted& consulted) const;

private:
    using ByName = std::map<std::string, KeyedHash, std::less<>>;  // bare names; the hash of the objects of that name

    HashKey key_;
    KeyedHash everything_;
    KeyedHash general_;  // what any answer may depend on
    KeyedHash sequences_;
    KeyedHash relation_names_;
    ByName relations_;
    ByName types_;
    ByName functions_;
    std::map<catalog::QualifiedName, KeyedHash> references_;  // to a relation
};

}  // namespace rowtype::workspace
