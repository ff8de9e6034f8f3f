#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# Queries that a script makes in several statements, and their rows.
from supabase import create_client

client = create_client("http://localhost", "key")

# What branches add tells of the table, and changes no row.
query = client.table("users").select("id, name")
if load():
    query = query.eq("emial", "x")
    #                 ^^^^^ error[unknown-column]: public.users has no column "emial"
elif load("titles"):
    query = query.order("nmae").limit(3)
    #                    ^^^^ error[unknown-column]: public.users has no column "nmae"
for word in load("words"):
    query = query.ilike("naem", word)
    #                    ^^^^ error[unknown-column]: public.users has no column "naem"
query = query.range(0, 9) if load() else query
found = query.not_.is_("emali", "null").execute()
#                       ^^^^^ error[unknown-column]: public.users has no column "emali"
for user in found.data or []:
    print(user["name"], user["email"])
    #                         ^^^^^ error[unselected-column]: the select does not give "email"
first = query.single().execute().data
print(first["nmae"])
#            ^^^^ error[unknown-column]: rows of public.users have no "nmae"

# One after the other, as often as one likes.
table = client.table("posts")
posts = table.select("title")
posts = posts.eq("id", 1)
posts = posts.gt("id", 2)
posts = posts.lt("id", 3)
posts = posts.neq("id", 4)
posts = posts.order("titel")
#                    ^^^^^ error[unknown-column]: public.posts has no column "titel"
print([post["name"] for post in posts.execute().data])
#            ^^^^ error[unknown-column]: rows of public.posts have no "name"

# The name means another query from here on.
posts = client.table("users").select("name")
print(posts.execute().data[0]["title"])
#                              ^^^^^ error[unknown-column]: rows of public.users have no "title"

# Which of two it is, nobody knows.
if load():
    either = client.table("users").select("id")
else:
    either = client.table("posts").select("id")
either = either.eq("title", "x")
print(either.execute().data[0]["name"])
selects = client.table("users")
if load():
    selects = selects.select("id")
else:
    selects = selects.select("name")
print(selects.execute().data[0]["nmae"])
turning = client.table("users").select("id")
for turn in load():
    print(turning.execute().data[0]["title"])
    turning = client.table("posts").select("title")
chosen = client.table("users").select("id") if load() else client.table("posts").select("title")
print(chosen.eq("author_id", 1).execute().data[0]["title"])

# What goes elsewhere may come back as anything.
wrapped = client.table("users").select("id")
wrapped = load(wrapped)
print(wrapped.execute().data[0]["nmae"])
looped = client.table("users").select("id")
for looped in load():
    print(looped.execute().data[0]["nmae"])
replaced_later = client.table("users").select("id")


def replace_later():
    global replaced_later
    replaced_later = client.table("posts").select("title")


replace_later()
print(replaced_later.execute().data[0]["title"])
text = client.table("users").select("id")
text = text.csv()
print(text.execute().data[0]["nmae"])
