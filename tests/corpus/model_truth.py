"""Whether rowtype says of a project's mapped classes what Alembic says of them, who imports them and asks the database.

The database has the project's own schema: what its Alembic revisions make; else the tables that SQLAlchemy makes of the models. Of models
that rowtype generates from it neither its own check nor Alembic may say anything (generated.py). Both sides are asked about the project's
as the schema stands, and once more after every kind of change was made to its tables, without a word in the models: where models and
database are true to each other, silence proves little. A verdict is what is said of one column, of one table, or of the keys of one table;
equal verdicts agree. What only one of the two can say stands in ALLOWED, here and beside differences.py's, with the reason.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import generated
import loading
import model_changes
import psycopg

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "analysis" / "orm" / "oracle"))

import differences  # noqa: E402  (found where the line above says)
import model_environment  # noqa: E402

RULES = {"stale-field", "missing-field", "type-mismatch", "nullable-mismatch", "constraint-mismatch", "unknown-table", "enum-by-name"}
# Beside differences.py's; model_reasons.py tells which of Alembic's words are such.
ALLOWED = differences.ALLOWED | {
    ("alembic", "default of a key"): "a key that says nothing of a default takes the database's: rowtype is silent on purpose",
    ("alembic", "other words for a type"): "PostgreSQL makes the column's type of the model's words, and Alembic takes them for others",
    ("alembic", "type of a key's target"): "a column without a type has that of the one which its key leads to, of which both say the same",
    ("alembic", "another default"): "rowtype asks whether there is a default, not which",
    ("alembic", "nullable key"): "a key is never null, whatever its column says",
    ("alembic", "nullable by version"): "a default of None makes a field nullable under pydantic 1 alone",
    ("alembic", "time zone by version"): "SQLModel makes a datetime one with a time zone, or without, by its version",
    ("alembic", "columns of subclasses"): "what a class lacks, a subclass in the same table may bring, which has columns of its own",
    ("alembic", "table that is extended"): "extend_existing says that other code gives the table columns",
    ("alembic", "attribute of a package"): "what a package's call makes may be a column: rowtype reads the project's files alone",
    ("alembic", "another database system"): "the module with the table imports the dialect of a system that is not PostgreSQL",
    ("alembic", "table that the project makes"): "some call of create_all() may make it at run time",
    ("alembic", "action of a foreign key"): "ON DELETE, ON UPDATE and DEFERRABLE change no answer, nor does the name of the default schema",
    ("alembic", "key to what is gone"): "that the database lacks the other column, or its table, is told there",
    ("alembic", "unique in another form"): "a constraint and an index of the same columns keep the same unique",
    ("alembic", "unique in part"): "an index of some rows is no key",
    ("alembic", "unique expressions"): "nor is one of expressions",
    ("alembic", "column of a package's class"): "rowtype reads the project's files alone, and of such a class says what it sees",
    ("alembic", "type of its own"): "which type of PostgreSQL's a TypeDecorator or UserDefinedType is, its code says",
    ("alembic", "type that code makes"): "which type a function of the project gives a column, its code says",
    ("alembic", "class that code makes"): "no file has the class: type(name, bases, {})",
    ("alembic", "schema that code makes"): "which schema a class is in whose __table_args__ a function of the project makes, its code says",
    ("alembic", "keys that code makes"): "nor which keys, also where the function is handed the schema",
    ("alembic", "column by the class"): "a @declared_attr asks the class whether it is to make a column, or of what kind",
    ("alembic", "base of a package"): "a base in a package may bring columns and keys: rowtype reads the project's files alone",
    ("alembic", "name cut off"): "PostgreSQL cuts names off after 63 bytes, and Alembic takes them for others",
    ("alembic", "column left out"): "a class with include_properties or exclude_properties says that its table has other columns",
    ("alembic", "room for labels"): "a column with more room than the longest label of an Enum takes them all",
    ("rowtype", "name cut off"): "nothing else that it says of such a column is compared",
    ("rowtype", "table that a query names"): "a query may name a table that has no model; Alembic reads no queries",
    ("rowtype", "array"): "alembic takes an array and its element for the same type where these are called alike",
}
KINDS = {"unknown-table": "tables", "stale-field": "columns", "missing-field": "columns", "type": "types", "array": "types",
         "nullable": "nullability", "default": "defaults", "foreign key": "foreign keys", "unique": "unique keys"}


def compare(program, project, facts, options):
    """Prints both comparisons; whether the two agree in all that is not allowed. Nothing is written into the project."""
    with tempfile.TemporaryDirectory(prefix="rowtype-models-") as folder:
        copy = pathlib.Path(folder, project.name)
        left_out = shutil.ignore_patterns(".git", "node_modules", ".venv", "venv", ".rowtype")
        shutil.copytree(project, copy, symlinks=True, ignore=left_out, ignore_dangling_symlinks=True)
        environment = model_environment.Environment(project, copy, options.python or sys.executable, options.models)
        return compare_copy(program, environment, facts, options)


def compare_copy(program, environment, facts, options):
    imported = environment.complete()
    print(f"\n== models, imported with SQLAlchemy {environment.version('sqlalchemy')} and Alembic {environment.version('alembic')}")
    for title, names in (("packages that are not installed, and replaced", imported["stand_ins"]),
                         ("modules without models that fail, and are replaced", imported["failed_code"]),
                         ("modules with models that fail, and are left out", imported["failed"])):
        for line in grouped(names) if isinstance(names, dict) else sorted({name.partition(".")[0] for name in names}):
            print(f"{title}: {line}")
    if not imported["files"]:
        print("nothing was compared: no module with models could be imported")
        return False
    url = load_sql(program, facts, pathlib.Path(options.sql).resolve()) if options.sql else make_schema(environment, facts, options)
    is_right = generated.compare(program, url)
    says = lambda: (environment.run("compare", url), rowtype_says(program, environment.copy, sorted(imported["files"].values()), url))
    is_equal = report("as the schema stands", *says())
    made = model_changes.change(url, environment.run("compare", url)["tables"])
    return report(f"after {made} changes of the schema", *says()) and is_equal and is_right


def grouped(errors):
    """Modules that fail for the same reason in one line."""
    modules = collections.defaultdict(list)
    for name, error in errors.items():
        modules[error].append(name)
    for error, names in modules.items():
        yield f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}: {error}"


def make_schema(environment, facts, options):
    named = pathlib.Path(options.revisions).resolve() if options.revisions else None
    folder = environment.copy / named.relative_to(environment.project) if named else find_revisions(environment.copy)
    if folder and not options.created:
        while True:
            url = empty_database(facts, "upgraded")
            done = environment.run("upgrade", url, str(folder))
            if not environment.install_for([(done["failure"] or "").partition(": ")[2]]):
                break
        print(f"schema: {done['revisions']} revisions of {os.path.relpath(folder, environment.copy)}, run by Alembic{left_out(done)}")
        if done["revisions"] and not done["failure"]:
            return url
        print(f"  {done['failure'] or 'none is found: name their folder with --revisions'}")
    url = empty_database(facts, "created")
    done = environment.run("create", url)
    print(f"schema: the tables that SQLAlchemy makes of the models{left_out(done)}" + (f"\n  {done['failure']}" if done["failure"] else ""))
    return url


def load_sql(program, facts, source):
    """A project's SQL files, in rowtype's own order, which is all of it that counts here."""
    with tempfile.TemporaryDirectory(prefix="rowtype-models-") as folder:
        command = [str(program), "pull", "--schema", f"migrations:{source}", "-o", "files.json", "-q", "--log-level", "debug",
                   "--log-file", "log"]
        subprocess.run(command, cwd=folder, check=True)
        relations = json.loads(pathlib.Path(folder, "files.json").read_text(encoding="utf-8")).get("relations", [])
        database = loading.Database(facts, any(relation.get("extension") == "supabase" for relation in relations))
        refused = database.load(loading.in_order(folder, pathlib.Path(folder, "log").read_text(encoding="utf-8")))
    print(f"schema: the SQL files of {source.name}, of which PostgreSQL refused {len(refused)} statements")
    for refusal in refused[:10]:
        print(f"  {refusal.file}:{refusal.line}: {refusal.message}")
    return facts["url"]


def left_out(done):
    return "".join(f", without {words}" for words in done["left_out"])


def find_revisions(project):
    """Of the folders with an env.py of Alembic's the one with the most revisions."""
    folders = [path.parent for path in project.glob("**/env.py") if "alembic" in path.read_text(encoding="utf-8", errors="replace")]
    return max(folders, key=lambda folder: len(list(folder.glob("*/*.py"))), default=None)


def empty_database(facts, name):
    with psycopg.connect(facts["url"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    url = facts["url"].rpartition("/")[0] + "/" + name
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
            connection.execute(loading.VECTOR.format(schema="public"))
    return url


def rowtype_says(program, folder, files, url):
    command = [str(program), "check", *files, "--schema", "postgres", "--database-url-env", "ROWTYPE_CORPUS_URL", "--output-format", "json",
               "--no-cache", "--exit-zero", "-q"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "ROWTYPE_CORPUS_URL": url}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"rowtype ended with {done.returncode}\n{done.stdout}{done.stderr}")
    said = collections.defaultdict(list)
    for issue in json.loads(done.stdout)["issues"]:
        if issue["rule"] in RULES:
            why = None if is_declaration(folder / issue["file"], issue["line"]) else "table that a query names"
            for one in differences.single(issue):
                said[differences.from_rowtype(one)].append((why, f"{issue['file']}:{issue['line']}: {issue['details']}"))
    return said


def is_declaration(file, line):
    """Whether a mapped class or a Table(…) gets its name there, which may stand on the line below the call's own."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()[max(line - 2, 0):line]
    return re.search(r"__tablename__|\bclass\b|\bTable\(", lines[-1]) is not None or lines[0].rstrip().endswith("Table(")


def is_cut_off(name, columns):
    """Whether a column's name is longer than PostgreSQL's are, or what PostgreSQL left of one that is."""
    length = len(name.encode())
    return length > 63 or (length == 63 and any(column != name and column.encode().startswith(name.encode()) for column in columns))


def alike(one, theirs):
    """Of an array beside another type Alembic says only that the types differ, if it does."""
    what, table, names = one
    return ("type", table, names) if what == "array" and ("type", table, names) in theirs else one


def report(title, alembic, rowtype):
    tables = alembic["tables"]
    columns = sum(map(len, tables.values()))
    if not tables:
        print(f"\n== {title}: nothing was compared: the modules that were imported have no mapped class and no table")
        return False
    print(f"\n== models against Alembic, {title}: {len(alembic['classes'])} mapped classes, {len(tables)} tables, {columns} columns")
    theirs = collections.defaultdict(list)
    for one in alembic["differences"]:
        why = one["why"] or ("column of a package's class" if one["table"] in alembic["of_packages"] else None)
        why = why or ("class that code makes" if one["table"] in alembic["made"] else None)
        why = why or ("schema that code makes" if one["table"] in alembic["schema_made"] else None)
        if one["what"] in ("unique", "foreign key") and one["table"] in alembic["arguments_made"]:
            why = why or "keys that code makes"
        if any(is_cut_off(column, tables.get(one["table"], ())) for column in one["columns"]):
            why = why or "name cut off"
        if one["what"] == "missing-field" and one["table"] in alembic["of_parts"]:
            why = why or "column left out"
        if one["what"] in ("missing-field", "unique") and one["table"] in alembic["deciding"]:
            why = why or "column by the class"
        if any([one["table"], column] in alembic["decided"] for column in one["columns"]):
            why = why or "column by the class"
        if one["what"] == "type" and any([one["table"], column] in alembic["typed"] for column in one["columns"]):
            why = why or "type that code makes"
        if one["what"] in ("missing-field", "unique", "foreign key") and one["table"] in alembic["package_bases"]:
            why = why or "base of a package"
        if one["what"] in ("missing-field", "unique", "foreign key"):
            why = why or next((reason for reason, opened in alembic["open"].items() if one["table"] in opened), None)
        if one["table"] in alembic["other_systems"]:
            why = why or "another database system"
        if one["what"] == "unknown-table" and alembic["makes_tables"]:
            why = "table that the project makes"
        theirs[one["what"], one["table"], tuple(one["columns"])].append((why, one["words"]))
    ours = {alike(one, theirs): said for one, said in rowtype.items()}
    allowed = collections.Counter()
    sides = {"alembic": (theirs, ours), "rowtype": (ours, theirs)}
    both, lines, differing = set(), [], set()
    for who, (said, other) in sides.items():
        gone = {(table, name) for what, table, names in said if what in ("stale-field", "missing-field") for name in names}
        gone |= {(table, None) for what, table, _ in said if what == "unknown-table"}
        for one in sorted(said):
            what, table, names = one
            # What would be made of a column or table that is not there is told with that.
            is_told = what in ("unique", "foreign key") and any((table, name) in gone for name in (None, *names))
            # A table that no model has, and that rowtype misses, is one whose name it read wrongly.
            is_misread = who == "rowtype" and what == "unknown-table" and table not in tables
            if is_told or (table not in tables and not is_misread):
                continue
            if one in other:
                both.add(one)
                continue
            reasons = [what if (who, what) in ALLOWED else why for why, _ in said[one]]
            if who == "rowtype" and not is_misread:  # of a table that a model has, a query's word is as good
                is_cut = any(is_cut_off(name, tables.get(table, ())) for name in names)
                reasons = [what if (who, what) in ALLOWED else "name cut off" if is_cut else None]
            if all((who, why) in ALLOWED for why in reasons):
                allowed[who, reasons[0]] += 1
            else:
                differing.add((table, names))
                lines.append(f"{who} alone: {what} {table} {', '.join(names)}: {said[one][0][1]}")
    kinds = collections.Counter(KINDS.get(what, what) for what, _, _ in both)
    of_kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0])))
    agreeing = columns - len({(table, names) for table, names in differing if len(names) == 1 and names[0] in tables[table]})
    print(f"columns of which both say the same: {agreeing} of {columns}; said by both: {len(both)} "
          f"({of_kinds}); by one alone: {len(lines)}")
    for one, count in sorted(allowed.items()):
        print(f"allowed: {one[0]} alone, {one[1]}: {count} ({ALLOWED[one]})")
    print("\n".join(lines), flush=True)
    return not lines
