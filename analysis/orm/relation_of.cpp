#include "analysis/orm/relation_of.h"

#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

RelationOf relation_of(const Declaration& declaration, const binding::Context& context) {
    if (declaration.table_name.empty() || declaration.is_elsewhere) return {nullptr, true};
    const std::string name = sql::truncate_identifier(declaration.table_name);
    const catalog::Catalog& catalog = context.catalog;
    if (!declaration.schema_known) {
        const auto named = catalog.relations_named(name);
        return {named.size() == 1 ? named.front() : nullptr, named.size() != 1};
    }
    if (!declaration.schema.empty()) {
        const catalog::RelationLookup found = catalog.find_relation(declaration.schema, name);
        return {found.relation, found.relation == nullptr && found.unknown};
    }
    RelationOf result;
    const std::vector<std::string>& path =
        context.settings.search_path.empty() ? catalog.search_path() : context.settings.search_path;
    for (const std::string& schema : path) {
        const catalog::RelationLookup found = catalog.find_relation(schema, name);
        if (found.relation != nullptr) return {found.relation, false};
        result.unknown = result.unknown || found.unknown;
    }
    return result;
}

}  // namespace rowtype::orm
