#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
#sql CREATE TABLE tags (id bigint PRIMARY KEY, label text);
#sql CREATE VIEW titles AS SELECT id, author_id, title FROM posts;
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id, author:user(name)").execute()
#                                        ^^^^ error[unknown-relationship]: public.posts has no relationship "user"
client.table("posts").select("é, tags(label)").execute()
#                             ^ error[unknown-column]: public.posts has no column "é"
#                                ^^^^ error[unknown-relationship]: public.posts has no relationship to "tags"
client.table("posts").select("id, users!author(name)").execute()
#                                       ^^^^^^ error[unknown-relationship]: the hint "author" fits no relationship of public.posts to "users"
client.table("users").select("name, posts(title, users(name)), titles(title)").execute()
client.table("titles").select("title, ...users(name)").eq("users.name", "x").execute()
