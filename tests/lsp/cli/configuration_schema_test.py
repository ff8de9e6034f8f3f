"""The JSON schema of the configuration against the program that reads configurations: neither may know what the other does not.

What the parser knows is asked of `rowtype check`: its messages name the keys and values that there are. A key that one of the two lacks
fails here by its name; lsp/cli/configuration.schema.json is the file to mend.
"""

import json
import os
import re
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

import jsonschema

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"

GOOD = [
    "",
    'models = ["app/models/**/*.py"]\nexclude = ["**/legacy/**"]\nexclude-tables = ["audit_*"]',
    'schemas = ["public"]\nsearch-path = ["public", "extensions"]\nexposed-schemas = ["public"]',
    'other-databases = ["timescale.engine", "brainzutils.musicbrainz_db"]',
    'access = "driver"\nfail-on = "never"\ntarget-python = "3.12"\nstrict-arrays = true',
    '[schema]\nsource = "migrations"\npath = "supabase/migrations"',
    '[schema]\nsource = "snapshot"\npath = ".rowtype/schema.json"',
    '[schema]\nsource = "openapi"\npath = "openapi.json"\nopenapi-schema = "api"\nopenapi-complete = true',
    '[schema]\nsource = "postgres"\nurl-env = "DATABASE_URL"',
    '[schema]\nsource = "postgres"',
    '[schema]\nsource = "postgres"\nlisten = "my_channel"',
    '[rules]\nunknown-column = "off"\nstale-field = "error"',
    '[per-path]\n"tests/**" = { unknown-column = "off", stale-field = "info" }',
    'baseline = ".rowtype/excused.json"',
    '[tables]\n"public.user_profiles" = "app.models:Profile"',
    'postgrest-version = "12.2"',
    '[[calls]]\ncall = "db.run"\nparameters = ["sql"]\nsql = "sql"\nplaceholders = "qmark"',
    '[[calls]]\ncall = ["*.insert_row", "app.layer.insert_row"]\ntable = 0\ncolumns = ["only"]\npayload = "row"\nverb = "insert"',
    '[[databases]]\nname = "legacy"\npaths = ["legacy/**"]\nsource = "snapshot"\npath = "legacy.json"\nschemas = ["public"]\nsearch-path = ["public"]',
    '[generate]\noutput = "rows.py"\nstyle = "pydantic"\n[generate.class-names]\n"public.users" = "Account"',
    '[generate]\nstyle = "sqlmodel"\nvariants = ["row", "insert", "update"]\nenums = "literal"\nschema-names = "prefix"\n'
    'decimal-json = "number"\nrelationships = false\nsingular = true\nsingular-exclude = ["news"]\n'
    'types = {"orders.total" = "app.money:Money", "jsonb" = "dict[str, object]"}',
]

BAD = [
    'modles = ["a"]',
    'models = "app/models.py"',
    "models = [1]",
    'models = ["/app/models.py"]',
    'exclude = ["/app"]',
    'access = "rows"',
    'other-databases = "timescale.engine"',
    'other-databases = ["*.engine"]',
    "access = 1",
    'fail-on = "fatal"',
    'target-python = "2.7"',
    "target-python = 3.12",
    'strict-arrays = "yes"',
    'schema = "migrations"',
    '[schema]\nsource = "migrations"',
    '[schema]\nsource = "sqlite"\npath = "x"',
    '[schema]\nsource = "openapi"',
    '[schema]\nsource = "openapi"\npath = "x"\nopenapi-complete = "yes"',
    '[schema]\nsource = "postgres"\nurl = "postgresql://localhost"',
    '[schema]\nsource = "postgres"\nurl-env = "postgresql://localhost/x"',
    '[schema]\nsource = "snapshot"\npath = 1',
    '[schema]\nsorce = "snapshot"',
    '[schema]\nsource = "postgres"\nlisten = ["my_channel"]',
    '[schema]\nsource = "postgres"\nlisten = "' + "x" * 64 + '"',
    '[rules]\nunknown-colum = "off"',
    '[rules]\nunknown-column = "loud"',
    "[rules]\nunknown-column = true",
    '[per-path]\n"tests/**" = "off"',
    '[per-path]\n"tests/**" = { unknown-colum = "off" }',
    '[per-path]\n"tests/**" = { missing-model = "off" }',
    '[per-path]\n"/tests" = { unknown-column = "off" }',
    "baseline = 1",
    'baseline = "/tmp/baseline.json"',
    'baseline = ""',
    '[tables]\n"public.users" = 1',
    "[tables.public]\nusers = 'app.models:User'",
    '[generate]\nstyle = "cobol"',
    '[generate]\nvariants = ["delete"]',
    '[generate]\nenums = "flag"',
    '[generate]\nsingular = "yes"',
    '[generate]\nouput = "x"',
    "[generate.class-names]\n'public.users' = 1",
    "postgrest-version = 12",
    'postgrest-version = "new"',
    'calls = "db.run"',
    "[[calls]]\nsql = 0",
    '[[calls]]\ncall = "db.run"',
    '[[calls]]\ncall = "db.*"\nsql = 0',
    '[[calls]]\ncall = "db.run"\nsql = -1',
    '[[calls]]\ncall = "db.run"\nsql = ["a", "b"]',
    '[[calls]]\ncall = "db.run"\nsql = 0\nplaceholders = "percent"',
    '[[calls]]\ncall = "db.run"\nsql = 0\ncolumns = "a"',
    '[[databases]]\npaths = ["a"]\nsource = "local"',
    '[[databases]]\nname = "a"\nsource = "local"',
    '[[databases]]\nname = "a"\npaths = ["a"]',
    '[[databases]]\nname = "a b"\npaths = ["a"]\nsource = "local"',
    '[[databases]]\nname = "a"\npaths = ["/a"]\nsource = "local"',
    '[[databases]]\nname = "a"\npaths = []\nsource = "local"',
    '[[databases]]\nname = "a"\npaths = ["a"]\nsource = "snapshot"',
]


class Schema(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rowtype-schema-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.schema = json.loads(subprocess.run([PROGRAM, "config-schema"], capture_output=True, check=True).stdout)

    def problems(self, text):
        """What rowtype says is wrong with a rowtype.toml of that text."""
        (self.folder / "rowtype.toml").write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, "check", "-q"], cwd=self.folder, capture_output=True, text=True, check=False)
        return [line for line in done.stderr.splitlines() if re.match(r"rowtype\.toml:\d+:\d+: error: ", line)]

    def known_keys(self, table=""):
        """The keys that the parser names when it is given one that there is not."""
        (problem,) = self.problems(f"[{table}]\nzzzzzzzzzzzz = 1" if table else "zzzzzzzzzzzz = 1")
        return set(problem.split("; known are ")[1].split(", "))

    def test_the_program_prints_the_committed_file_and_it_is_a_schema(self):
        committed = (SOURCE / "lsp/cli/configuration.schema.json").read_text(encoding="utf-8")
        self.assertEqual(json.loads(committed), self.schema)
        jsonschema.Draft7Validator.check_schema(self.schema)

    def test_both_know_the_same_keys(self):
        tables = {"": self.schema, **{name: self.schema["properties"][name] for name in ("schema", "generate")}}
        for table, described in tables.items():
            self.assertEqual(self.known_keys(table), set(described["properties"]), f"keys of [{table}]")

    def test_both_know_the_same_values(self):
        for table, described in (("", self.schema), ("schema", self.schema["properties"]["schema"]), ("generate", self.schema["properties"]["generate"])):
            for key, value in described["properties"].items():
                if "enum" not in value:
                    continue
                text = f'{key} = "zzzzzzzzzzzz"'
                (problem,) = self.problems(f"[{table}]\n{text}" if table else text)
                named = re.search(r"must be one of (.*), not ", problem).group(1).split(", ")
                self.assertEqual(set(named), set(value["enum"]), key)

    def test_both_know_the_same_rules_and_levels(self):
        listed = dict(line.split(None, 2)[::2] for line in subprocess.run([PROGRAM, "explain"], capture_output=True, text=True, check=True).stdout.splitlines() if re.match(r"[a-z-]+ +(error|warning|info|off) ", line))
        rules = self.schema["definitions"]["rules"]["properties"]
        self.assertEqual(listed, {rule: described["description"] for rule, described in rules.items()})
        (problem,) = self.problems('[rules]\nunknown-table = "zzzzzzzzzzzz"')
        named = re.search(r"must be one of (.*), not ", problem).group(1).split(", ")
        self.assertEqual(set(named), set(self.schema["definitions"]["level"]["enum"]))

    def test_both_know_the_same_keys_and_values_of_lists_of_tables(self):
        right = {"calls": 'call = "run"\nsql = 0\n', "databases": 'name = "a"\npaths = ["a"]\nsource = "local"\n'}
        for table, lines in right.items():
            described = self.schema["properties"][table]["items"]["properties"]
            (problem,) = self.problems(f"[[{table}]]\n{lines}zzzzzzzzzzzz = 1")
            self.assertEqual(set(problem.split("; known are ")[1].split(", ")), set(described), f"keys of [[{table}]]")
            for key in [key for key, value in described.items() if "enum" in value]:
                kept = "".join(line + "\n" for line in lines.splitlines() if not line.startswith(key))
                problem = self.problems(f'[[{table}]]\n{kept}{key} = "zzzzzzzzzzzz"')[0]
                named = re.search(r"must be one of (.*), not ", problem).group(1).split(", ")
                self.assertEqual(set(named), set(described[key]["enum"]), key)

    def test_both_accept_what_is_right(self):
        for text in GOOD:
            self.assertEqual([], self.problems(text), text)
            jsonschema.validate(tomllib.loads(text), self.schema, jsonschema.Draft7Validator)

    def test_both_refuse_what_is_wrong(self):
        for text in BAD:
            self.assertNotEqual([], self.problems(text), text)
            with self.assertRaises(jsonschema.ValidationError, msg=text):
                jsonschema.validate(tomllib.loads(text), self.schema, jsonschema.Draft7Validator)

    def test_every_key_is_described(self):
        for table in (self.schema, self.schema["properties"]["schema"], self.schema["properties"]["generate"]):
            for key, described in table["properties"].items():
                self.assertTrue(described["description"].endswith((".", "\".")), key)


if __name__ == "__main__":
    unittest.main()
