"""How objects.py asks of generated models whether they say what the database does. A probe takes a Case and returns where the models are
right; else it raises Absent, where they say nothing of the object, or Wrong, where they say something else or cannot be used."""

import dataclasses
import json
import typing
import warnings

import psycopg
import pydantic
import sqlalchemy
import typing_extensions
from judge import reading
from sqlalchemy.types import NullType
from tools import NoModel

RIGHT, WRONG, ABSENT = "right", "wrong", "absent"


class Absent(Exception):
    pass


class Wrong(Exception):
    pass


class Unsound(Exception):
    """The benchmark's own mistake: the database does not say what a probe takes for granted."""


@dataclasses.dataclass
class Case:
    """What one tool made of one object. `connection` is to the object's database, `empty` gives the URL of a new one."""

    tool: object
    modules: list
    connection: psycopg.Connection
    url: str
    empty: object

    def rows(self, table):
        return [row for (row,) in self.connection.execute(f"SELECT to_json(t)::jsonb FROM {table} t ORDER BY 1").fetchall()]

    def columns(self, table):
        return [column.name for column in self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description]

    def takes(self, statement, *values):
        """Whether the database does."""
        with self.connection.transaction(force_rollback=True):
            try:
                self.connection.execute(statement, values)
            except psycopg.Error:
                return False
            return True

    def takes_insert(self, table, body):
        names = ", ".join(f'"{name}"' for name in body)
        if not body:
            return self.takes(f"INSERT INTO {table} DEFAULT VALUES")
        return self.takes(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", json.dumps(body)
        )

    def takes_update(self, table, row, change):
        (name,) = change
        values = f'SELECT "{name}" FROM jsonb_populate_record(NULL::{table}, %s::jsonb)'
        return self.takes(f'UPDATE {table} SET "{name}" = ({values}) WHERE id = %s', json.dumps(change), row["id"])


def both(*probes):
    def probe(case):
        for one in probes:
            one(case)

    return probe


# ---------------------------------------------------------------------------------------------------------------- models that validate


def takes(table, *refused):
    """Rows as the server prints them are taken and given back. `refused`: changes of the first row that database and model refuse."""

    def probe(case):
        model = row_model(case, table)
        rows = case.rows(table)
        for row in rows:
            goes_round(case, model, table, row)
        for change in refused:
            if case.takes_update(table, rows[0], change):
                raise Unsound(f"the database takes {change}")
            if refusal(model, rows[0] | change) is None:
                raise Absent(f"{change} is taken")

    return probe


def goes_round(case, model, table, row):
    reason = refusal(model, row)
    if reason is not None:
        raise Wrong(reason)
    body = dumped(model, row)
    record = f"to_jsonb(jsonb_populate_record(NULL::{table}, %s::jsonb))"
    same, made = case.connection.execute(
        f"SELECT {record} = %s::jsonb, {record}::text", [json.dumps(body), json.dumps(row), json.dumps(body)]
    ).fetchone()
    if not same:
        raise Wrong(f"{row} became {made}")


def refusal(model, row):
    """Why the model does not take it; None where it does."""
    try:
        model.model_validate(row)
    except pydantic.ValidationError as problem:
        return "; ".join(f"{error['loc']}: {error['msg']}" for error in problem.errors())
    return None


def dumped(model, row, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.model_validate(row).model_dump(mode="json", by_alias=True, **options)


def row_model(case, table):
    """By its name as the tool makes it; where the table's name is odd, the first model that has the table's columns."""
    wanted = set(case.columns(table))
    try:
        named = [case.tool.model(case.modules, table)]
    except NoModel:
        named = []
    for model in named + models_of(case):
        if {field.alias or name for name, field in model.model_fields.items()} == wanted:
            return case.tool.complete(model)
    if named:
        raise Wrong(f"the columns of {table} are other ones")
    raise Absent(f"no model of {table}")


def models_of(case):
    values = [value for module in case.modules for value in vars(module).values()]
    return [
        value for value in values if isinstance(value, type) and issubclass(value, pydantic.BaseModel) and value is not pydantic.BaseModel
    ]


def writes(table, *bodies):
    """The model of what is inserted agrees with the database on each body: it refuses those that the database refuses, or what it sends
    in their place is taken."""

    def probe(case):
        try:
            model = case.tool.complete(case.tool.model(case.modules, table, case.tool.insert))
        except NoModel as problem:
            raise Absent(str(problem)) from problem
        for body in bodies:
            sent = sent_body(model, body)
            if sent is None and case.takes_insert(table, body):
                raise Wrong(f"{body} is refused")
            if sent is not None and not case.takes_insert(table, sent):
                raise Wrong(f"{body} is sent as {sent}, which the database refuses")

    return probe


def sent_body(model, body):
    """None where the model refuses it."""
    if not issubclass(model, pydantic.BaseModel):  # a TypedDict, which a type checker holds against the body's names
        names = typing_extensions.get_type_hints(model, include_extras=True)
        needed = {name for name, hint in names.items() if typing_extensions.get_origin(hint) is not typing_extensions.NotRequired}
        takes_none = {name for name, hint in names.items() if type(None) in all_arguments(hint)}
        has_values = all(value is not None or name in takes_none for name, value in body.items())
        return body if needed <= set(body) <= set(names) and has_values else None
    return None if refusal(model, body) is not None else dumped(model, body, exclude_unset=True)


def all_arguments(hint):
    """What stands within the brackets of a type, at any depth, and the type itself."""
    return [hint, *(part for argument in typing.get_args(hint) for part in all_arguments(argument))]


def commented(column, text):
    """Whether the model of `items`, or its field, is described by the comment."""

    def probe(case):
        model = row_model(case, "items")
        said = model.__doc__ if column is None else model.model_fields[column].description
        if not said or (column is None and text.split()[0] not in said):
            raise Absent("no description")
        if text not in said:
            raise Wrong(f"the description is {said!r}")

    return probe


# ------------------------------------------------------------------------------------------------------------------------ mapped classes

# What a catalog says, as lines that are the same in two databases that agree.
OF_ITEMS = "relnamespace = 'public'::regnamespace AND relname = 'items'"
OF_COLUMNS = f"FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_type t ON t.oid = atttypid WHERE {OF_ITEMS} AND attnum > 0"
TYPED = "attname, format_type(atttypid, atttypmod), attnotnull OR typnotnull"
COLUMNS = f"SELECT concat_ws(' ', {TYPED}) {OF_COLUMNS}"
FILLED = "(SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum)"
DEFAULTS = f"SELECT concat_ws(' ', {TYPED}, {FILLED}, 'identity:' || attidentity::text, 'generated:' || attgenerated::text) {OF_COLUMNS}"
DEFAULTS_BUT_KEY = DEFAULTS + " AND attname <> 'id'"
SEQUENCES = "SELECT start_value || ' ' || increment_by FROM pg_sequences"
COMMENTS = f"SELECT objsubid || ': ' || description FROM pg_description JOIN pg_class c ON c.oid = objoid WHERE {OF_ITEMS}"
INDEXES = "SELECT indexdef FROM pg_indexes WHERE tablename = 'items' AND indexname <> 'items_pkey'"


def constraints(kind):
    source = "pg_constraint o JOIN pg_class c ON c.oid = conrelid"
    return f"SELECT pg_get_constraintdef(o.oid) FROM {source} WHERE {OF_ITEMS} AND contype = '{kind}'"


CHECKS = constraints("c")


def same(question):
    """The tables that SQLAlchemy makes of the models in an empty database answer the question as those of the first do."""

    def probe(case):
        expected = answers(case.url, question)
        if not expected:
            raise Unsound(f"nothing to compare: {question}")
        found = answers(made(case), question)
        if not found:
            raise Absent("nothing in the database that create_all() makes")
        if found != expected:
            differing = [line for line in expected if line not in found], [line for line in found if line not in expected]
            raise (Wrong if differing[1] else Absent)(f"{differing[0]} became {differing[1]}")

    return probe


def answers(url, question):
    with psycopg.connect(url) as connection:
        return sorted(line for (line,) in connection.execute(question).fetchall())


def made(case):
    """The URL of the database."""
    configure(case)
    url = case.empty()
    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool)
    for metadata in all_metadata(case):
        if any(isinstance(column.type, NullType) for table in metadata.tables.values() for column in table.columns):
            raise Absent("a column without a type (NullType)")
        try:
            metadata.create_all(engine)
        except Exception as problem:
            raise Wrong(f"create_all(): {str(problem).splitlines()[0]}") from problem
    return url


def configure(case):
    for value in {
        value for module in case.modules for value in vars(module).values() if isinstance(value, type) and hasattr(value, "__mapper__")
    }:
        case.tool.complete(value)


def all_metadata(case):
    """Of the base classes, and what a module that has none calls metadata."""
    found = {}
    for module in case.modules:
        for name, value in vars(module).items():
            metadata = value if name == "metadata" else getattr(value, "metadata", None) if isinstance(value, type) else None
            if isinstance(metadata, sqlalchemy.MetaData):
                found[id(metadata)] = metadata
    return list(found.values())


def makes_no_table(name):
    def probe(case):
        if answers(made(case), f"SELECT relname FROM pg_class WHERE relname = '{name}'"):
            raise Wrong(f"create_all() makes a table {name}")

    return probe


def reads(table):
    """Rows as SQLAlchemy reads them through the class, or the Table, hold what the driver gives."""

    def probe(case):
        configure(case)
        schema, name = table.split(".") if "." in table else ("public", table.strip('"'))
        mapped = mapped_class(case, schema, name)
        with reading(case.url) as session:
            expected = [dict(row) for row in session.execute(sqlalchemy.text(f"SELECT * FROM {table}")).mappings()]
            if isinstance(mapped, sqlalchemy.Table):
                found = [dict(row) for row in session.execute(sqlalchemy.select(mapped)).mappings()]
            else:
                names = {
                    column.name: attribute.key for attribute in sqlalchemy.inspect(mapped).column_attrs for column in attribute.columns
                }
                found = [{column: getattr(row, key) for column, key in names.items()} for row in session.scalars(sqlalchemy.select(mapped))]
        for rows in (expected, found):
            rows.sort(key=lambda row: sorted(map(str, row.items())))
        if found != expected:
            raise Wrong(f"{expected} was read as {found}")

    return probe


def mapped_class(case, schema, name):
    """The class that stands for a table, or else the Table."""
    tables = []
    for value in (value for module in case.modules for value in vars(module).values()):
        table = getattr(value, "__table__", None) if isinstance(value, type) else value if isinstance(value, sqlalchemy.Table) else None
        if table is not None and table.name == name and (table.schema or "public") == schema:
            if isinstance(value, type):
                return value
            tables.append(value)
    if not tables:
        raise Absent(f"no class of {name}")
    return tables[0]


# ------------------------------------------------------------------------------------------------------------------------- relationships


@dataclasses.dataclass
class Link:
    """From the rows of one table to those of another. `rows`: by `id` of the one, the `id`s of the other."""

    table: str
    target: str
    is_list: bool
    rows: dict


def links(*expected):
    """A probe for models that validate, which have fields for the related rows that PostgREST embeds, and one for mapped classes."""
    return field_links(expected), mapped_links(expected)


def field_links(expected):
    def probe(case):
        missing, taken = [], set()
        for link in expected:
            model = case.tool.complete(case.tool.model(case.modules, link.table, case.tool.linked))
            target = case.tool.model(case.modules, link.target, case.tool.linked)
            fields = [
                name for name, field in model.model_fields.items() if is_link(field, target, link.is_list) and (model, name) not in taken
            ]
            if not fields:
                missing.append(link)
                continue
            taken.add((model, fields[0]))
            embedded = case.rows(link.target)
            name = model.model_fields[fields[0]].alias or fields[0]
            reason = refusal(model, case.rows(link.table)[0] | {name: embedded if link.is_list else embedded[0]})
            if reason is not None:
                raise Wrong(reason)
        report(missing, expected)

    return probe


def is_link(field, target, is_list):
    parts = all_arguments(field.annotation)
    return target in parts and any(typing.get_origin(part) is list for part in parts) == is_list


def mapped_links(expected):
    def probe(case):
        configure(case)
        missing = []
        with reading(case.url) as session:
            for link in expected:
                source, target = (mapped_class(case, "public", name) for name in (link.table, link.target))
                found = [] if isinstance(source, sqlalchemy.Table) else sqlalchemy.inspect(source).relationships
                if not any(
                    one.mapper.class_ is target and one.uselist == link.is_list and loaded(session, source, one) == link.rows
                    for one in found
                ):
                    missing.append(link)
        report(missing, expected)

    return probe


def loaded(session, source, relationship):
    """By `id` of each row, the `id`s of the rows that the relationship leads to."""

    def identifiers(value):
        return sorted(row.id for row in (value if relationship.uselist else [] if value is None else [value]))

    return {row.id: identifiers(getattr(row, relationship.key)) for row in session.scalars(sqlalchemy.select(source))}


def report(missing, expected):
    if missing:
        raise (Absent if len(missing) == len(expected) else Wrong)(
            f"no relationship {', '.join(f'{link.table} to {link.target}' for link in missing)}"
        )
