// Left: as people write it. Right: as PostgreSQL 15 prints it (pg_get_expr, pg_get_constraintdef).
#include "reflect/diff/expression.h"

#include <gtest/gtest.h>

#include <utility>

namespace rowtype::diff {
namespace {

using Pair = std::pair<const char*, const char*>;

TEST(Expression, TwoSpellingsOfOneThingAreTheSame) {
    const Pair pairs[] = {
        {"0", "0"},
        {"'draft'", "'draft'::text"},
        {"'ok'", "'ok'::app.mood"},
        {"-1", "'-1'::integer"},
        {"now()", "now()"},
        {"CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"},
        {"now() at time zone 'utc'", "timezone('utc'::text, now())"},
        {"(now() AT TIME ZONE 'utc'::text)", "(now() AT TIME ZONE 'utc'::text)"},
        {"'{}'", "'{}'::text[]"},
        {"ARRAY[]::text[]", "ARRAY[]::text[]"},
        {"'{\"a\":1}'", "'{\"a\": 1}'::jsonb"},
        {"'{\"b\":1,\"a\":[1,2]}'", "'{\"a\": [1, 2], \"b\": 1}'::jsonb"},
        {"'f'", "false"},
        {"true", "true"},
        {"interval '1 hour'", "'01:00:00'::interval"},
        {"interval '1 month'", "'1 mon'::interval"},
        {"interval '1 week'", "'7 days'::interval"},
        {"'2020-01-01'", "'2020-01-01 00:00:00+00'::timestamp with time zone"},
        {"timestamptz '2020-01-01'", "'2020-01-01 00:00:00+00'::timestamp with time zone"},
        {"gen_random_uuid()", "gen_random_uuid()"},
        {"uuid_generate_v4()", "extensions.uuid_generate_v4()"},
        {"nextval('counter_id_seq')", "nextval('app.counter_id_seq'::regclass)"},
        {"nextval('public.counter_id_seq'::regclass)", "nextval('counter_id_seq'::regclass)"},
        {"balance >= 0 AND balance < 1000000", "((balance >= (0)::numeric) AND (balance < (1000000)::numeric))"},
        {"status in ('a', 'b')", "(status = ANY (ARRAY['a'::text, 'b'::text]))"},
        {"status IN ('a','b')", "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
        {"status not in ('a', 'b')", "(status <> ALL (ARRAY['a'::text, 'b'::text]))"},
        {"status IN ('a')", "(status = 'a'::text)"},
        {"rating BETWEEN 1 AND 5", "((rating >= 1) AND (rating <= 5))"},
        {"a > 0 and b > 0 and c > 0", "((a > 0) AND (b > 0) AND (c > 0))"},
        {"(a > 0 and b > 0) and c > 0", "((a > 0) AND (b > 0) AND (c > 0))"},
        {"VALUE LIKE '%@%'", "((VALUE)::text ~~ '%@%'::text)"},
        {"name NOT ILIKE 'x%'", "(name !~~* 'x%'::text)"},
        {"value ~ '^[a-z]+$'", "(value ~ '^[a-z]+$'::text)"},
        {"name SIMILAR TO 'a|b'", "(name ~ similar_to_escape('a|b'::text))"},
        {"char_length(name) <= 30", "(char_length((name)::text) <= 30)"},
        {"length(trim(name)) > 0", "(length(TRIM(BOTH FROM name)) > 0)"},
        {"lower(email)", "lower((email)::text)"},
        {"a != b", "(a <> b)"},
        {"deleted_at is null", "(deleted_at IS NULL)"},
        {"case when a then 1 end", "\nCASE\n    WHEN a THEN 1\n    ELSE NULL::integer\nEND"},
        {"coalesce(title, '') || ' '", "(COALESCE(title, ''::text) || ' '::text)"},
        {"to_tsvector('english', body)", "to_tsvector('english'::regconfig, body)"},
        {"(balance * 100)::bigint", "((balance * (100)::numeric))::bigint"},
        {"data->>'kind' = 'x'", "((data ->> 'kind'::text) = 'x'::text)"},
        {"auth.uid() = user_id", "(auth.uid() = user_id)"},
        {"(select auth.uid()) = user_id", "(( SELECT auth.uid() AS uid) = user_id)"},
        {"exists (select 1 from members m where m.team_id = teams.id and m.user_id = auth.uid())",
         "(EXISTS ( SELECT 1\n   FROM public.members m\n  WHERE ((m.team_id = teams.id) AND (m.user_id = auth.uid()))))"},
        {"team_id in (select team_id from members where user_id = auth.uid())",
         "(team_id IN ( SELECT members.team_id\n   FROM members\n  WHERE (members.user_id = auth.uid())))"},
        {"\"from\" > 0", "(\"from\" > 0)"},
        {"extract(year from at) > 2000", "(EXTRACT(year FROM at) > (2000)::numeric)"},
        {"0.10", "0.10"},
        {"1e3", "'1000'::numeric"},
        {"NULL", "NULL::character varying"},
        {"''::bytea", "'\\x'::bytea"},
        {"'a\\001b'", "'\\x610162'::bytea"},
        {"'.'", "'''.'''::tsvector"},
    };
    for (const auto& [written, printed] : pairs) {
        EXPECT_TRUE(same_expression(written, printed)) << written << "\n" << printed;
        EXPECT_TRUE(same_expression(printed, written)) << printed;
    }
}

TEST(Expression, DifferentThingsAreNot) {
    const Pair pairs[] = {
        {"0", "1"},
        {"'draft'", "'new'::text"},
        {"true", "false"},
        {"'f'", "true"},
        {"now()", "CURRENT_DATE"},
        {"'{}'", "'{a}'::text[]"},
        {"'{\"a\":1}'", "'{\"a\": 2}'::jsonb"},
        {"'2020-01-01 00:00:00+00'::timestamptz", "'2021-01-01 00:00:00+00'::timestamptz"},
        {"'01:00:00'::interval", "'02:00:00'::interval"},
        {"'ab'::bytea", "'\\x6163'::bytea"},
        {"''::bytea", "'\\x00'::bytea"},
        {"'30 days'::interval", "'60 days'::interval"},
        {"'{\"a\": 1}'::jsonb", "'{\"a\": 2}'::jsonb"},
        {"1.5", "2.5"},
        {"balance >= 0", "(balance > (0)::numeric)"},
        {"status in ('a', 'b')", "(status = ANY (ARRAY['a'::text, 'c'::text]))"},
        {"status in ('a', 'b')", "(status <> ALL (ARRAY['a'::text, 'b'::text]))"},
        {"a and b", "(a OR b)"},
        {"lower(email)", "upper((email)::text)"},
        {"nextval('a_seq')", "nextval('b_seq'::regclass)"},
        {"a is null", "(a IS NOT NULL)"},
        {"", "0"},
        {"a >", "a <"},
    };
    for (const auto& [left, right] : pairs) {
        EXPECT_FALSE(same_expression(left, right)) << left << "\n" << right;
        EXPECT_FALSE(same_expression(right, left)) << right;
    }
}

TEST(Expression, QueriesAreComparedWithTheirLike) {
    const char* written = "select id, name from users where active";
    const char* printed = " SELECT users.id,\n    users.name\n   FROM users\n  WHERE users.active;";
    EXPECT_TRUE(same_query(written, "SELECT  id, name FROM public.users WHERE active"));
    EXPECT_FALSE(same_query(written, "select id, name from users"));
    EXPECT_FALSE(same_query(printed, " SELECT users.id,\n    users.name\n   FROM users;"));
    EXPECT_TRUE(same_query(written, printed));
    EXPECT_TRUE(same_query("select * from users", printed)) << "a star is not looked into: nothing is told";
}

TEST(Expression, HostileTextsAreTexts) {
    const std::string deep = std::string(5000, '(') + "1" + std::string(5000, ')');
    EXPECT_TRUE(same_expression(deep, deep));
    EXPECT_FALSE(same_expression(deep, "1 +"));
    EXPECT_FALSE(same_expression("1; drop table users", "1"));
    EXPECT_FALSE(same_expression("1 from users", "1"));
}

}  // namespace
}  // namespace rowtype::diff
