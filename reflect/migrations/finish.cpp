// The end of a run: from the builder's state to the plain catalog.
#include <algorithm>

#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/used_tables.h"
#include "reflect/migrations/view_columns.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

namespace {

constexpr int kMaximumDomainDepth = 64;

}  // namespace

MigrationCatalog SchemaBuilder::finish(std::vector<std::string> catalog_search_path) {
    complete_foreign_keys();
    complete_types();
    assume_relations_of_functions();
    note_assumed_relations();
    MigrationCatalog result;
    result.origins = origins();
    catalog::CatalogData& data = result.data;
    data.removed = gone_names();
    data.removed_objects = gone_objects();
    data.search_path = std::move(catalog_search_path);
    data.schemas.assign(schemas_.begin(), schemas_.end());
    incomplete_schemas_.insert(assumed_schemas_.begin(), assumed_schemas_.end());
    data.incomplete_schemas.assign(incomplete_schemas_.begin(), incomplete_schemas_.end());
    for (auto& [name, state] : relations_) {
        const bool is_made_here = state.started_as.name.empty() && state.relation.extension.empty();
        const bool of_platform = is_made_here && platform_schemas.contains(name.schema);
        if (of_platform) state.relation.extension = "supabase";
        if (state.assumed && state.relation.extension.empty()) state.relation.presumed = true;
        if (!state.temporary) data.relations.push_back(std::move(state.relation));
    }
    for (auto& [name, type] : types_) data.types.push_back(std::move(type));
    for (FunctionState& state : functions_) {
        if (state.is_doubtful) data.presumed_functions.push_back(state.function.name);
        data.functions.push_back(std::move(state.function));
    }
    for (auto& [name, state] : sequences_) {
        const bool temporary = name.schema == "pg_temp" || state.sequence.owner_relation.schema == "pg_temp";
        if (!temporary) data.sequences.push_back(std::move(state.sequence));
    }
    finish_access(data);
    resolve_nullability(data);
    prove_views(data);
    data.notes = std::move(notes_);
    return result;
}

// Of a schema that no file creates, and of one of the platform's own, nobody knows who may use it.
void SchemaBuilder::finish_access(catalog::CatalogData& data) {
    data.access_known = access.decidable && access.known;
    data.policies_known = access.known;
    data.triggers_known = triggers_known;
    for (const std::string& schema : schemas_) {
        const auto grants = access.schemas.find(schema);
        const bool is_known = !assumed_schemas_.contains(schema) && !platform_schemas.contains(schema);
        if (!is_known) continue;
        data.schema_privileges.push_back(
            {schema, grants == access.schemas.end() ? std::vector<catalog::Grant>() : grants->second});
    }
    data.default_privileges = access.defaults;
    for (catalog::DefaultPrivileges& entry : data.default_privileges) {
        if (entry.owner.empty() && !access.own_names.empty()) entry.owner = *access.own_names.begin();
    }
}

// NOT NULL came or went behind the view's back: it is proven again, of the schema as it is at the end.
void SchemaBuilder::prove_views(catalog::CatalogData& data) const {
    if (views_to_prove_.empty()) return;
    std::map<QualifiedName, std::vector<std::string>> paths;
    for (const QualifiedName& view : views_to_prove_) {
        const auto state = relations_.find(view);
        if (state != relations_.end()) paths.emplace(view, state->second.query_path);
    }
    infer_view_columns(data, paths);
}

// REFERENCES without columns means the primary key, which may be known only by now.
void SchemaBuilder::complete_foreign_keys() {
    for (auto& [name, state] : relations_) {
        std::erase_if(state.relation.foreign_keys, [&](catalog::ForeignKey& key) {
            if (!key.referenced_columns.empty()) return false;
            const RelationState* target = find_relation(key.referenced_relation);
            if (target == nullptr || !target->relation.primary_key) {
                notes_.push_back({state.file, state.line,
                                  "the primary key of " + key.referenced_relation.to_string() + ", which the foreign key " +
                                      key.name + " of " + name.to_string() +
                                      " refers to, is not known; the foreign key is left out"});
                return true;
            }
            key.referenced_columns = target->relation.primary_key->columns;
            return false;
        });
    }
}

// Files that are not in PostgreSQL's order may use a type before they create it.
void SchemaBuilder::complete_types() {
    search_path = default_search_path;
    const auto complete = [this](catalog::Type& type) {
        if (type.is_known() || type.name.name.empty()) return;
        if (const catalog::TypeDefinition* found = find_type(WrittenName{"", type.name.name})) type.name = found->name;
    };
    for (auto& [name, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) complete(column.type);
    }
    for (auto& [name, type] : types_) {
        complete(type.base);
        for (catalog::Attribute& attribute : type.attributes) complete(attribute.type);
    }
    for (FunctionState& state : functions_) {
        complete(state.function.result);
        for (catalog::Argument& argument : state.function.arguments) complete(argument.type);
    }
}

// Files that make functions and not one table: those that the functions use come from elsewhere, such as a dashboard.
void SchemaBuilder::assume_relations_of_functions() {
    const auto is_made = [](const auto& entry) { return entry.second.relation.extension.empty() && !entry.second.assumed; };
    if (std::ranges::any_of(relations_, is_made)) return;
    search_path = default_search_path;
    for (const FunctionState& state : functions_) {
        if (!state.function.extension.empty() || state.file.empty()) continue;
        source.file = state.file;
        source.line = state.line;
        for (const WrittenName& name : tables_used_in(state.body)) {
            const bool is_of_schema = name.schema.empty() || schemas_.contains(name.schema);
            if (is_of_schema && !platform_schemas.contains(name.schema)) find_or_assume_relation(name);
        }
    }
}

// Files that build on tables of which none creates any are no whole history: there are more of these. One such table among many is
// one that somebody made by hand.
void SchemaBuilder::note_assumed_relations() {
    constexpr std::size_t kMostByHand = 4;  // every fourth
    const auto is_assumed = [](const RelationState& state) { return state.assumed && !state.not_understood && !state.temporary; };
    std::map<std::string, std::pair<std::size_t, std::size_t>> shares;  // by schema: assumed, all
    for (const auto& [name, state] : relations_) {
        auto& [assumed, all] = shares[name.schema];
        assumed += is_assumed(state) ? 1 : 0;
        ++all;
    }
    for (const auto& [name, state] : relations_) {
        if (!is_assumed(state)) continue;
        const auto& [assumed, all] = shares[name.schema];
        if (assumptions_open_schemas || assumed * kMostByHand >= all)
            incomplete_schemas_.insert(name.schema);  // from before the first file
        notes_.push_back({state.file, state.line,
                          "no file creates " + name.to_string() + ", which this statement uses; it is taken to " +
                              "exist, with columns unknown"});
    }
}

// A column whose type is a domain that refuses NULL, at any depth, refuses NULL.
void SchemaBuilder::resolve_nullability(catalog::CatalogData& data) const {
    const auto find = [&data](const QualifiedName& name) -> const catalog::TypeDefinition* {
        const auto found = std::ranges::lower_bound(data.types, name, {}, &catalog::TypeDefinition::name);
        return found != data.types.end() && found->name == name ? &*found : nullptr;
    };
    // Unknown: where something that was not understood may have changed a domain.
    const auto nullability_by = [&find](const catalog::Type& type) {
        const catalog::Type* walked = &type;
        for (int depth = 0; depth < kMaximumDomainDepth && !walked->is_array(); ++depth) {
            const catalog::TypeDefinition* definition = find(walked->name);
            if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
            if (!definition->complete) return catalog::Nullability::Unknown;
            if (definition->not_null) return catalog::Nullability::NotNull;
            walked = &definition->base;
        }
        return catalog::Nullability::Nullable;
    };
    for (catalog::Relation& relation : data.relations) {
        for (catalog::Column& column : relation.columns) {
            const bool table_column = column.nullability == catalog::Nullability::Nullable && !relation.is_view();
            if (table_column) column.nullability = nullability_by(column.type);
        }
    }
}

std::vector<Origin> SchemaBuilder::origins() const {
    std::vector<Origin> origins;
    for (const auto& [name, state] : relations_) {
        if (state.temporary || state.file.empty()) continue;
        origins.push_back({name, "", state.file, state.line});
        for (const auto& [column, place] : state.column_origins) origins.push_back({name, column, place.first, place.second});
    }
    for (const auto& [name, place] : type_origins_) {
        if (!place.first.empty()) origins.push_back({name, "", place.first, place.second});
    }
    std::ranges::sort(origins, [](const Origin& left, const Origin& right) {
        return std::tie(left.object, left.column) < std::tie(right.object, right.column);
    });
    return origins;
}

}  // namespace rowtype::migrations
