#include "reflect/postgres/watch.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <new>
#include <random>
#include <string>
#include <string_view>

#include "reflect/postgres/failure.h"
#include "reflect/postgres/queries.h"
#include "reflect/postgres/watch_connection.h"

namespace rowtype::postgres {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kConnectTimeoutSeconds = 10;  // a host
constexpr milliseconds kAnswerLimit{10'000};
// Longer than any step may take, the name resolver's waiting included, which nobody else limits.
constexpr unsigned kStuckSeconds = 120;
// A script sends a notice with each of its statements: they are told as one.
constexpr milliseconds kGathering{50};
constexpr milliseconds kProbePatience{2000};

// Ends with the transaction, so a pooler hands nothing of it to the next client. Without nested loops, as for the reading: a catalog
// that nobody has analysed is expected to be small.
constexpr std::string_view kBegin =
    "BEGIN READ ONLY; SET LOCAL search_path = ''; SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '1s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '10s'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off; ";
constexpr std::string_view kEnd = "; COMMIT";

// The reader is gone: the end of the watch, from wherever it is.
struct NobodyReads {};

// How long to wait before the next look: twice as long each time that nothing happened.
class Pause {
public:
    Pause(milliseconds first, milliseconds longest) : first_(first), longest_(longest), next_(first) {}
    milliseconds take() {
        const milliseconds pause = next_;
        next_ = std::min(longest_, next_ * 2);
        return pause;
    }
    void start_again() { next_ = first_; }

private:
    milliseconds first_;
    milliseconds longest_;
    milliseconds next_;
};

class Watch {
public:
    Watch(const ConnectionSettings& settings, const Request& request);
    std::optional<Failure> run();

private:
    enum class Manner { Unknown, Listening, Looking };

    std::optional<Failure> connect_and_watch();
    void listen_on(WatchConnection& connection);
    [[nodiscard]] bool has_session_of_its_own(WatchConnection& connection) const;
    [[nodiscard]] bool hears_itself(WatchConnection& connection, WatchConnection& other) const;
    bool start_listening(WatchConnection& connection) const;
    bool look(WatchConnection& connection);

    void say(std::string_view word);
    void pause_for(milliseconds pause);

    const ConnectionSettings& settings_;
    const Request& request_;
    Pause pause_;
    Manner manner_ = Manner::Unknown;
    bool is_connected_ = false;  // the last that was said of it
    bool was_connected_ = false;
    Clock::time_point connected_at_;
    std::string snapshot_;  // when it was looked last
    std::string fingerprint_;
};

[[nodiscard]] bool is_permanent(FailureKind kind, bool was_connected);
std::string random_channel();

}  // namespace

std::optional<Failure> watch(const ConnectionSettings& settings, const Request& request) {
    try {
        return Watch(settings, request).run();
    } catch (const NobodyReads&) {
        return std::nullopt;
    }
}

namespace {

Watch::Watch(const ConnectionSettings& settings, const Request& request)
    : settings_(settings),
      request_(request),
      pause_(milliseconds(request.first_look_milliseconds), milliseconds(request.longest_look_milliseconds)) {}

std::optional<Failure> Watch::run() {
    Pause retry(milliseconds(request_.first_look_milliseconds), milliseconds(request_.longest_look_milliseconds));
    while (true) {
        try {
            const std::optional<Failure> failure = connect_and_watch();
            if (!failure) continue;
            if (is_permanent(failure->kind, was_connected_)) return failure;
        } catch (const QueryError&) {
            // The server went away, or is slow: both mend themselves.
        }
        if (is_connected_) {
            if (Clock::now() - connected_at_ > milliseconds(request_.longest_look_milliseconds)) retry.start_again();
            say(kWatchLost);
        }
        is_connected_ = false;
        manner_ = Manner::Unknown;  // what comes back may be another server
        pause_for(retry.take());
    }
}

// One connection's life; none where it served and is no longer needed.
std::optional<Failure> Watch::connect_and_watch() {
    if (manner_ == Manner::Looking) pause_for(pause_.take());
    alarm(kStuckSeconds);
    try {
        WatchConnection connection(connection_info(settings_, kConnectTimeoutSeconds));
        if (connection.server_version() < kOldestServer) return too_old(settings_, connection.server_version());
        if (manner_ == Manner::Unknown) {
            manner_ = has_session_of_its_own(connection) && start_listening(connection) ? Manner::Listening : Manner::Looking;
        }
        const bool has_changed = look(connection);
        if (!is_connected_) {
            is_connected_ = was_connected_ = true;
            connected_at_ = Clock::now();
            pause_.start_again();
            say(manner_ == Manner::Listening ? kWatchListening : kWatchLooking);
        } else if (has_changed) {
            pause_.start_again();
            say(kWatchChanged);
        }
        if (manner_ == Manner::Listening) listen_on(connection);
        return std::nullopt;
    } catch (const ConnectionError& error) {
        return classify_connection_error(error.text(), settings_);
    }
}

// The numbers are taken before the word is said: what changes after them is found by the next look, and whoever reads the schema
// because of the word sees all that they count.
void Watch::listen_on(WatchConnection& connection) {
    while (true) {
        alarm(0);
        const auto heard = connection.wait_for_notice(pause_.take());
        if (heard == WatchConnection::Heard::OutputClosed) throw NobodyReads();
        alarm(kStuckSeconds);
        const bool has_notice = heard == WatchConnection::Heard::Notice;
        if (has_notice) {
            pause_for(kGathering);
            static_cast<void>(connection.wait_for_notice(milliseconds(0)));
        }
        if (!look(connection) && !has_notice) continue;
        pause_.start_again();
        say(kWatchChanged);
    }
}

// A pooler names a process of its own making, and then there are two questions: whether a second session gets the same one, and
// whether a notice finds the way back. (A notice that a session sends itself comes back within the statement, whoever is between.)
bool Watch::has_session_of_its_own(WatchConnection& connection) const {
    const std::string ask_process = "SELECT pg_catalog.pg_backend_pid()";
    const std::vector<std::string> process = connection.ask(ask_process, kAnswerLimit);
    if (process.empty()) return false;
    if (process.front() == connection.announced_process()) return true;
    try {
        WatchConnection other(connection_info(settings_, kConnectTimeoutSeconds));
        if (other.ask(ask_process, kProbePatience) == process) return false;
        return hears_itself(connection, other);
    } catch (const ConnectionError&) {
        return false;
    } catch (const QueryError&) {
        return false;
    }
}

bool Watch::hears_itself(WatchConnection& connection, WatchConnection& other) const {
    const std::string channel = connection.quote_name(random_channel());
    connection.ask("LISTEN " + channel, kAnswerLimit);
    other.ask("NOTIFY " + channel, kProbePatience);
    const auto heard = connection.wait_for_notice(kProbePatience);
    if (heard == WatchConnection::Heard::OutputClosed) throw NobodyReads();
    connection.ask("UNLISTEN " + channel, kAnswerLimit);
    return heard == WatchConnection::Heard::Notice;
}

bool Watch::start_listening(WatchConnection& connection) const {
    std::string statements;
    for (const std::string& channel : request_.channels) {
        statements += (statements.empty() ? "LISTEN " : "; LISTEN ") + connection.quote_name(channel);
    }
    if (statements.empty()) return false;
    try {
        connection.ask(statements, kAnswerLimit);
        return true;
    } catch (const QueryError& error) {
        if (error.sqlstate().empty()) throw;
        return false;  // a standby, or a server that only speaks PostgreSQL's protocol
    }
}

// Whether the catalog is another than at the last look. A server that refuses to tell counts as unchanged: its notices are left.
bool Watch::look(WatchConnection& connection) {
    const std::string transaction(kBegin);
    try {
        const std::vector<std::string> snapshot =
            connection.ask(transaction + "SELECT pg_catalog.txid_current_snapshot()" + std::string(kEnd), kAnswerLimit);
        if (!snapshot.empty() && snapshot.front() == snapshot_) return false;
        QueryParameters parameters;
        if (!request_.schemas.empty()) parameters.schemas = array_of(request_.schemas);
        const std::string query = make_query(fingerprint_query(), connection.server_version(), parameters);
        const std::vector<std::string> numbers = connection.ask(transaction + query + std::string(kEnd), kAnswerLimit);
        if (numbers.size() != 2) return false;
        snapshot_ = numbers[0];
        const bool has_changed = !fingerprint_.empty() && fingerprint_ != numbers[1];
        fingerprint_ = numbers[1];
        return has_changed;
    } catch (const QueryError& error) {
        if (error.sqlstate().empty()) throw;
        connection.ask("ROLLBACK", kAnswerLimit);
        return false;
    }
}

void Watch::say(std::string_view word) {
    std::string line(word);
    line += '\n';
    for (std::string_view rest = line; !rest.empty();) {
        const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw NobodyReads();
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Watch::pause_for(milliseconds pause) {
    alarm(0);
    if (!wait_while_read(pause)) throw NobodyReads();
    alarm(kStuckSeconds);
}

// What another attempt would meet again, and what a server may take for an attack. A database that was there once is being made
// anew, in a container that starts: only a password stays wrong.
bool is_permanent(FailureKind kind, bool was_connected) {
    if (kind == FailureKind::WrongPassword || kind == FailureKind::PasswordMissing) return true;
    constexpr std::array<FailureKind, 7> kAtFirst = {
        FailureKind::Usage,        FailureKind::TlsRequired,     FailureKind::TlsUnavailable, FailureKind::TlsUntrusted,
        FailureKind::AccessDenied, FailureKind::DatabaseMissing, FailureKind::Unsupported};
    return !was_connected && std::ranges::find(kAtFirst, kind) != kAtFirst.end();
}

std::string random_channel() {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
    std::random_device source;
    std::string name = "rowtype_";
    for (int letter = 0; letter < 16; ++letter) name += kLetters[source() % kLetters.size()];
    return name;
}

}  // namespace

}  // namespace rowtype::postgres
