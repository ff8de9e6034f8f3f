// Models that are dumped into payloads.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const std::string kTables = R"(
    CREATE TABLE users (id uuid PRIMARY KEY, name text NOT NULL, email text, born date, created_at timestamptz, "fullName" text);
    CREATE FUNCTION save(name text, born date) RETURNS void LANGUAGE sql AS 'SELECT';
)";

const std::string kHead = R"(
import enum
from dataclasses import dataclass, asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Optional, TypedDict
from uuid import UUID
from pydantic import BaseModel, ConfigDict, Field, field_serializer
from supabase import create_client
sb = create_client('u', 'k')
class Base(BaseModel):
    name: str
class User(Base):
    email: str | None = None
    nick: str | None = None
class Born(Base):
    id: UUID
    born: Optional[date] = None
class Aliased(BaseModel):
    name: str
    full_name: str = Field(alias="fullName")
class Row(TypedDict):
    name: str
    born: date
@dataclass
class Data:
    name: str
    nick: str
)";

// "rule: message" of each finding in `code`.
std::string check(const std::string& code, const std::string& version = "") {
    Settings settings;
    settings.client_version = version;
    const engine::Analysis analysis = test::analyse(kHead + code + "\n", test::catalog_from_sql(kTables), false, settings);
    std::string text;
    for (const findings::Finding& finding : analysis.findings) text += finding.rule + ": " + finding.message + "\n";
    return text;
}

TEST(Dumps, KeysAreFields) {
    const std::string nick = "unknown-column: public.users has no column \"nick\", which User.model_dump() sends\n";
    EXPECT_EQ(check("def f(user: User):\n    sb.table('users').insert(user.model_dump()).execute()"), nick);
    EXPECT_EQ(check("def f(users: list[User]):\n    sb.table('users').upsert([u.model_dump() for u in users]).execute()"), nick);
    EXPECT_EQ(check("def f(patch: Optional[User]):\n    data = patch.model_dump(exclude_unset=True)\n    "
                    "sb.table('users').update(data).eq('name', 'x').execute()"),
              nick);
    EXPECT_EQ(
        check("def f():\n    user = User(name='x')\n    sb.table('users').insert({**user.model_dump(), 'emial': 1}).execute()"),
        nick + "unknown-column: public.users has no column \"emial\"\n");
    EXPECT_EQ(check("def f(users: list[User]):\n    for u in users:\n        sb.table('users').insert(u.dict()).execute()"),
              "unknown-column: public.users has no column \"nick\", which User.dict() sends\n");
    EXPECT_EQ(check("def f(d: Data):\n    sb.table('users').insert(asdict(d)).execute()"),
              "unknown-column: public.users has no column \"nick\", which asdict() of Data sends\n");
    EXPECT_EQ(check("def f(d: Data):\n    sb.table('users').insert(vars(d)).execute()"),
              "unknown-column: public.users has no column \"nick\", which vars() of Data sends\n");
}

TEST(Dumps, WhatIsLeftOut) {
    EXPECT_EQ(check("def f(user: User):\n    sb.table('users').insert(user.model_dump(exclude={'nick'})).execute()"), "");
    EXPECT_EQ(check("def f(user: User):\n    sb.table('users').insert(user.model_dump(include={'name'})).execute()"), "");
    EXPECT_EQ(check("def f(user: User, some):\n    sb.table('users').insert(user.model_dump(exclude=some)).execute()"), "");
    EXPECT_EQ(check("def f(user: User):\n    data = user.model_dump()\n    nick = data.pop('nick')\n    "
                    "sb.table('users').insert(data).execute()"),
              "");
    EXPECT_EQ(check("def f(user):\n    sb.table('users').insert(user.model_dump()).execute()"), "");
    EXPECT_EQ(check("def f(user: User, other):\n    user = other\n    sb.table('users').insert(user.model_dump()).execute()"),
              "");
}

TEST(Dumps, ValuesThatJsonRefuses) {
    const std::string refused =
        "unserialisable-payload: supabase-py sends JSON, and json.dumps raises TypeError for \"id\" (a UUID) and \"born\" (a "
        "date) of "
        "Born; write model_dump(mode=\"json\")\n";
    const std::string insert = "def f(user: Born):\n    sb.table('users').insert(user.model_dump()).execute()";
    EXPECT_EQ(check(insert), refused);
    EXPECT_EQ(check(insert, "2.33.1"), refused);
    EXPECT_EQ(check(insert, "2.34.0"), "") << "from then on they are sent as text";
    EXPECT_EQ(check("def f(user: Born):\n    sb.table('users').insert(user.model_dump(mode='json')).execute()"), "");
    EXPECT_EQ(check("def f(user: Born):\n    data = user.model_dump()\n    data['id'] = str(user.id)\n    data['born'] = None\n"
                    "    sb.table('users').insert(data).execute()"),
              "");
    EXPECT_EQ(check("def f(user: Born):\n    sb.table('users').insert({**user.model_dump(), 'id': '', 'born': ''}).execute()"),
              "");
    EXPECT_EQ(check("def f(row: Row):\n    sb.table('users').insert(row).execute()"),
              "unserialisable-payload: supabase-py sends JSON, and json.dumps raises TypeError for \"born\" (a date) of Row\n");
    EXPECT_EQ(check("def f(row: Row):\n    sb.rpc('save', row).execute()"),
              "unserialisable-payload: supabase-py sends JSON, and json.dumps raises TypeError for \"born\" (a date) of Row\n");
    EXPECT_EQ(check("class Made(Born):\n    @field_serializer('id', 'born')\n    def text(self, value): return str(value)\n"
                    "def f(user: Made):\n    sb.table('users').insert(user.model_dump()).execute()"),
              "");
    EXPECT_EQ(check("class Kind(enum.Enum):\n    A = 'a'\nclass Label(str, enum.Enum):\n    A = 'a'\n"
                    "class Kinded(BaseModel):\n    name: Kind\n    email: Label\n"
                    "def f(user: Kinded):\n    sb.table('users').insert(user.model_dump()).execute()",
                    "2.40"),
              "unserialisable-payload: supabase-py sends JSON, and json.dumps raises TypeError for \"name\" (a Kind) of Kinded; "
              "write model_dump(mode=\"json\")\n");
}

TEST(Dumps, FieldsAreMendedWhereTheyAreNeverNone) {
    const std::string refused = "unserialisable-payload: supabase-py sends JSON, and json.dumps raises TypeError for a ";
    const auto sent = [](const std::string& type) {
        return check("class Seen(BaseModel):\n    born: " + type +
                     "\ndef f(seen: Seen):\n    sb.table('users').update({'born': seen.born}).eq('name', 'x').execute()");
    };
    EXPECT_EQ(sent("date"), refused + "date; write .isoformat() behind it\n");
    EXPECT_EQ(sent("date | None"), refused + "date\n");
    EXPECT_EQ(sent("list[date]"), refused + "date\n");
    EXPECT_EQ(sent("date | str"), "");
}

TEST(Dumps, Aliases) {
    EXPECT_EQ(
        check("def f(user: Aliased):\n    sb.table('users').insert(user.model_dump()).execute()"),
        "unaliased-dump: Aliased.model_dump() sends \"full_name\", but public.users has \"fullName\"; write by_alias=True\n");
    EXPECT_EQ(check("def f(user: Aliased):\n    sb.table('users').insert(user.model_dump(by_alias=True)).execute()"), "");
    EXPECT_EQ(check("class Camel(BaseModel):\n    model_config = ConfigDict(serialize_by_alias=True)\n    name: str = "
                    "Field(alias='userName')\n"
                    "def f(user: Camel):\n    sb.table('users').insert(user.model_dump()).execute()"),
              "unaliased-dump: Camel.model_dump() sends \"userName\", but public.users has \"name\"; write by_alias=False\n");
}

TEST(Dumps, OtherRows) {
    EXPECT_EQ(check("def f(names):\n    sb.table('users').insert([{'nmae': n} for n in names]).execute()"),
              "unknown-column: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("def row(n):\n    return {'nmae': n}\ndef f():\n    sb.table('users').insert(row('x')).execute()"),
              "unknown-column: public.users has no column \"nmae\", which row() sends\n");
    EXPECT_EQ(check("class Repository:\n    def row(self, n):\n        return {'nmae': n}\n    def f(self):\n"
                    "        sb.table('users').insert(self.row('x')).execute()"),
              "unknown-column: public.users has no column \"nmae\"\n");
}

}  // namespace
}  // namespace rowtype
