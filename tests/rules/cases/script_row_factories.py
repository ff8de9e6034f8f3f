#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
# What makes the rows of a connection may be set by another name of it, or by a call.
import psycopg
from psycopg.rows import dict_row

aliased = psycopg.connect("dbname=shop")
same = aliased
same.row_factory = dict_row
alias_id, alias_name, alias_email = aliased.execute("SELECT id, name FROM users").fetchone()
set_by_call = psycopg.connect("dbname=shop")
setattr(set_by_call, "row_factory", dict_row)
call_id, call_name, call_email = set_by_call.execute("SELECT id, name FROM users").fetchone()
set_in_function = psycopg.connect("dbname=shop")


def set_factories(connection):
    mine = set_in_function
    mine.row_factory = dict_row
    opened = psycopg.connect("dbname=shop")
    setattr(opened, "row_factory", dict_row)
    one, two, three = opened.execute("SELECT id, name FROM users").fetchone()
    again = psycopg.connect("dbname=shop")
    held = again
    held.row_factory = dict_row
    one, two, three = again.execute("SELECT id, name FROM users").fetchone()
    untouched = psycopg.connect("dbname=shop")
    one, two, three = untouched.execute("SELECT id, name FROM users").fetchone()
#   ^^^^^^^^^^^^^^^ error[unselected-column]: the query gives rows of 2 columns, "id" and "name", and 3 names are to take them


set_factories(psycopg.connect("dbname=shop"))
function_id, function_name, function_email = set_in_function.execute("SELECT id, name FROM users").fetchone()
