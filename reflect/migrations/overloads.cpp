#include "reflect/migrations/overloads.h"

#include <algorithm>
#include <functional>

#include "reflect/migrations/polymorphic.h"

namespace rowtype::migrations {

using catalog::Type;

namespace {

// A candidate with one declared type for each argument of the call.
struct Candidate {
    const Signature* signature;
    std::vector<Type> types;
};

using Candidates = std::vector<Candidate>;

void keep_if(Candidates& candidates, const std::function<bool(const Candidate&)>& predicate) {
    std::erase_if(candidates, [&](const Candidate& candidate) { return !predicate(candidate); });
}

// func_get_detail: defaults may be left out, the last argument of a variadic function is repeated.
std::optional<Candidate> fit(const Signature& signature, std::size_t count, bool spread) {
    Candidate candidate{&signature, signature.arguments};
    std::vector<Type>& types = candidate.types;
    if (signature.is_variadic && !spread) {
        if (count + 1 < types.size()) return std::nullopt;
        Type last = types.empty() ? Type{} : types.back();
        const bool any = last.is_builtin("any");
        if (!any && count + 1 == types.size()) return std::nullopt;  // at least one element
        if (!any && last.is_array()) last.array_dimensions = 0;
        if (last.is_builtin("anyarray")) last.name.name = "anyelement";
        if (last.is_builtin("anycompatiblearray")) last.name.name = "anycompatible";
        types.pop_back();
        while (types.size() < count) types.push_back(last);
        return candidate;
    }
    if (count > types.size() || count + signature.defaults < types.size()) return std::nullopt;
    types.resize(count);
    return candidate;
}

class Selection {
public:
    Selection(const TypeRules& rules, const std::vector<Type>& arguments) : rules_(rules), arguments_(arguments) {
        for (const Type& argument : arguments_) bases_.push_back(rules_.base_of(argument));
    }

    // The one that is left, or null.
    const Candidate* select(Candidates& candidates) const;

private:
    [[nodiscard]] bool accepts(const Candidate& candidate) const;
    [[nodiscard]] bool is_exact(const Candidate& candidate, std::size_t index) const {
        return !is_open(bases_[index]) && is_same_type(candidate.types[index], bases_[index]);
    }
    void keep_best(Candidates& candidates, const std::function<bool(const Candidate&, std::size_t)>& scores) const;
    void keep_by_categories(Candidates& candidates) const;
    void keep_by_known_type(Candidates& candidates) const;

    const TypeRules& rules_;
    const std::vector<Type>& arguments_;
    std::vector<Type> bases_;
};

// func_match_argtypes and func_select_candidate.
const Candidate* Selection::select(Candidates& candidates) const {
    const auto left = [&]() -> const Candidate* { return candidates.size() == 1 ? &candidates.front() : nullptr; };
    const auto all_exact = [&](const Candidate& candidate) {
        for (std::size_t index = 0; index < arguments_.size(); ++index) {
            if (!is_same_type(candidate.types[index], arguments_[index])) return false;
        }
        return true;
    };
    if (const auto exact = std::ranges::find_if(candidates, all_exact); exact != candidates.end()) return &*exact;
    keep_if(candidates, [&](const Candidate& candidate) { return accepts(candidate); });
    if (candidates.size() <= 1) return left();
    keep_best(candidates, [&](const Candidate& candidate, std::size_t index) { return is_exact(candidate, index); });
    if (candidates.size() <= 1) return left();
    keep_best(candidates, [&](const Candidate& candidate, std::size_t index) {
        if (is_open(bases_[index])) return false;
        const Type& type = candidate.types[index];
        return is_exact(candidate, index) ||
               (rules_.category_of(bases_[index]) == rules_.category_of(type) && rules_.is_preferred(type));
    });
    if (candidates.size() <= 1) return left();
    if (std::ranges::none_of(bases_, is_open)) return nullptr;
    keep_by_categories(candidates);
    if (candidates.size() <= 1) return left();
    keep_by_known_type(candidates);
    return left();
}

bool Selection::accepts(const Candidate& candidate) const {
    for (std::size_t index = 0; index < arguments_.size(); ++index) {
        const Type& declared = candidate.types[index];
        if (is_polymorphic(declared) ? !fits_polymorphic(rules_, declared, arguments_[index])
                                     : !rules_.coerces(arguments_[index], declared)) {
            return false;
        }
    }
    return Bindings(rules_, candidate.types, arguments_).consistent();
}

void Selection::keep_best(Candidates& candidates, const std::function<bool(const Candidate&, std::size_t)>& scores) const {
    std::vector<std::size_t> counts;
    for (const Candidate& candidate : candidates) {
        std::size_t count = 0;
        for (std::size_t index = 0; index < arguments_.size(); ++index) count += scores(candidate, index) ? 1 : 0;
        counts.push_back(count);
    }
    const std::size_t best = std::ranges::max(counts);
    std::size_t at = 0;
    keep_if(candidates, [&](const Candidate&) { return counts[at++] == best; });
}

// Open arguments: the category that the candidates agree on, the string category where any takes it, and of it the preferred
// type where one takes that.
void Selection::keep_by_categories(Candidates& candidates) const {
    struct Slot {
        char category = 0;
        bool preferred = false;
    };
    std::vector<Slot> slots(arguments_.size());
    for (std::size_t index = 0; index < arguments_.size(); ++index) {
        if (!is_open(bases_[index])) continue;
        Slot& slot = slots[index];
        bool conflict = false;
        for (const Candidate& candidate : candidates) {
            const char category = rules_.category_of(candidate.types[index]);
            const bool preferred = rules_.is_preferred(candidate.types[index]);
            if (slot.category == 0 || (category == 'S' && slot.category != 'S')) {
                slot = {category, preferred};
            } else if (category == slot.category) {
                slot.preferred = slot.preferred || preferred;
            } else if (slot.category != 'S') {
                conflict = true;
            }
        }
        if (conflict && slot.category != 'S') return;
    }
    Candidates kept = candidates;
    keep_if(kept, [&](const Candidate& candidate) {
        for (std::size_t index = 0; index < slots.size(); ++index) {
            if (slots[index].category == 0) continue;
            if (rules_.category_of(candidate.types[index]) != slots[index].category) return false;
            if (slots[index].preferred && !rules_.is_preferred(candidate.types[index])) return false;
        }
        return true;
    });
    if (!kept.empty()) candidates = std::move(kept);
}

// The last resort: open arguments are of the one type that all others have.
void Selection::keep_by_known_type(Candidates& candidates) const {
    Type known;
    for (const Type& base : bases_) {
        if (is_open(base)) continue;
        if (known.is_known() && !is_same_type(known, base)) return;
        known = base;
    }
    if (!known.is_known()) return;
    const std::vector<Type> assumed(arguments_.size(), known);
    Candidates kept = candidates;
    keep_if(kept, [&](const Candidate& candidate) { return Selection(rules_, assumed).accepts(candidate); });
    if (kept.size() == 1) candidates = std::move(kept);
}

Resolved resolved_as(const TypeRules& rules, const Candidate& candidate, const std::vector<Type>& arguments) {
    Resolved resolved;
    resolved.signature = candidate.signature;
    const Bindings bindings(rules, candidate.types, arguments);
    resolved.result = bindings.type_of(candidate.signature->result);
    if (!candidate.types.empty()) {
        const Type& left = candidate.types.front();
        resolved.left = is_polymorphic(left) ? bindings.type_of(left) : left;
        if (is_same_type(resolved.left, arguments.front())) resolved.left = arguments.front();
    }
    return resolved;
}

// Some argument is not known: the result is, where all candidates that could be meant give the same.
std::optional<Resolved> agreed_result(const TypeRules& rules, const Candidates& candidates, const std::vector<Type>& arguments) {
    const Signature* found = nullptr;
    for (const Candidate& candidate : candidates) {
        bool possible = true;
        for (std::size_t index = 0; index < arguments.size() && possible; ++index) {
            const Type& declared = candidate.types[index];
            const bool is_known = arguments[index].is_known() && !rules.is_opaque(arguments[index]);
            possible = !is_known || (is_polymorphic(declared) ? fits_polymorphic(rules, declared, arguments[index])
                                                              : rules.coerces(arguments[index], declared));
        }
        if (!possible) continue;
        if (is_polymorphic(candidate.signature->result)) return std::nullopt;
        if (found != nullptr && candidate.signature->result != found->result) return std::nullopt;
        found = candidate.signature;
    }
    if (found == nullptr) return std::nullopt;
    return Resolved{nullptr, found->result, {}};
}

std::optional<Resolved> resolve(const TypeRules& rules, const std::vector<Signature>& signatures,
                                const std::vector<Type>& arguments, bool spread) {
    Candidates candidates;
    for (const Signature& signature : signatures) {
        if (std::optional<Candidate> candidate = fit(signature, arguments.size(), spread)) {
            candidates.push_back(*std::move(candidate));
        }
    }
    // An extension may have overloads for its own types.
    const bool opaque =
        std::ranges::any_of(arguments, [&](const Type& type) { return type.is_known() && rules.is_opaque(type); });
    const bool accepts_any = candidates.size() == 1 && std::ranges::all_of(candidates.front().types, [](const Type& type) {
                                 return type.is_builtin("any") || is_polymorphic(type);
                             });
    if (opaque && !accepts_any) return std::nullopt;
    const bool unknown = std::ranges::any_of(arguments, [](const Type& type) { return !type.is_known(); });
    if (unknown) return agreed_result(rules, candidates, arguments);
    const Candidate* selected = Selection(rules, arguments).select(candidates);
    if (selected == nullptr) return std::nullopt;
    return resolved_as(rules, *selected, arguments);
}

}  // namespace

std::optional<Resolved> resolve_call(const TypeRules& rules, const std::vector<Signature>& candidates,
                                     const std::vector<Type>& arguments, bool spread) {
    return resolve(rules, candidates, arguments, spread);
}

std::optional<Resolved> resolve_operator(const TypeRules& rules, const std::vector<Signature>& candidates,
                                         const std::vector<Type>& arguments) {
    // binary_oper_exact: a lone literal is taken to have the other side's type where there is such an operator.
    if (arguments.size() == 2 && is_open(arguments[0]) != is_open(arguments[1])) {
        const Type& known = is_open(arguments[0]) ? arguments[1] : arguments[0];
        for (const Type& tried : {value_type(known), rules.base_of(known)}) {
            const auto exact = std::ranges::find_if(candidates, [&](const Signature& signature) {
                return signature.arguments.size() == 2 && is_same_type(signature.arguments[0], tried) &&
                       is_same_type(signature.arguments[1], tried);
            });
            if (exact != candidates.end()) return Resolved{&*exact, exact->result, tried};
        }
    }
    return resolve(rules, candidates, arguments, false);
}

}  // namespace rowtype::migrations
