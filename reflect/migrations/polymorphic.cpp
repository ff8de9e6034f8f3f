#include "reflect/migrations/polymorphic.h"

namespace rowtype::migrations {

using catalog::Type;

namespace {

std::string_view name_of(const Type& type) {
    return type.name.schema == "pg_catalog" && !type.is_array() ? std::string_view(type.name.name) : std::string_view();
}

bool is_compatible_kind(std::string_view name) { return name.starts_with("anycompatible"); }

}  // namespace

bool is_polymorphic(const Type& type) { return name_of(type).starts_with("any"); }

bool fits_polymorphic(const TypeRules& rules, const Type& declared, const Type& argument) {
    const std::string_view name = name_of(declared);
    if (is_open(argument) || !argument.is_known()) return true;
    const Type base = rules.base_of(argument);
    if (name.ends_with("nonarray")) return !base.is_array();
    if (name.ends_with("array")) return base.is_array();
    if (name == "anyenum") return rules.is_enum(argument);
    if (name.ends_with("multirange")) return rules.range_of_multirange(argument).is_known();
    if (name.ends_with("range")) return rules.subtype_of(argument).is_known();
    return true;
}

Bindings::Bindings(const TypeRules& rules, const std::vector<Type>& declared, const std::vector<Type>& arguments)
    : rules_(rules) {
    std::vector<Type> compatible;
    bool has_compatible = false;
    for (std::size_t index = 0; index < declared.size() && index < arguments.size(); ++index) {
        const std::string_view name = name_of(declared[index]);
        has_compatible = has_compatible || is_compatible_kind(name);
        if (!name.starts_with("any") || name == "any") continue;
        if (is_compatible_kind(name)) {
            bind_compatible(compatible, declared[index], arguments[index]);
        } else {
            bind_exact(declared[index], arguments[index]);
        }
    }
    if (!compatible.empty()) compatible_ = rules_.common_of(compatible);
    if (has_compatible && compatible.empty()) compatible_ = builtin_type("text");
    if (!compatible.empty() && !compatible_.is_known()) consistent_ = false;
}

void Bindings::bind(Type& slot, const Type& type) {
    if (!type.is_known()) return;
    if (slot.is_known() && !is_same_type(slot, type)) consistent_ = false;
    slot = value_type(type);
}

void Bindings::bind_exact(const Type& declared, const Type& argument) {
    if (is_open(argument) || !argument.is_known()) return;
    const std::string_view name = name_of(declared);
    if (name == "anyarray") {
        bind(element_, rules_.element_of(argument));
    } else if (name == "anyrange") {
        bind(range_, rules_.base_of(argument));
        bind(element_, rules_.subtype_of(argument));
    } else if (name == "anymultirange") {
        const Type range = rules_.range_of_multirange(argument);
        bind(range_, range);
        bind(element_, rules_.subtype_of(range));
    } else {
        bind(element_, argument);
    }
}

void Bindings::bind_compatible(std::vector<Type>& alternatives, const Type& declared, const Type& argument) {
    if (is_open(argument) || !argument.is_known()) return;
    const std::string_view name = name_of(declared);
    if (name == "anycompatiblearray") {
        alternatives.push_back(value_type(rules_.element_of(argument)));
    } else if (name == "anycompatiblerange") {
        bind(compatible_range_, rules_.base_of(argument));
        alternatives.push_back(rules_.subtype_of(argument));
    } else if (name == "anycompatiblemultirange") {
        bind(compatible_range_, rules_.range_of_multirange(argument));
        alternatives.push_back(rules_.subtype_of(rules_.range_of_multirange(argument)));
    } else {
        alternatives.push_back(value_type(argument));
    }
}

Type Bindings::type_of(const Type& declared) const {
    const std::string_view name = name_of(declared);
    if (!name.starts_with("any")) return declared;
    const bool compatible = is_compatible_kind(name);
    const Type& element = compatible ? compatible_ : element_;
    const Type& range = compatible ? compatible_range_ : range_;
    if (name.ends_with("nonarray")) return element;
    if (name.ends_with("array")) return rules_.array_of(element);
    if (name.ends_with("multirange")) return rules_.multirange_of(range);
    if (name.ends_with("range")) return range;
    return element;
}

}  // namespace rowtype::migrations
