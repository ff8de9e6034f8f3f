#include "analysis/orm/orm_class.h"

#include <algorithm>

#include "analysis/orm/declaration.h"
#include "analysis/orm/relation_of.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

namespace {

using types::Definition;

void add_attributes(const Declaration& declaration, const catalog::Relation* relation, const catalog::Catalog& catalog,
                    OrmClass& made) {
    for (const DeclaredAttribute& declared : declaration.attributes) {
        if (made.find(declared.name) != nullptr) continue;
        MappedAttribute attribute;
        attribute.name = declared.name;
        attribute.kind = declared.kind;
        attribute.column_name = declared.column_name;
        attribute.name_certain = declared.name_certain;
        attribute.key = declared.key;
        attribute.target = declared.target;
        if (declared.declared_in.kind == Definition::Kind::Class) attribute.declared_in = declared.declared_in.name;
        if (declared.kind == AttributeKind::Column && relation != nullptr) {
            const std::string name = sql::truncate_identifier(declared.column_name);
            attribute.column = relation->find_column(name);
            attribute.is_gone = attribute.column == nullptr && catalog.lacks_column(*relation, name);
        }
        attribute.relation = declared.kind == AttributeKind::Column ? relation : nullptr;
        made.attributes.push_back(std::move(attribute));
    }
}

// A synonym of a column is that column.
void settle_synonyms(OrmClass& made) {
    for (MappedAttribute& attribute : made.attributes) {
        if (attribute.kind != AttributeKind::Synonym) continue;
        const MappedAttribute* other = made.find(attribute.column_name);
        const bool is_column = other != nullptr && other->kind == AttributeKind::Column;
        attribute.column_name = is_column ? other->column_name : "";
        attribute.column = is_column ? other->column : nullptr;
        attribute.relation = is_column ? other->relation : nullptr;
        attribute.is_gone = is_column && other->is_gone;
        attribute.name_certain = is_column && other->name_certain;
    }
}

OrmClass made_of(const Declaration& declaration, const binding::Context& context) {
    OrmClass made;
    made.dialect = declaration.dialect;
    made.name = declaration.name;
    made.table_name = declaration.table_name;
    made.schema = declaration.schema;
    made.schema_known = declaration.schema_known;
    const RelationOf found = relation_of(declaration, context);
    made.relation = found.relation;
    made.relation_unknown = found.unknown;
    made.attributes_complete = declaration.attributes_complete && !declaration.is_reflected;
    add_attributes(declaration, made.relation, context.catalog, made);
    std::optional<Definition> parent = declaration.parent;
    for (int depth = 0; parent && depth < 8; ++depth) {
        const std::optional<Declaration> above = declaration_of(*parent);
        if (!above) {
            made.attributes_complete = false;
            break;
        }
        const RelationOf of_parent = relation_of(*above, context);
        add_attributes(*above, of_parent.relation, context.catalog, made);
        if (of_parent.relation != nullptr && of_parent.relation != made.relation)
            made.parent_relations.push_back(of_parent.relation);
        made.attributes_complete = made.attributes_complete && above->attributes_complete && !above->is_reflected;
        parent = above->parent;
    }
    settle_synonyms(made);
    return made;
}

}  // namespace

const MappedAttribute* OrmClass::find(std::string_view attribute) const {
    const auto found = std::ranges::find(attributes, attribute, &MappedAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

bool OrmClass::is_absent(const MappedAttribute& attribute) const {
    const bool is_column = attribute.kind == AttributeKind::Column || attribute.kind == AttributeKind::Synonym;
    return is_column && attribute.name_certain && attribute.is_gone && attribute.relation != nullptr;
}

std::optional<OrmClass> orm_class_of(const Definition& definition, const binding::Context& context) {
    const std::optional<Declaration> declaration = declaration_of(definition);
    return declaration ? std::optional(made_of(*declaration, context)) : std::nullopt;
}

std::optional<OrmClass> core_table_of(const Definition& definition, const binding::Context& context) {
    const std::optional<Declaration> declaration = core_declaration_of(definition);
    return declaration ? std::optional(made_of(*declaration, context)) : std::nullopt;
}

std::optional<OrmClass> mapped_by(const Definition& definition, const binding::Context& context) {
    return definition.kind == Definition::Kind::Class ? orm_class_of(definition, context) : core_table_of(definition, context);
}

}  // namespace rowtype::orm
