#!/usr/bin/env python3
"""Models generated from a project's own schema: rowtype's check says nothing of them, and Alembic finds nothing to do for the mapped ones.

As a program: what Alembic would do, one operation a line, for the models of a module: generated.py MODULE STYLE URL.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

STYLES = ("pydantic", "pydantic-v1", "sqlmodel", "sqlalchemy", "typeddict", "dataclass")
MAPPED = {"sqlmodel": "SQLModel", "sqlalchemy": "Base"}
MOST_SHOWN = 12


def compare(program, url):
    """Prints what is wrong with the models of each style; whether nothing is."""
    print("\n== models generated from PostgreSQL's schema: rowtype's own check, and Alembic's")
    is_right = True
    for style in STYLES:
        with tempfile.TemporaryDirectory(prefix="rowtype-generated-") as name:
            lines, classes = faults(program, pathlib.Path(name), style, url)
        is_right = is_right and not lines
        print(f"{style}: {classes} classes, {len(lines)} faults")
        for line in lines[:MOST_SHOWN]:
            print(f"  {line}")
        if len(lines) > MOST_SHOWN:
            print(f"  and {len(lines) - MOST_SHOWN} more")
    return is_right


def faults(program, folder, style, url):
    settings = 'models = ["*.py"]\n\n[schema]\nsource = "postgres"\nurl-env = "ROWTYPE_CORPUS_URL"\n'
    (folder / "rowtype.toml").write_text(settings, encoding="utf-8")
    environment = {**os.environ, "ROWTYPE_CORPUS_URL": url}
    module = folder / "models.py"

    def run(*command):
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    made = run(program, "generate", "--style", style, "--variants", "row,insert,update", "-q", "-o", str(module))
    lines = [line for line in made.stderr.splitlines() if line.startswith("error: ")]
    if not module.is_file():
        return lines or [made.stdout + made.stderr], 0
    classes = module.read_text(encoding="utf-8").count("\nclass ")
    checked = run(program, "check", "--output-format", "json", "--no-cache")
    try:
        report = json.loads(checked.stdout)
    except ValueError:
        return [*lines, checked.stdout + checked.stderr], classes
    lines += [f"{issue['line']}: {issue['severity']}[{issue['rule']}] {issue['details']}" for issue in report["issues"]]
    if style in MAPPED:
        alembic = run(sys.executable, __file__, str(module), style, url)
        lines += alembic.stdout.splitlines()
        if alembic.returncode != 0:
            lines.append("Alembic: " + (alembic.stderr.strip().splitlines() or ["failed"])[-1])
    return lines, classes


def alembic_operations(path, style, url):
    import sqlalchemy
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    spec = importlib.util.spec_from_file_location("generated_models", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["generated_models"] = module
    spec.loader.exec_module(module)
    sqlalchemy.orm.configure_mappers()
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    metadata = getattr(module, MAPPED[style]).metadata

    # What has no model by design (partitions, tables of extensions and of the platform, the books of migration tools), and keys to
    # those, which metadata cannot hold.
    def is_modelled(thing, name, kind, reflected, other):
        if not reflected or other is not None:
            return True
        if kind == "foreign_key_constraint":
            target = thing.elements[0].target_fullname.rpartition(".")[0]
            return target in metadata.tables
        return kind != "table"

    options = {"compare_type": True, "include_schemas": True, "include_object": is_modelled}
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for operation in alembic_operations(*sys.argv[1:]):
        print(f"Alembic: {operation}".replace("\n", " ")[:400])
