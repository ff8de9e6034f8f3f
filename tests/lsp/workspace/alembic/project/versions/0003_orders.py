"""Keys of every kind."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "6a3b4c5d6e7f"
down_revision = "5a2b3c4d5e6f"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=10), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("code", sa.String(12), unique=True),
        sa.Column("quantity", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), sa.CheckConstraint("price >= 0", name="ck_orders_price"), nullable=False),
        sa.Column("total", sa.Numeric(), sa.Computed("quantity * price", persisted=True)),
        sa.Column("room", sa.Integer()),
        sa.Column("starts", sa.DateTime()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("quantity > 0"),
        ExcludeConstraint(("room", "="), ("starts", "="), name="ex_orders_room", using="gist", where=sa.text("room IS NOT NULL")),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.SmallInteger(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name="fk_lines_order", ondelete="CASCADE", onupdate="RESTRICT", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("order_id", "line"),
        sa.UniqueConstraint("order_id", "sku", name="uq_lines_sku"),
    )
    op.create_table(
        "line_notes",
        sa.Column("id", sa.SmallInteger(), primary_key=True),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("line", sa.SmallInteger()),
        sa.ForeignKeyConstraint(("order_id", "line"), ["order_lines.order_id", "order_lines.line"]),
        sa.Index("ix_line_notes_line", "line", "order_id"),
    )
    op.create_table(
        "order_details",
        sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "linked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plain_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", "other"),
    )
    op.create_table("text_key", sa.Column("id", sa.String(36), primary_key=True), sa.Column("n", sa.Integer))
