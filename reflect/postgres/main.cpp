// rowtype-db: reads the catalog of a live PostgreSQL and writes it to standard output, or says when it changes (protocol.h); or reads a
// sample of a Redis (reflect/redis/protocol.h).
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/platform/platform.h"
#include "reflect/platform/secret.h"
#include "reflect/postgres/connection_string.h"
#include "reflect/postgres/failure.h"
#include "reflect/postgres/protocol.h"
#include "reflect/postgres/read_catalog.h"
#include "reflect/postgres/watch.h"
#include "reflect/redis/read_sample.h"
#include "reflect/snapshot/snapshot.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <sanitizer/common_interface_defs.h>
#define ROWTYPE_SANITIZED
#endif

namespace {

using namespace rowtype;
using namespace rowtype::postgres;

void confine_process();
bool write_all(std::string_view text);
int fail(const Failure& failure);
Result<Secret> read_connection_string(const Request& request);
int run_redis(const std::vector<std::string>& arguments);
void forget_environment(const Request& request);
void close_inherited_files();
void start_deadline(const ConnectionSettings& settings, int seconds);
void stop_deadline_message();
int run(const std::vector<std::string>& arguments);

}  // namespace

int main(int argument_count, char** arguments) {
    confine_process();
    try {
        return run({arguments + 1, arguments + argument_count});
    } catch (const std::bad_alloc&) {
        return fail({FailureKind::TooLarge, "the catalog does not fit into the memory that rowtype-db may use",
                     "read fewer schemas with `schemas = [...]`"});
    } catch (const std::exception&) {
        return fail({FailureKind::Other, "rowtype-db failed unexpectedly", "report this, without the connection string"});
    }
}

namespace {

int run(const std::vector<std::string>& arguments) {
    if (!arguments.empty() && arguments.front() == "--redis") return run_redis({arguments.begin() + 1, arguments.end()});
    const Result<Request> request = parse_arguments(arguments);
    if (!request) {
        write_all(write_failure({FailureKind::Usage, request.error().message, request.error().remedy}));
        return kExitUsage;
    }
    const Result<Secret> text = read_connection_string(*request);
    if (!text) return fail({FailureKind::Usage, text.error().message, text.error().remedy});
    const Author author = request->from_workspace ? Author::Workspace : Author::User;
    const Result<ConnectionSettings> settings = parse_connection_string(text->reveal(), Environment::of_process(), author);
    if (!settings) return fail({FailureKind::Usage, settings.error().message, settings.error().remedy});
    forget_environment(*request);
    if (request->watch) {
        close_inherited_files();
        const std::optional<Failure> failure = watch(*settings, *request);
        return failure ? fail(*failure) : kExitSnapshot;
    }
    start_deadline(*settings, request->deadline_seconds);
    std::variant<snapshot::Snapshot, Failure> answer = read_catalog(*settings, request->schemas, request->deadline_seconds);
    if (const Failure* failure = std::get_if<Failure>(&answer)) return fail(*failure);
    snapshot::Snapshot read = std::get<snapshot::Snapshot>(std::move(answer));
    const catalog::Catalog catalog(std::move(read.data));
    const std::string json = snapshot::write_snapshot(catalog, std::move(read.migrations));
    stop_deadline_message();
    const int exit_code = write_all(json) ? kExitSnapshot : kExitFailure;
#ifndef ROWTYPE_SANITIZED
    _exit(exit_code);  // a large catalog's memory is given back faster as a whole
#endif
    return exit_code;
}

// Secrets stay out of core files and of other processes' sight, and a hostile server's flood out of the user's memory and log.
void confine_process() {
    platform::end_with_parent();
    platform::hide_memory();
    platform::forbid_core_dumps();
#ifdef ROWTYPE_SANITIZED
    // A sanitizer reserves terabytes of addresses, and its report must still reach the terminal.
    __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3))));
#else
    platform::limit_memory(kMaximumMemoryBytes);
#endif
    // Before its notice handler is set libpq writes the server's notices to standard error.
    if (const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0) {
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    platform::ignore_broken_pipes();  // a caller that went away is a failed write
}

bool write_all(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

int fail(const Failure& failure) {
    stop_deadline_message();
    write_all(write_failure(failure));
    return kExitFailure;
}

Error usage_error(std::string message, std::string remedy) {
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    return error;
}

Result<Secret> read_standard_input() {
    std::string text;
    text.reserve(kMaximumConnectionStringBytes + 1);  // never grows, so no copy is left behind
    std::array<char, 1024> buffer{};
    while (true) {
        const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        if (text.size() + static_cast<std::size_t>(count) > kMaximumConnectionStringBytes) {
            Secret::wipe(text);
            return usage_error("the connection string is longer than " + std::to_string(kMaximumConnectionStringBytes) + " bytes",
                               "");
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    platform::wipe(buffer.data(), buffer.size());
    return Secret(std::move(text));
}

Result<Secret> read_connection_string(const Request& request) {
    if (request.connection_variable.empty()) return read_standard_input();
    const char* value = std::getenv(request.connection_variable.c_str());
    if (value == nullptr) {
        return usage_error("the environment variable that names the database is not set",
                           "set it, or choose another with --database-url-env");
    }
    return Secret(std::string(value));
}

int run_redis(const std::vector<std::string>& arguments) {
    const auto failure_of = [](const Error& error) {
        const FailureKind kind = error.kind == Error::Kind::Usage ? FailureKind::Usage : FailureKind::Other;
        return Failure{kind, error.message, error.remedy};
    };
    const Result<redis::Request> request = redis::parse_arguments(arguments);
    if (!request) {
        write_all(write_failure(failure_of(request.error())));
        return kExitUsage;
    }
    const Result<Secret> url = read_standard_input();
    if (!url) return fail(failure_of(url.error()));
    const Result<redis::Endpoint> endpoint = redis::parse_url(url->reveal());
    if (!endpoint) return fail(failure_of(endpoint.error()));
    const Result<redis::Sample> sample = redis::read_sample(*endpoint, *request);
    if (!sample) return fail(failure_of(sample.error()));
    return write_all(redis::write_sample(*sample)) ? kExitSnapshot : kExitFailure;
}

// Everything that counts was taken into the settings. What is left would make libpq send session settings, which poolers
// refuse, or name another service; and no child or memory dump of ours should find a password here.
void forget_environment(const Request& request) {
    if (!request.connection_variable.empty()) unsetenv(request.connection_variable.c_str());
    for (const char* name :
         {"PGOPTIONS", "PGSERVICE", "PGSERVICEFILE", "PGPASSWORD", "PGDATESTYLE", "PGTZ", "PGGEQO", "PGAPPNAME",
          "PGCLIENTENCODING", "PGHOST", "PGHOSTADDR", "PGPORT", "PGSSLMODE", "PGREQUIRESSL", "PGCONNECT_TIMEOUT"}) {
        unsetenv(name);
    }
    if (!request.from_workspace) return;
    for (const char* name : {"PGPASSFILE", "PGUSER", "PGDATABASE", "PGSSLCERT", "PGSSLKEY", "PGKRBSRVNAME", "PGGSSLIB",
                             "PGREQUIREPEER", "PGSYSCONFDIR"}) {
        unsetenv(name);
    }
    // A server may ask for Kerberos at any time: the user's tickets are not for one that a repository names.
    setenv("KRB5CCNAME", "FILE:/dev/null/none", 1);
    setenv("KRB5_CLIENT_KTNAME", "FILE:/dev/null/none", 1);
}

// What a starting parent may have had open just then would stay open as long as the watch lasts.
void close_inherited_files() {
#ifndef ROWTYPE_SANITIZED
    for (int descriptor = STDERR_FILENO + 1; descriptor < 1024; ++descriptor) close(descriptor);
#endif
}

// What the signal handler says, made beforehand: it may not allocate.
std::string deadline_message;
volatile std::sig_atomic_t deadline_message_is_due = 0;

extern "C" void on_deadline(int) {
    if (deadline_message_is_due != 0) {
        const ssize_t ignored = write(STDOUT_FILENO, deadline_message.data(), deadline_message.size());
        static_cast<void>(ignored);
    }
    _exit(kExitFailure);
}

void start_deadline(const ConnectionSettings& settings, int seconds) {
    deadline_message = write_failure(deadline_passed(settings, seconds));
    deadline_message_is_due = 1;
    struct sigaction action {};
    action.sa_handler = on_deadline;
    sigaction(SIGALRM, &action, nullptr);
    alarm(static_cast<unsigned>(seconds));
}

// From here on standard output has another text; the alarm still ends a write that nobody reads.
void stop_deadline_message() { deadline_message_is_due = 0; }

}  // namespace
