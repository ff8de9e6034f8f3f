// What is certainly gone from a schema that is otherwise not wholly known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/migrations/pending.h"
#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using Kind = MadeStatement::Kind;

class GoneNames : public testing::Test {
protected:
    // Behind something that may have made anything.
    static catalog::Catalog read(std::vector<MadeStatement> made) {
        made.insert(made.begin(), {Kind::Anything, "", 1, "it could make anything"});
        Options options;
        options.platform = Platform::Plain;
        return catalog::Catalog(read_migrations({{"r.py", "no SQL", std::move(made)}}, options).value().data);
    }
    static catalog::Catalog read(const std::string& sql) { return read({{Kind::Certain, sql, 2, ""}}); }

    // "absent", "unknown" or "there".
    static std::string state_of(const catalog::Catalog& catalog, std::string_view name) {
        const catalog::RelationLookup found = catalog.find_relation("", name);
        if (found.relation != nullptr) return found.relation->presumed ? "presumed" : "there";
        return found.unknown ? "unknown" : "absent";
    }
    static bool lacks(const catalog::Catalog& catalog, std::string_view table, std::string_view column) {
        const catalog::Relation* relation = catalog.find_relation("", table).relation;
        return relation != nullptr && catalog.lacks_column(*relation, column);
    }
    // "dropped in r.py:3", "now new in r.py:3", or nothing.
    static std::string fate_of(const catalog::Catalog& catalog, std::string_view table, std::string_view column = {}) {
        const catalog::RemovedName* removed = catalog.find_removed("", table, column);
        if (removed == nullptr) return "";
        const std::string fate = removed->renamed_to.empty() ? "dropped" : "now " + removed->renamed_to;
        return fate + " in " + removed->file + ":" + std::to_string(removed->line) + (removed->is_pending ? " (pending)" : "");
    }
};

TEST_F(GoneNames, ADroppedOrRenamedTableIsAbsentWhereOthersAreUnknown) {
    const catalog::Catalog catalog =
        read("CREATE TABLE a (x int); CREATE TABLE b (x int);\nDROP TABLE a;\nALTER TABLE b RENAME TO c;");
    EXPECT_EQ(state_of(catalog, "a"), "absent");
    EXPECT_EQ(fate_of(catalog, "a"), "dropped in r.py:3");
    EXPECT_EQ(state_of(catalog, "b"), "absent");
    EXPECT_EQ(fate_of(catalog, "b"), "now c in r.py:4");
    EXPECT_EQ(state_of(catalog, "c"), "there");
    EXPECT_EQ(state_of(catalog, "d"), "unknown");
}

TEST_F(GoneNames, SoIsOneThatNoFileMade) {
    const catalog::Catalog catalog = read("DROP TABLE a; ALTER TABLE b RENAME TO c; DROP TABLE other.d;");
    EXPECT_EQ(state_of(catalog, "a"), "absent");
    EXPECT_EQ(state_of(catalog, "b"), "absent");
    EXPECT_EQ(state_of(catalog, "c"), "presumed");
    EXPECT_TRUE(catalog.find_relation("other", "d").unknown) << "a schema of which nothing is known";
}

TEST_F(GoneNames, ADroppedOrRenamedColumnIsAbsentFromATableOfWhichNotAllIsKnown) {
    const catalog::Catalog catalog = read("ALTER TABLE t DROP COLUMN x, RENAME_IS_NOT_HERE;");
    EXPECT_FALSE(lacks(catalog, "t", "x")) << "a statement that is not understood";
    const catalog::Catalog dropped = read("ALTER TABLE t ADD COLUMN y int, DROP COLUMN x;\nALTER TABLE t RENAME COLUMN z TO w;");
    EXPECT_TRUE(lacks(dropped, "t", "x"));
    EXPECT_TRUE(lacks(dropped, "t", "z"));
    EXPECT_FALSE(lacks(dropped, "t", "y"));
    EXPECT_FALSE(lacks(dropped, "t", "w"));
    EXPECT_FALSE(lacks(dropped, "t", "anything"));
    EXPECT_EQ(fate_of(dropped, "t", "z"), "now w in r.py:3");
}

TEST_F(GoneNames, WhatIsMadeAgainIsThere) {
    const catalog::Catalog catalog = read(
        "CREATE TABLE a (x int); DROP TABLE a; CREATE TABLE a (y int);"
        "ALTER TABLE t DROP COLUMN x; ALTER TABLE t ADD COLUMN x text;"
        "ALTER TABLE t DROP COLUMN y; ALTER TABLE t RENAME COLUMN z TO y;"
        "ALTER TABLE t DROP COLUMN v; ALTER TABLE t ALTER COLUMN v SET NOT NULL;");
    EXPECT_EQ(state_of(catalog, "a"), "there");
    EXPECT_FALSE(lacks(catalog, "t", "x"));
    EXPECT_FALSE(lacks(catalog, "t", "y"));
    EXPECT_FALSE(lacks(catalog, "t", "v")) << "somebody made it, else the statement would have failed";
}

TEST_F(GoneNames, WhatCannotBeFollowedMayHaveMadeItAgain) {
    const std::string drops = "DROP TABLE a; ALTER TABLE t DROP COLUMN x";
    for (const MadeStatement& later : std::vector<MadeStatement>{
             {Kind::Anything, "", 3, "who knows"},
             {Kind::Possible, "CREATE TABLE a (x int); ALTER TABLE t ADD COLUMN {} int", 3, "perhaps"},
             {Kind::Possible, "CREATE TABLE {} (x int); ALTER TABLE t RENAME COLUMN {} TO {}", 3, "perhaps"},
         }) {
        const catalog::Catalog catalog = read({{Kind::Certain, drops, 2, ""}, later});
        EXPECT_NE(state_of(catalog, "a"), "absent") << later.text;
        EXPECT_FALSE(lacks(catalog, "t", "x")) << later.text;
    }
    const catalog::Catalog catalog =
        read({{Kind::Certain, drops, 2, ""}, {Kind::Possible, "ALTER TABLE u ADD COLUMN {} int", 3, ""}});
    EXPECT_EQ(state_of(catalog, "a"), "absent");
    EXPECT_TRUE(lacks(catalog, "t", "x")) << "another table's";
}

TEST_F(GoneNames, WhatOnlyMayRunTakesNothingAway) {
    const catalog::Catalog catalog = read({{Kind::Possible, "DROP TABLE a; ALTER TABLE t DROP COLUMN x", 2, "perhaps"},
                                           {Kind::Guarded, "DROP TABLE b; ALTER TABLE t DROP COLUMN y", 3, ""},
                                           {Kind::Certain, "ALTER TABLE t ADD COLUMN z int", 4, ""}});
    EXPECT_EQ(state_of(catalog, "a"), "unknown");
    EXPECT_EQ(state_of(catalog, "b"), "unknown");
    EXPECT_FALSE(lacks(catalog, "t", "x"));
    EXPECT_FALSE(lacks(catalog, "t", "y"));
}

TEST_F(GoneNames, ARolledBackDropTookNothingAway) {
    const catalog::Catalog catalog = read_sql(
        "DO $$ BEGIN EXECUTE format('CREATE TABLE %I (x int)', current_user); END $$;"
        "CREATE TABLE a (x int); BEGIN; DROP TABLE a; ROLLBACK; CREATE TABLE b (x int); DROP TABLE b;");
    EXPECT_EQ(state_of(catalog, "a"), "there");
    EXPECT_EQ(state_of(catalog, "b"), "absent");
    EXPECT_EQ(state_of(catalog, "c"), "unknown");
}

TEST_F(GoneNames, RenamesAreFollowedToTheNameThatItHasNow) {
    const catalog::Catalog catalog = read(
        "CREATE TABLE a (x int); ALTER TABLE a RENAME COLUMN x TO y;\nALTER TABLE a RENAME TO b;"
        "\nALTER TABLE b RENAME TO c;\nALTER TABLE c RENAME COLUMN y TO z;");
    EXPECT_EQ(fate_of(catalog, "a"), "now c in r.py:3");
    EXPECT_EQ(fate_of(catalog, "c", "x"), "now z in r.py:2");
}

TEST_F(GoneNames, APendingFileOverASchemaInPart) {
    const catalog::Catalog base =
        read("CREATE TABLE a (x int); CREATE TABLE b (x int); DROP TABLE b; ALTER TABLE t ADD y int, DROP z;");
    const catalog::Catalog after(
        apply_pending(base.data(), {{"2.sql", "DROP TABLE a;\nALTER TABLE t DROP COLUMN x;"}}, {FileState::Pending}));
    EXPECT_EQ(state_of(after, "a"), "absent");
    EXPECT_EQ(fate_of(after, "a"), "dropped in 2.sql:1 (pending)");
    EXPECT_EQ(state_of(after, "b"), "absent") << "known before";
    EXPECT_EQ(fate_of(after, "b"), "dropped in r.py:2");
    EXPECT_TRUE(lacks(after, "t", "x"));
    EXPECT_TRUE(lacks(after, "t", "z"));
    const catalog::Catalog late(
        apply_pending(base.data(), {{"0.sql", "CREATE TABLE b (x int); ALTER TABLE t ADD COLUMN z int;"}}, {FileState::Late}));
    EXPECT_EQ(state_of(late, "b"), "there");
    EXPECT_FALSE(lacks(late, "t", "z"));
}

}  // namespace
}  // namespace rowtype::migrations
