#include "analysis/syntax/syntax_tree.h"

#include <time.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "analysis/syntax/block_allocator.h"
#include "analysis/syntax/flat_tree.h"
#include "analysis/syntax/input_limits.h"
#include "analysis/syntax/parse_without.h"

extern "C" {
const TSLanguage* tree_sitter_python(void);
// grammar/cursor_steps.c
TSTreeCursor rowtype_cursor_with(void* memory, std::size_t size);
bool rowtype_cursor_first_child(TSTreeCursor* cursor);
bool rowtype_cursor_next_sibling(TSTreeCursor* cursor);
TSSymbol rowtype_cursor_symbol(const TSTreeCursor* cursor);
TSNode rowtype_node_child(TSNode node, TSFieldId field);
// grammar/flatten.c
struct Flattening {
    const std::uint8_t* kinds;
    const std::uint8_t* fields;
    const bool* is_left_out;
    std::uint8_t error;
};
std::uint32_t rowtype_flat_size(TSNode node);
std::uint32_t rowtype_flatten(TSNode node, const Flattening* rules, rowtype::syntax::FlatEntry* entries, std::uint32_t capacity);
}

namespace rowtype::syntax {

// Lets the free functions of this file reach a Tree's pointer; the header need not name a C type for it.
struct TreeAccess {
    static TSTree* get(const Tree& tree) { return static_cast<TSTree*>(tree.tree_); }
    static Tree make(TSTree* tree, std::uint32_t headroom, Region* region) { return Tree(tree, headroom, region); }
    static std::uint32_t headroom(const Tree& tree) { return tree.headroom_; }
};

namespace {

// The grammar's symbol and field numbers, looked up by name once a process.
struct Symbols {
    Symbols();

    std::vector<NodeKind> kinds;                                                 // by symbol
    std::vector<Field> fields;                                                   // by field id
    std::array<TSFieldId, static_cast<std::size_t>(Field::Count_)> field_ids{};  // by Field
};

// Asked of every node that is looked at.
inline const Symbols& symbols() {
    static const Symbols table;
    return table;
}

// Behind use_block_allocator(): each tree has a region, until one is edited or copied, so that trees share nodes.
std::atomic<bool> has_regions{false};

// Cursors are made and dropped for single expressions: those of a thread that are not in use keep their memory for the next ones,
// which outlives every tree.
class SpareCursors {
public:
    SpareCursors() = default;
    ~SpareCursors() {
        while (count_ > 0) ts_tree_cursor_delete(&spare_[--count_]);
    }
    SpareCursors(const SpareCursors&) = delete;
    SpareCursors& operator=(const SpareCursors&) = delete;

    TSTreeCursor take(TSNode start) {
        TSTreeCursor cursor = take_any();
        ts_tree_cursor_reset(&cursor, start);
        return cursor;
    }
    TSTreeCursor take_copy(const TSTreeCursor& other) {
        TSTreeCursor cursor = take_any();
        ts_tree_cursor_reset_to(&cursor, &other);
        return cursor;
    }
    void give_back(TSTreeCursor& cursor) {
        if (count_ < spare_.size()) spare_[count_++] = cursor;
        else ts_tree_cursor_delete(&cursor);
    }

private:
    TSTreeCursor take_any() {
        if (count_ > 0) return spare_[--count_];
        constexpr std::size_t kBytes = 2048;  // of a path of three or four dozen nodes
        return has_regions.load() ? rowtype_cursor_with(take_lasting_block(kBytes), kBytes) : rowtype_cursor_with(nullptr, 0);
    }

    std::array<TSTreeCursor, 8> spare_;
    std::size_t count_ = 0;
};

thread_local SpareCursors spare_cursors;

struct DeleteParser {
    void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
using ParserPointer = std::unique_ptr<TSParser, DeleteParser>;

TSNode raw(const Node& node);
TSTreeCursor* raw(void* cursor_state);
ParserPointer make_parser();
TSParser& parser_of_this_thread();
Point point_at(std::string_view text, std::size_t offset);
std::vector<TSRange> ranges_between(std::string_view text, const std::vector<Span>& gaps);
ParseOutcome run_parser(std::string_view text, const std::vector<TSRange>& ranges, std::uint32_t headroom, const Tree* old);
std::string nul_byte_in(std::string_view text);
bool has_lone_return(std::string_view text);
std::string with_line_feeds(std::string_view text);

// A parse gives up after this much of its thread's own time: what else the machine does must not decide whether a file is
// analysed. The callback comes between parse steps, so a limit on the text stands before it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::chrono::seconds kParseBudget{20};  // the instrumented parser is that much slower
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
constexpr std::chrono::seconds kParseBudget{20};
#else
constexpr std::chrono::seconds kParseBudget{1};
#endif
#else
constexpr std::chrono::seconds kParseBudget{1};
#endif

// Asks the cheap clock first: no thread can have used more time than has passed.
class Deadline {
public:
    [[nodiscard]] bool has_passed() const {
        return std::chrono::steady_clock::now() - start_ > kParseBudget && thread_time() - start_of_thread_ > kParseBudget;
    }

private:
    static std::chrono::nanoseconds thread_time() {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::nanoseconds start_of_thread_ = thread_time();
};

NodeKind kind_of(TSSymbol symbol) {
    if (symbol == static_cast<TSSymbol>(-1)) return NodeKind::Error;
    const Symbols& table = symbols();
    return symbol < table.kinds.size() ? table.kinds[symbol] : NodeKind::Other;
}

static_assert(sizeof(Node) == sizeof(TSNode) && alignof(Node) == alignof(TSNode));

}  // namespace

ParseOutcome parse(std::string_view text, const Tree* old) {
    if (text.find('\0') != std::string_view::npos) return {std::nullopt, nul_byte_in(text)};
    if (has_lone_return(text)) return parse(with_line_feeds(text), nullptr);
    std::uint32_t headroom = old == nullptr || text.size() > kMaximumFileBytes ? 0 : TreeAccess::headroom(*old);
    if (headroom == 0) {
        LimitCheck check = check_limits(text);
        if (!check.reason.empty()) return {std::nullopt, std::move(check.reason)};
        headroom = check.headroom;
    }
    return parse_within_limits(text, headroom, old);
}

ParseOutcome parse_within_limits(std::string_view text, std::uint32_t headroom, const Tree* old) {
    return run_parser(text, {}, headroom, old);
}

ParseOutcome parse_without(std::string_view text, const std::vector<Span>& gaps, std::uint32_t headroom) {
    return run_parser(text, ranges_between(text, gaps), headroom, nullptr);
}

namespace {

// What lies before, between and behind the gaps.
std::vector<TSRange> ranges_between(std::string_view text, const std::vector<Span>& gaps) {
    std::vector<TSRange> ranges;
    ranges.reserve(gaps.size() + 1);
    std::uint32_t begin = 0;
    Point point;
    const auto move = [&](std::uint32_t to) {
        const Point further = point_at(text.substr(begin), to - begin);
        point =
            further.row == 0 ? Point{point.row, point.column + further.column} : Point{point.row + further.row, further.column};
        begin = to;
        return TSPoint{point.row, point.column};
    };
    for (const Span& gap : gaps) {
        TSRange range{{point.row, point.column}, {}, begin, gap.begin};
        range.end_point = move(gap.begin);
        ranges.push_back(range);
        move(gap.end);
    }
    constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();
    ranges.push_back({{point.row, point.column}, {kEnd, kEnd}, begin, kEnd});
    return ranges;
}

// Of the bytes in `ranges`; of all where there are none.
ParseOutcome run_parser(std::string_view text, const std::vector<TSRange>& ranges, std::uint32_t headroom, const Tree* old) {
    struct Source {
        std::string_view text;
    } source{text};
    const TSInput input{&source,
                        [](void* payload, std::uint32_t byte, TSPoint, std::uint32_t* count) -> const char* {
                            const std::string_view rest = static_cast<const Source*>(payload)->text;
                            if (byte >= rest.size()) {
                                *count = 0;
                                return "";
                            }
                            *count = static_cast<std::uint32_t>(rest.size() - byte);
                            return rest.data() + byte;
                        },
                        TSInputEncodingUTF8, nullptr};
    Deadline deadline;
    const TSParseOptions options{&deadline,
                                 [](TSParseState* state) { return static_cast<const Deadline*>(state->payload)->has_passed(); }};
    if (old != nullptr) has_regions = false;
    TSTree* tree = nullptr;
    Region* region = nullptr;
    bool is_in_order = true;  // else the parser keeps the ranges of the text before this one
    const auto set_ranges = [&](TSParser* parser) {
        is_in_order = ts_parser_set_included_ranges(parser, ranges.data(), static_cast<std::uint32_t>(ranges.size()));
        return is_in_order;
    };
    if (has_regions.load()) {
        // With a parser of its own, which keeps nothing from one to the next.
        region = open_region();
        const ParserPointer parser = make_parser();
        if (ranges.empty() || set_ranges(parser.get()))
            tree = ts_parser_parse_with_options(parser.get(), nullptr, input, options);
    } else {
        TSParser& parser = parser_of_this_thread();
        if (set_ranges(&parser))
            tree = ts_parser_parse_with_options(&parser, old == nullptr ? nullptr : TreeAccess::get(*old), input, options);
        if (tree == nullptr) ts_parser_reset(&parser);
    }
    if (tree != nullptr) return {TreeAccess::make(tree, headroom, region), {}};
    if (region != nullptr) drop_region(region);
    return {std::nullopt, is_in_order ? "parsing took longer than a second" : "the parts to be left out are not in order"};
}

}  // namespace

std::vector<Span> changed_ranges(const Tree& old, const Tree& now) {
    std::uint32_t count = 0;
    TSRange* ranges = ts_tree_get_changed_ranges(TreeAccess::get(old), TreeAccess::get(now), &count);
    std::vector<Span> spans;
    spans.reserve(count);
    for (std::uint32_t index = 0; index < count; ++index) {
        spans.push_back({ranges[index].start_byte, ranges[index].end_byte});
    }
    std::free(ranges);
    return spans;
}

InputEdit make_input_edit(std::string_view old_text, Span replaced, std::string_view replacement) {
    const auto size = static_cast<std::uint32_t>(old_text.size());
    const std::uint32_t begin = std::min(replaced.begin, size);
    const std::uint32_t old_end = std::clamp(replaced.end, begin, size);
    InputEdit edit{begin, old_end, begin + static_cast<std::uint32_t>(replacement.size()), {}, {}, {}};
    const auto after = [](Point start, std::string_view text) {
        const Point moved = point_at(text, text.size());
        return moved.row == 0 ? Point{start.row, start.column + moved.column} : Point{start.row + moved.row, moved.column};
    };
    edit.begin_point = point_at(old_text, begin);
    edit.old_end_point = after(edit.begin_point, old_text.substr(begin, old_end - begin));
    edit.new_end_point = after(edit.begin_point, replacement);
    return edit;
}

NodeKind Node::kind() const { return is_null() ? NodeKind::Other : kind_of(ts_node_symbol(raw(*this))); }

std::uint32_t Node::end() const { return is_null() ? 0 : ts_node_end_byte(raw(*this)); }

Span Node::span() const { return {begin(), end()}; }

bool Node::has_error() const { return !is_null() && ts_node_has_error(raw(*this)); }

bool Node::is_missing() const { return !is_null() && ts_node_is_missing(raw(*this)); }

Node Node::child(Field field) const {
    if (is_null()) return {};
    return std::bit_cast<Node>(rowtype_node_child(raw(*this), symbols().field_ids[static_cast<std::size_t>(field)]));
}

Node Node::smallest_at(std::uint32_t offset) const {
    if (is_null()) return {};
    return std::bit_cast<Node>(ts_node_descendant_for_byte_range(raw(*this), offset, offset));
}

Cursor::Cursor(const Node& start) : state_{} {
    static_assert(sizeof(State) == sizeof(TSTreeCursor) && alignof(State) == alignof(TSTreeCursor));
    state_ = std::bit_cast<State>(spare_cursors.take(raw(start)));
}

Cursor::Cursor(const Cursor& other)
    : state_(std::bit_cast<State>(spare_cursors.take_copy(std::bit_cast<TSTreeCursor>(other.state_)))) {}

Cursor::~Cursor() { spare_cursors.give_back(*raw(&state_)); }

Node Cursor::node() const {
    const auto cursor = std::bit_cast<TSTreeCursor>(state_);
    return std::bit_cast<Node>(ts_tree_cursor_current_node(&cursor));
}

Field Cursor::field() const {
    const auto cursor = std::bit_cast<TSTreeCursor>(state_);
    return symbols().fields[ts_tree_cursor_current_field_id(&cursor)];
}

NodeKind Cursor::kind() const {
    const auto cursor = std::bit_cast<TSTreeCursor>(state_);
    return kind_of(rowtype_cursor_symbol(&cursor));
}

bool Cursor::to_first_child() { return rowtype_cursor_first_child(raw(&state_)); }

bool Cursor::to_next_sibling() { return rowtype_cursor_next_sibling(raw(&state_)); }

bool Cursor::to_parent() { return ts_tree_cursor_goto_parent(raw(&state_)); }

bool Cursor::to_first_child_after(std::uint32_t offset) {
    return ts_tree_cursor_goto_first_child_for_byte(raw(&state_), offset) >= 0;
}

bool Cursor::to_child(Field wanted) {
    if (!to_first_child()) return false;
    do {
        if (field() == wanted) return true;
    } while (to_next_sibling());
    to_parent();
    return false;
}

void FlatTree::flatten(std::span<const Node> nodes) {
    static_assert(sizeof(NodeKind) == 1 && sizeof(Field) == 1);
    static constexpr auto kIsLeftOut = [] {
        std::array<bool, static_cast<std::size_t>(NodeKind::Count_)> left_out{};
        for (const NodeKind kind : {NodeKind::Token, NodeKind::Comment, NodeKind::LineContinuation})
            left_out[static_cast<std::size_t>(kind)] = true;
        return left_out;
    }();
    const Symbols& table = symbols();
    const Flattening rules{reinterpret_cast<const std::uint8_t*>(table.kinds.data()),
                           reinterpret_cast<const std::uint8_t*>(table.fields.data()), kIsLeftOut.data(),
                           static_cast<std::uint8_t>(NodeKind::Error)};
    std::size_t most = 0;
    for (const Node& node : nodes) most += rowtype_flat_size(raw(node));
    if (most > entries_.size()) {
        const std::size_t room = std::max(most, 2 * entries_.size());
        entries_.clear();
        entries_.resize(room);
    }
    roots_.clear();
    FlatEntry* next = entries_.data();
    for (const Node& node : nodes) {
        const std::uint32_t size = rowtype_flatten(raw(node), &rules, next, rowtype_flat_size(raw(node)));
        roots_.push_back(size == 0 ? FlatNode() : FlatNode(next));
        next += size;
    }
}

Tree::~Tree() {
    if (tree_ == nullptr) return;
    if (region_ == nullptr) {
        ts_tree_delete(static_cast<TSTree*>(tree_));
        return;
    }
    // A region that other trees may share nodes of, or that is another thread's, is there to the end of the process.
    if (!has_regions.load() || !is_of_this_thread(region_)) return;
    if (holds_large_blocks(region_)) ts_tree_delete(static_cast<TSTree*>(tree_));
    drop_region(region_);
}

Tree::Tree(Tree&& other) noexcept
    : tree_(std::exchange(other.tree_, nullptr)), region_(other.region_), headroom_(other.headroom_) {}

Tree& Tree::operator=(Tree&& other) noexcept {
    std::swap(tree_, other.tree_);
    std::swap(region_, other.region_);
    std::swap(headroom_, other.headroom_);
    return *this;
}

Node Tree::root() const { return std::bit_cast<Node>(ts_tree_root_node(static_cast<TSTree*>(tree_))); }

void Tree::edit(const InputEdit& edit) {
    has_regions = false;
    const TSInputEdit input{edit.begin,
                            edit.old_end,
                            edit.new_end,
                            {edit.begin_point.row, edit.begin_point.column},
                            {edit.old_end_point.row, edit.old_end_point.column},
                            {edit.new_end_point.row, edit.new_end_point.column}};
    ts_tree_edit(static_cast<TSTree*>(tree_), &input);
    const std::uint32_t touched = edit.old_end - edit.begin + (edit.new_end - edit.begin) + 1;
    headroom_ = headroom_ > touched ? headroom_ - touched : 0;
}

Tree Tree::copy() const {
    has_regions = false;
    return Tree(ts_tree_copy(static_cast<TSTree*>(tree_)), headroom_, nullptr);
}

namespace {

Symbols::Symbols() {
    const TSLanguage* language = tree_sitter_python();
    kinds.resize(ts_language_symbol_count(language), NodeKind::Other);
    for (std::uint32_t symbol = 0; symbol < kinds.size(); ++symbol) {
        const auto number = static_cast<TSSymbol>(symbol);
        const TSSymbolType type = ts_language_symbol_type(language, number);
        if (type == TSSymbolTypeAnonymous) kinds[symbol] = NodeKind::Token;
        if (type != TSSymbolTypeRegular) continue;
        const std::string_view name = ts_language_symbol_name(language, number);
        for (auto kind = static_cast<std::size_t>(NodeKind::Error) + 1; kind < static_cast<std::size_t>(NodeKind::Count_);
             ++kind) {
            if (grammar_name(static_cast<NodeKind>(kind)) == name) kinds[symbol] = static_cast<NodeKind>(kind);
        }
    }
    fields.resize(ts_language_field_count(language) + std::size_t{1}, Field::None);
    for (std::size_t field = 1; field < static_cast<std::size_t>(Field::Count_); ++field) {
        const std::string_view name = grammar_name(static_cast<Field>(field));
        const TSFieldId id = ts_language_field_id_for_name(language, name.data(), static_cast<std::uint32_t>(name.size()));
        field_ids[field] = id;
        if (id != 0) fields[id] = static_cast<Field>(field);
    }
}

TSNode raw(const Node& node) { return std::bit_cast<TSNode>(node); }

TSTreeCursor* raw(void* cursor_state) { return static_cast<TSTreeCursor*>(cursor_state); }

std::string nul_byte_in(std::string_view text) {
    const std::uint32_t line = LineIndex(text).line_of(static_cast<std::uint32_t>(text.find('\0')));
    return "line " + std::to_string(line + 1) + " holds a NUL byte: Python does not run the file";
}

bool has_lone_return(std::string_view text) {
    for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
        if (at + 1 == text.size() || text[at + 1] != '\n') return true;
    }
    return false;
}

// As long as `text`, so that all positions stay what they are.
std::string with_line_feeds(std::string_view text) {
    std::string changed(text);
    for (std::size_t at = 0; at < changed.size(); ++at) {
        if (changed[at] == '\r' && (at + 1 == changed.size() || changed[at + 1] != '\n')) changed[at] = '\n';
    }
    return changed;
}

ParserPointer make_parser() {
    ParserPointer made(ts_parser_new());
    ts_parser_set_language(made.get(), tree_sitter_python());
    return made;
}

TSParser& parser_of_this_thread() {
    thread_local const ParserPointer parser = make_parser();
    return *parser;
}

Point point_at(std::string_view text, std::size_t offset) {
    Point point;
    const char* line = text.data();
    const char* const end = text.data() + offset;
    while (line < end) {
        const void* newline = std::memchr(line, '\n', static_cast<std::size_t>(end - line));
        if (newline == nullptr) break;
        line = static_cast<const char*>(newline) + 1;
        ++point.row;
    }
    point.column = static_cast<std::uint32_t>(end - line);
    return point;
}

}  // namespace

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ROWTYPE_MEMORY_IS_WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ROWTYPE_MEMORY_IS_WATCHED
#endif

void use_block_allocator() {
#if !defined(ROWTYPE_MEMORY_IS_WATCHED)
    ts_set_allocator(take_block, take_zeroed_block, resize_block, free_block);
    has_regions = true;
#endif
}

}  // namespace rowtype::syntax
