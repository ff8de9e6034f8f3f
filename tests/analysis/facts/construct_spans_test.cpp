// Constructs around a place: what a look at each of them would find.
#include "analysis/facts/construct_spans.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

std::vector<Span> looked_through(const FileFacts& file, std::uint32_t offset) {
    std::vector<Span> found;
    for (const PlacedStatement& statement : file.statements) {
        const auto add = [&](Span span) {
            if (span.shifted(statement.offset).contains(offset)) found.push_back(span.shifted(statement.offset));
        };
        for (const Chain& chain : statement.facts->chains) add(chain.span);
        for (const SqlCall& call : statement.facts->sql_calls) add(call.span);
        for (const Assignment& assignment : statement.facts->assignments) add(assignment.span);
        for (const Class& definition : statement.facts->classes) {
            for (const Field& field : definition.fields) add(field.span);
        }
    }
    return found;
}

TEST(ConstructSpans, FindWhatStandsAroundEachOffset) {
    const std::string text =
        "rows = (await db.table('a').select(f(db.table('b').select('c').execute()))).data\n"
        "x = 1; cur.execute('select 1', [db.table('d').select('e')])\n"
        "class User(BaseModel):\n    id: int = Field(default=1)\n    name: str\n"
        "def f(q):\n    q = q.table('u').select('id')\n    q = q.eq('id', cur.execute(text('select 2')))\n"
        "    q = (q\n        .order('id')\n        .limit(1))\n    return q.execute()\n";
    const FileFacts file = test::facts_of(text);
    const ConstructSpans constructs(file);
    std::size_t seen = 0;
    for (std::uint32_t offset = 0; offset <= text.size(); ++offset) {
        std::vector<Span> expected = looked_through(file, offset);
        std::vector<Span> found = constructs.around(offset);
        EXPECT_TRUE(std::ranges::is_sorted(found, {}, &Span::size)) << offset;
        std::ranges::sort(expected);
        std::ranges::sort(found);
        EXPECT_EQ(found, expected) << offset;
        seen = std::max(seen, found.size());
    }
    EXPECT_GE(seen, 4U) << "nothing is nested here";
}

}  // namespace
}  // namespace rowtype::facts
