#include "analysis/facts/row_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

// Loops of one name one behind the other, in each other, in comprehensions, and in what they go over.
const std::string kLoops =
    "def f(client, one, two):\n"
    "    rows = client.table(\"users\").select(\"id\").execute().data\n"
    "    for row in rows:\n"
    "        print(row[\"id\"], [row[\"id\"] for row in rows for row in row])\n"
    "        for row in [row for row in rows]:\n"
    "            print(row[\"id\"])\n"
    "            for other, row in enumerate(row):\n"
    "                print(row[\"id\"], other)\n"
    "        print(row[\"id\"])\n"
    "    for other in rows:\n"
    "        print(other[\"id\"])\n"
    "    if rows:\n"
    "        for row in rows:\n"
    "            print(row[\"id\"], {other: row for other in rows})\n"
    "    return rows\n";

TEST(RowIndex, FindsTheLoopThatALookAtAllFinds) {
    const StatementFacts facts = test::statement_of(kLoops);
    ASSERT_TRUE(facts.rows);
    ASSERT_GE(facts.rows.get()->loops.size(), 9U);
    const RowIndex index(facts);
    for (const char* name : {"row", "other", "rows", "nobody"}) {
        for (std::uint32_t position = 0; position <= facts.length; ++position) {
            ASSERT_EQ(index.of(name).innermost_loop(position), innermost_loop(facts, name, position)) << name << " " << position;
        }
        for (std::uint32_t scope = 0; scope < facts.scopes.size(); ++scope) {
            const RowScopeUses& uses = index.of(name).in(scope);
            EXPECT_EQ(static_cast<std::ptrdiff_t>(uses.loops), count_loops(facts, name, scope)) << name << " " << scope;
            EXPECT_EQ(static_cast<std::ptrdiff_t>(uses.opaque), std::ranges::count(facts.scopes[scope].opaque_names, name));
        }
    }
}

TEST(RowIndex, KnowsWhatChangesWhichKey) {
    const StatementFacts facts = test::statement_of(
        "def f(client, use, key):\n"
        "    rows = client.table(\"users\").select(\"id\").execute().data\n"
        "    rows[0][\"name\"] = 1\n"
        "    use(rows)\n"
        "    rows[0][\"id\"] = 2\n"
        "    rows[1][\"name\"] = 3\n");
    const RowIndex index(facts);
    EXPECT_EQ(index.changes_of_key("name").size(), 2U);
    EXPECT_EQ(index.changes_of_key("id").size(), 1U);
    EXPECT_TRUE(index.changes_of_key("email").empty());
    EXPECT_EQ(index.changes_of_keys().size(), 3U);
    EXPECT_EQ(index.changes_of_all().size(), 1U);
    EXPECT_EQ(index.of("rows").changes().size(), 1U);
    EXPECT_FALSE(index.of("rows").is_executed_on());
}

}  // namespace
}  // namespace rowtype::facts
