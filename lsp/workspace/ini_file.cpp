#include "lsp/workspace/ini_file.h"

#include <algorithm>

#include "reflect/sql/string_literals.h"

namespace rowtype::workspace {

namespace {

constexpr int kMaximumDepth = 5;  // of values that refer to values

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

using Values = std::map<std::string, std::string>;

std::string interpolated(const std::string& text, const Values& values, const Values& given, int depth) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%' || at + 1 >= text.size()) {
            result += text[at];
        } else if (text[at + 1] == '%') {
            result += '%';
            ++at;
        } else if (const std::size_t close = text.find(")s", at); text[at + 1] == '(' && close != std::string::npos) {
            const std::string name = sql::fold(text.substr(at + 2, close - at - 2));
            const auto own = values.find(name);
            const auto other = given.find(name);
            if (other != given.end()) result += other->second;
            else if (own != values.end() && depth < kMaximumDepth) result += interpolated(own->second, values, given, depth + 1);
            at = close + 1;
        } else {
            result += '%';
        }
    }
    return result;
}

}  // namespace

Values read_ini_section(std::string_view text, std::string_view section, const Values& given) {
    Values values;
    bool is_inside = false;
    std::string key;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view content = trimmed(line);
        if (content.empty() || content.front() == '#' || content.front() == ';') continue;
        const bool goes_on = line.front() == ' ' || line.front() == '\t';
        if (goes_on) {
            if (is_inside && !key.empty()) values[key] += "\n" + std::string(content);
            continue;
        }
        if (content.front() == '[') {
            is_inside = content.substr(1, content.find(']') - 1) == section;
            key.clear();
            continue;
        }
        const std::size_t sign = content.find_first_of("=:");
        if (!is_inside || sign == std::string_view::npos) continue;
        key = sql::fold(trimmed(content.substr(0, sign)));
        values[key] = trimmed(content.substr(sign + 1));
    }
    Values result;
    for (const auto& [name, value] : values) result[name] = interpolated(value, values, given, 0);
    return result;
}

}  // namespace rowtype::workspace
