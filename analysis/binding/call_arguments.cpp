#include "analysis/binding/call_arguments.h"

#include <algorithm>

namespace rowtype::binding {

using facts::Value;
using facts::ValueKind;

const Value* argument_in(const facts::ChainCall& call, const postgrest::BuilderMethod& method, postgrest::ParameterRole role) {
    for (const postgrest::BuilderParameter& parameter : method.parameters) {
        if (parameter.role != role) continue;
        if (const Value* named = call.keyword(parameter.name)) return named;
        if (parameter.position >= 0) {
            if (const Value* placed = call.positional(static_cast<std::size_t>(parameter.position))) return placed;
        }
    }
    return nullptr;
}

bool has_starred_argument(const facts::ChainCall& call) {
    return std::ranges::any_of(call.arguments,
                               [](const facts::Argument& argument) { return argument.value.is(ValueKind::Starred); });
}

KnownKeys known_keys(const Value& dictionary, const ValueResolver& resolve) {
    KnownKeys known;
    const bool is_written_here = dictionary.is(ValueKind::Dictionary);
    const Value* value = &dictionary;
    if (dictionary.is(ValueKind::Name) || dictionary.is(ValueKind::Attribute)) {
        const ResolvedValue resolved = resolve(dictionary);
        value = resolved.foreign ? nullptr : resolved.value;
    }
    if (value == nullptr || !value->is(ValueKind::Dictionary)) return known;
    known.is_dictionary = true;
    known.are_all = is_written_here;
    for (std::size_t index = 0; index + 1 < value->items.size(); index += 2) {
        const Value& key = value->items[index];
        if (!key.is(ValueKind::String) || key.text.empty()) {
            known.are_all = false;
            continue;
        }
        known.keys.push_back(
            {key.text, facts::source_span(key, {0, static_cast<std::uint32_t>(key.text.size())}), &value->items[index + 1]});
    }
    return known;
}

}  // namespace rowtype::binding
