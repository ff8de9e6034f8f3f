#include "analysis/alembic/columns.h"

#include "analysis/alembic/constraints.h"
#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/sql_expressions.h"

namespace rowtype::alembic {

namespace {

// Names of what stands among a column's arguments and is no type.
bool is_schema_item(const Value& value) {
    const std::string_view name = sqlalchemy_name(value);
    return name == "ForeignKey" || name == "CheckConstraint" || name == "Identity" || name == "Computed" || name == "Sequence" ||
           name == "DefaultClause" || name == "FetchedValue" || name == "ColumnDefault";
}

void add_default(ColumnDefinition& column, const Value& value) {
    if (const std::optional<std::string> generated = generated_sql(value)) {
        column.generated = *generated;
        column.is_identity = sqlalchemy_name(value) == "Identity";
        return;
    }
    if (const std::optional<std::string> text = default_sql(value)) {
        column.default_text = *text;
        return;
    }
    // It has one, whatever it is: a call of what no schema holds says so.
    const std::string name(path_of(value));
    column.default_text = quoted(name.empty() ? "not known" : std::string(last_part(name))) + "()";
    column.notes.push_back("the default of the column " + column.name + " cannot be told");
}

void add_sequence(ColumnDefinition& column, const Value& sequence) {
    if (boolean_of(sequence.keyword("optional")).value_or(false)) return;
    column.fills_itself = true;
    const std::optional<std::string> name = text_of(sequence.positional(0));
    const std::string schema = text_of(sequence.keyword("schema")).value_or("");
    if (name) column.created.push_back("CREATE SEQUENCE " + qualified(schema, *name));
}

// A part that is neither name nor type; false where it is not understood.
void add_item(const TableNames& names, ColumnDefinition& column, const Value& item) {
    const std::string_view name = sqlalchemy_name(item);
    if (name == "ForeignKey") {
        column.has_foreign_key = true;
        if (std::optional<std::string> key = inline_foreign_key(names, column.name, item))
            column.constraints.push_back(std::move(*key));
        else column.notes.push_back("the foreign key of the column " + column.name + " cannot be told");
    } else if (name == "CheckConstraint") {
        if (std::optional<std::string> check = check_constraint(names, item)) column.constraints.push_back(std::move(*check));
    } else if (name == "Sequence") {
        add_sequence(column, item);
    } else if (name == "Identity" || name == "Computed" || name == "DefaultClause" || name == "FetchedValue") {
        add_default(column, item);
    }
}

// False where an argument that decides on what the column is cannot be told.
bool read_flags(const Value& call, ColumnDefinition& column) {
    const auto read_flag = [&](std::string_view name, std::optional<bool>& flag) {
        const Value* given = call.keyword(name);
        flag = boolean_of(given);
        return flag || is_none(given);
    };
    std::optional<bool> primary_key;
    std::optional<bool> unique;
    std::optional<bool> index;
    if (!read_flag("nullable", column.nullable) || !read_flag("primary_key", primary_key)) return false;
    if (!read_flag("unique", unique)) column.notes.push_back("whether the column " + column.name + " is unique cannot be told");
    (void)read_flag("index", index);
    (void)read_flag("autoincrement", column.autoincrement);
    column.primary_key = primary_key.value_or(false);
    column.unique = unique.value_or(false);
    column.index = index.value_or(false);
    return true;
}

}  // namespace

bool is_column(const Value& value) { return value.is(ValueKind::Call) && sqlalchemy_name(value) == "Column"; }

std::optional<ColumnDefinition> read_column(const TableNames& names, const Value& value) {
    if (!is_column(value)) return std::nullopt;
    ColumnDefinition column;
    column.value = &value;
    std::size_t place = 0;
    std::optional<std::string> name = text_of(value.keyword("name"));
    if (!name && value.positional(0) != nullptr) {
        name = text_of(value.positional(0));
        place = 1;
    }
    if (!name || !read_flags(value, column)) return std::nullopt;
    column.name = *name;
    const Value* type = value.keyword("type_");
    if (type == nullptr && value.positional(place) != nullptr && !is_schema_item(*value.positional(place))) {
        type = value.positional(place++);
    }
    column.type = type == nullptr ? column_type(unknown_value()) : column_type(*type);
    if (!column.type.is_known) column.notes.push_back("the type of the column " + column.name + " cannot be told");
    column.created = column.type.created;
    for (; value.positional(place) != nullptr; ++place) add_item(names, column, *value.positional(place));
    if (const Value* given = value.keyword("server_default"); given != nullptr) add_default(column, *given);
    if (const Value* given = value.keyword("default"); !is_none(given)) {
        if (sqlalchemy_name(*given) == "Sequence") add_sequence(column, *given);
        column.fills_itself = true;
    }
    column.comment = text_of(value.keyword("comment"));
    return column;
}

std::string column_sql(const ColumnDefinition& column, bool is_serial, bool is_key) {
    std::string sql = quoted(column.name) + " ";
    if (is_serial) {
        sql += column.type.integer == Integers::Big     ? "BIGSERIAL"
               : column.type.integer == Integers::Small ? "SMALLSERIAL"
                                                        : "SERIAL";
    } else {
        sql += column.type.sql;
        if (!column.default_text.empty()) sql += " DEFAULT " + column.default_text;
    }
    if (!column.generated.empty()) sql += " " + column.generated;
    const bool nullable = column.nullable.value_or(!is_key);
    if (!nullable && !column.is_identity) sql += " NOT NULL";
    return sql;
}

bool is_serial(const ColumnDefinition& column, std::size_t keys) {
    if (column.type.integer == Integers::None || column.is_identity || column.fills_itself) return false;
    if (column.autoincrement) return *column.autoincrement;
    return keys == 1 && !column.has_foreign_key && column.default_text.empty() && column.generated.empty();
}

std::optional<std::string> generated_sql(const Value& value) {
    const std::string_view name = sqlalchemy_name(value);
    if (name == "Identity") {
        const Value* always = value.is(ValueKind::Call) ? value.keyword("always") : nullptr;
        if (always == nullptr && value.is(ValueKind::Call)) always = value.positional(0);
        return std::string("GENERATED ") + (boolean_of(always).value_or(false) ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY";
    }
    if (name != "Computed" || !value.is(ValueKind::Call) || value.positional(0) == nullptr) return std::nullopt;
    const std::optional<std::string> expression = condition_sql(*value.positional(0));
    if (!expression) return std::nullopt;
    const bool is_virtual = boolean_of(value.keyword("persisted")) == std::optional(false);
    return "GENERATED ALWAYS AS (" + *expression + (is_virtual ? ") VIRTUAL" : ") STORED");
}

}  // namespace rowtype::alembic
