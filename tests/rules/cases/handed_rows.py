#sql CREATE TABLE users (id bigint PRIMARY KEY, email text);
# What a function, another name or a side of "or" may do to rows is not judged.
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg.rows import dict_row


def annotate(row):
    row["score"] = 1
    return row


def found(conn: psycopg.Connection):
    return conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()


def by_a_pool(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    with ThreadPoolExecutor() as pool:
        pool.map(annotate, rows)
    print(rows[0]["score"])


def by_map(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    print(list(map(annotate, rows)))
    print([row["score"] for row in rows])


def by_a_type(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    print(list(map(dict, rows)))
    print(rows[0]["nmae"])
    #              ^^^^ error[unknown-column]: the query gives no "nmae", but "id" and "email"


def by_two_names(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    if row := rows[0]:
        row["a"] = 1
    if row := rows[1]:
        row["b"] = 1
    print(rows[0]["a"], rows[1]["b"])


def by_a_name_that_was_none(conn: psycopg.Connection):
    rows = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchall()
    row = None
    if row := rows[0]:
        row["a"] = 1
    print(rows[0]["a"], row)


def by_a_side(conn: psycopg.Connection, fallback):
    row = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchone()
    best = (fallback or  # nothing better
            row)
    best["a"] = 1
    print(row["a"])


def by_a_side_of_two_lines(conn: psycopg.Connection, fallback):
    row = conn.cursor(row_factory=dict_row).execute("select id, email from users").fetchone()
    best = fallback or \
        row
    best["a"] = 1
    print(row["a"])
