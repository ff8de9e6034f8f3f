#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "lsp/cli/redis_json.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

// Deeper nesting of composites than any row needs: what lies below may be anything.
constexpr int kMaximumDepth = 16;

Json value_schema(const catalog::Type& type, const catalog::Catalog& catalog, int depth);

Json integer_schema(std::int64_t lowest, std::int64_t highest) {
    return {{"type", "integer"}, {"minimum", lowest}, {"maximum", highest}};
}

// PostgreSQL writes what JSON has no number for as a text, and pydantic a decimal.
Json number_schema() { return {{"type", {"number", "string"}}}; }

Json composite_schema(const catalog::TypeDefinition& type, const catalog::Catalog& catalog, int depth) {
    Json members = Json::object();
    for (const catalog::Attribute& attribute : type.attributes) {
        members[attribute.name] = {{"anyOf", {value_schema(attribute.type, catalog, depth + 1), {{"type", "null"}}}}};
    }
    return {{"type", "object"}, {"properties", std::move(members)}};
}

// An empty schema takes anything: types that are not known, documents, types of extensions, whose JSON is their own affair.
Json scalar_schema(const catalog::Type& type, const catalog::Catalog& catalog, int depth) {
    if (const catalog::TypeDefinition* own = catalog.find_type(type.name)) {
        if (own->kind == catalog::TypeKind::Enum && own->complete) return {{"enum", own->labels}};
        if (own->kind == catalog::TypeKind::Composite && own->complete) return composite_schema(*own, catalog, depth);
        return Json::object();
    }
    using Limits32 = std::numeric_limits<std::int32_t>;
    if (type.is_builtin("int2")) return integer_schema(-32'768, 32'767);
    if (type.is_builtin("int4")) return integer_schema(Limits32::min(), Limits32::max());
    if (type.is_builtin("int8")) return {{"type", "integer"}};
    if (type.is_builtin("numeric") || type.is_builtin("float4") || type.is_builtin("float8")) return number_schema();
    if (type.is_builtin("bool")) return {{"type", "boolean"}};
    if (type.is_builtin("uuid")) return {{"type", "string"}, {"format", "uuid"}};
    if (type.is_builtin("varchar") || type.is_builtin("bpchar")) {
        Json text = {{"type", "string"}};
        if (!type.modifiers.empty()) text["maxLength"] = type.modifiers.front();
        return text;
    }
    // No format for times: "infinity", years BC and times without a zone are none of RFC 3339's.
    constexpr std::array<std::string_view, 8> kTexts = {"text",        "name", "date",   "timestamp",
                                                        "timestamptz", "time", "timetz", "bytea"};
    const bool is_text = std::ranges::any_of(kTexts, [&](std::string_view name) { return type.is_builtin(name); });
    return is_text ? Json{{"type", "string"}} : Json::object();
}

Json value_schema(const catalog::Type& declared, const catalog::Catalog& catalog, int depth) {
    catalog::Type type = catalog.base_type(declared);
    if (!type.is_known() || depth > kMaximumDepth) return Json::object();
    if (!type.is_array()) return scalar_schema(type, catalog, depth);
    type.array_dimensions = 0;
    const Json element = scalar_schema(type, catalog, depth + 1);
    if (element.empty()) return {{"type", "array"}};
    // PostgreSQL enforces no number of dimensions: an element may be an array again.
    return {{"type", "array"}, {"items", {{"anyOf", {element, {{"type", "null"}}, {{"type", "array"}}}}}}};
}

Json table_schema(const catalog::Relation& table, const catalog::Catalog& catalog) {
    Json members = Json::object();
    for (const catalog::Column& column : table.columns) {
        Json value = value_schema(column.type, catalog, 0);
        const bool may_be_null = column.nullability != catalog::Nullability::NotNull;
        if (may_be_null && !value.empty()) value = {{"anyOf", {std::move(value), {{"type", "null"}}}}};
        if (!column.comment.empty()) value["description"] = column.comment;
        members[column.name] = std::move(value);
    }
    Json object = {{"type", "object"}, {"properties", std::move(members)}};
    if (table.columns_complete) object["additionalProperties"] = false;
    if (!table.comment.empty()) object["description"] = table.comment;
    return object;
}

}  // namespace

std::string shapes_json_schema(const std::vector<const catalog::Relation*>& tables, const catalog::Catalog& catalog) {
    Json definitions = Json::object();
    for (const catalog::Relation* table : tables) {
        definitions[cache_entries::shape_name(table->name, catalog)] = table_schema(*table, catalog);
    }
    const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$defs", std::move(definitions)}};
    return schema.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
