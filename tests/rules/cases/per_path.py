#sql create table users (id bigint primary key, name text not null);
#toml [rules]
#toml unknown-table = "error"
#toml [per-path]
#toml "other/**" = { invalid-select = "off" }
#toml "*.py" = { unknown-column = "error", unknown-table = "info" }
#toml "case.py" = { unknown-column = "off" }
# Levels of the files that a glob selects; the later entry wins.
from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, nmae").execute()
rows = client.table("usrs").select("id").execute()
#                    ^^^^ info[unknown-table]: the database has no table or view "usrs"
rows = client.table("users").select("id, (name").execute()
#                                        ^ error[invalid-select]: expected a column
