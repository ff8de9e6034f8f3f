// The text of a module as it grows: what styles have in common. Internal to analysis/codegen.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/codegen/layout.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

inline constexpr std::string_view kIndent = "    ";

class ModuleText {
public:
    explicit ModuleText(const ModulePlan& plan) : plan_(plan) {}

    [[nodiscard]] const ModulePlan& plan() const { return plan_; }

    void import(std::string module, std::string name) { imports_.push_back({std::move(module), std::move(name)}); }
    void import(const std::vector<ImportedName>& names) { imports_.insert(imports_.end(), names.begin(), names.end()); }
    // The annotation of a field, None included where `optional`.
    std::string annotation(const PlannedField& field, bool optional);

    // Something of the module's top level; ends with a newline.
    void add(std::string part) { parts_.push_back(std::move(part)); }
    void add_enums();
    [[nodiscard]] bool has_parts() const { return !parts_.empty(); }

    // The imports and all parts, two blank lines between them.
    [[nodiscard]] std::string text();

    std::vector<ImportedName>& imports() { return imports_; }

private:
    const ModulePlan& plan_;
    std::vector<ImportedName> imports_;
    std::vector<std::string> parts_;
};

// The comment that says whose model it is, or nothing.
[[nodiscard]] std::string directive(const PlannedClass& planned);
// The docstring of a class: what the database says of the table, then `notes`. A line end and a blank line behind it; empty where there is
// nothing to say.
[[nodiscard]] std::string documentation(const std::string& description, const std::vector<std::string>& notes = {});
// What the docstring of a variant says beside the table's notes.
[[nodiscard]] std::vector<std::string> variant_notes(const PlannedClass& planned, std::string_view unset);
// Behind a field whose type is not known: "  # box".
[[nodiscard]] std::string with_type_comment(std::string line, const PlannedField& field);
// Whether a type's text occurs in a field of a model or composite, or in a domain.
[[nodiscard]] bool uses_type(const ModulePlan& plan, std::string_view type);
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace rowtype::codegen
