#sql CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, org bigint NOT NULL, nick text);
#sql CREATE TABLE repairs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, fault text, bike_id bigint, resolved_at timestamptz);
# What the methods of the project hand on to queries of their own: rows, columns, and queries that their callers go on with.
from pydantic import BaseModel
from supabase import Client


class NewUser(BaseModel):
    name: str
    org: int
    nic: str


def clean(row):
    row.pop("extra", None)


class Repository:
    table_name: str

    def __init__(self, client: Client) -> None:
        self.client = client

    @property
    def table(self):
        return self.client.table(self.table_name)

    def query(self, columns: str = "*"):
        return self.client.table(self.table_name).select(columns)

    def insert(self, row: dict):
        return self.table.insert(row).execute().data[0]

    def update(self, key: int, changes: dict):
        self.table.update(changes).eq("id", key).execute()


class Repairs(Repository):
    table_name = "repairs"

    def of_bike(self, bike: int, only_open: bool):
        query = self.query("id, falt")
        #                       ^^^^ error[unknown-column]: public.repairs has no column "falt"
        query = query.eq("bike", bike)
        #                 ^^^^ error[unknown-column]: public.repairs has no column "bike"
        if only_open:
            query = query.is_("resolved", "null")
            #                  ^^^^^^^^ error[unknown-column]: public.repairs has no column "resolved"
        return query.order("fault").execute().data

    def first(self):
        query = self.query()
        return query.eq("bike_id", 1).gt("resolvd_at", "2024-01-01").execute().data
        #                                 ^^^^^^^^^^ error[unknown-column]: public.repairs has no column "resolvd_at"

    def report(self, bike: int):
        return self.insert({"falt": "chain", "bike_id": bike})
        #                    ^^^^ error[unknown-column]: public.repairs has no column "falt"

    def resolve(self, key: int):
        self.update(key, {"resolved": "now()"})
        #                  ^^^^^^^^ error[unknown-column]: public.repairs has no column "resolved"


class Users:
    def __init__(self, client: Client):
        self.client = client

    def create(self, row: dict):
        if not row:
            return None
        try:
            return self.client.table("users").insert(row).execute()
        finally:
            print(row)

    def create_two(self, row: dict, repair: dict):
        self.client.table("users").insert(row).execute()
        self.client.table("repairs").insert(repair).execute()

    def create_in_org(self, row: dict):
        row["org"] = 1
        return self.client.table("users").insert(row).execute()

    def create_merged(self, row: dict):
        return self.client.table("users").insert({**row, "org": 1}).execute()

    def create_cleaned(self, row: dict):
        clean(row)
        return self.client.table("users").insert(row).execute()

    def create_filtered(self, row: dict):
        row = {key: value for key, value in row.items() if key != "extra"}
        return self.client.table("users").insert(row).execute()

    def create_one_of(self, kind: str, row: dict):
        if kind == "user":
            self.client.table("users").insert(row).execute()
        else:
            self.client.table("repairs").insert(row).execute()

    def select(self, table: str, columns: str, **filters):
        query = self.client.table(table).select(columns)
        for column, value in filters.items():
            query = query.eq(column, value)
        return query.execute().data


def calls(users: Users, options: dict):
    users.create({"name": "Ada", "org": 1, "nic": "a"})
    #                                       ^^^ error[unknown-column]: public.users has no column "nic"
    users.create({"name": "Ada"})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[missing-required-column]: public.users needs "org" as well: it is NOT NULL and has no default
    users.create_two({"name": "Ada", "org": 1}, {"fault": "x", "nick": "a"})
    #                                                           ^^^^ error[unknown-column]: public.repairs has no column "nick"
    users.select("repairs", "id, falt", id=1)
    #                            ^^^^ error[unknown-column]: public.repairs has no column "falt"
    # What the method changes, merges, or hands to another function first is left alone, as is what it writes in a branch.
    users.create_in_org({"name": "Ada"})
    users.create_merged({"name": "Ada", "extra": 1})
    users.create_cleaned({"name": "Ada", "org": 1, "extra": 1})
    users.create_filtered({"name": "Ada", "org": 1, "extra": 1})
    users.create_one_of("repair", {"fault": "x"})
    options.update({"nic": "a"})


def built(users: Users, user: NewUser, row: dict):
    users.create(user.model_dump())
    #                 ^^^^^^^^^^ error[unknown-column]: public.users has no column "nic", which NewUser.model_dump() sends
    known = {"name": "Ada", "org": 1}
    known["nic"] = "a"
    #      ^^^ error[unknown-column]: public.users has no column "nic"
    users.create(known)
    part = {"name": "Ada"}
    users.create(part)
#   ^^^^^^^^^^^^^^^^^^ error[missing-required-column]: public.users needs "org" as well
    filled = {"name": "Ada"}
    clean(filled)
    users.create(filled)
    popped = {"name": "Ada", "org": 1, "nic": "a"}
    popped.pop("nic")
    users.create(popped)
    users.create(row)
