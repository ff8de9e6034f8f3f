// What PostgREST's parsers take and refuse, by the shapes of the examples in ApiRequest/QueryParams.hs (each has one here, of our own words).
#include <gtest/gtest.h>

#include <string_view>

#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/logic.h"
#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/order.h"
#include "analysis/postgrest/select.h"

namespace rowtype::postgrest {
namespace {

TEST(Grammar, Selects) {
    for (const std::string_view text : {
             "title",
             "author(title)",
             "*,author(*,city(*))",
             "*,...author(*),city(*)",
             "",
             "title,place",
             "year 2",
             "first-name",
             "7",
             "_",
             "$",
             "\":\"",
             " title ",
             "\" title \"",
             // Paths into JSON.
             "info->key",
             "info->?@#$%^&*_b",
             "info->3",
             "info->>key",
             "info->>?@#$%^&*_b",
             "info->>3",
             "info->3,title",
             "info->-3",
             // Related tables.
             "author(*)",
             "by:author(*)",
             "author!key(*)",
             "author!inner(*)",
             "author!left(*)",
             "author!key!inner(*)",
             "by:author!inner!key(*)",
             "...author(*)",
             "...author!key!inner(*)",
             "author()",
             // Fields.
             "title::text",
             "named:title",
             "named:info->key::text",
             "named:info->?@#$%^&*_b::text",
             "*",
             "count()",
             "n:count()",
             "price.sum()",
             "price::numeric.sum()::int",
         }) {
        EXPECT_TRUE(parse_select(text).ok()) << text;
    }
    for (const std::string_view text : {
             ":",
             "title,author(name[])",
             "info->>-7x",
             "info->>--7",
             "info->>-x7",
             "author->key(*)",
             "author->key!key(*)",
             "title!key",
             "*!key",
             "title::",
             "by:...author(*)",
             "...author->key(*)",
             "...author",
         }) {
        EXPECT_FALSE(parse_select(text).ok()) << text;
    }
}

TEST(Grammar, Operators) {
    for (const std::string_view text : {
             "eq.1",
             "eq(any).{1,2}",
             "eq(all).{1,2}",
             "not.eq(all).{1,2}",
             "isdistinct.1",
             "is.not_null",
             "is.NULL",
             "in.()",
             "fts(english).word",
             "not.fts.word",
             "like(any).{a*,b*}",
             "match.^a",
             "imatch(any).{^a}",
         }) {
        EXPECT_TRUE(parse_operator_expression(text).ok()) << text;
    }
    for (const std::string_view text : {
             "value",
             "noop.1",
             "fts().word",
             "eq().1",
             "is().null",
             "in().(1)",
             "eq(some).1",
             "not.not.eq.1",
             "is.nothing",
             "in.1",
             "isdistinct(any).1",
             "neq(any).1",
         }) {
        EXPECT_FALSE(parse_operator_expression(text).ok()) << text;
    }
    EXPECT_TRUE(parse_filter_key("author.title").ok());
    EXPECT_TRUE(parse_filter_key("author.info->>key").ok());
    EXPECT_FALSE(parse_filter_key("author.").ok());
}

TEST(Grammar, Orders) {
    for (const std::string_view text : {
             "title",
             "title.desc.nullsfirst",
             "info->key.asc.nullslast",
             "info->?@#$%^&*_b.asc.nullslast",
             "author(info->key).desc.nullsfirst",
             "author(info->?@#$%^&*_b).desc.nullsfirst",
             "title,author(name),year",
             "title.nullsfirst",
         }) {
        EXPECT_TRUE(parse_order(text).ok()) << text;
    }
    for (const std::string_view text : {
             "author(name,title)",
             "title.ac",
             "title.ascc",
             "title.nulsfirst",
             "title.nullsfirstt",
             "title.first",
             "title.desc.nlsfirst",
             "title.desc.nullsfirstt",
             "title.desc.first",
             "title.nullsfirst.desc",
         }) {
        EXPECT_FALSE(parse_order(text).ok()) << text;
    }
}

TEST(Grammar, Logic) {
    for (const std::string_view text : {
             "or(year.eq.1,year.eq.2)",
             "and(year.eq.1,or(title.is.null,not.and(year.gt.1,year.lt.3)))",
             "not.or(year.eq.1,year.eq.2)",
             "year.not.in.(1,2)",
             " year.eq.1 , title.eq.x ",
             "info->>key.eq.\"a,b\"",
             "tags.cs.{a,b}",
         }) {
        EXPECT_TRUE(parse_logic(text).ok()) << text;
    }
    for (const std::string_view text : {
             "or()",
             "or(year.in.1,2,year.eq.3)",
             "or)(",
             "and(ord(year.eq.1,year.eq.1),year.eq.2)",
             "or(year.eq.1,not.xor(year.eq.2,year.eq.3))",
             "year.eq",
             "author.year.eq.1,",
             "or(year.eq.1",
         }) {
        EXPECT_FALSE(parse_logic(text).ok()) << text;
    }
}

}  // namespace
}  // namespace rowtype::postgrest
