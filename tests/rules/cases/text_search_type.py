#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id").text_search("title", "a", options={"type": "websearch"}).execute()
#                                                                             ^^^^^^^^^^^ warning[text-search-type]: text_search() knows the types
client.table("posts").select("id").text_search("title", "a", options={"type": "web_search", "config": "english"}).execute()
