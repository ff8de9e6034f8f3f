#include <algorithm>
#include <array>
#include <optional>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/touched.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

namespace {

struct HandlerRow {
    std::string_view tag;  // src/include/nodes/parsenodes.h
    Handler apply;
};

constexpr std::array<HandlerRow, 38> kHandlers = {{
    {"CreateStmt", apply_create_table},
    {"AlterTableStmt", apply_alter_table},
    {"DropStmt", apply_drop},
    {"RenameStmt", apply_rename},
    {"AlterObjectSchemaStmt", apply_set_schema},
    {"ViewStmt", apply_create_view},
    {"CreateTableAsStmt", apply_create_table_as},
    {"SelectStmt", apply_select},
    {"CreateForeignTableStmt", apply_create_foreign_table},
    {"CreateEnumStmt", apply_create_enum},
    {"AlterEnumStmt", apply_alter_enum},
    {"CreateDomainStmt", apply_create_domain},
    {"AlterDomainStmt", apply_alter_domain},
    {"CompositeTypeStmt", apply_create_composite},
    {"CreateRangeStmt", apply_create_range},
    {"DefineStmt", apply_define},
    {"IndexStmt", apply_create_index},
    {"CommentStmt", apply_comment},
    {"CreateFunctionStmt", apply_create_function},
    {"AlterFunctionStmt", apply_alter_function},
    {"AlterOwnerStmt", apply_alter_owner},
    {"CreateSchemaStmt", apply_create_schema},
    {"VariableSetStmt", apply_set_variable},
    {"CreateExtensionStmt", apply_create_extension},
    {"AlterExtensionContentsStmt", apply_alter_extension_contents},
    {"CreateSeqStmt", apply_create_sequence},
    {"AlterSeqStmt", apply_alter_sequence},
    {"GrantStmt", apply_grant},
    {"GrantRoleStmt", apply_grant_role},
    {"AlterDefaultPrivilegesStmt", apply_default_privileges},
    {"CreatePolicyStmt", apply_create_policy},
    {"AlterPolicyStmt", apply_alter_policy},
    {"CallStmt", apply_calls},
    {"DoStmt", apply_do_block},
    {"ImportForeignSchemaStmt", apply_import_foreign_schema},
    {"DropOwnedStmt", apply_drop_owned},
    {"RuleStmt", apply_create_rule},
    {"CreateTrigStmt", apply_create_trigger},
}};

void apply_node(SchemaBuilder& schema, const Node& statement) {
    const auto row = std::ranges::find(kHandlers, statement.tag(), &HandlerRow::tag);
    if (row != kHandlers.end()) row->apply(schema, statement);
}

// A statement with clauses that the parser does not know yet; false where that is not what is wrong with it.
bool apply_newer_statement(SchemaBuilder& schema) {
    std::optional<OlderText> older = without_newer_clauses(schema.source.text);
    if (!older) return false;
    const sql::ParseOutcome outcome = sql::parse(older->text);
    if (!outcome.tree) return false;
    attach_newer_clauses(older->clauses, *outcome.tree);
    const StatementSource whole = schema.source;
    schema.source = {older->text, whole.file, whole.line, std::move(older->clauses)};
    for (const sql::Statement& statement : outcome.tree->statements()) apply_node(schema, *statement.node);
    schema.source = whole;
    return true;
}

// Statements split at every semicolon: for a text that an open parenthesis kept together.
std::vector<Span> split_everywhere(std::string_view text) {
    std::vector<Span> pieces;
    Span piece{0, 0};
    for (const sql::Token& token : sql::lex(text)) {
        piece.end = token.span.end;
        if (token.kind != sql::TokenKind::Punctuation || token.value != ";") continue;
        pieces.push_back(piece);
        piece = {token.span.end, token.span.end};
    }
    if (!piece.empty()) pieces.push_back(piece);
    return pieces;
}

}  // namespace

void apply_statement(SchemaBuilder& schema) {
    if (is_irrelevant(schema.source.text)) return;
    schema.begin_statement();
    const sql::ParseOutcome outcome = sql::parse(schema.source.text);
    if (outcome.tree) {
        for (const sql::Statement& statement : outcome.tree->statements()) apply_node(schema, *statement.node);
        return;
    }
    if (apply_newer_statement(schema)) return;
    const std::vector<Span> pieces = split_everywhere(schema.source.text);
    if (pieces.size() < 2) return apply_unparsed(schema, outcome.error->message);
    const StatementSource whole = schema.source;
    for (const Span& piece : pieces) {
        const std::uint32_t begin = std::min(sql::skip_space(whole.text, piece.begin), piece.end);
        schema.source = {slice(whole.text, {begin, piece.end}), whole.file, whole.line_at(begin), {}};
        apply_statement(schema);
    }
    schema.source = whole;
}

void apply_unparsed(SchemaBuilder& schema, std::string_view message) {
    const bool touched = mark_not_understood(schema, schema.source.text);
    schema.note("this statement is not understood (" + std::string(message) + "); " +
                (touched ? "what it could change is taken as unknown" : "it is left out"));
}

bool is_irrelevant(std::string_view statement) {
    constexpr std::array<std::string_view, 35> kVerbs = {
        "abort",      "analyse", "analyze",   "begin",   "checkpoint", "close",    "cluster", "commit",   "copy",
        "deallocate", "declare", "delete",    "discard", "end",        "execute",  "explain", "fetch",    "insert",
        "listen",     "load",    "lock",      "merge",   "move",       "notify",   "prepare", "reassign", "refresh",
        "reindex",    "release", "savepoint", "show",    "start",      "truncate", "update",  "vacuum",
    };
    constexpr std::array<std::string_view, 17> kObjects = {
        "access",      "aggregate", "cast",   "conversion", "database",     "event",      "group", "language", "operator",
        "publication", "role",      "server", "statistics", "subscription", "tablespace", "text",  "user",
    };
    static_assert(std::ranges::is_sorted(kVerbs) && std::ranges::is_sorted(kObjects));
    const sql::Token verb = sql::lex_one(statement, 0);
    if (verb.kind != sql::TokenKind::Identifier) return false;
    if (std::ranges::binary_search(kVerbs, std::string_view(verb.value))) return true;
    if (verb.value != "create" && verb.value != "alter" && verb.value != "drop") return false;
    sql::Token object = sql::lex_one(statement, verb.span.end);
    while (object.value == "or" || object.value == "replace") object = sql::lex_one(statement, object.span.end);
    return object.kind == sql::TokenKind::Identifier && std::ranges::binary_search(kObjects, std::string_view(object.value));
}

}  // namespace rowtype::migrations
