#include <gtest/gtest.h>

#include "analysis/postgrest/select.h"
#include "tests/analysis/postgrest/rendering.h"

namespace rowtype::postgrest {
namespace {

struct Case {
    std::string_view text;
    std::string_view error;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.text; }  // names the case that failed

class SelectError : public testing::TestWithParam<Case> {};

TEST_P(SelectError, NamesThePlaceAndTheRemedy) { EXPECT_EQ(render(parse_select(GetParam().text).error), GetParam().error); }

INSTANTIATE_TEST_SUITE_P(
    Refused, SelectError,
    testing::Values(
        Case{"total.summ()",
             "refused at 6-10: PostgREST has no aggregate \"summ\" (write count(), sum(), avg(), min() or max())"},
        Case{"users.name", "refused at 0-10: an unquoted column name holds no \".\" (write users(name) to read a related table)"},
        Case{"id,posts.*",
             "refused at 3-10: PostgREST knows no \"posts.*\" (write posts(*) to read a related table, or * for all columns)"},
        Case{"total.sum", "refused at 6-9: an aggregate is written with \"()\" (write total.sum())"},
        Case{"data->a.b",
             "refused at 7-9: expected \",\" or the end after the JSON path, found \".\" (write -> between the keys of a "
             "JSON path, and put double quotes around a key that holds a \".\")"},
        Case{"id,amount::numeric(10,2)",
             "refused at 9-24: a cast holds only letters, digits, \"_\" and \"$\": \"::numeric(10,2)\" is "
             "refused by PostgREST (a view or a computed field can hold this cast)"},
        Case{"tags::text[]",
             "refused at 4-12: a cast holds only letters, digits, \"_\" and \"$\": \"::text[]\" is refused by PostgREST "
             "(a view or a computed field can hold this cast)"},
        Case{"m::public.mood",
             "refused at 1-10: a cast takes a type name without schema: expected \",\" or the end, found \".\" (a cast "
             "holds only letters, digits, \"_\" and \"$\")"},
        Case{"id::", "refused at 4-4: expected a type after \"::\", found the end"},
        Case{"id::\"char\"",
             "refused at 4-5: expected a type after \"::\", found '\"' (PostgREST takes no quoted type names in a cast)"},
        Case{"id,", "refused at 3-3: expected a column, \"*\" or a related table, found the end (remove the surplus \",\")"},
        Case{"id,,x", "refused at 3-4: expected a column, \"*\" or a related table, found \",\" (remove the surplus \",\")"},
        Case{"posts(id,)",
             "refused at 9-10: expected a column, \"*\" or a related table, found \")\" (remove the surplus \",\")"},
        Case{"posts( )", "refused at 7-8: expected a column, \"*\" or a related table, found \")\""},
        Case{"posts(title",
             "refused at 5-6: this \"(\" is never closed: expected \",\" or \")\", found the end (add the missing \")\")"},
        Case{"posts(",
             "refused at 5-6: this \"(\" is never closed: expected \",\" or \")\", found the end (add the missing \")\")"},
        Case{"a(b(c)",
             "refused at 1-2: this \"(\" is never closed: expected \",\" or \")\", found the end (add the missing \")\")"},
        Case{"a(b(c)d)", "refused at 6-7: expected \",\" or \")\", found \"d\""},
        Case{"posts!inner", "refused at 11-11: expected \"(\" and the columns of posts, found the end (write posts!inner(*))"},
        Case{"posts!(id)",
             "refused at 6-7: expected \"inner\", \"left\" or a foreign key after \"!\", found \"(\" (put double quotes "
             "around a name that holds other characters)"},
        Case{"posts!left_fk(*)",
             "refused at 6-13: PostgREST reads \"left\" at the start of this hint as !left (put the hint in double "
             "quotes: !\"left_fk\")"},
        Case{"posts!innermost(*)",
             "refused at 6-15: PostgREST reads \"inner\" at the start of this hint as !inner (put the hint in double "
             "quotes: !\"innermost\")"},
        Case{"posts!a!b!c(*)",
             "refused at 9-10: expected \"(\": a related table takes at most one hint and one of !inner, !left, found \"!\""},
        Case{"id!fk", "refused at 5-5: expected \"(\" and the columns of id, found the end (write id!fk(*))"},
        Case{"data->k!fk(*)",
             "refused at 10-11: expected \",\" or the end of the select, found \"(\" (only a related table takes a list in "
             "parentheses)"},
        Case{"\"posts\" (id)",
             "refused at 8-9: expected \",\" or the end of the select, found \"(\" (remove the white space before \"(\")"},
        Case{"posts(id) ,x,a(b) ",
             "refused at 18-18: expected \",\" after the blank, found the end (remove the blank after \")\")"},
        Case{"count(*)",
             "refused at 0-6: \"count\" is PostgREST's count of rows and takes \"()\" only (write count() to count rows; a "
             "related table named count cannot be embedded)"},
        Case{"x:*", "refused at 2-3: expected a column after the alias, found \"*\" (a \"*\" takes no alias: name the columns)"},
        Case{"x:...rel(*)",
             "refused at 2-3: a spread takes no alias: expected a name, found \".\" (remove the alias, or the \"...\")"},
        Case{"id,*::text",
             "refused at 4-5: expected \",\" or the end after \"*\", found \":\" (a \"*\" takes no cast, no hint and no blank "
             "after it)"},
        Case{"a:b:c",
             "refused at 3-4: expected \",\" or the end of the select, found \":\" (an alias is written alias:column, a cast "
             "column::type)"},
        Case{"data->",
             "refused at 6-6: expected a JSON key or an array index, found the end (a key that holds one of ( - : . , > ) needs "
             "double quotes)"},
        Case{"data->>-78xy",
             "refused at 10-11: expected the end of the array index, found \"x\" (an object key that starts with \"-\" "
             "needs double quotes)"},
        Case{"data->--3",
             "refused at 7-8: expected a digit after \"->-\", found \"-\" (an object key that starts with \"-\" needs double "
             "quotes)"},
        Case{"a-", "refused at 2-2: expected a letter, a digit or \"_\" after \"-\", found the end"},
        Case{"name[]",
             "refused at 4-5: expected \",\" or the end of the select, found \"[\" (an element of a JSON array is written "
             "column->0)"},
        Case{"id,{columns}",
             "refused at 3-4: expected a column, \"*\" or a related table, found \"{\" (write f before the string if \"{…}\" "
             "stands for a value)"},
        Case{"id,'name'",
             "refused at 3-4: expected a column, \"*\" or a related table, found \"'\" (names are quoted with double quotes: "
             "\"name\")"},
        Case{"\"abc",
             "refused at 0-4: this quoted name never ends: expected a closing '\"' (inside quotes a '\"' is written \\\" and a "
             "backslash \\\\)"},
        Case{"id;x",
             "refused at 2-3: expected \",\" or the end of the select, found \";\" (a name that holds other characters needs "
             "double "
             "quotes)"},
        Case{"नाम",
             "refused at 3-6: expected \",\" or the end of the select, found \"ा\" (a name that holds other characters needs "
             "double "
             "quotes)"},
        Case{"a\nb",
             "refused at 1-2: expected \",\" or the end of the select, found a line break (PostgREST skips no line breaks)"},
        Case{"a\xFF",
             "refused at 1-2: expected \",\" or the end of the select, found byte 0xFF (a name that holds other characters needs "
             "double quotes)"}));

INSTANTIATE_TEST_SUITE_P(
    Ignored, SelectError,
    testing::Values(
        Case{
            "id),x",
            "ignored at 2-5: this \")\" closes nothing; PostgREST silently ignores the select from here on (remove the \")\", or "
            "add the \"(\" that it closes)"},
        Case{"posts(id)),x",
             "ignored at 9-12: this \")\" closes nothing; PostgREST silently ignores the select from here on (remove the "
             "\")\", or add the \"(\" that it closes)"},
        Case{"posts(id)x",
             "ignored at 9-10: expected \",\" or the end after \")\", found \"x\"; PostgREST silently ignores the select from "
             "here on (put a \",\" between two items; a list of columns takes nothing behind it)"},
        Case{",id",
             "ignored at 0-1: expected a column, \"*\" or a related table, found \",\"; PostgREST silently ignores the whole "
             "select "
             "and returns rows without columns (remove the surplus \",\")"},
        Case{
            "*::text",
            "ignored at 1-2: expected \",\" or the end after \"*\", found \":\"; PostgREST silently ignores the whole select and "
            "returns rows without columns (a \"*\" takes no cast, no hint and no blank after it)"},
        Case{"...author",
             "ignored at 9-9: expected \"(\" and the columns of author, found the end; PostgREST silently ignores the whole "
             "select and returns rows without columns (write ...author(*))"},
        Case{"...x:author(*)",
             "ignored at 4-5: a spread takes no alias: expected \"(\", found \":\"; PostgREST silently ignores the whole "
             "select and returns rows without columns (remove the alias, or the \"...\")"}));

TEST(SelectErrors, TextBehindAStrayParenthesisLeavesTheTreeThatRuns) {
    EXPECT_EQ(render(parse_select("id,posts(a)),x").value), "<id>, relation <posts>(<a>)");
}

TEST(SelectErrors, NestingIsCapped) {
    std::string open;
    for (int level = 0; level < 64; ++level) open += "a(";
    EXPECT_EQ(render(parse_select(open + "b" + std::string(64, ')')).error), "right");
    const SelectResult deeper = parse_select(open + "a(b" + std::string(65, ')'));
    ASSERT_TRUE(deeper.error.has_value());
    EXPECT_EQ(deeper.error->kind, ErrorKind::Limit);
    EXPECT_EQ(deeper.error->message, "the select is nested deeper than 64 levels");
    std::string hostile;
    for (int level = 0; level < 30000; ++level) hostile += "a(";
    EXPECT_EQ(parse_select(hostile).error->kind, ErrorKind::Limit);
}

TEST(SelectErrors, LengthIsCapped) {
    const SelectResult longest = parse_select(std::string(kLongestText, 'a'));
    EXPECT_TRUE(longest.ok());
    const SelectResult longer = parse_select(std::string(kLongestText + 1, 'a'));
    ASSERT_TRUE(longer.error.has_value());
    EXPECT_EQ(longer.error->kind, ErrorKind::Limit);
}

// No byte sequence may crash the parser or give spans outside the text.
TEST(SelectErrors, SpansStayInsideOfEveryPrefixOfAnyText) {
    const std::string text = "a:\"b\\\"c\"->>-1->\"k\"::int.sum()::x,...é!inner!\"left\"(*,count()::y,z(w->0)),日本-語)\xF0\x9F";
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        for (std::size_t length = 0; begin + length <= text.size(); ++length) {
            const SelectResult result = parse_select(std::string_view(text).substr(begin, length));
            for (const SelectItem& item : result.value) {
                ASSERT_LE(item.span.begin, item.span.end);
                ASSERT_LE(item.span.end, length);
                ASSERT_LE(item.body.begin, item.body.end);
                ASSERT_LE(item.body.end, length);
            }
            if (!result.error) continue;
            ASSERT_LE(result.error->span.begin, result.error->span.end);
            ASSERT_LE(result.error->span.end, length);
            ASSERT_FALSE(result.error->message.empty());
        }
    }
}

}  // namespace
}  // namespace rowtype::postgrest
