#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include <pg_query.h>

#include "reflect/base/json_reader.h"
#include "reflect/sql/caps.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/newer_syntax.h"
#include "reflect/sql/syntax_tree.h"

// The only file that knows libpg_query and the JSON that it prints. The JSON is read in one pass into the arena of a
// ParsedSql: {"SelectStmt": {…}} becomes one node with that tag, a plain object a node without.

namespace rowtype::sql {

struct ParsedSql::Storage {
    static constexpr std::size_t kBlock = 32;

    // Stays where it is.
    Node& add() {
        if (used == kBlock) {
            blocks.push_back(std::make_unique<std::array<Node, kBlock>>());
            used = 0;
        }
        return (*blocks.back())[used++];
    }

    std::vector<std::unique_ptr<std::array<Node, kBlock>>> blocks;
    std::size_t used = kBlock;  // of the last block
    const Node* root = nullptr;
};

ParsedSql::ParsedSql() : storage_(std::make_unique<Storage>()) {}
ParsedSql::~ParsedSql() = default;

// Builds a ParsedSql from the JSON. Refuses trees over the depth cap.
class TreeBuilder {
public:
    explicit TreeBuilder(std::string_view json) : json_(json, static_cast<int>(kMaximumTreeDepth)), parsed_(new ParsedSql) {}

    // False where the JSON is not what libpg_query prints of a tree within the cap.
    [[nodiscard]] bool read();
    [[nodiscard]] bool is_too_deep() const { return json_.is_too_deep(); }
    [[nodiscard]] std::unique_ptr<ParsedSql> take(std::string_view sql);

private:
    void read_into(Node& node);
    void read_object(Node& node);
    void read_scalar(Node& node);
    Node& add() { return parsed_->storage_->add(); }
    static std::string_view intern(std::string_view name);

    JsonReader json_;
    std::unique_ptr<ParsedSql> parsed_;
    std::string buffer_;
};

namespace {

// Frees libpg_query's result on every path.
class ParseResult {
public:
    explicit ParseResult(const std::string& sql) : result_(pg_query_parse(sql.c_str())) {}
    ~ParseResult() { pg_query_free_parse_result(result_); }
    ParseResult(const ParseResult&) = delete;
    ParseResult& operator=(const ParseResult&) = delete;

    [[nodiscard]] const PgQueryError* error() const { return result_.error; }
    [[nodiscard]] std::string_view json() const { return result_.parse_tree; }

private:
    PgQueryParseResult result_;
};

ParseOutcome not_understood(std::string message, std::uint32_t offset = 0) {
    return {nullptr, SyntaxError{std::move(message), offset, {offset, offset}, true}};
}

// libpg_query counts characters, from one.
std::uint32_t byte_offset(std::string_view sql, int cursor_position) {
    std::uint32_t offset = 0;
    for (int character = 1; character < cursor_position && offset < sql.size(); ++character) offset += utf8_length(sql, offset);
    return offset;
}

ParseOutcome syntax_error(std::string_view sql, const PgQueryError& error) {
    SyntaxError found;
    found.message = error.message == nullptr ? "syntax error" : error.message;
    found.offset = error.cursorpos > 0 ? byte_offset(sql, error.cursorpos) : 0;
    found.token = lex_one(sql, found.offset).span;
    // The parser's own limits ("memory exhausted", "stack depth limit exceeded") say nothing about the statement.
    const bool limit = found.message.find("memory exhausted") != std::string::npos ||
                       found.message.find("stack depth") != std::string::npos || error.cursorpos <= 0;
    found.not_understood = limit || is_newer_syntax(sql, found.offset);
    return {nullptr, std::move(found)};
}

}  // namespace

ParseOutcome parse(std::string_view sql) {
    if (std::optional<std::string> cap = cap_exceeded(sql)) return not_understood(*std::move(cap));
    const std::string terminated(sql);
    const ParseResult result(terminated);
    if (result.error() != nullptr) return syntax_error(sql, *result.error());
    if (!is_valid_utf8(result.json())) return not_understood("the SQL text is not valid UTF-8");
    TreeBuilder builder(result.json());
    if (!builder.read()) {
        return not_understood(builder.is_too_deep() ? "the SQL statement is nested deeper than 2,000 levels"
                                                    : "what PostgreSQL's parser made of the SQL text cannot be read");
    }
    return {builder.take(sql), std::nullopt};
}

std::unique_ptr<ParsedSql> TreeBuilder::take(std::string_view sql) {
    const Node& root = parsed_->storage_->root == nullptr ? Node::null() : *parsed_->storage_->root;
    for (const Node* raw : root["stmts"].items()) {
        const auto location = static_cast<std::uint32_t>((*raw)["stmt_location"].integer());
        const auto length = static_cast<std::uint32_t>((*raw)["stmt_len"].integer());
        const auto size = static_cast<std::uint32_t>(sql.size());
        Span span{std::min(skip_space(sql, location), size), length == 0 ? size : std::min(location + length, size)};
        while (span.end > span.begin && std::string_view(" \t\r\n\f\v").find(sql[span.end - 1]) != std::string_view::npos) {
            --span.end;
        }
        parsed_->statements_.push_back({&(*raw)["stmt"], span});
    }
    return std::move(parsed_);
}

bool TreeBuilder::read() {
    Node& root = add();
    parsed_->storage_->root = &root;
    read_into(root);
    json_.finish();
    return json_.ok();
}

void TreeBuilder::read_into(Node& node) {
    if (json_.next_is('{')) {
        node.kind_ = Node::Kind::Object;
        return read_object(node);
    }
    if (!json_.next_is('[')) return read_scalar(node);
    node.kind_ = Node::Kind::List;
    json_.array([&] {
        Node& item = add();
        node.items_.push_back(&item);
        read_into(item);
    });
}

// An object whose only member is named like a struct is a wrapper: the inner object becomes the node itself.
void TreeBuilder::read_object(Node& node) {
    json_.object([&](std::string_view name) {
        const bool is_struct = !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
        if (is_struct && node.names_.empty() && node.tag_.empty()) {
            node.tag_ = intern(name);
            if (json_.next_is('{')) return read_object(node);
        }
        if (node.names_.empty()) {  // most have one to four
            constexpr std::size_t kUsual = 4;
            node.names_.reserve(kUsual);
            node.items_.reserve(kUsual);
        }
        Node& member = add();
        node.names_.push_back(intern(name));
        node.items_.push_back(&member);
        read_into(member);
    });
}

void TreeBuilder::read_scalar(Node& node) {
    if (json_.next_is('"')) {
        node.kind_ = Node::Kind::String;
        node.string_ = json_.string(buffer_);
    } else if (json_.next_is('t') || json_.next_is('f')) {
        node.kind_ = Node::Kind::Boolean;
        node.integer_ = json_.boolean() ? 1 : 0;
    } else if (json_.next_is('n')) {
        json_.skip();
    } else {
        node.kind_ = Node::Kind::Integer;
        node.integer_ = json_.integer(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
    }
}

// Field and struct names come from PostgreSQL's fixed set, so they are kept for good, once for the process; each thread
// remembers those that it has met, so that the lock is taken a few hundred times in its life.
std::string_view TreeBuilder::intern(std::string_view name) {
    struct Names {
        std::mutex mutex;
        std::unordered_set<std::string> kept;
    };
    static Names& shared = *new Names;  // never destroyed: trees may outlive static destruction
    thread_local std::unordered_set<std::string_view> met;
    if (const auto found = met.find(name); found != met.end()) return *found;
    const std::lock_guard lock(shared.mutex);
    const std::string_view kept = *shared.kept.emplace(name).first;
    met.insert(kept);
    return kept;
}

}  // namespace rowtype::sql
