#include "analysis/facts/names.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "analysis/facts/deriving.h"
#include "analysis/facts/row_methods.h"
#include "analysis/facts/script.h"

namespace rowtype::facts {

namespace {

// What the names are noted under that a star import may bring; no name is spelt like that.
constexpr std::string_view kStar = "*";
// What the module's own flow is noted under.
constexpr std::string_view kScript = "^";
// Before the name whose entries' changes were asked for.
constexpr char kChanges = '~';
// Before two names whose bindings' order was asked for, with kAmong between them.
constexpr char kOrder = '<';
constexpr char kAmong = '\n';

// The function of the module that binds an opaque name; null where it is bound in some other way, or by several.
const Function* function_named(const StatementFacts& facts, std::string_view name) {
    const Function* found = nullptr;
    for (const Function& function : facts.functions) {
        if (function.scope != 0 || function.name != name) continue;
        if (found != nullptr) return nullptr;
        found = &function;
    }
    return found;
}

std::size_t hash_of(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

bool is_row_factory(std::string_view target) { return target.ends_with(".row_factory") || target.ends_with(".cursor_factory"); }

ModuleNames::ModuleNames(const FileFacts& file) : script_(file.script) {
    bindings_.reserve(file.statements.size() * 2);
    for (const PlacedStatement& placed : file.statements) add_bindings(placed);
    index();
}

void ModuleNames::add_bindings(const PlacedStatement& placed) {
    const StatementFacts& facts = *placed.facts;
    for (const Import& import : facts.imports) {
        if (import.scope != 0) continue;
        if (import.bound.empty()) {
            star_imports_.push_back(&import);
            star_statements_.push_back(placed.facts);
        } else {
            bindings_.push_back({import.bound, &placed, nullptr, nullptr, &import, nullptr});
        }
    }
    for (const Assignment& assignment : facts.assignments) {
        // A bare annotation binds nothing. What a function gives a connection, whose rows others read, counts for all of the module.
        if ((assignment.scope != 0 && !is_row_factory(assignment.target)) || !assignment.value) continue;
        bindings_.push_back({assignment.target, &placed, &assignment, nullptr, nullptr, nullptr});
        if (is_row_factory(assignment.target))
            bindings_.push_back({kRowFactories, &placed, &assignment, nullptr, nullptr, nullptr});
    }
    for (const Class& definition : facts.classes) {
        if (definition.scope == 0) bindings_.push_back({definition.name, &placed, nullptr, &definition, nullptr, nullptr});
    }
    if (!named_tables(facts).empty()) bindings_.push_back({kNamingTables, &placed, nullptr, nullptr, nullptr, nullptr});
    if (may_derive(facts)) bindings_.push_back({kDeriving, &placed, nullptr, nullptr, nullptr, nullptr});
    for (const ItemChange& change : facts.item_changes) changes_.push_back({&placed, &change});
    if (facts.scopes.empty()) return;
    for (const std::string& name : facts.scopes[0].opaque_names) {
        bindings_.push_back({name, &placed, nullptr, nullptr, nullptr, function_named(facts, name)});
    }
}

// Brings the bindings of each name together and makes the names findable.
void ModuleNames::index() {
    std::size_t capacity = 16;
    while (capacity < bindings_.size() * 2) capacity *= 2;
    const std::size_t mask = capacity - 1;
    slots_.assign(capacity, {});
    std::vector<std::uint32_t> first_of(bindings_.size());  // by binding: the first one of its name
    bool any_repeated = false;
    for (std::uint32_t index = 0; index < bindings_.size(); ++index) {
        std::size_t at = hash_of(bindings_[index].name) & mask;
        while (slots_[at].count != 0 && bindings_[slots_[at].first].name != bindings_[index].name) at = (at + 1) & mask;
        Slot& slot = slots_[at];
        if (slot.count == 0) slot.first = index;
        first_of[index] = slot.first;
        any_repeated = any_repeated || slot.count > 0;
        ++slot.count;
    }
    if (!any_repeated) return;

    // Place each name's bindings one after the other, at the place that the first one has earned.
    std::vector<std::uint32_t> count(bindings_.size(), 0);  // by the first one of its name
    for (const Slot& slot : slots_) {
        if (slot.count != 0) count[slot.first] = slot.count;
    }
    std::vector<std::uint32_t> start(bindings_.size(), 0);
    std::uint32_t next = 0;
    for (std::uint32_t index = 0; index < bindings_.size(); ++index) {
        start[index] = next;
        next += count[index];
    }
    for (Slot& slot : slots_) {
        if (slot.count != 0) slot.first = start[slot.first];
    }
    std::vector<ModuleBinding> grouped(bindings_.size());
    for (std::uint32_t index = 0; index < bindings_.size(); ++index) {
        grouped[start[first_of[index]]++] = bindings_[index];
    }
    bindings_ = std::move(grouped);
}

ModuleBindings ModuleNames::all(std::string_view name) const {
    note(name);
    return find(name);
}

std::vector<ModuleChange> ModuleNames::changes(std::string_view name) const {
    note(kChanges + std::string(name));
    std::vector<ModuleChange> found;
    for (const ModuleChange& each : changes_) {
        if (each.change->target == name) found.push_back(each);
    }
    return found;
}

const std::vector<const Import*>& ModuleNames::star_imports() const {
    note(kStar);
    return star_imports_;
}

std::optional<std::uint32_t> ModuleNames::offset_of(const StatementFacts& statement) const {
    const auto found =
        std::ranges::find_if(bindings_, [&](const ModuleBinding& each) { return &each.statement() == &statement; });
    if (found == bindings_.end()) return std::nullopt;
    note_order(found->name, kRowFactories);
    return found->placed->offset;
}

// Of the statement it is enough to know where one of the names is bound that it binds; among bindings of one name the order is noted anyway.
void ModuleNames::note_order(const StatementFacts& statement, std::string_view name) const {
    if (!recording_) return;
    const Assignment* own = nullptr;
    for (const Assignment& each : statement.assignments) {
        if (each.scope != 0 || !each.value) continue;
        if (each.target == name) return;
        own = &each;
    }
    if (own != nullptr) note_order(own->target, name);
}

void ModuleNames::note_order(std::string_view name, std::string_view among) const {
    std::string order(1, kOrder);
    order.append(name).push_back(kAmong);
    note(order.append(among));
}

const Script* ModuleNames::script() const {
    note(kScript);
    return script_.get();
}

void ModuleNames::note(std::string_view name) const {
    if (recording_ && std::find(recorded_.begin(), recorded_.end(), name) == recorded_.end()) recorded_.emplace_back(name);
}

const ModuleBinding* ModuleNames::only(std::string_view name) const {
    const ModuleBindings found = all(name);
    return found.size() == 1 ? found.begin() : nullptr;
}

void ModuleNames::start_recording() const {
    recording_ = true;
    recorded_.clear();
}

ConsultedNames ModuleNames::take_recorded(std::uint32_t asking) const {
    recording_ = false;
    ConsultedNames consulted;
    consulted.reserve(recorded_.size());
    for (std::string& name : recorded_) consulted.push_back(binders_of(std::move(name), asking));
    recorded_.clear();
    return consulted;
}

namespace {

// The statements that change what the name holds, and those that bind it: which come first is a part of the answer.
template <class Visit>
void visit_changes(const std::vector<ModuleChange>& changes, const ModuleBindings& bindings, std::string_view name, Visit visit) {
    const ModuleBinding* binding = bindings.begin();
    for (const ModuleChange& each : changes) {
        if (each.change->target != name) continue;
        for (; binding != bindings.end() && binding->placed->offset <= each.placed->offset; ++binding) visit(*binding->placed);
        visit(*each.placed);
    }
    for (; binding != bindings.end(); ++binding) visit(*binding->placed);
}

// The statements that bind a name, and those that bind another, in source order.
template <class Visit>
void visit_order(const ModuleBindings& others, const ModuleBindings& bindings, Visit visit) {
    const ModuleBinding* binding = bindings.begin();
    for (const ModuleBinding& each : others) {
        for (; binding != bindings.end() && binding->placed->offset < each.placed->offset; ++binding) visit(*binding->placed);
        visit(*each.placed);
    }
    for (; binding != bindings.end(); ++binding) visit(*binding->placed);
}

// Takes the statements that bind a name now, one after the other, and compares them with those of before.
class Comparison {
public:
    Comparison(const ConsultedName& before, std::uint32_t asking) : before_(before), asking_(asking) {}

    [[nodiscard]] bool goes_on_with(const PlacedStatement& now) {
        if (known_ == before_.bound_by.size()) return false;
        const std::shared_ptr<const StatementFacts>& same = before_.bound_by[known_++];
        earlier_ += now.offset < asking_ ? 1 : 0;
        return now.facts == same || *now.facts == *same;
    }
    [[nodiscard]] bool is_whole() const { return known_ == before_.bound_by.size() && earlier_ == before_.earlier; }

private:
    const ConsultedName& before_;
    std::uint32_t asking_;
    std::size_t known_ = 0;
    std::size_t earlier_ = 0;
};

}  // namespace

// Asked for every statement at every keystroke: it allocates nothing.
bool ModuleNames::still_mean_the_same(const ConsultedNames& consulted, std::uint32_t asking) const {
    using Facts = std::shared_ptr<const StatementFacts>;
    const auto is_same = [](const Facts& now, const Facts& before) { return now == before || *now == *before; };
    return std::ranges::all_of(consulted, [&](const ConsultedName& entry) {
        const std::string_view name = entry.name;
        if (name == kStar) {
            return std::equal(star_statements_.begin(), star_statements_.end(), entry.bound_by.begin(), entry.bound_by.end(),
                              is_same);
        }
        if (name == kScript) {
            if (script_ == nullptr || entry.script == nullptr) return script_ == entry.script;
            return script_->count_before(asking) == entry.earlier && script_->means_the_same(entry.script);
        }
        Comparison comparison(entry, asking);
        if (name.starts_with(kChanges)) {
            bool is_alike = true;
            visit_changes(changes_, find(name.substr(1)), name.substr(1),
                          [&](const PlacedStatement& placed) { is_alike = is_alike && comparison.goes_on_with(placed); });
            return is_alike && comparison.is_whole();
        }
        if (name.starts_with(kOrder)) {
            bool is_alike = true;
            const std::size_t among = name.find(kAmong);
            visit_order(find(name.substr(among + 1)), find(name.substr(1, among - 1)),
                        [&](const PlacedStatement& placed) { is_alike = is_alike && comparison.goes_on_with(placed); });
            return is_alike && comparison.is_whole();
        }
        const ModuleBindings now = find(name);
        return std::all_of(now.begin(), now.end(),
                           [&](const ModuleBinding& binding) { return comparison.goes_on_with(*binding.placed); }) &&
               comparison.is_whole();
    });
}

ConsultedName ModuleNames::binders_of(std::string name, std::uint32_t asking) const {
    ConsultedName consulted;
    const auto add = [&](const PlacedStatement& placed) {
        consulted.bound_by.push_back(placed.facts);
        consulted.earlier += placed.offset < asking ? 1 : 0;
    };
    if (name == kStar) {
        consulted.bound_by = star_statements_;
    } else if (name == kScript) {
        consulted.script = script_;
        consulted.earlier = script_ == nullptr ? 0 : script_->count_before(asking);
    } else if (name.starts_with(kChanges)) {
        visit_changes(changes_, find(std::string_view(name).substr(1)), std::string_view(name).substr(1), add);
    } else if (name.starts_with(kOrder)) {
        const std::string_view order = name;
        const std::size_t among = order.find(kAmong);
        visit_order(find(order.substr(among + 1)), find(order.substr(1, among - 1)), add);
    } else {
        for (const ModuleBinding& binding : find(name)) add(*binding.placed);
    }
    consulted.name = std::move(name);
    return consulted;
}

ModuleBindings ModuleNames::find(std::string_view name) const {
    if (slots_.empty()) return {};
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash_of(name) & mask; slots_[at].count != 0; at = (at + 1) & mask) {
        const ModuleBinding* first = bindings_.data() + slots_[at].first;
        if (first->name == name) return {first, first + slots_[at].count};
    }
    return {};
}

}  // namespace rowtype::facts
