// Adopting an old repository by a baseline: green on day one, failing on what is new, shrinking by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kFile = ".rowtype/baseline.json";

class Baselines : public CommandProject {
protected:
    void write_two_findings() {
        write_module("app/a.py", "def load():\n    return client.table('users').select('nmae').execute()\n");
        write_module("app/b.py", "client.table('usrs').select('id').execute()\n");
    }
    std::string baseline() const { return folder_.read(kFile); }
};

TEST_F(Baselines, MakesAnOldRepositoryGreenAndWatchesForWhatIsNew) {
    write_two_findings();
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_EQ(run({"baseline"}), kExitClean) << errors();
    EXPECT_EQ(out(), "Written: .rowtype/baseline.json (2 findings in 2 files).\n");
    EXPECT_EQ(
        baseline(),
        "{\n  \"format\": \"rowtype-baseline\",\n  \"version\": 1,\n  \"findings\": [\n"
        "    {\"file\": \"app/a.py\", \"rule\": \"unknown-column\", \"symbol\": \"public.users.nmae in load\", \"count\": 1},\n"
        "    {\"file\": \"app/b.py\", \"rule\": \"unknown-table\", \"symbol\": \"usrs\", \"count\": 1}\n  ]\n}\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("No new disagreement between code and schema was found."));
    EXPECT_THAT(out(), HasSubstr("2 findings are excused by .rowtype/baseline.json (--no-baseline shows them)."));
    EXPECT_EQ(run({"check", "--no-baseline"}), kExitFindings);

    // Lines above do not matter; another mistake does.
    write_module("app/a.py", "\n\n# later\ndef load():\n    return client.table('users').select('nmae, nickk').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("nickk"));
    EXPECT_THAT(out(), Not(HasSubstr("\"nmae\"")));
    EXPECT_THAT(out(), HasSubstr("Found 1 error"));
}

TEST_F(Baselines, OneMoreOfAKindIsNewAndTheOthersAreNamed) {
    write_module("a.py", "client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"baseline"}), kExitClean);
    write_module("a.py", "client.table('users').select('nmae').execute()\nclient.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("a.py:4:"));
    EXPECT_THAT(out(), HasSubstr("the baseline excuses this one, which is like it (a.py:3:"));
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("(2 findings in 1 file; 1 new, 0 no longer there); the old file is in .rowtype/backup/"));
    EXPECT_THAT(baseline(), HasSubstr("\"count\": 2}"));
}

TEST_F(Baselines, ShrinksByItselfAndSaysWhatIsGone) {
    write_two_findings();
    EXPECT_EQ(run({"baseline"}), kExitClean);
    const std::string before = baseline();
    write_module("app/b.py", "client.table('users').select('id').execute()\n");

    EXPECT_EQ(run({"check", "--no-update"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("1 finding of .rowtype/baseline.json is no longer there; take it out with `rowtype baseline "
                                 "--prune`:\n  app/b.py: unknown-table: usrs\n"));
    ::setenv("CI", "true", 1);
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("rowtype baseline --prune"));
    EXPECT_EQ(baseline(), before) << "CI only says it";
    EXPECT_EQ(run({"baseline", "--check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("is not what it would be now: 0 new, 1 no longer there"));
    ::unsetenv("CI");

    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("1 finding of .rowtype/baseline.json is no longer there; it was written without it:\n"
                                 "  app/b.py: unknown-table: usrs\n"));
    EXPECT_THAT(baseline(), Not(HasSubstr("usrs")));
    EXPECT_THAT(baseline(), HasSubstr("nmae"));
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("no longer there")));
    EXPECT_EQ(run({"baseline", "--check"}), kExitClean);
    write_module("app/b.py", "client.table('usrs').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << "what was taken out is not excused again";
}

TEST_F(Baselines, ASlipInModelsTakesNothingAway) {
    const auto configure = [&](const std::string& models) {
        folder_.write("rowtype.toml", "models = [\"" + models + "\"]\n[rules]\nmissing-model = \"off\"\n");
    };
    configure("models.py");
    folder_.write("models.py",
                  "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    age: int\n");
    EXPECT_EQ(run({"baseline"}), kExitClean) << errors();
    const std::string before = baseline();
    EXPECT_THAT(before, HasSubstr("models.py"));
    configure("modelz.py");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_EQ(baseline(), before);
    folder_.write("models.py", "from pydantic import BaseModel\n");
    configure("models.py");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(baseline(), Not(HasSubstr("models.py"))) << "where they are looked for and gone, it shrinks";
}

TEST_F(Baselines, NeverGrowsWithoutBeingAsked) {
    write_two_findings();
    EXPECT_EQ(run({"baseline"}), kExitClean);
    const std::string before = baseline();
    // One goes and another comes: it may be the same one in another place.
    write_module("app/a.py", "def fetch():\n    return client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/a.py: unknown-column: public.users.nmae in load\n"));
    EXPECT_EQ(baseline(), before);
    EXPECT_EQ(run({"baseline", "--prune"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("(1 finding in 1 file; 0 new, 1 no longer there)"));
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_THAT(baseline(), HasSubstr("nmae in fetch"));
}

TEST_F(Baselines, WhatWasNotLookedAtStays) {
    write_two_findings();
    EXPECT_EQ(run({"baseline"}), kExitClean);
    const std::string before = baseline();
    write_module("app/a.py", "client.table('users').select('name').execute()\n");
    write_module("app/b.py", "client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"check", "--ignore", "unknown-column,unknown-table"}), kExitClean);
    EXPECT_EQ(baseline(), before) << "the rules did not run";
    EXPECT_EQ(run({"check", "--schema", "migrations:supabase/migrations"}), kExitClean);
    EXPECT_EQ(baseline(), before) << "another schema proves nothing";
    write_module("app/b.py", "def half():\n    return client.table('usrs').select('id'\n\n\nx = [\n");
    EXPECT_EQ(run({"check", "app/b.py"}), kExitClean);
    EXPECT_EQ(baseline(), before) << "a syntax error may hide findings";
    EXPECT_EQ(run({"check", "app/a.py"}), kExitClean);
    EXPECT_THAT(baseline(), Not(HasSubstr("app/a.py")));
    EXPECT_THAT(baseline(), HasSubstr("app/b.py")) << "another file than the one that was checked";

    write_module("app/c.py", "client.table('orders').select('idd').execute()\n");
    EXPECT_EQ(run({"baseline", "app/c.py"}), kExitClean);
    EXPECT_THAT(baseline(), HasSubstr("usrs"));
    EXPECT_THAT(baseline(), HasSubstr("public.orders.idd"));
    std::filesystem::remove(folder_ / "app/b.py");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(baseline(), Not(HasSubstr("app/b.py"))) << "a deleted file has no findings";
}

TEST_F(Baselines, TextOfStandardInputTakesNothingAway) {
    write_two_findings();
    EXPECT_EQ(run({"baseline"}), kExitClean);
    const std::string before = baseline();
    console_.input = "x = 1\n";
    EXPECT_EQ(run({"check", "-", "--stdin-filename", "app/a.py"}), kExitClean);
    EXPECT_EQ(baseline(), before);
}

TEST_F(Baselines, TablesWithoutAModelAreExcusedAndStillNotConformant) {
    folder_.write("rowtype.toml", "models = [\"models/*.py\"]\n");
    folder_.write("models/order.py", "from pydantic import BaseModel\nclass Order(BaseModel):\n    id: int\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_THAT(baseline(), HasSubstr("{\"file\": \"rowtype.toml\", \"rule\": \"missing-model\", \"symbol\": \"public.users\""));
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitClean);
    const auto report = nlohmann::json::parse(out());
    EXPECT_THAT(report["issues"], IsEmpty());
    EXPECT_EQ(report["baselines"][0]["file"], kFile);
    EXPECT_EQ(report["baselines"][0]["excused"], 2);
    EXPECT_EQ(report["baselines"][0]["rewritten"], false);
    for (const auto& row : report["tables"]) EXPECT_EQ(row["status"], "missing_in_model") << row;
    EXPECT_EQ(report["tables"].size(), 2);
    EXPECT_EQ(run({"check", "--output-format", "table"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("All schemas are conformant!")));

    folder_.write("models/user.py",
                  "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("rowtype.toml: missing-model: public.users\n"));
    EXPECT_THAT(baseline(), Not(HasSubstr("missing-model")));
}

TEST_F(Baselines, StandsWhereTheConfigurationOrTheUserSays) {
    write_two_findings();
    folder_.write("rowtype.toml", "baseline = \"ci/known.json\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(errors(), HasSubstr("note: ci/known.json does not exist yet; rowtype baseline writes it"));
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_TRUE(exists("ci/known.json"));
    EXPECT_FALSE(exists(kFile));
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_EQ(run({"baseline", "-o", "other.json"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("`baseline = \"other.json\"`"));
    EXPECT_EQ(run({"check", "--baseline", "other.json"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("excused by other.json"));
    EXPECT_EQ(run({"check", "--baseline", "missing.json"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("missing.json: there is no such baseline\n  write it with rowtype baseline -o FILE"));
}

TEST_F(Baselines, EachConfigurationOfATreeHasItsOwn) {
    write_two_findings();
    folder_.write("rowtype.toml", "");
    folder_.write("backend/rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"../supabase/migrations\"\n");
    write_module("backend/c.py", "client.table('users').select('nmea').execute()\n");
    EXPECT_EQ(run({"baseline", "-o", "all.json"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("one file cannot be the baseline of several configurations"));
    EXPECT_EQ(run({"baseline"}), kExitClean) << errors();
    EXPECT_THAT(baseline(), HasSubstr("app/b.py"));
    EXPECT_THAT(baseline(), Not(HasSubstr("c.py")));
    EXPECT_THAT(folder_.read("backend/.rowtype/baseline.json"), HasSubstr("{\"file\": \"c.py\""));
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("2 findings are excused by .rowtype/baseline.json"));
    EXPECT_THAT(out(), HasSubstr("1 finding is excused by backend/.rowtype/baseline.json"));
    write_module("backend/c.py", "client.table('users').select('name').execute()\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(folder_.read("backend/.rowtype/baseline.json"), Not(HasSubstr("c.py")));
    EXPECT_THAT(baseline(), HasSubstr("app/b.py"));
}

TEST_F(Baselines, OneThatCannotBeReadIsLeftAsItIs) {
    write_two_findings();
    const auto refused = [&](const std::string& text, const std::string& words) {
        folder_.write(kFile, text);
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"check"}, {"validate", "app"}, {"baseline"}, {"baseline", "--prune"}}) {
            EXPECT_EQ(run(command), kExitUsage) << text;
            EXPECT_THAT(errors(), HasSubstr(words));
            EXPECT_THAT(out(), IsEmpty());
        }
        EXPECT_EQ(baseline(), text);
        EXPECT_FALSE(exists(".rowtype/backup"));
        EXPECT_EQ(run({"check", "--no-baseline"}), kExitFindings);
    };
    refused("{\"format\": \"rowtype-baseline\", \"version\": 2, \"findings\": {}}\n",
            ".rowtype/baseline.json: the baseline has format version 2, this rowtype knows up to 1\n  update rowtype");
    refused("{\"format\": \"rowtype-baseline\",\n \"version\": 1,\n<<<<<<< HEAD\n",
            ".rowtype/baseline.json:3:1: the baseline cannot be read: expected a member's name\n  bring it back");
    refused("{\"version\": 1, \"issues\": []}", "this is not a baseline that rowtype wrote\n  name another file");
    refused("{\"format\": \"rowtype-baseline\", \"version\": 1, \"findings\": [{\"file\": \"a.py\"}]}",
            "a finding has file, rule, symbol and count");
    refused("{\"format\": \"rowtype-baseline\", \"version\": 1, \"findings\": [{\"file\": \"a.py\", \"count\": -1}]}",
            "expected a whole number from 1");
    refused("\xFF\xFE", "the baseline is not UTF-8 text");
    refused("", "expected an object");
}

TEST_F(Baselines, MustStayInTheProject) {
    write_two_findings();
    for (const char* path : {"../known.json", "/tmp/known.json", "", "."}) {
        folder_.write("rowtype.toml", "baseline = \"" + std::string(path) + "\"\n");
        EXPECT_EQ(run({"check"}), kExitUsage) << path;
        EXPECT_THAT(errors(), HasSubstr("rowtype.toml:1:12: error: baseline is the path of a file below this file's folder"));
    }
    const testing::TemporaryFolder elsewhere;
    folder_.write("rowtype.toml", "baseline = \"link/known.json\"\n");
    std::filesystem::create_directory_symlink(elsewhere.path(), folder_ / "link");
    EXPECT_EQ(run({"baseline"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("leads out of"));
    EXPECT_FALSE(std::filesystem::exists(elsewhere / "known.json"));
}

TEST_F(Baselines, NothingToExcuseNeedsNoFile) {
    write_module("a.py", "client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_EQ(out(), "There is no finding to excuse; no baseline is needed.\n");
    EXPECT_FALSE(exists(kFile));
}

TEST_F(Baselines, HoldsHostileNamesAndSaysThemHarmlessly) {
    write_module("a.py", "client.table('us\\x1b[31mrs\\u202e\"').select('id').execute()\n");
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_THAT(baseline(), Not(HasSubstr("\x1b")));
    EXPECT_EQ(run({"check"}), kExitClean);
    write_module("a.py", "x = 1\n");
    EXPECT_EQ(run({"check", "--no-update"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("no longer there"));
    EXPECT_THAT(out(), Not(HasSubstr("\x1b")));
}

TEST_F(Baselines, PerPathLevelsDecideBesideIt) {
    write_two_findings();
    folder_.write("rowtype.toml",
                  "[per-path]\n\"app/a.py\" = { unknown-column = \"off\" }\n\"app/*\" = { unknown-table = \"warning\" }\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("unknown-column")));
    EXPECT_THAT(out(), HasSubstr("warning[unknown-table]"));
    EXPECT_EQ(run({"check", "--ignore", "unknown-table", "--fail-on", "warning"}), kExitClean) << "the command line wins";
    EXPECT_EQ(run({"check", "--select", "unknown-column"}), kExitClean);
    folder_.write("rowtype.toml",
                  "[per-path]\n\"**\" = { unknown-column = \"off\" }\n\"app/**\" = { unknown-column = \"error\" }\n");
    EXPECT_EQ(run({"check", "app/a.py"}), kExitFindings) << "the later entry wins";
}

}  // namespace
}  // namespace rowtype::cli
