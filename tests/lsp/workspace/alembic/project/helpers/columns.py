"""What several revisions share."""

import enum

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

NAME_LENGTH = 80


class Priority(enum.Enum):
    LOW = 1
    HIGH = 2


class Channel(str, enum.Enum):
    EMAIL = "email"
    PHONE = "phone"


def timestamps(**options):
    return [
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
    ]


def add_note(table, column="note", schema=None):
    op.add_column(table, sa.Column(column, sa.Text(), nullable=True), schema=schema)
