#include "reflect/catalog/relationships.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace rowtype::catalog {

namespace {

// Of a whole catalog, and of the ways in which one view shows one foreign key: far above what people write.
constexpr std::size_t kMaximumRelationships = 100'000;
constexpr std::size_t kMaximumWays = 16;
constexpr int kMaximumViewDepth = 32;

using Columns = std::vector<std::pair<std::string, std::string>>;

// Where the columns of tables show up in views.
class ViewColumns {
public:
    explicit ViewColumns(const Catalog& catalog);

    // The views that show all of these columns of a table, with their names in the view; one entry for each way.
    struct Showing {
        const Relation* view = nullptr;
        std::vector<std::string> columns;
    };
    [[nodiscard]] std::vector<Showing> showing(const QualifiedName& table, const std::vector<std::string>& columns) const;

private:
    using Names = std::map<std::string, std::vector<std::string>>;  // of a table's column: its names in one view

    std::map<QualifiedName, std::map<const Relation*, Names>> views_by_table_;
};

// The table column that a view's column is, through views over views.
std::optional<ColumnOrigin> origin_in_table(const Catalog& catalog, const Relation& view, std::size_t column) {
    ColumnOrigin origin;
    const Relation* relation = &view;
    for (int depth = 0; depth < kMaximumViewDepth; ++depth) {
        if (column >= relation->column_origins.size()) return std::nullopt;
        origin = relation->column_origins[column];
        if (origin.relation.name.empty()) return std::nullopt;
        relation = catalog.find_relation(origin.relation.schema, origin.relation.name).relation;
        if (relation == nullptr) return std::nullopt;
        if (!relation->is_view()) return origin;
        const auto inner = std::ranges::find(relation->columns, origin.column, &Column::name);
        if (inner == relation->columns.end()) return std::nullopt;
        column = static_cast<std::size_t>(inner - relation->columns.begin());
    }
    return std::nullopt;
}

ViewColumns::ViewColumns(const Catalog& catalog) {
    for (const Relation& view : catalog.relations()) {
        if (!view.is_view()) continue;
        for (std::size_t column = 0; column < view.columns.size(); ++column) {
            const std::optional<ColumnOrigin> origin = origin_in_table(catalog, view, column);
            if (origin) views_by_table_[origin->relation][&view][origin->column].push_back(view.columns[column].name);
        }
    }
}

std::vector<ViewColumns::Showing> ViewColumns::showing(const QualifiedName& table,
                                                       const std::vector<std::string>& columns) const {
    std::vector<Showing> found;
    const auto views = views_by_table_.find(table);
    if (views == views_by_table_.end()) return found;
    for (const auto& [view, names] : views->second) {
        std::vector<Showing> ways = {{view, {}}};
        for (const std::string& column : columns) {
            const auto shown = names.find(column);
            std::vector<Showing> longer;
            for (const Showing& way : ways) {
                if (shown == names.end()) break;
                for (const std::string& name : shown->second) {
                    if (longer.size() == kMaximumWays) break;
                    longer.push_back(way);
                    longer.back().columns.push_back(name);
                }
            }
            ways = std::move(longer);
        }
        found.insert(found.end(), ways.begin(), ways.end());
    }
    return found;
}

bool is_unique(const Relation& relation, const std::vector<std::string>& columns) {
    const std::set<std::string> wanted(columns.begin(), columns.end());
    const auto is_same = [&](const Key& key) { return std::set<std::string>(key.columns.begin(), key.columns.end()) == wanted; };
    return (relation.primary_key && is_same(*relation.primary_key)) || std::ranges::any_of(relation.unique_keys, is_same);
}

Columns pairs(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    Columns columns;
    for (std::size_t index = 0; index < std::min(left.size(), right.size()); ++index)
        columns.emplace_back(left[index], right[index]);
    return columns;
}

Columns swapped(const Columns& columns) {
    Columns result;
    for (const auto& [left, right] : columns) result.emplace_back(right, left);
    return result;
}

// The foreign key's own relationship, and those of the views that show its columns or the columns that it refers to.
void add_to_one(const Relation& relation, const ForeignKey& key, const ViewColumns& views, std::vector<Relationship>& all) {
    struct End {
        QualifiedName relation;
        std::vector<std::string> columns;
    };
    std::vector<End> sources = {{relation.name, key.columns}};
    std::vector<End> targets = {{key.referenced_relation, key.referenced_columns}};
    for (const ViewColumns::Showing& showing : views.showing(relation.name, key.columns)) {
        sources.push_back({showing.view->name, showing.columns});
    }
    for (const ViewColumns::Showing& showing : views.showing(key.referenced_relation, key.referenced_columns)) {
        targets.push_back({showing.view->name, showing.columns});
    }
    Relationship relationship;
    relationship.cardinality = is_unique(relation, key.columns) ? Cardinality::OneToOne : Cardinality::ManyToOne;
    relationship.constraint = key.name;
    for (const End& source : sources) {
        for (const End& target : targets) {
            if (all.size() >= kMaximumRelationships) return;
            relationship.source = source.relation;
            relationship.target = target.relation;
            relationship.columns = pairs(source.columns, target.columns);
            all.push_back(relationship);
        }
    }
}

// The primary key; of a view the columns that show the primary keys of its tables.
class PrimaryKeys {
public:
    PrimaryKeys(const Catalog& catalog, const ViewColumns& views) {
        for (const Relation& relation : catalog.relations()) {
            if (!relation.primary_key) continue;
            columns_[relation.name].insert(relation.primary_key->columns.begin(), relation.primary_key->columns.end());
            const Relation* previous = nullptr;
            for (const ViewColumns::Showing& showing : views.showing(relation.name, relation.primary_key->columns)) {
                if (showing.view == previous) continue;  // the first way is enough
                previous = showing.view;
                columns_[showing.view->name].insert(showing.columns.begin(), showing.columns.end());
            }
        }
    }

    [[nodiscard]] bool hold(const QualifiedName& relation, const Columns& left, const Columns& right) const {
        const auto key = columns_.find(relation);
        if (key == columns_.end()) return false;
        const auto held = [&](const auto& pair) { return key->second.contains(pair.first); };
        return std::ranges::all_of(left, held) && std::ranges::all_of(right, held);
    }

private:
    std::map<QualifiedName, std::set<std::string>> columns_;
};

// Two foreign keys of one relation, both in its primary key.
void add_many_to_many(const PrimaryKeys& keys, std::span<const Relationship> to_one, std::vector<Relationship>& all) {
    std::map<QualifiedName, std::vector<const Relationship*>> by_source;
    for (const Relationship& relationship : to_one) {
        if (relationship.cardinality == Cardinality::ManyToOne) by_source[relationship.source].push_back(&relationship);
    }
    for (const auto& [junction, relationships] : by_source) {
        for (const Relationship* left : relationships) {
            for (const Relationship* right : relationships) {
                const bool is_same = left->constraint == right->constraint && left->columns == right->columns;
                if (is_same || !keys.hold(junction, left->columns, right->columns)) continue;
                if (all.size() >= kMaximumRelationships) return;
                Relationship relationship;
                relationship.source = left->target;
                relationship.target = right->target;
                relationship.cardinality = Cardinality::ManyToMany;
                relationship.junction =
                    Junction{junction, left->constraint, right->constraint, swapped(left->columns), right->columns};
                all.push_back(std::move(relationship));
            }
        }
    }
}

void add_inverse(std::span<const Relationship> to_one, std::vector<Relationship>& all) {
    for (const Relationship& relationship : to_one) {
        if (all.size() >= kMaximumRelationships) return;
        Relationship inverse = relationship;
        std::swap(inverse.source, inverse.target);
        inverse.columns = swapped(relationship.columns);
        inverse.is_referenced = true;
        if (relationship.cardinality == Cardinality::ManyToOne) inverse.cardinality = Cardinality::OneToMany;
        all.push_back(std::move(inverse));
    }
}

// The relation whose row the function's only argument is; null where it takes none.
const Relation* row_argument(const Catalog& catalog, const Function& function) {
    const Argument* argument = nullptr;
    for (const Argument& candidate : function.arguments) {
        if (candidate.mode == ArgumentMode::Out || candidate.mode == ArgumentMode::Table) continue;
        if (argument != nullptr) return nullptr;
        argument = &candidate;
    }
    if (argument == nullptr || argument->type.is_array() || !argument->type.is_known()) return nullptr;
    return catalog.find_relation(argument->type.name.schema, argument->type.name.name).relation;
}

const Relation* row_result(const Catalog& catalog, const Function& function) {
    if (!function.result.is_known() || function.result.is_array()) return nullptr;
    return catalog.find_relation(function.result.name.schema, function.result.name.name).relation;
}

// A computed relationship hides what the schema says of its source and a relation of the function's name.
void add_computed(const Catalog& catalog, std::vector<Relationship>& all) {
    std::vector<Relationship> computed;
    for (const Function& function : catalog.functions()) {
        const Relation* source = row_argument(catalog, function);
        const Relation* target = source == nullptr ? nullptr : row_result(catalog, function);
        if (target == nullptr || function.is_procedure) continue;
        Relationship relationship;
        relationship.source = source->name;
        relationship.target = target->name;
        const bool is_set = function.returns_set && !function.single_row;
        relationship.cardinality = is_set ? Cardinality::ManyToMany : Cardinality::ManyToOne;
        relationship.function = function.name;
        computed.push_back(std::move(relationship));
    }
    std::set<std::pair<QualifiedName, QualifiedName>> hidden;
    for (const Relationship& relationship : computed) hidden.emplace(relationship.source, relationship.function);
    std::erase_if(all, [&](const Relationship& found) { return hidden.contains({found.source, found.target}); });
    all.insert(all.end(), computed.begin(), computed.end());
}

auto order_key(const Relationship& relationship) {
    const Junction* junction = relationship.junction ? &*relationship.junction : nullptr;
    static const std::string none;
    return std::tie(relationship.source, relationship.target, relationship.function, relationship.constraint,
                    relationship.is_referenced, junction == nullptr ? none : junction->source_constraint,
                    junction == nullptr ? none : junction->target_constraint, relationship.columns);
}

}  // namespace

Relationships::Relationships(const Catalog& catalog) {
    const ViewColumns views(catalog);
    for (const Relation& relation : catalog.relations()) {
        for (const ForeignKey& key : relation.foreign_keys) add_to_one(relation, key, views, all_);
    }
    const std::vector<Relationship> to_one = all_;
    add_many_to_many(PrimaryKeys(catalog, views), to_one, all_);
    add_inverse(to_one, all_);
    is_complete_ = all_.size() < kMaximumRelationships && catalog.data().outline_schemas.empty();
    add_computed(catalog, all_);
    std::ranges::sort(all_,
                      [](const Relationship& left, const Relationship& right) { return order_key(left) < order_key(right); });
}

std::span<const Relationship> Relationships::from(const QualifiedName& source) const {
    const auto range = std::ranges::equal_range(all_, source, {}, &Relationship::source);
    return {range.begin(), range.end()};
}

bool is_computed_field(const Catalog& catalog, const Function& function, const Relation& relation) {
    return !function.is_procedure && !function.returns_set && row_argument(catalog, function) == &relation &&
           row_result(catalog, function) == nullptr;
}

}  // namespace rowtype::catalog
