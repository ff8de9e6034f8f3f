"""Loads the SQL files of a project into a private PostgreSQL, as rowtype reads them: its order and left-out parts, by statements."""

import collections
import os
import pathlib
import re
import subprocess

# What a Supabase project has before its first migration; whoever runs the migrations there is the role postgres.
SUPABASE = """
CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE service_role; CREATE ROLE supabase_admin;
CREATE ROLE supabase_auth_admin; CREATE ROLE dashboard_user; CREATE ROLE authenticator;
CREATE ROLE postgres SUPERUSER;
ALTER SCHEMA public OWNER TO pg_database_owner;
CREATE SCHEMA auth AUTHORIZATION supabase_admin; CREATE SCHEMA storage AUTHORIZATION supabase_admin;
CREATE SCHEMA vault AUTHORIZATION supabase_admin; CREATE SCHEMA realtime AUTHORIZATION supabase_admin;
CREATE SCHEMA graphql_public AUTHORIZATION supabase_admin; CREATE SCHEMA net AUTHORIZATION supabase_admin;
CREATE SCHEMA cron AUTHORIZATION supabase_admin; CREATE SCHEMA extensions;
GRANT USAGE ON SCHEMA public, extensions TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" SCHEMA extensions; CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA extensions;
CREATE TABLE auth.users (
    instance_id uuid, id uuid PRIMARY KEY, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255),
    confirmation_token text, recovery_token text, email_change_token_new text, email_change text, phone text, phone_change text,
    phone_change_token text, email_change_token_current text, reauthentication_token text, email_confirmed_at timestamptz,
    invited_at timestamptz, confirmation_sent_at timestamptz, recovery_sent_at timestamptz, email_change_sent_at timestamptz,
    last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz, phone_confirmed_at timestamptz,
    phone_change_sent_at timestamptz, confirmed_at timestamptz, banned_until timestamptz, reauthentication_sent_at timestamptz,
    deleted_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin boolean,
    email_change_confirm_status smallint, is_sso_user boolean NOT NULL DEFAULT false, is_anonymous boolean NOT NULL DEFAULT false);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
CREATE TABLE storage.buckets (
    id text PRIMARY KEY, name text, owner uuid, public boolean, file_size_limit bigint, allowed_mime_types text[]);
CREATE TABLE storage.objects (id uuid PRIMARY KEY, bucket_id text, name text, owner uuid, metadata jsonb, created_at timestamptz);
CREATE FUNCTION storage.foldername(text) RETURNS text[] LANGUAGE sql AS 'SELECT NULL::text[]';
CREATE FUNCTION storage.filename(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
CREATE FUNCTION storage.extension(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
CREATE PUBLICATION supabase_realtime;
ALTER DATABASE postgres SET search_path = "$user", public, extensions;
"""
# Schemas of the platform, of which files show what they refer to.
PLATFORM_SCHEMAS = {"auth", "storage", "extensions", "vault", "realtime", "graphql", "graphql_public", "net", "cron", "pgsodium",
                    "supabase_functions", "supabase_migrations"}
# In place of pgvector where the server does not have it: the type's name and modifier are all that a schema needs of it. Objects that
# belong to an extension, whichever, are no part of a schema.
VECTOR = """
CREATE TYPE {schema}.vector;
CREATE FUNCTION {schema}.vector_in(cstring) RETURNS {schema}.vector LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION {schema}.vector_out({schema}.vector) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE {schema}.vector (
    INPUT = {schema}.vector_in, OUTPUT = {schema}.vector_out, TYPMOD_IN = bittypmodin, TYPMOD_OUT = bittypmodout, LIKE = text);
ALTER EXTENSION plpgsql ADD TYPE {schema}.vector;
ALTER EXTENSION plpgsql ADD FUNCTION {schema}.vector_in(cstring);
ALTER EXTENSION plpgsql ADD FUNCTION {schema}.vector_out({schema}.vector);
"""
CREATE_VECTOR = re.compile(
    r"\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?vector\"?(?:\s+WITH)?(?:\s+SCHEMA\s+\"?(\w+)\"?)?[^;]*;", re.IGNORECASE)
ROLES = [re.compile(pattern, re.IGNORECASE) for pattern in (
    r"\bGRANT\b[^;]*?\bTO\s+([^;]+?)\s*;", r"\bREVOKE\b[^;]*?\bFROM\s+([^;]+?)\s*;", r"\bOWNER\s+TO\s+([\w\"]+)",
    r"\bFOR\s+ROLE\s+([\w\", ]+?)\s+(?:IN|GRANT|REVOKE)\b", r"\bAUTHORIZATION\s+([\w\"]+)",
    r"\bPOLICY\b[^;]*?\bTO\s+([\w\", ]+?)\s*(?:;|USING|WITH)")]
NO_ROLES = {"public", "PUBLIC", "current_user", "CURRENT_USER", "session_user", "SESSION_USER", "current_role", "CURRENT_ROLE"}
# Where a file goes over to undoing what it did: dbmate, goose and sql-migrate.
DIRECTION = re.compile(r"--\s*(?:\+goose\s|\+migrate\s|migrate:\s?)\s*(up|down)", re.IGNORECASE)
# What psql says of a statement that failed: its line and message, then (behind details) the statement, up to the next message.
ERROR = re.compile(
    r"^psql:(.+?):(\d+): ERROR:\s+(.*)\n(?:(?!psql:).*\n)*?(?:psql:.+?:\d+: )?STATEMENT:\s+((?:.*\n(?!psql:))*.*)", re.MULTILINE)
OWNER = re.compile(r'\bOWNER\s+TO\s+"?(\w+)"?', re.IGNORECASE)
# What adds to a schema. What takes away from it means what was there at the time.
LATER = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:CREATE|COMMENT|GRANT|ALTER\s+TABLE(?![^;]*\b(?:DROP|RENAME)\b))\b", re.IGNORECASE)
Refusal = collections.namedtuple("Refusal", "file line message statement")
META_COMMAND = re.compile(r"^\s*\\(!|o\b|copy\b|w\b|c\b|connect\b|set\s+ON_ERROR_STOP\b)")


class Database:
    """The server's database postgres; `facts` are those of tests/support/postgres/server.py."""

    def __init__(self, facts, supabase):
        self.facts = facts
        self.roles = set()
        self.made_vector = False
        self.runner = None
        self.psql("-c", "ALTER DATABASE postgres SET check_function_bodies = off")
        if supabase:
            for statement in SUPABASE.strip().split(";\n"):
                self.psql("-c", statement)
            self.runner = "postgres"
        self.has_vector = self.rows("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") != ["0"]

    def load(self, files):
        """Every statement on its own, so that one that PostgreSQL refuses leaves the rest. Returns the refusals.

        What was refused because something is not there yet is tried again behind all files: folders whose names do not follow the order
        of their statements, and migrations dated before the tables that they alter.
        """
        refused = []
        texts = {path: without_way_back(path) for path in files}
        self.run_as_owner("\n".join(texts.values()))
        for path, text in texts.items():
            if not self.has_vector:
                text = self.with_vector(text)
            # Roles that a file names are there, whether a file makes them or not: what they may do is known without them.
            for role in roles_in(text) - self.roles:
                self.psql("-c", 'CREATE ROLE "' + role + '"')
                self.roles.add(role)
            errors = self.psql("-f", "-", input=text, cwd=path.parent)
            refused += [refusal._replace(file=refusal.file.replace("<stdin>", path.name)) for refusal in errors]
        while True:
            again = [refusal for refusal in refused if self.succeeds_later(refusal)]
            if not again:
                return refused
            refused = [refusal for refusal in refused if refusal not in again]

    def succeeds_later(self, refusal):
        is_missing = "does not exist" in refusal.message or "no unique constraint" in refusal.message
        return is_missing and LATER.match(refusal.statement) and not self.psql("-f", "-", input=refusal.statement)

    def run_as_owner(self, text):
        """A dump names the role that runs it as the owner of what it makes; on Supabase that is postgres."""
        owners = collections.Counter(OWNER.findall(text))
        if self.runner or not owners:
            return
        self.runner = owners.most_common(1)[0][0]
        self.psql("-c", 'CREATE ROLE "' + self.runner + '" SUPERUSER')

    def with_vector(self, text):
        made = CREATE_VECTOR.search(text)
        if made is None or self.made_vector:
            return CREATE_VECTOR.sub("", text)
        self.made_vector = True
        stub = VECTOR.format(schema=made.group(1) or "public").replace("\n", " ")
        return text[: made.start()] + stub + CREATE_VECTOR.sub("", text[made.end() :])

    def psql(self, *arguments, input=None, cwd=None):
        """The refusals."""
        command = [os.path.join(self.facts["bin"], "psql"), "-X", "-q", "-b", "-v", "ON_ERROR_STOP=0", "-v", "ON_ERROR_ROLLBACK=on",
                   self.facts["url"], *arguments]
        environment = dict(os.environ)
        if self.runner and input is not None:
            environment["PGOPTIONS"] = f"-c role={self.runner}"
        done = subprocess.run(command, capture_output=True, input=input, text=True, errors="replace", cwd=cwd, env=environment, check=False)
        return [Refusal(file, int(line), message, statement) for file, line, message, statement in ERROR.findall(done.stderr)]

    def rows(self, query):
        command = [os.path.join(self.facts["bin"], "psql"), "-XAt", self.facts["url"], "-c", query]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def roles_in(text):
    found = set()
    for pattern in ROLES:
        for names in pattern.findall(text):
            found.update(name.strip().strip('"') for name in re.sub(r"\bWITH\s+GRANT.*", "", names, flags=re.IGNORECASE).split(","))
    return {name for name in found if re.fullmatch(r"\w+", name)} - NO_ROLES


def without_way_back(path):
    text = path.read_bytes()
    text = text.decode("utf-16") if text[:2] in (b"\xff\xfe", b"\xfe\xff") else text.decode("utf-8-sig", errors="replace")
    lines, down = [], False
    for line in text.split("\n"):
        direction = DIRECTION.match(line.strip())
        if direction:
            down = direction.group(1).lower() == "down"
        # What runs programs, writes files or goes to another database has no place here.
        lines.append("" if down or META_COMMAND.match(line) else line)
    return "\n".join(lines)


def included_files(files):
    """Those that another one includes: psql reads them where that stands."""
    included = set()
    for path in files:
        for name in re.findall(r"^\s*\\ir?\s+'?([^\s']+)", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE):
            for folder in path.parents:
                if (folder / name).is_file():
                    included.add((folder / name).resolve())
                    break
    return included


def in_order(folder, log):
    """The files that rowtype read, in its order, of which its log tells: paths relative to the folder that it ran in."""
    files = [(pathlib.Path(folder) / name).resolve() for name in re.findall(r"\breads (.*\.sql)$", log, re.MULTILINE | re.IGNORECASE)]
    included = included_files(files)
    return [path for path in files if path not in included]


def schema_names(database):
    query = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1"
    return database.rows(query)

