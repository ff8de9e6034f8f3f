"""What the tests of this folder run on: a wheel of the programs under test, a Python that finds it and no other package, a database."""

import base64
import contextlib
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
BINARIES = Path(os.environ["ROWTYPE_BIN_DIR"])
SHOP = SOURCE / "tests/projects/shop"
WORKFLOW = SHOP / ".github/workflows/schema-conformance.yml"


def rowtype(*arguments, cwd, environment=None):
    """The finished process; its output is text."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "GITHUB_")) and name != "DATABASE_URL"}
    return subprocess.run(
        [BINARIES / "rowtype", *arguments], cwd=cwd, env={**variables, **(environment or {})}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def version():
    return rowtype("--version", cwd="/").stdout.split()[1]


def make_wheel(folder):
    """What pip finds: the wheel of `./dev package` where there is one, else one around the programs under test. pip installs it for
    real, without a network."""
    if "ROWTYPE_PACKAGES_DIR" in os.environ:
        (wheel,) = Path(os.environ["ROWTYPE_PACKAGES_DIR"]).glob(f"rowtype-{version()}-*.whl")
        shutil.copy(wheel, folder)
        return
    name = f"rowtype-{version()}"
    members = {f"{name}.data/scripts/{program}": (BINARIES / program).read_bytes() for program in ("rowtype", "rowtype-db")}
    members[f"{name}.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: rowtype\nVersion: {version()}\n".encode()
    members[f"{name}.dist-info/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: false\nTag: py3-none-any\n"
    record = f"{name}.dist-info/RECORD"
    lines = [f"{path},sha256={digest(content)},{len(content)}" for path, content in members.items()]
    members[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    with zipfile.ZipFile(Path(folder, f"{name}-py3-none-any.whl"), "w") as wheel:
        for path, content in members.items():
            wheel.writestr(zip_entry(path), content)


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def zip_entry(path):
    entry = zipfile.ZipInfo(path)
    entry.external_attr = (stat.S_IFREG | (0o755 if "/scripts/" in path else 0o644)) << 16
    return entry


def pip_settings(folder):
    """Environment under which pip takes packages from this folder and from nowhere else."""
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_CONFIG_FILE": os.devnull}


def make_python(folder):
    """The interpreter of a virtual environment with pip and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return Path(folder, "bin/python")


class Postgres:
    """A throw-away server: with Postgres() as server."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, SOURCE / "tests/support/postgres/server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.said = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.communicate()

    @property
    def url(self):
        return self.said["url"]

    @property
    def password(self):
        return self.said["password"]

    def execute(self, sql):
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)


@contextlib.contextmanager
def temporary_folder():
    with tempfile.TemporaryDirectory(prefix="rowtype-automation-") as folder:
        yield Path(folder)
