#include "reflect/catalog/fingerprint.h"

#include "reflect/base/hash.h"

namespace rowtype::catalog {

namespace {

// Feeds members one by one; lengths are mixed in by hash_bytes, so that "ab","c" and "a","bc" differ.
class Hasher {
public:
    Hasher& add(std::string_view text) {
        state_ = hash_combine(state_, hash_bytes(text));
        return *this;
    }
    Hasher& add(std::uint64_t number) {
        state_ = hash_combine(state_, number);
        return *this;
    }
    Hasher& add(const QualifiedName& name) { return add(std::string_view(name.schema)).add(std::string_view(name.name)); }
    Hasher& add(const std::optional<std::string>& text) {
        add(static_cast<std::uint64_t>(text.has_value()));
        return text ? add(std::string_view(*text)) : *this;
    }
    Hasher& add(const std::vector<std::string>& texts) {
        add(static_cast<std::uint64_t>(texts.size()));
        for (const std::string& text : texts) add(std::string_view(text));
        return *this;
    }
    Hasher& add(const Type& type) {
        add(type.name).add(static_cast<std::uint64_t>(type.array_dimensions));
        for (const std::int32_t modifier : type.modifiers) add(static_cast<std::uint64_t>(static_cast<std::uint32_t>(modifier)));
        if (type.fields != IntervalFields::All) add(type.fields);
        return add(static_cast<std::uint64_t>(type.modifiers.size()));
    }
    template <class Enumeration>
        requires std::is_enum_v<Enumeration>
    Hasher& add(Enumeration value) {
        return add(static_cast<std::uint64_t>(value));
    }
    Hasher& add(bool value) { return add(static_cast<std::uint64_t>(value)); }

    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0;
};

void add_column(Hasher& hasher, const Column& column) {
    hasher.add(std::string_view(column.name)).add(column.type).add(column.nullability).add(column.default_expression);
    hasher.add(column.identity).add(column.generated).add(column.generated_expression);
    hasher.add(std::string_view(column.collation)).add(std::string_view(column.comment));
    if (!column.default_known) hasher.add(column.default_known);
}

void add_key(Hasher& hasher, const Key& key) {
    hasher.add(std::string_view(key.name)).add(key.columns).add(key.included_columns);
    hasher.add(key.nulls_not_distinct).add(key.deferrable).add(key.initially_deferred).add(key.without_overlaps);
    hasher.add(std::string_view(key.comment));
}

void add_foreign_key(Hasher& hasher, const ForeignKey& key) {
    hasher.add(std::string_view(key.name)).add(key.columns).add(key.referenced_relation).add(key.referenced_columns);
    hasher.add(key.on_update).add(key.on_delete).add(key.match_full).add(key.deferrable).add(key.initially_deferred);
    hasher.add(key.set_columns).add(key.validated).add(key.enforced).add(std::string_view(key.comment));
}

void add_exclusion(Hasher& hasher, const Exclusion& exclusion) {
    hasher.add(std::string_view(exclusion.name)).add(std::string_view(exclusion.method)).add(exclusion.elements);
    hasher.add(exclusion.operators).add(std::string_view(exclusion.predicate)).add(exclusion.deferrable);
    hasher.add(exclusion.initially_deferred).add(std::string_view(exclusion.comment));
}

void add_index(Hasher& hasher, const Index& index) {
    hasher.add(std::string_view(index.name)).add(std::string_view(index.method)).add(index.columns);
    hasher.add(index.expressions).add(index.included_columns).add(std::string_view(index.predicate));
    hasher.add(index.unique).add(index.nulls_not_distinct).add(index.operator_classes);
    hasher.add(static_cast<std::uint64_t>(index.orders.size()));
    for (const IndexOrder order : index.orders) hasher.add(order);
}

void add_checks(Hasher& hasher, const std::vector<Check>& checks) {
    hasher.add(static_cast<std::uint64_t>(checks.size()));
    for (const Check& check : checks) {
        hasher.add(std::string_view(check.name)).add(std::string_view(check.expression)).add(check.validated);
        hasher.add(check.enforced).add(check.inherited).add(std::string_view(check.comment));
    }
}

void add_relation(Hasher& hasher, const Relation& relation) {
    hasher.add(relation.name).add(relation.kind).add(static_cast<std::uint64_t>(relation.columns.size()));
    for (const Column& column : relation.columns) add_column(hasher, column);
    hasher.add(relation.primary_key.has_value());
    if (relation.primary_key) add_key(hasher, *relation.primary_key);
    hasher.add(static_cast<std::uint64_t>(relation.unique_keys.size()));
    for (const Key& key : relation.unique_keys) add_key(hasher, key);
    hasher.add(static_cast<std::uint64_t>(relation.foreign_keys.size()));
    for (const ForeignKey& key : relation.foreign_keys) add_foreign_key(hasher, key);
    add_checks(hasher, relation.checks);
    hasher.add(static_cast<std::uint64_t>(relation.exclusions.size()));
    for (const Exclusion& exclusion : relation.exclusions) add_exclusion(hasher, exclusion);
    hasher.add(static_cast<std::uint64_t>(relation.indexes.size()));
    for (const Index& index : relation.indexes) add_index(hasher, index);
    hasher.add(std::string_view(relation.definition)).add(std::string_view(relation.comment));
    hasher.add(std::string_view(relation.extension)).add(relation.partition_of.has_value());
    if (relation.partition_of) hasher.add(*relation.partition_of);
    hasher.add(static_cast<std::uint64_t>(relation.inherits.size()));
    for (const QualifiedName& parent : relation.inherits) hasher.add(parent);
    hasher.add(static_cast<std::uint64_t>(relation.column_origins.size()));
    for (const ColumnOrigin& origin : relation.column_origins) hasher.add(origin.relation).add(std::string_view(origin.column));
    hasher.add(relation.row_security).add(relation.columns_complete);
    if (!relation.parts_complete || relation.presumed) hasher.add(relation.parts_complete).add(relation.presumed);
}

void add_type(Hasher& hasher, const TypeDefinition& type) {
    hasher.add(type.name).add(type.kind).add(type.labels).add(type.base).add(type.not_null).add(type.default_expression);
    add_checks(hasher, type.checks);
    hasher.add(static_cast<std::uint64_t>(type.attributes.size()));
    for (const Attribute& attribute : type.attributes) hasher.add(std::string_view(attribute.name)).add(attribute.type);
    hasher.add(std::string_view(type.comment)).add(std::string_view(type.extension)).add(std::string_view(type.collation));
    hasher.add(type.multirange);
    if (!type.complete) hasher.add(type.complete);
}

void add_function(Hasher& hasher, const Function& function) {
    hasher.add(function.name).add(static_cast<std::uint64_t>(function.arguments.size()));
    for (const Argument& argument : function.arguments) {
        hasher.add(std::string_view(argument.name)).add(argument.type).add(argument.mode).add(argument.has_default);
        hasher.add(std::string_view(argument.default_expression));
    }
    hasher.add(function.result).add(function.returns_set).add(function.is_procedure);
    hasher.add(std::string_view(function.comment)).add(std::string_view(function.extension)).add(function.volatility);
    hasher.add(function.security_definer);
    if (function.single_row) hasher.add(function.single_row);
}

void add_sequence(Hasher& hasher, const Sequence& sequence) {
    hasher.add(sequence.name).add(std::string_view(sequence.type)).add(sequence.cycle).add(sequence.is_identity);
    for (const std::int64_t number : {sequence.start, sequence.increment, sequence.minimum, sequence.maximum, sequence.cache}) {
        hasher.add(static_cast<std::uint64_t>(number));
    }
    hasher.add(sequence.owner_relation).add(std::string_view(sequence.owner_column));
    hasher.add(std::string_view(sequence.comment)).add(std::string_view(sequence.extension));
}

}  // namespace

std::uint64_t fingerprint_of(const Relation& relation) {
    Hasher hasher;
    add_relation(hasher, relation);
    return hasher.value();
}

std::uint64_t fingerprint_of(const CatalogData& data) {
    Hasher hasher;
    hasher.add(data.schemas).add(data.search_path).add(data.incomplete_schemas);
    if (!data.outline_schemas.empty()) hasher.add(data.outline_schemas);
    for (const QualifiedName& function : data.presumed_functions) hasher.add(function);
    for (const Relation& relation : data.relations) add_relation(hasher, relation);
    for (const TypeDefinition& type : data.types) add_type(hasher, type);
    for (const Function& function : data.functions) add_function(hasher, function);
    for (const Sequence& sequence : data.sequences) add_sequence(hasher, sequence);
    return hasher.value();
}

}  // namespace rowtype::catalog
