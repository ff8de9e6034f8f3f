"""The real server stays true to a real database that changes, and to files that do."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from lsp_client import PATIENCE, PROGRAM, Client, uri_of

SOURCE_DIR = Path(os.environ["ROWTYPE_SOURCE_DIR"])
HEAD = 'from supabase import create_client\n\nclient = create_client("http://localhost", "key")\n'
FILMS = HEAD + 'rows = client.table("films").select("id, title").execute()\n'
PEOPLE = HEAD + 'rows = client.table("people").select("id, nmae").execute()\n'
WATCHES_NOTHING = {"workspaceEdit": {"documentChanges": True}}


class Database:
    """A server of its own for these tests."""

    @classmethod
    def start(cls):
        cls.process = subprocess.Popen(
            [sys.executable, SOURCE_DIR / "tests/support/postgres/server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        cls.place = json.loads(cls.process.stdout.readline())
        cls.made = 0

    @classmethod
    def stop(cls):
        cls.process.stdin.close()
        cls.process.wait()
        cls.process.stdout.close()

    @classmethod
    def create(cls):
        cls.made += 1
        name = f"fresh{cls.made}"
        cls.run(f"CREATE DATABASE {name}")
        return name

    @classmethod
    def url(cls, name):
        return cls.place["url"].rsplit("/", 1)[0] + "/" + name

    @classmethod
    def run(cls, sql, database="postgres"):
        command = [Path(cls.place["bin"]) / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", cls.url(database), "-c", sql]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    @classmethod
    def postmaster(cls):
        return int((Path(cls.place["socket"]) / "data/postmaster.pid").read_text().splitlines()[0])


def setUpModule():
    Database.start()


def tearDownModule():
    Database.stop()


class FreshnessTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rowtype-freshness-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "project"
        self.root.mkdir()
        (self.root / ".git").mkdir()
        self.environment = {"XDG_CONFIG_HOME": str(Path(folder.name).resolve() / "configuration")}
        self.uri = uri_of(self.root / "films.py")
        self.other = uri_of(self.root / "people.py")

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def client(self, name="", **capabilities):
        client = Client(self.id().split(".")[-1] + name, cwd=self.root, environment=self.environment)
        self.addCleanup(client.__exit__)
        client.initialize(self.root, experimental={"rowtype": {"status": True}}, **capabilities)
        return client

    def published(self, client, uri):
        return [
            [item["code"] for item in message["params"]["diagnostics"]]
            for message in client.all_received("textDocument/publishDiagnostics")
            if message["params"]["uri"] == uri
        ]

    def wait_until_published(self, client, uri, codes):
        deadline = time.monotonic() + PATIENCE
        while not self.published(client, uri) or self.published(client, uri)[-1] != codes:
            self.assertLess(time.monotonic(), deadline, f"{codes} did not come, but {self.published(client, uri)}")
            time.sleep(0.02)

    def wait_for_log(self, client, text):
        client.wait_for(lambda message: message.get("method") == "window/logMessage" and text in message["params"]["message"], text)


class OfADatabase(FreshnessTest):
    def setUp(self):
        super().setUp()
        self.database = Database.create()
        self.environment["FRESHNESS_URL"] = Database.url(self.database)
        Database.run("CREATE TABLE films (id int); CREATE TABLE people (id int, name text)", self.database)
        self.configure()

    def configure(self, more=""):
        self.write("rowtype.toml", '[schema]\nsource = "postgres"\nurl-env = "FRESHNESS_URL"\n' + more)
        subprocess.run(
            [PROGRAM, "consent", "allow"], cwd=self.root, env={**os.environ, **self.environment}, capture_output=True, check=True
        )

    def opened(self, **capabilities):
        client = self.client(**capabilities)
        client.open(self.uri, FILMS)
        client.open(self.other, PEOPLE)
        self.wait_until_published(client, self.uri, ["unknown-column"])
        self.wait_until_published(client, self.other, ["unknown-column"])
        return client

    def change(self, sql):
        Database.run(sql, self.database)

    def test_a_notice_changes_the_diagnostics_of_the_files_that_it_concerns(self):
        client = self.opened()
        self.wait_for_log(client, "is listened to for changes")
        self.change("ALTER TABLE films ADD title text; NOTIFY pgrst, 'reload schema'")
        self.wait_until_published(client, self.uri, [])
        self.change("ALTER TABLE films DROP title; NOTIFY pgrst")
        self.wait_until_published(client, self.uri, ["unknown-column"])
        self.change("ALTER TABLE people RENAME name TO nmae; NOTIFY pgrst")
        self.wait_until_published(client, self.other, [])
        self.assertEqual([["unknown-column"], [], ["unknown-column"]], self.published(client, self.uri))
        self.assertEqual([["unknown-column"], []], self.published(client, self.other))
        self.assertEqual(0, client.shut_down())

    def test_a_channel_of_the_users_choice(self):
        self.configure('listen = "My Channel"\n')
        client = self.opened()
        self.wait_for_log(client, "is listened to for changes")
        self.change('ALTER TABLE films ADD title text; NOTIFY "My Channel"')
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_a_change_that_nobody_tells_of(self):
        client = self.opened()
        self.change("ALTER TABLE films ADD title text")
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_a_migration_of_many_statements_and_a_database_that_goes_away(self):
        client = self.opened()
        self.wait_for_log(client, "is listened to for changes")
        self.change("".join(f"CREATE TABLE more{number} (id int); NOTIFY pgrst;" for number in range(50)))
        self.change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rowtype'")
        self.change("ALTER TABLE films ADD title text")
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_another_database_is_watched_after_the_configuration_changed(self):
        client = self.opened()
        self.wait_for_log(client, "is listened to for changes")
        database = Database.create()
        Database.run("CREATE TABLE films (id int, title text)", database)
        self.write(".env", f"OTHER_URL={Database.url(database)}\n")
        self.write("rowtype.toml", '[schema]\nsource = "postgres"\nurl-env = "OTHER_URL"\n')
        subprocess.run([PROGRAM, "consent", "allow"], cwd=self.root, env={**os.environ, **self.environment}, check=True, capture_output=True)
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(self.root / "rowtype.toml"), "type": 2}]})
        self.wait_until_published(client, self.uri, [])
        Database.run("ALTER TABLE films DROP title; NOTIFY pgrst", database)
        self.wait_until_published(client, self.uri, ["unknown-column"])
        self.assertEqual("0", self.watchers_until("0", self.database))
        self.assertEqual(0, client.shut_down())

    def watchers_until(self, count, database):
        """How many of our connections the database has, once that is `count`."""
        deadline = time.monotonic() + PATIENCE
        while True:
            sql = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'rowtype' AND datname = '{database}'"
            found = Database.run(sql)
            if found == count or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def test_nothing_stays_behind(self):
        for end in (lambda client: client.shut_down(), lambda client: client.kill(), lambda client: client.close_input()):
            client = self.opened()
            self.wait_for_log(client, "is listened to for changes")
            self.assertEqual("1", self.watchers_until("1", self.database))
            end(client)
            self.assertEqual("0", self.watchers_until("0", self.database))

    def test_the_last_schema_serves_at_once_and_is_replaced(self):
        client = self.opened()
        self.assertEqual(0, client.shut_down())
        Database.run("ALTER TABLE films ADD title text", self.database)
        os.kill(Database.postmaster(), signal.SIGSTOP)  # it takes connections, and is silent
        try:
            client = self.client("_again")
            client.open(self.uri, FILMS)
            self.wait_until_published(client, self.uri, ["unknown-column"])
            status = client.wait_for(
                lambda message: message.get("method") == "rowtype/status" and "from cache" in message["params"].get("message", ""), "the status"
            )["params"]
            self.assertEqual("loading", status["state"])
            self.assertIn(", from cache", status["schema"])
        finally:
            os.kill(Database.postmaster(), signal.SIGCONT)
        self.wait_until_published(client, self.uri, [])
        status = client.wait_for(
            lambda message: message.get("method") == "rowtype/status" and message["params"]["state"] == "loaded", "the status"
        )["params"]
        self.assertNotIn("cache", status["schema"])
        self.assertEqual(0, client.shut_down())


class OfFiles(FreshnessTest):
    """An editor that watches nothing, as Neovim on Linux."""

    def setUp(self):
        super().setUp()
        self.write("rowtype.toml", '[schema]\nsource = "migrations"\npath = "migrations"\n')
        self.write("migrations/1.sql", "create table films (id int);\n")

    def opened(self, codes=("unknown-column",)):
        client = self.client(workspace=WATCHES_NOTHING)
        client.open(self.uri, FILMS)
        if codes:
            self.wait_until_published(client, self.uri, list(codes))
        return client

    def test_a_change_right_after_the_first_load(self):
        client = self.opened()
        self.write("migrations/2.sql", "alter table films add title text;\n")
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_what_editors_and_people_do_to_files(self):
        client = self.opened()
        self.write("migrations/.1.sql.tmp", "create table films (id int, title text);\n")
        os.replace(self.root / "migrations/.1.sql.tmp", self.root / "migrations/1.sql")
        self.wait_until_published(client, self.uri, [])
        shutil.rmtree(self.root / "migrations")
        self.write("migrations/1.sql", "create table films (id int);\n")
        self.wait_until_published(client, self.uri, ["unknown-column"])
        for number in range(200):
            self.write(f"migrations/2_{number:03}.sql", f"create table more{number} (id int);\n")
        self.write("migrations/3.sql", "alter table films add title text;\n")
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_a_folder_that_comes_later(self):
        shutil.rmtree(self.root / "migrations")
        client = self.opened(codes=())
        client.wait_for(lambda message: message.get("method") == "window/showMessage", "that there is no schema")
        self.write("migrations/1.sql", "create table films (id int);\n")
        self.wait_until_published(client, self.uri, ["unknown-column"])
        self.assertEqual(0, client.shut_down())

    def test_a_snapshot_that_is_written_anew(self):
        subprocess.run([PROGRAM, "pull"], cwd=self.root, env={**os.environ, **self.environment}, check=True, capture_output=True)
        self.write("rowtype.toml", '[schema]\nsource = "snapshot"\npath = ".rowtype/schema.json"\n')
        client = self.opened()
        self.write("migrations/2.sql", "alter table films add title text;\n")
        command = [PROGRAM, "pull", "--schema", "migrations:migrations"]
        subprocess.run(command, cwd=self.root, env={**os.environ, **self.environment}, check=True, capture_output=True)
        self.wait_until_published(client, self.uri, [])
        self.assertEqual(0, client.shut_down())

    def test_a_revision_of_alembic_that_is_edited(self):
        shutil.rmtree(self.root / "migrations")
        (self.root / "rowtype.toml").unlink()
        head = "import sqlalchemy as sa\nfrom alembic import op\n"
        self.write("alembic.ini", "[alembic]\nscript_location = alembic\n")
        self.write("alembic/env.py", "")
        made = "op.create_table('films', sa.Column('id', sa.Integer()))"
        self.write("alembic/versions/1.py", head + f"revision = 'a'\ndown_revision = None\ndef upgrade():\n    {made}\n")
        client = self.opened()
        added = "op.add_column('films', sa.Column('title', sa.Text()))"
        self.write("alembic/versions/2.py", head + f"revision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    {added}\n")
        self.wait_until_published(client, self.uri, [])
        self.write("alembic/versions/2.py", head + "revision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    pass\n")
        self.wait_until_published(client, self.uri, ["unknown-column"])
        self.assertEqual(0, client.shut_down())


if __name__ == "__main__":
    unittest.main()
