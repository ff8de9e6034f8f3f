#!/usr/bin/env python3
"""run.py SERVER DATABASE...: compares what `rowtype pull` writes of databases of one server with what SQLAlchemy and PostgreSQL say of them.

SERVER is "debian", for the installed one, or a major version. Databases: torture (torture.sql), rich (rich.sql), shop (the sample
project), regression (PostgreSQL's own), many (10,000 tables). Fails on any difference that allowed.py does not explain, on an
explanation that nothing needs, and on what neither oracle would notice if rowtype said it wrongly.
"""

import os
import pathlib
import re
import sys

import psycopg

import allowed
import compare
import from_postgres
import from_rowtype
import from_sqlalchemy
import many
import regression
import servers
from spelling import Spelling

SOURCE = pathlib.Path(os.environ.get("ROWTYPE_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[4]))
PROGRAM = pathlib.Path(os.environ.get("ROWTYPE_BIN_DIR", SOURCE / "build/dev/bin")) / "rowtype"
# What a Supabase project has before its first migration; the platform's own schemas belong to roles of its own.
SUPABASE = """
CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE service_role; CREATE ROLE supabase_auth_admin;
CREATE SCHEMA extensions; CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, raw_user_meta_data jsonb, created_at timestamptz);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
"""
MESSAGES = 3  # whatever the size; round_trips_test.cpp says of which queries
MOST_SHOWN = int(os.environ.get("ROWTYPE_MOST_SHOWN", 60))


def main():
    name, *databases = sys.argv[1:]
    allowances = {"SQLAlchemy": allowed.SQLALCHEMY, "PostgreSQL": allowed.POSTGRESQL}
    failures = []
    try:
        with servers.server(name) as place:
            version = int(re.match(r"\d+", regression.server_version(place)).group())
            for database in databases:
                make(place, database, version)
                compared = Comparison(place, database, allowances)
                failures += compared.failures
                print(f"PostgreSQL {version}, {database}: {compared.count} members compared", flush=True)
    except servers.Unavailable as error:
        sys.exit(f"The oracle of PostgreSQL {name} could not be asked, so nothing was compared: {error}")
    for oracle, entries in allowances.items():
        for entry in entries:
            if entry.uses == 0 and entry.is_due(version, databases):
                failures.append(f"{oracle}: nothing needs this allowance any more: {entry.kind} {entry.member}, {entry.reason}")
    for failure in failures[:MOST_SHOWN]:
        print(failure)
    if len(failures) > MOST_SHOWN:
        print(f"... and {len(failures) - MOST_SHOWN} more")
    explained = sum(entry.uses for entries in allowances.values() for entry in entries)
    print(f"{explained} differences explained, {len(failures)} not")
    sys.exit(1 if failures else 0)


def make(place, database, version):
    if database == "regression":
        return regression.restore(place, database)
    servers.psql(place, "postgres", "-c", f"CREATE DATABASE {database} TEMPLATE template0")
    if database == "many":
        return many.make(place, database)
    if database != "shop":
        servers.psql(place, database, "-f", SOURCE / f"tests/reflect/postgres/{database}.sql")
        return None
    servers.psql(place, database, "-c", SUPABASE)
    for script in sorted((SOURCE / "tests/projects/shop/supabase/migrations").glob("*.sql")):
        text = script.read_text(encoding="utf-8")
        if version < 15:
            text = text.replace("with (security_invoker = true)", "")  # the sample project is written for newer ones
        servers.psql(place, database, "-f", "-", script=text)
    return None


class Comparison:
    def __init__(self, place, database, allowances):
        url = servers.url_of(place, database)
        with psycopg.connect(url) as connection:
            reserved = [word for (word,) in connection.execute("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'")]
        spelling = Spelling(reserved)
        snapshot = from_rowtype.take(PROGRAM, url)
        ours = from_rowtype.Canonical(snapshot, spelling).objects
        oracles = {
            "SQLAlchemy": from_sqlalchemy.Canonical(url, spelling, snapshot["schemas"]).objects,
            "PostgreSQL": from_postgres.Canonical(url, spelling).objects,
        }
        self.failures = []
        self.count = sum(len(members) for theirs in oracles.values() for members in theirs.values())
        for oracle, theirs in oracles.items():
            left = compare.explain(compare.differences(ours, theirs), allowances[oracle])
            self.failures += [f"{database}, {difference}\n  rowtype:    {difference.ours}\n  {oracle}: {difference.theirs}" for difference in left]
        if database == "many":  # of the same few kinds
            if (count := many.messages(place, database)) != MESSAGES:
                self.failures.append(f"{database}: rowtype-db sent {count} messages, and {MESSAGES} for few tables")
            return
        for (kind, member), names in compare.blind_spots(ours, oracles, allowances).items():
            self.failures.append(f"{database}: were {member} of a {kind} wrong, no oracle would notice ({len(names)} objects): {names[0]}")


if __name__ == "__main__":
    main()
