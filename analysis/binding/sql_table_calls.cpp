#include "analysis/binding/sql_table_calls.h"

#include <algorithm>
#include <array>

#include "analysis/binding/provided_modules.h"

namespace rowtype::binding {

namespace {

struct TableCall {
    std::string_view method;
    std::size_t place;  // of the table's name among the positional arguments
    std::string_view table;
    std::string_view schema;
    bool is_write;
};

constexpr std::array<TableCall, 5> kCalls = {{
    {"copy_records_to_table", 0, "table_name", "schema_name", true},
    {"copy_to_table", 0, "table_name", "schema_name", true},
    {"copy_from_table", 0, "table_name", "schema_name", false},
    {"copy_from", 1, "table", "", true},
    {"read_sql_table", 0, "table_name", "schema", false},
}};

const TableCall* find_call(std::string_view method) {
    const auto found = std::ranges::find(kCalls, method, &TableCall::method);
    return found == kCalls.end() ? nullptr : &*found;
}

// The text where all of it is constant.
std::optional<FoldedText> constant_text(const facts::Value& value, const ValueResolver& resolve) {
    std::optional<FoldedText> text = fold_text(value, resolve);
    if (!text || text->has_holes() || text->text().empty()) return std::nullopt;
    return text;
}

void add_columns(const facts::Value& columns, const ValueResolver& resolve, const catalog::Relation& relation, bool is_write,
                 BoundSql& bound) {
    const facts::Value* list = &columns;
    if (list->is(facts::ValueKind::Name) || list->is(facts::ValueKind::Attribute)) {
        const ResolvedValue resolved = resolve(*list);
        if (resolved.value == nullptr || resolved.foreign) return;
        list = resolved.value;
    }
    if (!list->is(facts::ValueKind::List) && !list->is(facts::ValueKind::Tuple)) return;
    for (const facts::Value& item : list->items) {
        const std::optional<FoldedText> name = constant_text(item, resolve);
        if (!name) continue;
        const Span span = name->source({0, static_cast<std::uint32_t>(name->text().size())});
        const bool found = relation.find_column(name->text()) != nullptr;
        const ColumnPlace place{is_write ? ColumnRole::Write : ColumnRole::Read, Comparison::None, 1};
        bound.columns.push_back(
            {.name = name->text(), .span = span, .relation = &relation, .use = ColumnUse::Sql, .found = found, .place = place});
    }
}

}  // namespace

bool is_table_call(const facts::SqlCall& call) { return find_call(call.method) != nullptr; }

std::optional<BoundSql> bind_table_call(const facts::SqlCall& call, const ValueResolver& resolve, const Context& context) {
    const TableCall& kind = *find_call(call.method);
    const facts::Value* table = facts::find_argument(call.arguments, kind.table, kind.place);
    const std::optional<FoldedText> name = table == nullptr ? std::nullopt : constant_text(*table, resolve);
    // psycopg2 takes "schema.table" for one name since 2.9, and for two before.
    if (!name || name->text().find('.') != std::string::npos) return std::nullopt;
    std::string schema;
    const facts::Value* schema_value = kind.schema.empty() ? nullptr : facts::find_keyword(call.arguments, kind.schema);
    if (schema_value != nullptr && !schema_value->is(facts::ValueKind::None)) {
        const std::optional<FoldedText> written = constant_text(*schema_value, resolve);
        if (!written) return std::nullopt;
        schema = written->text();
    }
    BoundSql bound;
    bound.span = table->span;
    const catalog::RelationLookup lookup = context.catalog.find_relation(schema, name->text());
    const bool is_absent = lookup.relation == nullptr && !lookup.unknown;
    const bool created = lookup.relation == nullptr && context.created_relations.names.contains(name->text());
    const bool made_elsewhere =
        is_absent && !created && context.modules != nullptr && context.modules->makes_relation(name->text(), context.catalog);
    const Span span = name->source({0, static_cast<std::uint32_t>(name->text().size())});
    bound.relations.push_back({schema,
                               name->text(),
                               span,
                               lookup.relation,
                               lookup.unknown || created || made_elsewhere,
                               {},
                               kind.is_write ? RelationUse::Insert : RelationUse::Read,
                               1});
    const facts::Value* columns = facts::find_keyword(call.arguments, "columns");
    if (lookup.relation == nullptr) return bound;
    if (columns != nullptr) add_columns(*columns, resolve, *lookup.relation, kind.is_write, bound);
    if (bound.columns.empty()) bound.whole_rows.push_back({lookup.relation, span, kind.is_write});
    return bound;
}

}  // namespace rowtype::binding
