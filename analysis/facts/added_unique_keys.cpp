#include "analysis/facts/added_unique_keys.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

namespace {

constexpr std::size_t kLongestCall = 4096;  // bytes of a call's arguments that are read

char byte_at(std::string_view bytes, std::size_t at) { return at < bytes.size() ? bytes[at] : '\0'; }

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

bool is_quote(char byte) { return byte == '"' || byte == '\''; }

std::size_t skip_blank(std::string_view bytes, std::size_t at) {
    while (is_blank(byte_at(bytes, at))) ++at;
    return at;
}

std::string_view word_at(std::string_view bytes, std::size_t begin) {
    std::size_t end = std::min(begin, bytes.size());
    while (end < bytes.size() && is_identifier_byte(bytes[end])) ++end;
    return bytes.substr(std::min(begin, bytes.size()), end - std::min(begin, bytes.size()));
}

// What stands between the quotes; of one that is cut off, the rest.
std::string_view text_at(std::string_view bytes, std::size_t quote) {
    std::size_t end = quote + 1;
    while (end < bytes.size() && bytes[end] != bytes[quote]) end += bytes[end] == '\\' ? 2U : 1U;
    return bytes.substr(quote + 1, std::min(end, bytes.size()) - quote - 1);
}

// The arguments of one call.
class ArgumentsReader {
public:
    // `inside` begins behind the call's "(" and ends anywhere behind it.
    explicit ArgumentsReader(std::string_view inside) : inside_(inside) {}

    void read();

    struct Column {
        std::string_view owner;
        std::string_view name;
    };
    std::vector<Column> columns;
    std::vector<std::string_view> texts;  // arguments by themselves
    bool has_names = false;               // arguments that are names alone
    bool is_unique = false;
    bool anything = false;

private:
    void read_star();
    void read_path();
    void read_word(std::string_view word);

    std::string_view inside_;
    std::size_t place_ = 0;
    int depth_ = 1;
    char before_ = '(';  // the last byte that is not blank

    [[nodiscard]] bool begins_argument() const { return depth_ == 1 && (before_ == '(' || before_ == ','); }
};

void ArgumentsReader::read() {
    while (place_ < inside_.size() && depth_ > 0) {
        const char byte = inside_[place_];
        if (is_identifier_byte(byte)) {
            read_path();
            before_ = 'a';
            continue;
        }
        if (byte == '#') {
            place_ = std::min(inside_.find('\n', place_), inside_.size());
            continue;
        }
        if (is_quote(byte)) {
            const std::string_view text = text_at(inside_, place_);
            if (begins_argument()) texts.push_back(text);
            place_ += text.size() + 1;
        } else if (byte == '*' && begins_argument()) {
            read_star();
        }
        depth_ += byte == '(' || byte == '[' || byte == '{' ? 1 : byte == ')' || byte == ']' || byte == '}' ? -1 : 0;
        if (!is_blank(byte)) before_ = byte;
        ++place_;
    }
}

// **options may say unique=True.
void ArgumentsReader::read_star() {
    if (byte_at(inside_, place_ + 1) == '*') is_unique = true;
    else anything = true;
}

void ArgumentsReader::read_path() {
    const bool goes_on = before_ == '.';  // User.nick.desc().nullslast()
    std::vector<std::string_view> words = {word_at(inside_, place_)};
    const bool begins = begins_argument();
    place_ += words.front().size();
    while (byte_at(inside_, place_) == '.' && !word_at(inside_, place_ + 1).empty()) {
        words.push_back(word_at(inside_, place_ + 1));
        place_ += 1 + words.back().size();
    }
    if (goes_on) return;
    const std::size_t next = skip_blank(inside_, place_);
    if (words.size() == 1) {
        read_word(words.front());
        const char sign = byte_at(inside_, next);
        has_names = has_names || (begins && (sign == ',' || sign == ')'));
        return;
    }
    const auto is_columns = [](std::string_view word) { return word == "c" || word == "columns"; };
    std::string_view name = words.back();
    if (byte_at(inside_, next) == '[' && is_columns(name)) {
        const std::size_t quote = skip_blank(inside_, next + 1);
        if (!is_quote(byte_at(inside_, quote))) {
            anything = true;
            return;
        }
        name = text_at(inside_, quote);
    } else {
        if (byte_at(inside_, next) == '(') words.pop_back();  // User.nick.desc(), func.lower()
        name = words.back();
        words.pop_back();
        if (words.empty()) return;
    }
    if (words.size() > 1 && is_columns(words.back())) words.pop_back();
    if (words.size() > 1 && words.back() == "__table__") words.pop_back();
    columns.push_back({words.back(), name});
}

void ArgumentsReader::read_word(std::string_view word) {
    const std::size_t next = skip_blank(inside_, place_);
    if (word == "getattr" && byte_at(inside_, next) == '(') anything = true;
    if (word != "unique" || byte_at(inside_, next) != '=') return;
    const std::string_view value = word_at(inside_, skip_blank(inside_, next + 1));
    is_unique = value != "False" && value != "None";
}

// "class User(…)", "users = sa.Table(…)"
bool is_made_in(std::string_view bytes, std::string_view name) {
    for (std::size_t at = bytes.find(name); at != std::string_view::npos; at = bytes.find(name, at)) {
        const std::string_view before = bytes.substr(0, at);
        at += name.size();
        const bool is_word = (before.empty() || !is_identifier_byte(before.back())) && !is_identifier_byte(byte_at(bytes, at));
        if (!is_word) continue;
        if (before.ends_with("class ")) return true;
        std::size_t place = skip_blank(bytes, at);
        if (byte_at(bytes, place) != '=' || before.ends_with('.')) continue;
        place = skip_blank(bytes, place + 1);
        std::string_view callee = word_at(bytes, place);
        while (!callee.empty() && byte_at(bytes, place + callee.size()) == '.') {
            place += callee.size() + 1;
            callee = word_at(bytes, place);
        }
        if (callee == "Table" && byte_at(bytes, place + callee.size()) == '(') return true;
    }
    return false;
}

// The same of the names of one text; each is looked for once.
class MadeNames {
public:
    explicit MadeNames(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool hold(std::string_view name) {
        const auto [known, is_new] = known_.try_emplace(name, false);
        if (is_new) known->second = is_made_in(bytes_, name);
        return known->second;
    }

private:
    std::string_view bytes_;
    std::map<std::string_view, bool> known_;
};

// users.append_constraint(UniqueConstraint("nick")), whatever stands between the two names.
bool is_appended(std::string_view before) {
    const auto trim = [&] {
        while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
    };
    trim();
    if (before.ends_with('=')) {
        before.remove_suffix(1);
        trim();
        constexpr std::string_view kKeyword = "constraint";
        if (before.ends_with(kKeyword)) before.remove_suffix(kKeyword.size());
        trim();
    }
    if (!before.ends_with('(')) return false;
    before.remove_suffix(1);
    trim();
    return before.ends_with("append_constraint");
}

// Whether a place stands in a class: the nearest line above that is not indented begins one. A line of brackets alone begins nothing.
bool is_in_class(std::string_view before) {
    if (before.empty() || before.back() == '\n') return false;
    while (!before.empty()) {
        const std::size_t end = before.rfind('\n');
        const std::string_view line = before.substr(end == std::string_view::npos ? 0 : end + 1);
        constexpr std::string_view kNoHead = " \t\r#)]}";
        if (!line.empty() && kNoHead.find(line.front()) == std::string_view::npos) return line.starts_with("class ");
        before = end == std::string_view::npos ? std::string_view() : before.substr(0, end);
    }
    return false;
}

std::size_t indentation_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

// Whether a place stands in `def __table_args__(cls)`: the nearest line above that is indented less and begins a function does. What such
// a method gives is read with its class, and concerns no other.
bool is_in_table_arguments(std::string_view before) {
    const auto cut_line = [&] {
        const std::size_t end = before.rfind('\n');
        const std::string_view line = before.substr(end == std::string_view::npos ? 0 : end + 1);
        before = end == std::string_view::npos ? std::string_view() : before.substr(0, end);
        return line;
    };
    std::size_t least = indentation_of(cut_line());
    while (!before.empty() && least > 0) {
        const std::string_view line = cut_line();
        const std::size_t indentation = indentation_of(line);
        if (indentation >= least || indentation == line.size()) continue;
        least = indentation;
        const std::string_view words = line.substr(indentation);
        if (words.starts_with("class ")) return false;
        if (words.starts_with("def ")) return words.substr(4).starts_with("__table_args__(");
    }
    return false;
}

void read_calls(std::string_view bytes, std::string_view call, bool always_unique, MadeNames& made, AddedUniqueKeys& keys) {
    for (std::size_t at = find_bytes(bytes, call); at != std::string_view::npos; at = find_bytes(bytes, call, at)) {
        std::size_t begin = at;
        while (begin > 0 && (is_identifier_byte(bytes[begin - 1]) || bytes[begin - 1] == '.')) --begin;
        at += call.size();
        ArgumentsReader arguments(bytes.substr(at, kLongestCall));
        arguments.read();
        if (!always_unique && !arguments.is_unique) continue;
        const std::string_view before = bytes.substr(0, begin);
        const bool is_of_table = is_appended(before);
        if (!is_of_table && is_in_table_arguments(before)) continue;
        // In a class's body a name is that of a column, whose class is read.
        keys.anything = keys.anything || arguments.anything || (arguments.has_names && (is_of_table || !is_in_class(before)));
        for (const ArgumentsReader::Column& column : arguments.columns) {
            const std::string owner(made.hold(column.owner) ? column.owner : std::string_view());
            keys.columns.insert(owner + "." + std::string(column.name));
        }
        if (!is_of_table) continue;
        for (const std::string_view text : arguments.texts) keys.columns.insert("." + std::string(text));
    }
}

}  // namespace

void AddedUniqueKeys::add(const AddedUniqueKeys& other) {
    columns.add(other.columns);
    anything = anything || other.anything;
}

bool AddedUniqueKeys::may_have(std::string_view owner, std::string_view column) const {
    return anything || columns.contains(std::string(owner) + "." + std::string(column)) ||
           columns.contains("." + std::string(column));
}

AddedUniqueKeys added_unique_keys(std::string_view bytes, const Marks& marks) {
    AddedUniqueKeys keys;
    MadeNames made(bytes);
    if (marks.hold("Index(")) read_calls(bytes, "Index(", false, made, keys);
    if (marks.hold("UniqueConstraint(")) read_calls(bytes, "UniqueConstraint(", true, made, keys);
    keys.settle();
    return keys;
}

}  // namespace rowtype::facts
