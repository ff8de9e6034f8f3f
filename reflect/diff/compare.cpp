#include "reflect/diff/compare.h"

#include <map>
#include <set>

#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

std::vector<ObjectDifference> compare_relations(const Sides& sides, const std::string& schema, const Options& options);
void compare_schema(const Sides& sides, const std::string& schema, std::vector<ObjectDifference>& into);

// A platform's schema, of which one side knows what its files refer to, is nobody's difference.
bool has_own_objects(const Catalog& catalog, const std::string& schema, const Options& options) {
    if (!catalog.has_schema(schema) || catalog.is_incomplete(schema)) return false;
    const auto is_own = [&](const auto& object) { return object.name.schema == schema && object.extension.empty(); };
    const auto is_own_relation = [&](const Relation& relation) {
        return is_own(relation) && !relation.presumed && !(options.is_left_out && options.is_left_out(relation));
    };
    return std::ranges::any_of(catalog.relations(), is_own_relation) || std::ranges::any_of(catalog.types(), is_own) ||
           std::ranges::any_of(catalog.functions(), is_own);
}

// Those of which both tell, were it that they do not have it; and what only one tells.
std::vector<std::string> schemas_to_compare(const Sides& sides, const Options& options, std::vector<std::string>& not_compared) {
    std::set<std::string> names(sides.before.schemas().begin(), sides.before.schemas().end());
    names.insert(sides.after.schemas().begin(), sides.after.schemas().end());
    std::vector<std::string> compared;
    for (const std::string& name : names) {
        const bool is_wanted = options.schemas.empty() || std::ranges::find(options.schemas, name) != options.schemas.end();
        if (!is_wanted || is_system_schema(name)) continue;
        if (sides.before.has_schema(name) && sides.after.has_schema(name)) {
            compared.push_back(name);
            continue;
        }
        const bool before_has = sides.before.has_schema(name);
        if (!has_own_objects(before_has ? sides.before : sides.after, name, options)) continue;
        const bool is_absent = is_certain(before_has ? sides.after : sides.before, name);
        (is_absent ? compared : not_compared).push_back(name);
    }
    return compared;
}

}  // namespace

Difference compare(const Catalog& before, const Catalog& after, const Options& options) {
    const Sides sides{before, after};
    Difference difference;
    const std::vector<std::string> schemas = schemas_to_compare(sides, options, difference.not_compared);
    std::map<ObjectClass, std::vector<ObjectDifference>> found;
    const auto add = [&](std::vector<ObjectDifference> objects) {
        for (ObjectDifference& object : objects) found[object.object].push_back(std::move(object));
    };
    for (const std::string& schema : schemas) {
        add(compare_relations(sides, schema, options));
        add(compare_types(sides, schema));
        add(compare_functions(sides, schema));
        add(compare_sequences(sides, schema));
        std::vector<ObjectDifference> of_schema;
        compare_schema(sides, schema, of_schema);
        add(std::move(of_schema));
    }
    if (sides.access_known() && !schemas.empty()) {
        Changes changes;
        compare_default_privileges(sides, "", changes);
        if (!changes.empty())
            add({{ObjectClass::Schema, ChangeKind::Changed, "every schema", "default privileges", "", std::move(changes)}});
    }
    for (auto& [object, objects] : found) {
        std::ranges::stable_sort(objects, {}, &ObjectDifference::name);
        std::ranges::move(objects, std::back_inserter(difference.objects));
    }
    return difference;
}

Change made(ChangeKind kind, Aspect aspect, std::string name, std::string before, std::string after) {
    return {kind, aspect, std::move(name), std::move(before), std::move(after)};
}

void compare_text(Aspect aspect, const std::string& name, const std::string& before, const std::string& after, Changes& changes) {
    if (before == after) return;
    const ChangeKind kind = before.empty() ? ChangeKind::Added : after.empty() ? ChangeKind::Removed : ChangeKind::Changed;
    changes.push_back(made(kind, aspect, name, before, after));
}

void compare_grants(const std::vector<Grant>& before, const std::vector<Grant>& after, Changes& changes) {
    const auto texts = [](const std::vector<Grant>& grants) {
        std::map<std::string, std::string> by_role;
        for (const Grant& grant : grants) {
            by_role[grant.role + (grant.column.empty() ? "" : " on " + grant.column)] = grant_text(grant);
        }
        return by_role;
    };
    std::map<std::string, std::string> first = texts(before);
    std::map<std::string, std::string> second = texts(after);
    std::set<std::string> roles;
    for (const auto& [role, text] : first) roles.insert(role);
    for (const auto& [role, text] : second) roles.insert(role);
    for (const std::string& role : roles) compare_text(Aspect::Privileges, role, first[role], second[role], changes);
}

namespace {

bool counts(const Sides& sides, const Relation& relation, const Options& options) {
    if (!relation.extension.empty() || relation.presumed || (options.is_left_out && options.is_left_out(relation))) return false;
    // PostgREST serves no partitions, so no description lists them.
    return !(relation.partition_of && sides.is_outline(relation.name.schema));
}

std::string size_of(const Relation& relation) {
    const std::size_t count = relation.columns.size();
    return std::to_string(count) + (count == 1 ? " column" : " columns");
}

// What its table changes changes a partition as well, and is told once.
void leave_to_parent(const Sides& sides, const Relation& before, const Relation& after, Changes& changes) {
    if (changes.empty() || !before.partition_of || before.partition_of != after.partition_of) return;
    const QualifiedName& parent = *before.partition_of;
    const Relation* first = sides.before.find_relation(parent.schema, parent.name).relation;
    const Relation* second = sides.after.find_relation(parent.schema, parent.name).relation;
    if (first == nullptr || second == nullptr) return;
    Changes told;
    diff::compare_relations(sides, *first, *second, told);
    std::erase_if(changes, [&](const Change& change) { return std::ranges::find(told, change) != told.end(); });
}

std::vector<ObjectDifference> compare_relations(const Sides& sides, const std::string& schema, const Options& options) {
    std::vector<ObjectDifference> found;
    const auto absent = [&](const Relation& relation, const Catalog& other, ChangeKind kind) {
        const RelationLookup found_there = other.find_relation(schema, relation.name.name);
        const bool is_absent = is_certain(other, schema) || (other.has_schema(schema) && !found_there.unknown);
        if (found_there.relation != nullptr || !is_absent || !counts(sides, relation, options)) return;
        found.push_back(
            {ObjectClass::Relation, kind, relation.name.to_string(), kind_word(relation.kind), size_of(relation), {}});
    };
    for (const Relation& relation : sides.before.relations()) {
        if (relation.name.schema != schema) continue;
        absent(relation, sides.after, ChangeKind::Removed);
        const Relation* other = sides.after.find_relation(schema, relation.name.name).relation;
        if (other == nullptr || !counts(sides, relation, options) || !counts(sides, *other, options)) continue;
        Changes changes;
        diff::compare_relations(sides, relation, *other, changes);
        leave_to_parent(sides, relation, *other, changes);
        if (changes.empty()) continue;
        found.push_back({ObjectClass::Relation, ChangeKind::Changed, relation.name.to_string(), kind_word(other->kind), "",
                         std::move(changes)});
    }
    for (const Relation& relation : sides.after.relations()) {
        if (relation.name.schema == schema) absent(relation, sides.before, ChangeKind::Added);
    }
    return found;
}

const SchemaPrivileges* privileges_of(const Catalog& catalog, const std::string& schema) {
    const auto& all = catalog.data().schema_privileges;
    const auto found = std::ranges::find(all, schema, &SchemaPrivileges::schema);
    return found == all.end() ? nullptr : &*found;
}

void compare_schema(const Sides& sides, const std::string& schema, std::vector<ObjectDifference>& into) {
    if (!sides.access_known()) return;
    const SchemaPrivileges* before = privileges_of(sides.before, schema);
    const SchemaPrivileges* after = privileges_of(sides.after, schema);
    Changes changes;
    if (before != nullptr && after != nullptr) compare_grants(before->grants, after->grants, changes);
    compare_default_privileges(sides, schema, changes);
    if (!changes.empty()) into.push_back({ObjectClass::Schema, ChangeKind::Changed, schema, "schema", "", std::move(changes)});
}

}  // namespace

}  // namespace rowtype::diff
