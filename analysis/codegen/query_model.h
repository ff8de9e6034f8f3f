// A model for the rows of one query: not for a table, so that joins, aliases and embedded rows count.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/settings/generation_settings.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

struct QueryShape;

// One key of a row.
struct QueryField {
    std::string key;
    catalog::Type type = {};                     // not known: Any, with a comment
    bool is_nullable = true;                     // or not known to be never NULL
    std::string comment = {};                    // of the column that it passes on
    std::shared_ptr<const QueryShape> embedded;  // rows of a model of their own in place of a value
    bool is_list = false;                        // of these
    bool is_collected = false;                   // a list of what the rest says, never NULL itself: of a to-many spread
};

struct QueryShape {
    std::vector<QueryField> fields;  // in the order of the row, no key twice
};

struct QueryModelText {
    std::string class_name;
    std::string classes;  // those of embedded rows first, two blank lines between them; ends with a line end
    std::vector<ImportedName> imports;

    // A module of its own.
    [[nodiscard]] std::string module() const;
};

// In the configured style; sqlmodel and sqlalchemy, whose classes stand for tables, give pydantic's. `taken`: names that no class may
// have. `access` must be resolved.
[[nodiscard]] QueryModelText query_model(const QueryShape& shape, const std::string& class_name, std::set<std::string> taken,
                                         const catalog::Catalog& catalog, const Settings& settings,
                                         const GenerationSettings& generation, AccessProfile access);

// "UsersRecord" of a query over public.users; "QueryRecord" of one over no table of its own.
[[nodiscard]] std::string query_class_name(const catalog::QualifiedName* table, const Settings& settings,
                                           const GenerationSettings& generation);

}  // namespace rowtype::codegen
