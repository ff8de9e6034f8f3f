#include "analysis/orm/column_types.h"

#include <algorithm>
#include <map>

#include "analysis/alembic/column_types.h"
#include "analysis/alembic/values.h"
#include "analysis/orm/evaluation.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;
using sql::Node;

// As PostgreSQL's grammar has them; none unless all are integers.
std::vector<std::int32_t> modifiers_of(const Node& type_name, std::string_view builtin) {
    std::vector<std::int32_t> modifiers;
    for (const Node* item : type_name["typmods"].items()) {
        const Node& value = (*item)["ival"];
        if (!value) return {};
        modifiers.push_back(static_cast<std::int32_t>(value["ival"].integer()));
    }
    if (builtin == "interval") return {};
    if (builtin == "numeric" && modifiers.size() == 1) modifiers.push_back(0);
    return modifiers;
}

catalog::QualifiedName name_of(const Node& type_name, const catalog::Catalog& catalog) {
    const auto& parts = type_name["names"].items();
    if (parts.empty() || parts.size() > 2) return {};
    const std::string name(parts.back()->sval());
    if (parts.size() == 2 && parts.front()->sval() != "pg_catalog") return {std::string(parts.front()->sval()), name};
    if (const std::optional<std::string> builtin = catalog::builtin_type_name(name)) return {"pg_catalog", *builtin};
    for (const std::string& schema : catalog.search_path()) {
        if (catalog.find_type({schema, name}) != nullptr) return {schema, name};
    }
    return {"", name};
}

// Thousands of columns have a few dozen types, and a parse takes longer than all else that is read of a column. The reference holds
// until the thread asks again.
const sql::ParseOutcome& parsed_type(const std::string& text) {
    constexpr std::size_t kMost = 256;
    thread_local std::map<std::string, sql::ParseOutcome> known;
    if (known.size() >= kMost) known.clear();
    const auto [entry, is_new] = known.try_emplace(text);
    if (is_new) entry->second = sql::parse("SELECT NULL::" + text);
    return entry->second;
}

std::optional<catalog::Type> type_of_sql(const std::string& text, const catalog::Catalog& catalog) {
    const sql::ParseOutcome& parsed = parsed_type(text);
    if (!parsed.tree || parsed.tree->statements().size() != 1) return std::nullopt;
    const auto& targets = (*parsed.tree->statements().front().node)["targetList"].items();
    if (targets.size() != 1) return std::nullopt;
    const Node& type_name = (*targets.front())["val"]["typeName"];
    catalog::Type type;
    type.name = name_of(type_name, catalog);
    if (type.name.name.empty()) return std::nullopt;
    type.modifiers = modifiers_of(type_name, type.name.name);
    type.array_dimensions = static_cast<std::uint8_t>(std::min<std::size_t>(type_name["arrayBounds"].items().size(), 6));
    return type;
}

// Through ARRAY(…) and with_variant(…).
std::optional<binding::DeclaredEnum> enumeration_of(const Value& type) {
    if (!type.is(ValueKind::Call)) return std::nullopt;
    const std::string_view name = alembic::sqlalchemy_name(type);
    if (name == "ARRAY") {
        const Value* item = type.argument("item_type", 0);
        return item == nullptr ? std::nullopt : enumeration_of(*item);
    }
    if (name != "Enum" && name != "ENUM") return std::nullopt;
    binding::DeclaredEnum made;
    for (const facts::Argument& label : type.arguments) {
        if (!label.keyword.empty()) continue;
        if (!label.value.is(ValueKind::String)) return std::nullopt;
        made.labels.push_back(label.value.text);
    }
    if (made.labels.empty()) return std::nullopt;
    if (const Value* owner = type.keyword(kEnumClass)) made.class_name = owner->text;
    if (const Value* values = type.keyword(kEnumValues)) {
        for (const Value& value : values->items) made.values.push_back(value.text);
    }
    return made;
}

}  // namespace

TypeOfColumn column_type_of(const Value& type, const catalog::Catalog& catalog) {
    TypeOfColumn made;
    if (type.is(ValueKind::Unknown) || type.is(ValueKind::None)) return made;
    const alembic::ColumnType found = alembic::column_type(type);
    if (!found.is_known) return made;
    made.type = type_of_sql(found.sql, catalog);
    if (made.type) made.text = made.type->to_string();
    if (made.type && made.type->name.schema.empty()) made.text = made.type->name.name;
    made.enumeration = enumeration_of(type);
    return made;
}

}  // namespace rowtype::orm
