#sql CREATE TABLE users (id bigint PRIMARY KEY, name text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
#sql CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts, body text);
"""Filters that keep the rows with, or without, something embedded: PostgREST takes "is null" of an embed's name for that."""
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("posts").select("id, users(name)").not_.is_("users", "null").execute()
client.table("posts").select("id, users()").is_("users", None).execute()
client.table("posts").select("id, writer:users(name)").filter("writer", "not.is", "null").execute()
client.table("users").select("id, posts(id, comments(id))").or_("posts.is.null,name.eq.x").is_("posts.comments", "null").execute()
client.table("posts").select("id, writer:users(name)").is_("users", "null").execute()
#                                                           ^^^^^ error[unknown-column]: public.posts has no column "users"
client.table("posts").select("id, users(name)").eq("users", "null").filter("users", "eq", "null").execute()
#                                                   ^^^^^ error[unknown-column]: public.posts has no column "users"
#                                                                           ^^^^^ error[unknown-column]: public.posts has no column "users"
client.table("posts").select("id").is_("users", "null").execute()
#                                       ^^^^^ error[unknown-column]: public.posts has no column "users"
client.table("posts").update({"title": "x"}).is_("users", "null").execute()
#                                                 ^^^^^ error[unknown-column]: public.posts has no column "users"


def later(columns, only):
    query = client.table("posts").select("id, users(name)")
    if only:
        query = query.not_.is_("users", "null")
    query.is_("writers", "null").execute()
    #          ^^^^^^^ error[unknown-column]: public.posts has no column "writers"
    other = client.table("posts").select(columns)
    other = other.is_("users", "null")
    other.is_("users->>name", "null").eq("users", 1).execute()
    #          ^^^^^ error[unknown-column]: public.posts has no column "users"
    #                                     ^^^^^ error[unknown-column]: public.posts has no column "users"


def with_users():
    return client.table("posts").select("id, users(name)")


with_users().is_("users", "null").eq("writer", 1).execute()
#                                     ^^^^^^ error[unknown-column]: public.posts has no column "writer"
started = client.table("posts").select("id, users(name)")
started = started.is_("users", "null")
started.execute()
