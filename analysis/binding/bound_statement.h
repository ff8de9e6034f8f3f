// All that binding made of one top-level statement.
#pragma once

#include <memory>
#include <vector>

#include "analysis/binding/bound_cache_entry.h"
#include "analysis/binding/bound_model.h"
#include "analysis/binding/bound_orm.h"
#include "analysis/binding/bound_query.h"
#include "analysis/binding/bound_row_class.h"
#include "analysis/binding/bound_rows.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/bound_table.h"
#include "analysis/binding/embeds.h"

namespace rowtype::binding {

struct BoundStatement {
    std::vector<BoundModel> models;
    std::vector<BoundQuery> queries;
    std::vector<RowKeyReference> row_keys;                    // that rows of those queries are asked for
    std::vector<RowWidth> row_widths;                         // that no row of them has
    std::vector<ModelOfRow> row_models;                       // that are made of rows, and lack something
    std::vector<RowComparison> row_comparisons;               // that no row fulfils
    std::vector<std::shared_ptr<const EmbedNode>> row_roots;  // see RowBinding
    std::vector<BoundSql> sql;
    std::vector<BoundRowClass> row_classes;  // that drivers make the rows of that SQL of
    std::vector<BoundTable> tables;          // of an object-relational mapper
    std::vector<UnlikeTable> unlike_tables;
    BoundOrm orm_uses;  // its classes and tables in expressions
    std::vector<BoundCacheEntry> cache_entries;
};

}  // namespace rowtype::binding
