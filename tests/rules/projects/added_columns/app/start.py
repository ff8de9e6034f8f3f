"""Brings a database of an older release up to date, where the program starts."""
from sqlalchemy import create_engine, inspect, text

engine = create_engine("postgresql://localhost/app")


def ensure_columns() -> None:
    columns = {column["name"] for column in inspect(engine).get_columns("review")}
    with engine.begin() as connection:
        if "helpful" not in columns:
            connection.execute(text("ALTER TABLE review " "ADD COLUMN helpful INTEGER NOT NULL DEFAULT 0"))
        for statement in (
            'ALTER TABLE IF EXISTS public."review" ADD COLUMN IF NOT EXISTS seen_at timestamptz',
            "alter table profile add nick text",
            "ALTER TABLE review ADD CONSTRAINT helpful_check CHECK (helpful >= 0)",
        ):
            connection.execute(text(statement))
        connection.execute(text("UPDATE review SET helpful = 1, seen_at = now(), rating = 2"))
        #                                                                        ^^^^^^ error[unknown-column]: public.review has no column "rating"


class Client:
    """create table if not exists schema_log (version text) — run in the dashboard."""


def log(version: str) -> None:
    from supabase import create_client

    client = create_client("http://localhost", "key")
    client.table("schema_log").insert({"version": version}).execute()
    client.table("schema_logs").insert({"version": version}).execute()
    #             ^^^^^^^^^^^ error[unknown-table]: the database has no table or view "schema_logs"
