// Filters and orders that PostgREST refuses, and calls that run and do something else; with the edits that mend them.
#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/engine/engine.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE TABLE users (id bigint PRIMARY KEY, name text, boss_id bigint REFERENCES users);
        CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, editor_id bigint REFERENCES users,
                            title text, tags text[], "order" integer, deleted_at timestamptz);
    )");
    return catalog;
}

const std::string kHead = "from supabase import create_client\nsb = create_client('u', 'k')\n";

std::string check(const std::string& chain) {
    const std::string python = kHead + chain + "\n";
    return test::describe(test::analyse(python, schema()), python);
}

std::string filtered(const std::string& calls) { return check("sb.table('posts').select('id')" + calls + ".execute()"); }

// What a project says that runs this version of PostgREST: 1202 is 12.2.
std::string check_for(std::uint32_t version, const std::string& chain) {
    const std::string python = kHead + chain + "\n";
    Settings settings;
    settings.postgrest_version = version;
    return test::describe(test::analyse(python, schema(), false, settings), python);
}

// The chain after the best fix of its first finding.
std::string mended(const std::string& chain) {
    const std::string python = kHead + chain;
    static const Settings settings;
    engine::Environment environment;
    environment.catalog = schema();
    environment.settings = &settings;
    const engine::Analysis analysis = engine::analyse_with_fixes({"app/example.py", "app.example"}, python, environment);
    if (analysis.findings.empty()) return "nothing was found";
    const findings::Fix* fix = analysis.findings.front().best_fix();
    if (fix == nullptr) return "no fix";
    std::vector<findings::TextEdit> edits = fix->edits;
    std::ranges::sort(edits, {}, [](const findings::TextEdit& edit) { return edit.span.begin; });
    std::string text = python;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) text.replace(edit->span.begin, edit->span.size(), edit->text);
    return text.substr(kHead.size());
}

TEST(Calls, WhatTheVersionOfPostgrestDoesNotHaveYet) {
    const auto expect_since = [](std::uint32_t version, const std::string& chain, const std::string& said) {
        EXPECT_NE(check_for(version - 1, chain).find(said), std::string::npos) << check_for(version - 1, chain);
        EXPECT_EQ(check_for(version, chain), "");
        EXPECT_EQ(check_for(0, chain), "");
    };
    expect_since(1200, "sb.table('posts').select('title, id.count()').execute()",
                 "3:34: error[invalid-select]: aggregates need PostgREST 12, ");
    expect_since(1200, "sb.table('users').select('count()').execute()", "aggregates need PostgREST 12, ");
    expect_since(1100, "sb.table('posts').select('id, ...users!author_id(name)').execute()",
                 "spreads (\"...\") need PostgREST 11, ");
    expect_since(1300, "sb.table('users').select('id, ...posts!author_id(title)').execute()",
                 "spreads of a to-many relationship need PostgREST 13, ");
    expect_since(1100, "sb.table('posts').select('id, users!author_id()').execute()",
                 "embeds without columns need PostgREST 11, ");
    expect_since(1100, "sb.table('posts').select('id').filter('title', 'like(any)', '{a,b}').execute()", "need PostgREST 11, ");
    expect_since(1100, "sb.table('posts').select('id').filter('title', 'isdistinct', 'a').execute()",
                 "\"isdistinct\" needs PostgREST 11, ");
    expect_since(1300, "sb.table('posts').select('id').filter('title', 'is', 'not_null').execute()",
                 "\"is.not_null\" needs PostgREST 13, ");
    EXPECT_NE(check_for(1102, "sb.table('users').select('count()').execute()").find("and postgrest-version is 11.2"),
              std::string::npos);
}

TEST(Calls, FiltersOfTheGrammarAreTaken) {
    EXPECT_EQ(filtered(".eq('title', 'x').neq('id', 3).gt('id', 1).in_('id', [1, 2]).is_('deleted_at', 'null')"
                       ".is_('deleted_at', None).like('title', '%a%').ilike('title', '*b')"),
              "");
    EXPECT_EQ(filtered(".filter('id', 'in', '(1,2)').filter('title', 'not.is', 'null').filter('title', 'like(any)', '{a,b}')"
                       ".filter('title', 'fts(english)', 'x').filter('id', 'eq', 5).match({'id': 1, 'title': 'x'})"),
              "");
    EXPECT_EQ(filtered(".or_('id.eq.1,and(title.ilike.*a*,not.or(id.gt.3,id.is.null)),tags.cs.{a,b},id.in.(1,2)')"), "");
    EXPECT_EQ(filtered(".cs('tags', ['a']).contains('tags', '{a}').ov('tags', ['a']).fts('title', 'x').eq('\"order\"', 1)"), "");
    EXPECT_EQ(filtered(".not_.in_('id', [1]).not_.is_('deleted_at', None).text_search('title', 'a', {'type': 'plain'})"), "");
    EXPECT_EQ(filtered(".order('title').order('id', desc=True, nullsfirst=False).order('id,title', desc=True).limit(3)"), "");
}

TEST(Calls, WhatTheGrammarRefuses) {
    for (const std::string calls :
         {".or_('id.equals.1')", ".or_('id.eq.1,(title.eq.x)')", ".filter('id', 'like this', 'x')", ".filter('id', 'in', '1,2')",
          ".eq('order', 1)", ".is_('deleted_at', 'nothing')", ".match({})"}) {
        EXPECT_NE(filtered(calls).find("error[invalid-filter]"), std::string::npos) << calls << "\n" << filtered(calls);
    }
    EXPECT_EQ(check("def f(x):\n    sb.table('posts').select('id').or_(f'id.{x}.1').filter('id', x, '1,2').execute()"), "");
}

TEST(Calls, OnlyWhatIsEmbeddedIsFiltered) {
    EXPECT_EQ(
        filtered(".eq('users.name', 'x')"),
        "3:36: error[invalid-filter]: the select embeds no \"users\", and PostgREST filters and orders only what is embedded\n");
    EXPECT_EQ(
        filtered(".limit(3, foreign_table='users')"),
        "3:56: error[invalid-filter]: the select embeds no \"users\", and PostgREST filters and orders only what is embedded\n");
    EXPECT_EQ(check("sb.table('posts').select('id, author:users!author_id(name)').eq('author.name', 'x').eq('users.name', 'y')"
                    ".order('name', foreign_table='author').execute()"),
              "");
    EXPECT_EQ(check("def f(columns):\n    sb.table('posts').select(columns).eq('users.name', 'x').execute()"), "");
    EXPECT_EQ(check("def f(q):\n    q = sb.table('posts').select('id')\n    q.eq('users.name', 'x').execute()"), "")
        << "another branch may embed it";
}

TEST(Calls, NullIsNoValue) {
    EXPECT_EQ(filtered(".eq('deleted_at', None)"),
              "3:49: warning[null-comparison]: the word \"None\" is sent as the value, and no comparison with NULL holds; write "
              ".is_(column, None)\n");
    EXPECT_NE(filtered(".match({'id': 1, 'title': None})").find("warning[null-comparison]"), std::string::npos);
    EXPECT_EQ(mended("sb.table('posts').select('id').eq('deleted_at', None).execute()"),
              "sb.table('posts').select('id').is_('deleted_at', None).execute()");
    EXPECT_EQ(mended("sb.table('posts').select('id').neq('deleted_at', None).execute()"),
              "sb.table('posts').select('id').not_.is_('deleted_at', None).execute()");
}

TEST(Calls, StringsAreNoLists) {
    EXPECT_EQ(filtered(".in_('title', 'news')"),
              "3:45: warning[string-in-list]: in_() takes a list: of a string each character becomes a value\n");
    EXPECT_NE(check("def f(x):\n    sb.table('posts').select('id').cs('tags', f'{x}').execute()").find("string-in-list"),
              std::string::npos);
    EXPECT_EQ(check("def f(x):\n    sb.table('posts').select('id').in_('id', x).in_('id', ','.join(x)).execute()"), "");
    EXPECT_EQ(mended("sb.table('posts').select('id').in_('title', 'news').execute()"),
              "sb.table('posts').select('id').in_('title', ['news']).execute()");
    EXPECT_EQ(mended("sb.table('posts').select('id').in_('id', '(1,2)').execute()").find("['"), std::string::npos);
}

TEST(Calls, NegationsThatAreIgnored) {
    EXPECT_EQ(filtered(".not_.or_('id.eq.1,title.eq.x')"),
              "3:32: warning[negated-or]: or_() ignores .not_, which then negates the filter that follows; write "
              "or_(\"not.or(…)\")\n");
    EXPECT_NE(filtered(".not_.match({'id': 1, 'title': 'x'})").find("warning[negated-or]"), std::string::npos);
    EXPECT_EQ(filtered(".not_.match({'id': 1})"), "");
    EXPECT_NE(filtered(".not_.text_search('title', 'x')").find("warning[negated-or]"), std::string::npos);
    EXPECT_EQ(mended("sb.table('posts').select('id').not_.or_('id.eq.1,title.eq.x').execute()"),
              "sb.table('posts').select('id').or_('not.or(id.eq.1,title.eq.x)').execute()");
}

TEST(Calls, DirectionsOfOrders) {
    for (const std::string calls : {".order('id.desc')", ".order('id desc')", ".order('id', ascending=False)"}) {
        EXPECT_NE(filtered(calls).find("warning[order-direction]"), std::string::npos) << calls << "\n" << filtered(calls);
        EXPECT_EQ(filtered(calls).find("unknown-column"), std::string::npos) << "said once";
    }
    EXPECT_EQ(mended("sb.table('posts').select('id').order('id', ascending=False).execute()"),
              "sb.table('posts').select('id').order('id', desc=True).execute()");
}

TEST(Calls, TypesOfTextSearch) {
    EXPECT_NE(filtered(".text_search('title', 'x', options={'config': 'english', 'type': 'websearch'})")
                  .find("warning[text-search-type]"),
              std::string::npos);
    EXPECT_EQ(filtered(".text_search('title', 'x', options={'config': 'english', 'type': 'web_search'})"), "");
}

TEST(Calls, RelationshipsAreMended) {
    EXPECT_EQ(mended("sb.table('posts').select('id, users(name)').execute()"),
              "sb.table('posts').select('id, users!posts_author_id_fkey(name)').execute()");
    EXPECT_EQ(mended("sb.table('posts').select('id, users!author(name)').execute()"),
              "sb.table('posts').select('id, users!posts_author_id_fkey(name)').execute()");
    EXPECT_EQ(mended("sb.table('users').select('id, post!author_id(title)').execute()"),
              "sb.table('users').select('id, posts!author_id(title)').execute()");
}

}  // namespace
}  // namespace rowtype
