// A field of a hand-written class, in the form that a class of its kind has.
#include <algorithm>

#include "analysis/codegen/class_names.h"
#include "analysis/codegen/generate.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/plan.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

bool is_pydantic(FieldKind kind) { return kind == FieldKind::Pydantic || kind == FieldKind::PydanticV1; }

TypeChoices choices_at(const FieldSite& site) {
    TypeChoices choices = choices_of(site.access, site.settings);
    if (site.kind == FieldKind::Pydantic) return choices;
    // msgspec makes the objects of JSON that pydantic 1 makes.
    const bool converts = site.kind == FieldKind::PydanticV1 || site.kind == FieldKind::Struct;
    choices.validation = converts ? Validation::PydanticV1 : Validation::None;
    return choices;
}

// The column's own name where the class can have it.
std::string name_in(FieldKind kind, const std::string& column) {
    const bool is_private = column.starts_with(kind == FieldKind::TypedDict ? "__" : "_");
    const bool can_have = is_identifier(column) && !is_keyword(column) && !is_private && !hides_type(column);
    return can_have ? column : field_name(column, {});
}

std::string cannot_be_named(const FieldSite& site) {
    switch (site.kind) {
        case FieldKind::TypedDict: return "a TypedDict's class statement cannot name it";
        case FieldKind::NamedTuple: return "a NamedTuple cannot name it";
        default: return "an attrs class cannot name it";
    }
}

FieldLine plain_line(const catalog::Column& column, const FieldSite& site, bool has_default) {
    FieldLine line;
    line.name = name_in(site.kind, column.name);
    PythonType type = field_type(column.type, site);
    const bool nullable = column.nullability != catalog::Nullability::NotNull;
    const std::string unknown_type = type.unknown_type;
    if (nullable) type = with_none(std::move(type), site.settings);
    line.imports = std::move(type.imports);
    line.text = line.name + ": " + type.text;
    const bool is_optional = nullable && has_default && site.kind != FieldKind::TypedDict;
    if (line.name == column.name) {
        if (is_optional) line.text += " = None";
    } else if (site.kind == FieldKind::Dataclass) {
        line.imports.push_back({"dataclasses", "field"});
        line.text += std::string(" = field(") + (is_optional ? "default=None, " : "") +
                     "metadata={\"column\": " + string_literal(column.name) + "})";
    } else if (site.kind == FieldKind::Struct) {
        line.imports.push_back({"msgspec", "field"});
        line.text +=
            std::string(" = field(") + (is_optional ? "default=None, " : "") + "name=" + string_literal(column.name) + ")";
    } else {
        line.refusal = cannot_be_named(site);
    }
    if (!unknown_type.empty()) line.text += "  # " + comment_text(unknown_type);
    return line;
}

}  // namespace

PythonType field_type(const catalog::Type& type, const FieldSite& site) {
    TypeChoices choices = choices_at(site);
    PythonType python = type_text(type, site.catalog, choices);
    const auto is_of_pydantic = [](const ImportedName& import) { return import.module == "pydantic"; };
    if (is_pydantic(site.kind) || std::ranges::none_of(python.imports, is_of_pydantic)) return python;
    choices.validation = Validation::None;
    return type_text(type, site.catalog, choices);
}

FieldLine field_line(const catalog::Column& column, const FieldSite& site, bool has_default) {
    if (!is_pydantic(site.kind)) return plain_line(column, site, has_default);
    const TypeChoices choices = choices_at(site);
    const std::vector<std::string> names = field_names({column}, false, {});
    const PlannedField planned = plan_field(column, names.front(), site.catalog, choices);
    FieldLine line;
    line.name = planned.name;
    ImportSet imports;
    line.text = one_line(pydantic_field(planned, ModelVariant::Row, choices, imports));
    line.imports = imports.list();
    if (!planned.type->unknown_type.empty()) line.text += "  # " + comment_text(planned.type->unknown_type);
    return line;
}

}  // namespace rowtype::codegen
