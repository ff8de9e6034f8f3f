#include "analysis/features/sql_completion.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/binding/file_imports.h"
#include "analysis/binding/sql_statement_kind.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/names.h"

namespace rowtype::features {

namespace {

using sql::Token;
using sql::TokenKind;

template <std::size_t size>
bool is_one_of(const Token& token, const std::array<std::string_view, size>& words) {
    return token.kind == TokenKind::Identifier && std::ranges::find(words, std::string_view(token.value)) != words.end();
}

bool is_word(const Token& token, std::string_view word) { return token.kind == TokenKind::Identifier && token.value == word; }
bool is_sign(const Token& token, std::string_view sign) { return token.kind == TokenKind::Punctuation && token.value == sign; }
bool is_name(const Token& token) {
    return token.kind == TokenKind::QuotedIdentifier ||
           (token.kind == TokenKind::Identifier && !sql::is_reserved_keyword(token.value));
}

constexpr std::array<std::string_view, 4> kBeforeTable = {"from", "join", "into", "update"};
constexpr std::array<std::string_view, 9> kClauses = {"select", "from",   "where",     "by", "having",
                                                      "set",    "values", "returning", "on"};

// A relation that the statement names, and what it is called there.
struct Source {
    std::string schema;
    std::string name;
    std::string alias;
};

// The tokens of the one statement that the cursor is in.
class TypedSql {
public:
    TypedSql(std::string_view text, std::uint32_t cursor);

    [[nodiscard]] bool is_name_place() const { return is_name_place_; }
    [[nodiscard]] std::size_t word_size() const { return word_size_; }
    // Tokens before the word at the cursor; index 0 is the nearest.
    [[nodiscard]] const Token& before(std::size_t index) const;
    [[nodiscard]] std::size_t count_before() const { return before_; }
    [[nodiscard]] bool is_table_place(std::size_t index) const;
    [[nodiscard]] std::vector<Source> sources() const;
    [[nodiscard]] bool is_common_table(const std::string& name) const;
    // The keyword whose clause the cursor is in, at its own depth of brackets; empty where none is.
    [[nodiscard]] std::string_view clause() const;
    [[nodiscard]] bool reads_one_query() const;
    // The table of "INSERT INTO t (a, b" when the cursor is in that list, with the columns that are given.
    [[nodiscard]] std::optional<Source> insert_list(std::set<std::string>& given) const;

private:
    std::vector<Token> tokens_;
    std::size_t before_ = 0;  // how many stand before the word
    std::size_t word_size_ = 0;
    bool is_name_place_ = true;
};

const catalog::Relation* relation_of(const Source& source, const TypedSql& typed, const catalog::Catalog& catalog);
void complete_behind_dot(const TypedSql& typed, const catalog::Catalog& catalog, ItemList& items);
void complete_column(const TypedSql& typed, const catalog::Catalog& catalog, ItemList& items);

}  // namespace

std::optional<std::size_t> complete_sql(const StringPlace& place, const binding::Context& context, ItemList& items) {
    const std::string& text = place.string->text;
    if (!binding::reads_as_statement(text) || !binding::may_be_postgres(context.imports, place.sql->callee.dotted())) {
        return std::nullopt;
    }
    const TypedSql typed(text, place.decoded);
    if (!typed.is_name_place()) return std::nullopt;
    if (typed.count_before() > 0 && is_sign(typed.before(0), ".")) {
        complete_behind_dot(typed, context.catalog, items);
    } else if (typed.is_table_place(0)) {
        items.add_relations_for_sql();
    } else {
        complete_column(typed, context.catalog, items);
    }
    return typed.word_size();
}

namespace {

TypedSql::TypedSql(std::string_view text, std::uint32_t cursor) {
    std::uint32_t begin = cursor;
    while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
    word_size_ = cursor - begin;
    std::size_t first = 0;
    std::vector<Token> all = sql::lex(text);
    std::size_t last = all.size();
    for (std::size_t index = 0; index < all.size(); ++index) {
        const Token& token = all[index];
        const bool holds = token.span.begin < cursor && cursor < token.span.end;
        const bool open = token.kind == TokenKind::Unknown && token.span.begin < cursor;
        if (open || (holds && token.kind != TokenKind::Identifier)) is_name_place_ = false;
        if (!is_sign(token, ";")) continue;
        if (token.span.end <= begin) first = index + 1;
        else last = std::min(last, index);
    }
    tokens_.assign(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last));
    const auto stands_before = [begin](const Token& token) { return token.span.end <= begin; };
    before_ = static_cast<std::size_t>(std::ranges::count_if(tokens_, stands_before));
}

const Token& TypedSql::before(std::size_t index) const {
    static const Token kNone;
    return index < before_ ? tokens_[before_ - 1 - index] : kNone;
}

// Whether a table's name can stand right after the index-th token before the cursor.
bool TypedSql::is_table_place(std::size_t index) const {
    const Token& token = before(index);
    if (is_sign(token, ",")) return clause() == "from";
    if (!is_one_of(token, kBeforeTable)) return false;
    const Token& earlier = before(index + 1);
    // FOR UPDATE, ON UPDATE and DO UPDATE name no table; nor does IS DISTINCT FROM.
    if (is_word(token, "update")) return index + 1 >= before_ || is_sign(earlier, "(") || is_sign(earlier, ")");
    if (!is_word(token, "from")) return true;
    if (is_word(earlier, "distinct")) return false;
    // extract(year FROM …), trim(both FROM …): a function's bracket is open.
    int depth = 0;
    for (std::size_t at = index + 1; at < before_; ++at) {
        if (is_sign(before(at), ")")) ++depth;
        if (is_sign(before(at), "(") && depth-- == 0) {
            constexpr std::array<std::string_view, 4> kWithFrom = {"extract", "trim", "substring", "overlay"};
            return !is_one_of(before(at + 1), kWithFrom);
        }
    }
    return true;
}

std::vector<Source> TypedSql::sources() const {
    std::vector<Source> found;
    const auto at = [this](std::size_t index) -> const Token& {
        static const Token kNone;
        return index < tokens_.size() ? tokens_[index] : kNone;
    };
    bool in_from = false;  // where a comma leads to the next table
    for (std::size_t index = 0; index < tokens_.size(); ++index) {
        const bool in_list = in_from && is_sign(tokens_[index], ",");
        if (is_one_of(tokens_[index], kClauses)) in_from = is_word(tokens_[index], "from");
        if (!is_one_of(tokens_[index], kBeforeTable) && !in_list) continue;
        std::size_t next = index + 1;
        if (is_word(at(next), "only")) ++next;
        if (!is_name(at(next))) continue;
        Source source;
        source.name = at(next++).value;
        if (is_sign(at(next), ".")) {
            source.schema = std::exchange(source.name, at(next + 1).value);
            next += 2;
        }
        const bool has_as = is_word(at(next), "as");
        if (has_as) ++next;
        constexpr std::array<std::string_view, 4> kNoAlias = {"set", "values", "default", "overriding"};
        const bool has_alias = is_name(at(next)) && !is_one_of(at(next), kNoAlias);
        source.alias = has_alias ? at(next).value : source.name;
        found.push_back(std::move(source));
    }
    return found;
}

bool TypedSql::is_common_table(const std::string& name) const {
    for (std::size_t index = 1; index + 1 < tokens_.size(); ++index) {
        const bool defines =
            is_word(tokens_[index], "as") && (is_sign(tokens_[index + 1], "(") || is_word(tokens_[index + 1], "materialized") ||
                                              is_word(tokens_[index + 1], "not"));
        if (defines && tokens_[index - 1].value == name) return true;
        // "name(a, b) AS (": the name stands before its columns.
        if (defines && is_sign(tokens_[index - 1], ")")) {
            std::size_t open = index - 1;
            while (open > 0 && !is_sign(tokens_[open], "(")) --open;
            if (open > 0 && tokens_[open - 1].value == name) return true;
        }
    }
    return false;
}

std::string_view TypedSql::clause() const {
    int depth = 0;
    for (std::size_t index = 0; index < before_; ++index) {
        const Token& token = before(index);
        if (is_sign(token, ")")) ++depth;
        if (is_sign(token, "(") && depth-- == 0) return {};
        if (depth == 0 && is_one_of(token, kClauses)) return token.value;
    }
    return {};
}

bool TypedSql::reads_one_query() const {
    constexpr std::array<std::string_view, 5> kQueries = {"select", "insert", "update", "delete", "with"};
    const auto is_query = [&](const Token& token) { return is_one_of(token, kQueries); };
    return std::ranges::count_if(tokens_, is_query) == 1;
}

std::optional<Source> TypedSql::insert_list(std::set<std::string>& given) const {
    std::size_t index = 0;
    while (index < before_ && !is_sign(before(index), "(")) {
        if (!is_sign(before(index), ",") && !is_name(before(index))) return std::nullopt;
        if (is_name(before(index))) given.insert(before(index).value);
        ++index;
    }
    Source source;
    source.name = before(index + 1).value;
    std::size_t into = index + 2;
    if (is_sign(before(into), ".")) {
        source.schema = before(into + 1).value;
        into += 2;
    }
    if (!is_name(before(index + 1)) || !is_word(before(into), "into")) return std::nullopt;
    return source;
}

const catalog::Relation* relation_of(const Source& source, const TypedSql& typed, const catalog::Catalog& catalog) {
    if (source.schema.empty() && typed.is_common_table(source.name)) return nullptr;
    return catalog.find_relation(source.schema, source.name).relation;
}

// "schema." after FROM and the like, else "alias.".
void complete_behind_dot(const TypedSql& typed, const catalog::Catalog& catalog, ItemList& items) {
    const Token& qualifier = typed.before(1);
    if (qualifier.kind != TokenKind::Identifier && qualifier.kind != TokenKind::QuotedIdentifier) return;
    if (typed.is_table_place(2)) return items.add_relations_of_schema_for_sql(qualifier.value);
    const catalog::Relation* found = nullptr;
    for (const Source& source : typed.sources()) {
        if (source.alias != qualifier.value) continue;
        const catalog::Relation* relation = relation_of(source, typed, catalog);
        if (relation == nullptr || (found != nullptr && found != relation)) return;  // of two levels: nobody can tell
        found = relation;
    }
    if (found != nullptr) items.add_columns(*found, ItemList::Use::Sql);
}

void complete_column(const TypedSql& typed, const catalog::Catalog& catalog, ItemList& items) {
    std::set<std::string> given;
    if (const std::optional<Source> into = typed.insert_list(given)) {
        const catalog::Relation* relation = relation_of(*into, typed, catalog);
        if (relation != nullptr) items.add_columns(*relation, ItemList::Use::Sql, given);
        return;
    }
    constexpr std::array<std::string_view, 10> kBeforeColumn = {"select", "distinct", "where", "and",       "or",
                                                                "not",    "by",       "set",   "returning", "having"};
    constexpr std::array<std::string_view, 4> kLists = {"select", "by", "set", "returning"};
    const std::string_view clause = typed.clause();
    const bool in_list = is_sign(typed.before(0), ",") && std::ranges::find(kLists, clause) != kLists.end();
    if (!in_list && !is_one_of(typed.before(0), kBeforeColumn)) return;
    if (!typed.reads_one_query()) return;
    const catalog::Relation* only = nullptr;
    for (const Source& source : typed.sources()) {
        const catalog::Relation* relation = relation_of(source, typed, catalog);
        if (relation == nullptr) continue;
        if (only != nullptr && only != relation) return;
        only = relation;
    }
    if (only != nullptr) items.add_columns(*only, ItemList::Use::Sql);
}

}  // namespace

}  // namespace rowtype::features
