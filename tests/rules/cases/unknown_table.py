#sql CREATE SCHEMA billing;
#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
#sql CREATE TABLE billing.invoices (id bigint PRIMARY KEY, due_on date);
#sql CREATE SCHEMA realtime;
#sql CREATE TABLE realtime.messages (id bigint PRIMARY KEY);
import psycopg
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("usrs").select("id").execute()
#             ^^^^ error[unknown-table]: the database has no table or view "usrs"
client.table("invoices").select("id").execute()
#             ^^^^^^^^ error[unknown-table]: the database has no table or view "invoices"; it stands in schema "billing"
client.table("messages").select("id").execute()
#             ^^^^^^^^ error[unknown-table]: the database has no table or view "messages"
client.schema("billing").table("invoices").select("id").execute()
client.storage.from_("avatars").list()

with psycopg.connect("dbname=app") as connection:
    connection.execute("SELECT id FROM userss WHERE id = %s", (1,))
    #                                  ^^^^^^ error[unknown-table]: the database has no table or view "userss"
    connection.execute("WITH usrs AS (SELECT 1 AS id) SELECT id FROM usrs")
