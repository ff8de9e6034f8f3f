#include "analysis/alembic/indexes.h"

#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/long_names.h"
#include "analysis/alembic/operations.h"
#include "analysis/alembic/sql_expressions.h"

namespace rowtype::alembic {

namespace {

// One element: a column, or an expression in parentheses unless it is a function call or has an order behind it.
std::optional<std::string> element_sql(const Value& element, const Value* classes) {
    const std::optional<std::string> column = text_of(&element);
    std::optional<std::string> sql = column ? std::optional(quoted(*column)) : expression_sql(element);
    if (sql && column && classes != nullptr && classes->is(ValueKind::Dictionary)) {
        for (std::size_t index = 0; index + 1 < classes->items.size(); index += 2) {
            const std::optional<std::string> name = text_of(&classes->items[index + 1]);
            if (text_of(&classes->items[index]) == column && name) *sql += " " + *name;
        }
    }
    return sql;
}

}  // namespace

std::optional<std::string> index_sql(const std::string& table, const Value* name, const std::string& full_name,
                                     const std::vector<const Value*>& elements, const Value& options) {
    const bool is_unique = boolean_of(options.keyword("unique")).value_or(false);
    std::string list;
    for (const Value* element : elements) {
        const std::optional<std::string> sql = element_sql(*element, options.keyword("postgresql_ops"));
        if (!sql) return std::nullopt;
        list += (list.empty() ? "" : ", ") + *sql;
    }
    if (list.empty() || (!is_none(name) && !text_of(name))) return std::nullopt;
    std::string sql = std::string("CREATE ") + (is_unique ? "UNIQUE " : "") + "INDEX ";
    if (boolean_of(options.keyword("if_not_exists")).value_or(false)) sql += "IF NOT EXISTS ";
    sql += quoted(full_name) + " ON " + table;
    if (const std::optional<std::string> method = text_of(options.keyword("postgresql_using")))
        sql += " USING " + quoted(*method);
    sql += " (" + list + ")";
    if (const auto included = texts_of(options.keyword("postgresql_include"))) sql += " INCLUDE (" + quoted_list(*included) + ")";
    if (boolean_of(options.keyword("postgresql_nulls_not_distinct")).value_or(false)) sql += " NULLS NOT DISTINCT";
    if (const Value* where = options.keyword("postgresql_where"); !is_none(where)) {
        const std::optional<std::string> condition = condition_sql(*where);
        if (!condition) return std::nullopt;
        sql += " WHERE " + *condition;
    }
    return sql;
}

std::string index_name(const TableNames& names, const TableName& table, const std::vector<std::string>& columns,
                       const Value* given) {
    std::string name = names.name_of({"ix", columns}, given);
    if (!name.empty() || columns.empty() || !table.name) return name;
    return shortened("ix_" + (table.schema.empty() ? "" : table.schema + "_") + *table.name + "_" + columns.front());
}

std::vector<std::string> plain_columns(const std::vector<const Value*>& elements) {
    std::vector<std::string> columns;
    for (const Value* element : elements) {
        if (std::optional<std::string> column = text_of(element)) columns.push_back(std::move(*column));
    }
    return columns;
}

void create_index(const OperationCall& call) {
    const TableName table = call.table();
    const Value* columns = call.argument("columns");
    std::vector<const Value*> elements;
    const bool is_list = columns != nullptr && (columns->is(ValueKind::List) || columns->is(ValueKind::Tuple));
    for (std::size_t index = 0; is_list && index < columns->items.size(); ++index) elements.push_back(&columns->items[index]);
    if (columns != nullptr && !is_list) elements.push_back(columns);
    std::optional<std::string> sql;
    if (table.name) {
        const Value* const given = call.argument("index_name");
        const std::string name = index_name(call.names(), table, plain_columns(elements), given);
        sql = index_sql(table.sql(), given, name, elements, call.call);
    }
    if (!sql) return call.recorder().add_possible(table.touched(), call.line(), "the index that is made here cannot be told");
    DdlText text(call.line());
    call.recorder().add(text.add(*sql), table.touched());
}

void drop_index(const OperationCall& call) {
    const std::optional<std::string> name = text_of(call.argument("index_name"));
    if (!name) return;  // whichever it is, it takes no name away
    const std::string schema = call.table().schema;
    DdlText sql(call.line());
    // Of two names that PostgreSQL shortens alike, or of a naming convention: what is not there is no surprise.
    call.recorder().add(sql.add("DROP INDEX IF EXISTS " + qualified(schema, *name)), "");
}

}  // namespace rowtype::alembic
