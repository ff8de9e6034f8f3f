#include "analysis/codegen/checks.h"

#include <gtest/gtest.h>

namespace rowtype::codegen {
namespace {

std::string described(const Bounds& bounds) {
    std::string text;
    const auto add = [&](const char* name, const std::optional<std::string>& bound) {
        if (bound) text += (text.empty() ? "" : " ") + std::string(name) + "=" + *bound;
    };
    add("ge", bounds.ge);
    add("gt", bounds.gt);
    add("le", bounds.le);
    add("lt", bounds.lt);
    add("min", bounds.min_length);
    add("max", bounds.max_length);
    return text;
}

struct CheckCase {
    const char* expression;
    const char* bounds;
};

class ChecksTest : public testing::TestWithParam<CheckCase> {};

TEST_P(ChecksTest, GivesBounds) {
    EXPECT_EQ(described(bounds_of_check(GetParam().expression, "value")), GetParam().bounds) << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Understood, ChecksTest,
    testing::Values(CheckCase{"VALUE > 0", "gt=0"}, CheckCase{"(VALUE >= (0)::numeric)", "ge=0"},
                    CheckCase{"((VALUE >= 0) AND (VALUE <= 100))", "ge=0 le=100"}, CheckCase{"0 < value", "gt=0"},
                    CheckCase{"VALUE BETWEEN -5 AND +5", "ge=-5"}, CheckCase{"VALUE BETWEEN 1 AND 5", "ge=1 le=5"},
                    CheckCase{"VALUE > '-1'::integer", "gt=-1"}, CheckCase{"value > 0.50", "gt=0.50"},
                    CheckCase{"VALUE > .5", "gt=0.5"}, CheckCase{"VALUE < 007", "lt=7"}, CheckCase{"length(VALUE) >= 3", "min=3"},
                    CheckCase{"char_length((VALUE)::text) < 3", "max=2"}, CheckCase{"length((VALUE)::text) = 3", "min=3 max=3"},
                    CheckCase{"VALUE > 0 AND VALUE ~ '^a'", "gt=0"}));

INSTANTIATE_TEST_SUITE_P(NotUnderstood, ChecksTest,
                         testing::Values(CheckCase{"VALUE > 0 OR VALUE < -10", ""}, CheckCase{"NOT VALUE > 0", ""},
                                         CheckCase{"VALUE <> 0", ""}, CheckCase{"octet_length(VALUE) < 3", ""},
                                         CheckCase{"VALUE > other", ""}, CheckCase{"other > 0", ""},
                                         CheckCase{"VALUE::integer > 5", ""}, CheckCase{"VALUE % 2 > 0", ""},
                                         CheckCase{"VALUE + 1 > 0", ""}, CheckCase{"lower(VALUE) > 0", ""},
                                         CheckCase{"VALUE > 1e3", ""}, CheckCase{"VALUE > 'a", ""}, CheckCase{"'VALUE' > 0", ""},
                                         CheckCase{"", ""}, CheckCase{"(((", ""}, CheckCase{")) AND ((", ""},
                                         CheckCase{"VALUE >", ""}, CheckCase{"BETWEEN", ""}, CheckCase{"VALUE BETWEEN", ""},
                                         CheckCase{"VALUE > 0 = true", ""}, CheckCase{"length() > 1", ""}));

TEST(Checks, DeepNestingIsNoTrouble) {
    const std::string open(2000, '(');
    const std::string close(2000, ')');
    EXPECT_EQ(described(bounds_of_check(open + "VALUE > 0" + close, "value")), "gt=0");
    EXPECT_EQ(described(bounds_of_check(std::string(5000, '(') + "VALUE > 0", "value")), "");
}

}  // namespace
}  // namespace rowtype::codegen
