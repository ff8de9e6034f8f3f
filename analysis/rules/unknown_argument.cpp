#include <algorithm>
#include <set>

#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

using binding::BoundFunction;
using binding::FunctionFit;

// Arguments of any overload that the call does not pass.
std::vector<std::string> free_names(const BoundFunction& function) {
    std::set<std::string> names;
    for (const catalog::Function* overload : function.overloads) {
        for (const catalog::Argument& argument : overload->arguments) {
            const bool is_output = argument.mode == catalog::ArgumentMode::Out || argument.mode == catalog::ArgumentMode::Table;
            if (!is_output) names.insert(argument.name);
        }
    }
    for (const binding::FunctionArgument& passed : function.arguments) names.erase(passed.name);
    return {names.begin(), names.end()};
}

void complete(const BoundFunction& function, std::string_view argument, Finding* finding) {
    if (finding == nullptr) return;
    finding->table = function.overloads.front()->name.to_string();
    finding->field = argument;
}

void check_surplus(const BoundFunction& function, FindingSink& sink) {
    const std::string name = function.overloads.front()->name.to_string();
    const bool overloaded = function.overloads.size() > 1;
    for (const binding::FunctionArgument& argument : function.surplus) {
        std::string message = (overloaded ? "no overload of " + name + " has an argument " : name + " has no argument ");
        Finding* finding =
            sink.report(kUnknownArgument, kUnknownArgument.default_severity, argument.span, message + quoted(argument.name));
        complete(function, argument.name, finding);
        if (finding != nullptr) finding->suggestion = nearest_name(argument.name, free_names(function)).value_or("");
    }
}

std::string words(const BoundFunction& function) {
    const std::string name = function.overloads.front()->name.to_string();
    std::vector<std::string> passed;
    for (const binding::FunctionArgument& argument : function.arguments) passed.push_back(quoted(argument.name));
    const std::string these = passed.empty() ? "no arguments" : "just " + join_words(passed);
    if (function.fit == FunctionFit::SeveralFit) {
        return "several overloads of " + name + " take " + these + ", and PostgREST does not choose";
    }
    if (function.fit == FunctionFit::NoOverload) return "no overload of " + name + " takes " + these;
    std::vector<std::string> lacking;
    for (const std::string& argument : function.lacking) lacking.push_back(quoted(argument));
    return name + " needs " + join_words(lacking) + " as well: " + (lacking.size() == 1 ? "it has" : "they have") + " no default";
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundQuery& query : statement.queries) {
        if (!query.function) continue;
        const BoundFunction& function = *query.function;
        if (function.fit == FunctionFit::OtherNames) check_surplus(function, sink);
        const bool misfits = function.fit == FunctionFit::TooFew || function.fit == FunctionFit::NoOverload ||
                             function.fit == FunctionFit::SeveralFit;
        if (!misfits) continue;
        complete(function, function.lacking.empty() ? std::string_view() : std::string_view(function.lacking.front()),
                 sink.report(kUnknownArgument, kUnknownArgument.default_severity, function.span, words(function)));
    }
}

}  // namespace

constinit const Rule kUnknownArgument = {
    .id = "unknown-argument",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A call of rpc() passes arguments that no overload of the function takes",
    .docs = R"raw(PostgREST passes arguments by name and looks for the one function that takes them: each argument that is passed
must exist, and each that has no default must be passed. Otherwise it answers PGRST202 at run time; PGRST203 where several overloads
would take the call. A function with a single unnamed `json` or `jsonb` argument gets all of them in one document.

A dictionary that a name stands for may have grown since: then only names that stand for no argument are reported.

Not reported: functions in schemas that were not read or not wholly understood, calls by GET (`get=True`), and arguments that are
not written as a dictionary of literal keys.)raw",
    .example_schema =
        "CREATE FUNCTION add(a integer, b integer, c integer DEFAULT 0) RETURNS integer LANGUAGE sql AS 'SELECT a + b + c';",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
total = client.rpc("add", {"a": 1, "bb": 2}).execute()
other = client.rpc("add", {"a": 1}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
total = client.rpc("add", {"a": 1, "b": 2}).execute()
)raw",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
