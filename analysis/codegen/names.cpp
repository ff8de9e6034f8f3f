#include "analysis/codegen/names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "analysis/codegen/literals.h"
#include "analysis/facts/python_keywords.h"

namespace rowtype::codegen {

namespace {

// Public attributes of pydantic.BaseModel (2.x), which a field must not shadow.
constexpr std::array<std::string_view, 31> kModelAttributes = {"construct",
                                                               "copy",
                                                               "dict",
                                                               "from_orm",
                                                               "json",
                                                               "model_computed_fields",
                                                               "model_config",
                                                               "model_construct",
                                                               "model_copy",
                                                               "model_dump",
                                                               "model_dump_json",
                                                               "model_extra",
                                                               "model_fields",
                                                               "model_fields_set",
                                                               "model_json_schema",
                                                               "model_parametrized_name",
                                                               "model_post_init",
                                                               "model_rebuild",
                                                               "model_validate",
                                                               "model_validate_json",
                                                               "model_validate_strings",
                                                               "parse_file",
                                                               "parse_obj",
                                                               "parse_raw",
                                                               "schema",
                                                               "schema_json",
                                                               "update_forward_refs",
                                                               "validate",
                                                               "register",
                                                               "mro",
                                                               "model_"};

// Builtins and types of datetime that annotations of generated models use.
constexpr std::array<std::string_view, 12> kPlainTypeNames = {"bool", "bytes", "date",   "datetime", "dict", "float",
                                                              "int",  "list",  "object", "str",      "time", "timedelta"};

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
    return std::ranges::find(names, name) != names.end();
}

struct Range {
    char32_t first;
    char32_t last;
};

// Letters of living scripts that need no normalisation; combining marks, ligatures and compatibility forms are left out.
constexpr std::array<Range, 21> kLetters = {{
    {0x00C0, 0x00D6}, {0x00D8, 0x00F6}, {0x00F8, 0x0131}, {0x0134, 0x013E}, {0x0141, 0x0148}, {0x014A, 0x017E}, {0x0386, 0x0386},
    {0x0388, 0x038A}, {0x038C, 0x038C}, {0x038E, 0x03A1}, {0x03A3, 0x03CE}, {0x0400, 0x0481}, {0x048A, 0x052F}, {0x0531, 0x0556},
    {0x0561, 0x0586}, {0x05D0, 0x05EA}, {0x0621, 0x064A}, {0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3},
}};

bool is_ascii_letter(char32_t point) { return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z'); }
bool is_digit(char32_t point) { return point >= '0' && point <= '9'; }

bool is_letter(char32_t point) {
    if (is_ascii_letter(point)) return true;
    return std::ranges::any_of(kLetters, [&](Range range) { return range.first <= point && point <= range.last; });
}

// Every character that an identifier cannot hold becomes "_".
std::string with_legal_characters(std::string_view name) {
    std::string legal;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint point = decode_code_point(name, at);
        if (is_letter(point.value) || is_digit(point.value) || point.value == '_') {
            legal += name.substr(at, point.size);
        } else if (legal.empty() || legal.back() != '_') {
            legal += '_';
        }
        at += point.size;
    }
    return legal;
}

std::string without_outer(std::string_view name, char unwanted) {
    const std::size_t begin = std::min(name.find_first_not_of(unwanted), name.size());
    const std::size_t end = name.find_last_not_of(unwanted);
    return end == std::string_view::npos ? std::string() : std::string(name.substr(begin, end - begin + 1));
}

// Names that no field may have; looked up for each column.
const std::unordered_set<std::string_view>& refused_fields() {
    static const std::unordered_set<std::string_view> refused = [] {
        std::unordered_set<std::string_view> names(facts::kPythonKeywords.begin(), facts::kPythonKeywords.end());
        names.insert(kModelAttributes.begin(), kModelAttributes.end());
        names.insert(kImportedTypeNames.begin(), kImportedTypeNames.end());
        names.insert(kPlainTypeNames.begin(), kPlainTypeNames.end());
        return names;
    }();
    return refused;
}

}  // namespace

bool may_name_field(std::string_view name) {
    return is_identifier(name) && name.front() != '_' && !refused_fields().contains(name);
}

bool hides_type(std::string_view name) { return is_one_of(name, kImportedTypeNames) || is_one_of(name, kPlainTypeNames); }

bool is_keyword(std::string_view name) { return facts::is_python_keyword(name); }

bool is_identifier(std::string_view name) {
    if (name.empty()) return false;
    const auto is_plain = [](char letter) {
        return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    };
    if (!is_digit(static_cast<unsigned char>(name.front())) && std::ranges::all_of(name, is_plain)) return true;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint point = decode_code_point(name, at);
        const bool legal = is_letter(point.value) || point.value == '_' || (at != 0 && is_digit(point.value));
        if (!legal) return false;
        at += point.size;
    }
    return true;
}

std::string field_name(std::string_view column, const std::set<std::string>& taken) {
    std::string name(column);
    if (!may_name_field(name)) {
        name = with_legal_characters(column);
        const std::size_t begin = std::min(name.find_first_not_of('_'), name.size());
        name.erase(0, begin);
        if (name.empty()) name = "field";
        if (is_digit(static_cast<unsigned char>(name.front()))) name = "field_" + name;
        if (!may_name_field(name)) name += "_";
    }
    while (name != column && taken.contains(name)) name += "_";
    return name;
}

std::string class_name(std::string_view name) {
    const std::string legal = with_legal_characters(name);
    std::string result;
    bool at_start = true;
    for (const char letter : legal) {
        if (letter == '_') {
            at_start = true;
            continue;
        }
        const bool lower = letter >= 'a' && letter <= 'z';
        result += at_start && lower ? static_cast<char>(letter - 'a' + 'A') : letter;
        at_start = false;
    }
    if (result.empty()) return "Model";
    if (is_digit(static_cast<unsigned char>(result.front()))) result = "Model" + result;
    return is_keyword(result) ? result + "_" : result;
}

std::string member_name(std::string_view label, const std::set<std::string>& taken) {
    std::string name = without_outer(with_legal_characters(label), '_');
    for (char& letter : name) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    if (name.empty()) name = label.empty() ? "EMPTY" : "VALUE";
    if (is_digit(static_cast<unsigned char>(name.front()))) name = "VALUE_" + name;
    // A name in capitals cannot be a keyword, nor hide a method of str.
    if (!taken.contains(name)) return name;
    std::uint32_t number = 2;
    while (taken.contains(name + "_" + std::to_string(number))) ++number;
    return name + "_" + std::to_string(number);
}

std::string unique_name(const std::string& name, const std::set<std::string>& taken) {
    if (!taken.contains(name)) return name;
    std::uint32_t number = 2;
    while (taken.contains(name + std::to_string(number))) ++number;
    return name + std::to_string(number);
}

}  // namespace rowtype::codegen
