#!/usr/bin/env python3
"""`./dev corpus` on the sample project, and that it would see what is wrong: on snapshots that differ, and on files that do not load."""

import copy
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import equality
import generated
import loading
import psycopg

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support/postgres"))

import throw_away  # noqa: E402  (found where the line above says)

SHOP = HERE.parent / "projects" / "shop"

# Writes a model that is not true to its table, and finds something in it.
STAND_IN = '''
import pathlib, sys
MODEL = """
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Text, primary_key=True)
"""
if sys.argv[1] == "generate":
    pathlib.Path(sys.argv[-1]).write_text(MODEL)
else:
    print('{"issues": [{"line": 3, "severity": "info", "rule": "some-rule", "details": "some words"}]}')
'''

TABLE = {"schema": "public", "name": "t",
         "columns": [{"name": "id", "type": "int4", "nullability": "not_null"}, {"name": "note", "type": "text"}],
         "primary_key": {"name": "t_pkey", "columns": ["id"]}}
VIEW = {"schema": "public", "name": "v", "kind": "view", "columns": [{"name": "id", "type": "int4", "nullability": "unknown"}],
        "column_origins": [{"schema": "public", "name": "t", "column": "id"}]}
SERVER = {"relations": [TABLE, VIEW]}
NO_DIFFERENCE = {"objects": []}


def run(*arguments):
    return subprocess.run([sys.executable, "-B", str(HERE / "run"), *arguments], capture_output=True, text=True, check=False)


def compared(change, difference=None, refused=()):
    files = copy.deepcopy(SERVER)
    change(files)
    return equality.compare(files, SERVER, difference or NO_DIFFERENCE, ["public"], refused)


class Equality(unittest.TestCase):
    def expect(self, change, verdict, line, **more):
        report = compared(change, **more)
        self.assertEqual([text for lines in report.lines.values() for text in lines], [line])
        self.assertEqual(report.lines[verdict], [line])
        self.assertEqual(report.is_equal(), verdict != equality.WRONG)
        self.assertIn(f"{verdict}: {line}", report.text())

    def test_what_is_the_same_is_counted(self):
        report = compared(lambda files: None)
        self.assertTrue(report.is_equal())
        rights = {heading: counts["right"] for heading, counts in report.counts.items() if counts["right"]}
        self.assertEqual(rights, {"relations": 2, "columns": 2, "column types": 2, "nullability": 2, "keys": 1, "view columns": 1,
                                  "view column types": 1, "view nullability": 1, "view origins": 1})

    def test_a_wrong_type_is_wrong_and_an_unknown_one_is_not(self):
        self.expect(lambda files: files["relations"][1]["columns"][0].update(type="int8"), "wrong",
                    "view column types: public.v.id: int8, in PostgreSQL int4")
        self.expect(lambda files: files["relations"][1]["columns"][0].update(type="", type_schema=""), "unknown",
                    "view column types: public.v.id: unknown, in PostgreSQL int4")

    def test_columns_and_relations_of_one_side(self):
        self.expect(lambda files: files["relations"][0]["columns"].pop(), "wrong", "columns: public.t.note: only in PostgreSQL")
        self.expect(lambda files: files["relations"].pop(), "wrong", "relations: public.v: only in PostgreSQL")
        self.expect(lambda files: (files["relations"].pop(), files.update(incomplete_schemas=["public"])), "unknown",
                    "relations: public.v: only in PostgreSQL")
        self.expect(lambda files: files["relations"].append({"schema": "public", "name": "w"}), "wrong",
                    "relations: public.w: only in the files")

    def test_nullability_keys_and_origins(self):
        self.expect(lambda files: files["relations"][0]["columns"][1].update(nullability="not_null"), "wrong",
                    "nullability: public.t.note: not_null, in PostgreSQL nullable")
        self.expect(lambda files: files["relations"][0].pop("primary_key"), "wrong",
                    'keys: public.t primary key: null, in PostgreSQL {"name": "t_pkey", "columns": ["id"]}')
        self.expect(lambda files: files["relations"][1]["column_origins"][0].update(column="note"), "wrong",
                    "view origins: public.v.id: public.t.note, in PostgreSQL public.t.id")

    def test_what_the_difference_says(self):
        change = {"change": "changed", "aspect": "default", "name": "note", "from": None, "to": "'x'::text"}
        difference = {"objects": [{"class": "relation", "change": "changed", "name": "public.t", "changes": [change]}]}
        self.expect(lambda files: None, "wrong", "defaults: public.t note: default none, in PostgreSQL 'x'::text", difference=difference)

    def test_a_refused_statement_decides_nothing(self):
        self.expect(lambda files: files["relations"][0]["columns"].pop(), "refused", "columns: public.t.note: only in PostgreSQL",
                    refused=["ALTER TABLE t ADD COLUMN note text"])


class Loading(unittest.TestCase):
    def test_the_way_back_and_programs_are_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "1.sql"
            path.write_text("-- migrate:up\nCREATE TABLE t ();\n\\! touch /tmp/x\n-- migrate:down\nDROP TABLE t;\n", encoding="utf-8")
            self.assertEqual(loading.without_way_back(path).split(), ["--", "migrate:up", "CREATE", "TABLE", "t", "();"])

    def test_roles_of_statements(self):
        sql = "GRANT SELECT ON t TO reader, \"writer\"; ALTER TABLE t OWNER TO keeper; REVOKE ALL ON t FROM PUBLIC;"
        self.assertEqual(loading.roles_in(sql), {"reader", "writer", "keeper"})


class Program(unittest.TestCase):
    def test_the_sample_project_is_equal(self):
        done = run(str(SHOP), "--catalog")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("0 statements were refused", done.stdout)
        counts = {line[:26].strip(): line[26:].split() for line in done.stdout.splitlines() if line[26:33].strip().isdigit()}
        self.assertEqual(set(counts), set(equality.HEADINGS))
        for heading, numbers in counts.items():
            self.assertEqual(numbers[1:], ["0", "0", "0"], heading)
        for heading in ("relations", "columns", "keys", "policies", "view column types", "view origins"):
            self.assertGreater(int(counts[heading][0]), 3, heading)

    def test_models_generated_from_the_sample_project_are_right(self):
        done = run(str(SHOP), "--generated")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for style in generated.STYLES:
            self.assertRegex(done.stdout, rf"(?m)^{style}: \d\d+ classes, 0 faults$")

    def test_faults_of_generated_models_are_told(self):
        lines = []
        with tempfile.TemporaryDirectory() as folder, throw_away.Server() as server:
            with psycopg.connect(server.url) as connection:
                connection.execute("CREATE TABLE a (id int PRIMARY KEY)")
            program = pathlib.Path(folder, "program")
            program.write_text(f"#!{sys.executable}\n{STAND_IN}", encoding="utf-8")
            program.chmod(0o755)
            with unittest.mock.patch.object(generated, "STYLES", ["sqlalchemy"]), unittest.mock.patch("builtins.print", lines.append):
                self.assertFalse(generated.compare(program, server.url))
        self.assertIn("  3: info[some-rule] some words", lines)
        self.assertTrue(any("modify_type" in line for line in lines), lines)

    def test_files_that_do_not_load_in_their_order(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("1_keys.sql", "ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a;\nCREATE INDEX ON nowhere (x);"),
                               ("2_tables.sql", "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a int);")):
                pathlib.Path(folder, name).write_text(text, encoding="utf-8")
            done = run(folder, "--sql", folder, "--catalog")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('1_keys.sql:2: relation "nowhere" does not exist', done.stdout)
        self.assertIn("== loading: 1 statements were refused", done.stdout)
        self.assertIn("unknown: relations: public.nowhere: only in the files", done.stdout)


if __name__ == "__main__":
    unittest.main()
