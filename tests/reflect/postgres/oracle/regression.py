"""PostgreSQL's own regression database: what its test suite leaves behind, as a dump in the cache folder.

Debian's source package carries the suite; apt fetches it with lists of its own, so that the machine's stay as they are. Loading runs
the suite's scripts in the suite's own groups and takes most of a minute, so it happens once for a server version. Rows are kept: a
NULL in a view refutes whoever takes its column for NOT NULL. Functions of the suite that are written in C are left out: they would
have to be compiled against the server.
"""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile

import servers

HERE = pathlib.Path(__file__).resolve().parent
SUITE = "debian bookworm main"
PACKAGE = "postgresql-15"


def restore(place, database):
    """Makes `database` on the server `place` from the dump, which is made first where it is not there yet."""
    dump = make_dump()
    servers.psql(place, "postgres", "-c", f"CREATE DATABASE {database} TEMPLATE template0")
    # Subscriptions warn, and what the suite left broken on purpose may fail; that enough came is for the comparison to say.
    servers.psql(place, database, "-v", "ON_ERROR_STOP=0", "-f", dump)


def server_version(place):
    return servers.psql(place, "postgres", "-At", "-c", "SHOW server_version").stdout.split()[0]


def make_dump():
    """Of Debian's server; the others take it as they would take a move to their version."""
    source = (HERE / "source.sha256").read_text(encoding="ascii").split()
    target = servers.cache() / f"regression-{source[1].split('.orig')[0]}-{servers.checksum(pathlib.Path(__file__))[:16]}.sql"
    with servers.locked(target):
        if not target.exists():
            with tempfile.TemporaryDirectory(prefix="rowtype-regression-") as folder, servers.server("debian") as place:
                suite = unpack(fetch(*source), folder)
                load(place, suite)
                dump(place, pathlib.Path(folder) / "dump.sql", target)
    return target


def fetch(expected, name):
    target = servers.cache() / "postgres-servers" / name
    with servers.locked(target):
        if target.exists() and servers.checksum(target) == expected:
            return target
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            log = ""
            for mirror in mirrors():
                log = fetch_from(mirror, pathlib.Path(folder))
                if (pathlib.Path(folder) / name).exists():
                    break
            fetched = pathlib.Path(folder) / name
            if not fetched.exists():
                raise servers.Unavailable(f"apt has no source package {PACKAGE} ({name}), which carries PostgreSQL's regression tests\n{log[-2000:]}")
            if servers.checksum(fetched) != expected:
                raise servers.Unavailable(f"{name} is not the file that source.sha256 names; it is not used")
            fetched.rename(target)
    return target


def mirrors():
    """The Debian mirrors that this machine already uses, the security archive (which holds updates only) left out."""
    if shutil.which("apt-get") is None:
        raise servers.Unavailable("there is no apt here, which fetches the source package with PostgreSQL's regression tests")
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return sorted({line for line in done.stdout.split() if "security" not in line})


def fetch_from(mirror, folder):
    apt = folder / "apt"
    for name in ("lists/partial", "cache/archives/partial", "state"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "state/status").touch()
    suite = SUITE.removeprefix("debian ")
    (apt / "sources.list").write_text(f"deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {mirror} {suite}\n", encoding="ascii")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    options = {
        "Dir::Etc::sourcelist": apt / "sources.list", "Dir::Etc::sourceparts": "/dev/null", "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State": apt / "state", "Dir::State::lists": apt / "lists", "Dir::State::status": apt / "state/status", "Dir::Cache": apt / "cache",
        "Debug::NoLocking": "true", "APT::Sandbox::User": user, "Acquire::Retries": "3",
    }  # fmt: skip
    arguments = [argument for name, value in options.items() for argument in ("-o", f"{name}={value}")]
    log = ""
    for command in (["update"], ["source", "--download-only", "--tar-only", PACKAGE]):
        done = subprocess.run(["apt-get", *arguments, "-qq", *command], cwd=folder, capture_output=True, text=True, check=False)
        log += done.stderr
    return log


def unpack(tarball, folder):
    """The suite, where the server may read it and write its results."""
    os.chmod(folder, 0o755)
    inner = "/src/test/regress/"
    with tarfile.open(tarball) as archive:
        archive.extractall(folder, (member for member in archive if inner in "/" + member.name), filter="data")
    (suite,) = pathlib.Path(folder).glob("*" + inner)
    (suite / "results").mkdir()
    (suite / "results").chmod(0o777)
    return suite


def load(place, suite):
    settings = "lc_messages TO 'C'", "lc_monetary TO 'C'", "bytea_output TO 'hex'", "timezone_abbreviations TO 'Default'"
    servers.psql(place, "postgres", "-c", "CREATE DATABASE regression TEMPLATE template0")
    servers.psql(place, "postgres", *(argument for setting in settings for argument in ("-c", f"ALTER DATABASE regression SET {setting}")))
    environment = {
        "PG_ABS_SRCDIR": str(suite), "PG_ABS_BUILDDIR": str(suite), "PG_LIBDIR": "/nowhere", "PG_DLSUFFIX": ".so", "PGTZ": "PST8PDT",
        "PGDATESTYLE": "Postgres, MDY", "PGOPTIONS": "-c intervalstyle=postgres_verbose",
    }  # fmt: skip

    def run(script):
        command = ["psql", "-X", "-a", "-q", "-v", "HIDE_TABLEAM=on", "-v", "HIDE_TOAST_COMPRESSION=on", "-f", suite / f"sql/{script}.sql",
                   servers.url_of(place, "regression")]  # fmt: skip
        # Errors are what much of the suite is about.
        subprocess.run(command, cwd=suite, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    for line in (suite / "parallel_schedule").read_text(encoding="ascii").splitlines():
        if line.startswith("test:"):
            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                list(pool.map(run, line.split()[1:]))


def dump(place, draft, target):
    program = shutil.which("pg_dump", path=place["bin"]) or shutil.which("pg_dump")
    if program is None:
        raise servers.Unavailable("there is no pg_dump here; ./dev installs PostgreSQL's")
    subprocess.run([program, "-f", draft, servers.url_of(place, "regression")], check=True)
    # Not every psql of the same age knows \restrict, and its key differs from dump to dump.
    lines = [line for line in draft.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(("\\restrict", "\\unrestrict"))]
    part = target.with_name(target.name + ".part")
    part.write_text("".join(lines), encoding="utf-8")
    part.rename(target)
