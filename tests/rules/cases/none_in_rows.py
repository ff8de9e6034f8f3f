#sql CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, nick text, created timestamptz NOT NULL DEFAULT now());
#sql CREATE TABLE stamped (id bigint PRIMARY KEY, updated timestamptz NOT NULL);
#sql CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated := now(); RETURN NEW; END $$;
#sql CREATE TRIGGER stamp BEFORE UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp();
#sql CREATE VIEW named AS SELECT id, name FROM users;
# None in rows that are written: NULL, which a column that is NOT NULL refuses, whatever its default.
from supabase import Client


def written(client: Client, name, nick):
    client.table("users").insert({"name": None, "nick": None}).execute()
    #                                     ^^^^ error[invalid-literal]: None is refused: public.users.name is NOT NULL
    client.table("users").upsert([{"name": name, "created": None}, {"name": None, "created": None}]).execute()
    #                                                       ^^^^ error[invalid-literal]: None is refused: public.users.created is NOT NULL
    #                                                                       ^^^^ error[invalid-literal]: None is refused
    #                                                                                        ^^^^ error[invalid-literal]: None is refused
    client.table("users").update({"name": None}).eq("id", 1).execute()
    #                                     ^^^^ error[invalid-literal]: None is refused
    row = {"name": "Ada", "nick": nick, "created": None}
    #                                              ^^^^ error[invalid-literal]: None is refused: public.users.created is NOT NULL
    client.table("users").insert(row).execute()
    later = {"nick": nick}
    later["name"] = None
    #               ^^^^ error[invalid-literal]: None is refused: public.users.name is NOT NULL
    client.table("users").insert(later).execute()


def left_alone(client: Client, name, changes):
    client.table("users").insert({"name": name if name else None}).execute()
    client.table("users").select("id").is_("nick", None).execute()
    row = {"name": None}
    row["name"] = name.strip()
    client.table("users").insert(row).execute()
    other = {"name": None}
    other.update(changes)
    client.table("users").insert(other).execute()
    # A trigger sets it, or may; of views nobody knows.
    client.table("stamped").insert({"id": 1, "updated": None}).execute()
    client.table("named").update({"name": None}).eq("id", 1).execute()
