#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/plan_relationships.h"
#include "analysis/codegen/relationship_text.h"
#include "analysis/codegen/sqlalchemy_columns.h"
#include "analysis/codegen/style.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kUnset = "What is not set is left to the database: dump with exclude_unset=True.";

using Kind = PythonDefault::Kind;

// A row that is made in Python gets from the database what only that can make.
bool is_filled(const PlannedField& field) {
    return field.fallback.kind == Kind::Server || field.source->generated != catalog::Generated::None;
}

// `name`: of the column, as an expression.
Expression field_call(Expression name, const PlannedField& field, const PlannedClass& model, const SqlTables& tables,
                      ModuleText& module, bool optional) {
    std::vector<Expression> arguments;
    arguments.reserve(3);
    if (field.fallback.kind == Kind::Factory) {
        arguments.push_back(Expression::atom("default_factory=" + field.fallback.text));
    } else if (field.fallback.kind == Kind::Value) {
        arguments.push_back(Expression::atom("default=" + field.fallback.text));
        module.import(field.fallback.imports);
    } else if (optional) {
        arguments.push_back(Expression::atom("default=None"));
    }
    std::vector<Expression> column = column_arguments(field, model, tables, module, false);
    column.insert(column.begin(), std::move(name));
    const catalog::Key& key = *model.relation->primary_key;
    const bool is_key = std::ranges::find(key.columns, field.column()) != key.columns.end();
    if (!field.nullable && !is_key) column.push_back(Expression::atom("nullable=False"));
    arguments.push_back(Expression::call("sa_column=sa.Column", std::move(column)));
    if (!is_blank(field.description)) arguments.push_back(Expression::atom("description=" + string_literal(field.description)));
    return Expression::call("Field", std::move(arguments));
}

void add_field(std::string& text, const PlannedField& field, const PlannedClass& model, const SqlTables& tables,
               ModuleText& module) {
    const bool optional = field.nullable || is_filled(field);
    const auto call = [&](Expression name) { return field_call(std::move(name), field, model, tables, module, optional); };
    const std::string name = string_literal(field.column());
    std::string head;
    head.reserve(kLineLength);
    head.append(field.name).append(": ").append(module.annotation(field, optional));
    if (has_type_alone(field, model) && field.fallback.kind == Kind::None) {
        lay_out(text, head, module.known(field, [&] { return call(Expression::placeholder()); }), kIndent, name);
    } else {
        lay_out(text, head, call(Expression::atom(name)), kIndent);
    }
}

std::string relationship_line(const PlannedRelationship& link, const SqlTables& tables, ModuleText& module) {
    module.import("sqlmodel", "Relationship");
    module.mention(link.target);
    std::string target = "\"" + link.target + "\"";
    if (link.is_list) target = "list[" + target + "]";
    if (link.optional) {
        target = "Optional[" + target + "]";
        module.import("typing", "Optional");
    }
    std::vector<Expression> arguments;
    Expression others{Expression::Kind::Collection, "sa_relationship_kwargs={", {}, "}"};
    for (const auto& [name, value] : relationship_arguments(link, tables)) {
        if (name == "back_populates") {
            arguments.push_back(Expression::atom(name + "=" + value));
        } else {
            others.items.push_back(Expression::atom(string_literal(name) + ": " + value));
        }
    }
    if (!others.items.empty()) arguments.push_back(std::move(others));
    return laid_out(link.name + ": " + target, Expression::call("Relationship", std::move(arguments)), kIndent);
}

std::string table_class(const PlannedClass& model, const SqlTables& tables, ModuleText& module) {
    std::string text =
        directive(model) + "class " + model.class_name + "(SQLModel, table=True):\n" + documentation(model.description);
    // SQLModel declares it as what only type checkers see.
    module.import("typing", "Any");
    module.import("typing", "ClassVar");
    text += laid_out("__tablename__: ClassVar[Any]", Expression::atom(string_literal(model.relation->name.name)), kIndent);
    std::vector<Expression> arguments = table_arguments(model, tables, module);
    if (!arguments.empty()) {
        text += laid_out("__table_args__", Expression::tuple(std::move(arguments)), kIndent);
    }
    text += "\n";
    if (!model.fields.empty()) module.import("sqlmodel", "Field");
    for (const PlannedField& field : model.fields) add_field(text, field, model, tables, module);
    if (!model.relationships.empty()) text += "\n";
    for (const PlannedRelationship& link : model.relationships) text += relationship_line(link, tables, module);
    return text;
}

// Models of what is written are no tables: they are validated.
std::string written_class(const PlannedClass& model, ModuleText& module) {
    std::string text = directive(model) + "class " + model.class_name + "(SQLModel):\n" +
                       documentation(model.description, variant_notes(model, kUnset));
    for (const PlannedField& field : model.fields) {
        ImportSet imports;
        const Statement statement = pydantic_field(field, model.variant, module.plan().choices, imports);
        for (const ImportedName& import : imports.list()) {
            module.import(import == ImportedName{"pydantic", "Field"} ? "sqlmodel" : import.module, import.name);
        }
        text += laid_out(statement, kIndent);
    }
    if (model.fields.empty()) text.pop_back();  // the line behind the docstring
    return text;
}

void write_module(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    const SqlTables tables(plan);
    module.write_models([&](const PlannedClass& model, ModuleText& part) {
        const bool is_view = model.relation->is_view();
        if (!is_view) part.import("sqlmodel", "SQLModel");
        if (model.variant != ModelVariant::Row) {
            part.add(model.class_name, written_class(model, part));
        } else if (is_mapped(model)) {
            part.add(model.class_name, table_class(model, tables, part));
        } else {
            part.add(model.class_name, core_table(model, is_view ? "views" : "SQLModel.metadata", tables, part));
        }
    });
    const bool has_views = std::ranges::any_of(plan.models, [](const PlannedClass& model) {
        return model.variant == ModelVariant::Row && !is_mapped(model) && model.relation->is_view();
    });
    module.enter_shared();
    add_mapper_helpers(module, has_views);
}

StyleTraits traits() {
    StyleTraits traits;
    traits.validation = Validation::Mapper;
    traits.has_composite_classes = false;
    traits.has_checked_literals = false;
    traits.has_notes = false;
    traits.has_relationships = true;
    traits.reserved = {"metadata", "registry",        "sa",       "postgresql",  "values_of",
                       "views",    "sqlmodel_config", "SQLModel", "Relationship"};
    return traits;
}

}  // namespace

const ModelStyle kSqlModelStyle = {"sqlmodel", traits, write_module};

}  // namespace rowtype::codegen
