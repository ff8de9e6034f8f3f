#sql CREATE SCHEMA billing;
#sql CREATE TABLE billing.invoices (id bigint PRIMARY KEY, amount numeric NOT NULL);
#sql CREATE FUNCTION billing.tax(amount numeric) RETURNS numeric LANGUAGE sql AS 'SELECT amount * 0.19';
import psycopg

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM billing.invoices WHERE billing.taxx(amount) > 1")
    #                                                                 ^^^^ error[unknown-function]: schema "billing" has no function "taxx"
    connection.execute("SELECT * FROM billing.open_invoices()")
    #                                         ^^^^^^^^^^^^^ error[unknown-function]: schema "billing" has no function "open_invoices"
    connection.execute("SELECT billing.tax(amount) FROM billing.invoices")
    connection.execute("SELECT other.tax(amount), sum(amount), pg_catalog.abs(amount) FROM billing.invoices")
    connection.execute("SELECT billing.median(amount) FROM billing.invoices")  # may be an aggregate
