#include "lsp/cli/terminal_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "lsp/cli/display_width.h"
#include "lsp/workspace/platform.h"

namespace rowtype::cli {

namespace {

constexpr int kTabStop = 4;

// What one piece of a source line looks like on the terminal, and where it came from.
struct Cell {
    std::string text;
    int width = 0;
    std::uint32_t source = 0;  // byte offset
};

std::vector<Cell> cells_of(std::string_view line);
Span span_around(std::string_view line, std::uint32_t offset, int width);

}  // namespace

SourceLine render_source_line(std::string_view line, Span mark, int width) {
    const auto size = static_cast<std::uint32_t>(line.size());
    mark.begin = std::min(mark.begin, size);
    mark.end = std::clamp(mark.end, mark.begin, size);
    const Span near = span_around(line, mark.begin, width);
    const bool is_cut_before = near.begin > 0;
    const bool is_cut_behind = near.end < size;
    line = slice(line, near);
    mark = {mark.begin - near.begin, std::min(mark.end, near.end) - near.begin};
    const std::vector<Cell> cells = cells_of(line);
    int begin = 0;
    int end = 0;
    int total = 0;
    for (const Cell& cell : cells) {
        if (cell.source < mark.begin) begin = total + cell.width;
        total += cell.width;
        if (cell.source < mark.end) end = total;
    }
    end = std::max(end, begin + 1);
    // A long line is shown around the mark: a third of the room before it, the rest behind.
    int from = 0;
    if (total > width && end > width - 1) from = std::max(0, begin - width / 3);
    SourceLine rendered;
    int column = 0;
    int shown = from > 0 || is_cut_before ? 1 : 0;
    if (shown > 0) rendered.text = "…";
    rendered.mark_begin = begin - from + shown;
    for (const Cell& cell : cells) {
        column += cell.width;
        if (column <= from) continue;
        if (shown + cell.width > width - 1 && (column < total || is_cut_behind)) {
            rendered.text += "…";
            ++shown;
            break;
        }
        rendered.text += cell.text;
        shown += cell.width;
    }
    rendered.mark_width = std::max(1, std::min(end - begin, shown - rendered.mark_begin));
    return rendered;
}

std::string padded(std::string_view text, int width) {
    const int missing = width - display_width(text);
    return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, missing)), ' ');
}

std::string shortened(std::string_view text, int width) {
    if (display_width(text) <= width) return std::string(text);
    std::string out;
    int used = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedCodePoint decoded = decode_utf8(text, offset);
        const int next = display_width(decoded.code_point);
        if (used + next > width - 1) break;
        out.append(text, offset, decoded.size);
        used += next;
        offset += decoded.size;
    }
    return out + "…";
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
    if (count == 1) return "1 " + std::string(singular);
    return std::to_string(count) + " " + (plural.empty() ? std::string(singular) + "s" : std::string(plural));
}

std::string sized(std::size_t bytes) {
    std::array<char, 32> buffer{};
    const auto value = static_cast<double>(bytes);
    if (bytes >= 1'000'000) {
        std::snprintf(buffer.data(), buffer.size(), "%.1f MB", value / 1e6);
    } else if (bytes >= 1'000) {
        std::snprintf(buffer.data(), buffer.size(), "%.1f kB", value / 1e3);
    } else {
        std::snprintf(buffer.data(), buffer.size(), "%zu B", bytes);
    }
    return buffer.data();
}

std::string Style::of(findings::Severity severity, std::string_view text) const {
    switch (severity) {
        case findings::Severity::Error: return bad(text);
        case findings::Severity::Warning: return warn(text);
        case findings::Severity::Info: return accent(text);
        case findings::Severity::Off: return std::string(text);
    }
    return std::string(text);
}

std::string Style::wrapped(std::string_view code, std::string_view text) const {
    if (!enabled_ || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

Style make_style(ColorChoice choice, bool is_terminal) {
    if (choice != ColorChoice::Automatic) return Style(choice == ColorChoice::Always);
    const auto value = [](const char* name) { return workspace::platform::environment_variable(name).value_or(""); };
    if (!value("NO_COLOR").empty()) return Style(false);
    if (const std::string force = value("CLICOLOR_FORCE"); !force.empty() && force != "0") return Style(true);
    return Style(is_terminal && value("CLICOLOR") != "0" && value("TERM") != "dumb");
}

namespace {

// The part of a line that can be of any interest when `width` columns around an offset are shown: a line may be a whole program.
Span span_around(std::string_view line, std::uint32_t offset, int width) {
    constexpr std::uint32_t kBytesOfAColumn = 4;
    const std::uint32_t reach = kBytesOfAColumn * static_cast<std::uint32_t>(std::max(1, width));
    const auto size = static_cast<std::uint32_t>(line.size());
    Span near{offset > reach ? offset - reach : 0, std::min(size, offset + reach)};
    const auto is_inside_letter = [&](std::uint32_t at) {
        return at < size && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U;
    };
    while (near.begin < offset && is_inside_letter(near.begin)) ++near.begin;
    while (is_inside_letter(near.end)) ++near.end;
    return near;
}

std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> cells;
    int column = 0;
    for (std::size_t offset = 0; offset < line.size();) {
        const DecodedCodePoint decoded = decode_utf8(line, offset);
        Cell cell;
        cell.source = static_cast<std::uint32_t>(offset);
        if (decoded.valid && decoded.code_point == '\t') {
            cell.width = kTabStop - column % kTabStop;
            cell.text.assign(static_cast<std::size_t>(cell.width), ' ');
        } else {
            cell.text = printable(line.substr(offset, decoded.size));
            cell.width = display_width(cell.text);
        }
        column += cell.width;
        offset += decoded.size;
        cells.push_back(std::move(cell));
    }
    return cells;
}

}  // namespace

}  // namespace rowtype::cli
