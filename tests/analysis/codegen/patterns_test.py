"""CHECKs by regular expression as patterns of models: where a model has one, PostgreSQL and pydantic take the same texts.

Patterns that people write, and many made of the same signs by chance; the texts too. PostgreSQL and both versions of pydantic judge.
"""

import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import psycopg

PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(Path(os.environ["ROWTYPE_SOURCE_DIR"], "tests/support/postgres")))

import throw_away  # noqa: E402  (found where the line above says)

TAKEN = [r"^[a-z]+$", r"^[A-Z]{3}$", r"^\+[1-9][0-9]{1,14}$", r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^#[0-9a-fA-F]{6}$", "abc", "^(red|green)$", "a|b",
         r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$", "^[^ @]+@[^ @]+$", "^https?://", r"\.png$", "^it's [-a]$", "^[a-]$", '^"[a-z]"$']  # fmt: skip
LEFT = [r"^\d+$", r"^\w+$", r"\s", "^.+$", "^[[:alpha:]]+$", "(?i)abc", "a+?", "a^b", "^a$b", "^é$", r"\ma", r"(a)\1", "^[a-Z]$", "^[+--]$", "", "a||b",
        "^[a&&b]$", "***=a", "^a{300}$", "(?=a)", "^[]a]$", r"^[\w-]+$", "a**"]  # fmt: skip
SIGNS = ["a", "b", "Z", "0", "9", "-", ".", "^", "$", "|", "(", ")", "(?:", "[", "]", "[^", "[a-c]", "{2}", "{1,}", "*", "+", "?", "\\.", "\\d", " ", "_"]
LETTERS = "abcZ09-._ \n$^|é(["


def pieces(signs, least, most, count, chance):
    return ["".join(chance.choice(signs) for _ in range(chance.randint(least, most))) for _ in range(count)]


class Patterns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = cls.enterClassContext(throw_away.Server())
        cls.connection = cls.enterClassContext(psycopg.connect(server.url, autocommit=True))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-patterns-")))
        chance = random.Random(20261126)
        cls.by_chance = [pattern for pattern in dict.fromkeys(pieces(SIGNS, 2, 7, 700, chance)) if pattern not in TAKEN + LEFT]
        cls.patterns = TAKEN + LEFT + cls.by_chance
        cls.texts = ["", "a", "abc", "ABC", "abc\n", "ABC\n", "red", "green", "+491701234567", "a-b", "#00ff00", "me@example.org", "it's a", "-", '"a"',
                     "http://x", "x.png", "x.png\n", "a b", *pieces(LETTERS, 1, 6, 150, chance)]  # fmt: skip
        tables = [f"CREATE TABLE p_{at} (code text NOT NULL CHECK (code ~ {quoted(pattern)}));" for at, pattern in enumerate(cls.patterns)]
        domain = "CREATE DOMAIN iso_code AS varchar(10) CHECK ((VALUE)::text ~ '^[A-Z]{3}$'::text);\nCREATE TABLE d (code iso_code NOT NULL);"
        (cls.folder / "schema.sql").write_text("\n".join([*tables, domain]), encoding="utf-8")
        cls.modules = {style: cls.generate(style) for style in ("pydantic", "pydantic-v1", "typeddict", "sqlmodel")}

    @classmethod
    def generate(cls, style):
        target = cls.folder / f"models_{style.replace('-', '_')}.py"
        command = [PROGRAM, "generate", "-q", "--schema", "migrations:schema.sql", "--style", style, "--variants", "row,insert", "-o", target]
        subprocess.run(command, cwd=cls.folder, check=True)
        text = target.read_text(encoding="utf-8")
        if style == "pydantic-v1":  # one environment holds one pydantic; version 2 brings version 1 as a module of its own
            target.write_text(text.replace("from pydantic import", "from pydantic.v1 import"), encoding="utf-8")
        spec = importlib.util.spec_from_file_location(target.stem, target)
        module = importlib.util.module_from_spec(spec)
        sys.modules[target.stem] = module
        spec.loader.exec_module(module)
        return module

    def taken_by_server(self, pattern):
        """The texts that fit; nothing where it is no regular expression of PostgreSQL's."""
        try:
            rows = self.connection.execute("SELECT text FROM unnest(%s::text[]) AS text WHERE text ~ %s", (self.texts, pattern)).fetchall()
        except psycopg.errors.InvalidRegularExpression:
            return None
        return {row[0] for row in rows}

    def taken_by(self, model):
        taken = set()
        for text in self.texts:
            try:
                model(code=text)
            except ValueError:
                continue
            taken.add(text)
        return taken

    def model(self, style, pattern):
        return getattr(self.modules[style], f"P{self.patterns.index(pattern)}")

    def pattern_of(self, model):
        return next((data.pattern for data in model.model_fields["code"].metadata if getattr(data, "pattern", None)), None)

    def test_what_is_taken_means_the_same(self):
        for pattern in self.patterns:
            said = self.pattern_of(self.model("pydantic", pattern))
            if said is None:
                continue
            with self.subTest(pattern=pattern):
                self.assertEqual(said, pattern)
                self.assertEqual(self.taken_by(self.model("pydantic", pattern)), self.taken_by_server(pattern))

    def test_what_people_write_is_taken(self):
        self.assertEqual([pattern for pattern in TAKEN if self.pattern_of(self.model("pydantic", pattern)) != pattern], [])
        self.assertGreater(sum(self.pattern_of(self.model("pydantic", pattern)) is not None for pattern in self.by_chance), 40)

    def test_what_may_mean_something_else_stays_in_the_docstring(self):
        for pattern in LEFT:
            with self.subTest(pattern=pattern):
                model = self.model("pydantic", pattern)
                self.assertIsNone(self.pattern_of(model))
                self.assertIn("CHECK (", model.__doc__)

    def test_version_1_takes_no_less(self):
        exact = 0
        for pattern in self.patterns:
            fitting = self.taken_by_server(pattern)
            if fitting is None:
                continue
            with self.subTest(pattern=pattern):
                model = self.model("pydantic-v1", pattern)
                has_one = model.__fields__["code"].field_info.regex is not None
                self.assertEqual(self.taken_by(model), fitting if has_one else set(self.texts))
                exact += has_one
        self.assertGreater(exact, 10)

    def test_domains_have_theirs(self):
        taken = self.taken_by(self.modules["pydantic"].D)
        self.assertEqual(taken, {text for text in self.texts if text == "ABC"})
        self.assertEqual(self.taken_by(self.modules["sqlmodel"].DInsert), {text for text in self.texts if len(text) <= 10}, "SQLModel has no patterns")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    unittest.main()
