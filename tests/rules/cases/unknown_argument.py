#sql CREATE FUNCTION add(a integer, b integer, c integer DEFAULT 0) RETURNS integer LANGUAGE sql AS 'SELECT a + b + c';
#sql CREATE FUNCTION found(query text) RETURNS TABLE (id bigint, title text) LANGUAGE sql AS 'SELECT 1, query';
from supabase import create_client

client = create_client("http://localhost", "key")
client.rpc("add", {"a": 1, "bb": 2}).execute()
#                           ^^ error[unknown-argument]: public.add has no argument "bb"
client.rpc("add", {"a": 1}).execute()
#           ^^^ error[unknown-argument]: public.add needs "b" as well: it has no default
client.rpc("add", {"a": 1, "b": 2, "c": 3}).execute()
passed = {"a": 1}
passed["b"] = 2
passed["d"] = 3
#       ^ error[unknown-argument]: public.add has no argument "d"
client.rpc("add", passed).execute()


def add(more, options):
    arguments = {"a": 1, "e": 2}
    del arguments["e"]
    if more:
        arguments["b"] = 3
    arguments.update(options)
    client.rpc("add", arguments).execute()


client.rpc("found", {"query": "x"}).select("id, titel").execute()
#                                               ^^^^^ error[unknown-column]: public.found has no column "titel"
