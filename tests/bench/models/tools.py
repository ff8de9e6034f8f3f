"""Generators of models as the benchmark runs them: rowtype's styles and the peers that tests/bench/models/peers pins."""

import contextlib
import importlib.util
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import warnings

import pydantic
from sqlmodel import SQLModel

PEERS = pathlib.Path(__file__).resolve().parent / "peers"


class NoModel(Exception):
    """The tool gave none, or what it gave cannot be imported."""


class Resident:
    """A peer that stays in memory and runs each command as a process of its own, or as one request, on what it has loaded already:
    starting these programs takes seconds, what they are asked here a fraction of one."""

    START_SECONDS = 60

    def __init__(self, command, path):
        self.path = path
        self.words = path.with_suffix(".log").open("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([*command, path], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self.words)

    def wait(self):
        """Until it answers. Only who started it can."""
        end = time.monotonic() + self.START_SECONDS
        while not self.path.exists():
            if self.process.poll() is not None:
                sys.exit(f"a peer does not start: {self.process.args}\n{self.said()}")
            if time.monotonic() > end:
                sys.exit(f"a peer does not answer after {self.START_SECONDS} s: {self.process.args}\n{self.said()}")
            time.sleep(0.05)

    def said(self):
        self.words.seek(0)
        return self.words.read()[-2000:].strip() or "it said nothing"

    def run(self, arguments, folder, environment):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.path))
            request = {"arguments": [str(part) for part in arguments], "folder": str(folder), "environment": environment}
            connection.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(b"".join(iter(lambda: connection.recv(1 << 16), b"")))
        return subprocess.CompletedProcess(arguments, answer["status"], answer["stdout"], answer["stderr"])

    def close(self):
        self.process.kill()
        self.process.communicate()
        self.words.close()


class Tool:
    """`kind` says how its models take rows: "json" (pydantic) or "mapped" (SQLAlchemy). `command` gives, of a database, a folder and
    schemas, the command and the files that it writes (a glob; None: standard output). `row` and `insert` make of a table's name in
    capitals ("UserOrders") the classes' names; of `linked` are those that have fields for related rows."""

    def __init__(self, name, kind, command, row=lambda name: name, insert=lambda name: name + "Insert", linked=lambda name: name):
        self.name, self.kind, self.command = name, kind, command
        self.short_name = "".join(filter(str.isalnum, name)).lower()
        self.row, self.insert, self.linked = row, insert, linked
        self.resident = None

    def generate(self, url, folder, schemas=("public",), alone=False):
        """Runs it on the database; gives the files that it wrote. `alone`: as a user starts it."""
        folder.mkdir(parents=True, exist_ok=True)
        command, written = self.command(url, folder, schemas)
        environment = {"MODELS_URL": url, "NODE_NO_WARNINGS": "1"}
        if self.resident is None or alone:
            done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False)
        else:
            done = self.resident.run(command, folder, environment)
        if written is None:
            written = "models.py"
            (folder / written).write_text(done.stdout, encoding="utf-8")
        found = sorted(folder.glob(written))
        if done.returncode != 0 or not found:
            raise NoModel((done.stderr or done.stdout)[-500:])
        return found

    def load(self, files):
        """The modules. What was loaded before of SQLModel, which keeps all classes of a process in one registry, is forgotten."""
        SQLModel.metadata.clear()
        SQLModel._sa_registry.dispose()
        return [self.load_one(file) for file in files]

    @staticmethod
    def load_one(file):
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
            if hasattr(model, "__mapper__"):
                model.__mapper__.registry.configure()
            elif isinstance(model, type) and issubclass(model, pydantic.BaseModel):
                model.model_rebuild()
                model.model_json_schema()
        except Exception as problem:
            raise NoModel(f"{type(problem).__name__}: {problem}") from problem
        return model

    def model(self, modules, table, named=None):
        """Of the table's rows, or what else `named` (`insert`, `linked`) says."""
        wanted = (named or self.row)(in_capitals(table))
        for module in modules:
            if (model := getattr(module, wanted, None)) is not None:
                return model
        raise NoModel(f"no model of {table}")


def in_capitals(table):
    return "".join(part.capitalize() for part in table.split("_"))


def rowtype(program, style, kind):
    def command(url, folder, schemas):
        access = "json" if kind == "json" else "driver"
        settings = f'access = "{access}"\nschemas = {json.dumps(list(schemas))}\n'
        (folder / "rowtype.toml").write_text(settings + '[generate]\nvariants = ["row", "insert"]\n')
        arguments = ["generate", "--schema", "postgres", "--database-url-env", "MODELS_URL", "--style", style, "-o", "models.py"]
        return [program, *arguments], "models.py"

    return Tool(f"rowtype, {style}", kind, command)


def peers():
    """Those that are there; the names of those that are not."""
    python = os.environ.get("ROWTYPE_PEERS_PYTHON", "")
    programs = pathlib.Path(python).parent if python else None
    found, missing = [], []

    def add(present, tool):
        (found if present else missing).append(tool)

    def supabase_pydantic(url, folder, schemas):
        chosen = [part for schema in schemas for part in ("--schema", schema)]
        return [programs / "sb-pydantic", "gen", "--quiet", "--type", "pydantic", "--db-url", url, *chosen, "-d", "out"], "out/**/*.py"

    def sqlacodegen(generator):
        def command(url, folder, schemas):
            url = url.replace("postgresql:", "postgresql+psycopg2:")
            return [programs / "sqlacodegen", "--generator", generator, "--schemas", ",".join(schemas), url], None

        return command

    def typegen(url, folder, schemas):
        return ["node", PEERS / "typegen.mjs", url, *schemas], None

    has_node = (PEERS / "node_modules").is_dir()
    add(programs is not None, Tool("supabase-pydantic", "json", supabase_pydantic, row=lambda name: name + "BaseSchema"))
    add(has_node, Tool("Supabase's typegen", "json", typegen, row=lambda name: "Public" + name, insert=lambda name: f"Public{name}Insert",
                       linked=lambda name: "Public" + name))  # fmt: skip
    add(programs is not None, Tool("sqlacodegen, declarative", "mapped", sqlacodegen("declarative")))
    add(programs is not None, Tool("sqlacodegen, sqlmodels", "mapped", sqlacodegen("sqlmodels")))
    return found, [tool.name for tool in missing]


@contextlib.contextmanager
def resident(tools, folder):
    """While this lasts the peers among the tools stay in memory."""
    commands = {
        "typegen": ["node", PEERS / "typegen.mjs", "--resident"],
        "scripts": [os.environ.get("ROWTYPE_PEERS_PYTHON"), PEERS / "resident.py"],
    }
    wanted = {tool: "typegen" if tool.name == "Supabase's typegen" else "scripts" for tool in tools if not tool.name.startswith("rowtype")}
    started = {}
    try:
        for name in set(wanted.values()):
            started[name] = Resident(commands[name], folder / f"{name}.socket")
        for one in started.values():
            one.wait()
        for tool, name in wanted.items():
            tool.resident = started[name]
        yield
    finally:
        for tool in tools:
            tool.resident = None
        for one in started.values():
            one.close()
