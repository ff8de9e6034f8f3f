#include "reflect/catalog/unknown_text.h"
#include "reflect/diff/compare.h"
#include "reflect/diff/expression.h"
#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

// What could not be read may be anything: an expression behind somebody's lock.
bool same_or_unread(const std::string& left, const std::string& right) {
    return is_unread(left) || is_unread(right) || same_expression(left, right);
}

// An empty predicate is none at all.
bool same_predicate(const std::string& left, const std::string& right) {
    return left == kUnreadExpression || right == kUnreadExpression || same_expression(left, right);
}

bool same_key(const Key& left, const Key& right) {
    return left.columns == right.columns && left.included_columns == right.included_columns &&
           left.nulls_not_distinct == right.nulls_not_distinct && left.deferrable == right.deferrable &&
           left.initially_deferred == right.initially_deferred && left.without_overlaps == right.without_overlaps;
}

std::string named(const Key& key) { return key.name + " " + key_text(key); }

void compare_primary_keys(const std::optional<Key>& before, const std::optional<Key>& after, Changes& changes) {
    if (!before && !after) return;
    if (before && after && before->name == after->name && same_key(*before, *after)) return;
    compare_text(Aspect::PrimaryKey, "", before ? named(*before) : "", after ? named(*after) : "", changes);
}

bool same_foreign_key(const ForeignKey& left, const ForeignKey& right) {
    return left.columns == right.columns && left.referenced_relation == right.referenced_relation &&
           left.referenced_columns == right.referenced_columns && left.on_update == right.on_update &&
           left.on_delete == right.on_delete && left.match_full == right.match_full && left.deferrable == right.deferrable &&
           left.initially_deferred == right.initially_deferred && left.set_columns == right.set_columns &&
           left.validated == right.validated && left.enforced == right.enforced;
}

bool same_exclusion(const Exclusion& left, const Exclusion& right) {
    return left.method == right.method && left.operators == right.operators && left.deferrable == right.deferrable &&
           left.initially_deferred == right.initially_deferred && same_predicate(left.predicate, right.predicate) &&
           std::ranges::equal(left.elements, right.elements, same_or_unread);
}

// Where all of a list are the default, the list is left out.
template <class Item>
bool same_items(const std::vector<Item>& left, const std::vector<Item>& right) {
    const std::size_t size = std::max(left.size(), right.size());
    for (std::size_t index = 0; index < size; ++index) {
        const Item first = index < left.size() ? left[index] : Item{};
        const Item second = index < right.size() ? right[index] : Item{};
        if (first != second) return false;
    }
    return true;
}

bool same_index(const Index& left, const Index& right) {
    return left.method == right.method && left.columns == right.columns && left.unique == right.unique &&
           left.included_columns == right.included_columns && left.nulls_not_distinct == right.nulls_not_distinct &&
           same_items(left.orders, right.orders) && same_items(left.operator_classes, right.operator_classes) &&
           same_predicate(left.predicate, right.predicate) &&
           std::ranges::equal(left.expressions, right.expressions, same_or_unread);
}

template <class Part>
void compare_comments(const std::vector<Part>& before, const std::vector<Part>& after, Changes& changes) {
    for (const Part& part : before) {
        const auto other = std::ranges::find(after, part.name, &Part::name);
        if (other != after.end()) compare_text(Aspect::Comment, part.name, part.comment, other->comment, changes);
    }
}

// An outline names no constraint and leaves out most: what it has must be there, and what it lacks is unknown.
void compare_outlines(const Sides& sides, const Relation& before, const Relation& after, Changes& changes) {
    if (before.is_view() || after.is_view()) return;
    const auto columns = [](const Key& key) {
        std::vector<std::string> names = key.columns;
        std::ranges::sort(names);
        return names;
    };
    const bool is_full_before = !sides.before.is_outline(before.name.schema);
    const bool is_full_after = !sides.after.is_outline(after.name.schema);
    const bool has_less = (before.primary_key && !after.primary_key && is_full_after) ||
                          (!before.primary_key && after.primary_key && is_full_before);
    const bool differ = before.primary_key && after.primary_key && columns(*before.primary_key) != columns(*after.primary_key);
    if (has_less || differ) {
        compare_text(Aspect::PrimaryKey, "", before.primary_key ? listed(before.primary_key->columns) : "",
                     after.primary_key ? listed(after.primary_key->columns) : "", changes);
    }
    const auto missing = [&](const ForeignKey& key, const Relation& other) {
        return std::ranges::none_of(other.foreign_keys, [&](const ForeignKey& candidate) {
            return candidate.columns == key.columns && candidate.referenced_relation == key.referenced_relation &&
                   candidate.referenced_columns == key.referenced_columns;
        });
    };
    // PostgREST follows keys to views as well, which have none of their own.
    const auto is_table = [](const Catalog& full, const QualifiedName& name) {
        const Relation* target = full.find_relation(name.schema, name.name).relation;
        return target != nullptr && !target->is_view();
    };
    for (const ForeignKey& key : before.foreign_keys) {
        if (is_full_after && is_table(sides.after, key.referenced_relation) && missing(key, after)) {
            changes.push_back(made(ChangeKind::Removed, Aspect::ForeignKey, key.name, foreign_key_text(key), ""));
        }
    }
    for (const ForeignKey& key : after.foreign_keys) {
        if (is_full_before && is_table(sides.before, key.referenced_relation) && missing(key, before)) {
            changes.push_back(made(ChangeKind::Added, Aspect::ForeignKey, key.name, "", foreign_key_text(key)));
        }
    }
}

}  // namespace

void compare_checks(const std::vector<Check>& before, const std::vector<Check>& after, Changes& changes) {
    compare_parts(
        Aspect::Check, before, after, check_text,
        [](const Check& left, const Check& right) {
            return left.validated == right.validated && left.enforced == right.enforced && left.inherited == right.inherited &&
                   same_or_unread(left.expression, right.expression);
        },
        changes);
    compare_comments(before, after, changes);
}

void compare_constraints(const Sides& sides, const Relation& before, const Relation& after, Changes& changes) {
    if (sides.is_outline(before.name.schema)) return compare_outlines(sides, before, after, changes);
    compare_primary_keys(before.primary_key, after.primary_key, changes);
    compare_parts(Aspect::UniqueKey, before.unique_keys, after.unique_keys, key_text, same_key, changes);
    compare_comments(before.unique_keys, after.unique_keys, changes);
    compare_parts(Aspect::ForeignKey, before.foreign_keys, after.foreign_keys, foreign_key_text, same_foreign_key, changes);
    compare_comments(before.foreign_keys, after.foreign_keys, changes);
    compare_checks(before.checks, after.checks, changes);
    compare_parts(Aspect::Exclusion, before.exclusions, after.exclusions, exclusion_text, same_exclusion, changes);
    compare_comments(before.exclusions, after.exclusions, changes);
    compare_parts(Aspect::Index, before.indexes, after.indexes, index_text, same_index, changes);
}

}  // namespace rowtype::diff
