#include "analysis/binding/built_texts.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/object_class.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/facts/list_changes.h"
#include "analysis/facts/reach.h"

namespace rowtype::binding {

namespace {

using facts::Assignment;
using facts::Value;
using facts::ValueKind;

constexpr std::size_t kMaximumFollowed = 48;
constexpr std::ptrdiff_t kMaximumCalls = 3;  // of functions that give what others put together

bool is_of_list(const Assignment& assignment) { return assignment.target.ends_with(facts::kOfList); }

bool changes(const Assignment& assignment, std::string_view name) {
    const std::string_view target = assignment.target;
    if (!assignment.value || !target.starts_with(name)) return false;
    return target.size() == name.size() || target.substr(name.size()) == facts::kOfList;
}

// Whether what it assigns holds what the name held before.
bool extends(const Assignment& assignment, std::string_view name) {
    return assignment.augmented || mentions(*assignment.value, name);
}

// What a use at `position` may see, in the order of the text: none before the last one that it sees whatever the branches.
struct Reaching {
    std::vector<const Assignment*> assignments;
    bool is_certain = false;  // one of them has run
};

Reaching reaching_at(const std::vector<const Assignment*>& own, const facts::Scope& scope, std::uint32_t position) {
    Reaching found;
    const Assignment* last_certain = nullptr;
    for (const Assignment* assignment : own) {
        if (assignment->span.end > position) continue;
        if (assignment->block.contains(position)) {
            found.assignments.clear();
            last_certain = assignment;
        }
        if (facts::may_reach(scope, assignment->span.begin, position)) found.assignments.push_back(assignment);
    }
    found.is_certain = last_certain != nullptr;
    const std::size_t before = found.assignments.size();
    for (const Assignment* assignment : own) {
        const auto end = found.assignments.begin() + static_cast<std::ptrdiff_t>(before);
        if (std::find(found.assignments.begin(), end, assignment) != end) continue;
        // By an earlier turn of a loop in which nothing that always runs takes its place.
        const bool is_carried = std::ranges::any_of(scope.loops, [&](const Span& loop) {
            return loop.contains(position) && loop.contains(assignment->span.begin) &&
                   (last_certain == nullptr || !loop.contains(last_certain->span.begin));
        });
        if (is_carried) found.assignments.push_back(assignment);
    }
    return found;
}

// Whether `later` is made of `earlier` and more, where both have run.
bool goes_on_from(const Assignment& later, const Assignment& earlier, const std::vector<const Assignment*>& all,
                  const facts::Scope& scope, std::string_view name) {
    if (!extends(later, name) || earlier.span.begin >= later.span.begin) return false;
    if (!facts::may_reach(scope, earlier.span.begin, later.span.begin)) return false;
    return std::ranges::none_of(all, [&](const Assignment* between) {
        return between->span.begin > earlier.span.begin && between->span.begin < later.span.begin && !extends(*between, name) &&
               between->block.contains(later.span.begin);
    });
}

bool is_bound_otherwise(const facts::StatementFacts& facts, std::uint32_t scope, std::string_view name) {
    if (std::ranges::find(facts.scopes[scope].opaque_names, name) != facts.scopes[scope].opaque_names.end()) return true;
    const auto imports = [&](const facts::Import& import) { return import.scope == scope && import.bound == name; };
    const auto defines = [&](const facts::Class& definition) { return definition.scope == scope && definition.name == name; };
    return std::ranges::any_of(facts.imports, imports) || std::ranges::any_of(facts.classes, defines);
}

bool is_parameter(const facts::StatementFacts& facts, std::uint32_t scope, std::string_view name) {
    return std::ranges::any_of(
        facts.parameters, [&](const facts::Parameter& parameter) { return parameter.scope == scope && parameter.name == name; });
}

}  // namespace

bool mentions(const Value& value, std::string_view name) {
    return value.is_name(name) || std::ranges::any_of(value.items, [&](const Value& item) { return mentions(item, name); }) ||
           std::ranges::any_of(value.arguments, [&](const facts::Argument& argument) { return mentions(argument.value, name); });
}

ValueResolver BuiltTexts::resolver(std::uint32_t scope, Followed followed) {
    return [this, scope, followed = std::move(followed)](const Value& reference) { return resolve(reference, scope, followed); };
}

ResolvedValue BuiltTexts::resolve(const Value& reference, std::uint32_t scope, const Followed& followed) {
    if (reference.is(ValueKind::Call)) return result_of(reference, scope, followed);
    const facts::StatementFacts& facts = statement_.facts;
    const auto elsewhere = [&] { return resolve_value(reference, scope, statement_, context_); };
    if (!reference.is(ValueKind::Name) || facts.scopes[scope].kind != facts::ScopeKind::Function) return elsewhere();
    const std::string_view name = reference.text;
    std::vector<const Assignment*> own;
    bool is_assigned = false;
    for (const Assignment& assignment : facts.assignments) {
        if (assignment.scope != scope || !changes(assignment, name)) continue;
        own.push_back(&assignment);
        is_assigned = is_assigned || !is_of_list(assignment);
    }
    if (!is_assigned || is_bound_otherwise(facts, scope, name)) return elsewhere();
    if (followed.size() > kMaximumFollowed) return {};
    const bool is_passed = is_parameter(facts, scope, name);
    Reaching reaching = reaching_at(own, facts.scopes[scope], reference.span.begin);
    if (own.size() == 1 && !is_passed && !own.front()->augmented) reaching = {own, true};
    std::erase_if(reaching.assignments,
                  [&](const Assignment* assignment) { return std::ranges::find(followed, assignment) != followed.end(); });
    ResolvedValue result = put_together(name, reaching.assignments, scope, followed);
    if (is_passed && !reaching.is_certain) {
        if (result.value != nullptr) result.alternatives.push_back({result.value, false, std::move(result.within)});
        result.value = nullptr;
        result.may_be_other = true;
    }
    return result;
}

// The texts that a function of the project gives, where it gives nothing else; of one in the same statement also what it puts together.
ResolvedValue BuiltTexts::result_of(const Value& call, std::uint32_t scope, const Followed& followed) {
    ResolvedValue result;
    if (call.items.empty() || std::ranges::count(followed, nullptr) >= kMaximumCalls) return result;
    if (!modules_) modules_.emplace(context_);
    const FoundFunction found = function_at(call.items.front(), {&statement_.facts, scope, &modules_->analysed_file()});
    constexpr std::size_t kManyResults = 8;  // facts keep no more
    if (found.function == nullptr || found.function->results.size() >= kManyResults) return result;
    const bool is_here = found.statement == &statement_.facts;
    const auto is_text = [](const Value& value) { return value.is(ValueKind::String); };
    if (is_here && found.function->results.size() == 1 && found.function->body_scope != 0) {
        Followed within = followed;
        within.push_back(nullptr);
        result.value = &found.function->results.front();
        result.within = resolver(found.function->body_scope, std::move(within));
        return result;
    }
    if (!std::ranges::all_of(found.function->results, is_text)) return result;
    for (const Value& text : found.function->results) {
        result.alternatives.push_back({&text, !is_here, {}, false});
    }
    if (result.alternatives.size() != 1) return result;
    result.value = result.alternatives.front().value;
    result.foreign = result.alternatives.front().foreign;
    result.alternatives.clear();
    return result;
}

ResolvedValue BuiltTexts::put_together(std::string_view name, const std::vector<const Assignment*>& reaching, std::uint32_t scope,
                                       const Followed& followed) {
    const facts::StatementFacts& facts = statement_.facts;
    ResolvedValue result;
    result.is_settled = is_settled(name, scope);
    for (auto each = reaching.rbegin(); each != reaching.rend(); ++each) {
        const Assignment& assignment = **each;
        if (assignment.value->is(ValueKind::None) && reaching.size() > 1) continue;
        ResolvedValue::Alternative one;
        one.value = value_of(assignment, name);
        Followed within = followed;
        within.push_back(&assignment);
        one.within = resolver(scope, std::move(within));
        one.is_part_of_another = std::ranges::any_of(reaching, [&](const Assignment* later) {
            return goes_on_from(*later, assignment, reaching, facts.scopes[scope], name);
        });
        result.alternatives.push_back(std::move(one));
    }
    if (result.alternatives.size() != 1) return result;
    result.value = result.alternatives.front().value;
    result.within = std::move(result.alternatives.front().within);
    result.alternatives.clear();
    return result;
}

// What "name += value" makes of what the name held there.
const Value* BuiltTexts::value_of(const Assignment& assignment, std::string_view name) {
    if (!assignment.augmented) return &*assignment.value;
    const Value*& value = extended_[&assignment];
    if (value != nullptr) return value;
    Value before;
    before.kind = ValueKind::Name;
    before.text = name;
    before.span = {assignment.span.begin, assignment.span.begin};
    Value sum;
    sum.kind = ValueKind::Add;
    sum.span = assignment.value->span;
    sum.items.push_back(std::move(before));
    sum.items.push_back(*assignment.value);
    return value = &made_.emplace_back(std::move(sum));
}

// Whether all that happens to the list in the name is known.
bool BuiltTexts::is_settled(std::string_view name, std::uint32_t scope) const {
    const facts::StatementFacts& facts = statement_.facts;
    const auto is_read = [&](const facts::ItemChange& change) {
        return std::ranges::any_of(facts.assignments,
                                   [&](const Assignment& other) { return is_of_list(other) && other.span == change.span; });
    };
    for (const facts::ItemChange& change : facts.item_changes) {
        if (change.target == name && !is_read(change)) return false;
    }
    return std::ranges::none_of(facts.assignments, [&](const Assignment& assignment) {
        if (!assignment.value) return false;
        const bool is_elsewhere = assignment.scope != scope && is_of_list(assignment) && changes(assignment, name);
        return is_elsewhere || assignment.value->is_name(name);
    });
}

}  // namespace rowtype::binding
