// [[databases]]: files of one folder that are about different databases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfiguration =
    "[[databases]]\nname = \"legacy\"\npaths = [\"legacy/**\"]\nsource = \"migrations\"\npath = \"legacy/schema.sql\"\n";

class Databases : public CommandProject {
protected:
    Databases() {
        folder_.write("rowtype.toml", kConfiguration);
        folder_.write("legacy/schema.sql", "create table members (number bigint primary key, surname text);\n");
        write_module("app/a.py", "client.table('users').select('id, nmae').execute()\n");
        write_module("legacy/b.py", "client.table('members').select('number, nmae').execute()\n");
    }
};

TEST_F(Databases, EachFileIsCheckedAgainstItsOwn) {
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:3:35: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("legacy/b.py:3:41: error[unknown-column] public.members has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("Schema: supabase/migrations (1 file), 2 relations\n"));
    EXPECT_THAT(out(), HasSubstr("Schema: legacy: legacy/schema.sql, 1 relation\n"));
    EXPECT_EQ(run({"check", "legacy"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr("supabase/migrations"))) << "what no file is about is not read";
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitFindings);
    const auto report = nlohmann::json::parse(out());
    EXPECT_EQ(report["projects"].size(), 2U);
    EXPECT_FALSE(report["projects"][0].contains("name"));
    EXPECT_EQ(report["projects"][1]["name"], "legacy");
}

TEST_F(Databases, ASchemaThatIsNamedIsThatOfAllFiles) {
    EXPECT_EQ(run({"check", "--schema", "migrations:legacy/schema.sql"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("no table or view \"users\""));
    EXPECT_THAT(out(), HasSubstr("public.members has no column \"nmae\""));
}

TEST_F(Databases, WhatCannotBeReadIsNamed) {
    folder_.write("rowtype.toml",
                  "[[databases]]\nname = \"legacy\"\npaths = [\"legacy/**\"]\nsource = \"snapshot\"\npath = \"no.json\"\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("database \"legacy\": the schema snapshot cannot be read"));
}

TEST_F(Databases, CommandsTakeOneByItsName) {
    EXPECT_NE(run({"show", "members"}), kExitClean);
    EXPECT_EQ(run({"show", "--database", "legacy", "members"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("surname"));
    EXPECT_EQ(run({"show", "--database", "legasy", "members"}), kExitUsage);
    EXPECT_THAT(
        errors(),
        HasSubstr("rowtype.toml: no database is called \"legasy\": did you mean \"legacy\"?\n  the configuration has legacy\n"));
    EXPECT_EQ(run({"pull", "--database", "legacy"}), kExitClean);
    EXPECT_TRUE(exists(".rowtype/legacy.json"));
    EXPECT_EQ(run({"diff", "--database", "legacy", "snapshot:.rowtype/legacy.json"}), kExitClean);
    EXPECT_EQ(run({"diff", "snapshot:.rowtype/legacy.json"}), kExitFindings);
}

TEST_F(Databases, EachHasABaselineOfItsOwn) {
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_TRUE(exists(".rowtype/baseline.json"));
    EXPECT_TRUE(exists(".rowtype/baseline.legacy.json"));
    EXPECT_EQ(run({"check"}), kExitClean);
    write_module("legacy/b.py", "client.table('members').select('number').execute()\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_EQ(run({"check", "--no-baseline"}), kExitFindings);
}

TEST_F(Databases, AFolderMayHaveAConfigurationOfItsOwnInstead) {
    folder_.write("rowtype.toml", "");
    folder_.write("legacy/rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"schema.sql\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:3:35: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("legacy/b.py:3:41: error[unknown-column] public.members has no column \"nmae\""));
}

TEST_F(Databases, CallsOfTheProjectsOwnLayerAreCounted) {
    folder_.write(
        "rowtype.toml",
        "[[calls]]\ncall = \"*.pick\"\nparameters = [\"table\", \"columns\"]\ntable = \"table\"\ncolumns = \"columns\"\n");
    folder_.write("app/a.py",
                  "def load(layer, table):\n    layer.pick('users', ['id', 'nmae'])\n    layer.pick(table, ['id'])\n");
    EXPECT_EQ(run({"check", "--statistics", "app"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py:2:33: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("  queries    2 seen, 1 checked\n               1 not: the table's name is not a constant\n"));
}

}  // namespace
}  // namespace rowtype::cli
