#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text, tags text[]);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").in_("title", "news").execute()
#                                               ^^^^^^ warning[string-in-list]: in_() takes a list
client.table("posts").select("id").in_("title", ["news"]).contains("tags", "{a}").cs("tags", ["a"]).execute()
