// DO blocks, and the bodies of functions that a migration calls.
//
// Their control flow is not evaluated. Static statements are applied leniently, as if each condition held: guards such as
// IF NOT EXISTS (…) THEN ALTER TABLE … and EXCEPTION WHEN duplicate_object say the same as IF NOT EXISTS. Under a condition
// that looks at anything but the schema, and in a block that an exception may undo, the statement only marks what it touches.
// Conditions that are constants are decided. Dynamic SQL is looked at by its literals: text that they make alone is a static
// statement, a template marks what it could touch, and text of unknown origin marks everything.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "reflect/migrations/doubts.h"
#include "reflect/migrations/dynamic_text.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/procedural_blocks.h"
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
        bool uncertain = false;  // under a condition that the schema does not decide, or undone by an exception, perhaps
        bool handler = false;    // in EXCEPTION WHEN …: runs only on failure
        bool dead = false;       // never runs, or is always undone
        bool decided = false;    // of IF: an earlier branch ran, certainly
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
    [[nodiscard]] bool is_dead() const;
    bool read_control();
    void push_block();
    void read_condition(std::size_t begin);
    void read_return();
    void read_end();
    void skip_statement();
    void skip_behind(std::string_view word);
    [[nodiscard]] bool schema_decides(std::size_t begin, std::size_t end) const;
    void remember_guard(std::size_t begin, std::size_t end);
    void read_statement();
    void apply_text(std::string_view statement, std::uint32_t line);
    void read_execute(std::size_t begin, std::size_t end);
    [[nodiscard]] bool mark_dynamic(std::string_view assembled);

    SchemaBuilder& schema_;
    std::string_view body_;
    std::uint32_t line_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    std::vector<Frame> frames_;
    bool is_over_ = false;            // behind a RETURN that is always reached
    bool may_have_returned_ = false;  // behind one that may be
    std::set<std::string> guards_;    // variables that hold what a look at the system catalogs found
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
    const bool is_transaction = !std::exchange(schema.in_transaction, true);  // a statement of its own is one
    ++schema.body_depth;
    schema.conditional = true;
    const std::string kept(body);  // a function's body may be replaced while it is read
    BodyReader(schema, kept, line).read();
    --schema.body_depth;
    schema.conditional = outer_conditional;
    schema.source = outer;
    if (is_transaction) schema.end_transaction();
}

namespace {

void BodyReader::read() {
    if (is_word(0, "declare")) skip_behind("begin");
    if (position_ > 0) push_block();
    while (position_ < tokens_.size() && !is_over_) {
        if (is_semicolon(position_)) {
            ++position_;
        } else if (!read_control()) {
            read_statement();
        }
    }
}

// Behind its BEGIN.
void BodyReader::push_block() {
    const BlockEnd end = look_ahead(tokens_, position_);
    const bool is_caught = end.handles == BlockEnd::Handles::Anything;
    frames_.push_back({Kind::Block, is_caught, false, is_caught && end.raises, false});
}

// Takes one word of control flow, with its condition; false where a plain statement starts.
bool BodyReader::read_control() {
    const std::size_t begin = position_;
    const auto push = [&](Kind kind, bool uncertain) { frames_.push_back({kind, uncertain, false, false, false}); };
    if (is_word(begin, "begin")) {
        ++position_;
        push_block();
    } else if (is_word(begin, "declare")) {
        skip_behind("begin");
        push_block();
    } else if (is_word(begin, "exception") && !frames_.empty() && frames_.back().kind == Kind::Block) {
        frames_.back().handler = true;
        frames_.back().dead = false;
        ++position_;
    } else if (is_word(begin, "when") && !frames_.empty()) {
        skip_behind("then");
    } else if (is_word(begin, "if")) {
        skip_behind("then");
        push(Kind::If, false);
        read_condition(begin);
    } else if (is_word(begin, "elsif") || is_word(begin, "elseif")) {
        skip_behind("then");
        if (!frames_.empty()) read_condition(begin);
    } else if (is_word(begin, "else")) {
        ++position_;
        if (!frames_.empty() && frames_.back().kind == Kind::If) frames_.back().dead = frames_.back().decided;
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

// Of the branch of IF whose first word is at `begin`, behind its THEN.
void BodyReader::read_condition(std::size_t begin) {
    Frame& frame = frames_.back();
    const std::optional<bool> constant = constant_condition(tokens_, begin + 1, position_ - 1);
    frame.dead = frame.decided || constant == false;
    if (constant == true) frame.decided = true;
    if (!constant && !schema_decides(begin, position_)) frame.uncertain = true;
}

// What follows is not reached, or may not be. A guard that looks at the schema is one of IF EXISTS (…) THEN RETURN.
void BodyReader::read_return() {
    if (is_dead() || in_handler()) return;
    const bool is_plain =
        std::ranges::all_of(frames_, [](const Frame& frame) { return frame.kind == Kind::Block || frame.decided; });
    if (is_uncertain()) may_have_returned_ = true;
    else if (is_plain) is_over_ = true;
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
    return may_have_returned_ || std::ranges::any_of(frames_, [](const Frame& frame) { return frame.uncertain; });
}

bool BodyReader::is_dead() const {
    return std::ranges::any_of(frames_, [](const Frame& frame) { return frame.dead; });
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
    const bool is_return = is_word(begin, "return") && !is_word(begin + 1, "next") && !is_word(begin + 1, "query");
    if (is_return) return read_return();
    if (is_dead()) return;
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

// How statements begin that a literal may hold.
bool begins_like_a_statement(std::string_view text) {
    constexpr std::array<std::string_view, 12> kVerbs = {
        "alter", "call", "comment", "create", "do", "drop", "grant", "import", "revoke", "select", "set", "with",
    };
    const std::string verb = sql::lex_one(text, 0).value;
    return std::ranges::find(kVerbs, std::string_view(verb)) != kVerbs.end() || is_irrelevant(text);
}

// EXECUTE 'statement'; EXECUTE format('ALTER TABLE %I …', name); EXECUTE 'DROP TABLE ' || name; EXECUTE variable.
void BodyReader::read_execute(std::size_t begin, std::size_t end) {
    int depth = 0;
    std::size_t text_end = begin;
    for (; text_end < end; ++text_end) {
        const std::string& value = tokens_[text_end].value;
        if (depth == 0 && (is_word(text_end, "into") || is_word(text_end, "using"))) break;
        if (tokens_[text_end].kind != TokenKind::Punctuation) continue;
        if (value == "(") ++depth;
        if (value == ")") --depth;
    }
    const DynamicText assembled = dynamic_text(tokens_, begin, text_end);
    if (assembled.is_complete && !in_handler()) {
        const std::uint32_t line = schema_.source.line;
        for (const Span& statement : sql::split_statements(assembled.text)) apply_text(slice(assembled.text, statement), line);
    } else if (mark_dynamic(assembled.text)) {
        schema_.note("dynamic SQL cannot be evaluated; what it could change is taken as unknown");
    }
}

// Where not even its verb is known, it is one of the statements that the body's literals hold.
bool BodyReader::mark_dynamic(std::string_view assembled) {
    if (begins_like_a_statement(assembled)) return mark_touched(schema_, assembled);
    bool is_explained = false;
    bool touched = false;
    for (const Token& token : tokens_) {
        if (token.kind != TokenKind::String || !begins_like_a_statement(token.value)) continue;
        is_explained = true;
        touched = mark_touched(schema_, token.value) || touched;
    }
    if (is_explained) return touched;
    schema_.mark_everything_unknown();
    schema_.for_each_relation([&](RelationState& state) { doubt_everything(schema_, state); });
    schema_.for_each_type(doubt_definition);
    return true;
}

}  // namespace

}  // namespace rowtype::migrations
