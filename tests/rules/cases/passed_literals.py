#sql CREATE TYPE mood AS ENUM ('happy', 'sad');
#sql CREATE FUNCTION top(n integer, since date DEFAULT now()) RETURNS integer LANGUAGE sql AS 'select 1';
#sql CREATE FUNCTION find(who uuid, is_open boolean, feeling mood) RETURNS integer LANGUAGE sql AS 'select 1';
#sql CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql AS 'select 1';
#sql CREATE FUNCTION twice(a text) RETURNS integer LANGUAGE sql AS 'select 1';
#sql CREATE FUNCTION listed(ids integer[], body jsonb) RETURNS integer LANGUAGE sql AS 'select 1';
from supabase import create_client

client = create_client("http://localhost", "key")
client.rpc("top", {"n": "many"}).execute()
#                        ^^^^ error[invalid-literal]: "many" is no integer, which public.top.n is
client.rpc("top", {"n": 1.5, "since": "soon"}).execute()
#                       ^^^ error[invalid-literal]: "1.5" is no integer, which public.top.n is
#                                      ^^^^ error[invalid-literal]: "soon" is no date, which public.top.since is
client.rpc("top", {"n": "12", "since": "2026-01-01"}).execute()
client.rpc("find", {"who": "me", "is_open": "perhaps", "feeling": "angry"}).execute()
#                           ^^ error[invalid-literal]: "me" is no uuid, which public.find.who is
#                                            ^^^^^^^ error[invalid-literal]: "perhaps" is no boolean, which public.find.is_open is
#                                                                  ^^^^^ error[invalid-enum-value]: "angry" is no value of enum
client.rpc("find", {"who": "6f1b5f1e-90c5-4d0d-a44a-0a6b1d9b2c4e", "is_open": True, "feeling": "sad"}).execute()
client.rpc("listed", {"ids": [1, 2], "body": {"a": 1}}).execute()
client.rpc("listed", {"ids": "{1}", "body": "x"}).execute()


def of_caller(number: int, text: str):
    client.rpc("top", {"n": number, "since": text}).execute()
