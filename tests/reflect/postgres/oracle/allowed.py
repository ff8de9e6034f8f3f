"""Where rowtype and an oracle may differ, and why: one entry a kind of difference, which recognises only that difference.

An entry that explains nothing in a whole run fails the run, in the versions and databases for which it stands.
"""

import re

from compare import Allowance


def relation_of(difference):
    """Both sides' members of the relation that a column, constraint or index belongs to."""
    name = difference.object.split(" ", 1)[1]
    relation = name[: -len(last_part(name)) - 1]
    return difference.context["ours"].get(f"relation {relation}", {})


def last_part(name):
    return re.search(r'(?:[^".]+|"(?:[^"]|"")*")$', name).group(0)


def is_view(difference):
    return relation_of(difference).get("kind") in ("view", "materialized_view")


def domain_of(difference):
    """The members of the domain that a column is of, or of the domain in its array; else nothing."""
    column = difference.context["ours"].get(difference.object, {})
    definition = difference.context["ours"].get("type " + column.get("type", "").rstrip("[]"), {})
    return definition if definition.get("kind") == "domain" else {}


def is_of_domain(difference):
    return bool(domain_of(difference)) or difference.object_of("ours").get("type", "").startswith("information_schema.")


def without_dimensions(type_):
    return re.sub(r"(\[\])+$", "[]", type_)


def without_storage(definition):
    """An index without collations, options of operator classes, storage parameters and tablespace."""
    head, where, predicate = definition.partition(" WHERE ")
    head = re.sub(r' COLLATE (?:[a-z_]+|"(?:[^"]|"")+")(?:\.(?:[a-z_]+|"(?:[^"]|"")+"))?', "", head)
    option = r"[a-z_]+=(?:'[^']*'|\w+)"
    head = re.sub(rf" \({option}(?:, {option})*\)", "", head)
    head = re.sub(r" WITH$", "", re.sub(r" TABLESPACE \S+", "", head))
    # Operator classes are kept by name, without their schema.
    return re.sub(r" (?:[a-z_]+|\"(?:[^\"]|\"\")+\")\.([a-z0-9_]+_ops)(?=[,) ])", r" \1", head) + where + predicate


def without_element_options(definition):
    """An exclusion without collations, operator classes and orders of its elements, and without included columns."""
    definition = re.sub(r" (?:[a-z0-9_]+_ops|DESC|ASC|NULLS FIRST|NULLS LAST)(?= )", "", without_storage(definition))
    return re.sub(r" INCLUDE \([^)]*\)", "", definition)


# --- SQLAlchemy ---------------------------------------------------------------------------------------------------------

RENAMED = {"name": "character varying", '"char"': "character varying"}


def sqlalchemy_type_text(difference):
    return str(difference.theirs).replace(" (", "(") if str(difference.theirs).startswith("interval") else str(difference.theirs)


SQLALCHEMY = [
    Allowance("column", "nullable", "attnotnull is always false in views; SQLAlchemy says nullable, rowtype what the definition proves",
              lambda d: is_view(d) and d.theirs is True),
    Allowance("column", "nullable", "a view's column of a domain that refuses NULL may be NULL all the same, by an outer join; SQLAlchemy says it is not",
              lambda d: is_view(d) and d.theirs is False and bool(domain_of(d))),
    Allowance("column", "nullable", "SQLAlchemy looks at a column's own domain only; a domain below it refuses NULL too",
              lambda d: d.ours is False and d.theirs is True and domain_of(d).get("not_null") is False),
    Allowance("column", "nullable", "SQLAlchemy takes a NOT NULL that is not validated for one that holds for every row",
              lambda d: (d.ours, d.theirs) == ("unknown", False) and not is_view(d), since=18),
    Allowance("column", "type", "SQLAlchemy knows no composites, ranges of users, geometric types, types of extensions and others: NullType",
              lambda d: d.theirs == "(not recognised)"),
    Allowance("column", "type", "SQLAlchemy drops the number of array dimensions",
              lambda d: d.theirs.endswith("[]") and without_dimensions(d.ours) == d.theirs),
    Allowance("column", "type", "SQLAlchemy takes the types name and \"char\" for character varying",
              lambda d: RENAMED.get(d.ours.removesuffix("[]")) == d.theirs.removesuffix("[]")),
    Allowance("column", "type", "SQLAlchemy puts a blank before the precision of intervals",
              lambda d: d.theirs.startswith("interval ") and sqlalchemy_type_text(d) == d.ours),
    Allowance("column", "default", "SQLAlchemy shows a domain's default as the column's; to rowtype it is the domain's",
              lambda d: d.ours is None and is_of_domain(d)),
    Allowance("column", "collation", "SQLAlchemy shows a domain's collation as the column's",
              lambda d: d.ours == "" and is_of_domain(d) and d.theirs in ("default", "C")),
    Allowance("column", "collation", "SQLAlchemy has no collation where it does not know the type",
              lambda d: d.theirs == "" and d.context["theirs"][d.object]["type"] == "(not recognised)"),
    Allowance("column", "identity", "SQLAlchemy looks for a sequence of the partition's own, and there is the parent's only",
              lambda d: d.theirs == "none" and relation_of(d).get("partition_of") is not None, since=17),
    Allowance("constraint", "present", "SQLAlchemy lists a foreign key again for each partition of its table or of its target",
              lambda d: d.ours is None and d.theirs["kind"] == "foreign key" and f"constraint {d.object.split(' ', 1)[1]}" in d.context["theirs"]),
    Allowance("constraint", "present", "SQLAlchemy knows no exclusion constraints",
              lambda d: d.theirs is None and d.ours["kind"] == "exclusion"),
    Allowance("constraint", "sqltext", "SQLAlchemy takes the parentheses from around a whole check",
              lambda d: d.ours == f"({d.theirs})"),
    Allowance("constraint", "sqltext", "SQLAlchemy's pattern for checks does not know NOT ENFORCED",
              lambda d: d.theirs == "" and d.object_of("ours")["definition"] == f"CHECK ({d.ours}) NOT ENFORCED", since=18),
    Allowance("index", "with", "a snapshot does not keep storage parameters: no query depends on them",
              lambda d: d.ours == {}),
    Allowance("index", "invalid", "a snapshot does not keep that an index is not complete yet",
              lambda d: d.theirs is True),
    Allowance("relation", "kind", "SQLAlchemy does not tell partitioned tables from others",
              lambda d: (d.ours, d.theirs) == ("partitioned_table", "table")),
    Allowance("relation", "table_options", "a snapshot does not keep storage parameters: no query depends on them",
              lambda d: d.ours == {} and d.theirs.keys() == {"postgresql_with"}),
    Allowance("relation", "table_options", "a snapshot does not keep the access method of tables: no query depends on it",
              lambda d: d.ours == {} and d.theirs.keys() == {"postgresql_using"}, databases=("regression",)),
    Allowance("type", "present", "SQLAlchemy's Inspector has enums and domains only",
              lambda d: d.theirs is None and d.ours["kind"] in ("composite", "range", "other")),
    Allowance("type", "base", "SQLAlchemy drops all from the modifiers of a domain's base type on",
              lambda d: "(" in d.ours and d.ours[: d.ours.index("(")] == d.theirs),
    Allowance("type", "base", "SQLAlchemy drops the number of array dimensions",
              lambda d: d.theirs.endswith("[]") and without_dimensions(d.ours) == d.theirs),
    Allowance("type", "collation", "SQLAlchemy says \"default\" where there is no collation of a domain's own",
              lambda d: (d.ours, d.theirs) == ("", "default")),
    Allowance("type", "checks", "SQLAlchemy cuts the last letter from NOT VALID and leaves the rest in the text",
              lambda d: [[name, text.removesuffix(") NOT VALI")] for name, text in d.theirs] == d.ours),
]  # fmt: skip

# --- PostgreSQL ---------------------------------------------------------------------------------------------------------

POSTGRESQL = [
    Allowance("column", "nullable", "PostgreSQL does not tell of views; rowtype says what the definition proves, and no row of the view refutes it",
              lambda d: is_view(d) and (d.ours, d.theirs) == (False, "unknown")),
    Allowance("column", "nullable", "a row of the view holds NULL, which its definition alone does not tell",
              lambda d: is_view(d) and (d.ours, d.theirs) == ("unknown", True)),
    Allowance("relation", "extension", "what stands in a schema of Supabase's own roles is the platform's, as if an extension had brought it",
              lambda d: (d.ours, d.theirs) == ("supabase", ""), databases=("shop",)),
    Allowance("index", "definition", "a snapshot does not keep collations of index columns, schema and options of operator classes, and storage parameters",
              lambda d: without_storage(d.theirs) == d.ours),
    Allowance("constraint", "definition", "a snapshot does not keep how an exclusion's index orders and includes; its index beside it has that",
              lambda d: d.theirs.startswith("EXCLUDE ") and without_element_options(d.theirs) == d.ours),
    Allowance("type", "grants", "a snapshot does not keep privileges on types: PostgREST and drivers ask for none to read values",
              lambda d: d.ours == "(not told)"),
    Allowance("constraint", "present", "a snapshot keeps NOT NULL as the column's nullability, not as a constraint with a name",
              lambda d: d.ours is None and d.theirs["kind"] == "not null", since=18),
    Allowance("constraint", "definition", "that a foreign key compares periods follows from the key that it refers to (WITHOUT OVERLAPS)",
              lambda d: d.theirs.replace(", PERIOD ", ", ") == d.ours, since=18),
]  # fmt: skip
