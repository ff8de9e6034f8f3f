// Facts of a whole file, from its tree, in full or brought up to date after edits. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/facts/extraction_settings.h"
#include "analysis/facts/facts.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::facts {

// `tree` is the tree of `text`, or where functions are named (IdleBodies::functions) that of the text without their bodies.
[[nodiscard]] FileFacts extract_facts(const syntax::Tree& tree, std::string_view text, const ExtractionSettings& settings = {},
                                      const std::vector<std::uint32_t>* idle_functions = nullptr);

// One replacement of bytes, in the coordinates of the text that it was made in.
struct AppliedEdit {
    Span replaced;               // of the text before this edit
    std::uint32_t new_size = 0;  // bytes that stand there afterwards
};

// The facts of `new_text`, equal to extract_facts(new_tree, new_text, settings), which `old` was made with, too: statements that neither an edit nor a changed range
// touches share the facts of `old`, at their new offsets; the others are extracted anew. `edits` lead from the text of `old`
// to `new_text`, in the order in which they were made; `changed` is changed_ranges(edited old tree, new_tree).
[[nodiscard]] FileFacts update_facts(const FileFacts& old, const syntax::Tree& new_tree, std::string_view new_text,
                                     const std::vector<AppliedEdit>& edits, const std::vector<Span>& changed,
                                     const ExtractionSettings& settings = {});

}  // namespace rowtype::facts
