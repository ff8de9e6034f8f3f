#include "analysis/types/build_annotation.h"

#include <array>

#include "analysis/types/class_kind.h"
#include "analysis/types/constraints.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/known_names.h"

namespace rowtype::types {

namespace {

using facts::Value;
using facts::ValueKind;
using Kind = AnnotationKind;

constexpr int kMaximumDepth = 24;
constexpr int kMaximumNodes = 1024;  // over all aliases followed: doubling aliases end here

class Builder {
public:
    Annotation build(const Value& value, const ModuleScope& module, int depth) {
        if (depth > kMaximumDepth || ++nodes_ > kMaximumNodes) return {};
        switch (value.kind) {
            case ValueKind::None: return of_kind(Kind::None);
            case ValueKind::String: return build(parse_annotation_text(value.text), module, depth + 1);
            case ValueKind::Name:
            case ValueKind::Attribute: return build_name(value, module, depth);
            case ValueKind::Subscript: return build_subscript(value, module, depth);
            case ValueKind::BitOr: return build_union(value.items, 0, module, depth);
            case ValueKind::Call: return build_call(value, module, depth);
            default: return {};
        }
    }

private:
    Annotation build_name(const Value& value, const ModuleScope& module, int depth) {
        const std::string dotted = value.dotted();
        if (dotted.empty()) return {};
        const Definition found = module.resolve(dotted);
        switch (found.kind) {
            case Definition::Kind::External: return known_annotation(canonical_name(found.name)).value_or(Annotation{});
            case Definition::Kind::Class: return annotation_of_class(found);
            case Definition::Kind::Assignment: return build_alias(found, depth);
            case Definition::Kind::Function:
            case Definition::Kind::Unknown: return {};
        }
        return {};
    }

    // X = int | None, X: TypeAlias = "…", X = NewType("X", int), X = TypeAliasType("X", int).
    Annotation build_alias(const Definition& found, int depth) {
        const facts::Assignment& assignment = *found.assignment;
        if (!assignment.value || assignment.augmented || assignment.conditional) return {};
        const Value& value = *assignment.value;
        if (value.is(ValueKind::Call) && !value.items.empty()) {
            const Definition callee = found.module->resolve(value.items.front().dotted());
            const std::string name = callee.kind == Definition::Kind::External ? canonical_name(callee.name) : "";
            const Value* aliased = value.positional(1);
            const bool names_a_type = name == "typing.NewType" || name == "typing.TypeAliasType";
            if (names_a_type) return aliased == nullptr ? Annotation{} : build(*aliased, *found.module, depth + 1);
        }
        const bool is_plain_text = value.is(ValueKind::String) && !assignment.annotation;
        if (is_plain_text || value.is(ValueKind::None)) return {};
        return build(value, *found.module, depth + 1);
    }

    Annotation build_subscript(const Value& value, const ModuleScope& module, int depth) {
        if (value.items.size() < 2) return {};
        const std::string dotted = value.items.front().dotted();
        const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
        if (found.kind == Definition::Kind::Class) return annotation_of_class(found);  // Page[User]
        if (found.kind != Definition::Kind::External) return {};
        const std::optional<GenericForm> form = generic_form(canonical_name(found.name));
        if (!form) return {};
        switch (*form) {
            case GenericForm::Optional: return build_optional(value, module, depth);
            case GenericForm::Union: return build_union(value.items, 1, module, depth);
            case GenericForm::Annotated: return build_annotated(value, module, depth);
            case GenericForm::Literal: return build_literal(value, module);
            case GenericForm::List: return container(Kind::List, value, module, depth);
            case GenericForm::Set: return container(Kind::Set, value, module, depth);
            case GenericForm::Dictionary: return container(Kind::Dictionary, value, module, depth);
            case GenericForm::Json: return container(Kind::Json, value, module, depth);
            case GenericForm::Tuple: return build_tuple(value, module, depth);
            case GenericForm::Wrapper: return build(value.items[1], module, depth + 1);
            case GenericForm::Unpacked: return {};
        }
        return {};
    }

    Annotation build_optional(const Value& value, const ModuleScope& module, int depth) {
        Annotation annotation = of_kind(Kind::Union);
        add_arm(build(value.items[1], module, depth + 1), annotation);
        add_arm(of_kind(Kind::None), annotation);
        return annotation;
    }

    Annotation build_union(const std::vector<Value>& items, std::size_t first, const ModuleScope& module, int depth) {
        Annotation annotation = of_kind(Kind::Union);
        for (std::size_t index = first; index < items.size(); ++index) {
            add_arm(build(items[index], module, depth + 1), annotation);
        }
        return annotation.items.size() == 1 ? annotation.items.front() : annotation;
    }

    static void add_arm(Annotation arm, Annotation& annotation) {
        if (!arm.is(Kind::Union)) {
            annotation.items.push_back(std::move(arm));
            return;
        }
        annotation.has_before_validator = annotation.has_before_validator || arm.has_before_validator;
        for (Annotation& nested : arm.items) annotation.items.push_back(std::move(nested));
    }

    Annotation build_annotated(const Value& value, const ModuleScope& module, int depth) {
        Annotation annotation = build(value.items[1], module, depth + 1);
        for (std::size_t index = 2; index < value.items.size(); ++index) {
            apply_metadata(value.items[index], module, annotation);
        }
        return annotation;
    }

    static void add_literal(const Value& item, const ModuleScope& module, Annotation& annotation) {
        using LiteralKind = LiteralValue::Kind;
        switch (item.kind) {
            case ValueKind::String: annotation.values.push_back({LiteralKind::String, item.text}); return;
            case ValueKind::Integer: annotation.values.push_back({LiteralKind::Integer, item.text}); return;
            case ValueKind::Boolean: annotation.values.push_back({LiteralKind::Boolean, item.text}); return;
            case ValueKind::None: annotation.values.push_back({LiteralKind::None, "None"}); return;
            default: break;
        }
        add_literal_member(item, module, annotation);
    }

    // Literal[Status.OPEN]: the member's own value.
    static void add_literal_member(const Value& item, const ModuleScope& module, Annotation& annotation) {
        const bool has_owner = item.is(ValueKind::Attribute) && !item.items.empty();
        const std::string owner = has_owner ? item.items.front().dotted() : std::string();
        const Definition found = owner.empty() ? Definition{} : module.resolve(owner);
        if (found.kind == Definition::Kind::Class) {
            for (const facts::Field& field : found.class_definition->fields) {
                const bool is_it = field.name == item.text && field.default_value;
                if (!is_it || !field.default_value->is(ValueKind::String)) continue;
                annotation.values.push_back({LiteralValue::Kind::String, field.default_value->text});
                return;
            }
        }
        annotation.values_complete = false;
    }

    Annotation build_literal(const Value& value, const ModuleScope& module) {
        Annotation annotation = of_kind(Kind::Literal);
        for (std::size_t index = 1; index < value.items.size(); ++index) {
            add_literal(value.items[index], module, annotation);
        }
        return annotation;
    }

    Annotation container(Kind kind, const Value& value, const ModuleScope& module, int depth) {
        Annotation annotation = of_kind(kind);
        for (std::size_t index = 1; index < value.items.size(); ++index) {
            annotation.items.push_back(build(value.items[index], module, depth + 1));
        }
        return annotation;
    }

    // An ellipsis is Unknown in facts: tuple[int, ...] is any number of int.
    Annotation build_tuple(const Value& value, const ModuleScope& module, int depth) {
        const bool variadic = value.items.size() == 3 && value.items[2].is(ValueKind::Unknown);
        if (!variadic) return container(Kind::Tuple, value, module, depth);
        Annotation annotation = of_kind(Kind::Tuple);
        annotation.variadic = true;
        annotation.items.push_back(build(value.items[1], module, depth + 1));
        return annotation;
    }

    // constr(max_length=3), conint(ge=0), condecimal(max_digits=10), conlist(int) …
    Annotation build_call(const Value& value, const ModuleScope& module, int depth) {
        const std::string dotted = value.items.empty() ? std::string() : value.items.front().dotted();
        const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
        if (found.kind != Definition::Kind::External) return {};
        struct Maker {
            std::string_view name;
            std::string_view base;
        };
        constexpr std::array kMakers = std::to_array<Maker>({
            {"pydantic.constr", "str"},
            {"pydantic.conbytes", "bytes"},
            {"pydantic.conint", "int"},
            {"pydantic.confloat", "float"},
            {"pydantic.condecimal", "decimal.Decimal"},
            {"pydantic.condate", "datetime.date"},
            {"pydantic.conlist", "list"},
            {"pydantic.conset", "set"},
        });
        const std::string name = canonical_name(found.name);
        for (const Maker& maker : kMakers) {
            if (maker.name != name) continue;
            Annotation annotation = known_annotation(maker.base).value_or(Annotation{});
            const bool holds_items = annotation.is(Kind::List) || annotation.is(Kind::Set);
            const Value* item = holds_items ? value.positional(0) : nullptr;
            if (item != nullptr) annotation.items.push_back(build(*item, module, depth + 1));
            apply_constraint_arguments(value, annotation);
            return annotation;
        }
        return {};
    }

    int nodes_ = 0;
};

}  // namespace

Annotation build_annotation(const Value& value, const ModuleScope& module) { return Builder().build(value, module, 0); }

bool is_class_variable(const Value& annotation, const ModuleScope& module) {
    Value parsed;
    const Value* value = &annotation;
    if (annotation.is(ValueKind::String)) {
        parsed = parse_annotation_text(annotation.text);
        value = &parsed;
    }
    const bool has_items = value->is(ValueKind::Subscript) && !value->items.empty();
    const std::string dotted = has_items ? value->items.front().dotted() : value->dotted();
    if (dotted.empty()) return false;
    const Definition found = module.resolve(dotted);
    return found.kind == Definition::Kind::External && canonical_name(found.name) == "typing.ClassVar";
}

}  // namespace rowtype::types
