#include "reflect/migrations/schema_builder.h"

#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/sql/names.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::Relation;

namespace {

void replace_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
    std::ranges::replace(names, from, to);
}

bool mentions_column(const RelationState& view, const std::string& column) {
    return std::ranges::any_of(view.mentions, [&](const std::string& name) { return name == column || name == "*"; });
}

void rename_in_indexes(Relation& relation, const std::string& from, const std::string& to) {
    for (catalog::Index& index : relation.indexes) {
        replace_in(index.columns, from, to);
        replace_in(index.included_columns, from, to);
        for (std::string& expression : index.expressions) expression = rename_identifier(expression, from, to);
        index.predicate = rename_identifier(index.predicate, from, to);
    }
}

void rename_in_keys(Relation& relation, const std::string& from, const std::string& to) {
    const auto rename = [&](catalog::Key& key) {
        replace_in(key.columns, from, to);
        replace_in(key.included_columns, from, to);
    };
    if (relation.primary_key) rename(*relation.primary_key);
    for (catalog::Key& key : relation.unique_keys) rename(key);
    for (catalog::ForeignKey& key : relation.foreign_keys) replace_in(key.columns, from, to);
}

// PostgreSQL drops a key, check or index with any of its columns.
void drop_column_uses(Relation& relation, const std::string& column) {
    const auto holds = [&](const std::vector<std::string>& names) { return std::ranges::find(names, column) != names.end(); };
    const auto in_key = [&](const catalog::Key& key) { return holds(key.columns) || holds(key.included_columns); };
    if (relation.primary_key && in_key(*relation.primary_key)) relation.primary_key.reset();
    std::erase_if(relation.unique_keys, in_key);
    std::erase_if(relation.foreign_keys, [&](const catalog::ForeignKey& key) { return holds(key.columns); });
    std::erase_if(relation.checks, [&](const catalog::Check& check) { return holds_identifier(check.expression, column); });
    std::erase_if(relation.indexes, [&](const catalog::Index& index) {
        const auto mentions = [&](const std::string& expression) { return holds_identifier(expression, column); };
        return holds(index.columns) || holds(index.included_columns) || mentions(index.predicate) ||
               std::ranges::any_of(index.expressions, mentions);
    });
}

}  // namespace

std::uint32_t StatementSource::line_at(std::int64_t offset) const {
    const std::size_t end = std::min(static_cast<std::size_t>(std::max<std::int64_t>(offset, 0)), text.size());
    return line + static_cast<std::uint32_t>(std::ranges::count(text.substr(0, end), '\n'));
}

SchemaBuilder::SchemaBuilder() = default;

void SchemaBuilder::note(std::string message) { notes_.push_back({source.file, source.line, std::move(message)}); }

// Schemas ---------------------------------------------------------------------------------------------------------------

void SchemaBuilder::create_schema(const std::string& name) {
    schemas_.insert(name);
    assumed_schemas_.erase(name);
}

void SchemaBuilder::drop_schema(const std::string& name) {
    std::vector<QualifiedName> inside;
    for (const auto& [relation, state] : relations_) {
        if (relation.schema == name) inside.push_back(relation);
    }
    for (const QualifiedName& relation : inside) drop_relation(relation, true);
    std::erase_if(types_, [&](const auto& entry) { return entry.first.schema == name; });
    std::erase_if(functions_, [&](const FunctionState& state) { return state.function.name.schema == name; });
    std::erase_if(sequences, [&](const QualifiedName& sequence) { return sequence.schema == name; });
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
    return found == relations_.end() ? nullptr : &found->second;
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
    RelationState& state = relations_[name];
    state = {};
    state.relation = std::move(relation);
    state.file = source.file;
    state.line = source.line;
    return state;
}

void SchemaBuilder::drop_relation(const QualifiedName& name, bool cascade) {
    const auto found = relations_.find(name);
    if (found == relations_.end()) return;
    removed.push_back({name, "", "", source.file, source.line});
    for (const auto& [column, sequence] : found->second.owned_sequences) sequences.erase({name.schema, sequence});
    relations_.erase(found);
    std::vector<QualifiedName> dependents;
    for (auto& [other, state] : relations_) {
        std::erase_if(state.relation.foreign_keys,
                      [&](const catalog::ForeignKey& key) { return key.referenced_relation == name; });
        const bool is_part = state.relation.partition_of == name;
        const bool inherits = std::ranges::find(state.parents, name) != state.parents.end();
        const bool reads = std::ranges::find(state.reads, name) != state.reads.end();
        if (is_part || (cascade && (inherits || reads))) dependents.push_back(other);
    }
    for (const QualifiedName& dependent : dependents) drop_relation(dependent, true);
}

void SchemaBuilder::rename_relation(const QualifiedName& from, const QualifiedName& to) {
    auto moved = relations_.extract(from);
    if (moved.empty()) return;
    for (catalog::RemovedName& earlier : removed) {
        if (!earlier.column.empty() && earlier.relation == from) earlier.relation = to;
    }
    removed.push_back({from, "", from.schema == to.schema ? to.name : to.to_string(), source.file, source.line});
    RelationState state = std::move(moved.mapped());
    state.relation.name = to;
    if (from.schema != to.schema) {
        for (const auto& [column, sequence] : state.owned_sequences) {
            sequences.erase({from.schema, sequence});
            sequences.insert({to.schema, sequence});
        }
    }
    relations_[to] = std::move(state);
    for (auto& [other, entry] : relations_) {
        for (catalog::ForeignKey& key : entry.relation.foreign_keys) {
            if (key.referenced_relation == from) key.referenced_relation = to;
        }
        std::ranges::replace(entry.parents, from, to);
        std::ranges::replace(entry.reads, from, to);
        if (entry.relation.partition_of == from) entry.relation.partition_of = to;
    }
    replace_type_name(from, to);
}

void SchemaBuilder::rename_column(const QualifiedName& name, const std::string& from, const std::string& to) {
    RelationState* state = find_relation(name);
    if (state == nullptr) return;
    removed.push_back({name, from, to, source.file, source.line});
    Relation& relation = state->relation;
    for (catalog::Column& column : relation.columns) {
        if (column.name == from) column.name = to;
        if (column.generated_expression) *column.generated_expression = rename_identifier(*column.generated_expression, from, to);
    }
    for (catalog::Check& check : relation.checks) check.expression = rename_identifier(check.expression, from, to);
    rename_in_keys(relation, from, to);
    rename_in_indexes(relation, from, to);
    if (auto origin = state->column_origins.extract(from); !origin.empty()) state->column_origins[to] = origin.mapped();
    if (auto owned = state->owned_sequences.extract(from); !owned.empty()) state->owned_sequences[to] = owned.mapped();
    for (auto& [other, entry] : relations_) {
        for (catalog::ForeignKey& key : entry.relation.foreign_keys) {
            if (key.referenced_relation == name) replace_in(key.referenced_columns, from, to);
        }
        if (std::ranges::find(entry.reads, name) != entry.reads.end() && mentions_column(entry, from)) {
            entry.mentions.push_back(to);
        }
    }
    for (RelationState* child : children_of(name)) rename_column(child->relation.name, from, to);
}

void SchemaBuilder::drop_column(RelationState& state, const std::string& column, bool cascade) {
    const QualifiedName name = state.relation.name;
    removed.push_back({name, column, "", source.file, source.line});
    std::erase_if(state.relation.columns, [&](const catalog::Column& candidate) { return candidate.name == column; });
    drop_column_uses(state.relation, column);
    state.column_origins.erase(column);
    if (const auto owned = state.owned_sequences.find(column); owned != state.owned_sequences.end()) {
        sequences.erase({name.schema, owned->second});
        state.owned_sequences.erase(owned);
    }
    std::vector<QualifiedName> views;
    for (auto& [other, entry] : relations_) {
        std::erase_if(entry.relation.foreign_keys, [&](const catalog::ForeignKey& key) {
            const auto& referenced = key.referenced_columns;
            return key.referenced_relation == name && std::ranges::find(referenced, column) != referenced.end();
        });
        const bool reads = std::ranges::find(entry.reads, name) != entry.reads.end();
        if (cascade && reads && mentions_column(entry, column)) views.push_back(other);
    }
    for (const QualifiedName& view : views) drop_relation(view, true);
    for (RelationState* child : children_of(name)) drop_column(*child, column, cascade);
}

void SchemaBuilder::for_each_relation(const std::function<void(RelationState&)>& visit) {
    for (auto& [name, state] : relations_) visit(state);
}

std::vector<RelationState*> SchemaBuilder::children_of(const QualifiedName& name) {
    std::vector<RelationState*> children;
    for (auto& [other, state] : relations_) {
        if (other != name && std::ranges::find(state.parents, name) != state.parents.end()) children.push_back(&state);
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

bool SchemaBuilder::is_relation_name_taken(const QualifiedName& name) const {
    if (relations_.contains(name) || sequences.contains(name)) return true;
    return std::ranges::any_of(relations_, [&](const auto& entry) {
        return entry.first.schema == name.schema && has_index_named(entry.second.relation, name.name);
    });
}

bool SchemaBuilder::is_constraint_name_taken(const QualifiedName& name) const {
    return std::ranges::any_of(relations_, [&](const auto& entry) {
        const Relation& relation = entry.second.relation;
        if (entry.first.schema != name.schema) return false;
        if (relation.primary_key && relation.primary_key->name == name.name) return true;
        return std::ranges::find(relation.unique_keys, name.name, &catalog::Key::name) != relation.unique_keys.end() ||
               std::ranges::find(relation.foreign_keys, name.name, &catalog::ForeignKey::name) != relation.foreign_keys.end() ||
               std::ranges::find(relation.checks, name.name, &catalog::Check::name) != relation.checks.end();
    });
}

RelationState* SchemaBuilder::find_index_owner(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        for (auto& [name, state] : relations_) {
            if (name.schema == schema && has_index_named(state.relation, written.name)) return &state;
        }
    }
    return nullptr;
}

// Types -----------------------------------------------------------------------------------------------------------------

catalog::TypeDefinition* SchemaBuilder::find_type(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        if (catalog::TypeDefinition* type = find_type(QualifiedName{schema, written.name})) return type;
    }
    return nullptr;
}

catalog::TypeDefinition* SchemaBuilder::find_type(const QualifiedName& name) {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : &found->second;
}

catalog::TypeDefinition& SchemaBuilder::add_type(catalog::TypeDefinition type) {
    const QualifiedName name = type.name;
    type_origins_[name] = {source.file, source.line};
    return types_[name] = std::move(type);
}

void SchemaBuilder::drop_type(const QualifiedName& name, bool cascade) {
    types_.erase(name);
    type_origins_.erase(name);
    if (!cascade) return;
    std::vector<std::pair<QualifiedName, std::string>> columns;
    for (const auto& [relation, state] : relations_) {
        for (const catalog::Column& column : state.relation.columns) {
            if (column.type.name == name) columns.emplace_back(relation, column.name);
        }
    }
    for (const auto& [relation, column] : columns) {
        if (RelationState* state = find_relation(relation)) drop_column(*state, column, true);
    }
}

void SchemaBuilder::rename_type(const QualifiedName& from, const QualifiedName& to) {
    auto moved = types_.extract(from);
    if (moved.empty()) return;
    moved.key() = to;
    moved.mapped().name = to;
    types_.insert(std::move(moved));
    if (auto origin = type_origins_.extract(from); !origin.empty()) type_origins_[to] = origin.mapped();
    replace_type_name(from, to);
}

void SchemaBuilder::replace_type_name(const QualifiedName& from, const QualifiedName& to) {
    const auto replace = [&](catalog::Type& type) {
        if (type.name == from) type.name = to;
    };
    for (auto& [name, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) replace(column.type);
    }
    for (auto& [name, type] : types_) {
        replace(type.base);
        for (catalog::Attribute& attribute : type.attributes) replace(attribute.type);
    }
    for (FunctionState& state : functions_) {
        replace(state.function.result);
        for (catalog::Argument& argument : state.function.arguments) replace(argument.type);
    }
}

bool SchemaBuilder::names_function(const WrittenName& written, const catalog::Function& function) const {
    const std::vector<std::string> schemas = lookup_schemas(written);
    return function.name.name == written.name && std::ranges::find(schemas, function.name.schema) != schemas.end();
}

void SchemaBuilder::mark_everything_unknown() {
    mark_incomplete("*");
    for (auto& [name, state] : relations_) state.relation.columns_complete = false;
}

}  // namespace rowtype::migrations
