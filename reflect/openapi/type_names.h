// Which type a property's format means: what the document defines is known, everything else of others' making is unknown.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reflect/catalog/types.h"
#include "reflect/openapi/document.h"

namespace rowtype::openapi {

class TypeNames {
public:
    // Collects the enums that columns have. A domain over an enum is printed as an enum of that domain's name, which has the
    // same values.
    TypeNames(std::string schema, const Document& document);

    // int32 stands for smallint and integer: the wider is taken.
    [[nodiscard]] catalog::Type type_of(const Property& property) const;
    [[nodiscard]] std::vector<catalog::TypeDefinition> definitions() const { return definitions_; }

private:
    void add_enum(const Property& property);

    std::string schema_;
    std::set<catalog::QualifiedName> known_;  // enums, and relations, whose row types functions take
    std::vector<catalog::TypeDefinition> definitions_;
};

}  // namespace rowtype::openapi
