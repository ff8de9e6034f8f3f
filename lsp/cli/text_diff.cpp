#include "lsp/cli/text_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rowtype::cli {

namespace {

constexpr std::size_t kContext = 3;
constexpr std::size_t kMostCells = 16'000'000;  // of the table below; texts that differ more are shown as wholly replaced

using Lines = std::vector<std::string_view>;

enum class Mark : char { Same = ' ', Removed = '-', Added = '+' };
struct Step {
    Mark mark;
    std::string_view line;
    std::size_t before;  // zero-based line numbers at which this step stands
    std::size_t after;
};

Lines lines_of(std::string_view text);
std::vector<Step> steps_between(const Lines& before, const Lines& after);
void add_changed_middle(const Lines& before, const Lines& after, std::size_t from, std::size_t before_end, std::size_t after_end,
                        std::vector<Step>& steps);
std::string hunk(const std::vector<Step>& steps, std::size_t from, std::size_t to);

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name) {
    if (before == after) return "";
    const std::vector<Step> steps = steps_between(lines_of(before), lines_of(after));
    std::string text = "--- " + std::string(before_name) + "\n+++ " + std::string(after_name) + "\n";
    for (std::size_t i = 0; i < steps.size();) {
        if (steps[i].mark == Mark::Same) {
            ++i;
            continue;
        }
        const std::size_t from = i - std::min(i, kContext);
        std::size_t last = i;  // the hunk's last changed line: the next change is near enough to be shown with it
        for (std::size_t j = i; j < steps.size() && j <= last + 2 * kContext; ++j) {
            if (steps[j].mark != Mark::Same) last = j;
        }
        const std::size_t to = std::min(steps.size(), last + 1 + kContext);
        text += hunk(steps, from, to);
        i = to;
    }
    return text;
}

std::string colored_diff(const std::string& diff, const Style& style) {
    std::string out;
    for (std::size_t start = 0; start < diff.size();) {
        const std::size_t end = std::min(diff.find('\n', start), diff.size());
        const std::string raw = diff.substr(start, end - start);
        // The mark is ours; what follows is a line of somebody's file.
        const std::string line = raw.empty() ? raw : raw.substr(0, 1) + printable(raw.substr(1));
        if (raw.starts_with("+")) {
            out += style.good(line);
        } else if (raw.starts_with("-")) {
            out += style.bad(line);
        } else {
            out += raw.starts_with("@@") ? style.accent(line) : line;
        }
        out += '\n';
        start = end + 1;
    }
    return out;
}

namespace {

// Each with its line end, so that a missing one at the end of the text is a difference.
Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::vector<Step> steps_between(const Lines& before, const Lines& after) {
    std::size_t from = 0;
    while (from < before.size() && from < after.size() && before[from] == after[from]) ++from;
    std::size_t before_end = before.size();
    std::size_t after_end = after.size();
    while (before_end > from && after_end > from && before[before_end - 1] == after[after_end - 1]) {
        --before_end;
        --after_end;
    }
    std::vector<Step> steps;
    for (std::size_t i = 0; i < from; ++i) steps.push_back({Mark::Same, before[i], i, i});
    add_changed_middle(before, after, from, before_end, after_end, steps);
    for (std::size_t i = before_end, j = after_end; i < before.size(); ++i, ++j) steps.push_back({Mark::Same, before[i], i, j});
    return steps;
}

// Longest common subsequence by its table.
void add_changed_middle(const Lines& before, const Lines& after, std::size_t from, std::size_t before_end, std::size_t after_end,
                        std::vector<Step>& steps) {
    const std::size_t rows = before_end - from;
    const std::size_t columns = after_end - from;
    std::size_t i = 0;
    std::size_t j = 0;
    if ((rows + 1) * (columns + 1) <= kMostCells) {
        std::vector<std::uint32_t> table((rows + 1) * (columns + 1), 0);
        const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
            return table[row * (columns + 1) + column];
        };
        for (std::size_t row = rows; row-- > 0;) {
            for (std::size_t column = columns; column-- > 0;) {
                at(row, column) = before[from + row] == after[from + column] ? at(row + 1, column + 1) + 1
                                                                             : std::max(at(row + 1, column), at(row, column + 1));
            }
        }
        while (i < rows && j < columns) {
            if (before[from + i] == after[from + j]) {
                steps.push_back({Mark::Same, before[from + i], from + i, from + j});
                ++i;
                ++j;
            } else if (at(i + 1, j) >= at(i, j + 1)) {
                steps.push_back({Mark::Removed, before[from + i], from + i, from + j});
                ++i;
            } else {
                steps.push_back({Mark::Added, after[from + j], from + i, from + j});
                ++j;
            }
        }
    }
    for (; i < rows; ++i) steps.push_back({Mark::Removed, before[from + i], from + i, from + j});
    for (; j < columns; ++j) steps.push_back({Mark::Added, after[from + j], from + i, from + j});
}

std::string hunk(const std::vector<Step>& steps, std::size_t from, std::size_t to) {
    std::size_t before_count = 0;
    std::size_t after_count = 0;
    std::string body;
    for (std::size_t i = from; i < to; ++i) {
        before_count += steps[i].mark == Mark::Added ? 0U : 1U;
        after_count += steps[i].mark == Mark::Removed ? 0U : 1U;
        body += static_cast<char>(steps[i].mark);
        body += steps[i].line;
        if (!steps[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    const auto range = [](std::size_t start, std::size_t count) {
        return std::to_string(count == 0 ? start : start + 1) + (count == 1 ? "" : "," + std::to_string(count));
    };
    return "@@ -" + range(steps[from].before, before_count) + " +" + range(steps[from].after, after_count) + " @@\n" + body;
}

}  // namespace

}  // namespace rowtype::cli
