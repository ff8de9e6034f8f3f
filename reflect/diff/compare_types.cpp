#include "reflect/diff/compare.h"
#include "reflect/diff/expression.h"
#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

// Other types are shells and base types of extensions, and the multiranges that PostgreSQL makes by itself.
bool counts(const TypeDefinition& type) { return type.extension.empty() && type.kind != TypeKind::Other && type.complete; }

void compare_labels(const TypeDefinition& before, const TypeDefinition& after, Changes& changes) {
    const auto lacks = [](const TypeDefinition& type, const std::string& label) {
        return std::ranges::find(type.labels, label) == type.labels.end();
    };
    const std::size_t known = changes.size();
    for (const std::string& label : before.labels) {
        if (lacks(after, label)) changes.push_back(made(ChangeKind::Removed, Aspect::Label, label, label, ""));
    }
    for (const std::string& label : after.labels) {
        if (lacks(before, label)) changes.push_back(made(ChangeKind::Added, Aspect::Label, label, "", label));
    }
    if (changes.size() == known && before.labels != after.labels) {
        changes.push_back(made(ChangeKind::Changed, Aspect::LabelOrder, "", listed(before.labels), listed(after.labels)));
    }
}

void compare_attributes(const Sides& sides, const TypeDefinition& before, const TypeDefinition& after, Changes& changes) {
    compare_parts(
        Aspect::Attribute, before.attributes, after.attributes,
        [](const Attribute& attribute) { return type_text(attribute.type); },
        [&](const Attribute& left, const Attribute& right) { return same_type(sides, left.type, right.type, false); }, changes);
}

void compare_type(const Sides& sides, const TypeDefinition& before, const TypeDefinition& after, Changes& changes) {
    if (sides.is_outline(before.name.schema)) {  // tells labels, of enums and of domains over enums alike
        if (before.kind == TypeKind::Enum && after.kind == TypeKind::Enum) compare_labels(before, after, changes);
        return;
    }
    if (before.kind != after.kind) {
        compare_text(Aspect::Kind, "", kind_word(before.kind), kind_word(after.kind), changes);
        return;
    }
    compare_labels(before, after, changes);
    if (!same_type(sides, before.base, after.base, false)) {
        compare_text(Aspect::Base, "", type_text(before.base), type_text(after.base), changes);
    }
    compare_text(Aspect::Nullability, "", before.not_null ? "not null" : "null", after.not_null ? "not null" : "null", changes);
    const std::string first = before.default_expression.value_or("");
    const std::string second = after.default_expression.value_or("");
    const bool is_unread = before.default_expression == "" || after.default_expression == "";
    if (!is_unread && !same_expression(first, second)) compare_text(Aspect::Default, "", first, second, changes);
    compare_text(Aspect::Collation, "", before.collation, after.collation, changes);
    compare_checks(before.checks, after.checks, changes);
    compare_attributes(sides, before, after, changes);
    compare_text(Aspect::Comment, "", before.comment, after.comment, changes);
}

std::string in_few_words(const TypeDefinition& type) {
    if (type.kind == TypeKind::Enum) return listed(type.labels);
    if (type.kind == TypeKind::Composite) {
        return std::to_string(type.attributes.size()) + (type.attributes.size() == 1 ? " attribute" : " attributes");
    }
    return type.base.is_known() ? "of " + type_text(type.base) : "";
}

bool is_story_of_columns(const Sequence& sequence) { return !sequence.owner_relation.name.empty(); }

}  // namespace

// An outline tells those types alone that columns have.
std::vector<ObjectDifference> compare_types(const Sides& sides, const std::string& schema) {
    std::vector<ObjectDifference> found;
    const auto absent = [&](const TypeDefinition& type, const Catalog& other, ChangeKind kind) {
        if (other.find_type(type.name) != nullptr || !is_certain(other, schema) || other.is_outline(schema)) return;
        found.push_back({ObjectClass::Type, kind, type.name.to_string(), kind_word(type.kind), in_few_words(type), {}});
    };
    for (const TypeDefinition& type : sides.before.types()) {
        if (type.name.schema != schema || !counts(type)) continue;
        absent(type, sides.after, ChangeKind::Removed);
        const TypeDefinition* other = sides.after.find_type(type.name);
        if (other == nullptr || !counts(*other)) continue;
        Changes changes;
        compare_type(sides, type, *other, changes);
        if (changes.empty()) continue;
        found.push_back(
            {ObjectClass::Type, ChangeKind::Changed, type.name.to_string(), kind_word(other->kind), "", std::move(changes)});
    }
    for (const TypeDefinition& type : sides.after.types()) {
        if (type.name.schema == schema && counts(type)) absent(type, sides.before, ChangeKind::Added);
    }
    return found;
}

// The sequence of a serial or identity column comes and goes with the column. A source that tells no sequence at all may not
// read them.
std::vector<ObjectDifference> compare_sequences(const Sides& sides, const std::string& schema) {
    std::vector<ObjectDifference> found;
    if (sides.before.sequences().empty() || sides.after.sequences().empty() || sides.is_outline(schema)) return found;
    const auto absent = [&](const Sequence& sequence, const Catalog& other, ChangeKind kind) {
        if (other.find_sequence(sequence.name) != nullptr || !is_certain(other, schema) || is_story_of_columns(sequence)) return;
        found.push_back({ObjectClass::Sequence, kind, sequence.name.to_string(), "sequence", sequence_text(sequence), {}});
    };
    for (const Sequence& sequence : sides.before.sequences()) {
        if (sequence.name.schema != schema || !sequence.extension.empty()) continue;
        absent(sequence, sides.after, ChangeKind::Removed);
        const Sequence* other = sides.after.find_sequence(sequence.name);
        if (other == nullptr || !other->extension.empty()) continue;
        Changes changes;
        compare_text(Aspect::Sequence, "", sequence_text(sequence), sequence_text(*other), changes);
        compare_text(Aspect::Comment, "", sequence.comment, other->comment, changes);
        if (sides.access_known()) compare_grants(sequence.grants, other->grants, changes);
        if (changes.empty()) continue;
        found.push_back(
            {ObjectClass::Sequence, ChangeKind::Changed, sequence.name.to_string(), "sequence", "", std::move(changes)});
    }
    for (const Sequence& sequence : sides.after.sequences()) {
        if (sequence.name.schema == schema && sequence.extension.empty()) absent(sequence, sides.before, ChangeKind::Added);
    }
    return found;
}

}  // namespace rowtype::diff
