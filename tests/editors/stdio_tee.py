"""Stands between an editor and a language server, and writes down what they say to each other.

    stdio_tee.py RECORDING COMMAND...

Writes RECORDING-<process id>.jsonl, one object a line as tests/lsp/server/check_messages.py reads them: {"to": "server" | "client",
"message": {...}}. A session that did not end by an `exit` message, or whose server was killed, ends its recording with {"to": "server",
"end": "killed"}: its last requests may have no answers. The bytes themselves pass unchanged and at once.
"""

import json
import os
import signal
import subprocess
import sys
import threading

HEADERS_END = b"\r\n\r\n"


class Recorder:
    """Cuts the bytes of both directions into messages."""

    def __init__(self, path):
        self._file = open(path, "w", encoding="utf-8")
        self._lock = threading.Lock()
        self._rest = {"server": b"", "client": b""}
        self._saw_exit = False

    def take(self, to, data):
        self._rest[to] += data
        while (end := self._rest[to].find(HEADERS_END)) >= 0:
            headers = self._rest[to][:end].split(b"\r\n")
            length = next(int(line.split(b":")[1]) for line in headers if line.lower().startswith(b"content-length:"))
            start = end + len(HEADERS_END)
            if len(self._rest[to]) < start + length:
                return
            self._write(to, json.loads(self._rest[to][start : start + length]))
            self._rest[to] = self._rest[to][start + length :]

    def _write(self, to, message):
        with self._lock:
            self._saw_exit = self._saw_exit or message.get("method") == "exit"
            self._file.write(json.dumps({"to": to, "message": message}) + "\n")
            self._file.flush()

    def close(self, was_killed):
        with self._lock:
            if was_killed or not self._saw_exit:
                self._file.write(json.dumps({"to": "server", "end": "killed"}) + "\n")
            self._file.close()


def pass_on(source, target, recorder, to):
    """Until the source ends; then the target is closed, so that the other side sees the end too."""
    try:
        while data := os.read(source, 65536):
            recorder.take(to, data)  # before it goes on: an answer must not be written down before its question
            view = memoryview(data)
            while view:
                view = view[os.write(target, view) :]
    except OSError:
        pass  # the other side is gone
    finally:
        os.close(target)


def main(recording, *command):
    recorder = Recorder(f"{recording}-{os.getpid()}.jsonl")
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())  # before the first message: its recording gets an end
    # Both pipes' ends are ours to close: file objects would close them a second time.
    to_server, from_server = os.dup(server.stdin.fileno()), os.dup(server.stdout.fileno())
    server.stdin.close()
    server.stdout.close()
    threading.Thread(target=pass_on, args=(sys.stdin.fileno(), to_server, recorder, "server"), daemon=True).start()
    answers = threading.Thread(target=pass_on, args=(from_server, sys.stdout.fileno(), recorder, "client"), daemon=True)
    answers.start()
    code = server.wait()
    answers.join(timeout=10)
    recorder.close(was_killed=code < 0)
    os._exit(code if code >= 0 else 128 - code)  # the other thread may wait for the editor's next message for ever


if __name__ == "__main__":
    main(*sys.argv[1:])
