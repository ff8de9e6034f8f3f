// CREATE and ALTER of enums, domains, composites and ranges.
#include <algorithm>

#include "reflect/migrations/columns.h"
#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/object_names.h"
#include "reflect/migrations/type_names.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

using catalog::QualifiedName;
using catalog::TypeDefinition;
using catalog::TypeKind;

namespace {

// The definition to fill in, or null where the name is taken (PostgreSQL refuses; a guarded DO block expects it).
TypeDefinition* start_type(SchemaBuilder& schema, const WrittenName& written, TypeKind kind) {
    const QualifiedName name = schema.name_to_create(written);
    const TypeDefinition* existing = schema.find_type(name);
    if (existing != nullptr && existing->extension.empty()) return nullptr;
    TypeDefinition type;
    type.name = name;
    type.kind = kind;
    return &schema.add_type(std::move(type));
}

void add_domain_constraint(SchemaBuilder& schema, TypeDefinition& domain, const Node& constraint, std::uint32_t next) {
    const std::string_view kind = constraint["contype"].string();
    const auto location = static_cast<std::uint32_t>(std::max<std::int64_t>(constraint.location(), 0));
    if (kind == "CONSTR_NOTNULL") domain.not_null = true;
    if (kind == "CONSTR_NULL") domain.not_null = false;
    if (kind == "CONSTR_DEFAULT") domain.default_expression.reset();
    if (kind == "CONSTR_DEFAULT" && !is_no_default(schema, constraint["raw_expr"], domain.base)) {
        const std::uint32_t begin = after_words(schema.source.text, "default", location);
        if (begin != npos()) domain.default_expression = expression_from(schema.source.text, begin, next);
    }
    if (kind != "CONSTR_CHECK") return;
    catalog::Check check;
    check.name = constraint["conname"].string();
    for (int pass = 0; check.name.empty(); ++pass) {
        const std::string label = pass == 0 ? "check" : "check" + std::to_string(pass);
        std::string name = make_object_name(domain.name.name, "", label);
        if (std::ranges::find(domain.checks, name, &catalog::Check::name) == domain.checks.end()) check.name = std::move(name);
    }
    const std::uint32_t begin = after_words(schema.source.text, "check", location);
    if (begin != npos()) check.expression = inside_parentheses(schema.source.text, begin);
    check.validated = !constraint["skip_validation"].boolean();
    domain.checks.push_back(std::move(check));
}

// "range" replaced by "multirange", or "_multirange" behind (makeMultirangeTypeName of src/backend/catalog/pg_type.c).
std::string multirange_name(const std::string& range) {
    const std::size_t at = range.find("range");
    if (at == std::string::npos) return make_object_name(range, "", "multirange");
    return sql::truncate_identifier(std::string(range).replace(at, 5, "multirange"));
}

}  // namespace

void apply_create_enum(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = written_name(name_parts(statement["typeName"]));
    const std::vector<std::string> labels = name_parts(statement["vals"]);
    if (TypeDefinition* type = start_type(schema, written, TypeKind::Enum)) {
        type->labels = labels;
        return;
    }
    const TypeDefinition* existing = schema.find_type(written);
    const bool differs = std::ranges::any_of(
        labels, [&](const std::string& label) { return std::ranges::find(existing->labels, label) == existing->labels.end(); });
    if (differs && !schema.conditional) {
        schema.note("the enum " + existing->name.to_string() + " is created a second time, with other labels; the first is kept");
    }
}

void apply_alter_enum(SchemaBuilder& schema, const Node& statement) {
    TypeDefinition* type = schema.find_type(written_name(name_parts(statement["typeName"])));
    const std::string added(statement["newVal"].string());
    if (type == nullptr) {
        schema.note("the enum that gets the label '" + added + "' is created by no statement before");
        return;
    }
    std::vector<std::string>& labels = type->labels;
    if (std::ranges::find(labels, added) != labels.end()) return;
    if (statement["oldVal"]) return schema.rename_label(*type, std::string(statement["oldVal"].string()), added);
    schema.set_label_origin(*type, added);
    auto neighbour = std::ranges::find(labels, std::string(statement["newValNeighbor"].string()));
    if (neighbour != labels.end() && statement["newValIsAfter"].boolean()) ++neighbour;
    labels.insert(neighbour, added);
}

void apply_create_domain(SchemaBuilder& schema, const Node& statement) {
    TypeDefinition* domain = start_type(schema, written_name(name_parts(statement["domainname"])), TypeKind::Domain);
    if (domain == nullptr) return;
    domain->base = resolve_type(schema, statement["typeName"]);
    domain->collation = collation_beside(schema, statement["collClause"], domain->base);
    if (!domain->base.is_array()) {  // until another one is declared, its base's default is its own
        const TypeDefinition* base = schema.find_type(domain->base.name);
        if (base != nullptr && base->kind == TypeKind::Domain) domain->default_expression = base->default_expression;
    }
    const auto& constraints = statement["constraints"].items();
    for (std::size_t index = 0; index < constraints.size(); ++index) {
        const std::int64_t next = index + 1 < constraints.size() ? constraints[index + 1]->location() : -1;
        add_domain_constraint(schema, *domain, *constraints[index], next < 0 ? npos() : static_cast<std::uint32_t>(next));
    }
}

// The letters of AlterDomainStmt.subtype (src/include/nodes/parsenodes.h).
void apply_alter_domain(SchemaBuilder& schema, const Node& statement) {
    TypeDefinition* domain = schema.find_type(written_name(name_parts(statement["typeName"])));
    if (domain == nullptr) return;
    const std::string_view subtype = statement["subtype"].string();
    if (subtype == "O") domain->not_null = true;
    if (subtype == "N") domain->not_null = false;
    if (subtype == "C") add_domain_constraint(schema, *domain, statement["def"], npos());
    if (subtype == "X") {
        std::erase_if(domain->checks, [&](const catalog::Check& check) { return check.name == statement["name"].string(); });
    }
    for (catalog::Check& check : domain->checks) {
        if (subtype == "V" && check.name == statement["name"].string()) check.validated = true;
    }
    if (subtype != "T") return;
    domain->default_expression.reset();
    const std::uint32_t begin = after_words(schema.source.text, "set default", 0);
    if (statement["def"] && begin != npos()) domain->default_expression = expression_from(schema.source.text, begin);
}

void apply_create_composite(SchemaBuilder& schema, const Node& statement) {
    TypeDefinition* type = start_type(schema, range_name(statement["typevar"]), TypeKind::Composite);
    if (type == nullptr) return;
    for (const Node* definition : statement["coldeflist"].items()) {
        type->attributes.push_back(
            {std::string((*definition)["colname"].string()), resolve_type(schema, (*definition)["typeName"])});
    }
}

namespace {

std::vector<QualifiedName> tables_of_type(SchemaBuilder& schema, const QualifiedName& type) {
    std::vector<QualifiedName> names;
    schema.for_each_relation([&](const RelationState& state) {
        if (state.of_type == type) names.push_back(state.relation.name);
    });
    return names;
}

// The typed table's part of ALTER TYPE … CASCADE, without which PostgreSQL refuses.
void alter_typed_table(SchemaBuilder& schema, RelationState& table, const Node& command, const catalog::Attribute& attribute) {
    const std::string_view subtype = command["subtype"].string();
    const auto column = std::ranges::find(table.relation.columns, attribute.name, &catalog::Column::name);
    const bool is_there = column != table.relation.columns.end();
    if (subtype == "AT_DropColumn" && is_there) schema.drop_column(table, attribute.name, true);
    if (subtype == "AT_AlterColumnType" && is_there) column->type = attribute.type;
    const bool is_added = subtype == "AT_AddColumn" || subtype.empty();
    if (!is_added || is_there) return;
    catalog::Column added;
    added.name = attribute.name;
    added.type = attribute.type;
    table.relation.columns.push_back(std::move(added));
    schema.set_column_origin(table, attribute.name, 0);
}

}  // namespace

// ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE.
void apply_alter_composite(SchemaBuilder& schema, const Node& statement) {
    TypeDefinition* type = schema.find_type(range_name(statement["relation"]));
    if (type == nullptr) return;
    for (const Node* command : statement["cmds"].items()) {
        const std::string_view subtype = (*command)["subtype"].string();
        const Node& definition = (*command)["def"];
        catalog::Attribute changed{std::string((*command)["name"].string()), {}};
        if (definition["typeName"]) changed.type = resolve_type(schema, definition["typeName"]);
        if (subtype == "AT_AddColumn" || subtype.empty()) {
            changed.name = definition["colname"].string();
            type->attributes.push_back(changed);
        }
        if (subtype == "AT_DropColumn") {
            std::erase_if(type->attributes, [&](const auto& attribute) { return attribute.name == changed.name; });
        }
        for (catalog::Attribute& attribute : type->attributes) {
            if (subtype == "AT_AlterColumnType" && attribute.name == changed.name) attribute.type = changed.type;
        }
        for (const QualifiedName& table : tables_of_type(schema, type->name)) {
            if (RelationState* state = schema.find_relation(table)) alter_typed_table(schema, *state, *command, changed);
        }
    }
}

void apply_create_range(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = written_name(name_parts(statement["typeName"]));
    const Node& parameters = statement["params"];
    TypeDefinition* type = start_type(schema, written, TypeKind::Range);
    if (type == nullptr) return;
    type->base = resolve_type(schema, option(parameters, "subtype"));
    const QualifiedName range = type->name;
    WrittenName multirange = written_name(name_parts(option(parameters, "multirange_type_name")));
    if (multirange.name.empty()) multirange = {range.schema, multirange_name(range.name)};
    const TypeDefinition* made = start_type(schema, multirange, TypeKind::Other);
    if (made == nullptr) return;
    const QualifiedName made_name = made->name;
    if (TypeDefinition* again = schema.find_type(range)) again->multirange = made_name;
}

void apply_define(SchemaBuilder& schema, const Node& statement) {
    const std::string_view kind = statement["kind"].string();
    if (kind == "OBJECT_COLLATION")
        schema.collations.insert(schema.name_to_create(written_name(name_parts(statement["defnames"]))));
    if (kind != "OBJECT_TYPE") return;
    const WrittenName written = written_name(name_parts(statement["defnames"]));
    if (schema.find_type(written) == nullptr) (void)start_type(schema, written, TypeKind::Other);
}

}  // namespace rowtype::migrations
