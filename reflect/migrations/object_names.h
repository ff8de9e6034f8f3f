// The names that PostgreSQL gives to what a statement leaves unnamed (src/backend/commands/indexcmds.c, tablecmds.c,
// catalog/pg_constraint.c): t_pkey, t_c_key, t_c_fkey, t_c_check, t_c_idx, t_c_seq, t_c_excl.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// name1_name2_label in at most 63 bytes; the longer of the two names gives way. name2 may be empty.
[[nodiscard]] std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label);

// The first such name, counting label, label1, label2 …, that no relation, index or sequence (and with `for_constraint`, no
// constraint) of the schema has.
[[nodiscard]] std::string choose_relation_name(SchemaBuilder& schema, const catalog::QualifiedName& table,
                                               std::string_view addition, std::string_view label, bool for_constraint);

// Of a unique constraint (t_a_b_key, included columns counted) and of an index (t_a_b_idx).
[[nodiscard]] std::string choose_key_name(SchemaBuilder& schema, const catalog::QualifiedName& table, const catalog::Key& key);
[[nodiscard]] std::string choose_index_name(SchemaBuilder& schema, const catalog::QualifiedName& table,
                                            const catalog::Index& index);

// The first such name that no constraint of the schema has.
[[nodiscard]] std::string choose_constraint_name(SchemaBuilder& schema, const catalog::QualifiedName& table,
                                                 std::string_view addition, std::string_view label);

// "a_b" of the columns of a key or foreign key; cut where PostgreSQL stops adding.
[[nodiscard]] std::string join_column_names(const std::vector<std::string>& columns);

// What the names of an index's columns are made of: an expression is called after its function, else "" .
[[nodiscard]] std::vector<std::string> named_columns(const catalog::Index& index);

// The column names of an index, made distinct: an expression is called after its function, else "expr" ("" in `columns`).
[[nodiscard]] std::vector<std::string> index_column_names(const std::vector<std::string>& columns);

}  // namespace rowtype::migrations
