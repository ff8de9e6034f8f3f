"""Names that nobody wrote."""
import sqlalchemy as sa
from alembic import context, op

revision = "c1"
down_revision = None
branch_labels = ("names",)


def upgrade():
    if context.is_offline_mode():
        return
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.Text(), unique=True),
        sa.Column("city", sa.Text(), index=True),
        sa.Column("age", sa.Integer(), sa.CheckConstraint("age > 0", name="positive")),
        sa.CheckConstraint("age < 200", name="possible"),
        sa.CheckConstraint("age <> 199", name=op.f("as_it_is")),
        sa.UniqueConstraint("city", "age"),
        sa.UniqueConstraint("age", "email", name="given"),
    )
    op.create_table(
        "orders_of_customers_with_a_name_that_is_nearly_too_long",
        sa.Column("id", sa.BigInteger()),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id")),
        sa.Column("other_customer_id", sa.Integer()),
        sa.ForeignKeyConstraint(["other_customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(None, "orders_of_customers_with_a_name_that_is_nearly_too_long", ["customer_id", "other_customer_id"])


def downgrade():
    pass
