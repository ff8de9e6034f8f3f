"""Which databases the real server opens: those that the user allowed, and no other that a repository names."""

import json
import os
import socket
import stat
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from lsp_client import CAPABILITIES, PROGRAM, Client, uri_of

SOURCE = "from supabase import create_client\n"
PASSWORD = "CANARY-" + "a1b2c3d4"


class FakeDatabase:
    """Takes connections, keeps what it is sent, and asks for a password in clear text."""

    def __enter__(self):
        self.received = b""
        self.connected = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(timeout=10)

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connected.set()
            with connection:
                connection.settimeout(10)
                try:
                    while data := connection.recv(4096):
                        self.received += data
                        if data[:1] == b"p":
                            break
                        connection.sendall(b"N" if len(data) == 8 else b"R\0\0\0\x08\0\0\0\x03")
                except OSError:
                    pass


class Consent(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rowtype-consent-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "project"
        self.home = Path(folder.name).resolve() / "home"
        (self.root / ".git").mkdir(parents=True)
        self.home.mkdir()
        (self.home / ".pgpass").write_text(f"*:*:*:*:{PASSWORD}\n")
        (self.home / ".pgpass").chmod(0o600)
        self.environment = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "configuration"),
            "PGPASSWORD": PASSWORD,
            "PGUSER": "canary_user",
        }
        self.uri = uri_of(self.root / "app.py")

    def client(self, answer=None, asks=True):
        client = Client(self.id().split(".")[-1], cwd=self.root, environment=self.environment)
        self.addCleanup(client.__exit__)
        client.answers["window/showMessageRequest"] = None if answer is None else {"title": answer}
        client.initialize(self.root, window=CAPABILITIES["window"] if asks else {})
        client.open(self.uri, SOURCE)
        return client

    def run_rowtype(self, *arguments):
        return subprocess.run(
            [PROGRAM, *arguments], cwd=self.root, env={**os.environ, **self.environment}, capture_output=True, check=False, text=True
        )

    def name_database(self, port):
        (self.root / ".env").write_text(f"DATABASE_URL=postgresql://app@127.0.0.1:{port}/shop\n")

    def consents(self):
        file = self.home / "configuration/rowtype/consent.json"
        return json.loads(file.read_text())["consents"] if file.exists() else []

    def question(self, client):
        return client.wait_for(lambda message: message.get("method") == "window/showMessageRequest", "a question")["params"]

    def assert_nothing_of_the_users_was_sent(self, database):
        self.assertIn(b"app", database.received)
        self.assertNotIn(PASSWORD.encode(), database.received)
        self.assertNotIn(b"canary_user", database.received)

    def test_allow_opens_it_and_is_kept_outside_the_repository(self):
        with FakeDatabase() as database:
            self.name_database(database.port)
            client = self.client(answer="Allow")
            question = self.question(client)
            self.assertIn(f"127.0.0.1:{database.port}/shop as app", question["message"])
            self.assertEqual(["Allow", "Not now", "Never for this folder"], [action["title"] for action in question["actions"]])
            self.assertTrue(database.connected.wait(30))
            self.assertEqual(0, client.shut_down())
            self.assertEqual(["allow"], [consent["decision"] for consent in self.consents()])
            file = self.home / "configuration/rowtype/consent.json"
            self.assertEqual(0o600, stat.S_IMODE(file.stat().st_mode))
            self.assertEqual([".env", ".git"], sorted(path.name for path in self.root.iterdir()))
            self.assert_nothing_of_the_users_was_sent(database)

    def test_no_answer_and_never_open_nothing(self):
        for answer, kept in ((None, []), ("Not now", []), ("Never for this folder", ["never"])):
            with self.subTest(answer=answer), FakeDatabase() as database:
                self.name_database(database.port)
                client = self.client(answer=answer)
                self.question(client)
                client.edit(self.uri, 0, 0, "\n")
                self.assertEqual([], client.code_actions(self.uri, 0))
                self.assertFalse(database.connected.wait(1))
                self.assertEqual(0, client.shut_down())
                self.assertEqual(kept, [consent["decision"] for consent in self.consents()])
        with FakeDatabase() as database:
            self.name_database(database.port)
            client = self.client()
            client.edit(self.uri, 0, 0, "\n")
            self.assertEqual([], client.code_actions(self.uri, 0))
            self.assertFalse(database.connected.wait(1))
            self.assertEqual([], client.all_received("window/showMessageRequest"), "never is never")
            self.assertEqual(0, client.shut_down())

    def test_a_client_that_cannot_ask_is_told_the_command_and_sees_its_effect(self):
        with FakeDatabase() as database:
            self.name_database(database.port)
            client = self.client(asks=False)
            client.wait_for(
                lambda message: message.get("method") == "window/logMessage" and "rowtype consent allow" in message["params"]["message"],
                "the way to allow it",
            )
            self.assertEqual([], client.all_received("window/showMessageRequest"))
            self.assertFalse(database.connected.is_set())
            allowed = self.run_rowtype("consent", "allow")
            self.assertEqual(0, allowed.returncode, allowed.stderr)
            self.assertTrue(database.connected.wait(30), "the server looks at the answers while it waits for one")
            self.assertEqual(0, client.shut_down())

    def test_the_command_line_says_what_it_opens(self):
        with FakeDatabase() as database:
            self.name_database(database.port)
            result = self.run_rowtype("check", "--quiet")
            self.assertEqual(3, result.returncode, result.stderr)
            said = [line for line in result.stderr.splitlines() if line.startswith("note: opening")]
            self.assertEqual([f"note: opening the database 127.0.0.1:{database.port}/shop as app (DATABASE_URL in .env)"], said)
            self.assert_nothing_of_the_users_was_sent(database)

    def test_consents_are_listed_and_taken_back(self):
        self.name_database(5999)
        self.assertEqual("Nothing was allowed or refused yet.\n", self.run_rowtype("consent").stdout)
        self.assertEqual(0, self.run_rowtype("consent", "allow").returncode)
        self.assertEqual(f"{self.root}: allow 127.0.0.1:5999/shop as app\n", self.run_rowtype("consent", "list").stdout)
        self.assertEqual(0, self.run_rowtype("consent", "never").returncode)
        self.assertEqual(f"{self.root}: never\n", self.run_rowtype("consent").stdout)
        self.assertEqual("1 answer forgotten.\n", self.run_rowtype("consent", "revoke").stdout)
        self.assertEqual([], self.consents())

    def test_wrong_use_is_said_with_its_exit_code(self):
        for arguments, code, said in (
            (("consent", "allow"), 2, "names no database"),
            (("consent", "allow", "missing"), 2, "no such folder"),
            (("consent", "maybe"), 2, "maybe"),
            (("check", "--schema", "local"), 3, "supabase/config.toml"),
            (("check", "--schema", "locla"), 2, "did you mean local?"),
            (("check",), 3, "no schema was found"),
        ):
            result = self.run_rowtype(*arguments)
            self.assertEqual(code, result.returncode, (arguments, result.stderr))
            self.assertIn(said, result.stderr)
        folder = self.home / "configuration/rowtype"
        folder.mkdir(parents=True)
        (folder / "consent.json").write_text("{")
        result = self.run_rowtype("consent")
        self.assertEqual(2, result.returncode)
        self.assertIn("consent.json:1:", result.stderr)

    def test_a_local_stack_that_is_not_running_is_said_with_its_remedy(self):
        (self.root / "supabase").mkdir()
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            (self.root / "supabase/config.toml").write_text(f"[db]\nport = {unused.getsockname()[1]}\n")
            result = self.run_rowtype("check", "--schema", "local")
            self.assertEqual(3, result.returncode, result.stderr)
            self.assertIn(f"opening the database 127.0.0.1:{unused.getsockname()[1]}/postgres as postgres", result.stderr)
            self.assertIn("supabase start", result.stderr)


if __name__ == "__main__":
    unittest.main()
