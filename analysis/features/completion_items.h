// Completion items made of the catalog's objects. Internal to analysis/features.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/features/completion.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::features {

class ItemList {
public:
    ItemList(const catalog::Catalog& catalog, MarkupKind markup) : catalog_(catalog), markup_(markup) {}

    // Relations of the schema (empty: the search path), those of extensions left out.
    void add_relations(std::string_view schema);
    // The same as SQL writes them: in double quotes where need be, with the schema where it is not on the search path.
    void add_relations_for_sql();
    void add_relations_of_schema_for_sql(std::string_view schema);
    void add_schemas();
    // Functions that a client can call.
    void add_functions(std::string_view schema);

    enum class Use : std::uint8_t { Read, Sql, Insert, Update };
    // Columns by ordinal without those in `given`; for Insert those without which it fails come first, and for both writes
    // those that cannot be written are left out.
    void add_columns(const catalog::Relation& relation, Use use, const std::set<std::string>& given = {});
    // Tables that PostgREST can embed in `relation`.
    void add_embeds(const catalog::Relation& relation);
    // Columns of unique keys, as on_conflict takes them.
    void add_conflict_columns(const catalog::Relation& relation, const std::set<std::string>& given);
    // The labels of the column's enum; nothing for other types.
    void add_labels(const catalog::Column& column);
    void add_word(std::string word, std::string detail);

    [[nodiscard]] std::vector<CompletionItem> take() { return std::move(items_); }

private:
    void add_relation(const catalog::Relation& relation, std::string insertion);
    void add_column(const catalog::Relation& relation, const catalog::Column& column, Use use);

    const catalog::Catalog& catalog_;
    MarkupKind markup_;
    std::vector<CompletionItem> items_;
};

}  // namespace rowtype::features
