"""Generators of models as the benchmark runs them: rowtype's styles and the peers that tests/bench/models/peers pins."""

import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import warnings

import sqlalchemy.orm

PEERS = pathlib.Path(__file__).resolve().parent / "peers"


class NoModel(Exception):
    """The tool gave none, or what it gave cannot be imported."""


class Tool:
    """`kind` says how its models take rows: "json" (pydantic) or "mapped" (SQLAlchemy)."""

    def __init__(self, name, kind, command, find):
        self.name, self.kind, self.command, self.find = name, kind, command, find

    def generate(self, url, folder):
        """Runs it on the database; gives the file that it wrote."""
        folder.mkdir(parents=True, exist_ok=True)
        command, written = self.command(url, folder)
        environment = {**os.environ, "MODELS_URL": url, "NODE_NO_WARNINGS": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if written is None:
            written = folder / "models.py"
            written.write_text(done.stdout, encoding="utf-8")
        found = sorted(folder.glob(written)) if isinstance(written, str) else [written]
        if done.returncode != 0 or not found:
            raise NoModel((done.stderr or done.stdout)[-500:])
        return found[0]

    def load(self, file):
        name = "models_" + re.sub(r"\W", "_", str(file))
        spec = importlib.util.spec_from_file_location(name, file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                spec.loader.exec_module(module)
        except BaseException as problem:  # whatever the module does at import
            raise NoModel(f"{type(problem).__name__}: {problem}") from problem
        return module

    def complete(self, model):
        """Fails where a model names what the module does not have."""
        try:
            if self.kind == "json":
                model.model_rebuild()
                model.model_json_schema()
            elif not isinstance(model, sqlalchemy.Table):
                sqlalchemy.orm.configure_mappers()
        except Exception as problem:
            raise NoModel(f"{type(problem).__name__}: {problem}") from problem

    def model(self, module, table):
        model = getattr(module, self.find("".join(part.capitalize() for part in table.split("_"))), None)
        if model is None:
            raise NoModel(f"no model of {table}")
        return model


def rowtype(program, style, kind):
    def command(url, folder):
        access = "json" if kind == "json" else "driver"
        (folder / "rowtype.toml").write_text(f'access = "{access}"\n')
        arguments = ["generate", "--schema", "postgres", "--database-url-env", "MODELS_URL", "--style", style, "-o", "models.py"]
        return [program, *arguments], folder / "models.py"

    return Tool(f"rowtype, {style}", kind, command, lambda name: name)


def peers():
    """Those that are there; the names of those that are not."""
    python = os.environ.get("ROWTYPE_PEERS_PYTHON", "")
    programs = pathlib.Path(python).parent if python else None
    found, missing = [], []

    def add(present, tool):
        (found if present else missing).append(tool)

    def supabase_pydantic(url, folder):
        return [programs / "sb-pydantic", "gen", "--quiet", "--type", "pydantic", "--db-url", url, "-d", "out"], "out/**/*.py"

    def sqlacodegen(generator):
        return lambda url, folder: ([programs / "sqlacodegen", "--generator", generator, url.replace("postgresql:", "postgresql+psycopg2:")], None)

    def typegen(url, folder):
        return ["node", PEERS / "typegen.mjs", url, "public"], None

    has_node = (PEERS / "node_modules").is_dir()
    add(programs is not None, Tool("supabase-pydantic", "json", supabase_pydantic, lambda name: name + "BaseSchema"))
    add(has_node, Tool("Supabase's typegen", "json", typegen, lambda name: "Public" + name))
    add(programs is not None, Tool("sqlacodegen, declarative", "mapped", sqlacodegen("declarative"), lambda name: name))
    add(programs is not None, Tool("sqlacodegen, sqlmodels", "mapped", sqlacodegen("sqlmodels"), lambda name: name))
    return found, [tool.name for tool in missing]
