#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text UNIQUE);
#sql CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, name text);
import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM users JOIN orders ON orders.user_id = users.id")
    #                          ^^ error[ambiguous-column]: column "id" is ambiguous: users and orders have it
    connection.execute("SELECT u.id FROM users u, orders o WHERE name = 'x'")
    #                                                            ^^^^ error[ambiguous-column]: column "name" is ambiguous: u and o have it
    connection.execute(
        "INSERT INTO users (id, name, email) VALUES (1, 'x', 'y') ON CONFLICT (email) DO UPDATE SET name = upper(name)"
        #                                                                                                        ^^^^ error[ambiguous-column]: column "name" is ambiguous: users and excluded have it
    )
    connection.execute("SELECT s.id FROM (SELECT u.id, o.id FROM users u, orders o) s")
    #                            ^^ error[ambiguous-column]: column "id" is ambiguous: s has it more than once
    connection.execute("SELECT id FROM users JOIN orders USING (id)")
    connection.execute("SELECT users.id AS id, orders.id AS other FROM users, orders ORDER BY id")
    connection.execute("SELECT id FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE id = 3)")
