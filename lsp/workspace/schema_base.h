// The file that a folder of migrations builds on. Many a project starts with a schema.sql that somebody runs by hand and adds
// migrations beside it: these alter tables that none of them creates.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

// Tables and views that the files of a schema use and none of them creates.
[[nodiscard]] std::size_t assumed_relations(const catalog::CatalogData& data);

// Puts the file (absolute) that migrations build on, and what it includes, in front of them. Errors as collect_sql_files().
[[nodiscard]] Status prepend_base(const std::string& base, std::vector<migrations::SqlFile>& files);

// Files near `folder` (absolute) that may create what its migrations build on: those that are called as a whole schema is, beside it
// or in a folder beside it. Absolute, the most likely one first.
[[nodiscard]] std::vector<std::string> files_to_build_on(const std::string& folder);

// The folder "migrations" beside a schema's file (absolute) whose files create no table, so that it is no schema by itself.
[[nodiscard]] std::optional<std::string> folder_that_builds_on(const std::string& file);

}  // namespace rowtype::workspace
