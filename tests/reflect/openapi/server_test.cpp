// The document of a database, made by PostgREST's rules, must say the same as the migrations that made the database, as far as
// such documents go.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reflect/migrations/migrations.h"
#include "reflect/openapi/openapi.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;

const std::string kTests = testing::source_folder() + "/tests/";

std::string text_of(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// A database with these files, and the catalog of the same files.
struct Made {
    std::string url;
    Catalog catalog{CatalogData{}};
};

Made make(const std::vector<std::string>& paths, const std::string& prologue) {
    PostgresServer& server = PostgresServer::shared();
    Made made;
    made.url = server.create_database("openapi");
    server.execute(made.url, prologue);
    std::vector<migrations::SqlFile> files;
    for (const std::string& path : paths) {
        server.execute_file(made.url, path);
        files.push_back({path, text_of(path)});
    }
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(files);
    EXPECT_TRUE(read.ok());
    if (read) made.catalog = Catalog(std::move(read->data));
    return made;
}

Catalog document_of(const std::string& url, const std::string& schema, const std::string& style) {
    const std::string settings = "\\set schema '" + schema + "'\n\\set style '" + style + "'\n";
    const std::string text =
        PostgresServer::shared().execute(url, settings + text_of(kTests + "reflect/openapi/postgrest_document.sql"));
    Result<CatalogData> data = openapi::read_openapi(text, "document", {.schema = schema, .complete = false});
    EXPECT_TRUE(data.ok()) << data.error().to_string();
    return Catalog(data ? std::move(*data) : CatalogData{});
}

// The type as a document tells it.
std::string outlined(const Catalog& full, const Catalog& outline, const Type& declared, bool in_bits) {
    Type type = full.base_type(declared);
    const bool has_length =
        (type.is_builtin("varchar") || type.is_builtin("bpchar") || type.is_builtin("bit") || type.is_builtin("varbit")) &&
        !type.is_array();
    // Of a domain over a domain PostgREST tells no length.
    const TypeDefinition* domain = full.find_type(declared.name);
    const bool is_nested = domain != nullptr && domain->kind == TypeKind::Domain && domain->base.name.schema != "pg_catalog";
    if (!has_length || is_nested) type.modifiers.clear();
    type.array_dimensions = std::min<std::uint8_t>(type.array_dimensions, 1);
    if (in_bits && type.is_builtin("int2") && !type.is_array()) type.name.name = "int4";
    const bool is_told = type.name.schema == "pg_catalog" || outline.find_type(type.name) != nullptr;
    return is_told ? type.to_string("") : "?";
}

void expect_same_column(const Relation& relation, const Column& column, const Made& made, const Catalog& outline, bool in_bits) {
    const std::string name = relation.name.to_string() + "." + column.name;
    const Column* told = outline.find_relation(relation.name.schema, relation.name.name).relation->find_column(column.name);
    ASSERT_NE(told, nullptr) << name;
    EXPECT_EQ(told->type.is_known() ? told->type.to_string("") : "?", outlined(made.catalog, outline, column.type, in_bits))
        << name;
    EXPECT_EQ(told->comment, column.comment) << name;
    const TypeDefinition* domain = made.catalog.find_type(column.type.name);
    const bool is_of_domains = domain != nullptr && domain->kind == TypeKind::Domain;
    if (told->nullability != Nullability::Unknown && !is_of_domains) {
        EXPECT_EQ(told->nullability, column.nullability) << name;
    }
    if (relation.primary_key && !is_of_domains) {
        EXPECT_NE(told->nullability, Nullability::Unknown) << name;
    }
    if (told->default_expression && !is_of_domains) {
        EXPECT_TRUE(column.default_expression.has_value()) << name;
    }
    EXPECT_TRUE(told->is_optional_on_insert());
    if (const TypeDefinition* labels = outline.find_type(told->type.name)) {
        EXPECT_EQ(labels->labels, made.catalog.find_type(column.type.name)->labels) << name;
    }
}

void expect_same_keys(const Relation& relation, const Relation& told) {
    const std::string name = relation.name.to_string();
    const auto sorted = [](std::vector<std::string> columns) {
        std::ranges::sort(columns);
        return columns;
    };
    EXPECT_EQ(relation.primary_key.has_value(), told.primary_key.has_value()) << name;
    if (relation.primary_key && told.primary_key) {
        EXPECT_EQ(sorted(relation.primary_key->columns), sorted(told.primary_key->columns)) << name;
    }
    const auto keys = [&](const Relation& of) {
        std::vector<std::string> found;
        for (const ForeignKey& key : of.foreign_keys) {
            if (key.columns.size() != 1 || key.referenced_relation.schema != relation.name.schema) continue;
            found.push_back(key.columns[0] + " -> " + key.referenced_relation.name + "." + key.referenced_columns[0]);
        }
        return sorted(found);
    };
    EXPECT_EQ(keys(relation), keys(told)) << name;
}

void expect_same(const Made& made, const std::string& schema, std::size_t least) {
    for (const char* style : {"plain", "bits"}) {
        const Catalog outline = document_of(made.url, schema, style);
        EXPECT_GE(outline.relations().size(), least);
        std::size_t expected = 0;
        for (const Relation& relation : made.catalog.relations()) {
            if (relation.name.schema != schema || relation.partition_of || relation.columns.empty()) continue;
            ++expected;
            const Relation* told = outline.find_relation(schema, relation.name.name).relation;
            ASSERT_NE(told, nullptr) << relation.name.to_string();
            EXPECT_EQ(told->column_names(), relation.column_names());
            EXPECT_EQ(told->comment, relation.comment);
            for (const Column& column : relation.columns) {
                expect_same_column(relation, column, made, outline, style == std::string("bits"));
            }
            if (!relation.is_view()) expect_same_keys(relation, *told);
        }
        EXPECT_EQ(outline.relations().size(), expected);
        for (const Function& told : outline.functions()) {
            const auto overloads = made.catalog.find_functions(schema, told.name.name);
            if (overloads.empty() && told.name.name.ends_with("range")) continue;  // PostgreSQL's own, of a range type
            const bool is_one = std::ranges::any_of(overloads, [&](const Function* function) {
                return std::ranges::equal(function->arguments, told.arguments, [](const Argument& left, const Argument& right) {
                    return left.name == right.name && left.has_default == right.has_default;
                });
            });
            EXPECT_TRUE(is_one) << told.name.to_string();
        }
    }
}

TEST(OpenApiAgainstServer, RichSchema) {
    const Made made = make({kTests + "reflect/postgres/rich.sql"}, "");
    expect_same(made, "app", 7);
    expect_same(made, "Odd Schema", 1);
}

TEST(OpenApiAgainstServer, SampleProject) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kTests + "projects/shop/supabase/migrations")) {
        paths.push_back(entry.path().string());
    }
    std::ranges::sort(paths);
    const Made made = make(paths, R"(
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
        CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';)");
    expect_same(made, "public", 5);
}

}  // namespace
}  // namespace rowtype::testing
