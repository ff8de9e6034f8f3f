from supabase import create_client

client = create_client("http://localhost", "key")
client.table("users").select("id, name").execute()
client.table("members").select("number").execute()
#             ^^^^^^^ error[unknown-table]: the database has no table or view "members"
