#include "reflect/migrations/touched.h"

#include <algorithm>
#include <array>
#include <vector>

#include "reflect/sql/lexer.h"

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
    schema.add_relation(std::move(relation));
}

void mark_columns(SchemaBuilder& schema, const WrittenName& written) {
    if (!written.name.empty()) {
        if (RelationState* state = schema.find_relation(written)) state->relation.columns_complete = false;
        return;
    }
    schema.for_each_relation([](RelationState& state) { state.relation.columns_complete = false; });
}

bool mark_alter_table(SchemaBuilder& schema, Words& words) {
    words.skip_any({"if", "exists", "only"});
    const WrittenName written = words.take_name();
    // Sub-commands that leave columns as they are.
    for (const std::string_view harmless : {"enable", "disable", "owner", "force", "no", "cluster", "validate", "replica"}) {
        if (words.is(harmless)) return false;
    }
    if (words.take("add") &&
        (words.is("constraint") || words.is("primary") || words.is("foreign") || words.is("unique") || words.is("check"))) {
        return false;
    }
    if (words.take("drop") && words.is("constraint")) return false;
    mark_columns(schema, written);
    bool moves = words.take("rename") && words.is("to");
    moves = moves || (words.take("set") && words.is("schema"));
    if (moves) schema.mark_incomplete("*");
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

}  // namespace

bool mark_touched(SchemaBuilder& schema, std::string_view text) {
    Words words(sql::lex(text));
    bool touched = false;
    while (!words.at_end()) {
        if (words.take("create")) {
            touched = mark_create(schema, words) || touched;
        } else if (words.take("alter")) {
            words.skip_any({"foreign", "materialized"});
            const bool relation = words.take("table") || words.take("view");
            touched = (relation && mark_alter_table(schema, words)) || touched;
        } else if (words.take("import")) {
            touched = (words.is("foreign") && mark_import(schema, words)) || touched;
        } else {
            words.advance();
        }
    }
    return touched;
}

}  // namespace rowtype::migrations
