// A password goes to the server that it was given for, and to no other place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/reflect/postgres/fake_server.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kCanary = "Vq3xT8nB5zR1";

void expect_no_secret(const ProgramResult& result, const std::string& what) {
    for (std::size_t begin = 0; begin + 6 <= kCanary.size(); ++begin) {
        const std::string part(kCanary.substr(begin, 6));
        EXPECT_THAT(result.output, Not(HasSubstr(part))) << what;
        EXPECT_THAT(result.errors, Not(HasSubstr(part))) << what;
    }
}

TEST(Secrets, NoFailureNamesThePassword) {
    const std::string canary(kCanary);
    const std::string port = std::to_string(PostgresServer::shared().port());
    for (const std::string& text : {
             "postgresql://app:" + canary + "@127.0.0.1:" + port + "/shop",
             "postgresql+psycopg2://app:" + canary + "@127.0.0.1:" + port + "/shop",
             "postgresql://app:" + canary + "@127.0.0.1:1/shop",
             "postgresql://app:x@" + canary + "@127.0.0.1:1/shop",
             "postgresql://app:x/" + canary + "@127.0.0.1:1/shop",
             "postgresql://app:x?" + canary + "@127.0.0.1:1/shop",
             "postgresql://app:" + canary + "@nowhere.invalid/shop",
             "postgresql://app:" + canary + "@127.0.0.1:" + port + "/shop?sslmode=verify-full",
             "postgresql://app:" + canary + "@127.0.0.1:" + port + "/shop?sslmode=nonsense",
             "postgresql://app:" + canary + "@127.0.0.1:" + port + "/shop?target_session_attrs=" + canary,
             "host=127.0.0.1 port=" + port + " user=app password=" + canary + " sslkey=" + canary,
             "host=127.0.0.1 port=" + port + " user=app password='" + canary,
             "postgresql//app:" + canary + "@127.0.0.1/shop",
             canary,
         }) {
        postgres::Request request;
        request.deadline_seconds = 20;
        const ProgramResult result = run_rowtype_db(text, request);
        EXPECT_EQ(result.exit_code, postgres::kExitFailure) << text;
        EXPECT_TRUE(postgres::read_failure(result.output).has_value()) << text << "\n" << result.output;
        expect_no_secret(result, text);
    }
}

TEST(Secrets, TheSnapshotHoldsNeitherPasswordNorPlace) {
    const PostgresServer& server = PostgresServer::shared();
    const ProgramResult result = run_rowtype_db(rich_database());
    ASSERT_EQ(result.exit_code, postgres::kExitSnapshot);
    for (const std::string& part : {server.password(), server.user(), server.host(), std::to_string(server.port())}) {
        EXPECT_THAT(result.output, Not(HasSubstr(part)));
    }
}

// A server that asks for the password in clear text, without offering TLS (RELIABILITY finding 5).
TEST(Secrets, AnotherMachineWithoutTlsGetsNoPassword) {
    FakeServer* self = nullptr;
    const std::string cleartext_please("R\0\0\0\x08\0\0\0\x03", 9);
    FakeServer server([&](int descriptor) {
        for (std::string received = self->receive(descriptor); !received.empty(); received = self->receive(descriptor)) {
            if (received.front() == 'p') return;  // the password
            FakeServer::send(descriptor, received.size() == 8 ? std::string("N") : cleartext_please);
        }
    });
    self = &server;
    // 127.0.0.1 written as one number: the resolver reaches this machine, and to us it is any other host's name.
    const std::string options = " port=" + std::to_string(server.port()) + " dbname=shop user=app password=";
    for (const char* mode : {"", "sslmode=prefer ", "sslmode=allow ", "sslmode=require ", "sslmode=verify-full "}) {
        const ProgramResult result = run_rowtype_db(std::string(mode) + "host=2130706433" + options + std::string(kCanary));
        const postgres::Failure failure = failure_of(result);
        EXPECT_TRUE(failure.kind == postgres::FailureKind::TlsUnavailable || failure.kind == postgres::FailureKind::TlsUntrusted)
            << result.output;
        EXPECT_THAT(failure.remedy, HasSubstr("sslmode=")) << "the way out is said";
        expect_no_secret(result, mode);
    }
    EXPECT_THAT(server.received(), Not(HasSubstr(kCanary.substr(0, 6))));
    expect_no_secret(run_rowtype_db("sslmode=disable host=2130706433" + options + std::string(kCanary)), "disable");
    EXPECT_THAT(server.received(), HasSubstr(kCanary))
        << "who writes disable gets it; without this the test above would show nothing";
}

// Everything of the user's that libpq would send by itself: variables, ~/.pgpass, a password file, a service.
class UsersHome {
public:
    UsersHome() {
        path_ = (std::filesystem::temp_directory_path() / "rowtype-home-XXXXXX").string();
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
        const std::string password(kCanary);
        write(".pgpass", "*:*:*:*:" + password + "\n");
        write(".pg_service.conf", "[mine]\nhost=127.0.0.1\nuser=me\npassword=" + password + "\n");
    }
    ~UsersHome() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    UsersHome(const UsersHome&) = delete;
    UsersHome& operator=(const UsersHome&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] std::map<std::string, std::string> environment() const {
        return {
            {"HOME", path_}, {"PGPASSWORD", std::string(kCanary)}, {"PGPASSFILE", file(".pgpass")}, {"PGUSER", "canary_user"}};
    }

private:
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(file(name)) << text;
        ::chmod(file(name).c_str(), 0600);
    }

    std::string path_;
};

// RELIABILITY finding 5: a host that a file of the repository names gets nothing of the user's. The server asks for a password
// in clear text and records what it is sent.
TEST(Secrets, AHostThatTheWorkspaceNamesGetsNothingOfTheUsers) {
    FakeServer* self = nullptr;
    const std::string cleartext_please("R\0\0\0\x08\0\0\0\x03", 9);
    FakeServer server([&](int descriptor) {
        for (std::string received = self->receive(descriptor); !received.empty(); received = self->receive(descriptor)) {
            if (received.front() == 'p') return;  // the password
            FakeServer::send(descriptor, received.size() == 8 ? std::string("N") : cleartext_please);
        }
    });
    self = &server;
    const UsersHome home;
    const std::string place = "127.0.0.1:" + std::to_string(server.port());
    const std::string pairs = "host=127.0.0.1 port=" + std::to_string(server.port()) + " dbname=shop ";
    postgres::Request request;
    request.from_workspace = true;
    for (const std::string& text : {"postgres://app@" + place + "/shop", "postgres://" + place + "/shop",
                                    "postgres://app@" + place + "/shop?passfile=" + home.file(".pgpass"),
                                    pairs + "user=app passfile=" + home.file(".pgpass"), pairs + "service=mine"}) {
        const postgres::Failure failure = failure_of(run_rowtype_db(text, request, home.environment()));
        const bool names_service = text.find("service") != std::string::npos;
        EXPECT_EQ(failure.kind, names_service ? postgres::FailureKind::Usage : postgres::FailureKind::PasswordMissing) << text;
    }
    EXPECT_THAT(server.received(), Not(HasSubstr(kCanary)));
    EXPECT_THAT(server.received(), Not(HasSubstr("canary_user")));
    EXPECT_THAT(server.received(), HasSubstr("app")) << "it was really asked";

    request.from_workspace = false;
    static_cast<void>(run_rowtype_db("postgres://app@" + place + "/shop", request, home.environment()));
    EXPECT_THAT(server.received(), HasSubstr(kCanary)) << "what the user names gets it; without this nothing would be shown";
}

}  // namespace
}  // namespace rowtype::testing
