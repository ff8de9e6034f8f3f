"""The models of a project, imported for real, beside a database: what Alembic says. Runs in the project's virtual environment.

    model_side.py PROJECT GLOBS imports             which modules with models there are and can be imported, and what is missing for that
    model_side.py PROJECT GLOBS upgrade URL FOLDER  runs the revisions of Alembic's folder, or of one inside it; not env.py,
                                                    which wants the project's settings
    model_side.py PROJECT GLOBS create URL          makes the tables of the models
    model_side.py PROJECT GLOBS compare URL         what compare_metadata says

GLOBS is a JSON list: where modules with models are looked for; all of the project if empty. Each prints one JSON object, the last
line of standard output. Packages that are not installed are replaced by stand-ins, those of
mappers (SQLAlchemy and what is built on it) never; so is a module of the project that fails and has no word of mappers. Both are listed.
Runs on Python 3.9 and later.
"""

import gc
import importlib.util
import json
import pathlib
import re
import sys
import warnings

import differences
import loading
import model_modules
import model_reasons
import stand_ins

# Of what comes with PostgreSQL, that models name in types and defaults without making it.
EXTENSIONS = ("uuid-ossp", "pgcrypto", "citext", "hstore", "ltree", "pg_trgm", "btree_gist", "unaccent")

model_modules_imported = []
# A class that nothing but its table keeps is gone when its function ends, and with it the word on who made the table.
mapped_ever = []


def main():
    project, globs, command, *arguments = sys.argv[1:]
    warnings.simplefilter("ignore")
    found = model_modules.Modules(pathlib.Path(project), json.loads(globs))
    finder = stand_ins.install(found)
    keep_mapped_classes()
    report = {"failed": {}, "files": {}}
    for path, name in found.with_models():
        try:
            importlib.import_module(name)
            model_modules_imported.append(name)
            report["files"][name] = str(path.relative_to(project))
        except (Exception, SystemExit) as error:  # of the project's own code, which may raise anything
            report["failed"][name] = stand_ins.described(error)
    # Classes may have all their columns from bases.
    for name in {one.__module__ for one in all_mapped_classes()} - {*model_modules_imported, *report["failed"]}:
        path = pathlib.Path(getattr(sys.modules.get(name), "__file__", None) or "/")
        if path.is_relative_to(project) and found.is_meant(path):
            model_modules_imported.append(name)
            report["files"][name] = str(path.relative_to(project))
    report.update(stand_ins=sorted(finder.made), failed_code=finder.failed_code)
    report["makes_tables"] = any("create_all" in text for text in found.texts.values())
    report.update(COMMANDS[command](*arguments) if command != "imports" else {})
    print("\n" + json.dumps(report))


def keep_mapped_classes():
    import sqlalchemy
    from sqlalchemy.orm import Mapper

    sqlalchemy.event.listen(Mapper, "instrument_class", lambda _, made: mapped_ever.append(made))


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
    """What a relationship makes of its own (keys of backrefs) changes no table; one that cannot be resolved is not Alembic's business."""
    import sqlalchemy.orm

    try:
        sqlalchemy.orm.configure_mappers()
    except Exception:  # pylint: disable=broad-except
        pass


def mapped_classes():
    """Those of the modules that were asked for."""
    return [one for one in all_mapped_classes() if one.__module__ in model_modules_imported]


def all_mapped_classes():
    import sqlalchemy
    from sqlalchemy.orm import Mapper

    # By type(), since some objects (of packages that wait with their settings) run code when they are asked for their class.
    mappers = [one for one in gc.get_objects() if issubclass(type(one), Mapper)]
    return [one.class_ for one in mappers if isinstance(getattr(one, "local_table", None), sqlalchemy.Table)]


def engine_of(url):
    import sqlalchemy

    driver = "psycopg2" if importlib.util.find_spec("psycopg2") else "psycopg"
    engine = sqlalchemy.create_engine(url.replace("postgresql://", f"postgresql+{driver}://", 1))
    with engine.connect() as connection:
        named = lambda query: {row[0] for row in connection.execute(sqlalchemy.text(query))}
        available, methods = named("SELECT name FROM pg_available_extensions"), named("SELECT amname FROM pg_am")
    left_out = set()

    # Extensions that the server has not are left out, and their kinds of indexes; roles that a statement names are there.
    @sqlalchemy.event.listens_for(engine, "before_cursor_execute", retval=True)
    def prepare(connection, cursor, statement, parameters, context, executemany):
        for role in loading.roles_in(statement + ";"):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
            if not cursor.fetchone():
                cursor.execute(f'CREATE ROLE "{role}"')
        made = re.search(r"\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?([\w-]+)", statement, re.IGNORECASE)
        if made and made.group(1) not in available:
            left_out.add(f"the extension {made.group(1)}")
            statement = "SELECT 1"
        made = re.match(r"\s*CREATE\s+(?:UNIQUE\s+)?INDEX\b[^;]*?\bUSING\s+(\w+)[^;]*;?\s*$", statement, re.IGNORECASE)
        if made and made.group(1).lower() not in methods:
            left_out.add(f"indexes by {made.group(1)}")
            statement = "SELECT 1"
        return statement, parameters

    return engine, left_out


def upgrade(url, folder):
    import sqlalchemy
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

    # Which schemas there are is often env.py's business.
    if not any("CREATE SCHEMA" in path.read_text(encoding="utf-8", errors="replace").upper() for path in folder.glob("**/*.py")):
        with engine.begin() as connection:
            for statement in schemas_of_models():
                connection.execute(sqlalchemy.text(statement))
    metadata = max(metadata_of_models(), key=lambda one: len(one.tables), default=None)
    failure = None
    with engine.connect() as connection, EnvironmentContext(config, script, fn=revisions) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
        try:
            with environment.begin_transaction():
                environment.run_migrations()
        except Exception as error:  # pylint: disable=broad-except
            failure = f"revision {run[-1] if run else '?'}: {stand_ins.described(error)}"
    return {"revisions": len(run), "failure": failure, "left_out": sorted(left_out)}


def create(url):
    """At once, else table by table: what needs a function that only the project's revisions make is left out."""
    import sqlalchemy

    engine, left_out = engine_of(url)
    refused = []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in [*(f'CREATE EXTENSION IF NOT EXISTS "{name}"' for name in EXTENSIONS), *schemas_of_models()]:
            connection.execute(sqlalchemy.text(statement))
        for metadata in metadata_of_models():
            for tables in (None, *([table] for table in metadata.sorted_tables)):
                try:
                    metadata.create_all(connection, tables=tables)
                    if tables is None:
                        break
                except Exception as error:  # pylint: disable=broad-except
                    refused.append(stand_ins.described(error))
    return {"failure": "; ".join(dict.fromkeys(refused))[:600] or None, "left_out": sorted(left_out)}


def schemas_of_models():
    named = {table.schema for metadata in metadata_of_models() for table in metadata.tables.values() if table.schema}
    return [f'CREATE SCHEMA IF NOT EXISTS "{name}"' for name in sorted(named)]


def compare(url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    leave_own_comparators()
    engine, _ = engine_of(url)
    said, tables = [], {}
    with engine.connect() as connection:
        for metadata in metadata_of_models():
            options = {"compare_type": True, "compare_server_default": True, "include_schemas": True}
            found = list(flattened(compare_metadata(MigrationContext.configure(connection, opts=options), metadata)))
            for difference in found:
                # Of a table that this MetaData has not, and another may have, all its indexes are removed, too.
                if difference[0] == "remove_index" and not is_declared(metadata, difference[1].table):
                    continue
                why = model_reasons.reason(difference, found, metadata, connection)
                said += [{"what": what, "table": table, "columns": columns, "why": why, "words": f"{difference[0]} {difference[-1]}"[:200]}
                         for what, table, columns in differences.from_alembic(difference)]
            for table in metadata.tables.values():
                tables[differences.qualified(table.schema, table.name)] = [column.name for column in table.columns]
    classes = mapped_classes()
    named = lambda asked: sorted({differences.qualified(one.__mapper__.local_table.schema, one.__mapper__.local_table.name)
                                  for one in classes if asked(one)})
    return {"differences": said, "tables": tables, "classes": sorted(f"{one.__module__}.{one.__qualname__}" for one in classes),
            "made": named(model_reasons.is_made_by_code), "of_parts": named(model_reasons.is_of_a_part),
            "arguments_made": named(model_reasons.has_made_arguments), "schema_made": named(model_reasons.has_made_schema),
            "package_bases": named(model_reasons.has_base_of_a_package), "deciding": named(model_reasons.decides_by_class),
            "decided": sorted({(differences.qualified(table.schema, table.name), column.name) for one in classes
                               for table in [one.__mapper__.local_table] for column in table.columns
                               if model_reasons.is_decided_by_class(column.name, one)}),
            "typed": sorted({(differences.qualified(table.schema, table.name), column.name) for one in classes
                             for table in [one.__mapper__.local_table] for column in one.__mapper__.columns
                             if column.table is table and model_reasons.is_of_made_type(column, one)}),
            "open": {"columns of subclasses": named(model_reasons.has_subclasses_columns),
                     "table that is extended": named(model_reasons.is_extended),
                     "attribute of a package": named(model_reasons.has_attribute_of_a_package)},
            "other_systems": sorted(differences.qualified(one.schema, one.name) for one in model_reasons.tables_of_other_systems(
                sys.modules[name] for name in model_modules_imported)),
            "of_packages": named(lambda one: any(map(model_reasons.is_of_a_package, one.__mro__[1:])))}


def leave_own_comparators():
    """Alembic's. Those of packages compare views, functions and triggers, and fail where a table that these need was changed."""
    from alembic.autogenerate.compare import comparators

    for functions in comparators._registry.values():
        functions[:] = [one for one in functions if (one[0] if isinstance(one, tuple) else one).__module__.startswith("alembic.")]


def is_declared(metadata, table):
    return model_reasons.declared_table(metadata, table.schema, table.name) is not None


def flattened(found):
    for difference in found:
        yield from difference if isinstance(difference, list) else [difference]


COMMANDS = {"upgrade": upgrade, "create": create, "compare": compare}

if __name__ == "__main__":
    main()
