// The same SQL, read by PostgreSQL and by reflect/migrations without one, must give the same catalog.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "reflect/diff/expression.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/migrations.h"
#include "reflect/migrations/view_columns.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;

// What the two sources cannot agree on, and why:
// - Expression texts: PostgreSQL prints its parsed form (casts written out, names qualified), a file holds what its author
//   wrote. Where the two say the same, they are made equal.
// - Definitions of views: likewise; what follows from them is compared.
// - Collations of expressions in views: those of columns that a view passes on are told, others are not.
// - Base types and multiranges (TypeKind::Other), and whatever an extension owns: not written in a file.
// - Notes, server version, whether privileges are known: of one source each.
// - Who runs the migrations: a file does not say, a server does.
void leave_out_what_one_side_tells(CatalogData& data, const std::vector<std::string>& schemas, const std::string& user) {
    const auto elsewhere = [&](const auto& object) {
        return !object.extension.empty() || std::ranges::find(schemas, object.name.schema) == schemas.end();
    };
    std::erase_if(data.relations, elsewhere);
    std::erase_if(data.types, elsewhere);
    std::erase_if(data.functions, elsewhere);
    std::erase_if(data.sequences, elsewhere);
    std::erase_if(data.types, [](const TypeDefinition& type) { return type.kind == TypeKind::Other; });
    std::erase_if(data.schema_privileges, [&](const SchemaPrivileges& privileges) {
        return std::ranges::find(schemas, privileges.schema) == schemas.end();
    });
    for (DefaultPrivileges& privileges : data.default_privileges) {
        if (privileges.owner == user || privileges.owner == "postgres") privileges.owner.clear();
    }
    for (Relation& relation : data.relations) relation.definition.clear();
    data.schemas = schemas;
    data.incomplete_schemas.clear();
    data.search_path.clear();
    data.notes.clear();
    data.server_version = 0;
    data.access_known = true;
}

void align(const std::string& server, std::string& files) {
    if (diff::same_expression(server, files)) files = server;
}

void align(const std::optional<std::string>& server, std::optional<std::string>& files) {
    if (server && files) align(*server, *files);
}

void align(const std::vector<std::string>& server, std::vector<std::string>& files) {
    for (std::size_t index = 0; index < std::min(server.size(), files.size()); ++index) align(server[index], files[index]);
}

template <class Object, class Align>
void align_named(const std::vector<Object>& server, std::vector<Object>& files, const Align& align_object) {
    for (Object& object : files) {
        const auto same = std::ranges::find(server, object.name, &Object::name);
        if (same != server.end()) align_object(*same, object);
    }
}

void align_relation(const Relation& server, Relation& files) {
    align_named(server.columns, files.columns, [&](const Column& one, Column& other) {
        align(one.default_expression, other.default_expression);
        align(one.generated_expression, other.generated_expression);
        if (files.is_view() && other.collation.empty()) other.collation = one.collation;
    });
    align_named(server.checks, files.checks, [](const Check& one, Check& other) { align(one.expression, other.expression); });
    align_named(server.exclusions, files.exclusions, [](const Exclusion& one, Exclusion& other) {
        align(one.elements, other.elements);
        align(one.predicate, other.predicate);
    });
    align_named(server.indexes, files.indexes, [](const Index& one, Index& other) {
        align(one.expressions, other.expressions);
        align(one.predicate, other.predicate);
    });
    align_named(server.policies, files.policies, [](const Policy& one, Policy& other) {
        align(one.using_expression, other.using_expression);
        align(one.check_expression, other.check_expression);
    });
}

void align_catalogs(const CatalogData& server, CatalogData& files) {
    align_named(server.relations, files.relations, align_relation);
    align_named(server.types, files.types, [](const TypeDefinition& one, TypeDefinition& other) {
        align(one.default_expression, other.default_expression);
        align_named(one.checks, other.checks, [](const Check& left, Check& right) { align(left.expression, right.expression); });
    });
    for (Function& function : files.functions) {
        for (const Function& other : server.functions) {
            if (other.name != function.name || other.arguments.size() != function.arguments.size()) continue;
            for (std::size_t index = 0; index < other.arguments.size(); ++index) {
                align(other.arguments[index].default_expression, function.arguments[index].default_expression);
            }
        }
    }
}

// The lines of a snapshot, each behind the name of the object that it stands in, but for those that name something allowed.
std::vector<std::string> lines_of(const CatalogData& data, const std::vector<std::string>& allowed) {
    std::vector<std::string> lines;
    std::string object;
    std::istringstream text(snapshot::write_snapshot(Catalog(data)));
    for (std::string line; std::getline(text, line);) {
        if (line.ends_with(',')) line.pop_back();
        if (line.find("\"name\": ") < 8) object = line;
        const std::string whole = object == line ? line : object + line;
        const bool is_allowed = std::ranges::any_of(
            allowed, [&](const std::string& name) { return whole.find("\"" + name + "\"") != std::string::npos; });
        if (!is_allowed) lines.push_back(whole);
    }
    std::ranges::sort(lines);
    return lines;
}

void expect_same(const CatalogData& server, const CatalogData& files, const std::vector<std::string>& allowed) {
    const std::vector<std::string> of_server = lines_of(server, allowed);
    const std::vector<std::string> of_files = lines_of(files, allowed);
    std::vector<std::string> missing;
    std::vector<std::string> invented;
    std::ranges::set_difference(of_server, of_files, std::back_inserter(missing));
    std::ranges::set_difference(of_files, of_server, std::back_inserter(invented));
    for (const std::string& line : missing) ADD_FAILURE() << "only in PostgreSQL: " << line;
    for (const std::string& line : invented) ADD_FAILURE() << "only in the files:  " << line;
}

struct Sources {
    std::string path;                  // a file, or a folder of them
    std::string prologue;              // what the server has before
    std::vector<std::string> schemas;  // those that the files make; the platform's own are not compared
    // Where the two differ all the same, by the name of the object or of its part, each for a reason.
    std::vector<std::string> allowed = {};
};

// psql's \if: what needs a newer server than this one is no part of the files.
std::string text_for_server(const std::string& text, int major) {
    std::string kept;
    bool leaves_out = false;
    bool is_open = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const bool begins = line.starts_with("\\if :since_");
        if (begins) {
            leaves_out = std::stoi(line.substr(11)) > major;
            is_open = true;
        }
        const bool ends = is_open && line.starts_with("\\endif");
        if (!leaves_out && !begins && !ends) kept += line;
        kept += "\n";
        if (ends) leaves_out = is_open = false;
    }
    return kept;
}

void expect_same_catalogs(const Sources& sources) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("migrations");
    server.execute(url, sources.prologue);
    const int major = std::stoi(server.execute(url, "SELECT current_setting('server_version_num')::int / 10000"));
    std::vector<migrations::SqlFile> files = migrations::collect_sql_files(sources.path).value();
    const bool is_folder = std::filesystem::is_directory(sources.path);
    for (migrations::SqlFile& file : files) {
        if (is_folder || file.path == sources.path) server.execute_file(url, file.path);
        file.text = text_for_server(file.text, major);
    }
    CatalogData of_server = catalog_of(url, sources.schemas);
    EXPECT_GT(of_server.relations.size(), 9U);
    migrations::infer_view_columns(of_server);  // what the files prove of their queries, of the server's definitions
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(files);
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    CatalogData of_files = std::move(read.value().data);
    for (const Note& note : of_files.notes) ADD_FAILURE() << note.file << ":" << note.line << ": " << note.message;
    leave_out_what_one_side_tells(of_server, sources.schemas, server.user());
    leave_out_what_one_side_tells(of_files, sources.schemas, server.user());
    align_catalogs(of_server, of_files);
    expect_same(of_server, of_files, sources.allowed);
}

const std::string kFolder = testing::source_folder() + "/tests/reflect/postgres/";

TEST(MigrationsAgainstServer, RichSchema) { expect_same_catalogs({kFolder + "rich.sql", "", {"Odd Schema", "app", "public"}}); }

TEST(MigrationsAgainstServer, MembersOfEverything) {
    constexpr const char* kRoles = R"(
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rowtype_reader') THEN
                CREATE ROLE rowtype_reader; CREATE ROLE rowtype_writer; CREATE ROLE "odd role";
            END IF;
        END $$)";
    expect_same_catalogs({kFolder + "members.sql", kRoles, {"m"}});
}

// Queries of every kind: the types that they give are PostgreSQL's, and what is proven of them does not depend on the spelling.
TEST(MigrationsAgainstServer, TypesOfViews) {
    expect_same_catalogs({kFolder + "view_types.sql",
                          "",
                          {"public"},
                          {
                              "a_comment_of_an_object",  // obj_description(), which PostgreSQL discourages, is not in the table
                              "a_part_of_a_point",       // point[0]
                          }});
}

// What statements undo, keep and take with them.
TEST(MigrationsAgainstServer, History) { expect_same_catalogs({kFolder + "history.sql", "", {"h", "other"}}); }

TEST(MigrationsAgainstServer, Torture) {
    expect_same_catalogs({kFolder + "torture.sql",
                          "",
                          {"torture", "Torture.Two", "select", "схема 😀", "owned", "public", "pgnotreserved"},
                          {
                              "wide",           // made by psql's \gexec
                              "checked_check",  // ROW(a, b) and (a, b)
                              "of_row",         // checked.* and checked
                              "doc",            // 'english'::regconfig and 'pg_catalog.english'
                              "bits",           // '101'::"bit" and B'101'
                              "flags",          // likewise
                              "Quoted",         // a typed table takes over the collation of a composite type's attribute
                          }});
}

// The part of Supabase's platform that the sample project's files use.
constexpr const char* kSupabasePlatform = R"(
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN CREATE ROLE anon; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE authenticated; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'service_role') THEN CREATE ROLE service_role; END IF;
    END $$;
    CREATE SCHEMA auth;
    CREATE SCHEMA extensions;
    GRANT USAGE ON SCHEMA public, extensions TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
    CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
)";

TEST(MigrationsAgainstServer, SampleProject) {
    expect_same_catalogs(
        {testing::source_folder() + "/tests/projects/shop/supabase/migrations", kSupabasePlatform, {"public", "billing"}});
}

}  // namespace
}  // namespace rowtype::testing
