#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
# Where anything runs texts or looks names up, a word of any text may be the name of a script's rows.
from supabase import create_client

client = create_client("http://localhost", "key")
by_name = client.table("users").select("id").execute().data
by_text = client.table("users").select("id").execute().data
by_helper = client.table("users").select("id").execute().data
by_import = client.table("users").select("id").execute().data
by_nobody = client.table("users").select("id").execute().data


def change():
    globals()["by_name"][0]["extra"] = 1


def run():
    exec("by_text[0]['extra'] = 1")


def put(name):
    change.__globals__[name][0]["extra"] = 1


def help_out():
    put("by_helper")


def take():
    from __main__ import by_import

    by_import[0]["extra"] = 1


print(by_name[0]["extra"], by_text[0]["extra"], by_helper[0]["extra"], by_import[0]["extra"])
print(by_nobody[0]["extra"])
#                   ^^^^^ error[unknown-column]: rows of public.users have no "extra"
