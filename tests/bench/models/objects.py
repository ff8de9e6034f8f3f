"""Kinds of schema objects beside types, each in a database of its own, and whether what a tool generates says of it what the database does.

What is right is not typed in here but asked: a model is held against rows that the server prints, bodies against what the server takes
when they are inserted, and the tables that SQLAlchemy's create_all() makes in an empty database against the catalog of the first.
"""

import dataclasses
from collections.abc import Callable

import probes
from probes import Link, commented, links, reads, same, takes, writes

KEYED = "id integer PRIMARY KEY"


@dataclasses.dataclass
class Object:
    family: str
    name: str
    sql: str  # with rows where the probes ask for some
    json: Callable | None = None  # None: of no concern to models that validate
    mapped: Callable | None = None  # None: of no concern to a mapper
    needs: str = ""  # the part of `sql` before it, which create_all() is not asked for
    schemas: tuple = ("public",)


def table(family, name, columns, rows, json=None, mapped=None, needs="", after=""):
    """An object that is about the columns of a table `items`."""
    inserts = "".join(f"INSERT INTO items VALUES ({row});" for row in rows)
    return Object(family, name, f"CREATE TABLE items ({columns});{inserts}{after}", json, mapped, needs)


def limit(name, columns, rows, refused, mapped=probes.CHECKS, needs=""):
    """A limit of a column's values, which a model has where it takes the rows and refuses each of `refused`."""
    return table("limits", name, f"{KEYED}, {columns}", rows, takes("items", *refused), same(mapped), needs)


def odd_columns(name, columns):
    """Columns of type text with these names."""
    definitions = "".join(f', "{column}" text' for column in columns)
    rows = ["1" + "".join(f", 'value {number}'" for number in range(len(columns))), "2" + ", NULL" * len(columns)]
    return table("odd names", name, KEYED + definitions, rows, takes("items"), reads("items"))


AUTHORS = "CREATE TABLE authors (id integer PRIMARY KEY, name text); INSERT INTO authors VALUES (10, 'a'), (20, 'b');"
MOOD = "CREATE TYPE mood AS ENUM ('sad', 'ok');"
ODD_MOOD = "CREATE TYPE mood AS ENUM ('very happy', 'it''s', 'None', '1st', 'Über', 'a-b', 'a b', '');"
PLACE = "CREATE TYPE place AS (street text, number integer);"
PERCENTAGE = "CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100);"

OBJECTS = [
    # ------------------------------------------------------------------------------------------------------------------------ relations
    Object(
        "relations",
        "table without a primary key",
        "CREATE TABLE items (id integer, name text); INSERT INTO items VALUES (1, 'a'), (1, NULL);",
        takes("items"),
        reads("items"),
    ),
    Object(
        "relations",
        "view: its rows",
        "CREATE TABLE items (id integer PRIMARY KEY, name text NOT NULL); INSERT INTO items VALUES (1, 'a');"
        "CREATE VIEW names AS SELECT id, upper(name) AS big FROM items;",
        takes("names"),
        reads("names"),
    ),
    Object(
        "relations",
        "view: is no table to create",
        "CREATE TABLE items (id integer PRIMARY KEY); CREATE VIEW names AS SELECT id FROM items;",
        None,
        probes.makes_no_table("names"),
    ),
    Object(
        "relations",
        "materialized view: its rows",
        "CREATE TABLE items (id integer PRIMARY KEY); INSERT INTO items VALUES (1);"
        "CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS number FROM items;",
        takes("counts"),
        reads("counts"),
    ),
    Object(
        "relations",
        "partitioned table",
        "CREATE TABLE items (id integer, made date, PRIMARY KEY (id, made)) PARTITION BY RANGE (made);"
        "CREATE TABLE items_2024 PARTITION OF items FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
        "INSERT INTO items VALUES (1, '2024-02-03');",
        takes("items"),
        reads("items"),
    ),
    Object(
        "relations",
        "two schemas with the same table",
        "CREATE SCHEMA audit; CREATE TABLE users (id integer PRIMARY KEY, name text);"
        "CREATE TABLE audit.users (id integer PRIMARY KEY, changed date);"
        "INSERT INTO users VALUES (1, 'a'); INSERT INTO audit.users VALUES (1, '2024-02-03');",
        probes.both(takes("users"), takes("audit.users")),
        probes.both(reads("users"), reads("audit.users")),
        schemas=("public", "audit"),
    ),
    # -------------------------------------------------------------------------------------------------------------------- what is written
    table(
        "written rows",
        "NOT NULL, and no default",
        f"{KEYED}, name text NOT NULL, note text",
        [],
        writes("items", {"id": 1, "name": "a"}, {"id": 1}, {"id": 1, "name": None}, {"id": 1, "name": "a", "note": None}),
        same(probes.COLUMNS),
    ),
    table(
        "written rows",
        "constant default",
        f"{KEYED}, kind text NOT NULL DEFAULT 'it''s', size integer NOT NULL DEFAULT -1",
        [],
        writes("items", {"id": 1}, {"id": 1, "kind": "b", "size": 2}, {"id": 1, "kind": None}),
        same(probes.DEFAULTS_BUT_KEY),
    ),
    table(
        "written rows",
        "default by expression",
        f"{KEYED}, made timestamptz NOT NULL DEFAULT now() + '1 day'::interval",
        [],
        writes("items", {"id": 1}, {"id": 1, "made": "2024-02-03T04:05:06Z"}, {"id": 1, "made": None}),
        same(probes.DEFAULTS_BUT_KEY),
    ),
    table(
        "written rows",
        "default of an enum",
        f"{KEYED}, mood mood NOT NULL DEFAULT 'ok'",
        [],
        writes("items", {"id": 1}, {"id": 1, "mood": "sad"}, {"id": 1, "mood": None}),
        same(probes.DEFAULTS_BUT_KEY),
        MOOD,
    ),
    table(
        "written rows",
        "default of an array, of jsonb",
        f"{KEYED}, tags text[] NOT NULL DEFAULT '{{}}', extra jsonb NOT NULL DEFAULT '{{\"a\": [1]}}'",
        [],
        writes("items", {"id": 1}, {"id": 1, "tags": ["a"], "extra": {}}),
        same(probes.DEFAULTS_BUT_KEY),
    ),
    table(
        "written rows",
        "integer key that nothing fills",
        f"{KEYED}, name text",
        [],
        writes("items", {"id": 1, "name": "a"}, {"name": "a"}),
        same(probes.DEFAULTS),
    ),
    table(
        "written rows",
        "serial",
        "id serial PRIMARY KEY, name text",
        [],
        writes("items", {"name": "a"}, {"id": 7, "name": "a"}),
        same(probes.DEFAULTS),
    ),
    table(
        "written rows",
        "identity, always",
        "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text",
        [],
        writes("items", {"name": "a"}, {"id": 7, "name": "a"}),
        same(probes.DEFAULTS),
    ),
    table(
        "written rows",
        "identity, by default",
        "id bigint GENERATED BY DEFAULT AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY, name text",
        [],
        writes("items", {"name": "a"}, {"id": 7, "name": "a"}),
        same(probes.DEFAULTS + " UNION ALL " + probes.SEQUENCES),
    ),
    table(
        "written rows",
        "generated column",
        f"{KEYED}, price integer NOT NULL, twice integer GENERATED ALWAYS AS (price * 2) STORED",
        [],
        writes("items", {"id": 1, "price": 2}, {"id": 1, "price": 2, "twice": 9}),
        same(probes.DEFAULTS_BUT_KEY),
    ),
    # ------------------------------------------------------------------------------------------------------------------------------ limits
    limit("varchar(n)", "code varchar(3)", ["1, 'abc'", "2, 'üé€'", "3, NULL"], [{"code": "abcd"}], probes.COLUMNS),
    limit("numeric(p, s)", "price numeric(5, 2)", ["1, 999.99", "2, NULL"], [{"price": "1000.00"}], probes.COLUMNS),
    limit("smallint", "size smallint", ["1, 32767"], [{"size": 32768}], probes.COLUMNS),
    limit(
        "CHECK of a range",
        "price numeric CHECK (price >= 0 AND price < 10.5)",
        ["1, 0", "2, 10.4999"],
        [{"price": "-0.01"}, {"price": "10.5"}],
    ),
    limit(
        "CHECK of listed values",
        "state text CHECK (state IN ('open', 'it''s'))",
        ["1, 'open'", "2, 'it''s'", "3, NULL"],
        [{"state": "shut"}],
    ),
    limit("CHECK by regular expression", "code text CHECK (code ~ '^[A-Z]{2}[0-9]+$')", ["1, 'AB12'"], [{"code": "ab12"}, {"code": "AB"}]),
    limit(
        "CHECK of a length",
        "name text CHECK (length(name) BETWEEN 2 AND 4)",
        ["1, 'üé'", "2, 'abcd'"],
        [{"name": "a"}, {"name": "abcde"}],
    ),
    limit(
        "domain with a CHECK",
        "share percentage",
        ["1, 0", "2, 100", "3, NULL"],
        [{"share": 101}, {"share": -1}],
        probes.COLUMNS,
        PERCENTAGE,
    ),
    limit("domain that is NOT NULL", "name word", ["1, 'a'"], [{"name": None}], probes.COLUMNS, "CREATE DOMAIN word AS text NOT NULL;"),
    table("limits", "CHECK of two columns", f"{KEYED}, low integer, high integer, CHECK (low < high)", [], None, same(probes.CHECKS)),
    # --------------------------------------------------------------------------------------------------------------- enums and composites
    table(
        "enums, composites",
        "enum",
        f"{KEYED}, mood mood",
        ["1, 'ok'", "2, NULL"],
        takes("items", {"mood": "bored"}),
        probes.both(same(probes.COLUMNS), reads("items")),
        MOOD,
    ),
    table(
        "enums, composites",
        "enum with odd labels",
        f"{KEYED}, mood mood",
        [f"{number}, '{label}'" for number, label in enumerate(["very happy", "it''s", "None", "1st", "Über", "a-b", "a b", ""])],
        takes("items", {"mood": "sad"}),
        probes.both(same(probes.COLUMNS), reads("items")),
        ODD_MOOD,
    ),
    table(
        "enums, composites",
        "array of an enum",
        f"{KEYED}, moods mood[] NOT NULL",
        ["1, '{ok,sad}'", "2, '{}'"],
        takes("items", {"moods": ["bored"]}),
        probes.both(same(probes.COLUMNS), reads("items")),
        MOOD,
    ),
    table(
        "enums, composites",
        "composite",
        f"{KEYED}, home place",
        ["1, ROW('a', 1)", "2, ROW(NULL, NULL)", "3, NULL"],
        takes("items", {"home": {"street": "a", "number": "b"}}),
        same(probes.COLUMNS),
        PLACE,
    ),
    table(
        "enums, composites",
        "array of a composite",
        f"{KEYED}, homes place[]",
        ["1, ARRAY[ROW('a', 1)::place]", "2, '{}'"],
        takes("items", {"homes": [{"street": "a", "number": "b"}]}),
        same(probes.COLUMNS),
        PLACE,
    ),
    # ------------------------------------------------------------------------------------------------------------------- keys and indexes
    table(
        "keys, indexes", "primary key of two columns", "a integer, b integer, PRIMARY KEY (b, a)", [], None, same(probes.constraints("p"))
    ),
    table("keys, indexes", "unique key", f"{KEYED}, a integer, b integer, UNIQUE (b, a)", [], None, same(probes.constraints("u"))),
    table(
        "keys, indexes",
        "foreign key, ON DELETE",
        f"{KEYED}, author integer REFERENCES authors ON DELETE CASCADE",
        [],
        None,
        same(probes.constraints("f")),
        AUTHORS,
    ),
    table(
        "keys, indexes",
        "foreign key of two columns",
        f"{KEYED}, a integer, b integer, FOREIGN KEY (a, b) REFERENCES pairs",
        [],
        None,
        same(probes.constraints("f")),
        "CREATE TABLE pairs (a integer, b integer, PRIMARY KEY (a, b));",
    ),
    table(
        "keys, indexes",
        "foreign key, deferred",
        f"{KEYED}, next integer REFERENCES items DEFERRABLE INITIALLY DEFERRED",
        [],
        None,
        same(probes.constraints("f")),
    ),
    table(
        "keys, indexes",
        "index, partial and unique",
        f"{KEYED}, name text, gone boolean",
        [],
        None,
        same(probes.INDEXES),
        after="CREATE UNIQUE INDEX names ON items (name) WHERE NOT gone;",
    ),
    table(
        "keys, indexes",
        "index of an expression",
        f"{KEYED}, name text",
        [],
        None,
        same(probes.INDEXES),
        after="CREATE INDEX names ON items (lower(name));",
    ),
    table(
        "keys, indexes",
        "index by GIN, descending",
        f"{KEYED}, extra jsonb, made date",
        [],
        None,
        same(probes.INDEXES),
        after="CREATE INDEX extras ON items USING gin (extra jsonb_path_ops); CREATE INDEX days ON items (made DESC NULLS LAST);",
    ),
    table(
        "keys, indexes",
        "exclusion",
        f"{KEYED}, during int4range, EXCLUDE USING gist (during WITH &&)",
        [],
        None,
        same(probes.constraints("x")),
    ),
    # ---------------------------------------------------------------------------------------------------------------------- relationships
    table(
        "relationships",
        "many to one, and back",
        f"{KEYED}, author_id integer REFERENCES authors",
        ["1, 10", "2, 10", "3, NULL"],
        *links(Link("items", "authors", False, {1: [10], 2: [10], 3: []}), Link("authors", "items", True, {10: [1, 2], 20: []})),
        AUTHORS,
    ),
    table(
        "relationships",
        "one to one",
        f"{KEYED}, author_id integer NOT NULL UNIQUE REFERENCES authors",
        ["1, 10"],
        *links(Link("items", "authors", False, {1: [10]}), Link("authors", "items", False, {10: [1], 20: []})),
        AUTHORS,
    ),
    table(
        "relationships",
        "to itself",
        f"{KEYED}, parent_id integer REFERENCES items",
        ["1, NULL", "2, 1", "3, 1"],
        *links(Link("items", "items", False, {1: [], 2: [1], 3: [1]}), Link("items", "items", True, {1: [2, 3], 2: [], 3: []})),
    ),
    table(
        "relationships",
        "two keys to one table",
        f"{KEYED}, sender_id integer REFERENCES authors, reader_id integer REFERENCES authors",
        ["1, 10, 20"],
        *links(
            Link("items", "authors", False, {1: [10]}),
            Link("items", "authors", False, {1: [20]}),
            Link("authors", "items", True, {10: [1], 20: []}),
            Link("authors", "items", True, {10: [], 20: [1]}),
        ),
        AUTHORS,
    ),
    table(
        "relationships",
        "key of two columns",
        f"{KEYED}, a integer, b integer, FOREIGN KEY (a, b) REFERENCES pairs",
        ["1, 1, 2"],
        *links(Link("items", "pairs", False, {1: [5]}), Link("pairs", "items", True, {5: [1]})),
        "CREATE TABLE pairs (a integer, b integer, id integer, PRIMARY KEY (a, b)); INSERT INTO pairs VALUES (1, 2, 5);",
    ),
    table(
        "relationships",
        "through a junction table",
        KEYED,
        ["1", "2"],
        *links(Link("items", "authors", True, {1: [10, 20], 2: []}), Link("authors", "items", True, {10: [1], 20: [1]})),
        AUTHORS,
        "CREATE TABLE shares (item_id integer REFERENCES items, author_id integer REFERENCES authors, PRIMARY KEY (item_id, author_id));"
        "INSERT INTO shares VALUES (1, 10), (1, 20);",
    ),
    # --------------------------------------------------------------------------------------------------------------------------- comments
    table(
        "comments",
        "on a table",
        KEYED,
        [],
        commented(None, "What is sold."),
        same(probes.COMMENTS),
        after="COMMENT ON TABLE items IS 'What is sold.';",
    ),
    table(
        "comments",
        "on a column",
        KEYED,
        [],
        commented("id", "Its number."),
        same(probes.COMMENTS),
        after="COMMENT ON COLUMN items.id IS 'Its number.';",
    ),
    table(
        "comments",
        "quotes, backslashes, line ends",
        KEYED,
        [],
        commented("id", 'a "b" \'c\' \\d\n"""e"""'),
        same(probes.COMMENTS),
        after='COMMENT ON COLUMN items.id IS E\'a "b" \'\'c\'\' \\\\d\\n"""e"""\';',
    ),
    # -------------------------------------------------------------------------------------------------------------------------- odd names
    odd_columns("Python's words", ["class", "from", "None", "match"]),
    odd_columns("spaces, digits, hyphens", ["two words", "1st", "a-b", "%"]),
    odd_columns("underscores at the start", ["_private", "__more"]),
    odd_columns("capitals, other letters", ["userId", "Straße", "名前"]),
    odd_columns("names that differ little", ["a b", "a_b", "a-b", "A_b"]),
    odd_columns("BaseModel's own names", ["copy", "json", "schema", "model_config", "model_fields", "dict"]),
    odd_columns("the mapper's own names", ["metadata", "registry", "query"]),
    table(
        "odd names",
        "names of types",
        f'{KEYED}, date date, datetime timestamp, str text, int integer, list text[], "Decimal" numeric',
        ["1, '2024-02-03', '2024-02-03 04:05:06', 'a', 1, '{a}', 1.5", "2" + ", NULL" * 6],
        takes("items"),
        reads("items"),
    ),
    Object(
        "odd names",
        "tables",
        'CREATE TABLE "class" (id integer PRIMARY KEY, one text); CREATE TABLE "order-items" (id integer PRIMARY KEY, two text);'
        'CREATE TABLE "Two Words" (id integer PRIMARY KEY, three text); CREATE TABLE "1st" (id integer PRIMARY KEY, four text);'
        + "".join(f"INSERT INTO \"{name}\" VALUES (1, 'a');" for name in ("class", "order-items", "Two Words", "1st")),
        probes.both(*(takes(f'"{name}"') for name in ("class", "order-items", "Two Words", "1st"))),
        probes.both(*(reads(f'"{name}"') for name in ("class", "order-items", "Two Words", "1st"))),
    ),
    Object(
        "odd names",
        "tables of one class name",
        'CREATE TABLE user_data (id integer PRIMARY KEY, one text); CREATE TABLE "UserData" (id integer PRIMARY KEY, two text);'
        "CREATE TYPE userdata AS ENUM ('a'); INSERT INTO user_data VALUES (1, 'a'); INSERT INTO \"UserData\" VALUES (1, 'b');"
        "CREATE TABLE uses (id integer PRIMARY KEY, kind userdata); INSERT INTO uses VALUES (1, 'a');",
        probes.both(takes("user_data"), takes('"UserData"'), takes("uses")),
        probes.both(reads("user_data"), reads('"UserData"'), reads("uses")),
    ),
]
