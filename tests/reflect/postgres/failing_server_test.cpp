// Everything that can be wrong with a server, as the user meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/reflect/postgres/fake_server.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using postgres::Failure;
using postgres::FailureKind;
using postgres::Request;
using ::testing::HasSubstr;
using ::testing::Not;

Request soon(int seconds) {
    Request request;
    request.deadline_seconds = seconds;
    return request;
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
    return text.replace(text.find(part), part.size(), by);
}

std::string local_url(std::uint16_t port, const std::string& options = "") {
    return "postgresql://app:secret-canary@127.0.0.1:" + std::to_string(port) + "/shop" + options;
}

// A message of the protocol: a letter, a big-endian length that counts itself, the body.
std::string message(char kind, const std::string& body) {
    const auto length = static_cast<std::uint32_t>(body.size() + 4);
    std::string bytes(1, kind);
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((length >> shift) & 0xFFU);
    return bytes + body;
}

const std::string kAuthenticationOk = message('R', std::string(4, '\0'));
const std::string kReady = message('Z', "I");

// Answers the TLS request with "no", then the start-up message with `welcome`.
void greet(FakeServer& server, int descriptor, const std::string& welcome) {
    const std::string first = server.receive(descriptor);
    if (first.size() == 8) {  // SSLRequest or GSSENCRequest
        FakeServer::send(descriptor, "N");
        const std::string second = server.receive(descriptor);
        if (second.size() == 8) {
            FakeServer::send(descriptor, "N");
            server.receive(descriptor);
        }
    }
    FakeServer::send(descriptor, welcome);
}

TEST(FailingServer, WrongPassword) {
    const PostgresServer& server = PostgresServer::shared();
    const Failure failure = failure_of(run_rowtype_db(replaced(rich_database(), server.password(), "not-the-password")));
    EXPECT_EQ(failure.kind, FailureKind::WrongPassword);
    EXPECT_THAT(failure.message, HasSubstr("127.0.0.1:" + std::to_string(server.port())));
    EXPECT_THAT(failure.message, HasSubstr("\"" + server.user() + "\""));
    EXPECT_FALSE(failure.remedy.empty());
}

TEST(FailingServer, NoPassword) {
    const PostgresServer& server = PostgresServer::shared();
    const std::string url = replaced(rich_database(), ":" + server.password(), "");
    EXPECT_EQ(failure_of(run_rowtype_db(url, {}, {{"HOME", "/nonexistent"}})).kind, FailureKind::PasswordMissing);
}

TEST(FailingServer, MissingDatabase) {
    const Failure failure = failure_of(run_rowtype_db(PostgresServer::shared().url("no_such_database")));
    EXPECT_EQ(failure.kind, FailureKind::DatabaseMissing);
    EXPECT_THAT(failure.message, HasSubstr("\"no_such_database\""));
}

TEST(FailingServer, NobodyListens) {
    std::uint16_t port = 0;
    {
        const FakeServer gone([](int) {});
        port = gone.port();
    }
    const Failure failure = failure_of(run_rowtype_db(local_url(port)));
    EXPECT_EQ(failure.kind, FailureKind::Refused);
    EXPECT_EQ(failure_of(run_rowtype_db("postgresql://app@/shop?host=/nonexistent")).kind, FailureKind::Refused);
}

TEST(FailingServer, UnknownHost) {
    const Failure failure = failure_of(run_rowtype_db("postgresql://app:x@no-such-host.invalid/shop", soon(20)));
    EXPECT_EQ(failure.kind, FailureKind::UnknownHost);
    EXPECT_THAT(failure.message, HasSubstr("no-such-host.invalid:5432/shop"));
}

TEST(FailingServer, AcceptsAndSaysNothing) {
    FakeServer* self = nullptr;
    FakeServer server([&self](int descriptor) {
        while (!self->receive(descriptor).empty()) {
        }
    });
    self = &server;
    const ProgramResult result = run_rowtype_db(local_url(server.port()), soon(2));
    EXPECT_EQ(failure_of(result).kind, FailureKind::Timeout);
    EXPECT_LT(result.seconds, 10) << "its own deadline, nobody had to kill it";
}

TEST(FailingServer, StallsAfterTheGreeting) {
    FakeServer* self = nullptr;
    FakeServer server([&self](int descriptor) {
        greet(*self, descriptor,
              kAuthenticationOk + message('S', std::string("server_version\0", 15) + std::string("15.4\0", 5)) + kReady);
        while (!self->receive(descriptor).empty()) {
        }
    });
    self = &server;
    const ProgramResult result = run_rowtype_db(local_url(server.port()), soon(2));
    EXPECT_EQ(failure_of(result).kind, FailureKind::Timeout);
    EXPECT_LT(result.seconds, 10);
}

TEST(FailingServer, HangsUp) {
    FakeServer server([](int) {});
    EXPECT_EQ(failure_of(run_rowtype_db(local_url(server.port()))).kind, FailureKind::ConnectionLost);
}

TEST(FailingServer, IsSomethingElse) {
    FakeServer* self = nullptr;
    FakeServer server([&self](int descriptor) { greet(*self, descriptor, "HTTP/1.1 400 Bad Request\r\n\r\n"); });
    self = &server;
    const Failure failure = failure_of(run_rowtype_db(local_url(server.port())));
    EXPECT_THAT(failure.message, Not(HasSubstr("HTTP"))) << "what a server says is not repeated";
}

TEST(FailingServer, AnswersNonsense) {
    FakeServer* self = nullptr;
    FakeServer server([&self](int descriptor) {
        greet(*self, descriptor,
              kAuthenticationOk + message('S', std::string("server_version\0", 15) + std::string("15.4\0", 5)) + kReady);
        while (!self->receive(descriptor).empty()) {
            const std::string one_column = std::string("\0\1x\0", 4) + std::string(18, '\0');
            FakeServer::send(descriptor, message('T', one_column) + message('D', std::string("\0\1\0\0\0\3abc", 9)) +
                                             message('C', std::string("SELECT 1\0", 9)) + kReady);
        }
    });
    self = &server;
    EXPECT_EQ(failure_of(run_rowtype_db(local_url(server.port()))).kind, FailureKind::Other);
}

TEST(FailingServer, FloodsWithNotices) {
    FakeServer* self = nullptr;
    const std::string notice =
        message('N', std::string("SNOTICE\0C00000\0M", 16) + std::string(8000, 'x') + std::string("\0\0", 2));
    FakeServer server([&](int descriptor) {
        greet(*self, descriptor,
              kAuthenticationOk + message('S', std::string("server_version\0", 15) + std::string("15.4\0", 5)));
        for (int count = 0; count < 2000; ++count) FakeServer::send(descriptor, notice);
        FakeServer::send(descriptor, kReady);
    });
    self = &server;
    const ProgramResult result = run_rowtype_db(local_url(server.port()), soon(20));
    EXPECT_EQ(result.exit_code, postgres::kExitFailure);
    EXPECT_LT(result.output.size(), 1000U);
    EXPECT_EQ(result.errors.size(), 0U) << "a server's text never reaches the terminal";
}

TEST(FailingServer, AnOldServerIsSaidToBeOne) {
    FakeServer* self = nullptr;
    FakeServer server([&self](int descriptor) {
        greet(*self, descriptor,
              kAuthenticationOk + message('S', std::string("server_version\0", 15) + std::string("9.6.24\0", 7)) + kReady);
        while (!self->receive(descriptor).empty()) {
        }
    });
    self = &server;
    const Failure failure = failure_of(run_rowtype_db(local_url(server.port()), soon(5)));
    EXPECT_EQ(failure.kind, FailureKind::Unsupported);
    EXPECT_THAT(failure.message, HasSubstr("PostgreSQL 9"));
}

TEST(FailingServer, ARoleWithoutRightsStillReadsTheCatalog) {
    PostgresServer& server = PostgresServer::shared();
    server.execute(rich_database(), "CREATE ROLE nobody_special LOGIN PASSWORD 'nothing-special'");
    const std::string url =
        replaced(replaced(rich_database(), server.user(), "nobody_special"), server.password(), "nothing-special");
    EXPECT_EQ(catalog_of(url), catalog_of(rich_database()));
}

TEST(FailingServer, WrongArgumentsExitWithUsage) {
    const ProgramResult result =
        run_program({testing::program_folder() + "/rowtype-db", "postgresql://app:secret-canary@host/db"});
    EXPECT_EQ(result.exit_code, postgres::kExitUsage);
    EXPECT_THAT(result.output, Not(HasSubstr("secret-canary")));
    EXPECT_TRUE(postgres::read_failure(result.output).has_value());
}

}  // namespace
}  // namespace rowtype::testing
