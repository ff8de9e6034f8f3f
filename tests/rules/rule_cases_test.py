"""Annotated Python files, and the sample project, through the command line and the language server alike."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE / "tests/end_to_end"))
from lsp_client import PROGRAM, Client, uri_of  # noqa: E402

CASES = SOURCE / "tests/rules/cases"
PROJECTS = SOURCE / "tests/rules/projects"
SHOP = SOURCE / "tests/projects/shop"
MARK = re.compile(r"^(\s*#\s*)(\^+) (error|warning|info)\[([a-z-]+)\]: (.*)$")
SEVERITIES = {1: "error", 2: "warning", 3: "info", 4: "info"}


def expectations(text):
    """(line, column, end column, severity, rule, message) of each mark; one-based, in characters."""
    found, code_line = [], 0
    for number, line in enumerate(text.splitlines(), start=1):
        mark = MARK.match(line)
        if mark is None:
            code_line = number
            continue
        column = len(mark[1]) + 1
        found.append((code_line, column, column + len(mark[2]), mark[3], mark[4], mark[5]))
    return sorted(found)


def by_command_line(folder, *arguments):
    done = subprocess.run([PROGRAM, "check", "--output-format", "json", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"rowtype check ended with {done.returncode}: {done.stdout}{done.stderr}")
    return [
        (issue["file"], issue["line"], issue["column"], issue["end_column"], issue["severity"], issue["rule"], issue["details"])
        for issue in json.loads(done.stdout)["issues"]
    ]


def by_server(name, root, files):
    found = []
    with Client(name, cwd=root) as client:
        client.initialize(root, encodings=("utf-32",))
        # The schema is there once the first document has been looked at with it.
        for file in files:
            uri = uri_of(root / file)
            client.open(uri, (root / file).read_text(encoding="utf-8"))
            for diagnostic in client.diagnostics(uri):
                start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
                found.append((file, start["line"] + 1, start["character"] + 1, end["character"] + 1,
                              SEVERITIES[diagnostic["severity"]], diagnostic["code"], diagnostic["message"]))
        client.shut_down()
    return found


def write_baseline(folder, entries):
    """The baseline file that `#baseline COUNT RULE: SYMBOL` lines ask for; none where there are none."""
    if not entries:
        return
    findings = [{"file": "case.py", "rule": rule, "symbol": symbol, "count": int(count)} for count, rule, symbol in entries]
    (folder / ".rowtype").mkdir()
    document = {"format": "rowtype-baseline", "version": 1, "findings": findings}
    (folder / ".rowtype/baseline.json").write_text(json.dumps(document), encoding="utf-8")


class Cases(unittest.TestCase):
    def check(self, path):
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="rowtype-case-") as name:
            folder = Path(name).resolve()
            (folder / "migrations").mkdir()
            (folder / "migrations/1.sql").write_text("\n".join(re.findall(r"^#sql (.*)$", text, re.MULTILINE)), encoding="utf-8")
            models = 'models = ["case.py"]\n' if re.search(r"^#models$", text, re.MULTILINE) else ""
            more = re.findall(r"^#toml (.*)$", text, re.MULTILINE)
            tables = next((index for index, line in enumerate(more) if line.startswith("[")), len(more))  # what comes before is of the root
            schema = ["[schema]", 'source = "migrations"', 'path = "migrations"']
            lines = [*more[:tables], *schema, *more[tables:]]
            (folder / "rowtype.toml").write_text(models + "\n".join(lines) + "\n", encoding="utf-8")
            write_baseline(folder, re.findall(r"^#baseline (\d+) ([a-z-]+): (.*)$", text, re.MULTILINE))
            (folder / "case.py").write_text(text, encoding="utf-8")
            wanted = expectations(text)
            for way, found in (("command line", by_command_line(folder)), ("server", by_server(path.stem, folder, ["case.py"]))):
                found = sorted(item[1:] for item in found if item[0] == "case.py")
                with self.subTest(case=path.name, way=way):
                    self.assertEqual([item[:5] for item in wanted], [item[:5] for item in found], found)
                    for (*_, message), (*_, said) in zip(wanted, found):
                        self.assertTrue(said.startswith(message), f"{said!r} does not begin with {message!r}")


def add_case(path):
    setattr(Cases, "test_" + path.stem, lambda self: self.check(path))


for case in sorted(CASES.glob("*.py")):
    add_case(case)


class Projects(unittest.TestCase):
    """Folders whose files depend on each other, each with its expectations in comments."""

    def check(self, project):
        with tempfile.TemporaryDirectory(prefix="rowtype-project-") as name:
            folder = Path(name).resolve() / project.name
            shutil.copytree(project, folder)
            files = sorted(str(path.relative_to(folder)) for path in folder.glob("**/*.py"))
            wanted = sorted((file, *item) for file in files for item in expectations((folder / file).read_text(encoding="utf-8")))
            for way, found in (("command line", by_command_line(folder)), ("server", by_server(project.name, folder, files))):
                found = sorted(item for item in found if item[0].endswith(".py"))
                with self.subTest(project=project.name, way=way):
                    self.assertEqual([item[:6] for item in wanted], [item[:6] for item in found], found)
                    for (*_, message), (*_, said) in zip(wanted, found):
                        self.assertTrue(said.startswith(message), f"{said!r} does not begin with {message!r}")


def add_project(path):
    setattr(Projects, "test_" + path.name, lambda self: self.check(path))


for project in sorted(PROJECTS.iterdir()):
    add_project(project)


class Shop(unittest.TestCase):
    """The sample project holds the mistakes that shop.expected.txt lists, and no others."""

    def test_command_line_finds_what_is_expected(self):
        wanted = (SOURCE / "tests/projects/shop.expected.txt").read_text(encoding="utf-8").splitlines()
        done = subprocess.run([PROGRAM, "check", "--output-format", "json"], cwd=SHOP, capture_output=True, text=True, check=False)
        self.assertEqual(1, done.returncode, done.stderr)
        found = []
        for issue in json.loads(done.stdout)["issues"]:
            subject = ".".join(part for part in (issue["table"], issue["field"]) if part) or "-"
            if issue["severity"] != "info":
                found.append(f"{issue['file']}:{issue['line']}: {issue['rule']}: {subject}")
        self.assertEqual(sorted(wanted), sorted(found))

    def test_server_and_command_line_agree(self):
        files = sorted(str(path.relative_to(SHOP)) for path in SHOP.glob("**/*.py"))
        said = [item for item in by_command_line(SHOP) if item[0].endswith(".py")]
        shown = by_server("shop_agrees", SHOP, files)
        self.assertEqual(sorted(item[:6] for item in said), sorted(item[:6] for item in shown))


if __name__ == "__main__":
    unittest.main()
