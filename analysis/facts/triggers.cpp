#include "analysis/facts/triggers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "analysis/facts/call_names.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/orm_hints.h"

namespace rowtype::facts {

namespace {

bool call_holds_fact(std::string_view bytes, std::size_t open);
bool has_argument(std::string_view bytes, std::size_t open);
bool stands_in_code(std::string_view bytes, std::string_view name);
bool makes_column(std::string_view bytes, std::size_t open, std::string_view name);
bool declares_mapped_class(std::string_view bytes, const Marks& marks);
bool is_sql_argument(std::string_view bytes, std::size_t begin);
std::optional<ClassHead> class_head(std::string_view bytes, std::size_t open, std::string_view name);
bool says_table(const ClassHead& head);
bool is_model_class(const ClassHead& head, const Triggers& triggers);
std::size_t after_quote(std::string_view bytes, std::size_t begin);
std::size_t skip_blank(std::string_view bytes, std::size_t begin);
std::string_view word_at(std::string_view bytes, std::size_t begin);
bool same_word(std::string_view word, std::string_view upper_case);
bool contains_word(std::string_view text, std::string_view upper_case);
bool is_shouted(std::string_view word);
bool may_begin_sql(char letter);
std::string_view literals_at(std::string_view source, std::size_t begin, std::size_t quote);
bool is_documentation(std::string_view source, std::size_t quote);

// Whether `is_it` says so of a place where the text stands; most files hold none, as the marks tell.
template <class IsIt>
bool any_place(std::string_view bytes, Mark mark, const Marks& marks, const IsIt& is_it) {
    if (!marks.hold(mark)) return false;
    for (std::size_t at = find_bytes(bytes, mark.text()); at != std::string_view::npos;
         at = find_bytes(bytes, mark.text(), at + 1)) {
        if (is_it(at)) return true;
    }
    return false;
}

// How far a statement's second keyword may be from its first.
constexpr std::size_t kStatementWindow = 4096;

}  // namespace

Shown shown_by(std::string_view bytes, const Marks& marks, const Triggers& triggers, std::vector<ClassHead>* heads) {
    bool holds_models = false;
    bool has_verb = false;  // a builder query may begin with what a function of another file gives
    bool executes = false;
    std::size_t open = 0;
    while (open < bytes.size()) {
        const void* found = std::memchr(bytes.data() + open, '(', bytes.size() - open);
        if (found == nullptr) break;
        open = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
        const CallName call = name_before(bytes, open);
        if (!call.name.empty()) {
            if (const std::optional<ClassHead> head = class_head(bytes, open, call.name)) {
                if (says_table(*head)) return Shown::Facts;
                holds_models = holds_models || is_model_class(*head, triggers);
                if (heads != nullptr) heads->push_back(*head);
            }
            if (triggers.extraction.knows_call(call.name) && has_argument(bytes, open)) return Shown::Facts;
            const bool is_orm = makes_column(bytes, open, call.name) || is_orm_call(bytes, open, call);
            if (is_orm && stands_in_code(bytes, call.name)) return Shown::Facts;
            const CallRole role = call_role(call.name);
            has_verb = has_verb || (call.is_method && role == CallRole::Builder &&
                                    after_quote(bytes, skip_blank(bytes, open + 1)) != std::string_view::npos);
            executes = executes || (call.is_method && call.name == "execute" && !has_argument(bytes, open));
            if (has_verb && executes) return Shown::Facts;
            const bool callable = call.is_method || role == CallRole::SqlCallable;
            if (role != CallRole::None && role != CallRole::Builder && callable) {
                if (stands_in_code(bytes, call.name) && call_holds_fact(bytes, open)) return Shown::Facts;
            }
        }
        ++open;
    }
    // Perhaps one that a function of another file hands on to a driver.
    if (holds_sql_literal(bytes) || declares_mapped_class(bytes, marks)) return Shown::Facts;
    const bool is_ours = any_place(bytes, "rowtype:", marks, [&](std::size_t at) {
        const std::size_t before = bytes.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
        return before != std::string_view::npos && bytes[before] == '#';
    });
    if (is_ours) return Shown::Facts;
    return holds_models ? Shown::ModelClasses : Shown::Nothing;
}

std::vector<ClassHead> class_heads(std::string_view bytes) {
    std::vector<ClassHead> heads;
    for (std::size_t open = bytes.find('('); open != std::string_view::npos; open = bytes.find('(', open + 1)) {
        const CallName call = name_before(bytes, open);
        if (call.name.empty()) continue;
        if (const std::optional<ClassHead> head = class_head(bytes, open, call.name)) heads.push_back(*head);
    }
    return heads;
}

bool begins_like_sql(std::string_view text) {
    text = text.substr(0, kStatementWindow);
    std::size_t begin = skip_blank(text, 0);
    while (text.substr(begin, 2) == "--" || text.substr(begin, 2) == "/*") {
        const bool is_line = text[begin] == '-';
        const std::size_t close = is_line ? std::min(text.find('\n', begin), text.find("\\n", begin)) : text.find("*/", begin);
        if (close == std::string_view::npos) return false;
        begin = skip_blank(text, is_line ? close : close + 2);
    }
    while (begin < text.size() && text[begin] == '(') begin = skip_blank(text, begin + 1);
    const std::string_view verb = word_at(text, begin);
    const std::string_view rest = text.substr(begin + verb.size());
    if (rest.empty() || is_identifier_byte(rest.front())) return false;
    const std::string_view next = word_at(rest, skip_blank(rest, 0));
    const bool shouted = is_shouted(verb);
    if (same_word(verb, "SELECT") || same_word(verb, "WITH")) {
        const bool spaced = rest.front() == ' ' || rest.front() == '\n' || rest.front() == '\t' || rest.front() == '\r';
        return (shouted && spaced) || (contains_word(rest, "FROM") && (same_word(verb, "SELECT") || contains_word(rest, "AS")));
    }
    if (same_word(verb, "INSERT") || same_word(verb, "MERGE")) return same_word(next, "INTO");
    if (same_word(verb, "DELETE")) return same_word(next, "FROM");
    if (same_word(verb, "UPDATE")) return contains_word(rest, "SET") && (shouted || rest.find('=') != std::string_view::npos);
    // Statements around a statement; their verbs begin sentences, too.
    const auto holds_query = [rest] {
        return contains_word(rest, "SELECT") || contains_word(rest, "INSERT") || contains_word(rest, "UPDATE") ||
               contains_word(rest, "DELETE") || contains_word(rest, "VALUES");
    };
    if (same_word(verb, "DECLARE")) return contains_word(rest, "CURSOR") && holds_query();
    if (same_word(verb, "PREPARE")) return contains_word(rest, "AS") && holds_query();
    if (same_word(verb, "EXPLAIN") || same_word(verb, "COPY")) {
        if (holds_query() && (shouted || contains_word(rest, "FROM") || contains_word(rest, "INTO"))) return true;
    }
    constexpr std::array<std::string_view, 12> kOthers = {"CREATE", "ALTER",   "DROP", "TRUNCATE", "COPY",  "REFRESH",
                                                          "LOCK",   "EXPLAIN", "CALL", "VALUES",   "TABLE", "COMMENT"};
    return shouted && std::find(kOthers.begin(), kOthers.end(), verb) != kOthers.end() &&
           (is_shouted(next) || verb == "CALL" || verb == "COPY" || verb == "TRUNCATE" || verb == "TABLE");
}

bool opens_sql_literal(std::string_view source) {
    std::size_t begin = skip_blank(source, 0);
    while (begin < source.size() && source[begin] == '(') begin = skip_blank(source, begin + 1);
    const std::size_t text = after_quote(source, begin);
    return text != std::string_view::npos && begins_like_sql(source.substr(text));
}

bool holds_sql_literal(std::string_view source) {
    for (const char quote : {'"', '\''}) {
        std::size_t at = source.find(quote);
        for (; at != std::string_view::npos; at = source.find(quote, at + 1)) {
            const std::size_t text = skip_blank(source, at + 1);
            const bool may_begin = text < source.size() && may_begin_sql(source[text]);
            if (may_begin && begins_like_sql(literals_at(source, text, at)) && !is_documentation(source, at)) return true;
        }
    }
    return false;
}

namespace {

// The first letters of SQL's verbs, comments and parentheses.
constexpr std::array<bool, 256> kMayBeginSql = [] {
    std::array<bool, 256> table{};
    for (const char letter : std::string_view("SWIDUMCATRLEVPswiudmec-/(")) table[static_cast<unsigned char>(letter)] = true;
    return table;
}();

bool may_begin_sql(char letter) { return kMayBeginSql[static_cast<unsigned char>(letter)]; }

// The text from `begin` on, of the literal whose opening quote (the last of three) is at `quote`. Of a one-line literal in single quotes
// to its end, or to that of those that follow it without a comma: of what is in double quotes contains_word() sees the end itself.
std::string_view literals_at(std::string_view source, std::size_t begin, std::size_t quote) {
    const bool is_single = source[quote] == '\'' && !source.substr(0, quote).ends_with("\'\'");
    std::size_t end = begin + kStatementWindow;
    for (std::size_t close = quote; is_single; close = skip_blank(source, close + 1)) {
        if (close >= source.size() || source[close] != '\'') break;
        close = source.find('\'', close + 1);
        if (close == std::string_view::npos) break;
        end = close;
    }
    return source.substr(begin, std::min(end - begin, kStatementWindow));
}

// Whether the literal in three quotes, of which the last is at `quote`, documents the function or class whose head stands before it.
bool is_documentation(std::string_view source, std::size_t quote) {
    std::string_view before = source.substr(0, quote + 1);
    if (!before.ends_with("\"\"\"")) return false;
    before.remove_suffix(3);
    const std::size_t head_end = before.find_last_not_of(" \t\r\n");
    if (head_end == std::string_view::npos) return true;  // of the module
    if (before[head_end] != ':' || before.find('\n', head_end) == std::string_view::npos) return false;
    const std::size_t line_end = before.substr(0, head_end).rfind('\n');
    std::string_view head = before.substr(line_end == std::string_view::npos ? 0 : line_end + 1);
    head.remove_prefix(std::min(head.find_first_not_of(" \t"), head.size()));
    return head.starts_with("def ") || head.starts_with("async def ") || head.starts_with("class ") || head.starts_with(")");
}

bool call_holds_fact(std::string_view bytes, std::size_t open) {
    const CallName call = name_before(bytes, open);
    const CallRole role = call_role(call.name);
    std::size_t begin = skip_blank(bytes, open + 1);
    if (begin >= bytes.size() || bytes[begin] == ')') return false;
    if (role == CallRole::Chain) {
        // .schema() alone makes no query.
        const bool could_be_name = bytes[begin] == '"' || bytes[begin] == '\'' || is_identifier_byte(bytes[begin]);
        const bool is_number = bytes[begin] >= '0' && bytes[begin] <= '9';
        return call.name != "schema" && could_be_name && !is_number;
    }
    if (call.name == "execute_values" || call.name == "execute_batch") {
        const std::size_t comma = bytes.find(',', begin);
        if (comma == std::string_view::npos) return false;
        begin = skip_blank(bytes, comma + 1);
    }
    return is_sql_argument(bytes, begin);
}

bool has_argument(std::string_view bytes, std::size_t open) {
    const std::size_t begin = skip_blank(bytes, open + 1);
    return begin < bytes.size() && bytes[begin] != ')';
}

// Neither the name of a function that is defined there, nor in a comment or the example of a documentation text.
bool stands_in_code(std::string_view bytes, std::string_view name) {
    const auto begin = static_cast<std::size_t>(name.data() - bytes.data());
    const std::size_t before = bytes.substr(0, begin).rfind('\n');
    const std::size_t line = bytes.find_first_not_of(" \t", before == std::string_view::npos ? 0 : before + 1);
    const std::string_view start = bytes.substr(line, 4);
    if (start.starts_with('#') || start.starts_with(">>> ") || start.starts_with("... ")) return false;
    return !bytes.substr(0, begin).ends_with("def ");
}

// Whether an argument that should be SQL is a literal of it, or a name that is shouted, as constants of other files are.
bool is_sql_argument(std::string_view bytes, std::size_t begin) {
    while (begin < bytes.size() && bytes[begin] == '(') begin = skip_blank(bytes, begin + 1);
    if (const std::size_t text = after_quote(bytes, begin); text != std::string_view::npos) {
        return begins_like_sql(bytes.substr(text));
    }
    std::string_view last = word_at(bytes, begin);
    if (last.empty() || (last.front() >= '0' && last.front() <= '9')) return false;
    std::size_t end = begin + last.size();
    while (end < bytes.size() && bytes[end] == '.') {
        last = word_at(bytes, end + 1);
        end += 1 + last.size();
    }
    const char next = end < bytes.size() ? bytes[end] : '\0';
    if (next == '=') return is_sql_argument(bytes, skip_blank(bytes, end + 1));  // query="…"
    return is_shouted(last) && last.size() > 2 && next != '(';
}

std::optional<ClassHead> class_head(std::string_view bytes, std::size_t open, std::string_view name) {
    const auto begin = static_cast<std::size_t>(name.data() - bytes.data());
    std::size_t end = begin;
    while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) --end;
    if (end == begin || end < 5 || bytes.substr(end - 5, 5) != "class") return std::nullopt;
    const std::size_t close = bytes.find(')', open);
    return ClassHead{name, bytes.substr(open + 1, close == std::string_view::npos ? 0 : close - open - 1)};
}

// SQLAlchemy's columns and tables.
bool makes_column(std::string_view bytes, std::size_t open, std::string_view name) {
    if (name == "mapped_column" || name == "Column") return true;
    return name == "Table" && after_quote(bytes, skip_blank(bytes, open + 1)) != std::string_view::npos;
}

// Behind nothing but blanks of its line, or a name and a colon: what a class body declares without a call.
bool declares_mapped_class(std::string_view bytes, const Marks& marks) {
    const bool names_table = any_place(bytes, "__tablename__", marks, [&](std::size_t at) {
        const std::size_t before = bytes.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
        return at > 0 && before != std::string_view::npos && bytes[before] == '\n';
    });
    return names_table || any_place(bytes, "Mapped[", marks, [&](std::size_t at) {
               std::size_t begin = at;
               while (begin > 0 && (is_identifier_byte(bytes[begin - 1]) || bytes[begin - 1] == '.')) --begin;
               const bool is_whole = begin == at || bytes[at - 1] == '.';
               while (begin > 0 && (bytes[begin - 1] == ' ' || bytes[begin - 1] == '\t')) --begin;
               return is_whole && begin > 0 && bytes[begin - 1] == ':';
           });
}

// SQLModel's word that it is a table.
bool says_table(const ClassHead& head) { return head.bases.find("table=True") != std::string_view::npos; }

bool is_model_class(const ClassHead& head, const Triggers& triggers) {
    const std::string_view bases = head.bases;
    return std::any_of(triggers.model_bases.begin(), triggers.model_bases.end(), [&](const std::string& base) {
        const std::size_t found = bases.find(base);
        if (found == std::string_view::npos) return false;
        const bool starts = found == 0 || !is_identifier_byte(bases[found - 1]);
        const std::size_t after = found + base.size();
        return starts && (after == bases.size() || !is_identifier_byte(bases[after]));
    });
}

// Behind the opening quotes of the literal that begins here; npos where none does.
std::size_t after_quote(std::string_view bytes, std::size_t begin) {
    std::size_t quote = begin;
    while (quote < bytes.size() && quote < begin + 3 && std::strchr("rRbBfFuUtT", bytes[quote]) != nullptr) ++quote;
    if (quote >= bytes.size() || (bytes[quote] != '"' && bytes[quote] != '\'')) return std::string_view::npos;
    const std::string_view mark = bytes.substr(quote, 3);
    return mark == "\"\"\"" || mark == "'''" ? quote + 3 : quote + 1;
}

std::size_t skip_blank(std::string_view bytes, std::size_t begin) {
    while (begin < bytes.size()) {
        const char byte = bytes[begin];
        if (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r') {
            ++begin;
        } else if (byte == '\\' && begin + 1 < bytes.size()) {
            begin += bytes[begin + 1] == 'n' || bytes[begin + 1] == 't' || bytes[begin + 1] == '\n' ? 2 : 1;
        } else {
            break;
        }
    }
    return begin;
}

std::string_view word_at(std::string_view bytes, std::size_t begin) {
    std::size_t end = begin;
    while (end < bytes.size() && is_identifier_byte(bytes[end])) ++end;
    return bytes.substr(std::min(begin, bytes.size()), end - begin);
}

bool same_word(std::string_view word, std::string_view upper_case) {
    return word.size() == upper_case.size() &&
           std::equal(word.begin(), word.end(), upper_case.begin(), [](char left, char right) {
               return left == right || (left >= 'a' && left <= 'z' && left - 'a' + 'A' == right);
           });
}

bool contains_word(std::string_view text, std::string_view upper_case) {
    std::size_t position = 0;
    while (position < text.size()) {
        // A literal's end is not looked for exactly; three quotes or a blank line's worth of code is near enough.
        if (text[position] == '"') return false;
        if (!is_identifier_byte(text[position])) {
            ++position;
            continue;
        }
        const std::string_view word = word_at(text, position);
        if (same_word(word, upper_case)) return true;
        position += word.size();
    }
    return false;
}

bool is_shouted(std::string_view word) {
    bool any_letter = false;
    for (const char byte : word) {
        if (byte >= 'a' && byte <= 'z') return false;
        any_letter = any_letter || (byte >= 'A' && byte <= 'Z');
    }
    return any_letter;
}

}  // namespace

}  // namespace rowtype::facts
