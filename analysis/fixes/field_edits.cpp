#include "analysis/fixes/field_edits.h"

#include <algorithm>
#include <array>

#include "analysis/fixes/class_body.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

std::string joined_lines(const std::vector<std::string>& lines, const std::string& indent, const std::string& end);
std::optional<TextEdit> fill_one_line_body(std::string_view text, const binding::BoundModel& model,
                                           const std::vector<std::string>& lines);
std::optional<TextEdit> fill_block(std::string_view text, const binding::BoundModel& model,
                                   const std::vector<std::string>& lines);
bool is_only_annotation(std::string_view text, const binding::BoundField& field);
std::uint32_t wrapper_length(std::string_view annotation);

constexpr std::string_view kDefaultIndent = "    ";

}  // namespace

std::optional<TextEdit> add_fields_edit(std::string_view text, const binding::BoundModel& model, const NewLines& added) {
    const std::vector<std::string>& lines = added.lines;
    if (lines.empty() || model.body_span.empty() || model.body_span.end > text.size()) return std::nullopt;
    if (is_one_line_body(text, model)) return fill_one_line_body(text, model, lines);
    const binding::BoundField* last = added.behind;
    if (last == nullptr) return fill_block(text, model, lines);
    const std::optional<std::string> indent = indentation_before(text, last->span.begin);
    if (!indent || !only_comment_follows(text, last->span.end)) return std::nullopt;
    const Span documentation = field_docstring(text, model, *last);
    const std::uint32_t place = line_end(text, documentation.empty() ? last->span.end : documentation.end);
    const std::string end = line_end_style(text);
    return TextEdit{{place, place}, end + joined_lines(lines, *indent, end)};
}

std::optional<TextEdit> remove_field_edit(std::string_view text, const binding::BoundModel& model,
                                          const binding::BoundField& field) {
    const bool has_body = !model.body_span.empty();  // that a call makes has entries, which commas hold together
    if (!has_body || field.inherited || field.span.empty() || field.span.end > text.size()) return std::nullopt;
    const Span documentation = field_docstring(text, model, field);
    const Span statement = {field.span.begin, documentation.empty() ? field.span.end : documentation.end};
    const bool alone = indentation_before(text, statement.begin) && only_comment_follows(text, field.span.end) &&
                       only_comment_follows(text, statement.end);
    if (code_without(text, model, statement).empty()) {
        // The only statement of the body: a comment behind it may stay. A body on the class line needs no line of its own.
        return only_comment_follows(text, statement.end) ? std::optional(TextEdit{statement, "pass"}) : std::nullopt;
    }
    if (!alone) return std::nullopt;
    std::uint32_t begin = line_begin(text, statement.begin);
    const std::uint32_t end = next_line(text, statement.end);
    if (end == line_end(text, statement.end) && begin > 0) {
        // The file ends here without a line end: the one before goes instead.
        begin = line_end(text, line_begin(text, begin - 1));
    }
    return TextEdit{{begin, end}, ""};
}

std::optional<TextEdit> replace_annotation_edit(const binding::BoundField& field, const std::string& annotation) {
    if (field.inherited || field.annotation_span.empty()) return std::nullopt;
    return TextEdit{field.annotation_span, annotation};
}

OptionalEdits make_optional_edits(std::string_view text, const binding::BoundField& field, bool add_default,
                                  const binding::Context& context) {
    if (field.inherited || field.annotation_span.empty() || field.span.end > text.size()) return {};
    const std::string_view annotation = slice(text, field.annotation_span);
    if (annotation.empty() || annotation.find('\n') != std::string_view::npos) return {};
    const std::uint32_t wrapper = wrapper_length(annotation);
    if (wrapper > 0 && (annotation[wrapper] == '"' || annotation[wrapper] == '\'')) return {};
    const std::uint32_t end = field.annotation_span.end - (wrapper > 0 ? 1 : 0);
    const std::string value = add_default && field.required && is_only_annotation(text, field) ? " = None" : "";
    const codegen::PythonType optional = codegen::with_none({"T", {}, {}, {}}, context.settings.generate);
    if (!optional.imports.empty()) {
        const std::optional<ScopedText> name = scoped_text(context.file_facts, text, "Optional", optional.imports);
        const std::uint32_t begin = field.annotation_span.begin + wrapper;
        if (!name) return {};
        return {{{{begin, begin}, name->text + "["}, {{end, end}, "]" + value}}, name->imports};
    }
    const char first = annotation.front();
    if (first != '"' && first != '\'') return {{{{end, end}, " | None" + value}}, {}};
    // A forward reference: "T" | None would be an operation on a string.
    const bool plain = annotation.size() > 2 && annotation.back() == first &&
                       annotation.substr(1, annotation.size() - 2).find(first) == std::string_view::npos;
    if (!plain) return {};
    return {{{{end - 1, end}, " | None" + std::string(1, first) + value}}, {}};
}

namespace {

std::string joined_lines(const std::vector<std::string>& lines, const std::string& indent, const std::string& end) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : end) + indent + line;
    return text;
}

// Where the class line's own indentation is known, the body's is one step more.
std::optional<TextEdit> fill_one_line_body(std::string_view text, const binding::BoundModel& model,
                                           const std::vector<std::string>& lines) {
    // The body may take the comment behind it in.
    const std::string_view body = slice(text, model.body_span);
    const std::string_view code = trimmed(body.substr(0, body.find('#')));
    if (!is_placeholder(code) || !only_comment_follows(text, model.body_span.begin + static_cast<std::uint32_t>(code.size()))) {
        return std::nullopt;
    }
    const std::uint32_t class_line = line_begin(text, model.span.begin);
    const std::optional<std::string> outer = indentation_before(text, model.span.begin);
    if (!outer || line_begin(text, model.body_span.begin) != class_line) return std::nullopt;
    const std::string step = outer->find('\t') != std::string::npos ? "\t" : std::string(kDefaultIndent);
    std::uint32_t begin = model.body_span.begin;
    while (begin > model.span.begin && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    const std::uint32_t end = model.body_span.begin + static_cast<std::uint32_t>(code.size());
    const std::string line_end = line_end_style(text);
    return TextEdit{{begin, end}, line_end + joined_lines(lines, *outer + step, line_end)};
}

// A body without fields of its own: in place of its placeholder, behind its docstring, or at its start.
std::optional<TextEdit> fill_block(std::string_view text, const binding::BoundModel& model,
                                   const std::vector<std::string>& lines) {
    const std::optional<std::string> indent = indentation_before(text, model.body_span.begin);
    if (!indent) return std::nullopt;
    const std::string end = line_end_style(text);
    const std::string fields = joined_lines(lines, *indent, end);
    const std::optional<std::uint32_t> documentation = docstring_end(text, model);
    std::uint32_t code_begin = documentation.value_or(model.body_span.begin);
    while (code_begin < model.body_span.end) {
        const char letter = text[code_begin];
        if (letter == '#') code_begin = line_end(text, code_begin);
        else if (trimmed(std::string_view(&letter, 1)).empty()) ++code_begin;
        else break;
    }
    const std::string_view code = trimmed(slice(text, {code_begin, model.body_span.end}));
    const std::string_view first_line = trimmed(slice(text, {code_begin, line_end(text, code_begin)}));
    const std::string_view first_code = trimmed(first_line.substr(0, std::min(first_line.find('#'), first_line.size())));
    const bool is_last_line = code.size() == first_line.size() || code == first_code;
    if (is_placeholder(first_code) && is_last_line) {
        const Span placeholder = {code_begin, code_begin + static_cast<std::uint32_t>(first_code.size())};
        return TextEdit{placeholder, fields.substr(indent->size())};
    }
    if (!documentation)
        return TextEdit{{model.body_span.begin, model.body_span.begin}, fields.substr(indent->size()) + end + *indent};
    const std::uint32_t place = line_end(text, *documentation);
    return TextEdit{{place, place}, end + end + fields};
}

// "NotRequired[" of NotRequired[T] and the like, whose inside is the type; 0 of others.
std::uint32_t wrapper_length(std::string_view annotation) {
    const std::size_t bracket = annotation.find('[');
    if (bracket == std::string_view::npos || !annotation.ends_with(']')) return 0;
    std::string_view name = trimmed(annotation.substr(0, bracket));
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
    constexpr std::array<std::string_view, 4> kWrappers = {"NotRequired", "Required", "ReadOnly", "Final"};
    const bool is_wrapper = std::ranges::find(kWrappers, name) != kWrappers.end();
    return is_wrapper ? static_cast<std::uint32_t>(bracket + 1) : 0;
}

// "name: T" without a value.
bool is_only_annotation(std::string_view text, const binding::BoundField& field) {
    return trimmed(slice(text, {field.annotation_span.end, field.span.end})).empty();
}

}  // namespace

}  // namespace rowtype::fixes
