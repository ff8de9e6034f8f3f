#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").order("id.desc").execute()
#                                           ^^^^^ warning[order-direction]: supabase-py appends its own
client.table("posts").select("id").order("id DESC").execute()
#                                        ^^^^^^^^^ warning[order-direction]: the direction is read as a part of the column's name
client.table("posts").select("id").order("id", ascending=False).execute()
#                                              ^^^^^^^^^ warning[order-direction]: order() has no argument "ascending"
client.table("posts").select("id").order("title").order("id", desc=True, nullsfirst=True).execute()
