#sql CREATE TABLE users (id bigint PRIMARY KEY, "fullName" text, nick text);
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from supabase import create_client

client = create_client("http://localhost", "key")


class UserIn(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
    id: int
    full_name: str | None = None


class Nick(BaseModel):
    nick: str = Field(alias="nickName")


def save(user: UserIn, nick: Nick):
    client.table("users").insert(user.model_dump()).execute()
    #                                 ^^^^^^^^^^ warning[unaliased-dump]: UserIn.model_dump() sends "full_name", but public.users has "fullName"; write by_alias=True
    client.table("users").insert(user.model_dump(by_alias=True)).execute()
    client.table("users").update(nick.model_dump(by_alias=True)).eq("id", 1).execute()
    #                                 ^^^^^^^^^^ warning[unaliased-dump]: Nick.model_dump() sends "nickName", but public.users has "nick"; write by_alias=False
    client.table("users").update(nick.model_dump()).eq("id", 1).execute()
