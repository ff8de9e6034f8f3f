#include "analysis/codegen/plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>
#include <string_view>
#include <unordered_map>

#include "analysis/codegen/class_names.h"
#include "analysis/codegen/constraints.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/needs_model.h"
#include "analysis/codegen/parts.h"
#include "analysis/codegen/patterns.h"
#include "analysis/codegen/plan_relationships.h"
#include "analysis/codegen/relation_checks.h"

namespace rowtype::codegen {

namespace {

using catalog::Catalog;
using catalog::QualifiedName;
using catalog::Relation;

// Collects the plan, one relation after the other.
class Planner {
public:
    Planner(const Catalog& catalog, const Settings& settings, const GenerationSettings& generation, AccessProfile access,
            const StyleTraits& traits)
        : catalog_(catalog), settings_(settings), traits_(traits) {
        plan_.generation = generation;
        plan_.catalog = &catalog;
        plan_.choices = choices_of(traits.validation == Validation::Mapper ? AccessProfile::Driver : access, settings.generate);
        EnumForm& enums = plan_.generation.enums;
        if (traits.has_literal_enums) enums = EnumForm::Literal;
        if (enums == EnumForm::StrEnum && plan_.choices.target_minor < 11) enums = EnumForm::Enum;
        plan_.choices.in_module = true;
        plan_.choices.special_values = generation.special_values;
        plan_.choices.validation = traits.validation;
        plan_.choices.has_classes_for_composites = traits.has_composite_classes;
        plan_.choices.names_domains = traits.has_domain_aliases;
        plan_.choices.overrides = &plan_.generation.types;
        const auto is_written = [](ModelVariant variant) { return variant != ModelVariant::Row; };
        has_written_models_ = traits.has_variants && std::ranges::any_of(generation.variants, is_written);
        says_checks_ = traits.validation != Validation::Mapper || traits.has_notes || has_written_models_;
        has_defaults_ = traits.validation == Validation::Mapper || has_written_models_;
    }

    ModulePlan plan(const std::vector<std::string>& tables, const RunAll& run_all);

private:
    struct TypeHash {
        std::size_t operator()(const catalog::Type& type) const { return std::hash<std::string>()(type.name.name); }
    };
    // Of columns without limits of their own: a schema has many columns of few types.
    using KnownTypes = std::unordered_map<catalog::Type, std::shared_ptr<const PlannedType>, TypeHash>;

    std::vector<const Relation*> select(const std::vector<std::string>& tables);
    void name_domains();
    void name_all(const std::vector<const Relation*>& relations);
    struct PlannedRow {
        PlannedClass model;                      // without a class name where there is none to be
        std::vector<QualifiedName> definitions;  // that its fields' types name
    };

    std::vector<PlannedRow> plan_rows(const std::vector<const Relation*>& relations, const RunAll& run_all);
    PlannedRow plan_row(const Relation& relation, const std::string& class_name, KnownTypes& types) const;
    void add_model(const Relation& relation, PlannedRow row);
    void add_variants(PlannedClass row);
    void add_field(const Relation& relation, const catalog::Column& column, std::string&& name, const RelationChecks& checks,
                   KnownTypes& types, std::vector<PlannedField>& fields) const;
    const std::shared_ptr<const PlannedType>& planned_type(const catalog::Type& type, KnownTypes& types) const;
    [[nodiscard]] PlannedType limited_type(const catalog::Type& type, const ColumnLimits& limits) const;
    void override_column(const Relation& relation, PlannedField& field) const;
    void add_definitions(const std::vector<QualifiedName>& names);
    void add_definition(const catalog::TypeDefinition& definition);
    void add_composite(const catalog::TypeDefinition& definition);
    void note_avoided_names();
    [[nodiscard]] std::vector<std::string> names_of_fields(const std::vector<catalog::Column>& columns) const;
    [[nodiscard]] std::string label_text(const QualifiedName& type, const std::string& label) const;

    const Catalog& catalog_;
    const Settings& settings_;
    const StyleTraits& traits_;
    bool has_written_models_ = false;
    // Whether fields or docstrings tell of checks: a mapper's own classes have them as they are.
    bool says_checks_ = true;
    // Whether fields have the columns' defaults: what is read has a value anyway, unless a mapper makes rows of it, too.
    bool has_defaults_ = true;
    ClassNames names_;
    ModulePlan plan_;
    std::map<QualifiedName, PlannedEnum> enums_;
    std::map<QualifiedName, PlannedDomain> domains_;
    std::set<QualifiedName> defined_;
    std::set<std::string> class_names_;  // where there are models of what is written
    std::set<std::string> avoided_;      // names that no field may have
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

std::vector<std::pair<std::string, std::string>> members_of(const catalog::TypeDefinition& definition) {
    std::vector<std::pair<std::string, std::string>> members;
    std::set<std::string> taken;
    for (const std::string& label : definition.labels) {
        members.emplace_back(member_name(label, taken), label);
        taken.insert(members.back().first);
    }
    return members;
}

// Decimals that dump to JSON as numbers have a type of their own.
void name_json_decimals(PythonType& type) {
    const std::size_t at = type.text.find("Decimal");
    const bool is_import = std::ranges::find(type.imports, ImportedName{"decimal", "Decimal"}) != type.imports.end();
    if (at == std::string::npos || !is_import) return;
    type.text.insert(at, "Json");
    std::erase(type.imports, ImportedName{"decimal", "Decimal"});
}

void name_json_decimals(ModulePlan& plan) {
    std::unordered_map<std::shared_ptr<const PlannedType>, std::shared_ptr<const PlannedType>> renamed;
    const auto rename = [&](PlannedField& field) {
        std::shared_ptr<const PlannedType>& known = renamed[field.type];
        if (known == nullptr) {
            PlannedType type = *field.type;
            name_json_decimals(type);
            known = std::make_shared<const PlannedType>(std::move(type));
        }
        field.type = known;
    };
    for (std::vector<PlannedClass>* classes : {&plan.composites, &plan.models}) {
        for (PlannedClass& planned : *classes) std::ranges::for_each(planned.fields, rename);
    }
    for (PlannedDomain& domain : plan.domains) name_json_decimals(domain.type);
}

std::string listed(const std::vector<std::string>& columns) {
    std::string text;
    for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + column;
    return text;
}

// What neither an annotation nor a field's limits say.
std::vector<std::string> notes_of(const Relation& relation, const RelationChecks& checks) {
    std::vector<std::string> notes;
    notes.reserve(relation.unique_keys.size() + checks.others.size() + relation.exclusions.size());
    for (const catalog::Key& key : relation.unique_keys) notes.push_back("UNIQUE (" + listed(key.columns) + ")");
    for (const catalog::Check* check : checks.others) notes.push_back("CHECK (" + check->expression + ")");
    for (const catalog::Exclusion& exclusion : relation.exclusions) {
        std::string text;
        for (std::size_t index = 0; index < exclusion.elements.size() && index < exclusion.operators.size(); ++index) {
            text += (index == 0 ? "" : ", ") + exclusion.elements[index] + " WITH " + exclusion.operators[index];
        }
        notes.push_back("EXCLUDE (" + text + ")");
    }
    return notes;
}

}  // namespace

namespace {

// As whoever validates says it; SQLModel's Field knows no patterns.
void say_pattern(std::vector<std::string>& limits, Validation validation) {
    const auto found = std::ranges::find_if(limits, [](const std::string& limit) { return limit.starts_with("pattern="); });
    if (found == limits.end() || validation == Validation::Pydantic) return;
    *found = validation == Validation::PydanticV1 ? pattern_for_match(*found) : std::string();
    if (found->empty()) limits.erase(found);
}

void take_column(PlannedField& planned, const catalog::Column& column, std::string&& field) {
    planned.set_names(std::move(field), column.name);
    planned.nullable = column.nullability != catalog::Nullability::NotNull;
    planned.description = column.comment;
}

}  // namespace

ModulePlan plan_module(const Catalog& catalog, const Settings& settings, const GenerationSettings& generation,
                       AccessProfile access, const std::vector<std::string>& tables, const StyleTraits& traits,
                       const RunAll& run_all) {
    return Planner(catalog, settings, generation, access, traits).plan(tables, run_all);
}

PlannedType plan_type(const catalog::Type& type, const Catalog& catalog, const TypeChoices& choices, const Bounds& more) {
    PlannedType planned{type_text(type, catalog, choices), {}};
    planned.constraints = constraint_arguments(type, catalog, planned.text, more);
    say_pattern(planned.constraints, choices.validation);
    if (choices.validation != Validation::Pydantic) {
        // Others take floats alone, which would exclude a decimal that equals the bound.
        std::erase_if(planned.constraints, [](const std::string& limit) { return limit.find("Decimal(") != std::string::npos; });
    }
    return planned;
}

PlannedField plan_field(const catalog::Column& column, const std::string& field, const Catalog& catalog,
                        const TypeChoices& choices, const Bounds& more) {
    PlannedField planned;
    planned.set_type(plan_type(column.type, catalog, choices, more));
    take_column(planned, column, std::string(field));
    return planned;
}

namespace {

ModulePlan Planner::plan(const std::vector<std::string>& tables, const RunAll& run_all) {
    const std::vector<const Relation*> relations = select(tables);
    std::vector<PlannedRow> rows = plan_rows(relations, run_all);
    plan_.models.reserve(relations.size() * plan_.generation.variants.size());
    for (std::size_t index = 0; index < relations.size(); ++index) add_model(*relations[index], std::move(rows[index]));
    for (auto& [name, planned] : enums_) plan_.enums.push_back(std::move(planned));
    for (auto& [name, planned] : domains_) plan_.domains.push_back(std::move(planned));
    if (traits_.has_relationships && plan_.generation.relationships) add_relationships(plan_);
    const bool numbers = plan_.generation.decimal_json == DecimalJson::Number && traits_.validation == Validation::Pydantic;
    if (numbers) name_json_decimals(plan_);
    plan_.choices.class_names = nullptr;
    plan_.choices.overrides = nullptr;
    return std::move(plan_);
}

// Domains that limit their values get a name each; others are their base type.
void Planner::name_domains() {
    if (!traits_.has_domain_aliases) return;
    std::set<std::string>& taken = names_.taken;
    TypeChoices choices = plan_.choices;
    choices.names_domains = false;
    choices.overrides = nullptr;
    choices.class_names = &names_.definitions;
    std::map<QualifiedName, std::string> named;
    for (const catalog::TypeDefinition& definition : catalog_.types()) {
        if (definition.kind != catalog::TypeKind::Domain || !definition.extension.empty()) continue;
        const catalog::Type type{definition.name, {}, 0, {}};
        const PythonType python = type_text(type, catalog_, choices);
        if (constraint_arguments(type, catalog_, python.text).empty()) continue;
        const std::string name = class_name(definition.name.name);
        named[definition.name] =
            taken.contains(name) ? unique_name(class_name(definition.name.schema + "_" + definition.name.name), taken) : name;
        taken.insert(named[definition.name]);
    }
    names_.definitions.merge(named);
}

std::vector<const Relation*> Planner::select(const std::vector<std::string>& tables) {
    std::vector<const Relation*> selected;
    if (tables.empty()) {
        for (const Relation& relation : catalog_.relations()) {
            // Of what files only use and never make nobody asked for a model.
            const bool is_seen_only = relation.presumed && relation.columns.empty();
            if (!is_seen_only && needs_model(relation, settings_)) selected.push_back(&relation);
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
            selected.push_back(found.relation);
        }
    }
    const auto name_of = [](const Relation* relation) -> const QualifiedName& { return relation->name; };
    if (!std::ranges::is_sorted(selected, {}, name_of)) std::ranges::sort(selected, {}, name_of);
    const auto repeated = std::ranges::unique(selected);
    selected.erase(repeated.begin(), repeated.end());
    return selected;
}

// What every field's name and type depend on.
void Planner::name_all(const std::vector<const Relation*>& relations) {
    names_ = assign_class_names(catalog_, settings_, plan_.generation, relations);
    name_domains();
    if (has_written_models_) {
        for (const auto& [name, model] : names_.models) class_names_.insert(model.class_name);
        for (const auto& [name, definition] : names_.definitions) class_names_.insert(definition);
    }
    note_avoided_names();
    plan_.choices.class_names = &names_.definitions;
    plan_.choices.qualified_datetime =
        std::ranges::any_of(relations, [](const Relation* relation) { return has_time_column(*relation); });
}

std::vector<Planner::PlannedRow> Planner::plan_rows(const std::vector<const Relation*>& relations, const RunAll& run_all) {
    std::vector<PlannedRow> rows(relations.size());
    std::once_flag named;  // by who is the first to plan rows, while others may do what needs no names
    for_parts(relations.size(), run_all, [&](std::size_t begin, std::size_t end) {
        std::call_once(named, [&] { name_all(relations); });
        KnownTypes types;
        for (std::size_t index = begin; index < end; ++index) {
            const ModelName& name = names_.models.at(relations[index]->name);
            if (name.failure.empty()) rows[index] = plan_row(*relations[index], name.class_name, types);
        }
    });
    return rows;
}

Planner::PlannedRow Planner::plan_row(const Relation& relation, const std::string& class_name, KnownTypes& types) const {
    const RelationChecks checks = says_checks_ ? checks_of(relation) : RelationChecks();
    PlannedRow row{{class_name, directive_name(relation.name), relation.comment, {}, ModelVariant::Row, &relation}, {}};
    PlannedClass& planned = row.model;
    std::vector<std::string> names = names_of_fields(relation.columns);
    planned.fields.reserve(names.size());
    for (std::size_t index = 0; index < relation.columns.size(); ++index) {
        add_field(relation, relation.columns[index], std::move(names[index]), checks, types, planned.fields);
        const std::vector<QualifiedName>& named = planned.fields.back().type->definitions;
        row.definitions.insert(row.definitions.end(), named.begin(), named.end());
    }
    if (traits_.has_notes) planned.notes = notes_of(relation, checks);
    return row;
}

void Planner::add_model(const Relation& relation, PlannedRow row) {
    std::string table = relation.name.to_string();
    if (relation.columns.empty() && !relation.columns_complete) {
        plan_.failures.push_back({table, "its columns are not known"});
        return;
    }
    if (row.model.class_name.empty()) {
        plan_.failures.push_back({table, names_.models.at(relation.name).failure});
        return;
    }
    add_definitions(row.definitions);
    plan_.generated.push_back({std::move(table), row.model.class_name});
    add_variants(std::move(row.model));
}

void Planner::add_field(const Relation& relation, const catalog::Column& column, std::string&& name, const RelationChecks& checks,
                        KnownTypes& types, std::vector<PlannedField>& fields) const {
    PlannedField& field = fields.emplace_back();
    take_column(field, column, std::move(name));
    field.source = &column;
    const auto limits = checks.columns.find(column.name);
    if (limits == checks.columns.end()) {
        field.type = planned_type(column.type, types);
    } else {
        field.set_type(limited_type(column.type, limits->second));
    }
    override_column(relation, field);
    if (!has_defaults_) return;
    field.fallback = python_default(column, catalog_, field.type->text,
                                    [&](const QualifiedName& type, const std::string& label) { return label_text(type, label); });
}

const std::shared_ptr<const PlannedType>& Planner::planned_type(const catalog::Type& type, KnownTypes& types) const {
    std::shared_ptr<const PlannedType>& known = types[type];
    if (known == nullptr) known = std::make_shared<const PlannedType>(plan_type(type, catalog_, plan_.choices));
    return known;
}

PlannedType Planner::limited_type(const catalog::Type& type, const ColumnLimits& limits) const {
    PlannedType planned = plan_type(type, catalog_, plan_.choices, limits.bounds);
    if (!limits.values || !traits_.has_checked_literals || planned.text != "str") return planned;
    std::string values;
    for (const std::string& value : *limits.values) values += (values.empty() ? "" : ", ") + string_literal(value);
    planned.text = "Literal[" + values + "]";
    planned.imports.push_back({"typing", "Literal"});
    planned.constraints.clear();
    return planned;
}

void Planner::override_column(const Relation& relation, PlannedField& field) const {
    const std::map<std::string, TypeOverride>& types = plan_.generation.types;
    if (types.empty()) return;
    const std::string column = "." + std::string(field.column());
    auto found = types.find(relation.name.to_string() + column);
    if (found == types.end()) found = types.find(relation.name.name + column);
    if (found != types.end()) field.set_type({overriding_type(found->second), {}});
}

std::string Planner::label_text(const QualifiedName& type, const std::string& label) const {
    if (plan_.generation.types.contains(type.to_string()) || plan_.generation.types.contains(type.name)) return "";
    if (plan_.generation.enums == EnumForm::Literal) return string_literal(label);
    const catalog::TypeDefinition* definition = catalog_.find_type(type);
    const auto name = names_.definitions.find(type);
    if (definition == nullptr || name == names_.definitions.end()) return "";
    for (const auto& [member, text] : members_of(*definition)) {
        if (text == label) return name->second + "." + member;
    }
    return "";
}

// Views take no rows here, and what PostgreSQL alone fills nobody sends.
void Planner::add_variants(PlannedClass row) {
    const bool is_written = traits_.has_variants && row.relation != nullptr && !row.relation->is_view();
    for (const ModelVariant variant : plan_.generation.variants) {
        if (variant != ModelVariant::Row && !is_written) continue;
        PlannedClass planned = variant == plan_.generation.variants.back() ? std::move(row) : row;
        if (variant == ModelVariant::Row) {
            plan_.models.push_back(std::move(planned));
            continue;
        }
        planned.variant = variant;
        planned.class_name =
            unique_name(planned.class_name + (variant == ModelVariant::Insert ? "Insert" : "Update"), class_names_);
        class_names_.insert(planned.class_name);
        std::erase_if(planned.fields, [](const PlannedField& field) {
            return field.source->generated != catalog::Generated::None || field.source->identity == catalog::Identity::Always;
        });
        plan_.models.push_back(std::move(planned));
    }
}

void Planner::note_avoided_names() {
    avoided_.insert(traits_.reserved.begin(), traits_.reserved.end());
    for (const auto& [type, name] : names_.definitions) avoided_.insert(name);
}

std::vector<std::string> Planner::names_of_fields(const std::vector<catalog::Column>& columns) const {
    std::vector<std::string> names;
    if (traits_.keeps_names) {
        for (const catalog::Column& column : columns) names.push_back(column.name);
        return names;
    }
    std::vector<std::string> chosen = field_names(columns, plan_.choices.qualified_datetime, avoided_);
    if (traits_.validation != Validation::Mapper) return chosen;
    // pydantic keeps such names for itself, and SQLModel has no way to say otherwise.
    for (std::string& name : chosen) {
        if (name.starts_with("model_dump") || name.starts_with("model_validate")) name.insert(0, "field_");
    }
    return chosen;
}

void Planner::add_definitions(const std::vector<QualifiedName>& names) {
    for (const QualifiedName& name : names) {
        if (!defined_.insert(name).second) continue;
        if (const catalog::TypeDefinition* definition = catalog_.find_type(name)) add_definition(*definition);
    }
}

void Planner::add_definition(const catalog::TypeDefinition& definition) {
    const std::string& name = names_.definitions.at(definition.name);
    if (definition.kind == catalog::TypeKind::Composite) {
        add_composite(definition);
    } else if (definition.kind == catalog::TypeKind::Domain) {
        TypeChoices choices = plan_.choices;
        choices.names_domains = false;
        const catalog::Type type{definition.name, {}, 0, {}};
        PlannedDomain planned{name, definition.comment, type_text(type, catalog_, choices), {}};
        planned.constraints = constraint_arguments(type, catalog_, planned.type.text);
        add_definitions(planned.type.definitions);
        domains_.emplace(definition.name, std::move(planned));
    } else {
        enums_.emplace(definition.name, PlannedEnum{name, definition.comment, members_of(definition), definition.name});
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
    PlannedClass planned{names_.definitions.at(definition.name), {}, definition.comment, {}};
    const std::vector<std::string> names = names_of_fields(columns);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        PlannedField& field = planned.fields.emplace_back(plan_field(columns[index], names[index], catalog_, plan_.choices));
        if (field.is_renamed()) field.other_name = definition.attributes[index].name;  // the columns end here
        field.description = {};
        add_definitions(field.type->definitions);
    }
    plan_.composites.push_back(std::move(planned));
}

}  // namespace

}  // namespace rowtype::codegen
