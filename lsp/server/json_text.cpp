#include "lsp/server/json_text.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include "reflect/base/text.h"

namespace rowtype::server {

namespace {

std::size_t pass_over_string(std::string& text, std::size_t position);
void replace_invalid_bytes(std::string& text);

}  // namespace

Status prepare_json(std::string& text) {
    if (!is_valid_utf8(text)) replace_invalid_bytes(text);
    std::size_t depth = 0;
    for (std::size_t position = 0; position < text.size(); ++position) {
        switch (text[position]) {
            case '"': position = pass_over_string(text, position); break;
            case '[':
            case '{':
                if (++depth > kMaximumJsonDepth) {
                    return Error{Error::Kind::Invalid,
                                 "the message nests deeper than " + std::to_string(kMaximumJsonDepth) + " levels",
                                 {},
                                 {}};
                }
                break;
            case ']':
            case '}':
                if (depth > 0) --depth;
                break;
            default: break;
        }
    }
    return {};
}

namespace {

// The four hexadecimal digits at `position`.
std::optional<std::uint32_t> hexadecimal(std::string_view text, std::size_t position) {
    if (position + 4 > text.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (const char digit : text.substr(position, 4)) {
        value <<= 4;
        if (digit >= '0' && digit <= '9') {
            value += static_cast<std::uint32_t>(digit - '0');
        } else if (digit >= 'a' && digit <= 'f') {
            value += static_cast<std::uint32_t>(digit - 'a') + 10;
        } else if (digit >= 'A' && digit <= 'F') {
            value += static_cast<std::uint32_t>(digit - 'A') + 10;
        } else {
            return std::nullopt;
        }
    }
    return value;
}

// The UTF-16 unit of the escape \uXXXX that starts at `position`.
std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t position) {
    if (text.substr(position, 2) != "\\u") return std::nullopt;
    return hexadecimal(text, position + 2);
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// From the quote at `position` to the closing one, whose position it returns; mends lone surrogates on the way.
std::size_t pass_over_string(std::string& text, std::size_t position) {
    ++position;
    while (position < text.size() && text[position] != '"') {
        if (text[position] != '\\') {
            ++position;
            continue;
        }
        const auto unit = escaped_unit(text, position);
        if (!unit) {
            position += 2;
            continue;
        }
        const auto following = is_high_surrogate(*unit) ? escaped_unit(text, position + 6) : std::nullopt;
        if (following && is_low_surrogate(*following)) {
            position += 12;
            continue;
        }
        if (is_high_surrogate(*unit) || is_low_surrogate(*unit)) text.replace(position + 2, 4, "fffd");
        position += 6;
    }
    return position;
}

void replace_invalid_bytes(std::string& text) {
    std::string mended;
    mended.reserve(text.size() + 64);
    for (std::uint32_t offset = 0; offset < text.size();) {
        const std::uint32_t length = utf8_length(text, offset);
        const bool is_valid = length > 1 || static_cast<unsigned char>(text[offset]) < 0x80;
        mended += is_valid ? std::string_view(text).substr(offset, length) : std::string_view("\xEF\xBF\xBD");
        offset += length;
    }
    text = std::move(mended);
}

}  // namespace

}  // namespace rowtype::server
