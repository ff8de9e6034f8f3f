"""SQL for either: what executes it decides."""
from sqlalchemy import text

from app.db import engine
from app.mysql_engine import LegacySession, legacy


def both():
    with legacy.connect() as connection:
        connection.execute(text("SELECT nope FROM users"))
    with LegacySession() as session:
        session.execute(text("SELECT nope FROM users"))
    with engine.connect() as connection:
        connection.execute(text("SELECT nope FROM users"))
        #                               ^^^^ error[unknown-column]: public.users has no column "nope"
