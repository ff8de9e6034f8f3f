"""Why rowtype says nothing of a difference that Alembic sees: the keys of model_truth.ALLOWED. Runs beside model_side.py."""

import ast
import inspect
import pathlib
import re
import sys
import textwrap

import differences
import sqlalchemy
import sqlalchemy.orm
import stand_ins

try:
    from sqlalchemy.orm import declared_attr
except ImportError:  # before SQLAlchemy 1.4
    from sqlalchemy.ext.declarative import declared_attr

LIBRARIES = ("sqlalchemy.", "sqlmodel.")


def reason(difference, found, metadata, connection):
    """None where rowtype should say it. `found` are all differences."""
    verb, *parts = difference
    if verb.startswith("modify_"):
        column = declared_table(metadata, parts[0], parts[1]).columns[parts[2]]
        if verb == "modify_type" and is_same_to_server(column, connection):
            return "other words for a type"
        if verb == "modify_type" and is_said_of_target(column, found):
            return "type of a key's target"
        if verb == "modify_type" and any(key.column.type is column.type and leads_nowhere(key.constraint, found) for key in column.foreign_keys):
            return "key to what is gone"
        return REASONS[verb](column, *parts[-2:]) if verb in REASONS else None
    if verb in ("add_fk", "remove_fk"):
        if verb == "add_fk" and leads_nowhere(parts[0], found):
            return "key to what is gone"
        other = {"add_fk": "remove_fk", "remove_fk": "add_fk"}[verb]
        return "action of a foreign key" if any(one[0] == other and leads(one[1]) == leads(parts[0]) for one in found) else None
    of_keys = verb in ("add_index", "remove_index", "add_constraint", "remove_constraint")
    if of_keys and differences.from_alembic(difference)[0][0] == "unique":
        return reason_of_unique(verb, parts[0], metadata, connection)
    return None


def declared_table(metadata, schema, name):
    """The model's table, or None. Alembic names no schema where it is the default one, which a model may name all the same."""
    called = differences.qualified(schema, name)
    return next((table for table in metadata.tables.values() if differences.qualified(table.schema, table.name) == called), None)


def is_same_to_server(column, connection):
    """Whether PostgreSQL itself makes the column's type of the words that SQLAlchemy declares it with: FLOAT(6) is real."""
    quote = connection.dialect.identifier_preparer
    try:
        words = column.type.compile(dialect=connection.dialect)
        query = f"SELECT CAST(NULL AS {words}), (SELECT {quote.quote(column.name)} FROM {quote.format_table(column.table)} LIMIT 0)"
        with connection.begin_nested() if connection.in_transaction() else connection.begin():
            result = connection.execute(sqlalchemy.text(query.replace(":", r"\:")))
            made, actual = result.cursor.description
            result.close()
    except sqlalchemy.exc.SQLAlchemyError:  # a type that the server has not
        return False
    # Of each the type, and what is said in brackets behind it.
    return tuple(made[1:6]) == tuple(actual[1:6])


def is_said_of_target(column, found):
    """Whether the type is that of the column which its foreign key leads to, and the same is said there."""
    said = {(differences.qualified(one[1], one[2]), one[3]) for one in found if one[0] == "modify_type"}
    targets = [key.column for key in column.foreign_keys]
    return any(target.type is column.type and (differences.qualified(target.table.schema, target.table.name), target.name) in said
               for target in targets)


def reason_of_type(column, actual, declared):
    # Alembic names the type that a decorator stands for; the column has the decorator.
    if not type(column.type).__module__.startswith(LIBRARIES):
        return "type of its own"
    if isinstance(column.type, sqlalchemy.Enum) and not column.type.native_enum and isinstance(actual, sqlalchemy.String):
        return "room for labels" if actual.length is None or actual.length >= (column.type.length or 0) else None
    times = isinstance(actual, sqlalchemy.DateTime) and isinstance(declared, sqlalchemy.DateTime)
    return "time zone by version" if times and is_of_sqlmodel(column) else None


def reason_of_nullability(column, actual, declared):
    if column.primary_key:
        return "nullable key"
    return "nullable by version" if declared and is_of_sqlmodel(column) and pydantic_version() < 2 else None


def reason_of_default(column, actual, declared):
    if column.primary_key:
        return "default of a key"
    return None if actual is None or declared is None else "another default"


REASONS = {"modify_type": reason_of_type, "modify_nullable": reason_of_nullability, "modify_default": reason_of_default}


def is_of_sqlmodel(column):
    if "sqlmodel" not in sys.modules:
        return False
    return column.table.metadata is sys.modules["sqlmodel"].SQLModel.metadata


def pydantic_version():
    return int(sys.modules["pydantic"].VERSION.partition(".")[0])


def reason_of_unique(verb, item, metadata, connection):
    if any(not isinstance(one, sqlalchemy.Column) for one in getattr(item, "expressions", ())):
        return "unique expressions"
    if item.dialect_options["postgresql"].get("where") is not None:
        return "unique in part"
    kept = kept_by_database(item.table, connection) if verb.startswith("add") else kept_by_model(item.table, metadata)
    return "unique in another form" if {column.name for column in item.columns} in kept else None


def leads(constraint):
    return sorted(constraint.column_keys), constraint.referred_table.name, sorted(element.column.name for element in constraint.elements)


def leads_nowhere(constraint, found):
    """Whether the database lacks a column that the key leads to, or all of the table."""
    lacking = {(differences.qualified(one[1], one[2]), one[3].name) for one in found if one[0] == "add_column"}
    lacking |= {(differences.qualified(one[1].schema, one[1].name), column.name) for one in found if one[0] == "add_table"
                for column in one[1].columns}
    targets = [element.column for element in constraint.elements]
    return any((differences.qualified(target.table.schema, target.table.name), target.name) in lacking for target in targets)


def kept_by_model(table, metadata):
    """The sets of columns that the model keeps unique, by a constraint or by an index of all rows."""
    declared = declared_table(metadata, table.schema, table.name)
    if declared is None:
        return []
    constraints = [one for one in declared.constraints if isinstance(one, (sqlalchemy.UniqueConstraint, sqlalchemy.PrimaryKeyConstraint))]
    indexes = [one for one in declared.indexes if one.unique and one.dialect_options["postgresql"].get("where") is None]
    return [{column.name for column in one.columns} for one in (*constraints, *indexes)]


def kept_by_database(table, connection):
    inspector = sqlalchemy.inspect(connection)
    if not connection.dialect.has_table(connection, table.name, table.schema):
        return []
    kept = [set(one["column_names"]) for one in inspector.get_unique_constraints(table.name, table.schema)]
    kept += [set(one["column_names"]) for one in inspector.get_indexes(table.name, table.schema)
             if one["unique"] and not one.get("dialect_options", {}).get("postgresql_where")]
    return [*kept, set(inspector.get_pk_constraint(table.name, table.schema)["constrained_columns"])]


def is_of_a_package(base):
    """Whether the class is missing, or declares columns and no file of the project does so: rowtype reads the project alone."""
    if base is stand_ins.Base:
        return True
    module = sys.modules.get(base.__module__)
    path = getattr(module, "__file__", None) or ""
    declares = any(type(value).__module__.startswith("sqlalchemy") for value in vars(base).values())
    return declares and "site-packages" in path and not base.__module__.startswith(LIBRARIES)


def has_base_of_a_package(found):
    """Whether a base in a package, which may bring columns and keys, stands above it; mappers' own and the standard library's do not."""
    packages = (one for one in found.__mro__[1:] if not one.__module__.startswith((*LIBRARIES, "flask_sqlalchemy", "pydantic")))
    return any("site-packages" in (getattr(sys.modules.get(one.__module__), "__file__", None) or "") for one in packages)


def decides_by_class(found):
    """Whether a @declared_attr of it or of a class above makes a column or not, as a condition says."""
    return any(any(isinstance(node, (ast.If, ast.IfExp)) for node in ast.walk(tree)) for tree in declared_methods(found))


def is_decided_by_class(column, found):
    """Whether a @declared_attr makes the column, and asks the class how."""
    return any(isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cls"
               for tree in declared_methods(found, column) for node in ast.walk(tree))


def is_of_made_type(column, found):
    """Whether a function of the project gives the column's type: Column(key_type("User"))."""
    attribute = found.__mapper__.get_property_by_column(column).key
    for one in found.__mro__:
        tree = source_of(one) if attribute in vars(one) else None
        for statement in tree.body[0].body if tree else ():
            names = [getattr(target, "id", None) for target in getattr(statement, "targets", [getattr(statement, "target", None)])]
            if attribute in names and isinstance(statement.value, ast.Call):
                return any(is_call_of_function(argument, sys.modules[one.__module__]) for argument in statement.value.args)
    return False


def is_call_of_function(node, module):
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and inspect.isfunction(vars(module).get(node.func.id))
            and "site-packages" not in inspect.getfile(vars(module)[node.func.id]))


def declared_methods(found, name=None):
    """Syntax trees of the @declared_attr methods of a class and those above; of all, or of that name."""
    for one in found.__mro__:
        for attribute, made in list(vars(one).items()):
            if isinstance(made, declared_attr) and not attribute.startswith("__") and name in (None, attribute):
                tree = source_of(made)
                if tree is not None:
                    yield tree


def source_of(made):
    function = made if isinstance(made, type) else getattr(made, "fget", None)
    function = getattr(function, "__func__", function)
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # it is no function's
        return None


def is_of_a_part(found):
    """Whether the class says which of the table's columns it maps."""
    return bool(found.__mapper__.include_properties or found.__mapper__.exclude_properties)


def has_subclasses_columns(found):
    """Whether subclasses that stand in the same table map columns of it that the class does not, as single-table inheritance has them."""
    mapper = found.__mapper__
    return any(set(one.columns) - set(mapper.columns) for one in mapper.self_and_descendants if one.local_table is mapper.local_table)


def is_extended(found):
    """Whether it says that its table may have columns from elsewhere: extend_existing, keep_existing."""
    made = next((vars(one)["__table_args__"] for one in found.__mro__ if "__table_args__" in vars(one)), None)
    options = made[-1] if isinstance(made, (tuple, list)) and made else made
    return isinstance(options, dict) and bool(options.get("extend_existing") or options.get("keep_existing"))


def has_attribute_of_a_package(found):
    """Whether a package other than the mapper makes an attribute of it, which may be a column as well: generic_relationship(…)."""
    kinds = [type(one) for one in found.__mapper__.iterate_properties]
    return any("site-packages" in (getattr(sys.modules.get(kind.__module__), "__file__", None) or "")
               and not kind.__module__.startswith(LIBRARIES) for kind in kinds)


def has_made_arguments(found):
    """Whether a function of the project makes __table_args__, or some of them: make_arguments(cls), (*make_arguments(cls), …)."""
    return any(True for _ in calls_in_arguments(found))


def has_made_schema(found):
    """The same, and which schema that leads to is open: the function is not handed its name, or there are tables in several of them, and
    it may make another one of the name."""
    schemas = {table.schema for table in found.__mapper__.local_table.metadata.tables.values()}
    return any(len(schemas) > 1 or not any(keyword.arg == "schema" and isinstance(keyword.value, ast.Constant) for keyword in call.keywords)
               for call in calls_in_arguments(found))


def calls_in_arguments(found):
    made = next((vars(one)["__table_args__"] for one in found.__mro__ if "__table_args__" in vars(one)), None)
    tree = source_of(made)
    for statement in ast.walk(tree) if tree else ():
        value = statement.value if isinstance(statement, ast.Return) else None
        items = [one.value for one in value.elts if isinstance(one, ast.Starred)] if isinstance(value, ast.Tuple) else [value]
        yield from (item for item in items if isinstance(item, ast.Call))


def is_made_by_code(found):
    """Whether no file has the class: type(name, bases, {})."""
    path = getattr(sys.modules.get(found.__module__), "__file__", None)
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace") if path else ""
    return re.search(rf"\bclass\s+{re.escape(found.__name__)}\b", text) is None


def tables_of_other_systems(modules):
    """Those Table(…)s that stand in a module with the dialect of another database system: rowtype goes by what a file imports, too.
    SQLAlchemy's own dialects say less: tests run on SQLite."""
    for module in modules:
        values = list(vars(module).values())
        kinds = [one if isinstance(one, type) else type(one) for one in values]
        dialects = (kind for kind in kinds if issubclass(kind, sqlalchemy.engine.Dialect) and not kind.__module__.startswith(LIBRARIES))
        if any(dialect.name != "postgresql" for dialect in dialects):
            yield from (one for one in values if isinstance(one, sqlalchemy.Table))
