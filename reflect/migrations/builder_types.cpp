// The builder's part on types and functions, and on owners.
#include <algorithm>

#include "reflect/migrations/schema_builder.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using catalog::QualifiedName;

// Types -----------------------------------------------------------------------------------------------------------------

catalog::TypeDefinition* SchemaBuilder::find_type(const WrittenName& written) {
    for (const std::string& schema : lookup_schemas(written)) {
        if (catalog::TypeDefinition* type = find_type(QualifiedName{schema, written.name})) return type;
    }
    return nullptr;
}

catalog::TypeDefinition* SchemaBuilder::find_type(const QualifiedName& name) {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : &found->second;
}

catalog::TypeDefinition& SchemaBuilder::add_type(catalog::TypeDefinition type) {
    const QualifiedName name = type.name;
    type_origins_[name] = {source.file, source.line};
    return types_[name] = std::move(type);
}

void SchemaBuilder::for_each_type(const std::function<void(catalog::TypeDefinition&)>& visit) {
    for (auto& [name, type] : types_) visit(type);
}

void SchemaBuilder::drop_type(const QualifiedName& name, bool cascade) {
    const auto found = types_.find(name);
    const QualifiedName multirange = found == types_.end() ? QualifiedName() : found->second.multirange;
    types_.erase(name);
    type_origins_.erase(name);
    if (!multirange.name.empty()) drop_type(multirange, cascade);
    if (cascade) drop_uses_of_type(name);
}

void SchemaBuilder::drop_uses_of_type(const QualifiedName& name) {
    std::vector<std::pair<QualifiedName, std::string>> columns;
    std::vector<QualifiedName> views;
    for (const auto& [relation, state] : relations_) {
        if (std::ranges::find(state.casts, name) != state.casts.end()) views.push_back(relation);
        for (const catalog::Column& column : state.relation.columns) {
            if (column.type.name != name) continue;
            if (state.relation.is_view()) views.push_back(relation);
            else columns.emplace_back(relation, column.name);
        }
    }
    drop_views(views);
    drop_expressions_of_type(name);
    for (const auto& [relation, column] : columns) {
        if (RelationState* state = find_relation(relation)) drop_column(*state, column, true);
    }
    std::vector<catalog::Function> functions;
    for (const FunctionState& state : functions_) {
        const auto uses = [&](const catalog::Argument& argument) { return argument.type.name == name; };
        const catalog::Function& function = state.function;
        if (function.result.name == name || std::ranges::any_of(function.arguments, uses)) functions.push_back(function);
    }
    for (const catalog::Function& function : functions) drop_function(function, true);
    std::vector<QualifiedName> domains;
    for (auto& [other, type] : types_) {
        std::erase_if(type.attributes, [&](const catalog::Attribute& attribute) { return attribute.type.name == name; });
        if (type.kind == catalog::TypeKind::Domain && type.base.name == name) domains.push_back(other);
    }
    for (const QualifiedName& domain : domains) drop_type(domain, true);
}

namespace {

// Whether a text names the type in a cast: x::name, x::schema.name, CAST(x AS name).
bool casts_to(std::string_view expression, const QualifiedName& type) {
    if (expression.find(type.name) == std::string_view::npos) return false;
    const std::vector<sql::Token> tokens = sql::lex(expression);
    for (std::size_t index = 0; index + 1 < tokens.size(); ++index) {
        const bool casts = tokens[index].value == "::" || tokens[index].value == "as";
        if (!casts || tokens[index].kind == sql::TokenKind::QuotedIdentifier) continue;
        std::size_t name = index + 1;
        const bool is_qualified = name + 2 < tokens.size() && tokens[name + 1].value == ".";
        if (is_qualified && tokens[name].value != type.schema) continue;
        if (is_qualified) name += 2;
        if (tokens[name].value == type.name) return true;
    }
    return false;
}

void drop_expressions(catalog::Relation& relation, const std::function<bool(const std::string&)>& uses) {
    std::erase_if(relation.checks, [&](const catalog::Check& check) { return uses(check.expression); });
    std::erase_if(relation.indexes, [&](const catalog::Index& index) {
        return uses(index.predicate) || std::ranges::any_of(index.expressions, uses);
    });
    std::erase_if(relation.exclusions, [&](const catalog::Exclusion& exclusion) {
        return uses(exclusion.predicate) || std::ranges::any_of(exclusion.elements, uses);
    });
    std::erase_if(relation.policies, [&](const catalog::Policy& policy) {
        return (policy.using_expression && uses(*policy.using_expression)) ||
               (policy.check_expression && uses(*policy.check_expression));
    });
    for (catalog::Column& column : relation.columns) {
        if (column.default_expression && uses(*column.default_expression)) column.default_expression.reset();
    }
}

}  // namespace

// Checks, defaults, generated columns, indexes and policies with a cast to it.
void SchemaBuilder::drop_expressions_of_type(const QualifiedName& type) {
    const auto uses = [&](const std::string& expression) { return casts_to(expression, type); };
    std::vector<std::pair<QualifiedName, std::string>> generated;
    names_.touch_all(relations_);
    for (auto& [relation, state] : relations_) {
        drop_expressions(state.relation, uses);
        for (const catalog::Column& column : state.relation.columns) {
            if (column.generated_expression && uses(*column.generated_expression)) generated.emplace_back(relation, column.name);
        }
    }
    for (const auto& [relation, column] : generated) {
        if (RelationState* state = find_relation(relation)) drop_column(*state, column, true);
    }
}

void SchemaBuilder::rename_type(const QualifiedName& from, const QualifiedName& to) {
    auto moved = types_.extract(from);
    if (moved.empty()) return;
    moved.key() = to;
    moved.mapped().name = to;
    types_.insert(std::move(moved));
    if (auto origin = type_origins_.extract(from); !origin.empty()) type_origins_[to] = origin.mapped();
    for (const std::string& label : types_[to].labels) {
        if (auto origin = label_origins_.extract({from, label}); !origin.empty()) label_origins_[{to, label}] = origin.mapped();
    }
    replace_type_name(from, to);
}

std::optional<QualifiedName> SchemaBuilder::find_collation(const WrittenName& written) const {
    for (const std::string& schema : lookup_schemas(written)) {
        if (collations.contains({schema, written.name})) return QualifiedName{schema, written.name};
    }
    return std::nullopt;
}

catalog::Type SchemaBuilder::range_of_multirange(const QualifiedName& multirange) const {
    const auto found = std::ranges::find_if(types_, [&](const auto& entry) { return entry.second.multirange == multirange; });
    return found == types_.end() ? catalog::Type{} : catalog::Type{found->first, {}, 0};
}

std::vector<QualifiedName> SchemaBuilder::types_of_extension(const std::string& extension) const {
    std::vector<QualifiedName> names;
    for (const auto& [name, type] : types_) {
        if (type.extension == extension) names.push_back(name);
    }
    return names;
}

void SchemaBuilder::replace_type_name(const QualifiedName& from, const QualifiedName& to) {
    const auto replace = [&](catalog::Type& type) {
        if (type.name == from) type.name = to;
    };
    for (auto& [name, state] : relations_) {
        for (catalog::Column& column : state.relation.columns) replace(column.type);
        if (state.of_type == from) state.of_type = to;
        std::ranges::replace(state.casts, from, to);
    }
    for (auto& [name, type] : types_) {
        replace(type.base);
        if (type.multirange == from) type.multirange = to;
        for (catalog::Attribute& attribute : type.attributes) replace(attribute.type);
    }
    for (FunctionState& state : functions_) {
        replace(state.function.result);
        for (catalog::Argument& argument : state.function.arguments) replace(argument.type);
    }
}

bool SchemaBuilder::names_function(const WrittenName& written, const catalog::Function& function) const {
    if (function.name.name != written.name) return false;
    const std::vector<std::string> schemas = lookup_schemas(written);
    return std::ranges::find(schemas, function.name.schema) != schemas.end();
}

void SchemaBuilder::change_owner(RelationState& state, const std::string& owner) {
    state.owner = owner;
    std::erase_if(state.relation.grants, [&](const catalog::Grant& grant) { return access.owns(grant.role, owner); });
    for (auto& [name, entry] : sequences_) {
        if (entry.sequence.owner_relation == state.relation.name) change_owner(entry, owner);
    }
}

void SchemaBuilder::change_owner(SequenceState& state, const std::string& owner) {
    state.owner = owner;
    std::erase_if(state.sequence.grants, [&](const catalog::Grant& grant) { return access.owns(grant.role, owner); });
}

void SchemaBuilder::change_owner(FunctionState& state, const std::string& owner) {
    state.owner = owner;
    std::erase_if(state.function.grants, [&](const catalog::Grant& grant) { return access.owns(grant.role, owner); });
}

void SchemaBuilder::mark_everything_unknown() {
    mark_incomplete("*");
    access.known = false;
    for (auto& [name, state] : relations_) {
        doubt_columns(state);
        state.relation.parts_complete = false;
        state.relation.triggers_complete = false;
    }
}

}  // namespace rowtype::migrations
