#include "analysis/facts/row_methods.h"

#include <algorithm>
#include <array>

#include "analysis/facts/find_bytes.h"

namespace rowtype::facts {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool leaves_rows_alone(std::string_view callee) {
    constexpr auto kFunctions = std::to_array<std::string_view>(
        {"len",  "print",  "str",   "repr",  "list", "dict",    "sorted", "enumerate", "zip",    "reversed",   "iter",
         "next", "bool",   "set",   "tuple", "any",  "all",     "sum",    "min",       "max",    "isinstance", "type",
         "map",  "filter", "dumps", "cast",  "copy", "jsonify", "pprint", "deepcopy",  "format", "log"});
    // Of lists, sets, queues, loggers and models; a function that is called so is the project's.
    constexpr auto kMethods = std::to_array<std::string_view>({"append", "extend", "insert", "add", "put", "info", "debug",
                                                               "warning", "error", "exception", "model_validate", "parse_obj"});
    const std::string_view last = callee.substr(callee.rfind('.') + 1);
    const bool is_class = !last.empty() && last.front() >= 'A' && last.front() <= 'Z';
    return is_class || is_one_of(last, kFunctions) || (last.size() < callee.size() && is_one_of(last, kMethods));
}

bool hands_rows_to_function(std::string_view callee) {
    const std::string_view last = callee.substr(callee.rfind('.') + 1);
    return last == "map" || last == "filter";
}

bool leaves_cursor_alone(std::string_view callee) {
    constexpr std::array<std::string_view, 8> kReaders = {"enumerate", "tuple", "set", "zip", "map", "filter", "print", "len"};
    return passes_rows_on(callee) || is_one_of(callee, kReaders);
}

bool changes_nothing(std::string_view method) {
    constexpr std::array<std::string_view, 16> kReaders = {
        "keys",   "items",    "values", "copy",    "count",    "index",         "_asdict",       "close",
        "commit", "rollback", "cursor", "mogrify", "fetchval", "setinputsizes", "setoutputsize", "__enter__"};
    return is_one_of(method, kReaders);
}

bool is_fetch(std::string_view method) {
    constexpr auto kFetches =
        std::to_array<std::string_view>({"fetchone", "fetchall", "fetchmany", "all", "first", "one", "one_or_none", "mappings",
                                         "unique", "tuples", "yield_per", "_asdict"});
    return is_one_of(method, kFetches);
}

bool passes_rows_on(std::string_view function) {
    constexpr std::array<std::string_view, 6> kFunctions = {"list", "sorted", "reversed", "next", "iter", "dict"};
    return is_one_of(function, kFunctions);
}

bool gives_rows_on(std::string_view callee) {
    constexpr auto kFunctions =
        std::to_array<std::string_view>({"zip", "enumerate", "map", "filter", "min", "max", "set", "tuple", "cast", "copy"});
    const std::string_view last = callee.substr(callee.rfind('.') + 1);
    return passes_rows_on(last) || is_one_of(last, kFunctions);
}

bool keeps_rows(std::string_view callee) {
    constexpr auto kMethods = std::to_array<std::string_view>({"append", "extend", "insert", "add", "put"});
    const std::string_view last = callee.substr(callee.rfind('.') + 1);
    return last.size() < callee.size() && is_one_of(last, kMethods);
}

bool stands_for_no_rows(const Value& value) {
    const bool is_empty =
        value.items.empty() && (value.is(ValueKind::List) || value.is(ValueKind::Dictionary) || value.is(ValueKind::Tuple));
    return is_empty || value.is(ValueKind::None);
}

bool may_set_row_factory(std::string_view function) {
    const auto holds = [&](std::string_view word) { return find_bytes(function, word) != std::string_view::npos; };
    return holds(".row_factory") || holds(".cursor_factory") ||
           (holds("setattr") && (holds("row_factory") || holds("cursor_factory")));
}

bool opens_cursor(const Value& value) {
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const std::string& name = value.items.front().text;
    if (name == "closing" || name == "aclosing") return value.positional(0) != nullptr && opens_cursor(*value.positional(0));
    return name.find("cursor") != std::string::npos || name.find("Cursor") != std::string::npos;
}

}  // namespace rowtype::facts
