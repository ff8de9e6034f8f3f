#sql CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price numeric, total numeric GENERATED ALWAYS AS (price * 2) STORED);
#sql CREATE MATERIALIZED VIEW sums AS SELECT sum(price) AS price FROM items;
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("items").insert({"id": 1, "price": 2}).execute()
#                              ^^ error[read-only-column]: public.items.id is GENERATED ALWAYS AS IDENTITY
client.table("items").update({"total": 2}).eq("id", 1).execute()
#                              ^^^^^ error[read-only-column]: public.items.total is generated from other columns
client.table("sums").delete().eq("price", 1).execute()
#             ^^^^ error[read-only-column]: public.sums is a materialized view
client.table("items").insert({"price": 2}).execute()
