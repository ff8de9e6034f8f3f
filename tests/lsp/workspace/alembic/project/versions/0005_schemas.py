"""Another schema, texts of SQL, loops."""
import sqlalchemy as sa
import textwrap
from alembic import op

revision = "8a5b6c7d8e9f"
down_revision = "7a4b5c6d7e8f"

SCHEMA = "billing"
TABLES = ("payments", "refunds")
VIEW = """
    CREATE VIEW billing.totals AS
    SELECT payer_id, sum(amount) AS total
    FROM billing.payments
    GROUP BY payer_id
"""


def _amount(name: str = "amount", scale: int = 2):
    return sa.Column(name, sa.Numeric(12, scale), nullable=False)


def upgrade():
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for table in TABLES:
        op.create_table(
            table,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("payer_id", sa.Integer, nullable=False, index=True),
            _amount(),
            _amount(scale=4, name="precise_" + "amount"),
            sa.ForeignKeyConstraint(["payer_id"], ["users.id"], f"fk_{table}_payer"),
            schema=SCHEMA,
        )
        op.create_index("ix_%s_amount" % table, table, ["amount"], schema=SCHEMA)
    op.add_column("refunds", sa.Column("payment_id", sa.Integer, sa.ForeignKey("billing.payments.id")), schema=SCHEMA)
    op.alter_column("refunds", "payer_id", nullable=True, schema="billing")
    op.execute(VIEW)
    op.execute(
        sa.text(
            "CREATE TABLE settings ("
            "  key text PRIMARY KEY,"
            "  value jsonb NOT NULL DEFAULT '{\"a\"\\: 1}'"
            ")"
        )
    )
    op.execute(textwrap.dedent("""\
        ALTER TABLE settings ADD COLUMN changed timestamptz;
        COMMENT ON COLUMN settings.changed IS 'when';
    """))
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO settings (key, value) VALUES (:key, '1')"), {"key": "x"})
    connection.execute(sa.text("ALTER TABLE settings ADD COLUMN owner text"))
    settings = sa.table("settings", sa.column("key"), sa.column("owner"))
    op.execute(settings.update().where(settings.c.key == "x").values(owner="me"))
    op.bulk_insert(settings, [])
    op.create_unique_constraint("uq_payments", "payments", ["payer_id", "amount"], schema="billing")
    op.rename_table("refunds", "returns", schema="billing")
