#include "reflect/migrations/touched.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "reflect/base/similar_names.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

// A view on the tokens of a text that moves forward.
class Words {
public:
    explicit Words(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] bool at_end() const { return position_ >= tokens_.size(); }
    [[nodiscard]] bool is(std::string_view word) const {
        return !at_end() && tokens_[position_].kind == TokenKind::Identifier && tokens_[position_].value == word;
    }
    [[nodiscard]] bool is_next(std::string_view word) const {
        const std::size_t next = position_ + 1;
        return next < tokens_.size() && tokens_[next].kind == TokenKind::Identifier && tokens_[next].value == word;
    }
    // Of CREATE FUNCTION, behind the name: … RETURNS TRIGGER before the body.
    [[nodiscard]] bool returns_trigger() const {
        for (std::size_t index = position_; index + 1 < tokens_.size() && tokens_[index].kind != TokenKind::String; ++index) {
            const bool returns = tokens_[index].kind == TokenKind::Identifier && tokens_[index].value == "returns";
            if (returns) return tokens_[index + 1].value == "trigger";
        }
        return false;
    }
    [[nodiscard]] bool is_semicolon() const { return !at_end() && tokens_[position_].value == ";"; }
    bool take(std::string_view word) {
        if (!is(word)) return false;
        ++position_;
        return true;
    }
    void skip_any(std::initializer_list<std::string_view> words) {
        while (std::ranges::any_of(words, [this](std::string_view word) { return take(word); })) {
        }
    }
    void advance() { ++position_; }

    // The name here: everything up to the next white space, bracket or comma. Empty where any part of it is a placeholder
    // (%I, %1$s, ${x}, {{ x }}, :x, @x@ ...).
    WrittenName take_name() {
        std::vector<std::string> parts;
        bool readable = true;
        for (std::size_t first = position_; !at_end() && !ends_name(first); ++position_) {
            const Token& token = tokens_[position_];
            if (token.value == "{") {
                skip_braces();
                readable = false;
                if (at_end()) break;
                continue;
            }
            const bool is_name = token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
            const bool in_place = is_name ? (position_ - first) % 2 == 0 : token.value == "." && (position_ - first) % 2 == 1;
            readable = readable && in_place && token.value.find_first_of("${}%") == std::string::npos;
            if (is_name) parts.push_back(token.value);
        }
        return readable && !parts.empty() ? written_name(parts) : WrittenName{};
    }

private:
    // Whether the token here no longer touches the name that starts at `first`.
    [[nodiscard]] bool ends_name(std::size_t first) const {
        const std::string& value = tokens_[position_].value;
        if (value == "(" || value == ")" || value == "," || value == ";") return true;
        return position_ > first && tokens_[position_].span.begin != tokens_[position_ - 1].span.end && value != "." &&
               tokens_[position_ - 1].value != ".";
    }
    // To the last closing brace of {x} or {{ x }}.
    void skip_braces() {
        int depth = 0;
        for (; !at_end(); ++position_) {
            if (tokens_[position_].value == "{") ++depth;
            if (tokens_[position_].value == "}" && --depth == 0) return;
        }
    }

    std::vector<Token> tokens_;
    std::size_t position_ = 0;
};

void mark_created_relation(SchemaBuilder& schema, const WrittenName& written) {
    if (written.name.empty()) return schema.mark_incomplete("*");
    catalog::QualifiedName name = schema.name_to_create(written);
    if (RelationState* existing = schema.find_relation(name)) {
        existing->relation.columns_complete = false;
        return;
    }
    catalog::Relation relation;
    relation.name = std::move(name);
    relation.columns_complete = false;
    RelationState& state = schema.add_relation(std::move(relation));
    state.assumed = true;
    state.not_understood = true;
}

// Calls `mark` for the relation of that name, or for all where the name is not known.
template <class Mark>
void mark_relations(SchemaBuilder& schema, const WrittenName& written, Mark&& mark) {
    if (written.name.empty()) return schema.for_each_relation([&](RelationState& state) { mark(state.relation); });
    if (RelationState* state = schema.find_relation(written)) mark(state->relation);
}

// What a column that may be altered still is; an empty name: any of them.
void unsettle(catalog::Relation& relation, const std::string& name) {
    for (catalog::Column& column : relation.columns) {
        if (!name.empty() && column.name != name) continue;
        column.type = {};
        column.nullability = catalog::Nullability::Unknown;
    }
}

// Literals of dynamic SQL follow one another without a semicolon.
bool ends_statement(const Words& words) {
    if (words.at_end() || words.is_semicolon() || words.is("create")) return true;
    return words.is("alter") && (words.is_next("table") || words.is_next("type") || words.is_next("view"));
}

// The parts of an ALTER TABLE up to its end: columns that it alters are no longer what they were.
void mark_altered_columns(SchemaBuilder& schema, Words& words, const WrittenName& written) {
    while (!ends_statement(words)) {
        if (!words.take("alter")) {
            words.advance();
            continue;
        }
        if (words.is("constraint")) continue;
        words.take("column");
        const std::string column = words.take_name().name;
        mark_relations(schema, written, [&](catalog::Relation& relation) { unsettle(relation, column); });
    }
}

bool mark_alter_table(SchemaBuilder& schema, Words& words) {
    words.skip_any({"if", "exists", "only"});
    const WrittenName written = words.take_name();
    // Sub-commands that leave columns as they are.
    if (words.is("enable") || words.is("disable")) schema.access.known = false;  // perhaps of row-level security
    for (const std::string_view harmless : {"enable", "disable", "owner", "force", "no", "cluster", "validate", "replica"}) {
        if (words.is(harmless)) return false;
    }
    if (words.take("add") &&
        (words.is("constraint") || words.is("primary") || words.is("foreign") || words.is("unique") || words.is("check"))) {
        return false;
    }
    if (words.is("drop") && words.is_next("constraint")) {
        mark_relations(schema, written, [](catalog::Relation& relation) { relation.checks.clear(); });
        return false;
    }
    mark_relations(schema, written, [](catalog::Relation& relation) { relation.columns_complete = false; });
    const bool moves = (words.is("rename") && words.is_next("to")) || (words.is("set") && words.is_next("schema"));
    if (moves) schema.mark_incomplete("*");
    mark_altered_columns(schema, words, written);
    return true;
}

// ALTER TYPE … ADD VALUE | RENAME VALUE: the enum's labels are no longer known.
bool mark_alter_type(SchemaBuilder& schema, Words& words) {
    const WrittenName written = words.take_name();
    if (!(words.take("add") || words.take("rename")) || !words.is("value")) return false;
    schema.for_each_type([&](catalog::TypeDefinition& type) {
        if (!written.name.empty() && schema.find_type(written) != &type) return;
        if (type.kind != catalog::TypeKind::Enum) return;
        type.kind = catalog::TypeKind::Other;
        type.labels.clear();
    });
    return true;
}

bool mark_create(SchemaBuilder& schema, Words& words) {
    words.skip_any({"or", "replace"});
    if (words.take("temp") || words.take("temporary")) return false;
    words.skip_any({"global", "local", "unlogged", "foreign", "materialized", "recursive"});
    const bool relation = words.take("table") || words.take("view");
    const bool schema_word = !relation && words.take("schema");
    const bool function = !relation && !schema_word && (words.take("function") || words.take("procedure"));
    if (!relation && !schema_word && !function) return false;
    words.skip_any({"if", "not", "exists"});
    const WrittenName written = words.take_name();
    if (relation) mark_created_relation(schema, written);
    if (function && words.returns_trigger()) return false;  // nobody calls it
    if (function) schema.mark_incomplete(written.name.empty() ? "*" : schema.name_to_create(written).schema);
    if (schema_word && !written.name.empty()) {
        schema.create_schema(written.name);
        schema.mark_incomplete(written.name);
    }
    return true;
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
            touched = (relation && mark_alter_table(schema, words)) || touched;
            touched = (!relation && words.take("type") && mark_alter_type(schema, words)) || touched;
        } else if (words.take("import")) {
            touched = (words.is("foreign") && mark_import(schema, words)) || touched;
        } else {
            words.advance();
        }
    }
    return touched;
}

// It may be gone, or not: what code says of its columns is not judged.
bool mark_dropped_relation(SchemaBuilder& schema, Words& words) {
    words.skip_any({"foreign", "materialized"});
    if (!words.take("table") && !words.take("view")) return false;
    words.skip_any({"if", "exists"});
    const WrittenName written = words.take_name();
    if (written.name.empty()) return false;
    mark_relations(schema, written, [](catalog::Relation& relation) { relation.columns_complete = false; });
    return true;
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
            existing->relation.columns_complete = false;
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
    if (again.take("drop")) return mark_dropped_relation(schema, again);
    bool touched = false;
    if (again.is("do")) {
        for (const Token& token : tokens) {
            if (token.kind == TokenKind::String) touched = mark_touched(schema, token.value) || touched;
        }
    }
    return touched;
}

}  // namespace rowtype::migrations
