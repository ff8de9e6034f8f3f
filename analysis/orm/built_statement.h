// Which classes and tables a statement is about that a chain of calls builds: select(User).join(Post), session.query(User), insert(User);
// followed through local names. Internal to analysis/orm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "analysis/facts/chain_call.h"
#include "analysis/orm/entities.h"

namespace rowtype::orm {

// What a statement is built of, call by call. SQLAlchemy 2.1 looks in all entities of a select for what filter_by names, versions
// before in the last joined one; Query always looks there.
struct Built {
    enum class Kind : std::uint8_t { None, Select, Query, Insert, Update };
    Kind kind = Kind::None;
    std::vector<const Entity*> entities;   // in the order in which they came in
    const Entity* namespace_of = nullptr;  // of a Query: where filter_by looks; null: the first entity
    std::size_t calls = 0;                 // that built it
    bool is_known = true;                  // false: there may be other entities, or another meaning
    bool is_plain = true;                  // no labels or expressions beside whole entities
};

// Of one statement of a module. Keeps what local names hold.
class StatementBuilder {
public:
    explicit StatementBuilder(Entities& entities) : entities_(entities) {}

    // What stands before the first call: "User.query", a table, a name that holds a statement.
    Built of_receiver(const facts::Value& receiver, std::uint32_t scope) { return begin(receiver, scope, 0); }
    // An expression.
    Built of_value(const facts::Value& value, std::uint32_t scope) { return of_value(value, scope, 0); }
    // The first call of a chain: select(…), insert(…), session.query(…), or one on what is built already. `receiver` may be null.
    void start(Built& built, const facts::ChainCall& call, const facts::Value* receiver, std::uint32_t scope);
    // A later one.
    void apply(Built& built, const facts::ChainCall& call, std::uint32_t scope);

private:
    Built begin(const facts::Value& receiver, std::uint32_t scope, int depth);
    Built of_local(const facts::Value& name, std::uint32_t scope, int depth);
    Built of_value(const facts::Value& value, std::uint32_t scope, int depth);
    void begin_on_table(Built& built, const facts::ChainCall& call) const;
    void add_selected(Built& built, const facts::ChainCall& call, std::uint32_t scope);
    void add_joined(Built& built, const facts::ChainCall& call, std::uint32_t scope);
    void add_from(Built& built, const facts::ChainCall& call, std::uint32_t scope);

    Entities& entities_;
    std::map<const facts::Assignment*, std::optional<Built>> assigned_;  // without a value: it is being looked at
};

}  // namespace rowtype::orm
