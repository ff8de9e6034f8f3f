#include <algorithm>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

// A class statement can name the key: an identifier that Python does not mangle, and that hides no type of the fields below it.
bool is_plain_key(std::string_view column, const ModulePlan& plan) {
    if (may_name_field(column)) return true;  // as nearly all do
    if (!is_identifier(column) || is_keyword(column) || column.starts_with("__")) return false;
    const bool is_time = column == "date" || column == "time" || column == "datetime" || column == "timedelta";
    if (is_time) return plan.choices.qualified_datetime && column != "datetime";
    return field_name(column, {}) == column || column.starts_with("_") || column.starts_with("model_") || column == "json" ||
           column == "schema" || column == "copy" || column == "register" || column == "mro" || column == "validate" ||
           column == "construct";
}

// Whether who makes the dictionary may leave the key out.
bool may_be_absent(const PlannedField& field, ModelVariant variant) {
    if (variant == ModelVariant::Row) return false;
    return variant == ModelVariant::Update || field.nullable || field.fallback.kind != PythonDefault::Kind::None;
}

// A key of rows is there, null or not.
std::string annotation(const PlannedField& field, const PlannedClass& planned, ModuleText& module) {
    std::string text = module.annotation(field, field.nullable);
    if (planned.variant == ModelVariant::Insert && may_be_absent(field, planned.variant)) {
        const bool is_builtin = module.plan().choices.target_minor >= 11;
        module.import(is_builtin ? "typing" : "typing_extensions", "NotRequired");
        text = "NotRequired[" + text + "]";
    }
    return text;
}

// "key: NotRequired[list[str]]", which may be broken within its brackets.
Expression subscripts(const std::string& start, const std::string& annotation) {
    const std::size_t open = annotation.find('[');
    const bool is_simple =
        open != std::string::npos && annotation.ends_with(']') && annotation.find(']', open) + 1 == annotation.size();
    const bool is_optional = annotation.starts_with("NotRequired[") && annotation.ends_with(']');
    if (!is_optional && !is_simple) return Expression::atom(start + annotation);
    const std::string inner = annotation.substr(open + 1, annotation.size() - open - 2);
    return {Expression::Kind::Call, start + annotation.substr(0, open + 1), {Expression::atom(inner)}, "]"};
}

std::string class_statement(const PlannedClass& planned, ModuleText& module) {
    const bool is_total = planned.variant != ModelVariant::Update;
    std::string text =
        directive(planned) + "class " + planned.class_name + (is_total ? "(TypedDict):\n" : "(TypedDict, total=False):\n");
    const std::string documented = documentation(planned.description, planned.notes);
    text += documented;
    for (const PlannedField& field : planned.fields) {
        const std::size_t begin = text.size();
        lay_out(text, subscripts(std::string(field.column()) + ": ", annotation(field, planned, module)), kIndent);
        comment_on_type(text, begin, field);
        const std::string description = docstring(field.description, kIndent);
        if (!description.empty()) text.append(kIndent).append(description) += '\n';
    }
    if (planned.fields.empty()) {
        if (documented.empty()) return text + std::string(kIndent) + "pass\n";
        text.pop_back();
    }
    return text;
}

std::string call_statement(const PlannedClass& planned, ModuleText& module) {
    Expression keys{Expression::Kind::Collection, "{", {}, "}"};
    for (const PlannedField& field : planned.fields) {
        keys.items.push_back(subscripts(string_literal(field.column()) + ": ", annotation(field, planned, module)));
    }
    Expression call = Expression::call("TypedDict", {Expression::atom(string_literal(planned.class_name)), std::move(keys)});
    if (planned.variant == ModelVariant::Update) call.items.push_back(Expression::atom("total=False"));
    const std::string text = docstring(planned.description, "");
    return directive(planned) + laid_out(planned.class_name, call, "") + (text.empty() ? "" : text + "\n");
}

std::string definition(const PlannedClass& planned, ModuleText& module) {
    module.import("typing", "TypedDict");
    const bool is_class = std::ranges::all_of(
        planned.fields, [&](const PlannedField& field) { return is_plain_key(field.column(), module.plan()); });
    return is_class ? class_statement(planned, module) : call_statement(planned, module);
}

void write_module(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    module.add_enums();
    for (const PlannedClass& planned : plan.composites) module.add(planned.class_name, definition(planned, module));
    module.write_models(
        [](const PlannedClass& planned, ModuleText& part) { part.add(planned.class_name, definition(planned, part)); });
}

StyleTraits traits() {
    StyleTraits traits;
    traits.validation = Validation::None;
    traits.has_literal_enums = true;
    traits.keeps_names = true;
    return traits;
}

}  // namespace

const ModelStyle kTypedDictStyle = {"typeddict", traits, write_module, definition};

}  // namespace rowtype::codegen
