#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# Cursors and connections that an object keeps.
from dataclasses import dataclass
from typing import NamedTuple

import psycopg
import psycopg2
from psycopg.rows import args_row, dict_row
from psycopg2.extras import RealDictCursor


class Store:
    def __init__(self):
        self.conn = psycopg2.connect("dbname=shop")
        self.cur = self.conn.cursor(cursor_factory=RealDictCursor)

    def user(self, who):
        self.cur.execute("SELECT id, name FROM users WHERE id = %s", (who,))
        row = self.cur.fetchone()
        return row["id"], row["nmae"]
        #                      ^^^^ error[unknown-column]: the query gives no "nmae", but "id" and "name"

    def users(self):
        self.cur.execute("SELECT id, name FROM users")
        for row in self.cur:
            print(row["email"])
            #          ^^^^^ error[unknown-column]: the query gives no "email", but "id" and "name"
        self.cur.execute("SELECT title FROM posts")
        return [row["name"] for row in self.cur.fetchall()]
        #            ^^^^ error[unknown-column]: the query gives no "name", but "title"

    # Another method may have executed something else on it.
    def rest(self):
        return self.cur.fetchone()["nmae"]

    def mixed(self):
        self.cur.execute("SELECT id, name FROM users")
        self.users()
        return self.cur.fetchone()["title"]

    def handed(self, use):
        self.cur.execute("SELECT id, name FROM users")
        use(self)
        return self.cur.fetchone()["title"]

    def branches(self, flag):
        if flag:
            self.cur.execute("SELECT id FROM users")
        else:
            self.cur.execute("SELECT title FROM posts")
        return self.cur.fetchone()["title"]


class Later:
    def __init__(self):
        self.conn = psycopg.connect("dbname=shop")
        self.conn.row_factory = dict_row
        self.plain = psycopg.connect("dbname=shop")
        self.cursor = self.plain.cursor()

    def user(self):
        row = self.conn.execute("SELECT id, name FROM users").fetchone()
        print(row["nmae"])
        #          ^^^^ error[unknown-column]: the query gives no "nmae"
        self.cursor.execute("SELECT id, name FROM users")
        user_id, name, email = self.cursor.fetchone()
#       ^^^^^^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them
        return user_id, name, email


# Of what a function sets, nobody knows when it runs.
connection = psycopg.connect("dbname=shop", row_factory=dict_row)


def set_rows(rows):
    print("there is a row factory to be set here")
    connection.row_factory = rows


def first():
    row = connection.execute("SELECT id, name FROM users").fetchone()
    return row["nmae"]


class Pair(NamedTuple):
    id: int
    name: str
    email: str = ""


@dataclass
class Single:
    id: int


def by_place(conn: psycopg.Connection):
    with conn.cursor(row_factory=args_row(Pair)) as cur:
        cur.execute("SELECT id, name FROM users")
        cur.execute("SELECT id, name, email FROM users")
    with conn.cursor(row_factory=args_row(Single)) as cur:
        #                                 ^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and the class takes one value
        cur.execute("SELECT id, name FROM users")
