// `rowtype redis export` and `redis check`, run inside this process; redis_server_test.py has a real Redis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::ordered_json;

class Redis : public CommandProject {
protected:
    [[nodiscard]] std::string text_of(const std::string& file) const {
        std::ifstream stream(folder_.path() + "/" + file);
        std::stringstream text;
        text << stream.rdbuf();
        return text.str();
    }
};

TEST_F(Redis, ExportWritesThePlansJson) {
    ASSERT_EQ(run({"export-redis"}), kExitClean) << errors();
    EXPECT_EQ(out(), "Written: redis_schemas.json (2 tables).\n");
    const Json expected = Json::parse(R"json({
      "orders": {"table": "orders", "primary_key": ["id"],
        "fields": {"id": {"type": "bigint", "nullable": false, "indexed": true},
                   "user_id": {"type": "bigint", "nullable": false, "indexed": false}},
        "indexes": []},
      "users": {"table": "users", "primary_key": ["id"],
        "fields": {"id": {"type": "bigint", "nullable": false, "indexed": true},
                   "name": {"type": "text", "nullable": false, "indexed": false},
                   "nick": {"type": "text", "nullable": true, "indexed": false}},
        "indexes": []}})json");
    EXPECT_EQ(text_of("redis_schemas.json"), expected.dump(2) + "\n");
    ASSERT_EQ(run({"redis", "export"}), kExitClean);
    EXPECT_EQ(out(), "Unchanged: redis_schemas.json (2 tables).\n");
}

TEST_F(Redis, IndexesHaveNameColumnsUniqueAndWhere) {
    folder_.write("supabase/migrations/2.sql", "create unique index users_nick on users (nick, lower(name)) where nick <> '';");
    ASSERT_EQ(run({"redis", "export", "-t", "users", "-o", "-"}), kExitClean);
    const Json users = Json::parse(out()).at("users");
    EXPECT_EQ(users.at("indexes"), Json::parse(R"json([{"name": "users_nick", "columns": ["nick", "lower(name)"], "unique": true,
                                                       "where": "nick <> ''"}])json"));
    EXPECT_EQ(users.at("fields").at("nick").at("indexed"), true);
}

TEST_F(Redis, CheckSaysWhatIsStale) {
    ASSERT_EQ(run({"redis", "export", "-o", "cache/shapes.json"}), kExitClean) << errors();
    EXPECT_EQ(run({"redis", "check", "cache/shapes.json"}), kExitClean);
    EXPECT_EQ(out(), "cache/shapes.json is what the schema says (2 tables).\n");
    folder_.write("supabase/migrations/2.sql", "alter table users drop column nick; create table extra (id int);");
    EXPECT_EQ(run({"redis", "check", "cache/shapes.json"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("users.nick: the table has no such column any more\nextra: the table is new\n"));
    EXPECT_THAT(out(), HasSubstr("rowtype redis export -o cache/shapes.json"));
    EXPECT_EQ(run({"redis", "check", "cache/shapes.json", "--listed-only", "--output-format", "json"}), kExitFindings);
    EXPECT_EQ(Json::parse(out()), Json::parse(R"json({"drift": [{"table": "users", "field": "nick",
                                                    "message": "the table has no such column any more"}]})json"));
}

TEST_F(Redis, AFileOfSomethingElseIsLeft) {
    folder_.write("redis_schemas.json", "{\"users\": 1}\n");
    EXPECT_EQ(run({"redis", "export"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did not write this file and leaves it as it is"));
    EXPECT_EQ(text_of("redis_schemas.json"), "{\"users\": 1}\n");
    EXPECT_NE(run({"redis", "check"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("\"users\" lacks a member"));
    folder_.write("redis_schemas.json", "{");
    EXPECT_NE(run({"redis", "check"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("it is no JSON"));
}

TEST_F(Redis, SearchIndexesAndJsonSchema) {
    EXPECT_EQ(run({"redis", "export", "--format", "search-json", "-t", "users", "-o", "-"}), kExitClean);
    EXPECT_EQ(out(),
              "FT.CREATE idx:users ON JSON PREFIX 1 users: SCHEMA $.id AS id NUMERIC SORTABLE $.name AS name TEXT $.nick AS nick "
              "TEXT\n");
    EXPECT_EQ(run({"redis", "export", "--format", "json-schema", "-t", "users", "-o", "users.schema.json"}), kExitClean);
    const Json schema = Json::parse(text_of("users.schema.json"));
    EXPECT_EQ(schema.at("$defs").at("users").at("additionalProperties"), false);
    EXPECT_EQ(run({"redis", "export", "--format", "json-schema", "-o", "users.schema.json"}), kExitClean) << errors();
}

TEST_F(Redis, WrongUseHasARemedy) {
    EXPECT_EQ(run({"redis"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("verify"));
    EXPECT_EQ(run({"redis", "exprot"}), kExitUsage);
    EXPECT_EQ(run({"redis", "export", "--fromat", "x"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did you mean --format?"));
    EXPECT_THAT(errors(), HasSubstr("Try: rowtype redis export --help"));
    EXPECT_EQ(run({"redis", "export", "-t", "user"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("did you mean \"users\"?"));
    EXPECT_EQ(run({"redis", "verify"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--pattern"));
    EXPECT_EQ(run({"redis", "verify", "--pattern", "sessions:*"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("say which with --table"));
    EXPECT_EQ(run({"redis", "verify", "--pattern", "users:*", "--redis-url-env", "ROWTYPE_NO_SUCH_VARIABLE"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("ROWTYPE_NO_SUCH_VARIABLE is not set"));
    EXPECT_THAT(out(), IsEmpty());
}

}  // namespace
}  // namespace rowtype::cli
