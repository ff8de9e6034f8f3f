// Regular expressions of Python: what stands here is what its module re gives.
#include "analysis/orm/regular_expression.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rowtype::orm {
namespace {

struct Substitution {
    const char* pattern;
    const char* replacement;
    const char* text;
    const char* expected;
};

TEST(RegularExpressions, SubstituteAsPythonDoes) {
    const std::vector<Substitution> kCases = {
        {"(?<!^)(?=[A-Z])", "_", "UserAccountHTTP", "User_Account_H_T_T_P"},
        {"(.)([A-Z][a-z]+)", "\\1_\\2", "HTTPResponseCode", "HTTP_ResponseCode"},
        {"([a-z0-9])([A-Z])", "\\1_\\2", "aB2CdE", "a_B2_Cd_E"},
        {"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", "_\\1", "HTTPServerError2X", "HTTP_Server_Error2_X"},
        {"x*", "-", "abxd", "-a-b--d-"},
        {"a|ab", "<>", "abab", "<>b<>b"},
        {"(a)|(b)", "[\\1\\2]", "ab", "[a][b]"},
        {"[^A-Za-z0-9]+", "_", "a-b  c.d", "a_b_c_d"},
        {"\\W", "", "a b_c-d", "ab_cd"},
        {"a+?", "-", "aaa", "---"},
        {"[]a-]", "*", "a]-b", "***b"},
        {"(?:ab)+$", "!", "xababab", "x!"},
        {"\\.", "_", "a.b", "a_b"},
    };
    for (const Substitution& one : kCases) {
        const auto expression = RegularExpression::parse(one.pattern);
        ASSERT_TRUE(expression) << one.pattern;
        EXPECT_EQ(expression->substitute(one.replacement, one.text), one.expected) << one.pattern;
    }
}

TEST(RegularExpressions, SplitAndFindAsPythonDoes) {
    const auto split = [](const char* pattern, const char* text) { return *RegularExpression::parse(pattern)->split(text); };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(split("(?=[A-Z])", "IncidentType"), (Texts{"", "Incident", "Type"}));
    EXPECT_EQ(split("_", "a_b__c"), (Texts{"a", "b", "", "c"}));
    EXPECT_EQ(split("x*", "axbc"), (Texts{"", "a", "", "b", "c", ""}));
    EXPECT_EQ(RegularExpression::parse("[A-Z][^A-Z]*")->find_all("xFooBarB"), (Texts{"Foo", "Bar", "B"}));
    EXPECT_EQ(RegularExpression::parse("([A-Z])[a-z]")->find_all("FoBar"), (Texts{"F", "B"}));
}

TEST(RegularExpressions, WhatIsBeyondThemIsNotUnderstood) {
    for (const char* pattern :
         {"(?i)a", "a{2}", "\\bA", "(?P<one>a)", "(a", "a)", "[a", "*a", "a**", "\\1", "[[:alpha:]]", "é", "^*"}) {
        EXPECT_FALSE(RegularExpression::parse(pattern)) << pattern;
    }
    const auto plain = RegularExpression::parse("(a)");
    ASSERT_TRUE(plain);
    EXPECT_FALSE(plain->substitute("\\2", "a")) << "no such group";
    EXPECT_FALSE(plain->substitute("\\g<1>", "a"));
    EXPECT_FALSE(plain->substitute("_", "é"));
    EXPECT_FALSE(plain->split("a")) << "with groups, their texts stand between the parts";
    EXPECT_FALSE(RegularExpression::parse("(a+)+(a+)+(a+)+b")->substitute("", std::string(200, 'a'))) << "takes too long";
}

}  // namespace
}  // namespace rowtype::orm
