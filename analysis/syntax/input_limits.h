// What the parser may be given. Hostile text costs it quadratic time or silently loses its indentation; such text is
// "not analysed", never "clean".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::syntax {

inline constexpr std::size_t kMaximumFileBytes = 2U << 20U;
inline constexpr std::uint32_t kMaximumIndentDepth = 500;  // the grammar's scanner forgets levels from about 511
inline constexpr std::uint32_t kMaximumBracketDepth = 1000;
inline constexpr std::uint32_t kMaximumLoneRun = 1000;  // of "\" or ".": quadratic in the parser

struct LimitCheck {
    // Why the text is not given to the parser, as a sentence without full stop; empty when it may be parsed.
    std::string reason;
    // So many bytes may change anywhere before a limit could be near; 0 where one already is.
    std::uint32_t headroom = 0;
};

// One linear pass; memory does not grow with the text.
[[nodiscard]] LimitCheck check_limits(std::string_view text);

}  // namespace rowtype::syntax
