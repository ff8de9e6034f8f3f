// Places in texts that another top-level statement, of the same file or of another one, holds.
//
// A constant's text (QUERY = "SELECT …") is bound by the statements that use it, whose spans are relative to themselves. A name in
// it has a span "of the file", told by a bit that no file is large enough for, until the statement was checked: then it becomes a
// place in the statement that holds the text, which moves with that one, or in the file. A text that another file holds is judged at the
// name that brings it; while a statement is checked the span there has a number as well, by which ProvidedModules knows the place
// of the characters (start_numbering()).
#pragma once

#include <cstdint>

#include "reflect/base/text.h"

namespace rowtype::binding {

// A file has 2 MiB at most (analysis/syntax/input_limits.h): both of a span's ends have bits to spare.
inline constexpr std::uint32_t kOfFile = 1U << 31U;
inline constexpr std::uint32_t kNumberShift = 22;
inline constexpr std::uint32_t kMaximumNumber = (kOfFile >> kNumberShift) - 1;

[[nodiscard]] inline bool is_of_file(Span span) { return (span.end & kOfFile) != 0; }

// Of a span that is relative to the statement at `offset`.
[[nodiscard]] inline Span of_file(Span relative, std::uint32_t offset) { return relative.shifted(kOfFile + offset); }

// `number`: at most kMaximumNumber; 0 is none.
[[nodiscard]] inline Span numbered(Span span, std::uint32_t number) { return {span.begin, span.end + (number << kNumberShift)}; }
[[nodiscard]] inline std::uint32_t number_of(Span span) { return is_of_file(span) ? 0 : span.end >> kNumberShift; }

// A span that is not of the file, without its number.
[[nodiscard]] inline Span place_in_statement(Span span) { return {span.begin, span.end & ((1U << kNumberShift) - 1)}; }

// The bytes of the file under a span of a statement at `offset`, wherever they are.
[[nodiscard]] inline Span in_file(Span span, std::uint32_t offset) {
    return is_of_file(span) ? span.shifted(0U - kOfFile) : place_in_statement(span).shifted(offset);
}

}  // namespace rowtype::binding
