// What each kind of statement does to the schema. One function a PostgreSQL statement node, one file a group of them.
//
// To understand another statement: declare its handler here, write it in the file of its group, name it in the table of
// apply.cpp beside the node's tag, and test it in tests/reflect/migrations/. A handler never fails: what it cannot take in
// becomes a note and an *unknown*.
#pragma once

#include "reflect/migrations/nodes.h"
#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

using Handler = void (*)(SchemaBuilder& schema, const Node& statement);

// apply.cpp: parses one statement's text and hands each of its nodes to the handler; a statement that does not parse is
// left to apply_unparsed(). `schema.source` must hold the text.
void apply_statement(SchemaBuilder& schema);
// Statements that never change what the catalog holds are not parsed at all.
[[nodiscard]] bool is_irrelevant(std::string_view statement);
// A statement that PostgreSQL's grammar rejects (a template, another dialect): marks what it could touch.
void apply_unparsed(SchemaBuilder& schema, std::string_view message);

// read_migrations.cpp: applies those of `files` that `is_wanted` picks, in order; the others are there to be included.
void apply_files(SchemaBuilder& schema, const std::vector<SqlFile>& files, const std::function<bool(std::size_t)>& is_wanted);

// create_table.cpp
void apply_create_table(SchemaBuilder& schema, const Node& statement);
void apply_create_foreign_table(SchemaBuilder& schema, const Node& statement);
// views.cpp
void apply_create_view(SchemaBuilder& schema, const Node& statement);
void apply_create_table_as(SchemaBuilder& schema, const Node& statement);  // and materialised views
void apply_select(SchemaBuilder& schema, const Node& statement);           // SELECT INTO, set_config(), calls of functions
void apply_calls(SchemaBuilder& schema, const Node& statement);            // CALL
void make_view_of_table(SchemaBuilder& schema, RelationState& state);      // what a rule "_RETURN" does
// Fills in what the view reads and mentions, for DROP … CASCADE.
void remember_reads(SchemaBuilder& schema, RelationState& view, const Node& query);
// alter_table.cpp
void apply_alter_table(SchemaBuilder& schema, const Node& statement);
// rename.cpp
void apply_rename(SchemaBuilder& schema, const Node& statement);
void apply_set_schema(SchemaBuilder& schema, const Node& statement);
// drop.cpp
void apply_drop(SchemaBuilder& schema, const Node& statement);
// user_types.cpp
void apply_create_enum(SchemaBuilder& schema, const Node& statement);
void apply_alter_enum(SchemaBuilder& schema, const Node& statement);
void apply_create_domain(SchemaBuilder& schema, const Node& statement);
void apply_alter_domain(SchemaBuilder& schema, const Node& statement);
void apply_create_composite(SchemaBuilder& schema, const Node& statement);
void apply_alter_composite(SchemaBuilder& schema, const Node& statement);  // ALTER TYPE … ATTRIBUTE, an AlterTableStmt
void apply_create_range(SchemaBuilder& schema, const Node& statement);
void apply_define(SchemaBuilder& schema, const Node& statement);  // CREATE TYPE of base and shell types, CREATE COLLATION
// indexes.cpp
void apply_create_index(SchemaBuilder& schema, const Node& statement);
// comments.cpp
void apply_comment(SchemaBuilder& schema, const Node& statement);
// functions.cpp
void apply_create_function(SchemaBuilder& schema, const Node& statement);
void apply_alter_function(SchemaBuilder& schema, const Node& statement);
void apply_alter_owner(SchemaBuilder& schema, const Node& statement);  // of functions and schemas
// sequences.cpp
void apply_create_sequence(SchemaBuilder& schema, const Node& statement);
void apply_alter_sequence(SchemaBuilder& schema, const Node& statement);
// grants.cpp
void apply_grant(SchemaBuilder& schema, const Node& statement);
void apply_grant_role(SchemaBuilder& schema, const Node& statement);
void apply_default_privileges(SchemaBuilder& schema, const Node& statement);
// drop_owned.cpp
void apply_drop_owned(SchemaBuilder& schema, const Node& statement);
// policies.cpp
void apply_create_policy(SchemaBuilder& schema, const Node& statement);
void apply_alter_policy(SchemaBuilder& schema, const Node& statement);
// triggers.cpp
void apply_create_trigger(SchemaBuilder& schema, const Node& statement);
void apply_create_rule(SchemaBuilder& schema, const Node& statement);
// settings.cpp
void apply_create_schema(SchemaBuilder& schema, const Node& statement);
void apply_set_variable(SchemaBuilder& schema, const Node& statement);
void apply_create_extension(SchemaBuilder& schema, const Node& statement);
void apply_alter_extension_contents(SchemaBuilder& schema, const Node& statement);
void apply_import_foreign_schema(SchemaBuilder& schema, const Node& statement);
// do_block.cpp
void apply_do_block(SchemaBuilder& schema, const Node& statement);
// Applies the static statements of a PL/pgSQL body; what is dynamic marks what it could touch.
void apply_procedural_body(SchemaBuilder& schema, std::string_view body, std::uint32_t line);

}  // namespace rowtype::migrations
