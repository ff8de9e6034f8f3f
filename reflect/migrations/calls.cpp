#include "reflect/migrations/calls.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reflect/migrations/query_expressions.h"

namespace rowtype::migrations {

using catalog::Argument;
using catalog::ArgumentMode;
using catalog::Nullability;
using catalog::Type;

namespace {

bool holds_word(std::string_view spaced_list, std::string_view word) {
    for (std::size_t at = spaced_list.find(word); at != std::string_view::npos; at = spaced_list.find(word, at + 1)) {
        const bool starts = at == 0 || spaced_list[at - 1] == ' ';
        const std::size_t end = at + word.size();
        if (starts && (end == spaced_list.size() || spaced_list[end] == ' ')) return true;
    }
    return false;
}

Signature signature_of(const catalog::Function& function) {
    Signature signature;
    for (const Argument& argument : function.arguments) {
        const bool is_output = argument.mode == ArgumentMode::Out || argument.mode == ArgumentMode::Table;
        if (is_output || argument.mode == ArgumentMode::InOut) signature.columns.push_back({argument.name, argument.type});
        if (is_output) continue;
        signature.arguments.push_back(value_type(argument.type));
        if (argument.has_default) ++signature.defaults;
        if (argument.mode == ArgumentMode::Variadic) signature.is_variadic = true;
    }
    signature.returns_set = function.returns_set;
    signature.result = function.result;
    if (signature.columns.size() == 1 && !signature.result.is_known()) signature.result = signature.columns.front().type;
    if (signature.columns.size() > 1) signature.result = builtin_type("record");
    return signature;
}

// Functions of the schema with the name, those of earlier schemas of the search path first. Of two with the same arguments,
// the first counts.
void add_user_functions(SchemaBuilder& schema, const WrittenName& written, std::vector<Signature>& candidates) {
    for (const FunctionState& state : schema.functions()) {
        if (state.function.is_procedure || !schema.names_function(written, state.function)) continue;
        Signature signature = signature_of(state.function);
        const bool hidden = std::ranges::any_of(candidates, [&](const Signature& other) {
            return std::ranges::equal(other.arguments, signature.arguments, is_same_type);
        });
        if (!hidden) candidates.push_back(std::move(signature));
    }
}

// f(b => 1): which argument that is, of a function of the schema; PostgreSQL's own names are not in the table.
bool has_named_argument(const std::vector<const Node*>& arguments) {
    return std::ranges::any_of(arguments, [](const Node* argument) { return argument->is("NamedArgExpr"); });
}

std::optional<Resolved> result_of_all(const std::vector<Signature>& candidates) {
    if (candidates.empty()) return std::nullopt;
    const Type& first = candidates.front().result;
    const bool agree = std::ranges::all_of(candidates, [&](const Signature& signature) { return signature.result == first; });
    if (!agree || first.name.name.starts_with("any")) return std::nullopt;
    return Resolved{&candidates.front(), first, {}};
}

// A range type is the function that makes its values, and a call of any type with one argument is a cast to it.
Type type_called(SchemaBuilder& schema, const WrittenName& written, std::size_t arguments) {
    const catalog::TypeDefinition* type = schema.find_type(written);
    if (type == nullptr) return {};
    const bool makes = type->kind == catalog::TypeKind::Range && (arguments == 2 || arguments == 3);
    const bool casts = arguments == 1 && type->kind != catalog::TypeKind::Other;
    return makes || casts ? Type{type->name, {}, 0} : Type{};
}

}  // namespace

ResolvedCall resolve_function_call(const QueryScope& scope, const Node& call, int depth) {
    ResolvedCall result;
    const WrittenName written = written_name(name_parts(call["funcname"]));
    const bool own = written.schema.empty() || written.schema == "pg_catalog";
    if (own) result.candidates = builtin_functions(written.name);
    const std::size_t builtin = result.candidates.size();
    if (written.schema != "pg_catalog") add_user_functions(scope.schema(), written, result.candidates);
    result.is_builtin = builtin > 0 && builtin == result.candidates.size();
    std::vector<const Node*> arguments = call["args"].items();
    const bool named = has_named_argument(arguments);
    if (call["agg_within_group"].boolean()) {
        for (const Node* sorted : call["agg_order"].items()) arguments.push_back(&(*sorted)["node"]);
    }
    std::vector<Type> types;
    for (const Node* argument : arguments) {
        const Node& value = argument->is("NamedArgExpr") ? (*argument)["arg"] : *argument;
        const ExpressionType found = expression_type(scope, value, depth + 1);
        types.push_back(found.type);
        if (found.nullability != Nullability::NotNull) result.arguments_are_not_null = false;
    }
    result.resolved = named ? result_of_all(result.candidates)
                            : resolve_call(TypeRules(scope.schema()), result.candidates, types, call["func_variadic"].boolean());
    if (result.candidates.empty()) {
        Type known = type_called(scope.schema(), written, types.size());
        if (!known.is_known()) known = extension_function_result(written.name);
        if (known.is_known()) result.resolved = Resolved{nullptr, known, {}};
    }
    return result;
}

Type result_of_call(const QueryScope& scope, const std::string& function, const std::vector<Type>& arguments) {
    std::vector<Signature> candidates = builtin_functions(function);
    add_user_functions(scope.schema(), {"", function}, candidates);
    const std::optional<Resolved> resolved = resolve_call(TypeRules(scope.schema()), candidates, arguments);
    return resolved ? resolved->result : Type{};
}

bool keeps_not_null(std::string_view function) {
    return holds_word(
        "abs ascii atan atan2 bit_length btrim bpchar bool cardinality cbrt ceil ceiling char_length character_length chr "
        "convert_from "
        "convert_to cos cot date date_bin date_trunc decode degrees div encode exp factorial float4 float8 floor format_type gcd "
        "initcap int2 int4 int8 isempty isfinite json_array_length json_typeof jsonb_array_length jsonb_pretty jsonb_typeof "
        "justify_days justify_hours justify_interval lcm left length ln log lower lpad ltrim make_date make_interval make_time "
        "make_timestamp make_timestamptz md5 mod numeric octet_length overlay pi position power pow quote_ident quote_literal "
        "radians "
        "regexp_replace regexp_split_to_array repeat replace reverse right round row_to_json rpad rtrim sha224 sha256 sha384 "
        "sha512 sign sin split_part sqrt starts_with strpos substr tan text timestamp timestamptz timezone to_date "
        "to_hex to_json to_jsonb to_timestamp to_tsquery to_tsvector translate trim_array trunc upper varchar "
        "websearch_to_tsquery plainto_tsquery phraseto_tsquery setweight ts_rank ts_rank_cd width_bucket json_strip_nulls "
        "jsonb_strip_nulls jsonb_set array_to_json array_append array_prepend array_cat array_remove array_replace "
        "array_positions "
        "array_to_string string_to_array int4range int8range numrange daterange tsrange tstzrange quote_nullable row_to_json",
        function);
}

bool never_null(std::string_view function) {
    return holds_word(
        "count row_number rank dense_rank percent_rank cume_dist now transaction_timestamp statement_timestamp clock_timestamp "
        "gen_random_uuid uuid_generate_v4 uuid_generate_v1 random concat json_build_object jsonb_build_object json_build_array "
        "jsonb_build_array num_nulls num_nonnulls pi timeofday version current_database quote_nullable regr_count",
        function);
}

bool aggregates_to_value(std::string_view function, bool& of_any) {
    of_any = holds_word("array_agg json_agg jsonb_agg json_object_agg jsonb_object_agg", function);
    return of_any || holds_word("min max sum avg bool_and bool_or every bit_and bit_or bit_xor string_agg any_value", function);
}

bool operator_keeps_not_null(std::string_view name) {
    return holds_word("= <> < > <= >= + - * / % ^ || ~ ~* !~ !~* ~~ ~~* !~~ !~~* & | << >> @> <@ ? ?| ?& && -|- #- |/ ||/ @",
                      name);
}

Type extension_function_result(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kResults = {{
        {"uuid", "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuidv4 uuidv7"},
        {"text", "crypt gen_salt unaccent soundex metaphone dmetaphone st_astext st_asewkt st_asgeojson st_geometrytype"},
        {"bytea", "digest hmac gen_random_bytes pgp_sym_encrypt st_asbinary st_asewkb st_asmvt"},
        {"float4", "similarity word_similarity strict_word_similarity"},
        {"float8",
         "st_x st_y st_z st_distance st_distancesphere st_length st_area st_perimeter cosine_distance l2_distance "
         "inner_product"},
        {"int4", "levenshtein levenshtein_less_equal st_srid st_npoints"},
        {"bool", "st_contains st_within st_intersects st_dwithin st_isvalid st_isempty st_covers st_equals st_touches"},
        {"text[]", "show_trgm"},
    }};
    for (const auto& [type, names] : kResults) {
        if (holds_word(names, name)) return builtin_type(type);
    }
    return {};
}

}  // namespace rowtype::migrations
