#include "reflect/migrations/columns.h"

#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/object_names.h"
#include "reflect/migrations/type_names.h"
#include "reflect/sql/names.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::QualifiedName;

namespace {

// Where the part behind constraints[index] starts, for the end of a DEFAULT expression.
std::uint32_t next_location(const Node& definition, std::size_t index) {
    const auto& constraints = definition["constraints"].items();
    std::int64_t next = npos();
    const auto consider = [&](std::int64_t location) {
        if (location > constraints[index]->location()) next = std::min(next, location);
    };
    for (std::size_t later = index + 1; later < constraints.size(); ++later) consider(constraints[later]->location());
    consider(definition["collClause"].location());
    return static_cast<std::uint32_t>(next);
}

std::string collation_of(const Node& clause) {
    const WrittenName written = written_name(name_parts(clause["collname"]));
    return written.name;
}

bool is_attribute(std::string_view kind) {
    return kind == "CONSTR_NULL" || kind == "CONSTR_NOTNULL" || kind == "CONSTR_DEFAULT" || kind == "CONSTR_IDENTITY" ||
           kind == "CONSTR_GENERATED";
}

void apply_timing(PendingConstraint& constraint, std::string_view kind) {
    if (kind == "CONSTR_ATTR_DEFERRABLE") constraint.deferrable = true;
    if (kind == "CONSTR_ATTR_DEFERRED") constraint.deferrable = constraint.initially_deferred = true;
}

}  // namespace

Column read_column(SchemaBuilder& schema, RelationState& table, const Node& definition, std::vector<PendingConstraint>& pending) {
    Column column;
    column.name = definition["colname"].string();
    column.type = resolve_type(schema, definition["typeName"]);
    column.collation = collation_of(definition["collClause"]);
    if (definition["is_not_null"].boolean()) column.nullability = catalog::Nullability::NotNull;
    if (!serial_base(definition["typeName"]).empty()) {
        column.default_expression = nextval_expression(add_owned_sequence(schema, table, column.name));
        column.nullability = catalog::Nullability::NotNull;
    }
    const auto& constraints = definition["constraints"].items();
    for (std::size_t index = 0; index < constraints.size(); ++index) {
        const Node& constraint = *constraints[index];
        const std::string_view kind = constraint["contype"].string();
        if (is_attribute(kind)) {
            apply_column_attribute(schema, table, column, constraint, next_location(definition, index));
        } else if (kind.starts_with("CONSTR_ATTR_")) {
            if (!pending.empty()) apply_timing(pending.back(), kind);
        } else {
            pending.push_back({&constraint, column.name});
        }
    }
    return column;
}

void apply_column_attribute(SchemaBuilder& schema, RelationState& table, Column& column, const Node& constraint,
                            std::uint32_t next) {
    const std::string_view kind = constraint["contype"].string();
    const std::string_view text = schema.source.text;
    const auto location = static_cast<std::uint32_t>(std::max<std::int64_t>(constraint.location(), 0));
    if (kind == "CONSTR_NOTNULL") {
        column.nullability = catalog::Nullability::NotNull;
    } else if (kind == "CONSTR_NULL") {
        column.nullability = catalog::Nullability::Nullable;
    } else if (kind == "CONSTR_DEFAULT" && is_no_default(constraint["raw_expr"], column.type)) {
        column.default_expression.reset();  // PostgreSQL keeps no default for it
    } else if (kind == "CONSTR_DEFAULT") {
        const std::uint32_t begin = after_words(text, "default", location);
        column.default_expression = begin == npos() ? std::string() : expression_from(text, begin, next);
    } else if (kind == "CONSTR_IDENTITY") {
        const bool always = constraint["generated_when"].string() == "a";
        column.identity = always ? catalog::Identity::Always : catalog::Identity::ByDefault;
        column.nullability = catalog::Nullability::NotNull;
        const std::vector<std::string> named = name_parts(option(constraint["options"], "sequence_name"));
        if (named.empty()) {
            (void)add_owned_sequence(schema, table, column.name);
        } else {
            schema.sequences.insert({table.relation.name.schema, named.back()});
            table.owned_sequences[column.name] = named.back();
        }
    } else if (kind == "CONSTR_GENERATED") {
        column.generated = catalog::Generated::Stored;
        column.generated_expression = inside_parentheses(text, location);
    }
}

bool is_no_default(const Node& expression, const catalog::Type& type) {
    const Node* inner = &expression;
    while (inner->is("TypeCast")) inner = &(*inner)["arg"];
    return inner->is("A_Const") && (*inner)["isnull"].boolean() && type.modifiers.empty();
}

std::string nextval_expression(const QualifiedName& sequence) {
    std::string name = sql::quote_identifier(sequence.schema) + "." + sql::quote_identifier(sequence.name);
    for (std::size_t quote = name.find('\''); quote != std::string::npos; quote = name.find('\'', quote + 2)) {
        name.insert(quote, 1, '\'');
    }
    return "nextval('" + name + "'::regclass)";
}

QualifiedName add_owned_sequence(SchemaBuilder& schema, RelationState& table, const std::string& column) {
    const QualifiedName& owner = table.relation.name;
    const QualifiedName name{owner.schema, choose_relation_name(schema, owner, column, "seq", false)};
    schema.sequences.insert(name);
    table.owned_sequences[column] = name.name;
    return name;
}

}  // namespace rowtype::migrations
