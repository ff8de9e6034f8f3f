#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id, FROM users")
    #                              ^^^^ error[invalid-sql]: PostgreSQL does not parse this: syntax error at or near "FROM"
    connection.execute("""
        SELECT id
        FROM users
        """)
    connection.execute("SELECT 1 FROM JSON_TABLE('[]', '$[*]' COLUMNS (a int PATH '$')) AS t")
