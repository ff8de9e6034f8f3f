// SQLAlchemy's Core tables: users = Table("users", metadata, Column("id", …), …).
#include "analysis/alembic/values.h"
#include "analysis/orm/declaration.h"
#include "analysis/orm/evaluation.h"

namespace rowtype::orm {

namespace {

using alembic::sqlalchemy_name;
using alembic::text_of;
using facts::Value;
using facts::ValueKind;
using types::Definition;

// Base.metadata, as it is written: that of the classes which have this base. Nothing where it is something else.
std::optional<std::string> schema_of_base(const Value& written, const types::ModuleScope& module) {
    if (!written.is(ValueKind::Attribute) || written.text != "metadata" || written.items.empty()) return std::nullopt;
    const ClassLine line = line_above(written.items.front(), module);
    return line.root == RootKind::None ? std::nullopt : schema_of_line(line);
}

void read_schema(const Value& call, const Value* metadata, const Value* written, const types::ModuleScope& module,
                 Declaration& declaration) {
    if (const Value* schema = call.keyword("schema"); !alembic::is_none(schema)) {
        const std::optional<std::string> text = text_of(schema);
        declaration.schema = text.value_or("");
        declaration.schema_known = text.has_value();
        return;
    }
    if (metadata == nullptr) return;
    std::optional<std::string> schema = schema_of_metadata(*metadata);
    if (!schema && written != nullptr) schema = schema_of_base(*written, module);
    declaration.schema = schema.value_or("");
    declaration.schema_known = schema.has_value();
}

void read_item(const Value& item, Declaration& declaration) {
    if (is_column_call(item)) {
        DeclaredAttribute attribute;
        attribute.span = item.span;
        set_column(attribute, item);
        if (attribute.key && !attribute.key->empty()) attribute.name = *attribute.key;
        if (attribute.column_name.empty()) declaration.attributes_complete = false;
        else declaration.attributes.push_back(std::move(attribute));
        return;
    }
    const std::string_view name = sqlalchemy_name(item);
    if (name.ends_with("Constraint") || name == "Index") declaration.constraints.push_back({item, {}});
    else declaration.attributes_complete = declaration.constraints_complete = false;  // it may be a column
}

}  // namespace

bool is_column_call(const Value& evaluated) {
    const std::string_view name = sqlalchemy_name(evaluated);
    return evaluated.is(ValueKind::Call) && (name == "Column" || name == "mapped_column");
}

void set_column(DeclaredAttribute& attribute, Value evaluated) {
    attribute.kind = AttributeKind::Column;
    const Value* given = evaluated.keyword("name");
    const Value* first = evaluated.positional(0);
    if (given == nullptr && first != nullptr && first->is(ValueKind::String)) given = first;
    const std::optional<std::string> name = text_of(given);
    attribute.column_name = name.value_or(attribute.name);
    attribute.name_certain = given == nullptr || name.has_value();
    if (given == nullptr && first != nullptr && first->is(ValueKind::Unknown) && first->text != kNoText)
        attribute.name_certain = false;
    for (const facts::Argument& argument : evaluated.arguments) {
        if (argument.value.is(ValueKind::Starred)) attribute.name_certain = attribute.name_certain && name.has_value();
    }
    if (const Value* key = evaluated.keyword("key"); !alembic::is_none(key)) attribute.key = text_of(key).value_or("");
    if (attribute.name.empty()) attribute.name = attribute.column_name;
    attribute.call = std::move(evaluated);
}

std::optional<std::string> schema_of_metadata(const Value& metadata) {
    if (metadata.is(ValueKind::None)) return "";
    const std::string_view path = alembic::path_of(metadata);
    if (metadata.is(ValueKind::Name) && path.ends_with(".metadata") && !path.starts_with('#')) return "";  // SQLModel.metadata
    if (!metadata.is(ValueKind::Call) || sqlalchemy_name(metadata) != "MetaData") return std::nullopt;
    for (const facts::Argument& argument : metadata.arguments) {
        if (argument.value.is(ValueKind::Starred)) return std::nullopt;
    }
    const Value* schema = metadata.keyword("schema");
    return alembic::is_none(schema) ? std::optional<std::string>("") : text_of(schema);
}

std::optional<Declaration> core_declaration_of(const Definition& definition) {
    if (definition.kind != Definition::Kind::Assignment || !definition.assignment->value || definition.assignment->augmented) {
        return std::nullopt;
    }
    const Value& written = *definition.assignment->value;
    if (!written.is(ValueKind::Call) || library_name(written, *definition.module) != "sqlalchemy.Table") return std::nullopt;
    const Value call = evaluate(written, *definition.module);
    Declaration declaration;
    declaration.dialect = OrmDialect::Core;
    declaration.name = definition.name;
    declaration.definition = definition;
    const Value* name = call.argument("name", 0);
    declaration.table_name = text_of(name).value_or("");
    if (const Value* literal = written.positional(0); literal != nullptr && literal->is(ValueKind::String)) {
        declaration.table_span = facts::source_span(*literal, {0, static_cast<std::uint32_t>(literal->text.size())});
    }
    const Value* metadata = call.keyword("metadata");
    std::size_t place = 0;
    for (const facts::Argument& argument : call.arguments) {
        const std::string& keyword = argument.keyword;
        const bool is_set =
            !argument.value.is(ValueKind::None) && !(argument.value.is(ValueKind::Boolean) && argument.value.text == "False");
        if (argument.value.is(ValueKind::Starred)) declaration.attributes_complete = declaration.constraints_complete = false;
        if (keyword == "autoload_with" || keyword == "autoload") declaration.is_reflected = declaration.is_reflected || is_set;
        if (keyword == "extend_existing") declaration.is_extended = is_set;
        if (keyword == "bind_key") declaration.is_elsewhere = is_set;
        if (!keyword.empty() || argument.value.is(ValueKind::Starred)) continue;
        const std::size_t here = place++;
        if (here == 0) continue;
        // Flask's db.Table needs no metadata.
        const bool is_item = is_column_call(argument.value) || sqlalchemy_name(argument.value).ends_with("Constraint") ||
                             sqlalchemy_name(argument.value) == "Index";
        if (here == 1 && !is_item) metadata = &argument.value;
        else read_item(argument.value, declaration);
    }
    // Table("users", metadata) gives the one that the metadata holds already: declared elsewhere, or reflected.
    if (declaration.attributes.empty()) declaration.is_reflected = true;
    read_schema(call, metadata, written.argument("metadata", 1), *definition.module, declaration);
    return declaration;
}

}  // namespace rowtype::orm
