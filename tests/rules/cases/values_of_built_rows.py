#sql CREATE TYPE mood AS ENUM ('happy', 'sad');
#sql CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state mood NOT NULL, name text NOT NULL, age int);
from supabase import Client, create_client

supabase: Client = create_client("url", "key")


def by_key(flag: bool) -> None:
    row = {"name": "Ada"}
    row["state"] = "bogus"
#                   ^^^^^ error[invalid-enum-value]: "bogus" is no value of enum mood
    if flag:
        row["age"] = "many"
#                     ^^^^ error[invalid-literal]: "many"
    supabase.table("people").insert(row).execute()


# What is set again, or may be, is not what is sent; nor what is set afterwards, or is there already.
def again(flag: bool) -> None:
    row = {"name": "Ada", "state": "bogus"}
    row["state"] = "odd"
    row["state"] = "happy"
    row["age"] = "many"
    if flag:
        row["age"] = 3
    supabase.table("people").insert(row).execute()
    row["state"] = "odd"
    row = {"name": "Ada", "state": "sad"}
    row.setdefault("state", "odd")
    supabase.table("people").insert(row).execute()


def taken_away() -> None:
    row = {"name": "Ada", "state": "sad"}
    row["age"] = "many"
    row.pop("age")
    supabase.table("people").insert(row).execute()


def by_others(changes: dict) -> None:
    row = {"name": "Ada"}
    row["state"] = "bogus"
    row.update(changes)
    supabase.table("people").insert(row).execute()


def on_another_way(flag: bool) -> None:
    row = {"name": "Ada", "state": "sad"}
    if flag:
        row["state"] = "bogus"
        return
    supabase.table("people").insert(row).execute()


def by_methods() -> None:
    row = dict(name="Ada", state="odd")
#                                 ^^^ error[invalid-enum-value]: "odd" is no value of enum mood
    row.update(age="many")
#                   ^^^^ error[invalid-literal]: "many"
    supabase.table("people").upsert(row).execute()
    rows = [{"name": "Ada", "state": "bogus"}]
#                                     ^^^^^ error[invalid-enum-value]: "bogus" is no value of enum mood
    rows.append({"name": "Eve", "state": "odd"})
#                                         ^^^ error[invalid-enum-value]: "odd" is no value of enum mood
    rows.append({"name": "Bob", "state": "sad"})
    supabase.table("people").insert(rows).execute()
