#include "reflect/migrations/signatures.h"

#include <algorithm>
#include <unordered_map>

namespace rowtype::migrations {

using catalog::Type;

namespace {

// The lines of the table: a kind, a name, and the rest, which is read when it is asked for.
class Table {
public:
    Table();
    static const Table& shared() {
        static const Table table;
        return table;
    }

    std::unordered_map<std::string_view, BuiltinType> types;
    std::unordered_map<std::string_view, std::string_view> casts;
    std::unordered_map<std::string_view, std::string_view> operators;
    std::unordered_map<std::string_view, std::string_view> functions;
};

std::string_view take_word(std::string_view& text, char separator = ' ') {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

BuiltinType read_type(std::string_view text) {
    BuiltinType type;
    const std::string_view category = take_word(text);
    if (!category.empty()) type.category = category.front();
    type.preferred = category.ends_with('*');
    type.subtype = take_word(text);
    type.multirange = take_word(text);
    return type;
}

Table::Table() {
    for (std::string_view rest = signature_table(); !rest.empty();) {
        std::string_view line = take_word(rest, '\n');
        const std::string_view kind = take_word(line);
        const std::string_view name = take_word(line);
        if (kind == "type") types.emplace(name, read_type(line));
        if (kind == "cast") casts.emplace(name, line);
        if (kind == "op") operators.emplace(name, line);
        if (kind == "fn") functions.emplace(name, line);
    }
}

std::vector<Type> read_arguments(std::string_view text) {
    std::vector<Type> arguments;
    while (!text.empty()) {
        if (const std::string_view name = take_word(text, ','); !name.empty()) arguments.push_back(builtin_type(name));
    }
    return arguments;
}

// "text", or "key:text,value:jsonb" of a function with OUT arguments.
void read_result(std::string_view text, Signature& signature) {
    if (text.find(':') == std::string_view::npos) {
        signature.result = builtin_type(text);
        return;
    }
    while (!text.empty()) {
        std::string_view column = take_word(text, ',');
        const std::string name(take_word(column, ':'));
        signature.columns.push_back({name, builtin_type(column)});
    }
    signature.result = signature.columns.size() == 1 ? signature.columns.front().type : builtin_type("record");
}

// "int4,int4>int4/f" with letters of the kind (f, a, w), "s" of a set, "v" of a variadic one, and the number of defaults.
Signature read_signature(std::string_view text) {
    Signature signature;
    std::string_view head = take_word(text, '/');
    signature.arguments = read_arguments(take_word(head, '>'));
    read_result(head, signature);
    for (const char letter : text) {
        if (letter == 'a') signature.is_aggregate = true;
        if (letter == 's') signature.returns_set = true;
        if (letter == 'v') signature.is_variadic = true;
        if (letter >= '0' && letter <= '9') signature.defaults = signature.defaults * 10 + static_cast<std::size_t>(letter - '0');
    }
    return signature;
}

std::vector<Signature> read_all(const std::unordered_map<std::string_view, std::string_view>& lines, std::string_view name) {
    std::vector<Signature> signatures;
    const auto line = lines.find(name);
    if (line == lines.end()) return signatures;
    for (std::string_view rest = line->second; !rest.empty();) signatures.push_back(read_signature(take_word(rest)));
    return signatures;
}

}  // namespace

const BuiltinType* find_builtin_type(std::string_view name) {
    const auto& types = Table::shared().types;
    const auto found = types.find(name);
    return found == types.end() ? nullptr : &found->second;
}

bool casts_implicitly(std::string_view from, std::string_view to) {
    const auto& casts = Table::shared().casts;
    const auto found = casts.find(from);
    if (found == casts.end()) return false;
    for (std::string_view rest = found->second; !rest.empty();) {
        if (take_word(rest) == to) return true;
    }
    return false;
}

std::vector<Signature> builtin_functions(std::string_view name) { return read_all(Table::shared().functions, name); }
std::vector<Signature> builtin_operators(std::string_view name) { return read_all(Table::shared().operators, name); }

Type builtin_type(std::string_view name) {
    const bool is_array = name.ends_with("[]");
    if (is_array) name.remove_suffix(2);
    return {{"pg_catalog", std::string(name)}, {}, static_cast<std::uint8_t>(is_array ? 1 : 0)};
}

}  // namespace rowtype::migrations
