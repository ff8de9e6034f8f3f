#sql CREATE TYPE mood AS ENUM ('happy', 'so so');
#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, mood mood);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
#sql CREATE TABLE reviews (id bigint PRIMARY KEY, post_id bigint REFERENCES posts, editor_id bigint REFERENCES users, author_id bigint REFERENCES users);
# Strings of PostgREST that another statement holds: what is wrong in them stands in their own text.
from supabase import Client

USER_COLUMNS = "id, nmae"
#                   ^^^^ error[unknown-column]: public.users has no column "nmae"
COMMON = "id, emial"
#             ^^^^^ error[unknown-column]: public.users has no column "emial"
LISTED = ["id", "naem"]
#                ^^^^ error[unknown-column]: public.users has no column "naem"
EMBED = (
    "id, "
    "posts(titel)"
    #      ^^^^^ error[unknown-column]: public.posts has no column "titel"
)
EITHER = "nmae.eq.Ada,email.is.null"
#         ^^^^ error[unknown-column]: public.users has no column "nmae"
BROKEN = "id, name("
#                 ^ error[invalid-select]: this "(" is never closed: expected "," or ")", found the end (add the missing ")")
REVIEWED = "id, reviews(id)"
#               ^^^^^^^ error[ambiguous-relationship]: public.users relates to "reviews" in several ways; a hint chooses one: "reviews_author_id_fkey" (rows whose author_id is this), "reviews_editor_id_fkey" (rows whose editor_id is this)
ESCAPED = "id,\x20n\x61mee"
#                 ^^^^^^^^ error[unknown-column]: public.users has no column "namee"
ORDER = "naem"
COLUMN = "nmae"
MOOD = "so-so"
GONE = "so so so"


class Columns:
    BRIEF = "id,\tmial"
    #             ^^^^ error[unknown-column]: public.users has no column "mial"
    LONG = f"{COMMON}, name, agee"
    #                        ^^^^ error[unknown-column]: public.users has no column "agee"


class Users:
    def __init__(self, client: Client):
        self.client = client

    def read(self):
        table = self.client.table("users")
        table.select(USER_COLUMNS).execute()
        table.select(f"{USER_COLUMNS}, email").execute()
        self.client.table("users").select(Columns.BRIEF).execute()
        self.client.table("users").select(Columns.LONG).execute()
        self.client.table("users").select(",".join(LISTED)).execute()
        self.client.table("users").select(EMBED).execute()
        self.client.table("users").select("id").or_(EITHER).execute()
        self.client.table("users").select(BROKEN).execute()
        self.client.table("users").select(REVIEWED).execute()
        self.client.table("users").select(ESCAPED).execute()
        # A name alone, and a value, are judged where they are used.
        self.client.table("users").select("id").order(ORDER).execute()
        #                                             ^^^^^ error[unknown-column]: public.users has no column "naem"
        self.client.table("users").select("id").eq(COLUMN, 1).execute()
        #                                          ^^^^^^ error[unknown-column]: public.users has no column "nmae"
        self.client.table("users").select("id").eq("mood", MOOD).execute()
        #                                                  ^^^^ error[invalid-enum-value]: "so-so" is no value of enum mood: it has "happy" and "so so"
        self.client.table("users").select("id").eq("mood", GONE).execute()
        #                                                  ^^^^ error[invalid-enum-value]: "so so so" is no value of enum mood: it has "happy" and "so so"
