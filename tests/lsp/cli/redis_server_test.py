#!/usr/bin/env python3
"""`rowtype redis verify` against a real redis-server, which it must leave as it was; and exported JSON Schemas in a real validator."""

import inspect
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import jsonschema
import redis as redis_py

ROWTYPE = pathlib.Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
SCHEMA = """
create type mood as enum ('sad', 'ok');
create type place as (street text, number int);
create table users (id bigint primary key, email varchar(40) not null, mood mood, born date, tags text[], home place, extra jsonb);
"""
# Where analysis/binding/redis_methods.h looks for the arguments.
PLACES = {"hset": ["name", "key", "value", "mapping", "items"], "hsetex": ["name", "key", "value", "mapping", "items"],
          "hsetnx": ["name", "key", "value"], "hmset": ["name", "mapping"], "hmget": ["name", "keys", "args"],
          **dict.fromkeys(("hget", "hexists", "hstrlen", "hincrby", "hincrbyfloat"), ["name", "key"]),
          **dict.fromkeys(("hdel", "hgetdel", "hgetex"), ["name", "keys"]), **dict.fromkeys(("set", "setnx", "getset"), ["name", "value"]),
          "setex": ["name", "time", "value"], "psetex": ["name", "time_ms", "value"], "hgetall": ["name"]}
WRITES = """
r.hset("users:1", mapping={"id": "x", "email": "a@b.c", "mood": "great", "born": "2000-02-30", "extra": "{}"})
r.hset("users:2", "id", 5, items=["emial", "a", "tags", "x"])
r.hset("users:3", mapping={"id": 1.5, "mood": "", "email": "x" "0123456789012345678901234567890123456789"})
r.hset("users:4", "mood", None)
r.hset("users:5", mapping={"id": True})
r.hset("users:6", mapping={"extra": {"a": 1}})
r.hmset("users:7", {"tags": ["a"]})
r.set("users:8", json.dumps({"id": "7", "email": None, "mood": "ok", "born": 20000101, "home": {"street": "s"}, "tags": ["a"], "more": 1}))
r.setex("users:9", 60, json.dumps({"id": True, "email": {"a": 1}, "mood": None}))
"""
# Of entries that have a field for each column: None and KeyError are what a name gives that they do not have.
READS = """
json.loads(r.get("users:json"))["emial"]
json.loads(r.get("users:json"))["email"]
json.loads(r.get("users:json") or "{}").get("nmae")
json.loads(r.get("users:json") or "{}").get("mood")
json.loads(r.get("others:json"))["seen"]
r.hgetall("users:hash")["nmae"]
r.hgetall("users:hash")["born"]
r.hgetall("users:hash").get("agee")
r.hget("users:hash", "emial")
r.hget("users:hash", "email")
r.hmget("users:hash", ["id", "idd"])[1]
r.hmget("users:hash", ["id", "mood"])[1]
r.hmget("users:hash", "id", "idd")[1]
r.hexists("users:hash", "emial") or None
r.hexists("users:hash", "email") or None
r.pipeline().hget("users:hash", "nmae").execute()[0]
r.pipeline().hget("users:hash", "mood").execute()[0]
"""
PASSWORD = "correct-horse-battery"


class RedisServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A socket's path may have 107 bytes.
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="rt-redis-", dir="/tmp"))
        (cls.folder / ".git").mkdir()
        (cls.folder / "supabase/migrations").mkdir(parents=True)
        (cls.folder / "supabase/migrations/1.sql").write_text(SCHEMA)
        cls.socket = cls.folder / "redis.sock"
        # pylint: disable=consider-using-with
        cls.server = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", cls.socket, "--save", "", "--requirepass", PASSWORD, "--dir", cls.folder],
            stdout=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while cls.redis("ping", check=False) != "PONG":
            if time.monotonic() > end:
                cls.tearDownClass()
                sys.exit("redis-server did not start")
            time.sleep(0.02)

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.wait()
        shutil.rmtree(cls.folder)

    @classmethod
    def redis(cls, *words, check=True):
        done = subprocess.run(["redis-cli", "-s", cls.socket, *words], env={**os.environ, "REDISCLI_AUTH": PASSWORD},
                              capture_output=True, text=True, check=check)
        return done.stdout.strip()

    def setUp(self):
        self.redis("flushall")

    def verify(self, *options, url=None):
        environment = {**os.environ, "REDIS_URL": url or f"unix://:{PASSWORD}@{self.socket}"}
        done = subprocess.run([ROWTYPE, "redis", "verify", *options], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return done

    def test_entries_that_are_right(self):
        self.redis("hset", "users:1", "id", "1", "email", "a@b.c", "mood", "ok", "born", "2000-02-29", "tags", '["a"]')
        self.redis("set", "app:users:2", json.dumps({"id": 2, "email": "x", "mood": None, "tags": [], "home": {"street": "s"}, "extra": {"a": 1}}))
        self.redis("set", "app:users:all", json.dumps([{"id": 1}, {"id": 2}]))
        for pattern, entries in (("users:*", 1), ("app:users:*", 2)):
            done = self.verify("--pattern", pattern, "--output-format", "json")
            report = json.loads(done.stdout)
            self.assertEqual((done.returncode, report["checked"], report["findings"], report["complete"]), (0, entries, [], True))

    def test_contradictions_are_gathered_and_values_not_shown(self):
        for number in range(5):
            self.redis("hset", f"users:{number}", "id", "private-value", "emial", "private-value")
        self.redis("set", "users:json", json.dumps({"id": 1, "email": None, "born": 1690000000, "mood": "private-value"}))
        self.redis("set", "users:pickle", "private-value")
        self.redis("rpush", "users:list", "private-value")
        done = self.verify("--pattern", "users:*")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertNotIn("private-value", done.stdout)
        self.assertIn('emial: the table has no such column: did you mean "email"?\n  in 5 entries, such as users:0, users:1, users:2\n', done.stdout)
        self.assertIn("id: holds text that bigint does not take\n  in 5 entries", done.stdout)
        self.assertIn("email: is null, and the column is not\n  in 1 entry: users:json\n", done.stdout)
        self.assertIn("born: holds a number that date does not take", done.stdout)
        self.assertIn("mood: holds a label that mood does not take", done.stdout)
        self.assertIn("6 entries of users:* checked against public.users, 5 contradictions.", done.stdout)
        self.assertIn("Not looked into: 1 key of type list.", done.stdout)
        self.assertIn("Not looked into: 1 key of type string, no JSON of a row or rows.", done.stdout)

    def test_a_sample_is_said_to_be_one(self):
        for number in range(300):
            self.redis("hset", f"users:{number}", "id", str(number))
        report = json.loads(self.verify("--pattern", "users:*", "--sample", "50", "--rate", "100000", "--output-format", "json").stdout)
        self.assertEqual((report["checked"], report["complete"]), (50, False))
        report = json.loads(self.verify("--pattern", "users:1*", "--rate", "100000", "--output-format", "json").stdout)
        self.assertEqual((report["checked"], report["seen"], report["complete"]), (111, 111, True))

    def test_only_reading_commands_are_sent(self):
        self.redis("hset", "users:1", "id", "1")
        self.redis("set", "users:2", "{}")
        self.redis("config", "resetstat")
        self.verify("--pattern", "users:*")
        sent = {line.split(":")[0].removeprefix("cmdstat_") for line in self.redis("info", "commandstats").splitlines() if line.startswith("cmdstat_")}
        self.assertEqual(sent - {"config|resetstat", "info"}, {"auth", "scan", "type", "hlen", "hgetall", "strlen", "get"})

    def test_binary_and_hostile_entries(self):
        self.redis("hset", "users:\x1b[31mred", "na\x1b[2Jme", b"\xff\x01")
        self.redis("set", "users:deep", "[" * 100_000)
        done = self.verify("--pattern", "users:*")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertNotIn("\x1b", done.stdout)

    def test_what_is_said_of_code_is_said_of_the_entries_that_it_writes(self):
        """Line by line: redis-py refuses what is said to be refused, and of what it writes verify says the same as check."""
        (self.folder / "rowtype.toml").write_text('[[redis]]\nkey = "users:*"\ntable = "users"\n')
        (self.folder / "writes.py").write_text("import json\nimport redis\nr = redis.Redis()\n" + WRITES)
        done = subprocess.run([ROWTYPE, "check", "--output-format", "json"], cwd=self.folder, capture_output=True, text=True, check=False)
        issues = json.loads(done.stdout)["issues"]
        refused, said = set(), set()
        for issue in issues:
            line = (self.folder / "writes.py").read_text().splitlines()[issue["line"] - 1]
            if "redis-py refuses" in issue["details"]:
                refused.add(line)
            else:
                self.assertIn(issue["rule"], ("unknown-cache-field", "invalid-cache-value"))
                said.add((line, issue["field"]))
        client = redis_py.Redis(unix_socket_path=str(self.socket), password=PASSWORD)
        for line in WRITES.strip().splitlines():
            self.redis("flushall")
            try:
                exec(line, {"r": client, "json": json})  # pylint: disable=exec-used
            except redis_py.DataError:
                self.assertIn(line, refused)
                continue
            self.assertNotIn(line, refused)
            report = json.loads(self.verify("--pattern", "users:*", "--output-format", "json").stdout)
            self.assertEqual({finding["field"] for finding in report["findings"]}, {field for known, field in said if known == line}, line)
        client.close()

    def test_what_is_said_of_reads_is_what_entries_do_not_have(self):
        row = {"id": 1, "email": "a@b.c", "mood": "ok", "born": "2000-01-01", "tags": ["a"], "home": {"street": "s", "number": 1}, "extra": {}}
        self.redis("set", "users:json", json.dumps(row))
        self.redis("set", "others:json", json.dumps({"seen": 1}))
        self.redis("hset", "users:hash", *(word for name, value in row.items() for word in (name, value if isinstance(value, str) else json.dumps(value))))
        self.assertEqual(json.loads(self.verify("--pattern", "users:*", "--output-format", "json").stdout)["findings"], [])
        (self.folder / "rowtype.toml").write_text('[[redis]]\nkey = "users:*"\ntable = "users"\n')
        lines = READS.strip().splitlines()
        (self.folder / "reads.py").write_text("import json\nimport redis\nr = redis.Redis()\n" + READS.lstrip())
        done = subprocess.run([ROWTYPE, "check", "reads.py", "--output-format", "json"], cwd=self.folder, capture_output=True, text=True, check=False)
        (self.folder / "rowtype.toml").unlink()
        said = {lines[issue["line"] - 4] for issue in json.loads(done.stdout)["issues"] if issue["rule"] == "unknown-cache-field"}
        client = redis_py.Redis(unix_socket_path=str(self.socket), password=PASSWORD, decode_responses=True)
        for line in lines:
            try:
                found = eval(line, {"r": client, "json": json})  # pylint: disable=eval-used
            except KeyError:
                found = None
            self.assertEqual(line in said, found is None, line)
        client.close()

    def test_redis_py_takes_arguments_where_they_are_looked_for(self):
        for client in (redis_py.Redis, redis_py.asyncio.Redis, redis_py.client.Pipeline):
            for method, names in PLACES.items():
                parameters = list(inspect.signature(getattr(client, method)).parameters)
                self.assertEqual(parameters[1:len(names) + 1], names, method)

    def test_a_server_that_refuses(self):
        cases = {f"unix://:wrong-password@{self.socket}": "refuses this user or password", f"unix://{self.socket}": "wants a password",
                 f"unix://:{PASSWORD}@{self.socket}?db=99": "no database of that number", f"unix://{self.folder}/nothing.sock": "no connection to Redis"}
        for url, message in cases.items():
            done = self.verify("--pattern", "users:*", url=url)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(message, done.stderr)
            self.assertNotIn("wrong-password", done.stderr)

    def test_the_configuration_says_which_keys_hold_rows(self):
        self.redis("hset", "users:1", "id", "1", "emial", "x", "cached_at", "now")
        self.redis("hset", "users:1:sessions", "token", "no row, and not meant")
        self.redis("hset", "app:user:2", "id", "x")
        self.redis("hset", "users:all", "id", "y")
        configuration = self.folder / "rowtype.toml"
        configuration.write_text('[[redis]]\nkey = "users:all"\ntable = "users"\n[[redis]]\nkey = "users:*"\ntable = "users"\n'
                                 'extra-fields = ["cached_at"]\n[[redis]]\nkey = "app:user:*"\ntable = "public.users"\n')
        try:
            done = self.verify("--output-format", "json")
            found = {report["pattern"]: (report["table"], report["checked"], [finding["field"] for finding in report["findings"]])
                     for report in json.loads(done.stdout)["patterns"]}
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(found, {"users:all": ("public.users", 1, ["id"]), "users:*": ("public.users", 1, ["emial"]),
                                     "app:user:*": ("public.users", 1, ["id"])})
            done = self.verify()
            self.assertIn("1 entry of users:* checked against public.users, 1 contradiction.", done.stdout)
            self.assertEqual(done.stdout.count("Redis: "), 1)
            # A pattern of the configuration means there what it means here; another one all keys that SCAN finds.
            report = json.loads(self.verify("--pattern", "users:*", "--output-format", "json").stdout)
            self.assertEqual((report["checked"], [finding["field"] for finding in report["findings"]]), (1, ["emial"]))
            report = json.loads(self.verify("--pattern", "users:*:*", "--output-format", "json").stdout)
            self.assertEqual((report["checked"], [finding["field"] for finding in report["findings"]]), (1, ["token"]))
            configuration.write_text('[[redis]]\nkey = "users:*"\ntable = "user"\n')
            done = self.verify()
            self.assertEqual(done.returncode, 2)
            self.assertIn('redis of the configuration gives "users:*" a table', done.stderr)
        finally:
            configuration.unlink()
        done = self.verify()
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing says which keys hold rows", done.stderr)

    def test_exported_json_schemas_hold_rows(self):
        done = subprocess.run([ROWTYPE, "redis", "export", "--format", "json-schema", "-o", "-"], cwd=self.folder, capture_output=True, text=True, check=True)
        schema = json.loads(done.stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/users"})
        row = {"id": 2**62, "email": "a@b.c", "mood": "ok", "born": None, "tags": ["a", None, ["b"]], "home": {"street": "s", "number": None}, "extra": [1]}
        validator.validate(row)
        for wrong in ({"id": "1"}, {"email": None}, {"email": "x" * 41}, {"mood": "great"}, {"tags": "a"}, {"home": 1}, {"nmae": 1}):
            self.assertFalse(validator.is_valid({**row, **wrong}), wrong)


class RedisServerWithTls(unittest.TestCase):
    """Certificates of an authority that nobody knows, for localhost alone; the second server wants one of the client too."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="rt-redis-", dir="/tmp"))
        (cls.folder / ".git").mkdir()
        (cls.folder / "supabase/migrations").mkdir(parents=True)
        (cls.folder / "supabase/migrations/1.sql").write_text(SCHEMA)
        cls.make_certificate("ca", "authority", issuer=None)
        cls.make_certificate("server", "localhost", issuer="ca")
        cls.make_certificate("client", "client", issuer="ca")
        cls.make_certificate("other", "another authority", issuer=None)
        cls.ports = {}
        cls.servers = []
        for clients in ("no", "yes"):
            cls.ports[clients] = cls.start(clients)

    @classmethod
    def make_certificate(cls, name, common_name, issuer):
        signing = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else []
        if issuer:
            signing += ["-addext", f"subjectAltName=DNS:{common_name}"]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={common_name}",
                        "-keyout", f"{name}.key", "-out", f"{name}.pem", *signing], cwd=cls.folder, check=True, capture_output=True)

    @classmethod
    def start(cls, clients):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            # pylint: disable=consider-using-with
            server = subprocess.Popen(
                ["redis-server", "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--tls-cert-file", "server.pem", "--tls-key-file",
                 "server.key", "--tls-ca-cert-file", "ca.pem", "--tls-auth-clients", clients, "--save", "", "--requirepass", PASSWORD],
                cwd=cls.folder, stdout=subprocess.DEVNULL)
            while server.poll() is None and time.monotonic() < end:
                done = cls.redis_cli(port, "ping")
                if done.stdout.strip() == "PONG":
                    cls.servers.append(server)
                    return port
                time.sleep(0.02)
            server.kill()
            server.wait()
        raise AssertionError("redis-server did not start")

    @classmethod
    def redis_cli(cls, port, *words):
        return subprocess.run(["redis-cli", "-h", "localhost", "-p", str(port), "--tls", "--cacert", "ca.pem", "--cert", "client.pem", "--key", "client.key",
                               *words], cwd=cls.folder, env={**os.environ, "REDISCLI_AUTH": PASSWORD}, capture_output=True, text=True, check=False)

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers:
            server.kill()
            server.wait()
        shutil.rmtree(cls.folder)

    def verify(self, place, **environment):
        url = f"rediss://:{PASSWORD}@{place}"
        done = subprocess.run([ROWTYPE, "redis", "verify", "--pattern", "users:*", "--output-format", "json"], cwd=self.folder,
                              env={**os.environ, "REDIS_URL": url, **environment}, capture_output=True, text=True, check=False)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return done

    def test_entries_are_read(self):
        port = self.ports["no"]
        self.redis_cli(port, "hset", "users:1", "id", "1", "emial", "x")
        self.redis_cli(port, "set", "users:large", json.dumps({"extra": {"a": "x" * 100_000}}))
        for url in (f"localhost:{port}?ssl_ca_certs=ca.pem", f"localhost:{port}/0?ssl_ca_certs={self.folder}/ca.pem",
                    f"127.0.0.1:{port}?ssl_ca_certs=ca.pem&ssl_check_hostname=false", f"127.0.0.1:{port}?ssl_cert_reqs=none"):
            done = self.verify(url)
            self.assertEqual(done.returncode, 1, done.stderr)
            report = json.loads(done.stdout)
            self.assertEqual((report["checked"], [finding["field"] for finding in report["findings"]]), (2, ["emial"]))
        done = self.verify(f"localhost:{port}", SSL_CERT_FILE=str(self.folder / "ca.pem"))
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_a_certificate_that_is_not_trusted_gets_no_password(self):
        port = self.ports["no"]
        cases = {f"localhost:{port}": "is not trusted: ", f"localhost:{port}?ssl_ca_certs=other.pem": "is not trusted: ",
                 f"127.0.0.1:{port}?ssl_ca_certs=ca.pem": "is not that of this host"}
        self.redis_cli(port, "config", "resetstat")
        for url, message in cases.items():
            done = self.verify(url)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(message, done.stderr)
        self.assertIn("cmdstat_auth:calls=1,", self.redis_cli(port, "info", "commandstats").stdout)  # redis-cli's own
        self.assertIn("ssl_ca_certs", self.verify(f"localhost:{port}").stderr)

    def test_a_server_that_wants_to_know_its_clients(self):
        port = self.ports["yes"]
        done = self.verify(f"localhost:{port}?ssl_ca_certs=ca.pem&ssl_certfile=client.pem&ssl_keyfile=client.key")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.verify(f"localhost:{port}?ssl_ca_certs=ca.pem")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("whether it wants a certificate", done.stderr)
        done = self.verify(f"localhost:{port}?ssl_ca_certs=ca.pem&ssl_certfile=nothing.pem")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("ssl_certfile", done.stderr)
        done = self.verify(f"localhost:{port}?ssl_ca_certs=nothing.pem")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("ssl_ca_certs", done.stderr)

    def test_a_server_without_tls(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def answer():
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    connection.sendall(b"-ERR unknown command\r\n")
            thread = threading.Thread(target=answer)
            thread.start()
            done = self.verify(f"127.0.0.1:{server.getsockname()[1]}")
            thread.join()
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("speaks no TLS", done.stderr)


if __name__ == "__main__":
    unittest.main()
