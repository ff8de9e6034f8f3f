// Files applied over a catalog that came from elsewhere.
#include "reflect/migrations/pending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/migrations/collect.h"
#include "tests/reflect/migrations/read_sql.h"
#include "tests/support/paths.h"

namespace rowtype::migrations {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kBase =
    "CREATE TYPE mood AS ENUM ('sad', 'ok');\n"
    "CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, nick text, feeling mood);\n"
    "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users);\n"
    "CREATE VIEW nicks AS SELECT id, nick FROM users;\n";

catalog::Catalog over(const std::string& base, const std::vector<SqlFile>& files, std::vector<FileState> states = {}) {
    if (states.empty()) states.assign(files.size(), FileState::Pending);
    return catalog::Catalog(apply_pending(read_sql(base).data(), files, states));
}

// "users.nick in 2.sql:3"
std::vector<std::string> pending_of(const catalog::Catalog& catalog) {
    std::vector<std::string> lines;
    for (const catalog::PendingName& name : catalog.data().pending) {
        lines.push_back(name.relation.name + (name.column.empty() ? "" : "." + name.column) + " in " + name.file + ":" +
                        std::to_string(name.line));
    }
    return lines;
}

std::vector<std::string> removed_of(const catalog::Catalog& catalog) {
    std::vector<std::string> lines;
    for (const catalog::RemovedName& name : catalog.data().removed) {
        lines.push_back(name.relation.name + (name.column.empty() ? "" : "." + name.column) +
                        (name.renamed_to.empty() ? " dropped" : " now " + name.renamed_to) + " in " + name.file + ":" +
                        std::to_string(name.line));
    }
    return lines;
}

TEST(Pending, NamesThatFilesMakeSayWhere) {
    const catalog::Catalog catalog = over(kBase, {{"2.sql", "ALTER TABLE users\n  ADD COLUMN email text;"},
                                                  {"3.sql", "\nCREATE TABLE tags (id int,\n  label text);\n"}});
    EXPECT_THAT(pending_of(catalog),
                ElementsAre("tags in 3.sql:2", "tags.id in 3.sql:2", "tags.label in 3.sql:3", "users.email in 2.sql:2"));
    EXPECT_EQ(catalog.pending_in({"public", "users"}, "email"), "2.sql");
    EXPECT_EQ(catalog.pending_in({"public", "tags"}), "3.sql");
    EXPECT_EQ(catalog.pending_in({"public", "users"}), "");
    EXPECT_EQ(catalog.pending_in({"public", "users"}, "name"), "");
    EXPECT_THAT(removed_of(catalog), IsEmpty());
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Pending, WhatTheDatabaseHasAlreadyIsNotPending) {
    const catalog::Catalog catalog = over(
        kBase, {{"2.sql",
                 "CREATE TABLE IF NOT EXISTS users (id int, extra text); ALTER TABLE users ADD COLUMN IF NOT EXISTS nick text;"
                 "CREATE OR REPLACE VIEW nicks AS SELECT id, nick, name FROM users;"
                 "DROP TABLE orders; CREATE TABLE orders (id int PRIMARY KEY, user_id int, total int);"}});
    EXPECT_THAT(pending_of(catalog), ElementsAre("nicks.name in 2.sql:1", "orders.total in 2.sql:1"));
    EXPECT_THAT(removed_of(catalog), IsEmpty());
}

TEST(Pending, DroppedAndRenamedNamesSayWhere) {
    const catalog::Catalog catalog =
        over(kBase, {{"2.sql", "ALTER TABLE users DROP COLUMN nick CASCADE;\nALTER TABLE users RENAME COLUMN name TO full_name;"},
                     {"3.sql", "ALTER TABLE orders RENAME TO purchases;"}});
    EXPECT_THAT(removed_of(catalog), ElementsAre("nicks dropped in 2.sql:1", "orders now purchases in 3.sql:1",
                                                 "users.name now full_name in 2.sql:2", "users.nick dropped in 2.sql:1"));
    EXPECT_THAT(pending_of(catalog), ElementsAre("purchases in 3.sql:1", "users.full_name in 2.sql:2"))
        << "the columns of a renamed table are the database's";
    ASSERT_NE(catalog.find_removed("", "orders"), nullptr);
    EXPECT_EQ(catalog.find_removed("", "orders")->renamed_to, "purchases");
    EXPECT_EQ(catalog.find_removed("billing", "orders"), nullptr);
}

TEST(Pending, NamesAreFollowedToTheEnd) {
    const catalog::Catalog catalog =
        over(kBase, {{"2.sql", "ALTER TABLE users RENAME nick TO handle;\nALTER TABLE users RENAME name TO title;"},
                     {"3.sql", "ALTER TABLE users RENAME handle TO alias; ALTER TABLE users DROP title;"},
                     {"4.sql", "ALTER TABLE users RENAME TO people; ALTER TABLE orders ADD x int; ALTER TABLE orders DROP x;"}});
    EXPECT_THAT(removed_of(catalog), Contains("people.nick now alias in 2.sql:1").Times(1));
    EXPECT_THAT(removed_of(catalog), Contains("people.name dropped in 3.sql:1"));
    EXPECT_THAT(removed_of(catalog), Contains("users now people in 4.sql:1"));
    EXPECT_THAT(pending_of(catalog), ElementsAre("people in 4.sql:1", "people.alias in 3.sql:1"));
}

TEST(Pending, LateFilesOnlyAdd) {
    const catalog::Catalog catalog = over(
        kBase,
        {{"1.sql",
          "ALTER TABLE users ADD COLUMN email text; ALTER TABLE users DROP COLUMN nick CASCADE; DROP TABLE orders;"
          "ALTER TABLE users ALTER COLUMN name DROP NOT NULL; ALTER TYPE mood ADD VALUE 'fine'; CREATE TABLE tags (id int);"},
         {"2.sql", "SELECT 1;"},
         {"3.sql", "ALTER TABLE users ADD COLUMN age int;"}},
        {FileState::Late, FileState::Contained, FileState::Pending});
    EXPECT_THAT(columns_of(catalog, "users"), ElementsAre(HasSubstr("id integer"), "name text not null", "nick text",
                                                          "feeling mood", "email text", "age integer"));
    EXPECT_NE(catalog.find_relation("", "orders").relation, nullptr);
    EXPECT_THAT(catalog.find_type({"public", "mood"})->labels, ElementsAre("sad", "ok", "fine"));
    EXPECT_THAT(pending_of(catalog),
                ElementsAre("tags in 1.sql:1", "tags.id in 1.sql:1", "users.age in 3.sql:1", "users.email in 1.sql:1"));
    EXPECT_THAT(removed_of(catalog), IsEmpty());
}

TEST(Pending, WhatCannotBeEvaluatedIsUnknown) {
    const catalog::Catalog catalog = over(kBase, {{"2.sql", "DO $$ BEGIN EXECUTE 'ALTER TABLE users ADD ' || x; END $$;"}});
    EXPECT_FALSE(catalog.find_relation("", "users").relation->columns_complete);
    EXPECT_THAT(notes_of(catalog), Contains(HasSubstr("2.sql:1")));
    EXPECT_THAT(pending_of(catalog), IsEmpty());
}

TEST(Pending, PartitionsAndSequencesGoOn) {
    const catalog::Catalog catalog = over(
        "CREATE TABLE logs (id int, at date) PARTITION BY RANGE (at); CREATE TABLE logs_1 PARTITION OF logs DEFAULT;"
        "CREATE TABLE t (id serial);",
        {{"2.sql", "ALTER TABLE logs ADD who text; ALTER TABLE t RENAME TO old; CREATE TABLE t (id serial);"}});
    EXPECT_THAT(columns_of(catalog, "logs_1"), ElementsAre("id integer", "at date", "who text"));
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre(HasSubstr("t_id_seq1")));
    EXPECT_THAT(pending_of(catalog), Contains("logs_1.who in 2.sql:1"));
}

TEST(Pending, PlatformSchemasThatWereNotReadStayUnknown) {
    const catalog::Catalog catalog =
        over(kBase, {{"supabase/migrations/2.sql",
                      "CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner uuid REFERENCES auth.users,"
                      " by uuid DEFAULT auth.uid()); ALTER TABLE auth.users ADD COLUMN x int;"}});
    EXPECT_TRUE(catalog.find_relation("auth", "users").unknown);
    EXPECT_FALSE(catalog.has_schema("auth"));
    EXPECT_EQ(catalog.search_path(), std::vector<std::string>{"public"});
    EXPECT_THAT(constraints_of(catalog, "notes"), Contains(HasSubstr("fk notes_owner_fkey(owner) -> auth.users(id)")));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

// A snapshot of some schemas says nothing of the others, and a statement that mentions one of those makes it no better known.
TEST(Pending, SchemasThatWereNotReadAreUnknown) {
    catalog::CatalogData base;
    base.schemas = {"app"};
    const std::vector<SqlFile> files = {{"2.sql",
                                         "CREATE SCHEMA IF NOT EXISTS billing; CREATE TABLE billing.invoices (id int);"
                                         "CREATE SCHEMA fresh; CREATE TABLE t (id int); CREATE TABLE app.t (id int);"}};
    const catalog::Catalog catalog(apply_pending(base, files, {FileState::Pending}));
    EXPECT_TRUE(catalog.find_relation("billing", "payments").unknown);
    EXPECT_NE(catalog.find_relation("billing", "invoices").relation, nullptr);
    EXPECT_TRUE(catalog.find_relation("public", "users").unknown);
    EXPECT_FALSE(catalog.find_relation("fresh", "users").unknown) << "it is made here, so it holds nothing else";
    EXPECT_NE(catalog.find_relation("app", "t").relation, nullptr);
}

// A migration that is applied makes no other schema of it: models generated before stay current.
TEST(Pending, StateIsNoPartOfTheSchema) {
    const catalog::Catalog pending = over(kBase, {{"2.sql", "ALTER TABLE users ADD COLUMN email text;"}});
    const catalog::Catalog applied = read_sql(std::string(kBase) + "ALTER TABLE users ADD COLUMN email text;");
    EXPECT_EQ(pending.fingerprint(), applied.fingerprint());
    EXPECT_EQ(pending.relations(), applied.relations());
    EXPECT_NE(pending.data().pending, applied.data().pending);
}

// Wherever a project's migrations are cut in two, the first part as a catalog and the second over it give what all of them do.
TEST(Pending, AnyCutGivesTheWholeSchema) {
    const Result<std::vector<SqlFile>> files =
        collect_sql_files(testing::source_folder() + "/tests/projects/shop/supabase/migrations");
    ASSERT_TRUE(files.ok());
    ASSERT_GT(files->size(), 5U);
    const catalog::Catalog whole(read_migrations(*files).value().data);
    for (std::size_t cut = 1; cut < files->size(); ++cut) {
        const std::vector<SqlFile> first(files->begin(), files->begin() + static_cast<std::ptrdiff_t>(cut));
        std::vector<FileState> states(files->size(), FileState::Pending);
        std::fill_n(states.begin(), cut, FileState::Contained);
        const catalog::Catalog base(read_migrations(first).value().data);
        const catalog::Catalog joined(apply_pending(base.data(), *files, states));
        EXPECT_EQ(joined.schemas(), whole.schemas()) << cut;
        std::vector<std::string> incomplete = joined.data().incomplete_schemas;
        if (!base.has_schema("billing")) std::erase(incomplete, "billing");  // made IF NOT EXISTS: it may be there, unread
        EXPECT_EQ(incomplete, whole.data().incomplete_schemas) << cut;
        EXPECT_EQ(joined.types(), whole.types()) << cut;
        EXPECT_EQ(joined.functions(), whole.functions()) << cut;
        ASSERT_EQ(joined.relations().size(), whole.relations().size()) << cut;
        for (std::size_t index = 0; index < whole.relations().size(); ++index) {
            EXPECT_EQ(joined.relations()[index], whole.relations()[index]) << cut << " " << whole.relations()[index].name.name;
        }
        EXPECT_THAT(joined.data().pending, Not(IsEmpty())) << cut;
    }
}

// "function f in 2.sql:3", "label mood.new in 2.sql:3", and what they were.
std::vector<std::string> pending_objects_of(const catalog::Catalog& catalog) {
    std::vector<std::string> lines;
    const auto name = [](const auto& object) {
        return object.kind == catalog::PendingKind::Function ? "function " + object.name.name
                                                             : "label " + object.name.name + "." + object.label;
    };
    for (const catalog::PendingObject& object : catalog.data().pending_objects)
        lines.push_back(name(object) + " in " + object.file + ":" + std::to_string(object.line));
    for (const catalog::RemovedObject& object : catalog.data().removed_objects)
        lines.push_back(name(object) + (object.renamed_to.empty() ? " dropped" : " now " + object.renamed_to) + " in " +
                        object.file + ":" + std::to_string(object.line));
    return lines;
}

constexpr const char* kFunctions =
    "CREATE FUNCTION old() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    "CREATE FUNCTION kept(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    "CREATE FUNCTION moved() RETURNS int LANGUAGE sql AS 'SELECT 1';\n";

TEST(Pending, FunctionsThatFilesMakeOrDropSayWhere) {
    const catalog::Catalog catalog =
        over(std::string(kBase) + kFunctions,
             {{"2.sql",
               "CREATE FUNCTION fresh() RETURNS int LANGUAGE sql AS 'SELECT 1';\nDROP FUNCTION old();\n"
               "CREATE OR REPLACE FUNCTION kept(a int) RETURNS int LANGUAGE sql AS 'SELECT 2';\n"
               "ALTER FUNCTION moved() RENAME TO there;\nDROP FUNCTION kept(a int);\n"
               "CREATE FUNCTION kept(b text) RETURNS int LANGUAGE sql AS 'SELECT 2';"}});
    EXPECT_THAT(pending_objects_of(catalog),
                ElementsAre("function fresh in 2.sql:1", "function there in 2.sql:4", "function moved now there in 2.sql:4",
                            "function old dropped in 2.sql:2"));
    EXPECT_EQ(catalog.find_pending_function({"public", "fresh"})->file, "2.sql");
    EXPECT_EQ(catalog.find_pending_function({"public", "kept"}), nullptr);
    EXPECT_EQ(catalog.find_removed_function("", "old")->line, 2U);
    EXPECT_EQ(catalog.find_removed_function("public", "moved")->renamed_to, "there");
    EXPECT_EQ(catalog.find_removed_function("", "fresh"), nullptr);
}

TEST(Pending, LabelsThatFilesMakeOrRenameSayWhere) {
    const catalog::Catalog catalog =
        over(kBase, {{"2.sql",
                      "ALTER TYPE mood ADD VALUE 'happy';\nALTER TYPE mood RENAME VALUE 'sad' TO 'low';\n"
                      "CREATE TYPE size AS ENUM ('s');\n"}});
    EXPECT_THAT(pending_objects_of(catalog), ElementsAre("label mood.happy in 2.sql:1", "label mood.low in 2.sql:2",
                                                         "label size.s in 2.sql:3", "label mood.sad now low in 2.sql:2"));
    EXPECT_EQ(catalog.find_pending_label({"public", "mood"}, "happy")->file, "2.sql");
    EXPECT_EQ(catalog.find_pending_label({"public", "mood"}, "ok"), nullptr);
    EXPECT_EQ(catalog.find_removed_label({"public", "mood"}, "sad")->renamed_to, "low");
    EXPECT_EQ(catalog.find_type({"public", "mood"})->labels, (std::vector<std::string>{"low", "ok", "happy"}));
}

TEST(Pending, LateFilesMarkTheirObjectsToo) {
    const catalog::Catalog catalog =
        over(kBase, {{"1.sql", "ALTER TYPE mood ADD VALUE 'late';"}, {"2.sql", "CREATE TABLE x (id int);"}},
             {FileState::Late, FileState::Pending});
    EXPECT_THAT(pending_objects_of(catalog), ElementsAre("label mood.late in 1.sql:1"));
}

}  // namespace
}  // namespace rowtype::migrations
