"""Tables stand in the schema that the search path names, which somebody else made."""
import os

import sqlalchemy as sa
from alembic import context
from shop.base import Model

SCHEMA = "shop"
target_metadata = Model.metadata


def run_migrations_online():
    engine = sa.create_engine(os.environ["ALEMBIC_TEST_URL"])
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        connection.execute(sa.text(f"SET search_path TO {SCHEMA}"))
        connection.commit()
        context.configure(connection=connection, target_metadata=target_metadata, version_table="revision_of_shop")
        with context.begin_transaction():
            context.run_migrations()


if not context.is_offline_mode():
    run_migrations_online()
