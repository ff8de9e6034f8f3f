#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, manager_id bigint REFERENCES users);
import sqlite3
from pathlib import Path

from pydantic import BaseModel


class User(BaseModel):
    anything: str


class Registry:
    def table(self, name):
        return self

    def select(self, name):
        return self


Registry().table("nothing").select("nobody")
sqlite3.connect(":memory:").execute("SELECT nothing FROM nowhere")
Path("x").write_text("SELECT nothing FROM nowhere")


def dynamic(client, table, column):
    client.table(table).select("whatever").execute()
    client.table("users").select(column).eq(column, 1).execute()
    client.table("users").select("manager:manager_id(name), reports:users(name)").execute()
