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
