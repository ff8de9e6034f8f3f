// Functions, XMLTABLE and JSON_TABLE in FROM: which columns they give (src/backend/parser/parse_relation.c,
// addRangeTableEntryForFunction).
#include <algorithm>
#include <array>
#include <span>

#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

namespace {

struct BuiltinFunction {
    std::string_view name;
    std::array<std::string_view, 4> columns;  // none: one column, which the alias names
};

// Of pg_catalog, in all releases alike. A single named column keeps its name whatever the alias is.
constexpr std::array<BuiltinFunction, 73> kFunctions = {{
    {"generate_series", {}},
    {"generate_subscripts", {}},
    {"json_array_elements", {"value"}},
    {"json_array_elements_text", {"value"}},
    {"json_each", {"key", "value"}},
    {"json_each_text", {"key", "value"}},
    {"json_object_keys", {}},
    {"jsonb_array_elements", {"value"}},
    {"jsonb_array_elements_text", {"value"}},
    {"jsonb_each", {"key", "value"}},
    {"jsonb_each_text", {"key", "value"}},
    {"jsonb_object_keys", {}},
    {"jsonb_path_query", {}},
    {"jsonb_path_query_tz", {}},
    {"pg_ls_dir", {}},
    {"pg_tablespace_databases", {}},
    {"regexp_match", {}},
    {"regexp_matches", {}},
    {"regexp_split_to_array", {}},
    {"regexp_split_to_table", {}},
    {"string_to_array", {}},
    {"string_to_table", {}},
    {"ts_stat", {"word", "ndoc", "nentry"}},
    {"ts_parse", {"tokid", "token"}},
    {"ts_token_type", {"tokid", "alias", "description"}},
    {"now", {}},
    {"random", {}},
    {"version", {}},
    {"current_database", {}},
    {"to_tsquery", {}},
    {"plainto_tsquery", {}},
    {"websearch_to_tsquery", {}},
    {"phraseto_tsquery", {}},
    {"to_tsvector", {}},
    {"ts_rank", {}},
    {"ts_rank_cd", {}},
    {"ts_headline", {}},
    {"lower", {}},
    {"upper", {}},
    {"length", {}},
    {"md5", {}},
    {"format", {}},
    {"concat", {}},
    {"replace", {}},
    {"substring", {}},
    {"split_part", {}},
    {"regexp_replace", {}},
    {"to_char", {}},
    {"to_date", {}},
    {"to_timestamp", {}},
    {"date_trunc", {}},
    {"date_bin", {}},
    {"age", {}},
    {"make_date", {}},
    {"make_interval", {}},
    {"clock_timestamp", {}},
    {"statement_timestamp", {}},
    {"current_setting", {}},
    {"nextval", {}},
    {"gen_random_uuid", {}},
    {"to_json", {}},
    {"to_jsonb", {}},
    {"json_build_object", {}},
    {"jsonb_build_object", {}},
    {"jsonb_array_length", {}},
    {"jsonb_path_query_first", {}},
    {"jsonb_path_query_array", {}},
    {"jsonb_path_exists", {}},
    {"array_length", {}},
    {"cardinality", {}},
    {"round", {}},
    {"abs", {}},
    {"pg_typeof", {}},
}};

const BuiltinFunction* find_builtin(std::string_view name) {
    const auto found = std::ranges::find(kFunctions, name, &BuiltinFunction::name);
    return found == kFunctions.end() ? nullptr : &*found;
}

std::string_view function_name(const sql::Node& call) {
    const auto& parts = call["funcname"].items();
    return parts.empty() ? std::string_view() : parts.back()->sval();
}

bool is_output(const catalog::Argument& argument) {
    using catalog::ArgumentMode;
    return argument.mode == ArgumentMode::Out || argument.mode == ArgumentMode::InOut || argument.mode == ArgumentMode::Table;
}

bool same_columns(const QueryOutput& left, const QueryOutput& right) {
    return std::ranges::equal(left.columns, right.columns, {}, &SqlColumn::name, &SqlColumn::name);
}

}  // namespace

RangeItem SqlResolution::from_function(const Node& node, SqlScope& scope) {
    const Node& alias = node["alias"];
    RangeItem item;
    const auto& functions = node["functions"].items();
    const std::string_view column_name = functions.size() == 1 ? alias["aliasname"].string() : std::string_view();
    const bool was_lateral = std::exchange(scope.is_lateral, true);  // functions always are
    for (const Node* pair : functions) {
        const auto& parts = (*pair)["items"] ? (*pair)["items"].items() : pair->items();
        if (parts.empty()) continue;
        const Node& call = *parts[0];
        if (call.is("FuncCall")) function_call(call, scope, true);
        else expression(call, scope);
        const Node& own = parts.size() > 1 ? *parts[1] : Node::null();
        const Node& definitions = node["coldeflist"] ? node["coldeflist"] : own["items"];
        bool is_scalar = false;
        QueryOutput output = function_columns(call, definitions, column_name, scope, is_scalar);
        if (item.name.empty()) item.name = function_name(call);
        item.open = item.open || output.open;
        item.is_scalar = is_scalar && functions.size() == 1;
        item.columns.insert(item.columns.end(), output.columns.begin(), output.columns.end());
    }
    scope.is_lateral = was_lateral;
    if (node["ordinality"].boolean()) {
        item.is_scalar = false;
        item.columns.push_back({"ordinality"});
    }
    number(item);
    if (alias) use_alias(item, alias);
    return item;
}

QueryOutput SqlResolution::function_columns(const Node& call, const Node& definitions, std::string_view alias,
                                            const SqlScope& scope, bool& is_scalar) {
    if (!definitions.items().empty()) return defined_columns(definitions);
    if (!call.is("FuncCall")) return {{}, true};
    if (std::optional<QueryOutput> output = user_function_columns(call, alias, is_scalar)) return *output;
    const std::string_view name = function_name(call);
    if (name.ends_with("_populate_record") || name.ends_with("_populate_recordset")) {
        // The row type of its first argument.
        const auto& arguments = call["args"].items();
        const catalog::Type* type = arguments.empty() ? nullptr : type_of(*arguments[0], scope);
        if (std::optional<QueryOutput> row = type == nullptr ? std::nullopt : fields_of(*type)) return *row;
    }
    if (std::optional<QueryOutput> output = unnested_columns(call, alias, scope, is_scalar)) return *output;
    const BuiltinFunction* builtin = find_builtin(name);
    if (builtin == nullptr) {
        QueryOutput open{{}, true};
        if (!alias.empty()) open.columns.push_back({alias});
        return open;
    }
    QueryOutput output;
    for (const std::string_view column : builtin->columns) {
        if (!column.empty()) output.columns.push_back({column});
    }
    is_scalar = output.columns.size() < 2;
    if (output.columns.empty()) output.columns.push_back({alias.empty() ? name : alias});
    return output;
}

// Nothing where no function of the catalog has the name; open where its overloads differ.
std::optional<QueryOutput> SqlResolution::user_function_columns(const Node& call, std::string_view alias, bool& is_scalar) {
    const std::vector<std::string_view> parts = names_in(call["funcname"]);
    if (parts.empty() || parts.size() > 2 || (parts.size() == 2 && parts[0] == "pg_catalog")) return std::nullopt;
    const auto overloads = input_.catalog.find_functions(parts.size() == 2 ? parts[0] : "", parts.back());
    if (overloads.empty()) return std::nullopt;
    const bool may_be_builtin = parts.size() == 1 && (find_builtin(parts[0]) != nullptr || parts[0] == "unnest");
    if (may_be_builtin) return QueryOutput{{}, true};
    std::optional<QueryOutput> common;
    for (const catalog::Function* function : overloads) {
        QueryOutput output;
        for (const catalog::Argument& argument : function->arguments) {
            if (is_output(argument)) output.columns.push_back({.name = argument.name, .type = &argument.type});
        }
        const bool is_named = output.columns.size() == 1 && !output.columns[0].name.empty();
        if (output.columns.size() < 2) {
            const catalog::Type& result = output.columns.empty() ? function->result : *output.columns[0].type;
            std::optional<QueryOutput> row = result.is_known() ? fields_of(result) : std::nullopt;
            const bool is_open = !result.is_known() || (result.name.schema == "pg_catalog" &&
                                                        (result.name.name == "record" || result.name.name.starts_with("any")));
            if (row) output = std::move(*row);
            else if (is_open) output = {{}, true};
            else if (!is_named) output.columns = {{.name = alias.empty() ? parts.back() : alias, .type = &result}};
            is_scalar = !row && !is_open;
        }
        for (std::size_t index = 0; index < output.columns.size(); ++index) {
            if (output.columns[index].name.empty()) output.columns[index].name = keep("column" + std::to_string(index + 1));
        }
        if (common && !same_columns(*common, output)) return QueryOutput{{}, true};
        common = std::move(output);
    }
    return common;
}

// unnest(array, …): a column for each array; those of its elements where they are rows.
std::optional<QueryOutput> SqlResolution::unnested_columns(const Node& call, std::string_view alias, const SqlScope& scope,
                                                           bool& is_scalar) {
    if (function_name(call) != "unnest") return std::nullopt;
    QueryOutput output;
    const auto& arguments = call["args"].items();
    for (const Node* argument : arguments) {
        const catalog::Type* type = type_of(*argument, scope);
        const bool is_open = type == nullptr || !type->is_array();
        if (is_open) {
            output.open = true;
            continue;
        }
        catalog::Type element = *type;
        element.array_dimensions = 0;
        if (std::optional<QueryOutput> row = fields_of(element)) {
            output.columns.insert(output.columns.end(), row->columns.begin(), row->columns.end());
        } else {
            types_.push_back(std::move(element));
            const bool is_named = arguments.size() == 1 && !alias.empty();
            output.columns.push_back({.name = is_named ? alias : "unnest", .type = &types_.back()});
            is_scalar = arguments.size() == 1;
        }
    }
    // A column of which nobody knows the place gives the alias's names to nothing.
    if (output.open) output.columns.clear();
    if (output.open && !alias.empty()) output.columns.push_back({alias});
    return output;
}

QueryOutput SqlResolution::defined_columns(const Node& definitions) {
    QueryOutput output;
    for (const Node* definition : definitions.items()) {
        output.columns.push_back({.name = (*definition)["colname"].string(), .type = written_type((*definition)["typeName"])});
    }
    return output;
}

RangeItem SqlResolution::table_function(const Node& node, SqlScope& scope) {
    RangeItem item;
    const bool was_lateral = std::exchange(scope.is_lateral, true);
    for (const char* field : {"docexpr", "rowexpr", "namespaces", "context_item", "passing"}) expression(node[field], scope);
    QueryOutput output;
    if (node.is("RangeTableFunc")) {
        item.name = "xmltable";
        for (const Node* column : node["columns"].items()) {
            output.columns.push_back({.name = (*column)["colname"].string(), .type = written_type((*column)["typeName"])});
            expression((*column)["colexpr"], scope);
            expression((*column)["coldefexpr"], scope);
        }
    } else if (node.is("JsonTable")) {
        item.name = "json_table";
        json_columns(node["columns"], output);
    } else {
        output.open = true;
    }
    scope.is_lateral = was_lateral;
    item.columns = std::move(output.columns);
    item.open = output.open;
    number(item);
    if (node["alias"]) use_alias(item, node["alias"]);
    return item;
}

void SqlResolution::json_columns(const Node& columns, QueryOutput& output) {
    for (const Node* column : columns.items()) {
        if ((*column)["coltype"].string() == "JTC_NESTED") json_columns((*column)["columns"], output);
        else output.columns.push_back({.name = (*column)["name"].string(), .type = written_type((*column)["typeName"])});
    }
}

}  // namespace rowtype::binding
