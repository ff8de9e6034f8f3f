"""A PostgreSQL for one test script: started by server.py, stopped and removed with the `with` statement."""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Server:
    """`url` is that of its first database, `facts` what server.py says."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, HERE / "server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts = json.loads(self.process.stdout.readline())
        self.url = self.facts["url"]
        return self

    def __exit__(self, *_):
        self.process.communicate()

    def make_database(self, name):
        """Gives the new database's URL."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url.rsplit("/", 1)[0] + "/" + name
