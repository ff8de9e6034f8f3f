#include "reflect/migrations/procedural_blocks.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

bool is_word(const std::vector<Token>& body, std::size_t index, std::string_view word) {
    return index < body.size() && body[index].kind == TokenKind::Identifier && body[index].value == word;
}

// Whether a statement starts behind this token.
bool ends_statement(const Token& token) {
    constexpr std::array<std::string_view, 5> kWords = {"begin", "then", "else", "loop", "declare"};
    if (token.kind == TokenKind::Punctuation) return token.value == ";";
    return token.kind == TokenKind::Identifier && std::ranges::find(kWords, std::string_view(token.value)) != kWords.end();
}

bool raises_exception(const std::vector<Token>& body, std::size_t index) {
    if (!is_word(body, index, "raise")) return false;
    for (const std::string_view level : {"notice", "warning", "info", "log", "debug"}) {
        if (is_word(body, index + 1, level)) return false;
    }
    return true;
}

// One condition of WHEN a OR b THEN.
bool is_of_existence(const Token& token) {
    if (token.kind == TokenKind::String) return token.value.starts_with("42");  // SQLSTATE '42710'
    return token.value.starts_with("duplicate_") || token.value.starts_with("undefined_") || token.value == "or" ||
           token.value == "sqlstate";
}

// What the handlers of a block catch, whose EXCEPTION is at `begin`.
BlockEnd::Handles read_handlers(const std::vector<Token>& body, std::size_t begin) {
    int depth = 0;
    for (std::size_t index = begin + 1; index < body.size(); ++index) {
        if (is_word(body, index, "end") && (is_word(body, index + 1, "if") || is_word(body, index + 1, "loop"))) {
            ++index;
            continue;
        }
        if (is_word(body, index, "end") && depth-- == 0) break;
        const bool opens = is_word(body, index, "begin") || is_word(body, index, "case");
        if (opens) ++depth;
        if (depth != 0 || !is_word(body, index, "when")) continue;
        for (++index; index < body.size() && !is_word(body, index, "then"); ++index) {
            if (!is_of_existence(body[index])) return BlockEnd::Handles::Anything;
        }
    }
    return BlockEnd::Handles::Existence;
}

}  // namespace

BlockEnd look_ahead(const std::vector<Token>& body, std::size_t begin) {
    BlockEnd end;
    int depth = 0;
    bool starts = true;
    for (std::size_t index = begin; index < body.size(); ++index) {
        if (is_word(body, index, "end")) {
            if (depth-- == 0) return end;
            if (index + 1 < body.size() && body[index + 1].kind == TokenKind::Identifier) ++index;  // END IF, END LOOP
            starts = false;
            continue;
        }
        if (starts && depth == 0 && is_word(body, index, "exception")) {
            end.handles = read_handlers(body, index);
            return end;
        }
        if (starts && depth == 0 && raises_exception(body, index)) end.raises = true;
        const bool opens = is_word(body, index, "begin") || is_word(body, index, "loop") || is_word(body, index, "case") ||
                           (starts && is_word(body, index, "if"));
        if (opens) ++depth;
        starts = ends_statement(body[index]);
    }
    return end;
}

std::optional<bool> constant_condition(const std::vector<Token>& body, std::size_t begin, std::size_t end) {
    end = std::min(end, body.size());
    if (end == begin + 1 && is_word(body, begin, "true")) return true;
    if (end == begin + 1 && (is_word(body, begin, "false") || is_word(body, begin, "null"))) return false;
    const bool compares = end == begin + 3 && body[begin].kind == TokenKind::Number && body[begin + 2].kind == TokenKind::Number;
    if (!compares) return std::nullopt;
    const bool are_same = body[begin].value == body[begin + 2].value;
    if (body[begin + 1].value == "=") return are_same;
    if (body[begin + 1].value == "<>" || body[begin + 1].value == "!=") return !are_same;
    return std::nullopt;
}

}  // namespace rowtype::migrations
