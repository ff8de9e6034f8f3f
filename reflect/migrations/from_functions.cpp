#include "reflect/migrations/from_functions.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/calls.h"
#include "reflect/migrations/polymorphic.h"
#include "reflect/migrations/query_expressions.h"
#include "reflect/migrations/type_names.h"

namespace rowtype::migrations {

using catalog::Nullability;
using catalog::Type;

namespace {

void append(QueryColumns& columns, const QueryColumns& added) {
    columns.columns.insert(columns.columns.end(), added.columns.begin(), added.columns.end());
    columns.complete = columns.complete && added.complete;
}

// AS t (a int, b text)
QueryColumns defined_columns(SchemaBuilder& schema, const Node& definitions) {
    QueryColumns result;
    for (const Node* definition : definitions.items()) {
        result.columns.push_back({std::string((*definition)["colname"].string()), resolve_type(schema, (*definition)["typeName"]),
                                  Nullability::Unknown});
    }
    return result;
}

// Functions whose rows hold no NULL.
bool gives_values(std::string_view name) {
    constexpr std::array<std::string_view, 10> kNames = {{
        "generate_series",
        "generate_subscripts",
        "json_array_elements",
        "json_each",
        "json_object_keys",
        "jsonb_array_elements",
        "jsonb_each",
        "jsonb_object_keys",
        "jsonb_path_query",
        "regexp_split_to_table",
    }};
    return std::ranges::find(kNames, name) != kNames.end();
}

// unnest(a, b) is unnest(a) beside unnest(b).
QueryColumns unnested_columns(const QueryScope& scope, const Node& call) {
    const TypeRules rules(scope.schema());
    QueryColumns result;
    for (const Node* argument : call["args"].items()) {
        const Type element = rules.element_of(expression_type(scope, *argument, 0).type);
        result.columns.push_back({"unnest", element, Nullability::Unknown});
    }
    return result;
}

// The OUT columns of a call, with polymorphic types worked out; unknown where arguments are named, since which is which is not told.
std::vector<Type> output_types(const QueryScope& scope, const Node& call, const Signature& signature) {
    const TypeRules rules(scope.schema());
    std::vector<Type> arguments;
    bool is_told = true;
    for (const Node* argument : call["args"].items()) {
        is_told = is_told && !argument->is("NamedArgExpr");
        arguments.push_back(expression_type(scope, *argument, 0).type);
    }
    const Bindings bindings(rules, signature.arguments, arguments);
    std::vector<Type> types;
    for (const catalog::Attribute& column : signature.columns) {
        const bool is_open_type = is_polymorphic(column.type);
        types.push_back(!is_open_type ? column.type : is_told ? bindings.type_of(column.type) : Type{});
        if (is_polymorphic(types.back())) types.back() = {};
    }
    return types;
}

QueryColumns columns_of_call(const QueryScope& scope, const Node& call, const std::string& alias, Type& row) {
    const std::string function = written_name(name_parts(call["funcname"])).name;
    if (function == "unnest" && call["args"].items().size() > 1) return unnested_columns(scope, call);
    const ResolvedCall found = resolve_function_call(scope, call, 0);
    if (!found.resolved) {
        // Not even how many columns it gives is known; that its alias names one does not say that there are no more.
        return {{}, false};
    }
    const bool values = found.is_builtin && gives_values(function);
    const Nullability nullability = values ? Nullability::NotNull : Nullability::Unknown;
    QueryColumns result;
    const Signature* signature = found.resolved->signature;
    if (signature != nullptr && !signature->columns.empty()) {
        const std::vector<Type> types = output_types(scope, call, *signature);
        for (std::size_t index = 0; index < types.size(); ++index) {
            result.columns.push_back({signature->columns[index].name, types[index], nullability});
        }
        const bool unnamed = result.columns.size() == 1 && result.columns.front().name.empty();
        if (unnamed) result.columns.front().name = alias.empty() ? function : alias;
        row = result.columns.size() == 1 ? found.resolved->result : builtin_type("record");
        return result;
    }
    row = found.resolved->result;
    const TypeRules rules(scope.schema());
    if (!row.is_known() || row.is_builtin("record")) return {{}, false};
    if (rules.category_of(row) == 'C') {
        const std::vector<catalog::Attribute> attributes = rules.attributes_of(row);
        for (const catalog::Attribute& attribute : attributes) {
            result.columns.push_back({attribute.name, attribute.type, Nullability::Unknown});
        }
        result.complete = !attributes.empty();
        return result;
    }
    result.columns.push_back({alias.empty() ? function : alias, row, nullability});
    return result;
}

// A function is a list of the call and its own column definitions.
FromFunction range_function(const QueryScope& scope, const Node& item) {
    FromFunction result;
    result.row = builtin_type("record");
    const bool alone = item["functions"].items().size() == 1;
    for (const Node* entry : item["functions"].items()) {
        const auto& pair = entry->is("List") ? (*entry)["items"].items() : entry->items();
        const Node& call = pair.empty() ? Node::null() : *pair.front();
        if (alone) result.name = written_name(name_parts(call["funcname"])).name;
        const Node& own = pair.size() > 1 && pair[1]->is("List") ? (*pair[1])["items"] : Node::null();
        const Node& definitions = item["coldeflist"] ? item["coldeflist"] : own;
        if (!definitions.items().empty()) {
            append(result.columns, defined_columns(scope.schema(), definitions));
        } else if (call.is("FuncCall")) {
            append(result.columns,
                   columns_of_call(scope, call, std::string(alone ? item["alias"]["aliasname"].string() : ""), result.row));
        } else {
            result.columns.complete = false;
        }
    }
    if (item["ordinality"].boolean()) {
        result.columns.columns.push_back({"ordinality", builtin_type("int8"), Nullability::NotNull});
        result.row = builtin_type("record");
    }
    // f(…) AS x (a, b): as many columns as are named, at least.
    const std::vector<std::string> renamed = name_parts(item["alias"]["colnames"]);
    if (!result.columns.complete && result.columns.columns.empty() && !renamed.empty()) {
        result.columns.complete = true;
        for (const std::string& name : renamed) result.columns.columns.push_back({name, {}, Nullability::Unknown});
    }
    return result;
}

void add_json_columns(SchemaBuilder& schema, const Node& columns, QueryColumns& result) {
    for (const Node* column : columns.items()) {
        const std::string_view kind = (*column)["coltype"].string();
        if (kind == "JTC_NESTED") {
            add_json_columns(schema, (*column)["columns"], result);
            continue;
        }
        Type type = builtin_type("int4");  // FOR ORDINALITY
        if (kind == "JTC_EXISTS" && !(*column)["typeName"]) type = builtin_type("bool");
        if ((*column)["typeName"]) type = resolve_type(schema, (*column)["typeName"]);
        result.columns.push_back({std::string((*column)["name"].string()), type, Nullability::Unknown});
    }
}

}  // namespace

FromFunction columns_of_from_function(const QueryScope& scope, const Node& item) {
    if (item.is("RangeFunction")) return range_function(scope, item);
    FromFunction result;
    result.row = builtin_type("record");
    if (item.is("RangeTableFunc")) {
        result.name = "xmltable";
        for (const Node* column : item["columns"].items()) {
            const bool counts = (*column)["for_ordinality"].boolean();
            const Type type = counts ? builtin_type("int4") : resolve_type(scope.schema(), (*column)["typeName"]);
            result.columns.columns.push_back({std::string((*column)["colname"].string()), type, Nullability::Unknown});
        }
    } else if (item.is("JsonTable")) {
        result.name = "json_table";
        add_json_columns(scope.schema(), item["columns"], result.columns);
    } else {
        result.columns.complete = false;
    }
    return result;
}

}  // namespace rowtype::migrations
