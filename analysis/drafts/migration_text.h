// Several drafts as the text of one migration.
#pragma once

#include <string>
#include <vector>

#include "analysis/drafts/schema_draft.h"

namespace rowtype::drafts {

struct MigrationText {
    std::string slug;  // add_nick_to_users; of several changes what they have in common
    std::string up;
    std::string down;
};

// Tables that are made come first, in `down` last.
[[nodiscard]] MigrationText migration_text(std::vector<SchemaDraft> drafts);

}  // namespace rowtype::drafts
