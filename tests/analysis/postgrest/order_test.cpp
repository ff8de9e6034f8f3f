#include "analysis/postgrest/order.h"

#include <gtest/gtest.h>

#include "tests/analysis/postgrest/rendering.h"

namespace rowtype::postgrest {
namespace {

std::string terms(const Parsed<std::vector<OrderTerm>>& parsed) {
    if (parsed.error) return render(parsed.error);
    std::string text;
    for (const OrderTerm& term : parsed.value) {
        if (!text.empty()) text += ", ";
        text += term.relation ? render(*term.relation) + "(" + render(term.column) + ")" : render(term.column);
        if (term.descending) text += *term.descending ? " desc" : " asc";
        if (term.nulls_first) text += *term.nulls_first ? " nulls first" : " nulls last";
    }
    return text;
}

TEST(Order, ReadsTermsWithTheirDirections) {
    EXPECT_EQ(terms(parse_order("id")), "<id>");
    EXPECT_EQ(terms(parse_order("name.desc.nullsfirst")), "<name> desc nulls first");
    EXPECT_EQ(terms(parse_order("a.asc,b.nullslast,c")), "<a> asc, <b> nulls last, <c>");
    EXPECT_EQ(terms(parse_order("data->k->>0.desc")), "<data>->k->>#0 desc");
    EXPECT_EQ(terms(parse_order("author(name).desc,id")), "<author>(<name>) desc, <id>");
    EXPECT_EQ(terms(parse_order("author( data->k )")), "<author>(<data>->k)");
    EXPECT_EQ(terms(parse_order("\"odd.name\".asc")), "'odd.name' asc");
}

TEST(Order, RefusesOtherWords) {
    EXPECT_EQ(terms(parse_order("id.smth")),
              "refused at 3-7: expected \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\", found \"smth\" "
              "(order by a related column is written id(smth), or with foreign_table=\"id\")");
    EXPECT_EQ(terms(parse_order("id.asc.x")), "refused at 7-8: expected \"nullsfirst\" or \"nullslast\", found \"x\"");
    EXPECT_EQ(terms(parse_order("id.ascx")),
              "refused at 6-7: expected \",\" or the end of the order, found \"x\" (a name that holds other "
              "characters needs double quotes)");
    EXPECT_EQ(terms(parse_order("id.DESC")),
              "refused at 3-7: expected \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\", found \"DESC\" "
              "(order by a related column is written id(DESC), or with foreign_table=\"id\")");
    EXPECT_EQ(terms(parse_order("a(b,c)")),
              "refused at 3-4: expected \")\" after the column of a, found \",\" (name one column in each "
              "pair of parentheses)");
    EXPECT_EQ(terms(parse_order("")), "refused at 0-0: expected a column to order by, found the end");
    EXPECT_EQ(terms(parse_order("a,")), "refused at 2-2: expected a column to order by, found the end");
}

TEST(OrderColumn, TakesNoDirectionOfItsOwn) {
    EXPECT_EQ(terms(parse_order_column("a")), "<a>");
    EXPECT_EQ(terms(parse_order_column("a.desc,b")), "<a> desc, <b>");
    EXPECT_EQ(
        terms(parse_order_column("a.desc")),
        "refused at 1-6: supabase-py appends its own \".asc\" or \".desc\" to this column, and PostgREST refuses two (write "
        "order(\"a\", desc=True))");
    EXPECT_EQ(
        terms(parse_order_column("b,a.asc.nullslast")),
        "refused at 3-17: supabase-py appends its own \".asc\" or \".desc\" to this column, and PostgREST refuses two (write "
        "order(\"b,a\", nullsfirst=False))");
    EXPECT_EQ(
        terms(parse_order_column("a.nullsfirst")),
        "refused at 1-12: supabase-py appends its own \".asc\" or \".desc\" to this column, and PostgREST refuses two (write "
        "order(\"a\", nullsfirst=True))");
}

TEST(Order, SpansPointAtTheText) {
    const std::string_view text = "id, author(name).desc";
    const Parsed<std::vector<OrderTerm>> parsed = parse_order(text);
    ASSERT_EQ(parsed.value.size(), 2U);
    EXPECT_EQ(slice(text, parsed.value[1].span), "author(name).desc");
    EXPECT_EQ(slice(text, parsed.value[1].relation->span), "author");
    EXPECT_EQ(slice(text, parsed.value[1].column.name.span), "name");
}

}  // namespace
}  // namespace rowtype::postgrest
