#!/usr/bin/env python3
"""A throw-away PostgreSQL server for tests: made in a temporary folder, gone when standard input closes.

    server.py [--tls]

Prints one line of JSON when the server answers: url (with a password), host, port, user, password, socket (a folder), log (a
file), bin (the folder of psql), authority (with --tls: the file of the certificate authority that signed the server's certificate,
which is for the name localhost). Then waits; at the end of standard input, on a signal, or when this process dies, the server is
stopped, and its folder is deleted in all but the last case.

With --tls the server lets nobody in by TCP without it, but for the database plain, which has none. It listens on 127.0.0.1 and,
where the machine has it, ::1.

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
    "listen_addresses": "127.0.0.1,::1",
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
TLS_SETTINGS = {"ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key", "log_connections": "on"}
TLS_ACCESS = """local all all trust
hostnossl plain all all scram-sha-256
hostssl plain all all reject
hostssl all all all scram-sha-256
"""


def main():
    with_tls = sys.argv[1:] == ["--tls"]
    if sys.argv[1:] and not with_tls:
        sys.exit("usage: server.py [--tls]")
    folder = tempfile.mkdtemp(prefix="rowtype-postgres-")
    server = None
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        programs = find_programs()
        user = prepare_folder(folder)
        run_initdb(programs, folder, user)
        settings = {**SETTINGS, **TLS_SETTINGS} if with_tls else SETTINGS
        if with_tls:
            add_tls(folder, user)
        server, port = start(programs, folder, user, settings)
        place = describe(programs, folder, port)
        if with_tls:
            place["authority"] = os.path.join(folder, "authority.crt")
        print(json.dumps(place), flush=True)
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


def add_tls(folder, user):
    """A certificate authority of its own, a certificate for localhost signed by it, and who may connect how."""
    data = os.path.join(folder, "data")
    key, certificate = os.path.join(data, "server.key"), os.path.join(data, "server.crt")
    authority_key, authority = os.path.join(folder, "authority.key"), os.path.join(folder, "authority.crt")
    openssl("req", "-x509", "-subj", "/CN=rowtype test authority", "-days", "2", "-keyout", authority_key, "-out", authority)
    openssl("req", "-x509", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE",
            "-days", "2", "-CA", authority, "-CAkey", authority_key, "-keyout", key, "-out", certificate)
    os.unlink(authority_key)
    os.chmod(authority, 0o644)
    os.chmod(key, 0o600)
    with open(os.path.join(data, "pg_hba.conf"), "w", encoding="ascii") as file:
        file.write(TLS_ACCESS)
    if user is not None:
        for path in (key, certificate):
            os.chown(path, user.pw_uid, user.pw_gid)


def openssl(*arguments):
    done = subprocess.run(["openssl", *arguments, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.exit("openssl failed:\n" + done.stdout.decode(errors="replace"))


def start(programs, folder, user, settings):
    # Another process may take a free port between looking and listening; then the server ends at once, and the next is tried.
    for _ in range(10):
        port = free_port()
        command = [os.path.join(programs, "postgres"), "-D", os.path.join(folder, "data"), "-p", str(port), "-k", folder]
        for name, value in settings.items():
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
