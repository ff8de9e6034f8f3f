// What a mapped class or a Core table declares, before anything is asked of a catalog.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/facts/value.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/orm_class.h"

namespace rowtype::orm {

struct DeclaredAttribute {
    std::string name;
    AttributeKind kind = AttributeKind::Unknown;
    std::string column_name;              // Column; of a Synonym the attribute that it stands for
    bool name_certain = true;             // of a column: false where an argument that could not be told may name it otherwise
    std::optional<std::string> key = {};  // of a column: what key= says, empty where that cannot be told
    std::string target;                   // Relationship
    types::Definition declared_in = {};   // the class; kind Unknown in a Core table
    const facts::Field* field = nullptr;
    // The evaluated call of Column(…), mapped_column(…) or SQLModel's Field(…); Unknown where the annotation says it all.
    facts::Value call = {};
    Span span = {};  // in a Core table: of the call
};

// A constraint or index, evaluated; its names of columns may be names of attributes.
struct DeclaredConstraint {
    facts::Value call;
    types::Definition declared_in;
};

struct Declaration {
    OrmDialect dialect = OrmDialect::Declarative;
    std::string name;
    types::Definition definition;  // the class or assignment
    ClassLine line;                // of a class
    std::string table_name;        // empty: cannot be told
    Span table_span;               // where it is written, in the class's own statement; else empty
    std::string schema;
    bool schema_known = true;
    // Not schema_known, but what makes its arguments is handed this one, which may be its own or another table's: no other than this
    // is taken for its own.
    std::string schema_hint;
    bool only_base_may_name_schema = false;  // schema_known is false since a base is not known; nothing that is written names one
    std::vector<DeclaredAttribute> attributes;  // of its own table; nearest first, one of a name
    bool attributes_complete = true;
    std::vector<DeclaredConstraint> constraints;
    bool constraints_complete = true;
    bool is_reflected = false;                // columns are read from the database
    bool is_extended = false;                 // columns may be added elsewhere: extend_existing, properties …
    bool leaves_out_columns = false;          // says of itself that the table has others: include_properties, exclude_properties
    bool is_polymorphic = false;              // made for subclasses, which may stand in the same table
    bool is_elsewhere = false;                // of another database: __bind_key__
    bool shares_table = false;                // single-table inheritance: the table is the parent's, who declares the rest of it
    std::optional<types::Definition> parent;  // the next mapped class above
};

// Nothing where the class or variable is not mapped to a table.
[[nodiscard]] std::optional<Declaration> declaration_of(const types::Definition& definition);
[[nodiscard]] std::optional<Declaration> core_declaration_of(const types::Definition& definition);

// Of MetaData(schema=…), evaluated: its schema; nothing where it cannot be told.
[[nodiscard]] std::optional<std::string> schema_of_metadata(const facts::Value& metadata);

// Of the MetaData that the tables of such classes stand in.
[[nodiscard]] std::optional<std::string> schema_of_line(const ClassLine& line);

// What a name for columns or constraints is where it is written as a text or constant.
[[nodiscard]] bool is_column_call(const facts::Value& evaluated);
// Index(…) and the constraints; evaluated.
[[nodiscard]] bool is_constraint(const facts::Value& evaluated);
// They may name attributes, which are not evaluated (`cls.name`, `cls.name.desc()`; `name`, in `body` itself, if that is not null): these
// stand in `evaluated` as paths "#name" afterwards.
void keep_attributes(const facts::Value& written, const facts::Class* body, facts::Value& evaluated);
// Sets kind, column_name, name_certain and call of an attribute that Column(…) or mapped_column(…), evaluated, makes.
void set_column(DeclaredAttribute& attribute, facts::Value evaluated);

}  // namespace rowtype::orm
