"""One of two branches: enums."""
import enum

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "9a6b7c8d9e0a"
down_revision = "8a5b6c7d8e9f"
branch_labels = ("left",)


class Status(enum.Enum):
    OPEN = "open"
    CLOSED = "closed"


new_role = postgresql.ENUM("admin", "editor", "guest", name="new_user_role")


def upgrade():
    op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm' BEFORE 'sad'")
    postgresql.ENUM(Status, name="order_status").create(op.get_bind())
    op.add_column("orders", sa.Column("status", sa.Enum(Status, name="order_status", create_type=False), nullable=True))
    status_values = sa.Enum(Status, name="status_values", values_callable=lambda members: [m.value for m in members])
    status_values.create(op.get_bind(), checkfirst=False)
    op.add_column("orders", sa.Column("status_value", status_values))
    new_role.create(op.get_bind())
    op.execute("ALTER TABLE users ALTER COLUMN role DROP DEFAULT")
    op.alter_column("users", "role", type_=new_role, postgresql_using="'guest'::new_user_role", existing_nullable=False)
    sa.Enum(name="user_role").drop(op.get_bind())
    op.execute("ALTER TYPE new_user_role RENAME TO user_role")
