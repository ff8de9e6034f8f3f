#include "analysis/facts/created_names.h"

#include <algorithm>
#include <array>

#include "analysis/facts/find_bytes.h"

namespace rowtype::facts {

namespace {

// Reads words, in lower case, from a place in the source on.
class Words {
public:
    Words(std::string_view source, std::size_t at) : source_(source), at_(at) {}

    // The next word; empty where something else stands there. Passes over white space, quotes and escapes.
    std::string next();
    // The name that follows, as written and without what a dot sets before it.
    std::string name();
    // What is left to be read.
    [[nodiscard]] std::string_view rest() const { return source_.substr(at_); }
    // Behind the comma that ends the action of ALTER TABLE that is being read; false where none does.
    bool go_behind_comma();

private:
    std::string_view source_;
    std::size_t at_;
};

// Libraries that make tables of their own where the program runs, by what code that uses them imports or calls. A name may end in "*".
struct Library {
    Mark mark;
    std::string_view tables;
};
constexpr std::array<Library, 5> kLibraries = {{
    {"PGVectorStore", "data_*"},  // LlamaIndex
    {"langchain_postgres", "langchain_pg_*"},
    {"langchain_community.vectorstores", "langchain_pg_*"},
    {"langgraph.checkpoint.postgres", "checkpoint*"},
    {"SQLAlchemyJobStore", "apscheduler_jobs"},
}};

bool is_word_byte(char byte);
std::string lower_case(std::string_view text);
bool holds_word(std::string_view words, std::string_view word);
std::vector<std::string> made_relations(Words words, bool is_into);
bool goes_on(std::string_view behind_name);
std::vector<std::string> added_columns(Words words);
std::string asked_table(std::string_view source, std::size_t open);
std::string named_table(std::string_view source, std::size_t open);
std::string name_before(std::string_view source, std::size_t end);

}  // namespace

std::vector<std::string> created_names(std::string_view source, const Marks& marks) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        if (name.empty()) return;
        names.push_back(name);
        names.push_back(lower_case(name));
    };
    const auto add_behind = [&](Mark mark, const auto& name_at) {
        if (!marks.hold(mark)) return;
        const std::string_view text = mark.text();
        for (std::size_t at = find_bytes(source, text); at != std::string_view::npos; at = find_bytes(source, text, at + 1)) {
            name_at(at + text.size());
        }
    };
    for (const Mark create : {Mark("CREATE"), Mark("create"), Mark("Create")}) {
        add_behind(create, [&](std::size_t at) { std::ranges::for_each(made_relations(Words(source, at), false), add); });
    }
    for (const Mark into : {Mark("INTO"), Mark("into")}) {
        add_behind(into, [&](std::size_t at) { std::ranges::for_each(made_relations(Words(source, at), true), add); });
    }
    for (const Mark alter : {Mark("ALTER"), Mark("alter"), Mark("Alter")}) {
        add_behind(alter, [&](std::size_t at) { std::ranges::for_each(added_columns(Words(source, at)), add); });
    }
    // Who asks whether there is a table expects that there may be.
    for (const Mark call : {Mark(".to_sql("), Mark(".has_table(")}) {
        add_behind(call, [&](std::size_t at) { add(named_table(source, at)); });
    }
    add_behind(Mark("_exists("), [&](std::size_t at) { add(asked_table(source, at)); });
    // So does who looks for its name among all.
    const bool lists_tables = marks.hold(".get_table_names(") || marks.hold(".get_view_names(") || marks.hold("pg_tables") ||
                              marks.hold("_schema.tables");
    if (lists_tables) {
        for (std::size_t at = find_bytes(source, " in "); at != std::string_view::npos; at = find_bytes(source, " in ", at + 1)) {
            add(name_before(source, at));
        }
    }
    if (marks.hold(".create_all")) names.emplace_back(kMappedTables);
    for (const Library& library : kLibraries) {
        if (marks.hold(library.mark)) names.emplace_back(library.tables);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

namespace {

std::string Words::next() {
    while (at_ < source_.size()) {
        const char byte = source_[at_];
        const bool is_escape = byte == '\\' && at_ + 1 < source_.size();
        if (!is_escape && byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n' && byte != '"' && byte != '\'') break;
        at_ += is_escape ? 2 : 1;
    }
    const std::size_t begin = at_;
    while (at_ < source_.size() && is_word_byte(source_[at_])) ++at_;
    return lower_case(source_.substr(begin, at_ - begin));
}

std::string Words::name() {
    while (true) {
        const std::size_t before = at_;
        const std::string word = next();
        if (word.empty()) return {};
        std::string written(source_.substr(at_ - word.size(), word.size()));
        if (at_ < source_.size() && source_[at_] == '"' && at_ > before) ++at_;  // schema."name"
        if (at_ >= source_.size() || source_[at_] != '.') return written;
        ++at_;
    }
}

bool Words::go_behind_comma() {
    constexpr std::size_t kLongestAction = 500;
    const std::string_view action = source_.substr(at_, kLongestAction);
    int depth = 0;
    for (std::size_t index = 0; index < action.size(); ++index) {
        const char byte = action[index];
        if (byte == ',' && depth == 0) {
            at_ += index + 1;
            return true;
        }
        depth += byte == '(' ? 1 : byte == ')' ? -1 : 0;
        if (byte == ';' || depth < 0) break;
    }
    return false;
}

// What stands behind CREATE or INTO.
std::vector<std::string> made_relations(Words words, bool is_into) {
    constexpr std::string_view kBefore = " global local temp temporary unlogged foreign materialized recursive or replace ";
    Words name = words;
    std::string word = words.next();
    bool is_temporary = false;
    bool is_unlogged = false;
    while (!word.empty() && holds_word(kBefore, word)) {
        is_temporary = is_temporary || word == "temp" || word == "temporary";
        is_unlogged = is_unlogged || word == "unlogged";
        name = words;
        word = words.next();
    }
    const bool is_made = holds_word(" table view function procedure aggregate ", word);
    if (is_into ? !is_temporary && !is_unlogged : !is_made) return {};
    if (is_made) name = words;
    for (Words ahead = name; holds_word(" if not exists ", ahead.next());) name = ahead;
    std::string made = name.name();
    constexpr std::size_t kShortestBeginning = 3;
    if (made.size() >= kShortestBeginning && goes_on(name.rest())) made += '*';
    if (made.empty() || !is_temporary) return {made};
    return {made, std::string(kTemporary) + made};
}

// "tmp_" of "tmp_{name}", "tmp_%s", "tmp_%1$I" and "'tmp_' || name" is the beginning of one.
bool goes_on(std::string_view behind_name) {
    if (behind_name.starts_with('{') || behind_name.starts_with('%')) return true;
    if (!behind_name.starts_with('"') && !behind_name.starts_with('\'')) return false;
    const std::size_t next = behind_name.find_first_not_of(" \t\r\n", 1);
    return next != std::string_view::npos && (behind_name[next] == '+' || behind_name.substr(next).starts_with("||"));
}

// "table.column" of what stands behind ALTER, in lower case.
std::vector<std::string> added_columns(Words words) {
    if (words.next() != "table") return {};
    Words table = words;
    for (Words ahead = table; holds_word(" if exists only ", ahead.next());) table = ahead;
    const std::string altered = lower_case(table.name());
    std::vector<std::string> columns;
    while (!altered.empty() && table.next() == "add") {
        Words column = table;
        for (Words ahead = column; holds_word(" column if not exists ", ahead.next());) column = ahead;
        const std::string name = column.next();
        const bool is_column = !name.empty() && !holds_word(" constraint primary unique foreign check exclude ", name);
        if (is_column) columns.push_back(altered + "." + name);
        table = column;
        if (!table.go_behind_comma()) break;
    }
    return columns;
}

// The literal among the arguments of table_exists(connection, "name").
std::string asked_table(std::string_view source, std::size_t open) {
    const std::string_view before = source.substr(0, open - std::string_view("_exists(").size());
    if (!before.ends_with("table") && !before.ends_with("view") && !before.ends_with("relation")) return {};
    const std::size_t end = std::min(source.find(')', open), source.size());
    const std::size_t quote = source.find_first_of("\"'", open);
    return quote < end ? Words(source, quote).name() : std::string();
}

// The first argument of frame.to_sql(…) or inspector.has_table(…), or its name=, where it is a literal.
std::string named_table(std::string_view source, std::size_t open) {
    const std::size_t begin = source.find_first_not_of(" \t\r\n", open);
    if (begin == std::string_view::npos) return {};
    std::size_t quote = begin;
    if (source[begin] != '"' && source[begin] != '\'') {
        constexpr std::string_view kKeyword = "name=";
        const std::string_view arguments = source.substr(begin, std::min(source.find(')', begin), source.size()) - begin);
        const std::size_t keyword = arguments.find(kKeyword);
        if (keyword == std::string_view::npos) return {};
        quote = begin + keyword + kKeyword.size();
    }
    if (quote >= source.size() || (source[quote] != '"' && source[quote] != '\'')) return {};
    return Words(source, quote).name();
}

// The literal that ends at `end`, or before the "not" that does; empty where there is none.
std::string name_before(std::string_view source, std::size_t end) {
    constexpr std::string_view kNot = " not";
    if (source.substr(0, end).ends_with(kNot)) end -= kNot.size();
    if (end == 0 || (source[end - 1] != '"' && source[end - 1] != '\'')) return {};
    const std::size_t open = end < 2 ? std::string_view::npos : source.rfind(source[end - 1], end - 2);
    return open == std::string_view::npos ? std::string() : Words(source, open).name();
}

bool is_word_byte(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == '_' || value == '$' || value >= 0x80 || (value >= '0' && value <= '9') ||
           ((value | 0x20U) >= 'a' && (value | 0x20U) <= 'z');
}

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; });
    return lowered;
}

// Of words with a blank around each.
bool holds_word(std::string_view words, std::string_view word) {
    return !word.empty() && words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

}  // namespace

}  // namespace rowtype::facts
