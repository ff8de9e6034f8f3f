#include "analysis/codegen/relationship_text.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

std::string bracketed(const std::vector<std::string>& names) {
    std::string text = "[";
    for (std::size_t index = 0; index < names.size(); ++index) text += (index == 0 ? "" : ", ") + names[index];
    return string_literal(text + "]");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> relationship_arguments(const PlannedRelationship& link,
                                                                        const SqlTables& tables) {
    std::vector<std::pair<std::string, std::string>> arguments;
    if (link.secondary) arguments.emplace_back("secondary", string_literal(tables.key_of(*link.secondary)));
    if (!link.primary_join.empty()) arguments.emplace_back("primaryjoin", string_literal(link.primary_join));
    if (!link.secondary_join.empty()) arguments.emplace_back("secondaryjoin", string_literal(link.secondary_join));
    if (!link.foreign_keys.empty()) arguments.emplace_back("foreign_keys", bracketed(link.foreign_keys));
    if (!link.remote_side.empty()) arguments.emplace_back("remote_side", bracketed(link.remote_side));
    if (!link.back_populates.empty()) arguments.emplace_back("back_populates", string_literal(link.back_populates));
    if (link.view_only) arguments.emplace_back("viewonly", "True");
    return arguments;
}

}  // namespace rowtype::codegen
