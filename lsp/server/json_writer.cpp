#include "lsp/server/json_writer.h"

#include "reflect/base/text.h"

namespace rowtype::server {

namespace {

// Stands in a JSON string for itself.
bool is_plain(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x20 && byte < 0x7F && letter != '"' && letter != '\\';
}

}  // namespace

JsonText& JsonText::key(std::string_view name) {
    value(name);
    text_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonText& JsonText::value(std::string_view text) {
    separate();
    text_ += '"';
    for (std::uint32_t offset = 0; offset < text.size();) {
        std::uint32_t end = offset;
        while (end < text.size() && is_plain(text[end])) ++end;
        text_ += text.substr(offset, end - offset);
        offset = end;
        if (offset == text.size()) break;
        const std::uint32_t length = utf8_length(text, offset);
        if (length > 1) {
            text_ += text.substr(offset, length);
        } else {
            append_escaped(text[offset]);
        }
        offset += length;
    }
    text_ += '"';
    return *this;
}

void JsonText::append_escaped(char letter) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x80) {
        text_ += "\xEF\xBF\xBD";  // a byte that is not UTF-8
    } else if (letter == '"' || letter == '\\') {
        text_ += '\\';
        text_ += letter;
    } else if (letter == '\n') {
        text_ += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
        text_ += "\\u00";
        text_ += kDigits[byte >> 4U];
        text_ += kDigits[byte & 0x0FU];
    } else {
        text_ += letter;
    }
}

JsonText& JsonText::raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
}

JsonText& JsonText::open(char bracket) {
    separate();
    text_ += bracket;
    needs_comma_ = false;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    text_ += bracket;
    needs_comma_ = true;
    return *this;
}

// Between two values; after a key or an opening bracket there is nothing to separate.
void JsonText::separate() {
    if (needs_comma_) text_ += ',';
    needs_comma_ = true;
}

}  // namespace rowtype::server
