"""`rowtype server`, the real binary, from an editor's side."""

import json
import os
import random
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from lsp_client import PROGRAM, UNITS, Client, frame, uri_of

SHOP = Path(os.environ["ROWTYPE_SOURCE_DIR"]) / "tests/projects/shop"
SOURCE = """from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id, nmae").execute()
"""
CONFIGURATION = """[tool.rowtype.schema]
source = "migrations"
path = "migrations"
"""
TABLE = "create table users (id bigint primary key, name text not null, email text);\n"


class ServerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rowtype-end-to-end-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.write("pyproject.toml", CONFIGURATION)
        self.write("migrations/1.sql", TABLE)
        self.uri = uri_of(self.root / "app.py")

    def write(self, path: str, text: str):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def client(self, **options):
        client = Client(self.id().split(".")[-1], cwd=self.root, **options)
        self.addCleanup(client.__exit__)
        return client

    def started(self, **options):
        client = self.client(**options)
        client.initialize(self.root)
        return client


def codes(diagnostics):
    return [diagnostic["code"] for diagnostic in diagnostics]


class Editing(ServerTest):
    def test_open_edit_fix_close(self):
        client = self.started(arguments=["--stdio"])
        client.open(self.uri, SOURCE)
        (diagnostic,) = client.diagnostics(self.uri)
        self.assertEqual("unknown-column", diagnostic["code"])
        self.assertEqual("rowtype", diagnostic["source"])
        self.assertEqual("nmae", client.text_at(self.uri, diagnostic["range"]))

        client.edit(self.uri, SOURCE.index("users"), SOURCE.index("users") + 5, "uesrs")
        self.assertEqual(["unknown-table"], codes(client.diagnostics(self.uri)))
        client.edit(self.uri, SOURCE.index("users"), SOURCE.index("users") + 5, "users")
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))

        actions = client.code_actions(self.uri, SOURCE.index("nmae") + 1)
        (preferred,) = [action for action in actions if action.get("isPreferred")]
        client.apply(preferred["edit"])
        self.assertEqual(SOURCE.replace("nmae", "name"), client.documents[self.uri][1])
        self.assertEqual([], client.diagnostics(self.uri))

        client.edit(self.uri, 0, 0, "x = client.table('nowhere')\n")
        client.diagnostics(self.uri)
        client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.assertEqual(0, client.shut_down())
        self.assertEqual([], client.all_received("textDocument/publishDiagnostics")[-1]["params"]["diagnostics"])

    def test_positions_in_three_encodings(self):
        text = (
            "from supabase import create_client\r\nclient = create_client('a', 'b')\r\n"
            'name = "é😀"; rows = client.table("users").select("id, nmae").eq("nmae", "中😀").execute()\r\n'
        )
        for mark in ("", "\ufeff"):
            for encoding in ("utf-8", "utf-16", "utf-32"):
                with self.subTest(encoding=encoding, mark=bool(mark)):
                    client = Client(f"{self.id().split('.')[-1]}_{encoding}_{len(mark)}", cwd=self.root)
                    with client:
                        client.initialize(self.root, encodings=[encoding, "utf-16"])
                        self.assertEqual(encoding, client.encoding)
                        client.open(self.uri, mark + text)
                        places = [client.text_at(self.uri, item["range"]) for item in client.diagnostics(self.uri)]
                        self.assertEqual(["nmae", "nmae"], places)
                        for _ in range(2):
                            at = client.documents[self.uri][1].index("nmae")
                            (action,) = [item for item in client.code_actions(self.uri, at) if item.get("isPreferred")]
                            client.apply(action["edit"])
                        self.assertEqual((mark + text).replace("nmae", "name"), client.documents[self.uri][1])
                        self.assertEqual([], client.diagnostics(self.uri))
                        self.assertEqual(0, client.shut_down())

    def test_encoding_is_the_clients_first_choice_that_is_known(self):
        for offered, chosen in ((["utf-32", "utf-8"], "utf-32"), (["utf-7", "utf-8"], "utf-8"), ([], "utf-16")):
            with Client(f"encoding_{chosen}", cwd=self.root) as client:
                self.assertEqual(chosen, client.initialize(self.root, encodings=offered)["capabilities"]["positionEncoding"])

    def test_the_editor_and_the_command_line_agree(self):
        for path in SHOP.rglob("*"):
            if path.is_file():
                self.write(f"shop/{path.relative_to(SHOP)}", path.read_text(encoding="utf-8"))
        shop = self.root / "shop"
        report = subprocess.run(
            [PROGRAM, "check", "--output-format", "json", "--exit-zero"], cwd=shop, capture_output=True, check=True, text=True
        )
        expected = {}
        for issue in json.loads(report.stdout)["issues"]:
            expected.setdefault(issue["file"], []).append((issue["rule"], issue["line"], issue["column"]))
        client = self.client()
        client.initialize(shop)
        compared = 0
        for path in sorted(shop.rglob("*.py")):
            uri, name = uri_of(path), str(path.relative_to(shop))
            client.open(uri, path.read_text(encoding="utf-8"))
            shown = []
            for item in client.diagnostics(uri):
                start = client.index(client.documents[uri][1], item["range"]["start"])
                before = client.documents[uri][1][:start]
                shown.append((item["code"], before.count("\n") + 1, start - before.rfind("\n")))
            self.assertEqual(sorted(expected.get(name, [])), sorted(shown), name)
            compared += len(shown)
        self.assertGreater(compared, 5)
        # What is wrong with the project as a whole stands in its configuration file.
        of_project = client.wait_for(
            lambda message: message.get("params", {}).get("uri") == uri_of(shop / "pyproject.toml"), "the configuration's diagnostics"
        )
        self.assertEqual(
            [(rule, line) for rule, line, _ in expected["pyproject.toml"]],
            [(item["code"], item["range"]["start"]["line"] + 1) for item in of_project["params"]["diagnostics"]],
        )

    def test_a_burst_of_keystrokes_ends_in_the_latest_state(self):
        client = self.started()
        client.open(self.uri, SOURCE)
        client.diagnostics(self.uri)
        generator = random.Random(1)
        for _ in range(500):
            text = client.documents[self.uri][1]
            begin = generator.randrange(len(text) + 1)
            end = min(len(text), begin + generator.randrange(4))
            client.edit(self.uri, begin, end, generator.choice(["", "x", "\n", '"', "é", "😀", "("]))
        text = client.documents[self.uri][1]
        client.edit(self.uri, 0, len(text), SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.assertEqual(0, client.shut_down())

    def test_half_typed_and_hostile_texts(self):
        client = self.started()
        texts = {
            "empty": "",
            "half": 'rows = client.table("users").select("id, ',
            "deep parentheses": "(" * 70_000,
            "deep blocks": "".join("  " * depth + "if x:\n" for depth in range(2_000)),
            "ten thousand lists": "x = " + "[" * 10_000 + "]" * 10_000,
            "ten megabytes": "x = 1\n" * 1_700_000,
            "backslashes": "\\\n" * 30_000,
            "sum": 'client.execute("SELECT ' + "1+" * 50_000 + '1")',
            "nul": "x = '\0'\n" + SOURCE,
            "one line": "x = '" + "é" * 500_000 + "'",
        }
        for number, (name, text) in enumerate(texts.items()):
            with self.subTest(name):
                uri = uri_of(self.root / f"hostile_{number}.py")
                client.open(uri, text)
                found = client.diagnostics(uri)
                if name in ("deep parentheses", "deep blocks", "ten megabytes", "backslashes"):
                    self.assertIn("not-analysed", codes(found))
                client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        client.open(self.uri, SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.assertEqual(0, client.shut_down())


class Asking(ServerTest):
    def test_hover_says_what_the_schema_knows(self):
        client = self.started()
        client.open(self.uri, SOURCE.replace("nmae", "name"))
        client.diagnostics(self.uri)
        hover = client.ask("hover", self.uri, SOURCE.index("nmae") + 1)
        self.assertEqual("name", client.text_at(self.uri, hover["range"]))
        self.assertEqual("markdown", hover["contents"]["kind"])
        self.assertEqual("```sql\nname text not null\n```\n\ncolumn of `table public.users`", hover["contents"]["value"])
        self.assertIn("table public.users", client.ask("hover", self.uri, SOURCE.index("users"))["contents"]["value"])
        self.assertIsNone(client.ask("hover", self.uri, 3))
        self.assertEqual(0, client.shut_down())

    def test_completion_while_typing_in_three_encodings(self):
        head = 'from supabase import create_client\r\nclient = create_client("a", "b")\r\nx = "中😀"; rows = client'
        for encoding in UNITS:
            with self.subTest(encoding), Client(f"completion_{encoding}", cwd=self.root) as client:
                client.initialize(self.root, encodings=[encoding])
                client.open(self.uri, head + "\r\n")
                client.diagnostics(self.uri)
                typed = ""
                for key in '.table("us':
                    at = len(head + typed)
                    client.edit(self.uri, at, at, key)
                    typed += key
                    offered = client.ask("completion", self.uri, at + 1)["items"]
                    self.assertEqual(["users"] if '"' in typed else [], [item["label"] for item in offered], typed)
                client.accept(self.uri, offered[0])
                self.assertEqual(head + '.table("users\r\n', client.documents[self.uri][1])
                at = len(head + '.table("users')
                client.edit(self.uri, at, at, '").select("id, em')
                offered = client.ask("completion", self.uri, at + len('").select("id, em'))["items"]
                self.assertEqual(["id", "name", "email"], [item["label"] for item in offered][:3])
                client.accept(self.uri, offered[2])
                self.assertEqual(head + '.table("users").select("id, email\r\n', client.documents[self.uri][1])
                self.assertEqual(0, client.shut_down())


class Requests(ServerTest):
    def test_every_request_is_answered_once_cancelled_or_not(self):
        client = self.started()
        client.open(self.uri, SOURCE * 100)
        client.diagnostics(self.uri)
        span = {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}
        params = {"textDocument": {"uri": self.uri}, "range": span, "context": {"diagnostics": []}}
        numbers = [client.start_request("textDocument/codeAction", params) for _ in range(60)]
        for number in reversed(numbers[::3]):
            client.notify("$/cancelRequest", {"id": number})
        answers = {number: client.response(number) for number in numbers}
        self.assertEqual(0, client.shut_down())
        for number, answer in answers.items():
            if "error" in answer:
                self.assertEqual(-32800, answer["error"]["code"])
            self.assertEqual(1, sum("method" not in message and message.get("id") == number for message in client.received))
        self.assertTrue(any("error" in answer for answer in answers.values()))

    def test_unknown_requests_and_notifications(self):
        client = self.started()
        client.notify("$/whatever", {})
        client.notify("textDocument/unheardOf", {})
        self.assertEqual(-32601, client.response(client.start_request("rowtype/nothing", {}))["error"]["code"])
        self.assertEqual(0, client.shut_down())


class Ending(ServerTest):
    def test_the_order_of_the_end(self):
        client = self.client()
        self.assertEqual(-32002, client.response(client.start_request("shutdown"))["error"]["code"])
        client.initialize(self.root)
        client.request("shutdown")
        late = {"textDocument": {"uri": self.uri}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}
        self.assertEqual(-32600, client.response(client.start_request("textDocument/codeAction", late))["error"]["code"])
        client.notify("exit")
        self.assertEqual(0, client.wait_for_exit(5))

    def test_exit_without_shutdown(self):
        client = self.started()
        client.notify("exit")
        self.assertEqual(1, client.wait_for_exit(5))

    def test_end_of_input(self):
        client = self.started()
        client.open(self.uri, SOURCE)
        client.close_input()
        self.assertEqual(1, client.wait_for_exit(4))
        client = self.client()
        client.initialize(self.root)
        client.request("shutdown")
        client.close_input()
        self.assertEqual(0, client.wait_for_exit(4))

    def test_no_input_at_all(self):
        client = self.client(stdin=subprocess.DEVNULL)
        self.assertEqual(1, client.wait_for_exit(5))

    def test_the_client_dies_and_its_pipes_live_on(self):
        editor = subprocess.Popen(["sleep", "600"])
        self.addCleanup(editor.wait)
        self.addCleanup(editor.kill)
        client = self.client()
        client.initialize(self.root, process_id=editor.pid)
        self.assertIsNone(client.process.poll())
        editor.kill()
        editor.wait()
        self.assertEqual(1, client.wait_for_exit(6))

    def test_a_client_in_another_process_space_is_not_taken_for_dead(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        client = self.client()
        client.initialize(self.root, process_id=gone.pid)
        time.sleep(3)
        self.assertEqual(0, client.shut_down())

    def test_termination_by_signal_is_an_orderly_end(self):
        client = self.started()
        client.process.terminate()
        self.assertEqual(1, client.wait_for_exit(5))


class Stream(ServerTest):
    def test_a_header_that_makes_no_sense(self):
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n{}", b"\xff" * 100_000,
                        b"Content-Length: 99999999999\r\n\r\n"):
            with self.subTest(garbage[:20]), Client("garbage", cwd=self.root) as client:
                client.initialize(self.root)
                client.send_bytes(garbage)
                error = client.wait_for(lambda message: "error" in message, "an error")
                self.assertEqual((None, -32700), (error["id"], error["error"]["code"]))
                self.assertEqual(1, client.wait_for_exit(5))

    def test_a_length_that_is_too_short_or_too_long(self):
        client = self.started()
        client.send_bytes(b'Content-Length: 10\r\n\r\n{"jsonrpc"')
        client.send_bytes(frame(b"[1,2"))
        client.send_bytes(frame(b""))
        client.wait_for(lambda message: self.errors_without_id(client) == 3, "three errors")
        self.assertEqual(0, client.shut_down())

    @staticmethod
    def errors_without_id(client):
        return sum(message.get("id", 0) is None and message["error"]["code"] == -32700 for message in client.received)

    def test_a_frame_nested_two_hundred_thousand_deep(self):
        client = self.started()
        client.send_bytes(frame(b"[" * 200_000))
        error = client.wait_for(lambda message: "error" in message, "an error")
        self.assertEqual(-32700, error["error"]["code"])
        client.open(self.uri, SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.assertEqual(0, client.shut_down())

    def test_bytes_that_are_not_utf8_and_halves_of_surrogates(self):
        client = self.started()
        opened = json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": self.uri, "languageId": "python", "version": 1, "text": "x = 'BAD \\ud83d'\n" + SOURCE}}})
        self.assertIn("\\\\ud83d", opened)
        body = opened.replace("\\\\ud83d", "\\ud83d").encode().replace(b"BAD", b"\xff\xc3")
        client.documents[self.uri] = (1, "")
        client.send_bytes(frame(body))
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.assertEqual(0, client.shut_down())

    def test_random_bytes_end_in_an_exit_code(self):
        generator = random.Random(3)
        parts = [b"Content-Length: ", b"5", b"12", b"\r\n\r\n", b"{}", b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}',
                 b"\xff", b"\n", b"[" * 300, b'{"jsonrpc":"2.0","method":"exit"}']
        for _ in range(40):
            stream = b"".join(frame(generator.choice(parts)) if generator.random() < 0.5 else generator.choice(parts) for _ in range(12))
            ended = subprocess.run([PROGRAM, "server"], input=stream, capture_output=True, cwd=self.root, timeout=30)
            self.assertIn(ended.returncode, (0, 1), stream)

    def test_a_client_that_never_reads(self):
        client = self.client(reading=False)
        client.send({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "rootUri": uri_of(self.root), "capabilities": {}}})
        client.notify("initialized", {})
        client.open(self.uri, SOURCE)
        writer = threading.Thread(target=self.write_without_reading, args=(client,))
        writer.start()
        writer.join(timeout=60)
        self.assertFalse(writer.is_alive(), "the server stopped reading because nobody reads from it")
        status = Path(f"/proc/{client.process.pid}/status").read_text()
        resident = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
        if "ROWTYPE_TEST_SANITIZED" not in os.environ:
            self.assertLess(resident, 256 * 1024)
        client.close_input()
        self.assertEqual(1, client.wait_for_exit(10))

    def write_without_reading(self, client):
        for _ in range(5_000):
            client.edit(self.uri, 0, 0, "x")
            client.start_request("rowtype/unknown", {"filler": "y" * 200})


class Schemas(ServerTest):
    def allowed(self, environment):
        """The environment, after the user allowed the database that the project names by it."""
        environment = {**environment, "XDG_CONFIG_HOME": str(self.root / ".configuration")}
        subprocess.run([PROGRAM, "consent", "allow"], cwd=self.root, env={**os.environ, **environment}, capture_output=True, check=True)
        return environment

    def messages(self, client):
        return [message["params"]["message"] for message in client.all_received("window/showMessage")]

    def test_a_missing_schema_is_said_once_and_found_when_it_comes(self):
        (self.root / "migrations/1.sql").unlink()
        (self.root / "migrations").rmdir()
        client = self.started()
        client.open(self.uri, SOURCE)
        client.wait_for(lambda message: message.get("method") == "window/showMessage", "a message")
        changed = {"changes": [{"uri": uri_of(self.root / "migrations/1.sql"), "type": 1}]}
        client.notify("workspace/didChangeWatchedFiles", changed)
        client.edit(self.uri, 0, 0, "\n")
        self.write("migrations/1.sql", TABLE)
        client.notify("workspace/didChangeWatchedFiles", changed)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.assertEqual(1, len(self.messages(client)), self.messages(client))
        self.assertEqual(0, client.shut_down())

    def test_a_changed_migration_changes_the_diagnostics(self):
        client = self.started()
        registered = client.wait_for(lambda message: message.get("method") == "client/registerCapability", "a registration")
        watchers = registered["params"]["registrations"][0]["registerOptions"]["watchers"]
        self.assertIn({"globPattern": "**/*.sql"}, watchers)
        client.open(self.uri, SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.write("migrations/2.sql", "alter table users add column nmae text;")
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(self.root / "migrations/2.sql"), "type": 1}]})
        client.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics" and not message["params"]["diagnostics"], "no findings"
        )
        self.assertEqual(0, client.shut_down())

    def test_a_client_that_watches_nothing(self):
        client = self.client()
        client.initialize(self.root, workspace={"workspaceEdit": {"documentChanges": True}})
        client.open(self.uri, SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        self.write("migrations/2.sql", "alter table users add column nmae text;")
        client.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics" and not message["params"]["diagnostics"], "no findings"
        )
        self.write("pyproject.toml", CONFIGURATION + '[tool.rowtype.rules]\nunknown-columm = "off"\n')
        configuration = uri_of(self.root / "pyproject.toml")
        client.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == configuration, "problems"
        )
        self.assertEqual(0, client.shut_down())

    def test_a_database_that_does_not_answer_costs_nothing(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            url = f"postgresql://app:CANARY-{'a1b2c3'}@127.0.0.1:{listener.getsockname()[1]}/shop"
            self.write("pyproject.toml", '[tool.rowtype.schema]\nsource = "postgres"\nurl-env = "ROWTYPE_TEST_URL"\n')
            client = self.started(environment=self.allowed({"ROWTYPE_TEST_URL": url}))
            client.open(self.uri, SOURCE)
            client.wait_for(
                lambda message: message.get("method") == "$/progress" and message["params"]["value"]["kind"] == "begin", "progress"
            )
            began = time.monotonic()
            for _ in range(50):
                client.edit(self.uri, 0, 0, "\n")
                self.assertEqual([], client.code_actions(self.uri, 0))
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(0, client.shut_down())
            self.assertLess(time.monotonic() - began, 8)
            self.assert_no_canary(client)

    def test_a_database_that_is_not_there_is_said_once(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"postgresql://app:CANARY-{'a1b2c3'}@127.0.0.1:{unused.getsockname()[1]}/shop"
            self.write("pyproject.toml", '[tool.rowtype.schema]\nsource = "postgres"\nurl-env = "ROWTYPE_TEST_URL"\n')
            client = self.started(environment=self.allowed({"ROWTYPE_TEST_URL": url}))
            client.open(self.uri, SOURCE)
            client.wait_for(lambda message: message.get("method") == "window/showMessage", "a message")
            client.notify("workspace/didChangeConfiguration", {"settings": None})
            client.edit(self.uri, 0, 0, "\n")
            self.assertEqual([], client.code_actions(self.uri, 0))
            self.assertEqual(1, len(self.messages(client)), self.messages(client))
            self.assertEqual(0, client.shut_down())
            self.assert_no_canary(client)

    def assert_no_canary(self, client):
        client.kill()
        for text in (client.errors.decode(), json.dumps(client.received)):
            self.assertNotIn("CANARY", text)
            self.assertNotIn("a1b2c3", text)

    def test_a_mistake_in_the_configuration_is_shown_there(self):
        self.write("pyproject.toml", "# é😀\n[tool.rowtype]\nmodles = []\n" + CONFIGURATION)
        client = self.started()
        client.open(self.uri, SOURCE)
        self.assertEqual(["unknown-column"], codes(client.diagnostics(self.uri)))
        configuration = uri_of(self.root / "pyproject.toml")
        shown = client.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == configuration, "problems"
        )
        (problem,) = shown["params"]["diagnostics"]
        self.assertIn("models", problem["message"])
        self.assertEqual({"line": 2, "character": 0}, problem["range"]["start"])
        self.write("pyproject.toml", CONFIGURATION)
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": configuration, "type": 2}]})
        client.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == configuration
            and not message["params"]["diagnostics"],
            "their end",
        )
        self.assertEqual(0, client.shut_down())


if __name__ == "__main__":
    unittest.main()
