// The modules whose names models and queries use, as types::ModuleScope sees them.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "analysis/binding/context.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

class ModelModules;

// A module-level or class-level name space. Owned by ModelModules.
class ModelModule final : public types::ModuleScope {
public:
    // The file being analysed: names are looked up in those of the context, which record them.
    ModelModule(ModelModules& modules, const Context& context);
    // Another module of the workspace.
    ModelModule(ModelModules& modules, std::string path, std::shared_ptr<const facts::FileFacts> file);

    [[nodiscard]] types::Definition resolve(const std::string& dotted) const override;
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] bool is_analysed_file() const { return context_ != nullptr; }

private:
    friend class ModelModules;
    [[nodiscard]] facts::ModuleBindings bindings(std::string_view name) const;
    [[nodiscard]] types::Definition resolve_at(std::string_view dotted, int hops) const;
    [[nodiscard]] types::Definition resolve_binding(const facts::ModuleBinding& binding, std::string_view rest, int hops) const;
    [[nodiscard]] types::Definition resolve_import(const facts::Import& import, std::string_view rest, int hops) const;
    [[nodiscard]] types::Definition resolve_star_imports(std::string_view dotted, int hops) const;

    ModelModules& modules_;
    const Context* context_ = nullptr;
    std::string path_;
    std::shared_ptr<const facts::FileFacts> file_;
    facts::ModuleNames names_;
};

// A class body before the module: nested classes are found by their bare names.
class ClassScope final : public types::ModuleScope {
public:
    ClassScope(const types::ModuleScope& module, const facts::StatementFacts& statement, std::uint32_t body_scope)
        : module_(module), statement_(statement), body_scope_(body_scope) {}

    [[nodiscard]] types::Definition resolve(const std::string& dotted) const override;

private:
    const types::ModuleScope& module_;
    const facts::StatementFacts& statement_;
    std::uint32_t body_scope_;
};

// Keeps every module alive that one binding asked for. One thread.
class ModelModules {
public:
    explicit ModelModules(const Context& context);

    [[nodiscard]] const ModelModule& analysed_file() const { return own_; }
    // The module that an import leads to, or null where it is not in the workspace.
    [[nodiscard]] const ModelModule* imported(const std::string& importing_file, const facts::Import& import);

private:
    const Context& context_;
    ModelModule own_;
    std::map<std::string, std::unique_ptr<ModelModule>> modules_;  // by importing file and import
};

}  // namespace rowtype::binding
