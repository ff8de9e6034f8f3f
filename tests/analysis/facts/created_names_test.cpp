// What code makes in a database, or expects that somebody may have made.
#include "analysis/facts/created_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CreatedNames, EachColumnThatAStatementAdds) {
    EXPECT_THAT(created_names("alter table content\n add column test text default f(1, 2),\n add column if not exists b text"),
                ElementsAre("content.b", "content.test"));
    EXPECT_THAT(created_names("ALTER TABLE t ADD a int, ADD UNIQUE (b, c), DROP d"), ElementsAre("t.a"));
    EXPECT_THAT(created_names("alter table t add a int; x, add b"), ElementsAre("t.a"));
}

TEST(CreatedNames, TablesOfASessionAndBeginningsOfNames) {
    EXPECT_THAT(created_names("CREATE TEMP TABLE scratch (a int)"), ElementsAre("scratch", "temporary scratch"));
    EXPECT_THAT(created_names("create temporary table if not exists tmp_%1$I (like %1$I)"),
                ElementsAre("temporary tmp_*", "tmp_*"));
    EXPECT_THAT(created_names("EXECUTE 'create temp table stage_' || name"), ElementsAre("stage_*", "temporary stage_*"));
    EXPECT_THAT(created_names("run(f'CREATE TABLE part_{year} (a int)')\nrun('CREATE TABLE log_' + day)"),
                ElementsAre("log_*", "part_*"));
    EXPECT_THAT(created_names("run(f'CREATE TABLE p{year} (a int)')"), ElementsAre("p"));
    EXPECT_THAT(created_names("SELECT a INTO TEMP kept FROM t"), ElementsAre("kept", "temporary kept"));
}

TEST(CreatedNames, TablesThatAreAskedFor) {
    EXPECT_THAT(created_names("if table_exists(conn, 'Old'):\n    pass\n"), ElementsAre("Old", "old"));
    EXPECT_THAT(created_names("if self._view_exists(\"old\"):\n    pass\n"), ElementsAre("old"));
    EXPECT_THAT(created_names("if file_exists('old'):\n    pass\nif table_exists(name): f('x')\n"), IsEmpty());
    EXPECT_THAT(created_names("rows('SELECT tablename FROM pg_tables')\nif 'old' not in tables:\n    return\n"),
                ElementsAre("old"));
}

}  // namespace
}  // namespace rowtype::facts
