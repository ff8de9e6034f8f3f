// Tables as an object-relational mapper's classes and Core tables declare them, beside what the catalog has (analysis/orm makes them).
//
// Spans are relative to the statement that holds the class or variable. What could not be told is absent here, and nothing follows
// from it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/mute.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// The members of a Python enumeration that a column's Enum was given: what is stored are the names, unless values_callable says
// otherwise.
struct DeclaredEnum {
    std::string class_name;           // empty: Enum("a", "b")
    std::vector<std::string> labels;  // that are stored
    std::vector<std::string> values;  // of the members; empty where not all are texts

    friend bool operator==(const DeclaredEnum&, const DeclaredEnum&) = default;
};

struct DeclaredColumn {
    std::string attribute;  // as Python has it
    std::string name;       // as the database should have it
    Span span;              // of the attribute; of the class's name where another class declares it
    std::string inherited_from;
    const catalog::Column* column = nullptr;  // null where the table has none of that name
    std::optional<catalog::Type> type;        // as SQLAlchemy would make it
    std::string type_text;                    // the same for people: "varchar(50)"
    std::optional<DeclaredEnum> enumeration;
    std::optional<bool> nullable;
    bool primary_key = false;
    // Whether the database fills the column: server_default, Identity, Computed, or the serial that SQLAlchemy makes of a lone
    // integer key. Nothing where that cannot be told.
    std::optional<bool> filled_by_server;
    bool computed = false;
    // The program fills it, by default= or default_factory.
    bool filled_by_program = false;
};

struct DeclaredKey {
    std::vector<std::string> columns;
    Span span;
};

// What a foreign key's text ("app.users.id") names, where the text stands in the same statement.
struct KeyText {
    std::string schema;  // as written; empty where none is
    std::string table;
    std::string column;  // empty where the text names a table alone
    Span table_span;
    Span column_span;
    const catalog::Relation* relation = nullptr;  // null where the table is not known
    bool table_absent = false;                    // neither the database nor the project has such a table
    bool column_absent = false;                   // of the relation
};

struct DeclaredForeignKey {
    std::vector<std::string> columns;
    catalog::QualifiedName referenced;  // the schema is empty where none is written
    std::vector<std::string> referenced_columns;
    Span span;
    std::vector<std::string> written;  // the texts, one a referenced column
    std::vector<KeyText> texts;        // of those, what was found in the statement

    // Whether it leads to something that is certainly not there.
    [[nodiscard]] bool leads_nowhere() const {
        return std::ranges::any_of(texts, [](const KeyText& text) { return text.table_absent || text.column_absent; });
    }
};

struct BoundTable {
    std::string name;  // of the class or variable
    Span name_span;
    Span span;               // of the class, or of the assignment
    std::string table_name;  // "audit.users", as written
    Span table_span;         // where the name is written; else that of the class's name
    const catalog::Relation* relation = nullptr;
    bool relation_unknown = false;  // null, but it may exist
    std::vector<DeclaredColumn> columns;
    bool columns_complete = true;            // false: more may be declared than stands here
    std::vector<std::string> maybe_columns;  // attributes that may be columns
    // Nothing where they cannot be told as a whole.
    std::optional<std::vector<std::string>> primary_key;
    std::vector<DeclaredKey> unique_keys;  // constraints and unique indexes
    bool unique_keys_complete = true;
    // Columns of the relation's others that code behind the class may declare: Index("by_nick", User.nick, unique=True).
    std::vector<std::vector<std::string>> maybe_unique_keys;
    std::vector<DeclaredForeignKey> foreign_keys;
    bool foreign_keys_complete = true;
    // The same of these: users.append_constraint(ForeignKeyConstraint(…)).
    std::vector<std::vector<std::string>> maybe_foreign_keys;
    std::vector<Mute> muted;  // why parts of it were not checked; fields as often as there are
};

// A class or variable of a table's name, with other columns: nothing of it is judged, but it may be the table's model.
struct UnlikeTable {
    std::string name;
    const catalog::Relation* relation = nullptr;  // never null
    Span name_span;
};

}  // namespace rowtype::binding
