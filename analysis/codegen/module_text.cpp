#include "analysis/codegen/module_text.h"

#include <algorithm>

#include "analysis/codegen/imports.h"
#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

std::string literal_alias(const PlannedEnum& planned, ModuleText& module) {
    Expression labels{Expression::Kind::Collection, "Literal[", {}, "]"};
    for (const auto& [name, label] : planned.members) labels.items.push_back(Expression::atom(string_literal(label)));
    if (labels.items.empty()) {
        labels = Expression::atom("str");
    } else {
        module.import("typing", "Literal");
    }
    const std::string text = docstring(planned.description, "");
    return laid_out(planned.class_name, labels, "") + (text.empty() ? "" : text + "\n");
}

std::string enum_class(const PlannedEnum& planned, ModuleText& module) {
    const bool is_new = module.plan().generation.enums == EnumForm::StrEnum;
    module.import("enum", is_new ? "StrEnum" : "Enum");
    std::string text = "class " + planned.class_name + (is_new ? "(StrEnum):\n" : "(str, Enum):\n");
    text += documentation(planned.description);
    for (const auto& [name, label] : planned.members) text += laid_out({name, {}, {}, string_literal(label)}, kIndent);
    if (planned.members.empty()) text += std::string(kIndent) + "pass\n";
    return text;
}

}  // namespace

std::string ModuleText::annotation(const PlannedField& field, bool optional) {
    import(field.type->imports);
    if (!optional) return field.type->text;
    if (imports_optional(field.type->text, plan_.choices)) import("typing", "Optional");
    return optional_text(field.type->text, plan_.choices);
}

bool ModuleText::has_noted(std::string_view type) const {
    return std::ranges::any_of(type_texts_, [&](const std::string& text) { return has_name(text, type); });
}

void ModuleText::add_enums() {
    for (const PlannedEnum& planned : plan_.enums) {
        const bool is_literal = plan_.generation.enums == EnumForm::Literal;
        add(planned.class_name, is_literal ? literal_alias(planned, *this) : enum_class(planned, *this));
    }
}

std::string directive(const PlannedClass& planned) {
    return planned.table.empty() ? "" : "# rowtype: table=" + planned.table + "\n";
}

std::string documentation(const std::string& description, const std::vector<std::string>& notes) {
    std::string all = is_blank(description) ? "" : description;
    for (std::size_t index = 0; index < notes.size(); ++index) {
        all += (index == 0 && !all.empty() ? "\n\n" : index == 0 ? "" : "\n") + notes[index];
    }
    const std::string text = docstring(all, kIndent);
    return text.empty() ? text : std::string(kIndent) + text + "\n\n";
}

std::vector<std::string> variant_notes(const PlannedClass& planned, std::string_view unset) {
    std::vector<std::string> notes = planned.notes;
    if (planned.variant != ModelVariant::Row) notes.emplace_back(unset);
    return notes;
}

void comment_on_type(std::string& text, std::size_t begin, const PlannedField& field) {
    if (field.type->unknown_type.empty()) return;
    const std::string comment = "# " + comment_text(field.type->unknown_type);
    const std::string line = text.substr(begin, text.size() - begin - 1);
    text.resize(begin);
    const bool fits = line.find('\n') == std::string::npos && display_width(line + "  " + comment).most <= kLineLength;
    text += fits ? line + "  " + comment + "\n" : std::string(kIndent) + comment + "\n" + line + "\n";
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos; }

}  // namespace rowtype::codegen
