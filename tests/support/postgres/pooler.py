#!/usr/bin/env python3
"""A throw-away pgbouncer before a test server, on loopback, gone when standard input closes.

    pooler.py MODE SERVER-PORT USER PASSWORD

MODE is pgbouncer's pool_mode: transaction, session or statement. Prints one line of JSON when it answers: port, log (a file). Where
transactions share connections, there is one for each database of the server, so that clients really share it. Needs nothing outside
Python's standard library.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import server

CONFIGURATION = """[databases]
* = host=127.0.0.1 port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
logfile = {folder}/log
pidfile = {folder}/pid
pool_mode = {mode}
default_pool_size = {size}
max_client_conn = 20
query_wait_timeout = 5
"""


def main():
    mode, server_port, name, password = sys.argv[1:]
    folder = tempfile.mkdtemp(prefix="rowtype-pooler-")
    pooler = None
    try:
        user = server.prepare_folder(folder)
        with open(os.path.join(folder, "users"), "w", encoding="ascii") as file:
            file.write(f'"{name}" "{password}"\n')
        pooler, port = start(folder, user, {"folder": folder, "mode": mode, "size": 4 if mode == "session" else 1, "server_port": server_port})
        print(json.dumps({"port": port, "log": os.path.join(folder, "log")}), flush=True)
        while os.read(0, 4096):
            pass
    finally:
        server.stop(pooler)
        shutil.rmtree(folder, ignore_errors=True)


def start(folder, user, values):
    program = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        sys.exit("no pgbouncer found; install the package pgbouncer")
    # As with the server: another process may take the port before pgbouncer does.
    for _ in range(10):
        port = server.free_port()
        path = os.path.join(folder, "pgbouncer.ini")
        with open(path, "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(port=port, **values))
        pooler = subprocess.Popen([program, "-q", path], cwd=folder, env=server.clean_environment(), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=server.die_with_parent,
                                  **server.as_user(user))
        if answers(folder, pooler):
            return pooler, port
        server.stop(pooler)
    with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
        sys.exit("pgbouncer does not start:\n" + log.read()[-4000:])


def answers(folder, pooler):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and pooler.poll() is None:
        try:
            with open(os.path.join(folder, "log"), "rb") as log:
                if b"process up" in log.read():
                    return True
        except FileNotFoundError:
            pass
        time.sleep(0.02)
    return False


if __name__ == "__main__":
    main()
