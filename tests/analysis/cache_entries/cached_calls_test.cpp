// Which calls of a Redis client are held against a table: by the client, the key and the fields, across names and files.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

// The findings of the text, whose entries "users:*" are rows of users.
std::string said(const std::string& python) {
    static const auto catalog =
        test::catalog_from_sql("CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, age integer);");
    Settings settings;
    settings.cached_keys = {{"users:*", "users", {"seen"}}, {"gone:*", "nowhere", {}}};
    return test::describe(test::analyse(python, catalog, false, settings), python);
}

constexpr const char* kUnknown =
    ": error[unknown-cache-field]: public.users has no column \"nmae\", and entries of \"users:*\" are its rows\n";

TEST(CachedCalls, MethodsOfHashesNeedNoKnownClient) {
    EXPECT_EQ(said("def f(r, who):\n    r.hset(f'users:{who}', 'nmae', who)\n"), std::string("2:29") + kUnknown);
    EXPECT_EQ(said("def f(r, who):\n    r.hset(f'gone:{who}', 'nmae', who)\n"), "");
    EXPECT_EQ(said("def f(r, who):\n    r.hset(f'users:{who}', 'seen', who)\n"), "");
    EXPECT_EQ(said("def f(who):\n    hset(f'users:{who}', 'nmae', who)\n"), "");
}

TEST(CachedCalls, MethodsThatOthersHaveNeedAKnownClient) {
    const std::string set = "    r.set(f'users:{who}', json.dumps({'nmae': who}))\n";
    EXPECT_EQ(said("import json\ndef f(r, who):\n" + set), "");
    EXPECT_EQ(said("import json, redis\ndef f(r, who):\n" + set), std::string("3:40") + kUnknown);
    EXPECT_EQ(said("import json\nfrom redis.asyncio import Redis\ndef f(r: Redis, who):\n" + set),
              std::string("4:40") + kUnknown);
    EXPECT_EQ(said("import json, redis\nclass Cache:\n    def set(self, key, value): ...\ndef f(r: Cache, who):\n" + set), "");
}

TEST(CachedCalls, WhatAClientRefusesIsSaidOfKnownOnes) {
    const std::string call = "    r.hset(f'users:{who}', 'age', None)\n";
    EXPECT_EQ(said("def f(r, who):\n" + call), "");
    EXPECT_EQ(
        said("import redis\ndef f(r, who):\n" + call),
        "3:35: error[invalid-cache-value]: redis-py refuses None as the value of a hash's field (DataError): leave the field "
        "out, or write an empty text\n");
}

TEST(CachedCalls, EntriesAreFollowedAsRowsAre) {
    const std::string head = "async def f(r, who, use):\n    entry = await r.hgetall(f'users:{who}')\n";
    EXPECT_EQ(said(head + "    return entry['nmae']\n"), std::string("3:19") + kUnknown);
    EXPECT_EQ(said(head + "    use(entry)\n    return entry['nmae']\n"), "") << "it may have been changed";
    EXPECT_EQ(said(head + "    entry['nmae'] = 1\n    return entry['nmae']\n"), "");
    EXPECT_EQ(said(head + "    entry = use()\n    return entry['nmae']\n"), "");
}

TEST(CachedCalls, DocumentsThatAreReadAreFollowedAsRowsAre) {
    const std::string head = "import json, redis\ndef f(r: redis.Redis, who, use):\n";
    EXPECT_EQ(said(head + "    return json.loads(r.get(f'users:{who}'))['nmae']\n"), std::string("3:47") + kUnknown);
    EXPECT_EQ(said(head + "    return json.loads(r.get(f'users:{who}') or '{}').get('nmae')\n"), std::string("3:59") + kUnknown);
    EXPECT_EQ(
        said(head + "    text = r.get(f'users:{who}')\n    if text:\n        user = json.loads(text.decode())\n        return "
                    "user['nmae'], user['name'], user['seen']\n"),
        std::string("6:22") + kUnknown);
    EXPECT_EQ(said(head + "    user = json.loads(r.get(f'users:{who}'))\n    use(user)\n    return user['nmae']\n"), "")
        << "it may have been changed";
    EXPECT_EQ(said(head + "    return json.loads(r.get(f'other:{who}'))['nmae']\n"), "");
    EXPECT_EQ(said(head + "    return json.loads(r.get(f'users:{who}:roles'))['nmae']\n"), "");
    EXPECT_EQ(said(head + "    return [u['nmae'] for u in json.loads(r.get(f'users:{who}'))]\n"), "") << "a list of something";
    EXPECT_EQ(said(head + "    return json.loads(use(r.get(f'users:{who}')))['nmae']\n"), "");
    EXPECT_EQ(
        said(head + "    text = r.get(f'users:{who}')\n    if who:\n        text = use()\n    return json.loads(text)['nmae']\n"),
        "");
    EXPECT_EQ(said("import pickle, redis\ndef f(r: redis.Redis, who):\n    return pickle.loads(r.get(f'users:{who}'))['nmae']\n"),
              "");
    EXPECT_EQ(said("import json\ndef f(r, who):\n    return json.loads(r.get(f'users:{who}'))['nmae']\n"), "")
        << "any dictionary";
    EXPECT_EQ(
        said("from json import loads\nfrom redis.asyncio import Redis\nasync def f(r: Redis, who):\n    return (loads(await "
             "r.get(f'users:{who}')))['nmae']\n"),
        std::string("4:50") + kUnknown);
}

}  // namespace
}  // namespace rowtype
