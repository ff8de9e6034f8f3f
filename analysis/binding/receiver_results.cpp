// What calls give: classes their instances, functions and methods what they say or return.
#include <algorithm>

#include "analysis/binding/client_names.h"
#include "analysis/binding/file_imports.h"
#include "analysis/binding/receiver_question.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

// Whether a scope around the place, below the module, binds the name.
bool is_local(std::string_view name, const Place& place) {
    const facts::StatementFacts& facts = *place.statement;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        const auto binds = [&](const auto& fact, const std::string& bound) { return fact.scope == scope && bound == name; };
        if (std::ranges::find(facts.scopes[scope].opaque_names, name) != facts.scopes[scope].opaque_names.end() ||
            std::ranges::any_of(facts.parameters, [&](const auto& fact) { return binds(fact, fact.name); }) ||
            std::ranges::any_of(facts.assignments, [&](const auto& fact) { return binds(fact, fact.target); }) ||
            std::ranges::any_of(facts.imports, [&](const auto& fact) { return binds(fact, fact.bound); })) {
            return true;
        }
    }
    return false;
}

}  // namespace

ReceiverQuestion::Answer ReceiverQuestion::of_call(const Value& call, const Place& place) const {
    if (call.items.empty()) return Receiver::Open;
    const Value& callee = call.items.front();
    const bool is_of_redis = library_ == Library::Redis;
    if (!is_of_redis && callee.is(ValueKind::Attribute) && callee.text == "schema") return Receiver::Client;
    const std::string dotted = callee.dotted();
    if (!is_of_redis && names_foreign_database(dotted)) return Receiver::OtherLibrary;
    // A class's instance is the class's.
    if (const Definition made = class_at(callee, place); made.class_definition != nullptr) return deeper().of_class(made, false);
    const Answer result = of_result_of(callee, place);
    if (result && *result != Receiver::Open) return result;
    const Receiver of_callee = deeper().of_value(callee, place);
    if (is_of_redis || of_callee == Receiver::OtherLibrary) return of_callee;
    return makes_client(dotted) ? Receiver::Client : Receiver::Open;
}

// What the function or method gives, where it is one of the project's. No answer where it is not, or where nothing tells.
ReceiverQuestion::Answer ReceiverQuestion::of_result_of(const Value& callee, const Place& place) const {
    if (depth_ > kMaximumReceiverSteps) return std::nullopt;
    if (callee.is(ValueKind::Attribute)) {
        const Value& object = callee.items.front();
        const bool is_self = object.is_name("self") || object.is_name("cls");
        const Definition owner = is_self ? enclosing_class(place) : class_of_object(object, place);
        if (owner.class_definition != nullptr) return deeper().of_method(owner, callee.text);
    }
    const std::string dotted = callee.dotted();
    const std::string_view head = std::string_view(dotted).substr(0, dotted.find('.'));
    if (dotted.empty() || is_local(head, place)) return std::nullopt;
    const Definition found = place.module->resolve(dotted);
    if (found.kind != Definition::Kind::Function) return std::nullopt;
    return deeper().of_result(*found.function, *found.statement, *found.module);
}

ReceiverQuestion::Answer ReceiverQuestion::of_method(const Definition& owner, std::string_view name) const {
    if (depth_ > kMaximumReceiverSteps) return std::nullopt;
    for (const facts::Function& function : owner.statement->functions) {
        if (function.scope != owner.class_definition->body_scope || function.name != name) continue;
        return of_result(function, *owner.statement, *owner.module);
    }
    for (const Value& base : owner.class_definition->bases) {
        const Definition found = owner.module->resolve(types::base_name(base));
        if (found.kind != Definition::Kind::Class) continue;
        if (const Answer answer = deeper().of_method(found, name)) return answer;
    }
    return std::nullopt;
}

// By the annotation; without one by what it returns, where all of that is known.
ReceiverQuestion::Answer ReceiverQuestion::of_result(const facts::Function& function, const facts::StatementFacts& statement,
                                                     const types::ModuleScope& module) const {
    if (function.returns) return deeper().of_annotation(*function.returns, {&statement, function.scope, &module});
    Answer result;
    for (const Value& value : function.results) {
        result = either(result, deeper().answer(value, {&statement, function.body_scope, &module}));
    }
    // What is not certain about a result says no more than that there is one.
    return result == Receiver::Open ? std::nullopt : result;
}

// "client=Depends(get_client)" says as much as an annotation. A parameter that is called like a function of the module gets what that
// gives, as pytest hands fixtures to tests.
ReceiverQuestion::Answer ReceiverQuestion::of_parameter(const facts::Parameter& parameter, const Place& place) const {
    if (parameter.annotation) return deeper().of_annotation(*parameter.annotation, place).value_or(Receiver::Open);
    if (parameter.default_value && parameter.default_value->is(ValueKind::Call)) {
        const Value& call = *parameter.default_value;
        const Value* provider = call.items.empty() ? nullptr : call.positional(0);
        const std::string callee = call.items.empty() ? std::string() : call.items.front().dotted();
        const bool is_injected = callee == "Depends" || callee.ends_with(".Depends");
        const Place outside{place.statement, place.statement->scopes[place.scope].parent, place.module};
        if (is_injected && provider != nullptr) return of_result_of(*provider, outside).value_or(Receiver::Open);
    }
    if (parameter.default_value) return Receiver::Open;
    const Definition fixture = place.module->resolve(parameter.name);
    if (fixture.kind != Definition::Kind::Function) return Receiver::Open;
    return deeper().of_result(*fixture.function, *fixture.statement, *fixture.module).value_or(Receiver::Open);
}

}  // namespace rowtype::binding
