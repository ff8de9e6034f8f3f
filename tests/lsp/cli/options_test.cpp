#include "lsp/cli/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/cli/cli.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Command parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "rowtype");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

CheckOptions check(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "check");
    const Command command = parse(arguments);
    if (const Answer* answer = std::get_if<Answer>(&command)) {
        ADD_FAILURE() << answer->text;
        return {};
    }
    return std::get<CheckOptions>(command);
}

Answer answer(const std::vector<const char*>& arguments) {
    const Command command = parse(arguments);
    if (std::holds_alternative<Answer>(command)) return std::get<Answer>(command);
    ADD_FAILURE() << "a command was understood";
    return {};
}

TEST(Options, ShowTakesNamesAndAFormat) {
    const Command command =
        parse({"show", "orders", "billing.invoices", "--output-format", "json", "--schema", "snapshot:a.json"});
    ASSERT_TRUE(std::holds_alternative<ShowOptions>(command));
    const auto& options = std::get<ShowOptions>(command);
    EXPECT_THAT(options.names, ElementsAre("orders", "billing.invoices"));
    EXPECT_TRUE(options.as_json);
    EXPECT_EQ(options.common.schema->path, workspace::absolute_path("a.json"));
    EXPECT_EQ(answer({"show"}).exit_code, kExitUsage);
    EXPECT_EQ(answer({"show", "x", "--output-format", "yaml"}).exit_code, kExitUsage);
}

TEST(Options, EmptyArgumentsAreMistakes) {
    EXPECT_THAT(answer({"check", ""}).text, HasSubstr("error: an argument is empty\n  is a variable of a script not set?\n"));
    EXPECT_EQ(answer({"check", ""}).exit_code, kExitUsage);
    EXPECT_THAT(answer({"check", "app", "-o", ""}).text, HasSubstr("error: what -o is given is empty\n"));
    EXPECT_THAT(answer({"check", "--baseline="}).text, HasSubstr("error: what --baseline is given is empty\n"));
    EXPECT_THAT(answer({"consent", "allow", ""}).text, HasSubstr("Try: rowtype consent --help"));
    EXPECT_EQ(answer({""}).exit_code, kExitUsage);
}

TEST(Options, CheckTakesAllOfThem) {
    const CheckOptions options = check({"app",
                                        "scripts/x.py",
                                        "--schema",
                                        "migrations:db/sql",
                                        "--model-path",
                                        "a.py",
                                        "--model-path",
                                        "b/*.py",
                                        "--select",
                                        "unknown-table,unknown-column",
                                        "--select",
                                        "invalid-sql",
                                        "--ignore",
                                        "stale-field",
                                        "--fail-on",
                                        "warning",
                                        "--exit-zero",
                                        "--hints",
                                        "--allow-not-analysed",
                                        "-o",
                                        "report.json",
                                        "--output-format",
                                        "table",
                                        "--color",
                                        "never",
                                        "--config",
                                        "x.toml",
                                        "-j",
                                        "3",
                                        "--quiet"});
    EXPECT_THAT(options.paths, ElementsAre("app", "scripts/x.py"));
    EXPECT_EQ(options.common.schema->kind, workspace::SourceKind::Migrations);
    EXPECT_EQ(options.common.schema->path, workspace::current_folder() + "/db/sql");
    EXPECT_THAT(options.model_paths, ElementsAre("a.py", "b/*.py"));
    EXPECT_THAT(options.select, ElementsAre("unknown-table", "unknown-column", "invalid-sql"));
    EXPECT_THAT(options.ignore, ElementsAre("stale-field"));
    EXPECT_EQ(options.fail_on, findings::Severity::Warning);
    EXPECT_TRUE(options.exit_zero && options.hints && options.allow_not_analysed && options.common.quiet);
    EXPECT_THAT(options.outputs, ElementsAre(Output{OutputFormat::Table, ""}, Output{OutputFormat::Json, "report.json"}));
    EXPECT_EQ(options.common.color, ColorChoice::Never);
    EXPECT_EQ(options.common.config_file, "x.toml");
    EXPECT_EQ(options.common.jobs, 3U);
}

TEST(Options, OutputsAreRepeatableAndOneGoesToStandardOutput) {
    EXPECT_THAT(check({"--output-format", "sarif:out/c:d.sarif", "app", "--output-format", "github", "-o", "r.json"}).outputs,
                ElementsAre(Output{OutputFormat::GitHub, ""}, Output{OutputFormat::Sarif, "out/c:d.sarif"},
                            Output{OutputFormat::Json, "r.json"}));
    EXPECT_THAT(check({"--output-format", "markdown:a.md"}).outputs,
                ElementsAre(Output{}, Output{OutputFormat::Markdown, "a.md"}))
        << "the text stays where all formats have files";
    EXPECT_THAT(check({"--output-format", "sarif:-"}).outputs, ElementsAre(Output{OutputFormat::Sarif, ""}));
}

TEST(Options, OptionsDoNotEatPaths) {
    const CheckOptions options = check({"--model-path", "models.py", "app", "--select", "unknown-table", "scripts", "-"});
    EXPECT_THAT(options.paths, ElementsAre("app", "scripts", "-"));
}

TEST(Options, GenerateTakesTablesAsTheOriginalPlanDoes) {
    const auto generate = std::get<GenerateOptions>(parse({"generate", "-t", "users", "orders", "-t", "a,b", "-o", "-"}));
    EXPECT_THAT(generate.tables, ElementsAre("users", "orders", "a", "b"));
    EXPECT_EQ(generate.output, "-");
}

TEST(Options, ServerAcceptsWhatEditorsPass) {
    const Command command = parse({"server", "--stdio", "--clientProcessId=123", "--log-level", "debug"});
    ASSERT_TRUE(std::holds_alternative<ServerOptions>(command));
    EXPECT_EQ(std::get<ServerOptions>(command).log_level, workspace::log::Level::Debug);
}

TEST(Options, DefaultsOfAnotherSubcommandDoNotLeak) {
    EXPECT_TRUE(std::get<CheckOptions>(parse({"validate", "a.py"})).queries_only);
    EXPECT_FALSE(check({}).queries_only);
    EXPECT_THAT(check({}).outputs, ElementsAre(Output{}));
}

TEST(Options, HelpAndVersionAreAnswers) {
    EXPECT_EQ(answer({"--version"}).exit_code, kExitClean);
    EXPECT_THAT(answer({"--version"}).text, ::testing::MatchesRegex("rowtype [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    EXPECT_THAT(answer({"--help"}).text, HasSubstr("Exit codes: 0 clean"));
    EXPECT_EQ(answer({"help"}).text, answer({"--help"}).text);
    EXPECT_EQ(answer({"help", "check"}).text, answer({"check", "--help"}).text);
    EXPECT_THAT(answer({"redis", "export", "--help"}).text, HasSubstr("Usage: rowtype redis export [OPTIONS]"));
    const Answer help = answer({"check", "--help"});
    EXPECT_EQ(help.exit_code, kExitClean);
    for (const char* option :
         {"--schema", "--model-path", "--database-url-env", "--output-format", "--fail-on", "--exit-zero", "--hints"}) {
        EXPECT_THAT(help.text, HasSubstr(option));
    }
}

TEST(Options, MistakesAreUsageErrorsWithWhatWasMeant) {
    const auto expect_usage = [](const std::vector<const char*>& arguments, const std::string& text) {
        const Answer given = answer(arguments);
        EXPECT_EQ(given.exit_code, kExitUsage) << given.text;
        EXPECT_THAT(given.text, HasSubstr(text));
    };
    expect_usage({"chekc"}, "unknown command \"chekc\": did you mean \"check\"?");
    expect_usage({"--verison"}, "unknown option --verison: did you mean --version?");
    expect_usage({"--fo", "check"}, "unknown option --fo");
    expect_usage({"--", "check"}, "Usage: rowtype");
    expect_usage({"--quiet", "check", "app"}, "--quiet stands before its command\n  write it behind: rowtype check --quiet");
    expect_usage({"check", "--output-fromat", "json"}, "unknown option --output-fromat: did you mean --output-format?");
    expect_usage({"check", "--output-format", "xml"}, "it may be full, table, json, github, sarif or markdown");
    expect_usage({"check", "--output-format", "srif:x.sarif"}, "unknown format \"srif\": did you mean \"sarif\"?");
    expect_usage({"check", "--output-format", "sarif:"}, "needs the name of a file after the colon");
    expect_usage({"check", "--output-format", "json", "--output-format", "table"}, "two output formats for standard output");
    expect_usage({"check", "--output-format", "json:-", "--output-format", "table"}, "two output formats for standard output");
    expect_usage({"check", "--output-format", "sarif:a/../r.json", "-o", "r.json"}, "two reports for one file, ");
    expect_usage({"check", "--schema", "migration:x"}, "did you mean migrations?");
    expect_usage({"check", "--schema", "snapshot"}, "--schema snapshot needs a path: snapshot:PATH");
    expect_usage({"check", "-j", "many"}, "many");
    expect_usage({"validate"}, "SCRIPT");
    expect_usage({"explain", "a", "b"}, "too many arguments");
    expect_usage({}, "Usage");
}

TEST(Options, ConnectionStringsAtTheWrongPlaceAreNotRepeated) {
    for (const std::vector<const char*>& arguments :
         {std::vector<const char*>{"check", "--schema", "postgres://app:hunter2secret@db/x"},
          std::vector<const char*>{"check", "--databse-url=postgres://app:hunter2secret@db/x"}}) {
        const Answer given = answer(arguments);
        EXPECT_EQ(given.exit_code, kExitUsage);
        EXPECT_THAT(given.text, Not(HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace rowtype::cli
