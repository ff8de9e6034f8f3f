// Operations on whole tables and the making and dropping of columns.
#include <algorithm>

#include "analysis/alembic/columns.h"
#include "analysis/alembic/constraints.h"
#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/indexes.h"
#include "analysis/alembic/long_names.h"
#include "analysis/alembic/operations.h"

namespace rowtype::alembic {

namespace {

// What stands between the parentheses of a new table, before it is written.
struct TableParts {
    std::vector<ColumnDefinition> columns;
    std::vector<std::pair<std::uint32_t, std::string>> constraints;  // by line
    std::vector<const Value*> indexes;
    std::vector<std::string> key_columns;
    std::vector<std::string> linked_columns;  // of foreign keys of the table
    bool has_key = false;
    const Value* key_name = nullptr;  // of a key that its columns make
    bool is_complete = true;          // every column is known
    bool knows_constraints = true;
};

TableParts read_parts(const Interpreter& interpreter, const TableNames& names, const std::vector<const Value*>& elements) {
    TableParts parts;
    for (const Value* element : elements) {
        if (is_column(*element)) {
            std::optional<ColumnDefinition> column = read_column(names, *element);
            if (column) parts.columns.push_back(std::move(*column));
            else parts.is_complete = false;
        } else if (is_constraint(*element)) {
            std::optional<TableConstraint> constraint = read_constraint(names, *element);
            if (!constraint) {
                parts.knows_constraints = false;
                continue;
            }
            if (!constraint->sql.empty()) parts.constraints.emplace_back(interpreter.line_of(*element), constraint->sql);
            if (constraint->key_name != nullptr) parts.key_name = constraint->key_name;
            parts.has_key = parts.has_key || (constraint->is_primary_key && !constraint->sql.empty());
            for (std::string& name : constraint->key_columns) parts.key_columns.push_back(std::move(name));
            for (std::string& name : constraint->linked_columns) parts.linked_columns.push_back(std::move(name));
        } else if (sqlalchemy_name(*element) == "Index") {
            parts.indexes.push_back(element);
        } else if (!element->is(ValueKind::None)) {
            parts.is_complete = false;
        }
    }
    return parts;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

// The table's primary key and serial column, as SQLAlchemy settles them from all of its parts.
void settle_key(TableParts& parts) {
    for (ColumnDefinition& column : parts.columns) {
        column.has_foreign_key = column.has_foreign_key || holds(parts.linked_columns, column.name);
        if (column.primary_key && !parts.has_key) parts.key_columns.push_back(column.name);
        column.primary_key = column.primary_key || holds(parts.key_columns, column.name);
    }
}

void say_notes(Interpreter& interpreter, const ColumnDefinition& column) {
    for (const std::string& note : column.notes) interpreter.recorder().add_note(interpreter.line_of(*column.value), note);
}

void create_types(Interpreter& interpreter, const ColumnDefinition& column) {
    for (const std::string& sql : column.created) {
        DdlText text(interpreter.line_of(*column.value));
        interpreter.recorder().add_guarded(text.add(sql));
    }
}

// What a column brings beside itself: indexes and comments.
void add_column_extras(Interpreter& interpreter, const TableName& table, const ColumnDefinition& column) {
    const std::uint32_t line = interpreter.line_of(*column.value);
    if (column.index) {
        DdlText text(line);
        const TableNames names(interpreter.convention(), table.schema, *table.name);
        const std::string name = quoted(index_name(names, table, {column.name}));
        text.add(std::string("CREATE ") + (column.unique ? "UNIQUE " : "") + "INDEX " + name + " ON " + table.sql() + " (" +
                 quoted(column.name) + ")");
        interpreter.recorder().add(text, table.touched());
    }
    if (column.comment) {
        DdlText text(line);
        text.add("COMMENT ON COLUMN " + table.sql() + "." + quoted(column.name) + " IS " + literal(*column.comment));
        interpreter.recorder().add(text, "");
    }
}

bool names_column_index(const TableParts& parts, const std::string& name, const TableNames& names, const TableName& table) {
    return std::ranges::any_of(parts.columns, [&](const ColumnDefinition& column) {
        return column.index && index_name(names, table, {column.name}) == name;
    });
}

// SQLAlchemy's own name of an index has its first column only. Where a column of the table has an index of that name, the project's
// metadata has a naming convention that could not be read: the revision runs, so the names differ.
std::string long_index_name(const TableName& table, const std::vector<std::string>& columns) {
    std::string name = "ix_" + *table.name;
    for (const std::string& column : columns) name += "_" + column;
    return shortened(name);
}

void add_indexes(Interpreter& interpreter, const TableName& table, const TableParts& parts) {
    for (const Value* index : parts.indexes) {
        std::vector<const Value*> elements;
        for (const Argument& argument : index->arguments) {
            if (argument.keyword.empty()) elements.push_back(&argument.value);
        }
        const Value* name = elements.empty() ? index->keyword("name") : elements.front();
        if (!elements.empty()) elements.erase(elements.begin());
        const std::vector<std::string> columns = plain_columns(elements);
        const TableNames names(interpreter.convention(), table.schema, *table.name);
        std::string full = index_name(names, table, columns, name);
        if (is_none(name) && columns.size() > 1 && names_column_index(parts, full, names, table))
            full = long_index_name(table, columns);
        const std::optional<std::string> sql = index_sql(table.sql(), name, full, elements, *index);
        const std::uint32_t line = interpreter.line_of(*index);
        if (!sql) {
            interpreter.recorder().add_possible(table.touched(), line, "the index that is made here cannot be told");
            continue;
        }
        DdlText text(line);
        interpreter.recorder().add(text.add(*sql), table.touched());
    }
}

DdlText table_sql(const Interpreter& interpreter, const TableName& table, const TableParts& parts, const Value& options) {
    DdlText text(interpreter.line());
    const TableNames names(interpreter.convention(), table.schema, *table.name);
    const bool is_guarded = boolean_of(options.keyword("if_not_exists")).value_or(false);
    text.add(std::string("CREATE TABLE ") + (is_guarded ? "IF NOT EXISTS " : "") + table.sql() + " (");
    const char* separator = "";
    for (const ColumnDefinition& column : parts.columns) {
        const bool serial = column.primary_key && is_serial(column, parts.key_columns.size());
        text.add(separator).at(interpreter.line_of(*column.value)).add(column_sql(column, serial, column.primary_key));
        separator = ", ";
    }
    if (!parts.has_key && !parts.key_columns.empty()) {
        text.add(separator).add(names.prefix({"pk", parts.key_columns}, parts.key_name) + "PRIMARY KEY (" +
                                quoted_list(parts.key_columns) + ")");
        separator = ", ";
    }
    for (const ColumnDefinition& column : parts.columns) {
        for (const std::string& constraint : column.constraints) text.add(separator).add(constraint), separator = ", ";
        if (!column.unique || column.index) continue;
        text.add(separator).add(names.prefix({"uq", {column.name}}, nullptr) + "UNIQUE (" + quoted(column.name) + ")");
        separator = ", ";
    }
    for (const auto& [line, constraint] : parts.constraints) text.add(separator).at(line).add(constraint), separator = ", ";
    text.add(")");
    if (const auto partition = text_of(options.keyword("postgresql_partition_by"))) text.add(" PARTITION BY " + *partition);
    if (const auto parent = text_of(options.keyword("postgresql_inherits"))) text.add(" INHERITS (" + quoted(*parent) + ")");
    return text;
}

void create(Interpreter& interpreter, const TableName& table, const std::vector<const Value*>& elements, const Value& options) {
    Recorder& recorder = interpreter.recorder();
    if (!table.name) {
        return recorder.add_possible("CREATE TABLE {} (", interpreter.line(),
                                     "the name of the table that is made here cannot be told");
    }
    TableParts parts = read_parts(interpreter, {interpreter.convention(), table.schema, *table.name}, elements);
    settle_key(parts);
    for (const ColumnDefinition& column : parts.columns) {
        create_types(interpreter, column);
        if (column.type.empty_enum.empty()) continue;
        DdlText text(interpreter.line_of(*column.value));
        interpreter.recorder().add_guarded(text.add(column.type.empty_enum));
    }
    for (const ColumnDefinition& column : parts.columns) say_notes(interpreter, column);
    recorder.add(table_sql(interpreter, table, parts, options), "CREATE TABLE " + table.sql() + " (");
    if (!parts.is_complete || !parts.knows_constraints) {
        recorder.add_possible(table.touched(), interpreter.line(),
                              parts.is_complete ? "not all constraints of the table that is made here can be told"
                                                : "not all columns of the table that is made here can be told");
    }
    for (const ColumnDefinition& column : parts.columns) add_column_extras(interpreter, table, column);
    add_indexes(interpreter, table, parts);
    if (const std::optional<std::string> comment = text_of(options.keyword("comment"))) {
        DdlText text(interpreter.line());
        recorder.add(text.add("COMMENT ON TABLE " + table.sql() + " IS " + literal(*comment)), "");
    }
}

void alter(const OperationCall& call, const TableName& table, const std::string& change) {
    DdlText text(call.line());
    call.recorder().add(text.add("ALTER TABLE " + table.sql() + " " + change), table.touched());
}

}  // namespace

void create_table(const OperationCall& call) { create(call.interpreter, call.table(), call.rest(1), call.call); }

// sa.Table("name", metadata, columns …).create(bind)
void create_table_object(Interpreter& interpreter, const Value& table) {
    TableName name;
    name.name = text_of(table.positional(0));
    if (const Value* schema = table.keyword("schema"); !is_none(schema)) {
        const std::optional<std::string> text = text_of(schema);
        if (text) name.schema = *text;
        else name.name.reset();
    }
    std::vector<const Value*> elements;
    std::size_t place = 0;
    for (const Argument& argument : table.arguments) {
        if (argument.keyword.empty() && place++ >= 2) elements.push_back(&argument.value);
    }
    create(interpreter, name, elements, table);
}

void add_column(const OperationCall& call) {
    const TableName table = call.table();
    const Value* given = call.argument("column");
    const std::optional<ColumnDefinition> column = given == nullptr ? std::nullopt : read_column(call.names(), *given);
    if (!table.name || !column) {
        return call.recorder().add_possible(table.touched(), call.line(), "the column that is added here cannot be told");
    }
    create_types(call.interpreter, *column);
    say_notes(call.interpreter, *column);
    const bool is_key = column->primary_key;
    const std::string exists = call.flag("if_not_exists", false) ? "IF NOT EXISTS " : "";
    DdlText text(call.line());
    text.add("ALTER TABLE " + table.sql() + " ADD COLUMN " + exists)
        .at(call.interpreter.line_of(*column->value))
        .add(column_sql(*column, is_key && is_serial(*column, 1), is_key));
    if (is_key && call.flag("inline_primary_key", false)) text.add(" PRIMARY KEY");
    call.recorder().add(text, table.touched());
    for (const std::string& constraint : column->constraints) alter(call, table, "ADD " + constraint);
    if (column->unique && !column->index)
        alter(call, table,
              "ADD " + call.names().prefix({"uq", {column->name}}, nullptr) + "UNIQUE (" + quoted(column->name) + ")");
    add_column_extras(call.interpreter, table, *column);
}

void drop_table(const OperationCall& call) {
    const TableName table = call.table();
    if (!table.name) return call.recorder().add_possible("", call.line(), "");  // whichever it is, its name stays known
    DdlText text(call.line());
    const std::string exists = call.flag("if_exists", false) ? "IF EXISTS " : "";
    call.recorder().add(text.add("DROP TABLE " + exists + table.sql()), table.touched());
}

void drop_column(const OperationCall& call) {
    const TableName table = call.table();
    const Value* given = call.argument("column_name");
    std::optional<std::string> name = text_of(given);
    if (!name && given != nullptr && is_column(*given)) name = text_of(given->positional(0));
    if (!table.name || !name) {
        return call.recorder().add_possible(table.touched(), call.line(), "the column that is dropped here cannot be told");
    }
    const std::string exists = call.flag("if_exists", false) ? "IF EXISTS " : "";
    alter(call, table, "DROP COLUMN " + exists + quoted(*name));
}

void rename_table(const OperationCall& call) {
    const TableName table = call.table("old_table_name");
    const std::optional<std::string> name = text_of(call.argument("new_table_name"));
    const std::string touched = "ALTER TABLE " + table.sql() + " RENAME TO {}";
    if (!table.name || !name) return call.recorder().add_possible(touched, call.line(), "the new name of a table cannot be told");
    DdlText text(call.line());
    call.recorder().add(text.add("ALTER TABLE " + table.sql() + " RENAME TO " + quoted(*name)), touched);
}

void create_table_comment(const OperationCall& call) {
    const TableName table = call.table();
    const std::optional<std::string> comment = text_of(call.argument("comment"));
    if (!table.name || !comment) return;
    DdlText text(call.line());
    call.recorder().add(text.add("COMMENT ON TABLE " + table.sql() + " IS " + literal(*comment)), "");
}

void drop_table_comment(const OperationCall& call) {
    const TableName table = call.table();
    if (!table.name) return;
    DdlText text(call.line());
    call.recorder().add(text.add("COMMENT ON TABLE " + table.sql() + " IS NULL"), "");
}

}  // namespace rowtype::alembic
