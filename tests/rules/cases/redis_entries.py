#sql create type mood as enum ('good', 'bad');
#sql create table users (id bigint primary key, name varchar(5) not null, age integer, active boolean not null, mood mood, meta jsonb);
#toml [[redis]]
#toml key = "users:*"
#toml table = "users"
#toml extra-fields = ["cached_at"]
#toml [[redis]]
#toml key = "app:*:user"
#toml table = "public.users"
# Entries of a cache that are rows, as [[redis]] of the configuration says, through redis-py and clients like it.
import json

import redis
import redis.asyncio as aioredis
from pydantic import BaseModel
from redis import Redis

PREFIX = "users"
FIELD = "nmae"


class UserEntry(BaseModel):
    name: str
    emial: str


class Wrapper:
    def hset(self, name, field, value):
        self.values[name] = {field: value}


class Users:
    def __init__(self, client: aioredis.Redis, url: str):
        self.client = client
        self.other = redis.from_url(url)
        self.wrapper = Wrapper()

    async def write(self, who: int, name: str, entry: UserEntry):
        key = f"{PREFIX}:{who}"
        await self.client.hset(key, mapping={"id": who, "nmae": name, "cached_at": 1})
        #                                                ^^^^ error[unknown-cache-field]: public.users has no column "nmae", and entries of "users:*" are its rows
        await self.client.hset(key, "agee", 5)
        #                            ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        self.other.hset(name=key, key=FIELD, value=name)
        #                             ^^^^^ error[unknown-cache-field]: public.users has no column "nmae"
        self.other.hset(key, items=["name", name, "agee", 3])
        #                                          ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        self.other.hmset(key, {"name": name, b"agee": 3})
        self.other.hsetnx("app:7:user", "agee", 1)
        #                                ^^^^ error[unknown-cache-field]: public.users has no column "agee", and entries of "app:*:user" are its rows
        self.other.hset(key, mapping=entry.model_dump())
        #                                  ^^^^^^^^^^ error[unknown-cache-field]: public.users has no column "emial"
        row = {"id": who}
        row["agee"] = 3
        #    ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        self.other.hset(key, mapping=row)
        async with self.client.pipeline() as pipe:
            pipe.hset(key, "agee", 1)
            #               ^^^^ error[unknown-cache-field]: public.users has no column "agee"
            pipe.set(key, json.dumps({"agee": 1}))
            #                          ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        # Other keys, other fields, other objects.
        self.other.hset(f"users:{who}:sessions", "agent", name)
        self.other.hset(f"{name}users:{who}", "agent", name)
        self.other.hset(f"orders:{who}", mapping={"nmae": name})
        self.other.hset(key, name, 1)
        self.wrapper.hset(key, "agee", 1)

    async def read(self, who: int):
        key = "users:" + str(who)
        await self.client.hget(key, "nmae")
        #                            ^^^^ error[unknown-cache-field]: public.users has no column "nmae"
        await self.client.hmget(key, ["name", "agee"], "nmae")
        #                                      ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        #                                               ^^^^ error[unknown-cache-field]: public.users has no column "nmae"
        self.other.hdel(key, "age", b"agee")
        #                             ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        name = (await self.client.hgetall(key))["nmae"]
        #                                        ^^^^ error[unknown-cache-field]: public.users has no column "nmae"
        entry = await self.client.hgetall(f"users:{who}")
        entry["more"] = 1
        print(entry["name"], entry.get("agee"), entry["more"], name)
        #                               ^^^^ error[unknown-cache-field]: public.users has no column "agee"
        other = self.other.hgetall(f"sessions:{who}")
        return other["agent"]

    async def read_document(self, who: int):
        text = await self.client.get(f"users:{who}")
        if text is None:
            return None
        user = json.loads(text)
        print(user["name"], user["cached_at"], user.get("emial"))
        #                                                ^^^^^ error[unknown-cache-field]: public.users has no column "emial"
        sessions = json.loads(self.other.get(f"users:{who}:sessions") or "[]")
        return user["agee"], json.loads(self.wrapper.get(f"users:{who}"))["agee"], sessions[0]["agent"]
        #            ^^^^ error[unknown-cache-field]: public.users has no column "agee"


def values(client: Redis, who: int, session, found):
    key = f"users:{who}"
    client.hset(key, mapping={"age": "old", "active": 1, "mood": "good", "name": "Ada", "id": 12})
    #                                ^^^^^ error[invalid-cache-value]: public.users.age: the field holds text that integer does not take
    client.hset(key, "age", 1.5)
    #                       ^^^ error[invalid-cache-value]: public.users.age: the field holds text that integer does not take
    client.hset(key, mapping={"mood": "sad", "age": "", "name": "Augusta", "active": 7})
    #                                 ^^^^^ error[invalid-cache-value]: public.users.mood: the field holds a label that mood does not take
    #                                                           ^^^^^^^^^ error[invalid-cache-value]: public.users.name: the field is longer than
    #                                                                                ^ error[invalid-cache-value]: public.users.active: the field holds text that boolean does not take
    client.hset(key, mapping={"age": None, "active": True, "meta": {"a": 1}})
    #                                ^^^^ error[invalid-cache-value]: redis-py refuses None as the value of a hash's field (DataError): leave the field out
    #                                                ^^^^ error[invalid-cache-value]: redis-py refuses a boolean as the value of a hash's field (DataError): write 1 or 0
    #                                                              ^^^^^^^^ error[invalid-cache-value]: redis-py refuses a dictionary as the value of a hash's field (DataError): write the text
    client.setex(key, 60, json.dumps({"age": None, "active": True, "meta": {"a": 1}, "name": None}))
    #                                                                                        ^^^^ error[invalid-cache-value]: public.users.name: the field is null, and the column is not
    client.json().set(key, "$", {"age": "old", "nmae": "x"})
    #                                   ^^^^^ error[invalid-cache-value]: public.users.age: the field holds text that integer does not take
    #                                           ^^^^ error[unknown-cache-field]: public.users has no column "nmae"
    client.json().set(key, "$.meta", {"nmae": "x"})
    document = client.json().get(f"users:{who}")
    print(document["name"], document["nmae"], client.json().get(key, "$.meta")["nmae"], found.json().get(who)["nmae"])
    #                                 ^^^^ error[unknown-cache-field]: public.users has no column "nmae"
    client.set(key, json.dumps(found))
    session.set("users:1", "nmae")
