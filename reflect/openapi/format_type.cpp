#include "reflect/openapi/format_type.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace rowtype::openapi {

namespace {

// "(10,2)" in the middle or at the end, outside quotes: taken out of the text. Others than whole numbers (geometry(Point,4326))
// are left out of the result.
std::vector<std::int32_t> take_modifiers(std::string& text) {
    std::vector<std::int32_t> modifiers;
    const std::size_t open = text.find('(', text.rfind('"') == std::string::npos ? 0 : text.rfind('"'));
    const std::size_t close = text.find(')', std::min(open, text.size()));
    if (open == std::string::npos || close == std::string::npos) return modifiers;
    const char* at = text.data() + open + 1;
    const char* const end = text.data() + close;
    while (at < end) {
        std::int32_t number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc{} || (next != end && *next != ',')) {
            modifiers.clear();
            break;
        }
        modifiers.push_back(number);
        at = next + 1;
    }
    text.erase(open, close - open + 1);
    return modifiers;
}

// The parts of a name as quote_ident() writes them.
std::vector<std::string> name_parts(std::string_view text) {
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char letter = text[index];
        if (letter == '"' && quoted && index + 1 < text.size() && text[index + 1] == '"') {
            parts.back() += letter;
            ++index;
        } else if (letter == '"') {
            quoted = !quoted;
        } else if (letter == '.' && !quoted) {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

}  // namespace

catalog::Type parse_format_type(std::string_view format) {
    catalog::Type type;
    while (format.ends_with("[]") && type.array_dimensions < 6) {
        format.remove_suffix(2);
        ++type.array_dimensions;
    }
    std::string text(format);
    type.modifiers = take_modifiers(text);
    const std::string_view view = text;
    const std::string_view fields = view.starts_with("interval ") ? view.substr(9) : std::string_view();
    if (text == "\"char\"") {
        type.name = {"pg_catalog", "char"};
    } else if (!fields.empty() && catalog::interval_fields(fields)) {
        type.name = {"pg_catalog", "interval"};
        type.fields = *catalog::interval_fields(fields);
    } else if (const auto builtin = catalog::builtin_type_name(text)) {
        type.name = {"pg_catalog", *builtin};
    } else {
        const std::vector<std::string> parts = name_parts(text);
        if (parts.size() == 2) type.name = {parts[0], parts[1]};
        else type.name = {"", text};
    }
    return type;
}

}  // namespace rowtype::openapi
