#include <algorithm>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/model_table.h"
#include "analysis/binding/table_words.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using types::Definition;

BoundModel bind_class(const Definition& definition, const TableMatch& match, ModelStyle style, const Context& context);
bool is_sqlmodel(const Lineage& lineage);
bool is_off_the_search_path(const BoundModel& model, const Context& context);
bool resembles(const BoundModel& model, bool is_far);
void mark_fields_checked_at_base(const Lineage& lineage, const Context& context, BoundModel& model);

// A mapper's class, which is looked at as such.
bool says_its_table(const facts::Class& found) {
    return std::ranges::any_of(found.fields,
                               [](const auto& field) { return field.name == "__tablename__" || field.name == "__table__"; }) ||
           std::ranges::any_of(found.keywords, [](const auto& keyword) { return keyword.keyword == "table"; });
}

Definition definition_of(const StatementView& statement, const facts::Class& found, const types::ModuleScope& module) {
    Definition definition;
    definition.kind = Definition::Kind::Class;
    definition.name = found.name;
    definition.statement = &statement.facts;
    definition.class_definition = &found;
    definition.module = &module;
    return definition;
}

}  // namespace

ModelBinding bind_models(const StatementView& statement, const Context& context) {
    ModelBinding result;
    if (statement.facts.classes.empty()) return result;
    const ModelModules modules(context);
    for (const facts::Class& found : statement.facts.classes) {
        if (found.scope != 0 || (found.bases.empty() && found.decorators.empty())) continue;
        std::optional<TableMatch> match = stated_table(found, context);
        const bool by_name = !match;
        if (by_name) match = table_by_name(found.name, context);
        if (!match) continue;
        const Definition definition = definition_of(statement, found, modules.analysed_file());
        const std::optional<ModelStyle> style = style_of(types::kind_of_class(definition));
        const bool counts = !by_name || names_count(context.file);
        if (!style || says_its_table(found)) {
            if (counts && !says_its_table(found)) count(result.muted, Mute::ModelNotPydantic);
            continue;
        }
        const bool is_pydantic = *style == ModelStyle::Pydantic || *style == ModelStyle::LegacyPydantic;
        if (!counts && !is_pydantic) continue;  // any program has dataclasses
        // UserCreate beside User(table=True) is what an API takes; what is written is the latter.
        const bool writes = match->role == ModelRole::Insert || match->role == ModelRole::Update;
        if (by_name && writes && is_sqlmodel(lineage_of(definition))) continue;
        BoundModel model = bind_class(definition, *match, *style, context);
        if (by_name && !resembles(model, is_off_the_search_path(model, context))) {
            if (counts) count(result.muted, Mute::ModelUnlikeItsTable);
            continue;
        }
        if (!counts) {
            count(result.muted, Mute::ModelOutsideModelFiles);
            result.unchecked_lookalikes.push_back(found.name + " ~ " + match->relation->name.to_string());
        } else {
            result.models.push_back(std::move(model));
        }
    }
    return result;
}

namespace {

BoundModel bind_class(const Definition& definition, const TableMatch& match, ModelStyle style, const Context& context) {
    const facts::Class& found = *definition.class_definition;
    BoundModel model;
    model.class_name = found.name;
    model.name_span = found.name_span;
    model.span = found.span;
    model.body_span = found.body_span;
    model.table_name = match.table_name;
    model.table_span = match.matched_by == MatchedBy::Directive ? found.table_directive_span : Span{};
    model.relation = match.relation;
    model.relation_unknown = match.relation_unknown;
    model.matched_by = match.matched_by;
    model.role = match.role;
    model.style = style;
    const Lineage lineage = lineage_of(definition);
    const bool writes = match.role == ModelRole::Insert || match.role == ModelRole::Update;
    bind_fields(lineage, context, writes, model);
    for (BoundField& field : model.fields) {
        if (match.is_filter) field.type_checkable = false;
    }
    mark_fields_checked_at_base(lineage, context, model);
    return model;
}

bool is_sqlmodel(const Lineage& lineage) {
    return std::ranges::any_of(lineage.classes, [](const Definition& link) {
        return std::ranges::any_of(link.class_definition->bases, [&](const facts::Value& base) {
            return external_name(base, *link.module) == "sqlmodel.SQLModel";
        });
    });
}

// Whether neither the search path nor the class's name leads to the schema of the table: "Event" is any event, not only that of analytics.
bool is_off_the_search_path(const BoundModel& model, const Context& context) {
    const std::string& schema = model.relation->name.schema;
    const std::vector<std::string>& path =
        context.settings.search_path.empty() ? context.catalog.search_path() : context.settings.search_path;
    return std::ranges::find(path, schema) == path.end() && !snake_case(model.class_name).starts_with(schema + "_");
}

// Whether half of the fields that look like columns are columns, of a table that is far away four of five: below that the class is
// something else of the same name.
bool resembles(const BoundModel& model, bool is_far) {
    std::size_t considered = 0;
    std::size_t shared = 0;
    for (const BoundField& field : model.fields) {
        if (field.column != nullptr) ++shared;
        if (field.column != nullptr || (field.is_column && !field.is_embed)) ++considered;
    }
    return shared > 0 && (is_far ? shared * 5 >= considered * 4 : shared * 2 >= considered);
}

// A base class in the same file that reads the same relation is checked itself.
void mark_fields_checked_at_base(const Lineage& lineage, const Context& context, BoundModel& model) {
    for (const Definition& link : lineage.classes) {
        const bool is_base = link.class_definition->name != model.class_name;
        const auto* module = dynamic_cast<const ModelModule*>(link.module);
        if (!is_base || module == nullptr || !module->is_analysed_file()) continue;
        std::optional<TableMatch> match = stated_table(*link.class_definition, context);
        if (!match && names_count(context.file)) match = table_by_name(link.class_definition->name, context);
        const bool reads = match && (match->role == ModelRole::Row || match->role == ModelRole::Projection) && !match->is_filter;
        if (!reads || match->relation == nullptr || match->relation != model.relation) continue;
        for (BoundField& field : model.fields) {
            if (field.inherited && field.inherited_from == link.class_definition->name) field.checked_at_base = true;
        }
    }
}

}  // namespace

}  // namespace rowtype::binding
