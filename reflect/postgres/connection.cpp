#include "reflect/postgres/connection.h"

#include <charconv>
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
    bool has_answered = false;
};

Rows::Rows(std::unique_ptr<Answer> answer) : answer_(std::move(answer)) {}
Rows::Rows(Rows&&) noexcept = default;
Rows::~Rows() = default;

std::size_t Rows::size() const { return static_cast<std::size_t>(answer_->result.size()); }

namespace {

template <class Number>
Number parse_number(std::string_view text) {
    Number value = 0;
    if (text.empty()) return value;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw AnswerError();
    return value;
}

pqxx::field field_at(const pqxx::result& result, std::size_t row, unsigned column) {
    return result[static_cast<pqxx::result::size_type>(row)][static_cast<pqxx::row::size_type>(column)];
}

}  // namespace

bool Row::is_null(unsigned column) const { return field_at(rows_.answer_->result, number_, column).is_null(); }

std::string_view Row::view(unsigned column) const {
    const pqxx::field field = field_at(rows_.answer_->result, number_, column);
    if (field.is_null()) return {};
    return {field.c_str(), static_cast<std::size_t>(field.size())};
}

std::optional<std::string> Row::optional_text(unsigned column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::uint32_t Row::oid(unsigned column) const { return parse_number<std::uint32_t>(view(column)); }
std::int32_t Row::integer(unsigned column) const { return parse_number<std::int32_t>(view(column)); }
std::int64_t Row::number(unsigned column) const { return parse_number<std::int64_t>(view(column)); }

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

std::string Connection::quote(const std::string& text) const { return session_->connection.quote(text); }

Rows Connection::execute(const std::string& statements, unsigned columns) {
    auto answer = std::make_unique<Rows::Answer>();
    try {
        answer->result = session_->work->exec(statements);
        session_->has_answered = true;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const pqxx::insufficient_privilege& error) {
        throw QueryError("42501", error.what(), !session_->has_answered);  // libpqxx 6 gives it no SQLSTATE
    } catch (const pqxx::sql_error& error) {
        throw QueryError(error.sqlstate(), error.what(), !session_->has_answered);
    } catch (const std::exception& error) {
        throw QueryError("", error.what(), !session_->has_answered);
    }
    if (static_cast<std::size_t>(answer->result.size()) > kMaximumRows) throw AnswerError(true);
    if (static_cast<unsigned>(answer->result.columns()) != columns) throw AnswerError();
    return Rows(std::move(answer));
}

}  // namespace rowtype::postgres
