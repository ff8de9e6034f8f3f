#include "analysis/binding/built_texts.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/given_argument.h"
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

// What may stand for a text, or for a part of one.
bool may_be_text(const Value& value) {
    switch (value.kind) {
        case ValueKind::String:
        case ValueKind::Format:
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Add:
        case ValueKind::Modulo:
        case ValueKind::Call:
        case ValueKind::Conditional: return true;
        default: return false;
    }
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
    if (reference.is(ValueKind::Attribute)) {
        ResolvedValue found = elsewhere();
        const bool is_told = found.value != nullptr || !found.alternatives.empty();
        return is_told ? found : property_of(reference, scope, followed);
    }
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
        if (result.value != nullptr)
            result.alternatives.push_back({result.value, false, std::move(result.within), false, result.origin});
        result.value = nullptr;
        result.may_be_other = true;
    }
    return result;
}

// What a function of the project gives, where all of it may be texts: with the arguments of the call, and put together by statements.
ResolvedValue BuiltTexts::result_of(const Value& call, std::uint32_t scope, const Followed& followed) {
    if (call.items.empty() || std::ranges::count(followed, nullptr) >= kMaximumCalls) return {};
    return texts_of(function_at(call.items.front(), place_in(scope)), &call, scope, followed);
}

ResolvedValue BuiltTexts::property_of(const Value& attribute, std::uint32_t scope, const Followed& followed) {
    if (std::ranges::count(followed, nullptr) >= kMaximumCalls) return {};
    const types::Definition owner = object_class(attribute.items.front(), place_in(scope));
    if (owner.class_definition == nullptr) return {};
    return texts_of(method_of(owner, attribute.text, true), nullptr, scope, followed);
}

Place BuiltTexts::place_in(std::uint32_t scope) {
    if (!modules_) modules_.emplace(context_);
    return {&statement_.facts, scope, &modules_->analysed_file()};
}

ResolvedValue BuiltTexts::texts_of(const FoundFunction& found, const Value* call, std::uint32_t scope, const Followed& followed) {
    ResolvedValue result;
    constexpr std::size_t kManyResults = 8;  // facts keep no more
    if (found.function == nullptr || found.function->results.size() >= kManyResults) return result;
    if (!std::ranges::all_of(found.function->results, may_be_text)) return result;
    const bool is_here = found.statement == &statement_.facts;
    TextOrigin origin;
    if (const auto* module = dynamic_cast<const ModelModule*>(found.module)) {
        origin = {&module->names(), offset_of(*found.statement, *module, context_), false};
    }
    for (const Value& text : found.function->results) {
        ValueResolver within;
        if (!text.is(ValueKind::String)) within = inside(found, call, scope, followed);
        if (!text.is(ValueKind::String) && !within) return {};
        result.alternatives.push_back({&text, !is_here, std::move(within), false, origin});
    }
    if (result.alternatives.size() != 1) return result;
    result.value = result.alternatives.front().value;
    result.foreign = !is_here;
    result.origin = origin;
    result.within = std::move(result.alternatives.front().within);
    result.alternatives.clear();
    return result;
}

// For expressions in the function's body; null where its module is not known.
ValueResolver BuiltTexts::inside(const FoundFunction& function, const Value* call, std::uint32_t scope,
                                 const Followed& followed) {
    BuiltTexts* const home = home_of(function);
    if (home == nullptr || function.function->body_scope == 0) return {};
    Followed within = followed;
    within.push_back(nullptr);
    return [this, function, call, body = home->resolver(function.function->body_scope, std::move(within)),
            caller = resolver(scope, followed)](const Value& reference) {
        const facts::Parameter* parameter = parameter_named(*function.function, *function.statement, reference);
        return parameter == nullptr || call == nullptr ? body(reference) : given(function, *parameter, *call, caller);
    };
}

// Names that stand in the argument mean what they mean to the caller.
ResolvedValue BuiltTexts::given(const FoundFunction& function, const facts::Parameter& parameter, const Value& call,
                                const ValueResolver& caller) const {
    ResolvedValue result;
    if (const Value* argument = given_argument(*function.function, *function.statement, parameter, call)) {
        result.value = argument;
        result.within = caller;
        result.origin = {&context_.names, statement_.offset, false};
        result.is_home = is_asking_;
        return result;
    }
    const bool is_default = parameter.default_value && parameter.default_value->is(ValueKind::String) && !may_give_more(call);
    if (is_default) result.value = &*parameter.default_value;
    return result;
}

BuiltTexts* BuiltTexts::home_of(const FoundFunction& function) {
    if (function.statement == &statement_.facts) return this;
    const auto* module = dynamic_cast<const ModelModule*>(function.module);
    if (!contexts_) contexts_.emplace(context_);
    const Context* context = module == nullptr ? nullptr : contexts_->context_of(*module);
    if (context == nullptr) return nullptr;
    std::unique_ptr<BuiltTexts>& texts = others_[function.statement];
    if (texts == nullptr) {
        const StatementView view{*function.statement, offset_of(*function.statement, *module, context_)};
        texts = std::make_unique<BuiltTexts>(view, *context, false);
    }
    return texts.get();
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
        one.origin = {&context_.names, statement_.offset, false};
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
    result.origin = result.alternatives.front().origin;
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
