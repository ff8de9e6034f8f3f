#include "analysis/postgrest/filter_key.h"

#include <algorithm>
#include <array>
#include <string>

#include "analysis/postgrest/scanner.h"

namespace rowtype::postgrest {

namespace {

bool read_filter_key(Scanner& scanner, FilterKey& key);
bool needs_quotes(std::string_view argument);
Span without_quotes(Span span, std::string_view argument);
void unwrap(Name& name, std::string_view argument);
void unwrap(FilterKey& key, std::string_view argument);
bool refuse_reserved(Scanner& scanner, std::string_view key);
bool refuse_rest_of_list(Scanner& scanner);

constexpr std::array<std::string_view, 5> kReservedLastParts{"order", "limit", "offset", "and", "or"};
constexpr std::array<std::string_view, 3> kReservedKeys{"select", "columns", "on_conflict"};

}  // namespace

Parsed<FilterKey> parse_filter_key(std::string_view key) {
    Parsed<FilterKey> result;
    Scanner scanner(key);
    if (!scanner.failed() && read_filter_key(scanner, result.value)) refuse_reserved(scanner, key);
    result.error = scanner.take_error();
    return result;
}

Parsed<FilterKey> parse_filter_column(std::string_view argument) {
    if (!needs_quotes(argument)) return parse_filter_key(argument);
    Parsed<FilterKey> result = parse_filter_key("\"" + std::string(argument) + "\"");
    unwrap(result.value, argument);
    result.value.wrapped_in_quotes = true;
    if (!result.error) return result;
    result.error->span = without_quotes(result.error->span, argument);
    result.error->message += "; supabase-py puts this argument into double quotes because it holds one of , : ( )";
    result.error->remedy = "leave the quotes out: write the bare name";
    return result;
}

Parsed<std::vector<Name>> parse_embed_path(std::string_view argument, bool quote_as_filter) {
    const bool wrapped = quote_as_filter && needs_quotes(argument);
    const std::string sent = wrapped ? "\"" + std::string(argument) + "\"" : std::string(argument);
    Parsed<std::vector<Name>> result;
    Scanner scanner(sent);
    Name name;
    while (!scanner.failed() && scanner.read_name(name, "the alias or the name of an embedded table")) {
        result.value.push_back(std::move(name));
        if (scanner.accept(".")) continue;
        if (scanner.at_end()) break;
        scanner.expected("expected \".\" or the end of the path to the embedded table",
                         "name the table as in the select: its alias, or its name; levels are joined by \".\"");
    }
    result.error = scanner.take_error();
    if (!wrapped) return result;
    for (Name& each : result.value) unwrap(each, argument);
    if (result.error) result.error->span = without_quotes(result.error->span, argument);
    return result;
}

Parsed<std::vector<Name>> parse_column_list(std::string_view text) {
    Parsed<std::vector<Name>> result;
    Scanner scanner(text);
    Name name;
    while (!scanner.failed() && scanner.read_name(name, "a column")) {
        result.value.push_back(std::move(name));
        const std::uint32_t name_end = scanner.position();
        scanner.skip_blanks();
        if (scanner.accept(",")) {
            scanner.skip_blanks();
            continue;
        }
        if (scanner.at_end() && scanner.position() == name_end) break;
        if (scanner.position() != name_end) {
            scanner.expected("expected \",\" after the white space", "remove the white space behind the column");
        } else {
            refuse_rest_of_list(scanner);
        }
    }
    result.error = scanner.take_error();
    return result;
}

namespace {

bool read_filter_key(Scanner& scanner, FilterKey& key) {
    while (true) {
        if (!scanner.read_name(key.column.name, "a column")) return false;
        if (!scanner.accept(".")) break;
        key.embed_path.push_back(std::move(key.column.name));
        key.column.name = {};
    }
    if (!scanner.read_json_path(key.column.json_path)) return false;
    if (scanner.at_end()) return true;
    const std::string dropped = "; PostgREST silently ignores the column from here on";
    if (scanner.next_is(".") && !key.column.json_path.empty()) {
        return scanner.refuse_ignored_rest("a JSON path takes no \".\"" + dropped,
                                           "write -> between the keys, and put double quotes around a key that holds a \".\"");
    }
    return scanner.refuse_ignored_rest("expected the end of the column, found " + scanner.found() + dropped,
                                       "put double quotes around a name that holds other characters");
}

bool refuse_reserved(Scanner& scanner, std::string_view key) {
    const std::size_t dot = key.rfind('.');
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    const std::string_view last = key.substr(begin);
    const auto holds = [](const auto& words, std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (!holds(kReservedLastParts, last) && !holds(kReservedKeys, key)) return true;
    return scanner.refuse({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(key.size())},
                          "PostgREST reads \"" + std::string(key) + "\" as its own parameter, not as a column",
                          "put the name in double quotes inside the string: '" + std::string(key.substr(0, begin)) + "\"" +
                              std::string(last) + "\"'");
}

bool refuse_rest_of_list(Scanner& scanner) {
    const std::string dropped = "; PostgREST silently ignores the list from here on";
    if (scanner.next_is("(") || scanner.next_is(".")) {
        return scanner.refuse_ignored_rest("expected \",\" or the end of the list, found " + scanner.found() + dropped,
                                           "the list names plain columns, without table and without expression");
    }
    return scanner.refuse_ignored_rest("expected \",\" or the end of the list, found " + scanner.found() + dropped,
                                       "join the columns by \",\"");
}

// supabase-py's sanitize_param.
bool needs_quotes(std::string_view argument) { return argument.find_first_of(",:()") != std::string_view::npos; }

// From the text in added quotes back to the argument.
Span without_quotes(Span span, std::string_view argument) {
    const auto size = static_cast<std::uint32_t>(argument.size());
    const auto shift = [&](std::uint32_t offset) { return std::min(size, offset == 0 ? 0 : offset - 1); };
    return {shift(span.begin), shift(span.end)};
}

void unwrap(Name& name, std::string_view argument) { name.span = without_quotes(name.span, argument); }

void unwrap(FilterKey& key, std::string_view argument) {
    for (Name& name : key.embed_path) unwrap(name, argument);
    unwrap(key.column.name, argument);
    for (JsonStep& step : key.column.json_path) step.span = without_quotes(step.span, argument);
}

}  // namespace

}  // namespace rowtype::postgrest
