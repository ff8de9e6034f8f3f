#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kReason = " -- a condition that cannot be evaluated decides on this; what it could change is taken as unknown";

TEST(Conditions, TheDialectIsPostgres) {
    EXPECT_THAT(upgrade("if op.get_bind().dialect.name == 'postgresql':\n    op.drop_table('a')\nelse:\n    op.drop_table('b')"),
                ElementsAre("DROP TABLE \"a\""));
    EXPECT_THAT(
        upgrade("dialect = op.get_context().dialect.name\nif dialect in ('sqlite', 'mysql'):\n    return\nop.drop_table('a')"),
        ElementsAre("DROP TABLE \"a\""));
    EXPECT_THAT(
        upgrade("bind = op.get_bind()\nif not bind.engine.name == 'sqlite' and FLAG:\n    op.drop_table('a')", "FLAG = True"),
        ElementsAre("DROP TABLE \"a\""));
    EXPECT_THAT(
        upgrade("if op.get_bind().dialect.name.startswith('mysql'):\n    op.drop_table('a')\n"
                "elif op.get_bind().dialect.name != 'postgresql':\n    op.drop_table('b')\nelse:\n    op.drop_table('c')"),
        ElementsAre("DROP TABLE \"c\""));
    EXPECT_THAT(upgrade("if op.get_bind().dialect.name != 'postgresql':\n    raise Exception()\nop.drop_table('a')"),
                ElementsAre("DROP TABLE \"a\""));
}

// A look at what is there says the same as IF NOT EXISTS.
TEST(Conditions, LooksAtTheSchemaGuard) {
    EXPECT_THAT(
        upgrade("inspector = sa.inspect(op.get_bind())\nif 'a' not in inspector.get_table_names():\n    op.drop_table('a')\n"
                "columns = [c['name'] for c in inspector.get_columns('b')]\nif 'x' in columns:\n    op.drop_column('b', 'x')\n"
                "names = set(inspector.get_table_names())\nif 'c' in names:\n    op.drop_table('c')\n"
                "if not has_it('d'):\n    op.drop_table('d')\nop.drop_table('e')",
                "def has_it(name):\n    return name in sa.inspect(op.get_bind()).get_table_names()\n"),
        ElementsAre("guarded: DROP TABLE \"a\"", "guarded: ALTER TABLE \"b\" DROP COLUMN \"x\"", "guarded: DROP TABLE \"c\"",
                    "guarded: DROP TABLE \"d\"", "DROP TABLE \"e\""));
    EXPECT_THAT(upgrade("if sa.inspect(op.get_bind()).has_table('a'):\n    return\nop.drop_table('a')"),
                ElementsAre("guarded: DROP TABLE \"a\""));
    EXPECT_THAT(upgrade("found = op.get_bind().execute(sa.text(\"SELECT 1 FROM pg_type WHERE typname = 'x'\")).scalar()\n"
                        "if not found:\n    op.execute(\"CREATE TYPE x AS ENUM ('a')\")"),
                ElementsAre(testing::_, "guarded: CREATE TYPE x AS ENUM ('a')"));
}

// A look at something else says nothing of what is taken away.
TEST(Conditions, LooksAtOtherThingsMakeDropsPossible) {
    const std::string other =
        " -- a look at the schema that names something else decides on this; what it could change is taken as unknown";
    EXPECT_THAT(
        upgrade("names = sa.inspect(op.get_bind()).get_table_names()\nif 'legacy' in names:\n    op.drop_column('users', "
                "'email')\n    op.add_column('users', sa.Column('mail', sa.Text))"),
        ElementsAre("possible: ALTER TABLE \"users\" {}" + other, "guarded: ALTER TABLE \"users\" ADD COLUMN \"mail\" TEXT"));
    EXPECT_THAT(upgrade("if sa.inspect(op.get_bind()).has_table('t'):\n    return\nop.drop_table('a')"),
                ElementsAre("possible: ALTER TABLE \"a\" {}" + other));
}

TEST(Conditions, OthersMakeItPossibleAndAreSaidOnce) {
    EXPECT_THAT(
        upgrade("if settings.MULTI_TENANT:\n    op.add_column('a', sa.Column('x', sa.Text))\n    op.drop_column('b', 'y')\n"
                "else:\n    op.create_table('c')\nop.drop_table('d')"),
        ElementsAre("possible: ALTER TABLE \"a\" {}" + kReason, "possible: ALTER TABLE \"b\" {}",
                    "possible: CREATE TABLE \"c\" (", "DROP TABLE \"d\""));
    EXPECT_THAT(upgrade("if settings.SKIP:\n    return\nop.add_column('a', sa.Column('x', sa.Text))"),
                ElementsAre("possible: ALTER TABLE \"a\" {}" + kReason));
    EXPECT_THAT(
        upgrade("name = 'a'\nif settings.X:\n    name = 'b'\nop.drop_column(name, 'c')"),
        ElementsAre(
            "possible: ALTER TABLE {} {} -- the column that is dropped here cannot be told; what it could change is taken "
            "as unknown"));
    EXPECT_THAT(upgrade("name = 'a' if settings.X else 'a'\nop.drop_table(name)"), ElementsAre("DROP TABLE \"a\""));
}

TEST(Conditions, FunctionsThatMayReturnEarlyEndThere) {
    EXPECT_THAT(upgrade("f()\nop.drop_table('b')",
                        "def f():\n    if settings.X:\n        return\n    op.add_column('a', sa.Column('x', sa.Text))\n"),
                ElementsAre("possible: ALTER TABLE \"a\" {}" + kReason, "DROP TABLE \"b\""));
}

TEST(Conditions, TriesAreGuards) {
    EXPECT_THAT(
        upgrade("try:\n    op.drop_column('a', 'x')\nexcept Exception:\n    op.drop_column('b', 'x')\nop.drop_column('c', 'x')"),
        ElementsAre("guarded: ALTER TABLE \"a\" DROP COLUMN \"x\"",
                    "possible: ALTER TABLE \"b\" {} -- it runs where something before it failed; what it could change is taken "
                    "as unknown",
                    "ALTER TABLE \"c\" DROP COLUMN \"x\""));
}

TEST(Conditions, Matches) {
    EXPECT_THAT(upgrade("match op.get_bind().dialect.name:\n    case 'mysql':\n        op.drop_table('a')\n"
                        "    case 'postgresql':\n        op.drop_table('b')\n    case _:\n        op.drop_table('c')"),
                ElementsAre("DROP TABLE \"b\""));
    EXPECT_THAT(upgrade("match 'x':\n    case 'y':\n        op.drop_table('a')\n    case _:\n        op.drop_table('c')"),
                ElementsAre("DROP TABLE \"c\""));
    EXPECT_THAT(upgrade("match settings.KIND:\n    case 'y':\n        op.drop_table('a')"),
                ElementsAre("possible: ALTER TABLE \"a\" {}" + kReason));
}

TEST(Conditions, LoopsOverWhatIsNotKnown) {
    EXPECT_THAT(
        upgrade("for row in op.get_bind().execute(sa.text('SELECT 1')):\n    op.add_column('a', sa.Column('x', sa.Text))"),
        ElementsAre("SELECT 1",
                    "possible: ALTER TABLE \"a\" {} -- a loop over what cannot be evaluated runs this; what it could "
                    "change is taken as unknown"));
}

}  // namespace
}  // namespace rowtype::alembic
