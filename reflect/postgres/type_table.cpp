#include "reflect/postgres/type_table.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "reflect/postgres/decode.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

constexpr int kMaximumDepth = 64;  // of domains over domains; a hostile server could answer with a cycle

TypeKind kind_of(char kind) {
    switch (kind) {
        case 'e': return TypeKind::Enum;
        case 'd': return TypeKind::Domain;
        case 'c': return TypeKind::Composite;
        case 'r': return TypeKind::Range;
        default: return TypeKind::Other;
    }
}

void for_each_type(const CatalogData& data, const std::function<void(const Type&)>& visit) {
    for (const Relation& relation : data.relations) {
        for (const Column& column : relation.columns) visit(column.type);
    }
    for (const Function& function : data.functions) {
        visit(function.result);
        for (const Argument& argument : function.arguments) visit(argument.type);
    }
}

}  // namespace

TypeTable::TypeTable(const Rows& rows) {
    entries_.reserve(rows.size());
    std::unordered_map<std::uint32_t, std::uint32_t> elements;  // by the OID of their array
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (const std::uint32_t array = rows[number].oid(4); array != 0) elements.emplace(array, rows[number].oid(0));
    }
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        Entry entry;
        entry.name = {row.text(1), row.text(2)};
        entry.kind = row.letter(3);
        const auto element = elements.find(row.oid(0));
        entry.element = element == elements.end() ? 0 : element->second;
        entry.base = row.oid(5);
        entry.modifier = row.integer(6);
        entry.dimensions = row.integer(7);
        entry.not_null = row.boolean(8);
        entry.subtype = row.oid(9);
        entry.multirange = row.oid(10);
        entry.collation = row.oid(16);
        if (!row.is_null(11)) composites_[row.oid(11)] = row.oid(0);
        const bool is_row_type = entry.kind == 'c' && row.is_null(11);
        entry.is_defined_by_user =
            entry.element == 0 && !is_row_type && entry.kind != 'p' && !is_system_schema(entry.name.schema);
        if (entry.is_defined_by_user) {
            TypeDefinition& definition = entry.definition;
            definition.name = entry.name;
            definition.kind = kind_of(entry.kind);
            definition.not_null = entry.not_null;
            if (entry.kind == 'd' && row.boolean(12)) definition.default_expression = "";  // the text comes with the expressions
            if (!row.is_null(13)) definition.labels = parse_array(row.view(13)).value_or(std::vector<std::string>{});
            definition.comment = row.text(14);
            definition.extension = row.text(15);
            if (entry.kind == 'd') definition.collation = collation_name(entry.collation, row.view(17), row.view(18));
        }
        entries_.emplace(row.oid(0), std::move(entry));
    }
}

const TypeTable::Entry* TypeTable::find(std::uint32_t oid) const {
    const auto found = entries_.find(oid);
    return found == entries_.end() ? nullptr : &found->second;
}

Type TypeTable::resolve(std::uint32_t oid, std::int32_t modifier, std::int32_t dimensions) const {
    Type type;
    const Entry* entry = find(oid);
    if (entry == nullptr) return type;
    if (entry->element != 0) {
        type.array_dimensions = static_cast<std::uint8_t>(std::clamp(dimensions, 1, 255));
        entry = find(entry->element);
        if (entry == nullptr) return Type{};
    }
    type.name = entry->name;
    type.modifiers = decode_modifiers(entry->name.schema, entry->name.name, modifier);
    type.fields = decode_interval_fields(entry->name.schema, entry->name.name, modifier);
    return type;
}

bool TypeTable::refuses_null(std::uint32_t oid) const {
    const Entry* entry = find(oid);
    for (int depth = 0; depth < kMaximumDepth && entry != nullptr && entry->kind == 'd'; ++depth) {
        if (entry->not_null) return true;
        entry = find(entry->base);
    }
    return false;
}

std::uint32_t TypeTable::collation_of(std::uint32_t oid) const {
    const Entry* entry = find(oid);
    return entry == nullptr ? 0 : entry->collation;
}

std::uint32_t TypeTable::base_of(std::uint32_t oid) const {
    for (int depth = 0; depth < kMaximumDepth; ++depth) {
        const Entry* entry = find(oid);
        if (entry == nullptr || entry->kind != 'd') break;
        oid = entry->base;
    }
    return oid;
}

void TypeTable::add_attribute(std::uint32_t composite_relation, Attribute attribute) {
    const auto type = composites_.find(composite_relation);
    if (type == composites_.end()) return;
    entries_.at(type->second).definition.attributes.push_back(std::move(attribute));
}

void TypeTable::add_domain_check(std::uint32_t domain, Check check) {
    const auto found = entries_.find(domain);
    if (found != entries_.end()) found->second.definition.checks.push_back(std::move(check));
}

void TypeTable::set_domain_check(std::uint32_t domain, std::string_view name, std::string expression) {
    const auto found = entries_.find(domain);
    if (found == entries_.end()) return;
    const auto check = std::ranges::find(found->second.definition.checks, name, &Check::name);
    if (check != found->second.definition.checks.end()) check->expression = std::move(expression);
}

void TypeTable::set_domain_default(std::uint32_t domain, std::string expression) {
    const auto found = entries_.find(domain);
    if (found != entries_.end()) found->second.definition.default_expression = std::move(expression);
}

std::vector<TypeDefinition> TypeTable::definitions(const CatalogData& data) const {
    std::map<QualifiedName, TypeDefinition> defined;
    std::vector<QualifiedName> wanted;
    for (const auto& [oid, entry] : entries_) {
        if (!entry.is_defined_by_user) continue;
        TypeDefinition definition = entry.definition;
        if (entry.kind == 'd') {
            definition.base = resolve(entry.base, entry.modifier, entry.dimensions);
            if (collation_of(entry.base) == entry.collation) definition.collation.clear();
        }
        if (entry.kind == 'r') {
            definition.base = resolve(entry.subtype);
            if (const Entry* multirange = find(entry.multirange)) definition.multirange = multirange->name;
        }
        defined.emplace(entry.name, std::move(definition));
        if (std::ranges::find(data.schemas, entry.name.schema) != data.schemas.end()) wanted.push_back(entry.name);
    }
    for_each_type(data, [&](const Type& type) {
        if (!is_system_schema(type.name.schema)) wanted.push_back(type.name);
    });
    std::vector<TypeDefinition> definitions;
    std::set<QualifiedName> seen;
    while (!wanted.empty()) {
        const QualifiedName name = std::move(wanted.back());
        wanted.pop_back();
        const auto found = defined.find(name);
        if (found == defined.end() || !seen.insert(name).second) continue;
        wanted.push_back(found->second.base.name);
        for (const Attribute& attribute : found->second.attributes) wanted.push_back(attribute.type.name);
        definitions.push_back(found->second);
    }
    return definitions;
}

}  // namespace rowtype::postgres
