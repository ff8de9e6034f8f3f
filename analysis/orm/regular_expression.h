// The part of Python's regular expressions (module re) with which names are taken apart: characters, classes, groups, alternatives,
// repetitions, ^ and $, and looks ahead and behind. No flags; ASCII alone. What is beyond it does not parse, so that an answer is Python's own.
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::orm {

class RegularExpression {
public:
    // Nothing where Python would refuse it, or where it is not understood.
    [[nodiscard]] static std::optional<RegularExpression> parse(std::string_view pattern);

    // re.sub, re.split (of an expression without groups), re.findall (with one group at most). Nothing where the text is not
    // ASCII, the replacement is not understood, or matching takes too long.
    [[nodiscard]] std::optional<std::string> substitute(std::string_view replacement, std::string_view text) const;
    [[nodiscard]] std::optional<std::vector<std::string>> split(std::string_view text) const;
    [[nodiscard]] std::optional<std::vector<std::string>> find_all(std::string_view text) const;

private:
    friend class ExpressionParser;
    friend class ExpressionMatcher;

    struct Node {
        enum class Kind { Set, Start, End, Sequence, Alternatives, Group, Look, Repeat };
        Kind kind = Kind::Sequence;
        std::bitset<128> set;     // Set: the characters that it takes
        std::size_t group = 0;    // Group: its number, from 1
        bool behind = false;      // Look
        bool negative = false;    // Look
        std::size_t least = 0;    // Repeat
        std::size_t most = 0;     // Repeat
        bool lazy = false;        // Repeat
        std::vector<Node> items;  // of a Look, Group or Repeat: one
    };

    Node root_;
    std::size_t groups_ = 0;
};

}  // namespace rowtype::orm
