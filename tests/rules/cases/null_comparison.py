#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text, deleted_at timestamptz);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").eq("deleted_at", None).execute()
#                                                   ^^^^ warning[null-comparison]: the word "None" is sent as the value
client.table("posts").select("id").match({"id": 1, "title": None}).execute()
#                                                           ^^^^ warning[null-comparison]: the word "None" is sent as the value
client.table("posts").select("id").is_("deleted_at", None).not_.is_("title", None).execute()
