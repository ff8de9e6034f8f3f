#include "analysis/orm/regular_expression.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace rowtype::orm {

namespace {

constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kLongest = 512;       // bytes of a pattern or text
constexpr std::size_t kMostSteps = 100000;  // of one match

bool is_ascii(std::string_view text) {
    return text.size() <= kLongest && std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 128; });
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

// \d \w \s and their opposites; nothing for any other letter.
std::optional<std::bitset<128>> class_of(char letter) {
    std::bitset<128> set;
    const char lower = static_cast<char>(letter | 0x20);
    for (std::size_t code = 0; code < set.size(); ++code) {
        const char byte = static_cast<char>(code);
        if (lower == 'd') set[code] = is_digit(byte);
        else if (lower == 'w') set[code] = is_digit(byte) || is_letter(byte) || byte == '_';
        else if (lower == 's') set[code] = byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1C && byte <= 0x1F);
        else return std::nullopt;
    }
    return letter == lower ? set : ~set;
}

}  // namespace

// One pass over the pattern; the first thing that is not understood ends it.
class ExpressionParser {
public:
    using Node = RegularExpression::Node;
    explicit ExpressionParser(std::string_view text) : text_(text) {}

    std::optional<RegularExpression> parse() {
        RegularExpression made;
        made.root_ = alternatives();
        made.groups_ = groups_;
        return failed_ || at_ != text_.size() ? std::nullopt : std::optional(std::move(made));
    }

private:
    [[nodiscard]] bool more() const { return !failed_ && at_ < text_.size(); }
    [[nodiscard]] bool take(std::string_view word) {
        const bool is_next = text_.substr(at_).starts_with(word);
        if (is_next) at_ += word.size();
        return is_next;
    }
    Node fail() {
        failed_ = true;
        return {};
    }

    Node alternatives();
    Node sequence();
    Node repeated();
    Node atom();
    Node bracket();
    Node escape();
    Node look(bool behind, bool negative);
    static Node set_of(std::bitset<128> set) {
        Node node;
        node.kind = Node::Kind::Set;
        node.set = set;
        return node;
    }
    static Node place(Node::Kind kind) {
        Node node;
        node.kind = kind;
        return node;
    }
    static Node one(char byte) { return set_of(std::bitset<128>().set(static_cast<unsigned char>(byte))); }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t groups_ = 0;
    std::size_t depth_ = 0;
    bool failed_ = false;
};

ExpressionParser::Node ExpressionParser::alternatives() {
    if (++depth_ > 20) return fail();
    Node made;
    made.kind = Node::Kind::Alternatives;
    made.items.push_back(sequence());
    while (more() && take("|")) made.items.push_back(sequence());
    --depth_;
    return made.items.size() == 1 ? Node(std::move(made.items.front())) : made;
}

ExpressionParser::Node ExpressionParser::sequence() {
    Node made;
    while (more() && text_[at_] != '|' && text_[at_] != ')') made.items.push_back(repeated());
    return made;
}

ExpressionParser::Node ExpressionParser::repeated() {
    Node item = atom();
    if (!more()) return item;
    Node made;
    made.kind = Node::Kind::Repeat;
    const char sign = text_[at_];
    if (sign == '{') return fail();
    if (sign != '*' && sign != '+' && sign != '?') return item;
    ++at_;
    made.least = sign == '+' ? 1 : 0;
    made.most = sign == '?' ? 1 : kAny;
    const bool is_repeatable = item.kind == Node::Kind::Set || item.kind == Node::Kind::Group ||
                               item.kind == Node::Kind::Sequence || item.kind == Node::Kind::Alternatives;
    if (!is_repeatable) return fail();
    made.lazy = take("?");
    if (more() && (text_[at_] == '*' || text_[at_] == '+' || text_[at_] == '?' || text_[at_] == '{')) return fail();
    made.items.push_back(std::move(item));
    return made;
}

ExpressionParser::Node ExpressionParser::atom() {
    Node made;
    if (take("^")) return place(Node::Kind::Start);
    if (take("$")) return place(Node::Kind::End);
    if (take(".")) return set_of(~std::bitset<128>().set('\n'));
    if (take("[")) return bracket();
    if (take("\\")) return escape();
    if (take("(?=")) return look(false, false);
    if (take("(?!")) return look(false, true);
    if (take("(?<=")) return look(true, false);
    if (take("(?<!")) return look(true, true);
    if (take("(?:")) {
        made.items.push_back(alternatives());
        return take(")") ? made : fail();
    }
    if (take("(")) {
        if (more() && text_[at_] == '?') return fail();
        made.kind = Node::Kind::Group;
        made.group = ++groups_;
        made.items.push_back(alternatives());
        return take(")") ? made : fail();
    }
    const char byte = text_[at_];
    if (byte == '*' || byte == '+' || byte == '?' || byte == '{') return fail();
    ++at_;
    return one(byte);
}

ExpressionParser::Node ExpressionParser::look(bool behind, bool negative) {
    Node made;
    made.kind = Node::Kind::Look;
    made.behind = behind;
    made.negative = negative;
    made.items.push_back(alternatives());
    return take(")") ? made : fail();
}

ExpressionParser::Node ExpressionParser::escape() {
    if (!more()) return fail();
    const char letter = text_[at_++];
    if (const auto set = class_of(letter)) return set_of(*set);
    return is_letter(letter) || is_digit(letter) ? fail() : one(letter);
}

// "[a-z0-9_]", behind its bracket.
ExpressionParser::Node ExpressionParser::bracket() {
    std::bitset<128> set;
    const bool negative = take("^");
    bool first = true;
    while (more() && (first || text_[at_] != ']')) {
        first = false;
        if (text_[at_] == '[') return fail();  // Python warns of sets in sets
        char low = text_[at_++];
        if (low == '\\') {
            if (!more()) return fail();
            low = text_[at_++];
            if (const auto known = class_of(low)) {
                set |= *known;
                continue;
            }
            if (is_letter(low) || is_digit(low)) return fail();
        }
        char high = low;
        if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
            high = text_[at_ + 1];
            at_ += 2;
            if (high == '\\' || high < low) return fail();
        }
        for (int code = low; code <= high; ++code) set.set(static_cast<std::size_t>(code));
    }
    return take("]") ? set_of(negative ? ~set : set) : fail();
}

// Backtracking, as Python's own: the first way that succeeds is taken.
class ExpressionMatcher {
public:
    using Node = RegularExpression::Node;
    struct Match {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::vector<std::optional<std::pair<std::size_t, std::size_t>>> groups;
    };

    ExpressionMatcher(const RegularExpression& expression, std::string_view text) : expression_(expression), text_(text) {}

    // All matches as re.finditer gives them; nothing where it takes too long.
    std::optional<std::vector<Match>> all();

private:
    using Rest = std::function<bool(std::size_t)>;
    bool match(const Node& node, std::size_t at, const Rest& rest);
    bool match_items(const Node& node, std::size_t index, std::size_t at, const Rest& rest);
    bool match_repeat(const Node& node, std::size_t count, std::size_t at, const Rest& rest);
    bool match_group(const Node& node, std::size_t at, const Rest& rest);
    bool looks(const Node& node, std::size_t at);

    const RegularExpression& expression_;
    std::string_view text_;
    decltype(Match::groups) groups_;
    std::size_t steps_ = 0;
};

// Where the last match was empty the next one at the same place must not be (re.sub since Python 3.7).
std::optional<std::vector<ExpressionMatcher::Match>> ExpressionMatcher::all() {
    std::vector<Match> found;
    std::size_t from = 0;
    bool must_advance = false;
    while (from <= text_.size()) {
        std::optional<Match> next;
        for (std::size_t begin = from; begin <= text_.size() && !next; ++begin) {
            groups_.assign(expression_.groups_ + 1, std::nullopt);
            std::size_t end = 0;
            const bool may_be_empty = !(must_advance && begin == from);
            const bool matches = match(expression_.root_, begin, [&](std::size_t at) {
                end = at;
                return may_be_empty || at != begin;
            });
            if (steps_ > kMostSteps) return std::nullopt;
            if (matches) next = Match{begin, end, groups_};
        }
        if (!next) break;
        must_advance = next->begin == next->end;
        from = next->end;
        found.push_back(std::move(*next));
    }
    return found;
}

bool ExpressionMatcher::match(const Node& node, std::size_t at, const Rest& rest) {
    if (++steps_ > kMostSteps) return false;
    switch (node.kind) {
        case Node::Kind::Set: return at < text_.size() && node.set[static_cast<unsigned char>(text_[at])] && rest(at + 1);
        case Node::Kind::Start: return at == 0 && rest(at);
        case Node::Kind::End: return (at == text_.size() || (at + 1 == text_.size() && text_[at] == '\n')) && rest(at);
        case Node::Kind::Sequence: return match_items(node, 0, at, rest);
        case Node::Kind::Alternatives:
            return std::ranges::any_of(node.items, [&](const Node& item) { return match(item, at, rest); });
        case Node::Kind::Group: return match_group(node, at, rest);
        case Node::Kind::Look: return looks(node, at) != node.negative && rest(at);
        case Node::Kind::Repeat: return match_repeat(node, 0, at, rest);
    }
    return false;
}

bool ExpressionMatcher::match_items(const Node& node, std::size_t index, std::size_t at, const Rest& rest) {
    if (index == node.items.size()) return rest(at);
    return match(node.items[index], at, [&](std::size_t next) { return match_items(node, index + 1, next, rest); });
}

bool ExpressionMatcher::match_repeat(const Node& node, std::size_t count, std::size_t at, const Rest& rest) {
    if (node.lazy && count >= node.least && rest(at)) return true;
    const bool again = count < node.most && match(node.items.front(), at, [&](std::size_t next) {
                           return (next != at || count < node.least) && match_repeat(node, count + 1, next, rest);
                       });
    return again || (!node.lazy && count >= node.least && rest(at));
}

bool ExpressionMatcher::match_group(const Node& node, std::size_t at, const Rest& rest) {
    return match(node.items.front(), at, [&](std::size_t end) {
        const auto before = groups_[node.group];
        groups_[node.group] = {at, end};
        if (rest(end)) return true;
        groups_[node.group] = before;
        return false;
    });
}

// Behind: from any earlier place, as long as it ends here. Python demands one width, which such patterns have.
bool ExpressionMatcher::looks(const Node& node, std::size_t at) {
    const Node& inner = node.items.front();
    if (!node.behind) return match(inner, at, [](std::size_t) { return true; });
    for (std::size_t begin = 0; begin <= at; ++begin) {
        if (match(inner, begin, [at](std::size_t end) { return end == at; })) return true;
    }
    return false;
}

std::optional<RegularExpression> RegularExpression::parse(std::string_view pattern) {
    return is_ascii(pattern) ? ExpressionParser(pattern).parse() : std::nullopt;
}

std::optional<std::string> RegularExpression::substitute(std::string_view replacement, std::string_view text) const {
    if (!is_ascii(text) || !is_ascii(replacement)) return std::nullopt;
    const auto matches = ExpressionMatcher(*this, text).all();
    if (!matches) return std::nullopt;
    std::string made;
    std::size_t from = 0;
    for (const ExpressionMatcher::Match& match : *matches) {
        made += text.substr(from, match.begin - from);
        from = match.end;
        for (std::size_t at = 0; at < replacement.size(); ++at) {
            if (replacement[at] != '\\') {
                made += replacement[at];
                continue;
            }
            // "\1", the only escape that is understood; two digits may be another group's number.
            const bool is_group = at + 1 < replacement.size() && replacement[at + 1] >= '1' && replacement[at + 1] <= '9' &&
                                  (at + 2 == replacement.size() || !is_digit(replacement[at + 2]));
            const std::size_t group = is_group ? static_cast<std::size_t>(replacement[++at] - '0') : kAny;
            if (group >= match.groups.size()) return std::nullopt;
            if (const auto& span = match.groups[group]) made += text.substr(span->first, span->second - span->first);
        }
    }
    return made + std::string(text.substr(from));
}

std::optional<std::vector<std::string>> RegularExpression::split(std::string_view text) const {
    const auto matches = is_ascii(text) && groups_ == 0 ? ExpressionMatcher(*this, text).all() : std::nullopt;
    if (!matches) return std::nullopt;
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (const ExpressionMatcher::Match& match : *matches) {
        parts.emplace_back(text.substr(from, match.begin - from));
        from = match.end;
    }
    parts.emplace_back(text.substr(from));
    return parts;
}

std::optional<std::vector<std::string>> RegularExpression::find_all(std::string_view text) const {
    const auto matches = is_ascii(text) && groups_ <= 1 ? ExpressionMatcher(*this, text).all() : std::nullopt;
    if (!matches) return std::nullopt;
    std::vector<std::string> parts;
    for (const ExpressionMatcher::Match& match : *matches) {
        const std::pair<std::size_t, std::size_t> whole = {match.begin, match.end};
        const auto span = groups_ == 1 ? match.groups[1] : std::optional(whole);
        parts.emplace_back(span ? text.substr(span->first, span->second - span->first) : std::string_view());
    }
    return parts;
}

}  // namespace rowtype::orm
