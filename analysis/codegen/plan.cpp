#include "analysis/codegen/plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "analysis/codegen/class_names.h"
#include "analysis/codegen/constraints.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/needs_model.h"

namespace rowtype::codegen {

namespace {

using catalog::Catalog;
using catalog::QualifiedName;
using catalog::Relation;

// Collects the plan, one relation after the other.
class Planner {
public:
    Planner(const Catalog& catalog, const Settings& settings, AccessProfile access) : catalog_(catalog), settings_(settings) {
        plan_.choices = choices_of(access, settings.generate);
        plan_.choices.in_module = true;
    }

    ModulePlan plan(const std::vector<std::string>& tables);

private:
    std::vector<const Relation*> select(const std::vector<std::string>& tables);
    void add_model(const Relation& relation);
    void add_definitions(const std::vector<QualifiedName>& names);
    void add_composite(const catalog::TypeDefinition& definition);

    const Catalog& catalog_;
    const Settings& settings_;
    ClassNames names_;
    ModulePlan plan_;
    std::map<QualifiedName, PlannedEnum> enums_;
    std::set<QualifiedName> defined_;
    std::set<std::string> configured_;
};

// Whether a field would be called as a class of the datetime module is.
bool has_time_column(const Relation& relation) {
    constexpr std::array<std::string_view, 3> kNames = {"date", "time", "timedelta"};
    return std::ranges::any_of(relation.columns, [&](const catalog::Column& column) {
        return std::ranges::find(kNames, std::string_view(column.name)) != kNames.end();
    });
}

// A name that a directive comment can hold as it is; empty for others.
std::string directive_name(const QualifiedName& name) {
    const auto is_plain = [](const std::string& part) {
        return is_identifier(part) && std::ranges::all_of(part, [](unsigned char letter) { return letter < 0x80; });
    };
    return is_plain(name.schema) && is_plain(name.name) ? name.to_string() : std::string();
}

std::vector<PlannedField> plan_fields(const std::vector<catalog::Column>& columns, const Catalog& catalog,
                                      const TypeChoices& choices) {
    std::set<std::string> classes;
    if (choices.class_names != nullptr) {
        for (const auto& [type, name] : *choices.class_names) classes.insert(name);
    }
    const std::vector<std::string> names = field_names(columns, choices.qualified_datetime, classes);
    std::vector<PlannedField> fields;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        fields.push_back(plan_field(columns[index], names[index], catalog, choices));
    }
    return fields;
}

}  // namespace

ModulePlan plan_module(const Catalog& catalog, const Settings& settings, AccessProfile access,
                       const std::vector<std::string>& tables) {
    return Planner(catalog, settings, access).plan(tables);
}

PlannedField plan_field(const catalog::Column& column, const std::string& field, const Catalog& catalog,
                        const TypeChoices& choices) {
    PlannedField planned;
    planned.name = field;
    planned.column = column.name;
    planned.type = type_text(column.type, catalog, choices);
    planned.constraints = constraint_arguments(column.type, catalog, planned.type.text);
    planned.nullable = column.nullability != catalog::Nullability::NotNull;
    planned.description = column.comment;
    return planned;
}

namespace {

ModulePlan Planner::plan(const std::vector<std::string>& tables) {
    const std::vector<const Relation*> relations = select(tables);
    names_ = assign_class_names(catalog_, settings_, relations);
    plan_.choices.class_names = &names_.definitions;
    plan_.choices.qualified_datetime =
        std::ranges::any_of(relations, [](const Relation* relation) { return has_time_column(*relation); });
    for (const Relation* relation : relations) add_model(*relation);
    for (auto& [name, planned] : enums_) plan_.enums.push_back(std::move(planned));
    plan_.choices.class_names = nullptr;
    return std::move(plan_);
}

std::vector<const Relation*> Planner::select(const std::vector<std::string>& tables) {
    std::set<std::pair<QualifiedName, const Relation*>> selected;
    if (tables.empty()) {
        for (const Relation& relation : catalog_.relations()) {
            if (needs_model(relation, settings_)) selected.insert({relation.name, &relation});
        }
    }
    for (const std::string& table : tables) {
        catalog::RelationLookup found = catalog_.find_relation("", table);
        for (std::size_t dot = table.find('.'); found.relation == nullptr && dot != std::string::npos;
             dot = table.find('.', dot + 1)) {
            found = catalog_.find_relation(table.substr(0, dot), table.substr(dot + 1));
        }
        if (found.relation == nullptr) {
            plan_.failures.push_back({table, "the schema has no table or view of that name"});
        } else {
            selected.insert({found.relation->name, found.relation});
        }
    }
    std::vector<const Relation*> relations;
    for (const auto& [name, relation] : selected) relations.push_back(relation);
    return relations;
}

void Planner::add_model(const Relation& relation) {
    const std::string table = relation.name.to_string();
    if (relation.columns.empty() && !relation.columns_complete) {
        plan_.failures.push_back({table, "its columns are not known"});
        return;
    }
    const ModelName& name = names_.models.at(relation.name);
    if (!name.failure.empty()) {
        plan_.failures.push_back({table, name.failure});
        return;
    }
    PlannedClass planned{name.class_name, directive_name(relation.name), relation.comment,
                         plan_fields(relation.columns, catalog_, plan_.choices)};
    for (const PlannedField& field : planned.fields) add_definitions(field.type.definitions);
    plan_.generated.push_back({table, name.class_name});
    plan_.models.push_back(std::move(planned));
}

void Planner::add_definitions(const std::vector<QualifiedName>& names) {
    for (const QualifiedName& name : names) {
        if (!defined_.insert(name).second) continue;
        const catalog::TypeDefinition* definition = catalog_.find_type(name);
        if (definition == nullptr) continue;
        if (definition->kind == catalog::TypeKind::Composite) {
            add_composite(*definition);
            continue;
        }
        PlannedEnum planned{names_.definitions.at(name), definition->comment, {}};
        std::set<std::string> taken;
        for (const std::string& label : definition->labels) {
            planned.members.emplace_back(member_name(label, taken), label);
            taken.insert(planned.members.back().first);
        }
        enums_.emplace(name, std::move(planned));
    }
}

// Composites nest as deep as their definitions in the catalog do; PostgreSQL refuses cycles, `defined_` ends them anyway.
void Planner::add_composite(const catalog::TypeDefinition& definition) {
    std::vector<catalog::Column> columns;
    for (const catalog::Attribute& attribute : definition.attributes) {
        catalog::Column column;
        column.name = attribute.name;
        column.type = attribute.type;
        columns.push_back(std::move(column));
    }
    PlannedClass planned{
        names_.definitions.at(definition.name), {}, definition.comment, plan_fields(columns, catalog_, plan_.choices)};
    for (const PlannedField& field : planned.fields) add_definitions(field.type.definitions);
    plan_.composites.push_back(std::move(planned));
}

}  // namespace

}  // namespace rowtype::codegen
