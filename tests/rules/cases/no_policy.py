#sql create table notes (id bigint primary key, body text);
#sql alter table notes enable row level security;
#sql create policy read on notes for select to authenticated using (true);
#sql create policy work on notes for all to service_role using (true);
#sql create table open (id bigint primary key);
#sql create table closed (id bigint primary key);
#sql alter table closed enable row level security;
#sql create policy theirs on closed for all to readers using (true);
import os

from supabase import ClientOptions, create_client

ANON_KEY = os.getenv("SUPABASE_ANON_KEY")
client = create_client("http://localhost", ANON_KEY)
client.table("notes").select("id").execute()
client.table("notes").delete().eq("id", 1).execute()
#             ^^^^^ info[no-policy]: public.notes has row-level security and no policy for DELETE: with this client's key the query finds no row
client.table("notes").insert({"id": 1}).execute()
#             ^^^^^ info[no-policy]: public.notes has row-level security and no policy for INSERT: with this client's key the query is refused
client.table("open").delete().eq("id", 1).execute()
client.table("closed").delete().eq("id", 1).execute()

admin = create_client("http://localhost", os.environ["SUPABASE_SERVICE_ROLE_KEY"])
admin.table("notes").delete().eq("id", 1).execute()
unknown = create_client("http://localhost", os.environ["SUPABASE_KEY"])
unknown.table("notes").delete().eq("id", 1).execute()
other = create_client("http://localhost", ANON_KEY, options=ClientOptions(headers={"Authorization": "x"}))
other.table("notes").delete().eq("id", 1).execute()


def by(client):
    client.table("notes").delete().eq("id", 1).execute()
