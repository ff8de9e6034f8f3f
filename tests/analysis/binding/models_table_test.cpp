// Which table a class belongs to, and in which role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using binding::BoundModel;
using binding::ModelRole;

constexpr const char* kSchema = R"(
    CREATE SCHEMA billing;
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE order_items (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE "Ticket" (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE billing.users (id bigint PRIMARY KEY, total numeric NOT NULL);
    CREATE TABLE billing.invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
)";

// "Class=schema.table" of every bound class.
std::string tables(const std::string& classes, const Settings& settings = {}, const std::string& path = "app/models.py") {
    test::ModelProject project(kSchema);
    project.settings = settings;
    project.file(path, "from pydantic import BaseModel, RootModel\nfrom pydantic_settings import BaseSettings\n" + classes);
    std::string text;
    for (const BoundModel& model : project.models(path)) text += model.class_name + "=" + model.table_name + " ";
    return text;
}

TEST(ModelTables, ByName) {
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n"), "User=public.users ");
    EXPECT_EQ(tables("class Users(BaseModel):\n    id: int\n"), "Users=public.users ");
    EXPECT_EQ(tables("class OrderItemCreate(BaseModel):\n    id: int\n"), "OrderItemCreate=public.order_items ");
    EXPECT_EQ(tables("class Person(BaseModel):\n    id: int\n"), "Person=public.people ");
    EXPECT_EQ(tables("class Ticket(BaseModel):\n    id: int\n"), "Ticket=public.Ticket ");
    EXPECT_EQ(tables("class Invoice(BaseModel):\n    id: int\n"), "Invoice=billing.invoices ") << "the only one of that name";
    EXPECT_EQ(tables("class Invoice(BaseModel):\n    id: int\n    note: str\n"), "") << "of another schema half is not enough";
    EXPECT_EQ(tables("class BillingInvoice(BaseModel):\n    id: int\n    note: str\n"), "BillingInvoice=billing.invoices ");
    EXPECT_EQ(tables("class Person(BaseModel):\n    id: int\n    note: str\n"), "Person=public.people ");
    EXPECT_EQ(tables("class PublicOrderItemsInsert(BaseModel):\n    id: int\n"), "PublicOrderItemsInsert=public.order_items ");
    EXPECT_EQ(tables("class Nothing(BaseModel):\n    id: int\n"), "");
}

TEST(ModelTables, ClassesOfAnotherKindAreJustClasses) {
    EXPECT_EQ(tables("class User:\n    id: int\n"), "");
    EXPECT_EQ(tables("class User(dict):\n    id: int\n"), "");
    EXPECT_EQ(tables("class User(RootModel[int]):\n    id: int\n"), "");
    EXPECT_EQ(tables("class User(BaseSettings):\n    id: int\n"), "");
    EXPECT_EQ(tables("from lib import Base\nclass User(Base):\n    id: int\n"), "");
    EXPECT_EQ(tables("def f():\n    class User(BaseModel):\n        id: int\n"), "") << "a function's own";
    EXPECT_EQ(tables("class User(BaseModel):\n    colour: str\n    size: int\n"), "") << "no field is a column";
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n    a: str\n    b: str\n"), "") << "one of three is";
}

TEST(ModelTables, DirectiveAndConfiguration) {
    EXPECT_EQ(tables("class Bill(BaseModel):  # rowtype: table=billing.invoices\n    id: int\n"), "Bill=billing.invoices ");
    EXPECT_EQ(tables("# rowtype: table=order_items\nclass User(BaseModel):\n    id: int\n"), "User=order_items ");
    Settings settings;
    settings.tables = {{"billing.invoices", "app.models:User"}};
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n", settings), "User=billing.invoices ");
    EXPECT_EQ(tables("class Users(BaseModel):\n    id: int\n", settings), "Users=public.users ");
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n", settings, "app/views.py"), "") << "another module, not of models";
    settings.tables = {{"billing.invoices", "app.views:User"}};
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n", settings, "src/app/views.py"), "User=billing.invoices ");
}

TEST(ModelTables, UnknownTablesOfDirectives) {
    test::ModelProject project(kSchema);
    project.file("app/models.py",
                 "from pydantic import BaseModel\n\n\nclass Bill(BaseModel):  # rowtype: table=public.invoice\n    id: int\n");
    EXPECT_THAT(project.check("app/models.py"),
                testing::HasSubstr("error[unknown-table]: the database has no table or view \"public.invoice\""));
}

TEST(ModelTables, SearchPath) {
    Settings settings;
    settings.search_path = {"billing", "public"};
    EXPECT_EQ(tables("class User(BaseModel):\n    id: int\n", settings), "User=billing.users ");
}

TEST(ModelTables, PlatformTablesAreNeverMeantByName) {
    test::ModelProject project("CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY);");
    project.file("app/models.py", "from pydantic import BaseModel\nclass User(BaseModel):\n    id: str\n");
    EXPECT_TRUE(project.models("app/models.py").empty());
}

TEST(ModelTables, LookalikesOutsideOfModelFiles) {
    test::ModelProject project(kSchema);
    project.file("app/api.py",
                 "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    nick: str\n\n\n"
                 "class Person(BaseModel):\n    id: int\n    a: int\n    b: int\n");
    const engine::Analysis analysis = project.analyse("app/api.py");
    EXPECT_TRUE(analysis.findings.empty());
    EXPECT_THAT(analysis.statistics.unchecked_lookalikes, testing::ElementsAre("User ~ public.users"))
        << "half of its fields are columns";
    test::ModelProject generated(kSchema);
    generated.file("app/database_types.py",
                   "from pydantic import BaseModel\n\n\nclass PublicUsers(BaseModel):\n    id: int\n    name: str\n");
    EXPECT_EQ(generated.models("app/database_types.py").size(), 1U) << "Supabase's generated module";
}

}  // namespace
}  // namespace rowtype
