#include "analysis/binding/text_places.h"

#include <algorithm>

#include "analysis/binding/file_places.h"
#include "analysis/binding/text_folder.h"

namespace rowtype::binding {

namespace {

bool holds(const facts::Value& value, const facts::Value& literal) {
    if (&value == &literal) return true;
    const auto is_inside = [&](const facts::Value& part) { return holds(part, literal); };
    return std::ranges::any_of(value.items, is_inside) ||
           std::ranges::any_of(value.arguments, [&](const facts::Argument& argument) { return holds(argument.value, literal); });
}

bool holds(const facts::StatementFacts& statement, const facts::Value& literal) {
    const auto is_assigned = [&](const facts::Assignment& assignment) {
        return assignment.value && holds(*assignment.value, literal);
    };
    const auto is_given = [&](const facts::Function& function) {
        return std::ranges::any_of(function.results, [&](const facts::Value& result) { return holds(result, literal); });
    };
    const auto is_default = [&](const facts::Parameter& parameter) {
        return parameter.default_value && holds(*parameter.default_value, literal);
    };
    const auto is_field = [&](const facts::Class& definition) {
        return std::ranges::any_of(definition.fields, [&](const facts::Field& field) {
            return field.default_value && holds(*field.default_value, literal);
        });
    };
    return std::ranges::any_of(statement.assignments, is_assigned) || std::ranges::any_of(statement.functions, is_given) ||
           std::ranges::any_of(statement.parameters, is_default) || std::ranges::any_of(statement.classes, is_field);
}

}  // namespace

bool is_lone_name(std::string_view text) { return text.find_first_of(" \t\r\n,(=") == std::string_view::npos; }

Span TextPlaces::source(Span range) const {
    const Span brought = text_.source(range);
    const std::optional<HeldText> held = TextFolder::held_text(text_, range);
    if (!held || held->span == brought || is_lone_name(held->literal->text)) return brought;
    const std::optional<std::uint32_t> holder = holder_of(*held->literal);
    return holder ? of_file(held->span, *holder) : brought;
}

bool TextPlaces::covers(Span place) const {
    if (!is_of_file(place)) return text_.covers(place);
    const Span absolute = in_file(place, 0);
    return std::ranges::any_of(TextFolder::held_texts(text_), [&](const HeldText& held) {
        const std::optional<std::uint32_t> holder = holder_of(*held.literal);
        return holder && held.span.begin + *holder <= absolute.begin && absolute.end <= held.span.end + *holder;
    });
}

// Where the statement of this file begins that holds the literal.
std::optional<std::uint32_t> TextPlaces::holder_of(const facts::Value& literal) const {
    const auto [known, is_new] = holders_.try_emplace(&literal);
    if (!is_new) return known->second;
    const std::vector<facts::PlacedStatement>& statements = context_.file_facts.statements;
    const auto holder = std::ranges::find_if(statements, [&](const auto& placed) { return holds(*placed.facts, literal); });
    if (holder != statements.end()) known->second = holder->offset;
    return known->second;
}

}  // namespace rowtype::binding
