// The text of a module, or of a package's modules, as it grows: what styles have in common. Internal to analysis/codegen.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/codegen/generate.h"
#include "analysis/codegen/imports.h"
#include "analysis/codegen/layout.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

inline constexpr std::string_view kIndent = "    ";

class ModuleText {
public:
    // `run_all` is kept by reference; see RunAll.
    explicit ModuleText(const ModulePlan& plan, const RunAll& run_all = kAlone);

    [[nodiscard]] const ModulePlan& plan() const { return plan_; }

    // Which file of a package the next lines belong to: a model's own, or, as at first, the one of what all models share. In a single
    // module what is shared stands first.
    void enter(const PlannedClass& model);
    void enter_shared() { enter(0); }
    // Enters each model of the plan and has it written: into this text, or, by several threads, into texts that are then put together in
    // the models' order.
    void write_models(const std::function<void(const PlannedClass&, ModuleText&)>& write);

    void import(std::string_view module, std::string_view name) { imports().add(module, name); }
    void import(const std::vector<ImportedName>& names) { imports().add_all(names); }
    // A class that an annotation names as a text: type checkers want it imported where it stands in another file.
    void mention(const std::string& class_name) { files_[current_].mentioned.insert(class_name); }
    // The type of a field that was written; see has_noted().
    void note_type(const PythonType& type) {
        if (type.definitions.empty()) type_texts_.insert(type.text);
    }
    // Whether a type's name occurs in those noted.
    [[nodiscard]] bool has_noted(std::string_view type) const;
    // A helper that what is shared must define; see is_required().
    void require(const std::string& helper) { required_.insert(helper); }
    [[nodiscard]] bool is_required(const std::string& helper) const { return required_.contains(helper); }
    // What make() makes of a field, with what that imports, where nothing counts but the field's type and whether it is nullable: made
    // once, and again in another file. Valid until the next call.
    template <class Make>
    const Expression& known(const PlannedField& field, const Make& make) {
        return known_.expressions[field.nullable ? 1 : 0].get(field, make);
    }
    // The same of a line's text behind the field's name: where nothing counts but the type and whether the field is `optional`.
    template <class Make>
    const std::string& known_rest(const PlannedField& field, bool optional, const Make& make) {
        return known_.rests[optional ? 1 : 0].get(field, make);
    }
    // The annotation of a field, None included where `optional`.
    std::string annotation(const PlannedField& field, bool optional);

    // A definition of the top level, which ends with a newline: one that others may import, or a helper.
    void add(std::string name, std::string text) { add({std::move(name), std::move(text), true}); }
    void add_helper(std::string name, std::string text) { add({std::move(name), std::move(text), false}); }
    void add_enums();

    // Behind the header and a blank line: the imports, __all__ and all definitions, two blank lines between them.
    [[nodiscard]] std::string text(std::string_view header) const;
    // The modules of a package, its __init__ first, which has a header of its own.
    [[nodiscard]] std::vector<GeneratedFile> files(std::string_view init_header, std::string_view header) const;

    ImportSet& imports() { return files_[current_].imports; }

private:
    struct Part {
        std::string name;
        std::string text;
        bool is_public = true;
    };
    struct File {
        std::string module;
        ImportSet imports = {};
        std::vector<Part> parts = {};
        std::set<std::string> mentioned = {};
    };

    // What was made of a field, by its type: which is kept, so that no other type comes to stand at its address. A query's model plans
    // types as it goes, and drops them.
    template <class Made>
    class ByType {
    public:
        const Made& get(const PlannedField& field, const auto& make) {
            const auto found = made_.find(field.type);
            return found != made_.end() ? found->second : made_.emplace(field.type, make()).first->second;
        }

    private:
        std::unordered_map<std::shared_ptr<const PlannedType>, Made> made_;
    };
    struct Known {
        std::array<ByType<Expression>, 2> expressions;  // of types that are not null, and that may be
        std::array<ByType<std::string>, 2> rests;       // of fields that take no None, and that do
    };

    // With the same files, and nothing in them.
    [[nodiscard]] ModuleText empty_copy() const;
    void enter(std::size_t file);
    void take(ModuleText part);
    void add(Part part) { files_[current_].parts.push_back(std::move(part)); }
    void name_files();
    [[nodiscard]] std::string key_of(const PlannedClass& model) const;
    [[nodiscard]] static std::string text_of(std::string_view header, const ImportSet& imports,
                                             const std::vector<const Part*>& parts, const std::string& later);
    [[nodiscard]] std::string init_text() const;

    static const RunAll kAlone;

    const ModulePlan& plan_;
    const RunAll& run_all_;
    std::vector<File> files_;  // what is shared first
    std::map<std::string, std::size_t> file_of_;
    std::set<std::string> required_;
    std::set<std::string> type_texts_;  // of those that name no class of the module
    Known known_;
    std::size_t current_ = 0;
};

// The comment that says whose model it is, or nothing.
[[nodiscard]] std::string directive(const PlannedClass& planned);
// The docstring of a class: what the database says of the table, then `notes`. A line end and a blank line behind it; empty where there is
// nothing to say.
[[nodiscard]] std::string documentation(const std::string& description, const std::vector<std::string>& notes = {});
// What the docstring of a variant says beside the table's notes.
[[nodiscard]] std::vector<std::string> variant_notes(const PlannedClass& planned, std::string_view unset);
// Says of a field whose type is not known, and whose lines begin at `begin` and end the text, which type that is: "  # box".
void comment_on_type(std::string& text, std::size_t begin, const PlannedField& field);
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace rowtype::codegen
