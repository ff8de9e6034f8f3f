"""A virtual environment in which a project's models can be imported: the mapper in the version that the project pins, and of its other
packages those that the modules with models ask for."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ORACLE = HERE.parent / "analysis" / "orm" / "oracle"
# In the project's versions, where it pins them.
ALWAYS = ("sqlalchemy", "alembic", "psycopg2-binary")
NEEDED = ("sqlalchemy", "alembic")
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([\w.+!-]+)", re.MULTILINE)
# The .lock files are rye's.
REQUIREMENTS = ("requirements*.txt", "requirements/*.txt", "requirements*.lock")
# What a distribution is called whose package is called NAME.
CALLED = ("{}", "py{}", "python-{}", "{}-python", "{}-py", "{}-binary")

IMPORT_ERROR = re.compile("ImportError|ModuleNotFoundError")
ADVICE = re.compile(r"pip install \W?([\w-]+\[[\w,-]+\])")


class Environment:
    """`copy` is the project's own, which its code may write into."""

    def __init__(self, project, copy, python, globs):
        self.project, self.copy, self.globs = project, copy, globs
        self.pins = pins_of(project)
        self.tried = set()
        self.pip_said = ""
        self.folder = self.find_folder(python)

    def find_folder(self, python):
        """Made once for a project and its pins."""
        cache = pathlib.Path(os.environ.get("ROWTYPE_CACHE_DIR") or pathlib.Path.home() / ".cache" / "rowtype")
        key = hashlib.sha256(json.dumps([str(self.project), python, self.pins]).encode()).hexdigest()[:16]
        self.folder = cache / f"models-{key}"
        if not (self.folder / ".complete").exists():
            self.make(python)
        return self.folder

    def make(self, python):
        subprocess.run([python, "-m", "venv", "--clear", str(self.folder)], check=True)
        # Of the mapper's packages all that are pinned; of the others what imports ask for.
        related = [name for name in self.pins if re.search("alchemy|sqlmodel|pgvector", name)]
        for name in dict.fromkeys([*ALWAYS, *related]):
            if not self.install([name]) and name in NEEDED:
                sys.exit(f"corpus: pip could not install {name}, without which no models are imported:\n{self.pip_said}")
        (self.folder / ".complete").touch()

    def install(self, names):
        """With what they need; where the pins contradict that (a project may override what its packages ask for), alone. Whether all are
        there; if not, `pip_said` has the last refusal."""
        constraints = self.folder / "constraints.txt"
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in self.pins.items()), encoding="utf-8")
        if self.pip("-c", str(constraints), *names):
            return True
        all_there = True
        for name in names:
            if len(names) == 1 or not self.pip("-c", str(constraints), name):
                pinned = f"{name}=={self.pins[name]}" if name in self.pins else name
                all_there = self.pip("--no-deps", "--ignore-requires-python", pinned) and all_there
        return all_there

    def pip(self, *arguments):
        command = [str(self.folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "--no-input", "--prefer-binary"]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.pip_said = (done.stderr or done.stdout).strip()[-3000:]
        return done.returncode == 0

    def complete(self):
        """Installs what imports ask for, until they ask for no more that is pinned. Gives what they say in the end."""
        while True:
            report = self.run("imports")
            missing = (f"ImportError: {name}" for name in report["stand_ins"])
            if not self.install_for({*report["failed"].values(), *report["failed_code"].values(), *missing}):
                return report

    def install_for(self, errors):
        """What these errors ask for, where it is pinned and was not tried; whether there was anything."""
        wanted = set()
        for text in errors:
            # "No module named 'x'", and packages that want another in their own words.
            names = re.findall(r"[\w.-]+", text) if IMPORT_ERROR.match(text) else ()
            wanted |= {self.distribution(name) for name in names} | set(ADVICE.findall(text))
        wanted -= {None, *self.tried}
        self.tried |= wanted
        if wanted:
            self.install(sorted(wanted))
        return bool(wanted)

    def distribution(self, module):
        """The pinned one that has the module, by its name; of a package of several the longest that is one (google.cloud.storage)."""
        parts = module.strip(".").split(".")
        names = [normalised(".".join(parts[:length])) for length in range(len(parts), 0, -1)]
        return next((called.format(name) for name in names for called in CALLED if called.format(name) in self.pins), None)

    def run(self, *arguments):
        # Where nothing of an annotation is looked up before somebody asks, names may stand in any order.
        deferred = {"ROWTYPE_DEFERRED_ANNOTATIONS": "1"} if wants_python_314(self.project) else {}
        environment = {**os.environ, **deferred, "PYTHONPATH": os.pathsep.join((str(HERE), str(ORACLE))), "PYTHONDONTWRITEBYTECODE": "1"}
        python, side = str(self.folder / "bin" / "python"), str(HERE / "model_side.py")
        command = [python, "-B", side, str(self.copy), json.dumps(self.globs), *arguments]
        done = subprocess.run(command, cwd=self.copy, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"corpus: the project's models: {done.stderr[-3000:]}")
        return json.loads(done.stdout.rstrip().rpartition("\n")[2])

    def version(self, name):
        command = [str(self.folder / "bin" / "python"), "-c", f"import importlib.metadata as m; print(m.version('{name}'))"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wants_python_314(project):
    """Whether a .python-version or pyproject.toml, the project's or one above it in the repository, asks for Python 3.14 or later."""
    files = [folder / name for folder in folders_up(project) for name in (".python-version", "pyproject.toml")]
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file())
    return re.search(r"^(requires-python\s*=\s*[\"']\s*[>=~]=?\s*)?3\.(1[4-9]|[2-9]\d)(?!\d)", text, re.MULTILINE) is not None


def folders_up(project):
    """The project's and those above it, up to that of the repository."""
    for folder in (project, *project.parents):
        yield folder
        if (folder / ".git").exists():
            return


def pins_of(project):
    """{distribution: version} of the nearest lock files: the project's, those of a folder above it, else of the folders below it."""
    for folder in folders_up(project):
        if pins := pins_in(folder):
            return pins
    below = [pins_in(folder) for folder in sorted(project.iterdir()) if folder.is_dir()]
    return {name: version for pins in reversed(below) for name, version in pins.items()}


def pins_in(folder):
    pins = {}
    for lock in (folder / "uv.lock", folder / "poetry.lock", folder / "pdm.lock"):
        if lock.is_file():
            for package in tomllib.loads(lock.read_text(encoding="utf-8")).get("package", []):
                if "version" in package and "editable" not in package.get("source", {}):
                    pins.setdefault(normalised(package["name"]), package["version"])
    if (folder / "Pipfile.lock").is_file():
        locked = json.loads((folder / "Pipfile.lock").read_text(encoding="utf-8"))
        pins |= {normalised(name): one["version"].strip("=") for name, one in locked.get("default", {}).items() if "version" in one}
    for requirements in sorted(path for glob in REQUIREMENTS for path in folder.glob(glob)):
        for name, version in PIN.findall(requirements.read_text(encoding="utf-8", errors="replace")):
            pins.setdefault(normalised(name), version)
    return pins
