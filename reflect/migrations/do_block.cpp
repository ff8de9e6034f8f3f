// DO blocks, and the bodies of functions that a migration calls.
//
// Their control flow is not evaluated. Static statements are applied leniently, as if each condition held: guards such as
// IF NOT EXISTS (…) THEN ALTER TABLE … and EXCEPTION WHEN duplicate_object say the same as IF NOT EXISTS. Under a condition
// that looks at anything but the schema, the statement only marks what it touches. Dynamic SQL is looked at by its
// literals: a lone literal is a static statement, a template marks what it could touch, and text of unknown origin marks
// everything.
#include <algorithm>
#include <array>
#include <set>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/touched.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using sql::Token;
using sql::TokenKind;

namespace {

constexpr int kMaximumBodyDepth = 8;

class BodyReader {
public:
    BodyReader(SchemaBuilder& schema, std::string_view body, std::uint32_t line)
        : schema_(schema), body_(body), line_(line), tokens_(sql::lex(body)) {}

    void read();

private:
    enum class Kind : std::uint8_t { Block, If, Loop, Case };
    struct Frame {
        Kind kind;
        bool uncertain = false;  // under a condition that the schema does not decide
        bool handler = false;    // in EXCEPTION WHEN …: runs only on failure
    };

    [[nodiscard]] bool is_word(std::size_t index, std::string_view word) const {
        return index < tokens_.size() && tokens_[index].kind == TokenKind::Identifier && tokens_[index].value == word;
    }
    [[nodiscard]] bool is_semicolon(std::size_t index) const {
        return tokens_[index].kind == TokenKind::Punctuation && tokens_[index].value == ";";
    }
    [[nodiscard]] std::string_view text(std::size_t begin, std::size_t end) const;
    [[nodiscard]] bool in_handler() const;
    [[nodiscard]] bool is_uncertain() const;
    bool read_control();
    void read_end();
    void skip_statement();
    void skip_behind(std::string_view word);
    [[nodiscard]] bool schema_decides(std::size_t begin, std::size_t end) const;
    void remember_guard(std::size_t begin, std::size_t end);
    void read_statement();
    void apply_text(std::string_view statement, std::uint32_t line);
    void read_execute(std::size_t begin, std::size_t end);
    [[nodiscard]] std::vector<std::string> literals(std::size_t begin, std::size_t end) const;

    SchemaBuilder& schema_;
    std::string_view body_;
    std::uint32_t line_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    std::vector<Frame> frames_;
    std::set<std::string> guards_;  // variables that hold what a look at the system catalogs found
};

}  // namespace

void apply_do_block(SchemaBuilder& schema, const Node& statement) {
    const std::string_view body = option(statement["args"], "as").sval();
    const std::size_t at = schema.source.text.find(body);
    const auto offset = static_cast<std::int64_t>(at == std::string_view::npos ? 0 : at);
    apply_procedural_body(schema, body, schema.source.line_at(offset));
}

void apply_procedural_body(SchemaBuilder& schema, std::string_view body, std::uint32_t line) {
    if (schema.body_depth >= kMaximumBodyDepth) return;
    const StatementSource outer = schema.source;
    const bool outer_conditional = schema.conditional;
    ++schema.body_depth;
    schema.conditional = true;
    const std::string kept(body);  // a function's body may be replaced while it is read
    BodyReader(schema, kept, line).read();
    --schema.body_depth;
    schema.conditional = outer_conditional;
    schema.source = outer;
}

namespace {

void BodyReader::read() {
    if (is_word(0, "declare")) skip_behind("begin");
    if (position_ > 0) frames_.push_back({Kind::Block});
    while (position_ < tokens_.size()) {
        if (is_semicolon(position_)) {
            ++position_;
        } else if (!read_control()) {
            read_statement();
        }
    }
}

// Takes one word of control flow, with its condition; false where a plain statement starts.
bool BodyReader::read_control() {
    const std::size_t begin = position_;
    const auto push = [&](Kind kind, bool uncertain) { frames_.push_back({kind, uncertain, false}); };
    if (is_word(begin, "begin")) {
        push(Kind::Block, false);
        ++position_;
    } else if (is_word(begin, "declare")) {
        skip_behind("begin");
        push(Kind::Block, false);
    } else if (is_word(begin, "exception") && !frames_.empty() && frames_.back().kind == Kind::Block) {
        frames_.back().handler = true;
        ++position_;
    } else if (is_word(begin, "when") && !frames_.empty()) {
        skip_behind("then");
    } else if (is_word(begin, "if")) {
        skip_behind("then");
        push(Kind::If, !schema_decides(begin, position_));
    } else if (is_word(begin, "elsif") || is_word(begin, "elseif")) {
        skip_behind("then");
    } else if (is_word(begin, "else")) {
        ++position_;
    } else if (is_word(begin, "for") || is_word(begin, "foreach") || is_word(begin, "while") || is_word(begin, "loop")) {
        skip_behind("loop");
        push(Kind::Loop, false);
    } else if (is_word(begin, "case")) {
        skip_behind("then");
        push(Kind::Case, true);
    } else if (is_word(begin, "end")) {
        read_end();
    } else {
        return false;
    }
    return true;
}

void BodyReader::read_end() {
    if (!frames_.empty()) frames_.pop_back();
    skip_statement();
}

void BodyReader::skip_statement() {
    while (position_ < tokens_.size() && !is_semicolon(position_)) ++position_;
}

// Past the next `word` that belongs to this statement; CASE … END inside an expression has a THEN of its own.
void BodyReader::skip_behind(std::string_view word) {
    int cases = 0;
    ++position_;
    while (position_ < tokens_.size()) {
        if (cases == 0 && is_word(position_, word)) break;
        if (is_word(position_, "case")) ++cases;
        if (is_word(position_, "end") && cases > 0) --cases;
        ++position_;
    }
    position_ = std::min(position_ + 1, tokens_.size());
}

// Conditions that ask whether something exists are guards.
bool BodyReader::schema_decides(std::size_t begin, std::size_t end) const {
    constexpr std::array<std::string_view, 9> kGuardWords = {
        "exists",        "found",   "information_schema", "pg_attribute", "pg_class",
        "pg_constraint", "pg_type", "to_regclass",        "to_regtype",
    };
    for (std::size_t index = begin; index < end; ++index) {
        const bool guards = std::ranges::find(kGuardWords, std::string_view(tokens_[index].value)) != kGuardWords.end();
        if (guards || guards_.contains(tokens_[index].value)) return true;
    }
    return false;
}

// SELECT count(*) INTO n FROM information_schema.columns …; found := EXISTS (…): a condition on the variable is a guard.
void BodyReader::remember_guard(std::size_t begin, std::size_t end) {
    if (!schema_decides(begin, end)) return;
    for (std::size_t index = begin; index + 1 < end; ++index) {
        if (is_word(index, "into")) guards_.insert(tokens_[index + 1].value);
        if (tokens_[index + 1].value == ":=") guards_.insert(tokens_[index].value);
    }
}

std::string_view BodyReader::text(std::size_t begin, std::size_t end) const {
    if (begin >= end || begin >= tokens_.size()) return {};
    return slice(body_, {tokens_[begin].span.begin, tokens_[end - 1].span.end});
}

bool BodyReader::in_handler() const {
    return std::ranges::any_of(frames_, [](const Frame& frame) { return frame.handler; });
}

bool BodyReader::is_uncertain() const {
    return std::ranges::any_of(frames_, [](const Frame& frame) { return frame.uncertain; });
}

void BodyReader::read_statement() {
    const std::size_t begin = position_;
    skip_statement();
    const std::size_t end = position_;
    if (begin == end) {
        ++position_;
        return;
    }
    const auto line = line_ + static_cast<std::uint32_t>(std::ranges::count(body_.substr(0, tokens_[begin].span.begin), '\n'));
    schema_.source = {text(begin, end), schema_.source.file, line, {}};
    constexpr std::array<std::string_view, 12> kApplied = {
        "alter", "call", "comment", "create", "drop", "grant", "import", "perform", "revoke", "select", "set", "with",
    };
    remember_guard(begin, end);
    const std::string& verb = tokens_[begin].value;
    if (is_word(begin, "execute")) {
        read_execute(begin + 1, end);
    } else if (in_handler()) {
        (void)mark_touched(schema_, schema_.source.text);
    } else if (std::ranges::find(kApplied, std::string_view(verb)) != kApplied.end()) {
        const std::string statement =
            verb == "perform" ? "SELECT " + std::string(text(begin + 1, end)) : std::string(text(begin, end));
        apply_text(statement, line);
    }
}

void BodyReader::apply_text(std::string_view statement, std::uint32_t line) {
    if (is_uncertain()) {
        if (mark_touched(schema_, statement)) {
            schema_.note(
                "a condition that cannot be evaluated decides on this statement; what it could change is taken as unknown");
        }
        return;
    }
    // SELECT … INTO variable is an assignment in PL/pgSQL, no new table.
    const sql::Token first = sql::lex_one(statement, 0);
    if (first.value == "select" || first.value == "with") {
        const std::vector<Token> tokens = sql::lex(statement);
        if (std::ranges::any_of(tokens,
                                [](const Token& token) { return token.kind == TokenKind::Identifier && token.value == "into"; }))
            return;
    }
    const StatementSource outer = schema_.source;
    schema_.source = {statement, outer.file, line, {}};
    apply_statement(schema_);
    schema_.source = outer;
}

std::vector<std::string> BodyReader::literals(std::size_t begin, std::size_t end) const {
    std::vector<std::string> found;
    for (std::size_t index = begin; index < end; ++index) {
        if (tokens_[index].kind == TokenKind::String) found.push_back(tokens_[index].value);
    }
    return found;
}

// EXECUTE 'statement'; EXECUTE format('ALTER TABLE %I …', name); EXECUTE 'DROP TABLE ' || name; EXECUTE variable.
void BodyReader::read_execute(std::size_t begin, std::size_t end) {
    const std::vector<std::string> own = literals(begin, end);
    if (end - begin == 1 && own.size() == 1) {
        const std::uint32_t line = schema_.source.line;
        for (const Span& statement : sql::split_statements(own.front())) apply_text(slice(own.front(), statement), line);
        return;
    }
    std::string assembled;  // concatenated literals, with a placeholder where something else stands
    for (const std::string& literal : own.empty() ? literals(0, tokens_.size()) : own) assembled += literal + " %s ";
    bool touched = false;
    if (assembled.empty()) {
        schema_.mark_everything_unknown();
        touched = true;
    } else {
        touched = mark_touched(schema_, assembled);
    }
    if (touched) schema_.note("dynamic SQL cannot be evaluated; what it could change is taken as unknown");
}

}  // namespace

}  // namespace rowtype::migrations
