// What the parts of bind_uses.h share: a name that code gives to an entity becomes a use of a column, a name that the entity certainly
// lacks, or a counted mute. Internal to analysis/orm.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_orm.h"
#include "analysis/orm/entities.h"

namespace rowtype::orm {

// A name in the code.
struct NamedUse {
    std::string_view name;
    Span span;
    binding::NamedBy named_by = binding::NamedBy::Attribute;
    binding::ColumnRole role = binding::ColumnRole::Read;
    bool by_column = false;  // column names count as well as attributes: values(), order_by("x")
};

[[nodiscard]] binding::ColumnUse use_of(binding::ColumnRole role);

class UseRecorder {
public:
    UseRecorder(Entities& entities, binding::BoundOrm& uses);

    // The attribute that the name stands for, or null.
    const MappedAttribute* record(const Entity& entity, const NamedUse& named);
    // The same, and nothing is recorded.
    [[nodiscard]] const MappedAttribute* find(const Entity& entity, const NamedUse& named) const;
    // One of several entities has it; none of them may be null. Says nothing where one of them is not wholly known.
    void record_any(const std::vector<const Entity*>& entities, const NamedUse& named);
    void count(binding::Mute mute) { binding::count(uses_.muted, mute); }
    [[nodiscard]] Entities& entities() const { return entities_; }
    [[nodiscard]] binding::BoundOrm& uses() { return uses_; }

private:
    void add_column(const Entity& entity, const MappedAttribute& attribute, const NamedUse& named);
    void add_unknown(const std::vector<const Entity*>& entities, const NamedUse& named);

    Entities& entities_;
    binding::BoundOrm& uses_;
    std::set<std::string, std::less<>> asked_for_;  // names of hasattr(…, "name") in the statement: code knows that they may lack
};

// chain_uses.cpp
void bind_chain(const facts::OrmChain& chain, UseRecorder& recorder);
// entity_uses.cpp
void bind_entities(const facts::OrmChain& chain, UseRecorder& recorder);
// model_texts.cpp: of a class of the statement.
void bind_model_texts(const facts::Class& definition, UseRecorder& recorder);

}  // namespace rowtype::orm
