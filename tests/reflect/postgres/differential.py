#!/usr/bin/env python3
"""Compares what rowtype-db reads with what SQLAlchemy's Inspector reads, object by object, in one canonical form.

SQLAlchemy is wrong or silent in some places: each stands in ALLOWED below with its reason. Any other difference fails, and so
does an allowance that nothing needs any more.
"""

import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import warnings

import sqlalchemy
from sqlalchemy.dialects import postgresql

SOURCE = pathlib.Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = pathlib.Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype-db"

# A pattern over "<object>: <member>", and why the two may differ there.
ALLOWED = {
    "app.account.backup_email: nullable": "SQLAlchemy looks at a column's own domain only; its base refuses NULL too",
    "app.account.*email: default": "SQLAlchemy shows a domain's default as the column's; to us it is the domain's",
    "app.account.home: type": "SQLAlchemy knows no composite types: NullType",
    "app.account.weights: type": "SQLAlchemy knows no range types of users: NullType",
    "app.account.grid: type": "SQLAlchemy drops the number of array dimensions",
    "app.rich.*: nullable": "attnotnull is always false in views; SQLAlchemy says nullable, we say unknown",
    "app.totals.*: nullable": "likewise of a materialised view",
    "app.event_note: foreign_keys": "SQLAlchemy lists a foreign key again for each partition of its target",
    "app.email: base": "SQLAlchemy drops the modifiers of a domain's base type",
    "app.positive: base": "likewise",
}


def main():
    server = subprocess.Popen([sys.executable, SOURCE / "tests/support/postgres/server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        place = json.loads(server.stdout.readline())
        psql(place, SOURCE / "tests/reflect/postgres/rich.sql")
        url = place["url"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)  # "Did not recognize type": see ALLOWED
            theirs = read_with_sqlalchemy(url)
        ours = read_with_rowtype(url)
    finally:
        server.stdin.close()
        server.wait()
    sys.exit(report(ours, theirs))


def psql(place, path):
    command = [os.path.join(place["bin"], "psql"), place["url"], "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path]
    subprocess.run(command, check=True)


def report(ours, theirs):
    failures = 0
    used = set()
    compared = 0
    for key in sorted(ours.keys() | theirs.keys()):
        compared += 1
        mine, other = ours.get(key, "(absent)"), theirs.get(key, "(absent)")
        if mine == other:
            continue
        allowance = next((pattern for pattern in ALLOWED if fnmatch.fnmatchcase(key, pattern)), None)
        if allowance is not None:
            used.add(allowance)
            continue
        failures += 1
        print(f"{key}\n  rowtype:    {mine}\n  SQLAlchemy: {other}")
    for unused in sorted(ALLOWED.keys() - used):
        failures += 1
        print(f"no difference needs this allowance: {unused}")
    print(f"{compared} members compared, {len(used)} kinds of difference explained, {failures} not")
    return 1 if failures or compared < 200 else 0


# --- SQLAlchemy ---------------------------------------------------------------------------------------------------------


def read_with_sqlalchemy(url):
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    inspector = sqlalchemy.inspect(engine)
    members = {}
    for schema in inspector.get_schema_names():
        if schema == "information_schema":
            continue
        members[f"{schema}: schema"] = True
        kinds = [("table", inspector.get_table_names(schema)), ("view", inspector.get_view_names(schema)),
                 ("materialized_view", inspector.get_materialized_view_names(schema))]
        for kind, names in kinds:
            for name in names:
                sqlalchemy_relation(inspector, schema, name, kind, members)
        for enum in inspector.get_enums(schema):
            members[f"{schema}.{enum['name']}: labels"] = enum["labels"]
        for domain in inspector.get_domains(schema):
            sqlalchemy_domain(schema, domain, members)
    engine.dispose()
    return members


def sqlalchemy_relation(inspector, schema, name, kind, members):
    where = f"{schema}.{name}"
    members[f"{where}: kind"] = kind
    members[f"{where}: comment"] = inspector.get_table_comment(name, schema)["text"] or ""
    columns = inspector.get_columns(name, schema)
    members[f"{where}: columns"] = [column["name"] for column in columns]
    for column in columns:
        computed = column.get("computed")
        members[f"{where}.{column['name']}: type"] = type_text(column["type"])
        members[f"{where}.{column['name']}: nullable"] = column["nullable"]
        members[f"{where}.{column['name']}: default"] = None if computed else column["default"]
        members[f"{where}.{column['name']}: generated"] = computed["sqltext"] if computed else None
        members[f"{where}.{column['name']}: identity"] = ("always" if column["identity"]["always"] else "by_default") if "identity" in column else None
        members[f"{where}.{column['name']}: comment"] = column["comment"] or ""
        collation = getattr(column["type"], "collation", None)  # of a domain "default" is said, elsewhere nothing
        members[f"{where}.{column['name']}: collation"] = "" if collation in (None, "default") else collation
    key = inspector.get_pk_constraint(name, schema)
    members[f"{where}: primary_key"] = [key["name"], key["constrained_columns"]] if key["constrained_columns"] else None
    members[f"{where}: unique_keys"] = sorted(
        [unique["name"], unique["column_names"], unique["dialect_options"].get("postgresql_include") or [],
         bool(unique["dialect_options"].get("postgresql_nulls_not_distinct"))] for unique in inspector.get_unique_constraints(name, schema))
    members[f"{where}: foreign_keys"] = sorted(sqlalchemy_foreign_key(key) for key in inspector.get_foreign_keys(name, schema, postgresql_ignore_search_path=True))
    members[f"{where}: checks"] = sorted([check["name"], check["sqltext"]] for check in inspector.get_check_constraints(name, schema))
    members[f"{where}: indexes"] = sorted(
        [index["name"], index["unique"], [column or "" for column in index["column_names"]],
         [text for column, text in zip(index["column_names"], index.get("expressions", [])) if column is None],
         index["dialect_options"].get("postgresql_include") or [], index["dialect_options"].get("postgresql_using", "btree"),
         index["dialect_options"].get("postgresql_where", "")]
        for index in inspector.get_indexes(name, schema) if "duplicates_constraint" not in index)
    if kind != "table":
        members[f"{where}: definition"] = words(inspector.get_view_definition(name, schema))


def sqlalchemy_foreign_key(key):
    options = key["options"]
    return [key["name"], key["constrained_columns"], key["referred_schema"], key["referred_table"], key["referred_columns"],
            options.get("onupdate", "NO ACTION"), options.get("ondelete", "NO ACTION"), options.get("match", "SIMPLE"),
            bool(options.get("deferrable")), options.get("initially") == "DEFERRED"]


def sqlalchemy_domain(schema, domain, members):
    where = f"{schema}.{domain['name']}"
    members[f"{where}: base"] = words(domain["type"])
    members[f"{where}: not_null"] = not domain["nullable"]
    members[f"{where}: default"] = domain["default"]
    members[f"{where}: checks"] = [[check["name"], check["check"]] for check in domain["constraints"]]


def type_text(type_):
    """As format_type() prints it; user types with their schema."""
    if isinstance(type_, postgresql.ARRAY):
        return type_text(type_.item_type) + "[]"
    if isinstance(type_, (postgresql.ENUM, postgresql.DOMAIN)):
        return f"{type_.schema}.{type_.name}"
    if isinstance(type_, sqlalchemy.types.NullType):
        return "(not recognised)"
    text = re.sub(r' COLLATE ".*"$', "", type_.compile(dialect=postgresql.dialect()))
    text = {"FLOAT": "DOUBLE PRECISION", "DOUBLE PRECISION(53)": "DOUBLE PRECISION"}.get(text, text).lower()
    text = re.sub(r"^varchar\b", "character varying", re.sub(r"^char\b", "character", text))
    return text.replace(", ", ",").replace("interval (", "interval(")


# --- rowtype ------------------------------------------------------------------------------------------------------------

PRINTED = {"int2": "smallint", "int4": "integer", "int8": "bigint", "float4": "real", "float8": "double precision", "bool": "boolean",
           "bpchar": "character", "varchar": "character varying", "time": "time{} without time zone", "timetz": "time{} with time zone",
           "timestamp": "timestamp{} without time zone", "timestamptz": "timestamp{} with time zone", "varbit": "bit varying"}
ACTIONS = {"no_action": "NO ACTION", "restrict": "RESTRICT", "cascade": "CASCADE", "set_null": "SET NULL", "set_default": "SET DEFAULT"}


def read_with_rowtype(url):
    done = subprocess.run([PROGRAM, "--connection-stdin"], input=url.encode(), stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout.decode())
    snapshot = json.loads(done.stdout)
    members = {f"{schema}: schema": True for schema in snapshot["schemas"]}
    for relation in snapshot["relations"]:
        rowtype_relation(relation, members)
    for type_ in snapshot["types"]:
        where = f"{type_['schema']}.{type_['name']}"
        if type_.get("kind") == "enum":
            members[f"{where}: labels"] = type_["labels"]
        if type_.get("kind") == "domain":
            members[f"{where}: base"] = our_type(type_["base"])
            members[f"{where}: not_null"] = type_.get("not_null", False)
            members[f"{where}: default"] = type_.get("default")
            members[f"{where}: checks"] = [[check["name"], check["expression"]] for check in type_.get("checks", [])]
    return members


def rowtype_relation(relation, members):
    where = f"{relation['schema']}.{relation['name']}"
    kind = relation.get("kind", "table")
    members[f"{where}: kind"] = "table" if kind == "partitioned_table" else kind  # SQLAlchemy does not tell them apart
    members[f"{where}: comment"] = relation.get("comment", "")
    columns = relation.get("columns", [])
    members[f"{where}: columns"] = [column["name"] for column in columns]
    for column in columns:
        members[f"{where}.{column['name']}: type"] = our_type(column)
        members[f"{where}.{column['name']}: nullable"] = {"not_null": False, "unknown": "unknown"}.get(column.get("nullability"), True)
        members[f"{where}.{column['name']}: default"] = column.get("default")
        members[f"{where}.{column['name']}: generated"] = column.get("generated_expression")
        members[f"{where}.{column['name']}: identity"] = column.get("identity")
        members[f"{where}.{column['name']}: comment"] = column.get("comment", "")
        members[f"{where}.{column['name']}: collation"] = column.get("collation", "")
    key = relation.get("primary_key")
    members[f"{where}: primary_key"] = [key["name"], key["columns"]] if key else None
    members[f"{where}: unique_keys"] = sorted(
        [unique["name"], unique["columns"], unique.get("included_columns", []), unique.get("nulls_not_distinct", False)]
        for unique in relation.get("unique_keys", []))
    members[f"{where}: foreign_keys"] = sorted(
        [key["name"], key["columns"], key["referenced_schema"], key["referenced_relation"], key["referenced_columns"],
         ACTIONS[key.get("on_update", "no_action")], ACTIONS[key.get("on_delete", "no_action")], "FULL" if key.get("match_full") else "SIMPLE",
         key.get("deferrable", False), key.get("initially_deferred", False)] for key in relation.get("foreign_keys", []))
    members[f"{where}: checks"] = sorted([check["name"], check["expression"]] for check in relation.get("checks", []))
    members[f"{where}: indexes"] = sorted(
        [index["name"], index.get("unique", False), index["columns"], index.get("expressions", []), index.get("included_columns", []),
         index.get("method", "btree"), index.get("predicate", "")] for index in relation.get("indexes", []))
    if kind in ("view", "materialized_view"):
        members[f"{where}: definition"] = words(relation["definition"])


def our_type(column):
    modifiers = "(" + ",".join(map(str, column["modifiers"])) + ")" if "modifiers" in column else ""
    name = column["type"]
    if "type_schema" in column:
        text = f"{column['type_schema']}.{name}{modifiers}"
    else:
        printed = PRINTED.get(name, name)
        text = printed.format(modifiers) if "{}" in printed else printed + modifiers
    return text + "[]" * column.get("dimensions", 0)


def words(text):
    return " ".join(text.split())


if __name__ == "__main__":
    main()
