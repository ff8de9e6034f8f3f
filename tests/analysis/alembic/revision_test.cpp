// What a revision follows, and where its statements stand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Revisions, WhatTheyFollow) {
    const Revision first = read_text("revision = 'a'\ndown_revision = None\nbranch_labels = ('shop',)\ndepends_on = None\n");
    EXPECT_EQ(first.id, "a");
    EXPECT_THAT(first.follows, IsEmpty());
    EXPECT_THAT(first.labels, ElementsAre("shop"));
    const Revision annotated = read_text(
        "from typing import Union\nrevision: str = 'b'\ndown_revision: Union[str, None] = 'a'\ndepends_on: str = 'c'\n");
    EXPECT_EQ(annotated.id, "b");
    EXPECT_THAT(annotated.follows, ElementsAre("a"));
    EXPECT_THAT(annotated.depends_on, ElementsAre("c"));
    EXPECT_EQ(annotated.line, 3U);
    EXPECT_THAT(read_text("revision = 'm'\ndown_revision = ('a', 'b')\n").follows, ElementsAre("a", "b"));
    EXPECT_THAT(read_text("revision = 'm'\ndown_revision = ['a']\n").follows, ElementsAre("a"));
    EXPECT_FALSE(read_text("revision = 'm'\ndown_revision = find_it()\n").knows_what_it_follows);
    EXPECT_TRUE(read_text("revision = 'm'\n").knows_what_it_follows);
}

TEST(Revisions, OtherFilesAreNone) {
    EXPECT_EQ(read_text("def helper(): pass\n").id, "");
    EXPECT_EQ(read_text("").id, "");
    EXPECT_EQ(read_text(std::string(3U << 20U, ' ')).not_analysed.empty(), false);
}

TEST(Revisions, OnlyUpgradeCounts) {
    const Revision revision = read_text(
        "from alembic import op\nrevision = 'a'\n"
        "def upgrade():\n    op.drop_table('a')\n"
        "def downgrade():\n    op.drop_table('b')\n");
    EXPECT_THAT(lines_of(revision), ElementsAre("DROP TABLE \"a\""));
}

// Offsets in the SQL lead to lines of the Python: notes, hover and "go to definition" name them.
TEST(Revisions, PartsOfAStatementStandOnTheLinesOfThePython) {
    const Revision revision = read_text(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\n"
        "def upgrade():\n"
        "    op.create_table(\n"
        "        't',\n"
        "        sa.Column('a', sa.Integer()),\n"
        "        # about b\n"
        "        sa.Column('b', sa.Text()),\n"
        "        sa.UniqueConstraint('a', name='u'),\n"
        "    )\n"
        "    op.execute('''\n"
        "        ALTER TABLE t\n"
        "        ADD c int;\n"
        "        ALTER TABLE t ADD d int''')\n");
    ASSERT_EQ(revision.statements.size(), 2U);
    EXPECT_EQ(revision.statements[0].line, 5U);
    EXPECT_EQ(revision.statements[0].text,
              "CREATE TABLE \"t\" (\n\n\"a\" INTEGER, \n\n\"b\" TEXT, \nCONSTRAINT \"u\" UNIQUE (\"a\"))");
    EXPECT_EQ(revision.statements[1].line, 12U);
    EXPECT_EQ(revision.statements[1].text, "\n        ALTER TABLE t\n        ADD c int;\n        ALTER TABLE t ADD d int");
}

TEST(Revisions, ALiteralThatStandsElsewhereIsNamedThere) {
    const Revision revision = read_text(
        "from alembic import op\nrevision = 'a'\nSQL = 'CREATE TABLE t (a int)'\n\ndef upgrade():\n    op.execute(SQL)\n");
    ASSERT_EQ(revision.statements.size(), 1U);
    EXPECT_EQ(revision.statements[0].line, 3U);
}

}  // namespace
}  // namespace rowtype::alembic
