// Types, columns and constraints of a PostgreSQL schema: plain values, compared member by member.
//
// Sources of the facts: PostgreSQL's catalogs (pg_type, pg_attribute, pg_constraint, pg_index) or, from migrations, the
// parsed DDL. Every expression text is PostgreSQL's own (pg_get_expr) or the DDL's, and hostile data to every sink.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/access.h"

namespace rowtype::catalog {

// A name in a schema. Case as in the catalog (unquoted names are already folded to lower case).
struct QualifiedName {
    std::string schema;
    std::string name;

    // "schema.name" for people; not quoted.
    [[nodiscard]] std::string to_string() const { return schema + "." + name; }

    friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
    friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
};

// Which fields an interval is restricted to: interval hour to minute.
enum class IntervalFields : std::uint8_t {
    All,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    YearToMonth,
    DayToHour,
    DayToMinute,
    DayToSecond,
    HourToMinute,
    HourToSecond,
    MinuteToSecond,
};

[[nodiscard]] std::string_view word_of(IntervalFields fields);  // "hour to minute"; empty for all
// The fields that SQL's words name, in whatever case; all for an empty text, none where there are no such.
[[nodiscard]] std::optional<IntervalFields> interval_fields(std::string_view words);

// Of the mask that PostgreSQL's grammar and its type modifiers have of them (src/include/utils/timestamp.h, INTERVAL_MASK).
[[nodiscard]] IntervalFields interval_fields_of_mask(std::int32_t mask);

// A column's type as declared. Built-in types carry their internal name: pg_catalog.int4, never "integer";
// pg_catalog.timestamptz, never "timestamp with time zone"; pg_catalog.bpchar for char(n). An unresolved type has an
// empty schema: it is *unknown* to every rule.
struct Type {
    QualifiedName name;
    std::vector<std::int32_t> modifiers;  // varchar(30): {30}; numeric(10,2): {10, 2}; timestamp(3): {3}
    std::uint8_t array_dimensions = 0;    // declared dimensions (attndims); PostgreSQL does not enforce the number
    IntervalFields fields = IntervalFields::All;

    [[nodiscard]] bool is_known() const { return !name.schema.empty(); }
    [[nodiscard]] bool is_array() const { return array_dimensions != 0; }
    [[nodiscard]] bool is_builtin(std::string_view builtin) const { return name.schema == "pg_catalog" && name.name == builtin; }
    void clear_modifiers() {
        modifiers.clear();
        fields = IntervalFields::All;
    }
    // As format_type() prints it: "numeric(10,2)", "timestamp with time zone", "text[]", "public.mood" ("mood" when
    // `home_schema` is its schema).
    [[nodiscard]] std::string to_string(std::string_view home_schema = "public") const;

    friend bool operator==(const Type&, const Type&) = default;
};

// The internal name of a built-in type spelled any of SQL's ways ("integer", "int", "int4", "double precision",
// "character varying", "timestamp with time zone" ...), or nullopt where PostgreSQL has no such type in pg_catalog.
[[nodiscard]] std::optional<std::string> builtin_type_name(std::string_view spelling);

enum class Nullability : std::uint8_t { NotNull, Nullable, Unknown };
enum class Identity : std::uint8_t { None, Always, ByDefault };
enum class Generated : std::uint8_t { None, Stored, Virtual };

struct Column {
    std::string name;
    Type type;
    Nullability nullability = Nullability::Nullable;  // domains walked; view columns Unknown unless proven
    std::optional<std::string> default_expression;    // also of serial columns: nextval(...)
    Identity identity = Identity::None;
    Generated generated = Generated::None;
    std::optional<std::string> generated_expression;
    std::string collation;  // empty: the type's default
    std::string comment;
    // False where the source does not tell whether PostgreSQL fills the column: then a default, identity or generation that
    // is absent here may exist.
    bool default_known = true;

    // An insert may leave it out: nullable, or PostgreSQL fills it, or may.
    [[nodiscard]] bool is_optional_on_insert() const {
        return nullability != Nullability::NotNull || default_expression || identity != Identity::None ||
               generated != Generated::None || !default_known;
    }

    friend bool operator==(const Column&, const Column&) = default;
};

// A primary key or unique constraint, columns in key order.
struct Key {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::string> included_columns;
    bool nulls_not_distinct = false;
    bool deferrable = false;
    bool initially_deferred = false;
    bool without_overlaps = false;  // since PostgreSQL 18: the last column, a range, must not overlap instead of differ
    std::string comment = {};

    friend bool operator==(const Key&, const Key&) = default;
};

enum class ReferentialAction : std::uint8_t { NoAction, Restrict, Cascade, SetNull, SetDefault };

struct ForeignKey {
    std::string name;
    std::vector<std::string> columns;
    QualifiedName referenced_relation;
    std::vector<std::string> referenced_columns;  // never empty: implied primary keys are written out
    ReferentialAction on_update = ReferentialAction::NoAction;
    ReferentialAction on_delete = ReferentialAction::NoAction;
    bool match_full = false;
    bool deferrable = false;
    bool initially_deferred = false;
    std::vector<std::string> set_columns = {};  // of ON DELETE SET NULL (…) and SET DEFAULT (…); empty: all of `columns`
    bool validated = true;                      // false: NOT VALID, rows from before may break it
    bool enforced = true;                       // false: NOT ENFORCED, since PostgreSQL 18
    std::string comment = {};

    friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

struct Check {
    std::string name;
    std::string expression;  // without the word CHECK and its parentheses
    bool validated = true;   // false: NOT VALID
    bool enforced = true;    // false: NOT ENFORCED, since PostgreSQL 18
    bool inherited = true;   // false: NO INHERIT
    std::string comment = {};

    friend bool operator==(const Check&, const Check&) = default;
};

// EXCLUDE: no two rows for which all the operators hold.
struct Exclusion {
    std::string name;
    std::string method = "gist";
    std::vector<std::string> elements;   // a column's name, or an expression's text in parentheses
    std::vector<std::string> operators;  // one an element: "=", "&&"
    std::string predicate;               // empty when none
    bool deferrable = false;
    bool initially_deferred = false;
    std::string comment = {};

    friend bool operator==(const Exclusion&, const Exclusion&) = default;
};

// Where NULL stands is the direction's default in the first two.
enum class IndexOrder : std::uint8_t { Ascending, Descending, AscendingNullsFirst, DescendingNullsLast };

struct Index {
    std::string name;
    std::string method = "btree";
    std::vector<std::string> columns;  // key columns in order; an expression stands as an empty string
    std::vector<std::string> expressions;
    std::vector<std::string> included_columns;
    std::string predicate;  // of a partial index; empty when none
    bool unique = false;
    bool nulls_not_distinct = false;
    std::vector<IndexOrder> orders = {};             // one a key column; empty where all are Ascending
    std::vector<std::string> operator_classes = {};  // one a key column, "" the type's default; empty where all are

    friend bool operator==(const Index&, const Index&) = default;
};

// The column of a relation that a view's column passes on unchanged.
struct ColumnOrigin {
    QualifiedName relation;  // empty name: an expression, or not proven
    std::string column;

    friend bool operator==(const ColumnOrigin&, const ColumnOrigin&) = default;
};

enum class TriggerTiming : std::uint8_t { Before, After, InsteadOf };
// As pg_trigger.tgenabled has it. Sessions of applications are in the role "origin", in which Replica does not fire.
enum class TriggerState : std::uint8_t { Enabled, Disabled, Replica, Always };

// Declared on the relation itself: those that keep foreign keys, and those that partitions have from their parent, are left out.
struct Trigger {
    std::string name;
    QualifiedName function;  // an empty schema: not known which
    TriggerTiming timing = TriggerTiming::After;
    bool for_each_row = false;
    bool on_insert = false;
    bool on_update = false;
    bool on_delete = false;
    bool on_truncate = false;
    std::vector<std::string> columns = {};  // of UPDATE OF, as written
    TriggerState state = TriggerState::Enabled;

    [[nodiscard]] bool fires() const { return state == TriggerState::Enabled || state == TriggerState::Always; }

    friend bool operator==(const Trigger&, const Trigger&) = default;
};

enum class RelationKind : std::uint8_t { Table, PartitionedTable, View, MaterializedView, ForeignTable };

struct Relation {
    QualifiedName name;
    RelationKind kind = RelationKind::Table;
    std::vector<Column> columns;  // by ordinal
    std::optional<Key> primary_key;
    std::vector<Key> unique_keys;          // by name
    std::vector<ForeignKey> foreign_keys;  // by name
    std::vector<Check> checks;             // by name
    std::vector<Exclusion> exclusions;     // by name
    std::vector<Index> indexes;            // by name, without those of primary and unique keys
    std::string definition;                // of a view: its SELECT; else empty
    std::string comment;
    std::string extension;  // the extension that owns it; empty when none
    std::optional<QualifiedName> partition_of;
    std::vector<QualifiedName> inherits;       // parents of INHERITS, in order; a partition has none
    std::vector<ColumnOrigin> column_origins;  // of a view: one a column, or none at all where nothing is proven
    bool row_security = false;
    bool row_security_forced = false;  // for the owner too
    std::vector<Policy> policies;      // by name
    std::vector<Grant> grants;         // by column and role
    std::vector<Trigger> triggers;     // by name
    std::vector<std::string> rules;    // names of CREATE RULE, sorted; a view's own "_RETURN" is none
    // False when something not understood may have made, dropped or switched triggers or rules.
    bool triggers_complete = true;
    // False when something not understood may have added, dropped or renamed columns: then an absent column is
    // *unknown*, never missing.
    bool columns_complete = true;
    // False when something not understood may have added, changed or dropped any other part: keys, foreign keys, checks,
    // exclusions, indexes, parents, comments. What stands here may be otherwise, and what does not stand here may be there.
    bool parts_complete = true;
    // True when the relation itself may be there or not: no statement that was understood has made it, or one that was not
    // understood may have dropped it. Its name is *unknown*: never missing, and nothing to tell as existing.
    bool presumed = false;

    [[nodiscard]] const Column* find_column(std::string_view column) const;
    [[nodiscard]] std::vector<std::string> column_names() const;
    [[nodiscard]] bool is_view() const { return kind == RelationKind::View || kind == RelationKind::MaterializedView; }

    friend bool operator==(const Relation&, const Relation&) = default;
};

enum class TypeKind : std::uint8_t { Enum, Domain, Composite, Range, Other };

struct Attribute {  // of a composite type
    std::string name;
    Type type;

    friend bool operator==(const Attribute&, const Attribute&) = default;
};

// A type that the schema defines. `Other` stands for base types and shells of extensions.
struct TypeDefinition {
    QualifiedName name;
    TypeKind kind = TypeKind::Other;
    std::vector<std::string> labels;                // Enum, in label order
    Type base;                                      // Domain: its base; Range: its subtype
    bool not_null = false;                          // Domain, its own NOT NULL
    std::optional<std::string> default_expression;  // Domain
    std::vector<Check> checks;                      // Domain, by name
    std::vector<Attribute> attributes;              // Composite, in order
    std::string comment;
    std::string extension;
    std::string collation = {};     // Domain; empty: its base's default
    QualifiedName multirange = {};  // Range: the type of its multiranges; empty before PostgreSQL 14
    // False when something not understood may have changed or dropped it: then labels, attributes and so on are *unknown*
    // beyond those that stand here, and so is whether the type is there.
    bool complete = true;

    friend bool operator==(const TypeDefinition&, const TypeDefinition&) = default;
};

enum class ArgumentMode : std::uint8_t { In, Out, InOut, Variadic, Table };

struct Argument {
    std::string name;  // may be empty
    Type type;
    ArgumentMode mode = ArgumentMode::In;
    bool has_default = false;
    std::string default_expression = {};  // empty where there is none, or its text is not known

    friend bool operator==(const Argument&, const Argument&) = default;
};

enum class Volatility : std::uint8_t { Volatile, Stable, Immutable };

// A function or procedure; overloads are separate values, told apart by their arguments.
struct Function {
    QualifiedName name;
    std::vector<Argument> arguments;
    Type result;  // unknown for procedures and RETURNS TABLE (see the Table arguments)
    bool returns_set = false;
    bool is_procedure = false;
    std::string comment;
    std::string extension;
    Volatility volatility = Volatility::Volatile;
    bool security_definer = false;
    std::vector<Grant> grants = {};  // by role. PostgreSQL lets every role call what nobody revoked: {"public", Execute}
    bool single_row = false;         // a set of at most one row, by its author's word: ROWS 1

    friend bool operator==(const Function&, const Function&) = default;
};

// A sequence, also those of serial and identity columns.
struct Sequence {
    QualifiedName name;
    std::string type = "int8";  // int2, int4 or int8
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t minimum = 1;
    std::int64_t maximum = 9'223'372'036'854'775'807;
    std::int64_t cache = 1;
    bool cycle = false;
    // The column that owns it and drops it: OWNED BY, serial, identity. An empty relation name: none.
    QualifiedName owner_relation;
    std::string owner_column;
    bool is_identity = false;
    std::string comment;
    std::string extension;
    std::vector<Grant> grants = {};  // by role

    friend bool operator==(const Sequence&, const Sequence&) = default;
};

}  // namespace rowtype::catalog
