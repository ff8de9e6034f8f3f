#include "analysis/types/class_kind.h"

#include <algorithm>
#include <array>

#include "analysis/types/known_names.h"

namespace rowtype::types {

namespace {

constexpr int kMaximumBaseDepth = 12;
constexpr int kMaximumClassesVisited = 64;

struct KnownBase {
    std::string_view name;
    ClassKind kind;
};

constexpr std::array kKnownBases = std::to_array<KnownBase>({
    {"pydantic.BaseModel", ClassKind::Pydantic},
    {"pydantic.GenericModel", ClassKind::Pydantic},
    {"pydantic.RootModel", ClassKind::PydanticRoot},
    {"pydantic.BaseSettings", ClassKind::Settings},
    {"pydantic.v1.BaseModel", ClassKind::LegacyPydantic},
    {"pydantic.v1.main.BaseModel", ClassKind::LegacyPydantic},
    {"pydantic.v1.generics.GenericModel", ClassKind::LegacyPydantic},
    {"pydantic.v1.BaseSettings", ClassKind::Settings},
    {"sqlmodel.SQLModel", ClassKind::Pydantic},
    {"msgspec.Struct", ClassKind::Struct},
    {"typing.TypedDict", ClassKind::TypedDict},
    {"typing.NamedTuple", ClassKind::NamedTuple},
    {"enum.Enum", ClassKind::Enum},
    {"enum.StrEnum", ClassKind::Enum},
    {"enum.IntEnum", ClassKind::Enum},
    {"enum.Flag", ClassKind::Enum},
    {"enum.IntFlag", ClassKind::Enum},
    {"enum.ReprEnum", ClassKind::Enum},
    {"typing.Generic", ClassKind::Other},
    {"typing.Protocol", ClassKind::Other},
    {"abc.ABC", ClassKind::Other},
    {"object", ClassKind::Other},
    {"str", ClassKind::Other},
    {"int", ClassKind::Other},
});

// Which mixed-in types and enum bases stand above a class.
struct EnumTraits {
    bool string = false;
    bool integer = false;
    bool automatic_lower_case = false;  // StrEnum: auto() is the lower-case name
    bool custom_values = false;         // _missing_, __new__ and the like: values say little
};

// One walk over the bases of a class; counts what it visits, so that hostile hierarchies end.
class BaseWalk {
public:
    ClassKind kind(const Definition& definition, int depth) {
        if (definition.class_definition == nullptr || depth > kMaximumBaseDepth || ++visited_ > kMaximumClassesVisited) {
            return ClassKind::Unknown;
        }
        note_custom_values(*definition.class_definition);
        if (const ClassKind made = made_by_decorator(definition); made != ClassKind::Other) return made;
        ClassKind result = ClassKind::Other;
        for (const facts::Value& base : definition.class_definition->bases) {
            result = stronger(result, kind_of_base(base, *definition.module, depth));
        }
        return result;
    }

    [[nodiscard]] const EnumTraits& traits() const { return traits_; }

private:
    ClassKind kind_of_base(const facts::Value& base, const ModuleScope& module, int depth) {
        const std::string dotted = base_name(base);
        if (dotted.empty()) return ClassKind::Unknown;
        const Definition found = module.resolve(dotted);
        if (found.kind == Definition::Kind::Class) return kind(found, depth + 1);
        if (found.kind != Definition::Kind::External) return ClassKind::Unknown;
        const std::string name = canonical_name(found.name);
        if (name == "str" || name == "enum.StrEnum") traits_.string = true;
        if (name == "int" || name == "enum.IntEnum" || name == "enum.IntFlag") traits_.integer = true;
        if (name == "enum.StrEnum") traits_.automatic_lower_case = true;
        const auto known = std::ranges::find(kKnownBases, name, &KnownBase::name);
        return known == kKnownBases.end() ? ClassKind::Unknown : known->kind;
    }

    // A known kind wins over an unresolved mixin; two unlike known kinds keep the first.
    static ClassKind stronger(ClassKind left, ClassKind right) {
        const auto says_something = [](ClassKind kind) { return kind != ClassKind::Other && kind != ClassKind::Unknown; };
        if (says_something(left)) return left;
        if (says_something(right)) return right;
        return left == ClassKind::Unknown || right == ClassKind::Unknown ? ClassKind::Unknown : ClassKind::Other;
    }

    // Other where no decorator is known to make a kind of class.
    static ClassKind made_by_decorator(const Definition& definition) {
        constexpr std::array<std::string_view, 8> kAttrs = {"attrs.define", "attrs.mutable", "attrs.frozen",   "attr.define",
                                                            "attr.frozen",  "attr.s",        "attr.dataclass", "attr.attrs"};
        for (const facts::Value& decorator : definition.class_definition->decorators) {
            const facts::Value& callee =
                decorator.is(facts::ValueKind::Call) && !decorator.items.empty() ? decorator.items.front() : decorator;
            const std::string dotted = callee.dotted();
            const Definition found = dotted.empty() ? Definition{} : definition.module->resolve(dotted);
            if (found.kind != Definition::Kind::External) continue;
            const std::string name = canonical_name(found.name);
            if (name == "dataclasses.dataclass" || name == "pydantic.dataclass") return ClassKind::Dataclass;
            if (std::ranges::find(kAttrs, name) != kAttrs.end()) return ClassKind::Attrs;
        }
        return ClassKind::Other;
    }

    void note_custom_values(const facts::Class& definition) {
        constexpr std::array<std::string_view, 4> kCustom = {"_missing_", "__new__", "__init__", "_generate_next_value_"};
        for (const std::string& method : definition.methods) {
            if (std::ranges::find(kCustom, method) != kCustom.end()) traits_.custom_values = true;
        }
    }

    EnumTraits traits_;
    int visited_ = 0;
};

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool is_private(const std::string& name) { return name.starts_with("_"); }

std::optional<LiteralValue> member_value(const facts::Field& member, const EnumTraits& traits) {
    const facts::Value& value = *member.default_value;
    if (value.is(facts::ValueKind::String)) return LiteralValue{LiteralValue::Kind::String, value.text};
    if (value.is(facts::ValueKind::Integer)) return LiteralValue{LiteralValue::Kind::Integer, value.text};
    const bool is_auto = value.is(facts::ValueKind::Call) && !value.items.empty() &&
                         (value.items.front().dotted() == "auto" || value.items.front().dotted() == "enum.auto");
    if (is_auto && traits.automatic_lower_case) return LiteralValue{LiteralValue::Kind::String, lower_case(member.name)};
    return std::nullopt;
}

Annotation annotation_of_enum(const facts::Class& definition, const EnumTraits& traits) {
    Annotation annotation = of_kind(AnnotationKind::Enum);
    annotation.name = definition.name;
    annotation.string_enum = traits.string;
    annotation.integer_enum = traits.integer;
    annotation.values_complete = !traits.custom_values;
    for (const facts::Field& field : definition.fields) {
        if (is_private(field.name) || !field.default_value) continue;
        const std::optional<LiteralValue> value = member_value(field, traits);
        if (value) annotation.values.push_back(*value);
        else annotation.values_complete = false;
    }
    if (annotation.values.empty()) annotation.values_complete = false;
    return annotation;
}

}  // namespace

ClassKind kind_of_class(const Definition& definition) { return BaseWalk().kind(definition, 0); }

std::string base_name(const facts::Value& base) {
    if (base.is(facts::ValueKind::Subscript) && !base.items.empty()) return base.items.front().dotted();
    return base.dotted();
}

bool is_known_base(std::string_view canonical) {
    return std::ranges::find(kKnownBases, canonical, &KnownBase::name) != kKnownBases.end();
}

Annotation annotation_of_class(const Definition& definition) {
    BaseWalk walk;
    const ClassKind kind = walk.kind(definition, 0);
    const facts::Class& found = *definition.class_definition;
    if (kind == ClassKind::Enum) return annotation_of_enum(found, walk.traits());
    Annotation annotation;
    annotation.name = found.name;
    switch (kind) {
        case ClassKind::Pydantic:
        case ClassKind::LegacyPydantic:
            annotation.kind = AnnotationKind::Model;
            annotation.pydantic_model = true;
            break;
        case ClassKind::TypedDict:
        case ClassKind::NamedTuple:
        case ClassKind::Struct:
        case ClassKind::Attrs:
        case ClassKind::Dataclass: annotation.kind = AnnotationKind::Model; break;
        default: break;  // unknown to the comparison
    }
    return annotation;
}

}  // namespace rowtype::types
