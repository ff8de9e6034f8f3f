// BEGIN, COMMIT, ROLLBACK and savepoints of a script: what is rolled back was never there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/script.h"

namespace rowtype::migrations {

// Of one script. The state is copied only where a ROLLBACK in the same script comes back to it.
class Transactions {
public:
    Transactions(SchemaBuilder& schema, const std::vector<ScriptItem>& items);

    // To be called with each item in order. Answers whether it is one of these statements, of which nothing is left to do.
    bool follow(std::size_t item);

private:
    enum class Kind : std::uint8_t { Begin, Commit, Rollback, Savepoint, RollbackTo, Release };
    struct Statement {
        Kind kind = Kind::Begin;
        std::string savepoint;
        bool chains = false;      // AND CHAIN: another transaction begins at once
        bool is_kept = false;     // a ROLLBACK comes back here
        bool comes_back = false;  // a ROLLBACK of what began in this script …
        std::size_t target = 0;   // … with this item
    };
    static bool read(std::string_view text, Statement& statement);
    void pair();

    SchemaBuilder& schema_;
    std::map<std::size_t, Statement> statements_;  // by item
    std::map<std::size_t, SchemaBuilder> kept_;
};

}  // namespace rowtype::migrations
