// Whole commands, run inside this process on small projects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lsp/cli/cli.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/redaction.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr const char* kSchema =
    "create type mood as enum ('sad', 'ok');\n"
    "create table users (id bigint generated always as identity primary key, name text not null, nick text);\n"
    "create table orders (id bigint primary key, user_id bigint not null references users (id));\n";
constexpr const char* kClient = "from supabase import create_client\nclient = create_client('http://x', 'key')\n";

class Commands : public EmptyProject {
protected:
    void write_schema() { folder_.write("supabase/migrations/1.sql", kSchema); }
    void write_query(const std::string& file, const std::string& query) { folder_.write(file, kClient + query + "\n"); }
    // rowtype-db played by a script that answers with a snapshot of one table.
    void write_database(const std::string& table) {
        catalog::CatalogData data;
        data.schemas = {"public"};
        catalog::Relation relation;
        relation.name = {"public", table};
        catalog::Column column;
        column.name = "id";
        column.type.name = {"pg_catalog", "int8"};
        relation.columns.push_back(column);
        data.relations.push_back(relation);
        folder_.write("database/answer.json", snapshot::write_snapshot(catalog::Catalog(data)));
        script("cat > /dev/null; cat '" + folder_.path() + "/database/answer.json'");
    }
    void script(const std::string& text) {
        const std::string file = folder_.write("database/rowtype-db", "#!/bin/sh\n" + text + "\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        ::setenv("ROWTYPE_DB_PROGRAM", file.c_str(), 1);
    }
};

TEST_F(Commands, CheckFindsAWrongColumn) {
    write_schema();
    write_query("app/a.py", "client.table('users').select('id, nmae').execute()");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(),
                HasSubstr("app/a.py:3:35: error[unknown-column] public.users has no column \"nmae\": did you mean \"name\"?"));
    EXPECT_THAT(out(), HasSubstr("= help: fix available: Replace by \"name\""));
    EXPECT_THAT(out(), HasSubstr("Found 1 error"));
    EXPECT_THAT(out(), HasSubstr("Schema: supabase/migrations (1 file), 2 relations\n"))
        << "those of the platform are not counted";
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(Commands, CleanProjectIsCleanAndSaysWhatWasChecked) {
    write_schema();
    write_query("app/a.py", "client.table('users').select('id, name').execute()");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("No disagreement between code and schema was found."));
    EXPECT_THAT(out(), HasSubstr("1 query"));
    EXPECT_EQ(run({"check", "--output-format", "table"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("All schemas are conformant!"));
}

TEST_F(Commands, NothingToCheckIsSaid) {
    write_schema();
    folder_.write("app/a.py", "print('hello')\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Nothing was checked"));
}

TEST_F(Commands, FailLevelDecidesTheExitCode) {
    write_schema();
    write_query("a.py", "client.table('users').select('nmae').execute()");
    folder_.write("rowtype.toml", "[rules]\nunknown-column = \"warning\"\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("warning[unknown-column]"));
    EXPECT_EQ(run({"check", "--fail-on", "warning"}), kExitFindings);
    EXPECT_EQ(run({"check", "--fail-on", "warning", "--exit-zero"}), kExitClean);
    EXPECT_EQ(run({"check", "--fail-on", "never"}), kExitClean);
    folder_.write("rowtype.toml", "fail-on = \"warning\"\n[rules]\nunknown-column = \"warning\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
}

TEST_F(Commands, ConfigurationMistakesAreSaidAtTheirPlace) {
    write_schema();
    write_query("app/a.py", "client.table('users').select('id').execute()");
    folder_.write("pyproject.toml", "[project]\nname = \"x\"\n[tool.rowtype]\nmodles = [\"app/**\"]\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_EQ(errors(), "pyproject.toml:4:1: error: unknown key \"modles\": did you mean \"models\"?\n");
    EXPECT_THAT(out(), IsEmpty());
    EXPECT_EQ(run({"check", "--config", "missing.toml"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("missing.toml"));
}

TEST_F(Commands, ADatabaseWithoutTheListedSchemasSaysWhichThereAre) {
    write_database("users");
    ::setenv("DATABASE_URL", "postgresql://localhost/shop", 1);
    folder_.write("rowtype.toml", "schemas = [\"nope\"]\n[schema]\nsource = \"postgres\"\n");
    write_query("a.py", "client.table('users').select('id').execute()");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_THAT(
        errors(),
        HasSubstr("rowtype.toml:1:12: localhost:5432/shop has no schema \"nope\", which `schemas` lists; there are public\n"));
}

// A monorepo: each file under its own configuration and its own schema.
TEST_F(Commands, EachFolderIsCheckedUnderItsOwnConfiguration) {
    folder_.write("rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"migrations\"\n");
    folder_.write("migrations/1.sql", kSchema);
    write_query("app.py", "client.table('users').select('id, extra').execute()");
    folder_.write("services/films/rowtype.toml", "fail-on = \"never\"\nexclude = [\"old\"]\n");
    folder_.write("services/films/migrations/1.sql", "create table films (id int);\n");
    write_query("services/films/a.py", "client.table('films').select('id, extra').execute()");
    write_query("services/films/old/b.py", "client.table('users').select('id').execute()");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(
        out(),
        HasSubstr("Schema: migrations (1 file), 2 relations\nSchema of services/films: migrations (1 file), 1 relation\n"));
    EXPECT_THAT(out(), HasSubstr("public.users has no column \"extra\""));
    EXPECT_THAT(out(), HasSubstr("public.films has no column \"extra\""));
    EXPECT_THAT(out(), HasSubstr("Found 2 errors."));
    EXPECT_THAT(out(), HasSubstr("against 3 relations"));

    EXPECT_EQ(run({"check", "--output-format", "json", "services", "app.py"}), kExitFindings);
    const nlohmann::json report = nlohmann::json::parse(out());
    EXPECT_EQ(report["database"], "migrations");
    ASSERT_EQ(report["projects"].size(), 2U);
    EXPECT_EQ(report["projects"][1]["configuration"], "services/films/rowtype.toml");
    EXPECT_EQ(report["projects"][1]["database"], "services/films/migrations");
    EXPECT_EQ(report["issues"][0]["file"], "app.py");
    EXPECT_EQ(report["issues"][1]["file"], "services/films/a.py");

    EXPECT_EQ(run({"check", "--output-format", "markdown"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("against the schema of migrations (1 file) and 1 further schema.\n"));
    folder_.write("services/films/migrations/2.sql", "do $$ begin execute x; end $$;\n");
    EXPECT_EQ(run({"check", "--output-format", "sarif"}), kExitFindings);
    const auto notified = nlohmann::json::parse(out())["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    ASSERT_EQ(notified.size(), 1U) << "what the inner schema could not take in is said too";
    EXPECT_EQ(notified[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "services/films/migrations/2.sql");
    std::filesystem::remove(folder_ / "services/films/migrations/2.sql");

    std::filesystem::remove(folder_ / "app.py");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Schema: migrations")) << "one project alone";
    folder_.write("app.py", "");
    EXPECT_EQ(run({"check"}), kExitClean) << "what is left is below a configuration that never fails";
    EXPECT_EQ(run({"check", "services/films"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("Schema of")));
    folder_.write("services/films/rowtype.toml", "modles = []\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("services/films/rowtype.toml:1:1: error: unknown key"));
    folder_.write("services/films/rowtype.toml", "[schema]\nsource = \"snapshot\"\npath = \"missing.json\"\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("missing.json"));
}

TEST_F(Commands, TwoConfigurationsOfOneFolderAreBothNamed) {
    write_schema();
    write_query("a.py", "client.table('users').select('id').execute()");
    folder_.write("rowtype.toml", "");
    folder_.write("pyproject.toml", "[tool.rowtype]\nfail-on = \"never\"\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr(folder_ / "rowtype.toml" + " and [tool.rowtype] of " + folder_ / "pyproject.toml" +
                                    " both configure this folder: rowtype.toml holds"));
}

TEST_F(Commands, NoSchemaIsACodeOfItsOwnWithARemedy) {
    write_query("app/a.py", "client.table('users').select('id').execute()");
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("no schema was found"));
    EXPECT_THAT(errors(), HasSubstr("--schema migrations:PATH"));
    EXPECT_EQ(run({"check", "--schema", "snapshot:nothing.json"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("rowtype pull"));
    EXPECT_EQ(run({"check", "--database-url-env", "ROWTYPE_TEST_UNSET"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("ROWTYPE_TEST_UNSET"));
}

TEST_F(Commands, WhatCannotBeAnalysedIsNeverClean) {
    write_schema();
    write_query("deep.py",
                "x = " + std::string(10'000, '(') + std::string(10'000, ')') + "\nclient.table('users').select('id').execute()");
    EXPECT_EQ(run({"check"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("1 input was NOT ANALYSED"));
    EXPECT_THAT(out(), Not(HasSubstr("No disagreement")));
    EXPECT_EQ(run({"check", "--allow-not-analysed"}), kExitClean);
    EXPECT_EQ(run({"check", "--exit-zero"}), kExitClean);
    write_query("wrong.py", "client.table('users').select('nmae').execute()");
    EXPECT_EQ(run({"check"}), kExitFindings) << "findings come first";
}

TEST_F(Commands, HugeAndOddFilesAreNoProblem) {
    write_schema();
    std::string huge = kClient;
    while (huge.size() < 10'000'000) huge += "client.table('users').select('nmae').execute()\n";
    folder_.write("huge.py", huge);
    folder_.write("plain_huge.py", "# " + std::string(10'000'000, 'x') + "\n");
    folder_.write("empty.py", "");
    folder_.write("binary.py", std::string("\xFF\xFE\x00.table('users')\x00", 20));
    write_query("crlf.py", "\r\nclient.table('users').select(\r\n  'nmae').execute()\r\n");
    folder_.write("bom.py", "\xEF\xBB\xBF" + std::string(kClient) + "client.table('users').select('nmae').execute()\n");
    write_query("half.py", "client.table('users').select('nmae').execute()\ndef broken(:\n  x = [");
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitFindings);
    const auto report = nlohmann::json::parse(out());
    std::set<std::string> files;
    for (const auto& issue : report["issues"]) files.insert(issue["file"]);
    EXPECT_THAT(files, ::testing::IsSupersetOf({"crlf.py", "bom.py", "half.py"}));
    EXPECT_EQ(report["summary"]["not_analysed"], 2) << "huge.py and binary.py: the plain one cannot hold a fact";
    ASSERT_EQ(report["not_analysed_files"].size(), 2U);
    EXPECT_EQ(report["not_analysed_files"][0]["file"], "binary.py");
    EXPECT_EQ(report["not_analysed_files"][1]["file"], "huge.py");
    EXPECT_THAT(report["not_analysed_files"][1]["reason"].get<std::string>(), HasSubstr("are analysed"));
    for (const auto& issue : report["issues"]) {
        if (issue["file"] == "crlf.py") {
            EXPECT_EQ(issue["line"], 5);
        }
    }
}

// One line that holds a program: each finding at its own column, and no look through the whole line for each.
TEST_F(Commands, ManyFindingsOnOneLineStandAtTheirColumns) {
    write_schema();
    constexpr int kCalls = 1000;
    std::string chain = "client.table('users').select('id')";
    for (int i = 0; i < kCalls; ++i) chain += i % 2 == 0 ? ".eq('nmae', 'é')" : ".eq('nam', 1)";
    write_query("a.py", chain + ".execute()");
    EXPECT_EQ(run({"check", "--output-format", "json", "--output-format", "full:text"}), kExitFindings);
    const nlohmann::json report = nlohmann::json::parse(out());
    const nlohmann::json& issues = report["issues"];
    ASSERT_EQ(issues.size(), static_cast<std::size_t>(kCalls));
    int column = static_cast<int>(std::string("client.table('users').select('id')").size()) + 6;
    for (std::size_t i = 0; i < issues.size(); ++i) {
        const bool is_even = i % 2 == 0;
        EXPECT_EQ(issues[i]["column"], column) << i;
        EXPECT_EQ(issues[i]["end_column"], column + (is_even ? 4 : 3)) << i;
        column += is_even ? 16 : 13;
    }
    EXPECT_THAT(folder_.read("text"), HasSubstr("Found 1000 errors"));
}

TEST_F(Commands, JsonIsTheWholeOutputAndAFileBesideTheText) {
    write_schema();
    write_query("a.py", "client.table('users').select('nmae').execute()");
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitFindings);
    EXPECT_EQ(nlohmann::json::parse(out())["summary"]["errors"], 1);
    EXPECT_EQ(run({"check", "-o", "reports/conformance.json"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("error[unknown-column]"));
    EXPECT_EQ(nlohmann::json::parse(folder_.read("reports/conformance.json"))["issues"][0]["rule"], "unknown-column");
    folder_.write("blocked", "");
    EXPECT_EQ(run({"check", "-o", "blocked/report.json"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("error: "));
}

TEST_F(Commands, ConsentNamesTheProjectInFull) {
    const TemporaryFolder home;
    ::setenv("XDG_CONFIG_HOME", home.path().c_str(), 1);
    folder_.write("rowtype.toml", "[schema]\nsource = \"postgres\"\nurl-env = \"SHOP_URL\"\n");
    folder_.write(".env", "SHOP_URL=postgres://app:secret@db.example.com/shop\n");
    EXPECT_EQ(run({"consent", "allow", "."}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr(") for " + folder_.path() + ".\n"));
    EXPECT_EQ(run({"consent", "never"}), kExitClean);
    EXPECT_EQ(out(), "The editor may open no database that " + folder_.path() + " names.\n");
    ::unsetenv("XDG_CONFIG_HOME");
}

TEST_F(Commands, SeveralFormatsAreWrittenInOneRun) {
    write_schema();
    write_query("a.py", "client.table('users').select('nmae').execute()");
    EXPECT_EQ(run({"check", "--output-format", "table", "--output-format", "sarif:out/r.sarif", "--output-format",
                   "markdown:out/r.md", "-o", "out/r.json"}),
              kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Found 1 error, 0 warnings"));
    EXPECT_THAT(errors(), HasSubstr("The report was written to out/r.sarif.\nThe report was written to out/r.md.\n"));
    EXPECT_EQ(nlohmann::json::parse(folder_.read("out/r.sarif"))["runs"][0]["results"][0]["ruleId"], "unknown-column");
    EXPECT_THAT(folder_.read("out/r.md"), HasSubstr("## ❌ Schema Conformance Check Failed"));
    EXPECT_EQ(nlohmann::json::parse(folder_.read("out/r.json"))["summary"]["errors"], 1);
    EXPECT_EQ(run({"check", "--fail-on", "never", "--output-format", "markdown"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("## ⚠️ Schema Conformance Check\n")) << "what did not fail is not called failed";
}

TEST_F(Commands, CodeScanningFindsFilesFromTheRootOfTheRepository) {
    write_schema();
    write_query("services/shop/a.py", "client.table('users').select('nmae').execute()");
    std::filesystem::current_path(folder_ / "services");
    EXPECT_EQ(run({"check", "--schema", "migrations:../supabase/migrations", "--output-format", "sarif"}), kExitFindings);
    std::filesystem::current_path(folder_.path());
    const auto place = nlohmann::json::parse(out())["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    EXPECT_EQ(place["artifactLocation"]["uri"], "services/shop/a.py");
}

TEST_F(Commands, SecretsReachNoReportFile) {
    write_database("users");
    ::setenv("DATABASE_URL", "postgres://app:Tr0ub4dor&3@localhost/shop", 1);
    write_query("a.py", "client.table('Tr0ub4dor&3').select('id').execute()");
    EXPECT_EQ(run({"check", "--database-url-env", "DATABASE_URL", "--output-format", "sarif:r.sarif", "-o", "r.json"}),
              kExitFindings);
    ::unsetenv("DATABASE_URL");
    for (const char* file : {"r.sarif", "r.json"}) {
        EXPECT_THAT(folder_.read(file), HasSubstr("unknown-table"));
        EXPECT_THAT(folder_.read(file), Not(HasSubstr("Tr0ub4dor"))) << file;
    }
}

TEST_F(Commands, SelectAndIgnoreChooseRules) {
    write_schema();
    write_query("a.py", "client.table('users').select('nmae').execute()\nclient.table('usrs').select('id').execute()");
    EXPECT_EQ(run({"check", "--select", "unknown-table"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("unknown-table"));
    EXPECT_THAT(out(), Not(HasSubstr("unknown-column")));
    EXPECT_EQ(run({"check", "--ignore", "unknown-table,unknown-column"}), kExitClean);
    EXPECT_EQ(run({"check", "--select", "unknown-tabel"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did you mean \"unknown-table\"?"));
}

TEST_F(Commands, PathsAndStandardInput) {
    write_schema();
    write_query("good.py", "client.table('users').select('id').execute()");
    write_query("bad.py", "client.table('users').select('nmae').execute()");
    EXPECT_EQ(run({"check", "good.py"}), kExitClean);
    EXPECT_EQ(run({"check", "bad.py", "good.py"}), kExitFindings);
    EXPECT_EQ(run({"check", "missing.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("missing.py"));
    console_.input = std::string(kClient) + "client.table('users').select('nmae').execute()\n";
    EXPECT_EQ(run({"check", "-", "--stdin-filename", "app/typed.py"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/typed.py:3:"));
    EXPECT_THAT(out(), HasSubstr("in 1 file "));
}

TEST_F(Commands, ValidateRunsTheQueryRulesAlone) {
    write_schema();
    folder_.write("script.py", "from pydantic import BaseModel\nclass User(BaseModel):  # rowtype: table=users\n    id: str\n");
    EXPECT_EQ(run({"check", "script.py"}), kExitFindings);
    EXPECT_EQ(run({"validate", "script.py"}), kExitClean);
    write_query("script.py", "client.table('users').select('nmae').execute()");
    EXPECT_EQ(run({"validate", "script.py"}), kExitFindings);
}

TEST_F(Commands, ModelPathReplacesTheConfiguredModels) {
    write_schema();
    folder_.write("rowtype.toml", "models = [\"elsewhere/*.py\"]\n");
    folder_.write("app/schemas.py",
                  "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n"
                  "class Order(BaseModel):\n    id: int\n    user_id: int\n");
    EXPECT_EQ(run({"check", "--model-path", "app/schemas.py"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("missing-field"));
    EXPECT_THAT(out(), HasSubstr("nick"));
    EXPECT_THAT(out(), Not(HasSubstr("missing-model")));
    EXPECT_EQ(run({"check", "--model-path", "app", "--output-format", "json"}), kExitFindings);
    const auto report = nlohmann::json::parse(out());
    EXPECT_EQ(report["model_path"], nlohmann::json::array({"app"}));
    std::map<std::string, std::string> statuses;
    for (const auto& row : report["tables"]) statuses[row["table"]] = row["status"];
    EXPECT_EQ(statuses["public.orders"], "conformant");
    EXPECT_EQ(statuses["public.users"], "missing_in_model");
    EXPECT_EQ(run({"check", "--model-path", "nowhere.py"}), kExitUsage);
}

TEST_F(Commands, TablesWithoutAModelAreSaidWhereModelsAreConfigured) {
    write_schema();
    folder_.write("rowtype.toml", "models = [\"models/*.py\"]\n");
    folder_.write("models/order.py", "from pydantic import BaseModel\nclass Order(BaseModel):\n    id: int\n    user_id: int\n");
    write_query("app.py", "client.table('users').select('id').execute()");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("rowtype.toml:1:1: error[missing-model]"));
    EXPECT_THAT(out(), HasSubstr("public.users"));
    EXPECT_EQ(run({"check", "app.py"}), kExitClean) << "a part of the project without models says nothing of them";
    folder_.write("models/user.py",
                  "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n");
    EXPECT_EQ(run({"check", "models/order.py"}), kExitClean) << "the model in the file that is not checked counts";
}

TEST_F(Commands, MappedClassIsCheckedWhateverItsFileLooksLike) {
    write_schema();
    folder_.write("rowtype.toml", "[tables]\n\"public.users\" = \"app.rows:Person\"\n");
    folder_.write("app/base.py", "from pydantic import BaseModel\nclass Base(BaseModel):\n    pass\n");
    folder_.write("app/rows.py", "from app.base import Base\nclass Person(Base):\n    id: int\n    name: str\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/rows.py:2:"));
    EXPECT_THAT(out(), HasSubstr("nick"));
}

TEST_F(Commands, ClassesThatLookLikeTablesAreNamedWithTheRemedy) {
    write_schema();
    folder_.write("app/schemas.py", "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("1 pydantic class looks like a table (User ~ public.users) and is not checked; add `models = "
                                 "[\"app/schemas.py\"]`"));
    EXPECT_THAT(out(), Not(HasSubstr("No disagreement")));
}

TEST_F(Commands, FilesOfModelClassesThatNoTableIsCalledLikeAreNotParsed) {
    write_schema();
    folder_.write("app/schemas.py", "from pydantic import BaseModel\nclass UserRead(BaseModel):\n    id: int\n    name: str\n");
    folder_.write("app/pages.py", "from pydantic import BaseModel\nclass Page(BaseModel):\n    size: int\n");
    folder_.write("app/derived.py", "from app.pages import Page\nclass LongPage(Page):\n    id: int\n    name: str\n");
    EXPECT_EQ(run({"check", "--statistics"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("UserRead ~ public.users"));
    EXPECT_THAT(out(), HasSubstr("3 seen, 1 analysed"));
}

TEST_F(Commands, PasswordsReachNoOutput) {
    write_query("a.py", "client.table('users').select('id').execute()");
    script(
        "cat > /dev/null; echo '{\"kind\": \"refused\", \"message\": \"no, Tr0ub4dor&3 is wrong\", \"remedy\": \"\"}'; exit 1");
    EXPECT_EQ(run({"check", "--database-url", "postgres://app:Tr0ub4dor&3@localhost/shop", "--log-level", "trace"}),
              kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("--database-url is seen by other users"));
    EXPECT_THAT(errors() + out(), Not(HasSubstr("Tr0ub4dor")));
    EXPECT_EQ(run({"check", "--database-url", "postgres://app:Tr0ub4dor&3@[local"}), kExitUsage);
    EXPECT_THAT(errors() + out(), Not(HasSubstr("Tr0ub4dor")));
}

TEST_F(Commands, CheckAgainstADatabaseNamesItWithoutTheUser) {
    write_database("users");
    write_query("a.py", "client.table('users').select('idd').execute()");
    ::setenv("ROWTYPE_TEST_URL", "postgres://app:Tr0ub4dor&3@localhost:6543/shop", 1);
    EXPECT_EQ(run({"check", "--database-url-env", "ROWTYPE_TEST_URL", "--output-format", "json"}), kExitFindings) << errors();
    ::unsetenv("ROWTYPE_TEST_URL");
    EXPECT_EQ(nlohmann::json::parse(out())["database"], "localhost:6543/shop");
}

TEST_F(Commands, PullReplacesSnapshotsAlone) {
    write_schema();
    folder_.write("app.py", "print('ours')\n");
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations", "-o", "app.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("app.py: this file is no schema snapshot, and is left as it is"));
    EXPECT_EQ(folder_.read("app.py"), "print('ours')\n");
    folder_.write("schema.json", "{}");
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations", "-o", "schema.json"}), kExitClean) << errors();
}

TEST_F(Commands, QuietNamesWhatWasNotAnalysed) {
    write_schema();
    write_query("deep.py", "client.table('users').select('id').execute()\nx = " + std::string(3000, '('));
    for (const char* format : {"full", "table", "github"}) {
        EXPECT_EQ(run({"check", "-q", "--output-format", format}), kExitNotAnalysed);
        EXPECT_THAT(out(), HasSubstr("deep.py")) << format;
    }
}

TEST_F(Commands, PullWritesASnapshotAndChecksIt) {
    write_database("users");
    ::setenv("DATABASE_URL", "postgres://app:Tr0ub4dor&3@localhost/shop", 1);
    EXPECT_EQ(run({"pull", "--check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("is missing"));
    EXPECT_EQ(run({"pull"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Written: .rowtype/schema.json"));
    EXPECT_THAT(folder_.read(".rowtype/schema.json"), HasSubstr("users"));
    EXPECT_THAT(folder_.read(".rowtype/schema.json"), Not(HasSubstr("localhost")));
    EXPECT_EQ(run({"pull", "--check"}), kExitClean);
    EXPECT_EQ(run({"pull"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Unchanged"));
    write_database("people");
    EXPECT_EQ(run({"pull", "--check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("is stale"));
    ::unsetenv("DATABASE_URL");
    EXPECT_EQ(run({"pull"}), kExitNoSchema);
    EXPECT_THAT(folder_.read(".rowtype/schema.json"), HasSubstr("users")) << "what was there stays";
}

// Behind somebody's lock: that is neither stale nor current.
TEST_F(Commands, PullCheckSaysThatItCouldNotReadEverything) {
    write_database("users");
    ::setenv("DATABASE_URL", "postgresql://localhost/shop", 1);
    EXPECT_EQ(run({"pull"}), kExitClean);
    Result<catalog::CatalogData> data = snapshot::read_snapshot(folder_.read(".rowtype/schema.json"), "");
    ASSERT_TRUE(data);
    data->notes.push_back({"", 0, "index expressions of public.users could not be read: it is locked"});
    folder_.write("database/answer.json", snapshot::write_snapshot(catalog::Catalog(*data)));
    EXPECT_EQ(run({"pull", "--check"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr(".rowtype/schema.json could not be compared in whole: nothing that could be read of "));
    EXPECT_THAT(errors(), HasSubstr("  index expressions of public.users could not be read: it is locked\n"));
    EXPECT_EQ(run({"pull"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("1 part of localhost:5432/shop could not be read; what it could concern is unknown in a "
                                    "snapshot:\n"));
}

// As `check` does, and as psql would.
TEST_F(Commands, PullTakesWhatLibpqsVariablesName) {
    write_database("users");
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"pull"}, {"pull", "--schema", "postgres"}, {"diff", "postgres", "postgres"}}) {
        ::unsetenv("PGHOST");
        EXPECT_EQ(run(command), kExitNoSchema);
        EXPECT_THAT(errors(), HasSubstr("no database is named: DATABASE_URL, SUPABASE_DB_URL and libpq's variables (PGSERVICE, "
                                        "PGHOST, PGDATABASE) are not set"));
        ::setenv("PGHOST", "localhost", 1);
        EXPECT_EQ(run(command), kExitClean) << errors();
    }
    EXPECT_EQ(run({"pull", "--database-url-env", "OTHER"}), kExitNoSchema) << "what is named holds";
    EXPECT_THAT(errors(), HasSubstr("OTHER"));
}

TEST_F(Commands, GenerateWritesChecksAndKeepsWhatIsNotItsOwn) {
    write_schema();
    EXPECT_EQ(run({"generate"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("-o FILE"));
    EXPECT_EQ(run({"generate", "-o", "app/rows.py", "--check"}), kExitFindings);
    EXPECT_EQ(run({"generate", "-o", "app/rows.py"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Written: app/rows.py (2 models)"));
    const std::string text = folder_.read("app/rows.py");
    EXPECT_THAT(text, HasSubstr("class Users("));
    EXPECT_EQ(run({"generate", "-o", "app/rows.py", "--check"}), kExitClean);
    EXPECT_EQ(run({"generate", "-o", "-"}), kExitClean);
    EXPECT_EQ(out(), text);

    folder_.write("supabase/migrations/2.sql", "alter table users add column born date;\n");
    EXPECT_EQ(run({"generate", "-o", "app/rows.py", "--diff"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("+    born: "));
    EXPECT_EQ(folder_.read("app/rows.py"), text);
    EXPECT_EQ(run({"generate", "-o", "app/rows.py"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("the old file is in .rowtype/backup/"));

    folder_.write("app/mine.py", "class Mine: pass\n");
    EXPECT_EQ(run({"generate", "-o", "app/mine.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--force"));
    EXPECT_EQ(folder_.read("app/mine.py"), "class Mine: pass\n");
    EXPECT_EQ(run({"generate", "-o", "app/mine.py", "--force", "-t", "orders"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("(1 model)"));
    EXPECT_EQ(run({"generate", "-o", "-", "-t", "nothing"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("nothing"));
}

TEST_F(Commands, GeneratesTheStyleAndVariantsThatAreAskedFor) {
    write_schema();
    EXPECT_EQ(run({"generate", "-o", "-", "--style", "dataclass", "-t", "users"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("@dataclass\nclass Users:\n"));
    EXPECT_EQ(run({"generate", "-o", "-", "--variants", "insert,update", "--target-python", "3.9", "-t", "users"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("class UsersInsert(BaseModel):"));
    EXPECT_THAT(out(), HasSubstr("    nick: Optional[str] = None\n"));
    EXPECT_THAT(out(), Not(HasSubstr("class Users(")));
    EXPECT_EQ(run({"generate", "-o", "-", "--style", "cobol"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("sqlalchemy"));

    folder_.write("rowtype.toml",
                  "[generate]\nstyle = \"sqlalchemy\"\nsingular = true\nrelationships = false\n"
                  "types = {\"users.name\" = \"app.names:Name\"}\n");
    EXPECT_EQ(run({"generate", "-o", "-", "-t", "users"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("class User(Base):"));
    EXPECT_THAT(out(), HasSubstr("from app.names import Name\n"));
    EXPECT_THAT(out(), HasSubstr("    name: Mapped[Name] = mapped_column(sa.Text)\n"));
    EXPECT_EQ(run({"generate", "-o", "-", "--style", "pydantic", "-t", "users"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("class User(BaseModel):"));

    folder_.write("rowtype.toml",
                  "[generate]\nvariants = [\"row\", \"delete\"]\ntypes = {\"a\" = \"os; x\"}\nenums = \"flag\"\n");
    EXPECT_EQ(run({"generate", "-o", "-"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("rowtype.toml:2:12: "));
    EXPECT_THAT(errors(), HasSubstr("generate.variants holds"));
    EXPECT_THAT(errors(), HasSubstr("a type of generate.types is written"));
    EXPECT_THAT(errors(), HasSubstr("enums must be one of"));
}

TEST_F(Commands, ConfiguredOutputMustStayInTheProject) {
    write_schema();
    folder_.write("rowtype.toml", "[generate]\noutput = \"../outside.py\"\n");
    EXPECT_EQ(run({"generate"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("leads out of"));
    folder_.write("rowtype.toml", "[generate]\noutput = \"link/rows.py\"\n");
    std::filesystem::create_directory_symlink("/tmp", folder_ / "link");
    EXPECT_EQ(run({"generate"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("leads out of"));
}

TEST_F(Commands, ExplainPrintsARule) {
    EXPECT_EQ(run({"explain", "unknown-column"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("unknown-column (error"));
    EXPECT_THAT(out(), HasSubstr("it reports"));
    EXPECT_EQ(run({"explain"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("missing-field"));
    EXPECT_EQ(run({"explain", "unknown-colum"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did you mean \"unknown-column\"?"));
}

TEST_F(Commands, ServerIsStartedThroughItsHook) {
    EXPECT_EQ(run({"server"}), kExitUsage);
    hooks_.run_server = [] { return 7; };
    EXPECT_EQ(run({"server", "--stdio", "--log-level", "off"}), 7);
}

TEST_F(Commands, AnswersGoWhereTheyBelong) {
    EXPECT_EQ(run({"--version"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("rowtype "));
    EXPECT_EQ(run({"chekc"}), kExitUsage);
    EXPECT_THAT(out(), IsEmpty());
    EXPECT_THAT(errors(), HasSubstr("did you mean \"check\"?"));
}

}  // namespace
}  // namespace rowtype::cli
