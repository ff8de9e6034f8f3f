// Facts of a text of which no tree is there, for those who need no tree of all of it: check, and whoever asks for another file's facts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/extraction_settings.h"
#include "analysis/facts/facts.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::facts {

struct TextFacts {
    // What extract_facts() gives of the whole tree, but that a mistake inside a function's body that concerns nobody is not noticed. Never
    // null; empty where the text was not analysed.
    std::shared_ptr<const FileFacts> facts;
    // Of all that facts were taken from. It may lack the bodies of other functions (idle_bodies.h).
    std::optional<syntax::Tree> tree;
    bool is_whole = true;      // the tree lacks nothing
    std::string not_analysed;  // the reason, as of syntax::parse()
};

// Pure; any thread.
[[nodiscard]] TextFacts facts_of_text(std::string_view text, const ExtractionSettings& settings = {});

}  // namespace rowtype::facts
