// Text for terminals: colours, and nothing hostile. Names of a database and lines of source can hold escape sequences and
// characters that reverse the line; a report shows them as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/findings/finding.h"
#include "reflect/base/printable.h"
#include "reflect/base/text.h"

namespace rowtype::cli {

using rowtype::printable;

// One line of source with a marked part, both cut to at most `width` columns; tabs become spaces up to every fourth column.
struct SourceLine {
    std::string text;
    int mark_begin = 0;  // columns
    int mark_width = 1;  // at least 1
};
// `mark` is in bytes of `line`; it is clamped to the line.
[[nodiscard]] SourceLine render_source_line(std::string_view line, Span mark, int width);

// `text`, padded with spaces to `width` columns of the terminal.
[[nodiscard]] std::string padded(std::string_view text, int width);
// Shortened to at most `width` columns, with "…" at its end when something was left out.
[[nodiscard]] std::string shortened(std::string_view text, int width);
// "1 error", "2 errors"; plurals that are not made by "s" are given.
[[nodiscard]] std::string counted(std::size_t count, std::string_view singular, std::string_view plural = {});
// Bytes as people read them: "512 B", "3.4 MB".
[[nodiscard]] std::string sized(std::size_t bytes);

enum class ColorChoice : std::uint8_t { Automatic, Always, Never };

// Wraps text in SGR sequences, or leaves it as it is. `text` must be printable already.
class Style {
public:
    explicit Style(bool enabled) : enabled_(enabled) {}

    [[nodiscard]] bool enabled() const { return enabled_; }
    [[nodiscard]] std::string bold(std::string_view text) const { return wrapped("1", text); }
    [[nodiscard]] std::string dim(std::string_view text) const { return wrapped("2", text); }
    [[nodiscard]] std::string good(std::string_view text) const { return wrapped("1;32", text); }
    [[nodiscard]] std::string bad(std::string_view text) const { return wrapped("1;31", text); }
    [[nodiscard]] std::string warn(std::string_view text) const { return wrapped("1;33", text); }
    [[nodiscard]] std::string accent(std::string_view text) const { return wrapped("36", text); }
    [[nodiscard]] std::string field(std::string_view text) const { return wrapped("35", text); }
    [[nodiscard]] std::string of(findings::Severity severity, std::string_view text) const;

private:
    [[nodiscard]] std::string wrapped(std::string_view code, std::string_view text) const;

    bool enabled_;
};

// NO_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM=dumb are honoured, in this order, where the choice is automatic.
[[nodiscard]] Style make_style(ColorChoice choice, bool is_terminal);

}  // namespace rowtype::cli
