// GRANT, REVOKE, ALTER DEFAULT PRIVILEGES, owners, and what of it may be relied on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "anon=ar" as aclitem has it, with "(column)" behind a column's; PUBLIC is the empty role.
std::vector<std::string> print(const std::vector<catalog::Grant>& grants) {
    constexpr std::string_view kLetters = "rawdDxtXUCm";
    std::vector<std::string> lines;
    for (const catalog::Grant& grant : grants) {
        std::string line = (grant.role == catalog::kPublicRole ? "" : grant.role) + "=";
        for (std::size_t bit = 0; bit < kLetters.size(); ++bit) {
            if ((grant.privileges.bits() & (1U << bit)) != 0) line += kLetters[bit];
        }
        lines.push_back(line + (grant.column.empty() ? "" : "(" + grant.column + ")"));
    }
    return lines;
}

std::vector<std::string> grants_on(const catalog::Catalog& catalog, std::string_view table) {
    const catalog::Relation* relation = catalog.find_relation("public", table).relation;
    return relation == nullptr ? std::vector<std::string>{"no such relation"} : print(relation->grants);
}

std::vector<std::string> grants_on_schema(const catalog::Catalog& catalog, std::string_view schema) {
    for (const catalog::SchemaPrivileges& privileges : catalog.data().schema_privileges) {
        if (privileges.schema == schema) return print(privileges.grants);
    }
    return {};
}

catalog::Catalog read_supabase(std::string_view sql, bool exposes = true) {
    Options options;
    options.platform = Platform::Supabase;
    options.exposes_new_objects = exposes;
    return catalog::Catalog(read_migrations({{"schema.sql", std::string(sql)}}, options).value().data);
}

TEST(Access, GrantsOnTablesAndColumns) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, b int, c int); CREATE VIEW v AS SELECT a FROM t;
        GRANT SELECT, INSERT (a, b), UPDATE ON t TO app, PUBLIC; GRANT ALL PRIVILEGES ON TABLE v TO app WITH GRANT OPTION;
        REVOKE UPDATE ON t FROM app; REVOKE INSERT (b) ON t FROM PUBLIC; REVOKE GRANT OPTION FOR SELECT ON v FROM app;
        GRANT ALL (c) ON t TO other; ALTER TABLE t RENAME c TO d; ALTER TABLE t DROP COLUMN b)");
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("app=r", "=rw", "app=a(a)", "=a(a)", "other=rawx(d)"));
    EXPECT_THAT(grants_on(catalog, "v"), ElementsAre("app=rawdDxt"));
}

TEST(Access, WhatIsRevokedOfTheTableIsRevokedOfItsColumns) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int, b int); GRANT SELECT (a), UPDATE (b), INSERT ON t TO app; REVOKE SELECT, UPDATE ON t FROM app");
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("app=a"));
}

TEST(Access, AllInSchemaMeansThoseThatAreThere) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a serial); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA other;
        GRANT SELECT ON ALL TABLES IN SCHEMA public, other TO app; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO app;
        REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC; CREATE TABLE u (a int); GRANT USAGE, CREATE ON SCHEMA other TO app;
        REVOKE ALL ON SCHEMA public FROM PUBLIC)");
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("app=r"));
    EXPECT_THAT(grants_on(catalog, "u"), IsEmpty());
    EXPECT_THAT(print(catalog.find_sequence({"public", "t_a_seq"})->grants), ElementsAre("app=U"));
    EXPECT_THAT(print(catalog.functions().front().grants), IsEmpty());
    EXPECT_THAT(grants_on_schema(catalog, "other"), ElementsAre("app=UC"));
    EXPECT_THAT(grants_on_schema(catalog, "public"), IsEmpty());
}

TEST(Access, FunctionsAndSequencesByName) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE SEQUENCE s; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int) TO app;
        GRANT SELECT ON s TO app; GRANT ALL ON SEQUENCE s TO other)");
    EXPECT_THAT(print(catalog.functions()[0].grants), ElementsAre("app=X"));
    EXPECT_THAT(print(catalog.functions()[1].grants), ElementsAre("=X"));
    EXPECT_THAT(print(catalog.find_sequence({"public", "s"})->grants), ElementsAre("app=r", "other=rwU"));
}

TEST(Access, DefaultPrivilegesReachWhatIsMadeLater) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE before (a int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO app; CREATE SCHEMA other; CREATE TABLE other.t (a int);
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; ALTER DEFAULT PRIVILEGES FOR ROLE someone GRANT ALL ON TABLES TO app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE INSERT ON TABLES FROM app; CREATE TABLE u (a int))");
    EXPECT_THAT(grants_on(catalog, "before"), IsEmpty());
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("app=ra"));
    EXPECT_THAT(grants_on(catalog, "v"), ElementsAre("app=ra"));
    EXPECT_THAT(grants_on(catalog, "u"), ElementsAre("app=r"));
    EXPECT_THAT(print(catalog.find_relation("other", "t").relation->grants), ElementsAre("app=r"));
    EXPECT_THAT(print(catalog.functions().front().grants), IsEmpty());
    const std::vector<catalog::DefaultPrivileges>& defaults = catalog.data().default_privileges;
    ASSERT_EQ(defaults.size(), 3U);
    EXPECT_EQ(defaults[0].objects, catalog::ObjectClass::Relations);
    EXPECT_EQ(defaults[1].objects, catalog::ObjectClass::Functions);
    EXPECT_THAT(defaults[1].grants, IsEmpty());
    EXPECT_EQ(defaults[2].owner, "someone");
}

TEST(Access, OwnersHaveNoGrants) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a serial); GRANT ALL ON t TO CURRENT_USER; GRANT SELECT ON t TO app, boss; GRANT USAGE ON SEQUENCE t_a_seq TO boss;
        ALTER TABLE t OWNER TO boss; SET ROLE builder; CREATE TABLE u (a int); GRANT SELECT ON u TO builder; RESET ROLE;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO boss; ALTER FUNCTION f() OWNER TO boss)");
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("app=r"));
    EXPECT_THAT(grants_on(catalog, "u"), IsEmpty());
    EXPECT_THAT(print(catalog.find_sequence({"public", "t_a_seq"})->grants), IsEmpty());
    EXPECT_THAT(print(catalog.functions().front().grants), ElementsAre("=X"));
}

// On a server of one's own, an administrator grants to roles that no file names.
TEST(Access, FilesAloneDoNotSayItAll) {
    EXPECT_FALSE(read_sql("CREATE TABLE t (a int); GRANT SELECT ON t TO app").data().access_known);
}

TEST(Access, SupabaseGrantsToItsRoles) {
    const catalog::Catalog catalog = read_supabase(R"(
        CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY); CREATE TABLE u (a int); REVOKE ALL ON u FROM anon, postgres;
        CREATE SCHEMA app; CREATE TABLE app.v (a int); GRANT SELECT ON t TO postgres, supabase_admin;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC, anon)");
    EXPECT_TRUE(catalog.data().access_known);
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("anon=rawdDxt", "authenticated=rawdDxt", "service_role=rawdDxt"));
    EXPECT_THAT(grants_on(catalog, "u"), ElementsAre("authenticated=rawdDxt", "service_role=rawdDxt"));
    EXPECT_THAT(print(catalog.find_relation("app", "v").relation->grants), IsEmpty());
    EXPECT_THAT(print(catalog.find_sequence({"public", "t_id_seq"})->grants),
                ElementsAre("anon=rwU", "authenticated=rwU", "service_role=rwU"));
    EXPECT_THAT(grants_on_schema(catalog, "public"), ElementsAre("anon=U", "authenticated=U", "=U", "service_role=U"));
    EXPECT_THAT(grants_on_schema(catalog, "app"), IsEmpty());
    EXPECT_TRUE(catalog.is_incomplete("auth")) << "who may use it is not known";
    EXPECT_EQ(catalog.data().default_privileges.front().owner, "postgres");
    const catalog::Function& f = *catalog.find_functions("public", "f").at(0);
    EXPECT_THAT(print(f.grants), ElementsAre("authenticated=X", "service_role=X"));
}

TEST(Access, SupabaseProjectsThatExposeNothingByThemselves) {
    const catalog::Catalog catalog = read_supabase("CREATE TABLE t (a int); GRANT SELECT ON t TO anon", false);
    EXPECT_TRUE(catalog.data().access_known);
    EXPECT_THAT(grants_on(catalog, "t"), ElementsAre("anon=rDxt", "authenticated=Dxt", "service_role=Dxt"));
}

TEST(Access, WhatIsNotReadLeavesItUnknown) {
    for (const std::string_view statement :
         {"GRANT SELECT ON t TO {{ role }};", "DO $$ BEGIN EXECUTE 'GRANT ALL ON ' || x || ' TO anon'; END $$;",
          "GRANT app TO anon;", "CREATE POLICY p ON ${table} USING (true);",
          "DO $$ BEGIN EXECUTE format('DROP POLICY %I ON t', x); END $$;",
          "DO $$ BEGIN IF random() > 0.5 THEN REVOKE ALL ON t FROM anon; END IF; END $$;",
          "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || x || ' DISABLE ROW LEVEL SECURITY'; END $$;", "\\i missing.sql"}) {
        const catalog::Catalog catalog = read_supabase("CREATE TABLE t (a int); " + std::string(statement));
        EXPECT_FALSE(catalog.data().access_known) << statement;
    }
    EXPECT_TRUE(
        read_supabase("GRANT anon TO authenticator; CREATE TABLE t (a int); COMMENT ON TABLE t IS 'GRANT'").data().access_known);
}

TEST(Access, GuardsInBlocksAreTakenToHold) {
    const catalog::Catalog catalog = read_supabase(R"(CREATE TABLE t (a int); REVOKE ALL ON t FROM anon;
        DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN GRANT SELECT ON t TO anon; END IF; END $$)");
    EXPECT_TRUE(catalog.data().access_known);
    EXPECT_EQ(grants_on(catalog, "t").front(), "anon=r");
}

// The schema public is nobody's who runs migrations: pg_database_owner has it.
TEST(Access, WhoRunsTheMigrationsMayBeGrantedOnThePublicSchema) {
    const catalog::Catalog catalog = read_supabase(
        "GRANT USAGE ON SCHEMA public TO postgres; CREATE SCHEMA mine; GRANT USAGE ON SCHEMA mine TO postgres, anon");
    EXPECT_THAT(grants_on_schema(catalog, "public"), testing::Contains("postgres=U"));
    EXPECT_THAT(grants_on_schema(catalog, "mine"), ElementsAre("anon=U"));
}

}  // namespace
}  // namespace rowtype::migrations
