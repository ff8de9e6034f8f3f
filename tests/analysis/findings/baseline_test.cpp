// Keys without lines, and what a baseline excuses.
#include "analysis/findings/baseline.h"

#include <gtest/gtest.h>

namespace rowtype::findings {
namespace {

Finding finding(const std::string& rule, const std::string& table, const std::string& field, std::uint32_t place = 0) {
    Finding finding;
    finding.rule = rule;
    finding.table = table;
    finding.field = field;
    finding.span = {place, place + 1};
    finding.message = "said at " + std::to_string(place);
    return finding;
}

TEST(Baseline, ASymbolSaysWhatItIsAboutAndWhereItStandsWithoutALine) {
    EXPECT_EQ(symbol_of(finding("unknown-column", "public.users", "nmae", 7)), "public.users.nmae");
    EXPECT_EQ(symbol_of(finding("unknown-table", "usrs", "")), "usrs");
    EXPECT_EQ(symbol_of(finding("stale-field", "", "gone")), "gone");
    EXPECT_EQ(symbol_of(finding("invalid-sql", "", "")), "said at 0");
    Finding inside = finding("unknown-column", "public.users", "nmae");
    inside.scope = "Users.rename";
    EXPECT_EQ(symbol_of(inside), "public.users.nmae in Users.rename");
}

TEST(Baseline, ASymbolIsShortValidText) {
    Finding odd = finding("invalid-sql", "", "");
    odd.message = "\xFF";
    EXPECT_EQ(symbol_of(odd), "\xEF\xBF\xBD");
    odd.message.clear();
    while (odd.message.size() < 300) odd.message += "é";
    const std::string symbol = symbol_of(odd);
    EXPECT_LT(symbol.size(), 170U);
    EXPECT_TRUE(symbol.ends_with("é…"));
}

TEST(Baseline, ExcusesByFileRuleSymbolAndCount) {
    Baseline baseline;
    baseline.add("a.py", finding("unknown-column", "t", "x"));
    baseline.add("a.py", finding("unknown-column", "t", "x"));
    baseline.add("b.py", finding("unknown-column", "t", "y"));
    EXPECT_EQ(baseline.size(), 3U);

    std::vector<Finding> found = {finding("unknown-column", "t", "x", 1), finding("unknown-column", "t", "y", 2),
                                  finding("unknown-column", "t", "x", 3), finding("stale-field", "t", "x", 4),
                                  finding("unknown-column", "t", "x", 5)};
    const std::vector<Finding> excused = take_baselined(baseline, "a.py", found);
    ASSERT_EQ(excused.size(), 2U);
    EXPECT_EQ(excused[0].span.begin, 1U);
    EXPECT_EQ(excused[1].span.begin, 3U);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].field, "y") << "of another file";
    EXPECT_EQ(found[1].rule, "stale-field");
    EXPECT_EQ(found[2].span.begin, 5U) << "one more than the baseline counts";
    ASSERT_EQ(found[2].related.size(), 2U) << "those that are like it";
    EXPECT_EQ(found[2].related[0].span.begin, 1U);
    EXPECT_TRUE(found[0].related.empty());
}

TEST(Baseline, PathsThatAreNoTextStillMatch) {
    Baseline baseline;
    baseline.add("\xFF.py", finding("unknown-table", "t", ""));
    std::vector<Finding> found = {finding("unknown-table", "t", "")};
    EXPECT_EQ(take_baselined(baseline, "\xFF.py", found).size(), 1U);
    EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace rowtype::findings
