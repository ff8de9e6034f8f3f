// How `rowtype` talks to `rowtype-db`, the only program that links libpq and holds credentials.
//
//   rowtype-db (--connection-env NAME | --connection-stdin) [--workspace] [--schema NAME]... [--deadline-seconds N]
//   rowtype-db --watch [--channel NAME]... (the same, without a deadline)
//
// The connection string (a URL, keyword=value list, or empty for libpq's own PG* variables) comes by the environment
// variable NAME, or on standard input up to its end. It never stands in an argument: process lists show those.
//
// --workspace: a file of the repository wrote the connection string; nothing of the user's goes with it (Author::Workspace).
//
// Answers, on standard output; nothing ever goes to standard error:
//   exit 0  the snapshot text of reflect/snapshot/, written in one piece after everything was read
//   exit 1  one line of JSON: {"kind": "...", "message": "...", "remedy": "..."} with the kinds of FailureKind
//   exit 2  wrong arguments; the same line with kind "usage"
// Ended by a signal, or output that is neither: the caller says so itself. A caller that has waited for the deadline and a
// second more kills the process; SIGKILL is safe at any moment, the server then rolls a read-only transaction back.
//
// The process ends by itself at its deadline, when its parent's thread ends (PR_SET_PDEATHSIG: spawn it from a thread that
// lives as long as the caller) and when its memory passes kMaximumMemoryBytes.
//
// --watch: instead of reading the schema it says when that may have changed, a word a line, on and on (watch.h):
//   listening, looking   it is connected, and hears notices on its channels, or looks at the catalog from time to time. What
//                        happened before that it does not know
//   changed              somebody sent a notice on a channel, or the catalog is another
//   lost                 the connection is gone; it tries again
// It ends by itself when nobody reads its output any more, when its parent ends, and with exit 1 and the line of JSON where
// trying again would be of no use. Nothing of what the server says is repeated, the payload of a notice included.
// --first-look-milliseconds and --longest-look-milliseconds say how long it waits between two looks: twice as long each time that
// it found nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::postgres {

constexpr std::string_view kDatabaseProgram = "rowtype-db";

constexpr int kExitSnapshot = 0;
constexpr int kExitFailure = 1;
constexpr int kExitUsage = 2;

constexpr int kDefaultDeadlineSeconds = 30;
constexpr int kMaximumDeadlineSeconds = 3600;
constexpr std::size_t kMaximumConnectionStringBytes = std::size_t{16} << 10;
constexpr std::size_t kMaximumMemoryBytes = std::size_t{1} << 30;  // address space, so above what is ever resident

// The channel that PostgREST listens on: Supabase's projects notify it of every change by an event trigger.
constexpr std::string_view kSchemaChannel = "pgrst";
constexpr std::size_t kMaximumChannelBytes = 63;  // NAMEDATALEN

constexpr std::string_view kWatchListening = "listening";
constexpr std::string_view kWatchLooking = "looking";
constexpr std::string_view kWatchChanged = "changed";
constexpr std::string_view kWatchLost = "lost";

constexpr int kFirstLookMilliseconds = 2'000;
constexpr int kLongestLookMilliseconds = 60'000;

// Why there is no schema. The words on the wire are in protocol.cpp; a word that is not known reads as Other.
enum class FailureKind : std::uint8_t {
    Usage,            // arguments or connection string malformed
    UnknownHost,      // the name resolver knows no such host
    Refused,          // nothing listens there, or the socket file is missing
    Timeout,          // no connection, or no answer, in time: unreachable or stalled
    TlsRequired,      // the server takes only TLS
    TlsUnavailable,   // the server offers no TLS and we send no password without
    TlsUntrusted,     // the server's certificate is not trusted, or of another name
    WrongPassword,    // also: unknown user; PostgreSQL does not tell them apart
    PasswordMissing,  // the server wants a password and there is none
    AccessDenied,     // pg_hba.conf or CONNECT privilege
    DatabaseMissing,
    TooManyConnections,
    StartingUp,        // the server is starting, stopping or recovering
    PermissionDenied,  // the role may not read something that reflection needs
    ConnectionLost,    // ended while reading
    PoolerMode,        // a pooler that hands each statement to another connection: no transaction is possible
    PoolerParameter,   // a pooler that refuses a setting of the connection string (options=…)
    PoolerBusy,        // a pooler that gives us no connection of its server
    TooLarge,          // over a row, byte or memory cap
    Unsupported,       // a server older than PostgreSQL 12, or not PostgreSQL
    Other,
};

// Message and remedy name host, port, database and user at most: fields that we parsed, never the server's or libpq's text.
struct Failure {
    FailureKind kind = FailureKind::Other;
    std::string message;
    std::string remedy;

    friend bool operator==(const Failure&, const Failure&) = default;
};

// What is asked of rowtype-db.
struct Request {
    std::string connection_variable;   // name of an environment variable; empty: standard input
    bool from_workspace = false;       // who wrote the connection string
    std::vector<std::string> schemas;  // empty: every schema that is not PostgreSQL's own
    int deadline_seconds = kDefaultDeadlineSeconds;

    bool watch = false;
    std::vector<std::string> channels;  // to listen on
    int first_look_milliseconds = kFirstLookMilliseconds;
    int longest_look_milliseconds = kLongestLookMilliseconds;

    friend bool operator==(const Request&, const Request&) = default;
};

// The arguments after the program's name, and back. Errors of kind Usage.
[[nodiscard]] std::vector<std::string> to_arguments(const Request& request);
[[nodiscard]] Result<Request> parse_arguments(const std::vector<std::string>& arguments);

// The line of JSON, newline included, and back; nullopt where the text is no such line.
[[nodiscard]] std::string write_failure(const Failure& failure);
[[nodiscard]] std::optional<Failure> read_failure(std::string_view text);

// As an Error of kind SchemaUnavailable (Usage for wrong arguments).
[[nodiscard]] Error to_error(const Failure& failure);

}  // namespace rowtype::postgres
