#include "analysis/features/markup.h"

#include <algorithm>

#include "reflect/base/printable.h"

namespace rowtype::features {

namespace {

constexpr std::size_t kLongestProse = 4000;  // bytes

// Calls take(line) for each line of `text`.
template <class Take>
void each_line(std::string_view text, Take take) {
    while (true) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        take(line);
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char letter : text) {
        run = letter == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

// At most `limit` bytes, never half a code point.
std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    return text.substr(0, limit);
}

// Markdown's own signs get a backslash; what is a sign at the start of a line only, there only.
std::string escaped_line(std::string_view line) {
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    std::string out;
    bool still_digits = true;
    for (std::size_t index = 0; index < line.size(); ++index) {
        const char letter = line[index];
        const bool anywhere = std::string_view("\\`*_[]<>&|~!$").find(letter) != std::string_view::npos;
        const bool at_start = index == 0 && std::string_view("#+-=").find(letter) != std::string_view::npos;
        const bool after_digits = still_digits && index > 0 && (letter == '.' || letter == ')');
        if (anywhere || at_start || after_digits) out += '\\';
        out += letter;
        still_digits = still_digits && letter >= '0' && letter <= '9';
    }
    return out;
}

}  // namespace

void Markup::code_block(std::string_view text, std::string_view language) {
    std::string lines;
    each_line(text, [&](std::string_view line) { lines += printable(line) + "\n"; });
    if (kind_ == MarkupKind::PlainText) {
        lines.pop_back();
        return paragraph(lines);
    }
    const std::string fence(std::max<std::size_t>(3, longest_run_of_backticks(lines) + 1), '`');
    std::string block = fence;
    block.append(language).append("\n").append(lines).append(fence);
    paragraph(block);
}

void Markup::paragraph(const std::string& text) { text_ += (text_.empty() ? "" : "\n\n") + text; }

std::string Markup::prose(std::string_view text) const {
    const std::string_view kept = cut(text, kLongestProse);
    std::string out;
    each_line(kept, [&](std::string_view line) {
        if (!out.empty()) out += kind_ == MarkupKind::Markdown ? "  \n" : "\n";
        const std::string shown = printable(line);
        out += kind_ == MarkupKind::Markdown ? escaped_line(shown) : shown;
    });
    return kept.size() < text.size() ? out + " …" : out;
}

std::string Markup::code(std::string_view text) const {
    const std::string shown = printable(cut(text, kLongestProse));
    if (kind_ == MarkupKind::PlainText || shown.empty()) return shown;
    const std::string fence(longest_run_of_backticks(shown) + 1, '`');
    const bool padded = fence.size() > 1 || shown.starts_with(' ');
    return fence + (padded ? " " : "") + shown + (padded ? " " : "") + fence;
}

}  // namespace rowtype::features
