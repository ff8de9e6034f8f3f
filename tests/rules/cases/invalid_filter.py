#sql CREATE TABLE users (id bigint PRIMARY KEY, name text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").or_("title.equals.a,id.gt.3").execute()
#                                             ^^^^^^ error[invalid-filter]: PostgREST knows no operator "equals"
client.table("posts").select("id").filter("id", "in", "1,2").execute()
#                                                     ^^^^^ error[invalid-filter]: "in.1,2" is sent:
client.table("posts").select("id").eq("users.name", "x").execute()
#                                      ^^^^^ error[invalid-filter]: the select embeds no "users"
client.table("posts").select("id, users(name)").eq("users.name", "x").or_("title.eq.a,not.and(id.gt.3,id.lt.9)").execute()
client.table("posts").select("id").order("users(name)").execute()
#                                         ^^^^^ error[invalid-filter]: the select embeds no "users"
client.table("users").select("id, posts(id)").order("id, posts(title)").execute()
#                                                        ^^^^^ error[invalid-filter]: a row has many "posts", and PostgREST orders only by what it has one of
client.table("users").select("id, posts(id)").order("title", foreign_table="posts").execute()
client.table("posts").select("id, writer:users(id)").order("writer(name)", desc=True).execute()
