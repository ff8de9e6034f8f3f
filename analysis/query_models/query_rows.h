// What the rows of a query hold: each key with its type, for a model of them. All or nothing: a row of which one key is not known
// gets no model.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analysis/codegen/query_model.h"
#include "analysis/postgrest/select.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::query_models {

// The columns of a SELECT's result as PostgreSQL would have them in a view; null where not all of them are known. Typing expressions is
// the migrations reader's business, which stands above this folder.
using DescribeQuery = std::function<std::shared_ptr<const catalog::Relation>(const std::string& select)>;

struct QueryRows {
    codegen::QueryShape shape;
    std::string reason;  // why there is none, as a clause; empty where the shape is whole
};

[[nodiscard]] QueryRows rows_of_sql(const std::string& select, const DescribeQuery& describe);

// Of a select of PostgREST's that reads `relation`.
[[nodiscard]] QueryRows rows_of_select(const std::vector<postgrest::SelectItem>& items, const catalog::Relation& relation,
                                       const catalog::Catalog& catalog, const DescribeQuery& describe);

}  // namespace rowtype::query_models
