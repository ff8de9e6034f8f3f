#include "reflect/postgres/failure.h"

#include <array>

namespace rowtype::postgres {

namespace {

struct Phrase {
    std::string_view text;
    FailureKind kind;
};

// In the order in which they are looked for: with several hosts the text has several lines, and what says most comes first.
// From libpq 15's fe-*.c, the server's postinit.c, auth.c and postmaster.c, pgbouncer's client.c and objects.c, and Supavisor.
constexpr std::array<Phrase, 50> kPhrases = {{
    {"statement pooling mode", FailureKind::PoolerMode},
    {"unsupported startup parameter", FailureKind::PoolerParameter},
    {"query_wait_timeout", FailureKind::PoolerBusy},
    {"server login has been failing", FailureKind::PoolerBusy},
    {"password authentication failed", FailureKind::WrongPassword},
    {"Wrong password", FailureKind::WrongPassword},
    {"SASL authentication failed", FailureKind::WrongPassword},
    {"no password supplied", FailureKind::PasswordMissing},
    {"Tenant or user not found", FailureKind::AccessDenied},
    {"valid client certificate", FailureKind::AccessDenied},
    {"SSL required", FailureKind::TlsRequired},
    {"SSL connection is required", FailureKind::TlsRequired},
    {"connection is insecure", FailureKind::TlsRequired},
    {"no encryption", FailureKind::TlsRequired},
    {"SSL off", FailureKind::TlsRequired},
    {"no pg_hba.conf entry", FailureKind::AccessDenied},
    {"pg_hba.conf rejects", FailureKind::AccessDenied},
    {"permission denied for database", FailureKind::AccessDenied},
    {"is not permitted to log in", FailureKind::AccessDenied},
    {"authentication failed", FailureKind::AccessDenied},
    {"too many connections", FailureKind::TooManyConnections},
    {"too many clients", FailureKind::TooManyConnections},
    {"remaining connection slots", FailureKind::TooManyConnections},
    {"MaxClients", FailureKind::TooManyConnections},
    {"max_client_conn", FailureKind::TooManyConnections},
    {"Max client connections reached", FailureKind::TooManyConnections},
    {"the database system is", FailureKind::StartingUp},
    {"does not support SSL", FailureKind::TlsUnavailable},
    {"certificate verify failed", FailureKind::TlsUntrusted},
    {"channel binding", FailureKind::TlsUntrusted},
    {"root certificate file", FailureKind::TlsUntrusted},
    {"root.crt", FailureKind::TlsUntrusted},
    {"server certificate for", FailureKind::TlsUntrusted},
    {"does not match host name", FailureKind::TlsUntrusted},
    {"invalid response to SSL negotiation", FailureKind::Unsupported},
    {"expected authentication request", FailureKind::Unsupported},
    {"received unencrypted data", FailureKind::Unsupported},
    {"unsupported frontend protocol", FailureKind::Unsupported},
    {"could not translate host name", FailureKind::UnknownHost},
    {"Connection refused", FailureKind::Refused},
    {"Cannot assign requested address", FailureKind::Refused},
    {"No such file or directory", FailureKind::Refused},
    {"timeout expired", FailureKind::Timeout},
    {"client_login_timeout", FailureKind::Timeout},
    {"canceling authentication due to timeout", FailureKind::Timeout},
    {"Connection timed out", FailureKind::Timeout},
    {"No route to host", FailureKind::Timeout},
    {"Network is unreachable", FailureKind::Timeout},
    {"closed the connection unexpectedly", FailureKind::ConnectionLost},
    {"out of memory", FailureKind::TooLarge},
}};

FailureKind kind_of(std::string_view text);
Failure describe_kind(FailureKind kind, const ConnectionSettings& settings);

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Only the printable characters of a name that the user gave.
std::string quoted(std::string_view name) {
    std::string shown = "\"";
    for (const char letter : name) shown += static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ? '?' : letter;
    return shown + "\"";
}

std::string database_name(const ConnectionSettings& settings) {
    return settings.database.empty() ? settings.user : settings.database;
}

}  // namespace

Failure classify_connection_error(std::string_view text, const ConnectionSettings& settings) {
    return describe_kind(kind_of(text), settings);
}

Failure classify_query_error(std::string_view sqlstate, std::string_view text, bool at_first_statement,
                             const ConnectionSettings& settings) {
    if (sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P")) {
        // A pooler lets us in before it has a connection to the database: what is wrong there comes with the first statement.
        const FailureKind kind = kind_of(text);
        if (kind != FailureKind::Other && kind != FailureKind::ConnectionLost) return describe_kind(kind, settings);
        if (!at_first_statement) return describe_kind(FailureKind::ConnectionLost, settings);
        return {FailureKind::ConnectionLost, describe(settings) + " let us in and ended the connection at the first statement",
                "check that the server is up; of a pooler, that it reaches its database and that its pool_mode is transaction or "
                "session"};
    }
    if (sqlstate == "42501") return describe_kind(FailureKind::PermissionDenied, settings);
    if (sqlstate == "57014" || sqlstate == "55P03" || sqlstate == "25P03") {
        return {FailureKind::Timeout, "reading the catalog of " + describe(settings) + " took too long",
                "try again; if it stays, read fewer schemas with `schemas = [...]`"};
    }
    if (sqlstate == "53300") return describe_kind(FailureKind::TooManyConnections, settings);
    if (sqlstate == "53200") {
        return {FailureKind::TooLarge, describe(settings) + " ran out of memory or locks while its catalog was read",
                "read fewer schemas with `schemas = [...]`, or raise the server's max_locks_per_transaction"};
    }
    Failure failure = unexpected_answer(settings);
    failure.message += " (SQLSTATE " + std::string(sqlstate.substr(0, 5)) + ")";
    return failure;
}

Failure password_file_is_open(const ConnectionSettings& settings) {
    return {FailureKind::PasswordMissing,
            describe(settings) + " asks for a password, and the password file is passed over because others may read it",
            "chmod 600 ~/.pgpass, or the file that PGPASSFILE names"};
}

Failure too_old(const ConnectionSettings& settings, std::uint32_t server_version) {
    return {FailureKind::Unsupported,
            describe(settings) + " is PostgreSQL " + std::to_string(server_version / 10'000) + ", rowtype reads 12 and newer",
            "read its schema from a `pg_dump --schema-only` file with `--schema migrations:PATH`"};
}

Failure too_large(const ConnectionSettings& settings) {
    return {FailureKind::TooLarge,
            "the catalog of " + describe(settings) + " does not fit into the memory that rowtype-db may use",
            "read fewer schemas with `schemas = [...]`"};
}

Failure unexpected_answer(const ConnectionSettings& settings) {
    return {FailureKind::Other, describe(settings) + " gave an answer to a catalog query that PostgreSQL would not give",
            "check that a PostgreSQL server, and not another program that speaks its protocol, is meant"};
}

Failure deadline_passed(const ConnectionSettings& settings, int seconds) {
    return {FailureKind::Timeout, describe(settings) + " did not answer within " + std::to_string(seconds) + " s",
            "check that the server is up and that no firewall drops the connection"};
}

namespace {

FailureKind kind_of(std::string_view text) {
    for (const Phrase& phrase : kPhrases) {
        if (contains(text, phrase.text)) return phrase.kind;
    }
    if (contains(text, "does not exist"))
        return contains(text, "role \"") ? FailureKind::AccessDenied : FailureKind::DatabaseMissing;
    return FailureKind::Other;
}

Failure describe_kind(FailureKind kind, const ConnectionSettings& settings) {
    const std::string place = describe(settings);
    const std::string user = settings.user.empty() ? "the user" : "user " + quoted(settings.user);
    switch (kind) {
        case FailureKind::WrongPassword:
            return {kind, "the password for " + user + " at " + place + " is wrong, or there is no such user",
                    "check user name and password, and that special characters in a URL are percent-encoded"};
        case FailureKind::PasswordMissing:
            return {kind, place + " asks for a password and none was given", "put it into the URL, PGPASSWORD or ~/.pgpass"};
        case FailureKind::AccessDenied:
            return {kind, place + " does not let " + user + " in",
                    "check the user name (with a Supabase pooler: postgres.PROJECT), pg_hba.conf and the CONNECT privilege"};
        case FailureKind::DatabaseMissing:
            return {kind, "there is no database " + quoted(database_name(settings)) + " at " + place,
                    "check the name after the last / of the URL"};
        case FailureKind::UnknownHost:
            return {kind, "the host of " + place + " is not known", "check its spelling and the network"};
        case FailureKind::Refused:
            return {kind, "nothing accepts connections at " + place, "start the server, or check host and port"};
        case FailureKind::Timeout:
            return {kind, "no connection to " + place + " in time",
                    "check that the server is up and that no firewall drops the connection"};
        case FailureKind::TlsRequired:
            return {kind, place + " takes encrypted connections only",
                    settings.tls_mode_given ? "write sslmode=verify-full (or sslmode=require) in place of sslmode=disable"
                                            : "add ?sslmode=verify-full (or sslmode=require) to the URL"};
        case FailureKind::TlsUnavailable:
            if (settings.is_local()) {
                return {kind, place + " offers no TLS, and sslmode asks for it",
                        "turn TLS on at the server, or write sslmode=prefer: this machine is its own network"};
            }
            return {kind, place + " offers no TLS, and rowtype sends no password to another machine without it",
                    "turn TLS on at the server, or add ?sslmode=disable to the URL if the network between is trusted"};
        case FailureKind::TlsUntrusted:
            return {kind, "the certificate of " + place + " is not trusted",
                    "add sslrootcert=FILE with the server's certificate authority (Supabase: Database settings, SSL), or "
                    "sslmode=require to "
                    "encrypt without checking who answers"};
        case FailureKind::TooManyConnections:
            return {kind, place + " has no connection left", "close some, or use the pooler's port"};
        case FailureKind::StartingUp:
            return {kind, place + " is starting up, shutting down or recovering", "try again in a moment"};
        case FailureKind::PermissionDenied:
            return {kind, user + " may not read PostgreSQL's own catalogs at " + place,
                    "grant the role what PUBLIC has on pg_catalog by default"};
        case FailureKind::ConnectionLost:
            return {kind, "the connection to " + place + " ended",
                    "check that the server is up and that a PostgreSQL listens there"};
        case FailureKind::PoolerMode:
            return {kind, "the pooler at " + place + " pools single statements, and a catalog is read in one transaction",
                    "set its pool_mode to transaction or session, or connect to the database's own port"};
        case FailureKind::PoolerParameter:
            return {kind, "the pooler at " + place + " refuses a setting of the connection string",
                    "take `options` out of the connection string, or connect to the database's own port"};
        case FailureKind::PoolerBusy:
            return {
                kind, "the pooler at " + place + " has no connection to its database for us",
                "check that it reaches the database and that the database's name is right; else try again when it is less busy"};
        case FailureKind::TooLarge: return too_large(settings);
        case FailureKind::Unsupported:
            return {kind, "what listens at " + place + " does not answer like PostgreSQL", "check host and port"};
        case FailureKind::Usage:
        case FailureKind::Other: break;
    }
    return {FailureKind::Other, place + " refused the connection",
            "try the same connection with psql: it shows the server's own words"};
}

}  // namespace

}  // namespace rowtype::postgres
