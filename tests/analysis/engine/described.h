// All that an analysis says, for comparing the one after edits with that of a fresh look at the text.
#pragma once

#include <cstdint>
#include <string>

#include "analysis/engine/engine.h"
#include "tests/support/analysis.h"

namespace rowtype::test {

inline catalog::CatalogPointer shop_schema() {
    static const catalog::CatalogPointer catalog = catalog_from_sql(R"(
        CREATE TABLE products (id uuid PRIMARY KEY, category_id bigint, sku text NOT NULL, name text NOT NULL, price numeric(10,2));
        CREATE TABLE orders (id bigint PRIMARY KEY, profile_id uuid NOT NULL, placed_at timestamptz);
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
        CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
        CREATE TABLE order_items (order_id bigint REFERENCES orders, line_no int, quantity int, PRIMARY KEY (order_id, line_no));
    )");
    return catalog;
}

// Fixes are made on request only; everything else must be equal.
inline std::string described(const engine::Analysis& analysis, const std::string& text) {
    std::string said = describe(analysis, text);
    for (const engine::ModelSummary& model : analysis.models)
        said += model.class_name + "=" + model.table + "@" + std::to_string(model.span.begin) + " ";
    const engine::Statistics& seen = analysis.statistics;
    said += std::to_string(seen.models_checked) + "/" + std::to_string(seen.queries_checked) + "/" +
            std::to_string(seen.queries_faulty) + "/" + std::to_string(seen.queries_skipped) + "/" +
            std::to_string(seen.sql_checked) + "/" + std::to_string(seen.sql_faulty) + "/" + std::to_string(seen.sql_skipped) +
            "/" + std::to_string(seen.relations_found) + "/" + std::to_string(seen.fields_checked) + "/" +
            std::to_string(seen.columns_checked);
    for (const std::uint32_t count : seen.muted) said += "," + std::to_string(count);
    return said;
}

}  // namespace rowtype::test
