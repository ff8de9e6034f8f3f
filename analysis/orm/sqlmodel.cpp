// SQLModel: pydantic models whose annotations are columns, where the class says table=True.
#include <algorithm>

#include "analysis/alembic/values.h"
#include "analysis/orm/orm_reader.h"
#include "analysis/types/build_annotation.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;

bool says_table(const ClassLine& line) {
    return std::ranges::any_of(line.classes.front().class_definition->keywords, [](const facts::Argument& keyword) {
        return keyword.keyword == "table" && keyword.value.is(ValueKind::Boolean) && keyword.value.text == "True";
    });
}

// SQLModel.__tablename__ is the class's name in lower case.
std::optional<std::string> default_name(const ClassLine& line, bool) {
    std::string name = line.classes.front().name;
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

std::optional<DeclaredAttribute> read_field(const types::Definition& declared_in, const facts::Field& field,
                                            Declaration& declaration) {
    if (field.name.starts_with('_')) return std::nullopt;  // also pydantic's private attributes
    if (!field.annotation) return read_declarative_field(declared_in, field, declaration);
    if (field.name == "model_config" || types::is_class_variable(*field.annotation, *declared_in.module)) return std::nullopt;
    const std::string library = field.default_value ? library_name_in(declared_in, *field.default_value) : std::string();
    const bool is_call = field.default_value && field.default_value->is(ValueKind::Call);
    DeclaredAttribute attribute;
    attribute.name = field.name;
    attribute.declared_in = declared_in;
    attribute.field = &field;
    if (is_call && library == "sqlmodel.Relationship") {
        attribute.kind = AttributeKind::Relationship;
        return attribute;
    }
    if (is_call && library == "pydantic.PrivateAttr") return std::nullopt;
    const bool is_field = is_call && (library == "sqlmodel.Field" || library == "pydantic.Field");
    if (is_call && !is_field && library.starts_with("sqlalchemy."))
        return read_declarative_field(declared_in, field, declaration);
    attribute.kind = AttributeKind::Column;
    attribute.column_name = field.name;
    if (!is_field) {
        // A default that some other call gives is none of the column's business, unless the call makes the field.
        if (is_call && library.empty()) attribute.kind = AttributeKind::Unknown;
        attribute.call.span = field.span;
        return attribute;
    }
    Value call = evaluate_in(declared_in, *field.default_value);
    const Value* column = call.keyword("sa_column");
    if (column == nullptr || column->is(ValueKind::None)) {
        attribute.call = std::move(call);
        for (const facts::Argument& argument : attribute.call.arguments) {
            if (argument.value.is(ValueKind::Starred)) attribute.name_certain = false;
        }
        const Value* options = attribute.call.keyword("sa_column_kwargs");
        if (options != nullptr) {
            if (!options->is(ValueKind::Dictionary)) attribute.name_certain = false;
            for (std::size_t index = 0; index + 1 < options->items.size(); index += 2) {
                if (!options->items[index].is(ValueKind::String)) attribute.name_certain = false;
                if (options->items[index].text == "name") {
                    attribute.name_certain = options->items[index + 1].is(ValueKind::String);
                    attribute.column_name = options->items[index + 1].text;
                }
            }
        }
        return attribute;
    }
    if (is_column_call(*column)) {
        set_column(attribute, *column);
    } else {
        attribute.kind = AttributeKind::Unknown;
        attribute.column_name.clear();
    }
    return attribute;
}

}  // namespace

constinit const OrmReader kSqlModel = {
    .dialect = OrmDialect::SqlModel,
    .root = RootKind::SqlModel,
    .may_be_mapped = says_table,
    .default_name = default_name,
    .read_field = read_field,
};

}  // namespace rowtype::orm
