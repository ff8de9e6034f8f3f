#include "analysis/postgrest/logic.h"

#include <gtest/gtest.h>

#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/order.h"
#include "tests/analysis/postgrest/rendering.h"

namespace rowtype::postgrest {
namespace {

std::string tree(const std::vector<LogicNode>& nodes) {
    std::string text;
    for (const LogicNode& node : nodes) {
        if (!text.empty()) text += ", ";
        if (node.kind == LogicKind::Filter) {
            text += render(node.column) + " " + render(node.expression);
        } else {
            text +=
                std::string(node.negated ? "not " : "") + (node.kind == LogicKind::And ? "and(" : "or(") + tree(node.items) + ")";
        }
    }
    return text;
}

std::string logic(std::string_view text) {
    const Parsed<std::vector<LogicNode>> parsed = parse_logic(text);
    return parsed.error ? render(parsed.error) : tree(parsed.value);
}

std::string expression(std::string_view text) {
    const Parsed<OperatorExpression> parsed = parse_operator_expression(text);
    return parsed.error ? render(parsed.error) : render(parsed.value);
}

std::string filter_operator(std::string_view text) {
    const Parsed<OperatorExpression> parsed = parse_operator(text);
    return parsed.error ? render(parsed.error) : render(parsed.value);
}

TEST(Logic, ReadsConditionsAndGroups) {
    EXPECT_EQ(logic("id.eq.1"), "<id> eq [1]");
    EXPECT_EQ(logic("id.eq.1, name.not.is.null"), "<id> eq [1], <name> not is [null]");
    EXPECT_EQ(logic("a.eq.1,and(b.gt.2,or(c.lt.3,d.is.TRUE))"), "<a> eq [1], and(<b> gt [2], or(<c> lt [3], <d> is [true]))");
    EXPECT_EQ(logic("not.and(a.eq.1,b.eq.2),not.or (c.eq.3)"), "not and(<a> eq [1], <b> eq [2]), not or(<c> eq [3])");
    EXPECT_EQ(logic("data->>k.eq.x"), "<data>->>k eq [x]");
    EXPECT_EQ(logic("id.in.(1,2,\"a,b\")"), "<id> in [1] [2] 'a,b'");
    EXPECT_EQ(logic("name.eq.\"a,b)\""), "<name> eq 'a,b)'");
    EXPECT_EQ(logic("tags.cs.{a,b},id.eq.1"), "<tags> cs [{a,b}], <id> eq [1]");
    EXPECT_EQ(logic("name.like(any).{a*,b*}"), "<name> like any [{a*,b*}]");
    EXPECT_EQ(logic("body.fts(english).word"), "<body> fts in english [word]");
    EXPECT_EQ(logic("and.eq.1,or.eq.2,not.eq.3,order.eq.4"), "<and> eq [1], <or> eq [2], <not> eq [3], <order> eq [4]");
    EXPECT_EQ(logic("a.eq."), "<a> eq []");
    EXPECT_EQ(logic("at.gt.2024-01-01T00:00:00.5"), "<at> gt [2024-01-01T00:00:00.5]");
    EXPECT_EQ(logic("at.is.null,at.gt.now()"), "<at> is [null], <at> gt [now(]");
}

TEST(Logic, RefusesWithARemedy) {
    EXPECT_EQ(logic("(a.eq.1,b.eq.2)"),
              "refused at 0-1: expected a condition such as name.eq.5, or and(…), found \"(\" (supabase-py adds "
              "the outer parentheses: write the conditions without them)");
    EXPECT_EQ(logic("a.eq.1),b.eq.2"),
              "ignored at 6-14: this \")\" closes nothing; PostgREST silently ignores the conditions from here on "
              "(remove the \")\", or add the \"(\" that it closes)");
    EXPECT_EQ(logic("at.gt.now(),b.eq.2"),
              "ignored at 10-18: this \")\" closes nothing; PostgREST silently ignores the conditions from here on "
              "(remove the \")\", or add the \"(\" that it closes)");
    EXPECT_EQ(logic("a.eq.lower()"),
              "ignored at 11-12: this \")\" closes nothing; PostgREST silently ignores the conditions from here on "
              "(remove the \")\", or add the \"(\" that it closes)");
    EXPECT_EQ(logic("posts.title.eq.x"),
              "refused at 0-11: a condition inside or_() names a column without a path to another table (filter "
              "\"title\" alone with reference_table=\"posts\")");
    EXPECT_EQ(logic("a=1"),
              "refused at 1-2: expected \".\" and an operator after \"a\", found \"=\" (a condition is written "
              "column.operator.value, for example a.eq.5)");
    EXPECT_EQ(logic("a.is.None"),
              "refused at 5-9: expected null, not_null, true, false or unknown after \"is.\", found \"None\" (write "
              "is.null)");
    EXPECT_EQ(logic("a.in.1"), "refused at 5-6: expected \"(\" after \"in.\", found \"1\" (a list is written in.(1,2))");
    EXPECT_EQ(logic("a.in.(1"),
              "refused at 5-6: this list is never closed: expected \",\" or \")\", found the end (add the missing \")\")");
    EXPECT_EQ(logic("and(a.eq.1"),
              "refused at 3-4: this \"(\" is never closed: expected \",\" or \")\", found the end (add the missing "
              "\")\")");
    EXPECT_EQ(logic("xor(a.eq.1)"),
              "refused at 3-4: expected \".\" and an operator after \"xor\", found \"(\" (groups are and(…), or(…), "
              "not.and(…) and not.or(…))");
    EXPECT_EQ(logic("a.eq.1,\nb.eq.2"),
              "refused at 7-8: expected a condition such as name.eq.5, found a line break (PostgREST skips no "
              "line breaks: join the lines)");
    EXPECT_EQ(logic("a.eq.1,"), "refused at 7-7: expected a condition such as name.eq.5, found the end");
    EXPECT_EQ(logic(""), "refused at 0-0: expected a condition such as name.eq.5, found the end");
    EXPECT_EQ(logic("or()"), "refused at 3-4: expected a condition such as name.eq.5, found \")\"");
    EXPECT_EQ(logic("a.is.null and b.eq.1"),
              "refused at 10-11: expected \",\" after the blank, found \"a\" (conditions are joined by \",\": "
              "name.is.null,age.gt.5)");
    EXPECT_EQ(logic("a.fts(pg_catalog.english).x"),
              "refused at 16-17: expected \")\" after the text search configuration, found \".\" "
              "(PostgREST takes a configuration of letters, digits and \"_\", without schema)");
}

TEST(Logic, SpansPointAtTheText) {
    const std::string_view text = "id.eq.1, not.and( data->>k.not.in.(a,\"b\") )";
    const Parsed<std::vector<LogicNode>> parsed = parse_logic(text);
    ASSERT_TRUE(parsed.ok()) << render(parsed.error);
    ASSERT_EQ(parsed.value.size(), 2U);
    EXPECT_EQ(slice(text, parsed.value[1].span), "not.and( data->>k.not.in.(a,\"b\") )");
    const LogicNode& filter = parsed.value[1].items.at(0);
    EXPECT_EQ(slice(text, filter.column.name.span), "data");
    EXPECT_EQ(slice(text, filter.expression.operator_span), "in");
    EXPECT_EQ(slice(text, filter.expression.values.at(0).span), "a");
    EXPECT_EQ(slice(text, filter.expression.values.at(1).span), "\"b\"");
}

TEST(Logic, NestingIsCapped) {
    std::string text;
    for (int level = 0; level < 20000; ++level) text += "or(";
    const Parsed<std::vector<LogicNode>> parsed = parse_logic(text);
    ASSERT_TRUE(parsed.error.has_value());
    EXPECT_EQ(parsed.error->kind, ErrorKind::Limit);
}

TEST(OperatorExpression, ReadsWholeValues) {
    EXPECT_EQ(expression("eq.a,b)c"), "eq [a,b)c]");
    EXPECT_EQ(expression("eq.\"a\""), "eq [\"a\"]");  // quotes are part of the value outside of lists and or()
    EXPECT_EQ(expression("not.in.( 1,\"a)\")"), "not in [1] 'a)'");
    EXPECT_EQ(expression("in.(1, \"a\")"), "in [1] [ \"a\"]");  // a blank before a quote makes the quotes part of the value
    EXPECT_EQ(expression("in.()"), "in []");
    EXPECT_EQ(expression("in.(1)x"),
              "ignored at 6-7: expected the end of the value, found \"x\"; PostgREST silently ignores the value "
              "from here on");
    EXPECT_EQ(expression("isdistinct.5"), "isdistinct [5]");
}

TEST(Operator, KnowsEveryOperatorOfPostgrest) {
    for (const std::string name :
         {"eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch", "in",    "is",  "isdistinct",
          "cs", "cd",  "ov", "sl",  "sr", "nxr", "nxl",  "adj",   "fts",   "plfts",  "phfts", "wfts"}) {
        EXPECT_EQ(filter_operator(name), name);
        EXPECT_EQ(filter_operator("not." + name), "not " + name);
        ASSERT_TRUE(find_operator(name).has_value());
        EXPECT_EQ(to_string(*find_operator(name)), name);
    }
    for (const std::string name : {"eq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch"}) {
        EXPECT_EQ(filter_operator(name + "(any)"), name + " any");
        EXPECT_EQ(filter_operator(name + "(all)"), name + " all");
    }
    for (const std::string name : {"fts", "plfts", "phfts", "wfts"})
        EXPECT_EQ(filter_operator(name + "(german)"), name + " in german");
}

TEST(Operator, NamesTheRemedyForOthers) {
    EXPECT_EQ(filter_operator("in_"), "refused at 0-3: PostgREST knows no operator \"in_\" (did you mean in?)");
    EXPECT_EQ(filter_operator("EQ"), "refused at 0-2: PostgREST knows no operator \"EQ\" (did you mean eq?)");
    EXPECT_EQ(filter_operator(">="), "refused at 0-2: PostgREST knows no operator \">=\" (write gte)");
    EXPECT_EQ(filter_operator("not_in"), "refused at 0-6: PostgREST knows no operator \"not_in\" (write not.in)");
    EXPECT_EQ(filter_operator("not.not.eq"), "refused at 4-7: PostgREST knows no operator \"not\" (write not.eq)");
    EXPECT_EQ(filter_operator(""), "refused at 0-0: expected an operator such as eq, in or is, found the end");
    EXPECT_EQ(filter_operator("eq(some)"), "refused at 2-3: expected \"(any)\", \"(all)\" or \".\" after \"eq\", found \"(\"");
    EXPECT_EQ(filter_operator("in(any)"),
              "refused at 2-3: the operator \"in\" takes nothing in parentheses: expected \".\", found \"(\"");
    EXPECT_EQ(filter_operator("neq(any)"),
              "refused at 3-4: the operator \"neq\" takes nothing in parentheses: expected \".\", found \"(\"");
    EXPECT_EQ(filter_operator("eq(any)x"), "refused at 7-8: expected the end of the operator, found \"x\"");
}

// No byte sequence may crash a parser or give error spans outside the text.
TEST(Logic, ErrorSpansStayInsideOfEveryPartOfAnyText) {
    const std::string text =
        "a.not.eq(any).\"x\\\"\",not.and( b->-1->>\"k\".in.(1,\"y\" ),c.is.NOT_NULL),é.fts(en).{d,e}),.\\\xF0\x9F order";
    const auto check = [](const std::optional<ParseError>& error, std::size_t length) {
        if (!error) return;
        ASSERT_LE(error->span.begin, error->span.end);
        ASSERT_LE(error->span.end, length);
        ASSERT_FALSE(error->message.empty());
    };
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        for (std::size_t length = 0; begin + length <= text.size(); ++length) {
            const std::string_view part = std::string_view(text).substr(begin, length);
            check(parse_logic(part).error, length);
            check(parse_operator(part).error, length);
            check(parse_operator_expression(part).error, length);
            check(parse_filter_key(part).error, length);
            check(parse_filter_column(part).error, length);
            check(parse_embed_path(part, true).error, length);
            check(parse_column_list(part).error, length);
            check(parse_order(part).error, length);
            check(parse_order_column(part).error, length);
        }
    }
}

}  // namespace
}  // namespace rowtype::postgrest
