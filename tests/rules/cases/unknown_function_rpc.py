#sql CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
#sql CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
from supabase import create_client

client = create_client("http://localhost", "key")
client.rpc("ad", {"a": 1, "b": 2}).execute()
#           ^^ error[unknown-function]: the database has no function "ad"
client.rpc("note").execute()
#           ^^^^ error[unknown-function]: "note" is a trigger's function
client.rpc("add", {"a": 1, "b": 2}).execute()
