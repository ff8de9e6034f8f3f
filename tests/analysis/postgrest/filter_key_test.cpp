#include "analysis/postgrest/filter_key.h"

#include <gtest/gtest.h>

#include "tests/analysis/postgrest/rendering.h"

namespace rowtype::postgrest {
namespace {

std::string key(const Parsed<FilterKey>& parsed) {
    if (parsed.error) return render(parsed.error);
    std::string text;
    for (const Name& name : parsed.value.embed_path) text += render(name) + ".";
    return text + render(parsed.value.column);
}

std::string names(const Parsed<std::vector<Name>>& parsed) {
    std::string text;
    for (const Name& name : parsed.value) text += (text.empty() ? "" : " ") + render(name);
    return parsed.error ? text + " | " + render(parsed.error) : text;
}

TEST(FilterColumn, IsANameAPathOrJson) {
    EXPECT_EQ(key(parse_filter_column("id")), "<id>");
    EXPECT_EQ(key(parse_filter_column("author.name")), "<author>.<name>");
    EXPECT_EQ(key(parse_filter_column("a.b.c->>k")), "<a>.<b>.<c>->>k");
    EXPECT_EQ(key(parse_filter_column("data->0->>a-b")), "<data>->#0->>a-b");
    EXPECT_EQ(key(parse_filter_column("\"odd.name\"")), "'odd.name'");
    EXPECT_EQ(key(parse_filter_column("first name")), "<first name>");
}

TEST(FilterColumn, WithReservedCharactersIsQuotedAsAWhole) {
    const Parsed<FilterKey> parsed = parse_filter_column("posts(title)");
    EXPECT_EQ(key(parsed), "'posts(title)'");
    EXPECT_TRUE(parsed.value.wrapped_in_quotes);
    EXPECT_EQ(parsed.value.column.name.span, (Span{0, 12}));
    EXPECT_FALSE(parse_filter_column("title").value.wrapped_in_quotes);
    EXPECT_EQ(
        key(parse_filter_column("\"a,b\"")),
        "ignored at 1-5: expected the end of the column, found \"a\"; PostgREST silently ignores the column from here on; "
        "supabase-py puts this argument into double quotes because it holds one of , : ( ) (leave the quotes out: write the "
        "bare name)");
}

TEST(FilterColumn, KeysThatPostgrestKeepsForItselfAreRefused) {
    for (const std::string name : {"order", "limit", "offset", "and", "or", "select", "columns", "on_conflict"}) {
        EXPECT_EQ(key(parse_filter_column(name)), "refused at 0-" + std::to_string(name.size()) + ": PostgREST reads \"" + name +
                                                      "\" as its own parameter, not as a column (put the name in double quotes "
                                                      "inside the string: '\"" +
                                                      name + "\"')");
        EXPECT_EQ(key(parse_filter_column("\"" + name + "\"")), "'" + name + "'");
    }
    EXPECT_EQ(
        key(parse_filter_column("posts.order")),
        "refused at 6-11: PostgREST reads \"posts.order\" as its own parameter, not as a column (put the name in double quotes "
        "inside the string: 'posts.\"order\"')");
    EXPECT_EQ(key(parse_filter_column("posts.select")), "<posts>.<select>");
    EXPECT_EQ(key(parse_filter_column("orders")), "<orders>");
}

TEST(FilterColumn, WhatPostgrestDropsIsTold) {
    EXPECT_EQ(
        key(parse_filter_column("data->a.b")),
        "ignored at 7-9: a JSON path takes no \".\"; PostgREST silently ignores the column from here on (write -> between the "
        "keys, and put double quotes around a key that holds a \".\")");
    EXPECT_EQ(
        key(parse_filter_column("name*")),
        "ignored at 4-5: expected the end of the column, found \"*\"; PostgREST silently ignores the column from here on (put "
        "double quotes around a name that holds other characters)");
    EXPECT_EQ(key(parse_filter_column("")), "refused at 0-0: expected a column, found the end");
    EXPECT_EQ(key(parse_filter_column("a.")), "refused at 2-2: expected a column, found the end");
}

TEST(FilterKey, IsNotQuoted) { EXPECT_EQ(parse_filter_key("a:b").error->kind, ErrorKind::Ignored); }

TEST(EmbedPath, NamesTheLevels) {
    EXPECT_EQ(names(parse_embed_path("posts")), "<posts>");
    EXPECT_EQ(names(parse_embed_path("posts.comments")), "<posts> <comments>");
    EXPECT_EQ(names(parse_embed_path("\"Order Items\"")), "'Order Items'");
    EXPECT_EQ(names(parse_embed_path("posts(x)")),
              "<posts> | refused at 5-6: expected \".\" or the end of the path to the embedded table, found \"(\" (name the "
              "table as in "
              "the select: its alias, or its name; levels are joined by \".\")");
    EXPECT_EQ(names(parse_embed_path("")),
              " | refused at 0-0: expected the alias or the name of an embedded table, found the end");
    EXPECT_EQ(names(parse_embed_path("posts(x)", true)), "'posts(x)'");
}

TEST(ColumnList, IsSplitAtCommas) {
    EXPECT_EQ(names(parse_column_list("id")), "<id>");
    EXPECT_EQ(names(parse_column_list("a, b ,\"c d\"")), "<a> <b> 'c d'");
    const Parsed<std::vector<Name>> parsed = parse_column_list("a, bc");
    ASSERT_EQ(parsed.value.size(), 2U);
    EXPECT_EQ(parsed.value[1].span, (Span{3, 5}));
}

TEST(ColumnList, TellsWhatPostgrestDropsOrRefuses) {
    EXPECT_EQ(
        names(parse_column_list("a.b,c")),
        "<a> | ignored at 1-5: expected \",\" or the end of the list, found \".\"; PostgREST silently ignores the list from here "
        "on (the list names plain columns, without table and without expression)");
    EXPECT_EQ(
        names(parse_column_list("lower(a)")),
        "<lower> | ignored at 5-8: expected \",\" or the end of the list, found \"(\"; PostgREST silently ignores the list from "
        "here on (the list names plain columns, without table and without expression)");
    EXPECT_EQ(
        names(parse_column_list("a;b")),
        "<a> | ignored at 1-3: expected \",\" or the end of the list, found \";\"; PostgREST silently ignores the list from here "
        "on (join the columns by \",\")");
    EXPECT_EQ(names(parse_column_list("a,")), "<a> | refused at 2-2: expected a column, found the end");
    EXPECT_EQ(names(parse_column_list("\"a\" ")),
              "'a' | refused at 4-4: expected \",\" after the white space, found the end (remove the "
              "white space behind the column)");
}

}  // namespace
}  // namespace rowtype::postgrest
