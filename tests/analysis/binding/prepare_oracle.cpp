#include "tests/analysis/binding/prepare_oracle.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "tests/support/postgres/postgres_server.h"

namespace rowtype::test {

namespace {

struct CloseConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, ClearResult>;

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string() : std::string(text);
}

// PostgreSQL counts characters, from one.
std::uint32_t byte_offset(std::string_view text, std::size_t character) {
    std::size_t offset = 0;
    for (std::size_t seen = 1; seen < character && offset < text.size(); ++seen) {
        ++offset;
        while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80) ++offset;
    }
    return static_cast<std::uint32_t>(offset);
}

}  // namespace

struct PrepareOracle::Connection {
    std::unique_ptr<PGconn, CloseConnection> connection;
};

bool Refusal::is_about_a_name() const {
    constexpr std::array<std::string_view, 5> kCodes = {"42P01", "42703", "42702", "42P09", "42883"};
    const bool listed = std::ranges::find(kCodes, std::string_view(code)) != kCodes.end();
    return listed && (code != "42883" || is_about_a_function_of_a_schema());
}

bool Refusal::is_about_a_function_of_a_schema() const {
    const std::size_t call = message.find('(');
    return code == "42883" && message.starts_with("function ") && message.substr(0, call).find('.') != std::string::npos;
}

bool Refusal::is_about_a_value() const {
    constexpr std::array<std::string_view, 4> kCodes = {"22P02", "22007", "22008", "22003"};
    return std::ranges::find(kCodes, std::string_view(code)) != kCodes.end() ||
           (code == "42601" && message.starts_with("INSERT has more"));
}

std::string Refusal::name() const {
    // column u.c does not exist; function a.f(integer) does not exist; relation "a.b" does not exist; column "c" of relation …
    std::string name;
    const std::size_t open = message.find('"');
    const std::size_t begin = message.find(' ') + 1;
    const bool is_bare = message[begin] != '"' && (message.starts_with("column ") || message.starts_with("function "));
    if (is_bare && !message.starts_with("column reference ")) {
        const std::size_t end = std::min(message.find("(", begin), message.find(" does not exist", begin));
        name = message.substr(begin, end - begin);
    } else {
        name = message.substr(open + 1, message.find('"', open + 1) - open - 1);
    }
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

std::string Refusal::schema() const {
    constexpr std::string_view kBegin = "relation \"";
    if (code != "42P01" || !message.starts_with(kBegin)) return {};
    const std::string name = message.substr(kBegin.size(), message.find('"', kBegin.size()) - kBegin.size());
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

PrepareOracle::PrepareOracle(const std::string& schema) : connection_(std::make_unique<Connection>()) {
    testing::PostgresServer& server = testing::PostgresServer::shared();
    const std::string url = server.create_database("prepare");
    (void)server.execute(url, schema);
    connection_->connection.reset(PQconnectdb(url.c_str()));
    if (PQstatus(connection_->connection.get()) != CONNECTION_OK) {
        throw std::runtime_error(PQerrorMessage(connection_->connection.get()));
    }
}

PrepareOracle::~PrepareOracle() = default;

std::optional<Refusal> PrepareOracle::prepare(const std::string& statement) const {
    const ResultPointer result(PQprepare(connection_->connection.get(), "", statement.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return std::nullopt;
    Refusal refusal{field(result.get(), PG_DIAG_SQLSTATE), field(result.get(), PG_DIAG_MESSAGE_PRIMARY), std::nullopt};
    const std::string position = field(result.get(), PG_DIAG_STATEMENT_POSITION);
    if (!position.empty()) refusal.offset = byte_offset(statement, std::stoul(position));
    return refusal;
}

}  // namespace rowtype::test
