#include "analysis/codegen/patterns.h"

#include <algorithm>
#include <vector>

#include "reflect/sql/lexer.h"

namespace rowtype::codegen {

namespace {

constexpr std::size_t kMostBytes = 200;

bool is_alphanumeric(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

// Letters, digits and signs that mean themselves wherever they stand.
bool is_plain(char letter) {
    return is_alphanumeric(letter) || std::string_view(" _-/:@,;=%#!\"'<>").find(letter) != std::string_view::npos;
}

// What a backslash may stand before: signs, which it makes plain everywhere. Classes such as \d hold other digits elsewhere.
bool is_escapable(char letter) { return std::string_view(".+*?()[]{}|^$\\/-").find(letter) != std::string_view::npos; }

// Reads a pattern and gives up where its meaning may differ: "." and negated classes and line ends, classes by name, options,
// references, anchors within.
class PatternReader {
public:
    explicit PatternReader(std::string_view pattern) : rest_(pattern) {}

    bool is_portable() {
        if (rest_.size() > kMostBytes) return false;
        skip("^");
        return alternatives(0) && (skip("$") || true) && rest_.empty();
    }

private:
    bool skip(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    bool alternatives(int depth) {
        constexpr int kDeepest = 16;
        if (depth > kDeepest) return false;
        do {
            if (!sequence(depth)) return false;
        } while (skip("|"));
        return true;
    }

    // At least one atom, each with what says how often.
    bool sequence(int depth) {
        bool has_atom = false;
        while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')' && rest_ != "$") {
            if (!atom(depth) || !bound()) return false;
            has_atom = true;
        }
        return has_atom;
    }

    bool atom(int depth) {
        if (skip("(")) {
            skip("?:");
            return alternatives(depth + 1) && skip(")");
        }
        if (skip("[")) return letters();
        return letter(is_plain);
    }

    template <typename Predicate>
    bool letter(Predicate is_allowed) {
        const bool is_escaped = rest_.size() > 1 && rest_.front() == '\\' && is_escapable(rest_[1]);
        if (rest_.empty() || (!is_escaped && !is_allowed(rest_.front()))) return false;
        rest_.remove_prefix(is_escaped ? 2 : 1);
        return true;
    }

    // Behind "[": "A-Za-z0-9_.", "^,". A hyphen that is no range stands first or last.
    bool letters() {
        constexpr std::string_view kSigns = " _/:@,;=%#!\"'<>.+*?(){}|$";
        const auto is_member = [&](char sign) { return is_alphanumeric(sign) || kSigns.find(sign) != std::string_view::npos; };
        skip("^");
        bool is_empty = !skip("-");
        while (!rest_.empty() && rest_.front() != ']') {
            if (rest_.starts_with("-]")) {
                rest_.remove_prefix(1);
                break;
            }
            const char first = rest_.front();
            if (!letter(is_member)) return false;
            is_empty = false;
            if (!rest_.starts_with('-') || rest_.starts_with("-]")) continue;
            const char last = rest_.size() > 1 ? rest_[1] : '\0';
            if (!is_range(first, last)) return false;
            rest_.remove_prefix(2);
        }
        return !is_empty && skip("]");
    }

    static bool is_range(char first, char last) {
        const auto within = [&](char low, char high) { return low <= first && first <= last && last <= high; };
        return within('a', 'z') || within('A', 'Z') || within('0', '9');
    }

    bool bound() {
        if (skip("*") || skip("+") || skip("?")) return is_greedy();
        if (!skip("{")) return true;
        const std::size_t end = rest_.find('}');
        if (end == std::string_view::npos) return false;
        const std::string_view numbers = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        const std::size_t comma = numbers.find(',');
        const std::string_view upper = comma == std::string_view::npos ? std::string_view() : numbers.substr(comma + 1);
        return is_count(numbers.substr(0, comma)) && (upper.empty() || is_count(upper)) && is_greedy();
    }

    // PostgreSQL takes up to 255.
    static bool is_count(std::string_view number) {
        return !number.empty() && number.size() <= 2 && number.find_first_not_of("0123456789") == std::string_view::npos;
    }

    // One behind another: "as few as possible", "never give back", or nothing at all.
    [[nodiscard]] bool is_greedy() const {
        return rest_.empty() || std::string_view("*+?{").find(rest_.front()) == std::string_view::npos;
    }

    std::string_view rest_;
};

bool is_word(const sql::Token& token, std::string_view word) {
    return token.kind == sql::TokenKind::Identifier && token.value == word;
}

// Without parentheses and casts to text. What calculates something leaves more tokens than a comparison has.
std::vector<sql::Token> compared_tokens(std::string_view expression) {
    std::vector<sql::Token> kept;
    std::vector<sql::Token> tokens = sql::lex(expression);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const bool is_cast = tokens[at].kind == sql::TokenKind::Operator && tokens[at].value == "::" && at + 1 < tokens.size();
        if (is_cast && is_word(tokens[at + 1], "text")) {
            ++at;
        } else if (tokens[at].kind != sql::TokenKind::Punctuation || (tokens[at].value != "(" && tokens[at].value != ")")) {
            kept.push_back(std::move(tokens[at]));
        }
    }
    return kept;
}

}  // namespace

std::optional<PatternCheck> pattern_check(std::string_view expression) {
    if (expression.find('~') == std::string_view::npos || expression.size() > 4 * kMostBytes) return std::nullopt;
    const std::vector<sql::Token> tokens = compared_tokens(expression);
    if (tokens.size() != 3 || tokens[1].kind != sql::TokenKind::Operator || tokens[1].value != "~") return std::nullopt;
    const bool is_column = tokens[0].kind == sql::TokenKind::Identifier || tokens[0].kind == sql::TokenKind::QuotedIdentifier;
    // E'…' and the like have escapes of their own.
    const bool is_text = tokens[2].kind == sql::TokenKind::String && expression[tokens[2].span.begin] == '\'';
    if (!is_column || !is_text || !PatternReader(tokens[2].value).is_portable()) return std::nullopt;
    return PatternCheck{tokens[0].value, tokens[2].value};
}

std::string pattern_for_match(std::string argument) {
    // It looks at the begin alone, and its $ also stands before a last line end.
    const std::size_t begin = argument.find('=') + 2;
    if (argument.compare(begin, 1, "^") != 0 || argument.find('|') != std::string::npos) return "";
    const std::size_t end = argument.size() - 2;
    if (argument[end] == '$' && argument[end - 1] != '\\') argument.replace(end, 1, "\\\\Z");
    return argument;
}

}  // namespace rowtype::codegen
