#include "reflect/postgres/queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MakeQuery, KeepsTheLinesOfTheVersion) {
    constexpr std::string_view kText = "SELECT a,  -- comment\n  b,  -- since 15\n  false,  -- before 15\n-- whole line\n  c";
    const std::string newer = make_query(kText, 150018, {});
    EXPECT_THAT(newer, HasSubstr("b,"));
    EXPECT_THAT(newer, Not(HasSubstr("false")));
    const std::string older = make_query(kText, 140021, {});
    EXPECT_THAT(older, HasSubstr("false,"));
    EXPECT_THAT(older, Not(HasSubstr("b,")));
    EXPECT_THAT(older, Not(HasSubstr("--")));
}

TEST(MakeQuery, FillsParametersIn) {
    QueryParameters parameters;
    parameters.schemas = "ARRAY['a:namespaces']";
    parameters.namespaces = {1, 4294967295};
    EXPECT_EQ(make_query("x = ANY (:schemas)", 150000, parameters), "x = ANY (ARRAY['a:namespaces'])\n") << "filled in once";
    EXPECT_THAT(make_query(":namespaces", 150000, parameters), HasSubstr("'{1,4294967295}'::pg_catalog.oid[]"));
    parameters.checks = {7, 8};
    EXPECT_THAT(make_query("unnest(:checks)", 150000, parameters), HasSubstr("unnest('{7,8}'::pg_catalog.oid[])"));
}

TEST(ArrayOf, QuotesWhateverTheSession) {
    EXPECT_EQ(array_of({"public", "it's", "back\\slash"}), R"(ARRAY[E'public', E'it''s', E'back\\slash']::pg_catalog.text[])");
}

TEST(Queries, QualifyEverythingAndRunNothing) {
    for (const std::string_view query : {relations_query(), types_query(), columns_query(), constraints_query(), indexes_query(),
                                         functions_query(), expressions_query(), views_query()}) {
        const std::string text = make_query(query, 150018, {});
        int names = 0;
        for (std::size_t found = text.find("pg_"); found != std::string::npos; found = text.find("pg_", found + 1)) {
            const bool is_catalog = text.compare(found, 11, "pg_catalog.") == 0;
            const bool is_qualified = found >= 11 && text.compare(found - 11, 11, "pg_catalog.") == 0;
            const bool is_pattern = text[found - 1] == '^';
            EXPECT_TRUE(is_catalog || is_qualified || is_pattern) << "could be someone else's: " << text.substr(found, 40);
            names += is_qualified ? 1 : 0;
        }
        EXPECT_GT(names, 2);
        for (const char* unwanted : {"::regclass", "::text", "::name", "::int4", "information_schema.", ";", "--"}) {
            EXPECT_THAT(text, Not(HasSubstr(unwanted)));
        }
    }
}

}  // namespace
}  // namespace rowtype::postgres
