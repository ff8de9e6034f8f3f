#include "analysis/binding/text_folder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;

namespace {

bool is_empty_text(const Value& value) { return value.is(ValueKind::String) && value.text.empty(); }

}  // namespace

void TextFolder::add(const Value& value, const Bringer& whole, int depth) {
    if (depth > kMaximumFoldDepth || result_.text_.size() > kMaximumTextBytes) return add_hole(whole.place_or(value.span));
    switch (value.kind) {
        case ValueKind::String: return add_literal(value, 0, static_cast<std::uint32_t>(value.text.size()), whole);
        case ValueKind::Format:
        case ValueKind::Add:
            for (const Value& part : value.items) add(part, whole, depth + 1);
            return;
        case ValueKind::Modulo:
            if (value.items.size() == 2 && value.items[0].is(ValueKind::String)) {
                return add_template(value.items[0], whole, '%', {nullptr, &value.items[1], false, whole}, depth + 1);
            }
            return add_hole(whole.place_or(value.span));
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Subscript: return add_reference(value, whole, depth);
        case ValueKind::Conditional: return add_conditional(value, whole, depth);
        case ValueKind::Either:
            if (is_of_sql()) return add_conditional(value, whole, depth);
            return add_hole(whole.place_or(value.span));
        case ValueKind::Call: return add_call(value, whole, depth);
        default: return add_hole(whole.place_or(value.span));
    }
}

void TextFolder::add_reference(const Value& value, const Bringer& whole, int depth) {
    const std::optional<ResolvedValue::Alternative> one = choose(value);
    if (!one) return add_hole(whole.place_or(value.span));
    add_found(value, *one, whole, depth);
}

std::optional<ResolvedValue::Alternative> TextFolder::choose(const Value& reference) {
    ResolvedValue resolved = (*resolve_)(reference);
    if (resolved.value != nullptr)
        return ResolvedValue::Alternative{resolved.value, resolved.foreign, std::move(resolved.within),
                                          false,          resolved.origin,  resolved.is_home};
    std::vector<ResolvedValue::Alternative>& values = resolved.alternatives;
    if (choices_ == nullptr || values.empty()) return std::nullopt;
    if (!choices_->is_of_sql()) {
        choices_->may_be_other = choices_->may_be_other || resolved.may_be_other;
        choices_->in_any_order = choices_->in_any_order || resolved.in_any_order;
        return std::move(values[choices_->choose(values.front().value, values.size())]);
    }
    if (resolved.in_any_order) return std::nullopt;
    const bool any_text = !std::ranges::all_of(values, [](const auto& one) { return is_empty_text(*one.value); });
    std::vector<bool> smaller;
    for (const auto& one : values) smaller.push_back(one.is_part_of_another || (any_text && is_empty_text(*one.value)));
    if (resolved.may_be_other) smaller.push_back(false);
    const std::size_t taken = choices_->choose(values.front().value, smaller);
    if (taken == values.size()) return std::nullopt;
    return std::move(values[taken]);
}

// Names in what was found mean what they mean there.
void TextFolder::add_found(const Value& user, const ResolvedValue::Alternative& found, const Bringer& whole, int depth) {
    const ValueResolver* const around = resolve_;
    if (found.within) resolve_ = &found.within;
    add(*found.value, whole.onward(user.span, found), depth + 1);
    resolve_ = around;
}

void TextFolder::add_conditional(const Value& value, const Bringer& whole, int depth) {
    if (choices_ == nullptr) return add_hole(whole.place_or(value.span));
    if (!is_of_sql()) return add(value.items[choices_->choose(&value, value.items.size())], whole, depth + 1);
    std::vector<bool> smaller;
    const bool any_text = !std::ranges::all_of(value.items, is_empty_text);
    for (const Value& item : value.items) smaller.push_back(any_text && is_empty_text(item));
    add(value.items[choices_->choose(&value, smaller)], whole, depth + 1);
}

void TextFolder::add_call(const Value& call, const Bringer& whole, int depth) {
    constexpr std::array<std::string_view, 7> kWrappers = {"text", "SQL", "dedent", "cleandoc", "literal_column", "DDL", "str"};
    const Value* callee = call.items.empty() ? nullptr : &call.items[0];
    if (callee == nullptr) return add_hole(whole.place_or(call.span));
    const bool attribute = callee->is(ValueKind::Attribute) && !callee->items.empty();
    if (attribute && callee->text == "format") return add_formatted(call, whole, depth);
    if (attribute && callee->text == "join") return add_joined(call, whole, depth);
    const bool strips = attribute && (callee->text == "strip" || callee->text == "lstrip" || callee->text == "rstrip");
    if (strips && call.arguments.empty()) return add(callee->items[0], whole, depth + 1);
    if (is_of_sql() && add_composition(callee->text, call, whole, depth)) return;
    const bool wraps = std::ranges::find(kWrappers, std::string_view(callee->text)) != kWrappers.end();
    const Value* argument = wraps ? call.positional(0) : nullptr;
    if (argument != nullptr) return add(*argument, whole, depth + 1);
    if (is_of_sql()) return add_reference(call, whole, depth);
    add_hole(whole.place_or(call.span));
}

// "…".format(…), NAME.format(…), sql.SQL("…").format(…).
void TextFolder::add_formatted(const Value& call, const Bringer& whole, int depth) {
    const Value& object = call.items[0].items[0];
    const Value* text = &object;
    Bringer place = whole;
    bool composes = false;
    // A name of a template, or of the text that a template is made of.
    for (int step = 0; step < 3 && text != nullptr && !text->is(ValueKind::String); ++step) {
        if (text->is(ValueKind::Call)) {
            composes = composes || (!text->items.empty() && text->items[0].text == "SQL");
            text = text->positional(0);
        } else if (is_reference(*text)) {
            const ResolvedValue resolved = (*resolve_)(*text);
            place = place.onward(text->span, resolved);
            text = resolved.value;
        } else {
            break;
        }
    }
    if (text == nullptr || !text->is(ValueKind::String)) return add_hole(whole.place_or(object.span));
    add_template(*text, place, '{', {&call.arguments, nullptr, composes, whole}, depth + 1);
}

void TextFolder::add_literal(const Value& string, std::uint32_t begin, std::uint32_t end, const Bringer& whole) {
    if (begin == end) return;
    has_literal_ = true;
    const auto output = static_cast<std::uint32_t>(result_.text_.size());
    result_.text_.append(string.text, begin, end - begin);
    const bool is_made = whole.place && whole.place->empty();  // "name += …": what the name held stands nowhere
    result_.pieces_.push_back(
        {{output, output + (end - begin)}, is_made ? nullptr : &string, begin, whole.place_or(Span{}), whole.origin});
}

void TextFolder::add_made(std::string_view text, Span place) {
    const auto output = static_cast<std::uint32_t>(result_.text_.size());
    result_.text_.append(text);
    result_.pieces_.push_back({{output, static_cast<std::uint32_t>(result_.text_.size())}, nullptr, 0, place, {}});
}

void TextFolder::add_hole(Span place) {
    const auto output = static_cast<std::uint32_t>(result_.text_.size());
    result_.text_ += kHoleMarker;
    if (++result_.holes_ < 10) result_.text_ += '0';  // room for "=0" behind the marker
    result_.text_ += std::to_string(result_.holes_);
    result_.pieces_.push_back({{output, static_cast<std::uint32_t>(result_.text_.size())}, nullptr, 0, place, {}});
}

// Whether a value is one known text, whatever else it may hold.
bool TextFolder::is_text(const Value* value) const {
    if (value == nullptr) return false;
    if (value->is(ValueKind::String)) return true;
    if (!is_reference(*value)) return false;
    const ResolvedValue resolved = (*resolve_)(*value);
    return resolved.value != nullptr && resolved.value->is(ValueKind::String);
}

void TextFolder::add_template(const Value& string, const Bringer& whole, char marker, const Filling& filling, int depth) {
    const std::string& text = string.text;
    std::size_t start = 0;
    std::size_t fields = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != marker || index + 1 >= text.size()) continue;
        std::size_t end = index + 2;
        const bool escaped = text[index + 1] == marker;
        if (!escaped && marker == '{') {
            const std::size_t close = text.find('}', index);
            if (close == std::string::npos) break;
            end = close + 1;
        } else if (!escaped && text[index + 1] == '(') {
            const std::size_t close = text.find(')', index);
            if (close == std::string::npos) break;
            end = std::min(close + 2, text.size());
        }
        add_literal(string, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(escaped ? index + 1 : index), whole);
        if (!escaped) {
            const std::string_view field = std::string_view(text).substr(index + 1, end - index - 1);
            const Value* value = filling.value_of(field, fields++);
            if (value != nullptr && filling.composes && is_of_sql()) {
                add_composed(*value, filling.whole, depth + 1);
            } else if (value != nullptr && !filling.composes && (is_of_sql() || is_text(value))) {
                add(*value, filling.whole, depth + 1);
            } else {
                add_hole(whole.place_or(
                    facts::source_span(string, {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(end)})));
            }
        }
        start = end;
        index = end - 1;
    }
    if (start < text.size()) {
        add_literal(string, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(text.size()), whole);
    }
}

std::optional<HeldText> TextFolder::held_text(const FoldedText& text, Span range) {
    for (const FoldedText::Piece& piece : text.pieces_) {
        const bool is_inside = piece.output.begin <= range.begin && range.end <= piece.output.end;
        if (!is_inside || piece.string == nullptr) continue;
        const std::uint32_t shift = piece.string_offset - piece.output.begin;
        return HeldText{piece.string, facts::source_span(*piece.string, range.shifted(shift)), piece.origin, is_brought(piece)};
    }
    return std::nullopt;
}

std::vector<HeldText> TextFolder::held_texts(const FoldedText& text) {
    std::vector<HeldText> held;
    for (const FoldedText::Piece& piece : text.pieces_) {
        if (std::optional<HeldText> part = held_text(text, piece.output)) held.push_back(*part);
    }
    return held;
}

std::optional<FoldedText> TextFolder::finish() {
    if (!has_literal_) return std::nullopt;
    return std::move(result_);
}

std::size_t Choices::choose(const void* part, std::size_t count) {
    const auto known =
        std::ranges::find_if(choices_, [&](const Choice& choice) { return choice.part == part && choice.count == count; });
    if (known != choices_.end()) return known->taken;
    choices_.push_back({part, 0, count});
    return 0;
}

std::size_t Choices::choose(const void* part, const std::vector<bool>& smaller) {
    std::vector<std::size_t> offered;
    for (std::size_t index = 0; index < smaller.size(); ++index) {
        if (kind_ == Kind::Everything || !smaller[index]) offered.push_back(index);
    }
    if (offered.empty()) offered.push_back(0);
    is_exact = is_exact && offered.size() == smaller.size();
    return offered[choose(part, offered.size())];
}

bool Choices::next() {
    while (!choices_.empty() && ++choices_.back().taken >= choices_.back().count) choices_.pop_back();
    return !choices_.empty();
}

namespace {

const Value* entry_of(const Value& dictionary, std::string_view name) {
    for (std::size_t index = 0; index + 1 < dictionary.items.size(); index += 2) {
        const Value& key = dictionary.items[index];
        if (key.is(ValueKind::String) && key.text == name) return &dictionary.items[index + 1];
    }
    return nullptr;
}

}  // namespace

const Value* Filling::value_of(std::string_view field, std::size_t index) const {
    if (arguments != nullptr) {
        if (field == "}") return facts::find_positional(*arguments, index);
        field.remove_suffix(1);
        const bool is_number = !field.empty() && field.find_first_not_of("0123456789") == std::string_view::npos;
        if (!is_number) return facts::find_keyword(*arguments, field);
        return field.size() > 2 ? nullptr
                                : facts::find_positional(*arguments, static_cast<std::size_t>(std::stoi(std::string(field))));
    }
    if (operand == nullptr) return nullptr;
    if (field == "s") {
        if (operand->is(ValueKind::Tuple)) return index < operand->items.size() ? &operand->items[index] : nullptr;
        return index == 0 ? operand : nullptr;
    }
    const bool is_named = field.starts_with('(') && field.ends_with(")s") && operand->is(ValueKind::Dictionary);
    return is_named ? entry_of(*operand, field.substr(1, field.size() - 3)) : nullptr;
}

}  // namespace rowtype::binding
