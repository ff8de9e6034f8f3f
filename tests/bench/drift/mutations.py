"""Changes of a schema, one at a time, as edits of a snapshot: what a migration would have done to it, dependent objects included.

A view stays where something under it goes, as though it had been written anew; a key, an index or a foreign key goes with its columns,
a function with the table whose rows it returns.
"""

import copy
import dataclasses

PLATFORM = {"auth", "storage", "realtime", "extensions", "vault", "graphql", "graphql_public", "cron", "net", "pgsodium", "pgmq"}
# What arrives as no text, or as a text that a uuid is not like.
NO_TEXT = set("bool int2 int4 int8 float4 float8 numeric date time timetz timestamp timestamptz interval json jsonb".split())


@dataclasses.dataclass(frozen=True)
class Mutation:
    kind: str  # "drop column", "rename table", "change type", …
    table: str  # schema.name; of a label the type
    column: str = ""  # of a label the label

    @property
    def new_name(self):
        return (self.column or self.table.split(".")[1]) + "_renamed"

    def __str__(self):
        return f"{self.kind} {self.table}{'.' if self.column else ''}{self.column}"

    def apply(self, snapshot):
        changed = copy.deepcopy(snapshot)
        changed.pop("migrations", None)  # nothing of the checkout is to be applied over it
        {
            "drop table": drop_table,
            "rename table": rename_table,
            "drop column": drop_column,
            "rename column": rename_column,
            "change type": change_type,
            "drop not null": drop_not_null,
            "set not null": set_not_null,
            "rename label": rename_label,
        }[self.kind](changed, self)
        return changed


def own_relations(snapshot):
    """The project's, of which everything is known: of others nothing follows from what is not there."""
    return [each for each in snapshot["relations"] if is_known(each) and not each.get("extension") and each["schema"] not in PLATFORM]


def is_known(relation):
    return relation.get("columns_complete", True) and relation.get("parts_complete", True) and not relation.get("presumed")


def all_mutations(snapshot):
    """Every change of the schema that the benchmark knows, in the order of the schema."""
    found = []
    for relation in own_relations(snapshot):
        table = f"{relation['schema']}.{relation['name']}"
        found += [Mutation("drop table", table), Mutation("rename table", table)]
        key = relation.get("primary_key", {}).get("columns", [])
        for column in relation.get("columns", []):
            found += [Mutation("drop column", table, column["name"]), Mutation("rename column", table, column["name"])]
            found.append(Mutation("change type", table, column["name"]))
            if relation.get("kind", "table") != "table" or column["name"] in key or column.get("generated") or column.get("identity"):
                continue
            if column.get("nullability") == "not_null":
                found.append(Mutation("drop not null", table, column["name"]))
            elif column.get("nullability", "nullable") == "nullable" and "default" not in column:
                found.append(Mutation("set not null", table, column["name"]))
    for definition in snapshot.get("types", []):
        if definition.get("labels") and not definition.get("extension") and definition["schema"] not in PLATFORM:
            found += [Mutation("rename label", f"{definition['schema']}.{definition['name']}", label) for label in definition["labels"]]
    return found


# ----------------------------------------------------------------------------------------------------------------- tables


def find(snapshot, table):
    schema, name = table.split(".", 1)
    return next(each for each in snapshot["relations"] if (each["schema"], each["name"]) == (schema, name))


def refers(reference, relation, prefix=""):
    return reference.get(prefix + "schema") == relation["schema"] and reference.get(prefix + ("relation" if prefix else "name")) == relation["name"]


def drop_table(snapshot, mutation):
    relation = find(snapshot, mutation.table)
    snapshot["relations"].remove(relation)
    for other in snapshot["relations"]:
        other["foreign_keys"] = [key for key in other.get("foreign_keys", []) if not refers(key, relation, "referenced_")]
        other["column_origins"] = [{} if refers(origin, relation) else origin for origin in other.get("column_origins", [])]
    snapshot["sequences"] = [each for each in snapshot.get("sequences", []) if not refers(each.get("owner", {}), relation)]
    snapshot["functions"] = [each for each in snapshot.get("functions", []) if not returns(each, relation)]


def returns(function, relation):
    result = function.get("result", {})
    return result.get("type") == relation["name"] and result.get("type_schema") == relation["schema"]


def rename_table(snapshot, mutation):
    relation = find(snapshot, mutation.table)
    for other in snapshot["relations"]:
        for key in other.get("foreign_keys", []):
            if refers(key, relation, "referenced_"):
                key["referenced_relation"] = mutation.new_name
        for origin in other.get("column_origins", []):
            if refers(origin, relation):
                origin["name"] = mutation.new_name
    for sequence in snapshot.get("sequences", []):
        if refers(sequence.get("owner", {}), relation):
            sequence["owner"]["name"] = mutation.new_name
    for function in snapshot.get("functions", []):
        if returns(function, relation):
            function["result"]["type"] = mutation.new_name
    relation["name"] = mutation.new_name
    snapshot["relations"].sort(key=lambda each: (each["schema"], each["name"]))


# ---------------------------------------------------------------------------------------------------------------- columns


def keys_of(relation):
    """Lists of keys and indexes, each as (owner, member)."""
    return [(relation, member) for member in ("unique_keys", "indexes", "foreign_keys")]


def drop_column(snapshot, mutation):
    relation, name = find(snapshot, mutation.table), mutation.column
    position = next(at for at, each in enumerate(relation["columns"]) if each["name"] == name)
    del relation["columns"][position]
    if relation.get("column_origins"):
        del relation["column_origins"][position]
    if name in relation.get("primary_key", {}).get("columns", []):
        del relation["primary_key"]
    for owner, member in keys_of(relation):
        if member in owner:
            owner[member] = [key for key in owner[member] if name not in key["columns"] + key.get("included_columns", [])]
    for other in snapshot["relations"]:
        other["foreign_keys"] = [
            key for key in other.get("foreign_keys", []) if not (refers(key, relation, "referenced_") and name in key["referenced_columns"])
        ]
        other["column_origins"] = [
            {} if refers(origin, relation) and origin.get("column") == name else origin for origin in other.get("column_origins", [])
        ]
    snapshot["sequences"] = [
        each for each in snapshot.get("sequences", []) if not (refers(each.get("owner", {}), relation) and each["owner"].get("column") == name)
    ]


def rename_column(snapshot, mutation):
    relation, name = find(snapshot, mutation.table), mutation.column
    column(relation, name)["name"] = mutation.new_name
    keys = [relation["primary_key"]] if "primary_key" in relation else []
    keys += [key for owner, member in keys_of(relation) for key in owner.get(member, [])]
    for key in keys:
        for part in ("columns", "included_columns"):
            if part in key:
                key[part] = [mutation.new_name if each == name else each for each in key[part]]
    for other in snapshot["relations"]:
        for key in other.get("foreign_keys", []):
            if refers(key, relation, "referenced_"):
                key["referenced_columns"] = [mutation.new_name if each == name else each for each in key["referenced_columns"]]
        for origin in other.get("column_origins", []):
            if refers(origin, relation) and origin.get("column") == name:
                origin["column"] = mutation.new_name
    for sequence in snapshot.get("sequences", []):
        if refers(sequence.get("owner", {}), relation) and sequence["owner"].get("column") == name:
            sequence["owner"]["column"] = mutation.new_name


def column(relation, name):
    return next(each for each in relation["columns"] if each["name"] == name)


def change_type(snapshot, mutation):
    """To a type whose values no annotation for the old one takes: uuid for what is no text, bigint for the rest."""
    changed = column(find(snapshot, mutation.table), mutation.column)
    text = "type_schema" in changed or changed["type"] not in NO_TEXT and not changed.get("dimensions")
    for member in ("type_schema", "modifiers", "dimensions", "fields", "collation"):
        changed.pop(member, None)
    changed["type"] = "int8" if text else "uuid"
    if "default" in changed:
        changed["default"] = "0" if text else "gen_random_uuid()"


def drop_not_null(snapshot, mutation):
    column(find(snapshot, mutation.table), mutation.column).pop("nullability")


def set_not_null(snapshot, mutation):
    column(find(snapshot, mutation.table), mutation.column)["nullability"] = "not_null"


def rename_label(snapshot, mutation):
    schema, name = mutation.table.split(".", 1)
    for definition in snapshot["types"]:
        if (definition["schema"], definition["name"]) == (schema, name):
            definition["labels"] = [mutation.new_name if each == mutation.column else each for each in definition["labels"]]
    for relation in snapshot["relations"]:
        for each in relation.get("columns", []):
            if (each.get("type_schema"), each["type"]) == (schema, name) and each.get("default", "").startswith(f"'{mutation.column}'"):
                each["default"] = each["default"].replace(mutation.column, mutation.new_name, 1)
