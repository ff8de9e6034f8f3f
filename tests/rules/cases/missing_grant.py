#sql create table notes (id bigint primary key, body text);
#sql create table audit (id bigint primary key, what text);
#sql create table inner_life (id bigint primary key);
#sql create table shared (id bigint primary key);
#sql create schema vaults;
#sql create table vaults.secrets (id bigint primary key);
#sql create schema desk;
#sql create table desk.papers (id bigint primary key, title text);
#sql grant usage on schema desk to authenticated;
#sql grant select (id) on desk.papers to authenticated;
#sql grant insert on desk.papers to public;
#sql revoke insert, update on audit from anon, authenticated, service_role;
#sql revoke all on inner_life from anon, authenticated;
#sql revoke all on shared from anon, authenticated, service_role;
#sql grant select on shared to readers;
#toml schemas = ["public", "vaults", "desk"]
import os

from supabase import create_client

client = create_client("http://localhost", "key")
user = create_client("http://localhost", os.environ["SUPABASE_ANON_KEY"])
client.table("notes").insert({"id": 1}).execute()
client.table("audit").select("id").execute()
client.table("audit").insert({"id": 1}).execute()
#             ^^^^^ info[missing-grant]: anon, authenticated and service_role may not do this: INSERT on public.audit is not granted to any of them
client.table("inner_life").select("id").execute()
user.table("inner_life").select("id").execute()
#           ^^^^^^^^^^ info[missing-grant]: anon and authenticated may not do this: SELECT on public.inner_life
client.table("shared").select("id").execute()
client.schema("vaults").table("secrets").select("id").execute()
#                              ^^^^^^^ info[missing-grant]: anon, authenticated and service_role may not use schema "vaults"
client.schema("desk").table("papers").select("id").execute()
client.schema("desk").table("papers").insert({"id": 1}).execute()
client.schema("desk").table("papers").delete().eq("id", 1).execute()
#                            ^^^^^^ info[missing-grant]: anon, authenticated and service_role may not do this: DELETE on desk.papers
