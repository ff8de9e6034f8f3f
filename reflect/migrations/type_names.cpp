#include "reflect/migrations/type_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Type;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSerials = {{
    {"serial", "int4"},
    {"serial4", "int4"},
    {"bigserial", "int8"},
    {"serial8", "int8"},
    {"smallserial", "int2"},
    {"serial2", "int2"},
}};

// Types that only functions use, and "char", whose name SQL spells in quotes.
constexpr std::array<std::string_view, 24> kPseudoTypes = {
    "any",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "char",
    "cstring",
    "event_trigger",
    "fdw_handler",
    "index_am_handler",
    "internal",
    "language_handler",
    "record",
    "table_am_handler",
    "trigger",
    "unknown",
    "void",
};

bool is_builtin(std::string_view name) {
    if (std::ranges::find(kPseudoTypes, name) != kPseudoTypes.end()) return true;
    const std::optional<std::string> internal = catalog::builtin_type_name(name);
    return internal && *internal == name;
}

// The modifiers of numeric(10,2); none unless all are integers (PostGIS writes geometry(Point,4326)).
std::vector<std::int32_t> modifiers_of(const Node& type_name, const std::string& builtin) {
    std::vector<std::int32_t> modifiers;
    for (const Node* item : type_name["typmods"].items()) {
        const Node& value = (*item)["ival"];
        const bool negative = item->is("A_Expr") && (*item)["rexpr"]["ival"];  // numeric(3,-2)
        if (!value && !negative) return {};
        const std::int64_t number = negative ? -(*item)["rexpr"]["ival"]["ival"].integer() : value["ival"].integer();
        modifiers.push_back(static_cast<std::int32_t>(number));
    }
    if (builtin == "interval") {  // the fields, then the precision
        if (modifiers.size() < 2) return {};
        modifiers.erase(modifiers.begin());
    }
    if (builtin == "numeric" && modifiers.size() == 1) modifiers.push_back(0);
    return modifiers;
}

Type column_type(SchemaBuilder& schema, const std::vector<std::string>& parts) {
    if (parts.size() < 2) return {};
    const std::vector<std::string> table(parts.begin(), parts.end() - 1);
    const RelationState* state = schema.find_relation(written_name(table));
    if (state == nullptr) return {};
    const catalog::Column* column = state->relation.find_column(parts.back());
    return column == nullptr ? Type{} : column->type;
}

QualifiedName find_name(SchemaBuilder& schema, const WrittenName& written) {
    if ((written.schema.empty() || written.schema == "pg_catalog") && is_builtin(written.name)) {
        return {"pg_catalog", written.name};
    }
    if (const catalog::TypeDefinition* type = schema.find_type(written)) return type->name;
    if (const RelationState* relation = schema.find_relation(written)) return relation->relation.name;
    return {"", written.name};
}

}  // namespace

Type resolve_type(SchemaBuilder& schema, const Node& type_name) {
    std::vector<std::string> parts = name_parts(type_name);
    if (parts.empty()) return {};
    if (type_name["pct_type"].boolean()) return column_type(schema, parts);
    Type type;
    if (const std::string serial = serial_base(type_name); !serial.empty()) parts = {"pg_catalog", serial};
    if (parts.back().size() > 1 && parts.back().front() == '_' && is_builtin(parts.back().substr(1))) {  // _int4
        parts.back().erase(0, 1);
        type.array_dimensions = 1;
    }
    type.name = find_name(schema, written_name(parts));
    type.modifiers = modifiers_of(type_name, type.is_builtin("interval")  ? "interval"
                                             : type.is_builtin("numeric") ? "numeric"
                                                                          : "");
    if (type.is_builtin("interval") && !type_name["typmods"].items().empty()) {
        const auto mask = (*type_name["typmods"].items().front())["ival"]["ival"].integer();
        type.fields = catalog::interval_fields_of_mask(static_cast<std::int32_t>(mask));
    }
    const std::size_t bounds = std::min<std::size_t>(type_name["arrayBounds"].items().size(), 6);
    type.array_dimensions = static_cast<std::uint8_t>(type.array_dimensions + bounds);
    return type;
}

std::string serial_base(const Node& type_name) {
    const std::vector<std::string> parts = name_parts(type_name);
    if (parts.size() != 1) return {};
    for (const auto& [serial, base] : kSerials) {
        if (parts.front() == serial) return std::string(base);
    }
    return {};
}

}  // namespace rowtype::migrations
