#include "reflect/migrations/columns.h"

#include <algorithm>
#include <optional>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/object_names.h"
#include "reflect/migrations/sequences.h"
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

// What values of the type are compared by where nothing else is said (pg_type.typcollation).
std::string own_collation(SchemaBuilder& schema, const catalog::Type& type) {
    constexpr int kMaximumDomainDepth = 64;
    catalog::Type walked = type;
    for (int depth = 0; depth < kMaximumDomainDepth; ++depth) {
        const catalog::TypeDefinition* definition = schema.find_type(walked.name);
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
        if (!definition->collation.empty()) return definition->collation;
        walked = definition->base;
    }
    return walked.is_builtin("name") ? "C" : "default";
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
    column.collation = collation_beside(schema, definition["collClause"], column.type);
    if (definition["is_not_null"].boolean()) column.nullability = catalog::Nullability::NotNull;
    if (!serial_base(definition["typeName"]).empty()) {
        column.default_expression = nextval_expression(add_owned_sequence(schema, table, column, Node::null()).name);
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

std::string collation_beside(SchemaBuilder& schema, const Node& clause, const catalog::Type& type) {
    const WrittenName written = written_name(name_parts(clause["collname"]));
    if (written.name.empty()) return {};
    std::string collation = written.name;
    const std::optional<QualifiedName> own = schema.find_collation(written);
    if (own) collation = own->to_string();
    if (!own && !written.schema.empty() && written.schema != "pg_catalog") collation = written.schema + "." + written.name;
    return collation == own_collation(schema, type) ? std::string() : collation;
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
    } else if (kind == "CONSTR_DEFAULT" && is_no_default(schema, constraint["raw_expr"], column.type)) {
        column.default_expression.reset();  // PostgreSQL keeps no default for it
    } else if (kind == "CONSTR_DEFAULT") {
        const std::uint32_t begin = after_words(text, "default", location);
        const std::string written = begin == npos() ? std::string() : expression_from(text, begin, next);
        column.default_expression = default_text(schema, constraint["raw_expr"], written);
    } else if (kind == "CONSTR_IDENTITY") {
        const bool always = constraint["generated_when"].string() == "a";
        column.identity = always ? catalog::Identity::Always : catalog::Identity::ByDefault;
        column.nullability = catalog::Nullability::NotNull;
        add_owned_sequence(schema, table, column, constraint["options"]).is_identity = true;
    } else if (kind == "CONSTR_GENERATED") {
        const bool is_virtual = schema.source.has(NewerClause::Kind::Virtual, constraint.location());
        column.generated = is_virtual ? catalog::Generated::Virtual : catalog::Generated::Stored;
        column.generated_expression = inside_parentheses(text, location);
    }
}

bool is_no_default(SchemaBuilder& schema, const Node& expression, const catalog::Type& type) {
    const Node* inner = &expression;
    while (inner->is("TypeCast")) {  // a NULL of another type stays an expression
        if (resolve_type(schema, (*inner)["typeName"]).name != type.name) return false;
        inner = &(*inner)["arg"];
    }
    return inner->is("A_Const") && (*inner)["isnull"].boolean() && type.modifiers.empty();
}

std::string nextval_expression(const QualifiedName& sequence) {
    std::string name = sql::quote_identifier(sequence.schema) + "." + sql::quote_identifier(sequence.name);
    for (std::size_t quote = name.find('\''); quote != std::string::npos; quote = name.find('\'', quote + 2)) {
        name.insert(quote, 1, '\'');
    }
    return "nextval('" + name + "'::regclass)";
}

std::string default_text(SchemaBuilder& schema, const Node& expression, std::string written) {
    const auto& arguments = expression["args"].items();
    const std::vector<std::string> function = name_parts(expression["funcname"]);
    if (!expression.is("FuncCall") || function.empty() || function.back() != "nextval" || arguments.size() != 1) return written;
    const Node* argument = arguments.front();
    if (argument->is("TypeCast")) {
        if (written_name(name_parts((*argument)["typeName"])).name != "regclass") return written;  // looked up when it runs
        argument = &(*argument)["arg"];
    }
    std::vector<std::string> parts;
    const std::string_view name = (*argument)["sval"]["sval"].string();
    for (const sql::NamePart& part : sql::dotted_name_at(name, 0)) parts.push_back(part.value);
    const SequenceState* sequence = parts.empty() ? nullptr : schema.find_sequence(written_name(parts));
    return sequence == nullptr ? written : nextval_expression(sequence->sequence.name);
}

catalog::Sequence& add_owned_sequence(SchemaBuilder& schema, RelationState& table, const Column& column, const Node& options) {
    const QualifiedName& owner = table.relation.name;
    const WrittenName named = written_name(name_parts(option(options, "sequence_name")));
    QualifiedName name{named.schema.empty() ? owner.schema : named.schema, named.name};
    if (name.name.empty()) name.name = choose_relation_name(schema, owner, column.name, "seq", false);
    catalog::Sequence sequence;
    sequence.name = std::move(name);
    sequence.type = sequence_type_of(column.type);
    apply_sequence_options(schema, sequence, options, true);
    sequence.owner_relation = owner;
    sequence.owner_column = column.name;
    SequenceState& state = schema.add_sequence(std::move(sequence));
    state.owner = table.owner;
    return state.sequence;
}

}  // namespace rowtype::migrations
