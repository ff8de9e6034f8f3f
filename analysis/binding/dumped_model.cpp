#include "analysis/binding/dumped_model.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/binding/model_class.h"
#include "analysis/facts/row_facts.h"
#include "analysis/types/build_annotation.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/known_names.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::ClassKind;
using types::Definition;

constexpr int kMaximumDepth = 6;

Definition annotated_class(const Value& annotation, const Place& place, bool of_elements, int depth);
Definition class_of(const Value& object, const Place& place, const ElementOf& element, int depth);

std::string external_at(const Value& value, const Place& place) { return external_name(value, *place.module); }

// "Optional[X]", "X | None", "Annotated[X, …]", "'X'"; of_elements: what "list[X]" and the like hold.
Definition annotated_class(const Value& annotation, const Place& place, bool of_elements, int depth) {
    if (depth > kMaximumDepth) return {};
    switch (annotation.kind) {
        case ValueKind::String:
            return annotated_class(types::parse_annotation_text(annotation.text), place, of_elements, depth + 1);
        case ValueKind::Name:
        case ValueKind::Attribute: return of_elements ? Definition{} : class_at(annotation, place);
        case ValueKind::BitOr: {
            const bool first_is_none = annotation.items[0].is(ValueKind::None);
            if (!first_is_none && !annotation.items[1].is(ValueKind::None)) return {};
            return annotated_class(annotation.items[first_is_none ? 1 : 0], place, of_elements, depth + 1);
        }
        case ValueKind::Subscript: {
            if (annotation.items.size() < 2) return {};
            const std::string name = external_at(annotation.items.front(), place);
            const auto form = name.empty() ? std::nullopt : types::generic_form(name);
            const bool is_wrapper = form == types::GenericForm::Optional || form == types::GenericForm::Annotated ||
                                    form == types::GenericForm::Wrapper;
            if (is_wrapper) return annotated_class(annotation.items[1], place, of_elements, depth + 1);
            const bool is_list = form == types::GenericForm::List && of_elements && annotation.items.size() == 2;
            return is_list ? annotated_class(annotation.items[1], place, false, depth + 1) : Definition{};
        }
        default: return {};
    }
}

// What a name is bound to in a scope; more than one thing: no answer.
struct Bound {
    bool is_bound = false;
    const facts::Parameter* parameter = nullptr;
    const facts::Assignment* assignment = nullptr;
    const facts::RowLoop* loop = nullptr;
};

Bound bound_in(std::string_view name, std::uint32_t position, const facts::StatementFacts& facts, std::uint32_t scope) {
    Bound bound;
    const auto opaque = std::ranges::count(facts.scopes[scope].opaque_names, name);
    const facts::RowLoop* loop = facts::innermost_loop(facts, name, position);
    const bool is_own = loop != nullptr && loop->scope == scope;
    bound.is_bound = opaque > 0 || (is_own && loop->is_comprehension);
    if (is_own && !loop->part && (loop->is_comprehension || opaque <= facts::count_loops(facts, name, scope))) bound.loop = loop;
    if (bound.is_bound) return bound;
    for (const facts::Parameter& parameter : facts.parameters) {
        if (parameter.scope == scope && parameter.name == name) bound.parameter = &parameter;
    }
    std::size_t assignments = 0;
    for (const facts::Assignment& assignment : facts.assignments) {
        if (assignment.scope != scope || assignment.target != name) continue;
        // "user = user.model_dump()" behind a use has nothing to say of it.
        if (bound.parameter != nullptr && assignment.span.end > position) continue;
        ++assignments;
        bound.assignment = &assignment;
    }
    bound.is_bound = bound.parameter != nullptr || assignments > 0;
    if (assignments > 1 || (bound.parameter != nullptr && assignments > 0)) return {true, nullptr, nullptr, nullptr};
    return bound;
}

// The class of an object, or of the elements of a list.
Definition class_of_name(const Value& name, const Place& place, bool of_elements, int depth) {
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class) continue;
        const Bound bound = bound_in(name.text, name.span.begin, facts, scope);
        if (!bound.is_bound) continue;
        const Place here{place.statement, scope, place.module};
        if (bound.loop != nullptr && !of_elements) {
            if (!bound.loop->iterable.is(ValueKind::Name)) return {};
            return class_of_name(bound.loop->iterable, here, true, depth + 1);
        }
        if (depth > kMaximumDepth) return {};
        if (bound.parameter != nullptr) {
            const auto& annotation = bound.parameter->annotation;
            return annotation ? annotated_class(*annotation, here, of_elements, 0) : Definition{};
        }
        if (bound.assignment == nullptr || bound.assignment->augmented) return {};
        if (bound.assignment->annotation) return annotated_class(*bound.assignment->annotation, here, of_elements, 0);
        if (!bound.assignment->value) return {};
        const Value& value = *bound.assignment->value;
        if (of_elements) {
            const bool is_list = value.is(ValueKind::Comprehension) || (value.is(ValueKind::List) && value.items.size() == 1);
            return is_list && value.items[0].is(ValueKind::Call) ? class_at(value.items[0].items.front(), here) : Definition{};
        }
        return class_of(value, here, {}, depth + 1);
    }
    return {};
}

// "User(…)", "User.model_validate(…)", a name.
Definition class_of(const Value& object, const Place& place, const ElementOf& element, int depth) {
    if (depth > kMaximumDepth) return {};
    if (object.is(ValueKind::Name)) {
        if (!element.name.empty() && object.text == element.name) {
            const bool is_name = element.iterable != nullptr && element.iterable->is(ValueKind::Name);
            return is_name ? class_of_name(*element.iterable, place, true, depth + 1) : Definition{};
        }
        return class_of_name(object, place, false, depth);
    }
    if (!object.is(ValueKind::Call) || object.items.empty()) return {};
    const Value& callee = object.items.front();
    const Definition made = class_at(callee, place);
    if (made.class_definition != nullptr) return made;
    const bool validates = callee.is(ValueKind::Attribute) && (callee.text == "model_validate" || callee.text == "parse_obj" ||
                                                               callee.text == "model_validate_json");
    return validates ? class_at(callee.items.front(), place) : Definition{};
}

// ------------------------------------------------------------------------------------------------ its fields

struct Names {
    std::string alias;  // that it is written by
    bool is_unknown = false;
    bool is_excluded = false;
    bool is_private = false;
    bool is_converted = false;
};

void read_field_call(const Value& call, Names& names) {
    for (const std::string_view keyword : {"alias", "serialization_alias"}) {
        const Value* alias = call.keyword(keyword);
        if (alias == nullptr || alias->is(ValueKind::None)) continue;
        if (alias->is(ValueKind::String)) names.alias = alias->text;
        else names.is_unknown = true;
    }
    if (const Value* excluded = call.keyword("exclude"))
        names.is_excluded = !(excluded->is(ValueKind::Boolean) && excluded->text == "False");
    if (call.keyword("exclude_if") != nullptr) names.is_excluded = true;
    for (const facts::Argument& argument : call.arguments)
        names.is_unknown = names.is_unknown || argument.value.is(ValueKind::Starred);
}

Names names_of(const facts::Field& field, const types::ModuleScope& scope, AliasGenerator generator) {
    Names names;
    if (field.default_value && field.default_value->is(ValueKind::Call)) {
        const std::string maker = external_name(*field.default_value, scope);
        names.is_private = maker == "pydantic.PrivateAttr" || maker == "sqlmodel.Relationship";
        if (maker == "pydantic.Field" || maker == "sqlmodel.Field") read_field_call(*field.default_value, names);
    }
    const Value& annotation = *field.annotation;
    if (annotation.is(ValueKind::Subscript) && annotation.items.size() > 2) {
        for (const Value& item : annotation.items) {
            const std::string name = item.is(ValueKind::Call) ? external_name(item, scope) : std::string();
            if (name == "pydantic.Field") read_field_call(item, names);
            if (name.find("Serializ") != std::string::npos) names.is_converted = true;
        }
    }
    if (names.alias.empty() && generator != AliasGenerator::None) names.alias = generated_alias(generator, field.name);
    return names;
}

// Fields that a serializer of the class converts; "*": all of them, or the whole of it.
std::set<std::string> converted_fields(const Lineage& lineage, bool& is_complete) {
    std::set<std::string> converted;
    for (const Definition& link : lineage.classes) {
        for (const Value& decorator : link.class_definition->method_decorators) {
            const std::string name = external_name(decorator, *link.module);
            if (name.ends_with("computed_field")) is_complete = false;
            if (name.ends_with("model_serializer")) converted.insert("");
            if (!name.ends_with("field_serializer") || !decorator.is(ValueKind::Call)) continue;
            for (const facts::Argument& argument : decorator.arguments) {
                if (argument.keyword.empty()) converted.insert(argument.value.is(ValueKind::String) ? argument.value.text : "*");
            }
        }
    }
    return converted;
}

bool defines(const Lineage& lineage, std::string_view method) {
    return std::ranges::any_of(lineage.classes, [&](const Definition& link) {
        const std::vector<std::string>& methods = link.class_definition->methods;
        return std::ranges::find(methods, method) != methods.end();
    });
}

void put(DumpedField field, std::vector<DumpedField>& fields) {
    const auto known = std::ranges::find(fields, field.name, &DumpedField::name);
    if (known == fields.end()) fields.push_back(std::move(field));
    else *known = std::move(field);
}

bool read_fields(const Definition& definition, ClassKind kind, DumpedModel& dump) {
    const Lineage lineage = lineage_of(definition);
    const ModelConfiguration& configuration = lineage.configuration;
    const bool is_model = kind == ClassKind::Pydantic;
    dump.class_name = definition.name;
    dump.dumps_enum_values = configuration.dumps_enum_values;
    dump.has_all = lineage.complete && configuration.extra != "allow" && !configuration.is_unknown;
    if (is_model && (configuration.is_unknown || configuration.alias_generator == AliasGenerator::Unknown)) return false;
    if (configuration.dumps_by_alias && dump.is_model_dump && dump.call->keyword("by_alias") == nullptr) dump.by_alias = true;
    const std::set<std::string> converted = converted_fields(lineage, dump.has_all);
    if (converted.contains("") || defines(lineage, "__iter__")) return false;
    for (const Definition& link : lineage.classes) {
        const ClassScope scope(*link.module, *link.statement, link.class_definition->body_scope);
        for (const std::string& method : link.class_definition->methods) {
            std::erase_if(dump.fields, [&](const DumpedField& field) { return field.name == method; });
        }
        for (const facts::Field& field : link.class_definition->fields) {
            if (field.name == "model_config" || (is_model && field.name.starts_with("_"))) continue;
            if (!field.annotation || types::is_class_variable(*field.annotation, scope)) continue;
            const Names names = names_of(field, scope, is_model ? configuration.alias_generator : AliasGenerator::None);
            if (names.is_private) continue;
            DumpedField dumped{field.name, field.name, field.name, types::build_annotation(*field.annotation, scope),
                               names.is_converted || converted.contains("*") || converted.contains(field.name)};
            if (is_model && names.is_unknown) return false;
            if (is_model && names.is_excluded) {
                std::erase_if(dump.fields, [&](const DumpedField& known) { return known.name == field.name; });
                continue;
            }
            if (is_model && !names.alias.empty()) (dump.by_alias ? dumped.key : dumped.other_key) = names.alias;
            put(std::move(dumped), dump.fields);
        }
    }
    return true;
}

// ------------------------------------------------------------------------------------------------ the call

bool is_true(const Value* value) { return value != nullptr && value->is(ValueKind::Boolean) && value->text == "True"; }

// The names in "include={'a', 'b'}"; false where they are not all written there.
bool read_names(const Value& value, std::set<std::string>& names) {
    if (value.is(ValueKind::Dictionary)) {
        // {"items": {…}} is about what the field holds; {"a": True} about the field.
        for (std::size_t index = 0; index + 1 < value.items.size(); index += 2) {
            if (!value.items[index].is(ValueKind::String) || !is_true(&value.items[index + 1])) return false;
            names.insert(value.items[index].text);
        }
        return true;
    }
    if (!value.is(ValueKind::Set) && !value.is(ValueKind::List) && !value.is(ValueKind::Tuple)) return false;
    for (const Value& item : value.items) {
        if (!item.is(ValueKind::String)) return false;
        names.insert(item.text);
    }
    return true;
}

// include= and exclude=; false where it cannot be told what is left.
bool keep_asked_for(const Value& call, std::vector<DumpedField>& fields) {
    for (const bool includes : {true, false}) {
        const Value* names = call.keyword(includes ? "include" : "exclude");
        if (names == nullptr || names->is(ValueKind::None)) continue;
        std::set<std::string> listed;
        if (!read_names(*names, listed)) return false;
        std::erase_if(fields, [&](const DumpedField& field) { return listed.contains(field.name) != includes; });
    }
    return true;
}

struct Form {
    const Value* object = nullptr;
    bool is_method = false;     // of pydantic's models
    bool is_dataclass = false;  // asdict
};

Form form_of(const Value& call, const Place& place) {
    const Value& callee = call.items.front();
    if (callee.is(ValueKind::Attribute) && (callee.text == "model_dump" || callee.text == "dict")) {
        return {&callee.items.front(), true, false};
    }
    const Value* first = call.positional(0);
    if (first == nullptr || call.arguments.size() != 1) return {};
    if (callee.is_name("vars")) return {first, false, false};
    const std::string name = external_at(call, place);
    return name == "dataclasses.asdict" ? Form{first, false, true} : Form{};
}

}  // namespace

std::optional<DumpedModel> dumped_model(const Value& call, const Place& place, const ElementOf& element) {
    if (!call.is(ValueKind::Call) || call.items.empty()) return std::nullopt;
    const Form form = form_of(call, place);
    if (form.object == nullptr) return std::nullopt;
    for (const facts::Argument& argument : call.arguments) {
        if (argument.value.is(ValueKind::Starred)) return std::nullopt;
    }
    const Definition definition = class_of(*form.object, place, element, 0);
    if (definition.class_definition == nullptr) return std::nullopt;
    const ClassKind kind = types::kind_of_class(definition);
    const bool fits = form.is_method      ? kind == ClassKind::Pydantic
                      : form.is_dataclass ? kind == ClassKind::Dataclass
                                          : kind == ClassKind::Pydantic || kind == ClassKind::Dataclass;
    if (!fits) return std::nullopt;
    const Value& callee = call.items.front();
    DumpedModel dump;
    dump.call = &call;
    dump.span = call.span;
    dump.name_span = callee.is(ValueKind::Attribute) ? callee.name_span : callee.span;
    dump.is_model_dump = form.is_method && callee.text == "model_dump";
    dump.by_alias = form.is_method && is_true(call.keyword("by_alias"));
    const Value* by_alias = call.keyword("by_alias");
    if (by_alias != nullptr && !by_alias->is(ValueKind::Boolean) && !by_alias->is(ValueKind::None)) return std::nullopt;
    const Value* mode = call.keyword("mode");
    if (mode != nullptr && !mode->is(ValueKind::String)) return std::nullopt;
    dump.is_json = mode != nullptr && mode->text == "json";
    if (!read_fields(definition, kind, dump) || !keep_asked_for(call, dump.fields)) return std::nullopt;
    if (form.is_method && defines(lineage_of(definition), callee.text)) return std::nullopt;  // its own idea of it
    dump.said = form.is_method ? dump.class_name + "." + callee.text + "()" : callee.dotted() + "() of " + dump.class_name;
    return dump;
}

std::optional<DumpedModel> typed_dictionary(const Value& name, const Place& place, const ElementOf& element) {
    if (!name.is(ValueKind::Name)) return std::nullopt;
    const Definition definition = class_of(name, place, element, 0);
    if (definition.class_definition == nullptr || types::kind_of_class(definition) != ClassKind::TypedDict) return std::nullopt;
    DumpedModel dump;
    dump.call = &name;
    dump.span = name.span;
    dump.name_span = name.span;
    if (!read_fields(definition, ClassKind::TypedDict, dump)) return std::nullopt;
    dump.said = dump.class_name;
    return dump;
}

}  // namespace rowtype::binding
