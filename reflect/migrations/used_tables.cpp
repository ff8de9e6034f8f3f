#include "reflect/migrations/used_tables.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

namespace {

using sql::Token;
using sql::TokenKind;

class BodyReader {
public:
    explicit BodyReader(std::string_view body) : tokens_(sql::lex(body)) {}

    std::vector<WrittenName> read() {
        std::vector<bool> selects = {false};  // by parentheses: "extract(year FROM at)" has no SELECT of its own
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            const std::string_view word = word_at(at_);
            if (is_sign(at_, "(")) selects.push_back(false);
            if (is_sign(at_, ")") && selects.size() > 1) selects.pop_back();
            if (word == "select" || word == "delete") selects.back() = true;
            if (word == "from" && selects.back() && word_before() != "distinct") read_name(false);
            if (word == "join") read_name(false);
            if (word == "into" && word_before() == "insert") read_name(true);
            if (word == "update") read_updated();
            if (word == "table") read_made();
            if (word == "as" && is_sign(at_ + 1, "(") && at_ > 0) own_.insert(tokens_[at_ - 1].value);
        }
        std::erase_if(found_, [this](const WrittenName& name) { return name.schema.empty() && own_.contains(name.name); });
        return std::move(found_);
    }

private:
    [[nodiscard]] bool is_sign(std::size_t index, std::string_view sign) const {
        return index < tokens_.size() && tokens_[index].kind == TokenKind::Punctuation && tokens_[index].value == sign;
    }
    [[nodiscard]] std::string_view word_at(std::size_t index) const {
        const bool is_word = index < tokens_.size() && tokens_[index].kind == TokenKind::Identifier;
        return is_word ? std::string_view(tokens_[index].value) : std::string_view();
    }
    [[nodiscard]] std::string_view word_before() const { return at_ == 0 ? std::string_view() : word_at(at_ - 1); }
    [[nodiscard]] bool is_name(std::size_t index) const {
        if (index >= tokens_.size()) return false;
        const TokenKind kind = tokens_[index].kind;
        return kind == TokenKind::QuotedIdentifier || kind == TokenKind::Identifier;
    }

    // The name at `index`, and behind it; an empty one where none stands there.
    WrittenName name_at(std::size_t& index) const {
        if (word_at(index) == "only") ++index;
        constexpr std::array<std::string_view, 3> kNoNames = {"select", "lateral", "set"};
        if (!is_name(index) || std::ranges::find(kNoNames, word_at(index)) != kNoNames.end()) return {};
        WrittenName name{"", tokens_[index++].value};
        if (is_sign(index, ".") && is_name(index + 1)) {
            name = {name.name, tokens_[index + 1].value};
            index += 2;
        }
        return name;
    }

    void add(WrittenName name) {
        if (!name.name.empty()) found_.push_back(std::move(name));
    }

    // Of what a query reads, a call is none.
    void read_name(bool may_have_columns) {
        std::size_t index = at_ + 1;
        WrittenName name = name_at(index);
        if (may_have_columns || !is_sign(index, "(")) add(std::move(name));
    }

    // Neither "FOR UPDATE" nor "DO UPDATE SET".
    void read_updated() {
        std::size_t index = at_ + 1;
        WrittenName name = name_at(index);
        if (word_at(index) == "as") ++index;
        if (word_at(index) == "set" || word_at(index + 1) == "set") add(std::move(name));
    }

    void read_made() {
        std::size_t index = at_ + 1;
        if (word_at(index) == "if") index += 3;
        own_.insert(name_at(index).name);
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::vector<WrittenName> found_;
    std::set<std::string> own_;
};

}  // namespace

std::vector<WrittenName> tables_used_in(std::string_view body) { return BodyReader(body).read(); }

}  // namespace rowtype::migrations
