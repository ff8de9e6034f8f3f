// Columns that a program adds to the schema itself, where it starts or by a script of its own.
#pragma once

#include <string>
#include <string_view>

#include "analysis/binding/context.h"
#include "analysis/binding/provided_modules.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::binding {

// Of a column that the catalog lacks. What a migration surely took away is gone: the code is older.
[[nodiscard]] inline bool is_added_by_code(const Context& context, const catalog::Relation& relation, std::string_view column) {
    const catalog::QualifiedName& table = relation.name;
    if (context.modules == nullptr || context.catalog.find_removed(table.schema, table.name, column) != nullptr) return false;
    return context.modules->makes_relation(sql::fold(table.name) + "." + sql::fold(column), context.catalog);
}

}  // namespace rowtype::binding
