#sql CREATE TYPE state AS ENUM ('open', 'paid', 'void');
#sql CREATE TABLE invoices (id bigint PRIMARY KEY, state state NOT NULL DEFAULT 'open');
import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM invoices WHERE state = 'payed'")
    #                                                         ^^^^^^^ error[invalid-enum-value]: "payed" is no value of enum state: it has "open", "paid" and "void"
    connection.execute("SELECT id FROM invoices i WHERE i.state IN ('open', 'Paid')")
    #                                                                       ^^^^^^ error[invalid-enum-value]: "Paid" is no value of enum state: it has "open", "paid" and "void"
    connection.execute("INSERT INTO invoices (id, state) VALUES (1, 'open'), (2, 'new')")
    #                                                                            ^^^^^ error[invalid-enum-value]: "new" is no value of enum state
    connection.execute("UPDATE invoices SET state = 'gone' WHERE id = 1")
    #                                               ^^^^^^ error[invalid-enum-value]: "gone" is no value of enum state
    connection.execute("SELECT CASE state WHEN 'shut' THEN 1 END FROM invoices")
    #                                          ^^^^^^ error[invalid-enum-value]: "shut" is no value of enum state
    connection.execute("SELECT 'payed'::state, CAST('paid' AS state), ARRAY['open', 'shut']::state[]")
    #                          ^^^^^^^ error[invalid-enum-value]: "payed" is no value of enum state
    #                                                                               ^^^^^^ error[invalid-enum-value]: "shut" is no value of enum state
    connection.execute("SELECT 'payed'::text::state, '{shut}'::state[], 'new'::other.state, %s::state", ("payed",))
    connection.execute("SELECT id FROM invoices WHERE state::text = 'payed' OR state = %s", ("payed",))
    connection.execute("SELECT id FROM invoices WHERE state = '%s'" % "open")
    connection.execute("SELECT id FROM invoices WHERE state = ANY(%s)", (["open"],))
