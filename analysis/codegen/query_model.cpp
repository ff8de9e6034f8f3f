#include "analysis/codegen/query_model.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "analysis/codegen/class_names.h"
#include "analysis/codegen/generate.h"
#include "analysis/codegen/imports.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/plan.h"
#include "analysis/codegen/singular.h"
#include "analysis/codegen/style.h"
#include "analysis/codegen/type_text.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kSuffix = "Record";
constexpr const char* kUnknownType = "PostgreSQL decides this type; rowtype cannot tell it";

std::string without_suffix(const std::string& name) {
    return name.ends_with(kSuffix) ? name.substr(0, name.size() - kSuffix.size()) : name;
}

bool has_time_field(const QueryShape& shape) {
    constexpr std::array<std::string_view, 3> kNames = {"date", "time", "timedelta"};
    return std::ranges::any_of(shape.fields, [&](const QueryField& field) {
        return std::ranges::find(kNames, std::string_view(field.key)) != kNames.end() ||
               (field.embedded != nullptr && has_time_field(*field.embedded));
    });
}

// Writes one class after those that its fields hold.
class QueryModelWriter {
public:
    QueryModelWriter(const ModelStyle& style, const ModulePlan& plan, std::set<std::string> taken)
        : style_(style), traits_(style.traits()), module_(plan), taken_(std::move(taken)) {}

    std::string add(const QueryShape& shape, const std::string& wanted);
    QueryModelText take(std::string class_name) { return {std::move(class_name), std::move(text_), module_.imports().list()}; }

private:
    PlannedField field_of(const QueryField& field, const catalog::Column& column, const std::string& name,
                          const std::string& class_name);
    PlannedField element_of(const QueryField& field, const catalog::Column& column, const std::string& name,
                            const std::string& class_name);

    const ModelStyle& style_;
    StyleTraits traits_;
    ModuleText module_;
    std::set<std::string> taken_;    // names of the file, which classes avoid
    std::set<std::string> classes_;  // those made, which fields avoid
    std::string text_;
};

std::string QueryModelWriter::add(const QueryShape& shape, const std::string& wanted) {
    PlannedClass planned;
    planned.class_name = taken_.contains(wanted) ? unique_name(wanted, taken_) : wanted;
    taken_.insert(planned.class_name);
    classes_.insert(planned.class_name);
    std::vector<catalog::Column> columns;
    for (const QueryField& field : shape.fields) {
        catalog::Column column;
        column.name = field.key;
        column.type = field.type;
        column.nullability = field.is_nullable ? catalog::Nullability::Nullable : catalog::Nullability::NotNull;
        column.comment = field.comment;
        columns.push_back(std::move(column));
    }
    std::vector<std::string> names = field_names(columns, module_.plan().choices.qualified_datetime, classes_);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const std::string& name = traits_.keeps_names ? columns[index].name : names[index];
        planned.fields.push_back(field_of(shape.fields[index], columns[index], name, planned.class_name));
    }
    text_ += (text_.empty() ? "" : "\n\n") + style_.write_class(planned, module_);
    return planned.class_name;
}

PlannedField QueryModelWriter::field_of(const QueryField& field, const catalog::Column& column, const std::string& name,
                                        const std::string& class_name) {
    PlannedField planned = element_of(field, column, name, class_name);
    if (!field.is_collected) return planned;
    // Limits are about an element.
    PythonType element = *planned.type;
    if (planned.nullable) element = optional_type(std::move(element), module_.plan().choices);
    PlannedType type{std::move(element), {}};
    type.text = "list[" + type.text + "]";
    planned.set_type(std::move(type));
    planned.nullable = false;
    return planned;
}

PlannedField QueryModelWriter::element_of(const QueryField& field, const catalog::Column& column, const std::string& name,
                                          const std::string& class_name) {
    if (field.embedded == nullptr) {
        PlannedField planned = plan_field(column, name, *module_.plan().catalog, module_.plan().choices);
        if (field.type.is_known()) return planned;
        PlannedType type = *planned.type;
        type.unknown_type = kUnknownType;
        planned.set_type(std::move(type));
        return planned;
    }
    const std::string inner = without_suffix(class_name) + codegen::class_name(field.key) + std::string(kSuffix);
    PlannedField planned;
    planned.set_names(name, column.name);
    planned.nullable = field.is_nullable;
    const std::string target = add(*field.embedded, inner);
    PlannedType type;
    type.text = field.is_list ? "list[" + target + "]" : target;
    planned.set_type(std::move(type));
    return planned;
}

}  // namespace

QueryModelText query_model(const QueryShape& shape, const std::string& class_name, std::set<std::string> taken,
                           const catalog::Catalog& catalog, const Settings& settings, const GenerationSettings& generation,
                           AccessProfile access) {
    const ModelStyle* style = find_style(settings.generate.style);
    if (style == nullptr || style->write_class == nullptr) style = &kPydanticStyle;
    ModulePlan plan;
    plan.generation = generation;
    plan.catalog = &catalog;
    plan.choices = choices_of(access, settings.generate);
    plan.choices.validation = style->traits().validation;
    plan.choices.overrides = &plan.generation.types;
    plan.choices.qualified_datetime = has_time_field(shape);
    // What annotations import is no name for a class either.
    taken.insert(kImportedTypeNames.begin(), kImportedTypeNames.end());
    QueryModelWriter writer(*style, plan, std::move(taken));
    std::string name = writer.add(shape, class_name);
    return writer.take(std::move(name));
}

std::string QueryModelText::module() const {
    ImportSet all;
    all.add_all(imports);
    const std::string block = import_block(all);
    return block + (block.empty() ? "" : "\n\n") + classes;
}

std::string query_class_name(const catalog::QualifiedName* table, const Settings& settings,
                             const GenerationSettings& generation) {
    if (table == nullptr) return "Query" + std::string(kSuffix);
    const bool is_configured = settings.generate.class_names.contains(table->to_string());
    const std::string name = generation.singular_names && !is_configured
                                 ? codegen::class_name(singular(table->name, generation.singular_exclude))
                                 : model_class_name(*table, settings.generate);
    return name + std::string(kSuffix);
}

}  // namespace rowtype::codegen
