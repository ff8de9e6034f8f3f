// Places in texts that another top-level statement of the same file holds.
//
// A constant's text (QUERY = "SELECT …") is bound by the statements that execute it, whose spans are relative to themselves. A name in
// it has a span "of the file", told by a bit that no file is large enough for, until the statement was checked: then it becomes a
// place in the statement that holds the text, which moves with that one, or in the file.
#pragma once

#include <cstdint>

#include "reflect/base/text.h"

namespace rowtype::binding {

inline constexpr std::uint32_t kOfFile = 1U << 31U;  // a file has 2 MiB at most (analysis/syntax/input_limits.h)

[[nodiscard]] inline bool is_of_file(Span span) { return (span.end & kOfFile) != 0; }

// Of a span that is relative to the statement at `offset`.
[[nodiscard]] inline Span of_file(Span relative, std::uint32_t offset) { return relative.shifted(kOfFile + offset); }

// The bytes of the file under a span of a statement at `offset`, wherever they are.
[[nodiscard]] inline Span in_file(Span span, std::uint32_t offset) {
    return is_of_file(span) ? span.shifted(0U - kOfFile) : span.shifted(offset);
}

}  // namespace rowtype::binding
