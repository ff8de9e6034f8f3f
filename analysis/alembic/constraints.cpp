#include "analysis/alembic/constraints.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/operations.h"
#include "analysis/alembic/sql_expressions.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

namespace {

// " ON DELETE CASCADE …" of the keyword arguments of a foreign key.
std::string key_options(const Value& call) {
    std::string options;
    static constexpr std::array<std::array<std::string_view, 2>, 3> kWords = {{
        {"match", " MATCH "},
        {"ondelete", " ON DELETE "},
        {"onupdate", " ON UPDATE "},
    }};
    for (const auto& [name, words] : kWords) {
        const std::optional<std::string> given = text_of(call.keyword(name));
        const bool is_plain =
            given && given->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz (),_\"") == std::string::npos;
        if (is_plain && !given->empty()) options += std::string(words) + *given;
    }
    return options;
}

std::string deferral(const Value& call) {
    std::string options;
    if (const std::optional<bool> deferrable = boolean_of(call.keyword("deferrable")))
        options += *deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
    const std::string initially = sql::fold(text_of(call.keyword("initially")).value_or(""));
    if (initially == "deferred" || initially == "immediate") options += " INITIALLY " + initially;
    return options;
}

// "schema.table.column" into its table and column.
struct Target {
    std::string table;  // quoted
    std::string column;
    std::string plain_table;
};
std::optional<Target> read_target(const Value* value) {
    if (value == nullptr) return std::nullopt;
    std::optional<std::string> text = text_of(value);
    if (!text) return std::nullopt;
    const std::size_t last = text->rfind('.');
    if (last == std::string::npos) return Target{quoted(*text), "", *text};  // the table alone: its key, by the column's name
    const std::string table = text->substr(0, last);
    const std::size_t before = table.rfind('.');
    const std::string schema = before == std::string::npos ? "" : table.substr(0, before);
    const std::string name = table.substr(before == std::string::npos ? 0 : before + 1);
    return Target{qualified(schema, name), text->substr(last + 1), name};
}

// The columns among the positional arguments: strings, or Column objects by their names.
std::optional<std::vector<std::string>> column_names(const Value& call, std::size_t from) {
    std::vector<std::string> names;
    for (std::size_t place = from; place < call.arguments.size(); ++place) {
        const Argument& argument = call.arguments[place];
        if (!argument.keyword.empty()) continue;
        std::optional<std::string> name = text_of(&argument.value);
        const bool is_object =
            !name && (sqlalchemy_name(argument.value) == "Column" || sqlalchemy_name(argument.value) == "column");
        if (is_object) name = text_of(argument.value.positional(0));
        if (!name) return std::nullopt;
        names.push_back(std::move(*name));
    }
    return names;
}

std::string unique_sql(const Value& call, const std::vector<std::string>& columns) {
    std::string sql = "UNIQUE ";
    if (boolean_of(call.keyword("postgresql_nulls_not_distinct")).value_or(false)) sql += "NULLS NOT DISTINCT ";
    sql += "(" + quoted_list(columns) + ")";
    if (const auto included = texts_of(call.keyword("postgresql_include"))) sql += " INCLUDE (" + quoted_list(*included) + ")";
    return sql + deferral(call);
}

std::optional<std::string> references(const std::string& table, const std::vector<std::string>& local,
                                      const std::vector<std::string>& remote, const Value& call) {
    if (local.empty() || local.size() != remote.size()) return std::nullopt;
    return "FOREIGN KEY (" + quoted_list(local) + ") REFERENCES " + table + " (" + quoted_list(remote) + ")" + key_options(call) +
           deferral(call);
}

std::optional<TableConstraint> read_foreign_key(const TableNames& names, const Value& call) {
    const Value* local = call.argument("columns", 0);
    const Value* remote = call.argument("refcolumns", 1);
    const auto columns = texts_of(local);
    if (!columns || remote == nullptr || (!remote->is(ValueKind::List) && !remote->is(ValueKind::Tuple))) return std::nullopt;
    std::string table;
    std::string plain_table;
    std::vector<std::string> targets;
    for (std::size_t place = 0; place < remote->items.size(); ++place) {
        const std::optional<Target> target = read_target(&remote->items[place]);
        if (!target || place >= columns->size()) return std::nullopt;
        table = target->table;
        plain_table = target->plain_table;
        targets.push_back(target->column.empty() ? (*columns)[place] : target->column);
    }
    const std::optional<std::string> sql = references(table, *columns, targets, call);
    if (!sql) return std::nullopt;
    const Value* name = call.argument("name", 2);
    return TableConstraint{names.prefix({"fk", *columns, plain_table, targets}, name) + *sql, false, {}, *columns};
}

// Elements as (column, operator) pairs.
std::optional<std::string> exclusion(const Value& call, const std::vector<const Value*>& elements) {
    std::string list;
    for (const Value* element : elements) {
        const bool is_pair = (element->is(ValueKind::Tuple) || element->is(ValueKind::List)) && element->items.size() == 2;
        const std::optional<std::string> sign = is_pair ? text_of(&element->items[1]) : std::nullopt;
        if (!sign) return std::nullopt;
        const std::optional<std::string> column = text_of(&element->items[0]);
        std::optional<std::string> sql = column ? std::optional(quoted(*column)) : expression_sql(element->items[0]);
        if (!sql) return std::nullopt;
        list += (list.empty() ? "" : ", ") + *sql + " WITH " + *sign;
    }
    if (list.empty()) return std::nullopt;
    const std::string method = text_of(call.keyword("using")).value_or("gist");
    std::string sql = "EXCLUDE USING " + quoted(method) + " (" + list + ")";
    if (const Value* where = call.keyword("where"); !is_none(where)) {
        const std::optional<std::string> condition = condition_sql(*where);
        if (!condition) return std::nullopt;
        sql += " WHERE (" + *condition + ")";
    }
    return sql + deferral(call);
}

// ALTER TABLE … ADD …; where the constraint cannot be told, the table's are not all known.
void add_constraint(const OperationCall& call, const TableName& table, const std::optional<std::string>& constraint) {
    if (!table.name || !constraint) {
        return call.recorder().add_possible(table.touched(), call.line(), "the constraint that is added here cannot be told");
    }
    DdlText sql(call.line());
    call.recorder().add(sql.add("ALTER TABLE " + table.sql() + " ADD " + *constraint), table.touched());
}

}  // namespace

std::optional<std::string> inline_foreign_key(const TableNames& names, const std::string& column, const Value& call) {
    const Value* given = call.argument("column", 0);
    const std::optional<Target> target = read_target(given);
    if (!target) return std::nullopt;
    const std::string remote = target->column.empty() ? column : target->column;
    const std::optional<std::string> sql = references(target->table, {column}, {remote}, call);
    const NamedThing key{"fk", {column}, target->plain_table, {remote}};
    return sql ? std::optional(names.prefix(key, call.keyword("name")) + *sql) : std::nullopt;
}

std::optional<std::string> check_constraint(const TableNames& names, const Value& call) {
    const Value* given = call.argument("sqltext", 0);
    const std::optional<std::string> condition = given == nullptr ? std::nullopt : condition_sql(*given);
    const Value* name = call.argument("name", 1);
    if (!condition) return std::nullopt;
    return names.prefix({"ck", {}}, name) + "CHECK (" + *condition + ")";
}

bool is_constraint(const Value& value) { return value.is(ValueKind::Call) && sqlalchemy_name(value).ends_with("Constraint"); }

std::optional<TableConstraint> read_constraint(const TableNames& names, const Value& call) {
    const std::string_view name = sqlalchemy_name(call);
    if (name == "ForeignKeyConstraint") return read_foreign_key(names, call);
    const Value* const given_name = call.keyword("name");
    if (name == "CheckConstraint") {
        std::optional<std::string> sql = check_constraint(names, call);
        return sql ? std::optional(TableConstraint{std::move(*sql)}) : std::nullopt;
    }
    if (name == "ExcludeConstraint") {
        std::vector<const Value*> elements;
        for (const Argument& argument : call.arguments) {
            if (argument.keyword.empty()) elements.push_back(&argument.value);
        }
        const std::optional<std::string> sql = exclusion(call, elements);
        return sql ? std::optional(TableConstraint{names.prefix({"", {}}, given_name) + *sql}) : std::nullopt;
    }
    const std::optional<std::vector<std::string>> columns = column_names(call, 0);
    if (!columns || (name != "PrimaryKeyConstraint" && name != "UniqueConstraint")) return std::nullopt;
    if (name == "UniqueConstraint") {
        if (columns->empty()) return std::nullopt;
        return TableConstraint{names.prefix({"uq", *columns}, given_name) + unique_sql(call, *columns)};
    }
    if (columns->empty()) return TableConstraint{"", true, {}, {}, given_name};
    return TableConstraint{
        names.prefix({"pk", *columns}, given_name) + "PRIMARY KEY (" + quoted_list(*columns) + ")" + deferral(call),
        true,
        *columns,
        {}};
}

// Operations --------------------------------------------------------------------------------------------------------------

void create_unique_constraint(const OperationCall& call) {
    const auto columns = texts_of(call.argument("columns"));
    std::optional<std::string> sql;
    if (columns && !columns->empty())
        sql = call.names().prefix({"uq", *columns}, call.argument("constraint_name")) + unique_sql(call.call, *columns);
    add_constraint(call, call.table(), sql);
}

void create_primary_key(const OperationCall& call) {
    const auto columns = texts_of(call.argument("columns"));
    std::optional<std::string> sql;
    if (columns && !columns->empty()) {
        sql = call.names().prefix({"pk", *columns}, call.argument("constraint_name")) + "PRIMARY KEY (" + quoted_list(*columns) +
              ")";
    }
    add_constraint(call, call.table(), sql);
}

void create_foreign_key(const OperationCall& call) {
    const TableName referent = call.table("referent_table", "referent_schema");
    const auto local = texts_of(call.argument("local_cols"));
    const auto remote = texts_of(call.argument("remote_cols"));
    std::optional<std::string> sql;
    if (referent.name && local && remote) sql = references(referent.sql(), *local, *remote, call.call);
    if (sql) {
        const NamedThing key{"fk", *local, *referent.name, *remote};
        sql = call.names("source_table", "source_schema").prefix(key, call.argument("constraint_name")) + *sql;
    }
    add_constraint(call, call.table("source_table", "source_schema"), sql);
}

void create_check_constraint(const OperationCall& call) {
    const Value* given = call.argument("condition");
    const std::optional<std::string> condition = given == nullptr ? std::nullopt : condition_sql(*given);
    std::optional<std::string> sql;
    if (condition) sql = call.names().prefix({"ck", {}}, call.argument("constraint_name")) + "CHECK (" + *condition + ")";
    // One that is not known rejects values, which is no concern of names and columns.
    if (!sql) return call.recorder().add_note(call.line(), "the condition of the check that is added here cannot be told");
    add_constraint(call, call.table(), sql);
}

void create_exclude_constraint(const OperationCall& call) {
    const std::optional<std::string> sql = exclusion(call.call, call.rest(call.batch == nullptr ? 2 : 1));
    add_constraint(call, call.table(),
                   sql ? std::optional(call.names().prefix({"", {}}, call.argument("constraint_name")) + *sql) : sql);
}

void drop_constraint(const OperationCall& call) {
    const TableName table = call.table();
    const Value* const given = call.argument("constraint_name");
    const std::string touched = "ALTER TABLE " + table.sql() + " DROP CONSTRAINT {}";
    if (!table.name || !text_of(given)) return call.recorder().add_possible(touched, call.line(), "");
    const std::string kind = text_of(call.argument("type_")).value_or("");
    const std::string_view short_kind = kind == "check"        ? "ck"
                                        : kind == "unique"     ? "uq"
                                        : kind == "primary"    ? "pk"
                                        : kind == "foreignkey" ? "fk"
                                                               : "";
    std::optional<std::string> name = call.names().name_of({short_kind, {}}, given);
    // By a convention that is not known, any of the table's checks may be meant.
    if (!call.interpreter.convention().is_known) call.recorder().add_possible(touched, call.line(), "");
    DdlText sql(call.line());
    const std::string exists = call.flag("if_exists", false) ? "IF EXISTS " : "";
    call.recorder().add(sql.add("ALTER TABLE " + table.sql() + " DROP CONSTRAINT " + exists + quoted(*name)), touched);
}

}  // namespace rowtype::alembic
