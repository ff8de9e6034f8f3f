"""A head of its own, which needs the other's tables."""
import sqlalchemy as sa
from alembic import op

revision = "c3"
down_revision = None
depends_on = "c2"
branch_labels = "other"

NAME = None or "notes"


def upgrade():
    op.create_table(NAME, sa.Column("id", sa.Integer, primary_key=True), sa.Column("customer_id", sa.Integer))
    op.create_foreign_key(None, "notes", "customers", ["customer_id"], ["id"])
    op.execute(sa.text("INSERT INTO notes (id) VALUES (:id)").bindparams(id=1))
    if not sa.inspect(op.get_bind()).has_table("notes"):
        op.create_table("notes", sa.Column("never", sa.Integer))
    if "note" in [column["name"] for column in sa.inspect(op.get_bind()).get_columns("notes")]:
        op.drop_column("notes", "note")
    else:
        op.add_column("notes", sa.Column("note", sa.Text))
