#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text);
from supabase import Client

TITLES = {"users": "name", "posts": "titel"}


def titles(client: Client):
    # Each table goes with the column of its own turn.
    for table, column in [("users", "nmae"), ("posts", "title"), ("users", "title"), ("posts", "id")]:
        #                            ^^^^ error[unknown-column]: public.users has no column "nmae"
        #                                                                   ^^^^^ error[unknown-column]: public.users has no column "title"
        client.table(table).select(column).order(column).execute()
    for table, column in TITLES.items():
        client.table(table).select(column).execute()
        #                          ^^^^^^ error[unknown-column]: public.posts has no column "titel"
    for table, column in [("users", "name"), ("posts", "name")]:
        if table == "users":
            client.table(table).select(column).execute()
    for table, column in [("users", "name"), ("posts", "name")]:
        if table == "posts":
            continue
        client.table(table).select(column).execute()
    for table in ("users", "posts"):
        client.table(table).select("id, foo").execute()
        #                               ^^^ error[unknown-column]: public.users has no column "foo"
