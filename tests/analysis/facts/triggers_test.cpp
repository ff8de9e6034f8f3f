#include "analysis/facts/triggers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/analysis/facts/facts_of.h"
#include "tests/support/paths.h"

namespace rowtype::facts {
namespace {

TEST(Triggers, BuilderChains) {
    EXPECT_TRUE(may_hold_facts("c.table('users')"));
    EXPECT_TRUE(may_hold_facts("c.from_(\n    TABLE)"));
    EXPECT_TRUE(may_hold_facts("c \\\n  . rpc (f'x')"));
    EXPECT_FALSE(may_hold_facts("c.table()"));
    EXPECT_FALSE(may_hold_facts("c.table(1)"));
    EXPECT_FALSE(may_hold_facts("table('users')"));
    EXPECT_FALSE(may_hold_facts("stable('users')"));
    EXPECT_FALSE(may_hold_facts("c.schema('x')"));
}

TEST(Triggers, CarriersOfSql) {
    EXPECT_TRUE(may_hold_facts("c.execute('SELECT 1')"));
    EXPECT_TRUE(may_hold_facts("c.fetch(\n    f\"\"\"\n    select a from b\"\"\")"));
    EXPECT_TRUE(may_hold_facts("text('-- why\\n UPDATE a SET b = 1')"));
    EXPECT_TRUE(may_hold_facts("sql.SQL('insert into {}')"));
    EXPECT_TRUE(may_hold_facts("execute_values(cur, 'INSERT INTO a VALUES %s', rows)"));
    EXPECT_TRUE(may_hold_facts("db.fetch_all(query='SELECT 1')"));
    EXPECT_FALSE(may_hold_facts("c.execute()"));
    EXPECT_FALSE(may_hold_facts("c.select('id')"));
    EXPECT_TRUE(may_hold_facts("orders().select('id').execute()"));  // perhaps a client's table
    EXPECT_FALSE(may_hold_facts("c.execute('ls -l')"));
    EXPECT_FALSE(may_hold_facts("draw.text('Select a file')"));
    EXPECT_TRUE(may_hold_facts("fetch('SELECT 1')"));  // perhaps of a driver's, by way of a function of the project
    EXPECT_FALSE(may_hold_facts("c.fetch(1)"));
}

TEST(Triggers, SqlInTheFileOrAConstantsName) {
    EXPECT_TRUE(may_hold_facts("q = 'SELECT a FROM b'\nc.execute(q)"));
    EXPECT_TRUE(may_hold_facts("q = \"\"\"\n  WITH x AS (SELECT 1) SELECT * FROM x\"\"\"\nc.execute(self.q)"));
    EXPECT_TRUE(may_hold_facts("c.execute(queries.GET_USER, x)"));
    EXPECT_FALSE(may_hold_facts("c.execute(command)"));
    EXPECT_TRUE(may_hold_facts("q = 'select a from b'\nc.run(q)"));
    EXPECT_TRUE(may_hold_facts("q = ('select a '\n     'from b')\nrun(q)"));
    EXPECT_TRUE(may_hold_facts("q = \'\'\'select 'a' from b\'\'\'\nrun(q)"));
    EXPECT_TRUE(may_hold_facts("QUERIES = {\n    'a':\n        \"\"\"select a from b\"\"\",\n}\n"));
    EXPECT_FALSE(may_hold_facts("WORDS = ['with', 'as', 'from', 'select', 'from']\n"));
    EXPECT_FALSE(may_hold_facts("def pick(rows):\n    \"\"\"Select what comes from the rows.\"\"\"\n    return rows\n"));
    EXPECT_FALSE(may_hold_facts("q = 'Select a file of the list'.x\nc.run(q)"));
    EXPECT_FALSE(may_hold_facts("'''Update the list.'''\n'''Create a list.'''\n'''Delete it.'''\nc.execute(command)"));
}

TEST(Triggers, ModelClasses) {
    EXPECT_TRUE(may_hold_facts("class A(BaseModel):"));
    EXPECT_TRUE(may_hold_facts("class A(Mixin, pydantic.BaseModel, extra='x'):"));
    EXPECT_TRUE(may_hold_facts("class A(\n    SQLModel,\n    table=True,\n):"));
    EXPECT_FALSE(may_hold_facts("from pydantic import BaseModel, Field\nf(BaseModel)"));
    EXPECT_FALSE(may_hold_facts("class A(MyBaseModel):"));
    EXPECT_FALSE(may_hold_facts("subclass(BaseModel)"));
    EXPECT_TRUE(may_hold_facts("class A(MyBase):", {{"BaseModel", "MyBase"}}));
}

TEST(Triggers, ModelClassesAloneAreToldApart) {
    EXPECT_EQ(shown_by("class A(BaseModel):\n    x: int\n"), Shown::ModelClasses);
    EXPECT_EQ(shown_by("class A(BaseModel):\n    x: int\nc.table('a').insert(A(x=1).model_dump())\n"), Shown::Facts);
    EXPECT_EQ(shown_by("class A(SQLModel, table=True):\n    x: int\n"), Shown::Facts);
    EXPECT_EQ(shown_by("class A(BaseModel):  # rowtype: table=users\n    x: int\n"), Shown::Facts);
    std::vector<ClassHead> heads;
    EXPECT_EQ(shown_by("class A(BaseModel):\n    x: int\nclass B(A):\n    y: int\n", {}, &heads), Shown::ModelClasses);
    EXPECT_EQ(heads.size(), 2U);
}

TEST(Triggers, OurComments) {
    EXPECT_TRUE(may_hold_facts("class A:  # rowtype: table=users"));
    EXPECT_TRUE(may_hold_facts("#rowtype: ignore"));
    EXPECT_FALSE(may_hold_facts("x = 'rowtype: ignore'"));
    EXPECT_FALSE(may_hold_facts(""));
}

TEST(Triggers, CallsThatTheConfigurationTeaches) {
    Triggers triggers;
    triggers.extraction.call_names = {"pick", "run"};
    EXPECT_TRUE(may_hold_facts("db.run(query)", triggers));
    EXPECT_TRUE(may_hold_facts("self.layer.pick (\n  table)", triggers));
    EXPECT_FALSE(may_hold_facts("db.run()", triggers));
    EXPECT_FALSE(may_hold_facts("db.runs(query)", triggers));
    EXPECT_FALSE(may_hold_facts("db.run(query)"));
}

TEST(Triggers, LookLikeSql) {
    EXPECT_TRUE(begins_like_sql("  select id\n from users"));
    EXPECT_TRUE(begins_like_sql("((SELECT 1))"));
    EXPECT_TRUE(begins_like_sql("/* a */ -- b\n DELETE FROM x"));
    EXPECT_TRUE(begins_like_sql("update users set a = 1"));
    EXPECT_TRUE(begins_like_sql("CREATE TEMP TABLE x (a int)"));
    EXPECT_TRUE(begins_like_sql("TRUNCATE users"));
    EXPECT_TRUE(begins_like_sql("PREPARE by_id AS SELECT 1"));
    EXPECT_TRUE(begins_like_sql("declare people cursor for select id from users"));
    EXPECT_TRUE(begins_like_sql("explain analyze select id from users"));
    EXPECT_TRUE(begins_like_sql("copy (select id from users) to stdout"));
    EXPECT_FALSE(begins_like_sql("declare a variable"));
    EXPECT_FALSE(begins_like_sql("explain the rules"));
    EXPECT_FALSE(begins_like_sql("Update the settings of users"));
    EXPECT_FALSE(begins_like_sql("Create a table"));
    EXPECT_FALSE(begins_like_sql("select"));
    EXPECT_FALSE(begins_like_sql("selected from"));
    EXPECT_FALSE(begins_like_sql("insert the value"));
    EXPECT_FALSE(begins_like_sql(""));
    EXPECT_FALSE(begins_like_sql("-- only a comment"));
}

// What the columns of such a class are, its bases in other files say.
TEST(Triggers, MappedClassesWithoutColumnsOfTheirOwn) {
    EXPECT_TRUE(may_hold_facts("from app.base import Base, Stamped\nclass User(Stamped, Base):\n    __tablename__ = 'users'\n"));
    EXPECT_TRUE(may_hold_facts("class User(Base):\n    name: Mapped[str]\n"));
    EXPECT_TRUE(may_hold_facts("class User(Base):\n    name: orm.Mapped[str]\n"));
    EXPECT_FALSE(may_hold_facts("# __tablename__ says so\nx = getattr(model, '__tablename__')\nname: NotMapped[str]\n"));
}

// Who has looked for all that files are searched for is believed: nothing is looked for twice.
TEST(Triggers, MarksThatSomebodyHas) {
    for (const std::string_view text :
         {"class A(B):\n    __tablename__ = 'a'\n", "class A(B):\n    b: Mapped[str]\n", "class A:  # rowtype: table=users\n"}) {
        EXPECT_EQ(shown_by(text, Marks(text)), Shown::Facts) << text;
        EXPECT_EQ(shown_by(text, Marks("")), Shown::Nothing) << text;
    }
}

TEST(Triggers, ClassesWithBasesOfWhatIsPassedOver) {
    std::vector<ClassHead> heads;
    EXPECT_EQ(shown_by("class User(common.Base,\n    Mixin):\n    pass\nclass Plain:\n    pass\nf(1)\n", {}, &heads),
              Shown::Nothing);
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(heads[0].name, "User");
    EXPECT_EQ(heads[0].bases, "common.Base,\n    Mixin");
    EXPECT_EQ(class_heads("class A(BaseModel): pass\nclass B(A").size(), 2U);
}

// Whatever the extraction finds that a check could use has to be found by the scan as well.
TEST(Triggers, MissNothingThatTheExtractionFindsInTheSampleProject) {
    std::size_t files = 0;
    const std::filesystem::path project = std::filesystem::path(testing::source_folder()) / "tests/projects/shop";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(project)) {
        if (entry.path().extension() != ".py") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::stringstream content;
        content << file.rdbuf();
        const std::string text = content.str();
        bool holds_facts = false;
        for (const PlacedStatement& placed : test::facts_of(text).statements) {
            const StatementFacts& facts = *placed.facts;
            holds_facts = holds_facts || !facts.ignores.empty() || !facts.chains.empty() || !facts.sql_calls.empty();
            for (const Class& definition : facts.classes) {
                for (const Value& base : definition.bases) holds_facts = holds_facts || base.is_name("BaseModel");
            }
        }
        if (!holds_facts) continue;
        ++files;
        EXPECT_TRUE(may_hold_facts(text)) << entry.path();
    }
    EXPECT_GT(files, 3U);
}

}  // namespace
}  // namespace rowtype::facts
