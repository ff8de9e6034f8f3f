#include "analysis/types/declared_type.h"

#include <algorithm>
#include <array>

namespace rowtype::types {

namespace {

using catalog::Type;

struct Pair {
    std::string_view one;
    std::string_view other;
    Agreement agreement;
    std::string_view reason;
};

// Of built-in types, in either order. The reason is said of the first as the declared one, and left out the other way round where
// it would not hold.
constexpr std::array kPairs = std::to_array<Pair>({
    {"varchar", "text", Agreement::Alike, ""},
    {"varchar", "bpchar", Agreement::Related, "char pads values with blanks"},
    {"text", "bpchar", Agreement::Related, "char pads values with blanks"},
    {"json", "jsonb", Agreement::Alike, ""},
    {"float4", "float8", Agreement::Alike, ""},
    {"int2", "int4", Agreement::Related, "the wider holds numbers that the other does not"},
    {"int2", "int8", Agreement::Related, "the wider holds numbers that the other does not"},
    {"int4", "int8", Agreement::Related, "the wider holds numbers that the other does not"},
    {"float4", "numeric", Agreement::Related, "float rounds"},
    {"float8", "numeric", Agreement::Related, "float rounds"},
    {"int2", "numeric", Agreement::Related, "numeric comes as Decimal"},
    {"int4", "numeric", Agreement::Related, "numeric comes as Decimal"},
    {"int8", "numeric", Agreement::Related, "numeric comes as Decimal"},
    {"date", "timestamp", Agreement::Related, "one has a time of day, the other has none"},
    {"date", "timestamptz", Agreement::Related, "one has a time of day, the other has none"},
    {"timestamp", "timestamptz", Agreement::Related, "one has a time zone, the other has none"},
    {"time", "timetz", Agreement::Related, "one has a time zone, the other has none"},
    {"inet", "cidr", Agreement::Related, ""},
    {"macaddr", "macaddr8", Agreement::Related, ""},
    {"bit", "varbit", Agreement::Related, ""},
});

bool is_text(const Type& type) { return type.is_builtin("varchar") || type.is_builtin("text") || type.is_builtin("bpchar"); }

// A type that an extension or a migration may make, by its bare name.
bool is_same_name(const Type& declared, const Type& actual) {
    if (declared.name.name != actual.name.name) return false;
    const bool both = !declared.name.schema.empty() && !actual.name.schema.empty();
    return !both || declared.name.schema == actual.name.schema || declared.name.schema != "pg_catalog";
}

const catalog::TypeDefinition* enum_of(const Type& type, const catalog::Catalog& catalog) {
    const catalog::TypeDefinition* found = type.name.schema.empty() ? nullptr : catalog.find_type(type.name);
    return found != nullptr && found->kind == catalog::TypeKind::Enum ? found : nullptr;
}

}  // namespace

DeclaredTypeVerdict compare_declared(const Type& declared, const Type& actual, const catalog::Catalog& catalog) {
    const Type wanted = catalog.base_type(declared);
    const Type found = catalog.base_type(actual);
    if (!found.is_known()) return {Agreement::NotKnown, ""};
    if (wanted.is_array() != found.is_array()) return {Agreement::Different, ""};
    if (is_same_name(wanted, found)) return {Agreement::Same, ""};
    const bool wants_builtin = wanted.name.schema == "pg_catalog";
    const bool finds_builtin = found.name.schema == "pg_catalog";
    if (wants_builtin && finds_builtin) {
        for (const Pair& pair : kPairs) {
            const bool is_it = (pair.one == wanted.name.name && pair.other == found.name.name) ||
                               (pair.other == wanted.name.name && pair.one == found.name.name);
            if (is_it) return {pair.agreement, std::string(pair.reason)};
        }
        return {Agreement::Different, ""};
    }
    if (is_text(wanted) && found.name.name == "citext") return {Agreement::Alike, ""};
    if (wanted.name.name == "citext" && is_text(found)) return {Agreement::Related, "citext ignores case, the column does not"};
    const catalog::TypeDefinition* labels = enum_of(found, catalog);
    if (labels != nullptr && !labels->complete) return {Agreement::NotKnown, ""};
    if (labels != nullptr && is_text(wanted)) return {Agreement::Related, "the database takes its labels only"};
    if (labels != nullptr && wants_builtin) return {Agreement::Different, ""};
    // An enum or a type of an extension: a column of another built-in type is none of it.
    if (finds_builtin) {
        const catalog::TypeDefinition* wanted_labels = enum_of(wanted, catalog);
        const bool is_enum_as_text = is_text(found);
        if (wanted_labels != nullptr) return {Agreement::Different, ""};
        return {wanted.name.schema.empty() && !is_enum_as_text ? Agreement::NotKnown : Agreement::Different, ""};
    }
    // Text goes in all the same where the driver leaves the type to the server.
    if (labels != nullptr && wanted.name.schema.empty())
        return {Agreement::Related, "drivers that send the declared type's name fail"};
    if (labels != nullptr) return {Agreement::Different, ""};
    return {Agreement::NotKnown, ""};
}

bool limits_differ(const Type& declared, const Type& actual, const catalog::Catalog& catalog) {
    const Type wanted = catalog.base_type(declared);
    const Type found = catalog.base_type(actual);
    if (!found.is_known() || wanted.name != found.name) return false;
    return wanted.modifiers.size() == found.modifiers.size() && wanted.modifiers != found.modifiers;
}

}  // namespace rowtype::types
