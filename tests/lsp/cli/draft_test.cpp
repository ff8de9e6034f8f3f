// `draft`: a finding, the migration that is drafted for it, and the same check with that migration among the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kUsers =
    "CREATE TYPE mood AS ENUM ('happy', 'sad');\n"
    "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);\n";
constexpr const char* kStamp = "20260304050607";

// A project whose migrations stand in a folder of Supabase's, unless a test says otherwise.
class DraftProject : public EmptyProject {
protected:
    DraftProject() { ::setenv("SOURCE_DATE_EPOCH", "1772600767", 1); }  // 2026-03-04 05:06:07
    ~DraftProject() override { ::unsetenv("SOURCE_DATE_EPOCH"); }

    void write_migration(const std::string& sql) { folder_.write("supabase/migrations/20260101000000_users.sql", sql); }
    void write_models(const std::string& lines) {
        folder_.write("rowtype.toml", "models = [\"models.py\"]\n");
        folder_.write("models.py",
                      "from datetime import datetime\nfrom decimal import Decimal\nfrom enum import Enum\n"
                      "from typing import Literal, Optional\nfrom uuid import UUID\n\n"
                      "from pydantic import BaseModel, Field\n\n\n" +
                          lines);
    }
    // Rules that are reported, one a finding.
    std::multiset<std::string> findings() {
        run({"check", "--output-format", "json", "--hints"});
        const std::string key = "\"rule\": \"";
        std::multiset<std::string> rules;
        for (std::size_t at = out().find(key); at != std::string::npos; at = out().find(key, at + 1)) {
            const std::size_t begin = at + key.size();
            rules.insert(out().substr(begin, out().find('"', begin) - begin));
        }
        return rules;
    }
    // Drafts, and gives the one new file's text.
    std::string drafted(std::vector<std::string> arguments = {}) {
        const std::set<std::string> before = files();
        arguments.insert(arguments.begin(), {"draft", "--write"});
        EXPECT_EQ(run(arguments), 0) << errors();
        std::string text;
        for (const std::string& file : files()) {
            if (!before.contains(file)) text += "== " + file + "\n" + folder_.read(file);
        }
        return text;
    }
    std::set<std::string> files() const {
        std::set<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
            const std::string name = std::filesystem::relative(entry.path(), folder_.path()).string();
            if (entry.is_regular_file() && !name.starts_with(".rowtype") && !name.starts_with(".git")) found.insert(name);
        }
        return found;
    }
};

TEST_F(DraftProject, AStaleFieldGetsItsColumn) {
    write_migration(kUsers);
    write_models("class User(BaseModel):\n    id: int\n    name: str\n    email: Optional[str] = None\n    born: datetime\n");
    EXPECT_EQ(findings(), (std::multiset<std::string>{"stale-field"}));
    const std::string text = drafted();
    EXPECT_THAT(text, HasSubstr("supabase/migrations/" + std::string(kStamp) + "_add_born_to_users.sql"));
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users ADD COLUMN born timestamptz NOT NULL;"));
    EXPECT_THAT(text, HasSubstr("-- REVIEW: a column that is NOT NULL without a default fails where the table has rows"));
    EXPECT_THAT(errors(), HasSubstr("nothing was applied"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
    EXPECT_EQ(drafted(), "");
    EXPECT_THAT(errors(), HasSubstr("There is nothing to draft."));
}

TEST_F(DraftProject, UndoTakesADraftBack) {
    write_migration(kUsers);
    write_models("class User(BaseModel):\n    id: int\n    name: str\n    email: Optional[str] = None\n    born: datetime\n");
    const std::set<std::string> before = files();
    EXPECT_NE(drafted(), "");
    EXPECT_THAT(errors(), HasSubstr("rowtype undo takes it back"));
    EXPECT_EQ(run({"undo"}), kExitClean) << errors();
    EXPECT_EQ(files(), before);
    EXPECT_EQ(findings(), (std::multiset<std::string>{"stale-field"}));
}

TEST_F(DraftProject, TypesComeFromAnnotations) {
    write_migration(kUsers);
    write_models(
        "class Mood(str, Enum):\n    HAPPY = \"happy\"\n    SAD = \"sad\"\n\n\n"
        "class User(BaseModel):  # rowtype: table=users\n    id: int\n    name: str\n    email: Optional[str] = None\n"
        "    age: int\n    score: float\n    price: Decimal = Field(max_digits=10, decimal_places=2)\n"
        "    active: bool\n    token: UUID\n    tags: list[str]\n    extra: dict | None = None\n"
        "    state: Literal[\"new\", \"it's\"]\n    mood: Mood\n    code: str = Field(max_length=8)\n");
    const std::string text = drafted();
    for (const char* column :
         {"age bigint NOT NULL", "score double precision NOT NULL", "price numeric(10, 2) NOT NULL", "active boolean NOT NULL",
          "token uuid NOT NULL", "tags text[] NOT NULL", "extra jsonb;", "state text NOT NULL CHECK (state IN ('new', 'it''s'))",
          "mood public.mood NOT NULL", "code varchar(8) NOT NULL"}) {
        EXPECT_THAT(text, HasSubstr("ADD COLUMN " + std::string(column)));
    }
    EXPECT_THAT(text, HasSubstr("_add_columns_to_users.sql"));
    // What a document may hold beside a dictionary is a hint.
    EXPECT_EQ(findings(), (std::multiset<std::string>{"type-mismatch"}));
}

TEST_F(DraftProject, AQueryGetsItsColumnWithTheTypeOfTheLiteralBesideIt) {
    write_migration(kUsers);
    write_module("app.py",
                 "client.table('users').insert({'id': 1, 'name': 'A', 'visits': 3}).execute()\n"
                 "client.table('users').select('id').eq('is_active', True).execute()\n"
                 "client.table('users').select('remark').execute()\n");
    EXPECT_EQ(findings().size(), 3U);
    const std::string text = drafted();
    EXPECT_THAT(text, HasSubstr("ADD COLUMN visits bigint;"));
    EXPECT_THAT(text, HasSubstr("ADD COLUMN is_active boolean;"));
    EXPECT_THAT(text, HasSubstr("-- REVIEW: the type is a guess: nothing in the code tells it\n"
                                "ALTER TABLE public.users ADD COLUMN remark text;"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, AMisspellingIsNotDrafted) {
    write_migration(kUsers);
    write_module("app.py", "client.table('users').select('nmae').execute()\nclient.table('usrs').select('id').execute()\n");
    EXPECT_EQ(drafted(), "");
    EXPECT_THAT(errors(),
                HasSubstr("app.py:3: not drafted: public.users has no column \"nmae\": it looks like a misspelling of name"));
    EXPECT_THAT(errors(), HasSubstr("it looks like a misspelling of users; --add drafts it all the same"));
    const std::string text = drafted({"--add"});
    EXPECT_THAT(text, HasSubstr("CREATE TABLE public.usrs (\n    -- REVIEW: the type of the key is a guess\n    id bigint"));
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users ADD COLUMN nmae text;"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, AFieldThatIsCalledNearlyAsAFreeColumnIsRenamedOnlyWhenAsked) {
    write_migration("CREATE TABLE users (id bigint PRIMARY KEY, full_name text NOT NULL);\n");
    write_models("class User(BaseModel):\n    id: int\n    fullname: str\n");
    EXPECT_EQ(drafted(), "");
    EXPECT_THAT(errors(), HasSubstr("\"full_name\" may be what it was called; --rename drafts that, --add a column of its own"));
    const std::string text = drafted({"--rename"});
    EXPECT_THAT(text, HasSubstr("_rename_full_name_to_fullname_in_users.sql"));
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users RENAME COLUMN full_name TO fullname;"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, ATableThatIsNotThereGetsTheColumnsThatTheCodeAsksFor) {
    write_migration(kUsers);
    write_module("app.py",
                 "client.table('visits').insert({'user_id': 1, 'page': 'x'}).execute()\n"
                 "client.table('visits').select('id, page').eq('seen', True).execute()\n");
    EXPECT_EQ(findings(), (std::multiset<std::string>{"unknown-table", "unknown-table"}));
    const std::string text = drafted();
    EXPECT_THAT(text, HasSubstr("_create_visits.sql"));
    EXPECT_THAT(text, HasSubstr("CREATE TABLE public.visits ("));
    EXPECT_THAT(text, HasSubstr("id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"));
    EXPECT_THAT(text, HasSubstr("user_id bigint"));
    EXPECT_THAT(text, HasSubstr("seen boolean"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, AMappedClassGetsItsTable) {
    write_migration(kUsers);
    folder_.write("models.py",
                  "from sqlalchemy import String\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\n"
                  "class Base(DeclarativeBase):\n    pass\n\n\n"
                  "class Account(Base):\n    __tablename__ = \"accounts\"\n\n"
                  "    id: Mapped[int] = mapped_column(primary_key=True)\n"
                  "    label: Mapped[str] = mapped_column(String(40))\n    note: Mapped[str | None]\n");
    EXPECT_EQ(findings(), (std::multiset<std::string>{"unknown-table"}));
    const std::string text = drafted();
    EXPECT_THAT(text, HasSubstr("    id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,\n"));
    EXPECT_THAT(text, HasSubstr("    label character varying(40) NOT NULL,\n"));
    EXPECT_THAT(text, HasSubstr("    note character varying\n);\n"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, NullabilityAndTypesOfMappedClasses) {
    write_migration("CREATE TABLE users (id bigint PRIMARY KEY, name text, age text NOT NULL, email text NOT NULL);\n");
    folder_.write("models.py",
                  "from sqlalchemy import BigInteger\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\n"
                  "class Base(DeclarativeBase):\n    pass\n\n\n"
                  "class User(Base):\n    __tablename__ = \"users\"\n\n"
                  "    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)\n"
                  "    name: Mapped[str]\n    age: Mapped[int]\n    email: Mapped[str | None]\n");
    EXPECT_EQ(drafted(), "");
    EXPECT_THAT(errors(), HasSubstr("the code may be what is wrong; name the line to have it drafted"));
    const std::string text = drafted({"models.py:13", "models.py:14", "models.py:15"});
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users ALTER COLUMN name SET NOT NULL;"));
    EXPECT_THAT(text, HasSubstr("-- REVIEW: fails where a row holds NULL"));
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users ALTER COLUMN age TYPE integer USING age::integer;"));
    EXPECT_THAT(text, HasSubstr("ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL;"));
    const std::multiset<std::string> left = findings();
    EXPECT_EQ(left.count("nullable-mismatch"), 0U);
    EXPECT_THAT(out(), Not(HasSubstr("integer, but")));
}

TEST_F(DraftProject, OneLineAlone) {
    write_migration(kUsers);
    write_module("app.py",
                 "client.table('users').select('remark').execute()\nclient.table('users').select('visits').execute()\n");
    EXPECT_EQ(run({"draft", "app.py:4"}), 0);
    EXPECT_THAT(out(), HasSubstr("-- supabase/migrations/" + std::string(kStamp) + "_add_visits_to_users.sql\n"));
    EXPECT_THAT(out(), Not(HasSubstr("remark")));
    EXPECT_EQ(files().size(), 2U);  // printed, not written
}

TEST_F(DraftProject, NamesThatSqlHasToQuote) {
    write_migration(kUsers);
    write_module("app.py", "client.table('users').select('Order').execute()\n");
    EXPECT_THAT(drafted(), HasSubstr("ADD COLUMN \"Order\" text;"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

TEST_F(DraftProject, ViewsAndOneFileAreLeftAlone) {
    write_migration(std::string(kUsers) + "CREATE VIEW names AS SELECT name FROM users;\n");
    write_module("app.py", "client.table('names').select('zip').execute()\n");
    EXPECT_EQ(drafted(), "");
    EXPECT_THAT(errors(), HasSubstr("public.names is a view: its query has to change"));

    folder_.write("schema.sql", kUsers);
    write_module("app.py", "client.table('users').select('zip').execute()\n");
    EXPECT_EQ(run({"draft", "--write", "--schema", "migrations:schema.sql"}), 2);
    EXPECT_THAT(errors(), HasSubstr("the schema is one file, not a folder of migrations"));
    EXPECT_EQ(run({"draft", "--schema", "migrations:schema.sql"}), 0);
    EXPECT_THAT(out(), HasSubstr("ALTER TABLE public.users ADD COLUMN zip text;"));
}

// The folder's last file, and what the next is called.
struct Convention {
    const char* last;
    const char* text;
    std::vector<const char*> next;
};

class DraftConvention : public DraftProject, public ::testing::WithParamInterface<Convention> {};

TEST_P(DraftConvention, TheNextFileIsCalledAsTheOthersAre) {
    const std::string text = GetParam().text;
    folder_.write(std::string("migrations/") + GetParam().last, text.empty() ? kUsers : text);
    write_module("app.py", "client.table('users').select('zip').execute()\n");
    EXPECT_EQ(findings(), (std::multiset<std::string>{"unknown-column"}));
    const std::string written = drafted();
    for (const char* file : GetParam().next) EXPECT_TRUE(exists(std::string("migrations/") + file)) << written;
    EXPECT_THAT(written, HasSubstr("ADD COLUMN zip text;"));
    EXPECT_EQ(findings(), std::multiset<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(
    All, DraftConvention,
    ::testing::Values(
        Convention{"0009_users.sql", "", {"0010_add_zip_to_users.sql"}},
        Convention{"9-users.sql", "", {"10-add_zip_to_users.sql"}}, Convention{"V7__users.sql", "", {"V8__add_zip_to_users.sql"}},
        Convention{"V1.9__users.sql", "", {"V1.10__add_zip_to_users.sql"}},
        Convention{"000003_users.up.sql", "", {"000004_add_zip_to_users.up.sql", "000004_add_zip_to_users.down.sql"}},
        Convention{"20250101000000_users.sql", "", {"20260304050607_add_zip_to_users.sql"}},
        Convention{"20270101235959_users.sql", "", {"20270102000000_add_zip_to_users.sql"}},
        Convention{"1700000000_users.sql", "", {"1772600767_add_zip_to_users.sql"}},
        Convention{"20250101000000_users/migration.sql", "", {"20260304050607_add_zip_to_users/migration.sql"}},
        Convention{"2025-01-01-000000_users/up.sql", "", {"2026-03-04-050607_add_zip_to_users/up.sql"}},
        Convention{"20250101000000_users.sql",
                   "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n\n-- migrate:down\nDROP TABLE users;\n",
                   {"20260304050607_add_zip_to_users.sql"}},
        Convention{"00001_users.sql",
                   "-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n\n-- +goose Down\nDROP TABLE users;\n",
                   {"00002_add_zip_to_users.sql"}}));

TEST_F(DraftProject, FilesWithBothWaysHoldBoth) {
    folder_.write("migrations/20250101000000_users.sql",
                  "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;\n");
    write_module("app.py", "client.table('users').select('zip').execute()\n");
    EXPECT_THAT(drafted(), HasSubstr("-- migrate:up\n-- REVIEW: the type is a guess: nothing in the code tells it\n"
                                     "ALTER TABLE public.users ADD COLUMN zip text;\n\n-- migrate:down\n"
                                     "ALTER TABLE public.users DROP COLUMN zip;\n"));
}

TEST_F(DraftProject, WhatShowsNoVersionIsRefused) {
    folder_.write("migrations/users.sql", kUsers);
    write_module("app.py", "client.table('users').select('zip').execute()\n");
    EXPECT_EQ(run({"draft", "--write", "--schema", "migrations:migrations"}), 2);
    EXPECT_THAT(errors(), HasSubstr("the files show no versions"));
    folder_.write("migrations/meta/_journal.json", "{}");
    EXPECT_EQ(run({"draft", "--write", "--schema", "migrations:migrations"}), 2);
    EXPECT_THAT(errors(), HasSubstr("drizzle keeps a journal"));
}

TEST_F(DraftProject, AlembicGetsARevision) {
    folder_.write("alembic.ini", "[alembic]\nscript_location = alembic\n");
    folder_.write("alembic/env.py", "");
    folder_.write("alembic/versions/aaa_users.py",
                  "from alembic import op\nimport sqlalchemy as sa\nrevision = \"aaa\"\ndown_revision = None\n\n\n"
                  "def upgrade():\n    op.create_table(\"users\", sa.Column(\"id\", sa.BigInteger, primary_key=True))\n");
    folder_.write("rowtype.toml", "models = [\"models.py\"]\n");
    folder_.write("models.py",
                  "from typing import Literal\n\nfrom pydantic import BaseModel\n\n\n"
                  "class User(BaseModel):\n    id: int\n    kind: Literal[\":a\", \"b\\\\\"]\n");
    EXPECT_EQ(findings(), (std::multiset<std::string>{"stale-field"}));
    const std::string text = drafted();
    EXPECT_THAT(text, HasSubstr("_add_kind_to_users.py"));
    EXPECT_THAT(text, HasSubstr("down_revision = \"aaa\""));
    EXPECT_THAT(text, HasSubstr("    # REVIEW: a column that is NOT NULL without a default"));
    EXPECT_EQ(findings(), std::multiset<std::string>{}) << text << out();
}

}  // namespace
}  // namespace rowtype::cli
