#include "reflect/base/text.h"

#include <algorithm>
#include <cstring>

namespace rowtype {

// One memchr each for the two kinds of line end: an editor's every keystroke comes through here.
LineIndex::LineIndex(std::string_view text) : starts_{0} {
    std::size_t feed = text.find('\n');
    std::size_t carriage_return = text.find('\r');
    while (feed != std::string_view::npos || carriage_return != std::string_view::npos) {
        std::size_t next = std::min(feed, carriage_return) + 1;
        if (carriage_return < feed && carriage_return + 1 == feed) next = feed + 1;
        starts_.push_back(static_cast<std::uint32_t>(next));
        if (feed < next) feed = text.find('\n', next);
        if (carriage_return < next) carriage_return = text.find('\r', next);
    }
}

std::uint32_t LineIndex::line_of(std::uint32_t offset) const {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return static_cast<std::uint32_t>(next - starts_.begin()) - 1;
}

std::uint32_t LineIndex::line_start(std::uint32_t line) const { return starts_[std::min<std::size_t>(line, starts_.size() - 1)]; }

Span LineIndex::line_span(std::string_view text, std::uint32_t line) const {
    const std::uint32_t begin = line_start(line);
    std::uint32_t end = line + 1 < line_count() ? starts_[line + 1] : static_cast<std::uint32_t>(text.size());
    while (end > begin && (text[end - 1] == '\n' || text[end - 1] == '\r')) --end;
    return {begin, end};
}

LineColumn LineIndex::line_column(std::string_view text, std::uint32_t offset) const {
    const std::uint32_t line = line_of(offset);
    const std::uint32_t start = line_start(line);
    return {line + 1, count_code_points(slice(text, {start, std::max(start, offset)})) + 1};
}

namespace {

bool is_continuation(std::string_view text, std::size_t index) {
    return index < text.size() && (static_cast<unsigned char>(text[index]) & 0xC0U) == 0x80U;
}

// The length of the well-formed sequence at `offset` by Unicode table 3-7, or 0.
std::uint32_t well_formed_length(std::string_view text, std::size_t offset) {
    const auto lead = static_cast<unsigned char>(text[offset]);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const auto second = offset + 1 < text.size() ? static_cast<unsigned char>(text[offset + 1]) : 0U;
    if (lead < 0xE0) return is_continuation(text, offset + 1) ? 2 : 0;
    const unsigned low = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
    const unsigned high = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
    if (second < low || second > high || !is_continuation(text, offset + 2)) return 0;
    if (lead < 0xF0) return 3;
    return is_continuation(text, offset + 3) ? 4 : 0;
}

}  // namespace

std::uint32_t utf8_length(std::string_view text, std::uint32_t offset) { return std::max(1U, well_formed_length(text, offset)); }

std::uint32_t count_code_points(std::string_view text) {
    std::uint32_t count = 0;
    for (std::uint32_t offset = 0; offset < text.size(); offset += utf8_length(text, offset)) ++count;
    return count;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        // Most text is ASCII: eight bytes at a time.
        constexpr std::uint64_t kHighBits = 0x8080808080808080U;
        std::uint64_t eight = kHighBits;
        if (offset + sizeof eight <= text.size()) std::memcpy(&eight, text.data() + offset, sizeof eight);
        if ((eight & kHighBits) == 0) {
            offset += sizeof eight;
            continue;
        }
        const std::uint32_t length = well_formed_length(text, offset);
        if (length == 0) return false;
        offset += length;
    }
    return true;
}

void append_utf8(std::string& into, std::uint32_t code_point) {
    const bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
    if (code_point > 0x10FFFF || is_surrogate) code_point = 0xFFFD;
    const auto add = [&](std::uint32_t byte) { into += static_cast<char>(static_cast<unsigned char>(byte)); };
    const auto add_rest = [&](unsigned shift) { add(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) {
        add(code_point);
    } else if (code_point < 0x800) {
        add(0xC0U | (code_point >> 6U));
        add_rest(0);
    } else if (code_point < 0x10000) {
        add(0xE0U | (code_point >> 12U));
        add_rest(6);
        add_rest(0);
    } else {
        add(0xF0U | (code_point >> 18U));
        add_rest(12);
        add_rest(6);
        add_rest(0);
    }
}

}  // namespace rowtype
