#include "reflect/sql/check_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::sql {
namespace {

// "price > 0 and length(code) = 3"; "not understood".
std::string text_of(const std::string& expression) {
    const auto conditions = parse_check(expression);
    if (!conditions) return "not understood";
    std::string text;
    for (const CheckCondition& condition : *conditions) {
        constexpr std::array<const char*, 8> kNames = {" =", " <>", " <", " <=", " >", " >=", " in", " is not null"};
        text += text.empty() ? "" : " and ";
        text += condition.of_length ? "length(" + condition.column + ")" : condition.column;
        text += kNames.at(static_cast<std::size_t>(condition.operation));
        for (const Constant& constant : condition.constants) {
            text += constant.kind == Constant::Kind::Text ? " '" + constant.value + "'" : " " + constant.value;
        }
    }
    return text;
}

TEST(CheckForm, ComparesAColumnWithAConstant) {
    EXPECT_EQ(text_of("price > 0"), "price > 0");
    EXPECT_EQ(text_of("(0 < price)"), "price > 0");
    EXPECT_EQ(text_of("price >= (0)::numeric"), "price >= 0") << "as pg_get_expr writes it";
    EXPECT_EQ(text_of("\"Odd Name\" <> '-1.5'::numeric"), "Odd Name <> '-1.5'");
    EXPECT_EQ(text_of("-10 <= x"), "x >= -10");
    EXPECT_EQ(text_of("VALUE < 9.5"), "value < 9.5");
    EXPECT_EQ(text_of("active = true"), "active = true");
    EXPECT_EQ(text_of("day > '2020-01-01'::date"), "day > '2020-01-01'");
    EXPECT_EQ(text_of("name != 'it''s'"), "name <> 'it's'");
}

// These are read without the parser, or must not be.
TEST(CheckForm, PlainComparisonsWithNumbers) {
    EXPECT_EQ(text_of("(amount > (5)::numeric)"), "amount > 5");
    EXPECT_EQ(text_of("(amount <= (007)::double precision)"), "amount <= 7");
    EXPECT_EQ(text_of("amount<>1.50"), "amount <> 1.50");
    EXPECT_EQ(text_of("(amount)>=(5)"), "amount >= 5");
    EXPECT_EQ(text_of("n >= 12345678901"), "n >= 12345678901");
    EXPECT_EQ(text_of("n >= 1::integer and m < 2"), "n >= 1 and m < 2");
    EXPECT_EQ(text_of("(n >= 1) and (m < 2)"), "n >= 1 and m < 2");
    EXPECT_EQ(text_of("n > 5 and m > (3)"), "n > 5 and m > 3");
    for (const char* expression : {"current_date > 5", "user > 5", "null > 5", "n > 5 + 1", "n > 5 or m > 3", "n @> 5",
                                   "n > 5::numeric collate x", "n > (5", "n > 5)", "5n > 5", "n > 5x"}) {
        EXPECT_EQ(text_of(expression), "not understood") << expression;
    }
}

TEST(CheckForm, RangesListsLengthsAndConjunctions) {
    EXPECT_EQ(text_of("x BETWEEN 1 AND 9"), "x >= 1 and x <= 9");
    EXPECT_EQ(text_of("((x >= 1) AND (x <= 9))"), "x >= 1 and x <= 9");
    EXPECT_EQ(text_of("status IN ('a', 'b')"), "status in 'a' 'b'");
    EXPECT_EQ(text_of("((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
              "status in 'a' 'b'");
    EXPECT_EQ(text_of("(n = ANY (ARRAY[1, 2]))"), "n in 1 2");
    EXPECT_EQ(text_of("char_length((code)::text) = 3"), "length(code) = 3");
    EXPECT_EQ(text_of("length(code) <= 3 AND code IS NOT NULL"), "length(code) <= 3 and code is not null");
}

TEST(CheckForm, AnythingElseIsNotUnderstood) {
    for (const char* expression : {"price > other",
                                   "price > 0 OR price IS NULL",
                                   "NOT (price > 0)",
                                   "lower(name) = name",
                                   "price % 2 = 0",
                                   "price > now()",
                                   "(price)::integer > 0",
                                   "(code)::varchar(3) = 'abc'",
                                   "name ~ '^a'",
                                   "x NOT IN (1)",
                                   "x NOT BETWEEN 1 AND 2",
                                   "x IN (1, y)",
                                   "x = ALL (ARRAY[1])",
                                   "x > ANY (ARRAY[1])",
                                   "t.x > 0",
                                   "price > 0 AND f(x)",
                                   "x IS NULL",
                                   "x >",
                                   "",
                                   "x > 0, y > 0",
                                   "x > 0 FROM t",
                                   "octet_length(x) > 3",
                                   "x > NULL",
                                   "1 > 0"}) {
        EXPECT_EQ(text_of(expression), "not understood") << expression;
    }
}

}  // namespace
}  // namespace rowtype::sql
