#include "analysis/codegen/needs_model.h"

#include <algorithm>
#include <string_view>

#include "reflect/catalog/bookkeeping.h"

namespace rowtype::codegen {

namespace {

bool matches(std::string_view name, std::string_view glob);

}  // namespace

bool needs_model(const catalog::Relation& relation, const Settings& settings) {
    if (relation.partition_of || !relation.extension.empty() || catalog::is_system_schema(relation.name.schema)) return false;
    if (catalog::is_bookkeeping_table(relation.name)) return false;
    const std::string full = relation.name.to_string();
    return std::ranges::none_of(settings.exclude_tables, [&](const std::string& glob) {
        return matches(relation.name.name, glob) || matches(full, glob);
    });
}

namespace {

// "*" and "?" over a whole name; linear, by remembering the last star.
bool matches(std::string_view name, std::string_view glob) {
    std::size_t at = 0;
    std::size_t in_glob = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < name.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            star_at = at;
        } else if (in_glob < glob.size() && (glob[in_glob] == '?' || glob[in_glob] == name[at])) {
            ++in_glob;
            ++at;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

}  // namespace

}  // namespace rowtype::codegen
