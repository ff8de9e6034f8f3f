#include "analysis/cache_entries/entry_check.h"

#include <algorithm>
#include <optional>

#include "analysis/binding/literal_text.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cache_entries {

namespace {

std::optional<std::string> contradiction(const EntryField& field, const catalog::Column& column, const catalog::Catalog& catalog);
std::string unknown_field(const EntryField& field, const catalog::Relation& relation);
std::size_t code_points(std::string_view text);

}  // namespace

std::vector<EntryProblem> check_entry(const std::vector<EntryField>& fields, const catalog::Relation& relation,
                                      const catalog::Catalog& catalog) {
    std::vector<EntryProblem> problems;
    for (const EntryField& field : fields) {
        if (const catalog::Column* column = relation.find_column(field.name)) {
            if (auto found = contradiction(field, *column, catalog)) problems.push_back({field.name, std::move(*found)});
        } else if (catalog.lacks_column(relation, field.name)) {
            problems.push_back({field.name, unknown_field(field, relation)});
        }
    }
    return problems;
}

namespace {

std::string word_of(EntryField::Kind kind) {
    switch (kind) {
        case EntryField::Kind::Text: return "text";
        case EntryField::Kind::Number: return "a number";
        case EntryField::Kind::Boolean: return "a boolean";
        case EntryField::Kind::Null: return "null";
        case EntryField::Kind::Document: return "a JSON document";
    }
    return "";
}

// Types that PostgreSQL has no input for but text, of which a document is none.
bool holds_document(const catalog::Type& type, const catalog::TypeDefinition* definition) {
    if (!type.is_known() || type.is_array() || type.is_builtin("json") || type.is_builtin("jsonb")) return true;
    if (definition != nullptr) return definition->kind != catalog::TypeKind::Enum;
    return type.name.schema != "pg_catalog";
}

std::optional<std::string> contradiction(const EntryField& field, const catalog::Column& column,
                                         const catalog::Catalog& catalog) {
    using Kind = EntryField::Kind;
    const bool is_required = column.nullability == catalog::Nullability::NotNull;
    const catalog::Type type = catalog.base_type(column.type);
    const catalog::TypeDefinition* definition = catalog.find_type(type.name);
    const std::string shown = column.type.to_string();
    if (field.kind == Kind::Null) {
        return is_required ? std::optional<std::string>("is null, and the column is not") : std::nullopt;
    }
    if (!type.is_known() || (definition != nullptr && !definition->complete)) return std::nullopt;
    if (field.kind == Kind::Document) {
        if (holds_document(type, definition)) return std::nullopt;
        return "holds " + word_of(field.kind) + ", which is no " + shown;
    }
    if (field.kind == Kind::Text && field.text.empty() && !is_required) return std::nullopt;
    const bool is_enum = definition != nullptr && definition->kind == catalog::TypeKind::Enum;
    binding::SqlLiteral literal{binding::SqlLiteral::Kind::Text, field.text};
    if (field.kind == Kind::Number) literal.kind = binding::SqlLiteral::Kind::Number;
    if (field.kind == Kind::Boolean) literal.kind = binding::SqlLiteral::Kind::Boolean;
    if (!binding::takes_literal(type, is_enum ? definition->labels : std::vector<std::string>{}, literal)) {
        const std::string held = is_enum && literal.kind == binding::SqlLiteral::Kind::Text ? "a label" : word_of(field.kind);
        return "holds " + held + " that " + shown + " does not take";
    }
    const bool is_limited =
        (type.is_builtin("varchar") || type.is_builtin("bpchar")) && !type.is_array() && !type.modifiers.empty();
    if (is_limited && code_points(field.text) > static_cast<std::size_t>(std::max(type.modifiers.front(), 0))) {
        return "is longer than " + shown + " takes";
    }
    return std::nullopt;
}

std::string unknown_field(const EntryField& field, const catalog::Relation& relation) {
    const std::optional<std::string> near = nearest_name(field.name, relation.column_names());
    return "the table has no such column" + (near ? ": did you mean \"" + *near + "\"?" : "");
}

// Of UTF-8; PostgreSQL counts characters.
std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

}  // namespace rowtype::cache_entries
