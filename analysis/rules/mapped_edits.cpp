#include "analysis/rules/mapped_edits.h"

#include <algorithm>
#include <array>

#include "analysis/fixes/line_text.h"

namespace rowtype::rules {

using facts::Value;
using facts::ValueKind;

const Value* type_of(const DeclaredAt& declared) {
    if (declared.annotation == nullptr) return nullptr;
    const Value& annotation = *declared.annotation;
    const bool is_subscript = annotation.is(ValueKind::Subscript) && annotation.items.size() == 2;
    if (is_subscript && annotation.items.front().text == "Mapped") return &annotation.items.back();
    const bool is_sqlmodel =
        declared.outer == nullptr || declared.call == nullptr || declared.outer->items.front().text == "Field";
    return is_sqlmodel ? &annotation : nullptr;
}

const Value* without_none(const Value& type) {
    if (type.is(ValueKind::BitOr)) {
        if (type.items.size() != 2 || is_none(type.items.front()) == is_none(type.items.back())) return nullptr;
        return is_none(type.items.front()) ? &type.items.back() : &type.items.front();
    }
    const bool is_optional = type.is(ValueKind::Subscript) && type.items.size() == 2 && type.items.front().text == "Optional";
    return is_optional ? &type.items.back() : &type;
}

bool accepts_none(const Value& type) {
    if (type.is(ValueKind::BitOr)) return std::ranges::any_of(type.items, is_none);
    return type.is(ValueKind::Subscript) && !type.items.empty() && type.items.front().text == "Optional";
}

namespace {

// Between two arguments, of which one begins there: a line end where that stands on a line of its own.
std::string gap_at(std::uint32_t argument, std::string_view text) {
    const std::optional<std::string> indent = fixes::indentation_before(text, argument);
    return indent ? fixes::line_end_style(text) + *indent : " ";
}

}  // namespace

std::optional<TextEdit> add_argument(const Value& call, std::uint32_t offset, const std::string& argument,
                                     std::string_view text) {
    if (call.arguments.empty()) {
        const std::uint32_t close = call.span.end + offset - 1;
        return TextEdit{{close, close}, argument};
    }
    const facts::Argument& last = call.arguments.back();
    if (last.value.span.empty()) return std::nullopt;
    const std::uint32_t behind = last.value.span.end + offset;
    if (behind >= text.size()) return std::nullopt;
    const Span begin = last.keyword.empty() ? last.value.span : last.keyword_span;
    return TextEdit{{behind, behind}, "," + gap_at(begin.begin + offset, text) + argument};
}

TextEdit add_first(const Value& call, std::uint32_t offset, const std::string& argument, std::string_view text) {
    if (call.arguments.empty()) {
        const std::uint32_t close = call.span.end + offset - 1;
        return {{close, close}, argument};
    }
    const facts::Argument& first = call.arguments.front();
    const std::uint32_t before = (first.keyword.empty() ? first.value.span : first.keyword_span).begin + offset;
    return {{before, before}, argument + "," + gap_at(before, text)};
}

TextEdit add_type(const Value& call, std::uint32_t offset, const std::string& type, std::string_view text) {
    const facts::Argument* first = call.arguments.empty() ? nullptr : &call.arguments.front();
    if (first == nullptr || !first->keyword.empty() || !first->value.is(ValueKind::String))
        return add_first(call, offset, type, text);
    const std::uint32_t behind = first->value.span.end + offset;
    return {{behind, behind}, "," + gap_at(first->value.span.begin + offset, text) + type};
}

std::optional<TextEdit> set_nullable(const Value& call, std::uint32_t offset, bool nullable, std::string_view text) {
    const std::string word = nullable ? "True" : "False";
    if (const Value* given = call.keyword("nullable")) {
        if (!given->is(ValueKind::Boolean)) return std::nullopt;
        return TextEdit{given->span.shifted(offset), word};
    }
    return add_argument(call, offset, "nullable=" + word, text);
}

std::optional<TextEdit> add_call(const MappedPlace& place, const DeclaredAt& at, std::vector<std::string> arguments,
                                 const codegen::MappedSite& site, std::string_view text) {
    if (at.field == nullptr || at.annotation == nullptr) return std::nullopt;
    const Value* value = at.field->default_value ? &*at.field->default_value : nullptr;
    if (value != nullptr && site.form != codegen::MappedForm::Field) return std::nullopt;
    if (value != nullptr)
        arguments.insert(arguments.begin(), "default=" + std::string(slice(text, value->span.shifted(place.offset))));
    codegen::MappedText call = codegen::mapped_call(arguments, site);
    if (!call.refusal.empty()) return std::nullopt;
    const std::uint32_t end = at.annotation->span.end + place.offset;
    if (value != nullptr) return TextEdit{value->span.shifted(place.offset), std::move(call.text)};
    return TextEdit{{end, end}, " = " + call.text};
}

namespace {

// What stands among a column's arguments and is no type.
bool is_schema_item(const Value& value) {
    constexpr std::array<std::string_view, 8> kItems = {"ForeignKey",    "CheckConstraint", "Identity",     "Computed",
                                                        "DefaultClause", "Sequence",        "FetchedValue", "ColumnDefault"};
    return value.is(ValueKind::Call) && !value.items.empty() &&
           std::ranges::find(kItems, value.items.front().text) != kItems.end();
}

}  // namespace

TypeArgument type_argument(const Value& call) {
    for (const char* keyword : {"type_", "sa_type"}) {
        if (const Value* given = call.keyword(keyword)) return {true, given};
    }
    TypeArgument found;
    bool is_first = true;
    for (const facts::Argument& argument : call.arguments) {
        if (argument.value.is(ValueKind::Starred)) return {false, nullptr};
        const bool is_name = is_first && argument.keyword.empty() && argument.value.is(ValueKind::String);
        is_first = false;
        if (!argument.keyword.empty() || is_name || found.value != nullptr || call.items.front().text == "Field") continue;
        if (is_schema_item(argument.value)) break;
        found.value = &argument.value;
    }
    return found;
}

}  // namespace rowtype::rules
