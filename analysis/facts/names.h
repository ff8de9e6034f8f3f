// The names that a module binds at its top level. Built anew after every change: it copies nothing but pointers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

// One binding of a name at module level. At most one of the pointers to facts is set; none: the name is bound in a way that facts
// do not follow (a loop variable, "global" somewhere).
struct ModuleBinding {
    std::string_view name;
    const PlacedStatement* placed = nullptr;  // the top-level statement that binds it
    const Assignment* assignment = nullptr;
    const Class* class_definition = nullptr;
    const Import* import = nullptr;
    const Function* function = nullptr;

    [[nodiscard]] const StatementFacts& statement() const { return *placed->facts; }
    // Whether it holds no value that could be told.
    [[nodiscard]] bool is_opaque() const { return assignment == nullptr && class_definition == nullptr && import == nullptr; }
};

// All bindings of one name; their statements are in source order.
class ModuleBindings {
public:
    ModuleBindings() = default;
    ModuleBindings(const ModuleBinding* begin, const ModuleBinding* end) : begin_(begin), end_(end) {}

    [[nodiscard]] const ModuleBinding* begin() const { return begin_; }
    [[nodiscard]] const ModuleBinding* end() const { return end_; }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
    [[nodiscard]] bool empty() const { return begin_ == end_; }

private:
    const ModuleBinding* begin_ = nullptr;
    const ModuleBinding* end_ = nullptr;
};

// Whether the target of an assignment is what makes the rows of a connection or a cursor: "conn.row_factory", "conn.cursor_factory".
[[nodiscard]] bool is_row_factory(std::string_view target);

// A statement anywhere in the module that changes entries of what a name holds.
struct ModuleChange {
    const PlacedStatement* placed = nullptr;
    const ItemChange* change = nullptr;  // its scope tells whose code it is: a function's may run at any time
};

// Names that were looked up, and the statements that bound them then. Keeps those statements alive.
struct ConsultedName {
    std::string name;
    std::vector<std::shared_ptr<const StatementFacts>> bound_by;
    std::size_t earlier = 0;               // how many of them stand before the statement that asked
    std::shared_ptr<const Script> script;  // instead of the statements, where it was asked for
};
using ConsultedNames = std::vector<ConsultedName>;

// Refers into the FileFacts that it was made of, which must outlive it unmoved. Immutable but for the recording: of one
// thread while that is on, of any number while it is off.
class ModuleNames {
public:
    ModuleNames() = default;
    explicit ModuleNames(const FileFacts& file);

    // Every binding of `name`; empty where the module binds none (a builtin, or from a star import).
    [[nodiscard]] ModuleBindings all(std::string_view name) const;
    // The only binding of `name`; null where there is none or more than one, so that its meaning depends on the moment.
    [[nodiscard]] const ModuleBinding* only(std::string_view name) const;
    // What changes the entries of a dictionary or list in the name, in source order; of functions also where they mean a name of their own.
    [[nodiscard]] std::vector<ModuleChange> changes(std::string_view name) const;
    // Where a statement begins that binds a name; nothing of any other. Noted is its order among those that bind kRowFactories.
    [[nodiscard]] std::optional<std::uint32_t> offset_of(const StatementFacts& statement) const;
    // That an answer depends on which bindings of the name stand before a statement, which is perhaps not the one that asks.
    void note_order(const StatementFacts& statement, std::string_view name) const;
    // The module's own code as one flow (script.h); null where no name of it holds rows.
    [[nodiscard]] const Script* script() const;
    // "from x import *": where names that are not bound otherwise may come from.
    [[nodiscard]] const std::vector<const Import*>& star_imports() const;

    // From start to take, every name asked for is noted once, with or without a binding. What was made with the help of
    // names that still mean the same, in a later ModuleNames of the edited file, needs not be made again. Statements are the same
    // where they are the same object, or say the same.
    // `asking`: where the statement that asks begins, since code at module level sees what stands before it; 0 for another module's.
    void start_recording() const;
    [[nodiscard]] ConsultedNames take_recorded(std::uint32_t asking = 0) const;
    [[nodiscard]] bool still_mean_the_same(const ConsultedNames& consulted, std::uint32_t asking = 0) const;

private:
    void add_bindings(const PlacedStatement& placed);
    void index();
    [[nodiscard]] ModuleBindings find(std::string_view name) const;
    [[nodiscard]] ConsultedName binders_of(std::string name, std::uint32_t asking) const;
    void note(std::string_view name) const;
    void note_order(std::string_view name, std::string_view among) const;

    struct Slot {
        std::uint32_t first = 0;  // index of a name's first binding
        std::uint32_t count = 0;  // of its bindings; 0: the slot is free
    };

    std::vector<ModuleBinding> bindings_;  // those of one name side by side, in source order
    std::vector<Slot> slots_;              // open hash
    std::vector<ModuleChange> changes_;    // in source order
    std::vector<const Import*> star_imports_;
    std::vector<std::shared_ptr<const StatementFacts>> star_statements_;
    std::shared_ptr<const Script> script_;
    mutable bool recording_ = false;
    mutable std::vector<std::string> recorded_;
};

}  // namespace rowtype::facts
