#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Evaluation, Texts) {
    EXPECT_THAT(upgrade("op.drop_table(PREFIX + 'a')\nop.drop_table(f'{PREFIX}b')\nop.drop_table('%s%d' % (PREFIX, 3))\n"
                        "op.drop_table('{}{name}'.format(PREFIX, name='d'))\nop.drop_table('%(x)s' % {'x': 'e'})\n"
                        "op.drop_table('_'.join([PREFIX, 'f']))\nop.drop_table(' G '.strip().lower())\nop.drop_table('h' 'i')",
                        "PREFIX = 'my_'"),
                ElementsAre("DROP TABLE \"my_a\"", "DROP TABLE \"my_b\"", "DROP TABLE \"my_3\"", "DROP TABLE \"my_d\"",
                            "DROP TABLE \"e\"", "DROP TABLE \"my__f\"", "DROP TABLE \"g\"", "DROP TABLE \"hi\""));
}

TEST(Evaluation, LoopsOverLiterals) {
    EXPECT_THAT(upgrade("for table in ('a', 'b'):\n    op.drop_table(table)\n"
                        "for table, (column, kind) in {'c': ('x', sa.Text()), 'd': ('y', sa.Integer)}.items():\n"
                        "    op.add_column(table, sa.Column(column, kind))\n"
                        "for number, name in enumerate(['p', 'q'], start=1):\n    op.drop_table(f'{name}{number}')\n"
                        "for name in NAMES:\n    if name == 'two':\n        continue\n    if name == 'three':\n        break\n   "
                        " op.drop_table(name)",
                        "NAMES = ['one', 'two', 'three', 'four']"),
                ElementsAre("DROP TABLE \"a\"", "DROP TABLE \"b\"", "ALTER TABLE \"c\" ADD COLUMN \"x\" TEXT",
                            "ALTER TABLE \"d\" ADD COLUMN \"y\" INTEGER", "DROP TABLE \"p1\"", "DROP TABLE \"q2\"",
                            "DROP TABLE \"one\""));
}

TEST(Evaluation, Comprehensions) {
    EXPECT_THAT(upgrade("op.create_table('t', *[sa.Column(n, sa.Text()) for n in NAMES if n != 'b'])\n"
                        "op.create_check_constraint('ck', 't', 'a IN (' + ', '.join(f\"'{n}'\" for n in NAMES) + ')')\n"
                        "[op.drop_column('t', name) for name in NAMES]\n"
                        "sizes = {name: sa.String(len(NAMES)) for name in NAMES}\nop.add_column('t', sa.Column('c', sizes['c']))",
                        "NAMES = ['a', 'b', 'c']"),
                ElementsAre("CREATE TABLE \"t\" (\"a\" TEXT, \"c\" TEXT)",
                            "ALTER TABLE \"t\" ADD CONSTRAINT \"ck\" CHECK (a IN ('a', 'b', 'c'))",
                            "ALTER TABLE \"t\" DROP COLUMN \"a\"", "ALTER TABLE \"t\" DROP COLUMN \"b\"",
                            "ALTER TABLE \"t\" DROP COLUMN \"c\"", "ALTER TABLE \"t\" ADD COLUMN \"c\" VARCHAR(3)"));
}

TEST(Evaluation, FunctionsOfTheFile) {
    EXPECT_THAT(upgrade("add('t', 'a')\nadd(table='t', name='b', kind=sa.Integer())\nop.create_table('u', *columns('id'))\n"
                        "def inner(name):\n    op.drop_column(table, name)\ntable = 'v'\ninner('x')",
                        "def add(table, name, *, kind=sa.Text()):\n    op.add_column(table, sa.Column(name, kind))\n"
                        "def columns(key: str, length: int = 5):\n    return [sa.Column(key, sa.String(length))]\n"),
                ElementsAre("ALTER TABLE \"t\" ADD COLUMN \"a\" TEXT", "ALTER TABLE \"t\" ADD COLUMN \"b\" INTEGER",
                            "CREATE TABLE \"u\" (\"id\" VARCHAR(5))", "ALTER TABLE \"v\" DROP COLUMN \"x\""));
}

TEST(Evaluation, ModulesOfTheProject) {
    const ModuleTexts modules = {
        {"app.helpers",
         "from alembic import op\nimport sqlalchemy as sa\nfrom app.names import TABLE\n"
         "def add(name):\n    op.add_column(TABLE, sa.Column(name, TYPE))\nTYPE = sa.Text()\n"},
        {"app.names", "TABLE = 'users'\n"},
        {".local", "SIZE = 7\n"},
    };
    EXPECT_THAT(
        upgrade("add('a')\nhelpers.add('b')\nx.add('c')\nop.add_column(TABLE, sa.Column('d', sa.String(SIZE)))",
                "from app.helpers import add\nfrom app import helpers\nimport app.helpers as x\nfrom app.names import TABLE\n"
                "from .local import SIZE",
                modules),
        ElementsAre("ALTER TABLE \"users\" ADD COLUMN \"a\" TEXT", "ALTER TABLE \"users\" ADD COLUMN \"b\" TEXT",
                    "ALTER TABLE \"users\" ADD COLUMN \"c\" TEXT", "ALTER TABLE \"users\" ADD COLUMN \"d\" VARCHAR(7)"));
    // What a module's function does stands on the revision's line that calls it.
    const Revision revision = read_text(revision_text("\nadd('a')", "from app.helpers import add"), modules);
    ASSERT_EQ(revision.statements.size(), 1U);
    EXPECT_EQ(revision.statements[0].line, 9U);
}

TEST(Evaluation, ListsThatGrow) {
    EXPECT_THAT(upgrade("columns = [sa.Column('a', sa.Text)]\ncolumns.append(sa.Column('b', sa.Text))\n"
                        "columns += [sa.Column('c', sa.Text)]\nop.create_table('t', *columns)"),
                ElementsAre("CREATE TABLE \"t\" (\"a\" TEXT, \"b\" TEXT, \"c\" TEXT)"));
}

// What a context manager of the project does stands around the block, and what a generator does elsewhere is not told.
TEST(Evaluation, ContextsOfTheProject) {
    const char* const around =
        "@contextlib.contextmanager\ndef without(view):\n    op.execute(f'DROP VIEW {view}')\n    try:\n        yield view\n"
        "    finally:\n        op.execute(f'CREATE VIEW {view} AS SELECT 1')\n";
    EXPECT_THAT(upgrade("with without('v') as name, without('w'):\n    op.drop_table(name)", around),
                ElementsAre("DROP VIEW v", "guarded: DROP VIEW w", testing::HasSubstr("DROP TABLE \"v\""),
                            "guarded: CREATE VIEW w AS SELECT 1", "CREATE VIEW v AS SELECT 1"));
    EXPECT_THAT(upgrade("next(without('v'))", around),
                ElementsAre(testing::HasSubstr("possible: DROP VIEW v -- without() is a generator"),
                            testing::HasSubstr("possible: CREATE VIEW v")));
    EXPECT_THAT(upgrade("op.create_table('t', *columns())", "def columns():\n    yield sa.Column('a', sa.Text)\n"),
                ElementsAre("CREATE TABLE \"t\" ()", testing::HasSubstr("not all columns")));
}

TEST(Evaluation, ArgumentsThatAreLeft) {
    EXPECT_THAT(upgrade("add('t', sa.Column('a', sa.Text), sa.Column('b', sa.Text), schema='s')",
                        "def add(table, *columns, **options):\n    for column in columns:\n        op.add_column(table, column, "
                        "**options)\n"),
                ElementsAre("ALTER TABLE \"s\".\"t\" ADD COLUMN \"a\" TEXT", "ALTER TABLE \"s\".\"t\" ADD COLUMN \"b\" TEXT"));
    EXPECT_THAT(upgrade("for name in itertools.chain(['a'], ('b',)):\n    op.drop_table(name)", "import itertools"),
                ElementsAre("DROP TABLE \"a\"", "DROP TABLE \"b\""));
}

TEST(Evaluation, OneOfTwo) {
    EXPECT_THAT(upgrade("op.drop_table(NAME or 'b')\nop.drop_table('' or 'c')\nop.drop_table('d' and 'e')", "NAME = 'a'"),
                ElementsAre("DROP TABLE \"a\"", "DROP TABLE \"c\"", "DROP TABLE \"e\""));
    EXPECT_THAT(upgrade("op.execute(f'DROP TABLE {NAME}.t')", "import os\nNAME = os.environ.get('SCHEMA') or 'public'"),
                ElementsAre(testing::StartsWith("possible: DROP TABLE {}.t")));
    EXPECT_THAT(upgrade("FLAG and op.drop_table('a')", "from app import FLAG"),
                ElementsAre(testing::StartsWith("possible: ALTER TABLE \"a\"")));
}

TEST(Evaluation, NamesMeanWhatTheyMeanThen) {
    EXPECT_THAT(upgrade("name = 'a'\nop.drop_table(name)\nname = 'b'\nop.drop_table(name)\na = b = 'c'\nop.drop_table(b)\n"
                        "x, y = 'd', 'e'\nop.drop_table(y)"),
                ElementsAre("DROP TABLE \"a\"", "DROP TABLE \"b\"", "DROP TABLE \"c\"", "DROP TABLE \"e\""));
}

TEST(Evaluation, ProgramsWithoutEndAreGivenUp) {
    for (const char* body :
         {"f()", "while True:\n    op.drop_table('a')", "x = 'a'\nfor i in range(900):\n    x = x + x\nop.drop_table(x)",
          "x = ['a']\nfor i in range(900):\n    x = [x, x]\n", "g(0)"}) {
        (void)upgrade(body, "def f():\n    f()\ndef g(n):\n    for i in range(999):\n        g(i)\n");
    }
    const std::vector<std::string> lines =
        upgrade("for a in N:\n    for b in N:\n        for c in N:\n            op.drop_table('x')", "N = range(900)");
    EXPECT_TRUE(lines.back().starts_with("anything -- ")) << lines.back();
}

}  // namespace
}  // namespace rowtype::alembic
