#toml exposed-schemas = ["public"]
#sql CREATE SCHEMA deploy; CREATE TABLE deploy.projects (id bigint PRIMARY KEY);
#sql CREATE TABLE settings (key text PRIMARY KEY, value text);
from supabase import Client


def save(client: Client, secret: bool, key: str):
    # Each branch gives the row keys of its own.
    if secret:
        row = {"key": key, "valeu": "x"}
        #                   ^^^^^ error[unknown-column]: public.settings has no column "valeu"
    else:
        row = {"keyy": key, "value": "x"}
        #       ^^^^ error[unknown-column]: public.settings has no column "keyy"
    client.table("settings").upsert(row).execute()


def save_less(client: Client, secret: bool):
    if secret:
        row = {"key": "a", "label": "x"}
        del row["label"]
    else:
        row = {"key": "a"}
    client.table("settings").insert(row).execute()


def projects(client: Client):
    # A schema that is not served is no client's.
    client.table("projects").select("id").execute()
    #             ^^^^^^^^ error[unknown-table]: the database has no table or view "projects"
