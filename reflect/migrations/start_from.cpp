// A run that starts from a catalog, of a server or a snapshot, and not from nothing.
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/sequences.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace {

// The sequence of a serial column, nextval('schema.name'::regclass), where it stands in the column's own schema.
std::string sequence_of(const catalog::Column& column) {
    constexpr std::string_view kStart = "nextval('";
    const std::string_view text = column.default_expression ? std::string_view(*column.default_expression) : "";
    if (!text.starts_with(kStart)) return {};
    std::string_view name = text.substr(kStart.size());
    name = name.substr(0, name.find('\''));
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
    if (name.size() > 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    return std::string(name);
}

void remember_policy_reads(SchemaBuilder& schema, RelationState& state, const std::string& policy,
                           const std::string& expression) {
    const sql::ParseOutcome outcome = sql::parse("SELECT " + expression);
    if (!outcome.tree || outcome.tree->statements().empty()) return;
    walk(*outcome.tree->statements().front().node, [&](const Node& node) {
        if (!node["relname"]) return;
        const RelationState* read = schema.find_relation(range_name(node));
        if (read != nullptr) state.policy_reads[policy].push_back(read->relation.name);
    });
}

}  // namespace

void SchemaBuilder::start_from(const catalog::CatalogData& base, bool files_cascade) {
    starts_from_catalog = true;
    // What the platform is known to have gives way to what was read of it.
    for (const std::string& name : base.schemas) drop_schema(name);
    removed.clear();
    removed_before_ = base.removed;
    removed_objects.clear();
    schemas_.insert(base.schemas.begin(), base.schemas.end());
    incomplete_schemas_.insert(base.incomplete_schemas.begin(), base.incomplete_schemas.end());
    notes_ = base.notes;
    for (const catalog::Relation& relation : base.relations) {
        RelationState& state = add_relation(relation);
        state.started_as = relation.name;
        if (relation.partition_of) state.parents.push_back(*relation.partition_of);
        for (const catalog::QualifiedName& parent : relation.inherits) note_parent(parent);
        if (relation.partition_of) note_parent(*relation.partition_of);
        if (!relation.extension.empty()) extensions.insert(relation.extension);
        state.relation.grants = relation.grants;
        for (const catalog::QualifiedName& parent : relation.inherits) state.parents.push_back(parent);
    }
    for (const catalog::RemovedName& name : base.removed) {
        const auto state = relations_.find(name.relation);
        if (state != relations_.end() && !name.column.empty()) state->second.absent_columns.insert(name.column);
    }
    for (auto& [name, state] : relations_) {  // whether the table declares the column itself is not told
        for (const catalog::QualifiedName& parent : state.parents) {
            const auto found = relations_.find(parent);
            if (found == relations_.end()) continue;
            for (const catalog::Column& column : found->second.relation.columns) ++state.inherited[column.name].parents;
        }
    }
    start_with_sequences(base);
    start_with_access(base);
    triggers_known = base.triggers_known;
    for (const catalog::TypeDefinition& type : base.types) {
        types_[type.name] = type;
        if (!type.extension.empty()) extensions.insert(type.extension);
    }
    for (const catalog::Function& function : base.functions) {
        functions_.push_back({function, "", ""});
        if (!function.extension.empty()) extensions.insert(function.extension);
    }
    if (!files_cascade) return;
    for_each_relation([&](RelationState& state) {
        if (state.relation.definition.empty()) return;
        const sql::ParseOutcome outcome = sql::parse(state.relation.definition);
        if (!outcome.tree || outcome.tree->statements().empty()) return;
        remember_reads(*this, state, *outcome.tree->statements().front().node);
    });
    for_each_relation([&](RelationState& state) {
        for (const catalog::Policy& policy : state.relation.policies) {
            for (const auto& expression : {policy.using_expression, policy.check_expression}) {
                if (expression) remember_policy_reads(*this, state, policy.name, *expression);
            }
        }
    });
}

// Where the source did not read sequences, those of serial columns are told by their defaults.
void SchemaBuilder::start_with_sequences(const catalog::CatalogData& base) {
    for (const catalog::Sequence& sequence : base.sequences) {
        sequences_[sequence.name] = {sequence, ""};
        if (!sequence.extension.empty()) extensions.insert(sequence.extension);
    }
    for (const catalog::Relation& relation : base.relations) {
        for (const catalog::Column& column : relation.columns) {
            const catalog::QualifiedName name{relation.name.schema, sequence_of(column)};
            if (name.name.empty() || sequences_.contains(name)) continue;
            catalog::Sequence sequence = plain_sequence(name, sequence_type_of(column.type));
            sequence.owner_relation = relation.name;
            sequence.owner_column = column.name;
            sequences_[name] = {std::move(sequence), ""};
        }
    }
}

void SchemaBuilder::start_with_access(const catalog::CatalogData& base) {
    access.decidable = base.access_known;
    access.known = base.policies_known;
    access.any_owner = access.own_names.empty();
    access.schemas.clear();
    access.defaults = base.default_privileges;
    for (catalog::DefaultPrivileges& entry : access.defaults) {
        if (!access.own_names.empty() && entry.owner == *access.own_names.begin()) entry.owner.clear();
    }
    for (const catalog::SchemaPrivileges& privileges : base.schema_privileges) {
        access.schemas[privileges.schema] = privileges.grants;
    }
}

}  // namespace rowtype::migrations
