#include <algorithm>
#include <array>
#include <utility>

#include "analysis/binding/text_folder.h"

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;

namespace {

std::string_view callee_name(const Value& call) {
    return call.items.empty() ? std::string_view() : std::string_view(call.items[0].text);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

// ", ".join(["a", "b"]), ", ".join(COLUMNS), sql.SQL(", ").join(…).
void TextFolder::add_joined(const Value& call, const Bringer& whole, int depth) {
    if (!is_of_sql()) return add_known_list(call, whole, depth);
    const Value* separator = &call.items[0].items[0];
    const bool composes = separator->is(ValueKind::Call) && callee_name(*separator) == "SQL";
    if (composes) separator = separator->positional(0);
    const Value* list = call.positional(0);
    std::vector<Item> items;
    const bool is_known = separator != nullptr && separator->is(ValueKind::String) && list != nullptr &&
                          collect(*list, whole, *resolve_, depth + 1, items);
    if (!is_known) return add_hole(whole.place_or(call.span));
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (index > 0) add(*separator, whole, depth + 1);
        add_item(items[index], composes, whole.place_or(call.span), depth + 1);
    }
}

// The items of a list; false where nothing is known of it.
bool TextFolder::collect(const Value& list, const Bringer& whole, const ValueResolver& within, int depth,
                         std::vector<Item>& items) {
    if (depth > kMaximumFoldDepth) return false;
    switch (list.kind) {
        case ValueKind::List:
        case ValueKind::Tuple:
            for (const Value& item : list.items) {
                if (!item.is(ValueKind::Starred)) {
                    items.push_back({&item, whole, within, {}});
                    items.back().whole.origin.is_in_list = true;
                } else if (!collect(item.items.front(), whole, within, depth + 1, items)) {
                    items.push_back({});
                }
            }
            return true;
        case ValueKind::Add:
            for (const Value& part : list.items) {
                if (!collect(part, whole, within, depth + 1, items)) items.push_back({});
            }
            return true;
        case ValueKind::Conditional:
            return collect(list.items[choices_->choose(&list, list.items.size())], whole, within, depth + 1, items);
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Subscript: return collect_reference(list, whole, within, depth, items);
        case ValueKind::Comprehension: return collect_comprehension(list, whole, within, depth, items);
        case ValueKind::Call: return collect_call(list, whole, within, depth, items);
        default: return false;
    }
}

// A list that stands in the same statement may grow in ways that nobody sees, unless it is known to be settled.
bool TextFolder::collect_reference(const Value& reference, const Bringer& whole, const ValueResolver& within, int depth,
                                   std::vector<Item>& items) {
    const ResolvedValue resolved = within(reference);
    const bool is_foreign_tuple = resolved.value != nullptr && (resolved.foreign || resolved.value->is(ValueKind::Tuple));
    if (!resolved.is_settled && !is_foreign_tuple) return false;
    const ValueResolver* const around = resolve_;
    resolve_ = &within;
    const std::optional<ResolvedValue::Alternative> one = choose(reference);
    resolve_ = around;
    if (!one) return false;
    return collect(*one->value, whole.onward(reference.span, *one), one->within ? one->within : within, depth + 1, items);
}

// "sql.Identifier(name) for name in NAMES"
bool TextFolder::collect_comprehension(const Value& value, const Bringer& whole, const ValueResolver& within, int depth,
                                       std::vector<Item>& items) {
    if (value.items.size() != 3 || !value.items[1].is(ValueKind::Name)) return false;
    std::vector<Item> sources;
    choices_->is_exact = false;  // a condition may leave some of them out
    if (!collect(value.items[2], whole, within, depth + 1, sources)) {
        // How many there are is not known, what each looks like is.
        items.push_back({value.items.data(), whole, within, {}});
        return true;
    }
    for (const Item& source : sources) {
        if (source.value == nullptr || !source.wrapped_by.empty()) {
            items.push_back({});
            continue;
        }
        ValueResolver turn = [source, within, name = value.items[1].text](const Value& reference) {
            if (!reference.is_name(name)) return within(reference);
            ResolvedValue found;
            found.value = source.value;
            found.foreign = source.whole.place.has_value();
            found.origin = source.whole.origin;
            found.within = source.within;
            return found;
        };
        items.push_back({value.items.data(), whole, std::move(turn), {}});
    }
    return true;
}

bool TextFolder::collect_call(const Value& call, const Bringer& whole, const ValueResolver& within, int depth,
                              std::vector<Item>& items) {
    const std::string_view callee = callee_name(call);
    if (is_one_of(callee, {"list", "tuple", "sorted"}) && call.arguments.size() == 1)
        return collect(call.arguments[0].value, whole, within, depth + 1, items);
    if (callee != "map" || call.arguments.size() != 2) return false;
    const std::string_view wrapper = call.arguments[0].value.text;
    if (!is_one_of(wrapper, {"Identifier", "SQL", "Placeholder", "Literal"})) return false;
    const std::size_t begin = items.size();
    if (!collect(call.arguments[1].value, whole, within, depth + 1, items)) return false;
    for (std::size_t index = begin; index < items.size(); ++index) {
        if (!items[index].wrapped_by.empty()) items[index].value = nullptr;
        items[index].wrapped_by = wrapper;
    }
    return true;
}

void TextFolder::add_item(const Item& item, bool composes, Span place, int depth) {
    if (item.value == nullptr || item.wrapped_by == "Literal") return add_hole(place);
    const ValueResolver* const around = resolve_;
    if (item.within) resolve_ = &item.within;
    if (item.wrapped_by == "Identifier") {
        add_identifier(*item.value, item.whole);
    } else if (item.wrapped_by == "Placeholder") {
        add_made("%s", place);
    } else if (composes && item.wrapped_by.empty()) {
        add_composed(*item.value, item.whole, depth + 1);
    } else {
        add(*item.value, item.whole, depth + 1);
    }
    resolve_ = around;
}

void TextFolder::add_composed(const Value& value, const Bringer& whole, int depth) {
    if (depth > kMaximumFoldDepth) return add_hole(whole.place_or(value.span));
    if (value.is(ValueKind::Call)) return add_call(value, whole, depth + 1);
    if (value.is(ValueKind::Add)) {
        for (const Value& part : value.items) add_composed(part, whole, depth + 1);
        return;
    }
    if (value.is(ValueKind::Conditional))
        return add_composed(value.items[choices_->choose(&value, value.items.size())], whole, depth + 1);
    if (!is_reference(value)) return add_hole(whole.place_or(value.span));
    const std::optional<ResolvedValue::Alternative> one = choose(value);
    if (!one) return add_hole(whole.place_or(value.span));
    const ValueResolver* const around = resolve_;
    if (one->within) resolve_ = &one->within;
    add_composed(*one->value, whole.onward(value.span, *one), depth + 1);
    resolve_ = around;
}

// psycopg's Identifier("schema", "table"), Placeholder("name"), Literal(…), Composed([…]); false for other calls.
bool TextFolder::add_composition(std::string_view callee, const Value& call, const Bringer& whole, int depth) {
    const Span place = whole.place_or(call.span);
    if (callee == "Identifier" && !call.arguments.empty()) {
        for (std::size_t index = 0; index < call.arguments.size(); ++index) {
            if (index > 0) add_made(".", place);
            add_identifier(call.arguments[index].value, whole);
        }
        return true;
    }
    if (callee == "Placeholder") {
        const Value* name = call.positional(0);
        const bool is_named = name != nullptr && name->is(ValueKind::String);
        add_made(is_named ? "%(" + name->text + ")s" : "%s", place);
        return true;
    }
    if (callee == "Literal") {
        add_hole(place);
        return true;
    }
    const Value* parts = callee == "Composed" ? call.positional(0) : nullptr;
    if (parts == nullptr || !parts->is(ValueKind::List)) return false;
    for (const Value& part : parts->items) add_composed(part, whole, depth + 1);
    return true;
}

void TextFolder::add_identifier(const Value& part, const Bringer& whole) {
    const Value* name = &part;
    Bringer place = whole;
    std::optional<ResolvedValue::Alternative> one;
    for (int step = 0; step < 4 && is_reference(*name); ++step) {
        const ValueResolver within = one ? one->within : ValueResolver();
        const ValueResolver* const around = resolve_;
        if (within) resolve_ = &within;
        one = choose(*name);
        resolve_ = around;
        if (!one) break;
        place = place.onward(name->span, *one);
        name = one->value;
    }
    const bool is_known = name->is(ValueKind::String) && !name->text.empty() && name->text.find('"') == std::string::npos;
    if (!is_known) return add_hole(place.place_or(part.span));
    add_made("\"", place.place_or(part.span));
    add_literal(*name, 0, static_cast<std::uint32_t>(name->text.size()), place);
    add_made("\"", place.place_or(part.span));
}

// Of a builder's arguments: all items are known texts, or the whole is not known.
void TextFolder::add_known_list(const Value& call, const Bringer& whole, int depth) {
    const Value& separator = call.items[0].items[0];
    const Value* list = call.positional(0);
    Bringer place = whole;
    ValueResolver within;
    if (list != nullptr && is_reference(*list)) {
        ResolvedValue resolved = (*resolve_)(*list);
        const bool grows = resolved.value == nullptr || (resolved.value->is(ValueKind::List) && !resolved.foreign);
        if (grows) return add_hole(whole.place_or(call.span));
        place = place.onward(list->span, resolved);
        list = resolved.value;
        within = std::move(resolved.within);
    }
    const bool is_list = list != nullptr && (list->is(ValueKind::List) || list->is(ValueKind::Tuple)) && !list->items.empty();
    const ValueResolver* const around = resolve_;
    if (within) resolve_ = &within;
    const bool is_known = is_list && separator.is(ValueKind::String) &&
                          std::ranges::all_of(list->items, [this](const Value& item) { return is_text(&item); });
    if (!is_known) {
        resolve_ = around;
        return add_hole(whole.place_or(call.span));
    }
    Bringer of_item = place;
    of_item.origin.is_in_list = true;
    for (std::size_t index = 0; index < list->items.size(); ++index) {
        if (index > 0) add(separator, whole, depth + 1);
        add(list->items[index], of_item, depth + 1);
    }
    resolve_ = around;
}

}  // namespace rowtype::binding
