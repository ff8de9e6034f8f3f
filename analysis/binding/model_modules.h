// The modules whose names models and queries use, as types::ModuleScope sees them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "analysis/binding/context.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/module_search.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

class ModelModules;

// A module-level or class-level name space. Owned by ModelModules.
class ModelModule final : public types::ModuleScope {
public:
    ModelModule(ModelModules& modules, std::string path, const facts::ModuleNames& names, bool is_analysed_file)
        : modules_(modules), path_(std::move(path)), names_(names), is_analysed_file_(is_analysed_file) {}

    [[nodiscard]] types::Definition resolve(const std::string& dotted) const override;
    // What an import of this module's text binds, wherever it stands.
    [[nodiscard]] types::Definition resolve_imported(const facts::Import& import) const { return resolve_import(import, {}, 0); }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const facts::ModuleNames& names() const { return names_; }
    [[nodiscard]] bool is_analysed_file() const { return is_analysed_file_; }

private:
    [[nodiscard]] types::Definition resolve_at(std::string_view dotted, int hops) const;
    [[nodiscard]] types::Definition resolve_binding(const facts::ModuleBinding& binding, std::string_view rest, int hops) const;
    [[nodiscard]] types::Definition resolve_import(const facts::Import& import, std::string_view rest, int hops) const;
    [[nodiscard]] types::Definition resolve_from_import(const facts::Import& import, std::string_view rest, int hops) const;
    [[nodiscard]] types::Definition resolve_star_imports(std::string_view dotted, int hops) const;

    ModelModules& modules_;
    std::string path_;
    const facts::ModuleNames& names_;  // they record what is asked of them
    bool is_analysed_file_;
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
    // The module that a file names so, or null where it is not in the workspace.
    [[nodiscard]] const ModelModule* find(const std::string& importing_file, const facts::ModuleReference& module);
    // The module that an import of the file is of, or that it names in it.
    [[nodiscard]] const ModelModule* find(const std::string& importing_file, const facts::Import& import,
                                          ProvidedModules::ImportPart part = ProvidedModules::ImportPart::Module);

private:
    const ModelModule* made_of(const ProvidedModule* provided);

    const Context& context_;
    ModelModule own_;
    std::map<std::string, std::unique_ptr<ModelModule>> modules_;  // by file
};

}  // namespace rowtype::binding
