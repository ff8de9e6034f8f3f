// What comes out of members.sql, member by member, and of what only newer servers have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr const char* kRoles = R"(
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rowtype_reader') THEN
            CREATE ROLE rowtype_reader; CREATE ROLE rowtype_writer; CREATE ROLE "odd role";
        END IF;
    END $$)";

PrivilegeSet privileges(std::initializer_list<Privilege> list) {
    PrivilegeSet set;
    for (const Privilege privilege : list) set.add(privilege);
    return set;
}

Grant grant(const std::string& role, std::initializer_list<Privilege> list, const std::string& column = "") {
    return {role, privileges(list), column};
}

class Members : public ::testing::Test {
protected:
    static const Catalog& read() {
        static const Catalog catalog = [] {
            PostgresServer& server = PostgresServer::shared();
            const std::string url = server.create_database("members");
            server.execute(url, kRoles);
            server.execute_file(url, testing::source_folder() + "/tests/reflect/postgres/members.sql");
            return Catalog(catalog_of(url, {"m"}));
        }();
        return catalog;
    }
    static const Relation& relation(const std::string& name) {
        static const Relation none;
        const Relation* found = read().find_relation("m", name).relation;
        EXPECT_NE(found, nullptr) << name;
        return found == nullptr ? none : *found;
    }
    static Sequence sequence(const std::string& name) {
        const Sequence* found = read().find_sequence({"m", name});
        EXPECT_NE(found, nullptr) << name;
        return found == nullptr ? Sequence{} : *found;
    }
    static Index index(const std::string& table, const std::string& name) {
        for (const Index& index : relation(table).indexes) {
            if (index.name == name) return index;
        }
        ADD_FAILURE() << "no index " << name;
        return {};
    }
};

TEST_F(Members, NothingIsLeftUnknown) {
    EXPECT_THAT(read().notes(), IsEmpty());
    EXPECT_TRUE(read().data().access_known);
}

TEST_F(Members, Sequences) {
    EXPECT_EQ(read().sequences().size(), 7U);
    Sequence plain;
    plain.name = {"m", "plain"};
    plain.grants = {grant("rowtype_writer", {Privilege::Usage})};
    EXPECT_EQ(sequence("plain"), plain);
    Sequence odd;
    odd.name = {"m", "odd"};
    odd.type = "int2";
    odd.start = -10;
    odd.increment = -5;
    odd.minimum = -100;
    odd.maximum = -1;
    odd.cache = 7;
    odd.cycle = true;
    odd.comment = "Downwards";
    EXPECT_EQ(sequence("odd"), odd);
}

TEST_F(Members, SequencesOfColumns) {
    const QualifiedName counted = {"m", "counted"};
    Sequence serial;
    serial.name = {"m", "counted_id_seq"};
    serial.type = "int4";
    serial.maximum = 2147483647;
    serial.owner_relation = counted;
    serial.owner_column = "id";
    EXPECT_EQ(sequence("counted_id_seq"), serial);
    Sequence identity = serial;
    identity.name = {"m", "counted_always_seq"};
    identity.start = 100;
    identity.increment = 10;
    identity.owner_column = "always";
    identity.is_identity = true;
    EXPECT_EQ(sequence("counted_always_seq"), identity);
    EXPECT_EQ(sequence("adopted").owner_column, "chosen");
    EXPECT_FALSE(sequence("adopted").is_identity);
    EXPECT_EQ(read().find_owned_sequence(counted, "big")->type, "int8");
}

TEST_F(Members, Exclusions) {
    ASSERT_EQ(relation("booking").exclusions.size(), 3U);
    Exclusion expression;
    expression.name = "booking_expression";
    expression.elements = {"(lower(guest::text))", "(room + 1)"};
    expression.operators = {"=", "<>"};
    EXPECT_EQ(relation("booking").exclusions[0], expression);
    Exclusion overlap;
    overlap.name = "booking_no_overlap";
    overlap.elements = {"room", "during"};
    overlap.operators = {"=", "&&"};
    overlap.predicate = "(NOT cancelled)";
    overlap.deferrable = true;
    overlap.comment = "One at a time";
    EXPECT_EQ(relation("booking").exclusions[1], overlap);
    EXPECT_EQ(relation("booking").exclusions[2].method, "btree");
}

TEST_F(Members, KeysAndChecks) {
    Key deferred = {"booking_deferred", {"room", "guest"}, {}, false, true};
    deferred.initially_deferred = true;
    deferred.comment = "Checked at the end";
    EXPECT_THAT(relation("booking").unique_keys, ElementsAre(deferred));
    Check here = {"child_no_inherit", "other > 0"};
    here.inherited = false;
    here.comment = "Here only";
    Check later = {"child_not_valid", "other < 100"};
    later.validated = false;
    EXPECT_THAT(relation("child").checks, ElementsAre(here, later));
}

TEST_F(Members, ForeignKeys) {
    ForeignKey parent;
    parent.name = "child_parent";
    parent.columns = {"tenant", "parent"};
    parent.referenced_relation = {"m", "parent"};
    parent.referenced_columns = {"tenant", "id"};
    ForeignKey setting = parent;
    parent.validated = false;
    parent.comment = "Old rows may dangle";
    setting.name = "child_parent_set";
    setting.on_delete = ReferentialAction::SetNull;
    setting.set_columns = {"parent"};
    EXPECT_THAT(relation("child").foreign_keys, ElementsAre(parent, setting));
}

TEST_F(Members, OrdersAndOperatorClassesOfIndexes) {
    EXPECT_THAT(index("booking", "booking_orders").orders, ElementsAre(IndexOrder::Descending, IndexOrder::AscendingNullsFirst,
                                                                       IndexOrder::DescendingNullsLast, IndexOrder::Ascending));
    EXPECT_THAT(index("booking", "booking_orders").operator_classes, IsEmpty());
    EXPECT_THAT(index("booking", "booking_usual").operator_classes, IsEmpty()) << "the type's default, though it was named";
    EXPECT_THAT(index("booking", "booking_usual").orders, IsEmpty());
    EXPECT_THAT(index("booking", "booking_pattern").operator_classes, ElementsAre("text_pattern_ops", ""));
    EXPECT_THAT(index("booking", "booking_as_text").operator_classes, ElementsAre("text_ops"))
        << "a default, but of text and not of citext";
}

TEST_F(Members, Inheritance) {
    EXPECT_THAT(relation("heir").inherits, ElementsAre(QualifiedName{"m", "second"}, QualifiedName{"m", "first"}));
    EXPECT_EQ(relation("heir").partition_of, std::nullopt);
    EXPECT_THAT(relation("part").inherits, IsEmpty());
    EXPECT_EQ(relation("part").partition_of, (QualifiedName{"m", "parted"}));
    EXPECT_THAT(relation("first").inherits, IsEmpty());
    EXPECT_EQ(read().relation_names("m").size(), read().relations().size()) << "each once, whatever its parents";
}

TEST_F(Members, Policies) {
    EXPECT_TRUE(relation("guarded").row_security);
    EXPECT_TRUE(relation("guarded").row_security_forced);
    Policy adding;
    adding.name = "adding";
    adding.command = PolicyCommand::Insert;
    adding.roles = {"rowtype_writer"};
    adding.check_expression = "(id > 0)";
    Policy own;
    own.name = "own";
    own.command = PolicyCommand::Update;
    own.permissive = false;
    own.roles = {"odd role", "rowtype_writer"};
    own.using_expression = "(owner = CURRENT_USER)";
    own.check_expression = "((owner = CURRENT_USER) AND (EXISTS ( SELECT\n   FROM m.booking b\n  WHERE (b.room = guarded.id))))";
    Policy reading;
    reading.name = "read all";
    reading.command = PolicyCommand::Select;
    reading.roles = {kPublicRole};
    reading.using_expression = "true";
    EXPECT_THAT(relation("guarded").policies, ElementsAre(adding, own, reading));
}

TEST_F(Members, Privileges) {
    using enum Privilege;
    EXPECT_THAT(relation("guarded").grants, ElementsAre(grant("public", {Select}), grant("rowtype_reader", {Select}),
                                                        grant("rowtype_writer", {Insert, Update, Delete})));
    EXPECT_THAT(relation("booking").grants,
                ElementsAre(grant("public", {Update}, "guest"), grant("odd role", {Select, References}, "room")));
    EXPECT_THAT(relation("first").grants, IsEmpty()) << "an owner that took its own away is still not among the grants";
    EXPECT_THAT(relation("parent").grants, IsEmpty());
    EXPECT_THAT(relation("later").grants, ElementsAre(grant("rowtype_reader", {Select}))) << "by default privileges";
    const std::vector<SchemaPrivileges> schemas = {{"m", {grant("rowtype_reader", {Usage})}}};
    EXPECT_EQ(read().data().schema_privileges, schemas);
}

TEST_F(Members, DefaultPrivileges) {
    using enum Privilege;
    const std::string owner = PostgresServer::shared().user();
    const std::vector<DefaultPrivileges> expected = {
        {owner, "", ObjectClass::Functions, {grant("public", {Execute}), grant("rowtype_reader", {Execute})}},
        {owner, "m", ObjectClass::Relations, {grant("rowtype_reader", {Select})}},
    };
    EXPECT_EQ(read().data().default_privileges, expected);
}

TEST_F(Members, Functions) {
    using enum Privilege;
    const Function& everybodys = *read().find_functions("m", "everybodys").at(0);
    EXPECT_EQ(everybodys.volatility, Volatility::Stable);
    EXPECT_TRUE(everybodys.security_definer);
    EXPECT_THAT(everybodys.grants, ElementsAre(grant("public", {Execute})));
    EXPECT_THAT(everybodys.arguments,
                ElementsAre(Field(&Argument::default_expression, ""), Field(&Argument::default_expression, "'x,y'::text"),
                            Field(&Argument::default_expression, ""), Field(&Argument::default_expression, "ARRAY[1, 2]")));
    EXPECT_FALSE(everybodys.arguments[2].has_default);
    const Function& fixed = *read().find_functions("m", "fixed").at(0);
    EXPECT_EQ(fixed.volatility, Volatility::Immutable);
    EXPECT_THAT(fixed.grants, ElementsAre(grant("public", {Execute}), grant("rowtype_reader", {Execute})));
    EXPECT_THAT(read().find_functions("m", "hidden").at(0)->grants, IsEmpty()) << "PUBLIC's right was revoked by default";
}

TEST(PlainFunctions, FunctionsThatNobodyGrantedAreEverybodys) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("functions");
    server.execute(url, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    const Catalog catalog(catalog_of(url));
    EXPECT_THAT(catalog.find_functions("public", "f").at(0)->grants, ElementsAre(grant("public", {Privilege::Execute})));
}

TEST_F(Members, Types) {
    const TypeDefinition& sorted = *read().find_type({"m", "sorted"});
    EXPECT_EQ(sorted.collation, "C");
    Check added = {"sorted_new", "VALUE <> ''::text"};
    added.validated = false;
    Check brief = {"sorted_short", "length(VALUE) < 10"};
    brief.comment = "Fits the label";
    EXPECT_THAT(sorted.checks, ElementsAre(added, brief));
    EXPECT_EQ(read().find_type({"m", "span"})->multirange, (QualifiedName{"m", "span_multirange"}));
    EXPECT_THAT(read().find_functions("m", "span"), IsEmpty());
    EXPECT_THAT(read().find_functions("m", "span_multirange"), IsEmpty());
}

// An extension's range type has constructors that depend on it internally and on the extension.
TEST(RangeTypes, ConstructorsOfAnExtensionsRangeAreNoFunctions) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("ranges");
    server.execute(url,
                   "CREATE EXTENSION citext; CREATE TYPE public.distance AS RANGE (subtype = float8);"
                   "ALTER EXTENSION citext ADD TYPE public.distance;"
                   "ALTER EXTENSION citext ADD FUNCTION public.distance(float8, float8);");
    const Catalog catalog(catalog_of(url));
    EXPECT_EQ(catalog.find_type({"public", "distance"})->extension, "citext");
    EXPECT_THAT(catalog.find_functions("public", "distance"), IsEmpty());
}

// What PostgreSQL 18 added, where the tests' server has it; where not, that nothing of it is claimed.
TEST(NewerMembers, OfPostgres18) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("newer");
    const bool newer = std::stoi(server.execute(url, "SHOW server_version_num")) >= 180'000;
    const std::string not_enforced = newer ? "NOT ENFORCED" : "";
    server.execute(
        url,
        "CREATE EXTENSION btree_gist; CREATE TABLE other (id int PRIMARY KEY); CREATE TABLE stay (room int, at daterange,"
        "n int REFERENCES other " +
            not_enforced + " CHECK (n > 0) " + not_enforced + ", g int GENERATED ALWAYS AS (n + 1) " +
            (newer ? "VIRTUAL" : "STORED") + ", PRIMARY KEY (room, at" + (newer ? " WITHOUT OVERLAPS" : "") + "));");
    server.execute(
        url, newer ? "ALTER TABLE stay ADD CONSTRAINT stay_n NOT NULL n NOT VALID" : "ALTER TABLE stay ALTER n SET NOT NULL");
    const Catalog catalog(catalog_of(url));
    const Relation& stay = *catalog.find_relation("public", "stay").relation;
    EXPECT_EQ(stay.primary_key->without_overlaps, newer);
    EXPECT_THAT(stay.exclusions, IsEmpty());
    ASSERT_EQ(stay.checks.size(), 1U) << "NOT NULL is told by the column";
    EXPECT_EQ(stay.checks[0].enforced, !newer);
    EXPECT_EQ(stay.foreign_keys.at(0).enforced, !newer);
    EXPECT_EQ(stay.find_column("room")->nullability, Nullability::NotNull);
    EXPECT_EQ(stay.find_column("n")->nullability, newer ? Nullability::Unknown : Nullability::NotNull) << "rows from before";
    EXPECT_EQ(stay.find_column("g")->generated, newer ? Generated::Virtual : Generated::Stored);
}

}  // namespace
}  // namespace rowtype::testing
