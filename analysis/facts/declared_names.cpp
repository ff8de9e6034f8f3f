#include "analysis/facts/declared_lines.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

namespace {

bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

std::string numbered(std::string_view name, std::size_t number) { return std::string(name) + "#" + std::to_string(number); }

std::size_t skip_space(std::string_view bytes, std::size_t at) {
    while (at < bytes.size() && (is_blank(bytes[at]) || bytes[at] == '\n' || bytes[at] == '\r')) ++at;
    return at;
}

std::string_view word_at(std::string_view bytes, std::size_t begin) {
    std::size_t end = begin;
    while (end < bytes.size() && is_identifier_byte(bytes[end])) ++end;
    return bytes.substr(begin, end - begin);
}

std::string_view word_before(std::string_view bytes, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && is_identifier_byte(bytes[begin - 1])) --begin;
    return bytes.substr(begin, end - begin);
}

// The text of a literal that begins at `at`; empty where none does.
std::string_view literal_at(std::string_view bytes, std::size_t at) {
    if (at >= bytes.size() || (bytes[at] != '"' && bytes[at] != '\'')) return {};
    const std::size_t end = bytes.find(bytes[at], at + 1);
    return end == std::string_view::npos ? std::string_view() : bytes.substr(at + 1, end - at - 1);
}

// Words of an import statement, to the end of its line or brackets.
void read_import(std::string_view bytes, std::size_t at, DeclaredNames& names) {
    bool in_brackets = false;
    std::string_view before;
    for (; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        if (byte == '(') in_brackets = true;
        if (byte == ')') return;
        if (byte == '\n' && !in_brackets && bytes[at - 1] != '\\') return;
        if (!is_identifier_byte(byte)) continue;
        const std::string_view word = word_at(bytes, at);
        if (word == "as") names.subclassed.insert(before);
        if (word != "import" && word != "from" && word != "as") names.others.insert(word);
        before = word;
        at += word.size() - 1;
    }
}

// How often each base, and each table, was seen in a file.
using BaseCounts = std::map<std::string_view, std::size_t>;

void add_subclass(std::string_view base, BaseCounts& counts, DeclaredNames& names) {
    const std::size_t number = ++counts[base];
    names.subclassed.insert(number == 1 ? std::string(base) : numbered(base, number));
}

void add_table(std::string_view name, BaseCounts& tables, DeclaredNames& names) {
    if (name.empty()) return;
    names.others.insert(name);
    const std::size_t number = ++tables[name];
    const std::string base = std::string(kTableNamed) + std::string(name);
    names.subclassed.insert(number == 1 ? base : numbered(base, number));
}

// Behind the name of a class: the words in its brackets, but for the arguments of a base (Repository[Post]).
void read_bases(std::string_view bytes, std::size_t at, BaseCounts& counts, DeclaredNames& names) {
    constexpr std::size_t kLongest = 500;
    if (at >= bytes.size() || bytes[at] != '(') return;
    const std::size_t end = std::min(bytes.size(), at + kLongest);
    int arguments = 0;
    for (int depth = 0; at < end; ++at) {
        if (bytes[at] == '(') ++depth;
        if (bytes[at] == ')' && --depth == 0) return;
        if (bytes[at] == '[') ++arguments;
        if (bytes[at] == ']') --arguments;
        if (arguments > 0 || !is_identifier_byte(bytes[at])) continue;
        const std::string_view word = word_at(bytes, at);
        at += word.size() - 1;
        const bool is_path = at + 1 < bytes.size() && (bytes[at + 1] == '.' || bytes[at + 1] == '=');
        if (!is_path) add_subclass(word, counts, names);
    }
}

// The last name of "BaseLink = models.Link", where the line holds no more; empty for any other value.
std::string_view other_name_of(std::string_view bytes, std::size_t at) {
    std::string_view last;
    while (at < bytes.size() && is_identifier_byte(bytes[at])) {
        last = word_at(bytes, at);
        at += last.size();
        if (at == bytes.size() || bytes[at] != '.') break;
        ++at;
    }
    while (at < bytes.size() && is_blank(bytes[at])) ++at;
    const bool ends = at == bytes.size() || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '#' || bytes[at] == ';';
    return ends ? last : std::string_view();
}

// "class Post(Base):", "Post = …", "__tablename__ = …", imports: by their first word.
void read_lines(std::string_view bytes, const LineVisitor& visit, BaseCounts& tables, DeclaredNames& names) {
    BaseCounts counts;
    for (std::size_t line = 0; line < bytes.size();) {
        std::size_t at = line;
        while (at < bytes.size() && is_blank(bytes[at])) ++at;
        const std::size_t end = find_bytes(bytes, "\n", at);
        line = end == std::string_view::npos ? bytes.size() : end + 1;
        const std::string_view word = word_at(bytes, at);
        if (word.empty()) continue;
        if (word == "class") {
            const std::size_t begin = skip_space(bytes, at + word.size());
            const std::string_view name = word_at(bytes, begin);
            names.classes.insert(name);
            read_bases(bytes, skip_space(bytes, begin + name.size()), counts, names);
        } else if (word == "from" || word == "import") {
            read_import(bytes, at, names);
        } else if (at + word.size() < bytes.size() && bytes[at + word.size()] == '.') {
            visit(at, word);
        } else {
            const std::size_t sign = skip_space(bytes, at + word.size());
            if (sign >= bytes.size() || (bytes[sign] != '=' && bytes[sign] != ':') || bytes.substr(sign, 2) == "==") continue;
            if (word.front() >= 'A' && word.front() <= 'Z') names.others.insert(word);
            if (bytes[sign] == '=' && word != "__tablename__") {
                const std::string_view other = other_name_of(bytes, skip_space(bytes, sign + 1));
                if (!other.empty() && other.front() >= 'A' && other.front() <= 'Z') names.subclassed.insert(other);
            }
            if (word != "__tablename__") continue;
            const std::size_t sign_end = bytes.find('=', sign);
            if (sign_end != std::string_view::npos) add_table(literal_at(bytes, skip_space(bytes, sign_end + 1)), tables, names);
        }
    }
}

// Calls whose first text refers to something that is declared elsewhere.
bool refers(std::string_view callee) {
    constexpr std::array<std::string_view, 10> kReferring = {"relationship", "Relationship", "relation",          "ForeignKey",
                                                             "backref",      "synonym",      "association_proxy", "getattr",
                                                             "text",         "get"};
    for (const std::string_view one : kReferring) {
        if (callee == one) return true;
    }
    return false;
}

// The first arguments of calls: type("Post", …), Table("posts", …).
void read_calls(std::string_view bytes, BaseCounts& tables, DeclaredNames& names) {
    for (std::size_t open = bytes.find('('); open != std::string_view::npos; open = bytes.find('(', open + 1)) {
        const std::string_view callee = word_before(bytes, open);
        if (callee.empty()) continue;
        const std::size_t at = skip_space(bytes, open + 1);
        if (const std::string_view text = literal_at(bytes, at); !text.empty()) {
            const bool is_column = callee == "Column" || callee == "mapped_column";
            if (text.size() > 100 || refers(callee)) continue;
            if (callee == "Table") add_table(text, tables, names);
            else (is_column ? names.columns : names.others).insert(text);
            continue;
        }
        if (callee != "type") continue;
        const std::size_t comma = bytes.find_first_of(",)\n", at);
        if (comma != std::string_view::npos && bytes[comma] == ',' && bytes.substr(skip_space(bytes, comma + 1), 1) == "(") {
            names.anything = true;
        }
    }
}

// key="nick" of a column.
void read_keys(std::string_view bytes, DeclaredNames& names) {
    constexpr std::string_view kKey = "key=";
    for (std::size_t at = find_bytes(bytes, kKey); at != std::string_view::npos; at = find_bytes(bytes, kKey, at)) {
        const bool begins = at == 0 || !is_identifier_byte(bytes[at - 1]);
        at += kKey.size();
        if (begins && !literal_at(bytes, at).empty()) names.columns.insert(literal_at(bytes, at));
    }
}

}  // namespace

void DeclaredNames::add(const DeclaredNames& other) {
    classes.add(other.classes);
    others.add(other.others);
    subclassed.add(other.subclassed);
    columns.add(other.columns);
    anything = anything || other.anything;
}

void DeclaredNames::settle() {
    for (NameSet* names : {&classes, &others, &subclassed, &columns}) names->settle();
}

bool DeclaredNames::may_be_declared(std::string_view name) const {
    return anything || classes.contains(name) || others.contains(name);
}

DeclaredNames declared_names(std::string_view bytes) {
    return declared_names(bytes, Marks(bytes), [](std::size_t, std::string_view) {});
}

DeclaredNames declared_names(std::string_view bytes, const Marks& marks, const LineVisitor& visit) {
    DeclaredNames names;
    BaseCounts tables;
    read_lines(bytes, visit, tables, names);
    read_calls(bytes, tables, names);
    if (marks.hold("key=")) read_keys(bytes, names);
    for (const Mark maker :
         {Mark("automap_base"), Mark("make_versioned"), Mark("sqlalchemy_continuum"), Mark("class_registry")}) {
        names.anything = names.anything || marks.hold(maker);
    }
    names.settle();
    return names;
}

ModuleReference declaring_module(std::string_view class_name, std::size_t number) {
    return {numbered(class_name, number), kDeclaringLevel};
}

ModuleReference subclassing_module(std::string_view base_name, std::size_t number) {
    return {numbered(base_name, number), kSubclassingLevel};
}

ModuleReference table_module(std::string_view table_name, std::size_t number) {
    return subclassing_module(std::string(kTableNamed) + std::string(table_name), number);
}

std::size_t DeclaredNames::subclasses_of(std::string_view base) const {
    std::size_t count = subclassed.contains(base) ? 1 : 0;
    while (count > 0 && subclassed.contains(numbered(base, count + 1))) ++count;
    return count;
}

bool DeclaredNames::has_subclass(std::string_view module) const {
    const DeclaringQuestion question = declaring_question({std::string(module), kSubclassingLevel});
    return question.number < subclasses_of(question.class_name);
}

DeclaringQuestion declaring_question(const ModuleReference& module) {
    const std::size_t mark = module.name.rfind('#');
    if (mark == std::string::npos) return {};
    DeclaringQuestion question{module.name.substr(0, mark), 0};
    const char* const end = module.name.data() + module.name.size();
    std::from_chars(module.name.data() + mark + 1, end, question.number);
    return question;
}

}  // namespace rowtype::facts
