#include <algorithm>
#include <array>
#include <set>

#include "analysis/binding/bound_function.h"
#include "analysis/binding/call_arguments.h"
#include "analysis/binding/extension_functions.h"
#include "analysis/binding/function_parameters.h"

namespace rowtype::binding {

namespace {

using catalog::Argument;
using catalog::ArgumentMode;
using catalog::Function;
using facts::Value;
using facts::ValueKind;
using Names = std::set<std::string>;

bool is_input(const Argument& argument) { return argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table; }

std::vector<const Argument*> inputs_of(const Function& function) {
    std::vector<const Argument*> inputs;
    for (const Argument& argument : function.arguments) {
        if (is_input(argument)) inputs.push_back(&argument);
    }
    return inputs;
}

bool is_one_of(const catalog::Type& type, std::span<const std::string_view> names) {
    return !type.is_array() && std::ranges::any_of(names, [&](std::string_view name) { return type.is_builtin(name); });
}

// One argument without a name, which gets the whole body of the request.
bool takes_any_json(const Function& function) {
    constexpr std::array<std::string_view, 2> kJson = {"json", "jsonb"};
    const std::vector<const Argument*> inputs = inputs_of(function);
    return inputs.size() == 1 && inputs.front()->name.empty() && is_one_of(inputs.front()->type, kJson);
}

// Why PostgREST leaves the function out; empty where it does not.
std::string why_not_callable(const Function& function) {
    if (function.is_procedure) return "a procedure, which PostgREST cannot call";
    if (function.result.is_builtin("trigger") || function.result.is_builtin("event_trigger")) return "a trigger's function";
    const std::vector<const Argument*> inputs = inputs_of(function);
    const bool has_unnamed = std::ranges::any_of(inputs, [](const Argument* input) { return input->name.empty(); });
    constexpr std::array<std::string_view, 5> kBodies = {"json", "jsonb", "text", "xml", "bytea"};
    const bool takes_body = inputs.size() == 1 && is_one_of(inputs.front()->type, kBodies);
    return has_unnamed && !takes_body ? "a function with unnamed arguments, which PostgREST cannot pass" : std::string();
}

bool takes(const Function& function, const Names& names) {
    Names all;
    for (const Argument* input : inputs_of(function)) {
        all.insert(input->name);
        if (!input->has_default && !names.contains(input->name)) return false;
    }
    return std::ranges::includes(all, names);
}

bool has_argument(const std::vector<const Function*>& functions, std::string_view name) {
    return std::ranges::any_of(functions, [&](const Function* function) {
        return std::ranges::any_of(inputs_of(*function), [&](const Argument* input) { return input->name == name; });
    });
}

// Whether functions of that name may exist beside those that were found.
bool may_have_more(const BoundFunction& function, bool client_known, const catalog::Catalog& catalog) {
    std::vector<std::string> schemas = {function.schema};
    if (function.schema.empty()) schemas = catalog.search_path();
    for (const std::string& schema : schemas) {
        if (catalog.is_incomplete(schema) || catalog.is_outline(schema)) return true;
        if (!function.schema.empty() && !catalog.has_schema(schema)) return true;
    }
    if (catalog.may_have_function(function.schema, function.name)) return true;
    if (!function.overloads.empty()) return false;
    // Extensions may bring functions that the schema's source does not list; a client made elsewhere may be for another schema.
    if (is_function_of_extension(function.name)) return true;
    return !client_known &&
           std::ranges::any_of(catalog.functions(), [&](const Function& each) { return each.name.name == function.name; });
}

struct Passed {
    bool is_complete = false;  // `arguments` are all that the call passes
    std::vector<FunctionArgument> arguments;
};

Passed passed_arguments(const facts::ChainCall& call, const postgrest::BuilderMethod& method, const ValueResolver& resolve,
                        const BuiltArguments& built) {
    Passed passed;
    if (has_starred_argument(call)) return passed;
    // Sent by GET the names stand among filters and say less.
    for (const char* option : {"get", "head"}) {
        const Value* value = call.keyword(option);
        if (value != nullptr && value->text != "False") return passed;
    }
    if (call.positional(3) != nullptr || call.positional(4) != nullptr) return passed;
    const Value* arguments = argument_in(call, method, postgrest::ParameterRole::FunctionArguments);
    if (arguments == nullptr) {
        passed.is_complete = true;
        return passed;
    }
    const KnownKeys keys = known_keys(*arguments, resolve);
    passed.is_complete = keys.are_all;
    for (const KnownKey& key : keys.keys) passed.arguments.push_back({key.name, key.span});
    if (!keys.are_all && arguments->is(ValueKind::Name)) passed.arguments = built(*arguments);
    return passed;
}

void judge(const Passed& passed, BoundFunction& bound, const std::vector<const Function*>& callable) {
    bound.arguments = passed.arguments;
    Names names;
    for (const FunctionArgument& argument : passed.arguments) names.insert(argument.name);
    const bool any_json = std::ranges::any_of(callable, [](const Function* function) { return takes_any_json(*function); });
    if (passed.is_complete) {
        const auto fitting = std::ranges::count_if(callable, [&](const Function* function) { return takes(*function, names); });
        if (fitting > 0 || any_json) {
            bound.fit = fitting > 1 ? FunctionFit::SeveralFit : FunctionFit::Fits;
            return;
        }
    }
    if (any_json) return;
    for (const FunctionArgument& argument : passed.arguments) {
        if (!has_argument(callable, argument.name)) bound.surplus.push_back(argument);
    }
    if (!bound.surplus.empty()) {
        bound.fit = FunctionFit::OtherNames;
    } else if (passed.is_complete && callable.size() > 1) {
        bound.fit = FunctionFit::NoOverload;
    } else if (passed.is_complete) {
        for (const Argument* input : inputs_of(*callable.front())) {
            if (!input->has_default && !names.contains(input->name)) bound.lacking.push_back(input->name);
        }
        bound.fit = FunctionFit::TooFew;
    }
}

// The columns of RETURNS TABLE, of OUT arguments or of a composite type.
std::vector<catalog::Column> result_columns(const Function& function, const catalog::Catalog& catalog) {
    std::vector<catalog::Column> columns;
    const auto add = [&](const std::string& name, const catalog::Type& type) {
        catalog::Column& column = columns.emplace_back();
        column.name = name;
        column.type = type;
        column.nullability = catalog::Nullability::Unknown;
    };
    for (const Argument& argument : function.arguments) {
        if (!is_input(argument) || argument.mode == ArgumentMode::InOut) add(argument.name, argument.type);
    }
    if (!columns.empty() || function.result.is_array() || !function.result.is_known()) return columns;
    const catalog::TypeDefinition* type = catalog.find_type(function.result.name);
    if (type == nullptr || type->kind != catalog::TypeKind::Composite) return columns;
    for (const catalog::Attribute& attribute : type->attributes) add(attribute.name, attribute.type);
    return columns;
}

void find_result(const Function& function, const catalog::Catalog& catalog, BoundFunction& bound) {
    std::vector<catalog::Column> columns = result_columns(function, catalog);
    const bool all_named = std::ranges::none_of(columns, [](const catalog::Column& column) { return column.name.empty(); });
    if (!columns.empty() && all_named) {
        auto made = std::make_shared<catalog::Relation>();
        made->name = function.name;
        made->columns = std::move(columns);
        bound.made = made;
        bound.result = bound.made.get();
    } else if (columns.empty() && function.result.is_known() && !function.result.is_array()) {
        bound.result = catalog.find_relation(function.result.name.schema, function.result.name.name).relation;
    }
}

}  // namespace

std::optional<BoundFunction> bind_function(const facts::ChainCall& call, const std::string& schema, bool client_known,
                                           const ValueResolver& resolve, const BuiltArguments& built,
                                           const catalog::Catalog& catalog) {
    const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
    const Value* name = method == nullptr ? nullptr : argument_in(call, *method, postgrest::ParameterRole::Function);
    const std::optional<FoldedText> text = name == nullptr ? std::nullopt : fold_text(*name, resolve);
    if (!text || text->has_holes()) return std::nullopt;
    BoundFunction bound;
    bound.schema = schema;
    bound.name = text->text();
    bound.span = text->source({0, static_cast<std::uint32_t>(bound.name.size())});
    bound.overloads = catalog.find_functions(schema, bound.name);
    std::vector<const Function*> callable;
    for (const Function* function : bound.overloads) {
        const std::string why_not = why_not_callable(*function);
        if (why_not.empty()) callable.push_back(function);
        else bound.not_callable = why_not;
    }
    const Passed passed = passed_arguments(call, *method, resolve, built);
    if (may_have_more(bound, client_known, catalog)) {
        bound.arguments = passed.arguments;
        bound.unknown = bound.overloads.empty();
    } else if (callable.empty()) {
        bound.fit = FunctionFit::Missing;
    } else {
        judge(passed, bound, callable);
    }
    if (callable.size() == 1 && !catalog.may_have_function(schema, bound.name)) find_result(*callable.front(), catalog, bound);
    return bound;
}

std::optional<catalog::Relation> parameters_of(const BoundFunction& call) {
    if (call.fit != FunctionFit::Fits) return std::nullopt;
    Names names;
    for (const FunctionArgument& argument : call.arguments) names.insert(argument.name);
    const auto found = std::ranges::find_if(
        call.overloads, [&](const Function* function) { return why_not_callable(*function).empty() && takes(*function, names); });
    if (found == call.overloads.end()) return std::nullopt;
    catalog::Relation row;
    row.name = (*found)->name;
    for (const Argument* input : inputs_of(**found)) {
        if (input->name.empty() || input->mode == ArgumentMode::Variadic) continue;
        catalog::Column& column = row.columns.emplace_back();
        column.name = input->name;
        column.type = input->type;
    }
    return row;
}

}  // namespace rowtype::binding
