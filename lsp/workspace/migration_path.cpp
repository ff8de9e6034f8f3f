#include "lsp/workspace/migration_path.h"

#include "analysis/facts/find_bytes.h"

namespace rowtype::workspace {

bool is_migration_path(std::string_view path) {
    for (const std::string_view folder :
         {"migrations/", "migration/", "alembic/", "versions/", "migrate/", "sqitch/", "flyway/"}) {
        const std::size_t at = path.find(folder);
        if (at != std::string_view::npos && (at == 0 || path[at - 1] == '/' || path[at - 1] == '_')) return true;
    }
    return false;
}

bool may_be_revision_text(std::string_view text) { return facts::find_bytes(text, "down_revision") != std::string_view::npos; }

}  // namespace rowtype::workspace
