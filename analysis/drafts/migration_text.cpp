#include "analysis/drafts/migration_text.h"

#include <algorithm>
#include <set>

namespace rowtype::drafts {

namespace {

std::string common_slug(const std::vector<SchemaDraft>& drafts) {
    if (drafts.size() == 1) return drafts.front().slug();
    const SchemaDraft& first = drafts.front();
    const bool is_one_table = std::ranges::all_of(drafts, [&](const SchemaDraft& draft) { return draft.table == first.table; });
    if (!is_one_table) return "change_schema";
    SchemaDraft change = first;
    change.kind = ChangeKind::CreateTable;
    const std::string table = change.slug().substr(std::string("create_").size());
    const bool adds = std::ranges::all_of(drafts, [](const SchemaDraft& draft) { return draft.kind == ChangeKind::AddColumn; });
    return (adds ? "add_columns_to_" : "change_") + table;
}

// What several changes have in common is said at the first of them.
void say_once(std::vector<SchemaDraft>& drafts) {
    std::set<std::string> said;
    for (SchemaDraft& draft : drafts)
        std::erase_if(draft.review, [&](const std::string& line) { return !said.insert(line).second; });
}

}  // namespace

MigrationText migration_text(std::vector<SchemaDraft> drafts) {
    if (drafts.empty()) return {};
    std::ranges::stable_partition(drafts, [](const SchemaDraft& draft) { return draft.kind == ChangeKind::CreateTable; });
    say_once(drafts);
    MigrationText text{common_slug(drafts), {}, {}};
    for (const SchemaDraft& draft : drafts) text.up += (text.up.empty() ? "" : "\n") + draft.up();
    std::ranges::reverse(drafts);
    for (const SchemaDraft& draft : drafts) text.down += draft.down();
    return text;
}

}  // namespace rowtype::drafts
