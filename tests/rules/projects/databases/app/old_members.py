from supabase import create_client

client = create_client("http://localhost", "key")
client.table("members").select("number, nmae").execute()
#                                       ^^^^ error[unknown-column]: public.members has no column "nmae"
