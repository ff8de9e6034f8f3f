"""What Alembic and rowtype say of models and a database in one form: (what, table, columns). What only one of them can say, and why."""

import re

# (who says it, what): why the other does not.
ALLOWED = {
    ("rowtype", "labels"): "alembic does not look at the labels of enums",
    ("rowtype", "enum-by-name"): "nor at what a member is stored as",
    ("rowtype", "primary key"): "alembic compares no primary keys",
    ("alembic", "remove table"): "a table without a model is another rule's: missing-model",
    ("alembic", "check"): "what a CHECK refuses, its expression says",
    ("alembic", "index"): "plain indexes change no answer",
}


def qualified(schema, table):
    return f"{schema or 'public'}.{table}"


def index_or_unique(verb, item):
    from sqlalchemy import CheckConstraint, Index

    if isinstance(item, CheckConstraint):
        return ("check", qualified(item.table.schema, item.table.name), ())
    if isinstance(item, Index) and not item.unique:
        return ("index", qualified(item.table.schema, item.table.name), ())
    columns = tuple(sorted(column.name for column in item.columns))
    return ("unique", qualified(item.table.schema, item.table.name), columns)


def from_alembic(difference):
    """One difference of compare_metadata as (what, table, columns)."""
    if isinstance(difference, list):
        return [one for part in difference for one in from_alembic(part)]
    verb = difference[0]
    if verb == "add_table":
        return [("unknown-table", qualified(difference[1].schema, difference[1].name), ())]
    if verb == "remove_table":
        return [("remove table", qualified(difference[1].schema, difference[1].name), ())]
    if verb == "add_column":
        return [("stale-field", qualified(difference[1], difference[2]), (difference[3].name,))]
    if verb == "remove_column":
        return [("missing-field", qualified(difference[1], difference[2]), (difference[3].name,))]
    if verb in ("modify_type", "modify_nullable", "modify_default"):
        what = {"modify_type": "type", "modify_nullable": "nullable", "modify_default": "default"}[verb]
        return [(what, qualified(difference[1], difference[2]), (difference[3],))]
    if verb in ("add_index", "remove_index", "add_constraint", "remove_constraint"):
        return [index_or_unique(verb, difference[1])]
    if verb in ("add_fk", "remove_fk"):
        constraint = difference[1]
        table = constraint.parent
        return [("foreign key", qualified(table.schema, table.name), tuple(sorted(constraint.column_keys)))]
    return [(verb, "", ())]


def single(issue):
    """One issue of several columns as one of each."""
    return [{**issue, "field": field} for field in issue["fields"]] if "fields" in issue else [issue]


def from_rowtype(issue):
    rule, details = issue["rule"], issue["details"]
    table = issue["table"] if "." in (issue["table"] or "") else qualified(None, issue["table"])
    columns = (issue["field"],) if issue["field"] else ()
    if rule == "type-mismatch":
        declared, actual = details.split(", but ", 1)
        return ("array" if ("[]" in declared) != ("[]" in actual) else "type", table, columns)
    if rule == "nullable-mismatch":
        return ("nullable", table, columns)
    if rule == "constraint-mismatch":
        listed = re.search(r"\(([^)]*)\)", details)
        several = tuple(sorted(listed.group(1).split(", "))) if listed else ()
        if "is declared as" in details:
            return ("type", table, columns)
        if any(words in details for words in ("has no default", "has a default", "a server default")):
            return ("default", table, columns)
        if "foreign key" in details:
            return ("foreign key", table, several)
        if "primary key" in details:
            return ("primary key", table, ())
        if "unique" in details:
            return ("unique", table, several)
        if "label" in details:
            return ("labels", table, columns)
    return (rule, table, columns)
