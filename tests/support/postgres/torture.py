"""A schema with every type of PostgreSQL that applications use, × nullable × array × array of arrays × domain, and rows at the edges of
what each holds. For tests and benchmarks of generated models.

`Type.values` are SQL literals without the type; `special` are those that few applications hold, and Python's types do not by
themselves: infinite dates, NaN. Where those are taken, Python's first and last date are infinity: `limits`.
"""

import dataclasses


@dataclasses.dataclass
class Type:
    name: str  # of the table
    sql: str
    values: list[str]
    special: list[str] = dataclasses.field(default_factory=list)
    limits: list[str] = dataclasses.field(default_factory=list)  # which Python may take for infinity


# What some types need before them, in this order.
DEFINITIONS = {
    "citext": "CREATE EXTENSION IF NOT EXISTS citext;",
    "hstore": "CREATE EXTENSION IF NOT EXISTS hstore;",
    "ltree": "CREATE EXTENSION IF NOT EXISTS ltree;",
    "mood": "CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy', 'it''s', 'None', 'Über');",
    "percentage": "CREATE DOMAIN percentage AS integer CHECK (VALUE >= 0 AND VALUE <= 100);",
    "small_percentage": "CREATE DOMAIN small_percentage AS percentage CHECK (VALUE < 50);",
    "code": "CREATE DOMAIN code AS varchar(8) CHECK (length(VALUE) >= 2);",
    "numbers": "CREATE DOMAIN numbers AS integer[];",
    "float_range": "CREATE TYPE float_range AS RANGE (subtype = float8);",
    "place": "CREATE TYPE place AS (street text, number integer, price numeric(8,2), seen timestamptz, mood mood, tags text[]);",
    "journey": "CREATE TYPE journey AS (origin place, stops place[], share percentage);",
}
NEEDS = {"place": ["mood"], "journey": ["mood", "percentage", "place"], "small_percentage": ["percentage"]}

PLACE = """ROW('s "x", (y)', 1, 12345.67, '2024-02-03 04:05:06.789+02', 'it''s', '{a,"b,c",""}')::place"""

TYPES = [
    Type("int2", "smallint", ["-32768", "32767", "0"]),
    Type("int4", "integer", ["-2147483648", "2147483647"]),
    Type("int8", "bigint", ["-9223372036854775808", "9223372036854775807", "9007199254740993"]),
    Type("numeric_any", "numeric", ["0", "-0.000001", "123456789.123456", "1e30", "100"], ["NaN", "Infinity", "-Infinity"]),
    Type("numeric_money", "numeric(12,2)", ["9999999999.99", "-9999999999.99", "0.10"], ["NaN"]),
    Type("numeric_whole", "numeric(15,0)", ["999999999999999", "-1"]),
    Type("numeric_tens", "numeric(4,-2)", ["999900", "-100"]),
    Type("numeric_tiny", "numeric(3,5)", ["0.00999", "-0.00001"]),
    Type("float4", "real", ["1.5", "-3.4028235e+38", "1e-37", "0"], ["NaN", "Infinity", "-Infinity"]),
    Type("float8", "double precision", ["1.7976931348623157e308", "0.1", "-0"], ["NaN", "Infinity", "-Infinity"]),
    Type("money", "money", ["1234.5", "-92233720368547758.08", "0"]),
    Type("text", "text", ["", " ", "ü€😀", "it's \"quoted\" \\ {a,b}", "line\nbreak\ttab", "null"]),
    Type("varchar", "varchar", ["", "x"]),
    Type("varchar_short", "varchar(5)", ["", "abcde", "ü€😀é "]),
    Type("char_one", "char", ["a", " "]),
    Type("char_four", "char(4)", ["ab", "", "ü€😀é"]),
    Type("citext", "citext", ["MiXed", ""]),
    Type("name", "name", ["pg_class", ""]),
    Type("quoted_char", '"char"', ["a", ""]),
    Type("bytea", "bytea", ["\\x", "\\x00ff", "\\x5c786869"]),
    Type("bool", "boolean", ["true", "false"]),
    Type("date", "date", ["0001-01-02", "9999-12-30", "2024-02-29"], ["infinity", "-infinity"], ["0001-01-01", "9999-12-31"]),
    Type("time", "time", ["00:00:00", "23:59:59.999999"]),
    Type("time_whole", "time(0)", ["10:11:12"]),
    Type("timetz", "timetz", ["10:11:12.5+02", "00:00:00-11:30", "23:59:59+00"]),
    Type("timestamp", "timestamp", ["0001-01-01 00:00:00.000001", "2024-02-29 12:00:00.5"], ["infinity", "-infinity"],
         ["0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"]),
    Type("timestamptz", "timestamptz", ["0001-01-02 00:00:00+00", "9999-12-30 23:59:59.999999+00", "2024-02-29 12:00:00.000001-03:30"],
         ["infinity", "-infinity"], ["0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00"]),
    Type("timestamptz_milli", "timestamptz(3)", ["2024-02-29 12:00:00.123+00"]),
    Type("interval", "interval", ["0", "1 year 2 mons", "-3 days", "100:03:04.5", "1 mon -2 days 03:00:00"]),
    Type("interval_days", "interval day to second", ["3 days 04:05:06"]),
    Type("uuid", "uuid", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "018f3b5c-1c2d-7e4f-8a9b-0c1d2e3f4a5b"]),
    Type("json", "json", ["{}", "[]", "null", "1.5", '"text"', '{"a": [1, null, {"ü": true}]}']),
    Type("jsonb", "jsonb", ["{}", "[]", "null", "-1", '"text"', '{"a": [1, null, {"ü": true}]}', "true"]),
    Type("xml", "xml", ["<a>ü</a>", "text"]),
    Type("inet", "inet", ["10.0.0.1", "10.0.0.1/8", "2001:db8::1", "2001:db8::1/64", "0.0.0.0/0"]),
    Type("cidr", "cidr", ["10.0.0.0/8", "2001:db8::/32", "10.1.2.3/32"]),
    Type("macaddr", "macaddr", ["08:00:2b:01:02:03"]),
    Type("macaddr8", "macaddr8", ["08:00:2b:01:02:03:04:05"]),
    Type("bit", "bit(3)", ["101", "000"]),
    Type("varbit", "varbit", ["", "1", "0101010101010101"]),
    Type("tsvector", "tsvector", ["'a':1A 'b':2", ""]),
    Type("tsquery", "tsquery", ["'a' & !'b'", ""]),
    Type("ltree", "ltree", ["a.b_1.c", ""]),
    Type("hstore", "hstore", ['"a"=>"1", "b"=>NULL, "ü"=>""', ""]),
    Type("regclass", "regclass", ["pg_class"]),
    Type("oid", "oid", ["0", "4294967295"]),
    Type("xid8", "xid8", ["18446744073709551615"]),
    Type("pg_lsn", "pg_lsn", ["16/B374D848"]),
    Type("jsonpath", "jsonpath", ['$."a"[*]']),
    Type("point", "point", ["(1,-2.5)"]),
    Type("line", "line", ["{1,-1,0}"]),
    Type("lseg", "lseg", ["[(0,0),(1,1)]"]),
    Type("box", "box", ["(1,1),(0,0)"]),
    Type("path", "path", ["[(0,0),(1,1)]", "((0,0),(1,1))"]),
    Type("polygon", "polygon", ["((0,0),(1,1),(1,0))"]),
    Type("circle", "circle", ["<(0,0),1.5>"]),
    Type("int4range", "int4range", ["[1,5)", "empty", "(,)", "(,5)"]),
    Type("int8range", "int8range", ["[1,9223372036854775806)"]),
    Type("numrange", "numrange", ["(1.5,2.5]"]),
    Type("tsrange", "tsrange", ['["2024-01-01 00:00:00",)']),
    Type("tstzrange", "tstzrange", ['["2024-01-01 00:00:00+00","2024-02-01 00:00:00+00")', "empty"]),
    Type("daterange", "daterange", ["[2024-01-01,2024-02-01)"]),
    Type("int4multirange", "int4multirange", ["{}", "{[1,3),[5,7)}"]),
    Type("datemultirange", "datemultirange", ["{[2024-01-01,2024-02-01)}"]),
    Type("float_range", "float_range", ["[1.5,2.5)"]),
    Type("mood", "mood", ["sad", "very happy", "it's", "None", "Über"]),
    Type("percentage", "percentage", ["0", "100"]),
    Type("small_percentage", "small_percentage", ["0", "49"]),
    Type("code", "code", ["ab", "abcdefgh"]),
    Type("numbers", "numbers", ["{}", "{1,2}"]),
    Type("place", "place", [PLACE, "ROW(NULL, NULL, NULL, NULL, NULL, NULL)::place", "ROW('', -1, 0, NULL, 'sad', '{}')::place"]),
    Type("journey", "journey", [f"ROW({PLACE}, ARRAY[{PLACE}], 5)::journey", "ROW(NULL, '{}', NULL)::journey"]),
]

# The columns of each table beside its key.
COLUMNS = {
    "plain": "{sql}",
    "needed": "{sql} NOT NULL",
    "listed": "{sql}[]",
    "needed_list": "{sql}[] NOT NULL",
    "grid": "{sql}[][]",
    "limited": "{name}_domain",
    "needed_limited": "{name}_domain NOT NULL",
    "limited_list": "{name}_domain[]",
}


def literal(value: str, sql: str) -> str:
    """`value` of that type; a composite is an expression already."""
    return value if value.startswith("ROW(") else "'" + value.replace("'", "''") + "'::" + sql


def definitions(kinds: list[Type] = TYPES) -> str:
    """What tables of these types need, and the tables."""
    needed = {name for kind in kinds for name in [kind.name, *NEEDS.get(kind.name, [])]}
    statements = [text for name, text in DEFINITIONS.items() if name in needed]
    for kind in kinds:
        columns = ", ".join(f"{name} {text.format(sql=kind.sql, name=kind.name)}" for name, text in COLUMNS.items())
        statements.append(f"CREATE DOMAIN {kind.name}_domain AS {kind.sql};")
        statements.append(f"CREATE TABLE {kind.name}_rows (id integer PRIMARY KEY, {columns});")
    return "\n".join(statements)


def rows(kind: Type, *, special: bool = False, nulls: bool = False, first: int = 1) -> list[str]:
    """INSERT statements. `special`: such values alone; `nulls`: arrays have elements that are NULL, too, and no value is one of `limits`;
    `first`: the key of the first."""
    texts = kind.special if special else kind.values + ([] if nulls else kind.limits)
    values = [literal(value, kind.sql) for value in texts]
    made = []

    def insert(plain, needed, listed, needed_list, grid, limited_list):
        domain = f"{kind.name}_domain"
        made.append(
            f"INSERT INTO {kind.name}_rows VALUES ({len(made) + first}, {plain}, {needed}, ({listed})::{kind.sql}[], ({needed_list})::{kind.sql}[],"
            f" ({grid})::{kind.sql}[][], ({plain})::{kind.sql}::{domain}, ({needed})::{kind.sql}::{domain}, ({limited_list})::{domain}[])"
        )

    # An array within an array of JSON values, or of arrays, is a dimension more to PostgreSQL where it reads JSON.
    single = [value for value in values if not (kind.name in ("json", "jsonb") and value.startswith("'["))] if kind.name != "numbers" else []
    every = f"ARRAY[{', '.join(single)}]"
    for value in values:
        grid = f"ARRAY[[{value}, {value}], [{value}, {value}]]" if value in single else "NULL"
        insert(value, value, every, f"ARRAY[{value}]" if value in single else "'{}'", grid, every)
    if values and not special:
        insert("NULL", values[0], "NULL", "'{}'", "NULL", "NULL")
        insert("NULL", values[-1], "'{}'", "'{}'", "'{}'", "'{}'")
    if values and nulls:
        some = f"ARRAY[NULL, {single[0]}]" if single else "'{}'"
        insert("NULL", values[0], some, some, f"ARRAY[[NULL, {single[0]}]]" if single else "NULL", "'{NULL}'" if single else "NULL")
    return made



def without_columns(kind: Type, kept: list[str]) -> str:
    """Drops the other columns, and the domain where none is left that has it."""
    dropped = "".join(f" ALTER TABLE {kind.name}_rows DROP {name};" for name in COLUMNS if name not in kept)
    return dropped if any("limited" in name for name in kept) else f"{dropped} DROP DOMAIN {kind.name}_domain;"
