// What cannot be evaluated is unknown, never absent, and never loses the rest of the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Unknown, ABrokenStatementDoesNotLoseTheRest) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE a (x int);\nCREATE TABLE b (x int,);\nCREATE TABLE c (x int);");
    EXPECT_THAT(columns_of(catalog, "a"), ElementsAre("x integer"));
    EXPECT_THAT(columns_of(catalog, "c"), ElementsAre("x integer"));
    const catalog::Relation* broken = catalog.find_relation("public", "b").relation;
    ASSERT_NE(broken, nullptr);
    EXPECT_FALSE(broken->columns_complete);
    EXPECT_THAT(notes_of(catalog),
                ElementsAre(HasSubstr("schema.sql:2: this statement is not understood (syntax error at or near \")\")")));
}

// Nothing else says that a name is there, so it must not be reported as absent.
TEST(Unknown, StatementsWhoseFirstWordsAreNoSql) {
    for (const std::string_view statement :
         {"create tabel newt(a int);", "craete table newt (a int);", "creat table if not exists newt (a int);",
          "create materialised view newt as select 1;", "frobnicate newt (a int);", "create gizmo app.newt;",
          "create unloged table newt (a int);", "selct 1 as a into newt;", "select 1 a b into newt from c;"}) {
        const catalog::Catalog catalog = read_sql("CREATE SCHEMA app;\n\n" + std::string(statement));
        const bool in_app = statement.find("app.") != std::string_view::npos;
        const catalog::Relation* relation = catalog.find_relation(in_app ? "app" : "public", "newt").relation;
        ASSERT_NE(relation, nullptr) << statement;
        EXPECT_FALSE(relation->columns_complete) << statement;
        EXPECT_EQ(catalog.find_relation("public", "tabel").relation, nullptr) << statement;
        EXPECT_FALSE(catalog.is_incomplete("public")) << statement;
        EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("schema.sql:3: this statement is not understood"))) << statement;
    }
}

// The tables were made elsewhere; those of whoever makes one are made here.
TEST(Unknown, TablesOfFunctionsThatComeWithoutAny) {
    const std::string function =
        "CREATE FUNCTION clear(id uuid) RETURNS void LANGUAGE plpgsql AS $$\n"
        "DECLARE own int; at timestamptz;\n"
        "BEGIN\n"
        "  SELECT u.number INTO own FROM users u JOIN public.teams ON true WHERE u.id = id FOR UPDATE;\n"
        "  WITH old AS (SELECT extract(year FROM at) FROM unnest(ARRAY[1])) DELETE FROM logs WHERE EXISTS (SELECT 1 FROM old);\n"
        "  CREATE TEMP TABLE IF NOT EXISTS draft (a int);\n"
        "  INSERT INTO draft VALUES (1);\n"
        "  INSERT INTO \"Notes\" (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2;\n"
        "  UPDATE items AS i SET a = 1 WHERE i.a IS DISTINCT FROM own;\n"
        "  DELETE FROM auth.users;\n"
        "END $$;";
    const catalog::Catalog catalog = read_sql(function);
    std::vector<std::string> names;
    for (const catalog::Relation& relation : catalog.relations()) names.push_back(relation.name.to_string());
    EXPECT_THAT(names, ElementsAre("public.Notes", "public.items", "public.logs", "public.teams", "public.users"));
    EXPECT_TRUE(catalog.is_incomplete("public"));
    EXPECT_THAT(notes_of(catalog), Contains(HasSubstr("no file creates public.users, which this statement uses")));

    const catalog::Catalog whole = read_sql(function + " CREATE TABLE t (a int);");
    EXPECT_EQ(whole.find_relation("public", "users").relation, nullptr);
    EXPECT_FALSE(whole.is_incomplete("public"));
    EXPECT_FALSE(read_sql("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'").is_incomplete("public"));
}

TEST(Unknown, AStatementThatNamesATableInAnUnknownWayMarksItsColumns) {
    for (const std::string_view statement : {"altr table t add column b int;", "alter tabel t add b int;", "widen t by b;",
                                             "drop table t t;", "drop table if exists t restrict restrict;"}) {
        const catalog::Catalog catalog = read_sql("CREATE TABLE t (a int); CREATE TABLE u (a int);" + std::string(statement));
        EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete) << statement;
        EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete) << statement;
        EXPECT_EQ(catalog.notes().size(), 1U) << statement;
    }
}

TEST(Unknown, EveryStatementThatDoesNotParseLeavesANote) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int);\nCREATE INDEX ON t (a b c);\nCOMENT ON t;\n"
        "ALTER TABLE t ADD CONSTRAINT c CHEK (a > 1);\nSET a b c;");
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("schema.sql:2: "), HasSubstr("schema.sql:3: "),
                                               HasSubstr("schema.sql:4: "), HasSubstr("schema.sql:5: ")));
}

// Nobody has seen them made, so they are not told as existing.
TEST(Unknown, RelationsThatAreOnlyNamedArePresumed) {
    for (const std::string_view statement : {"create tabel worse (a int);", "not worse;", "alter table worse add z int;",
                                             "create table t (a int references worse (id));",
                                             "do $$ begin if x > 1 then create table worse (a int); end if; end $$;"}) {
        const catalog::Catalog presumed = read_sql(statement);
        ASSERT_NE(presumed.find_relation("public", "worse").relation, nullptr) << statement;
        EXPECT_TRUE(presumed.find_relation("public", "worse").relation->presumed) << statement;
        const catalog::Catalog made = read_sql(std::string(statement) + "create table worse (b int);");
        EXPECT_FALSE(made.find_relation("public", "worse").relation->presumed) << statement;
    }
}

TEST(Unknown, OfProseAnythingMayBeMeant) {
    const catalog::Catalog catalog = read_sql("These tables are made by the deployment tool of another team;");
    EXPECT_TRUE(catalog.find_relation("public", "anything").unknown);
    EXPECT_EQ(catalog.relations().size(), 0U);
}

TEST(Unknown, ALaterDefinitionEndsWhatABrokenOneLeftOpen) {
    const catalog::Catalog catalog = read_sql("create tabel t(a int); CREATE TABLE t (a int, b int);");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_EQ(catalog.notes().size(), 1U);
    const catalog::Catalog guarded = read_sql("create tabel t(a int); CREATE TABLE IF NOT EXISTS t (a int);");
    EXPECT_FALSE(guarded.find_relation("public", "t").relation->columns_complete);
}

TEST(Unknown, AnOpenParenthesisOrQuoteDoesNotLoseTheRest) {
    const catalog::Catalog parenthesis = read_sql("CREATE TABLE a (x int;\nCREATE TABLE b (x int);\nCREATE TABLE c (y int);");
    EXPECT_THAT(columns_of(parenthesis, "c"), ElementsAre("y integer"));
    EXPECT_FALSE(parenthesis.find_relation("public", "a").relation->columns_complete);
    const catalog::Catalog quote = read_sql("CREATE TABLE a (x text DEFAULT 'open);\nCREATE TABLE b (y int);");
    EXPECT_THAT(columns_of(quote, "b"), ElementsAre("y integer"));
    EXPECT_FALSE(quote.find_relation("public", "a").relation->columns_complete);
}

TEST(Unknown, TemplatesMarkWhatTheyName) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int); CREATE TABLE u (a int);
        ALTER TABLE t ADD COLUMN {{ name }} int;
        GRANT SELECT ON {{ table }} TO {{ role }};
        INSERT INTO ${schema}.t VALUES (1);
        CREATE POLICY p ON ${table} USING (true);)");
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete);
    EXPECT_THAT(catalog.data().incomplete_schemas, IsEmpty());
    EXPECT_EQ(catalog.notes().size(), 3U) << "the INSERT changes no schema";

    for (const std::string_view create : {"CREATE TABLE ${schema}.items (id int);", "CREATE TABLE :schema.items (id int);",
                                          "CREATE TABLE {{prefix}}items (id int);", "CREATE TABLE app_${env} (id int);"}) {
        const catalog::Catalog templated = read_sql(create);
        EXPECT_TRUE(templated.find_relation("public", "anything").unknown) << create;
        EXPECT_EQ(templated.notes().size(), 1U) << create;
    }
}

TEST(Unknown, AColumnThatAConditionMayHaveChangedIsNotWhatItWas) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int NOT NULL, b int, c int, d int CHECK (d > 0));
        DO $$ BEGIN
            IF random() > 0.5 THEN
                ALTER TABLE t ALTER COLUMN a TYPE bigint, ADD COLUMN e int, ALTER c SET NOT NULL;
                ALTER TABLE t DROP CONSTRAINT t_d_check;
            END IF;
        END $$;)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a ? not null", "b integer", "c integer null?", "d integer"));
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_THAT(constraints_of(catalog, "t"), IsEmpty());
}

TEST(Unknown, AnEnumThatMayHaveGotALabelHasNoneThatAreKnown) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE mood AS ENUM ('happy'); CREATE TYPE size AS ENUM ('s');
        CREATE TABLE t (a mood, b size);
        ALTER TYPE mood ADD VALUE {{ label }};)");
    EXPECT_EQ(catalog.find_type({"public", "mood"})->kind, catalog::TypeKind::Other);
    EXPECT_EQ(catalog.find_type({"public", "size"})->kind, catalog::TypeKind::Enum);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a mood", "b size"));
}

TEST(Unknown, AFunctionOfATriggerIsNothingThatAnyoneCalls) {
    const catalog::Catalog trigger =
        read_sql("CREATE FUNCTION {{ name }}() RETURNS trigger AS $$ BEGIN END $$ LANGUAGE plpgsql;");
    EXPECT_FALSE(trigger.is_incomplete("public"));
    const catalog::Catalog other = read_sql("CREATE FUNCTION {{ name }}() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;");
    EXPECT_TRUE(other.find_relation("public", "anything").unknown);
}

TEST(Unknown, SyntaxOfANewerPostgresThatIsNotRead) {
    const catalog::Catalog catalog =
        read_sql("CREATE TABLE t (a int); ALTER TABLE t SPLIT PARTITION p INTO (PARTITION q DEFAULT);");
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_EQ(catalog.notes().size(), 1U);
}

TEST(Unknown, ImportedForeignSchemas) {
    const catalog::Catalog catalog = read_sql("CREATE SCHEMA far; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO far");
    EXPECT_TRUE(catalog.find_relation("far", "anything").unknown);
    EXPECT_FALSE(catalog.find_relation("public", "anything").unknown);
}

TEST(Unknown, ExtensionsBringTypesAndViews) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE EXTENSION vector; CREATE EXTENSION IF NOT EXISTS pg_stat_statements; CREATE EXTENSION hstore;
        CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pg_cron;
        CREATE TABLE t (v vector(1536), h hstore, g geometry(Point, 4326)))");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("v vector(1536)", "h hstore", "g ?"));
    EXPECT_EQ(catalog.find_type({"public", "vector"})->extension, "vector");
    const catalog::Relation* view = catalog.find_relation("public", "pg_stat_statements").relation;
    ASSERT_NE(view, nullptr);
    EXPECT_FALSE(view->columns_complete);
    EXPECT_TRUE(catalog.find_relation("cron", "job").unknown);
    EXPECT_FALSE(catalog.is_incomplete("public"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Unknown, AnExtensionThatIsNotKnownMayHaveMadeAnything) {
    const catalog::Catalog catalog = read_sql("CREATE EXTENSION nobody_knows");
    EXPECT_TRUE(catalog.find_relation("public", "anything").unknown);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("the extension nobody_knows")));
}

TEST(Unknown, ASchemaThatNoFileCreatesMayHoldMore) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE billing.invoices (id int)");
    EXPECT_NE(catalog.find_relation("billing", "invoices").relation, nullptr);
    EXPECT_TRUE(catalog.find_relation("billing", "other").unknown);
}

TEST(Unknown, ForeignKeysToTablesWithoutKnownKeysAreLeftOut) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE t (a int REFERENCES ghost, b int REFERENCES ghost (id))");
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("fk t_b_fkey(b) -> public.ghost(id)"));
    EXPECT_EQ(catalog.notes().size(), 2U);
}

TEST(Unknown, HostileTextsDoNotHurt) {
    std::string deep = "CREATE VIEW v AS SELECT 1";
    for (int count = 0; count < 30'000; ++count) deep += "+1";
    for (const std::string& text :
         {deep, std::string(1000, '('), std::string(1000, ';'), std::string("\0\0;\0", 4), std::string("\\"), std::string("\\i"),
          std::string("COPY t FROM stdin"), std::string("'"), std::string("$$"), std::string("/*"), std::string("DO"),
          std::string("\xff\xfe CREATE TABLE x (y int);")}) {
        const catalog::Catalog catalog = read_sql(text + "\n;\nCREATE TABLE after_all (a int);\n");
        EXPECT_GE(catalog.schemas().size(), 1U);
    }
}

}  // namespace
}  // namespace rowtype::migrations
