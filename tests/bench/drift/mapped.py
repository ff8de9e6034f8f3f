"""Mapped classes (SQLAlchemy, SQLModel) in a project that names no uses in comments: for the finder, by `ast` alone.

A class is a table's where its body sets `__tablename__` to a text, or where SQLModel makes it one (`table=True`). Attributes are those
that are declared by `Column`, `mapped_column`, `Field` or `Mapped[…]`, in the class or in a base of it that the project has once.
"""

import ast
import collections

import uses as kinds

COLUMN_CALLS = {"Column", "mapped_column", "Field"}
NOT_COLUMNS = {"relationship", "Relationship", "association_proxy", "column_property", "composite", "synonym", "hybrid_property"}


def find(project):
    """The uses in every class that is a table's."""
    classes = collections.defaultdict(list)
    for file, tree in project.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name].append((file, node))
    for file, node in [each for found in classes.values() for each in found]:
        use = table_of(project, file, node)
        if use:
            yield use
            for owner, owned in lineage(file, node, classes):
                yield from attributes(project, owner, owned, use.table)


def table_of(project, file, node):
    values = {name: value for name, value in assigned(node)}
    schema = schema_of(values.get("__table_args__"))
    if "__tablename__" in values:
        text = project.text(file, values["__tablename__"])
        table = project.relation(text.value, schema) if text else None
        return project.use(text, "orm-table", table, "") if table else None
    is_model = any(each.arg == "table" and getattr(each.value, "value", False) is True for each in node.keywords)
    table = project.relation(node.name.lower(), schema) if is_model else None
    return kinds.Use(file, node.lineno, "orm-table", table) if table else None


def schema_of(value):
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    for part in parts:
        if isinstance(part, ast.Dict):
            for name, each in zip(part.keys, part.values):
                if isinstance(name, ast.Constant) and name.value == "schema" and isinstance(each, ast.Constant):
                    return each.value
    return None


def assigned(node):
    for each in node.body:
        target = each.targets[0] if isinstance(each, ast.Assign) else each.target if isinstance(each, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and each.value is not None:
            yield target.id, each.value


def lineage(file, node, classes, depth=0):
    """The class and the bases of it that one class of the project bears the name of, but those that are tables of their own."""
    yield file, node
    for base in node.bases if depth < 8 else ():
        name = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", None)
        found = classes.get(name, [])
        if len(found) == 1 and found[0][1] is not node and "__tablename__" not in dict(assigned(found[0][1])):
            yield from lineage(*found[0], classes, depth + 1)


def attributes(project, file, node, table):
    for each in node.body:
        target = each.targets[0] if isinstance(each, ast.Assign) else each.target if isinstance(each, ast.AnnAssign) else None
        if not isinstance(target, ast.Name) or not is_column(each):
            continue
        column = named_column(each.value) or target.id
        if column in project.columns(table):
            yield kinds.Use(file, each.lineno, "attribute", table, column, target.col_offset + 1, target.end_col_offset + 1)
        for call in ast.walk(each.value) if each.value is not None else ():
            for key in keys_of(call) if isinstance(call, ast.Call) else ():
                if other := project.relation(str(key.value).rpartition(".")[0]):
                    yield kinds.Use(file, each.lineno, "orm-fk", other)


def keys_of(call):
    """The texts of `ForeignKey("t.c")` and of SQLModel's `foreign_key="t.c"`."""
    found = call.args[:1] if called(call) == "ForeignKey" else [each.value for each in call.keywords if each.arg == "foreign_key"]
    return [each for each in found if isinstance(each, ast.Constant)]


def is_column(statement):
    annotation = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
    calls = {called(call) for call in ast.walk(statement.value) if isinstance(call, ast.Call)} if statement.value is not None else set()
    if calls & NOT_COLUMNS or "ClassVar" in annotation or "Mapped[list" in annotation or "WriteOnlyMapped" in annotation:
        return False
    return bool(calls & COLUMN_CALLS) or annotation.startswith(("Mapped[", "orm.Mapped["))


def named_column(value):
    """The text that `Column("name", …)`, `mapped_column("name")` or a `sa_column=Column("name")` gives, over the attribute's name."""
    for call in ast.walk(value) if value is not None else ():
        if isinstance(call, ast.Call) and called(call) in ("Column", "mapped_column"):
            first = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "name"), None)
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return None


def called(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
