#include "analysis/syntax/input_limits.h"

#include <algorithm>
#include <array>

namespace rowtype::syntax {

namespace {

enum class ByteClass : std::uint8_t { Plain, Open, Close, Quote, Hash, Newline, Lone, Space };

constexpr std::array<ByteClass, 256> byte_classes() {
    std::array<ByteClass, 256> classes{};
    for (const char byte : {'(', '[', '{'}) classes[static_cast<unsigned char>(byte)] = ByteClass::Open;
    for (const char byte : {')', ']', '}'}) classes[static_cast<unsigned char>(byte)] = ByteClass::Close;
    for (const char byte : {'"', '\''}) classes[static_cast<unsigned char>(byte)] = ByteClass::Quote;
    for (const char byte : {'\\', '.'}) classes[static_cast<unsigned char>(byte)] = ByteClass::Lone;
    for (const char byte : {' ', '\t', '\r', '\f', '\v'}) classes[static_cast<unsigned char>(byte)] = ByteClass::Space;
    classes[static_cast<unsigned char>('#')] = ByteClass::Hash;
    classes[static_cast<unsigned char>('\n')] = ByteClass::Newline;
    return classes;
}

constexpr std::array<ByteClass, 256> kByteClasses = byte_classes();

// Follows Python's tokens just closely enough to count brackets and indentation outside strings and comments.
class LimitScan {
public:
    explicit LimitScan(std::string_view text) : text_(text) {}

    [[nodiscard]] LimitCheck run();

private:
    [[nodiscard]] std::string first_reason();
    [[nodiscard]] ByteClass class_at(std::size_t index) const { return kByteClasses[static_cast<unsigned char>(text_[index])]; }
    void start_line();
    void skip_string();
    void skip_comment();
    void count_lone(char byte);

    std::string_view text_;
    std::size_t position_ = 0;
    std::uint32_t bracket_depth_ = 0;
    std::uint32_t lone_run_ = 0;
    std::array<std::uint32_t, kMaximumIndentDepth + 1> indents_{};  // widths of the open levels
    std::uint32_t indent_depth_ = 0;
    // The most that was met; runs inside strings and comments included, which one more quote would turn into code.
    std::uint32_t deepest_indent_ = 0;
    std::uint32_t deepest_bracket_ = 0;
    std::uint32_t longest_run_ = 0;
    std::uint32_t quoted_run_ = 0;
};

}  // namespace

LimitCheck check_limits(std::string_view text) {
    if (text.size() > kMaximumFileBytes) {
        return {"the file has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(kMaximumFileBytes) +
                    " are analysed",
                0};
    }
    return LimitScan(text).run();
}

namespace {

LimitCheck LimitScan::run() {
    LimitCheck check;
    check.reason = first_reason();
    if (!check.reason.empty()) return check;
    const auto room = [](std::uint32_t most, std::uint32_t met) { return most > met ? (most - met) / 2 : 0; };
    check.headroom = std::min({room(kMaximumIndentDepth, deepest_indent_), room(kMaximumBracketDepth, deepest_bracket_),
                               room(kMaximumLoneRun, longest_run_)});
    return check;
}

std::string LimitScan::first_reason() {
    start_line();
    while (position_ < text_.size()) {
        const ByteClass byte_class = class_at(position_);
        if (byte_class == ByteClass::Plain) {
            lone_run_ = 0;
            do ++position_;
            while (position_ < text_.size() && class_at(position_) == ByteClass::Plain);
            continue;
        }
        switch (byte_class) {
            case ByteClass::Newline:
                ++position_;
                start_line();
                if (indent_depth_ > kMaximumIndentDepth) {
                    return "blocks are nested more than " + std::to_string(kMaximumIndentDepth) + " deep";
                }
                continue;
            case ByteClass::Quote: skip_string(); continue;
            case ByteClass::Hash: skip_comment(); continue;
            case ByteClass::Open:
                deepest_bracket_ = std::max(deepest_bracket_, ++bracket_depth_);
                if (bracket_depth_ > kMaximumBracketDepth) {
                    return "brackets are nested more than " + std::to_string(kMaximumBracketDepth) + " deep";
                }
                lone_run_ = 0;
                break;
            case ByteClass::Close:
                if (bracket_depth_ > 0) --bracket_depth_;
                lone_run_ = 0;
                break;
            case ByteClass::Lone:
                longest_run_ = std::max(longest_run_, ++lone_run_);
                if (lone_run_ > kMaximumLoneRun) {
                    return "more than " + std::to_string(kMaximumLoneRun) + " \"\\\" or \".\" follow one another";
                }
                break;
            case ByteClass::Space:
            case ByteClass::Plain: break;
        }
        ++position_;
    }
    return {};
}

// Counts the indentation of the line that starts here, unless it is blank, a comment or inside brackets.
void LimitScan::start_line() {
    std::uint32_t width = 0;
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
        width += text_[position_] == '\t' ? 8 : 1;
        ++position_;
    }
    if (bracket_depth_ > 0 || position_ >= text_.size()) return;
    const ByteClass first = class_at(position_);
    if (first == ByteClass::Newline || first == ByteClass::Hash || first == ByteClass::Space) return;
    while (indent_depth_ > 0 && indents_[indent_depth_ - 1] >= width) --indent_depth_;
    if (width == 0) return;
    if (indent_depth_ < indents_.size()) indents_[indent_depth_] = width;
    deepest_indent_ = std::max(deepest_indent_, ++indent_depth_);
}

void LimitScan::skip_string() {
    lone_run_ = 0;
    const char quote = text_[position_];
    const bool triple = text_.substr(position_, 3) == std::string_view(quote == '"' ? "\"\"\"" : "'''");
    position_ += triple ? 3 : 1;
    while (position_ < text_.size()) {
        const char byte = text_[position_];
        count_lone(byte);
        if (byte == '\\') {
            if (position_ + 1 < text_.size()) count_lone(text_[position_ + 1]);
            position_ += 2;
            continue;
        }
        if (byte == '\n' && !triple) return;  // an open quote ends with its line
        ++position_;
        if (byte != quote) continue;
        if (!triple) return;
        if (text_.substr(position_, 2) == std::string_view(quote == '"' ? "\"\"" : "''")) {
            position_ += 2;
            return;
        }
    }
}

void LimitScan::skip_comment() {
    lone_run_ = 0;
    for (; position_ < text_.size() && text_[position_] != '\n'; ++position_) count_lone(text_[position_]);
}

void LimitScan::count_lone(char byte) {
    if (byte == '\\' || byte == '.') {
        longest_run_ = std::max(longest_run_, ++quoted_run_);
    } else if (kByteClasses[static_cast<unsigned char>(byte)] != ByteClass::Space && byte != '\n') {
        quoted_run_ = 0;
    }
}

}  // namespace

}  // namespace rowtype::syntax
