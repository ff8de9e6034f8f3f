// Keys, foreign keys, checks and exclusion constraints.
#include <algorithm>

#include "reflect/migrations/columns.h"
#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/index_elements.h"
#include "reflect/migrations/object_names.h"

namespace rowtype::migrations {

using catalog::Key;
using catalog::Relation;

namespace {

void add_check(SchemaBuilder& schema, RelationState& table, const PendingConstraint& pending);
void add_keys(SchemaBuilder& schema, RelationState& table, const std::vector<PendingConstraint>& pending);
void add_exclusion(SchemaBuilder& schema, RelationState& table, const Node& constraint);
void add_foreign_key(SchemaBuilder& schema, RelationState& table, const PendingConstraint& pending);
void add_key_from_index(SchemaBuilder& schema, RelationState& table, const Node& constraint);

std::string_view kind_of(const PendingConstraint& pending) { return (*pending.node)["contype"].string(); }

}  // namespace

void add_constraints(SchemaBuilder& schema, RelationState& table, const std::vector<PendingConstraint>& pending) {
    for (const PendingConstraint& constraint : pending) {
        if (kind_of(constraint) == "CONSTR_CHECK") add_check(schema, table, constraint);
    }
    add_keys(schema, table, pending);
    for (const PendingConstraint& constraint : pending) {
        if (kind_of(constraint) == "CONSTR_EXCLUSION") add_exclusion(schema, table, *constraint.node);
    }
    for (const PendingConstraint& constraint : pending) {
        if (kind_of(constraint) == "CONSTR_FOREIGN") add_foreign_key(schema, table, constraint);
    }
}

namespace {

bool has_check(const Relation& relation, const std::string& name) {
    return std::ranges::find(relation.checks, name, &catalog::Check::name) != relation.checks.end();
}

std::uint32_t location_of(const Node& constraint) {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(constraint.location(), 0));
}

bool is_enforced(const SchemaBuilder& schema, const Node& constraint) {
    return !schema.source.has(NewerClause::Kind::NotEnforced, constraint.location());
}

void add_check_to_children(SchemaBuilder& schema, const RelationState& table, const catalog::Check& check) {
    for (RelationState* child : schema.children_of(table.relation.name)) {
        if (has_check(child->relation, check.name)) continue;
        child->relation.checks.push_back(check);
        add_check_to_children(schema, *child, check);
    }
}

void add_check(SchemaBuilder& schema, RelationState& table, const PendingConstraint& pending) {
    const Node& constraint = *pending.node;
    const std::string_view text = schema.source.text;
    catalog::Check check;
    check.name = constraint["conname"].string();
    check.enforced = is_enforced(schema, constraint);
    check.validated = check.enforced && !constraint["skip_validation"].boolean();
    check.inherited = !constraint["is_no_inherit"].boolean();
    const std::uint32_t begin = after_words(text, "check", location_of(constraint));
    check.expression = begin == npos() ? std::string() : inside_parentheses(text, begin);
    if (check.name.empty()) {
        std::vector<std::string> columns = mentioned_columns(constraint["raw_expr"]);
        std::erase_if(columns, [&](const std::string& column) { return table.relation.find_column(column) == nullptr; });
        check.name = choose_constraint_name(schema, table.relation.name, columns.size() == 1 ? columns.front() : "", "check");
    }
    if (has_check(table.relation, check.name)) return;
    if (check.inherited) add_check_to_children(schema, table, check);
    table.relation.checks.push_back(std::move(check));
}

struct PendingKey {
    Key key;
    bool primary = false;
    std::size_t command = 0;
};

std::vector<std::string> key_columns(const PendingConstraint& pending) {
    std::vector<std::string> columns = name_parts((*pending.node)["keys"]);
    if (columns.empty() && !pending.column.empty()) columns.push_back(pending.column);
    return columns;
}

// PostgreSQL's transformIndexConstraints: the primary key first; a key equal to an earlier one of CREATE TABLE, or of one
// sub-command, only lends its name.
std::vector<PendingKey> distinct_keys(const SchemaBuilder& schema, const std::vector<PendingConstraint>& pending) {
    std::vector<PendingKey> keys;
    const auto add = [&](const PendingConstraint& constraint, bool primary) {
        const Node& node = *constraint.node;
        PendingKey added{{}, primary, constraint.command};
        added.key.name = node["conname"].string();
        added.key.columns = key_columns(constraint);
        added.key.included_columns = name_parts(node["including"]);
        added.key.nulls_not_distinct = node["nulls_not_distinct"].boolean();
        added.key.initially_deferred = constraint.initially_deferred || node["initdeferred"].boolean();
        added.key.deferrable = added.key.initially_deferred || constraint.deferrable || node["deferrable"].boolean();
        added.key.without_overlaps = schema.source.has(NewerClause::Kind::WithoutOverlaps, node.location());
        for (PendingKey& earlier : keys) {
            const bool same = earlier.command == added.command && earlier.key.columns == added.key.columns &&
                              earlier.key.included_columns == added.key.included_columns &&
                              earlier.key.nulls_not_distinct == added.key.nulls_not_distinct &&
                              earlier.key.without_overlaps == added.key.without_overlaps &&
                              earlier.key.deferrable == added.key.deferrable &&
                              earlier.key.initially_deferred == added.key.initially_deferred;
            if (!same) continue;
            if (earlier.key.name.empty()) earlier.key.name = added.key.name;
            return;
        }
        keys.push_back(std::move(added));
    };
    for (const PendingConstraint& constraint : pending) {
        if (kind_of(constraint) == "CONSTR_PRIMARY" && !(*constraint.node)["indexname"]) add(constraint, true);
    }
    for (const PendingConstraint& constraint : pending) {
        if (kind_of(constraint) == "CONSTR_UNIQUE" && !(*constraint.node)["indexname"]) add(constraint, false);
    }
    return keys;
}

void set_not_null(SchemaBuilder& schema, RelationState& table, const std::string& name) {
    schema.forget_what_views_prove(table.relation.name);
    for (catalog::Column& column : table.relation.columns) {
        if (column.name == name) column.nullability = catalog::Nullability::NotNull;
    }
    for (RelationState* child : schema.children_of(table.relation.name)) set_not_null(schema, *child, name);
}

void add_keys(SchemaBuilder& schema, RelationState& table, const std::vector<PendingConstraint>& pending) {
    Relation& relation = table.relation;
    for (const PendingConstraint& constraint : pending) {
        const bool of_index = !(*constraint.node)["indexname"].string().empty();
        const bool is_key = kind_of(constraint) == "CONSTR_PRIMARY" || kind_of(constraint) == "CONSTR_UNIQUE";
        if (is_key && of_index) add_key_from_index(schema, table, *constraint.node);
    }
    for (PendingKey& added : distinct_keys(schema, pending)) {
        if (added.primary && relation.primary_key) continue;  // PostgreSQL refuses
        if (added.key.name.empty() && added.primary) {
            added.key.name = choose_relation_name(schema, relation.name, "", "pkey", true);
        } else if (added.key.name.empty()) {
            added.key.name = choose_key_name(schema, relation.name, added.key);
        }
        if (added.primary) {
            for (const std::string& column : added.key.columns) set_not_null(schema, table, column);
            relation.primary_key = std::move(added.key);
        } else if (std::ranges::find(relation.unique_keys, added.key.name, &Key::name) == relation.unique_keys.end()) {
            relation.unique_keys.push_back(std::move(added.key));
        }
    }
}

// ADD CONSTRAINT name PRIMARY KEY USING INDEX index: the index becomes the key's and takes its name.
void add_key_from_index(SchemaBuilder& schema, RelationState& table, const Node& constraint) {
    Relation& relation = table.relation;
    const std::string index_name(constraint["indexname"].string());
    const auto index = std::ranges::find(relation.indexes, index_name, &catalog::Index::name);
    if (index == relation.indexes.end()) {
        schema.note("the index " + index_name + " of a new key of " + relation.name.to_string() + " is not known");
        return;
    }
    const std::string_view written = constraint["conname"].string();
    Key key;
    key.name = written.empty() ? index_name : std::string(written);
    key.columns = index->columns;
    key.included_columns = index->included_columns;
    key.nulls_not_distinct = index->nulls_not_distinct;
    key.initially_deferred = constraint["initdeferred"].boolean();
    key.deferrable = key.initially_deferred || constraint["deferrable"].boolean();
    relation.indexes.erase(index);
    if (constraint["contype"].string() == "CONSTR_UNIQUE") {
        relation.unique_keys.push_back(std::move(key));
        return;
    }
    for (const std::string& column : key.columns) set_not_null(schema, table, column);
    relation.primary_key = std::move(key);
}

// An exclusion constraint, and the index that PostgreSQL makes for it.
void add_exclusion(SchemaBuilder& schema, RelationState& table, const Node& constraint) {
    const std::string_view text = schema.source.text;
    std::vector<const Node*> elements;
    catalog::Exclusion exclusion;
    for (const Node* item : constraint["exclusions"].items()) {
        const auto& pair = (*item)["items"].items();
        if (pair.size() != 2) continue;
        elements.push_back(pair[0]);
        const std::vector<std::string> names = name_parts(*pair[1]);
        exclusion.operators.push_back(names.empty() ? "" : names.back());
    }
    catalog::Index index;
    index.name = constraint["conname"].string();
    index.method = constraint["access_method"].string();
    if (index.method.empty()) index.method = "btree";
    const std::uint32_t begin = after_words(text, "exclude", location_of(constraint));
    const std::vector<IndexElement> read = read_index_elements(schema, table.relation, begin, elements, index.method);
    fill_index(index, read);
    index.included_columns = name_parts(constraint["including"]);
    for (const IndexElement& element : read) {
        exclusion.elements.push_back(element.column.empty() ? in_parentheses(element.expression) : element.column);
    }
    if (constraint["where_clause"]) index.predicate = inside_parentheses(text, where_behind_elements(text, begin));
    if (index.name.empty()) {
        const std::string addition = join_column_names(index_column_names(automatic_column_names(elements)));
        index.name = choose_relation_name(schema, table.relation.name, addition, "excl", true);
    }
    exclusion.name = index.name;
    exclusion.method = index.method;
    exclusion.predicate = index.predicate;
    exclusion.initially_deferred = constraint["initdeferred"].boolean();
    exclusion.deferrable = exclusion.initially_deferred || constraint["deferrable"].boolean();
    table.relation.exclusions.push_back(std::move(exclusion));
    table.relation.indexes.push_back(std::move(index));
}

catalog::ReferentialAction action_of(std::string_view letter) {
    if (letter == "r") return catalog::ReferentialAction::Restrict;
    if (letter == "c") return catalog::ReferentialAction::Cascade;
    if (letter == "n") return catalog::ReferentialAction::SetNull;
    if (letter == "d") return catalog::ReferentialAction::SetDefault;
    return catalog::ReferentialAction::NoAction;
}

void add_foreign_key(SchemaBuilder& schema, RelationState& table, const PendingConstraint& pending) {
    const Node& constraint = *pending.node;
    const catalog::QualifiedName owner = table.relation.name;
    catalog::ForeignKey key;
    key.name = constraint["conname"].string();
    key.columns = name_parts(constraint["fk_attrs"]);
    if (key.columns.empty()) key.columns.push_back(pending.column);
    key.referenced_columns = name_parts(constraint["pk_attrs"]);
    const RelationState& target = schema.find_or_assume_relation(range_name(constraint["pktable"]));
    key.referenced_relation = target.relation.name;
    if (key.referenced_columns.empty() && target.relation.primary_key) {
        key.referenced_columns = target.relation.primary_key->columns;
    }
    key.on_update = action_of(constraint["fk_upd_action"].string());
    key.on_delete = action_of(constraint["fk_del_action"].string());
    key.match_full = constraint["fk_matchtype"].string() == "f";
    key.initially_deferred = pending.initially_deferred || constraint["initdeferred"].boolean();
    key.deferrable = key.initially_deferred || pending.deferrable || constraint["deferrable"].boolean();
    key.set_columns = name_parts(constraint["fk_del_set_cols"]);
    key.enforced = is_enforced(schema, constraint);
    key.validated = key.enforced && !constraint["skip_validation"].boolean();
    if (key.name.empty()) key.name = choose_constraint_name(schema, owner, join_column_names(key.columns), "fkey");
    std::vector<catalog::ForeignKey>& keys = table.relation.foreign_keys;
    if (std::ranges::find(keys, key.name, &catalog::ForeignKey::name) == keys.end()) keys.push_back(std::move(key));
}

}  // namespace

}  // namespace rowtype::migrations
