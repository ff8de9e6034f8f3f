#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using test::describe;
using test::facts_of;
using test::statement_of;

std::vector<std::string> chains_of(std::string_view text) {
    std::vector<std::string> chains;
    for (const PlacedStatement& placed : facts_of(text).statements) {
        for (const Chain& chain : placed.facts->chains) {
            chains.push_back((chain.assigned_to.empty() ? "" : chain.assigned_to + " = ") + describe(chain));
        }
    }
    return chains;
}

std::vector<std::string> sql_of(std::string_view text) {
    std::vector<std::string> calls;
    for (const PlacedStatement& placed : facts_of(text).statements) {
        for (const SqlCall& call : placed.facts->sql_calls) {
            calls.push_back(call.method + " " + describe(*call.sql()));
        }
    }
    return calls;
}

TEST(Chains, AreFlat) {
    EXPECT_THAT(chains_of("self.db.table('a').select('b', count='exact').execute()\n"),
                ElementsAre("Attribute db(Name self) .table(String a) .select(String b, count=String exact) .execute()"));
    EXPECT_THAT(chains_of("c.schema('s').from_('a').select('*')\n"),
                ElementsAre("Name c .schema(String s) .from_(String a) .select(String *)"));
    EXPECT_THAT(chains_of("get(x).postgrest.rpc('f', {'a': 1})\n"),
                ElementsAre("Attribute postgrest(Call(Name get, Name x)) .rpc(String f, Dictionary(String a, Integer 1))"));
}

TEST(Chains, PropertiesAreLinks) {
    EXPECT_THAT(chains_of("c.table('a').select().not_.is_('b', 'null')\n"),
                ElementsAre("Name c .table(String a) .select() .not_ .is_(String b, String null)"));
}

TEST(Chains, SpansCoverDotToParenthesis) {
    const std::string text = "r = (\n    c.table('a')  # first\n    .select('b')\n)\n";
    const Chain chain = statement_of(text).chains.at(0);
    EXPECT_EQ(slice(text, chain.span), "c.table('a')  # first\n    .select('b')");
    EXPECT_EQ(slice(text, chain.calls[0].span), ".table('a')");
    EXPECT_EQ(slice(text, chain.calls[1].span), ".select('b')");
    EXPECT_EQ(slice(text, chain.calls[1].method_span), "select");
}

TEST(Chains, AnywhereInAnExpression) {
    EXPECT_THAT(chains_of("x = (await c.table('a').select().execute()).data[0]['n']\n"),
                ElementsAre("Name c .table(String a) .select() .execute()"));
    EXPECT_THAT(chains_of("return_value(f(c.table('a').select()), d.table('b').delete())\n"),
                ElementsAre("Name c .table(String a) .select()", "Name d .table(String b) .delete()"));
    EXPECT_THAT(chains_of("c.table('a').insert(d.table('b').select().execute().data)\n"),
                ElementsAre("Name c .table(String a) .insert(Attribute data(Call(Attribute execute(Call(Attribute "
                            "select(Call(Attribute table(Name d), String b)))))))",
                            "Name d .table(String b) .select() .execute()"));
    EXPECT_THAT(chains_of("c.table('a') \\\n    .select('b') \\\n    .execute()\n"),
                ElementsAre("Name c .table(String a) .select(String b) .execute()"));
    EXPECT_THAT(chains_of("x = f\"{c.table('a').select()}\"\n"), ElementsAre("Name c .table(String a) .select()"));
    EXPECT_THAT(chains_of("@d.table('a')\ndef f(): pass\n"), ElementsAre("Name d .table(String a)"));
}

TEST(Chains, NeedAnArgumentThatNamesSomething) {
    EXPECT_THAT(chains_of("c.table().select()\nc.table\ntable('a').select()\n"), IsEmpty());
}

TEST(Chains, AreHeldInNames) {
    EXPECT_THAT(chains_of(R"(def f(c):
    query = c.table('a').select('*')
    for n in x:
        query = query.eq('n', n)
    result = await query.order('b').execute()
    other.eq('d', 1)
)"),
                ElementsAre("query = Name c .table(String a) .select(String *)", "query = Name query .eq(String n, Name n)",
                            "result = Name query .order(String b) .execute()"));
}

TEST(Chains, ContinueOnlyWhatHoldsOne) {
    EXPECT_THAT(chains_of("def f(c, query):\n    c.table('a')\n    query.filter(User.id == 1).limit(5)\n"),
                ElementsAre("Name c .table(String a)"));
    EXPECT_THAT(chains_of("def f(c):\n    q = c.table('a').select()\n    def g():\n        q.eq('b', 1).unknown(2)\n"),
                ElementsAre("q = Name c .table(String a) .select()", "Name q .eq(String b, Integer 1)"));
}

TEST(Chains, ContinueWhatMayBeAQueryOfTheProject) {
    EXPECT_THAT(chains_of("def f(self):\n    query = self.rows('id')\n    query = query.eq('n', 1)\n    query.limit(2)\n"),
                ElementsAre("query = Name query .eq(String n, Integer 1)", "Name query .limit(Integer 2)"));
    EXPECT_THAT(chains_of("def f(c, query):\n    c.table('a')\n    return query.eq('n', 1).execute()\n"),
                ElementsAre("Name c .table(String a)", "Name query .eq(String n, Integer 1) .execute()"));
    EXPECT_THAT(chains_of("def f(c, query):\n    c.table('a')\n    rows = load(query)\n    rows.limit(2)\n"),
                ElementsAre("Name c .table(String a)"));
}

TEST(Chains, ContinueAcrossStatementsOfAModule) {
    EXPECT_THAT(chains_of("q = c.table('a').select()\nif x:\n    q = q.eq('b', 1)\n"),
                ElementsAre("q = Name c .table(String a) .select()", "q = Name q .eq(String b, Integer 1)"));
}

TEST(Chains, LongOnesAreReadInLinearTime) {
    std::string text = "x = c.table('a')";
    for (int link = 0; link < 20000; ++link) text += ".eq('b', 1)";
    const StatementFacts facts = statement_of(text + "\n");
    ASSERT_EQ(facts.chains.size(), 1U);
    EXPECT_EQ(facts.chains[0].calls.size(), 20001U);
    std::string other = "x = c";
    for (int link = 0; link < 20000; ++link) other += ".f(1)";
    EXPECT_THAT(statement_of(other + ".table('a')\n").chains, ::testing::SizeIs(1));
}

TEST(SqlCalls, Carriers) {
    EXPECT_THAT(sql_of("cur.execute('SELECT 1', (2,))\n"), ElementsAre("execute String SELECT 1"));
    EXPECT_THAT(sql_of("await pool.fetchrow(query, 1)\n"), ElementsAre("fetchrow Name query"));
    EXPECT_THAT(sql_of("db.fetch_all(query=Q, values={})\n"), ElementsAre("fetch_all Name Q"));
    EXPECT_THAT(sql_of("pd.read_sql(sql='SELECT 1', con=c)\n"), ElementsAre("read_sql String SELECT 1"));
    EXPECT_THAT(sql_of("execute_values(cur, 'INSERT', rows)\n"), ElementsAre("execute_values String INSERT"));
    EXPECT_THAT(sql_of("c.execute('a' + b)\nc.execute('a' % b)\nc.execute(f'{a}')\nc.execute(a if b else d)\n"),
                ElementsAre("execute Add(String a, Name b)", "execute Modulo(String a, Name b)", "execute Format(Name a)",
                            "execute Conditional b(Name a, Name d)"));
    EXPECT_THAT(sql_of("c.execute('a {}'.format(b))\nc.execute(dedent('a'))\n"),
                ElementsAre("execute Call(Attribute format(String a {}), Name b)", "execute Call(Name dedent, String a)"));
}

TEST(SqlCalls, NestedCarriersAreEachRecorded) {
    EXPECT_THAT(sql_of("s.execute(sa.text('SELECT 1'))\n"),
                ElementsAre("execute Call(Attribute text(Name sa), String SELECT 1)", "text String SELECT 1"));
}

TEST(SqlCalls, WhatCannotBeTextIsNone) {
    EXPECT_THAT(sql_of("q.execute()\nc.execute(select(User))\nc.execute(1)\nc.execute([a])\nc.execute(*a)\n"
                       "fetch('SELECT 1')\nexecute('SELECT 1')\nc.copy({})\nc.cursor(name=a)\n"),
                IsEmpty());
}

// Of functions that may hand what they are given on to a driver or a builder.
std::vector<std::string> handed(std::string_view text) {
    std::vector<std::string> calls;
    for (const PlacedStatement& placed : facts_of(text).statements) {
        for (const NamedCall& call : placed.facts->named_calls) calls.push_back(call.callee.dotted());
    }
    return calls;
}

TEST(NamedCalls, AreHandedSql) {
    EXPECT_THAT(handed("run('SELECT 1')\nlog('Nothing')\n"), ElementsAre("run"));
    EXPECT_THAT(handed("def f(self, x):\n    text = 'SELECT 1'\n    self.rows(x, text)\n    self.rows(x)\n"),
                ElementsAre("self.rows"));
    EXPECT_THAT(handed("def f(db):\n    return db.rows(label='x', what=\"\"\"\n        WITH a AS (SELECT 1) SELECT 2\"\"\")\n"),
                ElementsAre("db.rows"));
    EXPECT_THAT(handed("def f(query):\n    run(query, 'SELECT 1')\n    keep(queries.BY_NAME)\n    keep(a)\n"),
                ElementsAre("run", "keep"));
    EXPECT_THAT(handed("cur.execute('SELECT 1')\ntext('SELECT 1')\n"), IsEmpty());
    EXPECT_THAT(handed("execute('SELECT 1')\n"), ElementsAre("execute"));
    EXPECT_THAT(handed("def f(x) -> list:\n    return x.rows_of('users')\n"), ElementsAre("x.rows_of"));
    EXPECT_THAT(handed("def f(x) -> list:\n    return x.rows_of('Users of it')\n"), IsEmpty());
}

TEST(NamedCalls, AreHandedTablesAndRows) {
    EXPECT_THAT(handed("def f(x):\n    x.select('users', 'id')\n    x.y.insert('users', {'id': 1})\n"),
                ElementsAre("x.select", "x.y.insert"));
    EXPECT_THAT(handed("def f(x):\n    x.create({'id': 1})\n    update_user(1, {'id': 1})\n    x.update(key, {\n'id': 1})\n"),
                ElementsAre("x.create", "update_user", "x.update"));
    EXPECT_THAT(handed("def f(self):\n    self.update({'id': 1})\n"), ElementsAre("self.update"));
    EXPECT_THAT(handed("def f(options):\n    options.update({'id': 1})\n    log({'id': 1})\n    create(a, b, {'id': 1})\n"),
                IsEmpty());
    EXPECT_THAT(handed("def f(x, user):\n    x.create(user.model_dump())\n    save_user(1, user.dict(by_alias=True))\n"),
                ElementsAre("x.create", "save_user"));
    EXPECT_THAT(
        handed("def f(x, other):\n    row = {'id': 1}\n    x.create(row)\n    x.create(other)\n    x.create(load(other))\n"),
        ElementsAre("x.create"));
    EXPECT_THAT(handed("def f(x):\n    x.table('users').insert({'id': 1}).execute()\n"), IsEmpty());
}

TEST(SqlCalls, InsideChainsAndScopes) {
    const StatementFacts facts = statement_of("async def f(c):\n    return (await c.fetch('SELECT 1')).first()\n");
    ASSERT_EQ(facts.sql_calls.size(), 1U);
    EXPECT_EQ(facts.scopes.at(facts.sql_calls[0].scope).name, "f");
    EXPECT_EQ(describe(facts.sql_calls[0].callee), "Attribute fetch(Name c)");
}

struct Ignore {
    std::string text;
    bool whole_file;
    std::vector<std::string> rules;
};

std::vector<Ignore> ignores_of(const std::string& text) {
    std::vector<Ignore> ignores;
    for (const PlacedStatement& placed : facts_of(text).statements) {
        for (const IgnoreComment& ignore : placed.facts->ignores) {
            ignores.push_back({std::string(slice(text, ignore.span.shifted(placed.offset))), ignore.whole_file, {}});
            for (std::size_t index = 0; index < ignore.rules.size(); ++index) {
                EXPECT_EQ(slice(text, ignore.rule_spans.at(index).shifted(placed.offset)), ignore.rules[index]);
                ignores.back().rules.push_back(ignore.rules[index]);
            }
        }
    }
    return ignores;
}

TEST(IgnoreComments, WithAndWithoutRules) {
    const std::vector<Ignore> ignores =
        ignores_of("# rowtype: ignore-file[a]\n\nx = 1  # rowtype: ignore[b, c-d]  # noqa\n\ny = 2  # noqa # rowtype:ignore\n");
    ASSERT_EQ(ignores.size(), 3U);
    EXPECT_TRUE(ignores[0].whole_file);
    EXPECT_THAT(ignores[0].rules, ElementsAre("a"));
    EXPECT_EQ(ignores[1].text, "# rowtype: ignore[b, c-d]");
    EXPECT_THAT(ignores[1].rules, ElementsAre("b", "c-d"));
    EXPECT_EQ(ignores[2].text, "# rowtype:ignore");
    EXPECT_THAT(ignores[2].rules, IsEmpty());
}

TEST(IgnoreComments, BetweenAndInsideStatements) {
    EXPECT_EQ(ignores_of("# rowtype: ignore-file\n").size(), 1U);
    EXPECT_EQ(ignores_of("def f():\n    # rowtype: ignore[a]\n    return [\n        1,  # rowtype: ignore[b]\n    ]\n").size(),
              2U);
    EXPECT_EQ(ignores_of("x = 1\r\n# rowtype: ignore[a]\r\n").at(0).text, "# rowtype: ignore[a]");
}

TEST(IgnoreComments, ReasonsMayFollow) {
    EXPECT_THAT(ignores_of("x = 1  # rowtype: ignore[a]: made at run time\n").at(0).rules, ElementsAre("a"));
    EXPECT_EQ(ignores_of("x = 1  # rowtype: ignore (made at run time)\n").size(), 1U);
}

TEST(IgnoreComments, OtherWordsAndStringsAreNone) {
    EXPECT_THAT(ignores_of("x = 1  # rowtype: ignored\n"), IsEmpty());
    EXPECT_THAT(ignores_of("x = '# rowtype: ignore'\n"), IsEmpty());
    EXPECT_THAT(ignores_of("x = 1  # about rowtype: ignore\n"), IsEmpty());
}

}  // namespace
}  // namespace rowtype::facts
