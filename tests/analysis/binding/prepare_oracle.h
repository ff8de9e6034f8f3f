// PostgreSQL's own word on a statement: prepared, never run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/text.h"

namespace rowtype::test {

// Why PostgreSQL refuses to prepare a statement.
struct Refusal {
    std::string code;  // SQLSTATE: 42P01, 42703 …
    std::string message;
    std::optional<std::uint32_t> offset;  // bytes of the statement, where PostgreSQL tells it

    // Whether it is about a name: an undefined table or column, an ambiguous one.
    [[nodiscard]] bool is_about_a_name() const;
    // A literal that its column's type does not take, or more or fewer values than columns.
    [[nodiscard]] bool is_about_a_value() const;
    // A function that its schema does not have.
    [[nodiscard]] bool is_about_a_function_of_a_schema() const;
    // The last of the names that the message quotes or spells out: "users.nmae" gives nmae.
    [[nodiscard]] std::string name() const;
    // The schema in which a relation was looked for in vain; empty where none was named.
    [[nodiscard]] std::string schema() const;
};

class PrepareOracle {
public:
    // A new database with that schema. Throws std::runtime_error with the server's words.
    explicit PrepareOracle(const std::string& schema);
    ~PrepareOracle();
    PrepareOracle(const PrepareOracle&) = delete;
    PrepareOracle& operator=(const PrepareOracle&) = delete;

    [[nodiscard]] std::optional<Refusal> prepare(const std::string& statement) const;

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace rowtype::test
