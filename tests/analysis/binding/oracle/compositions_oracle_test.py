#!/usr/bin/env python3
"""PostgreSQL is the oracle for SQL that Python puts together: the functions of compositions.py, and each with one word of its texts
misspelled, are called with all combinations of their arguments; a server prepares every text that they hand to a cursor, and what
`rowtype check` says of the same function must agree.

Where all texts are prepared there is no finding. Where one is refused for a name (undefined table or column, ambiguous column) there
is one on that name; below 98 % of these, and at any false alarm, the test fails. Texts that are refused for
something else (a type, the grammar) prove nothing and are left out.
"""

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import types
import unittest
from pathlib import Path

import psycopg
from psycopg import errors, sql

HERE = Path(__file__).resolve().parent
SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(SOURCE / "tests/support/postgres"))

from throw_away import Server  # noqa: E402

NAMES_OF_STATEMENTS = {"u", "o", "i", "p", "w", "found", "latest", "best", "excluded"}
NAME_ERRORS = (errors.UndefinedColumn, errors.UndefinedTable, errors.AmbiguousColumn)
TEMPLATE = re.compile(r"\bt(?=[\"'])")
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
LITERAL = re.compile(r"(?<![\w\"'])[rfbt]?(\"\"\"|'''|\"|')(.*?)(?<!\\)\1", re.DOTALL)


class Recorder:
    """A cursor that keeps what it is given."""

    def __init__(self):
        self.texts = []

    def execute(self, query, parameters=None):
        text = query.as_string(None) if isinstance(query, sql.Composable) else query
        self.texts += [part for part in text.split(";") if part.strip()]


def template_part(value, kind):
    if kind == "i":
        return sql.Identifier(value).as_string(None)
    if kind == "l":
        return sql.Literal(value).as_string(None)
    return value if kind == "q" else "%s"


class TemplatesAsTexts(ast.NodeTransformer):
    """t"…" is parsed as f"…" at these places; its parts become what psycopg makes of them."""

    def __init__(self, places):
        self.places = places

    def visit_JoinedStr(self, node):
        if (node.lineno, node.col_offset) not in self.places:
            return self.generic_visit(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                kind = "".join(one.value for one in part.format_spec.values) if part.format_spec else ""
                part.format_spec = None
                part.value = ast.Call(ast.Name("template_part", ast.Load()), [part.value, ast.Constant(kind)], [])
        return node


def module_of(source):
    places = set()
    for found in TEMPLATE.finditer(source):
        before = source[: found.start()]
        places.add((before.count("\n") + 1, found.start() - before.rfind("\n") - 1))
    tree = ast.fix_missing_locations(TemplatesAsTexts(places).visit(ast.parse(TEMPLATE.sub("f", source))))
    module = types.ModuleType("compositions")
    module.template_part = template_part
    exec(compile(tree, "compositions.py", "exec"), module.__dict__)
    return module


def functions_of(source):
    """The functions that take a cursor: name, number of arguments that are tried, first and last line."""
    for node in ast.parse(TEMPLATE.sub("f", source)).body:
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "cur":
            tried = len(node.args.args) - 1 - len(node.args.defaults)
            yield node.name, tried, node.lineno, node.end_lineno


def texts_of(module, name, tried):
    texts = []
    for arguments in itertools.product((True, False), repeat=tried):
        recorder = Recorder()
        getattr(module, name)(recorder, *arguments)
        texts += recorder.texts
    return texts


def misspellings(source, words):
    """The source with one of the words in one of its literals misspelled, for each."""
    for literal in LITERAL.finditer(source):
        for word in WORD.finditer(source, literal.start(2), literal.end(2)):
            is_part = source[word.start() - 1] in "{%\\"  # of what Python fills in
            if word.group() in words and not is_part:
                yield source[: word.end()] + "x" + source[word.end() :]


def pieces_of(source):
    """What all functions share, and each function by its name."""
    lines = source.splitlines(keepends=True)
    shared, functions, at = [], {}, 0
    for name, tried, first, last in functions_of(source):
        shared += lines[at : first - 1]
        functions[name] = "".join(lines[first - 1 : last])
        at = last
    return "".join(shared + lines[at:]), functions


class Oracle:
    def __init__(self, connection):
        self.connection = connection
        self.answers = {}

    def refusal(self, text):
        """None where the server prepares it; the name where it refuses one; "" where it refuses something else."""
        if text not in self.answers:
            self.answers[text] = self.ask(text)
        return self.answers[text]

    def ask(self, text):
        numbers = itertools.count(1)
        known = {}
        numbered = re.sub(
            r"%(?:\((\w+)\))?[sbt]",
            lambda found: f"${known.setdefault(found[1], next(numbers)) if found[1] else next(numbers)}",
            text,
        )
        try:
            self.connection.execute("PREPARE asked AS " + numbered, prepare=False)
        except NAME_ERRORS as error:
            message = error.diag.message_primary
            quoted = re.search(r'"([^"]+)"', message)
            written = quoted[1] if quoted else re.search(r"column (\S+) ", message)[1]
            return written.rsplit(".", 1)[-1]
        except psycopg.Error:
            return ""
        self.connection.execute("DEALLOCATE asked", prepare=False)
        return None


def names_of_schema(connection):
    rows = connection.execute(
        "SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname IN ('public', 'billing', 'archive') AND attnum > 0"
        " UNION SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname IN ('public', 'billing', 'archive')"
    )
    return {name for (name,) in rows} | NAMES_OF_STATEMENTS


class Compositions(unittest.TestCase):
    def sources(self, words):
        """The file as it stands, each function with a word misspelled, and what all share with one misspelled."""
        source = (HERE / "compositions.py").read_text()
        yield source
        shared, functions = pieces_of(source)
        for function in functions.values():
            for changed in misspellings(function, words):
                helper = "" if changed.startswith("def handed_on") else functions["handed_on"] + "\n\n"
                yield shared + helper + changed
        for changed in misspellings(shared, words):
            yield changed + "\n\n".join(functions.values())

    def findings(self, folder, sources):
        for number, source in enumerate(sources):
            (folder / f"case_{number}.py").write_text(source)
        (folder / "schema.sql").write_text((HERE / "schema.sql").read_text())
        command = [PROGRAM, "check", "--no-cache", "--exit-zero", "--schema", "migrations:schema.sql", "-o", "report.json"]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        found = [[] for _ in sources]
        for issue in json.loads((folder / "report.json").read_text())["issues"]:
            number = int(re.search(r"\d+", issue["file"])[0])
            found[number].append(issue)
        return found

    @staticmethod
    def word_of(issue, lines):
        """What stands at the finding; its details where that is more than a line."""
        if issue["line"] != issue["end_line"]:
            return issue["details"]
        return lines[issue["line"] - 1][issue["column"] - 1 : issue["end_column"] - 1].strip('"').rsplit(".", 1)[-1]

    def test_findings_are_the_servers_refusals(self):
        judged = agreed = prepared = 0
        alarms, misses = [], []
        with Server() as server, psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute((HERE / "schema.sql").read_text())
            oracle = Oracle(connection)
            sources = list(self.sources(names_of_schema(connection)))
            with tempfile.TemporaryDirectory() as folder:
                found = self.findings(Path(folder), sources)
            for number, source in enumerate(sources):
                lines = source.splitlines()
                try:
                    module = module_of(source)
                except Exception:  # a constant that another one needs
                    continue
                functions = list(functions_of(source))
                words = [(issue, self.word_of(issue, lines)) for issue in found[number]]
                # In texts that functions share.
                outside = {word for issue, word in words if not any(first <= issue["line"] <= last for _, _, first, last in functions)}
                for name, tried, first, last in functions:
                    try:
                        texts = texts_of(module, name, tried)
                    except (KeyError, IndexError):  # the word was a key
                        continue
                    refusals = {oracle.refusal(text) for text in texts}
                    said = {word for issue, word in words if first <= issue["line"] <= last}
                    where = f"{name}: {sorted(filter(None, refusals))} and {sorted(said)}\n{textwrap.indent(chr(10).join(lines[first - 1:last]), '    ')}"
                    if "" in refusals:
                        self.assertNotEqual(number, 0, where)
                    elif refusals == {None}:
                        prepared += len(texts)
                        if said:
                            alarms.append(where)
                    elif refusals:
                        self.assertNotEqual(number, 0, where)
                        judged += 1
                        refused = refusals - {None}
                        # It stops at the first name that it refuses; others follow from that. What stands in a text of another
                        # statement is said there; of a lone name, where the function uses it.
                        stands_elsewhere = not any(word in "".join(lines[first - 1 : last]) for word in refused)
                        if refused <= said or (stands_elsewhere and (said or refused <= outside)):
                            agreed += 1
                        else:
                            misses.append(where)
        print(f"{len(oracle.answers)} texts, {prepared} prepared; {agreed} of {judged} refusals named")
        for miss in misses:
            print("missed:", miss)
        self.assertEqual(alarms, [])
        self.assertGreaterEqual(judged, 400)
        self.assertGreaterEqual(agreed, 0.98 * judged)


if __name__ == "__main__":
    unittest.main()
