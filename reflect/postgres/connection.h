// One connection to PostgreSQL. connection.cpp is the only file that knows libpqxx, 6.4 or 7.
//
// Thread: one thread owns a connection and its rows; libpqxx has no locks inside.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/platform/secret.h"

namespace rowtype::postgres {

using platform::Secret;

// No connection could be made. `text` is libpq's and the server's: it may repeat secrets, so it is for classify() only.
class ConnectionError : public std::exception {
public:
    explicit ConnectionError(std::string text) : text_(std::move(text)) {}
    ~ConnectionError() override { Secret::wipe(text_); }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const char* what() const noexcept override { return "no connection"; }

private:
    std::string text_;
};

// The server refused a statement, or the connection went away while it ran (`sqlstate` is then empty, or says just that). `text` is
// the server's or a pooler's: for classify_query_error() only.
class QueryError : public std::exception {
public:
    explicit QueryError(std::string sqlstate, std::string text = {}, bool at_first_statement = false)
        : sqlstate_(std::move(sqlstate)), text_(std::move(text)), at_first_statement_(at_first_statement) {}
    ~QueryError() override { Secret::wipe(text_); }
    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    // Whether the connection had answered nothing yet.
    [[nodiscard]] bool at_first_statement() const { return at_first_statement_; }
    [[nodiscard]] const char* what() const noexcept override { return "query failed"; }

private:
    std::string sqlstate_;
    std::string text_;
    bool at_first_statement_ = false;
};

// What does not come from a PostgreSQL that keeps its own rules: wrong number of columns, too many rows, no number where one is due.
class AnswerError : public std::exception {
public:
    explicit AnswerError(bool too_large = false) : too_large_(too_large) {}
    [[nodiscard]] bool too_large() const { return too_large_; }
    [[nodiscard]] const char* what() const noexcept override { return "unexpected answer"; }

private:
    bool too_large_;
};

// The decimal number that a text is, and 0 of an empty one. Throws AnswerError.
template <class Number>
[[nodiscard]] Number number_in(std::string_view text) {
    Number value = 0;
    if (text.empty()) return value;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw AnswerError();
    return value;
}

// One row of an answer; valid as long as its Rows. Columns are zero-based. Reading NULL gives "", 0 or false.
class Row {
public:
    explicit Row(const std::string_view* fields) : fields_(fields) {}

    [[nodiscard]] bool is_null(unsigned column) const { return fields_[column].data() == nullptr; }
    [[nodiscard]] std::string_view view(unsigned column) const { return fields_[column]; }
    [[nodiscard]] std::string text(unsigned column) const { return std::string(view(column)); }
    [[nodiscard]] std::optional<std::string> optional_text(unsigned column) const;
    [[nodiscard]] std::uint32_t oid(unsigned column) const;
    [[nodiscard]] std::int32_t integer(unsigned column) const;
    [[nodiscard]] std::int64_t number(unsigned column) const;
    [[nodiscard]] bool boolean(unsigned column) const { return view(column) == "t"; }
    // A "char" column; '\0' for the empty one.
    [[nodiscard]] char letter(unsigned column) const { return view(column).empty() ? '\0' : view(column).front(); }

private:
    const std::string_view* fields_;
};

class Rows {
public:
    struct Answer;
    // Throws AnswerError where the answer has other columns or too many rows.
    Rows(std::unique_ptr<Answer> answer, unsigned columns);
    Rows(Rows&&) noexcept;
    ~Rows();

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] Row operator[](std::size_t number) const { return Row(&fields_[number * columns_]); }

private:
    std::unique_ptr<Answer> answer_;
    std::size_t size_ = 0;
    std::size_t columns_ = 0;
    // Into the answer, row after row: libpqxx takes longer to find a field than we to read it. NULL has no data.
    std::vector<std::string_view> fields_;
};

class Connection {
public:
    static constexpr std::size_t kMaximumRows = 8'000'000;

    // Connects, or throws ConnectionError. Takes nothing else from the connection than what `connection_info` says.
    explicit Connection(const Secret& connection_info);
    ~Connection();

    [[nodiscard]] std::uint32_t server_version() const;
    // Sends `statements` in one round trip (simple protocol, so poolers need nothing prepared). The rows are those of the last
    // statement, and have `columns` columns. Throws QueryError or AnswerError.
    Rows execute(const std::string& statements, unsigned columns);
    // Sends single statements, at least two, in one round trip. Their answers are waited for one by one, in this order and to the
    // last: while one is read, the server goes on with those behind it. After a QueryError there are no further answers.
    void send(const std::vector<std::string>& statements);
    Rows receive(unsigned columns);

private:
    struct Session;
    std::unique_ptr<Session> session_;
};

}  // namespace rowtype::postgres
