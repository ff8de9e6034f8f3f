// Names that may hold what gives rows, by the expressions that they are given. Internal to analysis/facts.
#pragma once

#include <set>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/script_names.h"

namespace rowtype::facts {

// Of one statement, whose first byte spans count from.
struct RowNames {
    std::set<Span> executes;      // chains up to their execute(), and calls that give rows
    std::vector<Span> functions;  // the scopes that these stand in
    SortedNames names;            // that hold what such a call gave, or a cursor
    SortedNames cursors;          // those of them

    // Whether what the expression gives is of those calls or names.
    [[nodiscard]] bool lead_to(const Value& value) const;
    // Whether it is a cursor that the assignment gives.
    [[nodiscard]] bool gives_cursor(const Value& value) const;
};

// "client.hgetall(key)", "json.loads(client.get(key))", "client.json().get(key)": a row as a cache has it.
[[nodiscard]] bool gives_entry(const NamedCall& call);
// "conn.fetch(sql)", "conn.fetchrow(sql)"; "cursor.execute(sql)", after which the cursor gives them.
[[nodiscard]] bool gives_rows(const SqlCall& call);

// The calls; no names yet.
[[nodiscard]] RowNames row_calls(const StatementFacts& facts);

}  // namespace rowtype::facts
