#include "reflect/postgres/watch_connection.h"

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>
#include <new>

namespace rowtype::postgres {

namespace {

using Clock = std::chrono::steady_clock;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

int left_until(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

// Nothing that a server says reaches anybody.
void drop_notice(void*, const PGresult*) {}

std::string taken(char* text) {
    if (text == nullptr) throw QueryError("");
    std::string copy(text);
    PQfreemem(text);
    return copy;
}

// Whether the answer is no error; takes the first row's fields.
std::string sqlstate_of(const PGresult* answer, std::vector<std::string>& fields) {
    switch (PQresultStatus(answer)) {
        case PGRES_TUPLES_OK:
            if (!fields.empty() || PQntuples(answer) == 0) return {};
            for (int column = 0; column < PQnfields(answer); ++column) fields.emplace_back(PQgetvalue(answer, 0, column));
            return {};
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY: return {};
        default: break;
    }
    const char* const sqlstate = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    return sqlstate == nullptr ? "08000" : sqlstate;
}

}  // namespace

WatchConnection::WatchConnection(const Secret& connection_info) : connection_(PQconnectdb(connection_info.reveal().c_str())) {
    if (connection_ == nullptr) throw std::bad_alloc();
    if (PQstatus(connection_) != CONNECTION_OK) {
        std::string text = PQerrorMessage(connection_);
        PQfinish(connection_);
        throw ConnectionError(std::move(text));
    }
    PQsetNoticeReceiver(connection_, &drop_notice, nullptr);
}

WatchConnection::~WatchConnection() { PQfinish(connection_); }

std::uint32_t WatchConnection::server_version() const { return static_cast<std::uint32_t>(PQserverVersion(connection_)); }

std::string WatchConnection::announced_process() const { return std::to_string(PQbackendPID(connection_)); }

std::string WatchConnection::quote_name(const std::string& name) const {
    return taken(PQescapeIdentifier(connection_, name.data(), name.size()));
}

std::vector<std::string> WatchConnection::ask(const std::string& statements, std::chrono::milliseconds limit) {
    const Clock::time_point deadline = Clock::now() + limit;
    if (PQsendQuery(connection_, statements.c_str()) != 1) throw QueryError("");
    std::vector<std::string> fields;
    std::string sqlstate;
    while (true) {
        while (PQisBusy(connection_) == 1) {
            pollfd wait{PQsocket(connection_), POLLIN, 0};
            const int ready = ::poll(&wait, 1, left_until(deadline));
            if (ready == 0 || (ready < 0 && errno != EINTR)) throw QueryError("");
            if (ready > 0 && PQconsumeInput(connection_) != 1) throw QueryError("");
        }
        const Answer answer(PQgetResult(connection_), &PQclear);
        if (!answer) break;
        const ExecStatusType status = PQresultStatus(answer.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) throw QueryError("");
        if (const std::string problem = sqlstate_of(answer.get(), fields); sqlstate.empty()) sqlstate = problem;
    }
    if (PQstatus(connection_) != CONNECTION_OK) throw QueryError("");
    if (!sqlstate.empty()) throw QueryError(sqlstate);
    return fields;
}

WatchConnection::Heard WatchConnection::wait_for_notice(std::chrono::milliseconds limit) {
    const Clock::time_point deadline = Clock::now() + limit;
    while (true) {
        bool has_notice = false;
        while (PGnotify* notice = PQnotifies(connection_)) {
            has_notice = true;
            PQfreemem(notice);
        }
        if (has_notice) return Heard::Notice;
        // No events asked for: an error is told all the same, and that is how a socket or pipe says that its reader is gone.
        std::array<pollfd, 2> waits = {pollfd{PQsocket(connection_), POLLIN, 0}, pollfd{STDOUT_FILENO, 0, 0}};
        const int ready = ::poll(waits.data(), waits.size(), left_until(deadline));
        if (ready == 0) return Heard::Nothing;
        if (waits[1].revents != 0) return Heard::OutputClosed;
        if (ready > 0 && waits[0].revents != 0 && PQconsumeInput(connection_) != 1) throw QueryError("");
        if (PQsocket(connection_) < 0) throw QueryError("");
    }
}

bool wait_while_read(std::chrono::milliseconds limit) {
    const Clock::time_point deadline = Clock::now() + limit;
    while (true) {
        pollfd wait{STDOUT_FILENO, 0, 0};
        const int ready = ::poll(&wait, 1, left_until(deadline));
        if (ready > 0) return false;
        if (ready == 0) return true;
    }
}

}  // namespace rowtype::postgres
