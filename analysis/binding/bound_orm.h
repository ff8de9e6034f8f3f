// What expressions over mapped classes and Core tables name, bound to the catalog.
//
// Spans are relative to the statement. A mapped attribute whose column is gone is said once, at the model; here it is a column that
// was not found, for whoever lists the uses of a column. What a class certainly does not have is an UnknownAttribute: Python fails
// there whatever the database holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/mute.h"
#include "analysis/binding/refused_literal.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// How code names the attribute; words the message.
enum class NamedBy : std::uint8_t {
    Attribute,    // User.nmae, users.c.nmae
    Keyword,      // filter_by(nmae=…)
    Constructor,  // User(nmae=…)
    ValuesKey,    // values(nmae=…), values({"nmae": …}), set_={"nmae": …}
    Text,         // index_elements=["nmae"], relationship's back_populates and foreign_keys
};

struct UnknownAttribute {
    std::vector<std::string> owners;  // the class, or the variable of a Core table; several where any of them would do
    bool is_table = false;
    std::string name;
    Span span;
    NamedBy named_by = NamedBy::Attribute;
    const catalog::Relation* relation = nullptr;  // of the owner; null where it is not known
    std::vector<std::string> candidates;          // what the owner has
};

// A text that SQLAlchemy looks up among the mapped classes and tables, and that is the name of none: relationship("Usr"),
// secondary="user_tgas".
struct UnknownTarget {
    std::string owner;  // the class whose relationship it is
    std::string name;
    Span span;
    bool is_table = false;
    std::vector<std::string> candidates;
};

// A statement about whole objects of a class: select(User), session.get(User, 1), User(name="x"), delete(User).
struct EntityUse {
    const catalog::Relation* relation = nullptr;  // never null
    RelationUse use = RelationUse::Read;
    Span span;                         // of the name that stands for it
    std::vector<std::string> columns;  // that it reads: those that the class maps
};

struct BoundOrm {
    std::vector<ColumnReference> columns;  // one a use of a column, found or not
    std::vector<UnknownAttribute> unknown;
    // Columns that a text names as the database has them, whatever the models say: index_elements=["id"].
    std::vector<ColumnReference> stated;
    std::vector<UnknownTarget> targets;
    std::vector<EntityUse> entities;
    std::vector<RefusedLiteral> literals;  // beside columns of enumerations: User.state == "opne", values(state="opne")
    MuteCounts muted{};
    std::uint32_t checked = 0;  // names that were looked up in a class or table that is wholly known

    [[nodiscard]] bool empty() const {
        return columns.empty() && unknown.empty() && stated.empty() && targets.empty() && entities.empty() && literals.empty();
    }
};

}  // namespace rowtype::binding
