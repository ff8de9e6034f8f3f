#include "reflect/catalog/catalog.h"

#include <algorithm>
#include <functional>
#include <ranges>
#include <tuple>

#include "reflect/base/hash.h"
#include "reflect/catalog/bookkeeping.h"
#include "reflect/catalog/fingerprint.h"

namespace rowtype::catalog {

namespace {

constexpr int kMaximumDomainDepth = 64;  // PostgreSQL cannot build a cycle; a hostile snapshot can

// What a snapshot brings is sorted already, and std::sort would move its large objects all the same.
template <class Objects, class Less = std::ranges::less, class Projection = std::identity>
void sort_if_needed(Objects& objects, Less less = {}, Projection projection = {}) {
    if (!std::ranges::is_sorted(objects, less, projection)) std::ranges::sort(objects, less, projection);
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

void sort_grants(std::vector<Grant>& grants) {
    std::erase_if(grants, [](const Grant& grant) { return grant.privileges.empty(); });
    sort_if_needed(grants, [](const Grant& left, const Grant& right) {
        return std::tie(left.column, left.role) < std::tie(right.column, right.role);
    });
}

void sort_relation(Relation& relation) {
    sort_if_needed(relation.unique_keys, {}, &Key::name);
    sort_if_needed(relation.foreign_keys, {}, &ForeignKey::name);
    sort_if_needed(relation.checks, {}, &Check::name);
    sort_if_needed(relation.exclusions, {}, &Exclusion::name);
    sort_if_needed(relation.indexes, {}, &Index::name);
    for (Policy& policy : relation.policies) sort_if_needed(policy.roles);
    sort_if_needed(relation.policies, {}, &Policy::name);
    sort_grants(relation.grants);
    sort_if_needed(relation.triggers, {}, &Trigger::name);
    sort_if_needed(relation.rules);
}

std::string argument_key(const Function& function) {
    std::string key;
    for (const Argument& argument : function.arguments) key += argument.type.to_string("") + ",";
    return key;
}

void sort_privileges(CatalogData& data) {
    for (SchemaPrivileges& privileges : data.schema_privileges) sort_grants(privileges.grants);
    sort_if_needed(data.schema_privileges, {}, &SchemaPrivileges::schema);
    for (DefaultPrivileges& privileges : data.default_privileges) sort_grants(privileges.grants);
    sort_if_needed(data.default_privileges, [](const DefaultPrivileges& left, const DefaultPrivileges& right) {
        return std::tie(left.owner, left.schema, left.objects) < std::tie(right.owner, right.schema, right.objects);
    });
}

void sort_data(CatalogData& data) {
    sort_if_needed(data.schemas);
    data.schemas.erase(std::ranges::unique(data.schemas).begin(), data.schemas.end());
    sort_if_needed(data.incomplete_schemas);
    sort_if_needed(data.outline_schemas);
    sort_if_needed(data.presumed_functions);
    for (Relation& relation : data.relations) sort_relation(relation);
    sort_if_needed(data.relations, {}, &Relation::name);
    for (TypeDefinition& type : data.types) sort_if_needed(type.checks, {}, &Check::name);
    sort_if_needed(data.types, {}, &TypeDefinition::name);
    sort_if_needed(data.functions, [](const Function& left, const Function& right) {
        return left.name != right.name ? left.name < right.name : argument_key(left) < argument_key(right);
    });
    for (Function& function : data.functions) sort_grants(function.grants);
    for (Sequence& sequence : data.sequences) sort_grants(sequence.grants);
    sort_if_needed(data.sequences, {}, &Sequence::name);
    sort_privileges(data);
    const auto before = [](const auto& left, const auto& right) {
        return std::tie(left.relation, left.column) < std::tie(right.relation, right.column);
    };
    sort_if_needed(data.pending, before);
    sort_if_needed(data.removed, before);
    const auto object_before = [](const auto& left, const auto& right) {
        return std::tie(left.kind, left.name, left.label) < std::tie(right.kind, right.name, right.label);
    };
    sort_if_needed(data.pending_objects, object_before);
    sort_if_needed(data.removed_objects, object_before);
}

template <class Object>
const Object* find_sorted(const std::vector<Object>& sorted, std::string_view schema, std::string_view name) {
    const auto before = [&](const Object& object) {
        return std::tie(object.name.schema, object.name.name) < std::tie(schema, name);
    };
    const auto found = std::ranges::partition_point(sorted, before);
    if (found == sorted.end() || found->name.schema != schema || found->name.name != name) return nullptr;
    return &*found;
}

template <class Name>
const Name* find_name(const std::vector<Name>& sorted, std::string_view schema, std::string_view name, std::string_view column) {
    const auto key = [](const Name& entry) {
        return std::tuple<std::string_view, std::string_view, std::string_view>(entry.relation.schema, entry.relation.name,
                                                                                entry.column);
    };
    const std::tuple wanted(schema, name, column);
    const auto found = std::ranges::partition_point(sorted, [&](const Name& entry) { return key(entry) < wanted; });
    return found == sorted.end() || key(*found) != wanted ? nullptr : &*found;
}

template <class Object>
const Object* find_object(const std::vector<Object>& objects, PendingKind kind, std::string_view schema, std::string_view name,
                          std::string_view label) {
    const auto found = std::ranges::find_if(objects, [&](const Object& object) {
        return object.kind == kind && object.name.schema == schema && object.name.name == name && object.label == label;
    });
    return found == objects.end() ? nullptr : &*found;
}

}  // namespace

Catalog::Catalog(CatalogData data) {
    sort_data(data);
    std::vector<std::string> own;
    for (const Relation& relation : data.relations) {
        const std::string& schema = relation.name.schema;
        const bool is_known = !own.empty() && own.back() == schema;  // they are sorted by it
        const bool is_own = !is_known && relation.extension.empty() && !is_system_schema(schema);
        if (is_own && !is_bookkeeping_table(relation.name)) own.push_back(schema);
    }
    own_schemas_ = std::make_shared<const std::vector<std::string>>(std::move(own));
    data_ = std::make_shared<const CatalogData>(std::move(data));
}

std::uint64_t Catalog::fingerprint() const { return fingerprint_of(data()); }

Catalog Catalog::noting(Consulted& consulted) const {
    Catalog same = *this;
    same.consulted_ = &consulted;
    return same;
}

RelationLookup Catalog::find_relation(std::string_view schema, std::string_view name) const {
    note(&Consulted::relations, name);
    if (!schema.empty()) {
        if (const Relation* relation = find_sorted(data_->relations, schema, name)) return {relation, false};
        const bool may_be_hidden = is_incomplete(schema) && find_name(data_->removed, schema, name, "") == nullptr;
        return {nullptr, is_system_schema(schema) || !has_schema(schema) || may_be_hidden};
    }
    bool unknown = false;
    for (const std::string& searched : data_->search_path) {
        const RelationLookup lookup = find_relation(searched, name);
        if (lookup.relation != nullptr) return lookup;
        unknown = unknown || (lookup.unknown && has_schema(searched));
    }
    return {nullptr, unknown || name.starts_with("pg_")};
}

std::vector<const Relation*> Catalog::relations_named(std::string_view name) const {
    note(&Consulted::relations, name);
    std::vector<const Relation*> found;
    for (const Relation& relation : data_->relations) {
        if (relation.name.name == name) found.push_back(&relation);
    }
    return found;
}

std::vector<const Relation*> Catalog::relations_matching(const std::function<bool(std::string_view name)>& is_wanted) const {
    if (consulted_ != nullptr) consulted_->relation_names = true;
    std::vector<const Relation*> found;
    for (const Relation& relation : data_->relations) {
        if (!is_wanted(relation.name.name)) continue;
        note(&Consulted::relations, relation.name.name);
        found.push_back(&relation);
    }
    return found;
}

std::vector<const Relation*> Catalog::relations_referencing(const QualifiedName& relation) const {
    if (consulted_ != nullptr) consulted_->referenced.insert(relation);
    std::vector<const Relation*> found;
    for (const Relation& other : data_->relations) {
        const bool refers =
            std::ranges::any_of(other.foreign_keys, [&](const ForeignKey& key) { return key.referenced_relation == relation; });
        if (!refers) continue;
        note(&Consulted::relations, other.name.name);
        found.push_back(&other);
    }
    return found;
}

std::vector<std::string> Catalog::relation_names(std::string_view schema) const {
    if (consulted_ != nullptr) consulted_->relation_names = true;
    std::vector<std::string> names;
    for (const Relation& relation : data_->relations) {
        const bool visible = schema.empty() ? contains(data_->search_path, relation.name.schema) : relation.name.schema == schema;
        if (visible && !relation.presumed) names.push_back(relation.name.name);
    }
    sort_if_needed(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

const std::vector<std::string>& Catalog::own_schemas() const {
    if (consulted_ != nullptr) consulted_->own_schemas = true;
    return *own_schemas_;
}

const TypeDefinition* Catalog::find_type(const QualifiedName& name) const {
    note(&Consulted::types, name.name);
    return find_sorted(data_->types, name.schema, name.name);
}

std::vector<const Function*> Catalog::find_functions(std::string_view schema, std::string_view name) const {
    note(&Consulted::functions, name);
    std::vector<const Function*> found;
    for (const Function& function : data_->functions) {
        const bool visible = schema.empty() ? contains(data_->search_path, function.name.schema) : function.name.schema == schema;
        if (visible && function.name.name == name) found.push_back(&function);
    }
    return found;
}

bool Catalog::may_have_function(std::string_view schema, std::string_view name) const {
    note(&Consulted::functions, name);
    return std::ranges::any_of(data_->presumed_functions, [&](const QualifiedName& function) {
        const bool visible = schema.empty() ? contains(data_->search_path, function.schema) : function.schema == schema;
        return visible && function.name == name;
    });
}

const Sequence* Catalog::find_sequence(const QualifiedName& name) const {
    if (consulted_ != nullptr) consulted_->sequences = true;
    return find_sorted(data_->sequences, name.schema, name.name);
}

const Sequence* Catalog::find_owned_sequence(const QualifiedName& relation, std::string_view column) const {
    if (consulted_ != nullptr) consulted_->sequences = true;
    const auto owned = std::ranges::find_if(data_->sequences, [&](const Sequence& sequence) {
        return sequence.owner_relation == relation && sequence.owner_column == column;
    });
    return owned == data_->sequences.end() ? nullptr : &*owned;
}

Type Catalog::base_type(const Type& type) const {
    Type walked = type;
    for (int depth = 0; depth < kMaximumDomainDepth; ++depth) {
        const TypeDefinition* definition = find_type(walked.name);
        if (definition == nullptr || definition->kind != TypeKind::Domain) break;
        const std::uint8_t outer_dimensions = walked.array_dimensions;
        walked = definition->base;
        walked.array_dimensions = static_cast<std::uint8_t>(walked.array_dimensions + outer_dimensions);
    }
    return walked;
}

bool Catalog::domain_is_not_null(const Type& type) const {
    Type walked = type;
    for (int depth = 0; depth < kMaximumDomainDepth && !walked.is_array(); ++depth) {
        const TypeDefinition* definition = find_type(walked.name);
        if (definition == nullptr || definition->kind != TypeKind::Domain) return false;
        if (definition->not_null) return true;
        walked = definition->base;
    }
    return false;
}

const PendingName* Catalog::find_pending(const QualifiedName& relation, std::string_view column) const {
    note(&Consulted::relations, relation.name);
    return find_name(data_->pending, relation.schema, relation.name, column);
}

std::string_view Catalog::pending_in(const QualifiedName& relation, std::string_view column) const {
    const PendingName* pending = find_pending(relation, column);
    return pending == nullptr ? std::string_view() : std::string_view(pending->file);
}

const RemovedName* Catalog::find_removed(std::string_view schema, std::string_view name, std::string_view column) const {
    note(&Consulted::relations, name);
    if (!schema.empty()) return find_name(data_->removed, schema, name, column);
    for (const std::string& searched : data_->search_path) {
        if (const RemovedName* removed = find_name(data_->removed, searched, name, column)) return removed;
    }
    return nullptr;
}

bool Catalog::lacks_column(const Relation& relation, std::string_view column) const {
    if (relation.find_column(column) != nullptr) return false;
    if (relation.columns_complete && !relation.presumed) return true;
    return find_removed(relation.name.schema, relation.name.name, column) != nullptr;
}

const PendingObject* Catalog::find_pending_function(const QualifiedName& function) const {
    note(&Consulted::functions, function.name);
    return find_object(data_->pending_objects, PendingKind::Function, function.schema, function.name, "");
}

const PendingObject* Catalog::find_pending_label(const QualifiedName& type, std::string_view label) const {
    note(&Consulted::types, type.name);
    return find_object(data_->pending_objects, PendingKind::Label, type.schema, type.name, label);
}

const RemovedObject* Catalog::find_removed_function(std::string_view schema, std::string_view name) const {
    note(&Consulted::functions, name);
    if (!schema.empty()) return find_object(data_->removed_objects, PendingKind::Function, schema, name, "");
    for (const std::string& searched : data_->search_path) {
        if (const auto* removed = find_object(data_->removed_objects, PendingKind::Function, searched, name, "")) return removed;
    }
    return nullptr;
}

const RemovedObject* Catalog::find_removed_label(const QualifiedName& type, std::string_view label) const {
    note(&Consulted::types, type.name);
    return find_object(data_->removed_objects, PendingKind::Label, type.schema, type.name, label);
}

void Catalog::note(Consulted::Names Consulted::*kind, std::string_view name) const {
    if (consulted_ != nullptr) (consulted_->*kind).emplace(name);
}

bool Catalog::has_schema(std::string_view schema) const { return contains(data_->schemas, schema); }

bool Catalog::is_incomplete(std::string_view schema) const {
    return contains(data_->incomplete_schemas, schema) || contains(data_->incomplete_schemas, "*");
}

bool Catalog::is_outline(std::string_view schema) const { return contains(data_->outline_schemas, schema); }

bool is_system_schema(std::string_view schema) {
    return schema == "information_schema" || schema == "pg_catalog" || schema == "pg_toast" || schema.starts_with("pg_temp") ||
           schema.starts_with("pg_toast_temp");
}

}  // namespace rowtype::catalog
