#include "analysis/types/check_values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace rowtype::types {

namespace {

enum class TokenKind : std::uint8_t { Word, Quoted, Text, Number, Symbol, End };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;  // words in lower case
};

constexpr std::size_t kMaximumTokens = 512;

std::vector<Token> tokens_of(std::string_view expression);
bool mentions(const std::vector<Token>& tokens, std::string_view column);
std::string folded(std::string_view name);

// Recursive descent over the few forms that are understood.
class CheckReader {
public:
    CheckReader(std::vector<Token> tokens, std::string_view column, CheckedValues& values)
        : tokens_(std::move(tokens)), column_(column), values_(values) {}

    bool read() { return read_conjunction(0) && peek().kind == TokenKind::End; }

private:
    static constexpr int kMaximumDepth = 32;

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        static const Token end;
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end;
    }

    bool take_word(std::string_view word) {
        if (peek().kind != TokenKind::Word || peek().text != word) return false;
        ++at_;
        return true;
    }

    bool take_symbol(std::string_view symbol) {
        if (peek().kind != TokenKind::Symbol || peek().text != symbol) return false;
        ++at_;
        return true;
    }

    bool read_conjunction(int depth) {
        if (depth > kMaximumDepth || !read_term(depth)) return false;
        while (take_word("and")) {
            if (!read_term(depth)) return false;
        }
        return true;
    }

    bool read_term(int depth) {
        const std::size_t start = at_;
        if (read_comparison(depth)) return true;
        at_ = start;
        return take_symbol("(") && read_conjunction(depth + 1) && take_symbol(")");
    }

    bool read_comparison(int depth) {
        if (!read_column(depth)) return read_reversed(depth);
        if (take_word("between")) return read_between(depth);
        if (take_word("in")) return read_list(depth, "(", ")");
        const std::string symbol = peek().kind == TokenKind::Symbol ? peek().text : "";
        ++at_;
        if (symbol == "=" && take_word("any")) return read_any(depth);
        Token literal;
        return read_literal(literal, depth) && note(symbol, literal);
    }

    // 0 < price
    bool read_reversed(int depth) {
        Token literal;
        if (!read_literal(literal, depth) || peek().kind != TokenKind::Symbol) return false;
        std::string symbol = peek().text;
        ++at_;
        if (symbol == "<" || symbol == "<=") symbol.front() = '>';
        else if (symbol == ">" || symbol == ">=") symbol.front() = '<';
        return read_column(depth) && note(symbol, literal);
    }

    bool read_between(int depth) {
        Token low;
        Token high;
        return read_literal(low, depth) && take_word("and") && read_literal(high, depth) && note(">=", low) && note("<=", high);
    }

    bool read_any(int depth) {
        if (!take_symbol("(")) return false;
        const bool nested = take_symbol("(");
        if (!take_word("array") || !read_list(depth, "[", "]")) return false;
        if (nested && !take_symbol(")")) return false;
        skip_casts();
        return take_symbol(")");
    }

    bool read_list(int depth, std::string_view opening, std::string_view closing) {
        if (!take_symbol(opening)) return false;
        std::vector<std::string> listed;
        do {
            Token literal;
            if (!read_literal(literal, depth)) return false;
            listed.push_back(literal.text);
        } while (take_symbol(","));
        if (!take_symbol(closing)) return false;
        skip_casts();
        keep_only(std::move(listed));
        return true;
    }

    // The column, in parentheses or cast ("(status)::text") or not.
    bool read_column(int depth) {
        if (depth > kMaximumDepth) return false;
        const std::size_t start = at_;
        if (take_symbol("(")) {
            if (!read_column(depth + 1) || !take_symbol(")")) {
                at_ = start;
                return false;
            }
            skip_casts();
            return true;
        }
        const Token& token = peek();
        const bool is_column = (token.kind == TokenKind::Quoted && token.text == column_) ||
                               (token.kind == TokenKind::Word && token.text == column_);
        if (!is_column) return false;
        ++at_;
        skip_casts();
        return true;
    }

    bool read_literal(Token& literal, int depth) {
        if (depth > kMaximumDepth) return false;
        if (take_symbol("(")) {
            if (!read_literal(literal, depth + 1) || !take_symbol(")")) return false;
            skip_casts();
            return true;
        }
        const bool negative = take_symbol("-");
        if (peek().kind != TokenKind::Number && (negative || peek().kind != TokenKind::Text)) return false;
        literal = peek();
        if (negative) literal.text.insert(0, "-");
        ++at_;
        skip_casts();
        return true;
    }

    static bool ends_type_name(std::string_view word) {
        constexpr std::array<std::string_view, 10> kWords = {"and", "or",   "in",    "between", "is",
                                                             "not", "like", "ilike", "similar", "collate"};
        return std::ranges::find(kWords, word) != kWords.end();
    }

    // "::character varying(30)[]"
    void skip_casts() {
        while (take_symbol("::")) {
            while (peek().kind == TokenKind::Word && !ends_type_name(peek().text)) ++at_;
            if (peek().kind == TokenKind::Quoted) ++at_;
            if (take_symbol("(")) {
                while (peek().kind == TokenKind::Number || (peek().kind == TokenKind::Symbol && peek().text == ",")) ++at_;
                take_symbol(")");
            }
            while (take_symbol("[")) take_symbol("]");
        }
    }

    bool note(std::string_view symbol, const Token& literal) {
        if (symbol == "=") {
            keep_only({literal.text});
            return true;
        }
        double bound = 0;
        const char* end = literal.text.data() + literal.text.size();
        const auto [stop, error] = std::from_chars(literal.text.data(), end, bound);
        if (error != std::errc() || stop != end) return false;
        const bool excluded = symbol.size() == 1;
        if (symbol == ">" || symbol == ">=") {
            const bool tighter = !values_.minimum || bound > *values_.minimum;
            if (tighter || (bound == *values_.minimum && excluded)) {
                values_.minimum = bound;
                values_.minimum_excluded = excluded;
            }
            return true;
        }
        if (symbol == "<" || symbol == "<=") {
            const bool tighter = !values_.maximum || bound < *values_.maximum;
            if (tighter || (bound == *values_.maximum && excluded)) {
                values_.maximum = bound;
                values_.maximum_excluded = excluded;
            }
            return true;
        }
        return false;
    }

    void keep_only(std::vector<std::string> listed) {
        if (!values_.values) {
            values_.values = std::move(listed);
            return;
        }
        std::erase_if(*values_.values,
                      [&](const std::string& value) { return std::ranges::find(listed, value) == listed.end(); });
    }

    std::vector<Token> tokens_;
    std::string_view column_;
    CheckedValues& values_;
    std::size_t at_ = 0;
};

void take_check(const catalog::Check& check, std::string_view column, CheckedValues& values) {
    if (!mentions(tokens_of(check.expression), column)) return;
    if (!read_check(check.expression, column, values)) values.incomplete = true;
}

}  // namespace

CheckedValues checked_values(const catalog::Catalog& catalog, const catalog::Relation* relation, const catalog::Column& column) {
    CheckedValues values;
    if (relation != nullptr) {
        values.incomplete = catalog.is_outline(relation->name.schema);  // its checks, and those of domains, are not told
        for (const catalog::Check& check : relation->checks) take_check(check, column.name, values);
    }
    constexpr int kMaximumDomainDepth = 32;
    catalog::Type type = column.type;
    for (int depth = 0; depth < kMaximumDomainDepth && !type.is_array(); ++depth) {
        const catalog::TypeDefinition* definition = catalog.find_type(type.name);
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
        for (const catalog::Check& check : definition->checks) take_check(check, "value", values);
        type = definition->base;
    }
    return values;
}

bool read_check(std::string_view expression, std::string_view column, CheckedValues& values) {
    CheckedValues read = values;
    CheckReader reader(tokens_of(expression), column, read);
    if (!reader.read()) return false;
    values = std::move(read);
    return true;
}

namespace {

std::string folded(std::string_view name) {
    std::string text(name);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

// A quoted name or text from `at`, doubled quotes undone; moves `at` past it.
std::string read_quoted(std::string_view text, std::size_t& at) {
    const char quote = text[at];
    std::string content;
    for (++at; at < text.size(); ++at) {
        if (text[at] == quote) {
            if (at + 1 >= text.size() || text[at + 1] != quote) break;
            ++at;
        }
        content += text[at];
    }
    ++at;
    return content;
}

std::string read_symbol(std::string_view text, std::size_t& at) {
    constexpr std::string_view kOperatorBytes = "<>=!~:+-*/%^&|";
    const std::size_t start = at++;
    if (kOperatorBytes.find(text[start]) != std::string_view::npos && text[start] != '-') {
        while (at < text.size() && std::string_view("<>=~:*").find(text[at]) != std::string_view::npos) ++at;
    }
    return std::string(text.substr(start, at - start));
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    const auto is_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char first = text[at];
        if (tokens.size() >= kMaximumTokens) return {{TokenKind::Symbol, "?"}};
        if (std::isspace(static_cast<unsigned char>(first)) != 0) {
            ++at;
        } else if (first == '\'') {
            tokens.push_back({TokenKind::Text, read_quoted(text, at)});
        } else if (first == '"') {
            tokens.push_back({TokenKind::Quoted, read_quoted(text, at)});
        } else if (std::isdigit(static_cast<unsigned char>(first)) != 0) {
            const std::size_t start = at;
            while (at < text.size() && (is_word(text[at]) || text[at] == '.')) ++at;
            tokens.push_back({TokenKind::Number, std::string(text.substr(start, at - start))});
        } else if (is_word(first)) {
            const std::size_t start = at;
            while (at < text.size() && is_word(text[at])) ++at;
            tokens.push_back({TokenKind::Word, folded(text.substr(start, at - start))});
        } else {
            tokens.push_back({TokenKind::Symbol, read_symbol(text, at)});
        }
    }
    return tokens;
}

bool mentions(const std::vector<Token>& tokens, std::string_view column) {
    return std::ranges::any_of(tokens, [&](const Token& token) {
        const bool is_name = token.kind == TokenKind::Word || token.kind == TokenKind::Quoted;
        return (is_name && token.text == column) || (token.kind == TokenKind::Symbol && token.text == "?");
    });
}

}  // namespace

bool may_be_neighbours(double left, double right) {
    constexpr double kLastExact = 0x1p53;
    return std::max(std::abs(left), std::abs(right)) >= kLastExact && std::nextafter(left, right) == right;
}

}  // namespace rowtype::types
