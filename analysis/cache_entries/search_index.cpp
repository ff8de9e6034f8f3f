#include "analysis/cache_entries/search_index.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/cache_entries/shapes.h"

namespace rowtype::cache_entries {

namespace {

std::string field_type(const catalog::Relation& relation, const catalog::Column& column, const catalog::Catalog& catalog,
                       EntryKind kind);
bool identifies(const catalog::Relation& relation, const std::string& column);
std::string json_path(const std::string& member);
std::string quoted(std::string_view text);

}  // namespace

SearchIndex search_index(const catalog::Relation& relation, const catalog::Catalog& catalog, EntryKind kind,
                         const std::string& prefix) {
    SearchIndex index;
    std::string fields;
    const TableShape shape = shape_of(relation, catalog);
    for (const catalog::Column& column : relation.columns) {
        const std::string type = field_type(relation, column, catalog, kind);
        if (type.empty()) {
            index.left_out.push_back(column.name);
            continue;
        }
        const bool in_array = column.type.is_array();
        if (kind == EntryKind::Json) {
            fields += " " + quoted(json_path(column.name) + (in_array ? "[*]" : "")) + " AS";
        }
        fields += " " + quoted(column.name) + " " + type;
        if (shape.find_field(column.name)->indexed && !in_array) fields += " SORTABLE";
    }
    if (fields.empty()) return index;
    index.command = "FT.CREATE " + quoted("idx:" + shape.table) + " ON " + (kind == EntryKind::Json ? "JSON" : "HASH") +
                    " PREFIX 1 " + quoted(prefix) + " SCHEMA" + fields;
    return index;
}

namespace {

template <std::size_t N>
bool is_any_of(const catalog::Type& type, const std::array<std::string_view, N>& names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return type.is_builtin(name); });
}

std::string field_type(const catalog::Relation& relation, const catalog::Column& column, const catalog::Catalog& catalog,
                       EntryKind kind) {
    constexpr std::array<std::string_view, 6> kNumbers = {"int2", "int4", "int8", "numeric", "float4", "float8"};
    constexpr std::array<std::string_view, 7> kWhole = {"uuid", "date", "timestamp", "timestamptz", "time", "timetz", "inet"};
    constexpr std::array<std::string_view, 4> kTexts = {"text", "varchar", "bpchar", "name"};
    // A hash's field is one text, in which a comma would part tags.
    const std::string text_tag = kind == EntryKind::Hash ? "TAG SEPARATOR \"\\x1f\" CASESENSITIVE" : "TAG CASESENSITIVE";
    const catalog::Type type = catalog.base_type(column.type);
    const bool is_text = is_any_of(catalog.base_type(column.type), kTexts);
    const catalog::TypeDefinition* own = catalog.find_type(type.name);
    const bool is_enum = own != nullptr && own->kind == catalog::TypeKind::Enum;
    if (type.is_array()) {
        catalog::Type element = type;
        element.array_dimensions = 0;
        return kind == EntryKind::Json && (is_enum || is_any_of(element, kTexts)) ? text_tag : "";
    }
    if (is_enum) return text_tag;
    if (type.is_builtin("bool") || is_any_of(type, kWhole)) return "TAG";
    if (is_any_of(type, kNumbers)) {
        // JSON's numbers can be nothing but NUMERIC.
        return kind == EntryKind::Hash && identifies(relation, column.name) ? "TAG" : "NUMERIC";
    }
    if (!is_text) return "";
    return identifies(relation, column.name) ? text_tag : "TEXT";
}

// Looked up by its whole value; a 64-bit key as NUMERIC, a double, would also find its neighbours.
bool identifies(const catalog::Relation& relation, const std::string& column) {
    const auto holds = [&](const auto& part) { return std::ranges::find(part.columns, column) != part.columns.end(); };
    return (relation.primary_key && holds(*relation.primary_key)) || std::ranges::any_of(relation.unique_keys, holds) ||
           std::ranges::any_of(relation.foreign_keys, holds);
}

// In brackets a name may be any; JSONPath escapes as JSON does.
std::string json_path(const std::string& member) {
    const bool is_plain =
        !member.empty() && member.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (is_plain) return "$." + member;
    std::string escaped;
    for (const char letter : member)
        escaped += letter == '"' || letter == '\\' ? std::string{'\\', letter} : std::string(1, letter);
    return "$[\"" + escaped + "\"]";
}

// As redis-cli splits its lines (sdssplitargs).
std::string quoted(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-$";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string escaped = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            escaped += {'\\', letter};
        } else if (byte < 0x20 || byte == 0x7f) {
            escaped += {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
        } else {
            escaped += letter;
        }
    }
    return escaped + "\"";
}

}  // namespace

}  // namespace rowtype::cache_entries
