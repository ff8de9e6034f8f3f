#include "reflect/postgres/decode.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace rowtype::postgres {

namespace {

constexpr std::int32_t kHeaderSize = 4;  // VARHDRSZ: text and numeric modifiers count it in

bool is_any_of(std::string_view type, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, type) != names.end();
}

}  // namespace

std::optional<std::vector<std::string>> parse_array(std::string_view text) {
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::vector<std::string> items;
    while (!text.empty()) {
        std::string item;
        if (text.front() == '"') {
            std::size_t position = 1;
            while (position < text.size() && text[position] != '"') {
                if (text[position] == '\\') ++position;
                if (position < text.size()) item += text[position++];
            }
            if (position >= text.size()) return std::nullopt;
            text.remove_prefix(position + 1);
            if (!text.empty() && text.front() != ',') return std::nullopt;
        } else {
            item = text.substr(0, text.find(','));
            text.remove_prefix(item.size());
            if (item == "NULL") item.clear();
        }
        items.push_back(std::move(item));
        if (!text.empty()) text.remove_prefix(1);
    }
    return items;
}

std::optional<std::vector<std::string>> parse_record(std::string_view text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    for (std::size_t position = 0; position < text.size(); ++position) {
        const char letter = text[position];
        const char next = position + 1 < text.size() ? text[position + 1] : '\0';
        if (letter == '\\' || (is_quoted && letter == '"' && next == '"')) {  // both are doubled, and only within quotes
            fields.back() += next;
            ++position;
        } else if (letter == '"') {
            is_quoted = !is_quoted;
        } else if (letter == ',' && !is_quoted) {
            fields.emplace_back();
        } else {
            fields.back() += letter;
        }
    }
    if (is_quoted) return std::nullopt;
    return fields;
}

std::optional<std::vector<std::int64_t>> parse_numbers(std::string_view text) {
    if (text.starts_with('{') && text.ends_with('}') && text.size() >= 2) text = text.substr(1, text.size() - 2);
    std::vector<std::int64_t> numbers;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
        std::int64_t number = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + end, number);
        const bool ends_in_separator = end + 1 == text.size();
        if (error != std::errc{} || stop != text.data() + end || ends_in_separator) return std::nullopt;
        numbers.push_back(number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return numbers;
}

std::string collation_name(std::uint32_t oid, std::string_view schema, std::string_view name) {
    constexpr std::uint32_t kDatabaseCollation = 100;  // DEFAULT_COLLATION_OID
    if (oid == kDatabaseCollation) return "default";
    if (oid == 0) return "";
    return schema == "pg_catalog" ? std::string(name) : std::string(schema) + "." + std::string(name);
}

std::vector<std::int32_t> decode_modifiers(std::string_view schema, std::string_view type, std::int32_t modifier) {
    if (modifier < 0) return {};
    if (schema != "pg_catalog") {
        if (is_any_of(type, {"geometry", "geography", "raster"})) return {};
        return {modifier};
    }
    if (is_any_of(type, {"varchar", "bpchar"})) {
        return modifier >= kHeaderSize ? std::vector<std::int32_t>{modifier - kHeaderSize} : std::vector<std::int32_t>{};
    }
    if (type == "numeric") {
        if (modifier < kHeaderSize) return {};
        const std::int32_t packed = modifier - kHeaderSize;
        const std::int32_t precision = (packed >> 16) & 0xFFFF;
        const std::int32_t scale = ((packed & 0x7FF) ^ 1024) - 1024;  // eleven bits, signed since PostgreSQL 15
        return {precision, scale};
    }
    if (type == "interval") {
        constexpr std::int32_t kFullPrecision = 0xFFFF;
        const std::int32_t precision = modifier & 0xFFFF;
        return precision == kFullPrecision ? std::vector<std::int32_t>{} : std::vector<std::int32_t>{precision};
    }
    return {modifier};
}

catalog::IntervalFields decode_interval_fields(std::string_view schema, std::string_view type, std::int32_t modifier) {
    const bool is_interval = schema == "pg_catalog" && type == "interval" && modifier >= 0;
    return is_interval ? catalog::interval_fields_of_mask(modifier >> 16) : catalog::IntervalFields::All;
}

}  // namespace rowtype::postgres
