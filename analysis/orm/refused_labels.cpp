#include "analysis/orm/refused_labels.h"

#include <algorithm>
#include <optional>
#include <string>

#include "analysis/orm/declaration.h"
#include "analysis/orm/declared_columns.h"

namespace rowtype::orm {

namespace {

using binding::DeclaredColumn;
using facts::Value;
using facts::ValueKind;

bool holds(const std::vector<std::string>& texts, const std::string& text) {
    return std::ranges::find(texts, text) != texts.end();
}

// As its class or table declares it, or a class above.
std::optional<DeclaredColumn> declared_column(const Entity& entity, const MappedAttribute& attribute,
                                              const catalog::Catalog& catalog) {
    const types::Definition& definition = entity.table_of != nullptr ? entity.table_of->definition : entity.definition;
    const bool is_class = definition.kind == types::Definition::Kind::Class;
    std::optional<Declaration> declaration = is_class ? declaration_of(definition) : core_declaration_of(definition);
    for (int depth = 0; declaration && depth < 8; ++depth) {
        const auto found = std::ranges::find_if(declaration->attributes, [&](const DeclaredAttribute& one) {
            return one.kind == AttributeKind::Column && one.name_certain && one.column_name == attribute.column_name;
        });
        if (found != declaration->attributes.end()) return read_column(*found, *declaration, catalog).column;
        const std::optional<types::Definition> parent = declaration->parent;
        declaration = parent ? declaration_of(*parent) : std::nullopt;
    }
    return std::nullopt;
}

// SQLAlchemy's Enum takes its members' names and what is equal to a member, and hands on every other text as it is
// (Enum._db_value_for_lookup). A type of the project may make anything of it.
bool is_sent_as_written(const DeclaredColumn& column, const std::string& text) {
    if (!column.enumeration) return false;
    const binding::DeclaredEnum& members = *column.enumeration;
    const bool values_known = members.class_name.empty() || !members.values.empty();
    return values_known && !holds(members.labels, text) && !holds(members.values, text);
}

const catalog::TypeDefinition* enum_of(const MappedAttribute* attribute, const catalog::Catalog& catalog) {
    if (attribute == nullptr || attribute->column == nullptr || attribute->kind != AttributeKind::Column) return nullptr;
    const catalog::Type& type = attribute->column->type;
    const catalog::TypeDefinition* definition = type.is_known() && !type.is_array() ? catalog.find_type(type.name) : nullptr;
    return definition != nullptr && definition->kind == catalog::TypeKind::Enum && definition->complete ? definition : nullptr;
}

bool has_validators(const Entity& entity) {
    const types::Definition& definition = entity.definition;
    if (definition.class_definition == nullptr) return false;
    return std::ranges::any_of(line_of(definition).classes, [](const types::Definition& one) {
        return std::ranges::any_of(one.class_definition->method_decorators, [](const Value& decorator) {
            const Value& callee = decorator.is(ValueKind::Call) ? decorator.items.front() : decorator;
            return callee.dotted().ends_with("validates");
        });
    });
}

}  // namespace

void check_labels(const Entity& entity, const MappedAttribute* attribute, const std::vector<Value>& texts,
                  UseRecorder& recorder) {
    const catalog::Catalog& catalog = recorder.entities().context().catalog;
    const catalog::TypeDefinition* type = enum_of(attribute, catalog);
    if (type == nullptr) return;
    std::optional<DeclaredColumn> declared;
    for (const Value& text : texts) {
        if (!text.is(ValueKind::String) || text.text.empty() || holds(type->labels, text.text)) continue;
        if (!declared) declared = declared_column(entity, *attribute, catalog);
        if (!declared) return;
        if (!is_sent_as_written(*declared, text.text)) continue;
        const Span span = facts::source_span(text, {0, static_cast<std::uint32_t>(text.text.size())});
        recorder.uses().literals.push_back(
            {text.text, span, attribute->relation, attribute->column, attribute->column->type, type->labels});
    }
}

void check_label(const Entity& entity, const MappedAttribute* attribute, const Value& text, UseRecorder& recorder) {
    if (text.is(ValueKind::String) && !has_validators(entity)) check_labels(entity, attribute, {text}, recorder);
}

}  // namespace rowtype::orm
