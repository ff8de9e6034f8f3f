#include "reflect/catalog/unknown_text.h"
#include "reflect/diff/compare.h"
#include "reflect/diff/expression.h"
#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

// What a side with an outline knows of a type: the base of domains, no modifiers but lengths, one dimension for all.
Type outlined(const Catalog& catalog, const Type& declared) {
    Type type = catalog.base_type(declared);
    const bool is_text =
        type.is_builtin("varchar") || type.is_builtin("bpchar") || type.is_builtin("bit") || type.is_builtin("varbit");
    if (!is_text || type.is_array()) type.clear_modifiers();
    if (type.is_array()) type.array_dimensions = 1;
    if (type.is_builtin("int2")) type.name.name = "int4";  // int32 stands for both
    return type;
}

bool is_domain(const Catalog& catalog, const Type& type) {
    const TypeDefinition* definition = catalog.find_type(type.name);
    return definition != nullptr && definition->kind == TypeKind::Domain;
}

// Of a domain, the length is told of the outermost alone, and a domain over an enum is told as an enum of its own name.
bool same_outline(const Sides& sides, const Type& before, const Type& after) {
    Type first = outlined(sides.before, before);
    Type second = outlined(sides.after, after);
    const bool with_domain = is_domain(sides.before, before) || is_domain(sides.after, after);
    if (!first.is_known() || !second.is_known()) return true;
    if (!with_domain) return first == second;
    first.clear_modifiers();
    second.clear_modifiers();
    const bool is_builtin = first.name.schema == "pg_catalog" && second.name.schema == "pg_catalog";
    return !is_builtin || first == second;
}

// One of the two fills the column and the other certainly does not, or they fill it with different things.
void compare_default(const Column& before, const Column& after, bool is_outline, Changes& changes) {
    const std::string first = before.default_expression.value_or("");
    const std::string second = after.default_expression.value_or("");
    if (!before.default_expression && !after.default_expression) return;
    if ((!before.default_expression && !before.default_known) || (!after.default_expression && !after.default_known)) return;
    const bool is_null = same_expression(first.empty() ? "NULL" : first, second.empty() ? "NULL" : second);
    const bool in_both = before.default_expression && after.default_expression;
    if (in_both ? (is_outline || same_expression(first, second)) : is_null) return;
    compare_text(Aspect::Default, before.name, first, second, changes);
}

void compare_generation(const Column& before, const Column& after, Changes& changes) {
    if (!before.default_known || !after.default_known) return;
    compare_text(Aspect::Identity, before.name, identity_text(before.identity), identity_text(after.identity), changes);
    const bool are_same = before.generated == after.generated &&
                          same_expression(before.generated_expression.value_or(""), after.generated_expression.value_or(""));
    if (!are_same) compare_text(Aspect::Generated, before.name, generated_text(before), generated_text(after), changes);
}

void compare_column(const Sides& sides, const Column& before, const Column& after, bool is_view, bool is_outline,
                    Changes& changes) {
    if (!same_type(sides, before.type, after.type, is_outline)) {
        compare_text(Aspect::ColumnType, before.name, type_text(before.type), type_text(after.type), changes);
    }
    // An outline tells of a domain what its base is, and mixes the domain's own defaults with the column's.
    const bool is_outlined_domain = is_outline && (is_domain(sides.before, before.type) || is_domain(sides.after, after.type));
    const bool is_told = !is_outlined_domain && !is_view && before.nullability != Nullability::Unknown &&
                         after.nullability != Nullability::Unknown;
    if (is_told && before.nullability != after.nullability) {
        compare_text(Aspect::Nullability, before.name, nullability_text(before.nullability), nullability_text(after.nullability),
                     changes);
    }
    if (!is_outlined_domain) compare_default(before, after, is_outline, changes);
    compare_generation(before, after, changes);
    const bool has_types = before.type.is_known() && after.type.is_known();
    if (!is_outline && has_types) compare_text(Aspect::Collation, before.name, before.collation, after.collation, changes);
    compare_text(Aspect::Comment, before.name, before.comment, after.comment, changes);
}

// What may have dropped or renamed a column of such a table leaves nothing certain of the column.
bool may_be_gone(const Relation& relation, const Column& column) {
    return !relation.columns_complete && !relation.is_view() && column.nullability == Nullability::Unknown;
}

void compare_columns(const Sides& sides, const Relation& before, const Relation& after, Changes& changes) {
    const bool is_view = before.is_view() || after.is_view();
    const bool is_outline = sides.is_outline(before.name.schema);
    for (const Column& column : before.columns) {
        const Column* other = after.find_column(column.name);
        if (other != nullptr) compare_column(sides, column, *other, is_view, is_outline, changes);
        else if (sides.after.lacks_column(after, column.name) && !may_be_gone(before, column)) {
            changes.push_back(made(ChangeKind::Removed, Aspect::Column, column.name, column_text(column), ""));
        }
    }
    for (const Column& column : after.columns) {
        if (!sides.before.lacks_column(before, column.name) || may_be_gone(after, column)) continue;
        changes.push_back(made(ChangeKind::Added, Aspect::Column, column.name, "", column_text(column)));
    }
}

std::string name_of(const std::optional<QualifiedName>& name) { return name ? name->to_string() : ""; }

std::string names_of(const std::vector<QualifiedName>& names) {
    std::string text;
    for (const QualifiedName& name : names) text += (text.empty() ? "" : ", ") + name.to_string();
    return text;
}

std::string row_security_text(const Relation& relation) {
    if (!relation.row_security) return "off";
    return relation.row_security_forced ? "on, forced" : "on";
}

void compare_policies(const std::vector<Policy>& before, const std::vector<Policy>& after, Changes& changes) {
    const auto same_text = [](const std::optional<std::string>& left, const std::optional<std::string>& right) {
        if (!left || !right) return left.has_value() == right.has_value();
        return is_unread(*left) || is_unread(*right) || same_expression(*left, *right);
    };
    compare_parts(
        Aspect::Policy, before, after, policy_text,
        [&](const Policy& left, const Policy& right) {
            return left.command == right.command && left.permissive == right.permissive && left.roles == right.roles &&
                   same_text(left.using_expression, right.using_expression) &&
                   same_text(left.check_expression, right.check_expression);
        },
        changes);
}

// Where a side does not know which schema a function is of, only its name counts.
bool same_trigger(const Trigger& left, const Trigger& right) {
    Trigger other = right;
    if (left.function.schema.empty() || right.function.schema.empty()) other.function.schema = left.function.schema;
    return left == other;
}

void compare_triggers(const Relation& before, const Relation& after, Changes& changes) {
    compare_parts(Aspect::Trigger, before.triggers, after.triggers, trigger_text, same_trigger, changes);
    for (const std::string& rule : before.rules) {
        const bool is_there = std::ranges::find(after.rules, rule) != after.rules.end();
        if (!is_there) changes.push_back(made(ChangeKind::Removed, Aspect::Rule, rule, "", ""));
    }
    for (const std::string& rule : after.rules) {
        const bool is_new = std::ranges::find(before.rules, rule) == before.rules.end();
        if (is_new) changes.push_back(made(ChangeKind::Added, Aspect::Rule, rule, "", ""));
    }
}

}  // namespace

bool same_type(const Sides& sides, const Type& before, const Type& after, bool is_outline) {
    if (!before.is_known() || !after.is_known()) return true;
    return is_outline ? same_outline(sides, before, after) : before == after;
}

void compare_relations(const Sides& sides, const Relation& before, const Relation& after, Changes& changes) {
    compare_columns(sides, before, after, changes);
    const bool has_parts = before.parts_complete && after.parts_complete;
    if (has_parts) {
        compare_constraints(sides, before, after, changes);
        compare_text(Aspect::Comment, "", before.comment, after.comment, changes);
    }
    if (sides.is_outline(before.name.schema)) return;
    if (has_parts && before.kind != after.kind) {
        changes.insert(changes.begin(),
                       made(ChangeKind::Changed, Aspect::Kind, "", kind_word(before.kind), kind_word(after.kind)));
    }
    const bool are_views = before.is_view() && after.is_view() && !before.definition.empty() && !after.definition.empty();
    if (are_views && !same_query(before.definition, after.definition)) {
        compare_text(Aspect::Definition, "", before.definition, after.definition, changes);
    }
    if (has_parts) {
        compare_text(Aspect::Partition, "", name_of(before.partition_of), name_of(after.partition_of), changes);
        compare_text(Aspect::Inheritance, "", names_of(before.inherits), names_of(after.inherits), changes);
    }
    if (sides.policies_known()) {
        compare_text(Aspect::RowSecurity, "", row_security_text(before), row_security_text(after), changes);
        compare_policies(before.policies, after.policies, changes);
    }
    if (sides.triggers_known() && before.triggers_complete && after.triggers_complete) compare_triggers(before, after, changes);
    if (sides.access_known()) compare_grants(before.grants, after.grants, changes);
}

}  // namespace rowtype::diff
