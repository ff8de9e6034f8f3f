// A project whose schema is what its Alembic revisions make.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/workspace/configuration.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AlembicProject : public EmptyProject {
protected:
    AlembicProject() {
        folder_.write("alembic.ini", "[alembic]\nscript_location = app/alembic\n");
        folder_.write("app/alembic/env.py", "from alembic import context\n");
        write_revision("1_users", "a1", "None",
                       "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', "
                       "sa.String(30), nullable=False), sa.Column('role', sa.Enum('admin', 'guest', name='role')))");
        write_revision("2_nick", "b2", "'a1'",
                       "op.execute('UPDATE users SET gone = 1')\n    op.add_column('users', sa.Column('nick', sa.Text()))");
        folder_.write("app/models.py",
                      "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    role: str | "
                      "None\n    nick: str | None\n    age: int\n");
        write_module("app/queries.py", "client.table('users').select('id, nmae, nick').execute()\n");
    }

    void write_revision(const std::string& name, const std::string& id, const std::string& follows, const std::string& body) {
        folder_.write("app/alembic/versions/" + name + ".py", "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '" +
                                                                  id + "'\ndown_revision = " + follows +
                                                                  "\n\n\ndef upgrade():\n    " + body + "\n");
    }
};

TEST_F(AlembicProject, IsCheckedWithoutConfiguration) {
    EXPECT_EQ(run({"check", "--model-path", "app/models.py"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("app/queries.py:3:35: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("app/models.py:9:5: error[stale-field]"));
    EXPECT_THAT(out(), HasSubstr("Found 2 errors"))
        << "Alembic's own table needs no model, and old SQL is not held to today's schema";
    EXPECT_THAT(out(), HasSubstr("Schema: alembic.ini (2 revisions), 2 relations"));
}

TEST_F(AlembicProject, IsNamedOnTheCommandLineAndInTheConfiguration) {
    for (const char* source : {"alembic:alembic.ini", "alembic:app/alembic", "alembic:app/alembic/versions"}) {
        EXPECT_EQ(run({"check", "--schema", source}), kExitFindings) << source << errors();
        EXPECT_THAT(out(), HasSubstr("public.users has no column \"nmae\"")) << source;
    }
    folder_.write("rowtype.toml", "[schema]\nsource = \"alembic\"\npath = \"app/alembic\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("Schema: app/alembic (2 revisions)"));
    EXPECT_EQ(run({"check", "--schema", "alembic:nowhere"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("nowhere"));
    EXPECT_EQ(run({"check", "--schema", "alembik:alembic.ini"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did you mean alembic?"));
    folder_.write("rowtype.toml", "[schema]\nsource = \"alembic\"\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("schema.source = \"alembic\" needs schema.path"));
}

TEST_F(AlembicProject, WhatCannotBeFollowedIsSaidAndNeverReportedAsAbsent) {
    write_revision("3_more", "c3", "'b2'", "make_tables(op)");
    write_module("app/queries.py", "client.table('ghosts').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    EXPECT_THAT(out(), Not(HasSubstr("unknown-table")));
    EXPECT_THAT(out(), HasSubstr("app/alembic/versions/3_more.py:9: make_tables() is called and cannot be followed"));
}

// What nobody can follow may have made anything; what surely ran behind it is certain all the same.
class AlembicInPart : public AlembicProject {
protected:
    AlembicInPart() { write_revision("3_more", "c3", "'b2'", "make_tables(op)"); }

    void drop() {
        write_revision("4_less", "d4", "'c3'",
                       "op.drop_column('users', 'nick')\n    op.alter_column('users', 'name', new_column_name='full_name')\n"
                       "    op.drop_table('old_things')\n    op.rename_table('things', 'parts')");
    }
};

TEST_F(AlembicInPart, WhatARevisionSurelyDroppedIsReported) {
    drop();
    folder_.write("app/models.py", "");
    write_module("app/queries.py",
                 "client.table('users').select('id, name, other').order('nick').execute()\n"
                 "client.table('old_things').select('id').execute()\nclient.table('ghosts').select('id').execute()\n");
    folder_.write("app/sql.py",
                  "import psycopg\n\ncur = psycopg.connect().cursor()\ncur.execute('SELECT u.nick, other FROM users u')\n"
                  "cur.execute('SELECT nick, whatever FROM users u JOIN users v ON u.id = v.id')\n"
                  "cur.execute('SELECT nick FROM users u JOIN ghosts g ON u.id = g.id')\n"
                  "cur.execute('SELECT id FROM things JOIN parts USING (id)')\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("app/queries.py:3:35: error[unknown-column] public.users has no column \"name\"; renamed to "
                                 "\"full_name\" by 4_less.py:10"));
    EXPECT_THAT(out(), HasSubstr("app/queries.py:3:56: error[unknown-column] public.users has no column \"nick\"; dropped by "
                                 "4_less.py:9"));
    EXPECT_THAT(out(), HasSubstr("app/queries.py:4:15: error[unknown-table] the database has no table or view \"old_things\"; "
                                 "dropped by 4_less.py:11"));
    EXPECT_THAT(out(), HasSubstr("app/sql.py:4:23: error[unknown-column] public.users has no column \"nick\""));
    EXPECT_THAT(out(), HasSubstr("app/sql.py:5:21: error[unknown-column] public.users has no column \"nick\""));
    EXPECT_THAT(out(), HasSubstr("app/sql.py:7:29: error[unknown-table] the database has no table or view \"things\"; renamed to "
                                 "\"parts\" by 4_less.py:12"));
    EXPECT_THAT(out(), HasSubstr("Found 6 errors")) << "of other, ghosts and whatever nobody knows";
}

TEST_F(AlembicInPart, ModelsOfWhatIsGoneAreReported) {
    drop();
    folder_.write("app/models.py",
                  "from sqlalchemy import Column, Integer, String, select\nfrom sqlalchemy.orm import declarative_base\n\n"
                  "Base = declarative_base()\n\n\nclass User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, "
                  "primary_key=True)\n    nick = Column(String)\n    unheard_of = Column(String)\n\n\nclass Thing(Base):\n"
                  "    __tablename__ = 'things'\n    id = Column(Integer, primary_key=True)\n\n\nquery = select(User.nick)\n");
    folder_.write("app/queries.py", "");
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("app/models.py:10:5: error[stale-field] public.users has no column \"nick\""));
    EXPECT_THAT(out(), HasSubstr("app/models.py:15:22: error[unknown-table] the database has no table or view \"things\""));
    EXPECT_THAT(out(), Not(HasSubstr("unheard_of")));
}

TEST_F(AlembicInPart, ImpactTakesRevisions) {
    drop();
    folder_.write("app/models.py", "");
    write_module("app/queries.py", "client.table('users').select('id, nick').execute()\n");
    EXPECT_EQ(run({"impact", "app/alembic/versions/4_less.py"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("public.users.nick: column dropped (app/alembic/versions/4_less.py:9)"));
    EXPECT_THAT(out(), HasSubstr("breaks   app/queries.py:3:35"));
    EXPECT_EQ(run({"impact", "app/alembic/versions/3_more.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("the revision app/alembic/versions/4_less.py comes after it"));
    folder_.write("schema.sql", "create table users (id int);");
    EXPECT_EQ(run({"impact", "app/alembic/versions/4_less.py", "--schema", "migrations:schema.sql"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("the schema is not read from such"));
}

TEST_F(AlembicProject, InitWritesItDown) {
    EXPECT_EQ(run({"init"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("alembic.ini (2 revisions): 2 relations"));
    const workspace::LoadedConfiguration loaded = workspace::load_configuration(folder_.path());
    EXPECT_THAT(loaded.problems, IsEmpty());
    EXPECT_EQ(loaded.configuration.schema.kind, workspace::SourceKind::Alembic);
    EXPECT_EQ(loaded.configuration.schema.path, folder_ / "alembic.ini");
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("public.users has no column \"nmae\""));
}

TEST_F(AlembicProject, OtherCommandsReadIt) {
    EXPECT_EQ(run({"show", "users"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("nick"));
    folder_.write("schema.sql",
                  "create type role as enum ('admin', 'guest');\ncreate table users (id serial primary key, name varchar(30) not "
                  "null, role role);\ncreate table alembic_version (version_num varchar(32) constraint alembic_version_pkc "
                  "primary key);\n");
    EXPECT_EQ(run({"diff", "migrations:schema.sql", "alembic:alembic.ini"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("nick"));
    EXPECT_THAT(out(), Not(HasSubstr("role")));
    EXPECT_EQ(run({"generate", "--output", "rows.py"}), kExitClean) << errors();
    EXPECT_THAT(folder_.read("rows.py"), HasSubstr("nick: str | None"));
    EXPECT_THAT(folder_.read("rows.py"), Not(HasSubstr("alembic_version")));
}

// Tables that the program makes where it starts are there, whatever the revisions say; what a test makes is gone after it.
TEST_F(AlembicProject, WhatCreateAllMakesIsNotUnknown) {
    folder_.write(
        "app/tables.py",
        "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n\n\n"
        "class Visit(Base):\n    __tablename__ = 'visits'\n    id = Column(Integer, primary_key=True)\n");
    folder_.write("tests/conftest.py", "from app.tables import Base\nBase.metadata.create_all(engine)\n");
    EXPECT_EQ(run({"check", "app/tables.py"}), kExitFindings) << errors();
    EXPECT_THAT(out(), HasSubstr("the database has no table or view \"visits\""));
    folder_.write("app/main.py",
                  "from app.tables import Base\n\n\nasync def start(c):\n    await c.run_sync(Base.metadata.create_all)\n");
    EXPECT_EQ(run({"check", "app/tables.py"}), kExitClean) << out();
}

}  // namespace
}  // namespace rowtype::cli
