#include "analysis/binding/subclass_tables.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/direct_subclasses.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/other_module.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/class_values.h"
#include "analysis/facts/constants.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr std::size_t kMostSubclasses = 40;

// The function in the body of a class around a place; null where there is none.
const facts::Scope* method_around(std::uint32_t scope, const facts::Class& owner, const facts::StatementFacts& facts) {
    while (scope != 0 && facts.scopes[scope].parent != owner.body_scope) scope = facts.scopes[scope].parent;
    const bool is_method = scope != 0 && facts.scopes[scope].kind == facts::ScopeKind::Function;
    return is_method ? &facts.scopes[scope] : nullptr;
}

const facts::Function* own_method(const Definition& owner, std::string_view name) {
    const auto own = std::ranges::find_if(owner.statement->functions, [&](const facts::Function& function) {
        return function.scope == owner.class_definition->body_scope && function.name == name;
    });
    return own == owner.statement->functions.end() ? nullptr : &*own;
}

// Of "self._table().select(…)" the call or property that it begins with; null for other chains.
const Value* begin_of(const facts::Chain& chain) {
    const bool is_call = chain.receiver.is(ValueKind::Call) && !chain.receiver.items.empty();
    const Value& begin = is_call ? chain.receiver.items.front() : chain.receiver;
    return is_of_self(begin) ? &begin : nullptr;
}

// The chain that a method of the class gives.
const facts::Chain* given_by(const facts::Function* method, const Definition& owner) {
    if (method == nullptr || method->results.size() != 1) return nullptr;
    const auto found = std::ranges::find(owner.statement->chains, method->results.front().span, &facts::Chain::span);
    return found == owner.statement->chains.end() ? nullptr : &*found;
}

bool is_empty(const Value& value) {
    const bool is_text = value.is(ValueKind::String) && value.text.empty();
    return value.is(ValueKind::None) || is_text || (value.is(ValueKind::Unknown) && value.text == "...");
}

bool has_abstract_methods(const facts::Class& definition) {
    return std::ranges::any_of(definition.method_decorators,
                               [](const Value& decorator) { return decorator.dotted().ends_with("abstractmethod"); });
}

// A class of which Python makes no objects: what its constructor is handed comes from its subclasses.
bool is_abstract(const facts::Class& definition) {
    const auto is_abc = [](const Value& value) { return value.dotted() == "ABC" || value.dotted() == "abc.ABC"; };
    const bool has_meta = std::ranges::any_of(definition.keywords, [](const facts::Argument& keyword) {
        return keyword.keyword == "metaclass" && keyword.value.dotted().ends_with("ABCMeta");
    });
    return has_abstract_methods(definition) && (has_meta || std::ranges::any_of(definition.bases, is_abc));
}

bool is_parameter(const facts::Constant& constant) {
    return std::ranges::any_of(constant.statement->parameters, [&](const facts::Parameter& parameter) {
        return parameter.scope == constant.scope && constant.value->is_name(parameter.name);
    });
}

class Subclasses {
public:
    Subclasses(const Definition& base, std::vector<std::string> methods, const Context& context, ModelModules& modules)
        : base_(base), methods_(std::move(methods)), context_(context), modules_(modules) {}

    [[nodiscard]] std::vector<SubclassTable> tables(const std::string& attribute);

private:
    bool collect();
    bool collect_of(const Definition& base);
    [[nodiscard]] bool overrides(const Definition& derived) const;
    [[nodiscard]] bool is_left_to_subclasses(const std::string& attribute) const;
    [[nodiscard]] std::optional<facts::FoundClass> found(const Definition& definition) const;
    [[nodiscard]] bool has_subclasses(const Definition& definition) const;

    Definition base_;
    std::vector<std::string> methods_;  // of the base, that its subclasses have to leave alone
    const Context& context_;
    ModelModules& modules_;
    std::vector<Definition> found_;
    std::vector<const facts::Class*> with_subclasses_;
};

std::optional<facts::FoundClass> Subclasses::found(const Definition& definition) const {
    const auto* module = dynamic_cast<const ModelModule*>(definition.module);
    if (module == nullptr) return std::nullopt;
    return facts::FoundClass{definition.class_definition,
                             {nullptr, definition.statement, offset_of(*definition.statement, *module, context_),
                              definition.class_definition->body_scope, &module->names()}};
}

bool Subclasses::has_subclasses(const Definition& definition) const {
    return std::ranges::find(with_subclasses_, definition.class_definition) != with_subclasses_.end();
}

// False where not all of them are known.
bool Subclasses::collect() {
    if (!collect_of(base_)) return false;
    for (std::size_t index = 0; index < found_.size(); ++index) {
        const Definition derived = found_[index];
        if (found_.size() > kMostSubclasses || !collect_of(derived)) return false;
    }
    return true;
}

bool Subclasses::collect_of(const Definition& base) {
    const auto subclasses = direct_subclasses(base, SubclassesOfTests::Counted, context_, modules_);
    if (!subclasses) return false;
    if (!subclasses->empty()) with_subclasses_.push_back(base.class_definition);
    for (const Definition& derived : *subclasses) {
        const bool is_known = std::ranges::any_of(
            found_, [&](const Definition& known) { return known.class_definition == derived.class_definition; });
        if (!is_known) found_.push_back(derived);
    }
    return true;
}

// Whether its objects may run other methods than the base's.
bool Subclasses::overrides(const Definition& derived) const {
    return std::ranges::any_of(methods_, [&](const std::string& method) {
        const facts::Function* own = own_method(base_, method);
        return own == nullptr || method_of(derived, method, own->is_property).function != own;
    });
}

// Whether the base gives the attribute no value, or none that could be a table's name.
bool Subclasses::is_left_to_subclasses(const std::string& attribute) const {
    const auto base = found(base_);
    if (!base) return false;
    const auto possible = facts::ClassSearch(context_.modules).attribute_of_object(*base, attribute);
    if (!possible) return true;
    const facts::Class& definition = *base_.class_definition;
    if (possible->values.size() == 1 && !possible->may_be_other) {
        const facts::Constant& only = possible->values.front();
        return is_empty(*only.value) || (is_parameter(only) && is_abstract(definition));
    }
    // "@property @abstractmethod def table_name(self) -> str: …"
    const bool is_method = std::ranges::find(definition.methods, attribute) != definition.methods.end();
    return possible->values.empty() && is_method && has_abstract_methods(definition);
}

std::vector<SubclassTable> Subclasses::tables(const std::string& attribute) {
    std::vector<SubclassTable> tables;
    if (!is_left_to_subclasses(attribute) || !collect()) return tables;
    for (const Definition& derived : found_) {
        const auto owner = found(derived);
        if (!owner || overrides(derived)) return {};
        facts::ImportedModules* const modules = context_.modules;
        const auto possible = facts::ClassSearch(modules).attribute_of_object(*owner, attribute);
        const bool is_one = possible && possible->values.size() == 1 && !possible->may_be_other;
        if (!possible || (is_one && is_empty(*possible->values.front().value))) {
            if (has_subclasses(derived)) continue;  // it leaves it to these
            return {};
        }
        const auto constant = is_one ? facts::resolve_constant(possible->values.front(), modules) : std::nullopt;
        if (!constant || !constant->value->is(ValueKind::String)) return {};
        const ValueResolver of_object = [owner = *owner, modules, here = base_.statement](const Value& reference) {
            ResolvedValue result;
            if (!is_of_self(reference)) return result;
            const auto next = facts::ClassSearch(modules).attribute_of_object(owner, reference.text);
            if (!next || next->values.size() != 1 || next->may_be_other) return result;
            const auto value = facts::resolve_constant(next->values.front(), modules);
            if (value && value->value->is(ValueKind::String)) result.value = value->value;
            result.foreign = value && value->statement != here;
            return result;
        };
        tables.push_back({derived, constant->value->text, of_object});
    }
    return tables;
}

}  // namespace

bool is_of_self(const Value& value) {
    return value.is(ValueKind::Attribute) && (value.items.front().is_name("self") || value.items.front().is_name("cls"));
}

const Value* own_table(const facts::Chain& chain) {
    for (const facts::ChainCall& call : chain.calls) {
        if (call.method != "table" && call.method != "from_") continue;
        const Value* name = call.positional(0);
        return name != nullptr && is_of_self(*name) ? name : nullptr;
    }
    return nullptr;
}

std::vector<SubclassTable> tables_of_subclasses(const facts::Chain& chain, const StatementView& statement, const Context& context,
                                                ModelModules& modules) {
    const Value* name = own_table(chain);
    const Value* begin = name == nullptr ? begin_of(chain) : nullptr;
    if ((name == nullptr && begin == nullptr) || context.modules == nullptr) return {};
    const Definition base = enclosing_class({&statement.facts, chain.scope, &modules.analysed_file()});
    if (base.class_definition == nullptr || base.class_definition->scope != 0) return {};
    const facts::Scope* method = method_around(chain.scope, *base.class_definition, statement.facts);
    if (method == nullptr) return {};
    std::vector<std::string> methods = {method->name};
    if (begin != nullptr) {
        const facts::Chain* first = given_by(own_method(base, begin->text), base);
        name = first == nullptr ? nullptr : own_table(*first);
        if (name == nullptr) return {};
        methods.push_back(begin->text);
    }
    return Subclasses(base, std::move(methods), context, modules).tables(name->text);
}

}  // namespace rowtype::binding
