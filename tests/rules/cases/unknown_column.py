#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, settings jsonb);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("users").select("id, nmae").eq("emial", "é").order("id").execute()
#                                 ^^^^ error[unknown-column]: public.users has no column "nmae"
#                                            ^^^^^ error[unknown-column]: public.users has no column "emial"
client.table("posts").select("id, author:users(nmae)").execute()
#                                              ^^^^ error[unknown-column]: public.users has no column "nmae"
client.table("users").insert({"id": 1, "nmae": "x"}).execute()
#                                       ^^^^ error[unknown-column]: public.users has no column "nmae"
client.table("users").select("label:name, settings->theme, id::text").eq("settings->>theme", "dark").execute()


def search(term: str, flag: bool):
    query = client.table("users").select("*").or_(f"name.ilike.{term},nick.ilike.{term}")
    #                                                                 ^^^^ error[unknown-column]: public.users has no column "nick"
    if flag:
        query = query.eq("naem", term)
        #                 ^^^^ error[unknown-column]: public.users has no column "naem"
    return query.execute()
