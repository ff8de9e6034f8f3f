// Helpers of these tests: SQL in, catalog or printed lines out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::migrations {

// The catalog of one file "schema.sql", without Supabase's objects.
inline catalog::Catalog read_sql(std::string_view sql) {
    Options options;
    options.platform = Platform::Plain;
    return catalog::Catalog(read_migrations({{"schema.sql", std::string(sql)}}, options).value().data);
}

// "id integer not null default 1" of each column.
inline std::vector<std::string> columns_of(const catalog::Catalog& catalog, std::string_view schema, std::string_view name) {
    std::vector<std::string> lines;
    const catalog::Relation* relation = catalog.find_relation(schema, name).relation;
    if (relation == nullptr) return {"no such relation"};
    for (const catalog::Column& column : relation->columns) {
        std::string line = column.name + " " + (column.type.is_known() ? column.type.to_string() : "?");
        if (column.nullability == catalog::Nullability::NotNull) line += " not null";
        if (column.nullability == catalog::Nullability::Unknown) line += " null?";
        if (column.default_expression) line += " default " + *column.default_expression;
        if (column.identity == catalog::Identity::Always) line += " identity always";
        if (column.identity == catalog::Identity::ByDefault) line += " identity by default";
        if (column.generated_expression) line += " generated " + *column.generated_expression;
        lines.push_back(line);
    }
    return lines;
}

inline std::vector<std::string> columns_of(const catalog::Catalog& catalog, std::string_view name) {
    return columns_of(catalog, "public", name);
}

// "pk t_pkey(id)", "unique …", "fk …(a) -> public.b(id)", "check name: text", "index name btree(a) …".
inline std::vector<std::string> constraints_of(const catalog::Catalog& catalog, std::string_view name) {
    const auto list = [](const std::vector<std::string>& names) {
        std::string joined = "(";
        for (std::size_t index = 0; index < names.size(); ++index) joined += (index == 0 ? "" : ",") + names[index];
        return joined + ")";
    };
    std::vector<std::string> lines;
    const catalog::Relation* relation = catalog.find_relation("", name).relation;
    if (relation == nullptr) return {"no such relation"};
    if (relation->primary_key) lines.push_back("pk " + relation->primary_key->name + list(relation->primary_key->columns));
    for (const catalog::Key& key : relation->unique_keys) lines.push_back("unique " + key.name + list(key.columns));
    for (const catalog::ForeignKey& key : relation->foreign_keys) {
        lines.push_back("fk " + key.name + list(key.columns) + " -> " + key.referenced_relation.to_string() +
                        list(key.referenced_columns));
    }
    for (const catalog::Check& check : relation->checks) lines.push_back("check " + check.name + ": " + check.expression);
    for (const catalog::Index& index : relation->indexes) {
        lines.push_back("index " + index.name + " " + index.method + list(index.columns) + (index.unique ? " unique" : "") +
                        (index.expressions.empty() ? "" : " of " + list(index.expressions)) +
                        (index.predicate.empty() ? "" : " where " + index.predicate));
    }
    return lines;
}

inline std::vector<std::string> notes_of(const catalog::Catalog& catalog) {
    std::vector<std::string> lines;
    for (const catalog::Note& note : catalog.notes())
        lines.push_back(note.file + ":" + std::to_string(note.line) + ": " + note.message);
    return lines;
}

}  // namespace rowtype::migrations
