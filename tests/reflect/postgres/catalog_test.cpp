// What comes out of rich.sql, object by object.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Index plain_index(const std::string& name, const std::string& method, const std::vector<std::string>& columns) {
    Index index;
    index.name = name;
    index.method = method;
    index.columns = columns;
    return index;
}

ForeignKey plain_foreign_key(const std::string& name, const std::vector<std::string>& columns, const QualifiedName& referenced,
                             const std::vector<std::string>& referenced_columns) {
    ForeignKey key;
    key.name = name;
    key.columns = columns;
    key.referenced_relation = referenced;
    key.referenced_columns = referenced_columns;
    return key;
}

class RichCatalog : public ::testing::Test {
protected:
    static const Catalog& read() {
        static const Catalog catalog(catalog_of(rich_database()));
        return catalog;
    }
    static const Relation& relation(const std::string& name, const std::string& schema = "app") {
        static const Relation none;
        const Relation* found = read().find_relation(schema, name).relation;
        EXPECT_NE(found, nullptr) << schema << "." << name;
        return found == nullptr ? none : *found;
    }
    static const Column& column(const std::string& table, const std::string& name) {
        static const Column none;
        const Column* found = relation(table).find_column(name);
        EXPECT_NE(found, nullptr) << table << "." << name;
        return found == nullptr ? none : *found;
    }
    static const TypeDefinition& type(const std::string& name) {
        static const TypeDefinition none;
        const TypeDefinition* found = read().find_type({"app", name});
        EXPECT_NE(found, nullptr) << name;
        return found == nullptr ? none : *found;
    }
};

TEST_F(RichCatalog, SchemasAndRelations) {
    EXPECT_THAT(read().schemas(), ElementsAre("Odd Schema", "app", "public"));
    EXPECT_GE(read().data().server_version, 120'000U);
    EXPECT_THAT(read().relation_names("app"), ElementsAre("account", "counter", "event", "event_2025", "event_note", "event_rest",
                                                          "invitation", "membership", "rich", "totals"));
    EXPECT_EQ(relation("account").kind, RelationKind::Table);
    EXPECT_EQ(relation("event").kind, RelationKind::PartitionedTable);
    EXPECT_EQ(relation("rich").kind, RelationKind::View);
    EXPECT_EQ(relation("totals").kind, RelationKind::MaterializedView);
    EXPECT_EQ(relation("event_2025").partition_of, (QualifiedName{"app", "event"}));
    EXPECT_EQ(relation("account").comment, "People with an account");
    EXPECT_EQ(relation("rich").comment, "With their roles");
    EXPECT_TRUE(relation("account").row_security);
    EXPECT_FALSE(relation("counter").row_security);
    EXPECT_THAT(read().notes(), IsEmpty());
}

TEST_F(RichCatalog, ColumnTypes) {
    const std::pair<const char*, const char*> expected[] = {
        {"id", "bigint"},
        {"email", "app.email"},
        {"nickname", "character varying(30)"},
        {"code", "character(3)"},
        {"single", "character(1)"},
        {"balance", "numeric(12,2)"},
        {"rounded", "numeric(3,-2)"},
        {"exact", "numeric(5,0)"},
        {"amount", "numeric"},
        {"mood", "app.mood"},
        {"moods", "app.mood[]"},
        {"home", "app.address"},
        {"labels", "app.tags"},
        {"created_at", "timestamp with time zone"},
        {"precise", "timestamp(3) without time zone"},
        {"at_time", "time(0) with time zone"},
        {"lasted", "interval(2)"},
        {"flags", "bit(8)"},
        {"more_flags", "bit varying(16)"},
        {"grid", "integer[][]"},
        {"vectors", "double precision[]"},
        {"data", "jsonb"},
        {"token", "uuid"},
        {"raw", "bytea"},
        {"weights", "app.weight_range"},
        {"spans", "int4multirange"},
    };
    for (const auto& [name, printed] : expected) EXPECT_EQ(column("account", name).type.to_string(), printed) << name;
}

TEST_F(RichCatalog, NullabilityWalksDomains) {
    EXPECT_EQ(column("account", "email").nullability, Nullability::NotNull);
    EXPECT_EQ(column("account", "backup_email").nullability, Nullability::NotNull) << "a domain over a domain that refuses NULL";
    EXPECT_EQ(column("account", "labels").nullability, Nullability::Nullable);
    EXPECT_EQ(column("account", "moods").nullability, Nullability::NotNull);
    EXPECT_EQ(column("account", "nickname").nullability, Nullability::Nullable);
    EXPECT_EQ(column("rich", "id").nullability, Nullability::Unknown) << "a view's attnotnull says nothing";
}

TEST_F(RichCatalog, DefaultsIdentityAndGenerated) {
    EXPECT_EQ(column("account", "balance").default_expression, "0");
    EXPECT_EQ(column("account", "mood").default_expression, "'ok'::app.mood");
    EXPECT_EQ(column("account", "nickname").default_expression, std::nullopt);
    EXPECT_EQ(column("account", "id").identity, Identity::Always);
    EXPECT_EQ(column("account", "id").default_expression, std::nullopt);
    EXPECT_EQ(column("counter", "chosen").identity, Identity::ByDefault);
    EXPECT_EQ(column("counter", "id").default_expression, "nextval('app.counter_id_seq'::regclass)");
    EXPECT_EQ(column("account", "balance_in_cents").generated, Generated::Stored);
    EXPECT_EQ(column("account", "balance_in_cents").generated_expression, "((balance * (100)::numeric))::bigint");
    EXPECT_EQ(column("account", "balance_in_cents").default_expression, std::nullopt);
    EXPECT_EQ(column("account", "nickname").collation, "C");
    EXPECT_EQ(column("account", "code").collation, "");
    EXPECT_EQ(column("account", "nickname").comment, "Shown name;\nmay be \"empty\"");
}

TEST_F(RichCatalog, DroppedColumnsLeaveNoTrace) {
    EXPECT_THAT(relation("counter").column_names(), ElementsAre("id", "small", "chosen", "kept", "late"));
}

TEST_F(RichCatalog, Keys) {
    EXPECT_EQ(relation("account").primary_key, (Key{"account_pkey", {"id"}, {}, false, false}));
    EXPECT_EQ(relation("membership").primary_key, (Key{"membership_pkey", {"counter_id", "account_id"}, {}, false, false}))
        << "in key order";
    EXPECT_THAT(relation("account").unique_keys,
                ElementsAre(Key{"account_email_key", {"email"}, {}, false, false},
                            Key{"account_pair_key", {"nickname", "code"}, {"balance"}, true, true}));
    EXPECT_EQ(relation("rich").primary_key, std::nullopt);
}

TEST_F(RichCatalog, ForeignKeys) {
    ForeignKey account = plain_foreign_key("membership_account_id_fkey", {"account_id"}, {"app", "account"}, {"id"});
    account.on_delete = ReferentialAction::Cascade;
    ForeignKey counter = plain_foreign_key("membership_counter_fkey", {"counter_id"}, {"app", "counter"}, {"id"});
    counter.on_update = ReferentialAction::SetNull;
    counter.on_delete = ReferentialAction::SetDefault;
    counter.match_full = counter.deferrable = counter.initially_deferred = true;
    EXPECT_THAT(relation("membership").foreign_keys, ElementsAre(account, counter));
    ForeignKey pair = plain_foreign_key("invitation_member_counter_member_account_fkey", {"member_counter", "member_account"},
                                        {"app", "membership"}, {"counter_id", "account_id"});
    pair.on_delete = ReferentialAction::Restrict;
    EXPECT_THAT(relation("invitation").foreign_keys, ElementsAre(pair));
    EXPECT_THAT(relation("event_note").foreign_keys,
                ElementsAre(plain_foreign_key("event_note_fkey", {"event_id", "event_at"}, {"app", "event"}, {"id", "at"})))
        << "once, though PostgreSQL keeps one for each partition";
}

TEST_F(RichCatalog, ChecksAndIndexes) {
    EXPECT_THAT(relation("account").checks,
                ElementsAre(Check{"account_balance_check", "balance >= 0::numeric AND balance < 1000000::numeric"}));
    const std::vector<Index>& indexes = relation("account").indexes;
    ASSERT_EQ(indexes.size(), 4U);
    Index ordered = plain_index("account_created_idx", "btree", {"created_at", "id"});
    ordered.orders = {IndexOrder::DescendingNullsLast, IndexOrder::Ascending};
    EXPECT_EQ(indexes[0], ordered);
    EXPECT_EQ(indexes[1], plain_index("account_data_idx", "gin", {"data"}));
    Index partial = plain_index("account_lower_idx", "btree", {"", "code"});
    partial.expressions = {"lower(nickname::text)"};
    partial.predicate = "(balance > (10)::numeric)";
    EXPECT_EQ(indexes[2], partial);
    Index covering = plain_index("account_token_idx", "btree", {"token"});
    covering.included_columns = {"mood", "code"};
    covering.unique = true;
    EXPECT_EQ(indexes[3], covering);
    EXPECT_THAT(relation("totals").indexes, ElementsAre(plain_index("totals_total_idx", "btree", {"total"})));
}

TEST_F(RichCatalog, Types) {
    EXPECT_THAT(type("mood").labels, ElementsAre("sad", "ok", "happy", "it's \"fine\""))
        << "in label order, not in that of adding";
    EXPECT_EQ(type("mood").comment, "How it goes");
    EXPECT_EQ(type("email").base.to_string(), "character varying(120)");
    EXPECT_TRUE(type("email").not_null);
    EXPECT_THAT(type("email").checks, ElementsAre(Check{"email_has_at", "VALUE::text ~~ '%@%'::text"}));
    EXPECT_EQ(type("work_email").base.to_string(), "app.email");
    EXPECT_FALSE(type("work_email").not_null) << "its own; the base says it";
    EXPECT_EQ(type("work_email").default_expression, "'nobody@example.com'::character varying");
    EXPECT_EQ(type("tags").base.to_string(), "text[]");
    EXPECT_EQ(type("weight_range").kind, TypeKind::Range);
    EXPECT_EQ(type("weight_range").base.to_string(), "double precision");
    ASSERT_EQ(type("address").attributes.size(), 4U);
    EXPECT_EQ(type("address").attributes[2].type.to_string(), "character varying(10)");
    EXPECT_EQ(type("address").attributes[3].type.to_string(), "app.mood[]");
    EXPECT_EQ(read().find_type({"app", "account"}), nullptr) << "a table's row type is the table";
}

TEST_F(RichCatalog, Functions) {
    EXPECT_EQ(read().find_functions("app", "add").size(), 2U);
    const Function& add = *read().find_functions("app", "add")[0];
    EXPECT_EQ(add.comment, "Adds");
    EXPECT_EQ(add.result.to_string(), "integer");
    ASSERT_EQ(add.arguments.size(), 2U);
    EXPECT_FALSE(add.arguments[0].has_default);
    EXPECT_TRUE(add.arguments[1].has_default);
    const Function& find = *read().find_functions("app", "find_accounts").at(0);
    EXPECT_TRUE(find.returns_set);
    EXPECT_EQ(find.result.to_string(), "app.account");
    EXPECT_EQ(find.arguments.at(1).mode, ArgumentMode::Variadic);
    const Function& listing = *read().find_functions("app", "listing").at(0);
    EXPECT_FALSE(listing.result.is_known());
    EXPECT_EQ(listing.arguments.at(0).name, "");
    EXPECT_EQ(listing.arguments.at(2).mode, ArgumentMode::Table);
    const Function& tidy = *read().find_functions("app", "tidy").at(0);
    EXPECT_TRUE(tidy.is_procedure);
    EXPECT_EQ(tidy.arguments.at(0).mode, ArgumentMode::InOut);
    EXPECT_TRUE(tidy.arguments.at(0).has_default);
    EXPECT_THAT(read().find_functions("app", "weight_range"), IsEmpty()) << "a range's constructors are the type's";
}

TEST_F(RichCatalog, HostileNamesComeOutAsTheyAre) {
    const Relation& weird = relation("Weird \"Table\"", "Odd Schema");
    EXPECT_THAT(weird.column_names(), ElementsAre("from", "a.b", "naïve 😀", "new\nline", "it's"));
    EXPECT_THAT(weird.indexes, ElementsAre(plain_index("odd, {index}", "btree", {"a.b", "naïve 😀"})));
    ASSERT_EQ(weird.checks.size(), 1U);
    EXPECT_EQ(weird.checks[0].expression, "\"new\nline\" <> ''::text");
    EXPECT_THAT(relation("nothing", "Odd Schema").columns, IsEmpty());
}

TEST_F(RichCatalog, DefinitionsOfViews) {
    EXPECT_THAT(relation("rich").definition, HasSubstr("LEFT JOIN app.membership m"));
    EXPECT_THAT(relation("totals").definition, HasSubstr("FROM app.account"));
    EXPECT_EQ(relation("totals").find_column("ids")->type.to_string(), "bigint[]");
}

TEST(PostgresCatalog, OnlyTheSchemasAskedForAreRead) {
    const Catalog catalog(catalog_of(rich_database(), {"Odd Schema", "absent", "it's; DROP"}));
    EXPECT_THAT(catalog.schemas(), ElementsAre("Odd Schema"));
    EXPECT_EQ(catalog.relations().size(), 2U);
    EXPECT_TRUE(catalog.find_relation("app", "account").unknown) << "not read is not absent";
    EXPECT_THAT(catalog.types(), IsEmpty());
}

TEST(PostgresCatalog, TypesOfOtherSchemasComeWithTheColumnsThatUseThem) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("types");
    server.execute(
        url,
        "CREATE SCHEMA shared; CREATE DOMAIN shared.inner_name AS text NOT NULL; CREATE DOMAIN shared.name AS shared.inner_name;"
        "CREATE TYPE shared.part AS (n shared.name); CREATE TYPE shared.unused AS ENUM ('a');"
        "CREATE TABLE public.thing (parts shared.part[], name shared.name);");
    const Catalog catalog(catalog_of(url, {"public"}));
    EXPECT_NE(catalog.find_type({"shared", "inner_name"}), nullptr);
    EXPECT_NE(catalog.find_type({"shared", "name"}), nullptr);
    EXPECT_NE(catalog.find_type({"shared", "part"}), nullptr);
    EXPECT_EQ(catalog.find_type({"shared", "unused"}), nullptr);
    EXPECT_EQ(catalog.relations().at(0).find_column("name")->nullability, Nullability::NotNull);
}

TEST(PostgresCatalog, ExtensionObjectsAreMarked) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("extensions");
    server.execute(url, "CREATE EXTENSION citext; CREATE EXTENSION pg_stat_statements; CREATE TABLE mine (name citext);");
    const Catalog catalog(catalog_of(url));
    ASSERT_NE(catalog.find_type({"public", "citext"}), nullptr);
    EXPECT_EQ(catalog.find_type({"public", "citext"})->extension, "citext");
    EXPECT_EQ(catalog.find_relation("public", "pg_stat_statements").relation->extension, "pg_stat_statements");
    EXPECT_EQ(catalog.find_relation("public", "mine").relation->extension, "");
    EXPECT_EQ(catalog.find_functions("public", "citext_eq").at(0)->extension, "citext");
}

TEST(PostgresCatalog, TwoReadingsAreTheSameBytes) {
    EXPECT_EQ(run_rowtype_db(rich_database()).output, run_rowtype_db(rich_database()).output);
}

TEST(PostgresCatalog, TheSnapshotOfItReadsBackEqual) {
    const Catalog catalog(catalog_of(rich_database()));
    const Result<CatalogData> again = snapshot::read_snapshot(snapshot::write_snapshot(catalog), "");
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, catalog.data());
}

TEST(PostgresCatalog, EveryFormOfConnectionStringArrives) {
    const PostgresServer& server = PostgresServer::shared();
    const std::string url = rich_database();
    const std::string database = url.substr(url.rfind('/') + 1);
    const std::string port = std::to_string(server.port());
    const std::string expected = run_rowtype_db(url).output;
    for (const std::string& text : {
             "postgresql+psycopg2://" + url.substr(std::string("postgresql://").size()),
             "host=127.0.0.1 port=" + port + " dbname=" + database + " user=" + server.user() + " password=" + server.password(),
             "postgresql://" + server.user() + "@/" + database + "?host=" + server.socket_folder() + "&port=" + port,
             url + "?pgbouncer=true&schema=public",
         }) {
        EXPECT_EQ(run_rowtype_db(text).output, expected) << text;
    }
    EXPECT_EQ(run_rowtype_db("", {},
                             {{"PGHOST", "127.0.0.1"},
                              {"PGPORT", port},
                              {"PGDATABASE", database},
                              {"PGUSER", server.user()},
                              {"PGPASSWORD", server.password()}})
                  .output,
              expected);
    postgres::Request by_variable;
    by_variable.connection_variable = "SHOP_URL";
    EXPECT_EQ(run_rowtype_db("", by_variable, {{"SHOP_URL", url}}).output, expected);
}

}  // namespace
}  // namespace rowtype::testing
