// Positions in text. Inside the house every offset is a zero-based byte offset into UTF-8; lines and columns are made at
// the edges only: code points for reports (one-based), UTF-8/16/32 units for editors (lsp/server's convert file).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype {

// A half-open range of bytes [begin, end).
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] std::uint32_t size() const { return end - begin; }
    [[nodiscard]] bool empty() const { return begin == end; }
    [[nodiscard]] bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
    [[nodiscard]] bool touches(Span other) const { return begin <= other.end && other.begin <= end; }
    [[nodiscard]] Span shifted(std::uint32_t by) const { return {begin + by, end + by}; }

    friend bool operator==(const Span&, const Span&) = default;
    friend auto operator<=>(const Span&, const Span&) = default;
};

// The bytes of `text` under `span`, clamped to the text.
[[nodiscard]] inline std::string_view slice(std::string_view text, Span span) {
    const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, text.size());
    return text.substr(begin, end - begin);
}

// A place for people: one-based line, one-based column in Unicode code points.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// Where each line starts. A line ends at "\n", "\r\n" or a lone "\r", as in LSP 3.17. Holds no reference to the text,
// so that a document can keep it beside text that it edits; the same text must be passed to every call.
class LineIndex {
public:
    LineIndex() : starts_{0} {}
    explicit LineIndex(std::string_view text);

    [[nodiscard]] std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }
    // Zero-based line that holds `offset`; an offset past the end belongs to the last line.
    [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const;
    // Byte offset of the first byte of a zero-based line; clamped to the last line.
    [[nodiscard]] std::uint32_t line_start(std::uint32_t line) const;
    // The bytes of a zero-based line without its line end.
    [[nodiscard]] Span line_span(std::string_view text, std::uint32_t line) const;
    // One-based line and code-point column. Bytes that are not UTF-8 count one each.
    [[nodiscard]] LineColumn line_column(std::string_view text, std::uint32_t offset) const;

private:
    std::vector<std::uint32_t> starts_;
};

// Length in bytes of the UTF-8 sequence that starts at text[offset]; 1 for a byte that starts none.
[[nodiscard]] std::uint32_t utf8_length(std::string_view text, std::uint32_t offset);
// Code points in `text`; bytes that are not UTF-8 count one each.
[[nodiscard]] std::uint32_t count_code_points(std::string_view text);
// Whether `text` is well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_valid_utf8(std::string_view text);
// Appends one code point as UTF-8; a code point outside Unicode becomes U+FFFD.
void append_utf8(std::string& into, std::uint32_t code_point);

}  // namespace rowtype
