"""Values that depend on what happens."""
from typing import Literal

from app.db import client


def by_condition(flag, other):
    client.table("users" if flag else "user").select("id").execute()
    #                                  ^^^^ error[unknown-table]: the database has no table or view "user"
    client.table("users" if flag else "orders").select("id, nope, total").execute()
    #                                                       ^^^^ error[unknown-column]: public.users has no column "nope"
    client.table("users").select("id, nick" if flag else "id, name").execute()
    #                                 ^^^^ error[unknown-column]: public.users has no column "nick"


def by_branch(flag):
    fields = "id"
    if flag:
        fields = "id, nick"
        #             ^^^^ error[unknown-column]: public.users has no column "nick"
    client.table("users").select(fields).execute()


def by_branch_that_leaves(flag):
    table = "users"
    if flag:
        table = "elsewhere"
        print(table)
        return
    client.table(table).select("id").execute()


def of_one_branch(flag):
    if flag:
        table = "elsewhere"
        print(table)
    else:
        table = "users"
        if flag is None:
            table = "user"
            #        ^^^^ error[unknown-table]: the database has no table or view "user"
        client.table(table).select("id").execute()


def by_default(table="user", column="nick"):
#                     ^^^^ error[unknown-table]: the database has no table or view "user"
#                                    ^^^^ error[unknown-column]: public.users has no column "nick"
    client.table(table).select("whatever").execute()
    client.table("users").select("id").eq(column, 1).execute()


def by_literal(table: Literal["users", "orders"]):
    client.table(table).select("id, nope").execute()
    #                               ^^^^ error[unknown-column]: public.users has no column "nope"


def correlated(flag):
    table = "users" if flag else "orders"
    column = "name" if flag else "total"
    client.table(table).select(column).execute()
