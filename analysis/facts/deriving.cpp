#include "analysis/facts/deriving.h"

#include <algorithm>
#include <vector>

#include "analysis/facts/declared_names.h"

namespace rowtype::facts {

namespace {

// Scopes of functions in which classes with bases are made: these may have a base that only the function calls so.
std::vector<bool> deriving_scopes(const StatementFacts& facts) {
    std::vector<bool> derives(facts.scopes.size(), false);
    for (const Class& definition : facts.classes) {
        if (definition.bases.empty()) continue;
        for (std::uint32_t scope = definition.scope; scope != 0 && !derives[scope]; scope = facts.scopes[scope].parent)
            derives[scope] = true;
    }
    return derives;
}

// "color = Color.RED" in a function: a name that no class can be derived by. One that is declared global or nonlocal is opaque.
bool is_of_no_class(const Assignment& assignment, const StatementFacts& facts, const std::vector<bool>& derives) {
    if (assignment.scope == 0 || derives[assignment.scope]) return false;
    const Scope& scope = facts.scopes[assignment.scope];
    if (scope.kind != ScopeKind::Function || assignment.target.find('.') != std::string::npos) return false;
    return std::ranges::find(scope.opaque_names, assignment.target) == scope.opaque_names.end();
}

// "Link", "models.Link": a class by its looks.
bool names_a_class(const Value& value) {
    const bool is_path = value.is(ValueKind::Name) || value.is(ValueKind::Attribute);
    return is_path && !value.text.empty() && value.text.front() >= 'A' && value.text.front() <= 'Z';
}

bool renames(const Import& import) { return !import.name.empty() && !import.bound.empty() && import.bound != import.name; }

bool renames(const Assignment& assignment) { return assignment.value && names_a_class(*assignment.value); }

}  // namespace

bool may_derive(const StatementFacts& facts) {
    return std::ranges::any_of(facts.classes, [](const Class& one) { return !one.bases.empty(); }) ||
           std::ranges::any_of(facts.imports, [](const Import& one) { return renames(one); }) ||
           std::ranges::any_of(facts.assignments, [](const Assignment& one) { return renames(one); });
}

bool looks_like_table(const Value& value) {
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const Value& callee = value.items.front();
    return callee.text == "Table" && (callee.is(ValueKind::Name) || callee.is(ValueKind::Attribute));
}

std::vector<std::string_view> named_tables(const StatementFacts& facts) {
    std::vector<std::string_view> tables;
    for (const Class& one : facts.classes) {
        if (one.scope != 0) continue;
        for (const Field& field : one.fields) {
            const bool is_name =
                field.name == "__tablename__" && field.default_value && field.default_value->is(ValueKind::String);
            if (is_name) tables.push_back(field.default_value->text);
        }
    }
    for (const Assignment& one : facts.assignments) {
        const bool is_table = one.scope == 0 && one.value && looks_like_table(*one.value);
        const Value* name = is_table ? one.value->positional(0) : nullptr;
        if (name != nullptr && name->is(ValueKind::String)) tables.push_back(name->text);
    }
    return tables;
}

SubclassCounts subclass_counts(const FileFacts& file) {
    SubclassCounts counts;
    std::vector<const std::string*> renamed;
    for (const PlacedStatement& placed : file.statements) {
        for (const Class& definition : placed.facts->classes) {
            for (const Value& base : definition.bases) {
                const Value& named = base.is(ValueKind::Subscript) && !base.items.empty() ? base.items.front() : base;
                if (named.is(ValueKind::Name) || named.is(ValueKind::Attribute)) ++counts[named.text];
            }
        }
        for (const std::string_view table : named_tables(*placed.facts)) ++counts[std::string(kTableNamed) + std::string(table)];
        for (const Import& import : placed.facts->imports) {
            if (renames(import)) renamed.push_back(&import.name);
        }
        const std::vector<bool> derives = deriving_scopes(*placed.facts);
        for (const Assignment& assignment : placed.facts->assignments) {
            if (renames(assignment) && !is_of_no_class(assignment, *placed.facts, derives))
                renamed.push_back(&assignment.value->text);
        }
    }
    for (const std::string* name : renamed) counts.try_emplace(*name, 1);
    return counts;
}

}  // namespace rowtype::facts
