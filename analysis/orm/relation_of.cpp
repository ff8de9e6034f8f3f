#include "analysis/orm/relation_of.h"

#include "analysis/binding/provided_modules.h"
#include "analysis/facts/created_names.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

namespace {

RelationOf find_relation(const Declaration& declaration, const binding::Context& context) {
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

}  // namespace

RelationOf relation_of(const Declaration& declaration, const binding::Context& context) {
    RelationOf found = find_relation(declaration, context);
    // Beside a client or dialect of another database, a table that is not here may well be that one's.
    if (found.relation == nullptr && context.imports.foreign) found.unknown = true;
    if (found.relation == nullptr && !found.unknown && context.modules != nullptr) {
        found.unknown = context.modules->makes_relation(std::string(facts::kMappedTables), context.catalog);
    }
    return found;
}

}  // namespace rowtype::orm
