#include "analysis/binding/model_modules.h"

#include <algorithm>

#include "analysis/types/known_names.h"

namespace rowtype::binding {

namespace {

using types::Definition;

constexpr int kMaximumHops = 10;  // imports and aliases followed for one name

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

// Whether a file is that of the module `name` itself: a/name.py, a/name/__init__.py.
bool is_file_of(std::string_view path, std::string_view name) {
    constexpr std::string_view kPackage = "/__init__.py";
    if (path.ends_with(kPackage)) path.remove_suffix(kPackage.size());
    else if (path.ends_with(".pyi")) path.remove_suffix(4);
    else if (path.ends_with(".py")) path.remove_suffix(3);
    const std::size_t slash = path.rfind('/');
    return (slash == std::string_view::npos ? path : path.substr(slash + 1)) == name;
}

}  // namespace

ModelModule::ModelModule(ModelModules& modules, const Context& context)
    : modules_(modules), context_(&context), path_(context.file.path) {}

ModelModule::ModelModule(ModelModules& modules, std::string path, std::shared_ptr<const facts::FileFacts> file)
    : modules_(modules), path_(std::move(path)), file_(std::move(file)), names_(*file_) {}

types::Definition ModelModule::resolve(const std::string& dotted) const { return resolve_at(dotted, 0); }

facts::ModuleBindings ModelModule::bindings(std::string_view name) const {
    return context_ != nullptr ? context_->names.all(name) : names_.all(name);
}

types::Definition ModelModule::resolve_at(std::string_view dotted, int hops) const {
    if (hops > kMaximumHops || dotted.empty()) return {};
    const std::string_view head = dotted.substr(0, dotted.find('.'));
    const std::string_view rest = head.size() == dotted.size() ? std::string_view() : dotted.substr(head.size() + 1);
    const facts::ModuleBindings found = bindings(head);
    if (found.empty()) {
        if (types::is_builtin_name(head)) return rest.empty() ? external(std::string(head)) : Definition{};
        return resolve_star_imports(dotted, hops);
    }
    if (found.size() == 1) return resolve_binding(*found.begin(), rest, hops);
    // Imports under try and except: the first that leads to something known is meant.
    const bool all_imports =
        std::ranges::all_of(found, [](const facts::ModuleBinding& binding) { return binding.import != nullptr; });
    if (!all_imports) return {};
    Definition result;
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
    if (binding.assignment == nullptr) return {};
    const facts::Assignment& assignment = *binding.assignment;
    const std::string alias = assignment.value ? assignment.value->dotted() : std::string();
    if (!alias.empty() && !assignment.augmented) return resolve_at(join_dotted(alias, rest), hops + 1);
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
    const ModelModule* loaded = modules_.imported(path_, import);
    if (loaded == nullptr) return import.level == 0 ? external(target) : Definition{};
    if (whole_module) {
        const std::string prefix = import.module + ".";
        const std::string inner =
            binds_root ? (target.starts_with(prefix) ? target.substr(prefix.size()) : "") : std::string(rest);
        return loaded->resolve_at(inner, hops + 1);
    }
    const bool may_be_submodule = !rest.empty() && is_file_of(loaded->path(), import.name);
    const Definition found = loaded->resolve_at(join_dotted(import.name, rest), hops + 1);
    if (found.kind != Definition::Kind::Unknown || !may_be_submodule) return found;
    return loaded->resolve_at(rest, hops + 1);
}

types::Definition ModelModule::resolve_star_imports(std::string_view dotted, int hops) const {
    const facts::ModuleNames& names = context_ != nullptr ? context_->names : names_;
    for (const facts::Import* import : names.star_imports()) {
        const ModelModule* loaded = modules_.imported(path_, *import);
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

ModelModules::ModelModules(const Context& context) : context_(context), own_(*this, context) {}

const ModelModule* ModelModules::imported(const std::string& importing_file, const facts::Import& import) {
    if (context_.provider == nullptr) return nullptr;
    std::string key = importing_file + "\n" + std::to_string(import.level) + import.module + "\n" + import.name;
    const auto known = modules_.find(key);
    if (known != modules_.end()) return known->second.get();
    std::unique_ptr<ModelModule> module;
    if (std::shared_ptr<const facts::FileFacts> file = context_.provider->module_facts(importing_file, import)) {
        module = std::make_unique<ModelModule>(*this, context_.provider->module_file(importing_file, import), std::move(file));
    }
    return modules_.emplace(std::move(key), std::move(module)).first->second.get();
}

}  // namespace rowtype::binding
