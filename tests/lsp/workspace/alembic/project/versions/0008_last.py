"""What is left."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateSequence, Sequence

revision = "bc8d9e0f1a2b"
down_revision = "ab7c8d9e0f1a"


def upgrade():
    metadata = sa.MetaData()
    op.execute(CreateSequence(Sequence("numbers")))
    numbered = sa.Table(
        "numbered",
        metadata,
        sa.Column("id", sa.Integer, Sequence("numbers"), primary_key=True),
        sa.Column("next", sa.BigInteger, server_default=sa.text("nextval('numbers')")),
        sa.Column("user", sa.Integer, nullable=False),
        sa.Column("Mixed Case", sa.Integer),
    )
    numbered.create(op.get_bind(), checkfirst=True)
    with op.get_context().autocommit_block():
        op.create_index("ix_numbered_user", "numbered", ["user"], postgresql_concurrently=True)
    table = op.create_table("made", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String))
    op.bulk_insert(table, [{"id": 1, "name": "x"}])
    op.drop_column("tasks", "one")
    try:
        op.add_column("made", sa.Column("tried", sa.Integer))
    except sa.exc.ProgrammingError:
        pass
