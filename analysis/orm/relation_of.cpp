#include "analysis/orm/relation_of.h"

#include <algorithm>

#include "analysis/binding/model_table.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/created_names.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

namespace {

const std::vector<std::string>& search_path(const binding::Context& context) {
    return context.settings.search_path.empty() ? context.catalog.search_path() : context.settings.search_path;
}

// All tables of the project's own: not of a platform either.
bool is_in_one_schema(const catalog::Catalog& catalog) {
    const auto is_own = [](const std::string& schema) { return !binding::is_platform_schema(schema); };
    return std::ranges::count_if(catalog.own_schemas(), is_own) <= 1;
}

RelationOf find_relation(const Declaration& declaration, const binding::Context& context) {
    if (declaration.table_name.empty() || declaration.is_elsewhere) return {nullptr, true};
    const std::string name = sql::truncate_identifier(declaration.table_name);
    const catalog::Catalog& catalog = context.catalog;
    if (!declaration.schema_known) {
        const catalog::Relation* only = relation_in_any_schema(name, declaration, context);
        const bool is_other = only != nullptr && !declaration.schema_hint.empty() && declaration.schema_hint != only->name.schema;
        if (is_other) only = nullptr;
        return {only, only == nullptr};
    }
    if (!declaration.schema.empty()) {
        const catalog::RelationLookup found = catalog.find_relation(declaration.schema, name);
        return {found.relation, found.relation == nullptr && found.unknown};
    }
    RelationOf result;
    for (const std::string& schema : search_path(context)) {
        const catalog::RelationLookup found = catalog.find_relation(schema, name);
        if (found.relation != nullptr) return {found.relation, false};
        result.unknown = result.unknown || found.unknown;
    }
    return result;
}

}  // namespace

const catalog::Relation* relation_in_any_schema(const std::string& name, const Declaration& declaration,
                                                const binding::Context& context) {
    const auto named = context.catalog.relations_named(name);
    if (named.size() != 1) return nullptr;
    const std::vector<std::string>& path = search_path(context);
    const bool is_on_path = std::ranges::find(path, named.front()->name.schema) != path.end();
    if (is_on_path && declaration.only_base_may_name_schema) return named.front();
    return is_in_one_schema(context.catalog) ? named.front() : nullptr;
}

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
