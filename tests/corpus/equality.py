"""Whether two schema snapshots, one read from SQL files and one from a PostgreSQL that they were loaded into, say the same.

Everything that PostgreSQL has is *right*, *unknown* or *wrong* in the files' catalog; only what is wrong is an error. What stands in
the files' catalog alone is wrong, unless it is said to be taken for granted (a table that no file creates). Where PostgreSQL *refused* a
statement that names what differs, neither side can be held against the other.
"""

import collections
import json
import re

RIGHT, UNKNOWN, REFUSED, WRONG = "right", "unknown", "refused", "wrong"
# Aspects of `rowtype diff` (which knows that expressions are spelled in several ways) under the heading that they are counted by.
ASPECTS = {
    "default": "defaults", "identity": "defaults", "generated": "defaults", "collation": "collations", "comment": "comments",
    "check": "checks", "exclusion": "checks", "index": "indexes", "policy": "policies", "row-level security": "policies",
    "trigger": "triggers", "rule": "triggers",
    "privileges": "privileges", "partition": "partitions, inheritance", "inheritance": "partitions, inheritance",
}
HEADINGS = ("relations", "columns", "column types", "nullability", "keys", "defaults", "collations", "checks", "indexes", "types",
            "functions", "sequences", "policies", "privileges", "triggers", "partitions, inheritance", "comments", "view columns",
            "view column types", "view nullability", "view origins")


class Report:
    def __init__(self, refused):
        self.counts = {heading: collections.Counter() for heading in HEADINGS}
        self.lines = {UNKNOWN: [], REFUSED: [], WRONG: []}
        self.refused_words = set(re.findall(r"\w+", "\n".join(refused).lower()))

    def add(self, heading, verdict, name, text=""):
        """`name` is that of the object, with its schema, and behind it that of its part."""
        if verdict == WRONG and self.is_refused(name):
            verdict = REFUSED
        self.counts[heading][verdict] += 1
        if verdict != RIGHT:
            self.lines[verdict].append(f"{heading}: {name}{': ' if text else ''}{text}")

    def is_refused(self, name):
        words = re.findall(r"\w+", re.sub(r"^\w+\.", "", name).split("(")[0].lower())
        return bool(words) and (words[0] in self.refused_words or words[-1] in self.refused_words)

    def count_right(self, heading, total):
        """Of `total` things those are right that nothing was said of."""
        said = sum(self.counts[heading][verdict] for verdict in self.lines)
        self.counts[heading][RIGHT] += max(total - said, 0)

    def is_equal(self):
        return not self.lines[WRONG]

    def text(self):
        lines = [f"{'':26}{'right':>7}{'unknown':>9}{'refused':>9}{'wrong':>7}"]
        for heading in HEADINGS:
            counts = self.counts[heading]
            lines.append(f"{heading:26}{counts[RIGHT]:>7}{counts[UNKNOWN]:>9}{counts[REFUSED]:>9}{counts[WRONG]:>7}")
        lines += [f"{verdict}: {line}" for verdict in (WRONG, UNKNOWN, REFUSED) for line in self.lines[verdict]]
        return "\n".join(lines)


def compare(files, server, difference, schemas, refused=()):
    """Snapshots (parsed) of both, and `rowtype diff --output-format json` from the files' to the server's, over `schemas`; the texts of
    refused statements."""
    report = Report(refused)
    Comparison(files, server, schemas, report).relations()
    add_difference(report, difference, knows_access=files.get("access_known", False))
    objects = {heading: [object for object in server.get(heading, []) if is_own(object, schemas)] for heading in
               ("relations", "types", "functions", "sequences")}
    for heading in ("functions", "sequences"):
        report.count_right(heading, len(objects[heading]))
    report.count_right("types", sum(1 for definition in objects["types"] if "kind" in definition))
    parts = collections.Counter()
    for relation in objects["relations"]:
        parts["checks"] += len(relation.get("checks", [])) + len(relation.get("exclusions", []))
        parts["indexes"] += len(relation.get("indexes", []))
        parts["policies"] += len(relation.get("policies", []))
        parts["triggers"] += len(relation.get("triggers", [])) + len(relation.get("rules", []))
        parts["privileges"] += len(relation.get("grants", []))
        parts["partitions, inheritance"] += ("partition_of" in relation) + len(relation.get("inherits", []))
        parts["comments"] += "comment" in relation
        for column in relation["columns"] if "columns" in relation else []:
            parts["defaults"] += any(member in column for member in ("default", "identity", "generated"))
            parts["collations"] += "collation" in column
            parts["comments"] += "comment" in column
    for heading, total in parts.items():
        report.count_right(heading, total)
    return report


def is_own(thing, schemas):
    return thing["schema"] in schemas and "extension" not in thing


def full_name(thing):
    return f"{thing['schema']}.{thing['name']}"


def type_text(column):
    schema = column.get("type_schema", "pg_catalog")
    text = "unknown" if not schema else column["type"] if schema == "pg_catalog" else f"{schema}.{column['type']}"
    modifiers = ",".join(str(modifier) for modifier in column.get("modifiers", []))
    fields = f" {column['fields']}" if "fields" in column else ""
    return text + (f"({modifiers})" if modifiers else "") + fields + "[]" * column.get("dimensions", 0)


class Comparison:
    def __init__(self, files, server, schemas, report):
        self.of_files = {full_name(relation): relation for relation in files.get("relations", []) if relation["schema"] in schemas}
        self.of_server = {full_name(relation): relation for relation in server.get("relations", []) if is_own(relation, schemas)}
        self.owned = {full_name(relation) for relation in server.get("relations", [])} - set(self.of_server)
        incomplete = set(files.get("incomplete_schemas", []))
        self.unknown_schemas = set(schemas) if "*" in incomplete else incomplete
        self.report = report

    def relations(self):
        for name, relation in self.of_server.items():
            other = self.of_files.get(name)
            if other is None:
                verdict = UNKNOWN if relation["schema"] in self.unknown_schemas else WRONG
                self.report.add("relations", verdict, name, "only in PostgreSQL")
                continue
            kinds = [side.get("kind", "table") for side in (other, relation)]
            self.report.add("relations", RIGHT if kinds[0] == kinds[1] else WRONG, name, f"{kinds[0]}, in PostgreSQL {kinds[1]}")
            is_view = "view" in kinds[1]
            self.columns(name, other, relation, is_view)
            if is_view:
                self.origins(name, other, relation)
            else:
                self.keys(name, other, relation)
        for name, relation in self.of_files.items():
            if name in self.of_server or name in self.owned or "extension" in relation:
                continue
            verdict = WRONG if relation.get("columns_complete", True) else UNKNOWN
            self.report.add("relations", verdict, name, "only in the files")

    def columns(self, name, files, server, is_view):
        known = {column["name"]: column for column in files.get("columns", [])}
        complete = files.get("columns_complete", True)
        heading = "view columns" if is_view else "columns"
        present = []
        for column in server.get("columns", []):
            place = f"{name}.{column['name']}"
            other = known.pop(column["name"], None)
            if other is None:
                self.report.add(heading, WRONG if complete else UNKNOWN, place, "only in PostgreSQL")
                continue
            self.report.add(heading, RIGHT, place)
            present.append(column["name"])
            self.column(place, other, column, is_view)
        for extra in known:
            self.report.add(heading, WRONG if complete else UNKNOWN, f"{name}.{extra}", "only in the files")
        order = [column["name"] for column in files.get("columns", []) if column["name"] in present]
        if order != present and complete:
            self.report.add(heading, WRONG, name, f"order {order}, in PostgreSQL {present}")

    def column(self, place, files, server, is_view):
        types = [type_text(side) for side in (files, server)]
        verdict = RIGHT if types[0] == types[1] else UNKNOWN if types[0].startswith("unknown") else WRONG
        self.report.add("view column types" if is_view else "column types", verdict, place, f"{types[0]}, in PostgreSQL {types[1]}")
        states = [side.get("nullability", "nullable") for side in (files, server)]
        # Of a view both sides are inferred from its query: where one proves more than the other, neither contradicts it.
        verdict = RIGHT if states[0] == states[1] else UNKNOWN if "unknown" in (states if is_view else states[:1]) else WRONG
        self.report.add("view nullability" if is_view else "nullability", verdict, place, f"{states[0]}, in PostgreSQL {states[1]}")

    def keys(self, name, files, server):
        if "primary_key" in server or "primary_key" in files:
            self.key(f"{name} primary key", files.get("primary_key"), server.get("primary_key"), files)
        for kind in ("unique_keys", "foreign_keys"):
            sides = [{key["name"]: key for key in side.get(kind, [])} for side in (files, server)]
            for key in sorted(sides[0].keys() | sides[1].keys()):
                self.key(f"{name} {kind[:-1].replace('_', ' ')} {key}", sides[0].get(key), sides[1].get(key), files)

    def key(self, place, files, server, relation):
        if files == server:
            return self.report.add("keys", RIGHT, place)
        is_known = relation.get("columns_complete", True)
        self.report.add("keys", WRONG if is_known else UNKNOWN, place, f"{json.dumps(files)}, in PostgreSQL {json.dumps(server)}")

    def origins(self, name, files, server):
        columns = [column["name"] for column in server.get("columns", [])]
        known = [column["name"] for column in files.get("columns", [])]
        for index, column in enumerate(columns):
            if column not in known:
                continue
            sides = [origin_text(files, known.index(column)), origin_text(server, index)]
            if not any(sides):
                continue
            verdict = RIGHT if sides[0] == sides[1] else WRONG if all(sides) else UNKNOWN
            self.report.add("view origins", verdict, f"{name}.{column}", f"{sides[0] or 'unknown'}, in PostgreSQL {sides[1] or 'unknown'}")


def origin_text(relation, index):
    origins = relation.get("column_origins", [])
    if index >= len(origins) or "name" not in origins[index]:
        return ""
    return f"{full_name(origins[index])}.{origins[index]['column']}"


def add_difference(report, difference, knows_access):
    """What the snapshots' own comparison above leaves out. `from` is the files' side, `to` PostgreSQL's."""
    of_class = {"type": "types", "function": "functions", "sequence": "sequences", "schema": "privileges"}
    for thing in difference["objects"]:
        is_relation = thing["class"] == "relation"
        if not is_relation and thing["change"] != "changed":
            side = "PostgreSQL" if thing["change"] == "added" else "the files"
            report.add(of_class[thing["class"]], WRONG, thing["name"], f"only in {side}")
        for change in thing["changes"]:
            heading = ASPECTS.get(change["aspect"]) if is_relation else of_class[thing["class"]]
            if change["aspect"] == "privileges":
                heading = "privileges"
            if heading is None:
                continue
            name = thing["name"] + (f" {change['name']}" if change["name"] else "")
            # Dynamic SQL may have switched it on.
            is_known = knows_access or change["aspect"] != "row-level security"
            report.add(heading, WRONG if is_known else UNKNOWN, name,
                       f"{change['aspect']} {change['from'] or 'none'}, in PostgreSQL {change['to'] or 'none'}")
