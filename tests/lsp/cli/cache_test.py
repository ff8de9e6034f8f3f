#!/usr/bin/env python3
"""cache_test.py [CHECKOUT...]: with .rowtype/cache, filled or not, a check says to the byte what it says without.

Of the sample projects, and of the checkouts that are named; and of a small one whose files change in ways that are hard to see. Run as a test without arguments; ROWTYPE_BIN_DIR is where the program is.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROWTYPE = pathlib.Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
SOURCES = pathlib.Path(os.environ.get("ROWTYPE_SOURCE_DIR", pathlib.Path(__file__).parents[3]))
FORMATS = ["json", "full", "sarif", "table"]


def main():
    projects = [pathlib.Path(name).resolve() for name in sys.argv[1:]]
    projects = projects or sorted(path for path in (SOURCES / "tests/projects").iterdir() if path.is_dir())
    failures = 0
    for project in projects:
        with tempfile.TemporaryDirectory(prefix="rowtype-cache-") as name:
            failures += compare(project, pathlib.Path(name))
    if not sys.argv[1:]:
        with tempfile.TemporaryDirectory(prefix="rowtype-cache-") as name:
            failures += hidden_changes(pathlib.Path(name))
    sys.exit(failures > 0)


def compare(project, folder):
    os.environ.update(XDG_STATE_HOME=f"{folder}/state", SOURCE_DATE_EPOCH="0", CI="1")
    copy = folder / "project"
    shutil.copytree(project, copy, symlinks=True, ignore=shutil.ignore_patterns("cache", ".venv", "node_modules", ".git"))
    (copy / ".git").mkdir()
    # Small projects keep nothing.
    (copy / "large_file_of_the_test.py").write_text("from pydantic import BaseModel\n\n\nclass LargeOfTheTest(BaseModel):\n    pass  # rowtype: ignore\n\n\n" + "#" * 300_000 + "\n")
    expected = {form: check(copy, form, "--no-cache") for form in FORMATS}
    problems = []
    for state in ("empty", "filled", "filled"):
        for form in FORMATS:
            if state == "empty":
                shutil.rmtree(copy / ".rowtype/cache", ignore_errors=True)
            if check(copy, form) != expected[form]:
                problems.append(f"{project.name}: another {form} report where the cache is {state}")
    if not (copy / ".rowtype/cache/check.cache").exists():
        problems.append(f"{project.name}: nothing was kept")
    # Each file in turn says something else; the cache still holds what all the others said.
    for path in sorted(copy.rglob("*.py"))[:20]:
        text = path.read_bytes()
        path.write_bytes(text[: len(text) // 2])
        if check(copy, "json") != check(copy, "json", "--no-cache"):
            problems.append(f"{project.name}: another report after {path.relative_to(copy)} was cut in half")
        path.write_bytes(text)
    if check(copy, "json") != expected["json"]:
        problems.append(f"{project.name}: another report after all is as it was")
    for problem in problems:
        print(problem)
    return len(problems)


HIDDEN = {
    "supabase/migrations/1_users.sql": "create table users (id bigint primary key, name text not null);\n",
    "rowtype.toml": '[schema]\nsource = "migrations"\npath = "supabase/migrations"\n\n[rules]\nunknown-column = "error"\n',
    "app/__init__.py": "",
    "app/names.py": 'TABLE = "users"\n',
    "app/main.py": 'from supabase import create_client\n\nfrom app.names import TABLE\n\nclient = create_client("u", "k")\n'
                   'client.table(TABLE).select("name").execute()\nclient.table(TABLE).select("naem").execute()\n',
    "app/models.py": "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n"
                     'class User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str]\n',
    "app/uses.py": "from sqlalchemy import select\n\nfrom app.models import User\n\nquery = select(User).where(User.posts == 1)\n",
    "app/other.py": 'xxxx = relationship("User", backref="posts")\n',
    "app/makes.py": 'cursor.execute("CREATE TABLE made (x int)")\n',
    "app/reads.py": 'import psycopg\n\n\ndef read(connection: psycopg.Connection):\n    connection.execute("select x from made")\n',
    "app/load.py": 'import psycopg\n\nQUERY = open("queries/users.sql").read()\n',
    "queries/users.sql": "select name from users where id = 1;\n",
}
# File, what stands there, what takes its place: of the same size, and with the same time of writing.
EDITS = [
    ("app/main.py", '"name"', '"nmae"'),
    ("app/names.py", '"users"', '"usres"'),
    ("app/models.py", "name: Mapped", "nmae: Mapped"),
    ("app/other.py", '"posts"', '"stops"'),
    ("app/makes.py", "TABLE made", "TABLE maed"),
    ("queries/users.sql", "select name", "select nmae"),
    ("app/load.py", "users.sql", "usres.sql"),
    ("supabase/migrations/1_users.sql", "name text", "nmae text"),
    ("rowtype.toml", '"error"', '"off"  '),
]


def hidden_changes(folder):
    """Same size, same time of writing, a file renamed over another; all old enough for their times to be trusted."""
    os.environ.update(XDG_STATE_HOME=f"{folder}/state", SOURCE_DATE_EPOCH="0", CI="1")
    for name, text in HIDDEN.items():
        path = folder / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    project = folder / "project"
    (project / "large.py").write_text("from pydantic import BaseModel\n\n\nclass Large(BaseModel):\n    pass  # rowtype: ignore\n" + "#" * 300_000 + "\n")
    time.sleep(3.1)  # a file that was written just now is read again, whatever the disk says of it
    first = check(project, "json")
    problems = [] if (project / ".rowtype/cache/check.cache").exists() and check(project, "json") == first else ["nothing was kept"]
    for replaces in (False, True):
        for name, before, after in EDITS:
            path = project / name
            text, stat = path.read_text(), path.stat()
            assert text.count(before) == 1 and len(before) == len(after), name
            place = path.with_name("another file") if replaces else path
            for now in (text.replace(before, after), text):
                place.write_text(now)
                os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))
                place.rename(path)
                with_cache = check(project, "json")
                if with_cache != check(project, "json", "--no-cache"):
                    problems.append(f"another report after an edit of {name} that nobody sees ({replaces=})")
                if (with_cache == first) != (now == text):
                    problems.append(f"the edit of {name} changes nothing, or is not taken back")
    threads = [threading.Thread(target=lambda: problems.extend([] if check(project, "json") == first else ["two at once"])) for _ in range(4)]
    shutil.rmtree(project / ".rowtype/cache")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for problem in problems:
        print(problem)
    return len(problems)


def check(folder, form, *options):
    # --quiet: no time in a summary.
    command = [ROWTYPE, "check", "--output-format", form, "--statistics", "--hints", "--quiet", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1, 4):
        sys.exit(f"{folder}: {done.stderr.decode(errors='replace')}")
    return done.returncode, done.stdout


if __name__ == "__main__":
    main()
