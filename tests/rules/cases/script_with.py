#sql CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
# What a "with" of a module's own code opens is followed as in a function.
import psycopg
from psycopg.rows import dict_row, namedtuple_row

with psycopg.connect("dbname=shop") as conn:
    first = conn.execute("SELECT id, email FROM users").fetchone()
    print(first[1], first[2])
#                         ^ error[unselected-column]: the query gives rows of 2 columns, "id" and "email": there is none at 2
    with conn.cursor() as cursor:
        cursor.execute("SELECT id FROM users")
        print(cursor.fetchone()[1])
#                               ^ error[unselected-column]: the query gives rows of one column, "id": there is none at 1
        for row in cursor:
            print(row[0], row[3])
#                             ^ error[unselected-column]: the query gives rows of one column, "id": there is none at 3

with psycopg.connect("dbname=shop") as conn, conn.cursor() as cursor:
    cursor.execute("SELECT email, id, 1 FROM users")
    print(cursor.fetchone()[2])
print(cursor.fetchone()[3])
#                       ^ error[unselected-column]: the query gives rows of 3 columns


def count():
    with psycopg.connect("dbname=shop") as conn, conn.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM users")
        return cursor.fetchone()[0]


with psycopg.connect("dbname=shop", row_factory=dict_row) as named:
    second = named.execute("SELECT id, email FROM users").fetchone()
    print(second["id"], second["name"])
#                               ^^^^ error[unknown-column]: the query gives no "name", but "id" and "email"

with psycopg.connect("dbname=shop") as one, one.cursor(row_factory=dict_row) as keyed:
    keyed.execute("SELECT id, email FROM users")
    third = keyed.fetchone()
    print(third["email"], third["nick"])
#                                ^^^^ error[unknown-column]: the query gives no "nick", but "id" and "email"

# Of one name several: each is that of its own block, unless something else may set what it makes.
with psycopg.connect("dbname=shop") as same:
    fourth = same.execute("SELECT id, email FROM users").fetchone()
    print(fourth[2])
#                ^ error[unselected-column]: the query gives rows of 2 columns, "id" and "email": there is none at 2

with psycopg.connect("dbname=shop", row_factory=dict_row) as same:
    fifth = same.execute("SELECT id, email FROM users").fetchone()
    print(fifth["nick"])
#                ^^^^ error[unknown-column]: the query gives no "nick", but "id" and "email"

with psycopg.connect("dbname=shop") as changed:
    changed.row_factory = dict_row
    sixth = changed.execute("SELECT id, email FROM users").fetchone()
    print(sixth["id"])

with psycopg.connect("dbname=shop") as changed:
    seventh = changed.execute("SELECT id, email FROM users").fetchone()
    print(seventh[0], seventh["id"])

with psycopg.connect("dbname=shop") as given:
    given = psycopg.connect("dbname=shop", row_factory=dict_row)
    eighth = given.execute("SELECT id, email FROM users").fetchone()
    print(eighth["id"])


def choose():
    global chosen
    chosen = psycopg.connect("dbname=shop", row_factory=namedtuple_row)


with psycopg.connect("dbname=shop") as chosen:
    choose()
    ninth = chosen.execute("SELECT id, email FROM users").fetchone()
    print(ninth.email, ninth["id"])

with psycopg.connect("dbname=shop") as shared, shared.cursor() as used:
    used.execute("SELECT id, email FROM users")
    print(used.fetchone()[2])


def use():
    used.execute("SELECT id, email, 1 FROM users")
