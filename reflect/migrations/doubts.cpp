#include "reflect/migrations/doubts.h"

#include <algorithm>

namespace rowtype::migrations {

using catalog::Column;
using catalog::Nullability;
using catalog::QualifiedName;

namespace {

constexpr int kMaximumDepth = 64;

void visit_with_children(SchemaBuilder& schema, RelationState& state, const std::function<void(RelationState&)>& visit,
                         int depth) {
    visit(state);
    if (depth >= kMaximumDepth) return;
    for (RelationState* child : schema.children_of(state.relation.name)) visit_with_children(schema, *child, visit, depth + 1);
}

}  // namespace

void for_each_meant(SchemaBuilder& schema, const WrittenName& written, const std::function<void(RelationState&)>& visit) {
    if (!written.name.empty()) {
        if (RelationState* state = schema.find_relation(written)) visit_with_children(schema, *state, visit, 0);
        return;
    }
    schema.for_each_relation([&](RelationState& state) {
        if (written.schema.empty() || state.relation.name.schema == written.schema) visit(state);
    });
}

void for_each_meant_type(SchemaBuilder& schema, const WrittenName& written,
                         const std::function<void(catalog::TypeDefinition&)>& visit) {
    if (!written.name.empty()) {
        if (catalog::TypeDefinition* type = schema.find_type(written)) visit(*type);
        return;
    }
    schema.for_each_type([&](catalog::TypeDefinition& type) {
        if (written.schema.empty() || type.name.schema == written.schema) visit(type);
    });
}

std::string schema_meant(SchemaBuilder& schema, const WrittenName& written) {
    if (!written.name.empty()) return schema.name_to_create(written).schema;
    return written.schema.empty() ? "*" : written.schema;
}

void doubt_type(Column& column) {
    column.type = {};
    column.collation.clear();
}

void doubt_not_null(SchemaBuilder& schema, const RelationState& state, Column& column) {
    column.nullability = Nullability::Unknown;
    schema.forget_what_views_prove(state.relation.name);
}

void doubt_default(Column& column) {
    column.default_expression.reset();
    column.identity = catalog::Identity::None;
    column.generated = catalog::Generated::None;
    column.generated_expression.reset();
    column.default_known = false;
}

void doubt_existence(SchemaBuilder& schema, RelationState& state, Column& column) {
    state.relation.columns_complete = false;
    state.relation.parts_complete = false;  // keys, checks and indexes go with their columns
    doubt_not_null(schema, state, column);
}

void doubt_everything(SchemaBuilder& schema, RelationState& state) {
    doubt_columns(state);
    state.relation.parts_complete = false;
    state.relation.triggers_complete = false;
    state.relation.checks.clear();
    schema.access.known = false;
    for (Column& column : state.relation.columns) {
        doubt_type(column);
        doubt_not_null(schema, state, column);
        doubt_default(column);
    }
}

void doubt_relation_exists(SchemaBuilder& schema, RelationState& state, bool cascade) {
    const QualifiedName name = state.relation.name;
    state.relation.presumed = true;
    state.relation.columns_complete = false;
    if (!cascade) return;
    std::vector<QualifiedName> views;
    schema.for_each_relation([&](RelationState& other) {
        const auto& keys = other.relation.foreign_keys;
        const bool refers =
            std::ranges::any_of(keys, [&](const catalog::ForeignKey& key) { return key.referenced_relation == name; });
        if (refers) other.relation.parts_complete = false;
        const bool reads = std::ranges::find(other.reads, name) != other.reads.end();
        if (reads && !other.relation.presumed) views.push_back(other.relation.name);
    });
    for (const QualifiedName& view : views) {
        if (RelationState* other = schema.find_relation(view)) doubt_relation_exists(schema, *other, true);
    }
}

void doubt_definition(catalog::TypeDefinition& type) {
    type.complete = false;
    if (type.kind != catalog::TypeKind::Enum) return;
    type.kind = catalog::TypeKind::Other;
    type.labels.clear();
}

void doubt_type_exists(SchemaBuilder& schema, catalog::TypeDefinition& type, bool cascade) {
    type.complete = false;
    if (!cascade) return;
    schema.for_each_relation([&](RelationState& state) {
        for (Column& column : state.relation.columns) {
            if (column.type.name == type.name) doubt_existence(schema, state, column);
        }
    });
}

}  // namespace rowtype::migrations
