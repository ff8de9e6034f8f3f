#include "analysis/binding/model_modules.h"

#include <algorithm>
#include <utility>

#include "analysis/types/known_names.h"

namespace rowtype::binding {

namespace {

using types::Definition;

constexpr int kMaximumHops = 10;  // imports and aliases followed for one name
constexpr int kHopsOfBranch = 6;  // what a branch binds has fewer, and no branches in its turn

std::string join_dotted(std::string_view left, std::string_view right) {
    if (left.empty()) return std::string(right);
    if (right.empty()) return std::string(left);
    return std::string(left) + "." + std::string(right);
}

Definition external(std::string name) {
    Definition definition;
    definition.kind = Definition::Kind::External;
    definition.name = std::move(name);
    return definition;
}

// "Inner" or "Inner.Deeper" in the body of a class.
const facts::Class* nested_class(const facts::StatementFacts& statement, std::uint32_t body_scope, std::string_view dotted) {
    const std::string_view head = dotted.substr(0, dotted.find('.'));
    const auto is_it = [&](const facts::Class& candidate) { return candidate.scope == body_scope && candidate.name == head; };
    const auto found = std::ranges::find_if(statement.classes, is_it);
    if (found == statement.classes.end()) return nullptr;
    if (head.size() == dotted.size()) return &*found;
    return nested_class(statement, found->body_scope, dotted.substr(head.size() + 1));
}

Definition class_of(const facts::StatementFacts& statement, const facts::Class& definition, const types::ModuleScope& module) {
    Definition found;
    found.kind = Definition::Kind::Class;
    found.name = definition.name;
    found.statement = &statement;
    found.class_definition = &definition;
    found.module = &module;
    return found;
}

}  // namespace

types::Definition ModelModule::resolve(const std::string& dotted) const { return resolve_at(dotted, 0); }

types::Definition ModelModule::resolve_at(std::string_view dotted, int hops) const {
    if (hops > kMaximumHops || dotted.empty()) return {};
    const std::string_view head = dotted.substr(0, dotted.find('.'));
    const std::string_view rest = head.size() == dotted.size() ? std::string_view() : dotted.substr(head.size() + 1);
    const facts::ModuleBindings found = names_.all(head);
    if (found.empty()) {
        if (types::is_builtin_name(head)) return rest.empty() ? external(std::string(head)) : Definition{};
        return resolve_star_imports(dotted, hops);
    }
    if (found.size() == 1) return resolve_binding(*found.begin(), rest, hops);
    // Imports under try and except: the first that leads to something known is meant.
    const bool all_imports =
        std::ranges::all_of(found, [](const facts::ModuleBinding& binding) { return binding.import != nullptr; });
    Definition result;
    if (!all_imports && hops >= kHopsOfBranch) return result;
    if (!all_imports) {
        for (const facts::ModuleBinding& binding : found)
            result.alternatives.push_back(resolve_binding(binding, rest, hops + kHopsOfBranch));
        return result;
    }
    for (const facts::ModuleBinding& binding : found) {
        result = resolve_binding(binding, rest, hops);
        const bool known = result.kind == Definition::Kind::Class ||
                           (result.kind == Definition::Kind::External && types::is_known_module(result.name));
        if (known) return result;
    }
    return result;
}

types::Definition ModelModule::resolve_binding(const facts::ModuleBinding& binding, std::string_view rest, int hops) const {
    if (binding.import != nullptr) return resolve_import(*binding.import, rest, hops);
    if (binding.class_definition != nullptr) {
        const facts::Class* definition = binding.class_definition;
        if (!rest.empty()) definition = nested_class(binding.statement(), definition->body_scope, rest);
        return definition == nullptr ? Definition{} : class_of(binding.statement(), *definition, *this);
    }
    if (binding.function != nullptr && rest.empty()) {
        Definition found;
        found.kind = Definition::Kind::Function;
        found.name = binding.function->name;
        found.statement = &binding.statement();
        found.module = this;
        found.function = binding.function;
        return found;
    }
    if (binding.assignment == nullptr) return {};
    const facts::Assignment& assignment = *binding.assignment;
    const std::string alias = assignment.value ? assignment.value->dotted() : std::string();
    if (!alias.empty() && !assignment.augmented) {
        const Definition meant = resolve_at(join_dotted(alias, rest), hops + 1);
        // An attribute of what a call made (BaseModel = db.Model) leads nowhere else: the alias is what there is to see.
        if (meant.kind != Definition::Kind::Unknown || alias.find('.') == std::string::npos) return meant;
    }
    if (!rest.empty()) return {};
    Definition found;
    found.kind = Definition::Kind::Assignment;
    found.name = assignment.target;
    found.statement = &binding.statement();
    found.assignment = &assignment;
    found.module = this;
    return found;
}

types::Definition ModelModule::resolve_import(const facts::Import& import, std::string_view rest, int hops) const {
    const bool whole_module = import.name.empty();
    // "import a.b" binds "a"; "import a.b as c" binds c to a.b.
    const std::string module =
        whole_module && import.bound != import.module ? import.module : join_dotted(import.module, import.name);
    const bool binds_root = whole_module && import.module.starts_with(import.bound + ".");
    const std::string target = binds_root ? join_dotted(import.bound, rest) : join_dotted(module, rest);
    if (import.level == 0 && types::is_known_module(target)) return external(target);
    if (!whole_module) return resolve_from_import(import, rest, hops);
    const ModelModule* loaded = modules_.find(path_, import);
    if (loaded == nullptr) return import.level == 0 ? external(target) : Definition{};
    const std::string prefix = import.module + ".";
    const std::string inner = binds_root ? (target.starts_with(prefix) ? target.substr(prefix.size()) : "") : std::string(rest);
    return loaded->resolve_at(inner, hops + 1);
}

// What a package binds comes before a module in it, as in Python.
types::Definition ModelModule::resolve_from_import(const facts::Import& import, std::string_view rest, int hops) const {
    const ModelModule* package = modules_.find(path_, import);
    if (package != nullptr) {
        const Definition found = package->resolve_at(join_dotted(import.name, rest), hops + 1);
        if (found.kind != Definition::Kind::Unknown || !found.alternatives.empty()) return found;
    }
    const ModelModule* module = modules_.find(path_, import, ProvidedModules::ImportPart::Submodule);
    if (module != nullptr) return module->resolve_at(rest, hops + 1);
    const bool is_library = package == nullptr && import.level == 0;
    return is_library ? external(join_dotted(join_dotted(import.module, import.name), rest)) : Definition{};
}

types::Definition ModelModule::resolve_star_imports(std::string_view dotted, int hops) const {
    for (const facts::Import* import : names_.star_imports()) {
        const ModelModule* loaded = modules_.find(path_, *import);
        if (loaded != nullptr) {
            const Definition found = loaded->resolve_at(dotted, hops + 1);
            if (found.kind != Definition::Kind::Unknown) return found;
            continue;
        }
        const std::string name = types::canonical_name(join_dotted(import->module, dotted));
        if (types::known_annotation(name) || types::generic_form(name)) return external(name);
    }
    return {};
}

types::Definition ClassScope::resolve(const std::string& dotted) const {
    if (const facts::Class* found = nested_class(statement_, body_scope_, dotted)) return class_of(statement_, *found, module_);
    return module_.resolve(dotted);
}

ModelModules::ModelModules(const Context& context) : context_(context), own_(*this, context.file.path, context.names, true) {}

const ModelModule* ModelModules::find(const std::string& importing_file, const facts::ModuleReference& module) {
    return context_.modules == nullptr ? nullptr : made_of(context_.modules->find(importing_file, module));
}

const ModelModule* ModelModules::find(const std::string& importing_file, const facts::Import& import,
                                      ProvidedModules::ImportPart part) {
    return context_.modules == nullptr ? nullptr : made_of(context_.modules->find(importing_file, import, part));
}

const ModelModule* ModelModules::made_of(const ProvidedModule* provided) {
    if (provided == nullptr) return nullptr;
    if (provided->names == &context_.names) return &own_;
    std::unique_ptr<ModelModule>& made = modules_[provided->path];
    if (!made) made = std::make_unique<ModelModule>(*this, provided->path, *provided->names, false);
    return made.get();
}

}  // namespace rowtype::binding
