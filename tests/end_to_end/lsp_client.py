"""A small LSP client for tests: starts `rowtype server`, talks to it over pipes, remembers everything that was said.

It shares no code with the server: positions, frames and edits are its own.
"""

import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

PATIENCE = float(os.environ.get("ROWTYPE_TEST_PATIENCE", "60"))  # seconds for one answer; sanitizer builds on a busy machine are slow
PROGRAM = str(Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype")
UNITS = {"utf-8": lambda text: len(text.encode()), "utf-16": lambda text: len(text.encode("utf-16-le")) // 2, "utf-32": len}

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True, "dataSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}},
            "isPreferredSupport": True,
            "disabledSupport": True,
        },
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
    "window": {"workDoneProgress": True, "showMessage": {"messageActionItem": {"additionalPropertiesSupport": True}}},
}


def uri_of(path) -> str:
    return "file://" + quote(str(path))


def frame(message) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Client:
    """One server process. Use it as a context manager: it is gone afterwards, whatever happened."""

    def __init__(self, name: str, arguments=(), environment=None, cwd=None, reading=True, stdin=subprocess.PIPE):
        self.process = subprocess.Popen(
            [PROGRAM, "server", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
        )
        self.received = []  # every message of the server, in order
        self.errors = b""
        self.documents = {}  # uri -> (version, text)
        self.answers = {}  # method of a request of the server's -> the result that it gets; None where nothing is said here
        self.encoding = "utf-16"
        self._inbox = queue.Queue()
        self._next_id = 1
        self._lock = threading.Lock()
        self._lines = []
        self._name = name
        self._is_killed = False
        self._is_reading = reading
        self._threads = [threading.Thread(target=self._drain_errors, daemon=True)]
        if reading:
            self._threads.append(threading.Thread(target=self._read, daemon=True))
        for thread in self._threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self._save()

    # Messages

    def send(self, message: dict):
        self.record("server", message)
        self.send_bytes(frame(message))

    def send_bytes(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def notify(self, method: str, params=None):
        self.send({"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params})})

    def start_request(self, method: str, params=None, number=None):
        if number is None:
            number, self._next_id = self._next_id, self._next_id + 1
        self.send({"jsonrpc": "2.0", "id": number, "method": method, **({} if params is None else {"params": params})})
        return number

    def request(self, method: str, params=None):
        """The result; an error of the server raises."""
        answer = self.response(self.start_request(method, params))
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def response(self, number):
        return self.wait_for(lambda message: "method" not in message and message.get("id") == number, f"an answer to {number}")

    def wait_for(self, wanted, what: str, patience: float = PATIENCE):
        """The first message, of those received already or still to come, that `wanted` says yes to."""
        seen = 0
        deadline = time.monotonic() + patience
        while True:
            while seen < len(self.received):
                if wanted(self.received[seen]):
                    return self.received[seen]
                seen += 1
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{what} did not come; received: {self.received[-5:]}; errors: {self.errors[-2000:]}")
            try:
                message = self._inbox.get(timeout=min(left, 0.5))
            except queue.Empty:
                if self.process.poll() is not None and self._inbox.empty():
                    raise AssertionError(
                        f"{what} did not come: the server ended with {self.process.returncode}; errors: {self.errors[-2000:]}"
                    ) from None
                continue
            self.received.append(message)

    def all_received(self, method: str):
        self.collect()
        return [message for message in self.received if message.get("method") == method]

    def collect(self):
        while not self._inbox.empty():
            self.received.append(self._inbox.get())

    # The life of a session

    def initialize(self, root, encodings=("utf-16",), process_id=None, **capabilities):
        params = {
            "processId": os.getpid() if process_id is None else process_id,
            "clientInfo": {"name": "end-to-end test"},
            "rootUri": uri_of(root),
            "workspaceFolders": [{"uri": uri_of(root), "name": "workspace"}],
            "capabilities": {**CAPABILITIES, "general": {"positionEncodings": list(encodings)}, **capabilities},
        }
        result = self.request("initialize", params)
        self.encoding = result["capabilities"]["positionEncoding"]
        self.notify("initialized", {})
        return result

    def shut_down(self):
        """Ends the session as the protocol asks for; the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.wait_for_exit(10)

    def wait_for_exit(self, seconds: float):
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the server still runs after {seconds} s") from None

    def close_input(self):
        self.process.stdin.close()

    def kill(self):
        if self.process.poll() is None:
            self._is_killed = True
            self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join(timeout=10)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass
        self.collect()

    # Documents

    def open(self, uri: str, text: str, version: int = 1):
        self.documents[uri] = (version, text)
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": version, "text": text}})

    def edit(self, uri: str, begin: int, end: int, replacement: str):
        """Replaces the characters [begin, end) of the text, as an incremental change; the new version."""
        version, text = self.documents[uri]
        span = {"start": self.position(text, begin), "end": self.position(text, end)}
        self.documents[uri] = (version + 1, text[:begin] + replacement + text[end:])
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version + 1}, "contentChanges": [{"range": span, "text": replacement}]},
        )
        return version + 1

    def diagnostics(self, uri: str, version=None, patience: float = PATIENCE):
        """The diagnostics published for `version` (the current one)."""
        version = self.documents[uri][0] if version is None else version
        message = self.wait_for(
            lambda message: message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == uri
            and message["params"].get("version") == version,
            f"diagnostics of {uri} version {version}",
            patience,
        )
        return message["params"]["diagnostics"]

    def code_actions(self, uri: str, begin: int, end=None, only=None):
        text = self.documents[uri][1]
        span = {"start": self.position(text, begin), "end": self.position(text, begin if end is None else end)}
        context = {"diagnostics": []} if only is None else {"diagnostics": [], "only": only}
        return self.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": span, "context": context})

    def ask(self, feature: str, uri: str, at: int):
        """What textDocument/`feature` says of one place."""
        position = self.position(self.documents[uri][1], at)
        return self.request(f"textDocument/{feature}", {"textDocument": {"uri": uri}, "position": position})

    def accept(self, uri: str, item: dict):
        """Takes a completion item, as an editor does."""
        text, span = self.documents[uri][1], item["textEdit"]["range"]
        self.edit(uri, self.index(text, span["start"]), self.index(text, span["end"]), item["textEdit"]["newText"])

    def apply(self, edit: dict):
        """Applies a workspace edit to the open documents and tells the server, as an editor does."""
        for change in edit["documentChanges"]:
            uri = change["textDocument"]["uri"]
            version, text = self.documents[uri]
            if change["textDocument"]["version"] != version:
                raise AssertionError(f"the edit is for version {change['textDocument']['version']}, the document is at {version}")
            places = [(self.index(text, item["range"]["start"]), self.index(text, item["range"]["end"]), item["newText"]) for item in change["edits"]]
            for begin, end, replacement in sorted(places, reverse=True):
                self.edit(uri, begin, end, replacement)

    # Positions: characters of a Python string there and back

    @staticmethod
    def lines(text: str):
        """(start, end without the line end) of each line; LSP knows \\n, \\r\\n and \\r only."""
        found, start, at = [], 0, 0
        while at < len(text):
            if text[at] in "\r\n":
                found.append((start, at))
                at += 2 if text[at : at + 2] == "\r\n" else 1
                start = at
            else:
                at += 1
        return found + [(start, len(text))]

    def position(self, text: str, index: int) -> dict:
        for number, (start, end) in enumerate(self.lines(text)):
            if index <= end:
                return {"line": number, "character": UNITS[self.encoding](text[start:max(start, index)])}
        raise AssertionError("an index past the text")

    def index(self, text: str, position: dict) -> int:
        start, end = self.lines(text)[position["line"]]
        for index in range(start, end + 1):
            if UNITS[self.encoding](text[start:index]) == position["character"]:
                return index
        raise AssertionError(f"{position} is no place in the text")

    def text_at(self, uri: str, span: dict) -> str:
        text = self.documents[uri][1]
        return text[self.index(text, span["start"]) : self.index(text, span["end"])]

    # Inside

    def record(self, to: str, message: dict):
        with self._lock:
            self._lines.append(json.dumps({"to": to, "message": message}))

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while True:
                line = stream.readline()
                if not line:
                    return
                if line == b"\r\n":
                    break
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
            message = json.loads(stream.read(length))
            self.record("client", message)
            self._inbox.put(message)
            if "method" in message and "id" in message:
                self._answer(message)

    def _answer(self, message: dict):
        """The server's own requests: agreed to, unless a test answers otherwise."""
        try:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": self.answers.get(message["method"])})
        except (OSError, ValueError):
            pass  # the session is over

    def _drain_errors(self):
        for line in self.process.stderr:
            self.errors += line

    def _save(self):
        folder = os.environ.get("ROWTYPE_RECORDING_DIR")
        if folder is None or not self._is_reading:  # half of a conversation is nothing to check
            return
        with self._lock:
            lines = self._lines + ([json.dumps({"to": "server", "end": "killed"})] if self._is_killed else [])
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{self._name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
