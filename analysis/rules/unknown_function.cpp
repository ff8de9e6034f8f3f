#include <algorithm>

#include "analysis/rules/messages.h"
#include "analysis/rules/removed_objects.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

// Of the functions that the call could mean.
std::vector<std::string> function_names(const binding::BoundFunction& function, const catalog::Catalog& catalog) {
    std::vector<std::string> names;
    for (const catalog::Function& each : catalog.functions()) {
        const std::vector<std::string>& path = catalog.search_path();
        const bool is_visible = function.schema.empty() ? std::ranges::find(path, each.name.schema) != path.end()
                                                        : each.name.schema == function.schema;
        if (is_visible && !each.is_procedure && !each.result.is_builtin("trigger")) names.push_back(each.name.name);
    }
    return names;
}

std::string words(const binding::BoundFunction& function, const catalog::Catalog& catalog) {
    const std::string written = function.schema.empty() ? function.name : function.schema + "." + function.name;
    if (!function.overloads.empty()) return quoted(written) + " is " + function.not_callable;
    std::string message = "the database has no function " + quoted(written);
    std::vector<std::string> elsewhere;
    for (const catalog::Function& each : catalog.functions()) {
        if (each.name.name != function.name || std::ranges::find(elsewhere, quoted(each.name.schema)) != elsewhere.end())
            continue;
        elsewhere.push_back(quoted(each.name.schema));
    }
    if (!elsewhere.empty()) message += "; it stands in schema " + join_words(elsewhere);
    return message;
}

void check_sql(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::RefusedName& name : sql.refused) {
            if (name.reason != binding::RefusedName::Reason::NoFunction) continue;
            std::string message = "schema " + quoted(join_words(name.places)) + " has no function " + quoted(name.name);
            Finding* finding = sink.report(kUnknownFunction, kUnknownFunction.default_severity, name.span, std::move(message));
            if (finding == nullptr) continue;
            finding->suggestion = nearest_name(name.name, name.candidates).value_or("");
            explain_removed_object(
                context.catalog.find_removed_function(name.places.empty() ? "" : name.places.front(), name.name), *finding);
        }
    }
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    check_sql(statement, context, sink);
    for (const binding::BoundQuery& query : statement.queries) {
        if (!query.function || query.function->fit != binding::FunctionFit::Missing) continue;
        const binding::BoundFunction& function = *query.function;
        Finding* finding =
            sink.report(kUnknownFunction, kUnknownFunction.default_severity, function.span, words(function, context.catalog));
        if (finding == nullptr || !function.overloads.empty()) continue;
        finding->suggestion = nearest_name(function.name, function_names(function, context.catalog)).value_or("");
        explain_removed_object(context.catalog.find_removed_function(function.schema, function.name), *finding);
    }
}

}  // namespace

constinit const Rule kUnknownFunction = {
    .id = "unknown-function",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A query calls a function that the database does not have",
    .docs =
        R"raw(PostgREST answers PGRST202 at run time, PostgreSQL 42883. Checked are calls of `rpc`, and calls in SQL that name the function's
schema, as `billing.tax(amount)` does, where that schema was read. By `rpc` neither procedures nor functions of triggers nor functions
whose arguments have no names can be called; they are reported as such.

Not reported: functions of schemas that were not wholly read, names that are not literal or constant, names that extensions are known
to bring, and in SQL calls without a schema and those in the select list or `ORDER BY` of a query that has a `FROM` (an aggregate
function may stand there, and schemas are read without those).)raw",
    .example_schema = "CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT a + b';",
    .bad_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
total = client.rpc("ad", {"a": 1, "b": 2}).execute()
)raw",
    .good_example = R"raw(from supabase import create_client

client = create_client("http://localhost", "key")
total = client.rpc("add", {"a": 1, "b": 2}).execute()
)raw",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
