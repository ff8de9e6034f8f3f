"""Changes of a schema under the models that map it: by turns every kind, spread evenly over the columns and keys of their tables."""

import itertools

import psycopg
from psycopg import sql

COLUMNS = """
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f') AND a.attnum = ANY (k.conkey))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') ORDER BY 1, 2, a.attnum"""
KEYS = """
SELECT n.nspname, c.relname, k.conname
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype IN ('f', 'u') ORDER BY 1, 2, 3"""
UNIQUE_INDEXES = """
SELECT n.nspname, c.relname, i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE x.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid) ORDER BY 1, 2, 3"""

ALTER = "ALTER TABLE {table} ALTER COLUMN {column} "
# Each with what it needs to know of a column; those that PostgreSQL refuses are no changes.
OF_COLUMNS = (
    lambda kind, required: ALTER + ("DROP NOT NULL" if required else "SET NOT NULL"),
    lambda kind, required: None,
    lambda kind, required: ALTER + "DROP DEFAULT, ALTER COLUMN {column} TYPE " + another(kind) + " USING NULL",
    lambda kind, required: "ALTER TABLE {table} DROP COLUMN {column} CASCADE",
    lambda kind, required: ALTER + "TYPE " + wider(kind) if wider(kind) else None,
    lambda kind, required: "ALTER TABLE {table} RENAME COLUMN {column} TO renamed_column",
    lambda kind, required: None,
    lambda kind, required: "ALTER TABLE {table} ADD UNIQUE ({column})",
    lambda kind, required: ALTER + "DROP DEFAULT",
)


def another(kind):
    return {"text": "integer", "integer": "text", "bigint": "integer", "jsonb": "json", "json": "jsonb", "uuid": "character varying(36)",
            "boolean": "integer", "timestamp with time zone": "timestamp without time zone",
            "timestamp without time zone": "timestamp with time zone", "double precision": "numeric"}.get(kind, "text")


def wider(kind):
    name, _, length = kind.partition("(")
    return f"{name}({int(length[:-1]) + 7})" if length[:-1].isdigit() else "character varying(33)" if kind == "character varying" else None


def change(url, tables):
    """Changes the tables of those names (schema.table); how many changes PostgreSQL took."""
    done = 0
    with psycopg.connect(url, autocommit=True) as connection:
        rows = [row for row in connection.execute(COLUMNS).fetchall() if f"{row[0]}.{row[1]}" in tables]
        keys = [row for row in connection.execute(KEYS).fetchall() if f"{row[0]}.{row[1]}" in tables]
        indexes = [row for row in connection.execute(UNIQUE_INDEXES).fetchall() if f"{row[0]}.{row[1]}" in tables]
        statements = [("ALTER TABLE {table} DROP CONSTRAINT {column}", *row) for row in keys[::3]]
        statements += [("DROP INDEX {schema}.{column}", *row) for row in indexes[::3]]
        for (schema, table, column, kind, required, is_key), of_column in zip(rows, itertools.cycle(OF_COLUMNS)):
            statement = of_column(kind, required)
            if statement and not is_key:
                statements.append((statement, schema, table, column))
        relations = sorted({row[:2] for row in rows})
        statements += [("ALTER TABLE {table} ADD COLUMN added_column integer", *relation, "") for relation in relations[::4]]
        statements += [("ALTER TABLE {table} RENAME TO {column}", *relation, f"renamed_{relation[1]}") for relation in relations[5::12]]
        for statement, schema, table, column in statements:
            try:
                names = {"table": sql.Identifier(schema, table), "schema": sql.Identifier(schema), "column": sql.Identifier(column or "-")}
                connection.execute(sql.SQL(statement).format(**names))
                done += 1
            except psycopg.Error:
                pass
    return done
