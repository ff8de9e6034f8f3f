"""The benchmark's projects, and what is printed of them."""

import ast
import collections
import functools
import pathlib
import re
import tomllib

import finder
import mapped
import markers
import measure
import mutations
import uses as kinds

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "projects" / "shop"
LEAST_RECALL = 0.95
INPUT_ROLES = ("Create", "Insert", "Update", "Patch")


def run(program, options):
    failed = False
    total = measure.Result()
    for name, measured in projects(program, options):
        print(f"\n== {name}: {measured.mutations} changes of its schema")
        print_result(measured, options.verbose)
        total.add(measured)
        failed = failed or bool(measured.elsewhere or (measured.unseen and not options.directories))
    print(f"\n== all (recall at least {100 * LEAST_RECALL:.0f} %, nothing elsewhere)")
    print_result(total, False)
    return 1 if failed or (total.recall < LEAST_RECALL and not options.smoke) else 0


def projects(program, options):
    if options.directories:
        for directory in options.directories:
            project = measure.Project(program, pathlib.Path(directory).resolve())
            yield project.folder.name, measure_project(project, options, {}, ["--schema", options.schema] if options.schema else [])
        return
    fixtures = measure.Project(program, HERE / "fixtures")
    snapshot = fixtures.pull()
    found, complaints = markers.read(fixtures.folder, snapshot, mutations.own_relations(snapshot))
    if complaints:
        raise SystemExit("drift: the fixtures' markers are not complete\n  " + "\n  ".join(complaints))
    false_alarms = fixtures.check(snapshot)
    if false_alarms:
        raise SystemExit("drift: findings in the fixtures, which are true to their schema\n  " + "\n  ".join(map(describe, false_alarms)))
    changes = [each for each in mutations.all_mutations(snapshot) if each.column not in markers.UNCHECKED]
    yield "fixtures", measure.measure(fixtures, snapshot, found, chosen(changes, options), Roles(fixtures.folder, found), in_models(fixtures.folder, found))


    sample = measure.Project(program, SAMPLE)
    configuration = tomllib.loads((SAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["rowtype"]
    yield "the sample project", measure_project(sample, options, configuration)


def measure_project(project, options, configuration, schema=()):
    """By the finder; `allow` says where it is wrong."""
    folder, snapshot = project.folder, project.pull(schema)
    relations = mutations.own_relations(snapshot)
    files = [path.relative_to(folder).as_posix() for glob in configuration.get("models", []) for path in folder.glob(glob)]
    tables = {name: table for table, name in configuration.get("tables", {}).items()}
    found = finder.Project(folder, snapshot, relations, files, tables).find()
    allowed = Allowed(folder, HERE / "allow" / f"{folder.name}.txt")
    silent = {use for use in found if allowed.is_no_use(use)}
    everything = len(found)
    found = [use for use in found if not is_of_a_revision(use, folder)]
    left_out = everything - len(found)
    used = {(use.table, use.column) for use in found} | {(use.table, "") for use in found}
    changes = [each for each in mutations.all_mutations(snapshot) if (each.table, each.column) in used and tells(snapshot, each)]
    models = in_models(folder, found)
    result = measure.measure(project, snapshot, found, chosen(changes, options), Roles(folder, found),
                             lambda issue: models(issue) or allowed.is_right(issue), silent)
    allowed.complain_of_unused(options)
    if left_out:
        result.remarks.append(f"{left_out} uses in revisions, and in tests of them, are left out")
    result.remarks += remarks_on(snapshot, relations, found, changes)
    return result


def remarks_on(snapshot, relations, found, changes):
    """What of the schema is not changed, and why: without that, few changes would look like little drift."""
    remarks, everything = [], len(snapshot["relations"])
    if len(relations) < everything:
        remarks.append(f"{everything - len(relations)} of {everything} relations are not changed: not all of them is known, or they are an extension's")
    if incomplete := snapshot.get("incomplete_schemas"):
        remarks.append(f"no table of {', '.join('any schema' if each == '*' else each for each in incomplete)} is dropped or renamed: a part of the schema could not be read")
    if not changes:
        remarks.append(f"there is nothing to change: {len(found)} uses of {len(relations)} relations were found; does --schema name the right one?")
    return remarks


def is_of_a_revision(use, folder):
    """What an Alembic revision says, and a test that goes from one to another, is about the schema of its day, not about today's."""
    return speaks_of_its_day((folder / use.file).read_text(encoding="utf-8"))


@functools.cache
def speaks_of_its_day(text):
    imports = re.findall(r"^\s*(?:from|import) +([\w.]+)", text, re.MULTILINE)
    is_test = any(name.split(".")[0] in ("pytest", "unittest") for name in imports)
    moves = any(name.split(".")[0] in ("alembic", "pytest_alembic") for name in imports) or re.search(r"^from .*downgrade", text, re.MULTILINE)
    return bool(re.search(r"^down_revision\b.*=", text, re.MULTILINE)) or bool(is_test and moves)


def tells(snapshot, mutation):
    """Where a part of the schema's source could not be read, a table that is not there may be all the same."""
    incomplete = snapshot.get("incomplete_schemas", [])
    return mutation.kind not in ("drop table", "rename table") or not {"*", mutation.table.split(".")[0]} & set(incomplete)


class Allowed:
    """Lines "- FILE | TEXT | REASON": what the finder sees on lines with that text is no use, or one that only a running program has;
    "+ FILE | TEXT | REASON": findings on such lines are right where the finder sees nothing."""

    def __init__(self, folder, path):
        self.folder, self.path, self.places, self.met = folder, path, [], set()
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            if line.strip() and not line.startswith("#"):
                file, text, _reason = (part.strip() for part in line[1:].split(" | "))
                self.places.append((line[0], file, text))

    def has(self, sign, file, line):
        found = [each for each in self.places if each[:2] == (sign, file) and each[2] in self.source(file)[line - 1]]
        self.met.update(found)
        return bool(found)

    @functools.cache
    def source(self, file):
        return (self.folder / file).read_text(encoding="utf-8").splitlines()

    def is_no_use(self, use):
        return self.has("-", use.file, use.line)

    def is_right(self, issue):
        return issue["file"].endswith(".py") and self.has("+", issue["file"], issue["line"])

    def complain_of_unused(self, options):
        for place in [each for each in self.places if each not in self.met] if not options.smoke else ():
            print(f"  {self.path.name}: nothing is so: {' | '.join(place)}")


def chosen(changes, options):
    """All, or for the smoke run a few of each kind, or as many as were asked for."""
    if options.changes and len(changes) > options.changes:
        return [changes[len(changes) * number // options.changes] for number in range(options.changes)]
    if not options.smoke:
        return changes
    by_kind = collections.defaultdict(list)
    for each in changes:
        by_kind[each.kind].append(each)
    return [each for group in by_kind.values() for each in group[:: max(1, len(group) // 3)][:3]]


class Roles:
    """What a field's or attribute's declaration says, by `ast`: "anything", "not null", "optional", "optional input" or "input"."""

    def __init__(self, folder, uses):
        self.folder, self.lines = folder, {}
        for file in {use.file for use in uses}:
            for node in ast.walk(ast.parse((folder / file).read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    self.lines.update({(file, each.lineno): (node.name, each) for each in node.body if isinstance(each, (ast.AnnAssign, ast.Assign))})
                elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Column":
                    self.lines.setdefault((file, node.lineno), ("", node))

    def owner(self, use):
        return self.lines.get((use.file, use.line), ("",))[0]

    def __call__(self, use):
        if (use.file, use.line) not in self.lines:
            return "not null"
        owner, node = self.lines[use.file, use.line]
        written = ast.unparse(node.annotation if isinstance(node, ast.AnnAssign) else node)
        is_input = owner.endswith(INPUT_ROLES)
        if written in ("Any", "JsonValue", "object") or is_of_own_type(node):
            return "anything"
        if isinstance(node, ast.AnnAssign):
            optional = "None" in written or "Optional" in written
        else:
            optional = "nullable=False" not in written
        if is_input:
            return "optional input" if optional and not owner.endswith(("Update", "Patch")) else "input"
        return "optional" if optional else "not null"


TYPES = set(
    "Enum Integer BigInteger SmallInteger String Unicode Text UnicodeText Boolean Float Double Numeric Date DateTime Time Interval LargeBinary Uuid UUID JSON JSONB "
    "ARRAY INTEGER BIGINT SMALLINT VARCHAR TEXT BOOLEAN FLOAT NUMERIC DATE TIMESTAMP TIME INTERVAL BYTEA TSVECTOR Column mapped_column".split()
)


def is_of_own_type(node):
    """Whether a column's type is the project's or another package's: what it is in the database its name does not say."""
    call = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else node
    name = mapped.called(call) if isinstance(call, ast.Call) else None
    if name not in ("Column", "mapped_column"):
        return False
    types = [each for each in call.args if not (isinstance(each, ast.Constant) or mapped.called(each) in ("ForeignKey", "Sequence", "Identity", "Computed")
             if isinstance(each, (ast.Constant, ast.Call)) else False)]
    first = types[0] if types else next((each.value for each in call.keywords if each.arg == "type_"), None)
    if first is None:  # of the annotation, or of the key that it refers to
        return isinstance(node, ast.Assign)
    said = mapped.called(first) if isinstance(first, ast.Call) else first.attr if isinstance(first, ast.Attribute) else getattr(first, "id", None)
    return said not in TYPES


def in_models(folder, uses):
    """Findings at the name of a class that holds fields are about its table: a column that it lacks now, for example."""
    files = {use.file for use in uses if use.kind in ("field", "projection", "attribute")}
    classes = set()
    for file in files:
        classes |= {(file, node.lineno) for node in ast.walk(ast.parse((folder / file).read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)}
    return lambda issue: (issue["file"], issue["line"]) in classes


# ---------------------------------------------------------------------------------------------------------------- printing


def print_result(result, verbose):
    order = {title: number for number, title in enumerate(kinds.KINDS.values())}
    print(f"  {'kind of use':34} {'uses':>6} {'found':>6} {'recall':>8}")
    for title in sorted(result.expected, key=lambda each: (order.get(each.split(",")[0], 99), each)):
        print_row(title, result.expected[title], result.found[title])
    print_row("all", sum(result.expected.values()), sum(result.found.values()))
    right = result.findings - len(result.elsewhere)
    at_uses = right - result.following - len(result.unseen)
    unseen = f"{len(result.unseen)} at the changed name where the finder sees no use, " if result.unseen else ""
    print(f"  {result.findings} findings: {at_uses} at a use, {result.following} that follow, {unseen}{len(result.elsewhere)} elsewhere"
          f" (precision {100 * right / max(1, result.findings):.2f} %)")
    for remark in result.remarks:
        print(f"  {remark}")
    if result.named:
        print(f"  of what was found, {result.named} at the name of a constant that holds the text")
    if verbose:
        print_misses(result.misses)
        for issue, mutation in result.elsewhere:
            print(f"  elsewhere ({mutation}): {describe(issue)}")
        for issue, mutation in result.unseen:
            print(f"  not seen by the finder ({mutation}): {describe(issue)}")


def print_row(title, expected, found):
    print(f"  {title:34} {expected:6} {found:6} {100 * found / max(1, expected):6.1f} %")


def print_misses(misses):
    """A place a line, with the changes that it was missed under."""
    places = collections.defaultdict(list)
    for use, mutation in misses:
        places[use.file, use.line, use.title, f"{use.table}{'.' if use.column else ''}{use.column}"].append(mutation.kind)
    for (file, line, title, name), changes in sorted(places.items()):
        print(f"  missed: {file}:{line}: {title}: {name} ({', '.join(changes)})")


def describe(issue):
    return f"{issue['file']}:{issue['line']}:{issue['column']}: {issue['severity']}[{issue['rule']}] {issue['details']}"
