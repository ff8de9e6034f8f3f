"""resident.py SOCKET: runs the console scripts of its environment, each in a child process that has their modules already.

A request is a line of JSON: arguments (the script first), folder, environment. The answer, until the connection closes: status, stdout,
stderr. Ends with its standard input.
"""

import importlib.metadata
import json
import os
import socketserver
import sys
import tempfile
import threading
import traceback

# Beside what the scripts import when they start, what sqlacodegen imports once it is asked: inflect, which has typeguard rewrite its
# source at each import, takes 2 s.
import sqlacodegen.generators  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg2  # noqa: F401

SCRIPTS = {
    entry.name: entry.load()
    for entry in importlib.metadata.entry_points(group="console_scripts")
    if entry.name in ("sb-pydantic", "sqlacodegen")
}


class Request(socketserver.StreamRequestHandler):
    def handle(self):  # in a child process
        request = json.loads(self.rfile.readline())
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            os.dup2(stdout.fileno(), 1)
            os.dup2(stderr.fileno(), 2)
            answer = {"status": run(**request)}
            sys.stdout.flush()
            sys.stderr.flush()
            for name, file in (("stdout", stdout), ("stderr", stderr)):
                file.seek(0)
                answer[name] = file.read().decode(errors="replace")
        self.wfile.write(json.dumps(answer).encode())


def run(arguments, folder, environment):
    os.chdir(folder)
    os.environ.update(environment)
    sys.argv = arguments
    try:
        return status_of(SCRIPTS[os.path.basename(arguments[0])]())
    except SystemExit as end:
        return status_of(end.code)
    except BaseException:
        traceback.print_exc()
        return 1


def status_of(code):
    return 0 if code is None else code if isinstance(code, int) else 1


class Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    request_queue_size = 64


if __name__ == "__main__":
    with Server(sys.argv[1], Request) as server:
        threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
        server.serve_forever(poll_interval=0.05)
