"""Names in changes."""
import sqlalchemy as sa
from alembic import op

revision = "c2"
down_revision = "c1"


def upgrade():
    op.create_unique_constraint(None, "customers", ["age"])
    op.create_check_constraint("short", "customers", "length(city) < 40")
    op.create_check_constraint("gone", "customers", sa.text("city <> ''"))
    op.drop_constraint("gone", "customers", type_="check")
    op.drop_constraint("customers_city_age_key", "customers", type_="unique")
    op.drop_constraint(op.f("as_it_is"), "customers", "check")
    op.add_column("customers", sa.Column("friend_id", sa.Integer(), sa.ForeignKey("customers.id"), unique=True))
    with op.batch_alter_table("customers") as batch:
        batch.add_column(sa.Column("nick", sa.Text(), index=True))
        batch.create_check_constraint("nick", "nick <> 'x'")
        batch.create_foreign_key(None, "customers", ["age"], ["id"])
