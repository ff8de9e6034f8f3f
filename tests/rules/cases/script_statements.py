#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# What a script does in several statements of its module.
from supabase import create_client

client = create_client("http://localhost", "key")

row = {"name": "Ada", "emial": "ada@example.org"}
#                      ^^^^^ error[unknown-column]: public.users has no column "emial"
row["nick"] = "A"
#    ^^^^ error[unknown-column]: public.users has no column "nick"
row.update({"email": "ada@example.org", "age": 3})
#                                        ^^^ error[unknown-column]: public.users has no column "age"
client.table("users").insert(row).execute()
row["later"] = 1

kept = {"name": "Ada", "tmp": 1, "other": 2}
del kept["tmp"]
kept.pop("other")
client.table("users").insert(kept).execute()

row = {"title": "x", "auhtor_id": 1}
#                     ^^^^^^^^^ error[unknown-column]: public.posts has no column "auhtor_id"
client.table("posts").insert(row).execute()

rows = [{"name": "Ada"}, {"nmae": "Bob"}]
#                          ^^^^ error[unknown-column]: public.users has no column "nmae"
client.table("users").upsert(rows).execute()

# A function may run at any time.
DEFAULTS = {"name": "x", "gone": 1, "agee": 2}
#                                    ^^^^ error[unknown-column]: public.users has no column "agee"


def settle():
    DEFAULTS.pop("gone")
    client.table("users").insert(DEFAULTS).execute()


query = client.table("users").select("id, name")
query = query.eq("emial", "x")
#                 ^^^^^ error[unknown-column]: public.users has no column "emial"
if len(row) > 1:
    query = query.order("nmae")
    #                    ^^^^ error[unknown-column]: public.users has no column "nmae"
query.limit(3).execute()

table = client.table("posts")
table.select("id, titel").execute()
#                 ^^^^^ error[unknown-column]: public.posts has no column "titel"
table = client.table("users")
table.select("id, email").execute()

wanted = {"emial": "x"}
#          ^^^^^ error[unknown-column]: public.users has no column "emial"
client.table("users").select("id").match(wanted).execute()
