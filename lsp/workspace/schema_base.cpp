#include "lsp/workspace/schema_base.h"

#include <algorithm>
#include <iterator>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/sql_folder.h"
#include "reflect/migrations/collect.h"

namespace rowtype::workspace {

std::size_t assumed_relations(const catalog::CatalogData& data) {
    return static_cast<std::size_t>(std::ranges::count_if(data.relations, &catalog::Relation::presumed));
}

Status prepend_base(const std::string& base, std::vector<migrations::SqlFile>& files) {
    Result<std::vector<migrations::SqlFile>> before = migrations::collect_sql_files(base);
    if (!before) return before.error();
    files.insert(files.begin(), std::make_move_iterator(before->begin()), std::make_move_iterator(before->end()));
    return {};
}

std::vector<std::string> files_to_build_on(const std::string& folder) {
    std::vector<std::string> files;
    for (const char* beside : {"", "db", "database", "sql"}) {
        for (const char* name : {"schema.sql", "structure.sql", "init.sql", "base.sql", "database.sql", "setup.sql"}) {
            std::string file = normalized_path(join_path(join_path(parent_folder(folder), beside), name));
            if (is_file(file)) files.push_back(std::move(file));
        }
    }
    return files;
}

std::optional<std::string> folder_that_builds_on(const std::string& file) {
    for (const char* name : {"migrations", "migration"}) {
        std::string folder = join_path(parent_folder(file), name);
        if (holds_sql(folder) && !is_of_python_revisions(folder) && !holds_schema(folder) && !is_foreign_sql(folder))
            return folder;
    }
    return std::nullopt;
}

}  // namespace rowtype::workspace
