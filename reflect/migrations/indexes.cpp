// CREATE INDEX.
#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/index_elements.h"
#include "reflect/migrations/inheritance.h"
#include "reflect/migrations/object_names.h"

namespace rowtype::migrations {

namespace {

// The list of elements follows the table's name and the method.
std::uint32_t behind_table_name(const Node& statement) {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(statement["relation"].location(), 0));
}

}  // namespace

void apply_create_index(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = range_name(statement["relation"]);
    RelationState* table = schema.find_relation(written);
    if (table == nullptr && schema.conditional) return;
    if (table == nullptr) table = &schema.find_or_assume_relation(written);
    catalog::Relation& relation = table->relation;
    const std::string_view text = schema.source.text;
    catalog::Index index;
    index.name = statement["idxname"].string();
    if (const std::string_view method = statement["accessMethod"].string(); !method.empty()) index.method = method;
    std::vector<const Node*> elements = statement["indexParams"].items();
    fill_index(index, read_index_elements(schema, relation, behind_table_name(statement), elements, index.method));
    for (const Node* element : statement["indexIncludingParams"].items()) {
        index.included_columns.emplace_back((*element)["name"].string());
        elements.push_back(element);
    }
    if (statement["whereClause"]) {
        const std::uint32_t begin = where_behind_elements(text, behind_table_name(statement));
        if (begin != npos()) index.predicate = expression_from(text, begin);
    }
    index.unique = statement["unique"].boolean();
    index.nulls_not_distinct = statement["nulls_not_distinct"].boolean();
    if (index.name.empty()) {
        const std::string addition = join_column_names(index_column_names(automatic_column_names(elements)));
        index.name = choose_relation_name(schema, relation.name, addition, "idx", false);
    } else if (schema.is_relation_name_taken({relation.name.schema, index.name})) {
        return;  // IF NOT EXISTS, or PostgreSQL refuses
    }
    relation.indexes.push_back(std::move(index));
    if (statement["relation"]["inh"].boolean()) clone_keys_to_partitions(schema, *table);
}

}  // namespace rowtype::migrations
