"""The same for another database system."""
import sqlite3


def run(sql, parameters=()):
    return sqlite3.connect("cache.db").execute(sql, parameters).fetchall()


def run_either(sql, local, connection):
    if local:
        return sqlite3.connect("cache.db").execute(sql)
    return connection.execute(sql)
