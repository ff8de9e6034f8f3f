#include "reflect/postgres/connection_string.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

namespace rowtype::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Environment with(std::map<std::string, std::string> variables, std::map<std::string, std::string> files = {}) {
    const auto look_up = [](const std::map<std::string, std::string>& map,
                            const std::string& name) -> std::optional<std::string> {
        const auto found = map.find(name);
        return found == map.end() ? std::nullopt : std::optional(found->second);
    };
    Environment environment;
    environment.variable = [variables, look_up](const std::string& name) { return look_up(variables, name); };
    environment.file = [files, look_up](const std::string& path) { return look_up(files, path); };
    return environment;
}

ConnectionSettings parsed(std::string_view text, const Environment& environment = Environment::empty()) {
    Result<ConnectionSettings> settings = parse_connection_string(text, environment);
    EXPECT_TRUE(settings.ok()) << text << ": " << settings.error().to_string();
    return settings.ok() ? std::move(settings).value() : ConnectionSettings{};
}

Error refused(std::string_view text, const Environment& environment = Environment::empty()) {
    const Result<ConnectionSettings> settings = parse_connection_string(text, environment);
    if (!settings.ok()) return settings.error();
    ADD_FAILURE() << "accepted: " << text << " as " << describe(*settings);
    return {};
}

TEST(ConnectionString, EveryUrlFormGivesTheSame) {
    for (const char* text : {
             "postgresql://app:pa%20ss@db.example.com:6543/shop",
             "postgres://app:pa%20ss@db.example.com:6543/shop",
             "POSTGRESQL://app:pa%20ss@db.example.com:6543/shop",
             "postgresql+psycopg2://app:pa%20ss@db.example.com:6543/shop",
             "postgresql+asyncpg://app:pa%20ss@db.example.com:6543/shop",
             "jdbc:postgresql://db.example.com:6543/shop?user=app&password=pa%20ss",
             "postgresql:///shop?host=db.example.com&port=6543&user=app&password=pa%20ss",
             "postgresql+psycopg://app:pa%20ss@/shop?host=db.example.com:6543",
             "  \"postgres://app:pa%20ss@db.example.com:6543/shop\"\n",
             "host=db.example.com port=6543 dbname=shop user=app password='pa ss'",
             "host = db.example.com port = 6543 dbname = shop user = app password = pa\\ ss",
         }) {
        const ConnectionSettings settings = parsed(text);
        EXPECT_EQ(settings.hosts, (std::vector<Host>{{"db.example.com", "", 6543}})) << text;
        EXPECT_EQ(settings.database, "shop") << text;
        EXPECT_EQ(settings.user, "app") << text;
        EXPECT_EQ(settings.password.reveal(), "pa ss") << text;
        EXPECT_EQ(describe(settings), "db.example.com:6543/shop") << text;
    }
}

TEST(ConnectionString, HostsInAllTheirForms) {
    EXPECT_EQ(describe(parsed("postgres://[::1]:5433/shop")), "[::1]:5433/shop");
    EXPECT_EQ(describe(parsed("postgres://[2001:db8::7]/shop")), "[2001:db8::7]:5432/shop");
    EXPECT_EQ(describe(parsed("postgres://one:1,two,[::1]:3/shop")), "one:1,two:5432,[::1]:3/shop");
    EXPECT_EQ(describe(parsed("postgres://%2Fvar%2Frun%2Fpostgresql/shop")), "/var/run/postgresql:5432/shop");
    EXPECT_EQ(describe(parsed("postgres:///shop?host=/tmp")), "/tmp:5432/shop");
    EXPECT_EQ(describe(parsed("postgresql://a@/shop?host=one:1&host=two:2")), "one:1,two:2/shop");
    EXPECT_EQ(describe(parsed("host=one,two port=1,2 dbname=shop")), "one:1,two:2/shop");
    EXPECT_EQ(describe(parsed("host=one,two port=7 dbname=shop")), "one:7,two:7/shop");
    EXPECT_EQ(describe(parsed("postgres:///")), "[local]:5432");
    EXPECT_EQ(describe(parsed("postgres://app@localhost")), "localhost:5432/app");
    EXPECT_EQ(describe(parsed("hostaddr=127.0.0.1 dbname=x")), "127.0.0.1:5432/x");
}

TEST(ConnectionString, APasswordMayHoldBareAtSignsAndPercents) {
    EXPECT_EQ(parsed("postgres://app:p@ss@host/shop").password.reveal(), "p@ss");
    EXPECT_EQ(parsed("postgres://app:100%sure@host/shop").password.reveal(), "100%sure");
    EXPECT_EQ(parsed("postgres://app:a:b#c@host/shop").password.reveal(), "a:b#c");
    EXPECT_EQ(parsed("postgres://app:%2F%3f%40@host/shop").password.reveal(), "/?@");
}

TEST(ConnectionString, ForeignParametersAreIgnoredAndKnownOnesKept) {
    const ConnectionSettings settings = parsed(
        "postgres://host/shop?schema=public&pgbouncer=true&connection_limit=1&supa=base-pooler.x&sslrootcert=/ca.pem&keepalives=1"
        "&application_name=evil&connect_timeout=9999&options=-crole%3Dreader");
    EXPECT_EQ(settings.parameters, (std::map<std::string, std::string>{
                                       {"sslrootcert", "/ca.pem"}, {"keepalives", "1"}, {"options", "-crole=reader"}}));
    EXPECT_EQ(parsed("postgres://host/shop?ssl=true").tls_mode, TlsMode::Require);
    EXPECT_EQ(parsed("postgres://host/shop?ssl=verify-full").tls_mode, TlsMode::VerifyFull);
}

TEST(ConnectionString, OfARepeatedKeywordTheLastCounts) {
    const ConnectionSettings settings = parsed("host=localhost dbname=first password=one dbname=second password='two'");
    EXPECT_EQ(settings.database, "second");
    EXPECT_EQ(settings.password.reveal(), "two");
}

TEST(ConnectionString, TheEnvironmentFillsWhatIsMissing) {
    const Environment environment = with({{"PGHOST", "envhost"},
                                          {"PGPORT", "7777"},
                                          {"PGDATABASE", "envdb"},
                                          {"PGUSER", "envuser"},
                                          {"PGPASSWORD", "envpass"},
                                          {"PGSSLMODE", "require"},
                                          {"PGOPTIONS", "-c x=1"}});
    const ConnectionSettings empty = parsed("", environment);
    EXPECT_EQ(describe(empty), "envhost:7777/envdb");
    EXPECT_EQ(empty.user, "envuser");
    EXPECT_EQ(empty.password.reveal(), "envpass");
    EXPECT_EQ(empty.tls_mode, TlsMode::Require);
    EXPECT_TRUE(empty.parameters.empty()) << "PGOPTIONS is refused by poolers";
    const ConnectionSettings mixed = parsed("postgres://me:mine@here:1/db", environment);
    EXPECT_EQ(describe(mixed), "here:1/db");
    EXPECT_EQ(mixed.user, "me");
    EXPECT_EQ(mixed.password.reveal(), "mine");
}

TEST(ConnectionString, AHostAddressOfTheEnvironmentIsNotMixedIn) {
    const ConnectionSettings settings = parsed("postgres://me@here/db", with({{"PGHOSTADDR", "10.0.0.1"}, {"PGHOST", "x"}}));
    EXPECT_EQ(settings.hosts, (std::vector<Host>{{"here", "", 5432}}));
}

TEST(ConnectionString, ServicesAreRead) {
    const Environment environment =
        with({{"HOME", "/home/me"}, {"PGUSER", "outer"}},
             {{"/home/me/.pg_service.conf",
               "# mine\n[other]\nhost=wrong\n\n[shop]\nhost=db\nport=6000\ndbname=shop\npassword=s3cret\n[last]\nhost=wrong\n"}});
    const ConnectionSettings settings = parsed("service=shop port=7000", environment);
    EXPECT_EQ(describe(settings), "db:7000/shop");
    EXPECT_EQ(settings.user, "outer");
    EXPECT_EQ(settings.password.reveal(), "s3cret");
    EXPECT_THAT(refused("service=nowhere", environment).message, HasSubstr("no service file"));
}

TEST(ConnectionString, AStringOfTheWorkspaceStandsAlone) {
    const Environment environment = with({{"PGPASSWORD", "s3cretword"},
                                          {"PGUSER", "me"},
                                          {"PGHOST", "mine.example.com"},
                                          {"PGSERVICE", "mine"},
                                          {"PGPASSFILE", "/home/me/.pgpass"},
                                          {"PGSSLKEY", "/home/me/key"}},
                                         {{"/etc/postgresql-common/pg_service.conf", "[mine]\npassword=s3cretword\n"}});
    const Result<ConnectionSettings> settings = parse_connection_string(
        "postgres://app@db.example.com/shop?passfile=/home/me/.pgpass&sslkey=/home/me/key&options=-c%20x%3Dy", environment,
        Author::Workspace);
    ASSERT_TRUE(settings.ok()) << settings.error().to_string();
    EXPECT_EQ(describe(*settings), "db.example.com:5432/shop");
    EXPECT_EQ(settings->user, "app");
    const Secret info = connection_info(*settings, 5);
    for (const char* own : {"s3cretword", "/home/me", "mine", "'me'", "options"}) {
        EXPECT_THAT(info.reveal(), Not(HasSubstr(own)));
    }
    for (const char* away : {"passfile='/dev/null/none'", "sslcert='/dev/null/none'", "gssencmode='disable'"}) {
        EXPECT_THAT(info.reveal(), HasSubstr(away)) << "what libpq would look for by itself";
    }
}

TEST(ConnectionString, AStringOfTheWorkspaceNamesItsUserAndNoService) {
    for (const char* text : {"postgres://db.example.com/shop", "host=db.example.com service=mine user=app"}) {
        const Result<ConnectionSettings> settings = parse_connection_string(text, with({{"PGUSER", "me"}}), Author::Workspace);
        ASSERT_FALSE(settings.ok()) << text;
        EXPECT_EQ(settings.error().kind, Error::Kind::Usage);
        EXPECT_THAT(settings.error().remedy, HasSubstr("--database-url-env"));
    }
    EXPECT_TRUE(parse_connection_string("postgres://localhost/shop", with({}), Author::Workspace).ok());
}

TEST(ConnectionString, AnotherMachineIsVerifiedUnlessTheUserChose) {
    for (const char* local : {"postgres://localhost/x", "postgres://127.0.0.1/x", "postgres://127.8.9.1/x", "postgres://[::1]/x",
                              "postgres:///x", "postgres://%2Ftmp/x", "host=db hostaddr=127.0.0.1"}) {
        EXPECT_TRUE(parsed(local).is_local()) << local;
        EXPECT_EQ(parsed(local).tls_mode, TlsMode::Prefer) << local;
    }
    for (const char* remote :
         {"postgres://db/x", "postgres://10.0.0.1/x", "postgres://localhost,db/x", "postgres://127.0.0.1.example.com/x",
          "postgres://localhost.example.com/x", "host=localhost hostaddr=10.0.0.1", "postgres://[2001:db8::1]/x"}) {
        EXPECT_FALSE(parsed(remote).is_local()) << remote;
        EXPECT_EQ(parsed(remote).tls_mode, TlsMode::VerifyFull) << remote;
        EXPECT_FALSE(parsed(remote).tls_mode_given) << remote;
    }
    EXPECT_EQ(parsed("postgres://db/x?sslmode=require").tls_mode, TlsMode::Require);
    EXPECT_EQ(parsed("postgres://db/x?sslmode=disable").tls_mode, TlsMode::Disable);
    EXPECT_EQ(parsed("postgres://db/x?sslmode=verify-ca").tls_mode, TlsMode::VerifyCa);
    EXPECT_EQ(parsed("postgres://db/x?sslmode=prefer").tls_mode, TlsMode::Require) << "prefer falls back to clear text";
    EXPECT_EQ(parsed("postgres://db/x?sslmode=allow").tls_mode, TlsMode::Require);
    EXPECT_EQ(parsed("postgres://localhost/x?sslmode=prefer").tls_mode, TlsMode::Prefer);
}

TEST(ConnectionString, VerifyingUsesTheSystemsAuthoritiesWhereTheUserHasNone) {
    const std::string bundle = "/etc/ssl/certs/ca-certificates.crt";
    EXPECT_EQ(parsed("postgres://db/x", with({{"HOME", "/h"}}, {{bundle, ""}})).parameters.at("sslrootcert"), bundle);
    EXPECT_FALSE(parsed("postgres://db/x", with({{"HOME", "/h"}}, {{bundle, ""}, {"/h/.postgresql/root.crt", ""}}))
                     .parameters.contains("sslrootcert"));
    EXPECT_EQ(parsed("postgres://db/x", with({{"PGSSLROOTCERT", "/mine"}}, {{bundle, ""}})).parameters.at("sslrootcert"),
              "/mine");
    EXPECT_FALSE(parsed("postgres://localhost/x", with({}, {{bundle, ""}})).parameters.contains("sslrootcert"));
}

// Whatever is broken, no six bytes in a row of a password come out.
TEST(ConnectionString, ErrorsNeverQuoteTheText) {
    const std::string canary = "Zq7xK9mW2pL4";
    for (const std::string& text : {
             "postgres://app:" + canary + "/x@host/db",
             "postgres://app:" + canary + "?x@host/db",
             "postgres://app:" + canary + "@host:port/db",
             "postgres://app:" + canary + "@ho st/db",
             "postgres://app:1/" + canary + "@host/db",
             "postgres://app:" + canary,
             "postgres://" + canary + ":x/db",
             "postgres://app@" + canary + "!x/db",
             "mysql://app:" + canary + "@host/db",
             "postgresql//app:" + canary + "@host/db",
             "host=localhost password=" + canary + " " + canary,
             "password='" + canary,
             "=" + canary,
             canary,
             "host='" + canary + "!'",
             "port=" + canary,
             "sslmode=" + canary,
             "service=" + canary,
             "postgres://app:%00" + canary + "@host/db",
             "postgres://[::1/" + canary,
             "postgres://app:" + canary + "@host/db?sslmode=" + canary,
             "postgres://app:" + canary + "@[::1]x/db",
         }) {
        const Error error = refused(text);
        const std::string shown = error.to_string();
        for (std::size_t begin = 0; begin + 6 <= canary.size(); ++begin) {
            EXPECT_THAT(shown, Not(HasSubstr(canary.substr(begin, 6)))) << text;
        }
        EXPECT_EQ(error.kind, Error::Kind::Usage);
    }
}

TEST(ConnectionString, OddTextsNeverCrash) {
    for (const char* text : {"postgres://", "postgres://@", "postgres://:@:/?", "postgres://,,", "postgres://?",
                             "postgres://h/?&=&a&=b", "=", "a=", "'", "\"", "postgres://%", "postgres://%4", "postgres://[",
                             "host=,,, port=,,,", "a='\\", "postgres+://x", "postgresqlx://y"}) {
        static_cast<void>(parse_connection_string(text, Environment::empty()).ok());
    }
}

TEST(ConnectionInfo, QuotesEveryValue) {
    const ConnectionSettings settings = parsed("host=localhost dbname='it\\'s' user='a \\'b\\\\' password='x y\\'z'");
    const std::string info = connection_info(settings, 5).reveal();
    EXPECT_THAT(info, HasSubstr("user='a \\'b\\\\'"));
    EXPECT_THAT(info, HasSubstr("password='x y\\'z'"));
    EXPECT_THAT(info, HasSubstr("application_name='rowtype'"));
    EXPECT_THAT(info, HasSubstr("client_encoding='UTF8'"));
    EXPECT_THAT(info, HasSubstr("connect_timeout='5'"));
    EXPECT_THAT(info, HasSubstr("sslmode='prefer'"));
}

TEST(ConnectionInfo, TheShorterConnectTimeoutCounts) {
    const auto info = [](const ConnectionSettings& settings) { return connection_info(settings, 30).reveal(); };
    EXPECT_THAT(info(parsed("postgres://localhost/x?connect_timeout=3")), HasSubstr("connect_timeout='3'"));
    EXPECT_THAT(info(parsed("postgres://localhost/x?connect_timeout=300")), HasSubstr("connect_timeout='30'"));
    EXPECT_THAT(info(parsed("postgres://localhost/x?connect_timeout=0")), HasSubstr("connect_timeout='30'"));
    EXPECT_THAT(info(parsed("postgres://localhost/x?connect_timeout=-1")), HasSubstr("connect_timeout='30'"));
    EXPECT_THAT(info(parsed("", with({{"PGCONNECT_TIMEOUT", "7"}}))), HasSubstr("connect_timeout='7'"));
    EXPECT_FALSE(parse_connection_string("postgres://localhost/x?connect_timeout=soon", Environment::empty()).ok());
}

TEST(ConnectionInfo, ADatabaseNameCannotSmuggleParameters) {
    // libpq expands a dbname that looks like a connection string only where the caller asks for it; quoting keeps it one value.
    const ConnectionSettings settings = parsed("postgres://localhost/x%27%20host%3Devil.example.com%20y%3D%27");
    EXPECT_THAT(connection_info(settings, 5).reveal(), HasSubstr("dbname='x\\' host=evil.example.com y=\\''"));
}

TEST(Secret, CannotBeCopiedOrPrinted) {
    static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<Secret, std::string_view>);
    std::string text = "hunter2";
    Secret secret(std::move(text));
    EXPECT_TRUE(text.empty());
    Secret moved(std::move(secret));
    EXPECT_TRUE(secret.empty());
    EXPECT_EQ(moved.reveal(), "hunter2");
}

TEST(Secret, WipingOverwritesTheWholeBuffer) {
    std::string text(100, 'x');
    const char* bytes = text.data();
    Secret::wipe(text);
    ASSERT_EQ(text.data(), bytes) << "the buffer is still this string's";
    for (std::size_t index = 0; index < 100; ++index) ASSERT_NE(bytes[index], 'x') << index;
}

}  // namespace
}  // namespace rowtype::postgres
