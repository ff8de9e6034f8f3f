#include "reflect/migrations/touched.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "reflect/base/similar_names.h"
#include "reflect/migrations/doubts.h"
#include "reflect/migrations/touched_alter.h"
#include "reflect/migrations/words.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

// Not if it exists already: then PostgreSQL keeps it, but for a view that may be replaced.
void mark_created_relation(SchemaBuilder& schema, const WrittenName& written) {
    if (written.name.empty()) return schema.mark_incomplete(schema_meant(schema, written));
    catalog::QualifiedName name = schema.name_to_create(written);
    if (RelationState* existing = schema.find_relation(name)) {
        doubt_columns(*existing);
        if (existing->relation.presumed && !existing->assumed) doubt_everything(schema, *existing);
        return;
    }
    catalog::Relation relation;
    relation.name = std::move(name);
    relation.columns_complete = false;
    relation.parts_complete = false;
    relation.triggers_complete = false;
    RelationState& state = schema.add_relation(std::move(relation));
    state.assumed = true;
    state.not_understood = true;
}

bool mark_created_type(SchemaBuilder& schema, Words& words) {
    const WrittenName written = words.take_name();
    if (written.name.empty()) {
        schema.mark_incomplete(schema_meant(schema, written));
        return true;
    }
    if (schema.find_type(written) != nullptr) return false;
    catalog::TypeDefinition type;
    type.name = schema.name_to_create(written);
    type.complete = false;
    schema.add_type(std::move(type));
    return true;
}

// CREATE INDEX [CONCURRENTLY] [[IF NOT EXISTS] name] ON [ONLY] table
bool mark_created_index(SchemaBuilder& schema, Words& words) {
    words.skip_behind("on");
    words.take("only");
    for_each_meant(schema, words.take_name(), [](RelationState& state) { state.relation.parts_complete = false; });
    return true;
}

// CREATE and DROP of a trigger or rule: … name … ON [schema.]table, and … TO table in a rule. Nothing else of the table is touched.
bool mark_trigger(SchemaBuilder& schema, Words& words, std::string_view behind_rule) {
    words.skip_behind(words.is("rule") ? behind_rule : "on");
    for_each_meant(schema, words.take_name(), [](RelationState& state) { state.relation.triggers_complete = false; });
    return false;
}

bool mark_create(SchemaBuilder& schema, Words& words) {
    words.skip_any({"or", "replace"});
    if (words.take("temp") || words.take("temporary")) return false;
    words.skip_any({"global", "local", "unlogged", "foreign", "materialized", "recursive", "unique"});
    if (words.take("index")) return mark_created_index(schema, words);
    words.take("constraint");
    if (words.is("trigger") || words.is("rule")) return mark_trigger(schema, words, "to");
    if (words.take("type") || words.take("domain")) return mark_created_type(schema, words);
    const bool relation = words.take("table") || words.take("view");
    const bool schema_word = !relation && words.take("schema");
    const bool function = !relation && !schema_word && (words.take("function") || words.take("procedure"));
    if (!relation && !schema_word && !function) return false;
    words.skip_any({"if", "not", "exists"});
    const WrittenName written = words.take_name();
    if (relation) mark_created_relation(schema, written);
    if (function && words.returns_trigger()) return false;  // nobody calls it
    if (function) schema.mark_incomplete(schema_meant(schema, written));
    if (schema_word && !written.name.empty()) {
        schema.create_schema(written.name);
        schema.mark_incomplete(written.name);
    }
    return true;
}

// DROP SCHEMA: everything that stands in it may be gone.
void mark_dropped_schema(SchemaBuilder& schema, const WrittenName& written) {
    schema.for_each_relation([&](RelationState& state) {
        const bool is_meant = written.name.empty() || state.relation.name.schema == written.name;
        if (is_meant) doubt_relation_exists(schema, state, false);
    });
    schema.for_each_type([&](catalog::TypeDefinition& type) {
        if (written.name.empty() || type.name.schema == written.name) type.complete = false;
    });
}

void mark_dropped_index(SchemaBuilder& schema, const WrittenName& written) {
    const auto doubt = [](RelationState& state) { state.relation.parts_complete = false; };
    if (written.name.empty()) return for_each_meant(schema, written, doubt);
    if (RelationState* owner = schema.find_index_owner(written)) doubt(*owner);
}

// It may be gone, or not: what code says of its columns is not judged.
bool mark_drop(SchemaBuilder& schema, Words& words) {
    if (words.is("trigger") || words.is("rule")) return mark_trigger(schema, words, "on");
    words.skip_any({"foreign", "materialized"});
    const bool relation = words.take("table") || words.take("view");
    const bool type = !relation && (words.take("type") || words.take("domain"));
    const bool index = !relation && !type && words.take("index");
    if (!relation && !type && !index && !words.take("schema")) return false;
    words.skip_any({"concurrently", "if", "exists"});
    const std::vector<WrittenName> names = words.take_names();
    const bool cascade = words.is("cascade");
    for (const WrittenName& name : names) {
        if (relation) {
            std::vector<RelationState*> meant;
            for_each_meant(schema, name, [&](RelationState& state) {
                const bool goes = name.name.empty() || state.relation.name.name == name.name || state.relation.partition_of;
                if (goes || cascade) meant.push_back(&state);
            });
            for (RelationState* state : meant) doubt_relation_exists(schema, *state, cascade);
        } else if (type) {
            for_each_meant_type(schema, name, [&](catalog::TypeDefinition& meant) { doubt_type_exists(schema, meant, cascade); });
        } else if (index) {
            mark_dropped_index(schema, name);
        } else {
            mark_dropped_schema(schema, name);
        }
    }
    return true;
}

// COMMENT ON anything of a relation.
bool mark_comment(SchemaBuilder& schema, Words& words) {
    if (!words.take("on")) return false;
    const bool of_column = words.take("column");
    const bool of_part = !of_column && (words.take("constraint") || words.take("trigger") || words.take("policy"));
    if (of_part) words.skip_behind("on");
    if (!of_column && !of_part) {
        words.skip_any({"foreign", "materialized"});
        if (!words.take("table") && !words.take("view")) return false;
    }
    WrittenName written = words.take_name();
    if (of_column) written = {"", written.schema};  // of schema.table.column, the last two are told
    for_each_meant(schema, written, [](RelationState& state) { state.relation.parts_complete = false; });
    return false;
}

bool mark_import(SchemaBuilder& schema, Words& words) {
    while (!words.at_end() && !words.take("into")) words.advance();
    const WrittenName written = words.take_name();
    schema.mark_incomplete(written.name.empty() ? "*" : written.name);
    return true;
}

// Words that may stand between CREATE and what it creates.
constexpr std::array<std::string_view, 13> kModifiers = {{
    "or",
    "replace",
    "temp",
    "temporary",
    "global",
    "local",
    "unlogged",
    "foreign",
    "materialized",
    "recursive",
    "unique",
    "constraint",
    "default",
}};

// What CREATE, ALTER and DROP name first.
constexpr std::array<std::string_view, 34> kObjectWords = {{
    "table",     "view",    "schema",   "function", "procedure",  "index",        "sequence",  "type",   "domain",
    "extension", "trigger", "policy",   "role",     "user",       "group",        "database",  "server", "publication",
    "aggregate", "cast",    "operator", "rule",     "collation",  "subscription", "event",     "access", "statistics",
    "language",  "system",  "owned",    "routine",  "tablespace", "privileges",   "transform",
}};

// How statements that could come here begin; those that never change the schema are not read at all.
constexpr std::array<std::string_view, 13> kVerbs = {{
    "create",
    "alter",
    "drop",
    "comment",
    "import",
    "select",
    "with",
    "set",
    "reset",
    "do",
    "grant",
    "revoke",
    "security",
}};

bool is_one_of(std::string_view word, const auto& words) { return std::ranges::find(words, word) != words.end(); }

std::optional<std::string> nearest_of(const std::string& word, const auto& words) {
    return nearest_name(word, {words.begin(), words.end()});
}

// The statement with its first words as they were meant: "craete tabel" becomes "create table". Answers whether they say
// what kind of statement it is.
bool correct_first_words(std::vector<Token>& tokens) {
    if (tokens.empty() || tokens.front().kind != TokenKind::Identifier) return false;
    std::string& verb = tokens.front().value;
    if (!is_one_of(verb, kVerbs)) {
        const std::optional<std::string> meant = nearest_of(verb, kVerbs);
        if (!meant) return false;
        verb = *meant;
    }
    if (verb != "create" && verb != "alter" && verb != "drop") return true;
    for (std::size_t index = 1; index < tokens.size(); ++index) {
        std::string& word = tokens[index].value;
        if (tokens[index].kind != TokenKind::Identifier) return false;
        if (!is_one_of(word, kModifiers) && !is_one_of(word, kObjectWords)) {
            std::optional<std::string> meant = nearest_of(word, kObjectWords);
            if (!meant) meant = nearest_of(word, kModifiers);
            if (!meant) return false;
            word = *meant;
        }
        if (is_one_of(word, kObjectWords)) return true;
    }
    return false;
}

bool mark_each(SchemaBuilder& schema, Words& words) {
    bool touched = false;
    while (!words.at_end()) {
        if (words.is("grant") || words.is("revoke") || words.is("policy") || words.is("privileges")) schema.access.known = false;
        if (words.take("create")) {
            touched = mark_create(schema, words) || touched;
        } else if (words.take("alter")) {
            words.skip_any({"foreign", "materialized"});
            const bool relation = words.take("table") || words.take("view");
            const bool type = !relation && (words.take("type") || words.take("domain"));
            touched = (relation && mark_alter_table(schema, words)) || touched;
            touched = (type && mark_alter_type(schema, words)) || touched;
        } else if (words.take("drop")) {
            touched = mark_drop(schema, words) || touched;
        } else if (words.take("comment")) {
            touched = mark_comment(schema, words) || touched;
        } else if (words.take("import")) {
            touched = (words.is("foreign") && mark_import(schema, words)) || touched;
        } else {
            words.advance();
        }
    }
    return touched;
}

// SELECT … INTO name, which makes a table.
bool mark_select_into(SchemaBuilder& schema, Words& words) {
    while (!words.at_end() && !words.take("into")) words.advance();
    if (words.at_end()) return false;
    words.skip_any({"temp", "temporary", "unlogged", "table"});
    mark_created_relation(schema, words.take_name());
    return true;
}

// Short words of SQL that are no keywords in quote_identifier's sense, and that no table is called by chance.
constexpr std::array<std::string_view, 22> kPlainWords = {{
    "if",     "exists", "add",   "alter",  "drop",    "rename",  "cascade", "restrict", "replace",  "temp",   "temporary",
    "schema", "type",   "owner", "enable", "disable", "comment", "view",    "index",    "sequence", "insert", "values",
}};

constexpr std::size_t kMostNames = 6;

// Nothing says which of its words name a relation. The names before the first parenthesis could; of many, as in prose, none
// is told from the others.
void mark_names(SchemaBuilder& schema, const std::vector<Token>& tokens) {
    const bool has_verb = !tokens.empty() && is_one_of(tokens.front().value, kVerbs);
    std::vector<WrittenName> names;
    for (std::size_t index = has_verb ? 2 : 1; index < tokens.size() && tokens[index].value != "("; ++index) {
        const auto is_name = [&](std::size_t at) {
            if (at >= tokens.size()) return false;
            if (tokens[at].kind == TokenKind::QuotedIdentifier) return true;
            return tokens[at].kind == TokenKind::Identifier && !sql::is_reserved_keyword(tokens[at].value) &&
                   !is_one_of(tokens[at].value, kPlainWords);
        };
        if (!is_name(index)) continue;
        std::vector<std::string> parts = {tokens[index].value};
        while (index + 2 < tokens.size() && tokens[index + 1].value == "." && is_name(index + 2)) {
            index += 2;
            parts.push_back(tokens[index].value);
        }
        names.push_back(written_name(parts));
    }
    if (names.size() > kMostNames) return schema.mark_incomplete(schema.name_to_create({"", "any"}).schema);
    for (const WrittenName& written : names) {
        if (RelationState* existing = schema.find_relation(written)) {
            doubt_columns(*existing);
        } else {
            mark_created_relation(schema, written);
        }
    }
}

}  // namespace

bool mark_touched(SchemaBuilder& schema, std::string_view text) {
    Words words(sql::lex(text));
    return mark_each(schema, words);
}

bool mark_not_understood(SchemaBuilder& schema, std::string_view text) {
    std::vector<Token> tokens = sql::lex(text);
    const bool is_known = correct_first_words(tokens);
    Words words(tokens);
    if (mark_each(schema, words)) return true;
    if (!is_known) {
        mark_names(schema, tokens);
        return true;
    }
    Words again(tokens);
    if (again.is("select") || again.is("with")) return mark_select_into(schema, again);
    bool touched = false;
    if (again.is("do")) {
        for (const Token& token : tokens) {
            if (token.kind == TokenKind::String) touched = mark_touched(schema, token.value) || touched;
        }
    }
    return touched;
}

}  // namespace rowtype::migrations
