#include "reflect/catalog/relationships.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Relation table(const std::string& name, const std::vector<std::string>& columns, const std::vector<std::string>& key) {
    Relation relation;
    relation.name = {"public", name};
    for (const std::string& column : columns) relation.columns.emplace_back().name = column;
    if (!key.empty()) relation.primary_key.emplace().columns = key;
    return relation;
}

void refer(Relation& relation, const std::string& constraint, const std::vector<std::string>& columns, const std::string& target,
           const std::vector<std::string>& target_columns = {"id"}) {
    ForeignKey& key = relation.foreign_keys.emplace_back();
    key.name = constraint;
    key.columns = columns;
    key.referenced_relation = {"public", target};
    key.referenced_columns = target_columns;
}

// `columns`: the view's name of each, the relation and the column that it shows (empty: an expression).
Relation view(const std::string& name, const std::vector<std::array<std::string, 3>>& columns) {
    Relation relation;
    relation.name = {"public", name};
    relation.kind = RelationKind::View;
    for (const auto& [own, origin, column] : columns) {
        relation.columns.emplace_back().name = own;
        relation.column_origins.push_back(origin.empty() ? ColumnOrigin{} : ColumnOrigin{{"public", origin}, column});
    }
    return relation;
}

Function function_of_row(const std::string& name, const std::string& argument, const Type& result, bool returns_set) {
    Function function;
    function.name = {"public", name};
    Argument& row = function.arguments.emplace_back();
    row.type.name = {"public", argument};
    function.result = result;
    function.returns_set = returns_set;
    return function;
}

Catalog catalog_of(std::vector<Relation> relations, std::vector<Function> functions = {}) {
    CatalogData data;
    data.schemas = {"public"};
    data.relations = std::move(relations);
    data.functions = std::move(functions);
    return Catalog(std::move(data));
}

// "users m:1 by orders_user_fkey user_id=id".
std::string text_of(const Relationship& relationship) {
    const auto columns_text = [](const std::vector<std::pair<std::string, std::string>>& columns) {
        std::string text;
        for (const auto& [left, right] : columns) text += " " + left + "=" + right;
        return text;
    };
    std::string text = relationship.target.name;
    switch (relationship.cardinality) {
        case Cardinality::ManyToOne: text += " m:1"; break;
        case Cardinality::OneToMany: text += " 1:m"; break;
        case Cardinality::OneToOne: text += relationship.is_referenced ? " 1:1 from there" : " 1:1"; break;
        case Cardinality::ManyToMany: text += " m:m"; break;
    }
    if (!relationship.function.name.empty()) return text + " by " + relationship.function.name + "()";
    if (!relationship.junction) return text + " by " + relationship.constraint + columns_text(relationship.columns);
    return text + " through " + relationship.junction->relation.name + columns_text(relationship.junction->source_columns) + "," +
           columns_text(relationship.junction->target_columns);
}

std::vector<std::string> from(const Catalog& catalog, const std::string& source) {
    std::vector<std::string> texts;
    const Relationships relationships(catalog);
    EXPECT_TRUE(relationships.is_complete());
    for (const Relationship& relationship : relationships.from({"public", source})) texts.push_back(text_of(relationship));
    return texts;
}

TEST(Relationships, AForeignKeyIsSeenFromBothEnds) {
    Relation orders = table("orders", {"id", "user_id"}, {"id"});
    refer(orders, "orders_user_fkey", {"user_id"}, "users");
    const Catalog catalog = catalog_of({table("users", {"id"}, {"id"}), orders});
    EXPECT_THAT(from(catalog, "orders"), ElementsAre("users m:1 by orders_user_fkey user_id=id"));
    EXPECT_THAT(from(catalog, "users"), ElementsAre("orders 1:m by orders_user_fkey id=user_id"));
    EXPECT_THAT(from(catalog, "nothing"), IsEmpty());
}

TEST(Relationships, AForeignKeyThatIsAKeyHasOneRowOnEachSide) {
    Relation profiles = table("profiles", {"user_id", "b", "a"}, {"user_id"});
    refer(profiles, "profiles_user_fkey", {"user_id"}, "users");
    profiles.unique_keys.emplace_back().columns = {"a", "b"};
    refer(profiles, "profiles_pair_fkey", {"b", "a"}, "pairs", {"b", "a"});
    const Catalog catalog = catalog_of({table("users", {"id"}, {"id"}), table("pairs", {"a", "b"}, {"a", "b"}), profiles});
    EXPECT_THAT(from(catalog, "profiles"),
                UnorderedElementsAre("users 1:1 by profiles_user_fkey user_id=id", "pairs 1:1 by profiles_pair_fkey b=b a=a"));
    EXPECT_THAT(from(catalog, "users"), ElementsAre("profiles 1:1 from there by profiles_user_fkey id=user_id"));
}

TEST(Relationships, ATableMayReferToItself) {
    Relation people = table("people", {"id", "boss_id"}, {"id"});
    refer(people, "people_boss_fkey", {"boss_id"}, "people");
    EXPECT_THAT(from(catalog_of({people}), "people"),
                ElementsAre("people m:1 by people_boss_fkey boss_id=id", "people 1:m by people_boss_fkey id=boss_id"));
}

TEST(Relationships, AJunctionHoldsBothForeignKeysInItsPrimaryKey) {
    Relation members = table("members", {"user_id", "team_id", "role"}, {"user_id", "team_id"});
    refer(members, "m_user", {"user_id"}, "users");
    refer(members, "m_team", {"team_id"}, "teams");
    const std::vector<Relation> ends = {table("users", {"id"}, {"id"}), table("teams", {"id"}, {"id"})};
    EXPECT_THAT(from(catalog_of({ends[0], ends[1], members}), "users"),
                UnorderedElementsAre("members 1:m by m_user id=user_id", "teams m:m through members id=user_id, team_id=id"));
    members.primary_key->columns = {"user_id"};  // PostgREST asks for both since version 10
    EXPECT_THAT(from(catalog_of({ends[0], ends[1], members}), "teams"), ElementsAre("members 1:m by m_team id=team_id"));
}

TEST(Relationships, ViewsHaveThoseWhoseColumnsTheyShow) {
    Relation orders = table("orders", {"id", "user_id"}, {"id"});
    refer(orders, "fkey", {"user_id"}, "users");
    const Relation recent = view("recent", {{"id", "orders", "id"}, {"buyer", "orders", "user_id"}, {"n", "", ""}});
    const Relation nested = view("nested", {{"purchaser", "recent", "buyer"}});
    const Relation blind = view("blind", {{"id", "orders", "id"}});
    const Relation people = view("people", {{"person", "users", "id"}});
    const Catalog catalog = catalog_of({table("users", {"id"}, {"id"}), orders, recent, nested, blind, people});
    EXPECT_THAT(from(catalog, "recent"), UnorderedElementsAre("users m:1 by fkey buyer=id", "people m:1 by fkey buyer=person"));
    EXPECT_THAT(from(catalog, "nested"),
                UnorderedElementsAre("users m:1 by fkey purchaser=id", "people m:1 by fkey purchaser=person"));
    EXPECT_THAT(from(catalog, "blind"), IsEmpty());
    EXPECT_THAT(from(catalog, "people"),
                UnorderedElementsAre("orders 1:m by fkey person=user_id", "recent 1:m by fkey person=buyer",
                                     "nested 1:m by fkey person=purchaser"));
}

TEST(Relationships, AFunctionOfTheRowComputesOneAndHidesWhatTheSchemaSays) {
    Relation orders = table("orders", {"id", "user_id"}, {"id"});
    refer(orders, "fkey", {"user_id"}, "users");
    const Type users{{"public", "users"}, {}, 0};
    const Type text{{"pg_catalog", "text"}, {}, 0};
    const Catalog catalog =
        catalog_of({table("users", {"id"}, {"id"}), orders},
                   {function_of_row("users", "orders", users, false), function_of_row("friends", "users", users, true),
                    function_of_row("label", "orders", text, false)});
    EXPECT_THAT(from(catalog, "orders"), ElementsAre("users m:1 by users()"));
    EXPECT_THAT(from(catalog, "users"), UnorderedElementsAre("orders 1:m by fkey id=user_id", "users m:m by friends()"));
    const Relation& relation = *catalog.find_relation("public", "orders").relation;
    EXPECT_TRUE(is_computed_field(catalog, *catalog.find_functions("public", "label").front(), relation));
    EXPECT_FALSE(is_computed_field(catalog, *catalog.find_functions("public", "users").front(), relation));
}

TEST(Relationships, AFunctionOfASetOfOneRowComputesOne) {
    Function owner = function_of_row("owner", "orders", {{"public", "users"}, {}, 0}, true);
    const auto is_to_one = [&](const Function& function) {
        const Relationships all(catalog_of({table("orders", {"id"}, {"id"}), table("users", {"id"}, {"id"})}, {function}));
        return all.from({"public", "orders"}).front().is_to_one();
    };
    EXPECT_FALSE(is_to_one(owner));
    owner.single_row = true;
    EXPECT_TRUE(is_to_one(owner));
}

TEST(Relationships, AHostileSchemaIsCutShort) {
    Relation junction = table("junction", {}, {});
    junction.primary_key.emplace();
    for (int number = 0; number < 400; ++number) {
        const std::string column = "c" + std::to_string(number);
        junction.columns.emplace_back().name = column;
        junction.primary_key->columns.push_back(column);
        refer(junction, "k" + column, {column}, "target");
    }
    EXPECT_FALSE(Relationships(catalog_of({table("target", {"id"}, {"id"}), junction})).is_complete());
}

// Its source tells neither the names of foreign keys nor those of several columns.
TEST(Relationships, OfAnOutlineMayBeMore) {
    Relation orders = table("orders", {"id", "user_id", "by"}, {"id"});
    refer(orders, "", {"user_id"}, "users");
    refer(orders, "", {"by"}, "users");
    CatalogData data = catalog_of({table("users", {"id"}, {"id"}), orders}).data();
    EXPECT_TRUE(Relationships(Catalog(data)).is_complete());
    data.outline_schemas = {"public"};
    const Relationships outline{Catalog(data)};
    EXPECT_FALSE(outline.is_complete());
    EXPECT_EQ(outline.from({"public", "orders"}).size(), 2U) << "two keys without a name are two";
}

}  // namespace
}  // namespace rowtype::catalog
