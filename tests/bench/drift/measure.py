"""Runs rowtype on a project under each changed schema and holds its new findings against the uses."""

import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import platform
import re
import subprocess
import tempfile

import constants
import uses as kinds


@dataclasses.dataclass
class Result:
    """Counts by kind of use, and what was missed or found elsewhere, as text."""

    expected: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    found: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    misses: list = dataclasses.field(default_factory=list)  # (use, mutation)
    elsewhere: list = dataclasses.field(default_factory=list)  # (finding, mutation)
    unseen: list = dataclasses.field(default_factory=list)  # the same, at the very name that changed: a use that the finder does not see
    findings: int = 0
    named: int = 0  # uses of which the finding stands at the name of a constant that holds the text
    following: int = 0  # findings that follow from the change without naming it: see follows_from()
    mutations: int = 0
    remarks: list = dataclasses.field(default_factory=list)  # of what was not looked at, and why

    def add(self, other):
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    @property
    def recall(self):
        return sum(self.found.values()) / max(1, sum(self.expected.values()))


class Project:
    def __init__(self, program, folder, options=()):
        self.program, self.folder, self.options = program, pathlib.Path(folder), list(options)

    def pull(self, schema=()):
        with tempfile.TemporaryDirectory(prefix="rowtype-drift-") as name:
            path = pathlib.Path(name) / "schema.json"
            self.run(["pull", "--quiet", *schema, "-o", str(path)], (0, 4))
            return json.loads(path.read_text(encoding="utf-8"))

    def check(self, snapshot, jobs=1):
        """The report's errors and warnings under that schema."""
        with tempfile.TemporaryDirectory(prefix="rowtype-drift-") as name:
            path = pathlib.Path(name) / "schema.json"
            path.write_text(json.dumps(snapshot), encoding="utf-8")
            report = self.run(["check", "--schema", f"snapshot:{path}", "--output-format", "json", "-j", str(jobs), "--no-update", *self.options], (0, 1, 4))
        return [issue for issue in json.loads(report)["issues"] if issue["severity"] != "info"]

    def run(self, arguments, codes):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ROWTYPE_")}
        done = subprocess.run([str(self.program), *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode not in codes:
            raise SystemExit(f"drift: rowtype {arguments[0]} ended with {done.returncode} in {self.folder}\n{done.stderr}")
        return done.stdout


def key(issue):
    return issue["file"], issue["line"], issue["column"], issue["rule"]


def measure(project, snapshot, uses, mutations, roles, excused, silent=frozenset()):
    """The result over all mutations; `roles` as for is_expected, `excused` says of a finding that no use explains that it is right.
    Of silent uses nothing is expected; neither is it of a place that has a finding already."""
    names = constants.Constants(project.folder)
    old = project.check({name: value for name, value in snapshot.items() if name != "migrations"})
    before = {key(issue) for issue in old}
    by_table = collections.defaultdict(list)
    for use in uses:
        by_table[use.table].append(use)
    silent = silent | {use for use in uses if any(is_at(issue, use) for issue in old)}
    total = Result()
    if names.unread:
        total.remarks.append(f"{len(names.unread)} files that this Python ({platform.python_version()}) cannot parse are left out: {', '.join(names.unread[:3])}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = pool.map(lambda mutation: project.check(mutation.apply(snapshot)), mutations)
        for mutation, issues in zip(mutations, reports):
            fresh = [issue for issue in issues if key(issue) not in before and issue["file"] not in names.unread]
            total.add(compare(fresh, by_table[mutation.table], mutation, roles, excused, names, silent))
    return total


def compare(fresh, near, mutation, roles, excused, names, silent):
    result = Result(findings=len(fresh), mutations=1)
    for use in (use for use in near if use not in silent and kinds.is_expected(use, mutation, roles)):
        result.expected[use.title] += 1
        if any(is_at(issue, use) for issue in fresh):
            result.found[use.title] += 1
        elif use.kind == "label" and use.context in ("model", "ORM") and any(is_of_label(issue, mutation) and issue["file"] == use.file for issue in fresh):
            result.found[use.title] += 1  # at the field whose type the class or Literal is
        elif any(is_in_broken_embed(issue, use) or is_inherited(issue, use, roles) for issue in fresh):
            result.found[use.title] += 1
        elif any(names.holds(issue, use) for issue in fresh):
            result.found[use.title] += 1
            result.named += 1
        else:
            result.misses.append((use, mutation))
    for issue in fresh:
        if any(is_at(issue, use) or names.holds(issue, use) for use in near):
            continue
        if follows_from(issue, mutation) or excused(issue):
            result.following += 1
        elif names.is_at_name(issue, mutation):
            result.unseen.append((issue, mutation))
        else:
            result.elsewhere.append((issue, mutation))
    return result


def is_inherited(issue, use, roles):
    """A field of a base class is reported at each class that is the table's, by the name of the one that declares it."""
    rules = "stale-field", "type-mismatch", "nullable-mismatch"
    if use.kind not in ("field", "attribute") or issue["rule"] not in rules or (issue["table"], issue["field"]) != (use.table, use.column):
        return False
    owner = roles.owner(use)
    return bool(owner) and owner in issue["details"]


def is_of_label(issue, mutation):
    names = f'"{mutation.column}"', f'"{mutation.new_name}"'
    return issue["rule"] in ("type-mismatch", "constraint-mismatch") and any(name in issue["details"] for name in names)


def is_in_broken_embed(issue, use):
    """A column that a foreign key refers to takes the key along: what is selected of the embed is as good as reported."""
    same_line = (issue["file"], issue["line"]) == (use.file, use.line)
    return use.kind == "select" and issue["rule"] == "unknown-relationship" and same_line


def is_at(issue, use):
    if issue["file"] != use.file or not issue["line"] <= use.line <= issue["end_line"]:
        return False
    if not use.begin or use.kind in ("field", "projection", "attribute", "orm-fk"):
        return True  # of a declaration, what is wrong may be its name, annotation or type
    after_begin = issue["line"] < use.line or issue["column"] < use.end
    before_end = issue["end_line"] > use.line or issue["end_column"] > use.begin
    return after_begin and before_end


def follows_from(issue, mutation):
    """What a change brings with it: a renamed column that a row model or an insert lacks now, an embed over a foreign key that went, the
    key of a mapped class that went with it, a conflict target whose index went, a literal beside a column of another type, an insert or a
    dumped model that lacks or brings the column, a class of rows (`class_row(User)`, `User(**row)`) whose query gives the column no more, or as
    another type."""
    if mutation.kind.startswith("rename") and mutation.new_name in (issue["field"], (issue["table"] or "").split(".")[-1]):
        return True
    if issue["rule"] == "unselected-field" and f'needs "{mutation.column}"' in issue["details"]:
        return True
    if mutation.kind.startswith(("drop", "rename")) and issue["rule"] in ("unknown-relationship", "ambiguous-relationship", "invalid-conflict-target"):
        return True
    lost_key = re.search(r"has no foreign key \(.*\) to (\w+\.)?(\w+) \(", issue["details"])
    if mutation.kind.startswith(("drop", "rename")) and lost_key and lost_key[2] == mutation.table.split(".")[1]:
        return True
    if mutation.kind == "rename label" and is_of_label(issue, mutation):
        return True
    if mutation.kind == "drop table" and issue["rule"] == "unknown-function":
        return True
    if issue["field"] == mutation.column and "but the query gives" in issue["details"]:
        return True
    if issue["field"] == mutation.column and (re.search(r"(model_dump|\.dict|asdict)\(", issue["details"]) or issue["rule"] == "missing-required-column"):
        return True
    return issue["rule"] in ("invalid-literal", "invalid-enum-value") and issue["field"] == mutation.column
