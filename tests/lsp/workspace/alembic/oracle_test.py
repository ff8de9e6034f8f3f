#!/usr/bin/env python3
"""Alembic itself is the oracle: what `alembic upgrade heads` leaves in a real PostgreSQL and what rowtype reads from the
same revisions, without running them, must be the same schema.

Compared are the snapshots that rowtype writes of both: relations, columns in their order with types, nullability, defaults (that
there is one), identity, generation and comments, keys, checks, exclusions (that there is a predicate), indexes and enums. Texts of expressions are not: PostgreSQL
prints its own. For one upgrade after the other, `alembic upgrade REVISION` is compared as well.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(SOURCE / "tests/support/postgres"))

from throw_away import Server  # noqa: E402


def column(value, is_view):
    return {
        "name": value["name"],
        "type": [value.get("type_schema"), value["type"], value.get("modifiers"), value.get("dimensions")],
        "nullability": None if is_view else value.get("nullability", "nullable"),
        "default": "default" in value,
        "identity": value.get("identity"),
        "generated": value.get("generated"),
        "comment": value.get("comment"),
    }


def index(value):
    return {
        **{key: value.get(key) for key in ("name", "method", "columns", "included_columns", "unique", "nulls_not_distinct")},
        "expressions": len(value.get("expressions", ())),
        "predicate": "predicate" in value,
    }


def exclusion(value):
    return {**value, "predicate": "predicate" in value, "elements": len(value["elements"])}


def relation(value):
    is_view = value.get("kind") in ("view", "materialized_view")
    return {
        "kind": value.get("kind"),
        "columns": [column(one, is_view) for one in value["columns"]],
        "primary_key": value.get("primary_key"),
        "unique_keys": value.get("unique_keys"),
        "foreign_keys": value.get("foreign_keys"),
        "checks": [one["name"] for one in value.get("checks", ())],
        "exclusions": [exclusion(one) for one in value.get("exclusions", ())],
        "indexes": [index(one) for one in value.get("indexes", ())],
        "comment": value.get("comment"),
        "complete": value.get("columns_complete", True),
    }


def schema_of(snapshot):
    """What the two have in common, by name; what extensions brought left out."""
    by_name = lambda values: {f"{one.get('schema')}.{one['name']}": one for one in values if "extension" not in one}
    return {
        "relations": {name: relation(one) for name, one in by_name(snapshot["relations"]).items()},
        "types": {
            name: {key: one.get(key) for key in ("kind", "labels", "base", "not_null")}
            for name, one in by_name(snapshot.get("types", ())).items()
        },
        "incomplete": snapshot.get("incomplete_schemas", []),
    }


def pull(folder, *arguments, environment=None):
    """The snapshot that `rowtype pull` writes."""
    output = Path(folder, "snapshot.json")
    done = subprocess.run(
        [PROGRAM, "pull", "--output", output, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(output.read_text())


class Oracle(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-alembic-"))
        cls.project = Path(cls.folder, "project")
        shutil.copytree(HERE / "project", cls.project)
        shutil.copytree(HERE / "conventions", Path(cls.folder, "conventions"))

    def upgrade(self, project, url, target):
        environment = {
            **os.environ,
            "ALEMBIC_TEST_URL": url.replace("postgresql:", "postgresql+psycopg:"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", target], cwd=project, env=environment, capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def live(self, url):
        environment = {**os.environ, "DATABASE_URL": url}
        return schema_of(pull(self.folder, "--schema", "postgres", environment=environment))

    def read(self, project):
        snapshot = pull(self.folder, "--schema", f"alembic:{project}/alembic.ini")
        self.assertEqual(snapshot.get("notes", []), [])
        return schema_of(snapshot)

    def assert_same(self, live, read):
        self.assertEqual(sorted(live["relations"]), sorted(read["relations"]))
        for name, expected in live["relations"].items():
            self.assertEqual(expected, read["relations"][name], name)
        self.assertEqual(live["types"], read["types"])
        self.assertEqual(live["incomplete"], read["incomplete"])

    def test_all_revisions(self):
        url = self.server.make_database("every_revision")
        self.upgrade(self.project, url, "heads")
        self.assert_same(self.live(url), self.read(self.project))

    def test_names_and_schemas_of_the_environment(self):
        project = Path(self.folder, "conventions")
        url = self.server.make_database("conventions")
        self.upgrade(project, url, "heads")
        live, read = self.live(url), self.read(project)
        self.assertGreater(len(live["relations"]), 3)
        self.assert_same(live, read)

    def test_each_revision(self):
        """With the later files taken away, rowtype reads the state in between."""
        url = self.server.make_database("step_by_step")
        partial = Path(self.folder, "partial")
        shutil.copytree(self.project, partial, ignore=lambda folder, names: [name for name in names if name[:4].isdigit()])
        for revision in sorted((self.project / "versions").glob("*.py")):
            with self.subTest(revision=revision.name):
                shutil.copy(revision, partial / "versions")
                self.upgrade(partial, url, "heads")
                self.assert_same(self.live(url), self.read(partial))


if __name__ == "__main__":
    unittest.main(verbosity=1)
