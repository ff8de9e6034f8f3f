#include "analysis/fixes/regenerate.h"

#include <algorithm>
#include <optional>

#include "analysis/fixes/class_body.h"
#include "analysis/fixes/class_form.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/fixes/line_text.h"
#include "analysis/fixes/regenerate_field.h"
#include "analysis/fixes/verify_edits.h"

namespace rowtype::fixes {

namespace {

using binding::BoundField;
using binding::BoundModel;
using binding::ModelRole;
using facts::Value;
using facts::ValueKind;

// Collects the edits of one model; the first objection ends it.
class Regenerator {
public:
    Regenerator(const BoundModel& model, std::string_view text, const binding::Context& context)
        : model_(model), text_(text), context_(context) {}

    Regeneration run();

private:
    [[nodiscard]] std::string objection_to_class();
    void change_fields();
    void remove_stale_fields();
    void add_missing_fields();
    [[nodiscard]] bool is_stale(const BoundField& field) const;
    [[nodiscard]] std::string use_of(const BoundField& field) const;
    void put_in_place_of(const BoundField& stale, const std::vector<std::string>& lines);
    void add_edit(const std::optional<TextEdit>& edit, const std::string& reason);

    const BoundModel& model_;
    std::string_view text_;
    const binding::Context& context_;
    ClassSite site_;
    Regeneration result_;
    std::vector<codegen::ImportedName> imports_;
    std::vector<std::string> kept_;
};

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

}  // namespace

Regeneration regenerate_model(const BoundModel& model, std::string_view text, const binding::Context& context) {
    return Regenerator(model, text, context).run();
}

namespace {

Regeneration Regenerator::run() {
    const std::string table = model_.relation == nullptr ? model_.table_name : model_.relation->name.to_string();
    result_.title = "Regenerate " + model_.class_name + " from " + table;
    result_.reason = objection_to_class();
    if (!result_.reason.empty()) return std::move(result_);
    change_fields();
    if (model_.role == ModelRole::Row) {
        remove_stale_fields();
        add_missing_fields();
    }
    if (result_.reason.empty() && result_.edits.empty() && !kept_.empty()) result_.reason = kept_.front();
    if (result_.reason.empty() && !result_.edits.empty()) {
        for (TextEdit& edit : import_edits(context_, text_, imports_)) result_.edits.push_back(std::move(edit));
        result_.reason = objection_to(text_, result_.edits);
        std::ranges::stable_sort(result_.edits, {}, [](const TextEdit& edit) { return edit.span; });
    }
    if (!result_.reason.empty()) result_.edits.clear();
    if (!result_.edits.empty() && !kept_.empty()) {
        result_.title += kept_.size() == 1 ? " (one field stays: " + kept_.front() + ")"
                                           : " (" + std::to_string(kept_.size()) + " fields stay as they are)";
    }
    return std::move(result_);
}

std::string Regenerator::objection_to_class() {
    if (model_.relation == nullptr) return "the schema has no table " + model_.table_name;
    site_ = find_class(model_, context_);
    if (site_.definition != nullptr && site_.definition->is_called) return "a call makes the class";
    if (model_.body_span.empty() || model_.body_span.end > text_.size()) return "the class has no body";
    if (site_.definition == nullptr) return "the class was not found in the file";
    if (!model_.fields_complete) return "a base class, an alias or the configuration of the class could not be resolved";
    if (site_.statement->facts->has_error) return "the class has a syntax error";
    const std::string_view body = slice(text_, model_.body_span);
    const bool has_content = !is_placeholder(trimmed(body.substr(0, body.find('#'))));
    if (is_one_line_body(text_, model_) && has_content) return "the body of the class stands on its first line";
    for (const BoundField& field : model_.fields) {
        if (field.inherited) continue;
        if (!indentation_before(text_, field.span.begin) || !only_comment_follows(text_, field.span.end)) {
            return "the line of the field " + quoted(field.name) + " holds other statements too";
        }
    }
    return "";
}

void Regenerator::change_fields() {
    for (const BoundField& field : model_.fields) {
        const facts::Field* source = site_.written(field);
        if (source == nullptr) continue;
        FieldChange change = change_of(model_, field, *source, text_, context_);
        if (!change.kept.empty()) kept_.push_back(quoted(field.name) + ": " + change.kept);
        imports_.insert(imports_.end(), change.imports.begin(), change.imports.end());
        for (TextEdit& edit : change.edits) result_.edits.push_back(std::move(edit));
    }
}

bool Regenerator::is_stale(const BoundField& field) const {
    return !field.inherited && field.column == nullptr && field.is_column && !field.is_embed && field.required &&
           model_.relation->columns_complete;
}

void Regenerator::add_edit(const std::optional<TextEdit>& edit, const std::string& reason) {
    if (edit) {
        result_.edits.push_back(*edit);
    } else if (result_.reason.empty()) {
        result_.reason = reason;
    }
}

void Regenerator::remove_stale_fields() {
    std::vector<const BoundField*> stale;
    for (const BoundField& field : model_.fields) {
        if (is_stale(field)) stale.push_back(&field);
    }
    for (const BoundField* field : stale) {
        if (std::string use = use_of(*field); !use.empty()) {
            if (result_.reason.empty()) result_.reason = std::move(use);
            return;
        }
        add_edit(remove_field_edit(text_, model_, *field), "the field " + quoted(field->name) + " cannot be removed by itself");
    }
}

// Why a field without column is needed by the rest of the class; empty where nothing mentions it.
std::string Regenerator::use_of(const BoundField& field) const {
    const Span documentation = field_docstring(text_, model_, field);
    if (!documentation.empty()) return "the stale field " + quoted(field.name) + " has a docstring";
    for (const Value& decorator : site_.definition->method_decorators) {
        const bool names_field =
            decorator.is(ValueKind::Call) && std::ranges::any_of(decorator.arguments, [&](const facts::Argument& argument) {
                return argument.value.is(ValueKind::String) && argument.value.text == field.name;
            });
        if (names_field) return "a validator or serializer names the stale field " + quoted(field.name);
    }
    const std::string code = code_without(text_, model_, field.span);
    for (const std::string& mention : {"." + field.name, "\"" + field.name + "\"", "'" + field.name + "'"}) {
        for (std::size_t at = code.find(mention); at != std::string::npos; at = code.find(mention, at + 1)) {
            const char next = at + mention.size() < code.size() ? code[at + mention.size()] : ' ';
            const bool whole =
                !(next == '_' || (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'));
            if (mention.front() != '.' || whole) return "the class uses the stale field " + quoted(field.name);
        }
    }
    return "";
}

void Regenerator::add_missing_fields() {
    NewFields added = new_fields(model_, missing_columns(model_), text_, context_);
    for (std::string& reason : added.left) kept_.push_back(std::move(reason));
    imports_.insert(imports_.end(), added.imports.begin(), added.imports.end());
    for (const NewLines& group : added.groups) {
        if (group.behind != nullptr && is_stale(*group.behind)) put_in_place_of(*group.behind, group.lines);
        else add_edit(add_fields_edit(text_, model_, group), "there is no place for the missing fields");
    }
}

// That field goes: the new ones come behind it all the same, next to the removal.
void Regenerator::put_in_place_of(const BoundField& stale, const std::vector<std::string>& lines) {
    const std::string indent = indentation_before(text_, stale.span.begin).value_or("    ");
    const std::string end = line_end_style(text_);
    std::string fields;
    for (const std::string& line : lines) fields += (fields.empty() ? "" : end + indent) + line;
    for (TextEdit& edit : result_.edits) {
        if (edit.span.contains(stale.span.begin)) edit = {stale.span, fields};
    }
}

}  // namespace

}  // namespace rowtype::fixes
