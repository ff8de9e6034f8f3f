#include "reflect/postgres/connection.h"

#include <pqxx/pqxx>

// The class behind notices has another home in each major version; both know a handler that swallows them.
#if defined(PQXX_VERSION_MAJOR) && PQXX_VERSION_MAJOR >= 7
#define ROWTYPE_PQXX_7
#endif

namespace rowtype::postgres {

struct Rows::Answer {
    pqxx::result result;
};

struct Connection::Session {
    explicit Session(const Secret& connection_info) : connection(connection_info.reveal()) {}

    pqxx::connection connection;
    std::unique_ptr<pqxx::quiet_errorhandler> notices;
    std::unique_ptr<pqxx::nontransaction> work;
    std::unique_ptr<pqxx::pipeline> sent;  // while there are answers to come
    bool has_answered = false;

    // Waits for what may still come: libpqxx would ask the server to cancel it, and that could hit a later statement.
    void drop_sent() {
        try {
            sent->flush();
        } catch (const std::exception&) {  // what failed has been told
        }
        sent.reset();
    }
};

Rows::Rows(std::unique_ptr<Answer> answer, unsigned columns) : answer_(std::move(answer)), columns_(columns) {
    const pqxx::result& result = answer_->result;
    size_ = static_cast<std::size_t>(result.size());
    if (size_ > Connection::kMaximumRows) throw AnswerError(true);
    if (static_cast<unsigned>(result.columns()) != columns) throw AnswerError();
    fields_.reserve(size_ * columns_);
    for (const auto& row : result) {
        for (const auto& field : row) {
            fields_.push_back(field.is_null() ? std::string_view()
                                              : std::string_view(field.c_str(), static_cast<std::size_t>(field.size())));
        }
    }
}
Rows::Rows(Rows&&) noexcept = default;
Rows::~Rows() = default;

std::optional<std::string> Row::optional_text(unsigned column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::uint32_t Row::oid(unsigned column) const { return number_in<std::uint32_t>(view(column)); }
std::int32_t Row::integer(unsigned column) const { return number_in<std::int32_t>(view(column)); }
std::int64_t Row::number(unsigned column) const { return number_in<std::int64_t>(view(column)); }

Connection::Connection(const Secret& connection_info) {
    try {
        session_ = std::make_unique<Session>(connection_info);
#ifndef ROWTYPE_PQXX_7
// 6.4 connects anew by itself when the server drops the connection, without our transaction. 7 never does.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        session_->connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
        session_->notices = std::make_unique<pqxx::quiet_errorhandler>(session_->connection);
        session_->work = std::make_unique<pqxx::nontransaction>(session_->connection, "rowtype");
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        throw ConnectionError(error.what());
    }
}

Connection::~Connection() = default;

std::uint32_t Connection::server_version() const { return static_cast<std::uint32_t>(session_->connection.server_version()); }

namespace {

// Runs `take`, which asks libpqxx for an answer.
template <class Take>
pqxx::result answer_of(bool& has_answered, Take take) {
    try {
        const pqxx::result answer = take();
        has_answered = true;
        return answer;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const pqxx::insufficient_privilege& error) {
        throw QueryError("42501", error.what(), !has_answered);  // libpqxx 6 gives it no SQLSTATE
    } catch (const pqxx::sql_error& error) {
        throw QueryError(error.sqlstate(), error.what(), !has_answered);
    } catch (const std::exception& error) {
        throw QueryError("", error.what(), !has_answered);
    }
}

}  // namespace

Rows Connection::execute(const std::string& statements, unsigned columns) {
    auto answer = std::make_unique<Rows::Answer>();
    answer->result = answer_of(session_->has_answered, [&] { return session_->work->exec(statements); });
    return {std::move(answer), columns};
}

void Connection::send(const std::vector<std::string>& statements) {
    answer_of(session_->has_answered, [&] {
        session_->sent = std::make_unique<pqxx::pipeline>(*session_->work);
        session_->sent->retain(static_cast<int>(statements.size()));  // until resume(): all of them in one message
        for (const std::string& statement : statements) session_->sent->insert(statement);
        session_->sent->resume();
        return pqxx::result();
    });
}

Rows Connection::receive(unsigned columns) {
    auto answer = std::make_unique<Rows::Answer>();
    try {
        answer->result = answer_of(session_->has_answered, [&] { return session_->sent->retrieve().second; });
    } catch (...) {
        session_->drop_sent();
        throw;
    }
    if (session_->sent->empty()) session_->sent.reset();
    return {std::move(answer), columns};
}

}  // namespace rowtype::postgres
