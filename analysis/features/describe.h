// What the catalog knows of a relation, column, type or function, in words: the facts behind hover and `rowtype show`.
//
// Texts are as the database has them, hostile ones included: whoever prints them escapes them (render.h, the terminal's
// printable()).
#pragma once

#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::features {

struct ColumnDescription {
    std::string name;
    std::string type;         // as format_type prints it
    std::string nullability;  // "not null", "null", or empty where it is not known
    std::string default_expression;
    std::vector<std::string> notes;   // "primary key", "generated always as identity", "→ public.users (id)"
    std::vector<std::string> labels;  // of its enum, arrays of one included
    std::string comment;
};

// A heading and what stands below it: "Foreign keys", one line each.
struct Section {
    std::string title;
    std::vector<std::string> lines;
};

struct RelationDescription {
    std::string name;  // "public.orders"
    std::string kind;  // "table", "materialized view" …
    std::string comment;
    std::vector<ColumnDescription> columns;  // by ordinal
    std::vector<Section> sections;           // keys, foreign keys in and out, checks, indexes …; none is empty
    bool columns_complete = true;
    bool is_outline = false;  // from an API's description: there may be more than is told
};

[[nodiscard]] std::string kind_of(const catalog::Relation& relation);
// "→ public.users (id) on delete cascade"; the columns that refer are left out.
[[nodiscard]] std::string reference_text(const catalog::ForeignKey& key);

[[nodiscard]] ColumnDescription describe(const catalog::Catalog& catalog, const catalog::Relation& relation,
                                         const catalog::Column& column);
[[nodiscard]] RelationDescription describe(const catalog::Catalog& catalog, const catalog::Relation& relation);
// What the enum, domain, composite or range is made of.
[[nodiscard]] std::vector<Section> describe(const catalog::TypeDefinition& type);
[[nodiscard]] std::string kind_of(const catalog::TypeDefinition& type);
// "public.search(query text, maximum integer = …) returns setof public.products".
[[nodiscard]] std::string signature(const catalog::Function& function);

}  // namespace rowtype::features
