"""How PostgreSQL writes names, types and constraints, from the parts that a snapshot keeps.

The canonical form of a constraint or an index is PostgreSQL's own definition of it: what a reader got wrong or left out shows in
the text that is put together from its parts. Names are written as under an empty search path.
"""

import re

PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")

# What format_type() writes for the types that SQL has names for; {} is where the modifier goes if not at the end.
SQL_NAMES = {
    "int2": "smallint", "int4": "integer", "int8": "bigint", "float4": "real", "float8": "double precision", "bool": "boolean",
    "varchar": "character varying", "varbit": "bit varying", "time": "time{} without time zone", "timetz": "time{} with time zone",
    "timestamp": "timestamp{} without time zone", "timestamptz": "timestamp{} with time zone",
}  # fmt: skip
ACTIONS = {"no_action": "", "restrict": "RESTRICT", "cascade": "CASCADE", "set_null": "SET NULL", "set_default": "SET DEFAULT"}
ORDERS = {"asc": "", "desc": " DESC", "asc_nulls_first": " NULLS FIRST", "desc_nulls_last": " DESC NULLS LAST"}


class Spelling:
    """`reserved`: the key words that quote_ident() quotes, which differ between versions."""

    def __init__(self, reserved):
        self.reserved = set(reserved)

    def name(self, name):
        if PLAIN_NAME.fullmatch(name) and name not in self.reserved:
            return name
        return '"' + name.replace('"', '""') + '"'

    def names(self, names):
        return ", ".join(self.name(name) for name in names)

    def qualified(self, schema, *names):
        return ".".join(self.name(part) for part in (schema, *names))

    def type(self, parts):
        """`parts`: an object with the members of a type. Dimensions as declared, which format_type() itself leaves out."""
        modifiers = "(" + ",".join(map(str, parts["modifiers"])) + ")" if "modifiers" in parts else ""
        if "fields" in parts:  # of an interval
            modifiers = " " + parts["fields"] + modifiers
        name, schema = parts["type"], parts.get("type_schema", "pg_catalog")
        if schema == "":
            text = "(unknown)"
        elif schema != "pg_catalog":
            text = self.qualified(schema, name) + modifiers
        elif name == "bpchar" and modifiers:  # without a length it is no "character", which would be character(1)
            text = "character" + modifiers
        elif name in SQL_NAMES:
            text = SQL_NAMES[name].format(modifiers) if "{}" in SQL_NAMES[name] else SQL_NAMES[name] + modifiers
        elif name in ("numeric", "interval", "json") or (name == "bit" and modifiers):  # key words, and written bare all the same
            text = name + modifiers
        else:
            text = self.name(name) + modifiers
        return text + "[]" * parts.get("dimensions", 0)

    def key(self, key, primary):
        columns = self.names(key["columns"]) + (" WITHOUT OVERLAPS" if key.get("without_overlaps") else "")
        nulls = " NULLS NOT DISTINCT" if key.get("nulls_not_distinct") else ""
        kind = "PRIMARY KEY" if primary else "UNIQUE" + nulls
        return f"{kind} ({columns}){self.included(key)}{deferral(key)}"

    def included(self, parts):
        return f" INCLUDE ({self.names(parts['included_columns'])})" if parts.get("included_columns") else ""

    def foreign_key(self, key):
        text = f"FOREIGN KEY ({self.names(key['columns'])}) REFERENCES "
        text += f"{self.qualified(key['referenced_schema'], key['referenced_relation'])}({self.names(key['referenced_columns'])})"
        text += " MATCH FULL" if key.get("match_full") else ""
        if action := ACTIONS[key.get("on_update", "no_action")]:
            text += f" ON UPDATE {action}"
        if action := ACTIONS[key.get("on_delete", "no_action")]:
            text += f" ON DELETE {action}" + (f" ({self.names(key['set_columns'])})" if key.get("set_columns") else "")
        return text + deferral(key) + validity(key)

    def check(self, check):
        return f"CHECK ({check['expression']})" + ("" if check.get("inherited", True) else " NO INHERIT") + validity(check)

    def exclusion(self, exclusion):
        elements = ", ".join(f"{element} WITH {operator}" for element, operator in zip(self.elements(exclusion), exclusion["operators"], strict=True))
        where = f" WHERE ({exclusion['predicate']})" if exclusion.get("predicate") else ""
        return f"EXCLUDE USING {exclusion.get('method', 'gist')} ({elements}){where}{deferral(exclusion)}"

    def elements(self, exclusion):
        return [element if element.startswith("(") and element.endswith(")") else self.name(element) for element in exclusion["elements"]]

    def index(self, index, schema, relation):
        """As pg_get_indexdef() with indentation, without the name: an index's own name stands beside it."""
        expressions = iter(index.get("expressions", []))
        count = len(index["columns"])
        elements = []
        for column, order, ops in zip(index["columns"], index.get("orders") or ["asc"] * count, index.get("operator_classes") or [""] * count, strict=True):
            element = self.name(column) if column else next(expressions, "(missing)")
            elements.append(element + (f" {ops}" if ops else "") + ORDERS[order])
        text = f"{'UNIQUE ' if index.get('unique') else ''}INDEX ON {self.qualified(schema, relation)} USING {index.get('method', 'btree')} ("
        text += ", ".join(elements) + ")" + self.included(index)
        text += " NULLS NOT DISTINCT" if index.get("nulls_not_distinct") else ""
        return text + (f" WHERE {index['predicate']}" if index.get("predicate") else "")


def deferral(parts):
    return (" DEFERRABLE" if parts.get("deferrable") else "") + (" INITIALLY DEFERRED" if parts.get("initially_deferred") else "")


def validity(parts):
    if not parts.get("enforced", True):  # what is not enforced is not valid either, and says so once
        return " NOT ENFORCED"
    return "" if parts.get("validated", True) else " NOT VALID"
