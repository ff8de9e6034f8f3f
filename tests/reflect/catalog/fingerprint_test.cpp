#include "reflect/catalog/fingerprint.h"

#include <functional>
#include <set>

#include <gtest/gtest.h>

namespace rowtype::catalog {
namespace {

Relation full_relation() {
    Relation relation;
    relation.name = {"public", "users"};
    relation.columns.resize(2);
    relation.columns[0].name = "id";
    relation.columns[0].type = {{"pg_catalog", "numeric"}, {10, 2}, 0};
    relation.columns[1].name = "name";
    relation.primary_key = Key{"users_pkey", {"id"}, {}, false, false};
    relation.unique_keys = {Key{"users_name_key", {"name"}, {}, false, false}};
    ForeignKey foreign_key;
    foreign_key.name = "users_id_fkey";
    foreign_key.columns = {"id"};
    foreign_key.referenced_relation = {"public", "people"};
    foreign_key.referenced_columns = {"id"};
    relation.foreign_keys = {foreign_key};
    relation.checks = {Check{"users_check", "id > 0"}};
    relation.indexes.resize(1);
    relation.indexes[0].name = "users_name_idx";
    relation.indexes[0].columns = {"name"};
    return relation;
}

TEST(Fingerprint, EveryMemberOfARelationCounts) {
    const std::vector<std::function<void(Relation&)>> changes = {
        [](Relation& r) { r.name.name = "user"; },
        [](Relation& r) { r.kind = RelationKind::View; },
        [](Relation& r) { r.columns[0].name = "key"; },
        [](Relation& r) {
            r.columns[0].type.modifiers = {10, 3};
        },
        [](Relation& r) { r.columns[0].type.array_dimensions = 1; },
        [](Relation& r) { r.columns[0].nullability = Nullability::NotNull; },
        [](Relation& r) { r.columns[0].default_expression = ""; },
        [](Relation& r) { r.columns[0].identity = Identity::Always; },
        [](Relation& r) { r.columns[0].generated = Generated::Stored; },
        [](Relation& r) { r.columns[0].generated_expression = "1"; },
        [](Relation& r) { r.columns[0].collation = "C"; },
        [](Relation& r) { r.columns[0].comment = "c"; },
        [](Relation& r) { std::swap(r.columns[0], r.columns[1]); },
        [](Relation& r) { r.primary_key.reset(); },
        [](Relation& r) { r.unique_keys[0].nulls_not_distinct = true; },
        [](Relation& r) { r.unique_keys[0].deferrable = true; },
        [](Relation& r) { r.unique_keys[0].included_columns = {"id"}; },
        [](Relation& r) { r.foreign_keys[0].on_delete = ReferentialAction::Cascade; },
        [](Relation& r) { r.foreign_keys[0].on_update = ReferentialAction::Cascade; },
        [](Relation& r) { r.foreign_keys[0].match_full = true; },
        [](Relation& r) { r.foreign_keys[0].referenced_relation.name = "x"; },
        [](Relation& r) { r.checks[0].expression = "id > 1"; },
        [](Relation& r) { r.indexes[0].method = "gin"; },
        [](Relation& r) { r.indexes[0].predicate = "true"; },
        [](Relation& r) { r.indexes[0].unique = true; },
        [](Relation& r) { r.indexes[0].expressions = {"lower(name)"}; },
        [](Relation& r) { r.definition = "SELECT 1"; },
        [](Relation& r) { r.comment = "c"; },
        [](Relation& r) { r.extension = "e"; },
        [](Relation& r) {
            r.partition_of = QualifiedName{"public", "p"};
        },
        [](Relation& r) { r.row_security = true; },
        [](Relation& r) { r.primary_key->initially_deferred = true; },
        [](Relation& r) { r.primary_key->without_overlaps = true; },
        [](Relation& r) { r.primary_key->comment = "c"; },
        [](Relation& r) { r.foreign_keys[0].set_columns = {"id"}; },
        [](Relation& r) { r.foreign_keys[0].validated = false; },
        [](Relation& r) { r.foreign_keys[0].enforced = false; },
        [](Relation& r) { r.foreign_keys[0].comment = "c"; },
        [](Relation& r) { r.checks[0].validated = false; },
        [](Relation& r) { r.checks[0].enforced = false; },
        [](Relation& r) { r.checks[0].inherited = false; },
        [](Relation& r) { r.checks[0].comment = "c"; },
        [](Relation& r) {
            r.exclusions.push_back(Exclusion{"x", "gist", {"id"}, {"="}, "", false, false});
        },
        [](Relation& r) { r.indexes[0].orders = {IndexOrder::Descending}; },
        [](Relation& r) { r.indexes[0].operator_classes = {"text_pattern_ops"}; },
        [](Relation& r) {
            r.inherits = {{"public", "p"}};
        },
        [](Relation& r) {
            r.column_origins = {ColumnOrigin{{"public", "p"}, "id"}, ColumnOrigin{}};
        },
        [](Relation& r) { r.columns_complete = false; },
        [](Relation& r) { r.parts_complete = false; },
        [](Relation& r) { r.presumed = true; },
        [](Relation& r) { r.columns[0].default_known = false; },
    };
    std::set<std::uint64_t> seen = {fingerprint_of(full_relation())};
    for (const auto& change : changes) {
        Relation changed = full_relation();
        change(changed);
        seen.insert(fingerprint_of(changed));
    }
    EXPECT_EQ(seen.size(), changes.size() + 1);
    EXPECT_EQ(fingerprint_of(full_relation()), fingerprint_of(full_relation()));
}

TEST(Fingerprint, PartsDoNotRunTogether) {
    Relation left = full_relation();
    Relation right = full_relation();
    left.comment = "ab";
    left.extension = "c";
    right.comment = "a";
    right.extension = "bc";
    EXPECT_NE(fingerprint_of(left), fingerprint_of(right));
}

TEST(Fingerprint, OfACatalogMindsTypesAndFunctionsButNotOrderNotesOrVersion) {
    CatalogData data;
    data.schemas = {"public"};
    data.relations = {full_relation()};
    Relation other = full_relation();
    other.name.name = "others";
    data.relations.push_back(other);
    data.types.resize(1);
    data.types[0].name = {"public", "mood"};
    data.functions.resize(1);
    data.functions[0].name = {"public", "f"};
    const std::uint64_t fingerprint = Catalog(data).fingerprint();

    CatalogData same = data;
    std::swap(same.relations[0], same.relations[1]);
    same.notes.push_back({"a.sql", 1, "note"});
    same.server_version = 150018;
    same.access_known = true;
    same.relations[0].policies.resize(1);
    same.relations[0].grants.push_back(Grant{"anon", PrivilegeSet(1)});
    EXPECT_EQ(Catalog(same).fingerprint(), fingerprint);

    const std::vector<std::function<void(CatalogData&)>> changes = {
        [](CatalogData& d) { d.schemas.push_back("app"); },
        [](CatalogData& d) { d.search_path = {"app"}; },
        [](CatalogData& d) { d.incomplete_schemas = {"public"}; },
        [](CatalogData& d) { d.outline_schemas = {"public"}; },
        [](CatalogData& d) { d.relations.pop_back(); },
        [](CatalogData& d) { d.types[0].labels = {"x"}; },
        [](CatalogData& d) { d.types[0].not_null = true; },
        [](CatalogData& d) { d.types[0].attributes.resize(1); },
        [](CatalogData& d) { d.functions[0].returns_set = true; },
        [](CatalogData& d) { d.functions[0].arguments.resize(1); },
        [](CatalogData& d) { d.functions[0].volatility = Volatility::Stable; },
        [](CatalogData& d) { d.functions[0].security_definer = true; },
        [](CatalogData& d) { d.sequences.resize(1); },
        [](CatalogData& d) { d.types[0].collation = "C"; },
        [](CatalogData& d) { d.types[0].multirange.name = "m"; },
        [](CatalogData& d) { d.types[0].complete = false; },
    };
    for (std::size_t index = 0; index < changes.size(); ++index) {
        CatalogData changed = data;
        changes[index](changed);
        EXPECT_NE(Catalog(changed).fingerprint(), fingerprint) << index;
    }
}

}  // namespace
}  // namespace rowtype::catalog
