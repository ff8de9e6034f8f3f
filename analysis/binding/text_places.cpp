#include "analysis/binding/text_places.h"

#include <algorithm>

#include "analysis/binding/file_places.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/text_folder.h"

namespace rowtype::binding {

// Dots join names ("public.users"); "state.eq.new" is a filter.
bool is_name_alone(std::string_view text) {
    return text.find_first_of(" \t\r\n,(=:>") == std::string_view::npos && std::ranges::count(text, '.') < 2;
}

Span place_of_held(Span in_holder, const TextOrigin& holder, bool is_alone, Span brought, const Context& context) {
    if (!holder.is_known()) return brought;
    const bool is_here = holder.module == &context.names;
    if (is_here) return is_alone ? brought : of_file(in_holder, holder.offset);
    if (context.modules == nullptr) return brought;
    return numbered(brought, context.modules->number_of(*holder.module, in_holder.shifted(holder.offset)));
}

Span TextPlaces::source(Span range) const {
    const Span brought = text_.source(range);
    const std::optional<HeldText> held = TextFolder::held_text(text_, range);
    if (!held || !held->is_brought) return brought;
    const bool is_alone = !held->origin.is_in_list && is_name_alone(held->literal->text);
    return place_of_held(held->span, held->origin, is_alone, brought, context_);
}

Span TextPlaces::source_of_value() const {
    const Span range{0, static_cast<std::uint32_t>(text_.text().size())};
    const Span brought = text_.source(range);
    const std::optional<HeldText> held = TextFolder::held_text(text_, range);
    if (!held || !held->is_brought) return brought;
    return place_of_held(held->span, held->origin, true, brought, context_);
}

bool TextPlaces::covers(Span place) const {
    if (!is_of_file(place)) return text_.covers(place_in_statement(place));
    const Span absolute = in_file(place, 0);
    return std::ranges::any_of(TextFolder::held_texts(text_), [&](const HeldText& held) {
        if (held.origin.module != &context_.names) return false;
        return held.span.begin + held.origin.offset <= absolute.begin && absolute.end <= held.span.end + held.origin.offset;
    });
}

}  // namespace rowtype::binding
