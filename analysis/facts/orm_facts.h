// What a statement says in an ORM's expression language (SQLAlchemy, SQLModel, Flask-SQLAlchemy): attributes of what looks like a
// mapped class or a table, and chains of calls whose arguments name attributes without one ("filter_by(email=…)").
//
// Which class or table that is, and whether it is one at all, is a question for binding: here names are only seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/facts/chain_call.h"
#include "analysis/facts/value.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

// "User.name", "models.User.name.desc", "User.__table__.c.name", "users.c.name", "self.model.name"; with the subscript of
// "users.c['name']". One with white space in it is left out, so is the target of an assignment.
struct OrmPath {
    std::string text;
    std::uint32_t begin = 0;  // of its first byte; the rest follows byte by byte
    std::uint32_t scope = 0;
    std::string clause;       // the innermost call around it that makes a part of a statement ("where", "order_by"), or empty
    std::vector<Value> keys;  // of a subscript: one, else none
    // Texts that its last attribute, or the one before "in_" and the like, is compared with: "User.state == 'open'".
    std::vector<Value> compared = {};

    friend bool operator==(const OrmPath&, const OrmPath&) = default;
};

// A chain of calls in the order of the text: "session.query(User).join(Address).filter_by(email=…)" has the receiver session,
// "select(User).filter_by(…)" none: its first call has no dot. Only arguments of calls that may name an entity or attributes are kept.
struct OrmChain {
    Value receiver;  // Unknown of empty span where the first call is of a bare name
    // Of keywords that name attributes (filter_by, a class's own) only values that are short texts are kept.
    std::vector<ChainCall> calls;
    Span span;
    std::uint32_t scope = 0;

    friend bool operator==(const OrmChain&, const OrmChain&) = default;
};

struct OrmFacts {
    std::vector<OrmPath> paths;    // in the order of the text
    std::vector<OrmChain> chains;  // those with a call that names attributes by keywords or texts

    [[nodiscard]] bool empty() const { return paths.empty() && chains.empty(); }

    friend bool operator==(const OrmFacts&, const OrmFacts&) = default;
};

}  // namespace rowtype::facts
