// Findings as people are shown them.
#include "analysis/rules/shown_findings.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace rowtype::rules {
namespace {

using findings::Finding;
using findings::Fix;
using findings::Severity;

Finding lacking(const std::string& column, Severity severity = Severity::Warning, std::string problem = "dropped",
                const std::string& ending = "") {
    Finding finding;
    finding.rule = "missing-field";
    finding.severity = severity;
    finding.span = {6, 10};
    finding.message = "User lacks the column \"" + column + "\" (text) of public.users" + ending;
    finding.table = "public.users";
    finding.field = column;
    finding.problem = std::move(problem);
    finding.fixes.push_back({"Add the column \"" + column + "\"", Fix::Safety::Safe, true, {{{20, 20}, column}}});
    finding.fixes.push_back({"Add all missing columns", Fix::Safety::Safe, false, {{{20, 20}, "all"}}});
    finding.fixes.push_back({"Ignore missing-field", Fix::Safety::Safe, false, {{{12, 12}, "# ignore"}}, true});
    return finding;
}

std::vector<std::string> messages(const std::vector<Finding>& findings) {
    std::vector<std::string> messages;
    const ShownFindings shown = shown_findings(findings);
    for (const ShownFinding& one : shown.findings) messages.push_back(one.finding->message);
    return messages;
}

using Words = std::vector<std::string>;

TEST(ShownFindings, OneStandsForItself) {
    EXPECT_EQ(messages({lacking("a")}), Words{"User lacks the column \"a\" (text) of public.users"});
    EXPECT_EQ(messages({}), Words{});
}

TEST(ShownFindings, SeveralAreOne) {
    EXPECT_EQ(messages({lacking("a"), lacking("b")}), Words{"User lacks 2 columns of public.users: \"a\" and \"b\""});
    EXPECT_EQ(messages({lacking("a"), lacking("b"), lacking("c"), lacking("d"), lacking("e"), lacking("f")}),
              Words{"User lacks 6 columns of public.users: \"a\", \"b\", \"c\", \"d\", \"e\" and \"f\""});
    EXPECT_EQ(messages({lacking("a"), lacking("b"), lacking("c"), lacking("d"), lacking("e"), lacking("f"), lacking("g")}),
              Words{"User lacks 7 columns of public.users: \"a\", \"b\", \"c\", \"d\", \"e\" and 2 more"});
}

TEST(ShownFindings, WhatFollowsSpeaksOfSeveral) {
    const std::string one = "; it has no default, so every insert by the class is refused";
    EXPECT_EQ(
        messages({lacking("a", Severity::Error, "needed", one), lacking("b", Severity::Error, "needed", one)}),
        Words{"User lacks 2 columns of public.users: \"a\" and \"b\"; they have no default, so every insert by the class is "
              "refused"});
}

TEST(ShownFindings, LevelsPlacesAndOtherFindingsStayApart) {
    Finding elsewhere = lacking("x");
    elsewhere.span = {60, 64};
    Finding other;
    other.rule = "stale-field";
    other.span = {6, 10};
    other.message = "User.z is no column";
    EXPECT_EQ(
        messages({lacking("a", Severity::Error), lacking("b"), lacking("c"), other, elsewhere}),
        (Words{"User lacks the column \"a\" (text) of public.users", "User lacks 2 columns of public.users: \"b\" and \"c\"",
               "User.z is no column", "User lacks the column \"x\" (text) of public.users"}));
}

TEST(ShownFindings, AGroupHasTheFixesForAllOfThem) {
    const std::vector<Finding> all = {lacking("a"), lacking("b")};
    const ShownFindings shown = shown_findings(all);
    ASSERT_EQ(shown.findings.size(), 1U);
    const Finding& group = *shown.findings.front().finding;
    EXPECT_EQ(shown.findings.front().fields, (Words{"a", "b"}));
    EXPECT_EQ(group.field, "");
    EXPECT_EQ(group.table, "public.users");
    ASSERT_EQ(group.fixes.size(), 2U);
    EXPECT_EQ(group.fixes[0].title, "Add all missing columns");
    EXPECT_TRUE(group.fixes[0].preferred);
    EXPECT_TRUE(group.fixes[1].suppresses);
    EXPECT_FALSE(group.fixes[1].preferred);
}

}  // namespace
}  // namespace rowtype::rules
