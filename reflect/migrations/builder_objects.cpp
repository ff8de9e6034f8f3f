// Functions and labels of enums, for the three states of a name; and what follows from another label.
#include <algorithm>
#include <tuple>

#include "reflect/migrations/schema_builder.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using catalog::CatalogData;
using catalog::PendingKind;
using catalog::PendingObject;
using catalog::QualifiedName;
using catalog::RemovedObject;
using catalog::TypeDefinition;

namespace {

// A constant of the enum, as DDL or PostgreSQL writes it: 'label', 'label'::mood. Then with its new label, else as it is.
std::string with_label(const std::string& expression, const std::string& from, const std::string& to) {
    const sql::Token constant = sql::lex_one(expression, 0);
    if (constant.kind != sql::TokenKind::String || constant.value != from) return expression;
    const std::string_view rest = std::string_view(expression).substr(constant.span.end);
    const std::size_t behind = rest.find_first_not_of(" \t\r\n");
    if (behind != std::string_view::npos && !rest.substr(behind).starts_with("::")) return expression;
    std::string quoted = "'";
    for (const char letter : to) quoted += letter == '\'' ? std::string(2, letter) : std::string(1, letter);
    return expression.substr(0, constant.span.begin) + quoted + "'" + std::string(rest);
}

bool has_function(const CatalogData& data, const QualifiedName& name) {
    return std::ranges::any_of(data.functions, [&](const auto& function) { return function.name == name; });
}

bool has_label(const TypeDefinition& type, const std::string& label) {
    return std::ranges::find(type.labels, label) != type.labels.end();
}

}  // namespace

void SchemaBuilder::set_label_origin(const TypeDefinition& type, const std::string& label) {
    label_origins_[{type.name, label}] = {source.file, source.line};
}

// PostgreSQL keeps constants of an enum by number: its defaults have the new label as well.
void SchemaBuilder::rename_label(TypeDefinition& type, const std::string& from, const std::string& to) {
    if (!has_label(type, from)) return;
    std::ranges::replace(type.labels, from, to);
    set_label_origin(type, to);
    removed_objects.push_back({PendingKind::Label, type.name, from, to, source.file, source.line});
    const auto rename = [&](const catalog::Type& of, std::optional<std::string>& expression) {
        if (of.name == type.name && !of.is_array() && expression) expression = with_label(*expression, from, to);
    };
    for (auto& [name, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) rename(column.type, column.default_expression);
    }
    for (auto& [name, domain] : types_) rename(domain.base, domain.default_expression);
}

std::vector<PendingObject> SchemaBuilder::pending_objects(const CatalogData& base) const {
    std::vector<PendingObject> pending;
    for (const FunctionState& state : functions_) {
        const QualifiedName& name = state.function.name;
        const bool is_told = std::ranges::any_of(pending, [&](const PendingObject& other) { return other.name == name; });
        if (state.file.empty() || is_told || has_function(base, name)) continue;
        pending.push_back({PendingKind::Function, name, "", state.file, state.line});
    }
    for (const auto& [name, type] : types_) {
        const auto before = std::ranges::find(base.types, name, &TypeDefinition::name);
        for (const std::string& label : type.labels) {
            if (before != base.types.end() && has_label(*before, label)) continue;
            const auto label_place = label_origins_.find({name, label});
            const auto type_place = type_origins_.find(name);
            std::pair<std::string, std::uint32_t> place;
            if (label_place != label_origins_.end()) place = label_place->second;
            else if (type_place != type_origins_.end()) place = type_place->second;
            if (!place.first.empty()) pending.push_back({PendingKind::Label, name, label, place.first, place.second});
        }
    }
    for (const PendingObject& earlier : base.pending_objects) {  // what still stands
        const bool is_function = earlier.kind == PendingKind::Function;
        const auto type = types_.find(earlier.name);
        const bool stands =
            is_function ? std::ranges::any_of(functions_, [&](const auto& state) { return state.function.name == earlier.name; })
                        : type != types_.end() && has_label(type->second, earlier.label);
        if (stands) pending.push_back(earlier);
    }
    return pending;
}

// With the last word on each.
std::vector<RemovedObject> SchemaBuilder::gone_objects() const {
    std::vector<RemovedObject> gone;
    const auto same_name = [](const RemovedObject& left, const RemovedObject& right) {
        return std::tie(left.kind, left.name, left.label) == std::tie(right.kind, right.name, right.label);
    };
    for (const RemovedObject& entry : removed_objects) {
        for (RemovedObject& earlier : gone) {
            const std::string& current = entry.kind == PendingKind::Label ? entry.label : entry.name.name;
            const bool same_home =
                entry.kind == PendingKind::Label ? earlier.name == entry.name : earlier.name.schema == entry.name.schema;
            if (earlier.kind == entry.kind && same_home && earlier.renamed_to == current) earlier.renamed_to = entry.renamed_to;
        }
        std::erase_if(gone, [&](const RemovedObject& earlier) { return same_name(earlier, entry); });
        gone.push_back(entry);
    }
    std::erase_if(gone, [&](const RemovedObject& entry) {
        if (entry.kind == PendingKind::Function) {
            return std::ranges::any_of(functions_, [&](const auto& state) { return state.function.name == entry.name; });
        }
        const auto now = types_.find(entry.name);
        return now == types_.end() || has_label(now->second, entry.label);
    });
    return gone;
}

std::vector<RemovedObject> SchemaBuilder::pending_removals(const CatalogData& base) const {
    std::vector<RemovedObject> gone = gone_objects();
    std::erase_if(gone, [&](const RemovedObject& entry) {
        if (entry.kind == PendingKind::Function) return !has_function(base, entry.name);
        const auto before = std::ranges::find(base.types, entry.name, &TypeDefinition::name);
        return before == base.types.end() || !has_label(*before, entry.label);
    });
    for (RemovedObject& entry : gone) entry.is_pending = true;
    return gone;
}

}  // namespace rowtype::migrations
