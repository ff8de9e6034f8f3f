"""Forms of columns, defaults, indexes and keys that people write."""
import enum

import sqlalchemy as sa
from alembic import op
from sqlalchemy import ForeignKey, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL, JSONB
from sqlalchemy.sql import expression

revision = "cd9e0f1a2b3c"
down_revision = "bc8d9e0f1a2b"


class Level(str, enum.Enum):
    low = "LOW"
    high = "HIGH"


LEVELS = [level.value for level in Level]
level_type = postgresql.ENUM(*LEVELS, name="level", schema="billing", create_type=False)


def upgrade():
    level_type.create(op.get_bind(), checkfirst=True)
    op.create_table(
        "forms",
        sa.Column(sa.BigInteger, sa.Identity(start=5, always=False), name="id", primary_key=True),
        sa.Column("level", level_type, server_default=Level.low.value, nullable=False),
        sa.Column("levels", ARRAY(level_type, dimensions=1), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("kinds", ARRAY(sa.Enum("a", "b", name="kind"))),
        sa.Column("flag", sa.Boolean, server_default=expression.false(), nullable=False),
        sa.Column("number", sa.Integer, server_default=sa.text("42")),
        sa.Column("text", sa.String(collation="C"), server_default=sa.literal("it's")),
        sa.Column("at", sa.TIMESTAMP(timezone=True), server_default=func.timezone("utc", func.current_timestamp())),
        sa.Column("day", sa.Date, server_default=func.current_date()),
        sa.Column("options", JSONB(none_as_null=True), server_default="{}"),
        sa.Column("waits", INTERVAL(fields="DAY TO SECOND", precision=3)),
        sa.Column("waits_plainly", INTERVAL(precision=2)),
        sa.Column("double", sa.Float(53)),
        sa.Column("scaled", sa.Numeric(asdecimal=False, precision=5)),
        sa.Column("word", postgresql.CITEXT) if False else sa.Column("word", sa.Text),
        sa.Column("uuid", sa.UUID(as_uuid=False), server_default=func.gen_random_uuid(), unique=True, index=True),
        sa.Column("parent_id", sa.BigInteger, ForeignKey("forms.id", use_alter=False, ondelete="SET NULL", onupdate="CASCADE")),
        sa.Column("keyed", sa.Integer, key="other_key"),
        sa.Column('quo"ted', sa.Integer),
        sa.Index("ix_forms_word", sa.text("lower(word)"), postgresql_using="btree"),
        sa.Index("ix_forms_options", "options", postgresql_using="gin", postgresql_ops={"options": "jsonb_path_ops"}),
        sa.UniqueConstraint("word", "number", name="uq_forms", postgresql_nulls_not_distinct=True),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_forms_at", "forms", [sa.desc("at"), sa.column("day").asc().nulls_first()], if_not_exists=True)
    op.create_index("ix_forms_lower", "forms", [func.lower(sa.column("text"))], unique=True, postgresql_where=sa.column("flag") == sa.true())
    op.create_table("forms", sa.Column("never", sa.Integer), if_not_exists=True)
    op.drop_table("nowhere", if_exists=True)
    op.create_table(
        "measured",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", "place"),
        postgresql_partition_by="RANGE (at)",
    )
    op.execute("CREATE TABLE measured_2026 PARTITION OF measured FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")
    op.alter_column("forms", "number", server_default=sa.text("nextval('numbers'::regclass)"))
    op.alter_column("forms", "flag", existing_type=sa.Boolean(), server_default=None, nullable=True)
    op.alter_column("forms", "text", type_=sa.String(10), postgresql_using="left(text, 10)", new_column_name="short_text")
    op.alter_column("forms", "keyed", type_=sa.Numeric(6, 2), existing_type=sa.Integer(), existing_nullable=True, comment="now 'exact'")
    op.execute("ALTER TABLE forms RENAME CONSTRAINT uq_forms TO uq_forms_renamed")
    op.execute("ALTER INDEX ix_forms_at RENAME TO ix_forms_when")
    op.execute(sa.DDL("COMMENT ON TABLE forms IS 'of columns'"))
    for column, default in zip(["number", "scaled"], ("1", "2.5")):
        op.alter_column("forms", column, server_default=default)
    op.drop_constraint("forms_parent_id_fkey", "forms", type_="foreignkey")
    op.create_foreign_key("fk_forms_parent", "forms", "forms", ["parent_id"], ["id"], initially="DEFERRED", deferrable=True)
    op.add_column("forms", sa.Column("added", sa.Enum(Level, name="kind_of_level", values_callable=lambda kind: [e.value for e in kind], native_enum=False), nullable=True))
    op.add_column("forms", sa.Column("count", sa.SmallInteger, nullable=False, server_default="0"))
    op.execute("CREATE VIEW form_words AS SELECT id, word AS shown, flag FROM forms WHERE flag")
    op.drop_index("ix_forms_lower", table_name="forms")
    op.rename_table("order_details", "details")
    op.execute("DROP TABLE text_key CASCADE")
    names = {name: f"renamed_{name}" for name in ("number", "day")}
    for old, new in names.items():
        op.alter_column("forms", old, new_column_name=new)
    connection = op.get_bind()
    result = connection.execute(sa.text("SELECT count(*) FROM forms WHERE word = :word"), {"word": "x"})
    if result.scalar() == 0 and connection.dialect.name == "postgresql":
        connection.execute(sa.text("UPDATE forms SET word = :word"), {"word": "y"})
