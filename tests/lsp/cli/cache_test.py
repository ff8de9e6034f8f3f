#!/usr/bin/env python3
"""cache_test.py [CHECKOUT...]: with .rowtype/cache, filled or not, a check says to the byte what it says without.

Of the sample projects, and of the checkouts that are named. Run as a test without arguments; ROWTYPE_BIN_DIR is where the program is.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

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
    sys.exit(failures > 0)


def compare(project, folder):
    os.environ.update(XDG_STATE_HOME=f"{folder}/state", SOURCE_DATE_EPOCH="0", CI="1")
    copy = folder / "project"
    shutil.copytree(project, copy, symlinks=True, ignore=shutil.ignore_patterns("cache", ".venv", "node_modules", ".git"))
    (copy / ".git").mkdir()
    # Small projects keep nothing.
    (copy / "large_file_of_the_test.py").write_text("from pydantic import BaseModel\n\n\nclass LargeOfTheTest(BaseModel):\n    pass\n\n\n" + "#" * 300_000 + "\n")
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


def check(folder, form, *options):
    # --quiet: no time in a summary.
    command = [ROWTYPE, "check", "--output-format", form, "--statistics", "--hints", "--quiet", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1, 4):
        sys.exit(f"{folder}: {done.stderr.decode(errors='replace')}")
    return done.returncode, done.stdout


if __name__ == "__main__":
    main()
