#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "lsp/server/convert.h"
#include "tests/lsp/server/test_session.h"

namespace rowtype::server {
namespace {

using nlohmann::json;

json call(const std::string& method, json params) {
    return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

json request(json id, const std::string& method, json params) {
    json message = call(method, std::move(params));
    message["id"] = std::move(id);
    return message;
}

TEST(Session, AFrameNestedTwoHundredThousandDeepIsAnError) {
    TestSession session;
    session.deliver(std::string(200'000, '['));
    session.deliver("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\",\"params\":" + std::string(100'000, '[') +
                    std::string(100'000, ']') + "}");
    const auto sent = session.take_sent();
    ASSERT_EQ(sent.size(), 2U);
    for (const std::string& message : sent) EXPECT_EQ(json::parse(message)["error"]["code"], -32700);
}

TEST(Session, TheVariableThatNamesTheDatabaseMayComeLater) {
    const TemporaryFolder folder;
    folder.write("rowtype.toml", "[schema]\nsource = \"postgres\"\nurl-env = \"WATCHED_PROJECT_URL\"\n");
    const std::string root = uri_of_path(folder.path());
    TestSession session;
    const json capabilities = {{"window", {{"showMessage", json::object()}}}};
    session.deliver(request(0, "initialize", {{"processId", nullptr}, {"rootUri", root}, {"capabilities", capabilities}}).dump());
    const json document = {{"uri", root + "/app.py"},
                           {"languageId", "python"},
                           {"version", 1},
                           {"text", "from supabase import create_client\ncreate_client('u', 'k').table('users')\n"}};
    session.deliver(call("textDocument/didOpen", {{"textDocument", document}}).dump());
    session.settle();
    (void)session.take_sent();
    folder.write(".env", "WATCHED_PROJECT_URL=postgresql://app@localhost:6543/shop\n");
    const json changes = json::array({{{"uri", root + "/.env"}, {"type", 1}}});
    session.deliver(call("workspace/didChangeWatchedFiles", {{"changes", changes}}).dump());
    session.settle();
    std::string sent;
    for (const std::string& message : session.take_sent()) sent += message + "\n";
    EXPECT_THAT(sent, testing::HasSubstr("localhost:6543/shop"));
}

// Who asked which classes derive from another is looked at again where a document may hold one more, and nobody else.
TEST(Session, ADocumentWithAnotherBaseConcernsThoseThatAskedForSubclasses) {
    const TemporaryFolder folder;
    folder.write("pyproject.toml", "[tool.rowtype.schema]\nsource = \"migrations\"\npath = \"migrations\"\n");
    folder.write("migrations/1.sql", "create table links (id serial primary key, surplus integer);");
    const std::string root = uri_of_path(folder.path());
    TestSession session;
    const json no_capabilities = json::object();
    session.deliver(
        request(0, "initialize", {{"processId", nullptr}, {"rootUri", root}, {"capabilities", no_capabilities}}).dump());
    const auto open = [&](const std::string& name, const std::string& text) {
        const json document = {{"uri", root + "/" + name}, {"languageId", "python"}, {"version", 1}, {"text", text}};
        session.deliver(call("textDocument/didOpen", {{"textDocument", document}}).dump());
        session.settle();
    };
    int version = 1;
    const auto type = [&](const std::string& name, const std::string& text) {
        const json document = {{"uri", root + "/" + name}, {"version", ++version}};
        session.deliver(
            call("textDocument/didChange", {{"textDocument", document}, {"contentChanges", json::array({{{"text", text}}})}})
                .dump());
        session.settle();
    };
    const auto checked_anew = [&](const std::string& name) {
        return session.session().documents().find(root + "/" + name)->analysis.engine->checked_anew();
    };
    const std::string query =
        "from supabase import create_client\ncreate_client('u', 'k').table('links').select('id').execute()\n";
    const std::string imports = "from sqlalchemy import Column, Integer\nfrom models import Link\n";
    open("models.py",
         "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
         "class Link(Base):\n    __tablename__ = 'links'\n    id = Column(Integer, primary_key=True)\n");
    open("sub.py", imports);
    open("query.py", query);
    type("query.py", query + "# more\n");
    ASSERT_GT(checked_anew("query.py"), 0U);  // none, were it looked at once more
    std::string sent;
    for (const std::string& message : session.take_sent()) sent += message;
    EXPECT_THAT(sent, testing::HasSubstr("Link lacks the column"));

    type("sub.py", imports + "RED = Color.RED\n");
    EXPECT_GT(checked_anew("query.py"), 0U);
    type("sub.py", imports + "class Cow(Link):\n    surplus = Column(Integer)\n");
    EXPECT_GT(checked_anew("query.py"), 0U);
    std::vector<std::string> of_models;
    for (const std::string& message : session.take_sent()) {
        if (message.find("/models.py") != std::string::npos) of_models.push_back(message);
    }
    ASSERT_EQ(of_models.size(), 1U);
    EXPECT_THAT(of_models.front(), testing::Not(testing::HasSubstr("Link lacks the column")));
}

// Messages of every kind, in any order, with ids used again, versions out of order and params of the wrong shape: the
// session answers every request exactly once and goes on.
class RandomSession : public testing::TestWithParam<unsigned> {};

TEST_P(RandomSession, AnswersEveryRequestOnce) {
    std::mt19937 random(GetParam());
    const TemporaryFolder folder;
    folder.write("pyproject.toml", "[tool.rowtype.schema]\nsource = \"migrations\"\npath = \"migrations\"\n");
    folder.write("migrations/1.sql", "create table users (id bigint primary key, name text not null);");
    const std::string root = uri_of_path(folder.path());
    const std::vector<std::string> texts = {
        "", "client.table('users').select('nmae')", "😀\r\n", "def f(:\n  ", "\"\"\"", "x = 1\n", std::string(600, '(')};
    const auto pick = [&](auto& list) { return list[random() % list.size()]; };
    const auto number = [&](std::size_t most) { return static_cast<int>(random() % most); };

    TestSession session;
    std::map<std::string, int> owed;
    const auto ask = [&](json id, const std::string& method, json params) {
        ++owed[id.dump()];
        session.deliver(request(std::move(id), method, std::move(params)).dump());
    };
    const auto range = [&] {
        return json{{"start", {{"line", number(6)}, {"character", number(20)}}},
                    {"end", {{"line", number(6)}, {"character", number(20)}}}};
    };
    const auto document = [&] { return json{{"uri", root + "/" + std::string(1, static_cast<char>('a' + number(3))) + ".py"}}; };
    if (random() % 4 != 0) {
        ask(0, "initialize",
            {{"processId", nullptr},
             {"rootUri", root},
             {"capabilities", {{"textDocument", {{"codeAction", {{"codeActionLiteralSupport", json::object()}}}}}}}});
    }
    for (int step = 0; step < 150; ++step) {
        switch (random() % 12) {
            case 0:
            case 1: {
                json opened = document();
                opened.update({{"languageId", "python"}, {"version", number(5)}, {"text", pick(texts)}});
                session.deliver(call("textDocument/didOpen", {{"textDocument", opened}}).dump());
                break;
            }
            case 2:
            case 3:
            case 4:
            case 5: {
                json changed = document();
                changed["version"] = step / 3 + number(8);
                json changes = json::array();
                for (int count = number(4); count > 0; --count) changes.push_back({{"range", range()}, {"text", pick(texts)}});
                if (random() % 10 == 0) changes.push_back({{"text", pick(texts)}});
                session.deliver(call("textDocument/didChange", {{"textDocument", changed}, {"contentChanges", changes}}).dump());
                break;
            }
            case 6: session.deliver(call("textDocument/didClose", {{"textDocument", document()}}).dump()); break;
            case 7:
                ask(number(30), "textDocument/codeAction",
                    {{"textDocument", document()}, {"range", range()}, {"context", {{"diagnostics", json::array()}}}});
                break;
            case 8: session.deliver(call("$/cancelRequest", {{"id", number(30)}}).dump()); break;
            case 9:
                session.deliver(
                    call("workspace/didChangeWatchedFiles", {{"changes", {{{"uri", root + "/migrations/1.sql"}, {"type", 2}}}}})
                        .dump());
                break;
            case 10: ask("s" + std::to_string(number(5)), pick(texts), json::array({1, "x"})); break;
            case 11: {
                session.deliver(call("textDocument/didChange", pick(texts)).dump());
                if (random() % 3 == 0) session.settle();
                if (random() % 60 == 0) ask(1000, "shutdown", nullptr);
                break;
            }
            default: break;
        }
    }
    session.settle();
    for (const std::string& message : session.take_sent()) {
        const json spoken = json::parse(message);
        if (spoken.contains("method")) continue;
        ASSERT_EQ(spoken.contains("result") + spoken.contains("error"), 1) << message;
        --owed[spoken["id"].dump()];
    }
    for (const auto& [id, count] : owed) EXPECT_EQ(count, 0) << id;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSession, testing::Range(1U, 41U));

}  // namespace
}  // namespace rowtype::server
