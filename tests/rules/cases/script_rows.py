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

# An argument that stands on a line of its own gives a function no name.
passed = client.table("users").select("id").execute().data


def enrich_passed(enrich):
    enrich(
        passed=passed,
    )


enrich_passed(label_all)
print(passed[0]["extra"])

# Nor does a text that says so.
said = client.table("users").select("id").execute().data


def extend_said():
    """
    said = nothing
    """
    said.append({"extra": 1})


print(said[0]["extra"])

# Behind a function in it a function goes on, and has its own names.
outside = client.table("users").select("id").execute().data


def with_inner():
    def inner():
        outside = []
        return outside

    outside.append({"extra": 1})
    return inner


print(outside[0]["extra"])

# So does a class behind a method.
classwide = client.table("users").select("id").execute().data


class Registry:
    def method(self):
        classwide = []
        return classwide

    classwide.append({"extra": 1})


print(classwide[0]["extra"])

# What a parameter is by default, is the module's.
given = client.table("users").select("id").execute().data


def extend_given(given=given):
    given.append({"extra": 1})


print(given[0]["extra"])

# What a function says to be the module's, is.
replaced = client.table("users").select("id").execute().data


def replace():
    global replaced
    replaced = [{"extra": 1}]


replace()
print(replaced[0]["extra"])

# A parameter of a default's own is none of the function's.
sorted_rows = client.table("users").select("id").execute().data


def extend_sorted(key=lambda left, sorted_rows: left):
    sorted_rows.append({"extra": key})


extend_sorted()
print(sorted_rows[0]["extra"])

# A parameter of the name, and one behind a line that goes on, are the function's.
taken = client.table("users").select("id").execute().data


async def take(
    client,
    taken: list,
):
    taken.append({"extra": 1})


print(taken[0]["extra"])
#               ^^^^^ error[unknown-column]: rows of public.users have no "extra"

# What a connection is told later, changes no cursor that it made before.
late = psycopg.connect("dbname=shop")
of_late = late.cursor()
of_late.execute("SELECT id, name FROM users")
print(of_late.fetchone()["nmae"])
of_late.execute("SELECT id, name FROM users")
if of_late:
    late_id, late_name, late_email = of_late.fetchone()
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them
late.row_factory = dict_row
of_late.execute("SELECT id, name FROM users")
print(of_late.fetchone()["nmae"])
after = late.cursor()
after.execute("SELECT id, name FROM users")
print(after.fetchone()["nmae"])
#                       ^^^^ error[unknown-column]: the query gives no "nmae", but "id" and "name"

# A cursor that is told before it is asked gives other rows than it was executed for.
told = psycopg.connect("dbname=shop").cursor()
told.execute("SELECT id, name FROM users")
told.row_factory = dict_row
one, two, three = told.fetchone()
