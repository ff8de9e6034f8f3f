#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, mood text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
import psycopg

BY_NAME = "SELECT id, nmae FROM users"
#                     ^^^^ error[unknown-column]: public.users has no column "nmae"
COLUMNS = "id, emial"
#              ^^^^^ error[unknown-column]: public.users has no column "emial"
TABLE = "usrs"
TEMPLATE = "SELECT id, titel FROM {} WHERE {} = 1"
#                      ^^^^^ error[unknown-column]: public.users has no column "titel"


class Queries:
    LATEST = "SELECT titel FROM posts ORDER BY id"
    #                ^^^^^ error[unknown-column]: public.posts has no column "titel"
    COUNTED = f"SELECT {COLUMNS}, count(*) FROM users GROUP BY id, email"
    JOINED = "SELECT title FROM users"
    BROKEN = "SELECT id FORM users"
    #                        ^^^^^ error[invalid-sql]: PostgreSQL does not parse this


def by_mood():
    return "SELECT id FROM users WHERE mod = 'happy'"
    #                                  ^^^ error[unknown-column]: public.users has no column "mod"


def run(connection: psycopg.Connection, joins: bool):
    connection.execute(BY_NAME)
    connection.execute(BY_NAME + " ORDER BY id")
    connection.execute(f"SELECT {COLUMNS} FROM users")
    # A name alone is judged where it is put into a statement.
    connection.execute(f"SELECT id FROM {TABLE}")
    #                                    ^^^^^ error[unknown-table]: the database has no table or view "usrs"
    connection.execute(Queries.LATEST)
    connection.execute(Queries.COUNTED)
    connection.execute(Queries.BROKEN)
    # One of the texts that it may be has the column.
    connection.execute(Queries.JOINED + (" JOIN posts ON author_id = users.id" if joins else ""))
    connection.execute(TEMPLATE.format("users", "nmo"))
    #                                            ^^^ error[unknown-column]: public.users has no column "nmo"
    query = by_mood()
    connection.execute(query)
