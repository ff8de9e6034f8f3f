// SQL outside of Python: files of queries that code loads, and tables that another file makes.
#include <gmock/gmock.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SqlFiles : public CommandProject {
protected:
    // What `check` says, a line a finding.
    std::string check(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "check");
        (void)run(std::move(arguments));
        return out() + errors();
    }
};

TEST_F(SqlFiles, ThatCodeNamesAreChecked) {
    folder_.write("app/queries/users.sql",
                  "-- all of them\nSELECT id, nmae\nFROM users WHERE id = %(id)s AND name = %(name)s;\n");
    folder_.write("app/queries/nobody.sql", "SELECT nothing FROM nowhere;\n");
    folder_.write("app/db.py",
                  "import psycopg\nfrom pathlib import Path\n"
                  "SQL = (Path(__file__).parent / 'queries' / 'users.sql').read_text()\n");
    const std::string said = check();
    EXPECT_THAT(said, HasSubstr("app/queries/users.sql:2:12: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(said, Not(HasSubstr("nowhere")));
}

TEST_F(SqlFiles, OfAiosqlAreChecked) {
    folder_.write("sql/users.sql",
                  "-- name: get_user^\n-- record_class: User\nselect id, nik from users where id = :id::bigint\n\n"
                  "-- name: rename_user!\nupdate users set nmae = :name where id = :id;\n"
                  "-- name: add<!\ninsert into usr (id, name) values (:id, :name) returning id;\n"
                  "-- name: add_many*!\ninsert into orders (id, user_id) values (:id, :user_id);\n"
                  "-- name: count$\nselect count(*) from orders where note is null -- rowtype: ignore[unknown-column]\n"
                  "-- name: make#\ncreate table scratch (a int);\n-- name: scratch\nselect a from scratch;\n");
    folder_.write("app.py", "import aiosql\nqueries = aiosql.from_path('sql', 'psycopg')\n");
    const std::string said = check();
    EXPECT_THAT(said, HasSubstr("sql/users.sql:3:12: error[unknown-column] public.users has no column \"nik\""));
    EXPECT_THAT(said, HasSubstr("sql/users.sql:6:18: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(said, HasSubstr("sql/users.sql:8:13: error[unknown-table]"));
    EXPECT_THAT(said, Not(HasSubstr("scratch")));
    EXPECT_THAT(said, Not(HasSubstr("note")));
    folder_.write("app.py", "import aiosql\nqueries = aiosql.from_path('sql', 'sqlite3')\n");
    EXPECT_THAT(check(), Not(HasSubstr("users.sql")));
}

// A step of the schema's history in Python speaks to the schema of its day: whoever sees its findings is told how to leave it out.
TEST_F(SqlFiles, PythonAmongTheSchemasFilesIsSaidToBeSo) {
    folder_.write("db/schema/1.sql", "create table users (id bigint primary key);\n");
    folder_.write("db/schema/2_move.py", "def run(cursor):\n    cursor.execute('SELECT old FROM users')\n");
    folder_.write("app.py", "import psycopg\ndef f(cursor):\n    cursor.execute('SELECT nmae FROM users')\n");
    const std::string advice =
        "1 of them stands in Python among the schema's own files, which may speak of an earlier schema: "
        "exclude = [\"db/schema/**\"] leaves it out.\n";
    EXPECT_THAT(check({"--schema", "migrations:db/schema"}), HasSubstr(advice));
    EXPECT_THAT(check({"--schema", "migrations:db/schema", "app.py"}), Not(HasSubstr("of them stand")));
}

// liberapay/liberapay.com: what a script alters, it speaks of before and after.
TEST_F(SqlFiles, ThatChangeTheSchemaAreNotHeldAgainstIt) {
    folder_.write("sql/changes.sql",
                  "alter table users add old text;\nupdate users set old = nmae;\nalter table users drop old;\n");
    folder_.write("app.py", "import psycopg\nSQL = open('sql/changes.sql').read()\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    folder_.write("sql/changes.sql", "update users set old = 1;\n");
    EXPECT_THAT(check(), HasSubstr("sql/changes.sql:1:18: error[unknown-column]"));
}

TEST_F(SqlFiles, MigrationsAndOtherDatabasesStaySilent) {
    folder_.write("app/q.sql", "SELECT nmae FROM users;\n");
    folder_.write("supabase/migrations/0.sql", "SELECT nmae FROM nowhere;\n");
    folder_.write("app/db.py",
                  "import sqlite3\nSQL = open('app/q.sql').read()\nOLD = open('supabase/migrations/0.sql').read()\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    // Which database the text is for is not said there, and another file talks to SQLite.
    folder_.write("app/db.py", "SQL = open('app/q.sql').read()\n");
    folder_.write("app/cache.py", "import sqlite3\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    folder_.write("app/cache.py", "\n");
    EXPECT_THAT(check(), HasSubstr("app/q.sql:1:8: error[unknown-column]"));
}

TEST_F(SqlFiles, ThatAreNamedAreChecked) {
    folder_.write("reports/users.sql", "SELECT nmae FROM users;\n");
    EXPECT_THAT(check(), Not(HasSubstr("nmae")));
    EXPECT_THAT(check({"reports/users.sql"}), HasSubstr("reports/users.sql:1:8: error[unknown-column]"));
    folder_.write("reports/users.sql", "-- rowtype: ignore-file[unknown-column]\nSELECT nmae FROM users;\n");
    EXPECT_THAT(check({"reports/users.sql"}), Not(HasSubstr("nmae")));
}

TEST_F(SqlFiles, TablesThatAnotherFileMakesAreNotUnknown) {
    // Of a schema that was found, SQL that somebody may have run excuses what it makes.
    folder_.write("rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"supabase/migrations\"\n");
    folder_.write("app/read.py", "import psycopg\n\ndef read(cur):\n    cur.execute('SELECT a FROM scratch')\n");
    EXPECT_THAT(check(), HasSubstr("app/read.py:4:32: error[unknown-table]"));
    folder_.write("app/make.py", "def make(cur):\n    cur.execute('CREATE TABLE IF NOT EXISTS scratch (a int)')\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    folder_.write("app/make.py", "def make(frame, engine):\n    frame.to_sql('scratch', engine)\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    folder_.write("app/make.py", "def is_old(engine):\n    return inspect(engine).has_table('scratch')\n");
    EXPECT_THAT(check(), Not(HasSubstr("error["))) << "ckan: who asks knows that it may be missing";
    folder_.write("app/make.py", "from llama_index.vector_stores.postgres import PGVectorStore\n");
    folder_.write("app/vectors.py", "import psycopg\n\ndef read(cur):\n    cur.execute('SELECT id FROM data_vectors')\n");
    EXPECT_THAT(check(), Not(HasSubstr("data_vectors"))) << "LlamaIndex makes it";
    EXPECT_THAT(check(), HasSubstr("\"scratch\""));
    folder_.write("app/vectors.py", "\n");
    // A file of SQL counts where code loads it; migrations never do.
    folder_.write("app/make.py", "\n");
    folder_.write("sql/make.sql", "CREATE TABLE scratch (a int);\n");
    EXPECT_THAT(check(), HasSubstr("error[unknown-table]"));
    folder_.write("app/make.py", "import psycopg\nMAKE = open('sql/make.sql').read()\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    // One that also makes what the schema has is the schema's own, of another day.
    folder_.write("sql/make.sql", "CREATE TABLE users (id bigint); CREATE TABLE scratch (a int);\n");
    EXPECT_THAT(check(), HasSubstr("error[unknown-table]"));
    folder_.write("app/make.py", "\n");
    // But for what a function makes in the session that calls it.
    const std::string function = "CREATE FUNCTION make(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format(";
    folder_.write("supabase/migrations/2_make.sql", function + "'CREATE TEMP TABLE scr%1$I (LIKE %1$I)', t); END $$;\n");
    EXPECT_THAT(check(), Not(HasSubstr("error[")));
    folder_.write("supabase/migrations/2_make.sql", function + "'CREATE TABLE scratch (a int)'); END $$;\n");
    EXPECT_THAT(check(), HasSubstr("error[unknown-table]"));
    folder_.write("db/versions/1.py", "revision = '1'\ndown_revision = None\nop.execute('CREATE TABLE scratch (a int)')\n");
    EXPECT_THAT(check(), HasSubstr("error[unknown-table]"));
}

}  // namespace
}  // namespace rowtype::cli
