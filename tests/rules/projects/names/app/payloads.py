"""Rows that are put together by statements."""
from app.db import client


def built(name, flag):
    row = {"name": name}
    row["nick"] = name
    #    ^^^^ error[unknown-column]: public.users has no column "nick"
    if flag:
        row["phone"] = flag
        #    ^^^^^ error[unknown-column]: public.users has no column "phone"
    row.update({"email": name, "mail": name}, city=name)
    #                           ^^^^ error[unknown-column]: public.users has no column "mail"
    #                                         ^^^^ error[unknown-column]: public.users has no column "city"
    client.table("users").insert(row).execute()


def emptied(name):
    row = {"name": name, "secret": name}
    del row["secret"]
    client.table("users").insert(row).execute()
    other = dict(name=name, nick=name)
    #                       ^^^^ error[unknown-column]: public.users has no column "nick"
    other["password"] = name
    other.pop("password")
    client.table("users").insert(other).execute()


def for_another_table(name, flag):
    row = {"id": 1}
    if flag:
        row["name"] = name
        client.table("users").insert(row).execute()
    else:
        row["total"] = name
        client.table("orders").insert(row).execute()
        #                      ^^^^^^ error[missing-required-column]: public.orders needs "user_id" and "state" as well: they are NOT NULL and have no default


def given_a_new_one(name):
    row = {"id": 1}
    row["total"] = name
    client.table("orders").insert(row).execute()
    #                      ^^^^^^ error[missing-required-column]: public.orders needs "user_id" and "state" as well: they are NOT NULL and have no default
    row = {"name": name}
    client.table("users").insert(row).execute()
    #                     ^^^^^^ error[missing-required-column]: public.users needs "id" as well: it is NOT NULL and has no default


def unpacked(rest):
    common = {"id": 1, "nick": 2}
    #                   ^^^^ error[unknown-column]: public.users has no column "nick"
    client.table("users").insert({**common, **rest, "name": ""}).execute()


def many(names):
    rows = []
    for name in names:
        rows.append({"name": name, "nick": name})
        #                           ^^^^ error[unknown-column]: public.users has no column "nick"
    client.table("users").insert(rows).execute()
