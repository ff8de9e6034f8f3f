#include <array>

#include "reflect/diff/compare.h"
#include "reflect/diff/expression.h"
#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

using Overloads = std::vector<const Function*>;

std::vector<const Argument*> inputs(const Function& function) {
    std::vector<const Argument*> taken;
    for (const Argument& argument : function.arguments) {
        if (argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table) taken.push_back(&argument);
    }
    return taken;
}

// Functions are told apart by the types that they take; one that is unknown may be any.
bool takes_the_same(const Sides& sides, const Function& left, const Function& right) {
    return std::ranges::equal(inputs(left), inputs(right), [&](const Argument* first, const Argument* second) {
        return same_type(sides, first->type, second->type, false);
    });
}

bool has_same_names(const Function& left, const Function& right) {
    return std::ranges::equal(inputs(left), inputs(right), [](const Argument* first, const Argument* second) {
        return first->name == second->name && first->has_default == second->has_default;
    });
}

bool same_arguments(const Function& left, const Function& right) {
    return std::ranges::equal(left.arguments, right.arguments, [](const Argument& first, const Argument& second) {
        if (first.mode == ArgumentMode::Table && second.mode == ArgumentMode::Table) return true;  // the result's columns
        const bool are_told = !first.default_expression.empty() && !second.default_expression.empty();
        return first.name == second.name && first.mode == second.mode && first.has_default == second.has_default &&
               (!are_told || same_expression(first.default_expression, second.default_expression));
    });
}

bool same_result(const Sides& sides, const Function& left, const Function& right) {
    const auto columns = [](const Function& function) {
        std::vector<const Argument*> found;
        for (const Argument& argument : function.arguments) {
            if (argument.mode == ArgumentMode::Table) found.push_back(&argument);
        }
        return found;
    };
    return left.returns_set == right.returns_set && same_type(sides, left.result, right.result, false) &&
           std::ranges::equal(columns(left), columns(right), [&](const Argument* first, const Argument* second) {
               return first->name == second->name && same_type(sides, first->type, second->type, false);
           });
}

std::string volatility_word(Volatility volatility) {
    constexpr std::array<std::string_view, 3> kWords = {"volatile", "stable", "immutable"};
    return std::string(kWords[static_cast<std::size_t>(volatility)]);
}

void compare_function(const Sides& sides, const Function& before, const Function& after, Changes& changes) {
    if (!same_arguments(before, after)) {
        compare_text(Aspect::Arguments, "", arguments_text(before), arguments_text(after), changes);
    }
    if (!same_result(sides, before, after)) compare_text(Aspect::Result, "", result_text(before), result_text(after), changes);
    compare_text(Aspect::Comment, "", before.comment, after.comment, changes);
    if (before.is_procedure != after.is_procedure) {
        compare_text(Aspect::Kind, "", before.is_procedure ? "procedure" : "function",
                     after.is_procedure ? "procedure" : "function", changes);
    }
    compare_text(Aspect::Volatility, "", volatility_word(before.volatility), volatility_word(after.volatility), changes);
    compare_text(Aspect::Security, "", before.security_definer ? "definer" : "invoker",
                 after.security_definer ? "definer" : "invoker", changes);
    if (sides.access_known()) compare_grants(before.grants, after.grants, changes);
}

std::string full_name(const Function& function) {
    std::vector<std::string> types;
    for (const Argument* argument : inputs(function)) types.push_back(type_text(argument->type));
    return function.name.to_string() + listed(types);
}

std::string word(const Function& function) { return function.is_procedure ? "procedure" : "function"; }

Overloads of_schema(const Catalog& catalog, const std::string& schema) {
    Overloads found;
    for (const Function& function : catalog.functions()) {
        if (function.name.schema == schema && function.extension.empty()) found.push_back(&function);
    }
    return found;
}

// PostgreSQL makes functions of a range type's name by itself, and PostgREST lists them.
bool is_of_range_type(const Catalog& full, const QualifiedName& name) {
    return std::ranges::any_of(full.types(), [&](const TypeDefinition& type) {
        return (type.kind == TypeKind::Range || type.kind == TypeKind::Other) && (type.name == name || type.multirange == name);
    });
}

// An outline has one overload of each function that can be called by named arguments.
void compare_outlines(const Sides& sides, const std::string& schema, std::vector<ObjectDifference>& found) {
    const auto look = [&](const Catalog& outline, const Catalog& other, ChangeKind kind) {
        if (!outline.is_outline(schema)) return;
        for (const Function* function : of_schema(outline, schema)) {
            const Overloads overloads = other.find_functions(schema, function->name.name);
            if (overloads.empty()) {
                if (!is_certain(other, schema) || is_of_range_type(other, function->name)) continue;
                found.push_back({ObjectClass::Function, kind, full_name(*function), word(*function), "", {}});
            } else if (!other.is_outline(schema) &&
                       std::ranges::none_of(overloads, [&](const Function* one) { return has_same_names(*one, *function); })) {
                const std::string told = arguments_text(*function);
                const std::string theirs = arguments_text(*overloads.front());
                const bool is_added = kind == ChangeKind::Added;
                Changes changes = {
                    made(ChangeKind::Changed, Aspect::Arguments, "", is_added ? theirs : told, is_added ? told : theirs)};
                found.push_back({ObjectClass::Function, ChangeKind::Changed, function->name.to_string(), word(*function), "",
                                 std::move(changes)});
            }
        }
    };
    look(sides.before, sides.after, ChangeKind::Removed);
    look(sides.after, sides.before, ChangeKind::Added);
}

}  // namespace

std::vector<ObjectDifference> compare_functions(const Sides& sides, const std::string& schema) {
    std::vector<ObjectDifference> found;
    if (sides.is_outline(schema)) {
        compare_outlines(sides, schema, found);
        return found;
    }
    const Overloads before = of_schema(sides.before, schema);
    Overloads after = of_schema(sides.after, schema);
    for (const Function* function : before) {
        const auto other = std::ranges::find_if(after, [&](const Function* candidate) {
            return candidate->name == function->name && takes_the_same(sides, *candidate, *function);
        });
        if (other == after.end()) {
            if (!is_certain(sides.after, schema)) continue;
            found.push_back({ObjectClass::Function, ChangeKind::Removed, full_name(*function), word(*function), "", {}});
            continue;
        }
        Changes changes;
        compare_function(sides, *function, **other, changes);
        if (!changes.empty()) {
            found.push_back(
                {ObjectClass::Function, ChangeKind::Changed, full_name(*function), word(**other), "", std::move(changes)});
        }
        after.erase(other);
    }
    for (const Function* function : after) {
        if (!is_certain(sides.before, schema)) continue;
        found.push_back({ObjectClass::Function, ChangeKind::Added, full_name(*function), word(*function), "", {}});
    }
    return found;
}

}  // namespace rowtype::diff
