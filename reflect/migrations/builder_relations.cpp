// What dropping and renaming relations and columns takes with it.
#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/triggers.h"

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
    for (catalog::ForeignKey& key : relation.foreign_keys) {
        replace_in(key.columns, from, to);
        replace_in(key.set_columns, from, to);
    }
    for (catalog::Exclusion& exclusion : relation.exclusions) {
        for (std::string& element : exclusion.elements) {
            element = element == from ? to : element.starts_with('(') ? rename_identifier(element, from, to) : element;
        }
        exclusion.predicate = rename_identifier(exclusion.predicate, from, to);
    }
}

void rename_in_access(Relation& relation, const std::string& from, const std::string& to) {
    for (catalog::Grant& grant : relation.grants) {
        if (grant.column == from) grant.column = to;
    }
    for (catalog::Policy& policy : relation.policies) {
        for (std::optional<std::string>* expression : {&policy.using_expression, &policy.check_expression}) {
            if (*expression) **expression = rename_identifier(**expression, from, to);
        }
    }
}

// PostgreSQL drops a key, check or index with any of its columns.
void drop_column_uses(Relation& relation, const std::string& column) {
    const auto holds = [&](const std::vector<std::string>& names) { return std::ranges::find(names, column) != names.end(); };
    const auto in_key = [&](const catalog::Key& key) { return holds(key.columns) || holds(key.included_columns); };
    if (relation.primary_key && in_key(*relation.primary_key)) relation.primary_key.reset();
    std::erase_if(relation.unique_keys, in_key);
    std::erase_if(relation.foreign_keys, [&](const catalog::ForeignKey& key) { return holds(key.columns); });
    std::erase_if(relation.checks, [&](const catalog::Check& check) { return holds_identifier(check.expression, column); });
    std::erase_if(relation.grants, [&](const catalog::Grant& grant) { return grant.column == column; });
    std::erase_if(relation.exclusions, [&](const catalog::Exclusion& exclusion) {
        const auto mentions = [&](const std::string& element) {
            return element == column || (element.starts_with('(') && holds_identifier(element, column));
        };
        return std::ranges::any_of(exclusion.elements, mentions) || holds_identifier(exclusion.predicate, column);
    });
    std::erase_if(relation.indexes, [&](const catalog::Index& index) {
        const auto mentions = [&](const std::string& expression) { return holds_identifier(expression, column); };
        return holds(index.columns) || holds(index.included_columns) || mentions(index.predicate) ||
               std::ranges::any_of(index.expressions, mentions);
    });
}

}  // namespace

void SchemaBuilder::drop_relation(const QualifiedName& name, bool cascade) {
    const auto found = relations_.find(name);
    if (found == relations_.end()) return;
    names_.touch_all(relations_);
    removed.push_back({name, "", "", source.file, source.line});
    std::vector<QualifiedName> owned;
    for (const auto& [sequence, state] : sequences_) {
        if (state.sequence.owner_relation == name) owned.push_back(sequence);
    }
    for (const QualifiedName& sequence : owned) drop_sequence(sequence, cascade);
    relations_.erase(found);
    views_to_prove_.erase(name);
    if (cascade) drop_dependents_of(name);
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

// Policies of other tables that read it, and functions and columns of its row type.
void SchemaBuilder::drop_dependents_of(const QualifiedName& name) {
    for (auto& [other, state] : relations_) {
        Relation& relation = state.relation;
        std::erase_if(relation.policies, [&](const catalog::Policy& policy) {
            const auto reads = state.policy_reads.find(policy.name);
            return reads != state.policy_reads.end() && std::ranges::find(reads->second, name) != reads->second.end();
        });
    }
    drop_uses_of_type(name);
}

void SchemaBuilder::rename_relation(const QualifiedName& from, const QualifiedName& to) {
    names_.touch(from);
    names_.touch(to);
    auto moved = relations_.extract(from);
    if (moved.empty()) return;
    if (parents_.contains(from)) parents_.insert(to);
    if (read_.contains(from)) read_.insert(to);
    for (std::vector<catalog::RemovedName>* names : {&removed_before_, &removed}) {
        for (catalog::RemovedName& earlier : *names) {
            if (!earlier.column.empty() && earlier.relation == from) earlier.relation = to;
        }
    }
    removed.push_back({from, "", from.schema == to.schema ? to.name : to.to_string(), source.file, source.line});
    RelationState state = std::move(moved.mapped());
    state.relation.name = to;
    relations_[to] = std::move(state);
    if (views_to_prove_.erase(from) != 0) views_to_prove_.insert(to);
    std::vector<QualifiedName> owned;
    for (auto& [sequence, entry] : sequences_) {
        if (entry.sequence.owner_relation != from) continue;
        entry.sequence.owner_relation = to;
        if (sequence.schema == from.schema && from.schema != to.schema) owned.push_back(sequence);
    }
    for (const QualifiedName& sequence : owned) rename_sequence(sequence, {to.schema, sequence.name});
    for (auto& [other, entry] : relations_) {
        for (catalog::ForeignKey& key : entry.relation.foreign_keys) {
            if (key.referenced_relation == from) key.referenced_relation = to;
        }
        std::ranges::replace(entry.parents, from, to);
        std::ranges::replace(entry.relation.inherits, from, to);
        std::ranges::replace(entry.reads, from, to);
        for (auto& [policy, reads] : entry.policy_reads) std::ranges::replace(reads, from, to);
        for (catalog::ColumnOrigin& origin : entry.relation.column_origins) {
            if (origin.relation == from) origin.relation = to;
        }
        if (entry.relation.partition_of == from) entry.relation.partition_of = to;
    }
    replace_type_name(from, to);
}

void SchemaBuilder::rename_column(const QualifiedName& name, const std::string& from, const std::string& to) {
    RelationState* state = find_relation(name);
    if (state == nullptr) return;
    removed.push_back({name, from, to, source.file, source.line});
    Relation& relation = state->relation;
    state->absent_columns.insert(from);
    for (catalog::Column& column : relation.columns) {
        if (column.name == from) column.name = to;
        if (column.generated_expression) *column.generated_expression = rename_identifier(*column.generated_expression, from, to);
    }
    for (catalog::Check& check : relation.checks) check.expression = rename_identifier(check.expression, from, to);
    rename_in_keys(relation, from, to);
    rename_in_indexes(relation, from, to);
    rename_in_access(relation, from, to);
    rename_in_triggers(relation, from, to);
    if (auto origin = state->column_origins.extract(from); !origin.empty()) state->column_origins[to] = origin.mapped();
    if (auto inherited = state->inherited.extract(from); !inherited.empty()) state->inherited[to] = inherited.mapped();
    if (SequenceState* owned = owned_sequence(name, from)) owned->sequence.owner_column = to;
    for (auto& [other, entry] : relations_) {
        for (catalog::ColumnOrigin& origin : entry.relation.column_origins) {
            if (origin.relation == name && origin.column == from) origin.column = to;
        }
        for (catalog::ForeignKey& key : entry.relation.foreign_keys) {
            if (key.referenced_relation == name) replace_in(key.referenced_columns, from, to);
        }
        if (std::ranges::find(entry.reads, name) != entry.reads.end() && mentions_column(entry, from)) {
            entry.mentions.push_back(to);
        }
    }
    for (RelationState* child : children_of(name)) rename_column(child->relation.name, from, to);
}

namespace {

// Whether the child keeps the column that its parent lost (ATExecDropColumn of src/backend/commands/tablecmds.c).
bool keeps_column(RelationState& child, const std::string& column, bool only) {
    InheritedColumn& inherited = child.inherited.try_emplace(column, InheritedColumn{1, false}).first->second;
    if (!only && inherited.parents <= 1 && !inherited.is_local) return false;
    if (only) inherited.is_local = true;
    if (--inherited.parents <= 0) child.inherited.erase(column);
    return true;
}

std::vector<std::string> generated_from(const Relation& relation, const std::string& column) {
    std::vector<std::string> names;
    for (const catalog::Column& candidate : relation.columns) {
        if (candidate.generated_expression && holds_identifier(*candidate.generated_expression, column)) {
            names.push_back(candidate.name);
        }
    }
    return names;
}

}  // namespace

void SchemaBuilder::drop_column(RelationState& state, const std::string& column, bool cascade, bool only) {
    const QualifiedName name = state.relation.name;
    names_.touch_all(relations_);
    removed.push_back({name, column, "", source.file, source.line});
    state.absent_columns.insert(column);
    std::erase_if(state.relation.columns, [&](const catalog::Column& candidate) { return candidate.name == column; });
    drop_column_uses(state.relation, column);
    state.column_origins.erase(column);
    state.inherited.erase(column);
    if (const SequenceState* owned = owned_sequence(name, column)) drop_sequence(QualifiedName(owned->sequence.name), cascade);
    if (cascade) {
        drop_triggers_of_column(state.relation, column);
        std::erase_if(state.relation.policies, [&](const catalog::Policy& policy) {
            return (policy.using_expression && holds_identifier(*policy.using_expression, column)) ||
                   (policy.check_expression && holds_identifier(*policy.check_expression, column));
        });
        for (const std::string& generated : generated_from(state.relation, column)) drop_column(state, generated, true);
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
    drop_views(views);
    for (RelationState* child : children_of(name)) {
        if (child->relation.find_column(column) == nullptr || keeps_column(*child, column, only)) continue;
        drop_column(*child, column, cascade);
    }
}

void SchemaBuilder::drop_views(const std::vector<QualifiedName>& views) {
    for (const QualifiedName& view : views) drop_relation(view, true);
}

}  // namespace rowtype::migrations
