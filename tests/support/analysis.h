// What analysis tests share: a catalog from SQL text, a file analysed at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analysis/engine/engine.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::test {

// The catalog that these statements make, read as one migration. Fails the test when a statement was not understood.
[[nodiscard]] catalog::CatalogPointer catalog_from_sql(const std::string& sql);

// Analyses a Python text as the file "app/example.py".
[[nodiscard]] engine::Analysis analyse(const std::string& python, const catalog::CatalogPointer& catalog,
                                       bool holds_models = false, const Settings& settings = {}, const ServedApi* api = nullptr);

// The findings as lines "line:column: severity[rule]: message", in order.
[[nodiscard]] std::string describe(const engine::Analysis& analysis, const std::string& python);

// These lines with the file's line counted from behind `head`, for texts that stand below what every one of a test's has.
[[nodiscard]] std::string counted_behind(std::string_view head, std::string_view described);

}  // namespace rowtype::test
