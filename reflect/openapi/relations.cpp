#include "reflect/openapi/relations.h"

#include <algorithm>
#include <map>
#include <set>

#include "reflect/openapi/column_notes.h"

namespace rowtype::openapi {

using namespace catalog;

namespace {

using Columns = std::map<std::string, std::set<std::string>>;  // of each relation

// Reads one definition. What decides about it comes first: whether it is certainly a table, or certainly a view.
class RelationReader {
public:
    RelationReader(const ObjectSchema& schema, bool writes) : schema_(schema), writes_(writes) {
        for (const Property& property : schema.properties) notes_.push_back(read_column_notes(property.description));
    }

    [[nodiscard]] Relation read(QualifiedName name, const TypeNames& types, const Columns& columns) const;

private:
    [[nodiscard]] bool is_required(const std::string& column) const {
        return std::ranges::find(schema_.required, column) != schema_.required.end();
    }
    // All columns of its primary key are NOT NULL; none where it has no key.
    [[nodiscard]] std::optional<bool> key_is_required() const;
    [[nodiscard]] Column read_column(const Property& property, const ColumnNotes& notes, const TypeNames& types,
                                     bool is_table) const;
    void add_keys(Relation& relation, const Columns& columns) const;

    const ObjectSchema& schema_;
    bool writes_;
    std::vector<ColumnNotes> notes_;  // of each property
};

std::optional<bool> RelationReader::key_is_required() const {
    std::optional<bool> required;
    for (std::size_t index = 0; index < notes_.size(); ++index) {
        if (notes_[index].in_primary_key) {
            required = required.value_or(true) && is_required(schema_.properties[index].name);
        }
    }
    return required;
}

// A view takes over the primary key of its table, but PostgreSQL knows none of its columns to be NOT NULL, unless by a domain.
// So a key whose columns may be NULL is a view's, and one whose columns are NOT NULL a table's: a view would need a domain that
// is NOT NULL for each column of its key. What nobody can insert into, update or delete from is no table either. In between,
// whether a column may be NULL is not told.
Relation RelationReader::read(QualifiedName name, const TypeNames& types, const Columns& columns) const {
    Relation relation;
    relation.name = std::move(name);
    relation.comment = schema_.description;
    const std::optional<bool> key_is_required = this->key_is_required();
    const bool is_view = !writes_ || key_is_required == false;
    const bool is_table = !is_view && key_is_required == true;
    relation.kind = is_view ? RelationKind::View : RelationKind::Table;
    for (std::size_t index = 0; index < notes_.size(); ++index) {
        relation.columns.push_back(read_column(schema_.properties[index], notes_[index], types, is_table));
    }
    if (!is_view) add_keys(relation, columns);
    return relation;
}

Column RelationReader::read_column(const Property& property, const ColumnNotes& notes, const TypeNames& types,
                                   bool is_table) const {
    Column column;
    column.name = property.name;
    column.type = types.type_of(property);
    column.comment = notes.comment;
    // PostgREST looks at the outermost domain: a column that it calls nullable may be of a domain over one that is NOT NULL.
    column.nullability = is_required(property.name) ? Nullability::NotNull
                         : is_table                 ? Nullability::Nullable
                                                    : Nullability::Unknown;
    column.default_expression = property.default_text;
    column.default_known = column.default_expression.has_value();
    return column;
}

// Neither name nor, of a primary key, the order of columns is told.
void RelationReader::add_keys(Relation& relation, const Columns& columns) const {
    Key primary_key;
    for (std::size_t index = 0; index < notes_.size(); ++index) {
        const std::string& column = schema_.properties[index].name;
        if (notes_[index].in_primary_key) primary_key.columns.push_back(column);
        const std::optional<ColumnNotes::Reference>& reference = notes_[index].references;
        if (!reference) continue;
        // Old versions wrote the name of a table of another schema as well: only one that is described counts.
        const auto target = columns.find(reference->relation);
        if (target == columns.end() || !target->second.contains(reference->column)) continue;
        ForeignKey key;
        key.columns = {column};
        key.referenced_relation = {relation.name.schema, reference->relation};
        key.referenced_columns = {reference->column};
        relation.foreign_keys.push_back(std::move(key));
    }
    if (!primary_key.columns.empty()) relation.primary_key = std::move(primary_key);
}

}  // namespace

std::vector<Relation> read_relations(const Document& document, const TypeNames& types, const std::string& schema) {
    std::map<std::string_view, const Path*> paths;
    for (const Path& path : document.paths) paths.emplace(path.name, &path);
    Columns columns;
    for (const Definition& definition : document.definitions) {
        for (const Property& property : definition.schema.properties) columns[definition.name].insert(property.name);
    }
    std::vector<Relation> relations;
    for (const Definition& definition : document.definitions) {
        const auto path = paths.find("/" + definition.name);
        if (path == paths.end()) continue;  // another tool's schema object
        relations.push_back(
            RelationReader(definition.schema, path->second->writes).read({schema, definition.name}, types, columns));
    }
    return relations;
}

}  // namespace rowtype::openapi
