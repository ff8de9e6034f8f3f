#sql CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text, seen_at timestamptz, price numeric);
#sql CREATE FUNCTION at(moment timestamptz) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from pydantic import BaseModel
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").insert({"id": uuid.uuid4(), "title": "é", "price": Decimal("1.5")}).execute()
#                                   ^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a UUID
#                                                                        ^^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a Decimal
client.rpc("at", {"moment": datetime.now() + timedelta(days=1)}).execute()
#                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
client.table("posts").update({"seen_at": datetime.now().isoformat(), "id": str(uuid.uuid4())}).eq("title", "x").execute()


def later(datetime, post_id: uuid.UUID, make):
    client.table("posts").update({"seen_at": datetime.now(), "id": post_id, "price": make()}).eq("title", "x").execute()


NOW = datetime.now()


class State(Enum):
    OPEN = "open"


class Text(str, Enum):
    OPEN = "open"


class Moved(BaseModel):
    title: str
    seen_at: datetime | None = None


def held(titles, moved: Moved, flag):
    import datetime as dt

    now = dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
    later = now + timedelta(days=1)
    client.table("posts").update({"seen_at": now, "title": State.OPEN}).eq("title", "x").execute()
    #                                        ^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
    #                                                      ^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a State
    client.table("posts").insert([{"title": title, "seen_at": later} for title in titles]).execute()
    #                                                         ^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
    client.table("posts").insert({"title": moved.title, "seen_at": moved.seen_at}).execute()
    #                                                              ^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
    client.table("posts").update({"seen_at": NOW if flag else None}).eq("title", "x").execute()
    #                                        ^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
    client.table("posts").update({"title": Text.OPEN}).eq("title", State.OPEN.value).execute()
    client.table("posts").update({"title": State.OPEN.value, "seen_at": now.isoformat()}).eq("title", "x").execute()
    client.table("posts").insert([{"seen_at": now} for now in titles]).execute()
    moment = datetime.now()
    moment = moment.isoformat()
    client.table("posts").update({"seen_at": moment}).eq("title", "x").execute()


def replaced(convert):
    row = {"title": "x", "seen_at": datetime.now(), "id": uuid.uuid4()}
    #                                                     ^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a UUID
    row["seen_at"] = row["seen_at"].isoformat()
    client.table("posts").insert(row).execute()
    other = {"title": "x", "seen_at": datetime.now()}
    for key, value in other.items():
        other[key] = convert(value)
    client.table("posts").insert(other).execute()


def set_in_a_row(build, wanted):
    row = {"title": "a"}
    row["seen_at"] = datetime.now()
    #                ^^^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a datetime
    client.table("posts").insert(row).execute()
    changes = build()
    if wanted:
        changes["id"] = uuid.uuid4()
        #               ^^^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for a UUID
    client.table("posts").update(changes).eq("title", "a").execute()
    twice = {"title": "a"}
    twice["seen_at"] = datetime.now()
    twice["seen_at"] = twice["seen_at"].isoformat()
    client.table("posts").insert(twice).execute()
    looped = {"title": "a"}
    looped["seen_at"] = datetime.now()
    for key in looped:
        looped[key] = str(looped[key])
    client.table("posts").insert(looped).execute()
    converted = {"title": "a"}
    converted["seen_at"] = datetime.now()
    build(converted)
    client.table("posts").insert(converted).execute()
