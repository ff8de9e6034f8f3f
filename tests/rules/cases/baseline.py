#sql create table users (id bigint primary key, name text not null);
#baseline 1 unknown-column: public.users.nmae
#baseline 2 unknown-table: usrs in load
# What the baseline holds is silent, by rule, symbol and count; the rest is new.
from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, nmae").execute()
rows = client.table("users").select("nmae").execute()
#                                    ^^^^ error[unknown-column]: public.users has no column "nmae"
rows = client.table("users").select("nmea").execute()
#                                    ^^^^ error[unknown-column]: public.users has no column "nmea"


def load():
    client.table("usrs").select("id").execute()
    client.table("usrs").select("id").execute()


def store():
    client.table("usrs").select("id").execute()
    #             ^^^^ error[unknown-table]: the database has no table or view "usrs"
