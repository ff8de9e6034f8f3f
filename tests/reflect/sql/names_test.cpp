#include "reflect/sql/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(QuoteIdentifier, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(quote_identifier("users_2"), "users_2");
    EXPECT_EQ(quote_identifier("Users"), "\"Users\"");
    EXPECT_EQ(quote_identifier("2fa"), "\"2fa\"");
    EXPECT_EQ(quote_identifier("user"), "\"user\"");
    EXPECT_EQ(quote_identifier("name"), "name");
    EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(quote_identifier("a$b"), "\"a$b\"");
    EXPECT_EQ(quote_identifier(""), "\"\"");
}

TEST(DottedName, GivesTheSpanOfEachPart) {
    const std::string_view sql = "SELECT * FROM Public . \"Order Items\" AS o";
    EXPECT_THAT(dotted_name_at(sql, 14), ElementsAre(NamePart{{14, 20}, "public"}, NamePart{{23, 36}, "Order Items"}));
}

TEST(DottedName, EndsWithAStar) {
    EXPECT_THAT(dotted_name_at("SELECT o.* FROM o", 7), ElementsAre(NamePart{{7, 8}, "o"}, NamePart{{9, 10}, "*"}));
}

TEST(DottedName, StopsAtTheMostAndAtWhatIsNoName) {
    EXPECT_THAT(dotted_name_at("a.b.c", 0, 2), ElementsAre(NamePart{{0, 1}, "a"}, NamePart{{2, 3}, "b"}));
    EXPECT_THAT(dotted_name_at("a.5", 0), ElementsAre(NamePart{{0, 1}, "a"}));
    EXPECT_THAT(dotted_name_at("(a)", 0), IsEmpty());
    EXPECT_THAT(dotted_name_at("a", 40), IsEmpty());
}

}  // namespace
}  // namespace rowtype::sql
