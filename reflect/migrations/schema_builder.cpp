#include "reflect/migrations/schema_builder.h"

#include <algorithm>

#include "reflect/migrations/extensions.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Relation;

bool StatementSource::has(NewerClause::Kind kind, std::int64_t constraint_location) const {
    return std::ranges::any_of(
        newer, [&](const NewerClause& clause) { return clause.kind == kind && clause.constraint == constraint_location; });
}

std::uint32_t StatementSource::line_at(std::int64_t offset) const {
    const std::size_t end = std::min(static_cast<std::size_t>(std::max<std::int64_t>(offset, 0)), text.size());
    return line + static_cast<std::uint32_t>(std::ranges::count(text.substr(0, end), '\n'));
}

SchemaBuilder::SchemaBuilder() {
    catalog::PrivilegeSet usage;
    usage.add(catalog::Privilege::Usage);
    // As initdb makes it since PostgreSQL 15.
    access.schemas["public"] = {{catalog::kPublicRole, usage}};
    access.schema_owners["public"] = "pg_database_owner";
}

void SchemaBuilder::note(std::string message) { notes_.push_back({source.file, source.line, std::move(message)}); }

// Schemas ---------------------------------------------------------------------------------------------------------------

void SchemaBuilder::create_schema(const std::string& name) {
    if (schemas_.insert(name).second) access.schema_owners[name] = access.current_role;
    assumed_schemas_.erase(name);
}

void SchemaBuilder::drop_schema(const std::string& name) {
    std::vector<QualifiedName> inside;
    for (const auto& [relation, state] : relations_) {
        if (relation.schema == name) inside.push_back(relation);
    }
    for (const QualifiedName& relation : inside) drop_relation(relation, true);
    std::set<std::string> installed;
    for (const auto& [type, definition] : types_) {
        if (type.schema == name && extensions.contains(definition.extension)) installed.insert(definition.extension);
    }
    for (const std::string& extension : installed) drop_extension(*this, extension, true);
    inside.clear();
    for (const auto& [type, definition] : types_) {
        if (type.schema == name) inside.push_back(type);
    }
    for (const QualifiedName& type : inside) drop_type(type, true);
    std::vector<catalog::Function> functions;
    for (const FunctionState& state : functions_) {
        if (state.function.name.schema == name) functions.push_back(state.function);
    }
    for (const catalog::Function& function : functions) drop_function(function, true);
    inside.clear();
    for (const auto& [sequence, state] : sequences_) {
        if (sequence.schema == name) inside.push_back(sequence);
    }
    for (const QualifiedName& sequence : inside) drop_sequence(sequence, true);
    access.schemas.erase(name);
    access.schema_owners.erase(name);
    std::erase_if(access.defaults, [&](const catalog::DefaultPrivileges& entry) { return entry.schema == name; });
    schemas_.erase(name);
    assumed_schemas_.erase(name);
    incomplete_schemas_.erase(name);
}

void SchemaBuilder::rename_schema(const std::string& from, const std::string& to) {
    std::vector<QualifiedName> inside;
    for (const auto& [relation, state] : relations_) {
        if (relation.schema == from) inside.push_back(relation);
    }
    for (const QualifiedName& relation : inside) rename_relation(relation, {to, relation.name});
    inside.clear();
    for (const auto& [type, definition] : types_) {
        if (type.schema == from) inside.push_back(type);
    }
    for (const QualifiedName& type : inside) rename_type(type, {to, type.name});
    for (FunctionState& state : functions_) {
        if (state.function.name.schema == from) state.function.name.schema = to;
    }
    inside.clear();
    for (const auto& [sequence, state] : sequences_) {
        if (sequence.schema == from) inside.push_back(sequence);
    }
    for (const QualifiedName& sequence : inside) rename_sequence(sequence, {to, sequence.name});
    if (auto grants = access.schemas.extract(from); !grants.empty()) access.schemas[to] = std::move(grants.mapped());
    if (auto owner = access.schema_owners.extract(from); !owner.empty()) access.schema_owners[to] = std::move(owner.mapped());
    for (catalog::DefaultPrivileges& entry : access.defaults) {
        if (entry.schema == from) entry.schema = to;
    }
    schemas_.erase(from);
    schemas_.insert(to);
    if (incomplete_schemas_.erase(from) != 0) incomplete_schemas_.insert(to);
}

QualifiedName SchemaBuilder::name_to_create(const WrittenName& written) {
    if (!written.schema.empty()) {
        if (catalog::is_system_schema(written.schema)) return {written.schema, written.name};
        if (schemas_.insert(written.schema).second) assumed_schemas_.insert(written.schema);
        return {written.schema, written.name};
    }
    for (const std::string& schema : search_path) {
        if (has_schema(schema)) return {schema, written.name};
    }
    return {"public", written.name};
}

std::vector<std::string> SchemaBuilder::lookup_schemas(const WrittenName& written) const {
    if (!written.schema.empty()) return {written.schema};
    std::vector<std::string> schemas = {"pg_temp"};
    schemas.insert(schemas.end(), search_path.begin(), search_path.end());
    return schemas;
}

// Relations -------------------------------------------------------------------------------------------------------------

RelationState* SchemaBuilder::find_relation(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        if (RelationState* state = find_relation(QualifiedName{schema, written.name})) return state;
    }
    return nullptr;
}

RelationState* SchemaBuilder::find_relation(const QualifiedName& name) {
    const auto found = relations_.find(name);
    if (found == relations_.end()) return nullptr;
    names_.touch(name);
    return &found->second;
}

RelationState& SchemaBuilder::find_or_assume_relation(const WrittenName& written) {
    if (RelationState* state = find_relation(written)) return *state;
    Relation relation;
    relation.name = name_to_create(written);
    relation.columns_complete = false;
    RelationState& state = add_relation(std::move(relation));
    state.assumed = true;
    return state;
}

RelationState& SchemaBuilder::add_relation(Relation relation) {
    const QualifiedName name = relation.name;
    names_.touch(name);
    RelationState& state = relations_[name];
    state = {};
    state.relation = std::move(relation);
    state.relation.grants = access.grants_of_new(catalog::ObjectClass::Relations, name.schema);
    state.owner = access.current_role;
    state.file = source.file;
    state.line = source.line;
    return state;
}

void SchemaBuilder::forget_what_views_prove(const QualifiedName& relation) {
    if (!read_.contains(relation)) return;
    for (const auto& [name, state] : relations_) {
        const bool reads = std::ranges::find(state.reads, relation) != state.reads.end();
        if (reads && views_to_prove_.insert(name).second) forget_what_views_prove(name);
    }
}

void SchemaBuilder::for_each_relation(const std::function<void(RelationState&)>& visit) {
    names_.touch_all(relations_);
    for (auto& [name, state] : relations_) visit(state);
}

std::vector<RelationState*> SchemaBuilder::children_of(const QualifiedName& name) {
    std::vector<RelationState*> children;
    if (!parents_.contains(name)) return children;
    for (auto& [other, state] : relations_) {
        if (other == name || std::ranges::find(state.parents, name) == state.parents.end()) continue;
        names_.touch(other);
        children.push_back(&state);
    }
    return children;
}

void SchemaBuilder::set_column_origin(RelationState& state, const std::string& column, std::int64_t offset) {
    state.column_origins[column] = {source.file, source.line_at(offset)};
}

// Names -----------------------------------------------------------------------------------------------------------------

namespace {

bool has_index_named(const Relation& relation, const std::string& name) {
    if (relation.primary_key && relation.primary_key->name == name) return true;
    return std::ranges::find(relation.unique_keys, name, &catalog::Key::name) != relation.unique_keys.end() ||
           std::ranges::find(relation.indexes, name, &catalog::Index::name) != relation.indexes.end();
}

}  // namespace

bool SchemaBuilder::is_relation_name_taken(const QualifiedName& name) {
    return relations_.contains(name) || sequences_.contains(name) || names_.has_index(relations_, name);
}

bool SchemaBuilder::is_constraint_name_taken(const QualifiedName& name) { return names_.has_constraint(relations_, name); }

RelationState* SchemaBuilder::find_index_owner(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        if (!names_.has_index(relations_, {schema, written.name})) continue;
        for (auto& [name, state] : relations_) {
            if (name.schema != schema || !has_index_named(state.relation, written.name)) continue;
            names_.touch(name);
            return &state;
        }
    }
    return nullptr;
}

}  // namespace rowtype::migrations
