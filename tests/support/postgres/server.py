#!/usr/bin/env python3
"""A throw-away PostgreSQL server for tests: made in a temporary folder, gone when standard input closes.

Prints one line of JSON when the server answers: url (with a password), host, port, user, password, socket (a folder), log (a
file), bin (the folder of psql). Then waits; at the end of standard input, on a signal, or when this process dies, the server is
stopped, and its folder is deleted in all but the last case.

ROWTYPE_TEST_POSTGRES_BIN names the folder of initdb and postgres; else Debian's newest is taken. PostgreSQL refuses to run as
root, so root hands it to an unprivileged user. Needs nothing outside Python's standard library.
"""

import ctypes
import glob
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

USER = "rowtype_test"
PASSWORD = "rowtype-test-password"
# A test server may lose everything in a crash; what it must not is be slow, or notice the machine's time zone or language.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "max_locks_per_transaction": "64",
    "timezone": "UTC",
    "lc_messages": "C",
    "log_statement": "all",
    "log_line_prefix": "%m %a %d: ",
}


def main():
    folder = tempfile.mkdtemp(prefix="rowtype-postgres-")
    server = None
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        programs = find_programs()
        user = prepare_folder(folder)
        run_initdb(programs, folder, user)
        server, port = start(programs, folder, user)
        print(json.dumps(describe(programs, folder, port)), flush=True)
        wait_for_end(server)
    finally:
        stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs():
    chosen = os.environ.get("ROWTYPE_TEST_POSTGRES_BIN")
    if chosen:
        return chosen
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        return os.path.dirname(max(found, key=lambda path: int(re.search(r"/(\d+)/bin", path).group(1))))
    on_path = shutil.which("initdb")
    if on_path:
        return os.path.dirname(os.path.realpath(on_path))
    sys.exit("no PostgreSQL server found; install postgresql-15 or set ROWTYPE_TEST_POSTGRES_BIN")


def prepare_folder(folder):
    """The user that the server runs as, or None for this one. The folder is readable to all: psql of another user uses its socket."""
    os.chmod(folder, 0o755)
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, account.pw_uid, account.pw_gid)
        return account
    sys.exit("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def as_user(user):
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def clean_environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def run_initdb(programs, folder, user):
    password_file = os.path.join(folder, "password")
    with open(password_file, "w", encoding="ascii") as file:
        file.write(PASSWORD)
    os.chmod(password_file, 0o644)
    command = [
        os.path.join(programs, "initdb"), "-D", os.path.join(folder, "data"), "-U", USER, "--pwfile", password_file,
        "--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
    ]
    done = subprocess.run(command, cwd=folder, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **as_user(user))
    os.unlink(password_file)
    if done.returncode != 0:
        sys.exit("initdb failed:\n" + done.stdout.decode(errors="replace"))


def start(programs, folder, user):
    # Another process may take a free port between looking and listening; then the server ends at once, and the next is tried.
    for _ in range(10):
        port = free_port()
        command = [os.path.join(programs, "postgres"), "-D", os.path.join(folder, "data"), "-p", str(port), "-k", folder]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with open(os.path.join(folder, "log"), "ab") as log:
            log_start = log.tell()
            server = subprocess.Popen(command, cwd=folder, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                      preexec_fn=die_with_parent, **as_user(user))
        if answers(folder, server, log_start):
            return server, port
        stop(server)
    with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
        sys.exit("PostgreSQL does not start:\n" + log.read()[-4000:])


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG; an immediate shutdown, in case this process is killed


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(folder, server, log_start):
    """Waits for the server's own word; not every package of a server brings pg_isready."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with open(os.path.join(folder, "log"), "rb") as log:
            log.seek(log_start)
            if b"database system is ready to accept connections" in log.read():
                return True
        time.sleep(0.02)
    return False


def describe(programs, folder, port):
    return {
        "url": f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres",
        "host": "127.0.0.1",
        "port": port,
        "user": USER,
        "password": PASSWORD,
        "socket": folder,
        "log": os.path.join(folder, "log"),
        "bin": programs if os.path.exists(os.path.join(programs, "psql")) else os.path.dirname(shutil.which("psql") or ""),
    }


def wait_for_end(server):
    while os.read(0, 4096):
        if server.poll() is not None:
            sys.exit("PostgreSQL ended by itself")


def stop(server):
    if server is None or server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # fast shutdown: clients are cut off
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
