// The same SQL, read by PostgreSQL and by reflect/migrations without one, must give the same catalog.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "reflect/migrations/migrations.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;

std::vector<migrations::SqlFile> sql_files(const std::string& path) {
    std::vector<std::string> paths = {path};
    if (std::filesystem::is_directory(path)) {
        paths.clear();
        for (const auto& entry : std::filesystem::directory_iterator(path)) paths.push_back(entry.path().string());
        std::ranges::sort(paths);
    }
    std::vector<migrations::SqlFile> files;
    for (const std::string& file : paths) files.push_back({file, read_text_file(file)});
    return files;
}

// What a server tells and the files do too, but reflect/migrations does not take in yet. Each line that goes makes the test stricter.
void forget_what_files_do_not_tell_yet(CatalogData& data) {
    for (Relation& relation : data.relations) {
        for (Index& index : relation.indexes) {
            index.orders.clear();
            index.operator_classes.clear();
        }
        relation.grants.clear();
        relation.policies.clear();
        relation.inherits.clear();
        relation.row_security_forced = false;
    }
    for (TypeDefinition& type : data.types) type.multirange = {};
    for (Function& function : data.functions) {
        for (Argument& argument : function.arguments) argument.default_expression.clear();
        function.volatility = Volatility::Volatile;
        function.security_definer = false;
        function.grants.clear();
    }
}

// What the two sources cannot agree on, and why:
// - Expression texts: PostgreSQL prints its parsed form (casts written out, names qualified), a file holds what its author
//   wrote. Whether there is one must agree.
// - Definitions of views: likewise.
// - Nullability of view columns: PostgreSQL does not know it; the migrations may prove it from the query.
// - The multirange type that comes with a range type: made by PostgreSQL, not written in the file.
// - Notes, server version: of one source each.
// - Extensions: their own functions and types are in no migration.
void normalise(CatalogData& data) {
    forget_what_files_do_not_tell_yet(data);
    const auto presence = [](std::optional<std::string>& expression) {
        if (expression) expression = "(expression)";
    };
    for (Relation& relation : data.relations) {
        for (Column& column : relation.columns) {
            presence(column.default_expression);
            presence(column.generated_expression);
            if (relation.is_view()) column.nullability = Nullability::Unknown;
        }
        for (Check& check : relation.checks) check.expression = "(expression)";
        for (Index& index : relation.indexes) {
            for (std::string& expression : index.expressions) expression = "(expression)";
            if (!index.predicate.empty()) index.predicate = "(expression)";
        }
        relation.definition.clear();
    }
    std::erase_if(data.types, [](const TypeDefinition& type) { return type.kind == TypeKind::Other || !type.extension.empty(); });
    for (TypeDefinition& type : data.types) {
        presence(type.default_expression);
        for (Check& check : type.checks) check.expression = "(expression)";
    }
    std::erase_if(data.functions, [](const Function& function) { return !function.extension.empty(); });
    data.notes.clear();
    data.server_version = 0;
}

template <class Object>
void expect_same(const std::vector<Object>& server, const std::vector<Object>& files, const std::string& what) {
    std::vector<std::string> names;
    for (const std::vector<Object>* side : {&server, &files}) {
        for (const Object& object : *side) names.push_back(object.name.to_string());
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    const auto of = [](const std::vector<Object>& side, const std::string& name) {
        std::vector<Object> found;
        std::ranges::copy_if(side, std::back_inserter(found),
                             [&](const Object& object) { return object.name.to_string() == name; });
        return found;
    };
    for (const std::string& name : names) {
        const std::vector<Object> in_server = of(server, name);
        const std::vector<Object> in_files = of(files, name);
        EXPECT_EQ(in_server.size(), in_files.size())
            << what << " " << name << ": " << in_server.size() << " in PostgreSQL, " << in_files.size() << " in the files";
        if (in_server.size() != in_files.size()) continue;
        EXPECT_TRUE(in_server == in_files) << what << " " << name << " differs";
    }
}

void expect_same_columns(const CatalogData& server, const Catalog& files) {
    for (const Relation& relation : server.relations) {
        const Relation* other = files.find_relation(relation.name.schema, relation.name.name).relation;
        if (other == nullptr) continue;
        EXPECT_EQ(relation.column_names(), other->column_names()) << relation.name.to_string();
        for (const Column& column : relation.columns) {
            const Column* written = other->find_column(column.name);
            if (written == nullptr) continue;
            const std::string name = relation.name.to_string() + "." + column.name;
            if (relation.is_view() && !written->type.is_known()) continue;  // unknown is allowed in views, wrong is not
            EXPECT_EQ(column.type.to_string(""), written->type.to_string("")) << name;
            EXPECT_EQ(column.nullability, written->nullability) << name;
            EXPECT_EQ(column.default_expression, written->default_expression) << name;
            EXPECT_EQ(column.generated_expression, written->generated_expression) << name;
            EXPECT_EQ(column.collation, written->collation) << name;
            EXPECT_EQ(column.comment, written->comment) << name;
        }
    }
}

// `schemas`: those that the files make; the platform's own are not compared.
void expect_same_catalogs(const std::string& path, const std::string& prologue, const std::vector<std::string>& schemas) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("migrations");
    server.execute(url, prologue);
    const std::vector<migrations::SqlFile> files = sql_files(path);
    ASSERT_FALSE(files.empty());
    for (const migrations::SqlFile& file : files) server.execute_file(url, file.path);
    CatalogData from_server = catalog_of(url, schemas);
    EXPECT_GT(from_server.relations.size(), 9U);
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(files);
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    CatalogData from_files = Catalog(std::move(read.value().data)).data();
    for (const Note& note : from_files.notes) ADD_FAILURE() << note.file << ":" << note.line << ": " << note.message;
    const auto elsewhere = [&](const auto& object) { return std::ranges::find(schemas, object.name.schema) == schemas.end(); };
    std::erase_if(from_files.relations, elsewhere);
    std::erase_if(from_files.types, elsewhere);
    std::erase_if(from_files.functions, elsewhere);
    normalise(from_server);
    normalise(from_files);
    for (const std::string& schema : schemas)
        EXPECT_NE(std::ranges::find(from_files.schemas, schema), from_files.schemas.end()) << schema;
    expect_same_columns(from_server, Catalog(from_files));
    expect_same(from_server.relations, from_files.relations, "relation");
    expect_same(from_server.types, from_files.types, "type");
    expect_same(from_server.functions, from_files.functions, "function");
}

TEST(MigrationsAgainstServer, RichSchema) {
    expect_same_catalogs(testing::source_folder() + "/tests/reflect/postgres/rich.sql", "", {"Odd Schema", "app", "public"});
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
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
    CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
)";

TEST(MigrationsAgainstServer, SampleProject) {
    const std::string folder = testing::source_folder() + "/tests/projects/shop/supabase/migrations";
    expect_same_catalogs(folder, kSupabasePlatform, {"public", "billing"});
}

}  // namespace
}  // namespace rowtype::testing
