#include "reflect/migrations/script.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "reflect/migrations/psql_conditions.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/statement_tracker.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

class ScriptReader {
public:
    explicit ScriptReader(std::string_view text) : text_(text) {}
    std::vector<ScriptItem> read();

private:
    void add_token(const Token& token);
    void end_statement();
    void recover(const Token& token);
    void read_meta_command(std::uint32_t begin);
    void skip_copy_data();
    void add(ScriptItem::Kind kind, Span span);

    std::string_view text_;
    std::uint32_t offset_ = 0;
    std::uint32_t counted_to_ = 0;  // lines are counted up to here
    std::uint32_t line_ = 1;
    std::optional<Span> statement_;
    sql::StatementTracker tracker_;
    bool is_copy_ = false;
    bool copies_from_stdin_ = false;
    bool after_from_ = false;
    std::vector<ScriptItem> items_;
    PsqlConditions conditions_;
};

std::uint32_t line_end(std::string_view text, std::size_t from) {
    return static_cast<std::uint32_t>(std::min(text.find('\n', from), text.size()));
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// "up" or "down" of a direction comment; empty for any other line.
std::string_view direction_of(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with("--")) return {};
    const std::string comment = sql::fold(trimmed(line.substr(2)));
    for (const std::string_view tool : {"+goose ", "+migrate ", "migrate:", "migrate: "}) {
        if (!comment.starts_with(tool)) continue;
        const std::string_view word = std::string_view(comment).substr(tool.size());
        if (word.starts_with("up")) return "up";
        if (word.starts_with("down")) return "down";
    }
    return {};
}

}  // namespace

std::string without_way_back(std::string_view text) {
    std::string kept(text);
    if (kept.starts_with("\xEF\xBB\xBF")) kept.replace(0, 3, 3, ' ');
    if (kept.find("migrate") == std::string::npos && kept.find("goose") == std::string::npos) return kept;
    bool down = false;
    for (std::size_t begin = 0; begin < kept.size();) {
        const std::size_t end = line_end(kept, begin);
        const std::string_view direction = direction_of(std::string_view(kept).substr(begin, end - begin));
        if (!direction.empty()) down = direction == "down";
        if (down)
            std::fill(kept.begin() + static_cast<std::ptrdiff_t>(begin), kept.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        begin = end + 1;
    }
    return kept;
}

std::vector<ScriptItem> read_script(std::string_view text) { return ScriptReader(text).read(); }

namespace {

std::vector<ScriptItem> ScriptReader::read() {
    while (true) {
        const Token token = sql::lex_one(text_, offset_);
        if (token.span.empty()) break;
        offset_ = token.span.end;
        if (token.kind == TokenKind::Unknown && token.value == "\\") {
            read_meta_command(token.span.begin);
        } else if (token.kind == TokenKind::Unknown && token.span.size() > 1) {
            recover(token);
        } else if (token.kind == TokenKind::Punctuation && token.value == ";" && tracker_.may_end()) {
            end_statement();
        } else {
            add_token(token);
        }
    }
    end_statement();
    return std::move(items_);
}

void ScriptReader::add_token(const Token& token) {
    if (!statement_) {
        statement_ = token.span;
        is_copy_ = token.kind == TokenKind::Identifier && token.value == "copy";
    }
    statement_->end = token.span.end;
    tracker_.add(token);
    if (is_copy_ && after_from_ && token.value == "stdin") copies_from_stdin_ = true;
    after_from_ = token.value == "from";
}

void ScriptReader::end_statement() {
    if (statement_) add(ScriptItem::Kind::Statement, *statement_);
    statement_.reset();
    tracker_.restart();
    if (std::exchange(copies_from_stdin_, false)) skip_copy_data();
}

// The quote or comment at `token` is not closed. The statement is taken to end at the next line that ends in ";".
void ScriptReader::recover(const Token& token) {
    const std::uint32_t begin = statement_ ? statement_->begin : token.span.begin;
    std::size_t end = token.span.begin;
    do {
        end = std::min(text_.find(';', end + 1), text_.size());
    } while (end < text_.size() && !trimmed(text_.substr(end + 1, line_end(text_, end) - end - 1)).empty());
    offset_ = static_cast<std::uint32_t>(std::min(end + 1, text_.size()));
    statement_.reset();
    tracker_.restart();
    copies_from_stdin_ = false;
    add(ScriptItem::Kind::Open, {begin, static_cast<std::uint32_t>(end)});
}

// A meta-command ends a statement that stands before it on its line (\g, \gexec) or stands between statements.
void ScriptReader::read_meta_command(std::uint32_t begin) {
    const std::uint32_t end = line_end(text_, begin);
    std::string_view command = trimmed(text_.substr(begin + 1, end - begin - 1));
    offset_ = end;
    const std::size_t space = std::min(command.find_first_of(" \t"), command.size());
    const std::string_view name = command.substr(0, space);
    std::string_view argument = trimmed(command.substr(space));
    if (conditions_.read(name, argument)) return;
    if (name.starts_with("g")) return end_statement();
    if (name == "c" || name == "connect") add(ScriptItem::Kind::Database, {begin, end});
    if (name != "i" && name != "ir" && name != "include" && name != "include_relative") return;
    if (argument.size() > 1 && argument.front() == '\'' && argument.back() == '\'')
        argument = argument.substr(1, argument.size() - 2);
    const auto at = static_cast<std::uint32_t>(argument.data() - text_.data());
    if (!argument.empty()) add(ScriptItem::Kind::Include, {at, at + static_cast<std::uint32_t>(argument.size())});
}

void ScriptReader::skip_copy_data() {
    std::size_t begin = line_end(text_, offset_);
    while (begin < text_.size()) {
        const std::uint32_t end = line_end(text_, begin + 1);
        if (trimmed(text_.substr(begin + 1, end - begin - 1)) == "\\.") {
            offset_ = end;
            return;
        }
        begin = end;
    }
    offset_ = static_cast<std::uint32_t>(text_.size());
}

void ScriptReader::add(ScriptItem::Kind kind, Span span) {
    if (span.begin >= counted_to_) {
        line_ += static_cast<std::uint32_t>(std::ranges::count(slice(text_, {counted_to_, span.begin}), '\n'));
        counted_to_ = span.begin;
    }
    if (conditions_.is_skipping()) return;
    items_.push_back({kind, slice(text_, span), line_, conditions_.is_unknown()});
}

}  // namespace

}  // namespace rowtype::migrations
