#include "reflect/migrations/pending.h"

#include <algorithm>
#include <map>
#include <set>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/supabase.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

using catalog::CatalogData;
using catalog::PendingName;
using catalog::QualifiedName;
using catalog::Relation;

namespace {

CatalogData apply_over(const CatalogData& base, const std::vector<SqlFile>& files, const std::vector<FileState>& states,
                       FileState wanted);
CatalogData with_additions(CatalogData base, CatalogData late);

}  // namespace

CatalogData apply_pending(CatalogData base, const std::vector<SqlFile>& files, const std::vector<FileState>& states) {
    const auto has = [&](FileState state) { return std::ranges::find(states, state) != states.end(); };
    if (has(FileState::Late)) {
        CatalogData late = apply_over(base, files, states, FileState::Late);
        base = with_additions(std::move(base), std::move(late));
    }
    return has(FileState::Pending) ? apply_over(base, files, states, FileState::Pending) : base;
}

namespace {

std::vector<PendingName> pending_names(const CatalogData& base, SchemaBuilder& schema);
void leave_out_unread_schemas(CatalogData& data, const std::set<std::string>& unread);

CatalogData apply_over(const CatalogData& base, const std::vector<SqlFile>& files, const std::vector<FileState>& states,
                       FileState wanted) {
    SchemaBuilder schema;
    if (is_supabase(files)) add_supabase_objects(schema, true);
    std::set<std::string> unread = schema.schemas();
    for (const std::string& read : base.schemas) unread.erase(read);
    bool cascades = false;
    for (std::size_t index = 0; index < files.size(); ++index) {
        cascades = cascades || (states[index] == wanted && sql::fold(files[index].text).find("cascade") != std::string::npos);
    }
    schema.start_from(base, cascades);
    apply_files(schema, files, [&](std::size_t index) { return states[index] == wanted; });
    std::vector<PendingName> pending = pending_names(base, schema);
    std::vector<catalog::PendingObject> pending_objects = schema.pending_objects(base);
    std::vector<catalog::RemovedObject> removed_objects = schema.pending_removals(base);
    CatalogData data = schema.finish(base.search_path).data;
    leave_out_unread_schemas(data, unread);
    data.server_version = base.server_version;
    data.pending = std::move(pending);
    data.pending_objects = std::move(pending_objects);
    data.removed_objects = std::move(removed_objects);
    return data;
}

// Where a statement gave the column its name, else the relation.
void add_pending(const RelationState& state, const std::string& column, std::vector<PendingName>& pending) {
    PendingName name{state.relation.name, column, state.file, state.line};
    if (const auto origin = state.column_origins.find(column); origin != state.column_origins.end()) {
        std::tie(name.file, name.line) = origin->second;
    }
    if (!name.file.empty()) pending.push_back(std::move(name));
}

// Names that are in the schema now and were not in the base; what was pending in the base and still stands stays so.
std::vector<PendingName> pending_names(const CatalogData& base, SchemaBuilder& schema) {
    std::map<QualifiedName, const Relation*> before;
    for (const Relation& relation : base.relations) before.emplace(relation.name, &relation);
    std::vector<PendingName> pending;
    schema.for_each_relation([&](const RelationState& state) {
        if (state.temporary) return;
        const auto same_name = before.find(state.relation.name);
        const auto same_object = state.started_as.name.empty() ? same_name : before.find(state.started_as);
        if (same_name == before.end() && (!state.assumed || state.not_understood)) add_pending(state, "", pending);
        for (const catalog::Column& column : state.relation.columns) {
            const bool is_known = same_object != before.end() && same_object->second->find_column(column.name) != nullptr;
            if (!is_known) add_pending(state, column.name, pending);
        }
    });
    for (const PendingName& earlier : base.pending) {
        const RelationState* state = schema.find_relation(earlier.relation);
        const bool stands =
            state != nullptr && (earlier.column.empty() || state->relation.find_column(earlier.column) != nullptr);
        if (stands) pending.push_back(earlier);
    }
    return pending;
}

// They were there so that statements find what they refer to; what of them was not read stays unknown.
void leave_out_unread_schemas(CatalogData& data, const std::set<std::string>& unread) {
    const auto is_unread = [&](const auto& object) { return unread.contains(object.name.schema); };
    std::erase_if(data.relations, is_unread);
    std::erase_if(data.types, is_unread);
    std::erase_if(data.functions, is_unread);
    std::erase_if(data.sequences, is_unread);
    std::erase_if(data.schema_privileges, [&](const auto& privileges) { return unread.contains(privileges.schema); });
    std::erase_if(data.schemas, [&](const std::string& schema) { return unread.contains(schema); });
    std::erase_if(data.incomplete_schemas, [&](const std::string& schema) { return unread.contains(schema); });
}

template <class Object>
void add_new(std::vector<Object>& base, std::vector<Object>& late) {
    std::set<QualifiedName> known;
    for (const Object& object : base) known.insert(object.name);
    for (Object& object : late) {
        if (!known.contains(object.name)) base.push_back(std::move(object));
    }
}

void add_triggers(Relation& relation, const Relation& late) {
    relation.triggers_complete = relation.triggers_complete && late.triggers_complete;
    for (const catalog::Trigger& trigger : late.triggers) {
        const bool has = std::ranges::any_of(relation.triggers, [&](const auto& other) { return other.name == trigger.name; });
        if (!has) relation.triggers.push_back(trigger);
    }
    for (const std::string& rule : late.rules) {
        if (std::ranges::find(relation.rules, rule) == relation.rules.end()) relation.rules.push_back(rule);
    }
}

// What late files make, beside all that the base has.
CatalogData with_additions(CatalogData base, CatalogData late) {
    std::map<QualifiedName, Relation*> after;
    for (Relation& relation : late.relations) after.emplace(relation.name, &relation);
    for (Relation& relation : base.relations) {
        const auto found = after.find(relation.name);
        if (found == after.end()) continue;
        relation.columns_complete = relation.columns_complete && found->second->columns_complete;
        for (const catalog::Column& column : found->second->columns) {
            if (relation.find_column(column.name) == nullptr) relation.columns.push_back(column);
        }
        add_triggers(relation, *found->second);
    }
    std::map<QualifiedName, const catalog::TypeDefinition*> types;
    for (const catalog::TypeDefinition& type : late.types) types.emplace(type.name, &type);
    for (catalog::TypeDefinition& type : base.types) {
        const auto found = types.find(type.name);
        if (found == types.end()) continue;
        for (const std::string& label : found->second->labels) {
            if (std::ranges::find(type.labels, label) == type.labels.end()) type.labels.push_back(label);
        }
    }
    std::erase_if(base.removed, [&](const catalog::RemovedName& name) {
        return std::ranges::find(late.removed, name) == late.removed.end();  // a late file may have made it again
    });
    add_new(base.relations, late.relations);
    add_new(base.types, late.types);
    add_new(base.functions, late.functions);
    add_new(base.sequences, late.sequences);
    base.access_known = late.access_known;
    base.policies_known = late.policies_known;
    base.triggers_known = late.triggers_known;
    std::set<std::string> known;
    for (const catalog::SchemaPrivileges& privileges : base.schema_privileges) known.insert(privileges.schema);
    for (catalog::SchemaPrivileges& privileges : late.schema_privileges) {
        if (!known.contains(privileges.schema)) base.schema_privileges.push_back(std::move(privileges));
    }
    base.schemas.insert(base.schemas.end(), late.schemas.begin(), late.schemas.end());
    base.incomplete_schemas = std::move(late.incomplete_schemas);
    base.notes = std::move(late.notes);
    base.pending = std::move(late.pending);
    base.pending_objects = std::move(late.pending_objects);
    return base;
}

}  // namespace

}  // namespace rowtype::migrations
