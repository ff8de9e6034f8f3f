#include "reflect/openapi/type_names.h"

#include "reflect/openapi/format_type.h"

namespace rowtype::openapi {

using catalog::QualifiedName;
using catalog::Type;

TypeNames::TypeNames(std::string schema, const Document& document) : schema_(std::move(schema)) {
    for (const Definition& definition : document.definitions) {
        known_.insert({schema_, definition.name});
        for (const Property& property : definition.schema.properties) add_enum(property);
    }
}

void TypeNames::add_enum(const Property& property) {
    if (property.labels.empty()) return;
    const Type type = parse_format_type(property.format);
    if (!type.is_known() || type.name.schema == "pg_catalog" || type.is_array()) return;
    if (!known_.insert(type.name).second) return;
    catalog::TypeDefinition& definition = definitions_.emplace_back();
    definition.name = type.name;
    definition.kind = catalog::TypeKind::Enum;
    definition.labels = property.labels;
}

Type TypeNames::type_of(const Property& property) const {
    if (property.format == "int32") return {{"pg_catalog", "int4"}, {}, 0};
    if (property.format == "int64") return {{"pg_catalog", "int8"}, {}, 0};
    Type type = parse_format_type(property.format);
    if (type.name.schema == "pg_catalog") {
        if (property.max_length && !type.is_array()) type.modifiers = {*property.max_length};
        return type;
    }
    // Arguments are printed by the request's search path: a bare name may be the described schema's own.
    const QualifiedName name = type.is_known() ? type.name : QualifiedName{schema_, type.name.name};
    if (known_.contains(name)) type.name = name;
    else type.name = {"", type.is_known() ? type.name.to_string() : type.name.name};
    return type;
}

}  // namespace rowtype::openapi
