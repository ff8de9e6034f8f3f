// The text that facts are read from, with spans relative to one top-level statement. Internal to analysis/facts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/extraction_settings.h"
#include "analysis/facts/script_names.h"
#include "analysis/syntax/flat_tree.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

struct Source {
    std::string_view text;     // the whole file
    std::uint32_t origin = 0;  // where the statement starts; spans of facts count from here
    const ExtractionSettings& settings = kNoExtractionSettings;
    // Where functions begin, ascending, whose bodies the tree does not have (idle_bodies.h); null: it has all.
    const std::vector<std::uint32_t>* idle_functions = nullptr;
    // The names of rows that the module's own statements share, where the statement is one of them; null: of no other.
    const ScriptNames* script = nullptr;

    [[nodiscard]] Span relative(Span absolute) const { return {absolute.begin - origin, absolute.end - origin}; }
    [[nodiscard]] Span span_of(const syntax::FlatNode& node) const { return relative(node.span()); }
    [[nodiscard]] bool is_idle(const syntax::FlatNode& function) const {
        return idle_functions != nullptr && std::ranges::binary_search(*idle_functions, function.begin());
    }
    [[nodiscard]] std::string_view bytes(const syntax::FlatNode& node) const { return slice(text, node.span()); }
    [[nodiscard]] std::string string(const syntax::FlatNode& node) const { return std::string(bytes(node)); }
};

}  // namespace rowtype::facts
