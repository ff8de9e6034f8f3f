#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("users").select("id, users.name").execute()
#                                 ^^^^^^^^^^ error[invalid-select]: an unquoted column name holds no "."
client.table("users").select("id, name::numeric").execute()
