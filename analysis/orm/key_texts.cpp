#include "analysis/orm/key_texts.h"

#include <algorithm>

#include "analysis/binding/provided_modules.h"
#include "analysis/facts/declared_names.h"
#include "analysis/orm/relation_of.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

using binding::KeyText;
using facts::Value;
using facts::ValueKind;

namespace {

// The literal of that text in a ForeignKey(…), a ForeignKeyConstraint(…) or a foreign_key=.
const Value* find_literal(const Value& value, const std::string& text, Span within, bool in_key) {
    const bool is_inside = value.span.begin >= within.begin && value.span.end <= within.end;
    if (in_key && is_inside && value.is(ValueKind::String) && value.text == text) return &value;
    const bool is_call = value.is(ValueKind::Call) && !value.items.empty();
    const bool begins = is_call && value.items.front().text.starts_with("ForeignKey");
    for (const Value& item : value.items) {
        if (const Value* found = find_literal(item, text, within, in_key || begins)) return found;
    }
    for (const facts::Argument& argument : value.arguments) {
        const bool is_key = in_key || begins || argument.keyword == "foreign_key";
        if (const Value* found = find_literal(argument.value, text, within, is_key)) return found;
    }
    return nullptr;
}

KeyText parts_of(const Value& literal) {
    const std::string& text = literal.text;
    const std::size_t last = text.rfind('.');
    const std::size_t first = text.find('.');
    KeyText made;
    const auto place = [&](std::size_t begin, std::size_t end) {
        return facts::source_span(literal, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    };
    if (last == std::string::npos) {
        made.table = text;
        made.table_span = place(0, text.size());
        return made;
    }
    const std::size_t table = first == last ? 0 : first + 1;
    if (table > 0) made.schema = text.substr(0, first);
    made.table = text.substr(table, last - table);
    made.table_span = place(table, last);
    made.column = text.substr(last + 1);
    made.column_span = place(last + 1, text.size());
    return made;
}

// Where a table of that name may stand: without a schema that of the MetaData counts, which the class's own is at most.
struct Places {
    std::vector<const catalog::Relation*> relations;
    bool unknown = false;
};

Places places_of(const KeyText& text, const Declaration& declaration, const binding::Context& context) {
    const catalog::Catalog& catalog = context.catalog;
    const std::string name = sql::truncate_identifier(text.table);
    std::vector<std::string> schemas = {text.schema};
    Places places;
    if (text.schema.empty() && !declaration.schema_known) {
        const catalog::Relation* only = relation_in_any_schema(name, declaration, context);
        if (only != nullptr) places.relations.push_back(only);
        places.unknown = only == nullptr;
        return places;
    }
    if (text.schema.empty()) {
        schemas = context.settings.search_path.empty() ? catalog.search_path() : context.settings.search_path;
        if (!declaration.schema.empty()) schemas.push_back(declaration.schema);
    }
    for (const std::string& schema : schemas) {
        const catalog::RelationLookup found = catalog.find_relation(schema, name);
        places.unknown = places.unknown || (found.relation == nullptr && found.unknown);
        const auto& known = places.relations;
        if (found.relation != nullptr && std::ranges::find(known, found.relation) == known.end())
            places.relations.push_back(found.relation);
    }
    return places;
}

void look_up(KeyText& text, const Declaration& declaration, const binding::Context& context) {
    if (context.imports.foreign || declaration.is_elsewhere || context.modules == nullptr) return;
    const Places places = places_of(text, declaration, context);
    if (places.relations.empty()) {
        text.table_absent = !places.unknown && !may_be_declared(text.table, context) &&
                            !context.modules->makes_relation(text.table, context.catalog);
        return;
    }
    if (places.relations.size() == 1) text.relation = places.relations.front();
    const bool is_absent = !places.unknown && places.relations.size() == 1 && !text.column.empty() &&
                           context.catalog.lacks_column(*text.relation, sql::truncate_identifier(text.column));
    // A key= gives a column another name in such texts.
    const std::string any(facts::kAnyColumn);
    text.column_absent = is_absent && !context.modules->may_be_added(any, text.column).value_or(true);
}

}  // namespace

void locate_key(binding::DeclaredForeignKey& key, const Value* written, Span within, const Declaration& declaration,
                const binding::Context& context) {
    if (written == nullptr) return;
    for (const std::string& text : key.written) {
        const Value* literal = find_literal(*written, text, within, false);
        if (literal == nullptr) continue;
        KeyText found = parts_of(*literal);
        look_up(found, declaration, context);
        key.texts.push_back(std::move(found));
    }
}

const catalog::Relation* referenced_relation(const binding::DeclaredForeignKey& key, const Declaration& declaration,
                                             const binding::Context& context) {
    KeyText text;
    text.schema = key.referenced.schema;
    text.table = key.referenced.name;
    const Places places = places_of(text, declaration, context);
    return !places.unknown && places.relations.size() == 1 ? places.relations.front() : nullptr;
}

bool may_be_declared(const std::string& name, const binding::Context& context) {
    return context.modules == nullptr || context.modules->may_be_added({}, name).value_or(true);
}

}  // namespace rowtype::orm
