"""The snapshot that `rowtype pull` writes, in canonical form: {object: {member: value}}.

Every member of the snapshot is taken up; one that this file does not know ends the test, so that what the snapshot learns next is
compared from its first day.
"""

import json
import os
import pathlib
import subprocess
import tempfile

SNAPSHOT = {
    "version", "server_version", "schemas", "search_path", "incomplete_schemas", "migrations", "relations", "types", "functions", "sequences",
    "access_known", "policies_known", "triggers_known", "schema_privileges", "default_privileges", "notes",
}  # fmt: skip
TYPE = {"type", "type_schema", "modifiers", "dimensions", "fields"}
RELATION = {
    "schema", "name", "kind", "comment", "extension", "row_security", "row_security_forced", "columns_complete", "partition_of", "inherits",
    "definition", "columns", "primary_key", "unique_keys", "foreign_keys", "checks", "exclusions", "indexes", "column_origins", "policies", "grants",
    "triggers", "rules",
}  # fmt: skip
COLUMN = TYPE | {"name", "nullability", "default", "identity", "generated", "generated_expression", "collation", "comment"}
KEY = {"name", "columns", "included_columns", "nulls_not_distinct", "deferrable", "initially_deferred", "without_overlaps", "comment"}
FOREIGN_KEY = {
    "name", "columns", "referenced_schema", "referenced_relation", "referenced_columns", "on_update", "on_delete", "match_full", "deferrable",
    "initially_deferred", "set_columns", "validated", "enforced", "comment",
}  # fmt: skip
CHECK = {"name", "expression", "validated", "enforced", "inherited", "comment"}
EXCLUSION = {"name", "method", "elements", "operators", "predicate", "deferrable", "initially_deferred", "comment"}
INDEX = {
    "name", "method", "columns", "expressions", "included_columns", "predicate", "unique", "nulls_not_distinct", "orders", "operator_classes",
}  # fmt: skip
POLICY = {"name", "command", "permissive", "roles", "using", "check"}
TRIGGER = {"name", "function_schema", "function", "timing", "for_each_row", "events", "columns", "state"}
GRANT = {"role", "column", "privileges"}
DEFINITION = {
    "schema", "name", "kind", "comment", "extension", "labels", "base", "not_null", "default", "checks", "attributes", "collation", "multirange",
}  # fmt: skip
ARGUMENT = TYPE | {"name", "mode", "has_default", "default"}
FUNCTION = {
    "schema", "name", "comment", "extension", "is_procedure", "returns_set", "volatility", "security_definer", "single_row", "grants", "result", "arguments",
}  # fmt: skip
SEQUENCE = {
    "schema", "name", "comment", "extension", "type", "start", "increment", "minimum", "maximum", "cache", "cycle", "identity", "owner", "grants",
}  # fmt: skip
PRIVILEGES = {"owner", "schema", "objects", "grants"}

# What SQLAlchemy tells and a snapshot leaves out: how things are stored. Where it is told, allowed.py has to say why.
NOT_KEPT_OF_RELATIONS = {"table_options": {}}
NOT_KEPT_OF_INDEXES = {"with": {}, "invalid": False}


def take(program, url):
    """The snapshot that `rowtype pull` writes of the database."""
    with tempfile.TemporaryDirectory(prefix="rowtype-oracle-") as folder:
        target = pathlib.Path(folder) / "schema.json"
        environment = {**os.environ, "ROWTYPE_ORACLE_URL": url}
        command = [program, "pull", "--schema", "postgres", "--database-url-env", "ROWTYPE_ORACLE_URL", "-o", target]
        done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"rowtype pull ended with {done.returncode}: {done.stdout.decode()}")
        return json.loads(target.read_text(encoding="utf-8"))


def known(object_, members):
    unknown = object_.keys() - members
    if unknown:
        raise RuntimeError(f"the snapshot has members that this test does not compare; teach from_rowtype.py: {sorted(unknown)} in {object_}")
    return object_


class Canonical:
    def __init__(self, snapshot, spelling):
        self.spelling = spelling
        self.objects = {}
        known(snapshot, SNAPSHOT)
        for schema in snapshot["schemas"]:
            self.objects[f"schema {spelling.name(schema)}"] = {"grants": {}}
        for privileges in snapshot.get("schema_privileges", []):
            known(privileges, {"schema", "grants"})
            self.objects[f"schema {spelling.name(privileges['schema'])}"] = {"grants": grants(privileges)}
        for relation in snapshot.get("relations", []):
            self.relation(known(relation, RELATION))
        for definition in snapshot.get("types", []):
            self.definition(known(definition, DEFINITION))
        for function in snapshot.get("functions", []):
            self.function(known(function, FUNCTION))
        for sequence in snapshot.get("sequences", []):
            self.sequence(known(sequence, SEQUENCE))
        for privileges in snapshot.get("default_privileges", []):
            known(privileges, PRIVILEGES)
            schema = privileges.get("schema")
            where = f"default privileges of {privileges.get('owner', '')} on {privileges.get('objects', 'relations')}"
            self.objects[where + (f" in {spelling.name(schema)}" if schema else "")] = {"grants": grants(privileges)}
        self.objects["database"] = {"notes": [note["message"] for note in snapshot.get("notes", [])]}

    # --- relations ---

    def relation(self, relation):
        where = self.spelling.qualified(relation["schema"], relation["name"])
        columns = relation.get("columns", [])
        self.objects[f"relation {where}"] = {
            "kind": relation.get("kind", "table"),
            "comment": relation.get("comment", ""),
            "extension": relation.get("extension", ""),
            "row_security": [relation.get("row_security", False), relation.get("row_security_forced", False)],
            "columns": [column["name"] for column in columns],
            "partition_of": self.named(relation.get("partition_of")),
            "inherits": [self.named(parent) for parent in relation.get("inherits", [])],
            "definition": relation.get("definition", ""),
            "columns_complete": relation.get("columns_complete", True),
            "grants": grants(relation),
            "rules": relation.get("rules", []),
            "inherited_names": [parent["name"] for parent in [relation.get("partition_of")] + relation.get("inherits", []) if parent],
            **NOT_KEPT_OF_RELATIONS,
        }
        origins = relation.get("column_origins") or [{}] * len(columns)
        for column, origin in zip(columns, origins, strict=True):
            self.column(where, known(column, COLUMN), origin, grants(relation, column["name"]))
        if "primary_key" in relation:
            self.key(where, known(relation["primary_key"], KEY), primary=True)
        for key in relation.get("unique_keys", []):
            self.key(where, known(key, KEY), primary=False)
        for key in relation.get("foreign_keys", []):
            self.foreign_key(where, known(key, FOREIGN_KEY))
        for check in relation.get("checks", []):
            self.constraint(where, known(check, CHECK), {"kind": "check", "definition": self.spelling.check(check), **parts_of_check(check)})
        for exclusion in relation.get("exclusions", []):
            known(exclusion, EXCLUSION)
            self.constraint(where, exclusion, {"kind": "exclusion", "definition": self.spelling.exclusion(exclusion)})
        for index in relation.get("indexes", []):
            self.index(where, relation, known(index, INDEX))
        for policy in relation.get("policies", []):
            known(policy, POLICY)
            self.objects[f"policy {where}.{self.spelling.name(policy['name'])}"] = {
                "command": policy.get("command", "all"),
                "permissive": policy.get("permissive", True),
                "roles": sorted(policy.get("roles", ["public"])),
                "using": policy.get("using"),
                "check": policy.get("check"),
            }

        for trigger in relation.get("triggers", []):
            known(trigger, TRIGGER)
            self.objects[f"trigger {where}.{self.spelling.name(trigger['name'])}"] = {
                "function": self.spelling.qualified(trigger["function_schema"], trigger["function"]),
                "timing": trigger.get("timing", "after"),
                "level": "row" if trigger.get("for_each_row") else "statement",
                "events": sorted(trigger["events"]),
                "columns": trigger.get("columns", []),
                "state": trigger.get("state", "enabled"),
            }

    def named(self, name):
        return self.spelling.qualified(name["schema"], name["name"]) if name else None

    def column(self, relation, column, origin, column_grants):
        known(origin, {"schema", "name", "column"})
        self.objects[f"column {relation}.{self.spelling.name(column['name'])}"] = {
            "type": self.spelling.type(column),
            "nullable": {"nullable": True, "not_null": False}.get(column.get("nullability", "nullable"), "unknown"),
            "default": column.get("default"),
            "identity": column.get("identity", "none"),
            "identity_options": {},
            "generated": [column.get("generated", "none"), column.get("generated_expression")],
            "collation": column.get("collation", ""),
            "comment": column.get("comment", ""),
            "origin": self.spelling.qualified(origin["schema"], origin["name"], origin["column"]) if origin else None,
            "grants": column_grants,
        }

    def constraint(self, relation, parts, members):
        self.objects[f"constraint {relation}.{self.spelling.name(parts['name'])}"] = {**members, "comment": parts.get("comment", "")}

    def key(self, relation, key, primary):
        self.constraint(relation, key, {
            "kind": "primary key" if primary else "unique",
            "columns": key["columns"],
            "include": key.get("included_columns", []),
            "nulls_not_distinct": key.get("nulls_not_distinct", False),
            "definition": self.spelling.key(key, primary),
        })  # fmt: skip

    def foreign_key(self, relation, key):
        self.constraint(relation, key, {
            "kind": "foreign key",
            "columns": key["columns"],
            "referred": [key["referenced_schema"], key["referenced_relation"], key["referenced_columns"]],
            "options": options_of_foreign_key(key, self.spelling),
            "definition": self.spelling.foreign_key(key),
        })  # fmt: skip

    def index(self, where, relation, index):
        expressions = iter(index.get("expressions", []))
        elements = [column or next(expressions, "(missing)") for column in index["columns"]]
        self.objects[f"index {where}.{self.spelling.name(index['name'])}"] = {
            "unique": index.get("unique", False),
            "elements": elements,
            "include": index.get("included_columns", []),
            "using": index.get("method", "btree"),
            "where": index.get("predicate", ""),
            "nulls_not_distinct": index.get("nulls_not_distinct", False),
            "sorting": {element: order for element, order in zip(elements, index.get("orders", [])) if order != "asc"},
            "ops": {element: name for element, name in zip(elements, index.get("operator_classes", [])) if name},
            "definition": self.spelling.index(index, relation["schema"], relation["name"]),
            **NOT_KEPT_OF_INDEXES,
        }

    # --- everything else ---

    def definition(self, definition):
        kind = definition.get("kind", "other")
        members = {"kind": kind, "comment": definition.get("comment", ""), "extension": definition.get("extension", "")}
        if kind == "enum":
            members["labels"] = definition.get("labels", [])
        if kind in ("domain", "range"):
            members["base"] = self.spelling.type(definition["base"])
        if kind == "range":
            members["multirange"] = self.named(definition.get("multirange"))
        if kind == "domain":
            members["not_null"] = definition.get("not_null", False)
            members["default"] = definition.get("default")
            members["collation"] = definition.get("collation", "")
            members["checks"] = [[known(check, CHECK)["name"], check["expression"]] for check in definition.get("checks", [])]
            members["check_details"] = [[self.spelling.check(check), check.get("comment", "")] for check in definition.get("checks", [])]
        if kind == "composite":
            attributes = definition.get("attributes", [])
            members["attributes"] = [[known(attribute, TYPE | {"name"})["name"], self.spelling.type(attribute)] for attribute in attributes]
        self.objects[f"type {self.spelling.qualified(definition['schema'], definition['name'])}"] = members

    def function(self, function):
        arguments = [known(argument, ARGUMENT) for argument in function.get("arguments", [])]
        inputs = [self.spelling.type(argument) for argument in arguments if argument.get("mode", "in") in ("in", "in_out", "variadic")]
        where = f"function {self.spelling.qualified(function['schema'], function['name'])}({', '.join(inputs)})"
        if where in self.objects:
            raise RuntimeError(f"the snapshot has {where} twice")
        self.objects[where] = {
            "kind": "procedure" if function.get("is_procedure") else "function",
            "arguments": [[argument.get("mode", "in"), argument.get("name", ""), self.spelling.type(argument)] for argument in arguments],
            "has_default": [argument.get("has_default", False) for argument in arguments],
            "defaults": [argument.get("default") for argument in arguments],
            "returns": [function.get("returns_set", False), self.spelling.type(function["result"]) if "result" in function else None],
            "volatility": function.get("volatility", "volatile"),
            "security_definer": function.get("security_definer", False),
            "single_row": function.get("single_row", False),
            "comment": function.get("comment", ""),
            "extension": function.get("extension", ""),
            "grants": grants(function),
        }

    def sequence(self, sequence):
        owner = sequence.get("owner")
        self.objects[f"sequence {self.named(sequence)}"] = {
            "options": {
                "type": self.spelling.type({"type": sequence.get("type", "int8")}),
                "start": sequence.get("start", 1),
                "increment": sequence.get("increment", 1),
                "minvalue": sequence.get("minimum", 1),
                "maxvalue": sequence.get("maximum", 2**63 - 1),
                "cache": sequence.get("cache", 1),
                "cycle": sequence.get("cycle", False),
            },
            "owner": self.spelling.qualified(owner["schema"], owner["name"], owner["column"]) if owner else None,
            "identity": sequence.get("identity", False),
            "comment": sequence.get("comment", ""),
            "extension": sequence.get("extension", ""),
            "grants": grants(sequence),
        }
        if sequence.get("identity"):
            options = self.objects[f"sequence {self.named(sequence)}"]["options"]
            column = self.objects[f"column {self.spelling.qualified(owner['schema'], owner['name'], owner['column'])}"]
            column["identity_options"] = {name: value for name, value in options.items() if name != "type"}


def parts_of_check(check):
    options = {"not_valid": not check.get("validated", True) and check.get("enforced", True), "no_inherit": not check.get("inherited", True)}
    return {"sqltext": check["expression"], "options": {name: True for name, value in options.items() if value}}


def options_of_foreign_key(key, spelling):
    """As SQLAlchemy has them: what PostgreSQL does anyway is left out."""
    words = {"restrict": "RESTRICT", "cascade": "CASCADE", "set_null": "SET NULL", "set_default": "SET DEFAULT"}
    on_delete = words.get(key.get("on_delete"))
    if on_delete and key.get("set_columns"):
        on_delete += f" ({spelling.names(key['set_columns'])})"
    options = {
        "onupdate": words.get(key.get("on_update")),
        "ondelete": on_delete,
        "match": "FULL" if key.get("match_full") else None,
        "deferrable": key.get("deferrable"),
        "initially": "DEFERRED" if key.get("initially_deferred") else None,
    }
    return {name: value for name, value in options.items() if value}


def grants(object_, column=""):
    found = {}
    for grant in object_.get("grants", []):
        known(grant, GRANT)
        if grant.get("column", "") == column:
            found[grant["role"]] = sorted(grant["privileges"])
    return found
