"""The models of a project, imported for real, beside a database: what Alembic says. Runs in the project's virtual environment.

    model_side.py PROJECT GLOBS imports             which modules with models there are and can be imported, and what is missing for that
    model_side.py PROJECT GLOBS upgrade URL FOLDER  runs the revisions of Alembic's folder or of one of its folders (not env.py, which wants the project's settings)
    model_side.py PROJECT GLOBS create URL          makes the tables of the models
    model_side.py PROJECT GLOBS compare URL         what compare_metadata says

GLOBS is a JSON list: where modules with models are looked for; all of the project if empty. Each prints one JSON object, the last line of standard output. Packages that are not installed are replaced by stand-ins, those of
mappers (SQLAlchemy and what is built on it) never; so is a module of the project that fails and has no word of mappers. Both are listed.
Needs no module of the corpus but differences.py, and runs on Python 3.9 and later.
"""

import gc
import importlib.util
import json
import pathlib
import re
import sys
import warnings

import differences
import model_modules
import stand_ins

# Of what comes with PostgreSQL, that models name in types and defaults without making it.
EXTENSIONS = ("uuid-ossp", "pgcrypto", "citext", "hstore", "ltree", "pg_trgm", "btree_gist", "unaccent")

model_modules_imported = []


def main():
    project, globs, command, *arguments = sys.argv[1:]
    warnings.simplefilter("ignore")
    found = model_modules.Modules(pathlib.Path(project), json.loads(globs))
    finder = stand_ins.install(found)
    report = {"failed": {}, "files": {}}
    for path, name in found.with_models():
        try:
            importlib.import_module(name)
            model_modules_imported.append(name)
            report["files"][name] = str(path.relative_to(project))
        except (Exception, SystemExit) as error:  # of the project's own code, which may raise anything
            report["failed"][name] = stand_ins.described(error)
    report.update(stand_ins=sorted(finder.made), failed_code=finder.failed_code)
    report.update(COMMANDS[command](*arguments) if command != "imports" else {})
    print("\n" + json.dumps(report))


def metadata_of_models():
    """Those of the project's mapped classes and in its modules' names; SQLAlchemy's dialects have some of their own."""
    import sqlalchemy

    configure_mappers()
    found = [one.__mapper__.local_table.metadata for one in mapped_classes()]
    for name in model_modules_imported:
        for value in vars(sys.modules[name]).values():
            found += [value] if isinstance(value, sqlalchemy.MetaData) else [value.metadata] if isinstance(value, sqlalchemy.Table) else []
    return [one for one in {id(one): one for one in found}.values() if one.tables]


def configure_mappers():
    """What a relationship makes of its own (keys of backrefs) changes no table, and one that cannot be resolved is not Alembic's business."""
    import sqlalchemy.orm

    try:
        sqlalchemy.orm.configure_mappers()
    except Exception:  # pylint: disable=broad-except
        pass


def mapped_classes():
    """Those of the modules that were asked for."""
    import sqlalchemy
    from sqlalchemy.orm import Mapper

    classes = [one.class_ for one in gc.get_objects() if isinstance(one, Mapper) and isinstance(getattr(one, "local_table", None), sqlalchemy.Table)]
    return [one for one in classes if one.__module__ in model_modules_imported]


def engine_of(url):
    import sqlalchemy

    driver = "psycopg2" if importlib.util.find_spec("psycopg2") else "psycopg"
    engine = sqlalchemy.create_engine(url.replace("postgresql://", f"postgresql+{driver}://", 1))
    available = {row[0] for row in engine.connect().execute(sqlalchemy.text("SELECT name FROM pg_available_extensions"))}
    left_out = set()

    @sqlalchemy.event.listens_for(engine, "before_cursor_execute", retval=True)
    def without_extensions(connection, cursor, statement, parameters, context, executemany):
        made = re.search(r"\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?([\w-]+)", statement, re.IGNORECASE)
        if made and made.group(1) not in available:
            left_out.add(made.group(1))
            statement = "SELECT 1"
        return statement, parameters

    return engine, left_out


def upgrade(url, folder):
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    revisions_folder = pathlib.Path(folder)
    folder = next((one for one in (revisions_folder, *revisions_folder.parents) if (one / "env.py").is_file()), revisions_folder)
    settings = next((path for path in (folder / "alembic.ini", folder.parent / "alembic.ini") if path.is_file()), None)
    config = Config(str(settings)) if settings else Config()
    config.set_main_option("script_location", str(folder))
    if folder != revisions_folder:
        config.set_main_option("version_locations", str(revisions_folder))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    engine, left_out = engine_of(url)
    run = []

    def revisions(current, context):
        for step in script._upgrade_revs("heads", current):
            run.append(step.revision.revision)
            yield step

    metadata = max(metadata_of_models(), key=lambda one: len(one.tables), default=None)
    failure = None
    with engine.connect() as connection, EnvironmentContext(config, script, fn=revisions) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
        try:
            with environment.begin_transaction():
                environment.run_migrations()
        except Exception as error:  # pylint: disable=broad-except
            failure = f"revision {run[-1] if run else '?'}: {stand_ins.described(error)}"
    return {"revisions": len(run), "failure": failure, "extensions": sorted(left_out)}


def create(url):
    import sqlalchemy

    engine, left_out = engine_of(url)
    failures = []
    for metadata in metadata_of_models():
        with engine.begin() as connection:
            for extension in EXTENSIONS:
                connection.execute(sqlalchemy.text(f'CREATE EXTENSION IF NOT EXISTS "{extension}"'))
            for schema in {table.schema for table in metadata.tables.values() if table.schema}:
                connection.execute(sqlalchemy.text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
        try:
            metadata.create_all(engine)
        except Exception as error:  # pylint: disable=broad-except
            failures.append(stand_ins.described(error))
    return {"failure": "; ".join(failures) or None, "extensions": sorted(left_out)}


def compare(url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine, _ = engine_of(url)
    said, tables = [], {}
    with engine.connect() as connection:
        for metadata in metadata_of_models():
            options = {"compare_type": True, "compare_server_default": True, "include_schemas": True}
            found = list(flattened(compare_metadata(MigrationContext.configure(connection, opts=options), metadata)))
            for difference in found:
                why = reason(difference, found, metadata, connection)
                said += [{"what": what, "table": table, "columns": columns, "why": why, "words": f"{difference[0]} {difference[-1]}"[:200]}
                         for what, table, columns in differences.from_alembic(difference)]
            for table in metadata.tables.values():
                tables[differences.qualified(table.schema, table.name)] = [column.name for column in table.columns]
    classes = mapped_classes()
    elsewhere = {one: [base for base in one.__mro__[1:] if is_of_a_package(base)] for one in classes}
    return {"differences": said, "tables": tables, "classes": sorted(f"{one.__module__}.{one.__qualname__}" for one in classes),
            "of_packages": sorted({differences.qualified(one.__mapper__.local_table.schema, one.__mapper__.local_table.name) for one, bases in elsewhere.items() if bases})}


def flattened(found):
    for difference in found:
        yield from difference if isinstance(difference, list) else [difference]


def reason(difference, found, metadata, connection):
    """Which reason model_truth.ALLOWED has for that rowtype does not say it; None where it should."""
    verb, *parts = difference
    if verb == "modify_type" and not type(parts[-1]).__module__.startswith(("sqlalchemy.", "sqlmodel.")):
        return "type of its own"
    if verb == "modify_type" and is_decorated(parts, metadata):
        return "type of its own"
    if verb == "modify_default":
        table = metadata.tables.get(f"{parts[0]}.{parts[1]}" if parts[0] else parts[1])
        if table is not None and parts[2] in table.primary_key.columns:
            return "default of a key"
        return "another default" if None not in parts[-2:] else None
    if verb in ("add_fk", "remove_fk"):
        other = {"add_fk": "remove_fk", "remove_fk": "add_fk"}[verb]
        return "action of a foreign key" if any(one[0] == other and leads(one[1]) == leads(parts[0]) for one in found) else None
    if verb in ("add_index", "remove_index", "add_constraint", "remove_constraint") and differences.from_alembic(difference)[0][0] == "unique":
        import sqlalchemy

        if any(not isinstance(one, sqlalchemy.Column) for one in getattr(parts[0], "expressions", ())):
            return "unique expressions"
        if parts[0].dialect_options["postgresql"].get("where") is not None:
            return "unique in part"
        kept = kept_by_database(parts[0].table, connection) if verb.startswith("add") else kept_by_model(parts[0].table, metadata)
        return "unique in another form" if {column.name for column in parts[0].columns} in kept else None
    return None


def is_decorated(parts, metadata):
    """Alembic names the type that a decorator stands for; the column has the decorator."""
    table = metadata.tables.get(f"{parts[0]}.{parts[1]}" if parts[0] else parts[1])
    return table is not None and not type(table.columns[parts[2]].type).__module__.startswith(("sqlalchemy.", "sqlmodel."))


def leads(constraint):
    return sorted(constraint.column_keys), constraint.referred_table.name, sorted(element.column.name for element in constraint.elements)


def kept_by_model(table, metadata):
    """The sets of columns that the model keeps unique, by a constraint or by an index of all rows."""
    import sqlalchemy

    declared = metadata.tables.get(table.key)
    if declared is None:
        return []
    constraints = [one for one in declared.constraints if isinstance(one, (sqlalchemy.UniqueConstraint, sqlalchemy.PrimaryKeyConstraint))]
    indexes = [one for one in declared.indexes if one.unique and one.dialect_options["postgresql"].get("where") is None]
    return [{column.name for column in one.columns} for one in (*constraints, *indexes)]


def kept_by_database(table, connection):
    import sqlalchemy

    inspector = sqlalchemy.inspect(connection)
    if not inspector.has_table(table.name, table.schema):
        return []
    kept = [set(one["column_names"]) for one in inspector.get_unique_constraints(table.name, table.schema)]
    kept += [set(one["column_names"]) for one in inspector.get_indexes(table.name, table.schema)
             if one["unique"] and not one.get("dialect_options", {}).get("postgresql_where")]
    return [*kept, set(inspector.get_pk_constraint(table.name, table.schema)["constrained_columns"])]


def is_of_a_package(base):
    """Whether the class declares columns and no file of the project does so: rowtype reads the project alone."""
    module = sys.modules.get(base.__module__)
    path = getattr(module, "__file__", None) or ""
    declares = any(type(value).__module__.startswith("sqlalchemy") for value in vars(base).values())
    return declares and "site-packages" in path and not base.__module__.startswith(("sqlalchemy.", "sqlmodel."))


COMMANDS = {"upgrade": upgrade, "create": create, "compare": compare}

if __name__ == "__main__":
    main()
