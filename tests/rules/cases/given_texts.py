#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
# SQL that functions, methods and properties of the project give.
import psycopg

COLUMNS = "id, emial"
#              ^^^^^ error[unknown-column]: public.users has no column "emial"


def by_name():
    return "SELECT id FROM users WHERE nmae = %s"
    #                                  ^^^^ error[unknown-column]: public.users has no column "nmae"


def selected():
    return f"SELECT {COLUMNS} FROM users"


def of(table: str, column: str = "id"):
    return f"SELECT {column}, title FROM {table}"
    #                         ^^^^^ error[unknown-column]: public.users has no column "title"


def built(newest: bool):
    sql = "SELECT id FROM posts"
    if newest:
        sql += " ORDER BY creatd"
        #                 ^^^^^^ error[unknown-column]: public.posts has no column "creatd"
    return sql


def either(posts: bool):
    if posts:
        return "SELECT titel FROM posts"
        #              ^^^^^ error[unknown-column]: public.posts has no column "titel"
    return "SELECT id FROM users"


class Queries:
    TABLE = "users"

    @property
    def all(self):
        return f"SELECT agee FROM {self.TABLE}"
        #               ^^^^ error[unknown-column]: public.users has no column "agee"

    def one(self):
        return "SELECT titl FROM posts WHERE id = %s"
        #              ^^^^ error[unknown-column]: public.posts has no column "titl"


class Store:
    def __init__(self, connection: psycopg.Connection):
        self.connection = connection
        self.queries = Queries()

    def removal(self):
        return "DELETE FROM posts WHERE auhtor_id = %s"
        #                               ^^^^^^^^^ error[unknown-column]: public.posts has no column "auhtor_id"

    def run(self, name: str, table: str):
        self.connection.execute(by_name(), (name,))
        self.connection.execute(selected())
        self.connection.execute(of("posts"))
        self.connection.execute(of("users", column="name"))
        self.connection.execute(of("posts", "nope"))
        #                                    ^^^^ error[unknown-column]: public.posts has no column "nope"
        self.connection.execute(of("pots"))
        #                           ^^^^ error[unknown-table]: the database has no table or view "pots"
        self.connection.execute(of(table))
        self.connection.execute(built(True))
        self.connection.execute(either(False))
        self.connection.execute(self.queries.all)
        self.connection.execute(self.queries.one(), (1,))
        self.connection.execute(self.removal(), (1,))
