#include <algorithm>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include <pg_query.h>
#include <nlohmann/json.hpp>

#include "reflect/sql/caps.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/newer_syntax.h"
#include "reflect/sql/syntax_tree.h"

// The only file that knows libpg_query and the JSON that it prints. The JSON is read event by event into the arena of a
// ParsedSql: {"SelectStmt": {…}} becomes one node with that tag, a plain object a node without.

namespace rowtype::sql {

struct ParsedSql::Storage {
    std::deque<Node> nodes;  // stable addresses
    const Node* root = nullptr;
};

ParsedSql::ParsedSql() : storage_(std::make_unique<Storage>()) {}
ParsedSql::~ParsedSql() = default;

// Builds a ParsedSql from JSON events; nlohmann's SAX interface. Refuses trees over the depth cap.
class TreeBuilder {
public:
    TreeBuilder() : parsed_(new ParsedSql) { open_.reserve(64); }

    [[nodiscard]] std::unique_ptr<ParsedSql> take(std::string_view sql);
    [[nodiscard]] bool too_deep() const { return too_deep_; }

    bool null() { return attach(Node::Kind::Null) != nullptr; }
    bool boolean(bool value) { return number(Node::Kind::Boolean, value ? 1 : 0); }
    bool number_integer(std::int64_t value) { return number(Node::Kind::Integer, value); }
    bool number_unsigned(std::uint64_t value) { return number(Node::Kind::Integer, static_cast<std::int64_t>(value)); }
    bool number_float(double, const std::string& text) { return text_node(text); }
    bool string(const std::string& value) { return text_node(value); }
    bool binary(std::vector<std::uint8_t>&) { return false; }
    bool start_object(std::size_t);
    bool key(const std::string& name);
    bool end_object();
    bool start_array(std::size_t) { return open(Node::Kind::List); }
    bool end_array();
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

private:
    // An object whose only member is named like a struct is a wrapper: the inner object becomes the node itself.
    struct Open {
        Node* node;
        bool wrapper;
    };

    bool number(Node::Kind kind, std::int64_t value);
    bool text_node(const std::string& value);
    bool open(Node::Kind kind);
    Node* attach(Node::Kind kind);
    static std::string_view intern(const std::string& name);

    std::unique_ptr<ParsedSql> parsed_;
    std::vector<Open> open_;
    std::string_view pending_name_;
    bool too_deep_ = false;
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
    TreeBuilder builder;
    const std::string_view json = result.json();
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) {
        return not_understood(builder.too_deep() ? "the SQL statement is nested deeper than 2,000 levels"
                                                 : "the SQL text is not valid UTF-8");
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

bool TreeBuilder::start_object(std::size_t) {
    if (!open_.empty() && open_.back().wrapper) {
        open_.push_back({open_.back().node, false});
        return true;
    }
    return open(Node::Kind::Object);
}

bool TreeBuilder::key(const std::string& name) {
    Open& top = open_.back();
    const bool struct_name = !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
    if (struct_name && top.node->names_.empty() && top.node->tag_.empty()) {
        top.node->tag_ = intern(name);
        top.wrapper = true;
        return true;
    }
    pending_name_ = intern(name);
    return true;
}

bool TreeBuilder::end_object() {
    open_.pop_back();
    return true;
}

bool TreeBuilder::end_array() {
    open_.pop_back();
    return true;
}

bool TreeBuilder::number(Node::Kind kind, std::int64_t value) {
    Node* node = attach(kind);
    node->integer_ = value;
    return true;
}

bool TreeBuilder::text_node(const std::string& value) {
    Node* node = attach(Node::Kind::String);
    node->string_ = value;
    return true;
}

bool TreeBuilder::open(Node::Kind kind) {
    if (open_.size() >= kMaximumTreeDepth) {
        too_deep_ = true;
        return false;
    }
    open_.push_back({attach(kind), false});
    return true;
}

Node* TreeBuilder::attach(Node::Kind kind) {
    Node* node = &parsed_->storage_->nodes.emplace_back();
    node->kind_ = kind;
    if (open_.empty()) {
        parsed_->storage_->root = node;
        return node;
    }
    Node* parent = open_.back().node;
    parent->items_.push_back(node);
    if (parent->kind_ == Node::Kind::Object) parent->names_.push_back(pending_name_);
    return node;
}

// Field and struct names come from PostgreSQL's fixed set, so they are kept for good, once for the process; each thread
// remembers those that it has met, so that the lock is taken a few hundred times in its life.
std::string_view TreeBuilder::intern(const std::string& name) {
    struct Names {
        std::mutex mutex;
        std::unordered_set<std::string> kept;
    };
    static Names& shared = *new Names;  // never destroyed: trees may outlive static destruction
    thread_local std::unordered_map<std::string, std::string_view> met;
    if (const auto found = met.find(name); found != met.end()) return found->second;
    const std::lock_guard lock(shared.mutex);
    const std::string_view kept = *shared.kept.insert(name).first;
    met.emplace(name, kept);
    return kept;
}

}  // namespace rowtype::sql
