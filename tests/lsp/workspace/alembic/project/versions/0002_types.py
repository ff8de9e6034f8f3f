"""Every type."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, SmallInteger
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects.postgresql import ENUM, INET

revision = "5a2b3c4d5e6f"
down_revision = "4f1a2b3c4d5e"

mood = ENUM("happy", "sad", name="mood", create_type=False)


def upgrade():
    mood.create(op.get_bind(), checkfirst=True)
    op.create_table(
        "all_types",
        Column("big", BigInteger, primary_key=True),
        Column("small", SmallInteger(), nullable=False),
        Column("mood", mood, nullable=False),
        Column("moods", pg.ARRAY(mood)),
        Column("address", INET()),
        sa.Column("cidr", pg.CIDR()),
        sa.Column("mac", pg.MACADDR),
        sa.Column("chars", sa.CHAR(3)),
        sa.Column("plain_char", sa.CHAR()),
        sa.Column("text", sa.Text),
        sa.Column("unicode", sa.Unicode(40)),
        sa.Column("at", sa.DateTime),
        sa.Column("at_precise", pg.TIMESTAMP(timezone=False, precision=6)),
        sa.Column("at_time", sa.Time()),
        sa.Column("at_time_zone", pg.TIME(timezone=True, precision=0)),
        sa.Column("duration", sa.Interval()),
        sa.Column("number", sa.Numeric()),
        sa.Column("number_precision", sa.Numeric(precision=8)),
        sa.Column("number_scale", sa.NUMERIC(precision=8, scale=3)),
        sa.Column("decimal", sa.DECIMAL(12, 4)),
        sa.Column("float", sa.Float()),
        sa.Column("float_precision", sa.Float(precision=24)),
        sa.Column("real", sa.REAL()),
        sa.Column("double", sa.Double()),
        sa.Column("double_precision", pg.DOUBLE_PRECISION()),
        sa.Column("bytes", sa.LargeBinary()),
        sa.Column("json", sa.JSON()),
        sa.Column("json_or_jsonb", sa.JSON().with_variant(pg.JSONB(), "postgresql")),
        sa.Column("jsonb_or_json", pg.JSONB().with_variant(sa.JSON(), "sqlite")),
        sa.Column("uuid", sa.Uuid()),
        sa.Column("uuid_text", sa.Uuid(native_uuid=False)),
        sa.Column("money", pg.MONEY()),
        sa.Column("bit", pg.BIT(3)),
        sa.Column("bits", pg.BIT(5, varying=True)),
        sa.Column("vector", pg.TSVECTOR()),
        sa.Column("int_range", pg.INT4RANGE()),
        sa.Column("period", pg.TSTZRANGE(), nullable=False),
        sa.Column("oid", pg.OID()),
        sa.Column("not_native", sa.Enum("a", "longer", "ü", name="not_native", native_enum=False)),
        sa.Column("shape", sa.Enum("round", "square", name="shape")),
        sa.Column("of_domain", pg.DOMAIN("positive", sa.Integer(), check="VALUE > 0", not_null=True)),
    )
