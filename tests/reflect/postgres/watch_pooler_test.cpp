// rowtype-db --watch where something stands between it and the server, and where the server cannot notify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/reflect/postgres/fake_server.h"
#include "tests/reflect/postgres/watched.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string new_database(const std::string& name) {
    const std::string url = PostgresServer::shared().create_database(name);
    return url.substr(url.rfind('/') + 1);
}

std::string connections_to(const std::string& database) {
    PostgresServer& server = PostgresServer::shared();
    return server.execute(server.url("postgres"), "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "'");
}

// A notice would go to whoever uses that session next, if to anybody.
TEST(WatchThroughAPooler, LooksWhereTransactionsShareSessions) {
    PostgresServer& server = PostgresServer::shared();
    const std::string database = new_database("shared");
    const Pooler pooler(server, "transaction");
    Watched watched(pooler.url(database), looking());
    EXPECT_EQ(watched.next(), "looking");
    server.execute(server.url(database), "CREATE TABLE films (id int)");
    EXPECT_EQ(watched.next(), "changed");
    EXPECT_THAT(server.log(), Not(HasSubstr(" rowtype " + database + ": LOG:  statement: LISTEN")));
}

TEST(WatchThroughAPooler, ListensWhereTheSessionIsItsOwn) {
    PostgresServer& server = PostgresServer::shared();
    const std::string database = new_database("own");
    const Pooler pooler(server, "session");
    Watched watched(pooler.url(database), listening());
    EXPECT_EQ(watched.next(), "listening");
    server.execute(server.url(database), "NOTIFY pgrst");
    EXPECT_EQ(watched.next(), "changed");
}

// Where it cannot listen it holds nothing between two looks.
TEST(WatchThroughAPooler, HoldsNoConnectionWhereItOnlyLooks) {
    PostgresServer& server = PostgresServer::shared();
    const std::string database = new_database("free");
    postgres::Request request = listening({});
    request.first_look_milliseconds = 20;
    Watched watched(server.url(database), request);
    EXPECT_EQ(watched.next(), "looking");
    bool was_free = false;
    for (int attempt = 0; attempt < 3000 && !was_free; ++attempt) {
        was_free = connections_to(database) == "0\n";
        ::usleep(10'000);
    }
    EXPECT_TRUE(was_free);
    server.execute(server.url(database), "CREATE TABLE films (id int)");
    EXPECT_EQ(watched.next(), "changed");
}

// A message of the protocol: a letter, a big-endian length that counts itself, the body.
std::string message(char kind, const std::string& body) {
    const auto length = static_cast<std::uint32_t>(body.size() + 4);
    std::string bytes(1, kind);
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((length >> shift) & 0xFFU);
    return bytes + body;
}

std::string text_row(const std::vector<std::string>& fields) {
    std::string names{'\0', static_cast<char>(fields.size())};
    std::string values = names;
    for (const std::string& field : fields) {
        names += std::string("c\0", 2) + std::string(18, '\0');
        values += std::string(3, '\0') + static_cast<char>(field.size()) + field;
    }
    return message('T', names) + message('D', values) + message('C', std::string("SELECT 1\0", 9));
}

// What a standby answers: the session is its own, and LISTEN is refused.
TEST(WatchThroughAPooler, LooksOnAStandby) {
    FakeServer* self = nullptr;
    std::atomic<int> looks = 0;
    const std::string ready = message('Z', "I");
    FakeServer server([&](int descriptor) {
        for (std::string received = self->receive(descriptor); !received.empty(); received = self->receive(descriptor)) {
            if (received.size() == 8) {
                FakeServer::send(descriptor, "N");
            } else if (received.front() != 'Q') {
                FakeServer::send(descriptor, message('R', std::string(4, '\0')) +
                                                 message('S', std::string("server_version\0"
                                                                          "15.4\0",
                                                                          20)) +
                                                 message('K', std::string("\0\0\0\7\0\0\0\1", 8)) + ready);
            } else if (received.find("pg_backend_pid") != std::string::npos) {
                FakeServer::send(descriptor, text_row({"7"}) + ready);
            } else if (received.find("LISTEN") != std::string::npos) {
                FakeServer::send(
                    descriptor,
                    message('E', std::string("SERROR\0C25006\0Mcannot execute LISTEN during recovery\0\0", 54)) + ready);
            } else if (received.find("summed") != std::string::npos) {
                FakeServer::send(descriptor, text_row({"1:1:", looks > 4 ? "two" : "one"}) + ready);
            } else {
                FakeServer::send(descriptor, text_row({std::to_string(++looks) + ":1:"}) + ready);
            }
        }
    });
    self = &server;
    Watched watched("postgresql://app:x@127.0.0.1:" + std::to_string(server.port()) + "/shop", looking());
    EXPECT_EQ(watched.next(), "looking");
    EXPECT_EQ(watched.next(), "changed");
}

}  // namespace
}  // namespace rowtype::testing
