// Makes JSON text from outside safe to hand to the parser. The parser builds a tree whose copy and whose end recurse (a
// few ten thousand nested brackets end the process), and it refuses bytes and escapes that editors do send.
#pragma once

#include <cstddef>
#include <string>

#include "reflect/base/result.h"

namespace rowtype::server {

inline constexpr std::size_t kMaximumJsonDepth = 128;

// In one linear pass: fails when brackets nest deeper than kMaximumJsonDepth; replaces escaped halves of surrogate pairs
// that stand alone (an editor that splits an edit inside an emoji sends them) by \ufffd, which is one UTF-16 unit too, and
// bytes that are not UTF-8 by U+FFFD. Says nothing about whether the text is JSON otherwise.
[[nodiscard]] Status prepare_json(std::string& text);

}  // namespace rowtype::server
