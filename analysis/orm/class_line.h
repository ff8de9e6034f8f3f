// A class with its bases, over modules, and the mapper's base that it derives from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/facts/value.h"
#include "analysis/orm/orm_class.h"
#include "analysis/types/module_scope.h"

namespace rowtype::orm {

enum class RootKind : std::uint8_t {
    None,
    Declarative,  // DeclarativeBase, declarative_base(), registry().generate_base(), a class decorated by @registry.mapped
    SqlModel,
    Flask,      // db.Model
    Reflected,  // automap_base(), DeferredReflection: columns come from the database
};

struct ClassLine {
    std::vector<types::Definition> classes;  // the class itself, then its bases as Python's method resolution order has them
    bool complete = true;                    // every base was resolved, or is of a library that brings no columns
    RootKind root = RootKind::None;
    // Of roots that a call makes: declarative_base(…), registry(…), SQLAlchemy(…), and where it stands.
    const facts::Value* root_call = nullptr;
    // Flask's own metaclass is not that of the root: classes without a __tablename__ may have another name, or none.
    bool has_other_metaclass = false;
    const types::ModuleScope* root_module = nullptr;

    // The nearest field of a name, with the class that has it.
    struct Found {
        const types::Definition* declared_in = nullptr;
        const facts::Field* field = nullptr;
    };
    [[nodiscard]] std::optional<Found> find(std::string_view field) const;
};

[[nodiscard]] ClassLine line_of(const types::Definition& definition);
// Of a class that would have this base alone; it stands in no line itself.
[[nodiscard]] ClassLine line_above(const facts::Value& base, const types::ModuleScope& module);

// The field of a class's own body; the last of that name, as Python takes it. Null where there is none.
[[nodiscard]] const facts::Field* own_field(const types::Definition& definition, std::string_view name);

// "__abstract__ = True" in its own body, or SQLAlchemy's base itself.
[[nodiscard]] bool is_abstract(const types::Definition& definition);

// Names of a class mean what they do in its body: nested classes first.
[[nodiscard]] facts::Value evaluate_in(const types::Definition& declared_in, const facts::Value& value);
[[nodiscard]] std::string library_name_in(const types::Definition& declared_in, const facts::Value& value);

}  // namespace rowtype::orm
