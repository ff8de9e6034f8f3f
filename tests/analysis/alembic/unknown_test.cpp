// What cannot be evaluated is said and marked, and nothing else is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kUnknown = "; what it could change is taken as unknown";

TEST(Unknown, NamesOfTablesAndColumns) {
    EXPECT_THAT(
        upgrade("op.create_table(NAME, sa.Column('a', sa.Text))\nop.add_column('t', sa.Column(NAME, sa.Text))\n"
                "op.alter_column('t', NAME, nullable=False)\nop.alter_column('t', 'c', nullable=NAME)\n"
                "op.rename_table('t', NAME)\nop.drop_table(NAME)\nop.drop_index(NAME)\nop.drop_constraint(NAME, 't')",
                "from app import NAME"),
        ElementsAre(
            "possible: CREATE TABLE {} ( -- the name of the table that is made here cannot be told" + kUnknown,
            "possible: ALTER TABLE \"t\" {} -- the column that is added here cannot be told" + kUnknown,
            "possible: ALTER TABLE \"t\" ALTER COLUMN {} {} -- the column that is altered here cannot be told" + kUnknown,
            "possible: ALTER TABLE \"t\" ALTER COLUMN \"c\" {} -- of the column c, whether it may be null cannot be told" +
                kUnknown,
            "possible: ALTER TABLE \"t\" RENAME TO {} -- the new name of a table cannot be told" + kUnknown,
            "possible: ", "possible: ALTER TABLE \"t\" DROP CONSTRAINT {}"));
}

TEST(Unknown, PartsOfATable) {
    EXPECT_THAT(
        upgrade("op.create_table('t', sa.Column('a', sa.Text), *common_columns())", "from app import common_columns"),
        ElementsAre("CREATE TABLE \"t\" (\"a\" TEXT)",
                    "possible: ALTER TABLE \"t\" {} -- not all columns of the table that is made here can be told" + kUnknown));
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('a', Money()), sa.Column('b', sa.Text, server_default=DEFAULT))",
                        "from app import Money, DEFAULT"),
                ElementsAre(" -- the type of the column a cannot be told", " -- the default of the column b cannot be told",
                            "CREATE TABLE \"t\" (\"a\" \"app.Money\", \"b\" TEXT DEFAULT \"DEFAULT\"())"));
}

TEST(Unknown, SqlThatIsNoLiteral) {
    EXPECT_THAT(
        upgrade("op.execute(f'ALTER TABLE users ADD COLUMN {NAME} int')\nop.execute('CREATE TABLE %s (a int)' % NAME)\n"
                "op.execute(NAME)\nop.execute(open('x.sql').read())",
                "from app import NAME"),
        ElementsAre(
            "possible: ALTER TABLE users ADD COLUMN {} int -- parts of the SQL that is executed here cannot be evaluated" +
                kUnknown,
            "possible: CREATE TABLE {} (a int) -- parts of the SQL that is executed here cannot be evaluated" + kUnknown,
            "anything -- the SQL that is executed here is no literal" + kUnknown,
            "anything -- the SQL that is executed here is no literal" + kUnknown));
}

// hotosm/tasking-manager, alphagov/notifications-api: which of the texts is executed nobody knows, and none changes the schema.
TEST(Unknown, RowsThatAreChangedOneWayOrTheOther) {
    const std::string body =
        "for project in op.get_bind().execute('SELECT id FROM projects').fetchall():\n"
        "    if project.zoom is None:\n        query = 'update projects set mode = 1 where id = ' + str(project.id)\n"
        "    else:\n        query = 'update projects set mode = 0 where id = ' + str(project.id)\n"
        "    op.execute(sa.text(query))\n";
    EXPECT_THAT(upgrade(body, "from app import NAME"),
                ElementsAre("SELECT id FROM projects",
                            "possible: update projects set mode = {} -- parts of the SQL that is executed here cannot be "
                            "evaluated" +
                                kUnknown));
    EXPECT_THAT(upgrade("if NAME:\n    query = 'ALTER TABLE a ADD b int'\nelse:\n    query = 'ALTER TABLE a ADD c int'\n"
                        "op.execute(query)",
                        "from app import NAME"),
                ElementsAre("anything -- the SQL that is executed here is no literal" + kUnknown));
}

// A text that begins as one on rows may hold another statement, or make a table by itself.
TEST(Unknown, TextsThatBeginWithRowsMayChangeTheSchema) {
    const auto said = [](const std::string& one, const std::string& other) {
        return upgrade("if NAME:\n    query = '" + one + "'\nelse:\n    query = '" + other + "'\nop.execute(query)",
                       "from app import NAME");
    };
    const auto is_anything = ElementsAre("anything -- the SQL that is executed here is no literal" + kUnknown);
    EXPECT_THAT(said("UPDATE users SET a = 1; ALTER TABLE users ADD COLUMN nick text", "UPDATE users SET a = 2"), is_anything);
    EXPECT_THAT(said("UPDATE users SET a = 2", "UPDATE users SET a = 1; ALTER TABLE users ADD COLUMN nick text"), is_anything);
    EXPECT_THAT(said("SELECT id INTO made FROM users", "SELECT id, name INTO made FROM users"), is_anything);
    EXPECT_THAT(said("SELECT id FROM users", "SELECT name\\ninto made FROM users"), is_anything);
    EXPECT_THAT(said("UPDATE users SET a = 1; ", "UPDATE users SET a = 2;").front(), testing::StartsWith("possible: UPDATE"));
    EXPECT_THAT(said("SELECT f(1) FROM users", "SELECT f(2) FROM users").front(), testing::StartsWith("possible: SELECT"));
    EXPECT_THAT(said("INSERT INTO users VALUES (1)", "INSERT INTO users VALUES (2)").front(),
                testing::StartsWith("possible: INSERT"));
}

// cds-snc/notification-api: a constant of a module that is too large to be run.
TEST(Unknown, AModuleThatTakesTooManySteps) {
    const std::string models =
        "BRAND = 'org'\nfor a in range(900):\n    for b in range(900):\n        x = [a, b]\n\n\ndef helper(op):\n    pass\n";
    EXPECT_THAT(
        upgrade("op.execute(\"update brands set kind = '{}'\".format(BRAND))\nop.drop_table('t')", "from app.models import BRAND",
                {{"app.models", models}}),
        ElementsAre(
            "possible: update brands set kind = '{}' -- parts of the SQL that is executed here cannot be evaluated" + kUnknown,
            "DROP TABLE \"t\""));
    EXPECT_THAT(upgrade("helper(op)", "from app.models import helper", {{"app.models", models}}),
                ElementsAre("anything -- app.models.helper() is called and cannot be followed" + kUnknown));
}

TEST(Unknown, FunctionsThatCannotBeFollowed) {
    EXPECT_THAT(upgrade("create_views()\nx = helper(op)\nBase.metadata.create_all(op.get_bind())\nop.create_widget('x')",
                        "from app.db import create_views, helper, Base"),
                ElementsAre("anything -- app.db.create_views() is called and cannot be followed" + kUnknown,
                            "anything -- app.db.helper() is called and cannot be followed" + kUnknown, testing::_, testing::_));
    EXPECT_THAT(upgrade("print('x')\nlogger.info('x')\nname = get_name()\nuser = models.User(name='x')\njson.dumps({})\nbind = "
                        "op.get_bind()\n"
                        "response = requests.get('x')\nresponse.raise_for_status()",
                        "import json, logging, requests\nfrom app import get_name, models\nlogger = logging.getLogger(__name__)"),
                IsEmpty());
    EXPECT_THAT(upgrade("logger.info('x')\nlogger.warning('x', extra={'y': 1})", "from app.logger import logger"), IsEmpty());
    EXPECT_THAT(upgrade("logger.drop_views()", "from app.logger import logger"), testing::SizeIs(1));
}

// What runs somewhere else may change anything: other databases' upgrades, classes, code that is handed over.
TEST(Unknown, CodeThatIsNotFollowed) {
    const auto first = [](const std::string& body, const std::string& outside = "", const ModuleTexts& modules = {}) {
        const std::vector<std::string> lines = upgrade(body, outside, modules);
        return lines.empty() ? std::string() : lines.front().substr(0, 8);
    };
    EXPECT_EQ(first("globals()['upgrade_%s' % 'engine']()"), "anything");
    EXPECT_EQ(first("list(map(op.drop_table, ['a']))"), "anything");
    EXPECT_EQ(first("list(map(lambda name: op.drop_table(name), ['a']))"), "anything");
    EXPECT_EQ(first("list(map(drop, ['a']))", "def drop(name):\n    op.drop_table(name)\n"), "anything");
    EXPECT_EQ(first("Helper().run()", "class Helper:\n    def run(self):\n        op.drop_table('a')\n"), "anything");
    EXPECT_EQ(first("Helper.run()", "class Helper:\n    def run():\n        op.drop_table('a')\n"), "anything");
    EXPECT_EQ(first("Base.metadata.create_all(bind=op.get_bind())", "class Base:\n    pass\n"), "anything");
    EXPECT_EQ(first("User.__table__.create(op.get_bind())", "from models import User", {{"models", "class User:\n    pass\n"}}),
              "anything");
    EXPECT_EQ(first("op.get_bind().run_callable(make)", "def make(bind):\n    bind.execute('x')\n"), "anything");
    EXPECT_EQ(first("pandas.DataFrame(ROWS).to_sql('t', con=op.get_bind())", "import pandas\nROWS = []"), "anything");
    EXPECT_EQ(first("x = eval('op')"), "anything");
    EXPECT_EQ(first("subprocess.run(['psql', '-f', 'schema.sql'])", "import subprocess"), "anything");
    EXPECT_EQ(first("importlib.import_module('app.old').upgrade()", "import importlib"), "anything");
    // These change rows at most.
    EXPECT_EQ(first("rows = pandas.read_sql('SELECT 1', op.get_bind())\nrows.sort_values('a')", "import pandas"), "");
    EXPECT_EQ(first("rows = [Row(n) for n in NAMES]\nColor('a').label()\nlist(map(str, NAMES))",
                    "NAMES = ['a']\nclass Row:\n    pass\nclass Color(str, enum.Enum):\n    A = 'a'\n"
                    "    def label(self):\n        return self.value.title()\n"),
              "");
    EXPECT_EQ(first("op.get_bind().execute(User.__table__.insert(), [{'id': 1}])", "class User:\n    pass\n"), "");
    EXPECT_EQ(first("for row in Session(bind=op.get_bind()).query(Row).all():\n    Row(other=row)\n",
                    "from sqlalchemy.orm import Session\nclass Row:\n    pass\n"),
              "");
    EXPECT_EQ(first("session = Session(bind=op.get_bind())\nsession.add(1)\nsession.commit()", "from sqlmodel import Session"),
              "");
}

TEST(Unknown, OptionsThatMayNameTheSchema) {
    EXPECT_EQ(upgrade("op.add_column('t', sa.Column('a', sa.Text), **OPTIONS)", "from app import OPTIONS").front().substr(0, 34),
              "possible: ALTER TABLE {} {} -- the");
}

TEST(Unknown, ARevisionWhoseIdCannotBeToldIsOne) {
    const Revision revision =
        read_text("import app\nfrom alembic import op\nrevision = app.ID\ndef upgrade():\n    op.drop_table('a')\n");
    EXPECT_FALSE(revision.id.empty());
    EXPECT_THAT(lines_of(revision), ElementsAre("DROP TABLE \"a\""));
}

TEST(Unknown, AnUpgradeThatIsNoFunctionOfTheFile) {
    const Revision revision = read_text("from app import upgrade\nrevision = 'a'\n");
    EXPECT_THAT(lines_of(revision), ElementsAre("anything -- upgrade is no function of this file" + kUnknown));
}

TEST(Unknown, BrokenPythonIsNeverAbsent) {
    const std::vector<std::string> lines =
        upgrade("op.drop_table('a')\nop.add_column('b', sa.Column('c', sa.Text)\nop.drop_table('d')");
    EXPECT_FALSE(lines.empty());
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("anything"); }));
}

TEST(Unknown, HostileTextsDoNotHurt) {
    const std::string deep = std::string(400, '[') + std::string(400, ']');
    std::string sum = "'a'";
    for (int count = 0; count < 3000; ++count) sum += " + 'a'";
    for (const std::string& body :
         {deep, "op.execute(" + sum + ")", std::string("x = x\nop.drop_table(x)"), std::string("x = [x]\ny = y.z\nop.execute(y)"),
          std::string("op.create_table()\nop.add_column()\nop.execute()"),
          std::string("op.create_table(*x, **y)\nop.alter_column(**z)"), std::string("'%' % x\n'%(' % x\n'{' .format(x)"),
          std::string("sa.Enum()\nsa.Column()\nop.create_index()\nop.drop_constraint()\nop.create_foreign_key()")}) {
        EXPECT_EQ(read_text(revision_text(body)).id, "a1") << body.substr(0, 60);
    }
    for (const char* text : {"import a as b, c\nfrom . import *\nfrom .. import x\nrevision = 'a'",
                             "revision = 'a'\nclass upgrade: pass", "revision = 'a'\ndef upgrade(): return upgrade()",
                             "revision = 'a'\nlambda: (yield)\ndef upgrade(*a, b=upgrade, **c): a(); b(); c()"}) {
        EXPECT_EQ(read_text(text).id, "a") << text;
    }
}

}  // namespace
}  // namespace rowtype::alembic
