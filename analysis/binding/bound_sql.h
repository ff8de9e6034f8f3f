// SQL in Python bound to the catalog: relations, columns, functions and literals of constant statements.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// A name that PostgreSQL refuses, and that is no column of one relation of the catalog (those are ColumnReferences).
struct RefusedName {
    enum class Reason : std::uint8_t {
        NoColumn,         // nothing in sight has the column: a sub-query, a WITH query, a function, or several items
        NoItem,           // what stands before the dot is no table or alias in sight
        NoFunction,       // the schema has no function of the name
        AmbiguousColumn,  // several items in sight have it
        AmbiguousItem,    // several items in sight have the name
    };

    Reason reason = Reason::NoColumn;
    std::string name;
    Span span;
    std::vector<std::string> places;      // where it was looked for, or may be: "public.users", "u", a schema
    std::vector<std::string> candidates;  // names that would be right there, for a suggestion
};

// One call's SQL. Names that something in the statement may define (CTEs, aliases, temporary tables, functions) are not
// references. Spans are relative to the Python statement, mapped back through escapes, folding and placeholders.
struct BoundSql {
    Span span;  // of the SQL text's expression
    std::vector<RelationReference> relations;
    std::vector<ColumnReference> columns;
    std::vector<WholeRow> whole_rows;
    std::vector<RefusedName> refused;
    std::vector<RefusedLiteral> literals;
    std::vector<InsertedColumns> inserts;
    std::vector<TextProblem> problems;   // it parses, and PostgreSQL refuses it all the same
    std::optional<TextProblem> invalid;  // PostgreSQL's grammar refuses it
    // What its one query puts out, as a relation without a name, where rows of it are asked (driver_rows.h); null: that is not certain, or
    // nobody asks.
    std::shared_ptr<const catalog::Relation> output;
    // Why it, or a part of it, could not be followed: parts that are not constant, newer syntax.
    std::optional<Mute> mute;
};

struct SqlBinding {
    std::vector<BoundSql> statements;
    MuteCounts muted{};  // carriers whose text was not literal or not PostgreSQL's
};

// What the one query of a text puts out whose carrier ("text(…)") stands in another statement: `sql` is the carrier's argument, `resolve`
// is asked for names in it. Null where that is not certain.
[[nodiscard]] std::shared_ptr<const catalog::Relation> output_of_text(const facts::Value& sql, const ValueResolver& resolve,
                                                                      const Context& context);

[[nodiscard]] SqlBinding bind_sql(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
