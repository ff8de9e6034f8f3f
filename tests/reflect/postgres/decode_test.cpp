#include "reflect/postgres/decode.h"

#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;
using Modifiers = std::vector<std::int32_t>;

TEST(ParseArray, ReadsLiterals) {
    EXPECT_EQ(parse_array("{}"), Texts{});
    EXPECT_EQ(parse_array("{a}"), Texts{"a"});
    EXPECT_EQ(parse_array("{a,b c,NULL,\"NULL\",\"\"}"), (Texts{"a", "b c", "", "NULL", ""}));
    EXPECT_EQ(parse_array(R"({"a,b","q\"q","b\\s","{}"})"), (Texts{"a,b", "q\"q", "b\\s", "{}"}));
    EXPECT_EQ(parse_array("{\"new\nline\"}"), Texts{"new\nline"});
}

TEST(ParseArray, RefusesWhatIsNone) {
    for (const char* text : {"", "{", "}", "a", "{\"a}", "{\"a\"b}", "{\"a\\\"}"})
        EXPECT_EQ(parse_array(text), std::nullopt) << text;
}

TEST(ParseRecord, ReadsLiterals) {
    EXPECT_EQ(parse_record("()"), Texts{""});
    EXPECT_EQ(parse_record("(1,,a b,\"\")"), (Texts{"1", "", "a b", ""}));
    EXPECT_EQ(parse_record(R"x(("a,b","q""q","b\\s","(x)"))x"), (Texts{"a,b", "q\"q", "b\\s", "(x)"}));
    EXPECT_EQ(parse_record(R"x((3,"{app=r/app,""\\""a b\\""=w/app""}"))x"), (Texts{"3", R"x({app=r/app,"\"a b\"=w/app"})x"}));
}

TEST(ParseRecord, RefusesWhatIsNone) {
    for (const char* text : {"", "(", ")", "1,2", "(\"a)"}) EXPECT_EQ(parse_record(text), std::nullopt) << text;
}

TEST(ParseNumbers, ReadsVectorsAndArrays) {
    EXPECT_EQ(parse_numbers(""), Numbers{});
    EXPECT_EQ(parse_numbers("{}"), Numbers{});
    EXPECT_EQ(parse_numbers("1 0 -2"), (Numbers{1, 0, -2}));
    EXPECT_EQ(parse_numbers("{1,4294967295}"), (Numbers{1, 4294967295}));
    for (const char* text : {"x", "1,", "{1,x}", "1  2", "99999999999999999999"}) {
        EXPECT_EQ(parse_numbers(text), std::nullopt) << text;
    }
}

// The numbers are what PostgreSQL 15 stores for these declarations (SELECT atttypmod).
TEST(DecodeModifiers, AsDeclared) {
    EXPECT_EQ(decode_modifiers("pg_catalog", "varchar", 34), Modifiers{30});
    EXPECT_EQ(decode_modifiers("pg_catalog", "varchar", -1), Modifiers{});
    EXPECT_EQ(decode_modifiers("pg_catalog", "bpchar", 5), Modifiers{1});
    EXPECT_EQ(decode_modifiers("pg_catalog", "numeric", 786438), (Modifiers{12, 2}));
    EXPECT_EQ(decode_modifiers("pg_catalog", "numeric", 327684), (Modifiers{5, 0}));
    EXPECT_EQ(decode_modifiers("pg_catalog", "numeric", 198658), (Modifiers{3, -2}));
    EXPECT_EQ(decode_modifiers("pg_catalog", "numeric", 65537004), (Modifiers{1000, 1000}));
    EXPECT_EQ(decode_modifiers("pg_catalog", "timestamptz", 0), Modifiers{0});
    EXPECT_EQ(decode_modifiers("pg_catalog", "timestamp", 3), Modifiers{3});
    EXPECT_EQ(decode_modifiers("pg_catalog", "interval", 2147418114), Modifiers{2});
    EXPECT_EQ(decode_modifiers("pg_catalog", "interval", 458751), Modifiers{}) << "YEAR TO MONTH";
    EXPECT_EQ(decode_interval_fields("pg_catalog", "interval", 458751), catalog::IntervalFields::YearToMonth);
    EXPECT_EQ(decode_interval_fields("pg_catalog", "interval", 2147418114), catalog::IntervalFields::All) << "interval(2)";
    EXPECT_EQ(decode_interval_fields("pg_catalog", "interval", -1), catalog::IntervalFields::All);
    EXPECT_EQ(decode_interval_fields("pg_catalog", "varchar", 458751), catalog::IntervalFields::All);
    EXPECT_EQ(decode_modifiers("pg_catalog", "bit", 8), Modifiers{8});
    EXPECT_EQ(decode_modifiers("extensions", "vector", 1536), Modifiers{1536});
    EXPECT_EQ(decode_modifiers("extensions", "geometry", 1107460), Modifiers{});
    EXPECT_EQ(decode_modifiers("pg_catalog", "numeric", 3), Modifiers{}) << "below the header: not PostgreSQL's";
}

}  // namespace
}  // namespace rowtype::postgres
