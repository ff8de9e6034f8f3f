#include "analysis/facts/text_facts.h"

#include <utility>

#include "analysis/facts/extract.h"
#include "analysis/facts/idle_bodies.h"
#include "analysis/syntax/input_limits.h"
#include "analysis/syntax/parse_without.h"

namespace rowtype::facts {

namespace {

// Where anything is wrong with the text the parser is to see all of it: how it goes on after a mistake depends on what stands around.
std::optional<TextFacts> without_idle_bodies(std::string_view text, const ExtractionSettings& settings) {
    if (text.size() > syntax::kMaximumFileBytes) return std::nullopt;
    const IdleBodies idle = blank_idle_bodies(text, settings);
    if (idle.functions.empty()) return std::nullopt;
    const syntax::LimitCheck limits = syntax::check_limits(text);
    if (!limits.reason.empty()) return std::nullopt;
    // Of the whole text: the parser reads less of it, which is nested no deeper.
    syntax::ParseOutcome outcome = syntax::parse_without(idle.text, idle.gaps, limits.headroom);
    if (!outcome.tree || outcome.tree->root().has_error()) return std::nullopt;
    FileFacts facts = extract_facts(*outcome.tree, text, settings, &idle.functions);
    return TextFacts{std::make_shared<const FileFacts>(std::move(facts)), std::move(outcome.tree), false, {}};
}

}  // namespace

TextFacts facts_of_text(std::string_view text, const ExtractionSettings& settings) {
    if (std::optional<TextFacts> quick = without_idle_bodies(text, settings)) return std::move(*quick);
    syntax::ParseOutcome outcome = syntax::parse(text);
    FileFacts facts = outcome.tree ? extract_facts(*outcome.tree, text, settings) : FileFacts();
    return {std::make_shared<const FileFacts>(std::move(facts)), std::move(outcome.tree), true, std::move(outcome.not_analysed)};
}

}  // namespace rowtype::facts
