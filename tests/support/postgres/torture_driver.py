"""What an application registers with psycopg so that it reads and writes the types of torture.py: enums, composites, domains, extensions,
and infinite dates as Python's first and last."""

import datetime

from psycopg.pq import Format
from psycopg.types import TypeInfo
from psycopg.types.composite import CompositeInfo, register_composite
from psycopg.types.datetime import DateDumper, DateLoader, DatetimeDumper, DatetimeNoTzDumper, TimestampLoader, TimestamptzLoader
from psycopg.types.enum import EnumInfo, register_enum
from psycopg.types.hstore import register_hstore
from psycopg.types.json import Jsonb
from psycopg.types.range import RangeInfo, register_range

DOMAINS = """
WITH RECURSIVE walk (name, oid) AS (
    SELECT typname, typbasetype FROM pg_type WHERE typtype = 'd' AND typnamespace = 'public'::regnamespace
    UNION ALL SELECT walk.name, pg_type.typbasetype FROM walk JOIN pg_type ON pg_type.oid = walk.oid WHERE typtype = 'd')
SELECT name, oid FROM walk JOIN pg_type USING (oid) WHERE typtype <> 'd'"""


def register(connection, mood=None, infinity=False):
    """`mood`: the class of the enum's values, which are strings otherwise; `infinity`: infinite dates are Python's first and last."""
    if infinity:
        register_infinity(connection)
    if mood is not None:
        register_enum(EnumInfo.fetch(connection, "mood"), connection, mood, mapping=[(member, member.value) for member in mood])
    for name in ("citext", "ltree") if mood is not None else ("citext", "ltree", "mood"):
        with_type(TypeInfo.fetch(connection, name), lambda info: info.register(connection))
    with_type(TypeInfo.fetch(connection, "hstore"), lambda info: register_hstore(info, connection))
    with_type(RangeInfo.fetch(connection, "float_range"), lambda info: register_range(info, connection))
    for name in ("place", "journey"):
        with_type(CompositeInfo.fetch(connection, name), lambda info: register_composite(info, connection))
    for name, base in connection.execute(DOMAINS).fetchall():
        info = TypeInfo.fetch(connection, name)
        info.register(connection)
        loader = connection.adapters.get_loader(base, Format.TEXT)
        if loader is not None:
            connection.adapters.register_loader(info.oid, loader)
    if not connection.autocommit:
        connection.rollback()


def with_type(info, register_it):
    """A database may have some of the types alone."""
    if info is not None:
        register_it(info)


LIMITS = {}  # Python's first and last, and what PostgreSQL calls them
for _zone in (None, datetime.timezone.utc):
    LIMITS |= {datetime.datetime.min.replace(tzinfo=_zone): b"-infinity", datetime.datetime.max.replace(tzinfo=_zone): b"infinity"}
LIMITS |= {datetime.date.min: b"-infinity", datetime.date.max: b"infinity"}


def register_infinity(connection):
    """As psycopg's documentation has it."""
    zone = {"tzinfo": datetime.timezone.utc}
    for name, base, first, last in (
        ("date", DateLoader, datetime.date.min, datetime.date.max),
        ("timestamp", TimestampLoader, datetime.datetime.min, datetime.datetime.max),
        ("timestamptz", TimestamptzLoader, datetime.datetime.min.replace(**zone), datetime.datetime.max.replace(**zone)),
    ):
        limits = {b"-infinity": first, b"infinity": last}

        class InfinityLoader(base):
            def load(self, data, limits=limits):
                return limits.get(bytes(data)) or super().load(data)

        connection.adapters.register_loader(name, InfinityLoader)
    connection.adapters.register_dumper(datetime.date, InfinityDateDumper)
    connection.adapters.register_dumper(datetime.datetime, InfinityDatetimeDumper)


class InfinityDateDumper(DateDumper):
    def dump(self, value):
        return LIMITS.get(value) or super().dump(value)


class InfinityNaiveDumper(DatetimeNoTzDumper):
    def dump(self, value):
        return LIMITS.get(value) or super().dump(value)


class InfinityDatetimeDumper(DatetimeDumper):
    def dump(self, value):
        return LIMITS.get(value) or super().dump(value)

    def upgrade(self, value, format):
        return self if value.tzinfo else InfinityNaiveDumper(self.cls)


def as_query(connection, table, row):
    """A query with parameters that gives `row` as a row of the table."""
    kinds = dict(connection.execute("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]))
    placeholders = []
    for name in row:
        # Texts become what the column's type makes of them, element by element: psycopg would write a box's array with commas.
        placeholders.append(f"%s::text[]::{kinds[name]}" if table == "box_rows" and isinstance(row[name], list) else f"%s::{kinds[name]}")
    query = ", ".join(f"{place} AS {name}" for place, name in zip(placeholders, row))
    return f"SELECT {query}", [parameter(value, table, name) for name, value in row.items()]


def parameter(value, table, column):
    if value is None:
        return None
    is_list = column in ("listed", "needed_list", "grid", "limited_list")
    if table in ("json_rows", "jsonb_rows") and column != "id":
        return [Jsonb(item) if column != "grid" or item is None else list(map(Jsonb, item)) for item in value] if is_list else Jsonb(value)
    if isinstance(value, list):
        return [parameter(item, table, column) for item in value]
    if isinstance(value, dict) and table != "hstore_rows":
        return tuple(parameter(item, table, column) for item in value.values())  # a composite
    return value
