// Another type for a declared column: in its call, and in its annotation where that means other objects then.
#include <algorithm>
#include <array>
#include <optional>

#include "analysis/fixes/import_edits.h"
#include "analysis/rules/mapped_edits.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/mapped_place.h"
#include "analysis/rules/model_fixes.h"

namespace rowtype::rules {

namespace {

using codegen::MappedForm;
using codegen::MappedText;
using facts::Value;
using facts::ValueKind;

// Defaults and limits that are written for values of the other type.
bool says_values(const DeclaredAt& at) {
    constexpr auto kOfValues = std::to_array<std::string_view>(
        {"default", "insert_default", "default_factory", "onupdate", "max_length", "min_length", "ge", "gt", "le", "lt", "regex",
         "pattern", "max_digits", "decimal_places", "multiple_of", "sa_column_kwargs"});
    for (const Value* call : {at.call, at.outer}) {
        if (call == nullptr || !call->is(ValueKind::Call)) continue;
        for (const facts::Argument& argument : call->arguments) {
            if (std::ranges::find(kOfValues, argument.keyword) != kOfValues.end() && !is_none(argument.value)) return true;
        }
        const Value* first = call->positional(0);
        if (call->items.front().text == "Field" && first != nullptr && !is_none(*first) && first->text != "...") return true;
    }
    return at.field != nullptr && at.field->default_value && at.call == nullptr && !is_none(*at.field->default_value);
}

// Gathers the edits by which a column gets another type.
class TypeChange {
public:
    TypeChange(const MappedPlace& place, const FixContext& context)
        : place_(place), at_(*place.declared()), context_(context), spelling_(place, context), site_(spelling_.site()) {}

    // Whether it can be done.
    bool to_column();
    bool to_enum_values();
    [[nodiscard]] std::vector<TextEdit>& edits() { return edits_; }
    [[nodiscard]] const std::vector<codegen::ImportedName>& imports() const { return spelling_.imports(); }
    [[nodiscard]] const std::string& type() const { return type_; }

private:
    bool change_annotation(const codegen::PythonType& before, const codegen::PythonType& after);
    bool change_field(bool annotation_changed);
    bool change_call(bool annotation_changed);
    bool name_type(const catalog::Type& type);
    bool replace(const Value& written);
    bool add_call(const std::vector<std::string>& arguments);
    [[nodiscard]] bool is_of(const Value& annotation, const codegen::PythonType& type) const;
    [[nodiscard]] std::string bytes(const Value& value) const {
        return std::string(slice(context_.text, value.span.shifted(place_.offset)));
    }

    const MappedPlace& place_;
    const DeclaredAt& at_;
    const FixContext& context_;
    MappedSpelling spelling_;
    codegen::MappedSite site_;
    std::vector<TextEdit> edits_;
    std::string type_;
};

bool TypeChange::is_of(const Value& annotation, const codegen::PythonType& type) const {
    const std::string written = bytes(annotation);
    const auto scoped = fixes::scoped_text(context_.binding.file_facts, context_.text, type.text, type.imports);
    if (scoped && scoped->text == written) return true;
    const auto& enumeration = at_.declared->enumeration;
    return type.text == "Any" || (enumeration && !enumeration->class_name.empty() && annotation.text == enumeration->class_name);
}

bool TypeChange::change_annotation(const codegen::PythonType& before, const codegen::PythonType& after) {
    const Value* type = type_of(at_);
    if (type == nullptr) return at_.annotation == nullptr;
    const Value* arm = without_none(*type);
    if (arm == nullptr || arm->is(ValueKind::String) || !is_of(*arm, before)) return false;
    const std::optional<std::string> spelled = spelling_.spell(after);
    if (!spelled) return false;
    edits_.push_back({arm->span.shifted(place_.offset), *spelled});
    return true;
}

bool TypeChange::to_column() {
    const catalog::Catalog& catalog = context_.binding.catalog;
    const GenerateSettings& settings = context_.binding.settings.generate;
    const codegen::PythonType before = codegen::mapped_python_type(*at_.declared->type, catalog, settings);
    const codegen::PythonType after = codegen::mapped_python_type(at_.declared->column->type, catalog, settings);
    const bool changes = before.text != after.text;
    if (changes && (says_values(at_) || !change_annotation(before, after))) return false;
    const bool is_field = site_.form == MappedForm::Field && (at_.call == nullptr || !is_column_call(*at_.call));
    return is_field ? change_field(changes) : change_call(changes);
}

bool TypeChange::name_type(const catalog::Type& type) {
    MappedText made = codegen::mapped_type(type, site_);
    type_ = std::move(made.text);
    return made.refusal.empty();
}

// Not a type of the project, which may do more than say the column's.
bool TypeChange::replace(const Value& written) {
    if (!spelling_.is_of_library(written)) return false;
    edits_.push_back({written.span.shifted(place_.offset), type_});
    return true;
}

bool TypeChange::change_field(bool annotation_changed) {
    const catalog::Type& wanted = at_.declared->column->type;
    const TypeArgument given = at_.call == nullptr ? TypeArgument{} : type_argument(*at_.call);
    const std::optional<std::vector<std::string>> limits = codegen::limits_of_field(wanted);
    if (!given.known) return false;
    std::vector<std::string> arguments;
    if (given.value == nullptr && annotation_changed && limits) {
        arguments = *limits;
        type_ = codegen::mapped_python_type(wanted, context_.binding.catalog, context_.binding.settings.generate).text;
    } else {
        if (!name_type(wanted)) return false;
        if (given.value != nullptr) return replace(*given.value);
        arguments = {"sa_type=" + type_};
    }
    if (arguments.empty()) return true;
    if (at_.call == nullptr) return add_call(arguments);
    std::string list;
    for (const std::string& argument : arguments) list += (list.empty() ? "" : ", ") + argument;
    const std::optional<TextEdit> edit = add_argument(*at_.call, place_.offset, list, context_.text);
    if (edit) edits_.push_back(*edit);
    return edit.has_value();
}

bool TypeChange::change_call(bool annotation_changed) {
    const catalog::Type& wanted = at_.declared->column->type;
    const TypeArgument given = at_.call == nullptr ? TypeArgument{} : type_argument(*at_.call);
    if (!given.known) return false;
    if (given.value == nullptr && annotation_changed && codegen::is_default_of_annotation(wanted) && !spelling_.has_type_map()) {
        type_ = codegen::mapped_python_type(wanted, context_.binding.catalog, context_.binding.settings.generate).text;
        return true;
    }
    if (!name_type(wanted)) return false;
    if (given.value != nullptr) return replace(*given.value);
    if (at_.call == nullptr) return add_call({type_});
    edits_.push_back(add_type(*at_.call, place_.offset, type_, context_.text));
    return true;
}

bool TypeChange::add_call(const std::vector<std::string>& arguments) {
    std::optional<TextEdit> edit = rules::add_call(place_, at_, arguments, site_, context_.text);
    if (edit) edits_.push_back(std::move(*edit));
    return edit.has_value();
}

// The call that makes a type of the enumeration's class: Enum(Status), in ARRAY(Enum(Status)), too.
const Value* enum_call(const Value& value, const std::string& class_name) {
    if (!value.is(ValueKind::Call)) return nullptr;
    const Value* first = value.positional(0);
    if (first != nullptr && first->text == class_name && (first->is(ValueKind::Name) || first->is(ValueKind::Attribute)))
        return &value;
    for (const facts::Argument& argument : value.arguments) {
        if (const Value* found = enum_call(argument.value, class_name)) return found;
    }
    return nullptr;
}

bool TypeChange::to_enum_values() {
    constexpr const char* kValues = "values_callable=lambda members: [member.value for member in members]";
    if (!at_.declared->enumeration || at_.declared->enumeration->class_name.empty()) return false;
    const std::string& class_name = at_.declared->enumeration->class_name;
    const TypeArgument given = at_.call == nullptr ? TypeArgument{} : type_argument(*at_.call);
    if (!given.known) return false;
    if (given.value != nullptr) {
        const Value* call = enum_call(*given.value, class_name);
        if (call == nullptr || call->keyword("values_callable") != nullptr) return false;
        const std::optional<TextEdit> edit = add_argument(*call, place_.offset, kValues, context_.text);
        if (edit) edits_.push_back(*edit);
        return edit.has_value();
    }
    const Value* type = type_of(at_);
    const Value* arm = type == nullptr ? nullptr : without_none(*type);
    if (arm == nullptr || arm->text != class_name || arm->is(ValueKind::String)) return false;
    const std::optional<std::string> callee = spelling_.spell(codegen::ImportedName{"sqlalchemy", "Enum"});
    if (!callee) return false;
    const std::string made = *callee + "(" + bytes(*arm) + ", " + kValues + ")";
    if (site_.form == MappedForm::Field) {
        if (at_.call == nullptr) return add_call({"sa_type=" + made});
        const std::optional<TextEdit> edit = add_argument(*at_.call, place_.offset, "sa_type=" + made, context_.text);
        if (edit) edits_.push_back(*edit);
        return edit.has_value();
    }
    if (at_.call == nullptr) return add_call({made});
    edits_.push_back(add_type(*at_.call, place_.offset, made, context_.text));
    return true;
}

}  // namespace

void mend_declared_type(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    if (!place || place->declared() == nullptr) return;
    const binding::DeclaredColumn& declared = *place->declared()->declared;
    if (declared.column == nullptr || !declared.type) return;
    TypeChange change(*place, context);
    if (!change.to_column()) return;
    offer("Change the type to " + change.type(), Fix::Safety::Unsafe, std::move(change.edits()), change.imports(), context,
          fixes);
}

void store_enum_values(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    if (!place || place->declared() == nullptr) return;
    TypeChange change(*place, context);
    if (!change.to_enum_values()) return;
    offer("Store the values of " + place->declared()->declared->enumeration->class_name, Fix::Safety::Safe,
          std::move(change.edits()), change.imports(), context, fixes);
}

}  // namespace rowtype::rules
