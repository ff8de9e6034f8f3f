// Which characters PostgREST takes as letters in an unquoted name.
#pragma once

namespace rowtype::postgrest {

// Whether a Unicode code point is a letter (general categories Lu, Ll, Lt, Lm, Lo), as Haskell's isAlpha has it. Combining
// marks are none: a name in Devanagari with vowel signs has to be quoted. Code points that Unicode had not assigned when
// the table was made and that stand between letters count as letters, so that a newer PostgREST is never contradicted.
[[nodiscard]] bool is_letter(char32_t code_point);

}  // namespace rowtype::postgrest
