#include "analysis/postgrest/select.h"

#include <gtest/gtest.h>

#include "tests/analysis/postgrest/rendering.h"

namespace rowtype::postgrest {
namespace {

struct Case {
    std::string_view text;
    std::string_view tree;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.text; }  // names the case that failed

class SelectTree : public testing::TestWithParam<Case> {};

TEST_P(SelectTree, IsReadAsPostgrestReadsIt) {
    const SelectResult result = parse_select(GetParam().text);
    EXPECT_EQ(render(result.error), "right");
    EXPECT_EQ(render(result.value), GetParam().tree);
}

INSTANTIATE_TEST_SUITE_P(Columns, SelectTree,
                         testing::Values(Case{"", ""}, Case{"*", "*"}, Case{"id", "<id>"},
                                         Case{"id,title,body", "<id>, <title>, <body>"}, Case{" id , title ", "<id>, <title>"},
                                         Case{"\tid\t,\ttitle\t", "<id>, <title>"}, Case{"*,id", "*, <id>"},
                                         Case{"fullName:full_name", "<fullName>:<full_name>"},
                                         Case{"full name:first name", "<full name>:<first name>"}, Case{"a: b", "<a>:<b>"},
                                         Case{"a-b,c-d-e", "<a-b>, <c-d-e>"}, Case{"a - b", "<a-b>"},
                                         Case{"123,_,$,x$y", "<123>, <_>, <$>, <x$y>"},
                                         Case{"عربي,日本語,ñandú,Ünï", "<عربي>, <日本語>, <ñandú>, <Ünï>"},
                                         Case{"\"odd.name\",\"a,b\",\"(x)\"", "'odd.name', 'a,b', '(x)'"},
                                         Case{R"("say \"hi\"","back\\slash","\n")", R"('say "hi"', 'back\slash', 'n')"},
                                         Case{"\" kept blanks \"", "' kept blanks '"}, Case{"\"\"", "''"},
                                         Case{"\"my alias\":\"my column\"", "'my alias':'my column'"},
                                         Case{"order,limit,select,count", "<order>, <limit>, <select>, <count>"}));

INSTANTIATE_TEST_SUITE_P(
    JsonPaths, SelectTree,
    testing::Values(Case{"data->key", "<data>->key"}, Case{"data->>key", "<data>->>key"},
                    Case{"data->a->b->>c", "<data>->a->b->>c"}, Case{"data->0", "<data>->#0"},
                    Case{"data->-1->>name", "<data>->#-1->>name"},
                    Case{"data->phones->0->>number", "<data>->phones->#0->>number"}, Case{"data->0::text", "<data>->#0::text"},
                    Case{"data->12ab", "<data>->12ab"}, Case{"data->!@#$%^&*_a::text", "<data>->!@#$%^&*_a::text"},
                    Case{"data->some-key", "<data>->some-key"}, Case{"data->\"odd.key, (x)\"", "<data>->odd.key, (x)"},
                    Case{"data-> spaced key ,id", "<data>->spaced key, <id>"}, Case{"x:data->a", "<x>:<data>->a"},
                    Case{"posts(data->0)", "relation <posts>(<data>->0)"},  // inside parentheses a number is an object key
                    Case{"posts(data->0,id)", "relation <posts>(<data>->#0, <id>)"}));

INSTANTIATE_TEST_SUITE_P(CastsAndAggregates, SelectTree,
                         testing::Values(Case{"id::text", "<id>::text"}, Case{"a:id::text", "<a>:<id>::text"},
                                         Case{"at::timestamp with time zone", "<at>::timestamp with time zone"},
                                         Case{"data->>n::int", "<data>->>n::int"}, Case{"amount.sum()", "<amount>.sum"},
                                         Case{"a.avg(),a.min(),a.max(),a.count()", "<a>.avg, <a>.min, <a>.max, <a>.count"},
                                         Case{"amount::numeric.sum()::int", "<amount>::numeric.sum::int"},
                                         Case{"total:data->>amount::float.sum()", "<total>:<data>->>amount::float.sum"},
                                         Case{"a::text::int", "<a>::text::int"}, Case{"count()", "rows.count"},
                                         Case{"n:count()::int,id", "<n>:rows.count::int, <id>"},
                                         Case{"posts(count())", "relation <posts>(rows.count)"}));

INSTANTIATE_TEST_SUITE_P(
    Relations, SelectTree,
    testing::Values(Case{"posts()", "relation <posts>()"}, Case{"posts(*)", "relation <posts>(*)"},
                    Case{"id,author:users(id,name)", "<id>, <author>:relation <users>(<id>, <name>)"},
                    Case{"a(b(c(d)))", "relation <a>(relation <b>(relation <c>(<d>)))"},
                    Case{"a(b(*),c),d", "relation <a>(relation <b>(*), <c>), <d>"},
                    Case{"posts!inner(*)", "relation <posts>!inner(*)"}, Case{"posts!left(*)", "relation <posts>!left(*)"},
                    Case{"posts!posts_author_id_fkey(*)", "relation <posts>!<posts_author_id_fkey>(*)"},
                    Case{"posts!fk!inner(*)", "relation <posts>!<fk>!inner(*)"},
                    Case{"a:posts!inner!fk(*)", "<a>:relation <posts>!inner!<fk>(*)"},
                    Case{"posts!\"left\"(*)", "relation <posts>!'left'(*)"}, Case{"posts!a!b(*)", "relation <posts>!<a>!<b>(*)"},
                    Case{"\"Order Items\"(*)", "relation 'Order Items'(*)"},
                    Case{"Order Items (id)", "relation <Order Items>(<id>)"}, Case{"sum(amount)", "relation <sum>(<amount>)"},
                    Case{"posts( id , title )", "relation <posts>(<id>, <title>)"},
                    Case{"...author(name)", "spread <author>(<name>)"},
                    Case{"*,...author!fk!inner(*),x(*)", "*, spread <author>!<fk>!inner(*), relation <x>(*)"},
                    Case{"posts(...author(name))", "relation <posts>(spread <author>(<name>))"}));

std::string_view under(std::string_view text, Span span) { return slice(text, span); }

TEST(Select, SpansPointAtTheText) {
    const std::string_view text = "id, full name : \"first\"->>\"k\"::text.count()::int , a:posts!inner!fk( x:y ),n:count()::int";
    const SelectResult result = parse_select(text);
    ASSERT_EQ(render(result.error), "right");
    ASSERT_EQ(result.value.size(), 4U);
    const SelectItem& field = result.value[1];
    EXPECT_EQ(under(text, field.span), "full name : \"first\"->>\"k\"::text.count()::int");
    EXPECT_EQ(under(text, field.alias->span), "full name");
    EXPECT_EQ(under(text, field.name.span), "\"first\"");
    EXPECT_EQ(under(text, field.json_path.at(0).span), "\"k\"");
    EXPECT_EQ(under(text, field.cast->span), "text");
    EXPECT_EQ(under(text, field.aggregate->span), "count()");
    EXPECT_EQ(under(text, field.aggregate_cast->span), "int");
    const SelectItem& relation = result.value[2];
    EXPECT_EQ(under(text, relation.span), "a:posts!inner!fk( x:y )");
    EXPECT_EQ(under(text, relation.alias->span), "a");
    EXPECT_EQ(under(text, relation.name.span), "posts");
    EXPECT_EQ(under(text, relation.parameters.at(0).span), "inner");
    EXPECT_EQ(under(text, relation.parameters.at(1).name.span), "fk");
    EXPECT_EQ(under(text, relation.body), " x:y ");
    EXPECT_EQ(under(text, relation.items.at(0).span), "x:y");
    const SelectItem& count = result.value[3];
    EXPECT_EQ(under(text, count.name.span), "count");
    EXPECT_EQ(under(text, count.aggregate->span), "count()");
}

TEST(Select, SpansCountBytesOfUtf8) {
    const SelectResult result = parse_select("ñ,日本,x");
    ASSERT_EQ(result.value.size(), 3U);
    EXPECT_EQ(result.value[1].name.span, (Span{3, 9}));
    EXPECT_EQ(result.value[2].name.span, (Span{10, 11}));
}

TEST(Select, FirstHintAndFirstJoinHold) {
    const SelectResult result = parse_select("a!x!y(*),b!left!inner(*),c!inner(*),d(*)");
    ASSERT_EQ(result.value.size(), 4U);
    ASSERT_NE(result.value[0].hint(), nullptr);
    EXPECT_EQ(result.value[0].hint()->text, "x");
    EXPECT_FALSE(result.value[1].is_inner());
    EXPECT_TRUE(result.value[2].is_inner());
    EXPECT_EQ(result.value[3].hint(), nullptr);
    EXPECT_FALSE(result.value[3].is_inner());
}

TEST(Select, OutputKeysAreThoseOfTheReturnedRow) {
    const SelectResult result = parse_select(
        "id,n:name,data->a->>b,data->1,data->k->2,total.sum(),t:total.sum(),count(),posts(*),p:posts(*),*,...x(*),id::text");
    std::vector<std::string_view> keys;
    for (const SelectItem& item : result.value) keys.push_back(item.output_key());
    EXPECT_EQ(keys,
              (std::vector<std::string_view>{"id", "n", "b", "data", "k", "sum", "t", "count", "posts", "p", "", "", "id"}));
}

TEST(Select, EmbedsAroundAnOffsetLeadToTheRelationThatIsBeingTyped) {
    const std::string_view text = "id,posts(title,author:users!fk(";
    const SelectResult open = parse_select(text);
    EXPECT_TRUE(open.error.has_value());
    const auto names = [](const std::vector<const SelectItem*>& path) {
        std::string joined;
        for (const SelectItem* item : path) joined += "/" + item->name.text;
        return joined;
    };
    EXPECT_EQ(names(embeds_around(open.value, static_cast<std::uint32_t>(text.size()))), "/posts/users");
    EXPECT_EQ(names(embeds_around(open.value, 9)), "/posts");
    EXPECT_EQ(names(embeds_around(open.value, 2)), "");
    const SelectResult closed = parse_select("a(b(c)),d");
    EXPECT_EQ(names(embeds_around(closed.value, 4)), "/a/b");
    EXPECT_EQ(names(embeds_around(closed.value, 5)), "/a/b");
    EXPECT_EQ(names(embeds_around(closed.value, 6)), "/a");
    EXPECT_EQ(names(embeds_around(closed.value, 7)), "");
}

TEST(Select, WhatWasReadBeforeAnErrorIsKept) {
    const SelectResult result = parse_select("id,posts(title,users(name,");
    EXPECT_TRUE(result.error.has_value());
    EXPECT_EQ(render(result.value), "<id>, relation <posts>(<title>, relation <users>(<name>))");
}

}  // namespace
}  // namespace rowtype::postgrest
