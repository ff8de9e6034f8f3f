// Models that are no classes of pydantic 2: dataclasses, TypedDicts, NamedTuples, Structs, attrs, SQLModel without a table, pydantic 1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using testing::HasSubstr;

constexpr const char* kOrders =
    "CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid NOT NULL, amount numeric(8,2) NOT NULL, note text);";

std::string check(const std::string& text, bool hints = false, const char* schema = kOrders) {
    test::ModelProject project(schema);
    project.file("app/models.py", text);
    return project.check("app/models.py", hints);
}

TEST(ModelStyles, NamesOfEveryKindOfClass) {
    const std::string body = "    id: int\n    user_id: UUID\n    amount: Decimal\n    gone: int\n";
    const std::string lacks = ": error[missing-field]: Order lacks the column \"note\" (text, nullable) of public.orders\n";
    const std::string imports = "from uuid import UUID\nfrom decimal import Decimal\n";
    struct Kind {
        std::string head;
        std::string end;
    };
    const std::string unheard = "\"gone\"; no row has it\n";
    const std::string refused = "\"gone\"; the field is required, so every row is refused\n";
    const std::vector<Kind> kinds = {{"from dataclasses import dataclass\n@dataclass(slots=True)\nclass Order:\n", unheard},
                                     {"from typing import TypedDict\n\nclass Order(TypedDict):\n", unheard},
                                     {"from typing import NamedTuple\n\nclass Order(NamedTuple):\n", unheard},
                                     {"from attrs import define\n@define\nclass Order:\n", unheard},
                                     {"import attr\n@attr.s(auto_attribs=True)\nclass Order:\n", unheard},
                                     {"import msgspec\n\nclass Order(msgspec.Struct):\n", refused},
                                     {"from sqlmodel import SQLModel\n\nclass Order(SQLModel):\n", refused},
                                     {"from pydantic.v1 import BaseModel\n\nclass Order(BaseModel):\n", refused}};
    for (const Kind& kind : kinds) {
        EXPECT_EQ(check(imports + kind.head + body),
                  "5:7" + lacks + "9:5: error[stale-field]: public.orders has no column " + kind.end)
            << kind.head;
    }
}

TEST(ModelStyles, WhatIsNotRequired) {
    const std::string fields = "    id: int\n    user_id: UUID\n    amount: Decimal\n    note: str | None\n";
    const auto severity = [&](const std::string& head, const std::string& field) {
        const std::string found = check(
            "from dataclasses import InitVar, dataclass, field\nfrom typing import ClassVar, NamedTuple, NotRequired, Required, "
            "TypedDict\nfrom uuid import UUID\nfrom decimal import Decimal\nimport attrs, "
            "msgspec\n" +
            head + fields + "    " + field + "\n");
        return found.find("error[stale-field]") != std::string::npos     ? "error"
               : found.find("warning[stale-field]") != std::string::npos ? "warning"
                                                                         : "none";
    };
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: int"), "error");
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: int = field(default=3)"), "warning");
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: list[int] = field(default_factory=list)"), "warning");
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: int = field(init=False)"), "none");
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: InitVar[int]"), "none");
    EXPECT_STREQ(severity("@dataclass\nclass Order:\n", "gone: ClassVar[int] = 3"), "none");
    EXPECT_STREQ(severity("@attrs.define\nclass Order:\n", "gone: int = attrs.field()"), "error");
    EXPECT_STREQ(severity("@attrs.define\nclass Order:\n", "gone: int = attrs.field(factory=int)"), "warning");
    EXPECT_STREQ(severity("class Order(TypedDict):\n", "gone: int"), "error");
    EXPECT_STREQ(severity("class Order(TypedDict):\n", "gone: NotRequired[int]"), "warning");
    EXPECT_STREQ(severity("class Order(TypedDict, total=False):\n", "gone: int"), "warning");
    EXPECT_STREQ(severity("class Order(TypedDict, total=False):\n", "gone: Required[int]"), "error");
    EXPECT_STREQ(severity("class Order(NamedTuple):\n", "gone: int = 0"), "warning");
    EXPECT_STREQ(severity("class Order(msgspec.Struct):\n", "gone: int = msgspec.field(default=0)"), "warning");
}

TEST(ModelStyles, TypesThatContradictWhateverTheWay) {
    const std::string head = "from dataclasses import dataclass\nfrom datetime import datetime\n@dataclass\nclass Order:\n";
    EXPECT_EQ(
        check(head + "    id: str\n    user_id: str\n    amount: float\n    note: str | None\n"),
        "5:9: error[type-mismatch]: \"id\" is str, but public.orders.id is bigint: a dataclass keeps values as they come, for "
        "example 5; write int\n")
        << "a uuid is a str from some drivers and in JSON, and who converts amounts cannot be told";
    EXPECT_EQ(check(head + "    id: str\n    user_id: str\n    amount: float\n    note: str | None\n"
                           "    def __post_init__(self):\n        self.id = str(self.id)\n"),
              "")
        << "it converts";
    EXPECT_EQ(check(head + "    id: int\n    user_id: str\n    amount: float\n    note: str\n"),
              "8:11: warning[nullable-mismatch]: \"note\" does not accept None, but public.orders.note is nullable: None arrives "
              "whatever it says\n");
}

TEST(ModelStyles, OtherNamesOfFields) {
    EXPECT_EQ(check("import msgspec\nfrom uuid import UUID\nclass Order(msgspec.Struct):\n    id: int\n    owner: UUID = "
                    "msgspec.field(name=\"user_id\")\n    amount: float\n    note: str | None\n"),
              "");
    EXPECT_EQ(check("import msgspec\nclass Item(msgspec.Struct, rename=\"camel\"):\n    id: int\n    display_name: str\n", false,
                    "CREATE TABLE items (id int PRIMARY KEY, \"displayName\" text NOT NULL);"),
              "");
    EXPECT_EQ(check("import attr\n@attr.s\nclass Order:\n    id = attr.ib()\n    user_id = attr.ib(type=str)\n    amount = "
                    "attr.ib(converter=float)\n    note = attr.ib(default=None)\n"),
              "");
}

TEST(ModelStyles, SqlModels) {
    EXPECT_EQ(
        check("from uuid import UUID\nfrom sqlmodel import Field, Relationship, SQLModel\nclass OrderBase(SQLModel):\n"
              "    user_id: UUID\n    amount: int\nclass OrderRow(OrderBase):\n    id: int = Field(gt=0)\n    note: str | None\n"
              "    lines: list[\"Line\"] = Relationship()\n"),
        "5:13: warning[type-mismatch]: \"amount\" is int, but public.orders.amount is numeric(8,2): int refuses fractions, for "
        "example 1.5; write Decimal\n"
        "7:9: warning[type-mismatch]: \"id\" is int, but public.orders.id is bigint: gt=0 refuses values that the column may "
        "hold, and no CHECK excludes them\n");
    EXPECT_EQ(check("from sqlmodel import Field, SQLModel\nclass Order(SQLModel, table=True):\n    __tablename__ = \"orders\"\n"
                    "    id: int | None = Field(default=None, primary_key=True)\n")
                  .find("is required"),
              std::string::npos)
        << "a table's class is a mapper's";
    EXPECT_EQ(
        check("from sqlmodel import SQLModel\nclass OrderCreate(SQLModel):\n    amount: float\n    note: str\n    coupon: str\n"),
        "")
        << "what an API takes: its table's own class is what is written";
}

TEST(ModelStyles, PydanticOne) {
    const std::string head = "from pydantic.v1 import BaseModel, Field, validator\nfrom uuid import UUID\n";
    EXPECT_EQ(
        check(head + "class Order(BaseModel):\n    id: int\n    owner: UUID = Field(..., alias=\"user_id\")\n    amount: int\n"
                     "    note: str\n    extra: str | None\n"),
        "6:13: warning[type-mismatch]: \"amount\" is int, but public.orders.amount is numeric(8,2): int cuts off fractions, for "
        "example 1.5; write Decimal\n"
        "7:11: error[nullable-mismatch]: \"note\" does not accept None, but public.orders.note is nullable\n"
        "8:5: warning[stale-field]: public.orders has no column \"extra\"\n")
        << "Optional without a default defaults to None there";
    EXPECT_EQ(
        check(head + "class Order(BaseModel):\n    id: str\n    user_id: int | str\n    amount: str\n    note: str | None\n"), "")
        << "it makes text of numbers, and takes the first arm that fits";
    EXPECT_EQ(
        check(head +
              "class Order(BaseModel):\n    id: int\n    user_id: UUID\n    amount: float\n    note: str = None\n"
              "class OrderRow(BaseModel):\n    id: int\n    user_id: UUID\n    amount: float\n    note: str = Field(None)\n")
            .find("nullable-mismatch"),
        std::string::npos)
        << "a default of None makes it Optional there";
    EXPECT_EQ(check(head + "class Order(BaseModel):\n    id: int\n    user_id: UUID\n    amount: float\n    memo: str\n"
                           "    class Config:\n        fields = {\"memo\": \"note\"}\n")
                  .find("error"),
              std::string::npos);
}

}  // namespace
}  // namespace rowtype
