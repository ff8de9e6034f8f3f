#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("users").select("nmae").execute()  # rowtype: ignore[unknown-column]
client.table("users").select("name").execute()  # rowtype: ignore[unknown-column]
#                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unused-ignore]: this comment ignores nothing
client.table("users").select("nmae").execute()  # rowtype: ignore[unknown-colum]
#                             ^^^^ error[unknown-column]: public.users has no column "nmae"
#                                                                 ^^^^^^^^^^^^^ warning[unused-ignore]: there is no rule "unknown-colum"
client.table("users").select("nmae").execute()  # rowtype: ignore
(
    client.table("users")
    .select("nmae")
    .execute()  # rowtype: ignore[unknown-column]
)
