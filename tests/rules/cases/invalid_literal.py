#sql CREATE TABLE users (id bigint PRIMARY KEY, is_active boolean NOT NULL, born date, tags text[], key uuid, data jsonb, name text);
import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM users WHERE id = '12a'")
    #                                                   ^^^^^ error[invalid-literal]: "12a" is no bigint, which public.users.id is
    connection.execute("SELECT id FROM users WHERE is_active = 1")
    #                                                          ^ error[invalid-literal]: "1" is no boolean, which public.users.is_active is
    connection.execute("SELECT id FROM users WHERE born > 'soon' OR key = 'x' OR tags = 'a'")
    #                                                     ^^^^^^ error[invalid-literal]: "soon" is no date, which public.users.born is
    #                                                                     ^^^ error[invalid-literal]: "x" is no uuid, which public.users.key is
    #                                                                                   ^^^ error[invalid-literal]: "a" is no text[], which public.users.tags is
    connection.execute("UPDATE users SET data = 'x', is_active = 'maybe'")
    #                                           ^^^ error[invalid-literal]: "x" is no jsonb, which public.users.data is
    #                                                            ^^^^^^^ error[invalid-literal]: "maybe" is no boolean, which public.users.is_active is
    connection.execute("INSERT INTO users (id, is_active) VALUES (true, 'yes')")
    #                                                             ^^^^ error[invalid-literal]: "true" is no bigint, which public.users.id is
    connection.execute("INSERT INTO users VALUES ('1', 't', '2026-01-01', '{a}', NULL, '{}', 5)")
    connection.execute("SELECT id FROM users WHERE id = '0x1f' OR id = '1_000' OR born = 'tomorrow' OR name = '3'")
    connection.execute("INSERT INTO users (id, is_active) VALUES (1)")
    #                                          ^^^^^^^^^ error[invalid-sql]: INSERT gives 1 value for 2 columns
    connection.execute("INSERT INTO users (is_active) VALUES (true, 1)")
    #                               ^^^^^ error[missing-required-column]: public.users needs "id" as well
    #                                                               ^ error[invalid-sql]: INSERT gives 2 values for 1 column
    connection.execute("INSERT INTO users (id, is_active) VALUES (%s)" % ", ".join(["1", "true"]))
