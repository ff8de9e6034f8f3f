#sql CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, nick text);
# Names that loops and ":=" of a module give to rows are the module's, also behind them.
import psycopg
from psycopg.rows import dict_row

conn = psycopg.connect("", row_factory=dict_row)

broken = conn.execute("SELECT id, email FROM users").fetchall()
for row in broken:
    if row["id"] == 1:
        break
row["last"] = 1
print(row["last"], broken[0]["last"])

counted = conn.execute("SELECT id, email FROM users").fetchall()
for index, each in enumerate(counted):
    if each["id"] == 1:
        break
each["place"] = index
print(counted[index]["place"])

named = conn.execute("SELECT id, email FROM users").fetchall()
if (first := named[0]):
    print(first["nick"])
    #            ^^^^ error[unknown-column]: the query gives no "nick", but "id" and "email"
first["seen"] = True
print(named[0]["seen"])

held = conn.execute("SELECT id, email FROM users").fetchall()
for one in held:
    match = one
    if one["id"] == 1:
        break
match["found"] = 1
print(held[0]["found"])

# What a function does with the name, it does with the rows.
marked = conn.execute("SELECT id, email FROM users").fetchall()
for shared in marked:
    pass


def mark():
    shared["final"] = 1


mark()
print(marked[0]["final"])

# Rows of rows.
pages = [conn.execute("SELECT id FROM users").fetchall()]
for page in pages:
    for user in page:
        print(user["nick"])
print(user["nick"])

# What the loop does itself is told.
for person in conn.execute("SELECT id FROM users"):
    print(person["nick"])
    #             ^^^^ error[unknown-column]: the query gives no "nick", but "id"

# A comprehension's target is its own; a part of a row is no row.
emails = [other["email"] for other in broken]
other = {"nick": 1}
print(other["nick"])
for key, value in broken[0].items():
    print(value["nick"])
value = {"nick": 1}
print(value["nick"])
