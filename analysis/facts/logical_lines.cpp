#include "analysis/facts/logical_lines.h"

#include <algorithm>
#include <array>

#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

namespace {

enum class ByteClass : std::uint8_t { Plain, Space, Newline, Return, Open, Close, Quote, Hash, Backslash, Semicolon, Minus, Odd };

constexpr std::array<ByteClass, 256> byte_classes() {
    std::array<ByteClass, 256> classes{};
    const auto set = [&](std::string_view bytes, ByteClass byte_class) {
        for (const char byte : bytes) classes[static_cast<unsigned char>(byte)] = byte_class;
    };
    set(" \t", ByteClass::Space);
    set("\n", ByteClass::Newline);
    set("\r", ByteClass::Return);
    set("([{", ByteClass::Open);
    set(")]}", ByteClass::Close);
    set("\"'", ByteClass::Quote);
    set("#", ByteClass::Hash);
    set("\\", ByteClass::Backslash);
    set(";", ByteClass::Semicolon);
    set("-", ByteClass::Minus);
    set("\f\v", ByteClass::Odd);
    classes[0] = ByteClass::Odd;
    return classes;
}

constexpr std::array<ByteClass, 256> kByteClasses = byte_classes();

// Those of a string that may mean something.
constexpr std::array<bool, 256> kInStrings = [] {
    std::array<bool, 256> bytes{};
    for (const char byte : std::string_view("\\{}\n\"'")) bytes[static_cast<unsigned char>(byte)] = true;
    return bytes;
}();

constexpr std::uint32_t kTabWidth = 8;  // as the grammar's scanner counts it

class LineScan {
public:
    explicit LineScan(std::string_view text) : text_(text), size_(static_cast<std::uint32_t>(text.size())) {
        constexpr std::uint32_t kBytesOfALine = 24;
        lines_.reserve(text.size() / kBytesOfALine);
    }

    [[nodiscard]] std::optional<std::vector<LogicalLine>> run();

private:
    [[nodiscard]] ByteClass class_at(std::uint32_t index) const { return kByteClasses[static_cast<unsigned char>(text_[index])]; }
    // The first place from `at` on where the byte is one that `stops`: nearly all bytes go through here, in registers.
    template <class Stops>
    [[nodiscard]] std::uint32_t find(std::uint32_t at, Stops stops) const {
        const std::uint32_t size = size_;
        const char* const text = text_.data();
        while (at < size && !stops(static_cast<unsigned char>(text[at]))) ++at;
        return at;
    }
    // Each gives false where it cannot be sure.
    bool read_line(std::uint32_t indent);
    bool skip_string();
    bool skip_continuation();
    bool take_indent(std::uint32_t indent);
    void skip_comment();
    [[nodiscard]] bool may_be_formatted(std::uint32_t quote) const;

    std::string_view text_;
    std::uint32_t size_;
    std::uint32_t at_ = 0;
    std::vector<std::uint32_t> indents_{0};
    std::vector<LogicalLine> lines_;
};

std::optional<std::vector<LogicalLine>> LineScan::run() {
    while (at_ < size_) {
        std::uint32_t indent = 0;
        for (; at_ < size_ && class_at(at_) == ByteClass::Space; ++at_) indent += text_[at_] == '\t' ? kTabWidth : 1;
        if (at_ == size_) break;
        switch (class_at(at_)) {
            case ByteClass::Newline: ++at_; break;
            case ByteClass::Return:
                if (++at_ >= size_ || text_[at_] != '\n') return std::nullopt;
                break;
            case ByteClass::Hash: skip_comment(); break;
            case ByteClass::Odd: return std::nullopt;
            default:
                if (!take_indent(indent) || !read_line(indent)) return std::nullopt;
        }
    }
    return std::move(lines_);
}

// Only behind a colon may a line stand further in, and further out only where a block around it does.
bool LineScan::take_indent(std::uint32_t indent) {
    const bool opens = !lines_.empty() && text_[lines_.back().end - 1] == ':';
    if (opens != (indent > indents_.back())) return false;
    if (opens) indents_.push_back(indent);
    while (indents_.back() > indent) indents_.pop_back();
    return indents_.back() == indent;
}

bool LineScan::read_line(std::uint32_t indent) {
    LogicalLine line{at_, at_, indent, false, false};
    std::uint32_t depth = 0;
    while (at_ < size_) {
        switch (class_at(at_)) {
            case ByteClass::Plain:
                at_ = find(at_ + 1, [](unsigned char byte) { return kByteClasses[byte] != ByteClass::Plain; });
                line.end = at_;
                continue;
            case ByteClass::Space: ++at_; continue;
            case ByteClass::Return:
                if (++at_ >= size_ || text_[at_] != '\n') return false;
                continue;
            case ByteClass::Newline:
                ++at_;
                if (depth > 0) continue;
                lines_.push_back(line);
                return true;
            case ByteClass::Hash: skip_comment(); continue;
            case ByteClass::Quote:
                if (!skip_string()) return false;
                line.end = at_;
                continue;
            case ByteClass::Backslash:
                if (!skip_continuation()) return false;
                continue;
            case ByteClass::Open: ++depth; break;
            case ByteClass::Close:
                if (depth == 0) return false;
                --depth;
                break;
            case ByteClass::Semicolon: line.has_semicolon = line.has_semicolon || depth == 0; break;
            case ByteClass::Minus: line.has_arrow = line.has_arrow || (depth == 0 && text_.substr(at_, 2) == "->"); break;
            case ByteClass::Odd: return false;
        }
        line.end = ++at_;
    }
    lines_.push_back(line);
    return depth == 0;
}

void LineScan::skip_comment() {
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? size_ : static_cast<std::uint32_t>(end);
}

bool LineScan::skip_continuation() {
    ++at_;
    if (at_ < size_ && text_[at_] == '\r') ++at_;
    if (at_ >= size_ || text_[at_] != '\n') return false;
    ++at_;
    return true;
}

// Of the two letters before a quote one may be an f, or a t, which make the braces inside expressions.
bool LineScan::may_be_formatted(std::uint32_t quote) const {
    for (std::uint32_t back = 1; back <= 2 && back <= quote; ++back) {
        const char letter = static_cast<char>(text_[quote - back] | 0x20);
        if (letter == 'f' || letter == 't') return true;
        if (!is_identifier_byte(text_[quote - back])) return false;
    }
    return false;
}

bool LineScan::skip_string() {
    const char quote = text_[at_];
    const bool has_fields = may_be_formatted(at_);
    const std::string_view closing = quote == '"' ? std::string_view("\"\"\"") : std::string_view("'''");
    const bool is_triple = text_.substr(at_, 3) == closing;
    at_ += is_triple ? 3 : 1;
    int braces = 0;
    const auto may_mean_something = [](unsigned char byte) { return kInStrings[byte]; };
    for (std::uint32_t at = at_; (at = find(at, may_mean_something)) < size_; ++at) {
        const char byte = text_[at];
        if (byte == '\\') ++at;
        else if (byte == '{') ++braces;
        else if (byte == '}') --braces;
        else if (byte == '\n' && !is_triple) return false;
        if (byte != quote || (is_triple && text_.substr(at, 3) != closing)) continue;
        // A quote between braces that stay open may be one of an expression, where newer Pythons take the same.
        if (has_fields && braces != 0) return false;
        at_ = at + (is_triple ? 3 : 1);
        return true;
    }
    at_ = size_;
    return false;
}

}  // namespace

std::optional<std::vector<LogicalLine>> logical_lines(std::string_view text) { return LineScan(text).run(); }

}  // namespace rowtype::facts
