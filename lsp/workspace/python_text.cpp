#include "lsp/workspace/python_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "reflect/base/encoding.h"
#include "reflect/base/text.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kBeginning = 256;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

// What the bytes 0x80 to 0x9F mean; 0: nothing.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};
// Where Latin-9 is not Latin-1.
constexpr std::array<std::pair<std::uint8_t, std::uint16_t>, 8> kLatin9 = {{{0xA4, 0x20AC},
                                                                            {0xA6, 0x0160},
                                                                            {0xA8, 0x0161},
                                                                            {0xB4, 0x017D},
                                                                            {0xB8, 0x017E},
                                                                            {0xBC, 0x0152},
                                                                            {0xBD, 0x0153},
                                                                            {0xBE, 0x0178}}};

std::string declared_encoding(std::string_view bytes);
bool names_encoding(std::string name, std::initializer_list<std::string_view> names);
Result<PythonText> as_utf8(std::string bytes, const std::string& declared);
Result<PythonText> decode(std::string_view bytes, PythonEncoding encoding, const std::string& declared);
std::uint32_t code_point_of(unsigned char byte, PythonEncoding encoding);
Error not_read(std::string message) { return Error{Error::Kind::Invalid, std::move(message), "", ""}; }

}  // namespace

Result<PythonText> decode_python(std::string bytes) {
    if (has_utf16_mark(bytes)) return not_read("the file is UTF-16, which Python does not run: save it as UTF-8");
    if (bytes.find('\0') < kBeginning) {
        return not_read("the file holds NUL bytes: it is no text, or UTF-16, which Python does not run: save it as UTF-8");
    }
    const std::string declared = declared_encoding(bytes);
    const bool is_utf8 = declared.empty() || bytes.starts_with(kMark) ||
                         names_encoding(declared, {"utf-8", "utf8", "u8", "utf", "utf-8-sig", "ascii", "us-ascii"});
    const auto is_ascii = [&] {
        return std::ranges::all_of(bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
    };
    if (is_utf8 || is_ascii()) return as_utf8(std::move(bytes), declared);
    if (names_encoding(declared, {"latin-1", "latin1", "l1", "iso-8859-1", "iso8859-1", "iso-latin-1", "8859", "cp819"})) {
        return decode(bytes, PythonEncoding::Latin1, declared);
    }
    if (names_encoding(declared, {"latin-9", "latin9", "l9", "iso-8859-15", "iso8859-15"})) {
        return decode(bytes, PythonEncoding::Latin9, declared);
    }
    if (names_encoding(declared, {"cp1252", "windows-1252", "1252"})) return decode(bytes, PythonEncoding::Windows1252, declared);
    return not_read("its coding line says " + declared + ", which is not read: save it as UTF-8");
}

std::string encode_python(std::string_view text, PythonEncoding encoding) {
    if (encoding == PythonEncoding::Utf8) return std::string(text);
    std::string bytes;
    for (std::uint32_t at = 0; at < text.size();) {
        const std::uint32_t length = utf8_length(text, at);
        const std::string_view letter = text.substr(at, length);
        at += length;
        if (length == 1) {
            bytes += letter;
            continue;
        }
        for (unsigned byte = 0x80; byte < 0x100; ++byte) {
            std::string meant;
            append_utf8(meant, code_point_of(static_cast<unsigned char>(byte), encoding));
            if (meant != letter) continue;
            bytes += static_cast<char>(static_cast<unsigned char>(byte));
            break;
        }
    }
    return bytes;
}

std::string text_of_wide_bytes(std::string_view bytes) {
    if (std::optional<std::string> text = utf8_of_utf16(bytes)) return std::move(*text);
    std::string text;
    if (bytes.substr(0, kBeginning).find('\0') == std::string_view::npos) return text;
    std::ranges::copy_if(bytes, std::back_inserter(text), [](char byte) { return byte != '\0'; });
    return text;
}

namespace {

// The name behind "coding:" or "coding=" of a comment on the first line, or on the second where the first is blank or a comment.
std::string declared_encoding(std::string_view bytes) {
    if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
    for (int line = 0; line < 2; ++line) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        const std::string_view text = bytes.substr(0, end);
        const std::size_t begin = text.find_first_not_of(" \t\f");
        if (begin != std::string_view::npos && text[begin] != '#') return {};
        for (std::size_t at = text.find("coding"); at != std::string_view::npos; at = text.find("coding", at + 1)) {
            std::size_t name = at + 6;
            if (name >= text.size() || (text[name] != ':' && text[name] != '=')) continue;
            name = std::min(text.find_first_not_of(" \t", name + 1), text.size());
            std::size_t name_end = name;
            const auto is_part = [](char letter) {
                return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_' || letter == '.';
            };
            while (name_end < text.size() && is_part(text[name_end])) ++name_end;
            if (name_end > name) return std::string(text.substr(name, name_end - name));
        }
        bytes.remove_prefix(end);
        bytes.remove_prefix(bytes.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, bytes.size()));
    }
    return {};
}

// As Python compares them: without case, "_" for "-". Emacs appends how lines end.
bool names_encoding(std::string name, std::initializer_list<std::string_view> names) {
    for (char& letter : name) letter = letter == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    for (const std::string_view ending : {"-unix", "-dos", "-mac"}) {
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    }
    return std::ranges::find(names, name) != names.end();
}

Result<PythonText> as_utf8(std::string bytes, const std::string& declared) {
    if (is_valid_utf8(bytes)) return PythonText{std::move(bytes), PythonEncoding::Utf8};
    std::uint32_t at = 0;
    while (at < bytes.size() && is_valid_utf8(slice(bytes, {at, at + utf8_length(bytes, at)}))) at += utf8_length(bytes, at);
    const std::string line = std::to_string(LineIndex(bytes).line_of(at) + 1);
    return not_read(
        "line " + line + " is not UTF-8, " +
        (declared.empty() ? "and no coding line says what else it is (PEP 263)" : "which its coding line says it is") +
        ": Python does not run the file");
}

Result<PythonText> decode(std::string_view bytes, PythonEncoding encoding, const std::string& declared) {
    PythonText read{"", encoding};
    for (const char letter : bytes) {
        const auto byte = static_cast<unsigned char>(letter);
        const std::uint32_t code_point = code_point_of(byte, encoding);
        if (code_point == 0 && byte != 0) {
            return not_read("it holds a byte that " + declared + ", which its coding line says it is, does not have");
        }
        append_utf8(read.text, code_point);
    }
    return read;
}

std::uint32_t code_point_of(unsigned char byte, PythonEncoding encoding) {
    if (encoding == PythonEncoding::Windows1252 && byte >= 0x80 && byte < 0xA0) return kWindows1252[byte - 0x80U];
    if (encoding == PythonEncoding::Latin9) {
        const auto other = std::ranges::find(kLatin9, byte, [](const auto& entry) { return entry.first; });
        if (other != kLatin9.end()) return other->second;
    }
    return byte;
}

}  // namespace

}  // namespace rowtype::workspace
