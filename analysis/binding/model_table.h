// Which table a class belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

struct TableMatch {
    std::string table_name;  // as the directive or configuration says, else "schema.name"
    const catalog::Relation* relation = nullptr;
    bool relation_unknown = false;
    MatchedBy matched_by = MatchedBy::Name;
    ModelRole role = ModelRole::Row;
    bool is_filter = false;  // its fields hold conditions on the columns
};

// By directive or configuration, which say so.
[[nodiscard]] std::optional<TableMatch> stated_table(const facts::Class& definition, const Context& context);
// By the class's name. The caller decides whether the file's names count.
[[nodiscard]] std::optional<TableMatch> table_by_name(const std::string& class_name, const catalog::Catalog& catalog,
                                                      const Settings& settings);
[[nodiscard]] inline std::optional<TableMatch> table_by_name(const std::string& class_name, const Context& context) {
    return table_by_name(class_name, context.catalog, context.settings);
}
// Whether a platform (Supabase) or an extension keeps what it needs itself in a schema of that name.
[[nodiscard]] bool is_platform_schema(std::string_view schema);
// Whether classes of the file are matched by name: `models`, or Supabase's generated module.
[[nodiscard]] bool names_count(const FileIdentity& file);

}  // namespace rowtype::binding
