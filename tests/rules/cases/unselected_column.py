#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
from supabase import create_client

client = create_client("http://localhost", "key")


def list_users():
    response = client.table("users").select("id, full_name:name").execute()
    for user in response.data:
        print(user["id"], user["email"], user["name"])
        #                       ^^^^^ error[unselected-column]: the select does not give "email", but "id" and "full_name"
        #                                      ^^^^ error[unselected-column]: the select gives "name" as "full_name"
    return [f"é {user.get('email')}" for user in response.data]
    #                      ^^^^^ warning[unselected-column]: the select does not give "email", but "id" and "full_name"


async def one_post(post_id: int):
    post = (await client.table("posts").select("*, author:users(name)").eq("id", post_id).single().execute()).data
    return post["title"], post["titel"], post["author"]["name"], post["author"]["email"]
    #                           ^^^^^ error[unknown-column]: rows of public.posts have no "titel"
    #                                                                            ^^^^^ error[unselected-column]: the select does not give "email", but "name"


def misspelled():
    # Said once, where it is misspelled: that mends both.
    users = client.table("users").select("id, nmae").execute().data
    #                                         ^^^^ error[unknown-column]: public.users has no column "nmae"
    return users[0]["name"], users[0]["email"]
    #                                  ^^^^^ error[unselected-column]: the select does not give "email"


def changed(enrich):
    users = client.table("users").select("id").execute().data
    enrich(users)
    return users[0]["email"]
