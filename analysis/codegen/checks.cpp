#include "analysis/codegen/checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace rowtype::codegen {

namespace {

enum class TokenKind : std::uint8_t { Word, Number, String, Symbol };

struct Token {
    TokenKind kind;
    std::string text;  // words in lower case unless quoted
    bool quoted = false;

    [[nodiscard]] bool is_symbol(std::string_view symbol) const { return kind == TokenKind::Symbol && text == symbol; }
    [[nodiscard]] bool is_word(std::string_view word) const { return kind == TokenKind::Word && !quoted && text == word; }
};

using Tokens = std::vector<Token>;
struct Part {  // tokens [begin, end)
    std::size_t begin;
    std::size_t end;
};

constexpr std::size_t kMaximumExpression = 4096;  // bytes; longer ones are no simple checks

std::optional<Tokens> tokens_of(std::string_view text);
std::vector<Part> conjuncts(const Tokens& tokens, Part part);
void add_conjunct(const Tokens& tokens, Part part, std::string_view subject, Bounds& bounds);

}  // namespace

Bounds bounds_of_check(std::string_view expression, std::string_view subject) {
    Bounds bounds;
    if (expression.size() > kMaximumExpression) return bounds;
    const std::optional<Tokens> tokens = tokens_of(expression);
    if (!tokens) return bounds;
    for (const Part& part : conjuncts(*tokens, {0, tokens->size()})) add_conjunct(*tokens, part, subject, bounds);
    return bounds;
}

namespace {

bool is_word_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
           (letter >= '0' && letter <= '9');
}

Token read_word(std::string_view text, std::size_t& at) {
    Token token{TokenKind::Word, {}};
    for (; at < text.size() && is_word_letter(text[at]); ++at) {
        const char letter = text[at];
        token.text += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return token;
}

Token read_number(std::string_view text, std::size_t& at) {
    Token token{TokenKind::Number, {}};
    for (; at < text.size() && (is_word_letter(text[at]) || text[at] == '.'); ++at) token.text += text[at];
    return token;
}

// 'text' or "name"; nothing where it does not end.
std::optional<Token> read_quoted(std::string_view text, std::size_t& at) {
    const char quote = text[at++];
    Token token{quote == '"' ? TokenKind::Word : TokenKind::String, {}, true};
    for (; at < text.size(); ++at) {
        if (text[at] == quote) {
            if (at + 1 == text.size() || text[at + 1] != quote) {
                ++at;
                return token;
            }
            ++at;
        }
        token.text += text[at];
    }
    return std::nullopt;
}

std::optional<Tokens> tokens_of(std::string_view text) {
    Tokens tokens;
    std::size_t at = 0;
    while (at < text.size()) {
        const char letter = text[at];
        const bool is_digit = letter >= '0' && letter <= '9';
        if (std::string_view(" \t\r\n").find(letter) != std::string_view::npos) {
            ++at;
        } else if (is_digit || (letter == '.' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9')) {
            tokens.push_back(read_number(text, at));
        } else if (is_word_letter(letter)) {
            tokens.push_back(read_word(text, at));
        } else if (letter == '\'' || letter == '"') {
            std::optional<Token> token = read_quoted(text, at);
            if (!token) return std::nullopt;
            tokens.push_back(std::move(*token));
        } else {
            constexpr std::array<std::string_view, 6> kLong = {"::", ">=", "<=", "<>", "!=", "||"};
            const auto found = std::ranges::find(kLong, text.substr(at, 2));
            const std::size_t size = found == kLong.end() ? 1 : 2;
            tokens.push_back({TokenKind::Symbol, std::string(text.substr(at, size))});
            at += size;
        }
    }
    return tokens;
}

// Without the parentheses around all of it.
Part unwrapped(const Tokens& tokens, Part part) {
    while (part.end - part.begin >= 2 && tokens[part.begin].is_symbol("(") && tokens[part.end - 1].is_symbol(")")) {
        std::size_t depth = 0;
        bool whole = true;
        for (std::size_t at = part.begin; at + 1 < part.end && whole; ++at) {
            if (tokens[at].is_symbol("(")) ++depth;
            if (tokens[at].is_symbol(")") && --depth == 0) whole = false;
        }
        if (!whole) break;
        ++part.begin;
        --part.end;
    }
    return part;
}

// The parts between AND, those of nested conjunctions included; none where OR or NOT stands beside AND.
std::vector<Part> conjuncts(const Tokens& tokens, Part whole) {
    std::vector<Part> found;
    std::vector<Part> pending = {whole};
    while (!pending.empty()) {
        const Part part = unwrapped(tokens, pending.back());
        pending.pop_back();
        std::vector<Part> pieces;
        std::size_t depth = 0;
        std::size_t begin = part.begin;
        bool between = false;
        bool disjunction = false;
        for (std::size_t at = part.begin; at < part.end; ++at) {
            if (tokens[at].is_symbol("(") || tokens[at].is_symbol("[")) ++depth;
            if (depth != 0 && (tokens[at].is_symbol(")") || tokens[at].is_symbol("]"))) --depth;
            if (depth != 0) continue;
            if (tokens[at].is_word("or") || tokens[at].is_word("not")) disjunction = true;
            if (tokens[at].is_word("between")) between = true;
            if (!tokens[at].is_word("and")) continue;
            if (between) {
                between = false;
            } else {
                pieces.push_back({begin, at});
                begin = at + 1;
            }
        }
        if (disjunction) continue;
        if (pieces.empty()) {
            found.push_back(part);
        } else {
            pending.push_back({begin, part.end});
            pending.insert(pending.end(), pieces.begin(), pieces.end());
        }
    }
    return found;
}

// What stands on a side of a comparison.
struct Operand {
    enum class Kind : std::uint8_t { Other, Subject, Length, Constant };
    Kind kind = Kind::Other;
    std::string number;  // Constant
};

// "007" and ".5" are no Python numbers; exponents are left alone.
std::optional<std::string> python_number(std::string text, bool negative) {
    const bool plain = std::ranges::all_of(text, [](char letter) { return (letter >= '0' && letter <= '9') || letter == '.'; });
    if (!plain || text.empty() || text.back() == '.' || std::ranges::count(text, '.') > 1) return std::nullopt;
    const std::size_t significant = std::min(text.find_first_not_of('0'), text.size());
    text.erase(0, significant);
    if (text.empty() || text.front() == '.') text.insert(0, "0");
    return negative ? "-" + text : text;
}

// Whether a cast leaves the order of numbers and the length of texts as they are.
bool is_harmless_cast(const Tokens& tokens, Part type) {
    constexpr std::array<std::string_view, 6> kTypes = {"numeric", "integer", "bigint", "smallint", "text", "double"};
    if (type.begin == type.end || tokens[type.begin].kind != TokenKind::Word) return false;
    const std::string& name = tokens[type.begin].text;
    if (name == "double") return type.end - type.begin == 2 && tokens[type.begin + 1].is_word("precision");
    return type.end - type.begin == 1 && std::ranges::find(kTypes, std::string_view(name)) != kTypes.end();
}

// Takes the casts off: "(0)::numeric" is "0". Sets `rounds` where a cast to an integer type was among them.
std::optional<Part> without_casts(const Tokens& tokens, Part part, bool& rounds) {
    for (;;) {
        part = unwrapped(tokens, part);
        std::size_t depth = 0;
        std::size_t cast = part.end;
        for (std::size_t at = part.begin; at < part.end; ++at) {
            if (tokens[at].is_symbol("(")) ++depth;
            if (depth != 0 && tokens[at].is_symbol(")")) --depth;
            if (depth == 0 && tokens[at].is_symbol("::")) cast = at;
        }
        if (cast == part.end) return part;
        const Part type{cast + 1, part.end};
        if (!is_harmless_cast(tokens, type)) return std::nullopt;
        const Token& name = tokens[type.begin];
        rounds = rounds || name.is_word("integer") || name.is_word("bigint") || name.is_word("smallint");
        part.end = cast;
    }
}

Operand operand_of(const Tokens& tokens, Part part, std::string_view subject) {
    bool rounds = false;
    const std::optional<Part> bare = without_casts(tokens, part, rounds);
    if (!bare || bare->begin == bare->end) return {};
    const std::size_t size = bare->end - bare->begin;
    const Token& first = tokens[bare->begin];
    const bool negative = size == 2 && first.is_symbol("-");
    if (size == 1 || negative) {
        const Token& last = tokens[bare->end - 1];
        if (last.kind == TokenKind::Number) {
            if (auto number = python_number(last.text, negative)) return {Operand::Kind::Constant, std::move(*number)};
        }
        // PostgreSQL prints a negative constant as '-1'::integer.
        if (!negative && last.kind == TokenKind::String && part.end - part.begin > size) {
            const bool minus = last.text.starts_with('-');
            if (auto number = python_number(last.text.substr(minus ? 1 : 0), minus)) {
                return {Operand::Kind::Constant, std::move(*number)};
            }
        }
        const bool is_subject = !negative && !rounds && last.kind == TokenKind::Word && last.text == subject;
        return is_subject ? Operand{Operand::Kind::Subject, {}} : Operand{};
    }
    constexpr std::array<std::string_view, 3> kLengths = {"length", "char_length", "character_length"};
    const bool is_call = first.kind == TokenKind::Word && !first.quoted && size >= 4 && tokens[bare->begin + 1].is_symbol("(") &&
                         std::ranges::find(kLengths, std::string_view(first.text)) != kLengths.end();
    if (!is_call || !tokens[bare->end - 1].is_symbol(")")) return {};
    const Part argument{bare->begin + 2, bare->end - 1};
    bool argument_rounds = false;
    const std::optional<Part> inner = without_casts(tokens, argument, argument_rounds);
    const bool of_subject = inner && inner->end - inner->begin == 1 && tokens[inner->begin].kind == TokenKind::Word &&
                            tokens[inner->begin].text == subject;
    return of_subject ? Operand{Operand::Kind::Length, {}} : Operand{};
}

// "subject op number" adds its bound; only whole numbers bound a length.
void add_comparison(const Operand& left, std::string_view comparison, const Operand& right, Bounds& bounds) {
    if (right.kind != Operand::Kind::Constant) return;
    if (left.kind == Operand::Kind::Subject) {
        if (comparison == ">=") bounds.ge = right.number;
        if (comparison == ">") bounds.gt = right.number;
        if (comparison == "<=") bounds.le = right.number;
        if (comparison == "<") bounds.lt = right.number;
    } else if (left.kind == Operand::Kind::Length) {
        const bool whole = right.number.size() < 9 && right.number.find_first_not_of("0123456789") == std::string::npos;
        if (!whole) return;
        const int number = std::stoi(right.number);
        if (comparison == ">=" || comparison == "=") bounds.min_length = right.number;
        if (comparison == ">") bounds.min_length = std::to_string(number + 1);
        if (comparison == "<=" || comparison == "=") bounds.max_length = right.number;
        if (comparison == "<" && number > 0) bounds.max_length = std::to_string(number - 1);
    }
}

std::string_view mirrored(std::string_view comparison) {
    if (comparison == ">=") return "<=";
    if (comparison == ">") return "<";
    if (comparison == "<=") return ">=";
    if (comparison == "<") return ">";
    return comparison;
}

void add_conjunct(const Tokens& tokens, Part part, std::string_view subject, Bounds& bounds) {
    std::size_t depth = 0;
    std::size_t operation = part.end;
    std::size_t upper = part.end;
    std::size_t operations = 0;
    for (std::size_t at = part.begin; at < part.end; ++at) {
        const Token& token = tokens[at];
        if (token.is_symbol("(")) ++depth;
        if (depth != 0 && token.is_symbol(")")) --depth;
        if (depth != 0) continue;
        constexpr std::array<std::string_view, 5> kComparisons = {">=", ">", "<=", "<", "="};
        const bool compares = token.kind == TokenKind::Symbol &&
                              std::ranges::find(kComparisons, std::string_view(token.text)) != kComparisons.end();
        if (compares || token.is_word("between")) {
            operation = at;
            ++operations;
        } else if (token.is_word("and")) {
            upper = at;
        }
    }
    if (operations != 1) return;
    const Operand left = operand_of(tokens, {part.begin, operation}, subject);
    if (tokens[operation].is_word("between")) {
        if (upper == part.end || upper < operation) return;
        add_comparison(left, ">=", operand_of(tokens, {operation + 1, upper}, subject), bounds);
        add_comparison(left, "<=", operand_of(tokens, {upper + 1, part.end}, subject), bounds);
        return;
    }
    const Operand right = operand_of(tokens, {operation + 1, part.end}, subject);
    if (left.kind == Operand::Kind::Constant) {
        add_comparison(right, mirrored(tokens[operation].text), left, bounds);
    } else {
        add_comparison(left, tokens[operation].text, right, bounds);
    }
}

}  // namespace

}  // namespace rowtype::codegen
