#include "analysis/binding/model_class.h"

#include <algorithm>
#include <ranges>

#include "analysis/types/class_kind.h"
#include "analysis/types/known_names.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 12;
constexpr std::size_t kMaximumClasses = 64;

bool is_constructor(const std::string& method) {
    return method == "__init__" || method == "__new__" || method == "__post_init__" || method == "__attrs_post_init__";
}

void collect(const Definition& definition, Lineage& lineage, int depth);
void read_configuration(const Definition& definition, ModelConfiguration& configuration);
void read_validators(const Definition& definition, std::set<std::string>& before_validated);

}  // namespace

Lineage lineage_of(const types::Definition& definition) {
    Lineage lineage;
    collect(definition, lineage, 0);
    for (const Definition& link : lineage.classes) {
        read_configuration(link, lineage.configuration);
        read_validators(link, lineage.before_validated);
        const std::vector<std::string>& methods = link.class_definition->methods;
        lineage.has_own_constructor = lineage.has_own_constructor || std::ranges::any_of(methods, is_constructor);
    }
    return lineage;
}

std::string generated_alias(AliasGenerator generator, const std::string& name) {
    if (generator != AliasGenerator::Camel && generator != AliasGenerator::Pascal) {
        if (generator != AliasGenerator::Snake) return name;
        std::string snake;
        for (const char letter : name) {
            const bool upper = letter >= 'A' && letter <= 'Z';
            if (upper && !snake.empty() && snake.back() != '_') snake += '_';
            snake += upper ? static_cast<char>(letter + 32) : letter;
        }
        return snake;
    }
    std::string text;
    bool capital = generator == AliasGenerator::Pascal;
    for (const char letter : name) {
        if (letter == '_') {
            capital = !text.empty() || capital;
            continue;
        }
        text += capital && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
        capital = false;
    }
    return text;
}

std::string external_name(const Value& value, const types::ModuleScope& module) {
    const Value& callee = value.is(ValueKind::Call) && !value.items.empty() ? value.items.front() : value;
    const std::string dotted = callee.dotted();
    if (dotted.empty()) return {};
    const Definition found = module.resolve(dotted);
    return found.kind == Definition::Kind::External ? types::canonical_name(found.name) : std::string();
}

namespace {

void collect(const Definition& definition, Lineage& lineage, int depth) {
    if (depth > kMaximumDepth || lineage.classes.size() > kMaximumClasses) {
        lineage.complete = false;
        return;
    }
    for (const Value& base : std::views::reverse(definition.class_definition->bases)) {
        const std::string dotted = types::base_name(base);
        const Definition found = dotted.empty() ? Definition{} : definition.module->resolve(dotted);
        if (found.kind == Definition::Kind::Class) {
            collect(found, lineage, depth + 1);
        } else if (found.kind != Definition::Kind::External || !types::is_known_base(types::canonical_name(found.name))) {
            lineage.complete = false;
        }
    }
    const bool known = std::ranges::any_of(
        lineage.classes, [&](const Definition& link) { return link.class_definition == definition.class_definition; });
    if (!known) lineage.classes.push_back(definition);
}

AliasGenerator generator_of(const Value& value, const types::ModuleScope& module) {
    if (value.is(ValueKind::None)) return AliasGenerator::None;
    const std::string name = external_name(value, module);
    if (name == "pydantic.to_camel") return AliasGenerator::Camel;
    if (name == "pydantic.to_pascal") return AliasGenerator::Pascal;
    if (name == "pydantic.to_snake") return AliasGenerator::Snake;
    if (name != "pydantic.AliasGenerator" || !value.is(ValueKind::Call)) return AliasGenerator::Unknown;
    for (const std::string_view keyword : {"validation_alias", "alias"}) {
        const Value* inner = value.keyword(keyword);
        if (inner != nullptr && !inner->is(ValueKind::Call)) return generator_of(*inner, module);
    }
    return AliasGenerator::None;
}

void set_option(std::string_view key, const Value& value, const types::ModuleScope& module, ModelConfiguration& configuration) {
    if (key == "extra") {
        // "forbid", or v1's Extra.forbid
        const bool is_member = value.is(ValueKind::Attribute) || value.is(ValueKind::String);
        configuration.extra = is_member ? value.text : std::string();
    } else if (key == "alias_generator") {
        configuration.alias_generator = generator_of(value, module);
    } else if (key == "rename") {  // msgspec
        const bool is_text = value.is(ValueKind::String);
        configuration.alias_generator = value.is(ValueKind::None)           ? AliasGenerator::None
                                        : is_text && value.text == "camel"  ? AliasGenerator::Camel
                                        : is_text && value.text == "pascal" ? AliasGenerator::Pascal
                                                                            : AliasGenerator::Unknown;
    } else if (key == "forbid_unknown_fields") {  // msgspec
        if (value.is(ValueKind::Boolean) && value.text == "True") configuration.extra = "forbid";
    } else if (key == "fields") {  // pydantic 1: other names for fields
        configuration.is_unknown = true;
    } else if (key == "strict" || key == "serialize_by_alias" || key == "use_enum_values") {
        const bool is_on = value.is(ValueKind::Boolean) && value.text == "True";
        (key == "strict"            ? configuration.strict
         : key == "use_enum_values" ? configuration.dumps_enum_values
                                    : configuration.dumps_by_alias) = is_on;
    }
}

void read_options(const Value& value, const types::ModuleScope& module, ModelConfiguration& configuration, int depth) {
    constexpr int kMaximumAliases = 4;
    if (value.is(ValueKind::Call)) {
        const std::string name = external_name(value, module);
        configuration.is_unknown = name != "pydantic.ConfigDict" && name != "dict" && !name.ends_with(".SQLModelConfig");
        for (const facts::Argument& argument : value.arguments) {
            if (argument.keyword.empty()) configuration.is_unknown = true;  // **options
            else set_option(argument.keyword, argument.value, module, configuration);
        }
    } else if (value.is(ValueKind::Dictionary)) {
        for (std::size_t index = 0; index + 1 < value.items.size(); index += 2) {
            const Value& key = value.items[index];
            if (key.is(ValueKind::String)) set_option(key.text, value.items[index + 1], module, configuration);
            else configuration.is_unknown = true;
        }
    } else {
        const std::string dotted = value.dotted();
        const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
        const bool follow = found.kind == Definition::Kind::Assignment && found.assignment->value && depth < kMaximumAliases;
        if (follow) read_options(*found.assignment->value, *found.module, configuration, depth + 1);
        else configuration.is_unknown = true;
    }
}

void read_configuration(const Definition& definition, ModelConfiguration& configuration) {
    const facts::Class& own = *definition.class_definition;
    for (const facts::Argument& keyword : own.keywords) {
        set_option(keyword.keyword, keyword.value, *definition.module, configuration);
    }
    for (const facts::Field& field : own.fields) {
        const bool is_config = field.name == "model_config" && field.default_value;
        if (is_config) read_options(*field.default_value, *definition.module, configuration, 0);
    }
    for (const facts::Class& nested : definition.statement->classes) {
        if (nested.scope != own.body_scope || nested.name != "Config") continue;
        for (const facts::Field& option : nested.fields) {
            if (option.default_value) set_option(option.name, *option.default_value, *definition.module, configuration);
        }
    }
}

bool changes_input(const Value& call) {
    const Value* mode = call.keyword("mode");
    if (mode != nullptr) return !mode->is(ValueKind::String) || mode->text != "after";
    const Value* pre = call.keyword("pre");
    return pre != nullptr && !(pre->is(ValueKind::Boolean) && pre->text == "False");
}

void read_validator(const Value& decorator, const types::ModuleScope& module, std::set<std::string>& before_validated) {
    if (!decorator.is(ValueKind::Call) || decorator.items.empty()) return;
    if (decorator.items.front().is(ValueKind::Call)) {  // name = field_validator("x", mode="before")(function)
        read_validator(decorator.items.front(), module, before_validated);
        return;
    }
    const std::string name = external_name(decorator, module);
    if (name == "pydantic.model_validator" || name == "pydantic.root_validator") {
        if (changes_input(decorator)) before_validated.insert("*");
        return;
    }
    const bool is_field_validator = name == "pydantic.field_validator" || name == "pydantic.validator";
    if (!is_field_validator || !changes_input(decorator)) return;
    for (const facts::Argument& argument : decorator.arguments) {
        if (!argument.keyword.empty()) continue;
        before_validated.insert(argument.value.is(ValueKind::String) ? argument.value.text : "*");
    }
}

void read_validators(const Definition& definition, std::set<std::string>& before_validated) {
    const facts::Class& own = *definition.class_definition;
    for (const Value& decorator : own.method_decorators) read_validator(decorator, *definition.module, before_validated);
    for (const facts::Field& field : own.fields) {
        const bool is_plain = !field.annotation && field.default_value;
        if (is_plain) read_validator(*field.default_value, *definition.module, before_validated);
    }
}

}  // namespace

}  // namespace rowtype::binding
