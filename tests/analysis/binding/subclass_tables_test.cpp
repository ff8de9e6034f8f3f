// Chains of a base class whose table its subclasses name: what is said of their columns, in the base.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using ::testing::HasSubstr;

constexpr const char* kSchema =
    "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);"
    "CREATE TABLE orders (id bigint PRIMARY KEY, owner_id bigint, total numeric);"
    "CREATE TABLE notes (id bigint PRIMARY KEY, owner_id bigint, total numeric);";

constexpr const char* kBase = R"(from supabase import Client


class Repository:
    table_name: str
    key = "id"

    def __init__(self, client: Client):
        self.client = client

    def get(self, value):
        return self.client.table(self.table_name).select("*").eq("user_id", value).execute()

    def by_key(self, value):
        return self.client.table(self.table_name).select("id").eq(self.key, value).execute()

    def owned(self, value):
        query = self.client.table(self.table_name).select("id")
        return query.eq("owner_id", value).execute()
)";

struct Project {
    test::ModelProject project{kSchema};

    explicit Project(const std::string& base = kBase) {
        project.file("app/__init__.py", "");
        project.file("app/base.py", base);
    }
    Project& with(const std::string& name, const std::string& text) {
        project.file("app/" + name + ".py", text);
        return *this;
    }
    // In the base.
    [[nodiscard]] std::string findings() const { return project.check("app/base.py"); }
};

std::string orders(const std::string& body = "    table_name = \"orders\"\n") {
    return "from app.base import Repository\nclass Orders(Repository):\n" + body;
}

TEST(SubclassTables, AColumnThatTheOnlyTableLacks) {
    EXPECT_EQ(Project().with("orders", orders()).findings(),
              "12:67: error[unknown-column]: public.orders, the table of Orders, has no column \"user_id\"\n");
}

TEST(SubclassTables, AColumnThatNoneOfThemHas) {
    const std::string notes =
        "from .base import Repository as Base\nclass Notes(Base):\n    def __init__(self, client):\n"
        "        super().__init__(client)\n        self.table_name = \"notes\"\n";
    EXPECT_EQ(
        Project().with("orders", orders()).with("notes", notes).findings(),
        "12:67: error[unknown-column]: none of public.notes and public.orders, the tables of Notes and Orders, has a column "
        "\"user_id\"\n");
}

TEST(SubclassTables, AColumnThatSomeHave) {
    const std::string base =
        "from supabase import Client\nclass Repository:\n    table_name = None\n"
        "    def __init__(self, client: Client):\n        self.client = client\n"
        "    def owned(self, value):\n"
        "        return self.client.table(self.table_name).select(\"id\").eq(\"owner_id\", value).execute()\n";
    const std::string users = "from app.base import Repository\nclass Users(Repository):\n    table_name = \"users\"\n";
    EXPECT_EQ(Project(base).with("orders", orders()).with("users", users).findings(), "") << "it may not be for users";
    EXPECT_THAT(Project(base).with("users", users).findings(),
                HasSubstr("public.users, the table of Users, has no column \"owner_id\""));
}

TEST(SubclassTables, SubclassesInTheSameFileAndOfSubclasses) {
    EXPECT_THAT(Project(std::string(kBase) + "\n\nclass Orders(Repository):\n    table_name = \"orders\"\n").findings(),
                HasSubstr("the table of Orders"));
    const std::string middle = "from app.base import Repository\nclass Owned(Repository):\n    pass\n";
    const std::string leaf = "import app.middle\nclass Orders(app.middle.Owned):\n    table_name = \"orders\"\n";
    EXPECT_THAT(Project().with("middle", middle).with("leaf", leaf).findings(), HasSubstr("the table of Orders"));
    EXPECT_EQ(Project().with("middle", middle).findings(), "") << "nobody names a table";
}

TEST(SubclassTables, WhatAnotherMethodBegins) {
    const std::string base =
        "from supabase import Client\nclass Repository:\n    def __init__(self, client: Client):\n"
        "        self.client = client\n    def _table(self):\n        return self.client.table(self.table_name)\n"
        "    def owned(self, value):\n        return self._table().select(\"id\").eq(\"owner\", value).execute()\n";
    EXPECT_EQ(Project(base).with("orders", orders()).findings(),
              "8:47: error[unknown-column]: public.orders, the table of Orders, has no column \"owner\"\n");
    EXPECT_EQ(Project(base)
                  .with("orders", orders("    table_name = \"orders\"\n    def _table(self):\n        return other()\n"))
                  .findings(),
              "");
}

TEST(SubclassTables, AttributesOfTheSubclass) {
    EXPECT_THAT(Project().with("orders", orders("    table_name = \"orders\"\n    key = \"number\"\n")).findings(),
                HasSubstr("15:67: error[unknown-column]: public.orders, the table of Orders, has no column \"number\""))
        << "where the base asks for it";
    std::string base = kBase;
    base.replace(base.find("key = \"id\""), 10, "key = \"no\"");
    EXPECT_THAT(Project(base).with("orders", orders()).findings(), HasSubstr("has no column \"no\""));
    EXPECT_THAT(Project(base).with("orders", orders("    table_name = \"orders\"\n    key = \"id\"\n")).findings(),
                Not(HasSubstr("\"no\"")));
}

TEST(SubclassTables, WhatIsNotUnderstoodMutes) {
    const auto findings = [](const std::string& other) {
        return Project().with("orders", orders()).with("other", other).findings();
    };
    const std::string import = "from app.base import Repository\n";
    EXPECT_EQ(findings(import + "class Other(Repository):\n    table_name = name()\n"), "");
    EXPECT_EQ(findings(import + "class Other(Repository):\n    pass\n"), "");
    EXPECT_EQ(findings(import + "class Other(Repository):\n    table_name = \"nowhere\"\n"), "") << "said where it is named";
    EXPECT_EQ(
        findings(import + "class Other(Repository):\n    def __init__(self, client, name):\n        self.table_name = name\n"),
        "");
    EXPECT_EQ(findings(import + "def test():\n    class Fake(Repository):\n        table_name = \"users\"\n"), "");
    EXPECT_EQ(
        findings(import + "class Other(Repository):\n    table_name = \"users\"\n    def get(self, value):\n        return []\n"),
        "")
        << "another method";
    EXPECT_THAT(findings("class Repository:\n    pass\nclass Other(Repository):\n    table_name = name()\n"),
                HasSubstr("the table of Orders"))
        << "another class of that name";
}

TEST(SubclassTables, TablesThatConstructorsHandOn) {
    const auto base = [](const std::string& bases, const std::string& decorator) {
        return "from abc import ABC, abstractmethod\nfrom supabase import Client\nclass Repository" + bases +
               ":\n    def __init__(self, client: Client, table_name: str):\n        self.client = client\n"
               "        self.table_name = table_name\n" +
               decorator + "    def label(self): ...\n" +
               "    def owned(self, value):\n        return self.client.table(self.table_name).select(\"owner\").execute()\n";
    };
    const std::string made = "    def __init__(self, client):\n        super().__init__(client, \"orders\")\n";
    EXPECT_THAT(Project(base("(ABC)", "    @abstractmethod\n")).with("orders", orders(made)).findings(),
                HasSubstr("the table of Orders"));
    EXPECT_EQ(Project(base("(ABC)", "")).with("orders", orders(made)).findings(), "")
        << "objects of it may be made, with any table";
    EXPECT_EQ(Project(base("", "    @abstractmethod\n")).with("orders", orders(made)).findings(), "");
}

TEST(SubclassTables, ABaseThatMayHaveAnyTable) {
    std::string base = kBase;
    base.replace(base.find("self.client = client"), 20, "self.client = client\n        self.table_name = client.name");
    EXPECT_EQ(Project(base).with("orders", orders()).findings(), "");
    base = kBase;
    base.replace(base.find("    table_name: str\n"), 20,
                 "    @property\n    @abstractmethod\n    def table_name(self) -> str:\n        raise NotImplementedError\n");
    EXPECT_THAT(Project("from abc import abstractmethod\n" + base)
                    .with("orders", orders("    @property\n    def table_name(self):\n        return \"orders\"\n"))
                    .findings(),
                HasSubstr("the table of Orders"));
}

}  // namespace
}  // namespace rowtype
