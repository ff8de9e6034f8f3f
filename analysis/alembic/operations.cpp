#include "analysis/alembic/operations.h"

#include <algorithm>
#include <array>

namespace rowtype::alembic {

namespace {

using Apply = void (*)(const OperationCall& call);

// Names of parameters as Alembic has them, those of older versions behind a "|" (alembic/operations/ops.py).
struct OperationRow {
    std::string_view name;
    std::string_view parameters;  // separated by spaces; table_name first or second, and left out in a batch
    Apply apply;                  // null: it changes nothing that a catalog holds
};

constexpr std::array<OperationRow, 36> kOperations = {{
    {"create_table", "table_name", create_table},
    {"add_column", "table_name column", add_column},
    {"drop_column", "table_name column_name", drop_column},
    {"alter_column", "table_name column_name nullable", alter_column},
    {"rename_table", "old_table_name new_table_name schema", rename_table},
    {"drop_table", "table_name", drop_table},
    {"create_table_comment", "table_name comment", create_table_comment},
    {"drop_table_comment", "table_name", drop_table_comment},
    {"create_index", "index_name table_name columns", create_index},
    {"drop_index", "index_name table_name", drop_index},
    {"create_unique_constraint", "constraint_name table_name columns", create_unique_constraint},
    {"create_primary_key", "constraint_name table_name columns", create_primary_key},
    {"create_foreign_key", "constraint_name source_table referent_table local_cols remote_cols", create_foreign_key},
    {"create_check_constraint", "constraint_name table_name condition", create_check_constraint},
    {"create_exclude_constraint", "constraint_name table_name", create_exclude_constraint},
    {"drop_constraint", "constraint_name table_name type_", drop_constraint},
    {"sync_enum_values", "enum_schema enum_name new_values affected_columns", sync_enum_values},
    {"create_entity", "entity", create_entity},  // alembic_utils, as the next two
    {"replace_entity", "entity", create_entity},
    {"drop_entity", "entity", drop_entity},
    {"create_geospatial_table", "table_name", create_table},  // GeoAlchemy's, whose parameters are those of Alembic's own
    {"drop_geospatial_table", "table_name", drop_table},
    {"add_geospatial_column", "table_name column", add_column},
    {"drop_geospatial_column", "table_name column_name", drop_column},
    {"create_geospatial_index", "index_name table_name columns", create_index},
    {"drop_geospatial_index", "index_name table_name", drop_index},
    {"bulk_insert", "", nullptr},
    {"get_bind", "", nullptr},
    {"get_context", "", nullptr},
    {"f", "", nullptr},
    {"inline_literal", "", nullptr},
    {"batch_alter_table", "", nullptr},
    {"execute", "", nullptr},  // sql_calls.cpp
    {"register_operation", "", nullptr},
    {"implementation_for", "", nullptr},
    {"get_impl", "", nullptr},
}};

// What parameters were called in Alembic 0.8 and before.
constexpr std::array<std::array<std::string_view, 2>, 12> kFormerNames = {{
    {"constraint_name", "name"},
    {"index_name", "name"},
    {"table_name", "source"},
    {"table_name", "tablename"},
    {"table_name", "name"},
    {"source_table", "source"},
    {"referent_table", "referent"},
    {"columns", "local_cols"},
    {"columns", "cols"},
    {"type_", "type"},
    {"new_column_name", "name"},
    {"old_table_name", "old_name"},
}};

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

bool apply_operation(Interpreter& interpreter, std::string_view name, const Value& call, const Value* batch) {
    const auto row = std::ranges::find(kOperations, name, &OperationRow::name);
    if (row == kOperations.end()) return false;
    if (row->apply == nullptr) return true;
    OperationCall operation{interpreter, call, words_of(row->parameters), batch};
    if (batch != nullptr) {
        std::erase_if(operation.parameters, [](std::string_view word) { return word == "table_name" || word == "source_table"; });
    }
    row->apply(operation);
    return true;
}

const Value* OperationCall::argument(std::string_view name) const {
    if (const Value* given = call.keyword(name)) return given;
    const auto place = std::ranges::find(parameters, name);
    if (place != parameters.end()) {
        if (const Value* given = call.positional(static_cast<std::size_t>(place - parameters.begin()))) return given;
    }
    for (const auto& [now, former] : kFormerNames) {
        // "name" is another parameter's former name as well: only where the call leaves no doubt.
        if (now != name) continue;
        if (const Value* given = call.keyword(former)) return given;
    }
    return nullptr;
}

std::vector<const Value*> OperationCall::rest(std::size_t from) const {
    std::vector<const Value*> values;
    for (const Argument& argument : call.arguments) {
        if (argument.keyword.empty()) values.push_back(&argument.value);
    }
    values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min(from, values.size())));
    return values;
}

bool OperationCall::has_unknown_arguments() const {
    return std::ranges::any_of(call.arguments, [](const Argument& argument) {
        return argument.keyword.empty() && argument.value.is(ValueKind::Starred) && argument.value.text == "**";
    });
}

TableName OperationCall::table(std::string_view parameter, std::string_view schema) const {
    TableName table;
    const Value* name = nullptr;
    const Value* in = nullptr;
    if (batch != nullptr && (parameter == "table_name" || parameter == "source_table")) {
        name = batch->argument("table_name", 0);
        in = batch->argument("schema", 1);
    } else {
        name = argument(parameter);
        in = argument(schema);
    }
    table.name = text_of(name);
    if (is_none(in) && has_unknown_arguments()) table.name.reset();  // one of them may be the schema
    if (is_none(in)) return table;
    if (const std::optional<std::string> text = text_of(in)) {
        table.schema = *text;
    } else {
        table.name.reset();  // of which schema is not known
    }
    return table;
}

TableNames OperationCall::names(std::string_view parameter, std::string_view schema) const {
    const TableName name = table(parameter, schema);
    return {interpreter.convention(), name.schema, name.name.value_or("")};
}

bool OperationCall::flag(std::string_view name, bool otherwise) const { return boolean_of(argument(name)).value_or(otherwise); }

}  // namespace rowtype::alembic
