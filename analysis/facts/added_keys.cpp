#include "analysis/facts/added_keys.h"

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
    std::vector<std::string_view> texts;         // arguments by themselves
    std::vector<std::string_view> listed_texts;  // in an argument that is a list
    std::vector<std::string_view> options;       // "**options"; empty of what is no name
    bool has_names = false;                      // arguments that are names alone or starred, or lists with such
    bool has_class_names = false;                // "*cls.keys": of the class whose method it is, or one below it
    bool is_unique = false;
    bool is_partial = false;  // postgresql_where=…: an index of some rows, which is no key
    bool is_foreign = false;  // holds a ForeignKey(…)
    bool has_table = false;   // _table=users: texts are columns of that
    bool anything = false;

private:
    void read_star();
    void read_path();
    void read_word(std::string_view word);

    std::string_view inside_;
    std::size_t place_ = 0;
    int depth_ = 1;
    char before_ = '(';           // the last byte that is not blank
    bool is_in_list_ = false;     // what is open at depth 2 is an argument's "["
    bool names_columns_ = false;  // the last name is the keyword of such an argument

    [[nodiscard]] bool begins_argument() const { return depth_ == 1 && (before_ == '(' || before_ == ','); }
    [[nodiscard]] bool begins_listed() const { return depth_ == 2 && is_in_list_ && (before_ == '[' || before_ == ','); }
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
            if (begins_listed()) listed_texts.push_back(text);
            place_ += text.size() + 1;
        } else if (byte == '*' && (begins_argument() || begins_listed())) {
            read_star();
        }
        if (depth_ == 1) is_in_list_ = byte == '[' && (begins_argument() || (before_ == '=' && names_columns_));
        depth_ += byte == '(' || byte == '[' || byte == '{' ? 1 : byte == ')' || byte == ']' || byte == '}' ? -1 : 0;
        if (!is_blank(byte)) before_ = byte;
        ++place_;
    }
}

// **options may say unique=True.
void ArgumentsReader::read_star() {
    if (byte_at(inside_, place_ + 1) == '*') options.push_back(word_at(inside_, place_ + 2));
    else if (inside_.substr(place_ + 1).starts_with("cls.")) has_class_names = true;
    else has_names = true;
}

void ArgumentsReader::read_path() {
    const bool goes_on = before_ == '.';  // User.nick.desc().nullslast()
    std::vector<std::string_view> words = {word_at(inside_, place_)};
    const bool begins = begins_argument() || begins_listed();
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
        const bool ends = sign == ',' || sign == ')' || sign == ']';
        has_names = has_names || (begins && ends && words.front() != "None");  // Index(None, "nick", …) has no name
        return;
    }
    if (words.back() == "ForeignKey" && byte_at(inside_, next) == '(') is_foreign = true;  // sa.ForeignKey("teams.id")
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
    names_columns_ = word == "columns" || word == "refcolumns";
    if (word == "getattr" && byte_at(inside_, next) == '(') anything = true;
    if (word == "ForeignKey" && byte_at(inside_, next) == '(') is_foreign = true;
    if (byte_at(inside_, next) != '=') return;
    const std::string_view value = word_at(inside_, skip_blank(inside_, next + 1));
    if (word == "_table") has_table = true;
    if (word == "postgresql_where" && value != "None") is_partial = true;
    if (word == "unique") is_unique = value != "False" && value != "None";
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

// Whether "**options" may say unique=True: other than a dictionary that the file writes out without it, and hands nobody else.
bool may_say_unique(std::string_view bytes, std::string_view options) {
    const std::string name(options);
    const auto has = [&](const std::string& text) { return bytes.find(text) != std::string_view::npos; };
    if (name.empty() || !has(" " + name + " = {") || has("unique'") || has("unique\"")) return true;
    for (std::size_t at = bytes.find(name); at != std::string_view::npos; at = bytes.find(name, at)) {
        const std::string_view before = bytes.substr(0, at);
        at += name.size();
        const bool is_word = (before.empty() || !is_identifier_byte(before.back())) && !is_identifier_byte(byte_at(bytes, at));
        const bool is_written = before.ends_with(' ') && bytes.substr(at).starts_with(" = {");
        const bool is_given = before.ends_with("**") && byte_at(bytes, at) == ')';
        if (is_word && !is_written && !is_given) return true;
    }
    return false;
}

// What is written before a call that is handed on: users.append_constraint(UniqueConstraint("nick")), users.indexes.add(Index(…)),
// whatever stands between the names.
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
    return before.ends_with("append_constraint") || before.ends_with("indexes.add") || before.ends_with("constraints.add");
}

// The line that begins the class or function that a place stands in, without its indentation, and what stands before it.
struct Head {
    std::string_view line;  // empty at module level
    std::size_t indentation = 0;
    std::string_view before;
};

// By the lines above that are indented ever less, from that of the place itself on, or from that indentation. A line of brackets alone
// begins nothing.
Head head_around(std::string_view before, std::size_t indentation = std::string_view::npos) {
    while (!before.empty()) {
        const std::size_t end = before.rfind('\n');
        std::string_view line = before.substr(end == std::string_view::npos ? 0 : end + 1);
        before = before.substr(0, end == std::string_view::npos ? 0 : end);
        const std::size_t indented = std::min(line.find_first_not_of(" \t\r"), line.size());
        line.remove_prefix(indented);
        constexpr std::string_view kNoHead = "#)]}";
        const bool is_place = indentation == std::string_view::npos;
        const bool begins_nothing = !is_place && (line.empty() || kNoHead.find(line.front()) != std::string_view::npos);
        if (begins_nothing || indented >= indentation) continue;
        if (line.starts_with("class ") || line.starts_with("def ") || line.starts_with("async def "))
            return {line, indented, before};
        if (indented == 0) return {};
        indentation = indented;
    }
    return {};
}

// In the body of a class, and in no method of it.
bool is_in_class(std::string_view before) { return head_around(before).line.starts_with("class "); }

// Of the class in whose class method the place stands; empty where it is none.
std::string_view class_of_method(std::string_view before) {
    const Head method = head_around(before);
    const std::size_t bracket = method.line.find('(');
    const bool is_method = method.line.starts_with("def ") && bracket != std::string_view::npos;
    if (!is_method || method.indentation == 0 || word_at(method.line, bracket + 1) != "cls") return {};
    constexpr std::string_view kClass = "class ";
    const Head owner = head_around(method.before, method.indentation);
    return owner.line.starts_with(kClass) ? word_at(owner.line, kClass.size()) : std::string_view();
}

// What `def __table_args__(cls)` gives is read with its class, and concerns no other.
bool is_in_table_arguments(std::string_view before) { return head_around(before).line.starts_with("def __table_args__("); }

// Every call of what ends in the text: where that begins, and where its arguments do.
template <typename Visit>
void for_each_call(std::string_view bytes, std::string_view call, const Visit& visit) {
    for (std::size_t at = find_bytes(bytes, call); at != std::string_view::npos; at = find_bytes(bytes, call, at)) {
        const std::size_t begin = at;
        at += call.size();
        visit(begin, at);
    }
}

// What stands before "sa.Index(…)", of whose name the place is.
std::string_view before_path(std::string_view bytes, std::size_t name) {
    while (name > 0 && (is_identifier_byte(bytes[name - 1]) || bytes[name - 1] == '.')) --name;
    return bytes.substr(0, name);
}

// The argument at the place, as far as it is a path of names: its last name, and what follows it.
struct Handed {
    std::string_view name;
    std::size_t next = 0;
};
Handed handed_at(std::string_view bytes, std::size_t at) {
    Handed handed;
    at = skip_blank(bytes, at);
    handed.name = word_at(bytes, at);
    at += handed.name.size();
    while (!handed.name.empty() && byte_at(bytes, at) == '.') {
        handed.name = word_at(bytes, at + 1);
        at += 1 + handed.name.size();
    }
    handed.next = skip_blank(bytes, at);
    return handed;
}

class FileReader {
public:
    explicit FileReader(std::string_view bytes) : bytes_(bytes), made_(bytes) {}

    void read_unique(std::string_view call, bool always_unique);
    void read_foreign();
    void read_constraints();
    void read_columns();
    void read_keys_of_columns();

    AddedToTables added;

private:
    void add(const ArgumentsReader& arguments, bool is_of_table, const std::vector<std::string_view>& texts,
             std::string_view before, AddedKeys& keys);
    [[nodiscard]] ArgumentsReader arguments_at(std::size_t at) const {
        ArgumentsReader arguments(bytes_.substr(at, kLongestCall));
        arguments.read();
        return arguments;
    }

    std::string_view bytes_;
    MadeNames made_;
};

// Of one call. Texts are columns of a table that it is handed to; else they are those of the call or class around it, which is read.
void FileReader::add(const ArgumentsReader& arguments, bool is_of_table, const std::vector<std::string_view>& texts,
                     std::string_view before, AddedKeys& keys) {
    // In a class's body a name is that of a column, whose class is read.
    const bool may_be_any = arguments.has_names && (is_of_table || !is_in_class(before));
    const bool tells_nothing = is_of_table && texts.empty() && arguments.columns.empty();
    if (arguments.has_class_names) {
        const std::string_view owner = class_of_method(before);
        if (owner.empty()) keys.anything = true;
        else keys.columns.insert(std::string(owner) + "." + std::string(kAnyKey));
    }
    keys.anything = keys.anything || arguments.anything || may_be_any || tells_nothing;
    for (const ArgumentsReader::Column& column : arguments.columns) {
        const std::string owner(made_.hold(column.owner) ? column.owner : std::string_view());
        keys.columns.insert(owner + "." + std::string(column.name));
    }
    if (!is_of_table) return;
    for (const std::string_view text : texts) keys.columns.insert("." + std::string(text));
}

void FileReader::read_unique(std::string_view call, bool always_unique) {
    for_each_call(bytes_, call, [&](std::size_t name, std::size_t at) {
        const ArgumentsReader arguments = arguments_at(at);
        const auto may_be_unique = [&](std::string_view options) { return may_say_unique(bytes_, options); };
        const bool is_unique = arguments.is_unique || std::ranges::any_of(arguments.options, may_be_unique);
        if (!always_unique && (!is_unique || arguments.is_partial)) return;
        const std::string_view before = before_path(bytes_, name);
        const bool is_of_table = arguments.has_table || is_appended(before);
        if (!is_of_table && is_in_table_arguments(before)) return;
        add(arguments, is_of_table, arguments.texts, before, added.unique_keys);
    });
}

void FileReader::read_foreign() {
    for_each_call(bytes_, "ForeignKeyConstraint(", [&](std::size_t name, std::size_t at) {
        const ArgumentsReader arguments = arguments_at(at);
        const std::string_view before = before_path(bytes_, name);
        const bool is_of_table = is_appended(before);
        if (!is_of_table && is_in_table_arguments(before)) return;
        add(arguments, is_of_table, arguments.listed_texts, before, added.foreign_keys);
    });
}

// users.append_constraint(constraint), whatever that is.
void FileReader::read_constraints() {
    for_each_call(bytes_, ".append_constraint(", [&](std::size_t, std::size_t at) {
        Handed handed = handed_at(bytes_, at);
        const bool is_keyword = handed.name == "constraint" && byte_at(bytes_, handed.next) == '=';
        if (is_keyword) handed = handed_at(bytes_, handed.next + 1);
        const bool is_told = byte_at(bytes_, handed.next) == '(' && handed.name.ends_with("Constraint");
        if (!is_told) added.unique_keys.anything = added.foreign_keys.anything = true;
    });
}

// users.append_column(Column("nick", …)). Data frames have a method of the name, too: append_column("nick", values).
void FileReader::read_columns() {
    for_each_call(bytes_, ".append_column(", [&](std::size_t, std::size_t at) {
        const Handed handed = handed_at(bytes_, at);
        if (handed.name.empty()) return;
        const bool is_call = byte_at(bytes_, handed.next) == '(';
        const ArgumentsReader arguments = is_call ? arguments_at(handed.next + 1) : ArgumentsReader({});
        if (!is_call || handed.name != "Column" || arguments.texts.empty()) {
            added.any_column = added.unique_keys.anything = added.foreign_keys.anything = true;
            return;
        }
        const std::string_view name = arguments.texts.front();
        added.columns.insert(name);
        // A name may be a ForeignKey(…).
        const bool is_unique = arguments.is_unique || !arguments.options.empty();
        if (is_unique) added.unique_keys.columns.insert("." + std::string(name));
        if (arguments.is_foreign || arguments.has_names) added.foreign_keys.columns.insert("." + std::string(name));
    });
}

// users.c.team_id.append_foreign_key(ForeignKey("teams.id"))
void FileReader::read_keys_of_columns() {
    for_each_call(bytes_, ".append_foreign_key(", [&](std::size_t dot, std::size_t) {
        std::size_t begin = dot;
        while (begin > 0 && is_identifier_byte(bytes_[begin - 1])) --begin;
        const bool is_attribute = begin < dot && begin > 0 && bytes_[begin - 1] == '.';
        if (is_attribute) added.foreign_keys.columns.insert("." + std::string(bytes_.substr(begin, dot - begin)));
        else added.foreign_keys.anything = true;
    });
}

}  // namespace

void AddedKeys::add(const AddedKeys& other) {
    columns.add(other.columns);
    anything = anything || other.anything;
}

bool AddedKeys::may_have(std::string_view owner, std::string_view column) const {
    return anything || columns.contains(std::string(owner) + "." + std::string(column)) ||
           columns.contains("." + std::string(column));
}

void AddedToTables::add(const AddedToTables& other) {
    unique_keys.add(other.unique_keys);
    foreign_keys.add(other.foreign_keys);
    columns.add(other.columns);
    any_column = any_column || other.any_column;
}

void AddedToTables::settle() {
    unique_keys.settle();
    foreign_keys.settle();
    columns.settle();
}

AddedToTables added_to_tables(std::string_view bytes, const Marks& marks) {
    FileReader reader(bytes);
    if (marks.hold("Index(")) reader.read_unique("Index(", false);
    if (marks.hold("UniqueConstraint(")) reader.read_unique("UniqueConstraint(", true);
    if (marks.hold("nstraint(")) {
        reader.read_foreign();
        reader.read_constraints();
    }
    if (marks.hold("nd_column(")) reader.read_columns();
    if (marks.hold("nd_foreign_key(")) reader.read_keys_of_columns();
    reader.added.settle();
    return std::move(reader.added);
}

}  // namespace rowtype::facts
