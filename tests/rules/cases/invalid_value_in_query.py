#sql CREATE TYPE state AS ENUM ('open', 'paid');
#sql CREATE DOMAIN short AS state;
#sql CREATE TABLE users (id bigint PRIMARY KEY, is_active boolean NOT NULL, key uuid, name text, data jsonb, state state, short short);
#sql CREATE TABLE invoices (id bigint PRIMARY KEY, user_id bigint REFERENCES users, state state NOT NULL, tags text[]);
from supabase import create_client

PAYED = "payed"
client = create_client("u", "k")


def filters(value):
    client.table("invoices").select("id").eq("state", "payed").execute()
    #                                                  ^^^^^ error[invalid-enum-value]: "payed" is no value of enum state: it has "open" and "paid"
    client.table("invoices").select("id").neq("state", PAYED).in_("state", ["open", "gone"]).execute()
    #                                                  ^^^^^ error[invalid-enum-value]: "payed" is no value of enum state
    #                                                                                ^^^^ error[invalid-enum-value]: "gone" is no value of enum state
    client.table("users").select("id, invoices(id)").eq("invoices.state", "payed").eq("key", "x").execute()
    #                                                                      ^^^^^ error[invalid-enum-value]: "payed" is no value of enum state
    #                                                                                         ^ error[invalid-literal]: "x" is no uuid, which public.users.key is
    client.table("users").select("id").match({"id": "12a", "is_active": True, "state": value}).execute()
    #                                                ^^^ error[invalid-literal]: "12a" is no bigint, which public.users.id is
    client.table("users").select("id").or_("id.eq.1,and(state.eq.payed,is_active.eq.maybe)").execute()
    #                                                            ^^^^^ error[invalid-enum-value]: "payed" is no value of enum state
    #                                                                               ^^^^^ error[invalid-literal]: "maybe" is no boolean, which public.users.is_active is
    client.table("users").select("id").gt("id", 1.5).execute()
    #                                           ^^^ error[invalid-literal]: "1.5" is no bigint, which public.users.id is
    client.table("users").select("id").eq("is_active", True).eq("id", "5").eq("name", 7).eq("state", "open").execute()
    client.table("users").select("id").eq("data->>kind", "anything").like("name", "p%").ilike("state", "p%").execute()
    client.table("users").select("id").eq("short", "gone").is_("state", None).eq("state", value).execute()
    client.table("invoices").select("id").contains("tags", ["a"]).eq("tags", "{a}").execute()


def rows(value):
    client.table("users").insert({"id": 1, "is_active": "maybe", "state": "payed", "data": "x", "name": 5}).execute()
    #                                                    ^^^^^ error[invalid-literal]: "maybe" is no boolean, which public.users.is_active is
    #                                                                      ^^^^^ error[invalid-enum-value]: "payed" is no value of enum state
    client.table("users").update({"id": True, "state": "paid"}).eq("id", 1).execute()
    #                                   ^^^^ error[invalid-literal]: "True" is no bigint, which public.users.id is
    client.table("users").upsert([{"id": 1, "is_active": False}, {"id": 2, "is_active": "2"}]).execute()
    #                                                                                    ^ error[invalid-literal]: "2" is no boolean, which public.users.is_active is
    client.table("users").update({"state": value, "key": None, "is_active": 1, "short": "gone"}).eq("id", 1).execute()
    row = {"state": "payed"}
    row["state"] = "paid"
    client.table("users").update(row).eq("id", 1).execute()
