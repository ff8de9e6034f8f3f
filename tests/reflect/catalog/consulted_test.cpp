#include "reflect/catalog/consulted.h"

#include <gtest/gtest.h>

#include <functional>

#include "reflect/catalog/catalog.h"

namespace rowtype::catalog {
namespace {

Relation table(const std::string& name) {
    Relation relation;
    relation.name = {"public", name};
    relation.columns.emplace_back().name = "id";
    return relation;
}

CatalogData shop() {
    CatalogData data;
    data.schemas = {"public", "other"};
    data.relations = {table("films"), table("people")};
    data.types.emplace_back().name = {"public", "mood"};
    data.functions.emplace_back().name = {"public", "one"};
    data.sequences.emplace_back().name = {"public", "counter"};
    return data;
}

using Ask = std::function<void(const Catalog&)>;
using Change = std::function<void(CatalogData&)>;

bool concerns(const Change& change, const Ask& ask) {
    const Catalog before(shop());
    CatalogData data = shop();
    change(data);
    const Catalog after(std::move(data));
    Consulted consulted;
    ask(before.noting(consulted));
    return CatalogChange(before, after).concerns(consulted);
}

const Ask kFilms = [](const Catalog& catalog) { static_cast<void>(catalog.find_relation("", "films")); };
const Ask kUnknown = [](const Catalog& catalog) { static_cast<void>(catalog.find_relation("public", "flims")); };
const Ask kNames = [](const Catalog& catalog) { static_cast<void>(catalog.relation_names("public")); };
const Ask kSchemas = [](const Catalog& catalog) { static_cast<void>(catalog.own_schemas()); };
const Ask kMood = [](const Catalog& catalog) { static_cast<void>(catalog.find_type({"public", "mood"})); };
const Ask kOne = [](const Catalog& catalog) { static_cast<void>(catalog.find_functions("", "one")); };
const Ask kCounter = [](const Catalog& catalog) { static_cast<void>(catalog.find_owned_sequence({"public", "films"}, "id")); };
const Ask kReferences = [](const Catalog& catalog) { static_cast<void>(catalog.relations_referencing({"public", "films"})); };
const Ask kLikePeople = [](const Catalog& catalog) {
    static_cast<void>(catalog.relations_matching([](std::string_view name) { return name == "people"; }));
};
const Ask kAll = [](const Catalog& catalog) { static_cast<void>(catalog.relations().size()); };
const Ask kPending = [](const Catalog& catalog) { static_cast<void>(catalog.find_pending({"public", "films"}, "title")); };

TEST(Consulted, TheSameIsNoChange) {
    for (const Ask& ask : {kFilms, kUnknown, kNames, kSchemas, kMood, kOne, kCounter, kReferences, kLikePeople, kAll, kPending}) {
        EXPECT_FALSE(concerns([](CatalogData&) {}, ask));
    }
}

TEST(Consulted, AChangedRelationConcernsThoseWhoAskedForIt) {
    const Change people = [](CatalogData& data) { data.relations[1].columns.emplace_back().name = "name"; };
    EXPECT_FALSE(concerns(people, kFilms));
    EXPECT_FALSE(concerns(people, kUnknown));
    EXPECT_FALSE(concerns(people, kNames));
    EXPECT_FALSE(concerns(people, kMood));
    EXPECT_FALSE(concerns(people, kReferences));
    EXPECT_TRUE(concerns(people, kLikePeople));
    EXPECT_TRUE(concerns(people, kAll));
    const Change grant = [](CatalogData& data) { data.relations[0].grants.push_back({"anon", PrivilegeSet(1)}); };
    EXPECT_TRUE(concerns(grant, kFilms)) << "rules look at privileges, which no fingerprint counts";
}

TEST(Consulted, WhatComesAndGoesConcernsThoseWhoMissedIt) {
    const Change flims = [](CatalogData& data) { data.relations.push_back(table("flims")); };
    EXPECT_TRUE(concerns(flims, kUnknown));
    EXPECT_TRUE(concerns(flims, kNames)) << "another suggestion";
    EXPECT_TRUE(concerns(flims, kLikePeople)) << "which there are";
    EXPECT_FALSE(concerns(flims, kFilms));
    EXPECT_TRUE(concerns([](CatalogData& data) { data.relations.erase(data.relations.begin()); }, kFilms));
    const Change elsewhere = [](CatalogData& data) { data.relations.emplace_back(table("films")).name.schema = "other"; };
    EXPECT_TRUE(concerns(elsewhere, kFilms)) << "the search path may lead there";
}

TEST(Consulted, TypesFunctionsAndSequencesCountBySort) {
    const Change mood = [](CatalogData& data) { data.types[0].labels = {"sad"}; };
    EXPECT_TRUE(concerns(mood, kMood));
    EXPECT_FALSE(concerns(mood, kFilms));
    const Change renamed = [](CatalogData& data) {
        const QualifiedName& type = data.types[0].name;
        data.removed_objects.push_back({PendingKind::Label, type, "bad", "sad", "2.sql", 1});
    };
    EXPECT_TRUE(concerns(renamed, kMood)) << "what findings say of a label that is gone";
    EXPECT_FALSE(concerns(renamed, kFilms));
    const Change overload = [](CatalogData& data) {
        Function& function = data.functions.emplace_back(data.functions[0]);
        function.arguments.emplace_back().type.name = {"pg_catalog", "int4"};
    };
    EXPECT_TRUE(concerns(overload, kOne));
    EXPECT_FALSE(concerns(overload, kMood));
    const Change counter = [](CatalogData& data) { data.sequences[0].increment = 2; };
    EXPECT_TRUE(concerns(counter, kCounter));
    EXPECT_FALSE(concerns(counter, kOne));
}

// Another table beside those that are there is in no other schema; books of a migration tool are nobody's own.
TEST(Consulted, SchemasOfTables) {
    const auto made = [](const char* schema, const char* name) {
        return Change([=](CatalogData& data) { data.relations.emplace_back(table(name)).name.schema = schema; });
    };
    EXPECT_FALSE(concerns(made("public", "posts"), kSchemas));
    EXPECT_FALSE(concerns(made("other", "alembic_version"), kSchemas));
    EXPECT_TRUE(concerns(made("other", "posts"), kSchemas));
    EXPECT_FALSE(concerns(made("other", "posts"), kFilms));
    CatalogData data = shop();
    made("other", "posts")(data);
    EXPECT_EQ(Catalog(std::move(data)).own_schemas(), (std::vector<std::string>{"other", "public"}));
}

TEST(Consulted, AForeignKeyConcernsTheRelationThatItLeadsTo) {
    const Change key = [](CatalogData& data) {
        ForeignKey& made = data.relations[1].foreign_keys.emplace_back();
        made.name = "people_film";
        made.referenced_relation = {"public", "films"};
    };
    EXPECT_TRUE(concerns(key, kReferences));
    EXPECT_FALSE(concerns(key, kFilms));
}

TEST(Consulted, PendingNamesCountWithTheirRelation) {
    const auto pending = [](const std::string& relation) {
        return [relation](CatalogData& data) { data.pending.push_back({{"public", relation}, "title", "2.sql", 1}); };
    };
    EXPECT_TRUE(concerns(pending("people"), kFilms)) << "the first of all: whether there are any is asked by many";
    const auto between = [&](const std::string& before, const std::string& after, const Ask& ask) {
        CatalogData old_data = shop();
        pending("people")(old_data);
        pending(before)(old_data);
        CatalogData new_data = shop();
        pending("people")(new_data);
        pending(after)(new_data);
        const Catalog old_catalog(std::move(old_data));
        const Catalog new_catalog(std::move(new_data));
        Consulted consulted;
        ask(old_catalog.noting(consulted));
        return CatalogChange(old_catalog, new_catalog).concerns(consulted);
    };
    EXPECT_TRUE(between("films", "actors", kPending));
    EXPECT_FALSE(between("actors", "actresses", kPending));
}

TEST(Consulted, WhatHoldsForAllConcernsEverybody) {
    const std::vector<Change> changes = {
        [](CatalogData& data) { data.search_path = {"other"}; }, [](CatalogData& data) { data.schemas.emplace_back("third"); },
        [](CatalogData& data) { data.incomplete_schemas.emplace_back("public"); },
        [](CatalogData& data) { data.access_known = true; }, [](CatalogData& data) { data.server_version = 160'000; }};
    for (const Change& change : changes) EXPECT_TRUE(concerns(change, kFilms));
}

}  // namespace
}  // namespace rowtype::catalog
