#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "p for select to anon,app using (a) check (b) restrictive" of each policy.
std::vector<std::string> policies_on(const catalog::Catalog& catalog, std::string_view table) {
    constexpr std::array<std::string_view, 5> kCommands = {"all", "select", "insert", "update", "delete"};
    std::vector<std::string> lines;
    const catalog::Relation* relation = catalog.find_relation("public", table).relation;
    if (relation == nullptr) return {"no such relation"};
    for (const catalog::Policy& policy : relation->policies) {
        std::string line = policy.name + " for " + std::string(kCommands.at(static_cast<std::size_t>(policy.command))) + " to ";
        for (const std::string& role : policy.roles) line += (role == policy.roles.front() ? "" : ",") + role;
        if (policy.using_expression) line += " using (" + *policy.using_expression + ")";
        if (policy.check_expression) line += " check (" + *policy.check_expression + ")";
        lines.push_back(line + (policy.permissive ? "" : " restrictive"));
    }
    return lines;
}

TEST(Policies, AreRead) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, using_it bool); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY "Anyone may look" ON t FOR SELECT USING (true);
        CREATE POLICY p ON public.t AS RESTRICTIVE FOR UPDATE TO web, anon USING ((a) = (1)) WITH CHECK (using_it AND a > 0);
        CREATE POLICY q ON t FOR INSERT TO anon WITH CHECK (a IN (SELECT 1)); CREATE POLICY r ON t TO anon, PUBLIC USING (a = 1))");
    EXPECT_THAT(policies_on(catalog, "t"),
                ElementsAre("Anyone may look for select to public using (true)",
                            "p for update to anon,web using ((a) = (1)) check (using_it AND a > 0) restrictive",
                            "q for insert to anon check (a IN (SELECT 1))", "r for all to public using (a = 1)"));
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->row_security_forced);
}

// Blanks before the first expression move its end: a string that ends with it was taken for the start of one.
TEST(Policies, AreReadWhereverTheirTextsStand) {
    for (const std::string blank : {"", " ", "\n  ", "\n\n      "}) {
        const catalog::Catalog catalog = read_sql("CREATE TABLE t (role text); CREATE POLICY p ON t FOR UPDATE USING (" + blank +
                                                  "role <> 'owner'" + blank + ") WITH CHECK(role <> 'owner')");
        EXPECT_THAT(policies_on(catalog, "t"),
                    ElementsAre("p for update to public using (role <> 'owner') check (role <> 'owner')"));
    }
}

TEST(Policies, AreAlteredRenamedAndDropped) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int); CREATE POLICY p ON t USING (a = 1); CREATE POLICY q ON t FOR SELECT USING (a = 1);
        CREATE POLICY r ON t USING (true); ALTER POLICY p ON t TO anon USING (a = 2) WITH CHECK (a = 3); ALTER POLICY q ON t RENAME TO qq;
        ALTER POLICY qq ON t TO web; DROP POLICY r ON t; DROP POLICY IF EXISTS r ON t; DROP POLICY IF EXISTS r ON nowhere;
        ALTER TABLE t NO FORCE ROW LEVEL SECURITY; ALTER TABLE t RENAME a TO b; COMMENT ON POLICY p ON t IS 'x')");
    EXPECT_THAT(policies_on(catalog, "t"),
                ElementsAre("p for all to anon using (b = 2) check (b = 3)", "qq for select to web using (b = 1)"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Policies, GoWithWhatTheyRead) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE members (id int); CREATE TABLE t (a int, b int);
        CREATE POLICY p ON t USING (EXISTS (SELECT FROM members m WHERE m.id = a)); CREATE POLICY q ON t USING (b = 1);
        CREATE POLICY r ON t USING (a = 1); ALTER TABLE t DROP COLUMN b CASCADE; ALTER TABLE members RENAME TO people; DROP TABLE people CASCADE)");
    EXPECT_THAT(policies_on(catalog, "t"), ElementsAre("r for all to public using (a = 1)"));
}

TEST(Policies, OfATableThatNoFileCreatesAreKept) {
    const catalog::Catalog catalog =
        read_sql("CREATE POLICY p ON t USING (true); CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY");
    EXPECT_THAT(policies_on(catalog, "t"), ElementsAre("p for all to public using (true)"));
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer"));
}

}  // namespace
}  // namespace rowtype::migrations
