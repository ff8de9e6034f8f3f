#include "analysis/binding/client_key.h"

#include <algorithm>
#include <string>

#include "analysis/binding/client_names.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumDepth = 6;

// All names and texts in an expression, in lower case.
void add_words(const Value& value, const ValueResolver& resolve, int depth, std::string& words) {
    if (depth > kMaximumDepth) return;
    const bool is_name = value.is(ValueKind::Name) || value.is(ValueKind::Attribute);
    const std::string text = is_name ? value.dotted() : value.text;
    for (const char letter : text + " ") words += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (is_name && resolve) {
        const ResolvedValue resolved = resolve(value);
        if (resolved.value != nullptr && resolved.value != &value) add_words(*resolved.value, resolved.within, depth + 1, words);
    }
    if (!is_name) {
        for (const Value& item : value.items) add_words(item, resolve, depth + 1, words);
    }
    for (const facts::Argument& argument : value.arguments) add_words(argument.value, resolve, depth + 1, words);
}

}  // namespace

ApiKey key_of_client(const Value& receiver, const ValueResolver& resolve) {
    const Value* made = &receiver;
    ValueResolver within = resolve;
    if (receiver.is(ValueKind::Name) || receiver.is(ValueKind::Attribute)) {
        const ResolvedValue resolved = resolve(receiver);
        made = resolved.value;
        within = resolved.within;
    }
    if (made == nullptr || !made->is(ValueKind::Call) || made->items.empty() || !makes_client(made->items.front().dotted())) {
        return ApiKey::Unknown;
    }
    const Value* key = made->argument("supabase_key", 1);
    if (key == nullptr) return ApiKey::Unknown;
    std::string words;
    add_words(*key, within, 0, words);
    const auto speaks_of = [&](std::initializer_list<const char*> names) {
        return std::ranges::any_of(names, [&](const char* name) { return words.find(name) != std::string::npos; });
    };
    if (speaks_of({"service", "secret", "admin"})) return ApiKey::Service;
    const bool has_options = made->arguments.size() > 2;
    return !has_options && speaks_of({"anon", "publishable"}) ? ApiKey::Ordinary : ApiKey::Unknown;
}

}  // namespace rowtype::binding
