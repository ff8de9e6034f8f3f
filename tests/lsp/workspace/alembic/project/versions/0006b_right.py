"""The other branch: conditions and helpers of the project."""
import sqlalchemy as sa
from alembic import op
from helpers.columns import NAME_LENGTH, Channel, Priority, add_note, timestamps
from helpers import columns as shared

revision = "9b6b7c8d9e0b"
down_revision = "8a5b6c7d8e9f"


def _has_column(table, column):
    inspector = sa.inspect(op.get_bind())
    return column in {c["name"] for c in inspector.get_columns(table)}


def upgrade():
    bind = op.get_bind()
    columns = [sa.Column("id", sa.Integer(), primary_key=True), sa.Column("title", sa.String(NAME_LENGTH), nullable=False)]
    columns.append(sa.Column("priority", sa.Enum(Priority)))
    op.create_table("tasks", *columns, *timestamps())
    add_note("tasks")
    shared.add_note("tasks", column="second_note")
    op.add_column("tasks", sa.Column("channel", sa.String(20), server_default=Channel.EMAIL.value))
    if bind.dialect.name == "postgresql":
        op.add_column("tasks", sa.Column("search", sa.Text()))
    else:
        op.add_column("tasks", sa.Column("never", sa.Text()))
    if op.get_context().dialect.name in ("sqlite", "mysql"):
        return
    if not _has_column("tasks", "search"):
        op.add_column("tasks", sa.Column("search", sa.Text()))
    for name, type_ in [("one", sa.Integer()), ("two", sa.Text())]:
        with op.batch_alter_table("tasks") as batch:
            batch.add_column(sa.Column(name, type_))
    for index, options in {"ix_one": {"unique": True}, "ix_two": {"unique": False}}.items():
        op.create_index(index, "tasks", [index.replace("ix_", "")], **options)
