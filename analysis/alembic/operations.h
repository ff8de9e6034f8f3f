// Alembic's operations (op.create_table and its like) as PostgreSQL's DDL.
//
// To understand another operation: its function, declared here and written in the file of its group, and its row in the
// table of operations.cpp; a test in tests/analysis/alembic/. It never fails: what it cannot tell it marks.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// The table that an operation is about.
struct TableName {
    std::string schema;               // empty: by the search path
    std::optional<std::string> name;  // nothing: it cannot be told

    [[nodiscard]] std::string sql() const { return name ? qualified(schema, *name) : "{}"; }
    // SQL that says of the table, or of any, that something of its columns may change.
    [[nodiscard]] std::string touched() const { return "ALTER TABLE " + sql() + " {}"; }
};

// One call, its arguments by the names of their parameters.
struct OperationCall {
    Interpreter& interpreter;
    const Value& call;
    std::vector<std::string_view> parameters;  // of the positional arguments
    const Value* batch = nullptr;              // the batch_alter_table() call whose operation this is

    [[nodiscard]] Recorder& recorder() const { return interpreter.recorder(); }
    [[nodiscard]] std::uint32_t line() const { return interpreter.line(); }
    [[nodiscard]] const Value* argument(std::string_view name) const;
    // The arguments from this place on, without names: the columns of create_table().
    [[nodiscard]] std::vector<const Value*> rest(std::size_t from) const;
    [[nodiscard]] bool has_unknown_arguments() const;  // **options that cannot be told
    // The table by the parameter of that name and "schema", or the batch's.
    [[nodiscard]] TableName table(std::string_view parameter = "table_name", std::string_view schema = "schema") const;
    // How the constraints of that table are named.
    [[nodiscard]] TableNames names(std::string_view parameter = "table_name", std::string_view schema = "schema") const;
    // True, False, or `otherwise` where it is not given or cannot be told.
    [[nodiscard]] bool flag(std::string_view name, bool otherwise) const;
};

// Records what the operation `name` does; false where Alembic has none of that name. `batch` is null outside of
// batch_alter_table().
bool apply_operation(Interpreter& interpreter, std::string_view name, const Value& call, const Value* batch);

// create_table.cpp
void create_table(const OperationCall& call);
void add_column(const OperationCall& call);
void drop_table(const OperationCall& call);
void drop_column(const OperationCall& call);
void rename_table(const OperationCall& call);
void create_table_comment(const OperationCall& call);
void drop_table_comment(const OperationCall& call);
// The same for a Table that is made with .create(bind).
void create_table_object(Interpreter& interpreter, const Value& table);
// alter_column.cpp
void alter_column(const OperationCall& call);
// constraints.cpp
void create_unique_constraint(const OperationCall& call);
void create_primary_key(const OperationCall& call);
void create_foreign_key(const OperationCall& call);
void create_check_constraint(const OperationCall& call);
void create_exclude_constraint(const OperationCall& call);
void drop_constraint(const OperationCall& call);
// indexes.cpp
void create_index(const OperationCall& call);
void drop_index(const OperationCall& call);
// schema_objects.cpp
void sync_enum_values(const OperationCall& call);
void create_entity(const OperationCall& call);
void drop_entity(const OperationCall& call);

// schema_objects.cpp: objects of SQLAlchemy that create and drop themselves: enums, domains, sequences, tables. False for
// any other value.
bool create_object(Interpreter& interpreter, const Value& object);
bool drop_object(Interpreter& interpreter, const Value& object);
// CreateSchema, CreateSequence … and their likes, as op.execute() takes them: SQL, or nothing.
[[nodiscard]] std::optional<std::string> ddl_element_sql(const Value& element);

}  // namespace rowtype::alembic
