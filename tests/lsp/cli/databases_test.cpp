// [[databases]]: files of one folder that are about different databases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfiguration =
    "[[databases]]\nname = \"legacy\"\npaths = [\"legacy/**\"]\nsource = \"migrations\"\npath = \"legacy/schema.sql\"\n";

class Databases : public CommandProject {
protected:
    Databases() {
        folder_.write("rowtype.toml", kConfiguration);
        folder_.write("legacy/schema.sql", "create table members (number bigint primary key, surname text);\n");
        write_module("app/a.py", "client.table('users').select('id, nmae').execute()\n");
        write_module("legacy/b.py", "client.table('members').select('number, nmae').execute()\n");
    }
};

TEST_F(Databases, EachFileIsCheckedAgainstItsOwn) {
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:3:35: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("legacy/b.py:3:41: error[unknown-column] public.members has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("Schema: supabase/migrations (1 file), 2 relations\n"));
    EXPECT_THAT(out(), HasSubstr("Schema: legacy: legacy/schema.sql, 1 relation\n"));
    EXPECT_EQ(run({"check", "legacy"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr("supabase/migrations"))) << "what no file is about is not read";
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitFindings);
    const auto report = nlohmann::json::parse(out());
    EXPECT_EQ(report["projects"].size(), 2U);
    EXPECT_FALSE(report["projects"][0].contains("name"));
    EXPECT_EQ(report["projects"][1]["name"], "legacy");
}

TEST_F(Databases, ASchemaThatIsNamedIsThatOfAllFiles) {
    EXPECT_EQ(run({"check", "--schema", "migrations:legacy/schema.sql"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("no table or view \"users\""));
    EXPECT_THAT(out(), HasSubstr("public.members has no column \"nmae\""));
}

TEST_F(Databases, WhatCannotBeReadIsNamed) {
    folder_.write("rowtype.toml",
                  "[[databases]]\nname = \"legacy\"\npaths = [\"legacy/**\"]\nsource = \"snapshot\"\npath = \"no.json\"\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("database \"legacy\": the schema snapshot cannot be read"));
}

TEST_F(Databases, CommandsTakeOneByItsName) {
    EXPECT_NE(run({"show", "members"}), kExitClean);
    EXPECT_EQ(run({"show", "--database", "legacy", "members"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("surname"));
    EXPECT_EQ(run({"show", "--database", "legasy", "members"}), kExitUsage);
    EXPECT_THAT(
        errors(),
        HasSubstr("rowtype.toml: no database is called \"legasy\": did you mean \"legacy\"?\n  the configuration has legacy\n"));
    EXPECT_EQ(run({"pull", "--database", "legacy"}), kExitClean);
    EXPECT_TRUE(exists(".rowtype/legacy.json"));
    EXPECT_EQ(run({"diff", "--database", "legacy", "snapshot:.rowtype/legacy.json"}), kExitClean);
    EXPECT_EQ(run({"diff", "snapshot:.rowtype/legacy.json"}), kExitFindings);
}

TEST_F(Databases, EachHasABaselineOfItsOwn) {
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_TRUE(exists(".rowtype/baseline.json"));
    EXPECT_TRUE(exists(".rowtype/baseline.legacy.json"));
    EXPECT_EQ(run({"check"}), kExitClean);
    write_module("legacy/b.py", "client.table('members').select('number').execute()\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_EQ(run({"check", "--no-baseline"}), kExitFindings);
}

TEST_F(Databases, AFolderMayHaveAConfigurationOfItsOwnInstead) {
    folder_.write("rowtype.toml", "");
    folder_.write("legacy/rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"schema.sql\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:3:35: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("legacy/b.py:3:41: error[unknown-column] public.members has no column \"nmae\""));
}

TEST_F(Databases, CallsOfTheProjectsOwnLayerAreCounted) {
    folder_.write(
        "rowtype.toml",
        "[[calls]]\ncall = \"*.pick\"\nparameters = [\"table\", \"columns\"]\ntable = \"table\"\ncolumns = \"columns\"\n");
    folder_.write("app/a.py",
                  "def load(layer, table):\n    layer.pick('users', ['id', 'nmae'])\n    layer.pick(table, ['id'])\n");
    EXPECT_EQ(run({"check", "--statistics", "app"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:2:33: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("  queries    2 seen, 1 checked\n               1 not: the table's name is not a constant\n"));
}

// Several engines in one project, of which one has the schema.
class OtherDatabases : public CommandProject {
protected:
    OtherDatabases() {
        folder_.write("rowtype.toml",
                      "other-databases = [\"timescale.engine\", \"brainz.mb_session\", \"self.warehouse\", \"MB_URI\"]\n");
        folder_.write("app/db/__init__.py", "engine = None\n");
        folder_.write("app/db/timescale.py", "engine = None\n");
    }
    std::string check(const std::string& python) {
        folder_.write("app/code.py", python);
        run({"check", "--statistics"});
        return out();
    }
};

TEST_F(OtherDatabases, TextsForThemAreLeftAlone) {
    for (const char* python : {
             "from app.db import timescale\nfrom sqlalchemy import text\n\ndef f():\n    with timescale.engine.connect() as "
             "conn:\n"
             "        conn.execute(text('SELECT x FROM listens'))\n",
             "from app.db.timescale import engine\nfrom sqlalchemy import text\n\ndef f():\n    query = text('SELECT x FROM "
             "listens')\n"
             "    with engine.begin() as conn:\n        conn.execute(query)\n",
             "from .db import timescale as ts\nfrom contextlib import closing\n\ndef f():\n"
             "    with closing(ts.engine.raw_connection()) as conn, conn.cursor() as curs:\n        curs.execute('SELECT x FROM "
             "listens')\n",
             "import brainz\n\ndef f():\n    session = brainz.mb_session()\n    session.execute('SELECT x FROM listens')\n",
             "import psycopg2\n\ndef f(app):\n    with psycopg2.connect(app.config['MB_URI']) as conn, conn.cursor() as curs:\n"
             "        curs.execute('SELECT x FROM listens')\n",
             "import psycopg\n\nclass A:\n    def f(self):\n        self.warehouse.execute('SELECT x FROM listens')\n",
         }) {
        const std::string said = check(python);
        EXPECT_THAT(said, Not(HasSubstr("unknown-table"))) << python;
        EXPECT_THAT(said, HasSubstr("1 SQL statement was not checked: it goes to another database system.")) << python;
    }
}

TEST_F(OtherDatabases, AllOthersAreChecked) {
    for (const char* python : {
             "from app import db\nfrom sqlalchemy import text\n\ndef f():\n    with db.engine.connect() as conn:\n"
             "        conn.execute(text('SELECT x FROM listens'))\n",
             // One that goes to both.
             "from app import db\nfrom app.db import timescale\nfrom sqlalchemy import text\n\ndef f():\n"
             "    query = text('SELECT x FROM listens')\n    with timescale.engine.begin() as ts, db.engine.begin() as conn:\n"
             "        ts.execute(query)\n        conn.execute(query)\n",
             // A name that is given both.
             "from app import db\nfrom app.db import timescale\n\ndef f(old):\n    conn = timescale.engine.connect()\n    if "
             "old:\n"
             "        conn = db.engine.connect()\n    conn.execute('SELECT x FROM listens')\n",
         }) {
        EXPECT_THAT(check(python), HasSubstr("no table or view \"listens\"")) << python;
    }
}

TEST_F(OtherDatabases, WhatIsNoNameIsSaid) {
    folder_.write("rowtype.toml", "other-databases = [\"postgres://somewhere\"]\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("rowtype.toml:1:19: error: other-databases lists names"));
}

// postgres.py's calls have everyday names.
TEST_F(CommandProject, TextsForPostgresPyAreChecked) {
    const std::string python =
        "from . import website\nimport subprocess\n\ndef f(cursor, name):\n"
        "    website.db.one('SELECT nmae FROM users WHERE name = %s', (name,))\n"
        "    cursor.all(\"SELECT id FROM users WHERE name LIKE 'a%' AND nmae = 'b'\")\n"
        "    cursor.run('UPDATE users SET nmae = %(name)s', name=name)\n    subprocess.run('ls -l')\n    "
        "subprocess.run(['ls'])\n";
    folder_.write("app/code.py", python);
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    for (const auto& [file, text] : {std::pair("requirements_base.txt", "postgres==4.0 \\\n    --hash=sha256:00\n"),
                                     std::pair("requirements.txt", "./vendor/postgres-2.2.1.tar.gz\n"),
                                     std::pair("pyproject.toml", "[project]\ndependencies = [\"postgres>=3\"]\n")}) {
        folder_.write(file, text);
        EXPECT_EQ(run({"check"}), kExitFindings) << file;
        EXPECT_THAT(out(), HasSubstr("app/code.py:5:28: error[unknown-column]")) << file;
        EXPECT_THAT(out(), HasSubstr("Found 3 errors")) << file << out();
        std::filesystem::remove(folder_ / file);
    }
    folder_.write("requirements.txt", "postgresql-client==1\nasyncpg==0.30  # for postgres\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
}

}  // namespace
}  // namespace rowtype::cli
