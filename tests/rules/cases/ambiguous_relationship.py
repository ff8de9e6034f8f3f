#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, editor_id bigint REFERENCES users);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id, users(name)").execute()
#                                 ^^^^^ error[ambiguous-relationship]: public.posts relates to "users" in several ways; a hint chooses one: "posts_author_id_fkey" (one, by author_id), "posts_editor_id_fkey" (one, by editor_id)
client.table("posts").select("id, author:users!author_id(name), editor:editor_id(name)").execute()
