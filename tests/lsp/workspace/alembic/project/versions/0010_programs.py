"""Programs: what decides, repeats, fails and helps."""
import contextlib
import functools
from itertools import chain

import sqlalchemy as sa
from alembic import op
from helpers import columns as shared
from helpers.columns import timestamps

revision = "de0f1a2b3c4d"
down_revision = "cd9e0f1a2b3c"

TENANTS = ["north", "south"]
COLUMNS = {"users": [("score", sa.Integer), ("rank", sa.SmallInteger)], "orders": [("rank", sa.Integer)]}


def table_exists(name, schema=None):
    return name in sa.inspect(op.get_bind()).get_table_names(schema=schema)


def column_exists(table, column):
    query = sa.text("SELECT 1 FROM information_schema.columns WHERE table_name = :t AND column_name = :c")
    return op.get_bind().execute(query, {"t": table, "c": column}).scalar() is not None


def safe_add(table, *columns, **options):
    for column in columns:
        if not column_exists(table, column.name if False else "none"):
            op.add_column(table, column, **options)


def per_tenant(make):
    for tenant in TENANTS:
        make(tenant)


def make_tenant(tenant):
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {tenant}")
    op.create_table("things", sa.Column("id", sa.Integer, primary_key=True), *timestamps(), schema=tenant)
    op.create_foreign_key(f"fk_{tenant}", "things", "users", ["id"], ["id"], source_schema=tenant, referent_schema="public")


@contextlib.contextmanager
def without_view(name, definition):
    op.execute(f"DROP VIEW IF EXISTS {name}")
    yield
    op.execute(f"CREATE VIEW {name} AS {definition}")


def upgrade():
    for tenant in TENANTS:
        make_tenant(tenant)
    for table, columns in COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind(), nullable=True))
    for name in chain(["one_more"], ["and_another"]):
        op.add_column("forms", sa.Column(name, sa.Text))
    safe_add("users", sa.Column("safe", sa.Text), sa.Column("safer", sa.Text))
    if not table_exists("users"):
        op.create_table("users", sa.Column("never", sa.Integer))
    if table_exists("legacy_users"):
        op.drop_table("legacy_users")
    if column_exists("users", "nickname"):
        op.drop_column("users", "nickname")
    with without_view("form_words", "SELECT id, flag, word FROM forms"):
        op.alter_column("forms", "word", type_=sa.String(100))
    with op.batch_alter_table("things", schema="north") as batch:
        batch.add_column(sa.Column("north_only", sa.Text))
        batch.drop_constraint("fk_north", type_="foreignkey")
    counter = 0
    while counter < 1:
        counter += 1
    assert counter == 1
    try:
        op.get_bind().execute(sa.text("SELECT 1"))
    except Exception:
        raise
    finally:
        op.add_column("forms", sa.Column("finally_", sa.Text))
    statements = """
        ALTER TABLE settings ADD COLUMN note text; -- a comment; with a semicolon
        CREATE INDEX ix_settings_note ON settings (note);
    """
    for statement in statements.split(";\n"):
        if statement.strip():
            op.execute(statement)
    shared.add_note("forms", column=" ".join(["late"]))
    match op.get_bind().dialect.name:
        case "postgresql":
            op.add_column("forms", sa.Column("matched", sa.Text))
    (op.add_column("forms", sa.Column("in_parentheses", sa.Text)))
    [op.add_column("forms", sa.Column(f"listed_{n}", sa.Integer)) for n in range(2)]
    name = "a" if op.get_context().dialect.name == "postgresql" else "b"
    op.create_table(name + "_table", sa.Column("id", sa.Integer, primary_key=True))
