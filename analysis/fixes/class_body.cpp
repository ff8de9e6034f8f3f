#include "analysis/fixes/class_body.h"

#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

const binding::BoundField* last_own_field(const binding::BoundModel& model) {
    const binding::BoundField* last = nullptr;
    for (const binding::BoundField& field : model.fields) {
        if (!field.inherited && (last == nullptr || last->span.end < field.span.end)) last = &field;
    }
    return last;
}

bool is_one_line_body(std::string_view text, const binding::BoundModel& model) {
    return !indentation_before(text, model.body_span.begin).has_value();
}

bool is_placeholder(std::string_view code) { return code == "pass" || code == "..."; }

std::optional<std::uint32_t> docstring_end(std::string_view text, const binding::BoundModel& model) {
    const std::optional<std::uint32_t> end = string_literal_end(text, model.body_span.begin);
    if (!end || *end > model.body_span.end || !only_comment_follows(text, *end)) return std::nullopt;
    return end;
}

std::string code_without(std::string_view text, const binding::BoundModel& model, Span removed) {
    std::string code;
    std::uint32_t at = model.body_span.begin;
    while (at < model.body_span.end) {
        if (removed.contains(at)) {
            at = removed.end;
        } else if (text[at] == '#') {
            at = line_end(text, at);
        } else if (const auto end = string_literal_end(text, at)) {
            code += text.substr(at, *end - at);
            at = *end;
        } else {
            code += text[at++];
        }
    }
    return std::string(trimmed(code));
}

Span field_docstring(std::string_view text, const binding::BoundModel& model, const binding::BoundField& field) {
    std::uint32_t at = next_line(text, field.span.end);
    while (at < model.body_span.end && trimmed(slice(text, {at, line_end(text, at)})).empty()) at = next_line(text, at);
    while (at < model.body_span.end && (text[at] == ' ' || text[at] == '\t')) ++at;
    if (at >= model.body_span.end || indentation_before(text, at) != indentation_before(text, field.span.begin)) return {};
    const std::optional<std::uint32_t> end = string_literal_end(text, at);
    return end ? Span{at, *end} : Span{};
}

}  // namespace rowtype::fixes
