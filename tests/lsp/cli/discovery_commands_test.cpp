// What a user sees of the schema that was taken, or not, where nothing names one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;

class DiscoveryCommands : public EmptyProject {};

TEST_F(DiscoveryCommands, AConfiguredPackageIsCheckedAgainstItsOwnMigrations) {
    folder_.write("supabase/migrations/20260101000000_users.sql", "create table users (id int primary key);\n");
    folder_.write("services/billing/migrations/1.sql", "create table invoices (id int primary key);\n");
    write_module("services/billing/app.py", "client.table('invoices').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << "nothing says that the package is apart";

    folder_.write("services/billing/pyproject.toml", "[tool.rowtype]\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    EXPECT_EQ(run({"check", "services/billing"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Schema: migrations (1 file), 1 relation\n"));
    EXPECT_THAT(out(), HasSubstr("found as well and left: ../../supabase/migrations"));
}

// The root's own scripts could use either package's schema: that is no reason to leave the packages.
TEST_F(DiscoveryCommands, PackagesAreCheckedWhereOnlyTheRootIsAmbiguous) {
    for (const std::string name : {"api", "web"}) {
        folder_.write(name + "/pyproject.toml", "[project]\nname = \"x\"\n");
        folder_.write(name + "/migrations/1.sql", "create table " + name + "_users (id int primary key);\n");
        write_module(name + "/app.py", "client.table('" + name + "_users').select('id').execute()\n");
    }
    folder_.write("tool.py", "print(1)\n");
    EXPECT_EQ(run({"check"}), kExitClean) << errors();
    EXPECT_EQ(errors(), "") << "nothing at the root concerns a schema";
    EXPECT_THAT(out(), HasSubstr("Checked 0 models, 2 queries and 0 SQL statements in 3 files"));

    write_module("script.py", "client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("1 input was NOT ANALYSED:\n  script.py: there are 2 equally likely schemas"));
    EXPECT_THAT(errors(), HasSubstr("; the rest is checked\n  choose: --schema migrations:api/migrations or "));
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_EQ(run({"check", "script.py"}), kExitNoSchema) << "alone it cannot be checked at all";

    folder_.write("rowtype.toml", "[schema]\nsource = \"snapshot\"\npath = \"missing.json\"\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema) << "what somebody named must be there";
}

}  // namespace
}  // namespace rowtype::cli
