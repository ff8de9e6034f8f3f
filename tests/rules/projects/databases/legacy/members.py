from supabase import create_client

client = create_client("http://localhost", "key")
client.table("members").select("number, surname").execute()
client.table("users").select("id").execute()
#             ^^^^^ error[unknown-table]: the database has no table or view "users"
