#include <algorithm>
#include <vector>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/plan_relationships.h"
#include "analysis/codegen/relationship_text.h"
#include "analysis/codegen/sqlalchemy_columns.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kBase = "class Base(DeclarativeBase):\n    pass\n";

void add_field(std::string& text, const PlannedField& field, const PlannedClass& model, const SqlTables& tables,
               ModuleText& module) {
    const bool is_renamed = field.is_renamed();
    const auto column = [&] {
        std::vector<Expression> arguments = column_arguments(field, model, tables, module, is_renamed);
        // Any says nothing of null.
        if (field.type->text == "Any" && !field.nullable) arguments.push_back(Expression::atom("nullable=False"));
        if (field.type->text == "Any" && field.nullable) arguments.push_back(Expression::atom("nullable=True"));
        return Expression::call("mapped_column", std::move(arguments));
    };
    std::string head;
    head.reserve(kLineLength);
    head.append(field.name).append(": Mapped[").append(module.annotation(field, field.nullable)) += ']';
    if (!is_renamed && has_type_alone(field, model)) {
        lay_out(text, head, module.known(field, column), kIndent);
    } else {
        lay_out(text, head, column(), kIndent);
    }
}

std::string relationship_line(const PlannedRelationship& link, const SqlTables& tables, ModuleText& module) {
    module.import("sqlalchemy.orm", "relationship");
    module.mention(link.target);
    std::string target = "\"" + link.target + "\"";
    if (link.is_list) target = "list[" + target + "]";
    if (link.optional) {
        if (module.plan().choices.has_union_operator) {
            target = "\"" + link.target + " | None\"";
        } else {
            target = "Optional[" + target + "]";
            module.import("typing", "Optional");
        }
    }
    std::vector<Expression> arguments;
    for (const auto& [name, value] : relationship_arguments(link, tables))
        arguments.push_back(Expression::atom(name + "=" + value));
    return laid_out(link.name + ": Mapped[" + target + "]", Expression::call("relationship", std::move(arguments)), kIndent);
}

std::string mapped_class(const PlannedClass& model, const SqlTables& tables, ModuleText& module) {
    std::string text = directive(model) + "class " + model.class_name + "(Base):\n" + documentation(model.description);
    text += laid_out("__tablename__", Expression::atom(string_literal(model.relation->name.name)), kIndent);
    std::vector<Expression> arguments = table_arguments(model, tables, module);
    if (!arguments.empty()) {
        text += laid_out("__table_args__", Expression::tuple(std::move(arguments)), kIndent);
    }
    text += "\n";
    if (!model.fields.empty()) {
        module.import("sqlalchemy.orm", "Mapped");
        module.import("sqlalchemy.orm", "mapped_column");
    }
    for (const PlannedField& field : model.fields) add_field(text, field, model, tables, module);
    if (!model.relationships.empty()) text += "\n";
    for (const PlannedRelationship& link : model.relationships) text += relationship_line(link, tables, module);
    return text;
}

void write_module(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    const SqlTables tables(plan);
    module.write_models([&](const PlannedClass& model, ModuleText& part) {
        const char* metadata = model.relation->is_view() ? "views" : "Base.metadata";
        part.add(model.class_name,
                 is_mapped(model) ? mapped_class(model, tables, part) : core_table(model, metadata, tables, part));
    });
    const bool has_views = std::ranges::any_of(
        plan.models, [](const PlannedClass& model) { return !is_mapped(model) && model.relation->is_view(); });
    module.enter_shared();
    module.import("sqlalchemy.orm", "DeclarativeBase");
    module.add("Base", std::string(kBase));
    add_mapper_helpers(module, has_views);
}

StyleTraits traits() {
    StyleTraits traits;
    traits.validation = Validation::Mapper;
    traits.has_composite_classes = false;
    traits.has_variants = false;
    traits.has_checked_literals = false;
    traits.has_notes = false;
    traits.has_relationships = true;
    traits.reserved = {"metadata", "registry", "sa", "postgresql", "values_of", "mapped_column", "relationship", "views"};
    return traits;
}

}  // namespace

const ModelStyle kSqlAlchemyStyle = {"sqlalchemy", traits, write_module};

}  // namespace rowtype::codegen
