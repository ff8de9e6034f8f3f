#include "analysis/facts/call_names.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/name_table.h"

namespace rowtype::facts {

namespace {

struct NamedRole {
    std::string_view name;
    CallRole role = CallRole::None;
};

// The builders of postgrest-py 2 and the calls of psycopg, psycopg2, asyncpg, SQLAlchemy, pandas, databases and Django.
constexpr std::array kNames = {
    NamedRole{"table", CallRole::Chain},
    NamedRole{"from_", CallRole::Chain},
    NamedRole{"from_table", CallRole::Chain},
    NamedRole{"rpc", CallRole::Chain},
    NamedRole{"schema", CallRole::Chain},
    NamedRole{"on_postgres_changes", CallRole::Chain},

    NamedRole{"select", CallRole::Builder},
    NamedRole{"insert", CallRole::Builder},
    NamedRole{"upsert", CallRole::Builder},
    NamedRole{"update", CallRole::Builder},
    NamedRole{"delete", CallRole::Builder},
    NamedRole{"eq", CallRole::Builder},
    NamedRole{"neq", CallRole::Builder},
    NamedRole{"gt", CallRole::Builder},
    NamedRole{"gte", CallRole::Builder},
    NamedRole{"lt", CallRole::Builder},
    NamedRole{"lte", CallRole::Builder},
    NamedRole{"like", CallRole::Builder},
    NamedRole{"ilike", CallRole::Builder},
    NamedRole{"like_all_of", CallRole::Builder},
    NamedRole{"like_any_of", CallRole::Builder},
    NamedRole{"ilike_all_of", CallRole::Builder},
    NamedRole{"ilike_any_of", CallRole::Builder},
    NamedRole{"is_", CallRole::Builder},
    NamedRole{"in_", CallRole::Builder},
    NamedRole{"fts", CallRole::Builder},
    NamedRole{"plfts", CallRole::Builder},
    NamedRole{"phfts", CallRole::Builder},
    NamedRole{"wfts", CallRole::Builder},
    NamedRole{"cs", CallRole::Builder},
    NamedRole{"cd", CallRole::Builder},
    NamedRole{"contains", CallRole::Builder},
    NamedRole{"contained_by", CallRole::Builder},
    NamedRole{"ov", CallRole::Builder},
    NamedRole{"overlaps", CallRole::Builder},
    NamedRole{"sl", CallRole::Builder},
    NamedRole{"sr", CallRole::Builder},
    NamedRole{"nxl", CallRole::Builder},
    NamedRole{"nxr", CallRole::Builder},
    NamedRole{"adj", CallRole::Builder},
    NamedRole{"range_gt", CallRole::Builder},
    NamedRole{"range_gte", CallRole::Builder},
    NamedRole{"range_lt", CallRole::Builder},
    NamedRole{"range_lte", CallRole::Builder},
    NamedRole{"range_adjacent", CallRole::Builder},
    NamedRole{"filter", CallRole::Builder},
    NamedRole{"match", CallRole::Builder},
    NamedRole{"not_", CallRole::Builder},
    NamedRole{"or_", CallRole::Builder},
    NamedRole{"text_search", CallRole::Builder},
    NamedRole{"order", CallRole::Builder},
    NamedRole{"limit", CallRole::Builder},
    NamedRole{"offset", CallRole::Builder},
    NamedRole{"range", CallRole::Builder},
    NamedRole{"single", CallRole::Builder},
    NamedRole{"maybe_single", CallRole::Builder},
    NamedRole{"csv", CallRole::Builder},
    NamedRole{"explain", CallRole::Builder},
    NamedRole{"max_affected", CallRole::Builder},
    NamedRole{"retry", CallRole::Builder},

    NamedRole{"execute", CallRole::SqlMethod},
    NamedRole{"executemany", CallRole::SqlMethod},
    NamedRole{"execute_many", CallRole::SqlMethod},
    NamedRole{"executescript", CallRole::SqlMethod},
    NamedRole{"stream", CallRole::SqlMethod},
    NamedRole{"copy", CallRole::SqlMethod},
    NamedRole{"copy_expert", CallRole::SqlMethod},
    NamedRole{"copy_from", CallRole::SqlMethod},
    NamedRole{"copy_records_to_table", CallRole::SqlMethod},
    NamedRole{"copy_to_table", CallRole::SqlMethod},
    NamedRole{"copy_from_table", CallRole::SqlMethod},
    NamedRole{"copy_from_query", CallRole::SqlMethod},
    NamedRole{"fetch", CallRole::SqlMethod},
    NamedRole{"fetchmany", CallRole::SqlMethod},
    NamedRole{"fetchrow", CallRole::SqlMethod},
    NamedRole{"fetchval", CallRole::SqlMethod},
    NamedRole{"fetch_all", CallRole::SqlMethod},
    NamedRole{"fetch_one", CallRole::SqlMethod},
    NamedRole{"fetch_val", CallRole::SqlMethod},
    NamedRole{"iterate", CallRole::SqlMethod},
    NamedRole{"exec_driver_sql", CallRole::SqlMethod},
    NamedRole{"mogrify", CallRole::SqlMethod},
    NamedRole{"prepare", CallRole::SqlMethod},
    NamedRole{"cursor", CallRole::SqlMethod},
    NamedRole{"raw", CallRole::SqlMethod},

    NamedRole{"text", CallRole::SqlCallable},
    NamedRole{"literal_column", CallRole::SqlCallable},
    NamedRole{"DDL", CallRole::SqlCallable},
    NamedRole{"SQL", CallRole::SqlCallable},
    NamedRole{"RawSQL", CallRole::SqlCallable},
    NamedRole{"read_sql", CallRole::SqlCallable},
    NamedRole{"read_sql_query", CallRole::SqlCallable},
    NamedRole{"read_sql_table", CallRole::SqlCallable},
    NamedRole{"execute_values", CallRole::SqlCallable},
    NamedRole{"execute_batch", CallRole::SqlCallable},
    NamedRole{"from_str", CallRole::SqlCallable},
};

constexpr NameTable<NamedRole, 512> kTable(kNames);

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\\'; }

// The first byte of the first argument; 0 where there is none.
char first_argument_byte(std::string_view text, std::size_t open) {
    for (std::size_t index = open + 1; index < text.size(); ++index) {
        if (!is_blank(text[index])) return text[index] == ')' ? '\0' : text[index];
    }
    return '\0';
}

// gateway.select("users", "id"): a text and more behind it, as few of a builder's own calls with a verb have.
bool has_second_argument(std::string_view text, std::size_t open) {
    std::size_t begin = open + 1;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    if (begin >= text.size() || (text[begin] != '"' && text[begin] != '\'')) return false;
    const std::size_t end = text.find(text[begin], begin + 1);
    return end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == ',';
}

// "create", "insert_row", "add_user": a look at each letter, since every call is asked about.
bool writes_by_name(std::string_view name) {
    for (std::size_t at = 0; at < name.size(); ++at) {
        const std::string_view rest = name.substr(at);
        switch (rest.front()) {
            case 'a':
                if (rest.starts_with("add")) return true;
                break;
            case 'c':
                if (rest.starts_with("create")) return true;
                break;
            case 'i':
                if (rest.starts_with("insert")) return true;
                break;
            case 's':
                if (rest.starts_with("save") || rest.starts_with("store")) return true;
                break;
            case 'u':
                if (rest.starts_with("update") || rest.starts_with("upsert")) return true;
                break;
            default: break;
        }
    }
    return false;
}

// "row" where the text not far before says "row = {": a plain name that was given a dictionary.
bool is_given_dictionary(std::string_view name, std::string_view before) {
    constexpr std::size_t kLongestName = 40;
    constexpr std::size_t kFarthest = 4000;
    constexpr std::string_view kGiven = " = ";
    if (name.empty() || name.size() > kLongestName || !std::all_of(name.begin(), name.end(), is_identifier_byte)) return false;
    if (before.size() > kFarthest) before.remove_prefix(before.size() - kFarthest);
    while (const void* brace = before.empty() ? nullptr : memrchr(before.data(), '{', before.size())) {
        before = before.substr(0, static_cast<std::size_t>(static_cast<const char*>(brace) - before.data()));
        if (!before.ends_with(kGiven)) continue;
        const std::string_view target = before.substr(0, before.size() - kGiven.size());
        const std::size_t begin = target.size() - std::min(target.size(), name.size());
        if (target.substr(begin) == name && (begin == 0 || is_blank(target[begin - 1]))) return true;
    }
    return false;
}

}  // namespace

CallRole call_role(std::string_view name) {
    const NamedRole* const found = kTable.find(name);
    return found == nullptr ? CallRole::None : found->role;
}

bool is_builder_method(std::string_view name) { return call_role(name) == CallRole::Builder || name == "execute"; }

bool holds_calls(std::string_view bytes, bool builders_too, const ExtractionSettings& settings) {
    std::size_t position = 0;
    while (position < bytes.size()) {
        const void* found = std::memchr(bytes.data() + position, '(', bytes.size() - position);
        if (found == nullptr) return false;
        position = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
        const CallName call = name_before(bytes, position);
        const CallRole role = call_role(call.name);
        if (role != CallRole::None && (call.is_method || role == CallRole::SqlCallable)) {
            if (role == CallRole::Builder) {
                if (builders_too) return true;
            } else if (first_argument_byte(bytes, position) != '\0') {
                return true;
            } else if (builders_too && call.name == "execute") {
                return true;
            }
        }
        const bool is_no_builders = role == CallRole::None || !call.is_method;
        const bool may_be_own = is_no_builders || (role == CallRole::Builder && has_second_argument(bytes, position));
        if (may_be_own && may_be_handed_table(call.name, bytes, position)) return true;
        if ((role == CallRole::None || role == CallRole::Builder) && may_be_handed_row(call.name, bytes, position)) return true;
        if (settings.knows_call(call.name) && first_argument_byte(bytes, position) != '\0') return true;
        ++position;
    }
    return false;
}

bool may_be_handed_table(std::string_view name, std::string_view text, std::size_t open) {
    std::size_t begin = open + 1;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    for (const std::string_view keyword : {"table_name=", "table="}) {
        if (text.substr(begin).starts_with(keyword)) begin += keyword.size();
    }
    if (begin >= text.size() || (text[begin] != '"' && text[begin] != '\'')) return false;
    const std::size_t end = text.find(text[begin], begin + 1);
    constexpr std::size_t kShortest = 2;
    if (end == std::string_view::npos || end - begin <= kShortest) return false;
    for (const char byte : text.substr(begin + 1, end - begin - 1)) {
        if (byte != '_' && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9')) return false;
    }
    constexpr std::array<std::string_view, 14> kWords = {"fetch", "select", "insert", "upsert", "update", "delete", "query",
                                                         "table", "get_",   "find_",  "count_", "row",    "record", "_by"};
    constexpr std::array<std::string_view, 3> kOthers = {"get_logger", "get_argument", "update_state"};
    const auto holds = [&](std::string_view word) { return name.find(word) != std::string_view::npos; };
    return std::any_of(kWords.begin(), kWords.end(), holds) && std::none_of(kOthers.begin(), kOthers.end(), holds);
}

bool may_be_handed_row(std::string_view name, std::string_view text, std::size_t open) {
    if (!writes_by_name(name)) return false;
    constexpr std::size_t kLongestBefore = 60;
    const std::string_view near = text.substr(open + 1, kLongestBefore);
    std::size_t sign = 0;
    while (sign < near.size() && near[sign] != '{' && near[sign] != '(' && near[sign] != ')') ++sign;
    if (sign == near.size() || (sign == 0 && near[sign] != '{')) return false;
    // The first argument, or behind a plain one: a name, a number, a text.
    std::string_view before = near.substr(0, sign);
    std::string_view row;  // empty: a dictionary stands there
    if (near[sign] != '{') {
        const std::size_t comma = before.rfind(',');
        row = comma == std::string_view::npos ? before : before.substr(comma + 1);
        while (!row.empty() && is_blank(row.front())) row.remove_prefix(1);
        if (near[sign] == '(' && !row.ends_with(".model_dump") && !row.ends_with(".dict")) return false;
        before = before.substr(0, before.size() - row.size());
    }
    while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
    const bool is_first = before.empty();
    if (!is_first && before.back() != ',') return false;
    if (!is_first && before.find_first_of("[]:") != std::string_view::npos) return false;
    if (std::count(before.begin(), before.end(), ',') > 1) return false;
    if (near[sign] == ')' && !is_given_dictionary(row, text.substr(0, open))) return false;
    if (name != "update" || !is_first) return true;
    const std::string_view object = text.substr(0, open - name.size());
    return object.ends_with("self.") || object.ends_with("cls.");
}

CallName name_before(std::string_view text, std::size_t position) {
    std::size_t end = position;
    while (end > 0 && is_blank(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_identifier_byte(text[begin - 1])) --begin;
    std::size_t before = begin;
    while (before > 0 && is_blank(text[before - 1])) --before;
    return {text.substr(begin, end - begin), before > 0 && text[before - 1] == '.'};
}

}  // namespace rowtype::facts
