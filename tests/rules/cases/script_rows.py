#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# Rows that one statement of a script reads, and others ask.
import psycopg
from psycopg.rows import dict_row
from pydantic import BaseModel
from supabase import create_client

client = create_client("http://localhost", "key")

res = client.table("users").select("id, name").execute()
print(res.data[0]["nmae"])
#                  ^^^^ error[unknown-column]: rows of public.users have no "nmae"; the select gives "id" and "name"
if res.data:
    print(res.data[0]["email"])
    #                  ^^^^^ error[unselected-column]: the select does not give "email"

users = res.data
for user in users:
    print(user["id"], user.get("naem"))
    #                           ^^^^ warning[unknown-column]: rows of public.users have no "naem"
first = users[0] if users else None
print(first["titel"])
#            ^^^^^ error[unknown-column]: rows of public.users have no "titel"


class Contact(BaseModel):
    name: str
    email: str


contacts = [Contact(**user) for user in users]
#           ^^^^^^^ error[unselected-field]: Contact needs "email", and the row has only "id" and "name"

# The name means something else from here on.
res = client.table("posts").select("id, title").execute()
print(res.data[0]["title"], res.data[0]["name"])
#                                        ^^^^ error[unknown-column]: rows of public.posts have no "name"
try:
    posts = client.table("posts").select("title").execute().data
except ValueError:
    posts = []
for post in posts:
    post["label"] = post["title"].upper()
    print(post["id"])
print(posts[0]["label"])

if len(contacts) > 1:
    either = client.table("users").select("id").execute()
else:
    either = client.table("posts").select("title").execute()
print(either.data[0]["nmae"])


def label_all(rows):
    for row in rows:
        row["extra"] = 1


extended = client.table("users").select("id").execute().data
label_all(extended)
print(extended[0]["extra"])

# Functions may do anything with what the module holds.
held = client.table("users").select("id").execute().data


def extend_held():
    for row in held:
        row["extra"] = 1


extend_held()
print(held[0]["extra"])

# A name that a function has for itself is another one.
kept = client.table("users").select("id").execute().data


def own():
    kept = [{"extra": 1}]
    return kept


print(kept[0]["extra"])
#              ^^^^^ error[unknown-column]: rows of public.users have no "extra"

# Cursors give the rows of what was executed last.
conn = psycopg.connect("dbname=shop", row_factory=dict_row)
cur = conn.cursor()
cur.execute("SELECT id, name FROM users")
rows = cur.fetchall()
for row in rows:
    print(row["nmae"])
    #          ^^^^ error[unknown-column]: the query gives no "nmae", but "id" and "name"
cur.execute("SELECT title FROM posts")
print(cur.fetchone()["name"], rows[0]["name"])
#                     ^^^^ error[unknown-column]: the query gives no "name", but "title"
for row in cur:
    print(row["title"], row["id"])
    #                        ^^ error[unknown-column]: the query gives no "id", but "title"
