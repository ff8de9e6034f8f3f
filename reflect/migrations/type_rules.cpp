#include "reflect/migrations/type_rules.h"

#include <algorithm>
#include <tuple>

namespace rowtype::migrations {

using catalog::Type;
using catalog::TypeDefinition;
using catalog::TypeKind;

namespace {

constexpr int kMaximumDomainDepth = 64;

bool is_builtin(const Type& type) { return type.name.schema == "pg_catalog"; }

bool is_citext(const TypeDefinition& definition) { return definition.extension == "citext" && definition.name.name == "citext"; }

}  // namespace

Type value_type(Type type) {
    type.clear_modifiers();
    type.array_dimensions = std::min<std::uint8_t>(type.array_dimensions, 1);
    return type;
}

bool is_open(const Type& type) { return type.is_builtin("unknown") && !type.is_array(); }

bool is_same_type(const Type& left, const Type& right) { return left.name == right.name && left.is_array() == right.is_array(); }

const TypeDefinition* TypeRules::definition_of(const Type& type) const {
    return is_builtin(type) ? nullptr : schema_.find_type(type.name);
}

Type TypeRules::base_of(const Type& type) const {
    Type walked = value_type(type);
    for (int depth = 0; depth < kMaximumDomainDepth && !walked.is_array(); ++depth) {
        const TypeDefinition* definition = definition_of(walked);
        if (definition == nullptr || definition->kind != TypeKind::Domain) break;
        walked = value_type(definition->base);
    }
    return walked;
}

char TypeRules::category_of(const Type& type) const {
    if (!type.is_known()) return '?';
    const Type base = base_of(type);
    if (base.is_array()) return 'A';
    if (is_builtin(base)) {
        const BuiltinType* builtin = find_builtin_type(base.name.name);
        return builtin == nullptr ? '?' : builtin->category;
    }
    const TypeDefinition* definition = definition_of(base);
    if (definition == nullptr) return schema_.find_relation(base.name) == nullptr ? '?' : 'C';
    switch (definition->kind) {
        case TypeKind::Enum: return 'E';
        case TypeKind::Composite: return 'C';
        case TypeKind::Range: return 'R';
        case TypeKind::Domain: return '?';
        case TypeKind::Other: break;
    }
    if (is_citext(*definition)) return 'S';
    return range_of_multirange(base).is_known() ? 'R' : '?';
}

bool TypeRules::is_preferred(const Type& type) const {
    if (type.is_array() || !is_builtin(type)) return false;
    const BuiltinType* builtin = find_builtin_type(type.name.name);
    return builtin != nullptr && builtin->preferred;
}

bool TypeRules::is_opaque(const Type& type) const {
    const Type base = base_of(type);
    return category_of(base.is_array() ? element_of(base) : base) == '?';
}

Type TypeRules::element_of(const Type& array) const {
    Type base = base_of(array);
    if (!base.is_array()) return {};
    base.array_dimensions = 0;
    if (!array.is_array()) base.clear_modifiers();
    else std::tie(base.modifiers, base.fields) = std::tie(array.modifiers, array.fields);
    return base;
}

Type TypeRules::array_of(const Type& element) const {
    if (!element.is_known() || is_open(element)) return {};
    Type array = element;
    array.array_dimensions = 1;
    return array;
}

Type TypeRules::subtype_of(const Type& range) const {
    const Type base = base_of(range);
    if (base.is_array()) return {};
    if (is_builtin(base)) {
        const BuiltinType* builtin = find_builtin_type(base.name.name);
        return builtin == nullptr || builtin->subtype.empty() ? Type{} : builtin_type(builtin->subtype);
    }
    const TypeDefinition* definition = definition_of(base);
    return definition == nullptr || definition->kind != TypeKind::Range ? Type{} : value_type(definition->base);
}

Type TypeRules::multirange_of(const Type& range) const {
    const Type base = base_of(range);
    if (base.is_array()) return {};
    if (is_builtin(base)) {
        const BuiltinType* builtin = find_builtin_type(base.name.name);
        return builtin == nullptr || builtin->multirange.empty() ? Type{} : builtin_type(builtin->multirange);
    }
    const TypeDefinition* definition = definition_of(base);
    if (definition == nullptr || definition->multirange.name.empty()) return {};
    return {definition->multirange, {}, 0};
}

Type TypeRules::range_of_multirange(const Type& multirange) const {
    const Type base = base_of(multirange);
    if (base.is_array()) return {};
    if (is_builtin(base)) {
        constexpr std::string_view kEnding = "multirange";
        if (!base.name.name.ends_with(kEnding)) return {};
        return builtin_type(base.name.name.substr(0, base.name.name.size() - kEnding.size()) + "range");
    }
    return schema_.range_of_multirange(base.name);
}

std::vector<catalog::Attribute> TypeRules::attributes_of(const Type& composite) const {
    const Type base = base_of(composite);
    if (base.is_array() || is_builtin(base)) return {};
    if (const TypeDefinition* definition = definition_of(base)) {
        return definition->kind == TypeKind::Composite ? definition->attributes : std::vector<catalog::Attribute>();
    }
    std::vector<catalog::Attribute> attributes;
    const RelationState* state = schema_.find_relation(base.name);
    if (state == nullptr || !state->relation.columns_complete) return {};
    for (const catalog::Column& column : state->relation.columns) attributes.push_back({column.name, column.type});
    return attributes;
}

bool TypeRules::is_enum(const Type& type) const { return category_of(type) == 'E'; }

bool TypeRules::coerces(const Type& from, const Type& to) const {
    if (is_same_type(from, to) || is_open(from)) return true;
    const Type source = base_of(from);
    if (is_same_type(source, to)) return true;
    if (to.is_array()) return source.is_array() && coerces(element_of(source), element_of(to));
    if (source.is_array()) return false;
    const char category = category_of(source);
    if (category == 'C') return to.is_builtin("record");
    if (!is_builtin(to)) return false;
    if (is_builtin(source)) return casts_implicitly(source.name.name, to.name.name);
    // citext has implicit casts to text and varchar, and to bpchar in assignments.
    return category == 'S' && (to.is_builtin("text") || to.is_builtin("varchar"));
}

Type TypeRules::common_of(const std::vector<Type>& types) const {
    if (types.empty()) return {};
    if (std::ranges::any_of(types, [](const Type& type) { return !type.is_known(); })) return {};
    const Type& first = types.front();
    const bool all_same = std::ranges::all_of(types, [&](const Type& type) { return is_same_type(type, first); });
    if (all_same && !is_open(first)) {
        const bool same_modifiers = std::ranges::all_of(
            types, [&](const Type& type) { return type.modifiers == first.modifiers && type.fields == first.fields; });
        Type common = value_type(first);
        if (same_modifiers) std::tie(common.modifiers, common.fields) = std::tie(first.modifiers, first.fields);
        return common;
    }
    Type picked = base_of(first);
    for (const Type& type : types) {
        const Type next = base_of(type);
        if (is_open(next) || is_same_type(next, picked)) continue;
        if (is_open(picked)) {
            picked = next;
            continue;
        }
        if (is_opaque(next) || is_opaque(picked) || category_of(next) != category_of(picked)) return {};
        if (!is_preferred(picked) && coerces(picked, next) && !coerces(next, picked)) picked = next;
    }
    return is_open(picked) ? builtin_type("text") : picked;
}

}  // namespace rowtype::migrations
