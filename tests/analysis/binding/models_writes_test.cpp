// Models for inserts and updates: what they need, what only PostgreSQL fills, limits that are looser than the column's. Also models inside
// of models.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using test::check_models;

constexpr const char* kOrders =
    R"(CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code varchar(10) NOT NULL,
    amount numeric(8,2) NOT NULL, stars int NOT NULL DEFAULT 3 CHECK (stars >= 1 AND stars <= 5), note text,
    doubled int GENERATED ALWAYS AS (stars * 2) STORED);)";

TEST(WriteModels, WhatAnInsertNeeds) {
    const char* lacks =
        "1:7: info[missing-required-column]: OrderCreate has no field for \"amount\", which is NOT NULL without a "
        "default in public.orders: whoever inserts it has to add the value\n";
    EXPECT_EQ(check_models(kOrders, "class OrderCreate(BaseModel):\n    code: str\n    note: str | None = None\n", true), lacks)
        << "code may add what a client must not send: a hint";
    EXPECT_EQ(
        check_models(kOrders, "class OrderCreate(BaseModel):  # rowtype: table=orders\n    code: str\n"),
        "1:7: warning[missing-required-column]: OrderCreate has no field for \"amount\", which is NOT NULL without a default in "
        "public.orders: whoever inserts it has to add the value\n");
    EXPECT_EQ(check_models(kOrders, "class OrderUpdate(BaseModel):\n    code: str | None = None\n", true), "");
    EXPECT_EQ(
        check_models(kOrders, "class OrderCreate(BaseModel):\n    model_config = ConfigDict(extra=\"allow\")\n    code: str\n",
                     true),
        "");
}

TEST(WriteModels, WhatOnlyPostgresFills) {
    EXPECT_EQ(
        check_models(
            kOrders,
            "class OrderCreate(BaseModel):\n    id: int\n    code: str\n    amount: Decimal\n    doubled: int | None = None\n"),
        "2:9: warning[constraint-mismatch]: \"id\" is required, but public.orders.id is GENERATED ALWAYS AS IDENTITY: an insert "
        "that sends it is refused\n");
    EXPECT_EQ(check_models(kOrders, "class OrderUpdate(BaseModel):\n    id: int\n    doubled: int | None = None\n", true),
              "3:14: info[constraint-mismatch]: \"doubled\" is a field, but public.orders.doubled is a generated column: an "
              "update that "
              "sends it is refused\n")
        << "an update's id is its key";
}

TEST(WriteModels, LooseLimits) {
    EXPECT_EQ(
        check_models(kOrders, R"(class OrderCreate(BaseModel):
    code: str = Field(max_length=12)
    amount: Decimal = Field(max_digits=10, decimal_places=2)
    stars: int = Field(3, ge=0, le=5)
)"),
        "2:11: warning[constraint-mismatch]: max_length=12 takes more than the column's 10 characters (public.orders.code)\n"
        "3:13: warning[constraint-mismatch]: max_digits=10 takes 8 digits before the point, and the column has room for 6 "
        "(public.orders.amount)\n"
        "4:12: warning[constraint-mismatch]: ge=0 takes values that the column's CHECK (>= 1) refuses (public.orders.stars)\n");
    EXPECT_EQ(check_models(kOrders, R"(class OrderCreate(BaseModel):
    code: str = Field(max_length=8)
    amount: Decimal = Field(max_digits=8, decimal_places=2)
    stars: int = Field(3, gt=0, lt=6)
)"),
              "")
        << "as tight, or tighter";
}

TEST(WriteModels, LimitsThatNoDoubleTellsApart) {
    const auto check = [](const std::string& limit, const std::string& stated) {
        return check_models("CREATE TABLE counts (id bigint PRIMARY KEY, value bigint NOT NULL CHECK (value " + limit + "));",
                            "class CountCreate(BaseModel):\n    id: int\n    value: int = Field(" + stated + ")\n");
    };
    EXPECT_EQ(check("< 9007199254740993", "le=9007199254740992"), "");
    EXPECT_EQ(check("<= 9007199254740993", "lt=9007199254740994"), "");
    EXPECT_THAT(check("<= 9007199254740992", "le=18014398509481984"), testing::HasSubstr("takes values that the column's CHECK"));
    EXPECT_THAT(check("<= 9007199254740990", "le=9007199254740991"), testing::HasSubstr("takes values that the column's CHECK"));
}

constexpr const char* kShares = R"(CREATE DOMAIN percentage AS integer CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN half AS percentage CHECK (VALUE < 50);
CREATE DOMAIN lots AS half[] CHECK (cardinality(VALUE) > 2);
CREATE TABLE shares (id bigint PRIMARY KEY, share half NOT NULL, tiny numeric(3,5) NOT NULL, few half[] NOT NULL, many lots NOT NULL);)";

TEST(WriteModels, LimitsOfADomainOverADomain) {
    const std::string rest =
        "    tiny: Decimal = Field(max_digits=5, decimal_places=5)\n    few: list[int]\n    many: list[int]\n";
    const auto insert = [&](const std::string& field) {
        return check_models(kShares, "class ShareCreate(BaseModel):\n    id: int\n    share: int = " + field + "\n" + rest);
    };
    EXPECT_EQ(insert("Field(ge=0, lt=50)"), "");
    EXPECT_EQ(insert("Field(ge=0, le=100, lt=50)"), "") << "both have to hold";
    EXPECT_EQ(insert("Field(ge=0, le=40, lt=50)"), "");
    EXPECT_EQ(
        insert("Field(ge=0, le=100, lt=60)"),
        "3:12: warning[constraint-mismatch]: lt=60 takes values that the column's CHECK (< 50) refuses (public.shares.share)\n");
}

TEST(ReadModels, LimitsOfElementsOfADomain) {
    const auto read = [&](const std::string& few, const std::string& many) {
        return check_models(kShares,
                            "class Share(BaseModel):\n    id: int\n    share: int = Field(ge=0, lt=50)\n"
                            "    tiny: Decimal = Field(max_digits=5, decimal_places=5)\n    few: list[Annotated[int, Field(" +
                                few + ")]]\n    many: list[Annotated[int, Field(" + many + ")]]\n");
    };
    EXPECT_EQ(read("ge=0, lt=50", "ge=0, lt=50"), "");
    EXPECT_EQ(read("ge=1", "ge=0"),
              "5:10: warning[type-mismatch]: \"few\" is list[int], but public.shares.few is half[]: ge=1 refuses values that the "
              "column "
              "may hold, and no CHECK excludes them\n");
    EXPECT_EQ(read("ge=0", "ge=1"), "") << "a check of the whole array may say something of its elements";
}

constexpr const char* kHomes = R"(CREATE TYPE address AS (street text, zip integer);
CREATE TABLE homes (id bigint PRIMARY KEY, at address NOT NULL, others address[] NOT NULL);)";

TEST(NestedModels, AgainstTheCompositeType) {
    const std::string home = "class Home(BaseModel):\n    id: int\n    at: Address\n    others: list[Address]\n";
    EXPECT_EQ(check_models(kHomes, "class Address(BaseModel):\n    street: str\n    zip: int\n" + home), "");
    EXPECT_EQ(
        check_models(kHomes, "class Address(BaseModel):\n    street: str\n    zipcode: int\n" + home),
        "6:9: error[type-mismatch]: \"at\" is Address, but public.homes.at is address: Address needs \"zipcode\", which the type "
        "public.address does not have\n"
        "7:13: error[type-mismatch]: \"others\" is list[Address], but public.homes.others is address[]: Address needs "
        "\"zipcode\", which the type public.address does not have\n");
    EXPECT_EQ(
        check_models(kHomes,
                     "class Address(BaseModel):\n    street: int\n    zip: int\nclass Home(BaseModel):\n    id: int\n    at: "
                     "\"Address | None\"\n    others: Any\n"),
        "6:9: error[type-mismatch]: \"at\" is Address, but public.homes.at is address: Address.street is int, but "
        "public.address.street is text: values arrive as text, which int does not take\n");
    EXPECT_EQ(
        check_models(kHomes,
                     "class Address(BaseModel):\n    street: str\nclass Home(BaseModel):\n    id: int\n    at: Address\n    "
                     "others: Any\n"),
        "5:9: warning[type-mismatch]: \"at\" is Address, but public.homes.at is address: Address has no field for \"zip\" of the "
        "type public.address\n");
    EXPECT_EQ(check_models(kHomes,
                           "class Home(BaseModel):\n    id: int\n    street: str = Field(validation_alias=AliasPath(\"at\", "
                           "\"street\"))\n    others: Any\n"),
              "")
        << "a part of the column's value";
}

TEST(StrictModels, AFieldMayBeLenient) {
    const char* schema = "CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL, day date NOT NULL);";
    EXPECT_EQ(
        check_models(schema, R"(class Event(BaseModel):
    model_config = ConfigDict(strict=True)
    id: int
    at: AwareDatetime = Field(strict=False)
    day: date
)"),
        "5:10: error[type-mismatch]: \"day\" is date, but public.events.day is date: in strict mode date refuses the plain JSON "
        "value that supabase-py hands over; write Field(strict=False)\n");
}

}  // namespace
}  // namespace rowtype
