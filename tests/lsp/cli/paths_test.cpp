// What is named on the command line: files, folders, standard input; and what `exclude` means for them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kWrong = "client.table('users').select('nmae').execute()\n";

class Paths : public CommandProject {
protected:
    Paths() {
        folder_.write("rowtype.toml", "exclude = [\"app/legacy\"]\n");
        write_module("app/legacy/old.py", kWrong);
        write_module("app/good.py", "client.table('users').select('name').execute()\n");
    }
    void type(const std::string& lines) {
        console_.input = "from supabase import create_client\nclient = create_client('http://x', 'key')\n" + lines;
    }
    // The files with findings of the JSON report.
    std::vector<std::string> found(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--output-format", "json"});
        run(std::move(arguments));
        std::vector<std::string> files;
        const nlohmann::json report = nlohmann::json::parse(out());
        for (const auto& issue : report["issues"]) files.push_back(issue["file"]);
        return files;
    }
};

TEST_F(Paths, ExcludeHoldsForNamedFilesWhereForced) {
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_EQ(run({"check", "app/legacy/old.py"}), kExitFindings) << "what is named is checked";
    EXPECT_EQ(run({"check", "app/legacy/old.py", "--force-exclude"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Nothing was checked: all that was named is excluded by the configuration.\n"));
    EXPECT_EQ(run({"check", "app/legacy", "--force-exclude", "-q"}), kExitClean);
    EXPECT_THAT(out(), IsEmpty());
    write_module("app/bad.py", kWrong);
    EXPECT_THAT(found({"check", "app/legacy/old.py", "app/bad.py", "--force-exclude"}), ElementsAre("app/bad.py"));
    EXPECT_THAT(found({"check", ".", "--force-exclude"}), ElementsAre("app/bad.py"));
    write_module(".venv/lib/x.py", kWrong);
    EXPECT_THAT(found({"check", ".venv/lib/x.py"}), ElementsAre(".venv/lib/x.py"));
    EXPECT_THAT(found({"check", ".venv/lib/x.py", ".venv", "--force-exclude"}), IsEmpty()) << "no walk comes there";
}

TEST_F(Paths, ExcludeOfAnInnerConfigurationIsNoOther) {
    folder_.write("films/rowtype.toml",
                  "exclude = [\"old\"]\n[schema]\nsource = \"migrations\"\npath = \"../supabase/migrations\"\n");
    write_module("films/old/a.py", kWrong);
    EXPECT_THAT(found({"check"}), IsEmpty());
    EXPECT_THAT(found({"check", "films/old/a.py"}), ElementsAre("films/old/a.py"));
    EXPECT_THAT(found({"check", "app/good.py", "films/old/a.py"}), ElementsAre("films/old/a.py"))
        << "one name more changes nothing";
    EXPECT_THAT(found({"check", "app/good.py", "films/old/a.py", "--force-exclude"}), IsEmpty());
}

TEST_F(Paths, StandardInputIsTheFileThatItIsCalled) {
    type(kWrong);
    EXPECT_THAT(found({"check", "-", "--stdin-filename", "app/new.py"}), ElementsAre("app/new.py"));
    EXPECT_THAT(found({"check", "--stdin-filename", "app/new.py"}), ElementsAre("app/new.py")) << "the name alone says it";
    EXPECT_THAT(found({"check", "-"}), ElementsAre("stdin.py"));
    EXPECT_THAT(found({"check", "-", "--stdin-filename", "app/legacy/old.py"}), ElementsAre("app/legacy/old.py"));
    EXPECT_THAT(found({"check", "-", "--stdin-filename", "app/legacy/old.py", "--force-exclude"}), IsEmpty());
    EXPECT_THAT(found({"check", "-", "--stdin-filename", "app/legacy/new.py", "--force-exclude"}), IsEmpty());
    EXPECT_THAT(found({"check", "-", "app", "--stdin-filename", "app/good.py"}), ElementsAre("app/good.py"))
        << "the text stands in for the file, which is checked once";
}

TEST_F(Paths, TheConfigurationOfItsPathHoldsForStandardInput) {
    folder_.write("films/rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"migrations\"\n");
    folder_.write("films/migrations/1.sql", "create table films (id int);\n");
    type("client.table('films').select('id').execute()\nclient.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"check", "-", "app", "--stdin-filename", "films/not_there_yet/new.py"}), kExitFindings);
    EXPECT_THAT(out(),
                HasSubstr("films/not_there_yet/new.py:4:15: error[unknown-table] the database has no table or view \"users\""));
    EXPECT_THAT(out(), Not(HasSubstr("\"films\"")));
    folder_.write("films/rowtype.toml",
                  "[schema]\nsource = \"migrations\"\npath = \"migrations\"\n[rules]\nunknown-table = \"off\"\n");
    EXPECT_EQ(run({"check", "-", "app", "--stdin-filename", "films/new.py"}), kExitClean);
}

// No repository and no pyproject.toml: the schema is looked for where the user stands, not beside the file that was named.
TEST_F(Paths, NamedFilesOfAPlainFolderHaveItsSchema) {
    std::filesystem::remove_all(folder_ / ".git");
    std::filesystem::remove(folder_ / "rowtype.toml");
    write_module("app/bad.py", kWrong);
    EXPECT_THAT(found({"check", "app/bad.py"}), ElementsAre("app/bad.py")) << errors();
}

TEST_F(Paths, StandardInputThatCannotBeMeantIsSaid) {
    const auto complaint = [&](std::vector<std::string> arguments) {
        EXPECT_EQ(run(std::move(arguments)), kExitUsage);
        return errors();
    };
    EXPECT_THAT(complaint({"check", "-", "-"}), HasSubstr("standard input can be read once"));
    EXPECT_THAT(complaint({"check", "app", "--stdin-filename", "app/new.py"}), HasSubstr("add - to them"));
    EXPECT_THAT(complaint({"check", "-", "--stdin-filename", "app"}), HasSubstr("app: --stdin-filename needs a file"));
    EXPECT_THAT(complaint({"check", "--add-ignores", "--stdin-filename", "app/new.py"}), HasSubstr("not into standard input"));
}

TEST_F(Paths, NamedFilesOfOtherLanguagesAreNeverPassedOverInSilence) {
    EXPECT_EQ(run({"check", "supabase/migrations/1.sql"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("  supabase/migrations/1.sql: this is a migration; those are read as a schema, by --schema "
                                 "migrations:PATH\n"));
    EXPECT_EQ(run({"check", "-q", "rowtype.toml", "app/good.py"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("rowtype.toml: this is not Python"));
    EXPECT_EQ(run({"check", "--allow-not-analysed", "rowtype.toml", "app/good.py"}), kExitClean);
    write_module("scripts/nightly", kWrong);
    write_module("scripts/nightly.wsgi", kWrong);
    EXPECT_THAT(found({"check", "scripts/nightly", "scripts/nightly.wsgi"}),
                ElementsAre("scripts/nightly", "scripts/nightly.wsgi"));
}

}  // namespace
}  // namespace rowtype::cli
