#include "lsp/workspace/scripts_beside.h"

#include <algorithm>

#include "lsp/workspace/name_list.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

bool was_removed(const catalog::CatalogData& data, const catalog::QualifiedName& relation, const std::string& column) {
    return std::ranges::any_of(data.removed, [&](const catalog::RemovedName& removed) {
        return removed.relation == relation && removed.column == column;
    });
}

bool adds_columns(const catalog::CatalogData& data, const catalog::Relation& known, const catalog::Relation& script) {
    return std::ranges::any_of(script.columns, [&](const catalog::Column& column) {
        return known.find_column(column.name) == nullptr && !was_removed(data, known.name, column.name);
    });
}

auto find_relation(std::vector<catalog::Relation>& relations, const catalog::QualifiedName& name) {
    const auto found = std::ranges::lower_bound(relations, name, {}, &catalog::Relation::name);
    return std::pair(found, found != relations.end() && found->name == name);
}

bool uses_relation_of(catalog::CatalogData& data, const catalog::CatalogData& script) {
    return std::ranges::any_of(script.relations, [&](const catalog::Relation& relation) {
        return relation.presumed && find_relation(data.relations, relation.name).second;
    });
}

catalog::Relation presumed_like(const catalog::Relation& script) {
    catalog::Relation relation;
    relation.name = script.name;
    relation.kind = script.kind;
    relation.presumed = true;
    relation.columns_complete = relation.parts_complete = relation.triggers_complete = false;
    return relation;
}

// Notes the names of what it adds.
void presume(catalog::CatalogData& data, const catalog::Relation& script, std::vector<std::string>& tables,
             std::vector<std::string>& altered) {
    const auto [known, is_known] = find_relation(data.relations, script.name);
    if (is_known) {
        if (known->is_view() || !known->columns_complete || !adds_columns(data, *known, script)) return;
        known->columns_complete = known->parts_complete = false;
        altered.push_back(script.name.name);
        return;
    }
    const bool is_of_schema = std::ranges::find(data.schemas, script.name.schema) != data.schemas.end();
    if (script.presumed || !is_of_schema || was_removed(data, script.name, "")) return;
    data.relations.insert(known, presumed_like(script));
    tables.push_back(script.name.name);
}

}  // namespace

std::string presume_scripts(catalog::CatalogData& data, const std::vector<migrations::SqlFile>& scripts,
                            const migrations::Options& options, bool needs_tie) {
    std::vector<std::string> tables;
    std::vector<std::string> altered;
    std::string first;
    // Each by itself: nobody knows their order, and several may be versions of one.
    for (const migrations::SqlFile& script : scripts) {
        const Result<migrations::MigrationCatalog> beside = migrations::read_migrations({script}, options);
        if (!beside || (needs_tie && !uses_relation_of(data, beside->data))) continue;
        const std::size_t before = tables.size() + altered.size();
        for (const catalog::Relation& relation : beside->data.relations) presume(data, relation, tables, altered);
        if (first.empty() && tables.size() + altered.size() > before) first = script.path;
    }
    if (first.empty()) return "";
    std::string note = "other SQL of the repository (" + first + (scripts.size() > 1 ? ", …" : "") + ")";
    if (!tables.empty()) note += " makes " + name_list(tables);
    if (!altered.empty()) note += std::string(tables.empty() ? "" : " and") + " adds columns to " + name_list(altered);
    return note + "; what only that SQL makes is not called unknown: name the schema with --schema to be told";
}

}  // namespace rowtype::workspace
