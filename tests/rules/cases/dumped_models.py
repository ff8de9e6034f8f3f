#sql CREATE TABLE users (id uuid PRIMARY KEY, name text, born date);
#toml access = "json"
from datetime import date
from uuid import UUID

from pydantic import BaseModel
from supabase import create_client

client = create_client("http://localhost", "key")


class UserIn(BaseModel):
    id: UUID
    name: str
    nick: str | None = None


def save(user: UserIn, users: list[UserIn]):
    client.table("users").insert(user.model_dump(mode="json", exclude={"nick"})).execute()
    client.table("users").insert(user.model_dump(exclude={"nick"})).execute()
    #                                 ^^^^^^^^^^ error[unserialisable-payload]: supabase-py sends JSON, and json.dumps raises TypeError for "id" (a UUID) of UserIn; write model_dump(mode="json")
    client.table("users").upsert([one.model_dump(mode="json") for one in users]).execute()
    #                                 ^^^^^^^^^^ error[unknown-column]: public.users has no column "nick", which UserIn.model_dump() sends
