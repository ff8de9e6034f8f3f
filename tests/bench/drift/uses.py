"""Where code uses a schema: what both the markers of the fixtures and the finder of other projects give."""

import dataclasses

# What the words of markers are called in the table, in its order. The last ones are no uses of the schema by themselves.
KINDS = {
    "table": "builder: table",
    "select": "builder: select",
    "filter": "builder: filter",
    "order": "builder: order",
    "payload": "builder: payload",
    "omits": "builder: payload without",
    "conflict": "builder: conflict target",
    "embed": "builder: embed",
    "hint": "builder: embed by its key",
    "rpc": "builder: rpc",
    "row-key": "builder: key of a row",
    "sql-table": "SQL: table",
    "sql-read": "SQL: read",
    "sql-write": "SQL: write",
    "sql-omits": "SQL: insert without",
    "sql-filter": "SQL: filter",
    "sql-join": "SQL: join",
    "sql-order": "SQL: order and group",
    "sql-conflict": "SQL: conflict target",
    "sql": "SQL: column",
    "copy": "SQL: COPY and frames",
    "field": "model: field",
    "projection": "model: field of a projection",
    "orm-table": "ORM: table",
    "attribute": "ORM: attribute",
    "orm-fk": "ORM: foreign key",
    "label": "label",
}
FOLLOWED = {
    "orm-expression": "names an attribute of a mapped class",
    "orm-keyword": "names an attribute of a mapped class",
    "orm-key": "names attributes of a mapped class",
    "fragment": "part of a text that is joined at run time",
}
NOT_A_USE = "not"


@dataclasses.dataclass(frozen=True)
class Use:
    file: str
    line: int  # 1-based
    kind: str
    table: str  # schema.name; of a label the type, of a call the function
    column: str = ""  # empty where the table itself is meant
    begin: int = 0  # columns of the word on its line, 1-based; 0 where only the line is known (a name stands elsewhere)
    end: int = 0
    context: str = ""  # of a label: the kind of what it stands beside

    @property
    def title(self):
        return KINDS[self.kind] + (f", {self.context}" if self.context else "")


def is_expected(use, mutation, roles):
    """Whether that change breaks this use; roles says of a field or attribute what its annotation and class allow."""
    if use.kind in FOLLOWED or use.kind == NOT_A_USE or use.table != mutation.table:
        return False
    if mutation.kind in ("drop table", "rename table"):
        return not use.column and not (use.kind == "rpc" and mutation.kind == "rename table")
    if use.column != mutation.column or (use.kind == "label") != (mutation.kind == "rename label"):
        return False
    if mutation.kind == "set not null":
        return use.kind in ("omits", "sql-omits") or (use.kind == "field" and roles(use) == "optional input")
    if use.kind in ("omits", "sql-omits"):
        return False
    if mutation.kind == "change type":
        return use.kind in ("field", "projection", "attribute") and roles(use) != "anything"
    if mutation.kind == "drop not null":
        return use.kind in ("field", "projection", "attribute") and roles(use) == "not null"
    return use.kind != "projection"  # of which a field without a column is a hint at most
