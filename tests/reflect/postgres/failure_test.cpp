#include "reflect/postgres/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ConnectionSettings settings_of(std::string_view text) { return parse_connection_string(text, Environment::empty()).value(); }

// Texts as libpq 15, PostgreSQL 15, pgbouncer and Supavisor write them.
TEST(ClassifyConnectionError, KnowsEachFailure) {
    const ConnectionSettings settings =
        parse_connection_string("postgres://app:s3cretword@db.example.com:6543/shop", Environment::empty()).value();
    const std::pair<const char*, FailureKind> cases[] = {
        {"connection to server at \"10.0.0.1\", port 6543 failed: FATAL:  password authentication failed for user \"app\"",
         FailureKind::WrongPassword},
        {"connection to server at \"10.0.0.1\", port 6543 failed: fe_sendauth: no password supplied",
         FailureKind::PasswordMissing},
        {"could not translate host name \"s3cretword\" to address: Name or service not known", FailureKind::UnknownHost},
        {"connection to server at \"10.0.0.1\", port 6543 failed: Connection refused\n\tIs the server running",
         FailureKind::Refused},
        {"connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: No such file or directory", FailureKind::Refused},
        {"connection to server at \"10.0.0.1\", port 6543 failed: timeout expired", FailureKind::Timeout},
        {"connection to server at \"10.0.0.1\", port 6543 failed: server does not support SSL, but SSL was required",
         FailureKind::TlsUnavailable},
        {"failed: SSL error: certificate verify failed", FailureKind::TlsUntrusted},
        {"failed: root certificate file \"/root/.postgresql/root.crt\" does not exist", FailureKind::TlsUntrusted},
        {"failed: server certificate for \"x\" does not match host name \"y\"", FailureKind::TlsUntrusted},
        {"FATAL:  no pg_hba.conf entry for host \"1.2.3.4\", user \"app\", database \"shop\", no encryption",
         FailureKind::TlsRequired},
        {"FATAL:  no pg_hba.conf entry for host \"1.2.3.4\", user \"app\", database \"shop\", SSL encryption",
         FailureKind::AccessDenied},
        {"FATAL:  database \"shop\" does not exist", FailureKind::DatabaseMissing},
        {"FATAL:  role \"app\" does not exist", FailureKind::AccessDenied},
        {"FATAL:  connection requires a valid client certificate", FailureKind::AccessDenied},
        {"channel binding required, but server authenticated client without channel binding", FailureKind::TlsUntrusted},
        {"FATAL:  unsupported startup parameter: options", FailureKind::PoolerParameter},
        {"FATAL:  query_wait_timeout", FailureKind::PoolerBusy},
        {"FATAL:  Max client connections reached", FailureKind::TooManyConnections},
        {"connection to server at \"::1\", port 6543 failed: Cannot assign requested address", FailureKind::Refused},
        {"FATAL:  canceling authentication due to timeout", FailureKind::Timeout},
        {"FATAL:  permission denied for database \"shop\"", FailureKind::AccessDenied},
        {"FATAL:  Tenant or user not found", FailureKind::AccessDenied},
        {"FATAL:  sorry, too many clients already", FailureKind::TooManyConnections},
        {"FATAL:  remaining connection slots are reserved", FailureKind::TooManyConnections},
        {"FATAL:  the database system is starting up", FailureKind::StartingUp},
        {"server closed the connection unexpectedly", FailureKind::ConnectionLost},
        {"received invalid response to SSL negotiation: H", FailureKind::Unsupported},
        {"FATAL:  Passwort-Authentifizierung fehlgeschlagen s3cretword", FailureKind::Other},
    };
    for (const auto& [text, kind] : cases) {
        const Failure failure = classify_connection_error(text, settings);
        EXPECT_EQ(failure.kind, kind) << text;
        EXPECT_FALSE(failure.remedy.empty()) << text;
        EXPECT_THAT(failure.message, HasSubstr("db.example.com:6543")) << text;
        EXPECT_THAT(failure.message + failure.remedy, Not(HasSubstr("s3cretword"))) << text;
    }
}

TEST(ClassifyQueryError, BySqlState) {
    const ConnectionSettings settings = settings_of("postgres://localhost/shop");
    EXPECT_EQ(classify_query_error("42501", "", false, settings).kind, FailureKind::PermissionDenied);
    EXPECT_EQ(classify_query_error("57014", "", false, settings).kind, FailureKind::Timeout);
    EXPECT_EQ(classify_query_error("57P01", "", false, settings).kind, FailureKind::ConnectionLost);
    EXPECT_EQ(classify_query_error("", "", false, settings).kind, FailureKind::ConnectionLost);
    EXPECT_EQ(classify_query_error("53200", "", false, settings).kind, FailureKind::TooLarge);
    EXPECT_THAT(classify_query_error("53200", "", false, settings).remedy, HasSubstr("max_locks_per_transaction"));
    EXPECT_EQ(classify_query_error("42P01", "", false, settings).kind, FailureKind::Other);
    EXPECT_THAT(classify_query_error("42P01", "", false, settings).message, HasSubstr("42P01"));
}

// What is wrong behind a pooler comes with the first statement, and the connection is gone.
TEST(ClassifyQueryError, ByTheTextWhereTheConnectionEnded) {
    const ConnectionSettings settings = settings_of("postgres://localhost:6543/shop");
    const std::pair<const char*, FailureKind> cases[] = {
        {"FATAL:  transaction blocks not allowed in statement pooling mode", FailureKind::PoolerMode},
        {"FATAL:  query_wait_timeout", FailureKind::PoolerBusy},
        {"FATAL:  server login has been failing, try again later (server_login_retry)", FailureKind::PoolerBusy},
        {"FATAL:  database \"shop\" does not exist", FailureKind::DatabaseMissing},
        {"FATAL:  password authentication failed for user \"app\"", FailureKind::WrongPassword},
        {"server closed the connection unexpectedly", FailureKind::ConnectionLost},
        {"FATAL:  terminating connection due to administrator command", FailureKind::ConnectionLost},
    };
    for (const auto& [text, kind] : cases) {
        EXPECT_EQ(classify_query_error("", text, false, settings).kind, kind) << text;
        EXPECT_EQ(classify_query_error("08P01", text, false, settings).kind, kind) << text;
        EXPECT_FALSE(classify_query_error("", text, false, settings).remedy.empty()) << text;
    }
    const Failure at_once = classify_query_error("", "Could not obtain client encoding: not connected.", true, settings);
    EXPECT_EQ(at_once.kind, FailureKind::ConnectionLost);
    EXPECT_THAT(at_once.remedy, HasSubstr("pool_mode"));
    EXPECT_EQ(classify_query_error("42501", "query_wait_timeout", false, settings).kind, FailureKind::PermissionDenied);
}

TEST(Failure, NamesCannotDriveATerminal) {
    const ConnectionSettings settings = settings_of("host=localhost dbname='\x1B[31mred' user='a\nb'");
    for (const char* text : {"FATAL:  database \"x\" does not exist", "password authentication failed"}) {
        const Failure failure = classify_connection_error(text, settings);
        EXPECT_THAT(failure.message, Not(HasSubstr("\x1B")));
        EXPECT_THAT(failure.message, Not(HasSubstr("\n")));
    }
}

}  // namespace
}  // namespace rowtype::postgres
