#sql CREATE TYPE state AS ENUM ('active', 'paused', 'gone');
#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, state state NOT NULL, settings jsonb, tags state[]);
# Values of enums that code compares rows with.
import psycopg
from psycopg.rows import dict_row
from supabase import Client


def states(client: Client, flag, use):
    res = client.table("users").select("id, state, mood:state, kind:settings->>state, name, tags").execute()
    for row in res.data:
        if row["state"] == "actve":
            #               ^^^^^ warning[invalid-enum-value]: no row has "actve" here: enum state has "active", "paused" and "gone"
            print(row)
        if "Gone" != row["state"] or row["mood"] in ("paused", "stopped"):
#           ^^^^ warning[invalid-enum-value]: no row has "Gone" here
        #                                                       ^^^^^^^ warning[invalid-enum-value]: no row has "stopped" here
            print(row)
        if row.get("state") not in ["active", "paused"] and row["kind"] == "anything" and row["name"] == "Ada":
            use(row)
        if row.get("state", "none") == "none" or row["state"] == "" or row["tags"] == "active" or row["state"] == flag:
            use(row)
    return [row for row in res.data if row["state"] == "active"]


def changed(client: Client):
    row = client.table("users").select("state").single().execute().data
    row["state"] = row["state"].upper()
    return row["state"] == "ACTIVE"


def of_sql(conn: psycopg.Connection):
    with psycopg.connect("dbname=shop", row_factory=dict_row) as connection:
        row = connection.execute("SELECT state, state::text AS word, upper(state::text) AS loud FROM users").fetchone()
        print(row["loud"] == "ACTIVE", row["word"] == "whatever")
        return row["state"] == "deleted"
        #                       ^^^^^^^ warning[invalid-enum-value]: no row has "deleted" here


ROWS = [{"name": "Ada", "state": "actve"}, {"name": "Bob", "state": "gone"}]
#                                 ^^^^^ error[invalid-enum-value]: "actve" is no value of enum state


def insert(client: Client):
    client.table("users").insert(ROWS).execute()


CHANGED = {"name": "Ada", "state": "unset"}


def insert_changed(client: Client, state: str):
    CHANGED["state"] = state
    client.table("users").insert(CHANGED).execute()
