// From the arguments of supabase-py's select() to the text that it sends, and back to the place in an argument.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::postgrest {

// A range of bytes in one of the arguments.
struct ArgumentSpan {
    std::size_t argument = 0;  // zero-based, among those that were passed
    Span span;

    friend bool operator==(const ArgumentSpan&, const ArgumentSpan&) = default;
};

// What `.select("id, title", "author")` sends, "id,title,author", and where each byte of it came from.
class SelectText {
public:
    [[nodiscard]] const std::string& text() const { return text_; }
    // The place of `sent`, a span of text(). A span over several arguments is cut at the end of its first one; an empty
    // span gives an empty one. The "," that joins two arguments stands at the end of the first of them.
    [[nodiscard]] ArgumentSpan origin(Span sent) const;
    // Whether white space was removed inside `sent`: select("first name") asks for "firstname".
    [[nodiscard]] bool lost_white_space(Span sent) const;

private:
    friend SelectText normalise_select_arguments(std::span<const std::string_view> arguments);

    // `length` bytes of text() from `sent` on are those of the argument from `offset` on.
    struct Run {
        std::uint32_t sent = 0;
        std::size_t argument = 0;
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
    };

    [[nodiscard]] const Run* run_at(std::uint32_t sent) const;

    std::string text_;
    std::vector<Run> runs_;  // by `sent`; they cover text_ except the joining commas, which are runs of length 0
};

// supabase-py (postgrest 2.x, base_request_builder.py): white space, by Python's str.isspace, is removed outside double
// quotes, the state of the quotes runs on from one argument to the next, and the arguments are joined by ",". No argument
// at all sends "*".
[[nodiscard]] SelectText normalise_select_arguments(std::span<const std::string_view> arguments);

}  // namespace rowtype::postgrest
