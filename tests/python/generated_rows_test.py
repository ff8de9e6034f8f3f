"""Models generated from a live PostgreSQL take the rows that this PostgreSQL prints, in real pydantic."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import psycopg

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
SERVER = SOURCE / "tests/support/postgres/server.py"
SCHEMA = """
CREATE TYPE mood AS ENUM ('glad', 'sad', 'it''s');
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TYPE place AS (street text, number int);
CREATE TABLE everything (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key uuid NOT NULL DEFAULT gen_random_uuid(), small smallint, big bigint NOT NULL,
    price numeric(12,3) NOT NULL, ratio double precision, flag boolean NOT NULL, title varchar(20) NOT NULL, code char(3), mail email NOT NULL,
    day date, at time, at_zone timetz, naive timestamp, seen timestamptz NOT NULL, span interval, data jsonb NOT NULL, tags text[] NOT NULL,
    grid int[][], mood mood NOT NULL, moods mood[], home place, bytes bytea, address inet, net cidr, bits bit(3), during tstzrange, class text,
    "Two Words" text, cost money, total numeric GENERATED ALWAYS AS (price * 2) STORED);
INSERT INTO everything (small, big, price, ratio, flag, title, code, mail, day, at, at_zone, naive, seen, span, data, tags, grid, mood, moods, home,
    bytes, address, net, bits, during, class, "Two Words", cost)
VALUES (1, 9007199254740993, 1234.567, 'NaN', true, 'a title', 'ab', 'a@b', '2024-02-03', '10:11:12.5', '10:11:12+02', '2024-02-03 10:11:12',
    '2024-02-03 10:11:12+02', '1 year 2 mons', '{"a": [1, null]}', '{x,y}', '{{1,2},{3,4}}', 'it''s', '{glad,sad}', '("s",1)', '\\x6869', '10.0.0.1/8',
    '10.0.0.0/8', '101', '[2024-01-01,2024-02-01)', 'c', 'w', 12.5);
INSERT INTO everything (big, price, flag, title, mail, seen, data, tags, mood)
VALUES (-1, 0, false, '', 'c@d', '2000-01-01+00', '[]', '{}', 'glad');
CREATE VIEW titles AS SELECT id, title FROM everything;
"""


class GeneratedRows(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen([sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.url = json.loads(self.server.stdout.readline())["url"]
        folder = tempfile.TemporaryDirectory(prefix="rowtype-rows-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def stop(self):
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def test_rows_of_the_server_fit(self):
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(SCHEMA)
            rows = {
                table: [row[0] for row in connection.execute(f"SELECT row_to_json(t) FROM {table} t ORDER BY id")]
                for table in ("everything", "titles")
            }
        (self.folder / "rowtype.toml").write_text('access = "json"\n', encoding="utf-8")
        done = subprocess.run(
            [PROGRAM, "generate", "--schema", "postgres", "--database-url-env", "ROWS_URL", "-o", "rows.py"],
            cwd=self.folder, env={**os.environ, "ROWS_URL": self.url}, capture_output=True, text=True, check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertIn("rows.py", done.stdout + done.stderr)
        spec = importlib.util.spec_from_file_location("rows", self.folder / "rows.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["rows"] = module
        spec.loader.exec_module(module)
        for table, model in (("everything", module.Everything), ("titles", module.Titles)):
            self.assertEqual(2, len(rows[table]))
            for row in rows[table]:
                made = model.model_validate(row)
                self.assertEqual(set(row), {field.alias or name for name, field in model.model_fields.items()})
                self.assertEqual(row["id"], made.id)
        full = module.Everything.model_validate(rows["everything"][0])
        self.assertEqual((9007199254740993, "it's", [[1, 2], [3, 4]]), (full.big, full.mood.value, full.grid))


if __name__ == "__main__":
    unittest.main()
