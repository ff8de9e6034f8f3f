// From classes and variables of an object-relational mapper to the tables that they stand for, and from attributes to columns.
//
// Understood are SQLAlchemy 1.4 and 2 (declarative.cpp), its Core tables (core.cpp), SQLModel (sqlmodel.cpp) and Flask-SQLAlchemy
// (flask_sqlalchemy.cpp). To add another mapper (Django, peewee):
// 1. an enumerator of OrmDialect below, and one of RootKind (class_line.h), which read_base() in class_line.cpp sets for the class that
//    its models derive from;
// 2. a file <dialect>.cpp with one OrmReader (orm_reader.h): which classes are mapped (abstract ones not), what their table is called where
//    no __tablename__ says so, and what a field of the body is. A field that is a column gets a call as if Column(…) had been written:
//    column_name, and of `call` the arguments that declared_columns.cpp reads (type, nullable, primary_key, unique, server_default, ForeignKey);
// 3. its line in the list of readers in declaration.cpp; the words by which a body shows that it has columns in looks_mapped() of
//    bind_tables.cpp, without which its classes are never asked about; and the names of its bases in analysis/facts/triggers.cpp, without
//    which files that only use it are passed over;
// 4. where its column types have other names: the row of the type in analysis/alembic/column_types.cpp, or SQLAlchemy's name in the call of step 2;
// 5. expressions over its models (User.objects.filter(…)) are another reader beside chain_uses.cpp; without one, they are not looked at;
// 6. models of it in tests/analysis/orm/orm_class_test.cpp, and in oracle/models/ where the mapper can print its own tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/types/module_scope.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::orm {

enum class OrmDialect : std::uint8_t { Declarative, Core, SqlModel, FlaskSqlAlchemy };

enum class AttributeKind : std::uint8_t {
    Column,
    Relationship,  // relationship(), Relationship(); what a backref= of another class adds is not listed
    Hybrid,  // hybrid_property, hybrid_method: an expression of its own, also in queries. So are all methods of a class with hybrids
    AssociationProxy,  // association_proxy()
    Synonym,           // synonym("other"): column_name is that of the other attribute where it is a column
    ColumnProperty,    // column_property(expression): usable in queries, no column of the table
    Composite,         // composite(): several columns; those inside of it are attributes of kind Column without a name
    Other,             // methods, properties, constants: nothing that a query can name
    Unknown,           // may be a column under any name: a call that is not followed, a value that is not understood
};

struct MappedAttribute {
    std::string name;         // as Python has it: User.name, or users.c.name; empty of a column that no attribute stands for
    std::string column_name;  // Column, and Synonym of one: as the database has it; else empty
    AttributeKind kind = AttributeKind::Unknown;
    // The column; null where the table has none of that name or is not known. A relation whose columns are not all known, or a
    // column_name that cannot be told, proves nothing: see is_absent().
    const catalog::Column* column = nullptr;
    const catalog::Relation* relation = nullptr;  // Column: that it is one of (a parent's in joined inheritance); null: not known
    bool is_gone = false;                         // Column, and Synonym of one: the table certainly lacks it
    bool name_certain = true;                     // false: an argument that could not be told may give it another column_name
    // Column: its name among the columns of its table (User.__table__.c.key) where key= gives it one, empty where that cannot be told.
    std::optional<std::string> key;
    // Relationship: the class that it leads to, as written ("Post", "app.models.Post"); empty where that cannot be told.
    std::string target;
    std::string declared_in;  // the class whose body declares it; empty in a Core table
};

// A mapped class, or a Core table. Refers into the catalog and lives as long as what it was made of.
struct OrmClass {
    OrmDialect dialect = OrmDialect::Declarative;
    std::string name;  // of the class, or of the variable that holds the Table
    // As written, by __tablename__ and the like or by the mapper's documented rule. Empty: it cannot be told, and relation is null.
    std::string table_name;
    std::string schema;        // as written; empty: the search path's
    bool schema_known = true;  // false: a MetaData or __table_args__ that could not be followed may name one
    const catalog::Relation* relation = nullptr;
    // relation is null, but a table of that name may exist: one to be silent about.
    bool relation_unknown = false;
    // Attributes of the class and its bases, nearest first, one of a name. Of a Core table: its columns by their keys.
    std::vector<MappedAttribute> attributes;
    // False where a base, a mixin or a call could bring attributes that are not listed: then a name that is not listed proves nothing.
    // True says nothing of attributes that other places add: backref= of another class, User.x = … behind the class.
    bool attributes_complete = true;
    // Joined inheritance: attributes of the parent's table are listed, too, and `column` is then one of that relation.
    std::vector<const catalog::Relation*> parent_relations;

    // Null where there is none of that name.
    [[nodiscard]] const MappedAttribute* find(std::string_view attribute) const;
    // The attribute of that name is a column for certain, and the table certainly has no such column.
    [[nodiscard]] bool is_absent(const MappedAttribute& attribute) const;
};

// A class of the workspace: nothing where it is not one that is mapped to a table (abstract bases, mixins, pydantic models, classes
// whose bases cannot be told). Follows bases over modules through context.modules, which notes what was asked.
[[nodiscard]] std::optional<OrmClass> orm_class_of(const types::Definition& definition, const binding::Context& context);

// A variable that holds Table("users", metadata, …): a Definition of kind Assignment; nothing for any other.
[[nodiscard]] std::optional<OrmClass> core_table_of(const types::Definition& definition, const binding::Context& context);

// Either of them.
[[nodiscard]] std::optional<OrmClass> mapped_by(const types::Definition& definition, const binding::Context& context);

// What SQLAlchemy, SQLModel or Flask-SQLAlchemy call a name of a module: "sqlalchemy.select" for select, sa.select, db.select (db being
// SQLAlchemy(…)) and sqlmodel.select alike, always without the sub-module, but "sqlalchemy.dialects.postgresql.insert", and
// "sqlmodel.Field" for what is SQLModel's own. Of a call: of its callee. What other libraries bring has its path ("uuid.uuid4"); empty
// for what the project defines and what cannot be told.
[[nodiscard]] std::string library_name(const facts::Value& value, const types::ModuleScope& module);

}  // namespace rowtype::orm
