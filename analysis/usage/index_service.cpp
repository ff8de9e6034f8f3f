#include "analysis/usage/index_service.h"

#include <algorithm>

#include "reflect/sql/lexer.h"

namespace rowtype::usage {

namespace {

using binding::Comparison;

catalog::Index index_of(const catalog::Key& key) {
    catalog::Index index;
    index.name = key.name;
    index.columns = key.columns;
    index.unique = true;
    if (key.without_overlaps) index.method = "gist";
    return index;
}

bool names(const catalog::Relation& relation, const std::vector<std::string>& expressions, const std::string& column) {
    return std::ranges::any_of(
        expressions, [&](const std::string& expression) { return columns_named(relation, expression).contains(column); });
}

}  // namespace

std::vector<catalog::Index> all_indexes(const catalog::Relation& relation) {
    std::vector<catalog::Index> indexes = relation.indexes;
    if (relation.primary_key) indexes.push_back(index_of(*relation.primary_key));
    for (const catalog::Key& key : relation.unique_keys) indexes.push_back(index_of(key));
    for (const catalog::Exclusion& exclusion : relation.exclusions) {
        catalog::Index index;
        index.name = exclusion.name;
        index.method = exclusion.method;
        for (const std::string& element : exclusion.elements) {
            const bool is_column = relation.find_column(element) != nullptr;
            index.columns.push_back(is_column ? element : "");
            if (!is_column) index.expressions.push_back(element);
        }
        index.predicate = exclusion.predicate;
        indexes.push_back(std::move(index));
    }
    return indexes;
}

std::set<std::string> columns_named(const catalog::Relation& relation, const std::string& expression) {
    std::set<std::string> columns;
    for (const sql::Token& token : sql::lex(expression)) {
        const bool is_name = token.kind == sql::TokenKind::Identifier || token.kind == sql::TokenKind::QuotedIdentifier;
        if (is_name && relation.find_column(token.value) != nullptr) columns.insert(token.value);
    }
    return columns;
}

bool finds_by(const catalog::Relation& relation, const catalog::Index& index, const std::string& column, Comparison comparison) {
    if (comparison == Comparison::None || index.columns.empty()) return false;
    if (comparison == Comparison::Expression) return names(relation, index.expressions, column);
    const bool is_first = index.columns.front() == column;
    if (index.method == "btree") {
        return is_first && comparison != Comparison::Pattern && comparison != Comparison::Contains;
    }
    if (index.method == "hash") return is_first && comparison == Comparison::Equal;
    // gin, gist, brin, spgist and those of extensions: any of their columns, by what their operator classes have.
    return std::ranges::find(index.columns, column) != index.columns.end();
}

bool any_finds_by(const catalog::Relation& relation, const std::string& column, Comparison comparison,
                  const std::set<std::string>& filtered) {
    return std::ranges::any_of(all_indexes(relation), [&](const catalog::Index& index) {
        if (!finds_by(relation, index, column, comparison)) return false;
        if (index.predicate.empty()) return true;
        return std::ranges::includes(filtered, columns_named(relation, index.predicate));
    });
}

bool indexes_are_known(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    using catalog::RelationKind;
    const bool has_indexes = relation.kind == RelationKind::Table || relation.kind == RelationKind::PartitionedTable ||
                             relation.kind == RelationKind::MaterializedView;
    return has_indexes && relation.columns_complete && relation.extension.empty() &&
           !catalog.is_incomplete(relation.name.schema) && !catalog.is_outline(relation.name.schema);
}

std::vector<const catalog::ForeignKey*> unindexed_foreign_keys(const catalog::Relation& relation) {
    std::vector<const catalog::ForeignKey*> keys;
    const std::vector<catalog::Index> indexes = all_indexes(relation);
    for (const catalog::ForeignKey& key : relation.foreign_keys) {
        const std::set<std::string> wanted(key.columns.begin(), key.columns.end());
        const bool has_index = std::ranges::any_of(indexes, [&](const catalog::Index& index) {
            if (index.columns.size() < wanted.size()) return false;
            // "WHERE key IS NOT NULL" holds every row that a reference needs.
            if (!std::ranges::includes(wanted, columns_named(relation, index.predicate))) return false;
            if (index.method != "btree" && index.method != "hash") return wanted.contains(index.columns.front());
            const std::set<std::string> first(index.columns.begin(),
                                              index.columns.begin() + static_cast<std::ptrdiff_t>(wanted.size()));
            return first == wanted;
        });
        if (!has_index) keys.push_back(&key);
    }
    return keys;
}

}  // namespace rowtype::usage
