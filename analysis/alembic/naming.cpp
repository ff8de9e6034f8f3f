#include "analysis/alembic/naming.h"

#include <algorithm>
#include <cctype>

#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/long_names.h"

namespace rowtype::alembic {

namespace {

constexpr std::string_view kGivenName = "%(constraint_name)s";

// op.f("…") and conv("…"): such a name is as it will be.
bool is_final(const Value& name) {
    return name.is(ValueKind::Call) && (path_of(name) == "alembic.op.f" || last_part(path_of(name)) == "conv");
}

// "column_0_N_name" in its parts: which column, or all of them and what stands between; "name", "label" or "key".
struct ColumnToken {
    std::size_t index = 0;
    bool takes_all = false;
    std::string_view separator = "";
    std::string_view part;
};

std::optional<ColumnToken> read_column_token(std::string_view name) {
    constexpr std::string_view kStart = "column_";
    if (!name.starts_with(kStart)) return std::nullopt;
    name.remove_prefix(kStart.size());
    ColumnToken token;
    std::size_t digits = 0;
    while (digits < name.size() && digits < 3 && name[digits] >= '0' && name[digits] <= '9')
        token.index = token.index * 10 + static_cast<std::size_t>(name[digits++] - '0');
    if (digits == 0) return std::nullopt;
    name.remove_prefix(digits);
    if (name.starts_with("N_") || name.starts_with("_N_")) {
        token.takes_all = true;
        token.separator = name.starts_with("_") ? "_" : "";
        name.remove_prefix(name.find('N') + 1);
    }
    if (!name.starts_with("_")) return std::nullopt;
    token.part = name.substr(1);
    return token;
}

}  // namespace

NamingConvention read_naming_convention(const Value* given) {
    NamingConvention convention;
    if (is_none(given)) return convention;
    convention.is_known = given->is(ValueKind::Dictionary);
    for (std::size_t index = 0; convention.is_known && index + 1 < given->items.size(); index += 2) {
        const std::optional<std::string> key = text_of(&given->items[index]);
        const std::optional<std::string> text = text_of(&given->items[index + 1]);
        // A key may be a class of constraints, and a value a function that a token stands for.
        if (key && text) convention.templates.emplace(*key, *text);
        else if (!key) convention.is_known = false;
    }
    if (!convention.is_known) convention.templates.clear();
    return convention;
}

// sqlalchemy/sql/naming.py, _constraint_name_for_table().
std::string TableNames::name_of(const NamedThing& thing, const Value* given) const {
    const std::optional<std::string> written = text_of(given);
    if (given != nullptr && is_final(*given)) return written ? shortened(*written) : "";
    const auto pattern = convention_.templates.find(thing.kind);
    const bool applies = pattern != convention_.templates.end() &&
                         (written.has_value() == (pattern->second.find(kGivenName) != std::string::npos));
    if (!applies) return written.value_or("");
    const std::optional<std::string> name = filled(pattern->second, thing, written.value_or(""));
    return name ? shortened(*name) : written.value_or("");
}

std::string TableNames::prefix(const NamedThing& thing, const Value* given) const {
    const std::string name = name_of(thing, given);
    return name.empty() ? "" : "CONSTRAINT " + quoted(name) + " ";
}

std::optional<std::string> TableNames::filled(std::string_view pattern, const NamedThing& thing, const std::string& given) const {
    std::string name;
    while (!pattern.empty()) {
        const std::size_t mark = std::min(pattern.find('%'), pattern.size());
        name += pattern.substr(0, mark);
        pattern.remove_prefix(mark);
        if (pattern.empty()) break;
        if (pattern.starts_with("%%")) {
            name += '%';
            pattern.remove_prefix(2);
            continue;
        }
        const std::size_t close = pattern.find(")s");
        if (!pattern.starts_with("%(") || close == std::string_view::npos) return std::nullopt;
        const std::optional<std::string> text = token(pattern.substr(2, close - 2), thing, given);
        if (!text) return std::nullopt;
        name += *text;
        pattern.remove_prefix(close + 2);
    }
    return name;
}

std::optional<std::string> TableNames::token(std::string_view name, const NamedThing& thing, const std::string& given) const {
    if (name == "table_name") return table_;
    if (name == "constraint_name") return given;
    if (name == "referred_table_name") return thing.referred_table;
    constexpr std::string_view kReferred = "referred_";
    const bool is_referred = name.starts_with(kReferred);
    if (is_referred) name.remove_prefix(kReferred.size());
    const std::optional<ColumnToken> column = read_column_token(name);
    const std::vector<std::string>& columns = is_referred ? thing.referred_columns : thing.columns;
    if (!column || columns.empty()) return std::nullopt;
    const auto shown = [&](const std::string& one) {
        return column->part == "label" ? (schema_.empty() ? "" : schema_ + "_") + table_ + "_" + one : one;
    };
    if (!column->takes_all) return column->index < columns.size() ? std::optional(shown(columns[column->index])) : std::nullopt;
    std::string all;
    for (const std::string& one : columns) all += (all.empty() ? "" : std::string(column->separator)) + shown(one);
    return all;
}

}  // namespace rowtype::alembic
