// Keys that code asks of the rows that queries give.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const std::string kTables = R"(
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, settings jsonb);
    CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text, price numeric);
    CREATE FUNCTION newest(n integer) RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
    CREATE FUNCTION totals() RETURNS TABLE (day date, total numeric) LANGUAGE sql AS 'SELECT current_date, 1.0';
    CREATE FUNCTION best() RETURNS users LANGUAGE sql AS 'SELECT * FROM users';
)";

std::string indented(const std::string& body) {
    std::string text = "    ";
    for (const char letter : body) {
        text += letter;
        if (letter == '\n') text += "    ";
    }
    return text;
}

// The findings in `body`, the body of a function; its first line is line 1 of what is said.
std::string check(const std::string& body) {
    const std::string python =
        "from supabase import create_client\nsb = create_client('u', 'k')\ndef f(flag, process):\n" + indented(body) + "\n";
    std::string described = test::describe(test::analyse(python, test::catalog_from_sql(kTables)), python);
    std::string text;
    for (std::size_t begin = 0; begin < described.size();) {
        const std::size_t end = described.find('\n', begin);
        const std::string line = described.substr(begin, end - begin);
        text += std::to_string(std::stoi(line) - 3) + line.substr(line.find(": ") + 1) + "\n";
        begin = end + 1;
    }
    return text;
}

const std::string kUsers = "res = sb.table('users').select('id, name').execute()\n";

TEST(Rows, KeysThatTheSelectDoesNotGive) {
    EXPECT_EQ(check(kUsers + "return res.data[0]['name'], res.data[0]['email']"),
              "2 error[unselected-column]: the select does not give \"email\", but \"id\" and \"name\"\n");
    EXPECT_EQ(check(kUsers + "for row in res.data:\n    print(row['nmae'], row['id'])"),
              "3 error[unknown-column]: rows of public.users have no \"nmae\"; the select gives \"id\" and \"name\"\n");
    EXPECT_EQ(check(kUsers + "return [r['email'] for r in res.data if r['id']]"),
              "2 error[unselected-column]: the select does not give \"email\", but \"id\" and \"name\"\n");
    EXPECT_EQ(check(kUsers + "rows = res.data or []\nfor i, row in enumerate(rows):\n    print(f\"{row['nope']}\")"),
              "4 error[unknown-column]: rows of public.users have no \"nope\"; the select gives \"id\" and \"name\"\n");
    EXPECT_EQ(check(kUsers + "row = res.data[0] if res.data else None\nreturn row.get('email')"),
              "3 warning[unselected-column]: the select does not give \"email\", but \"id\" and \"name\"\n");
}

TEST(Rows, TheFixStandsInTheStatementThatSelects) {
    const std::string python =
        "from supabase import create_client\nsb = create_client('u', 'k')\n"
        "res = sb.table('users').select('id').execute()\nprint(res.data[0]['email'])\n";
    const engine::Analysis analysis = test::analyse(python, test::catalog_from_sql(kTables));
    ASSERT_EQ(analysis.findings.size(), 1U);
    ASSERT_FALSE(analysis.findings.front().fixes.empty());
    const findings::TextEdit& edit = analysis.findings.front().fixes.front().edits.front();
    EXPECT_EQ(edit.text, ", email");
    EXPECT_EQ(edit.span.begin, python.find("').execute"));
}

TEST(Rows, RowsOfFunctions) {
    EXPECT_EQ(check("res = sb.rpc('newest', {'n': 1}).execute()\nreturn [row['nmae'] + row['email'] for row in res.data]"),
              "2 error[unknown-column]: rows of public.users have no \"nmae\"\n");
    EXPECT_EQ(check("res = sb.rpc('newest', {'n': 1}).select('id').execute()\nreturn res.data[0]['email']"),
              "2 error[unselected-column]: the select does not give \"email\", but \"id\"\n");
    EXPECT_EQ(check("res = sb.rpc('totals').execute()\nfor row in res.data:\n    print(row['day'], row['totl'])"),
              "3 error[unknown-column]: rows of public.totals have no \"totl\"\n");
    EXPECT_EQ(check("res = sb.rpc('totals').select('*').execute()\nreturn res.data[0]['totl']"), "");
    EXPECT_EQ(check("res = sb.rpc('best').execute()\nreturn res.data['nmae']"), "") << "one object, no list";
    EXPECT_EQ(check("res = sb.rpc('totals').csv().execute()\nreturn res.data[0]['totl']"), "");
}

TEST(Rows, ModelsNeedTheirRequiredFields) {
    const auto made = [](const std::string& fields, const std::string& use) {
        const std::string python =
            "from supabase import create_client\nfrom pydantic import BaseModel, Field, model_validator\n"
            "from typing import Optional\nsb = create_client('u', 'k')\n"
            "class Base(BaseModel):\n    id: int\nclass User(Base):\n    " +
            fields + "\ndef f(fill):\n    res = sb.table('users').select('id, name').execute()\n    " + use + "\n";
        return test::describe(test::analyse(python, test::catalog_from_sql(kTables)), python);
    };
    const std::string said = "error[unselected-field]: User needs \"email\", and the row has only \"id\" and \"name\"\n";
    for (const std::string use :
         {"return [User(**row) for row in res.data]", "return User.model_validate(res.data[0])", "return User(**res.data[0])",
          "for row in res.data:\n        fill(1)\n        yield User.parse_obj(row)"}) {
        EXPECT_NE(made("email: str", use).find(said), std::string::npos) << made("email: str", use);
        EXPECT_EQ(made("email: Optional[str]", use), "");
        EXPECT_EQ(made("email: str = ''", use), "");
        EXPECT_EQ(made("email: str = Field(alias='name')", use), "");
        EXPECT_EQ(made("email: str\n    @model_validator(mode='before')\n    def fix(cls, data): ...", use), "");
    }
    EXPECT_EQ(made("email: str", "return [User(**row, email='') for row in res.data]"), "");
    EXPECT_EQ(made("email: str", "return [User(**fill(row)) for row in res.data]"), "");
    EXPECT_EQ(made("email: str", "for row in res.data:\n        row['email'] = ''\n        fill(User(**row))"), "");
}

TEST(Rows, WhatTheCodeIsPreparedForIsAHint) {
    EXPECT_EQ(check(kUsers + "return res.data[0].get('email', '')"),
              "2 info[unselected-column]: the select does not give \"email\", but \"id\" and \"name\"\n");
}

TEST(Rows, WholeRows) {
    EXPECT_EQ(check("rows = sb.table('users').select('*').execute().data\nreturn rows[0]['email'], rows[0]['nmae']"),
              "2 error[unknown-column]: rows of public.users have no \"nmae\"\n");
    EXPECT_EQ(check("new = sb.table('users').insert({'id': 1, 'name': 'x'}).execute()\nreturn new.data[0]['nmae']"),
              "2 error[unknown-column]: rows of public.users have no \"nmae\"\n");
    EXPECT_EQ(check("return sb.table('users').select('*').execute().data[0]['nmae']"),
              "1 error[unknown-column]: rows of public.users have no \"nmae\"\n");
}

TEST(Rows, OneRow) {
    EXPECT_EQ(check("res = sb.table('users').select('id').eq('id', 1).single().execute()\nreturn res.data['name']"),
              "2 error[unselected-column]: the select does not give \"name\", but \"id\"\n");
    EXPECT_EQ(check("res = sb.table('users').select('id').eq('id', 1).maybe_single().execute()\nreturn res.data.get('id')"), "");
}

TEST(Rows, AliasesAndWhatElseNamesKeys) {
    EXPECT_EQ(check("res = sb.table('users').select('full:name, settings->a->>b, id::text').execute()\n"
                    "row = res.data[0]\nreturn row['full'], row['b'], row['id'], row['name']"),
              "3 error[unselected-column]: the select gives \"name\" as \"full\"\n");
    EXPECT_EQ(check("res = sb.table('posts').select('author_id, price.sum(), n:count()').execute()\n"
                    "return [(r['sum'], r['n'], r['author_id']) for r in res.data]"),
              "");
}

TEST(Rows, Embeds) {
    const std::string posts = "res = sb.table('posts').select('id, author:users(name)').execute()\n";
    EXPECT_EQ(check(posts + "for p in res.data:\n    print(p['author']['name'], p['author']['email'])"),
              "3 error[unselected-column]: the select does not give \"email\", but \"name\"\n");
    EXPECT_EQ(check("res = sb.table('users').select('*, posts(id, title)').execute()\n"
                    "for u in res.data:\n    for p in u['posts']:\n        print(p['titel'], u['email'])\n    "
                    "print(u['posts'][0]['price'])"),
              "4 error[unknown-column]: rows of public.posts have no \"titel\"; the select gives \"id\" and \"title\"\n"
              "5 error[unselected-column]: the select does not give \"price\", but \"id\" and \"title\"\n");
    EXPECT_EQ(
        check("res = sb.table('posts').select('id, ...users(name)').execute()\nreturn res.data[0]['name'], res.data[0]['email']"),
        "2 error[unknown-column]: rows of public.posts have no \"email\"; the select gives \"id\" and \"name\"\n");
}

TEST(Rows, SplitChains) {
    EXPECT_EQ(check("query = sb.table('users').select('id')\nif flag:\n    query = query.eq('id', 1)\nres = query.execute()\n"
                    "return res.data[0]['name']"),
              "5 error[unselected-column]: the select does not give \"name\", but \"id\"\n");
    EXPECT_EQ(check("try:\n    res = sb.table('users').select('id').execute()\nexcept Exception:\n    return None\nreturn "
                    "res.data[0]['name']"),
              "5 error[unselected-column]: the select does not give \"name\", but \"id\"\n");
}

TEST(Rows, RowsThatAreChangedUnderAnotherName) {
    for (const std::string change : {"for row, other in zip(res.data, flag):\n    row['email'] = other",
                                     "by = {r['id']: r for r in res.data}\nby[flag]['email'] = 1",
                                     "me = next(r for r in res.data if r['id'])\nme['email'] = 1",
                                     "some = [r for r in res.data if flag]\nsome[0]['email'] = 1",
                                     "for row in res.data:\n    flag[row['id']].append(row)\nflag[1][0]['email'] = 1",
                                     "row = res.data[0] if flag else {}\nrow = row or {'email': 1}\nrow['email'] = 1",
                                     "row = res.data[0] if flag else process\nrow['email'] = 1",
                                     "everyone = []\neveryone += res.data\neveryone[0]['email'] = 1",
                                     "everyone = res.data + flag\neveryone[0]['email'] = 1",
                                     "flag.rows = res.data\nflag.rows[0]['email'] = 1",
                                     "a = b = res.data\na[0]['email'] = 1",
                                     "first, second = res.data\nfirst['email'] = 1",
                                     "best = max(res.data, key=lambda r: r['id'])\nbest['email'] = 1",
                                     "for r in res.data[1:]:\n    r['email'] = 1",
                                     "def get(rows=res.data):\n    rows[0]['email'] = 1",
                                     "get = lambda: res.data\nget()[0]['email'] = 1",
                                     "process([r for r in res.data])",
                                     "process(*res.data)",
                                     "row = res.data[flag + 1]\nrow['email'] = 1",
                                     "row = (res.data or [])[flag + 1]\nrow['email'] = 1",
                                     "res.data[0] |= {'email': 1}",
                                     "res.data += flag",
                                     "for pair in enumerate(res.data):\n    pair[1]['email'] = 1",
                                     "(some := res.data[:1])[0]['email'] = 1"})
        EXPECT_EQ(check(kUsers + change + "\nreturn res.data[0]['email']"), "") << change;
    for (const std::string use :
         {"print([r for r in res.data], {'a': res.data}, [*res.data], res.data or 1, max(res.data))", "flag = res.data and 1",
          "flag = res.data[0]['name']", "flag = [r['name'] for r in res.data]", "row = res.data[-1]", "flag = len(res.data)",
          "for i, row in enumerate(res.data):\n    pass", "flag = {**res.data[0]}", "flag = 1 if res.data else 2",
          "row = res.data[0] if flag else None", "sb.table('users').insert(res.data).execute()", "flag = not res.data"})
        EXPECT_NE(check(kUsers + use + "\nreturn res.data[0]['nmae']"), "") << use;
}

TEST(Rows, NamesThatMayHoldOneOfSeveral) {
    const std::string ask = "\nreturn res.data[0]['email']";
    EXPECT_EQ(check(kUsers + "if flag:\n    row = res.data[0]\nelse:\n    row = process()\nrow['email'] = 1" + ask), "");
    EXPECT_EQ(check(kUsers + "row = process()\nif flag:\n    row = res.data[0] if flag else res.data[1]\nprocess(row)" + ask),
              "");
    EXPECT_EQ(check(kUsers + "process = res.data[0]\nif flag:\n    process = {}\nprocess['email'] = 1" + ask), "");
    EXPECT_EQ(check(kUsers + "if flag:\n    flag = res.data[0]\nflag['email'] = 1" + ask), "") << "a parameter";
    EXPECT_EQ(check(kUsers + "for row in res.data:\n    pass\nrow['email'] = 1" + ask), "");
    EXPECT_EQ(check(kUsers + "with process() as row:\n    pass\nrow = res.data[0]\nrow['email'] = 1" + ask), "");
    EXPECT_NE(check(kUsers + "row = res.data[0]\nrow = process()\nrow['email'] = 1" + ask), "");
    EXPECT_NE(check(kUsers + "row = process()\nrow['email'] = 1\nrow = res.data[0]" + ask), "");
}

TEST(Rows, ParametersOfLambdas) {
    EXPECT_EQ(check(kUsers + "row = res.data[0]\nreturn sorted(flag, key=lambda row: row['email'])"), "");
    EXPECT_EQ(
        check(kUsers + "row = res.data[0]\nreturn [f(1) for f in [lambda x, *row: row['email'], lambda row=1: row['email']]]"),
        "");
    EXPECT_NE(check(kUsers + "row = res.data[0]\nreturn process(lambda other: row['email'])"), "");
}

TEST(Rows, WhatIsNotCertainIsNotSaid) {
    EXPECT_EQ(check(kUsers + "row = res.data[0]\nrow['email'] = 'x'\nreturn row['email']"), "");
    EXPECT_EQ(check(kUsers + "for row in res.data:\n    row.update(process())\nreturn res.data[0]['email']"), "");
    EXPECT_EQ(check(kUsers + "process(res.data)\nreturn res.data[0]['email']"), "");
    EXPECT_EQ(check(kUsers + "for row in res.data:\n    process(row)\nfor other in res.data:\n    print(other['email'])"), "");
    EXPECT_EQ(check(kUsers + "row = res.data[0]\nif 'email' in row:\n    return row['email']"), "");
    EXPECT_EQ(check(kUsers + "row = res.data[0]\nif flag:\n    row = process()\nreturn row['email']"), "");
    EXPECT_EQ(check(kUsers + "for row in res.data:\n    pass\nfor row in process():\n    print(row['email'])"), "");
    EXPECT_EQ(check("res = sb.table('users').select(process()).execute()\nreturn res.data[0]['email']"), "");
    EXPECT_EQ(check("if flag:\n    res = sb.table('users').select('id').execute()\nelse:\n    res = "
                    "sb.table('users').select('name').execute()\n"
                    "return res.data[0]['email']"),
              "");
    EXPECT_EQ(check("res = sb.table('users').select('id').csv().execute()\nreturn res.data[0]['email']"), "");
    EXPECT_EQ(check(kUsers + "def inner(row):\n    return row['email']\nreturn [inner(r) for r in res.data]"), "");
    EXPECT_EQ(check(kUsers + "rows = [dict(r) for r in res.data]\nreturn rows[0]['email']"), "");
}

}  // namespace
}  // namespace rowtype
