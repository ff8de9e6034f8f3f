// Which mapped class or Core table an expression is about.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/facts.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/orm_class.h"
#include "analysis/types/module_scope.h"

namespace rowtype::orm {

// A mapped class or a Core table, with what it takes to say that it has no such attribute.
struct Entity {
    types::Definition definition;
    OrmClass mapped;
    bool is_table = false;             // Core, or User.__table__: its columns are told by their keys
    const Entity* table_of = nullptr;  // the class that a User.__table__ is of
};

// Whether an entity has an attribute.
enum class Has : std::uint8_t {
    Yes,
    No,
    NotKnown,    // a base or a call could give it to the class
    MayBeAdded,  // code outside the class could
};

// Of one statement. What it hands out lives as long as it does.
class Entities {
public:
    Entities(const binding::StatementView& statement, const binding::Context& context);

    // What a dotted name stands for in a scope of the statement: a class, a table, the table of a class (User.__table__), an alias of a
    // class (aliased(User)), "self.model" where the class says "model = User". Null where it is none, or cannot be told.
    const Entity* named(std::string_view dotted, std::uint32_t scope);
    // The same of a name as another module, or a class of it, sees it.
    const Entity* named_in(std::string_view dotted, const types::ModuleScope& module);
    // The class of that name among those that the owner's texts are looked up in (SQLAlchemy's registry): one that its module knows by
    // name, else the only one of the project that is mapped from the same base. Null where there are others, or it cannot be told.
    const Entity* registered(const Entity& owner, const std::string& name);
    // The class that a relationship leads to.
    const Entity* target_of(const Entity& owner, const MappedAttribute& relationship);
    // What else than its mapper a class has: methods, nested classes, names of its body. For attributes that `mapped` does not list.
    [[nodiscard]] Has has_unlisted(const Entity& entity, std::string_view attribute);
    // Whether subclasses may share its table and add columns to it (single-table inheritance).
    [[nodiscard]] bool may_share_table(const Entity& entity);
    // Whether its constructor takes what SQLAlchemy's takes, and says no to everything else.
    [[nodiscard]] bool has_plain_constructor(const Entity& entity);

    // sqlalchemy's name of what a dotted name stands for ("sqlalchemy.select"); empty where it is nothing of it, or hidden.
    [[nodiscard]] std::string library_name_of(const facts::Value& value, std::uint32_t scope);

    [[nodiscard]] const types::ModuleScope& module() const { return modules_.analysed_file(); }
    [[nodiscard]] const binding::Context& context() const { return context_; }
    [[nodiscard]] const binding::StatementView& statement() const { return statement_; }

private:
    struct Local {
        bool is_bound = false;  // a scope around binds the name
        types::Definition definition;
        const facts::Value* value = nullptr;  // the one that it is assigned
        std::uint32_t scope = 0;
    };
    [[nodiscard]] Local local(std::string_view dotted, std::uint32_t scope) const;
    const Entity* find(std::string_view dotted, std::uint32_t scope, int depth);
    const Entity* of_definition(const types::Definition& definition, int depth);
    const Entity* of_own_model(std::string_view dotted, std::uint32_t scope, int depth);
    const Entity* table_of(const Entity* mapped);
    [[nodiscard]] Has has_added(const Entity& entity, const ClassLine& line, std::string_view attribute);
    [[nodiscard]] bool is_added_nearby(const Entity& entity, std::string_view attribute);

    const binding::StatementView& statement_;
    const binding::Context& context_;
    binding::ModelModules modules_;
    std::map<std::pair<std::uint32_t, std::string>, const Entity*, std::less<>> named_;
    std::map<const void*, std::unique_ptr<Entity>> made_;      // by class or assignment; null: not mapped
    std::map<const Entity*, std::unique_ptr<Entity>> tables_;  // by the class
};

}  // namespace rowtype::orm
