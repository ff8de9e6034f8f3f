#sql CREATE TABLE users (id bigint PRIMARY KEY, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text);
# A suite that ends in a break, a continue or a raise does not leave the function: what it did is seen behind the loop or the try.
import psycopg
from psycopg.rows import dict_row
from supabase import Client


def behind_a_break(client: Client, names):
    table = "users"
    for name in names:
        if name:
            table = "posts"
            break
    return client.table(table).select("title").execute()


def behind_a_continue(client: Client, names):
    table = "users"
    for name in names:
        if name:
            table = "posts"
            continue
        print(name)
    return client.table(table).select("title").execute()


def behind_a_caught_raise(client: Client, names):
    table = "users"
    try:
        if names:
            table = "posts"
            raise ValueError
    except ValueError:
        pass
    return client.table(table).select("title").execute()


def in_the_clause(client: Client, names):
    table = "users"
    try:
        if names:
            table = "posts"
            raise ValueError
    except ValueError:
        return client.table(table).select("title").execute()


def behind_all_turns(client: Client, names):
    table = "users"
    for name in names:
        if name:
            table = "posts"
    else:
        return client.table(table).select("title").execute()


# Of what leaves it nothing is seen.
def behind_a_return(client: Client, names):
    table = "users"
    if names:
        table = "posts"
        return client.table(table).select("title").execute()
    return client.table(table).select("title").execute()
    #                                  ^^^^^ error[unknown-column]: public.users has no column "title"


def behind_what_nobody_catches(client: Client, names):
    table = "users"
    try:
        client.auth.get_user()
    except ValueError:
        table = "posts"
        raise
    return client.table(table).select("title").execute()
    #                                  ^^^^^ error[unknown-column]: public.users has no column "title"


# Nor in what a break or a raise jumps over.
def in_the_rest(client: Client, names):
    table = "users"
    try:
        if names:
            table = "posts"
            raise ValueError
        client.table(table).select("title").execute()
        #                           ^^^^^ error[unknown-column]: public.users has no column "title"
    except ValueError:
        pass


def rows_of_a_break(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    for row in rows:
        if row["id"] == 1:
            match = row
            break
    else:
        match = None
    match["final"] = 1
    print(rows[0]["final"])


def another_row(conn: psycopg.Connection, wanted):
    for row in conn.cursor(row_factory=dict_row).execute("select id, email from users"):
        if row["id"] == wanted:
            row = {"other": 1}
            break
    print(row["other"])
