"""Expressions over mapped classes: real SQLAlchemy refuses those that rowtype finds fault with, and no others."""

import ast
import importlib
import inspect
import json
import os
import subprocess
import sys
import unittest
import warnings
from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import CompileError, InvalidRequestError

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
PROJECT = SOURCE / "tests/analysis/orm/uses_oracle"
REFUSALS = (AttributeError, CompileError, InvalidRequestError, KeyError, TypeError)


def refusal(function):
    """What SQLAlchemy says of the statement that a function makes; None where it takes it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = function()
            if hasattr(made, "compile"):
                made.compile(dialect=postgresql.dialect())
    except REFUSALS as problem:
        return f"{type(problem).__name__}: {problem}".splitlines()[0]
    return None


def findings():
    done = subprocess.run([PROGRAM, "check", "--output-format", "json", "app/expressions.py"], cwd=PROJECT, capture_output=True,
                          text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"rowtype check ended with {done.returncode}: {done.stdout}{done.stderr}")
    return [(issue["line"], issue["rule"], issue["details"], issue["suggestion"]) for issue in json.loads(done.stdout)["issues"]]


class Uses(unittest.TestCase):
    maxDiff = None

    def test_findings_are_refusals(self):
        sys.path.insert(0, str(PROJECT))
        sys.dont_write_bytecode = True
        module = importlib.import_module("app.expressions")
        found = findings()
        self.assertEqual({rule for _, rule, _, _ in found}, {"unknown-column"})
        tree = ast.parse(inspect.getsource(module))
        cases = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        methods = {node.name: node for one in tree.body if isinstance(one, ast.ClassDef) for node in one.body
                   if isinstance(node, ast.FunctionDef)}
        refused = 0
        for node in cases:
            places = [node]
            if node.name.startswith("repository"):
                places.append(methods["find_misspelt" if node.name.endswith("misspelt") else "find"])
            here = [details for line, _, details, _ in found
                    if any(place.lineno <= line <= place.end_lineno for place in places)]
            said = refusal(getattr(module, node.name))
            refused += said is not None
            with self.subTest(node.name):
                self.assertEqual(bool(here), said is not None, f"rowtype: {here}; SQLAlchemy: {said}")
        self.assertGreater(refused, 30)


if __name__ == "__main__":
    unittest.main()
