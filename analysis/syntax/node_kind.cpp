#include "analysis/syntax/node_kind.h"

#include <array>

namespace rowtype::syntax {

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, static_cast<std::size_t>(NodeKind::Count_)> kKindNames = {
    "", "", "ERROR", "aliased_import", "argument_list", "as_pattern", "as_pattern_target", "assignment", "attribute",
    "augmented_assignment", "await", "binary_operator", "block", "call", "case_clause", "case_pattern",
    "class_definition", "class_pattern", "comment", "concatenated_string", "conditional_expression", "constrained_type",
    "decorated_definition", "decorator", "default_parameter", "delete_statement", "dictionary",
    "dictionary_comprehension", "dictionary_splat", "dictionary_splat_pattern", "dotted_name", "elif_clause",
    "ellipsis", "else_clause", "escape_interpolation", "except_clause", "expression_list", "expression_statement",
    "false", "finally_clause", "float", "for_in_clause", "for_statement", "format_specifier", "function_definition",
    "future_import_statement", "generator_expression", "generic_type", "global_statement", "identifier", "if_statement",
    "import_from_statement", "import_prefix", "import_statement", "integer", "interpolation", "keyword_argument",
    "lambda", "lambda_parameters", "line_continuation", "list", "list_comprehension", "list_pattern", "list_splat", "list_splat_pattern",
    "match_statement", "member_type", "module", "named_expression", "none", "nonlocal_statement", "pair", "parameters",
    "parenthesized_expression", "pattern_list", "relative_import", "set", "set_comprehension", "slice", "splat_pattern",
    "string", "string_content", "string_end", "string_start", "subscript", "true", "try_statement", "tuple",
    "tuple_pattern", "type", "type_alias_statement", "type_conversion", "type_parameter", "typed_default_parameter",
    "typed_parameter", "unary_operator", "union_type", "while_statement", "wildcard_import", "with_clause", "with_item",
    "with_statement",
};

constexpr std::array<std::string_view, static_cast<std::size_t>(Field::Count_)> kFieldNames = {
    "", "alias", "argument", "arguments", "attribute", "body", "definition", "expression", "function", "key", "left",
    "module_name", "name", "object", "operator", "parameters", "right", "subscript", "superclasses", "type", "value",
};

}  // namespace

std::string_view grammar_name(NodeKind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}

std::string_view grammar_name(Field field) {
    return kFieldNames[static_cast<std::size_t>(field)];
}

}  // namespace rowtype::syntax
