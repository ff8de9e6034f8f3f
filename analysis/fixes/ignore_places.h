// Where ignore comments can stand in one text, and what there is already. Read once, then asked for each finding. Internal to
// analysis/fixes and the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/construct_spans.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"

namespace rowtype::fixes {

// Of a text and its facts, which must outlive it.
class IgnorePlaces {
public:
    IgnorePlaces(std::string_view text, const facts::FileFacts& file);

    // An offset on the line that takes the comment of a finding; nothing where no line can.
    [[nodiscard]] std::optional<std::uint32_t> place(const findings::Finding& finding) const;
    // Adds rules to the ignore comment on the line of `offset`, or a comment where there is none. Nothing where the comment that
    // is there ignores all of them already.
    [[nodiscard]] std::optional<findings::TextEdit> edit(std::uint32_t offset, const std::set<std::string>& rules) const;
    // The line that holds an offset, without its end.
    [[nodiscard]] Span line(std::uint32_t offset) const;

private:
    struct Line {
        std::uint32_t end = 0;
        bool in_string = false;  // its end lies inside a string
    };
    struct Comment {
        Span span;  // absolute
        const facts::IgnoreComment* comment = nullptr;
        std::uint32_t statement = 0;  // offset of its statement
    };

    void read_lines();
    void read_strings(std::uint32_t from, std::uint32_t to);
    void mark_in_string(std::uint32_t from, std::uint32_t to);
    [[nodiscard]] std::size_t line_index(std::uint32_t offset) const;
    [[nodiscard]] bool takes_comment(std::uint32_t offset) const;
    [[nodiscard]] const Comment* comment_on(Span line) const;

    std::string_view text_;
    facts::ConstructSpans constructs_;
    std::vector<Line> lines_;        // each ends at "\r", at "\n" or with the text
    std::vector<Comment> comments_;  // those of lines, by place
};

}  // namespace rowtype::fixes
