#include "analysis/facts/names.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace rowtype::facts {

namespace {

// What the names are noted under that a star import may bring; no name is spelt like that.
constexpr std::string_view kStar = "*";

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

ModuleNames::ModuleNames(const FileFacts& file) {
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
        if (assignment.scope != 0 || !assignment.value) continue;  // a bare annotation binds nothing
        bindings_.push_back({assignment.target, &placed, &assignment, nullptr, nullptr, nullptr});
    }
    for (const Class& definition : facts.classes) {
        if (definition.scope == 0) bindings_.push_back({definition.name, &placed, nullptr, &definition, nullptr, nullptr});
    }
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
    slots_.assign(capacity, 0);
    std::vector<std::uint32_t> first_of(bindings_.size());  // by binding: the first one of its name
    std::vector<std::uint32_t> count(bindings_.size(), 0);
    bool any_repeated = false;
    for (std::uint32_t index = 0; index < bindings_.size(); ++index) {
        std::size_t slot = hash_of(bindings_[index].name) & mask;
        while (slots_[slot] != 0 && bindings_[slots_[slot] - 1].name != bindings_[index].name) slot = (slot + 1) & mask;
        if (slots_[slot] == 0) slots_[slot] = index + 1;
        first_of[index] = slots_[slot] - 1;
        any_repeated = any_repeated || count[first_of[index]] > 0;
        ++count[first_of[index]];
    }
    if (!any_repeated) return;

    // Place each name's bindings one after the other, at the place that the first one has earned.
    std::vector<std::uint32_t> start(bindings_.size(), 0);
    std::uint32_t next = 0;
    for (std::uint32_t index = 0; index < bindings_.size(); ++index) {
        if (first_of[index] != index) continue;
        start[index] = next;
        next += count[index];
    }
    for (std::uint32_t& slot : slots_) {
        if (slot != 0) slot = start[slot - 1] + 1;
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

const std::vector<const Import*>& ModuleNames::star_imports() const {
    note(kStar);
    return star_imports_;
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

ConsultedNames ModuleNames::take_recorded() const {
    recording_ = false;
    ConsultedNames consulted;
    consulted.reserve(recorded_.size());
    for (std::string& name : recorded_) {
        std::vector<std::shared_ptr<const StatementFacts>> bound_by = binders_of(name);
        consulted.push_back({std::move(name), std::move(bound_by)});
    }
    recorded_.clear();
    return consulted;
}

// Asked for every statement at every keystroke: it allocates nothing.
bool ModuleNames::still_mean_the_same(const ConsultedNames& consulted) const {
    using Facts = std::shared_ptr<const StatementFacts>;
    const auto is_same = [](const Facts& now, const Facts& before) { return now == before || *now == *before; };
    const auto is_bound_so = [&](const ModuleBinding& now, const Facts& before) { return is_same(now.placed->facts, before); };
    return std::ranges::all_of(consulted, [&](const ConsultedName& entry) {
        const std::vector<Facts>& before = entry.bound_by;
        if (entry.name == kStar) {
            return std::equal(star_statements_.begin(), star_statements_.end(), before.begin(), before.end(), is_same);
        }
        const ModuleBindings now = find(entry.name);
        return std::equal(now.begin(), now.end(), before.begin(), before.end(), is_bound_so);
    });
}

std::vector<std::shared_ptr<const StatementFacts>> ModuleNames::binders_of(std::string_view name) const {
    if (name == kStar) return star_statements_;
    std::vector<std::shared_ptr<const StatementFacts>> statements;
    for (const ModuleBinding& binding : find(name)) statements.push_back(binding.placed->facts);
    return statements;
}

ModuleBindings ModuleNames::find(std::string_view name) const {
    if (slots_.empty()) return {};
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash_of(name) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
        const ModuleBinding* first = bindings_.data() + slots_[slot] - 1;
        if (first->name != name) continue;
        const ModuleBinding* last = first;
        while (last != bindings_.data() + bindings_.size() && last->name == name) ++last;
        return {first, last};
    }
    return {};
}

}  // namespace rowtype::facts
