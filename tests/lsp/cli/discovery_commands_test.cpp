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

}  // namespace
}  // namespace rowtype::cli
