#include "reflect/sql/newer_syntax.h"

#include <gtest/gtest.h>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::sql {
namespace {

class NewerSyntax : public testing::TestWithParam<const char*> {};

TEST_P(NewerSyntax, IsNotUnderstoodButNotWrong) {
    const ParseOutcome outcome = parse(GetParam());
    ASSERT_TRUE(outcome.error.has_value()) << "the parser knows this by now; drop the case";
    EXPECT_TRUE(outcome.error->not_understood) << outcome.error->message;
}

INSTANTIATE_TEST_SUITE_P(Postgres18, NewerSyntax,
                         testing::Values("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)",
                                         "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2))",
                                         "CREATE TABLE t (a int, b int GENERATED ALWAYS AS ((a) * 2), c int)",
                                         "CREATE TABLE t (a int CHECK (a > 0) NOT ENFORCED)",
                                         "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u NOT ENFORCED",
                                         "CREATE TABLE t (id int, valid tstzrange, PRIMARY KEY (id, valid WITHOUT OVERLAPS))",
                                         "ALTER TABLE t ADD FOREIGN KEY (id, PERIOD valid) REFERENCES u (id, PERIOD valid)",
                                         "ALTER TABLE t ADD CONSTRAINT c NOT NULL a", "ALTER TABLE t ADD NOT NULL a",
                                         "CREATE TABLE t (a int, CONSTRAINT c NOT NULL a)",
                                         "UPDATE t SET a = 1 RETURNING WITH (OLD AS o, NEW AS n) o.a, n.a",
                                         "ALTER TABLE t ALTER CONSTRAINT c NO INHERIT"));

INSTANTIATE_TEST_SUITE_P(Postgres19, NewerSyntax,
                         testing::Values("SELECT a, count(*) FROM t GROUP BY ALL",
                                         "SELECT a, count(*) FROM t GROUP BY ALL ORDER BY a", "REPACK t",
                                         "SELECT lag(a) IGNORE NULLS OVER () FROM t",
                                         "UPDATE t FOR PORTION OF valid FROM 1 TO 2 SET a = 1",
                                         "INSERT INTO t VALUES (1) ON CONFLICT (a) DO SELECT RETURNING a",
                                         "SELECT * FROM GRAPH_TABLE (g MATCH (a) COLUMNS (a.x))"));

class PlainMistake : public testing::TestWithParam<const char*> {};

TEST_P(PlainMistake, StaysAnError) {
    const ParseOutcome outcome = parse(GetParam());
    ASSERT_TRUE(outcome.error.has_value());
    EXPECT_FALSE(outcome.error->not_understood) << outcome.error->message;
}

INSTANTIATE_TEST_SUITE_P(All, PlainMistake,
                         testing::Values("SELEC 1", "SELECT * FORM users", "SELECT a b c FROM t", "INSERT INTO t VALUES (1",
                                         "SELECT * FROM t WHERE", "CREATE TABLE t (a int,)", "UPDATE t SET", "SELECT a, FROM t",
                                         "DELETE t WHERE a = 1"));

}  // namespace
}  // namespace rowtype::sql
