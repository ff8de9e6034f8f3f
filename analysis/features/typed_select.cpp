#include "analysis/features/typed_select.h"

#include "analysis/features/half_typed.h"

namespace rowtype::features {

namespace {

std::string_view without_blanks_before(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// What stands behind an alias: "customer:profiles" → "profiles". "::" is a cast, not an alias.
std::string_view behind_alias(std::string_view item) {
    for (std::size_t index = 0; index < item.size(); ++index) {
        if (item[index] != ':') continue;
        if (index + 1 < item.size() && item[index + 1] == ':') return item;
        return without_blanks_before(item.substr(index + 1));
    }
    return item;
}

// The table that "alias:name!hint" or "...name" before a "(" reads.
std::string related_name(std::string_view item) {
    if (item.starts_with("...")) item.remove_prefix(3);
    item = behind_alias(item);
    item = without_blanks_before(item.substr(0, item.find('!')));
    const std::size_t last = item.find_last_not_of(" \t\r\n");
    item = item.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (item.size() >= 2 && item.starts_with('"') && item.ends_with('"')) item = item.substr(1, item.size() - 2);
    return std::string(item);
}

void read_item(std::string_view item, TypedSelect& typed) {
    const bool spreads = item.starts_with("...");
    if (spreads) item.remove_prefix(3);
    const std::string_view name = behind_alias(item);
    typed.is_first_word = !spreads && name.size() == item.size();
    std::size_t begin = name.size();
    while (begin > 0 && is_name_byte(name[begin - 1])) --begin;
    typed.word = name.substr(begin);
    const std::string_view before = name.substr(0, begin);
    if (before.empty()) {
        typed.item = spreads ? TypedItem::Related : TypedItem::Anything;
    } else if (before.ends_with('!')) {
        typed.item = TypedItem::Hint;
        typed.related = related_name(before);
    } else {
        typed.item = TypedItem::Other;
    }
}

}  // namespace

TypedSelect read_typed_select(std::string_view text) {
    TypedSelect typed;
    std::size_t item = 0;
    bool quoted = false;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char letter = text[index];
        if (letter == '"') quoted = !quoted;
        if (quoted) continue;
        if (letter == '(') typed.path.push_back(related_name(without_blanks_before(text.substr(item, index - item))));
        if (letter == ')' && !typed.path.empty()) typed.path.pop_back();
        if (letter == '(' || letter == ')' || letter == ',') item = index + 1;
    }
    const std::size_t before = item == 0 ? 0 : item - 1;
    // Right behind ")" nothing but a comma can stand.
    const bool is_closed = item > 0 && text[before] == ')';
    read_item(without_blanks_before(text.substr(item)), typed);
    if (quoted || is_closed) typed.item = TypedItem::Other;
    return typed;
}

}  // namespace rowtype::features
