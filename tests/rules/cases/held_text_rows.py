#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
# Rows of a text() that another statement holds.
import sqlalchemy as sa
from sqlalchemy import create_engine, text
from sqlalchemy import bindparam as param

engine = create_engine("postgresql://localhost/shop")

COLUMNS = "id, name"
LATEST = text("SELECT id, name FROM users ORDER BY id DESC LIMIT 1")
BY_ID = sa.text(f"SELECT {COLUMNS} FROM users WHERE id = :id").bindparams(param("id"))


class Queries:
    named = text("SELECT name FROM users")


def read(connection, session):
    latest = connection.execute(LATEST).mappings().one()
    print(latest["nmae"])
    #             ^^^^ error[unknown-column]: the query gives no "nmae"
    print(connection.execute(LATEST).one().email)
    #                                      ^^^^^ error[unknown-column]: the query gives no "email"
    for user in session.execute(BY_ID, {"id": 1}).mappings():
        print(user["email"])
        #           ^^^^^ error[unknown-column]: the query gives no "email"
    statement = Queries.named
    one, two = session.execute(statement).one()
#   ^^^^^^^^ error[unselected-column]: the query gives rows of one column, "name", and 2 names are to take them
    print(session.execute(LATEST.bindparams(id=1)).first().nmae)
    #                                                      ^^^^ error[unknown-column]: the query gives no "nmae"


# So does what the module does itself.
with engine.connect() as connection:
    for user in connection.execute(LATEST):
        print(user.nmae)
        #          ^^^^ error[unknown-column]: the query gives no "nmae"
connected = engine.connect()
users = connected.execute(BY_ID).mappings().all()
print(users[0]["nmae"])
#               ^^^^ error[unknown-column]: the query gives no "nmae"

# Which one it is depends on the moment, or what it gives on more than the text.
EITHER = text("SELECT id FROM users")
if COLUMNS:
    EITHER = text("SELECT name FROM users")
TYPED = text("SELECT id FROM users").columns(sa.column("nmae"))
MINE = Text("SELECT id FROM users")
REPLACED = text("SELECT id FROM users")
HOLED = text(f"SELECT {engine} FROM users")


def replace():
    global REPLACED
    REPLACED = text("SELECT name FROM users")


class Base:
    query = text("SELECT id FROM users")

    def read(self, connection):
        return connection.execute(self.query).one().nmae


def read_others(connection):
    print(connection.execute(EITHER).one().nmae, connection.execute(TYPED).one().nmae)
    print(connection.execute(MINE).one().nmae, connection.execute(REPLACED).one().nmae)
    print(connection.execute(HOLED).one().nmae)
