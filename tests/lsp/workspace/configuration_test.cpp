#include "lsp/workspace/configuration.h"

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::TemporaryFolder;

LoadedConfiguration parse(const std::string& text) { return parse_configuration(text, "/project/rowtype.toml"); }

// The text that a problem points at.
std::string marked(const std::string& text, const ConfigurationProblem& problem) {
    return std::string(slice(text, problem.span));
}

TEST(Configuration, ReadsEveryKey) {
    const LoadedConfiguration loaded = parse_configuration(R"(
[project]
name = "shop"
[tool.rowtype]
models = ["app/models/**/*.py"]
exclude = ["**/migrations/**"]
schemas = ["public", "billing"]
exposed-schemas = ["public"]
exclude-tables = ["audit_*"]
search-path = ["app", "public"]
access = "driver"
fail-on = "warning"
strict-arrays = true
target-python = "3.12"
[tool.rowtype.schema]
source = "migrations"
path = "supabase/migrations"
[tool.rowtype.rules]
stale-field = "error"
unknown-table = "off"
[tool.rowtype.tables]
"public.user_profiles" = "app.models:Profile"
[tool.rowtype.generate]
output = "app/models/rows.py"
style = "pydantic"
class-names = { "public.people" = "Person" }
)",
                                                           "/project/pyproject.toml");
    EXPECT_THAT(loaded.problems, IsEmpty());
    EXPECT_THAT(loaded.notes, IsEmpty());
    const Configuration& configuration = loaded.configuration;
    EXPECT_EQ(configuration.root, "/project");
    EXPECT_EQ(configuration.file, "/project/pyproject.toml");
    EXPECT_THAT(configuration.models, ElementsAre("app/models/**/*.py"));
    EXPECT_THAT(configuration.exclude, ElementsAre("**/migrations/**"));
    EXPECT_THAT(configuration.schemas, ElementsAre("public", "billing"));
    EXPECT_THAT(configuration.exposed_schemas, ElementsAre("public"));
    EXPECT_EQ(configuration.fail_on, findings::Severity::Warning);
    EXPECT_EQ(configuration.schema.kind, SourceKind::Migrations);
    EXPECT_EQ(configuration.schema.path, "/project/supabase/migrations");
    const Settings& settings = configuration.settings;
    EXPECT_THAT(settings.exclude_tables, ElementsAre("audit_*"));
    EXPECT_THAT(settings.search_path, ElementsAre("app", "public"));
    EXPECT_EQ(settings.access, AccessProfile::Driver);
    EXPECT_EQ(settings.rule_levels.at("stale-field"), findings::Severity::Error);
    EXPECT_EQ(settings.rule_levels.at("unknown-table"), findings::Severity::Off);
    EXPECT_EQ(settings.tables.at("public.user_profiles"), "app.models:Profile");
    EXPECT_EQ(settings.generate.output, "app/models/rows.py");
    EXPECT_TRUE(settings.generate.strict_arrays);
    EXPECT_EQ(settings.generate.target_python, "3.12");
    EXPECT_EQ(settings.generate.class_names.at("public.people"), "Person");
}

TEST(Configuration, PyprojectWithoutOurTableGivesDefaults) {
    const LoadedConfiguration loaded = parse_configuration("[tool.ruff]\nline-length = 100\n", "/project/pyproject.toml");
    EXPECT_THAT(loaded.problems, IsEmpty());
    EXPECT_EQ(loaded.configuration.file, "");
    EXPECT_EQ(loaded.configuration.schema.kind, SourceKind::Automatic);
}

TEST(Configuration, UnknownKeyIsSaidAtTheKeyWithWhatWasMeant) {
    const std::string text = "schemas = [\"public\"]\nmodles = [\"a.py\"]\n";
    const LoadedConfiguration loaded = parse(text);
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_EQ(loaded.problems[0].message, "unknown key \"modles\": did you mean \"models\"?");
    EXPECT_EQ(loaded.problems[0].file, "/project/rowtype.toml");
    EXPECT_EQ(loaded.problems[0].place, (LineColumn{2, 1}));
    EXPECT_EQ(marked(text, loaded.problems[0]), "modles");
    EXPECT_THAT(loaded.configuration.schemas, ElementsAre("public")) << "what is right holds";
}

TEST(Configuration, SnakeCaseKeyIsUnderstoodAsAMistake) {
    const LoadedConfiguration loaded = parse("exclude_tables = []\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_THAT(loaded.problems[0].message, HasSubstr("did you mean \"exclude-tables\"?"));
}

TEST(Configuration, UnknownKeyInATable) {
    const LoadedConfiguration loaded = parse("[schema]\nsource = \"snapshot\"\npth = \"x\"\npath = \"s.json\"\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_EQ(loaded.problems[0].message, "unknown key \"schema.pth\": did you mean \"schema.path\"?");
    EXPECT_EQ(loaded.problems[0].place.line, 3U);
}

TEST(Configuration, WrongTypesAreSaidAtTheValue) {
    const std::string text =
        "models = \"app/models.py\"\nfail-on = 3\n[rules]\nstale-field = true\n[tables]\npublic.users = \"User\"\n";
    const LoadedConfiguration loaded = parse(text);
    ASSERT_THAT(loaded.problems, SizeIs(4));
    EXPECT_EQ(loaded.problems[0].message, "models must be a list of strings: put [ ] around it");
    EXPECT_EQ(marked(text, loaded.problems[0]), "\"app/models.py\"");
    EXPECT_THAT(loaded.problems[1].message, HasSubstr("fail-on must be one of error, warning, info, never"));
    EXPECT_EQ(loaded.problems[1].place, (LineColumn{2, 11}));
    EXPECT_THAT(loaded.problems[2].message, HasSubstr("stale-field must be one of off, info, warning, error"));
    EXPECT_THAT(loaded.problems[3].message, HasSubstr("write the name in quotes"));
}

TEST(Configuration, UnknownRuleWithWhatWasMeant) {
    const LoadedConfiguration loaded = parse("[rules]\nunknown-colum = \"error\"\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_EQ(loaded.problems[0].message, "unknown rule \"unknown-colum\": did you mean \"unknown-column\"?");
    EXPECT_EQ(loaded.problems[0].place, (LineColumn{2, 1}));
}

TEST(Configuration, ConnectionStringsAreRefusedAndNotRepeated) {
    for (const std::string text : {"[schema]\nsource = \"postgres\"\nurl = \"postgres://app:hunter2secret@db/shop\"\n",
                                   "[schema]\nsource = \"postgres\"\nurl-env = \"postgres://app:hunter2secret@db/shop\"\n",
                                   "[schema]\nsource = \"postgres://app:hunter2secret@db/shop\"\n"}) {
        const LoadedConfiguration loaded = parse(text);
        ASSERT_THAT(loaded.problems, SizeIs(1)) << text;
        EXPECT_THAT(loaded.problems[0].message, Not(HasSubstr("hunter2")));
        EXPECT_THAT(loaded.configuration.schema.url_env, Not(HasSubstr("hunter2")));
    }
}

TEST(Configuration, PostgresTakesTheUsualVariable) {
    EXPECT_EQ(parse("[schema]\nsource = \"postgres\"\n").configuration.schema.url_env, "DATABASE_URL");
    EXPECT_EQ(parse("[schema]\nsource = \"postgres\"\nurl-env = \"PROD_DB\"\n").configuration.schema.url_env, "PROD_DB");
}

TEST(Configuration, AChannelToListenOn) {
    EXPECT_EQ(parse("[schema]\nsource = \"postgres\"\nlisten = \"My channel\"\n").configuration.schema.listen, "My channel");
    const LoadedConfiguration loaded = parse("[schema]\nlisten = \"" + std::string(64, 'x') + "\"\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_THAT(loaded.problems[0].message, HasSubstr("63 bytes"));
    EXPECT_EQ(loaded.configuration.schema.listen, "");
}

TEST(Configuration, MigrationsNeedAPath) {
    const LoadedConfiguration loaded = parse("[schema]\nsource = \"migrations\"\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_THAT(loaded.problems[0].message, HasSubstr("needs schema.path"));
}

TEST(Configuration, InvalidTomlIsSaidAtItsPlace) {
    const LoadedConfiguration loaded = parse("models = [\"a.py\"]\nschemas = [\n\"public\"\nexclude = 1\n");
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_THAT(loaded.problems[0].message, HasSubstr("not valid TOML"));
    EXPECT_GE(loaded.problems[0].place.line, 3U);
}

TEST(Configuration, SpansAreBytesAndPlacesCodePoints) {
    const std::string text =
        "# gr\xC3\xBC\xC3\x9F"
        "e\r\nexclude = [\"\xC3\xA4\"]\r\naccess = \"\xC3\xA4\"\r\n";
    const LoadedConfiguration loaded = parse(text);
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_EQ(loaded.problems[0].place, (LineColumn{3, 10}));
    EXPECT_EQ(marked(text, loaded.problems[0]), "\"\xC3\xA4\"");
}

TEST(Configuration, ByteOrderMarkShiftsNothing) {
    const std::string text = "\xEF\xBB\xBFmodles = []\n";
    const LoadedConfiguration loaded = parse(text);
    ASSERT_THAT(loaded.problems, SizeIs(1));
    EXPECT_EQ(marked(text, loaded.problems[0]), "modles");
    EXPECT_EQ(loaded.problems[0].place, (LineColumn{1, 1}));
}

TEST(Configuration, HostileNestingIsAProblemAndNotACrash) {
    std::string dotted;
    for (int i = 0; i < 200'000; ++i) dotted += "a.";
    EXPECT_THAT(parse(dotted + "a = 1\n").problems, SizeIs(1));
    EXPECT_THAT(parse("[" + dotted + "a]\n").problems, SizeIs(1));
    EXPECT_THAT(parse("a = " + std::string(100'000, '[') + "\n").problems, SizeIs(1));
    EXPECT_THAT(parse(std::string(1'000, '\0')).problems, SizeIs(1));
    EXPECT_THAT(parse("\xFF\xFE").problems, SizeIs(1));
}

TEST(Configuration, CallsOfTheProjectsOwnLayer) {
    const LoadedConfiguration loaded = parse(R"(
postgrest-version = "12.2"
[[calls]]
call = ["*.simple_upsert", "db.run"]
parameters = ["table", "keyvalues", "values"]
table = "table"
columns = "keyvalues"
payload = ["keyvalues", 2]
verb = "upsert"
[[calls]]
call = "run"
sql = 0
placeholders = "qmark"
)");
    ASSERT_THAT(loaded.problems, IsEmpty());
    EXPECT_EQ(loaded.configuration.settings.postgrest_version, 1202U);
    EXPECT_THAT(loaded.configuration.extraction.call_names, ElementsAre("run", "simple_upsert"));
    const std::vector<TaughtCall>& calls = loaded.configuration.settings.calls;
    ASSERT_THAT(calls, SizeIs(2));
    EXPECT_EQ(calls[0].table, (TaughtArgument{"table", 0}));
    EXPECT_THAT(calls[0].columns, ElementsAre(TaughtArgument{"keyvalues", 1}));
    EXPECT_THAT(calls[0].payloads, ElementsAre(TaughtArgument{"keyvalues", 1}, TaughtArgument{"values", 2}));
    EXPECT_EQ(calls[0].verb, TaughtVerb::Upsert);
    EXPECT_EQ(calls[1].sql, (TaughtArgument{"", 0}));
    EXPECT_EQ(calls[1].placeholders, Placeholders::QuestionMark);
    EXPECT_NE(loaded.configuration.extraction.fingerprint(), facts::ExtractionSettings{}.fingerprint());
}

// The place and the message of the first problem.
std::string first_problem(const std::string& text) {
    const LoadedConfiguration loaded = parse(text);
    if (loaded.problems.empty()) return "";
    const ConfigurationProblem& problem = loaded.problems.front();
    return std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) + ": " + problem.message;
}

TEST(Configuration, MistakesInCallsAreSaidAtTheirPlace) {
    const std::string call = "[[calls]]\ncall = \"db.run\"\n";
    EXPECT_EQ(first_problem("[[calls]]\nsql = 0\n"),
              "1:1: calls needs call: the name of what is called, such as \"db.run\" or \"*.run\"");
    EXPECT_THAT(first_problem("[[calls]]\ncall = \"db.*\"\nsql = 0\n"),
                ::testing::StartsWith("2:8: calls.call is a name with dots"));
    EXPECT_THAT(first_problem(call), ::testing::StartsWith("1:1: calls needs table or sql"));
    EXPECT_EQ(first_problem(call + "parameters = [\"table\"]\ntable = \"tabel\"\n"),
              "4:9: calls.table names \"tabel\", which is not among calls.parameters: did you mean \"table\"?");
    EXPECT_THAT(first_problem(call + "parameters = [\"self\", \"sql\"]\nsql = \"sql\"\n"),
                ::testing::EndsWith("leave out \"self\""));
    EXPECT_THAT(first_problem(call + "sql = 0\nplaceholders = \"qmarks\"\n"), ::testing::EndsWith("did you mean \"qmark\"?"));
    EXPECT_THAT(first_problem(call + "sql = 0\ncolumns = \"c\"\n"), ::testing::HasSubstr("calls.columns needs calls.table"));
    EXPECT_THAT(first_problem(call + "sql = -1\n"), ::testing::HasSubstr("counts arguments from 0"));
    EXPECT_THAT(first_problem(call + "sql = 0\ntabel = 1\n"), ::testing::HasSubstr("unknown key \"calls.tabel\""));
    EXPECT_THAT(first_problem("calls = 1\n"), ::testing::HasSubstr("write [[calls]]"));
}

TEST(Configuration, EntriesOfRedis) {
    const LoadedConfiguration loaded = parse(R"(
[[redis]]
key = "users:*"
table = "app.users"
extra-fields = ["cached_at"]
)");
    ASSERT_THAT(loaded.problems, IsEmpty());
    EXPECT_THAT(loaded.configuration.settings.cached_keys, ElementsAre(CachedKey{"users:*", "app.users", {"cached_at"}}));
    EXPECT_THAT(loaded.configuration.extraction.call_names, ::testing::Contains("hset"));
    EXPECT_THAT(parse("").configuration.extraction.call_names, IsEmpty());
}

TEST(Configuration, MistakesInEntriesOfRedisAreSaidAtTheirPlace) {
    const std::string entry = "[[redis]]\nkey = \"users:*\"\ntable = \"users\"\n";
    EXPECT_EQ(first_problem("[[redis]]\ntable = \"users\"\n"),
              "1:1: redis needs key: which entries it is about, such as \"users:*\"");
    EXPECT_EQ(first_problem("[[redis]]\nkey = \"users:*\"\n"), "1:1: redis needs table: whose rows the entries are");
    EXPECT_EQ(first_problem("[[redis]]\nkey = \"users:*\"\ntable = \"\"\n"), "3:9: redis.table names no table");
    EXPECT_THAT(first_problem("[[redis]]\nkey = \"users:?\"\ntable = \"users\"\n"),
                ::testing::StartsWith("2:7: redis.key knows no pattern but *"));
    EXPECT_THAT(first_problem("[[redis]]\nkey = \"*\"\ntable = \"users\"\n"),
                ::testing::StartsWith("2:7: redis.key says what the keys look like"));
    EXPECT_EQ(first_problem(entry + entry), "5:7: two entries of redis are about \"users:*\": the first one holds");
    EXPECT_THAT(first_problem(entry + "tabel = \"users\"\n"), ::testing::HasSubstr("unknown key \"redis.tabel\""));
    EXPECT_THAT(first_problem("redis = 1\n"), ::testing::HasSubstr("write [[redis]]"));
}

TEST(Configuration, SeveralDatabases) {
    const LoadedConfiguration loaded = parse(R"(
search-path = ["app"]
schemas = ["app"]
[[databases]]
name = "legacy"
paths = ["legacy/**"]
source = "migrations"
path = "legacy/schema.sql"
schemas = ["public"]
[[databases]]
name = "events"
paths = ["**/events/*.py"]
source = "postgres"
url-env = "EVENTS_URL"
search-path = ["events", "public"]
)");
    ASSERT_THAT(loaded.problems, IsEmpty());
    const Configuration& main = loaded.configuration;
    const Configuration legacy = configuration_of_file(main, "/project/legacy/events/a.py");
    EXPECT_EQ(legacy.database, "legacy") << "the first that matches";
    EXPECT_EQ(legacy.schema.path, "/project/legacy/schema.sql");
    EXPECT_THAT(legacy.schemas, ElementsAre("public"));
    EXPECT_THAT(legacy.settings.search_path, ElementsAre("app")) << "what an entry does not say is the whole configuration's";
    const Configuration events = configuration_of_file(main, "/project/app/events/a.py");
    EXPECT_EQ(events.schema.url_env, "EVENTS_URL");
    EXPECT_THAT(events.settings.search_path, ElementsAre("events", "public"));
    EXPECT_EQ(configuration_of_file(main, "/project/app/a.py"), main);
}

TEST(Configuration, MistakesInDatabasesAreSaidAtTheirPlace) {
    const std::string whole = "[[databases]]\nname = \"a\"\npaths = [\"a/**\"]\nsource = \"snapshot\"\npath = \"a.json\"\n";
    EXPECT_EQ(first_problem(whole), "");
    EXPECT_EQ(first_problem(whole + whole), "7:8: two databases are called \"a\"");
    EXPECT_THAT(first_problem("[[databases]]\npaths = [\"a\"]\nsource = \"local\"\n"),
                ::testing::HasSubstr("databases needs name"));
    EXPECT_THAT(first_problem("[[databases]]\nname = \"a\"\nsource = \"local\"\n"),
                ::testing::HasSubstr("databases needs paths"));
    EXPECT_THAT(first_problem("[[databases]]\nname = \"a\"\npaths = [\"a\"]\n"), ::testing::HasSubstr("databases needs source"));
    EXPECT_THAT(first_problem("[[databases]]\nname = \"a b\"\npaths = [\"a\"]\nsource = \"local\"\n"),
                ::testing::HasSubstr("databases.name is a word"));
    EXPECT_THAT(first_problem(whole + "url = \"postgresql://u:p@h/d\"\n"),
                ::testing::HasSubstr("a connection string does not belong"));
    EXPECT_THAT(first_problem(whole + "pathes = []\n"), ::testing::HasSubstr("did you mean \"databases.paths\"?"));
}

TEST(Configuration, LevelsOfSomeFilesWinInTheOrderOfTheFile) {
    const LoadedConfiguration loaded = parse(R"(
baseline = "ci/known.json"
[rules]
unknown-column = "warning"
[per-path]
"tests/**" = { unknown-column = "off", stale-field = "info" }
"app/**" = { unknown-table = "warning" }
"app/legacy/*" = { unknown-table = "off" }
"**/generated.py" = { unknown-table = "error" }
)");
    EXPECT_THAT(loaded.problems, IsEmpty());
    const Configuration& configuration = loaded.configuration;
    EXPECT_EQ(configuration.baseline, "/project/ci/known.json");
    using findings::Severity;
    using Levels = std::map<std::string, Severity>;
    const auto levels_of = [&](const std::string& path) { return identify(configuration, "/project/" + path).rule_levels; };
    EXPECT_EQ(levels_of("tests/a.py"), (Levels{{"unknown-column", Severity::Off}, {"stale-field", Severity::Info}}));
    EXPECT_EQ(levels_of("app/a.py"), (Levels{{"unknown-table", Severity::Warning}}));
    EXPECT_EQ(levels_of("app/legacy/a.py"), (Levels{{"unknown-table", Severity::Off}}));
    EXPECT_EQ(levels_of("app/legacy/generated.py"), (Levels{{"unknown-table", Severity::Error}}));
    EXPECT_THAT(levels_of("scripts/a.py"), IsEmpty());
}

TEST(Configuration, MistakesInLevelsOfSomeFilesAreSaidAtTheirPlace) {
    const auto problem_of = [](const std::string& line) {
        const std::string text = "[per-path]\n" + line + "\n";
        const LoadedConfiguration loaded = parse(text);
        if (loaded.problems.size() != 1) return std::to_string(loaded.problems.size()) + " problems";
        EXPECT_EQ(loaded.problems[0].place.line, 2U);
        return marked(text, loaded.problems[0]) + ": " + loaded.problems[0].message;
    };
    EXPECT_EQ(problem_of("\"tests/**\" = { unknown-colum = \"off\" }"),
              "unknown-colum: unknown rule \"unknown-colum\": did you mean \"unknown-column\"?");
    EXPECT_THAT(problem_of("\"tests/**\" = { unknown-column = \"of\" }"), HasSubstr("did you mean \"off\"?"));
    EXPECT_THAT(problem_of("\"tests/**\" = [\"unknown-column\"]"),
                HasSubstr("must be a table of rules with levels: { unknown-column = \"off\" }"));
    EXPECT_THAT(problem_of("unknown-column = { level = \"off\" }"), HasSubstr("per-path takes paths first"));
    EXPECT_THAT(problem_of("\"/tests/**\" = { unknown-column = \"off\" }"), HasSubstr("without a leading slash"));
    EXPECT_THAT(problem_of("\"app/**\" = { missing-model = \"off\" }"),
                HasSubstr("missing-model: missing-model is said of the project"));
}

TEST(Configuration, NearestFileHolds) {
    const TemporaryFolder folder;
    folder.make_folder(".git");
    folder.write("pyproject.toml", "[tool.rowtype]\nschemas = [\"outer\"]\n");
    folder.write("backend/rowtype.toml", "schemas = [\"inner\"]\n");
    folder.write("backend/app/users.py", "");
    const LoadedConfiguration inner = load_configuration(folder / "backend/app/users.py");
    EXPECT_THAT(inner.configuration.schemas, ElementsAre("inner"));
    EXPECT_EQ(inner.configuration.root, folder / "backend");
    EXPECT_THAT(load_configuration(folder.path()).configuration.schemas, ElementsAre("outer"));
}

TEST(Configuration, RowtypeTomlWinsInOneFolderAndThatIsSaid) {
    const TemporaryFolder folder;
    folder.write("pyproject.toml", "[tool.rowtype]\nschemas = [\"shared\"]\n");
    folder.write("rowtype.toml", "schemas = [\"own\"]\n");
    const LoadedConfiguration loaded = load_configuration(folder.path());
    EXPECT_THAT(loaded.configuration.schemas, ElementsAre("own"));
    EXPECT_THAT(loaded.notes, ElementsAre(HasSubstr("pyproject.toml both configure this folder: rowtype.toml holds")));
}

TEST(Configuration, WhatOnlyHasItsNameIsPassedOverAndSaid) {
    const TemporaryFolder folder;
    folder.make_folder(".git");
    folder.make_folder("app/pyproject.toml");
    ASSERT_EQ(::mkfifo((folder / "app/rowtype.toml").c_str(), 0600), 0);
    std::filesystem::create_symlink("nowhere", folder / "rowtype.toml");
    folder.write("pyproject.toml", "[tool.rowtype]\nmodels = [\"a.py\"]\n");
    const LoadedConfiguration loaded = load_configuration(folder / "app");
    EXPECT_THAT(loaded.configuration.models, ElementsAre("a.py"));
    EXPECT_THAT(loaded.notes, ElementsAre((folder / "app/rowtype.toml") + " is no regular file and was passed over",
                                          (folder / "app/pyproject.toml") + " is a folder and was passed over",
                                          (folder / "rowtype.toml") + " is a link that leads nowhere and was passed over"));
}

TEST(Configuration, SearchStopsAtTheRepository) {
    const TemporaryFolder folder;
    folder.write("rowtype.toml", "schemas = [\"outside\"]\n");
    folder.make_folder("project/.git");
    folder.make_folder("project/app");
    EXPECT_EQ(load_configuration(folder / "project/app", {folder.path()}).configuration.root, folder / "project");
    const LoadedConfiguration loaded = load_configuration(folder / "project/app");
    EXPECT_EQ(loaded.configuration.file, "");
    EXPECT_EQ(loaded.configuration.root, folder / "project");
}

TEST(Configuration, WithoutAnyMarkAProjectBeginsWhereTheUserStands) {
    const TemporaryFolder folder;
    folder.make_folder("project/app");
    folder.make_folder("other");
    EXPECT_EQ(load_configuration(folder / "project/app", {folder / "project"}).configuration.root, folder / "project");
    EXPECT_EQ(load_configuration(folder / "project/app", {folder / "other"}).configuration.root, folder / "project/app");
    folder.write("project/app/pyproject.toml", "[project]\n");
    EXPECT_EQ(load_configuration(folder / "project/app", {folder / "project"}).configuration.root, folder / "project/app");
}

TEST(Configuration, ForeignPyprojectIsPassedOverAndABrokenOneOfOursIsNot) {
    const TemporaryFolder folder;
    folder.make_folder(".git");
    folder.write("pyproject.toml", "[tool.rowtype]\nschemas = [\"public\"]\n");
    folder.write("service/pyproject.toml", "[tool.poetry\nname=");
    const LoadedConfiguration passed = load_configuration(folder / "service");
    EXPECT_THAT(passed.configuration.schemas, ElementsAre("public"));
    EXPECT_THAT(passed.notes, ElementsAre(HasSubstr("was passed over")));
    folder.write("service/pyproject.toml", "[tool.rowtype\nmodels=");
    EXPECT_THAT(load_configuration(folder / "service").problems, SizeIs(1));
}

TEST(Configuration, IdentifiesFiles) {
    Configuration configuration;
    configuration.root = "/project";
    configuration.models = {"app/models/**/*.py", "src/shop/schemas.py"};
    const FileIdentity model = identify(configuration, "/project/app/models/users.py");
    EXPECT_EQ(model.path, "app/models/users.py");
    EXPECT_EQ(model.module, "app.models.users");
    EXPECT_TRUE(model.holds_models);
    const FileIdentity package = identify(configuration, "/project/app/__init__.py");
    EXPECT_EQ(package.module, "app");
    EXPECT_FALSE(package.holds_models);
    EXPECT_EQ(identify(configuration, "/project/src/shop/schemas.py").module, "shop.schemas");
}

TEST(Glob, MatchesAsShellsDo) {
    EXPECT_TRUE(matches_glob("app/models/users.py", "app/models/**/*.py"));
    EXPECT_TRUE(matches_glob("app/models/a/b/users.py", "app/models/**/*.py"));
    EXPECT_TRUE(matches_glob("users.py", "**/*.py"));
    EXPECT_TRUE(matches_glob("a/b", "**"));
    EXPECT_TRUE(matches_glob("a/b/c", "a/**"));
    EXPECT_TRUE(matches_glob("x1.py", "x[0-9].py"));
    EXPECT_TRUE(matches_glob("xa.py", "x[!0-9].py"));
    EXPECT_TRUE(matches_glob("a/x/b/y/c", "**/x/**/c"));
    EXPECT_TRUE(matches_glob("a.py", "./a.py"));
    EXPECT_FALSE(matches_glob("app/models/users.py", "app/*.py"));
    EXPECT_FALSE(matches_glob("app/users.pyc", "app/*.py"));
    EXPECT_FALSE(matches_glob("x1.py", "x[!0-9].py"));
    EXPECT_FALSE(matches_glob("a", ""));
    EXPECT_FALSE(matches_glob("a/b", "a"));
    EXPECT_TRUE(matches_glob("a[b", "a[b")) << "an unclosed class is plain text";
}

TEST(Glob, HostilePatternsEndSoon) {
    std::string stars;
    std::string deep;
    for (int i = 0; i < 200; ++i) {
        stars += "**/a*a*a*a*/";
        deep += "aaaaaaaaaaaaaaaaaaab/";
    }
    EXPECT_FALSE(matches_glob(deep + "c", stars + "d"));
}

TEST(Glob, SelectionKnowsFoldersAndNames) {
    EXPECT_TRUE(is_selected("app/models/users.py", {"app/models"}));
    EXPECT_TRUE(is_selected("app/models/users.py", {"app/models/"}));
    EXPECT_TRUE(is_selected("app/tests/x.py", {"tests"}));
    EXPECT_TRUE(is_selected("app/conftest.py", {"conftest.py"}));
    EXPECT_FALSE(is_selected("app/attests/x.py", {"tests"}));
    EXPECT_FALSE(is_selected("lib/app/models/users.py", {"app/models"}));
    EXPECT_FALSE(is_selected("a.py", {}));
}

TEST(Configuration, ReadsAnOpenApiSource) {
    const LoadedConfiguration loaded =
        parse("[schema]\nsource = \"openapi\"\npath = \"docs/api.json\"\nopenapi-schema = \"api\"\nopenapi-complete = true\n");
    EXPECT_TRUE(loaded.problems.empty());
    const SchemaSource& schema = loaded.configuration.schema;
    EXPECT_EQ(schema.kind, SourceKind::OpenApi);
    EXPECT_TRUE(schema.path.ends_with("/docs/api.json")) << schema.path;
    EXPECT_EQ(schema.openapi_schema, "api");
    EXPECT_TRUE(schema.openapi_complete);
    const LoadedConfiguration wrong = parse("[schema]\nsource = \"openapi\"\nopenapi-complete = \"yes\"\n");
    ASSERT_EQ(wrong.problems.size(), 2U);
    EXPECT_EQ(wrong.problems[0].message, "schema.source = \"openapi\" needs schema.path");
    EXPECT_EQ(wrong.problems[1].message, "openapi-complete must be true or false");
}

}  // namespace
}  // namespace rowtype::workspace
