// Every way to a real server: TLS in all of libpq's modes, SCRAM, IPv6, sockets, services, password files, poolers, few rights.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using postgres::Failure;
using postgres::FailureKind;
using ::testing::HasSubstr;
using ::testing::Not;

// keyword=value, which has a place for everything.
std::string place(const PostgresServer& server, const std::string& host, const std::string& rest) {
    return "host=" + host + " port=" + std::to_string(server.port()) + " user=" + server.user() + " dbname=postgres " + rest;
}

std::string with_password(const PostgresServer& server) { return " password=" + server.password(); }

void expect_snapshot(const std::string& connection, const std::map<std::string, std::string>& environment = {}) {
    const ProgramResult result = run_rowtype_db(connection, {}, environment);
    EXPECT_EQ(result.exit_code, postgres::kExitSnapshot) << result.output;
}

Failure expect_failure(const std::string& connection, FailureKind kind,
                       const std::map<std::string, std::string>& environment = {}) {
    const Failure failure = failure_of(run_rowtype_db(connection, {}, environment));
    EXPECT_EQ(failure.kind, kind) << failure.message;
    EXPECT_FALSE(failure.remedy.empty()) << failure.message;
    return failure;
}

// A home folder of a user, with files in it.
class Home {
public:
    Home() : path_((std::filesystem::temp_directory_path() / "rowtype-home-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    }
    ~Home() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) const {
        const std::string file = path_ + "/" + name;
        std::ofstream(file) << text;
        ::chmod(file.c_str(), mode);
        return file;
    }
    [[nodiscard]] std::map<std::string, std::string> environment() const { return {{"HOME", path_}}; }

private:
    std::string path_;
};

class Tls : public ::testing::Test {
protected:
    // The mode and further parameters, to `host`.
    static std::string with(const std::string& rest, const std::string& host = "localhost") {
        return place(server(), host, with_password(server()) + " " + rest);
    }
    static std::string authority() { return " sslrootcert=" + server().authority(); }
    static PostgresServer& server() { return PostgresServer::with_tls(); }
};

TEST_F(Tls, EveryModeThatEncryptsConnects) {
    for (const char* mode : {"allow", "prefer", "require"}) expect_snapshot(with(std::string("sslmode=") + mode));
    expect_snapshot(with("sslmode=verify-full" + authority()));
    expect_snapshot(with("sslmode=verify-ca" + authority(), "127.0.0.1"));
    expect_snapshot(with("sslmode=require channel_binding=require"));
    EXPECT_THAT(server().log(), HasSubstr("application_name=rowtype SSL enabled (protocol=TLSv1."));
}

TEST_F(Tls, WithoutItIsSaidWithTheRemedy) {
    const Failure failure = expect_failure(with("sslmode=disable"), FailureKind::TlsRequired);
    EXPECT_THAT(failure.message, HasSubstr("takes encrypted connections only"));
    EXPECT_THAT(failure.remedy, HasSubstr("in place of sslmode=disable"));
}

TEST_F(Tls, ACertificateThatIsNotTrustedIsNot) {
    const Home home;
    expect_failure(with("sslmode=verify-full"), FailureKind::TlsUntrusted, home.environment());
    expect_failure(with("sslmode=verify-full" + authority(), "127.0.0.1"), FailureKind::TlsUntrusted);
    const std::string other = home.write("other.crt", "no certificate");
    EXPECT_THAT(expect_failure(with("sslmode=verify-full sslrootcert=" + other), FailureKind::TlsUntrusted).remedy,
                HasSubstr("sslrootcert=FILE"));
}

// 127.0.0.1 written as one number is another machine to us: its certificate is verified although nobody asked for it.
TEST_F(Tls, AnotherMachineIsVerifiedByItself) {
    const Home home;
    expect_failure(with("", "2130706433"), FailureKind::TlsUntrusted, home.environment());
    expect_snapshot(with("sslmode=require", "2130706433"), home.environment());
}

TEST_F(Tls, AServerWithoutItIsSaidToHaveNone) {
    PostgresServer& plain = PostgresServer::shared();
    const std::string to_plain = place(plain, "127.0.0.1", with_password(plain));
    EXPECT_THAT(expect_failure(to_plain + " sslmode=require", FailureKind::TlsUnavailable).remedy, HasSubstr("sslmode=prefer"));
    expect_snapshot(to_plain + " sslmode=prefer");
    expect_snapshot(to_plain + " sslmode=disable");
    server().execute(server().url("postgres"), "CREATE DATABASE plain");
    expect_failure(with("sslmode=require dbname=plain"), FailureKind::AccessDenied);
    expect_snapshot(with("sslmode=prefer dbname=plain"));
}

TEST_F(Tls, AWrongPasswordIsOneWithTlsToo) {
    expect_failure(place(server(), "localhost", "password=wrong sslmode=require"), FailureKind::WrongPassword);
}

TEST(Addresses, Ipv6) {
    PostgresServer& server = PostgresServer::shared();
    const std::string port = std::to_string(server.port());
    const std::string url = "postgresql://" + server.user() + ":" + server.password() + "@[::1]:" + port + "/postgres";
    // A container may have no IPv6 at all; then it is said of the right place.
    const ProgramResult result = run_rowtype_db(url);
    if (result.exit_code == postgres::kExitSnapshot) {
        expect_snapshot(place(server, "::1", with_password(server)));
    } else {
        EXPECT_THAT(failure_of(result).message, HasSubstr("[::1]:" + port + "/postgres"));
    }
}

TEST(Addresses, TheSecondHostIsTriedWhereTheFirstRefuses) {
    PostgresServer& server = PostgresServer::shared();
    expect_snapshot("postgresql://" + server.user() + ":" + server.password() +
                    "@127.0.0.1:1,127.0.0.1:" + std::to_string(server.port()) + "/postgres");
}

TEST(Addresses, UnixSocket) {
    PostgresServer& server = PostgresServer::shared();
    expect_snapshot(place(server, server.socket_folder(), ""));
    std::string encoded;
    for (const char letter : server.socket_folder()) encoded += letter == '/' ? "%2F" : std::string(1, letter);
    expect_snapshot("postgresql://" + server.user() + "@" + encoded + ":" + std::to_string(server.port()) + "/postgres");
    const Failure failure = expect_failure("host=" + server.socket_folder() + " port=1 user=app dbname=x", FailureKind::Refused);
    EXPECT_THAT(failure.message, HasSubstr(server.socket_folder()));
}

TEST(UsersFiles, AServiceNamesTheServer) {
    PostgresServer& server = PostgresServer::shared();
    const Home home;
    const std::string text =
        "# mine\n[other]\nhost=nowhere.invalid\n\n[shop]\nhost=127.0.0.1\nport=" + std::to_string(server.port()) +
        "\nuser=" + server.user() + "\npassword=" + server.password() + "\ndbname=postgres\n";
    home.write(".pg_service.conf", text);
    expect_snapshot("service=shop", home.environment());
    expect_snapshot("postgresql:///?service=shop", home.environment());
    std::map<std::string, std::string> by_variable = home.environment();
    by_variable["PGSERVICE"] = "shop";
    expect_snapshot("", by_variable);
    by_variable["HOME"] = "/nonexistent";
    by_variable["PGSERVICEFILE"] = home.write("elsewhere", text);
    expect_snapshot("", by_variable);
    EXPECT_THAT(expect_failure("service=absent", FailureKind::Usage, home.environment()).remedy, HasSubstr("PGSERVICEFILE"));
}

TEST(UsersFiles, ThePasswordFileIsAsked) {
    PostgresServer& server = PostgresServer::shared();
    const Home home;
    const std::string line = "127.0.0.1:" + std::to_string(server.port()) + ":*:" + server.user() + ":";
    const std::string url = "postgresql://" + server.user() + "@127.0.0.1:" + std::to_string(server.port()) + "/postgres";
    home.write(".pgpass", "# comment\nother:5432:*:x:y\n" + line + server.password() + "\n");
    expect_snapshot(url, home.environment());
    const std::string elsewhere = home.write("elsewhere", line + server.password() + "\n");
    expect_snapshot(url, {{"HOME", "/nonexistent"}, {"PGPASSFILE", elsewhere}});
    home.write(".pgpass", line + "wrong\n");
    expect_failure(url, FailureKind::WrongPassword, home.environment());
    home.write(".pgpass", line + server.password() + "\n", 0644);
    EXPECT_THAT(expect_failure(url, FailureKind::PasswordMissing, home.environment()).remedy, HasSubstr("chmod 600"));
}

class Rights : public ::testing::Test {
protected:
    // The URL of a database, as a role of no rights of its own.
    static std::string as_nobody(const std::string& url) {
        PostgresServer& server = PostgresServer::shared();
        server.execute(url,
                       "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rowtype_nobody') THEN "
                       "CREATE ROLE rowtype_nobody LOGIN PASSWORD 'none'; END IF; END $$");
        const std::string rest = url.substr(url.find('@'));
        return "postgresql://rowtype_nobody:none" + rest;
    }
};

TEST_F(Rights, WhoMayUseNoSchemaReadsTheSameCatalog) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("rights");
    server.execute(url,
                   "CREATE SCHEMA shut; REVOKE ALL ON SCHEMA shut, public FROM PUBLIC; CREATE TYPE shut.mood AS ENUM ('a');"
                   "CREATE TABLE shut.secret (id serial PRIMARY KEY, m shut.mood DEFAULT 'a', CHECK (id > 0));"
                   "ALTER TABLE shut.secret ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON shut.secret USING (id IN (SELECT 1));"
                   "CREATE VIEW shut.seen AS SELECT id FROM shut.secret; CREATE INDEX ON shut.secret ((id + 1));"
                   "CREATE FUNCTION shut.f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION "
                   "shut.f FROM PUBLIC;");
    const catalog::CatalogData everything = catalog_of(url);
    EXPECT_TRUE(everything.notes.empty());
    EXPECT_EQ(catalog_of(as_nobody(url)), everything);
}

TEST_F(Rights, NoRightToConnect) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("closed");
    const std::string nobody = as_nobody(url);
    server.execute(url, "REVOKE CONNECT ON DATABASE " + url.substr(url.rfind('/') + 1) + " FROM PUBLIC");
    const Failure failure = expect_failure(nobody, FailureKind::AccessDenied);
    EXPECT_THAT(failure.message, HasSubstr("\"rowtype_nobody\""));
    EXPECT_THAT(failure.remedy, HasSubstr("CONNECT"));
}

TEST_F(Rights, NoRightToReadPostgresOwnCatalogs) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("hidden");
    server.execute(url, "REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
    const Failure failure = expect_failure(as_nobody(url), FailureKind::PermissionDenied);
    EXPECT_THAT(failure.remedy, HasSubstr("pg_catalog"));
}

// What a role or a database changed of how values are printed changes no snapshot.
TEST_F(Rights, SettingsOfARoleDoNotShow) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("settings");
    server.execute(url,
                   "CREATE TABLE t (\"order\" int, a timestamptz DEFAULT '2025-01-31 12:00+00', b date DEFAULT '2025-01-31',"
                   "c interval DEFAULT '1 day 2 hours', d bytea DEFAULT '\\x00ff', e float8 DEFAULT 0.1, CHECK (\"order\" > 0 "
                   "AND b > '2020-02-01'));");
    const std::string expected = run_rowtype_db(url).output;
    EXPECT_THAT(expected, HasSubstr("2025-01-31 12:00:00+00"));
    const std::string database = url.substr(url.rfind('/') + 1);
    for (const char* setting :
         {"DateStyle = 'German'", "TimeZone = 'Asia/Tokyo'", "IntervalStyle = 'iso_8601'", "bytea_output = 'escape'",
          "extra_float_digits = -10", "quote_all_identifiers = on", "search_path = public", "standard_conforming_strings = off",
          "statement_timeout = '1h'", "client_encoding = 'LATIN1'"}) {
        server.execute(url, "ALTER DATABASE " + database + " SET " + setting);
    }
    EXPECT_EQ(run_rowtype_db(url).output, expected);
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
    return text.replace(text.find(part), part.size(), by);
}

std::string name_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

TEST(BehindAPooler, TheCatalogIsTheSameAndNothingOfUsStays) {
    PostgresServer& server = PostgresServer::shared();
    const Pooler pooler(server, "transaction");
    const std::string url = pooler.url(name_of(rich_database()));
    // Whatever of the session's we could leave behind, asked for on the one connection that the pooler has.
    const std::string settings =
        "SELECT name, setting FROM pg_settings WHERE name NOT IN ('application_name') AND source IN ('session', 'client', "
        "'interactive');"
        "SELECT name FROM pg_prepared_statements; SELECT name FROM pg_cursors; SELECT pg_listening_channels();"
        "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'; SELECT pg_backend_pid()";
    const std::string before = server.execute(url, settings);
    for (int count = 0; count < 3; ++count) EXPECT_EQ(catalog_of(url), catalog_of(rich_database()));
    EXPECT_EQ(server.execute(url, settings), before) << "the same connection, as it was";
}

TEST(BehindAPooler, AWrongPasswordAndAMissingDatabase) {
    PostgresServer& server = PostgresServer::shared();
    const Pooler pooler(server, "session");
    const std::string name = name_of(rich_database());
    expect_snapshot(pooler.url(name));
    expect_failure(replaced(pooler.url(name), server.password(), "wrong"), FailureKind::WrongPassword);
    expect_failure(pooler.url("no_such_database"), FailureKind::DatabaseMissing);
    expect_failure(pooler.url(name) + "?options=-cgeqo%3Doff", FailureKind::PoolerParameter);
}

TEST(BehindAPooler, StatementsAloneAreNotEnough) {
    PostgresServer& server = PostgresServer::shared();
    const Pooler pooler(server, "statement");
    const Failure failure = failure_of(run_rowtype_db(pooler.url(name_of(rich_database()))));
    EXPECT_TRUE(failure.kind == FailureKind::PoolerMode || failure.kind == FailureKind::ConnectionLost)
        << "libpqxx 6 loses the pooler's words: " << failure.message;
    EXPECT_THAT(failure.remedy, HasSubstr("pool_mode"));
}

}  // namespace
}  // namespace rowtype::testing
