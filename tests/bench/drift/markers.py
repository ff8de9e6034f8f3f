"""The uses that the fixtures' comments name, and whether they name all of them.

A marker is what stands behind "#:" on a line, as a Python comment or at the end of a SQL comment: entries "KIND TABLE COLUMN…",
separated by semicolons. Without columns the table itself is meant; tables of the schema public go without it. `label TYPE LABEL` is a
label of an enum, `not WORD…` says of words that they name no object here. "-N" at the front means the line N lines above, for texts
that hold no comments. Entries of one word stand in the order in which the word stands on the line.

The scan is by Python's tokens and `ast` and knows nothing of tables: each whole word in a string, attribute, keyword argument or
name at class level that is the name of a table or column, and each string that is a label, has to have an entry. Names and docstrings
are left out: Python's variables are no uses.
"""

import ast
import io
import re
import tokenize

import uses as kinds

MARKER = re.compile(r"#:\s*(?:-(\d+)\s+)?(.*)$")
UNCHECKED = {"id"}  # in every table and in half of all lines: not changed, and so not marked


def read(folder, snapshot, relations):
    """(uses, complaints) of all Python files under the folder."""
    names = {each["name"] for each in relations} | {column["name"] for each in relations for column in each["columns"]}
    labels = {label for each in snapshot["types"] for label in each.get("labels", []) if not each.get("extension")}
    known = {f"{each['schema']}.{each['name']}": {column["name"] for column in each["columns"]} for each in relations}
    types = {each["name"]: f"{each['schema']}.{each['name']}" for each in snapshot["types"]}
    functions = {each["name"] for each in snapshot["functions"]}
    found, complaints = [], []
    for path in sorted(folder.rglob("*.py")):
        file = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        entries = list(parse_markers(file, text, complaints))
        for line, kind, table, word in entries:
            complaints += check_entry(f"{file}:{line}", kind, table, word, known, types, functions)
        found += assign(file, entries, scan(text, names - UNCHECKED, labels), types, complaints)
    return found, complaints


def parse_markers(file, text, complaints):
    """(line, kind, table, word) in order; the word of a table's own entry is its name."""
    for number, line in enumerate(text.splitlines(), 1):
        marker = MARKER.search(line)
        if not marker:
            continue
        target = number - int(marker[1] or 0)
        for entry in marker[2].split(";"):
            kind, *words = entry.split()
            if kind == kinds.NOT_A_USE:
                yield from ((target, kind, "", word) for word in words)
            elif kind not in kinds.KINDS and kind not in kinds.FOLLOWED or not words:
                complaints.append(f'{file}:{number}: "{entry.strip()}" is no marker')
            elif len(words) == 1:
                yield target, kind, words[0], words[0].split(".")[-1]
            else:
                yield from ((target, kind, words[0], word) for word in words[1:])


def check_entry(place, kind, table, word, known, types, functions):
    if kind == kinds.NOT_A_USE:
        return []
    if kind == "label":
        return [] if table in types else [f"{place}: there is no type {table}"]
    if kind == "rpc":
        return [] if table in functions else [f"{place}: there is no function {table}"]
    if full(table) not in known:
        return [f"{place}: there is no table {table}"]
    if word != table.split(".")[-1] and word not in known[full(table)]:
        return [f"{place}: {table} has no column {word}"]
    return []


def full(table):
    return table if "." in table else "public." + table


def assign(file, entries, words, types, complaints):
    """Entries get the places of their words; words without an entry are complained of."""
    places = {}
    for line, word, begin, end in words:
        places.setdefault((line, word), []).append((begin, end))
    by_line = {}
    for line, kind, _, word in entries:
        if kind != "label":
            by_line.setdefault(line, "expression" if kind.startswith("orm-") and kind in kinds.FOLLOWED else kinds.KINDS.get(kind, "").split(":")[0])
    for line, kind, table, word in entries:
        begin, end = places[line, word].pop(0) if places.get((line, word)) else (0, 0)
        if kind == kinds.NOT_A_USE:
            continue
        if kind == "label":
            yield kinds.Use(file, line, kind, types[table], word, begin, end, by_line.get(line) or "model")
        elif kind == "rpc":
            yield kinds.Use(file, line, kind, full(table), "", begin, end)
        else:
            column = "" if word == table.split(".")[-1] else word
            yield kinds.Use(file, line, kind, full(table), column, begin, end)
    complaints += [f'{file}:{line}:{begin}: "{word}" has no marker' for (line, word), left in sorted(places.items()) for begin, _ in left]


# ------------------------------------------------------------------------------------------------------------------- scan


def scan(text, names, labels):
    """(line, word, first column, column behind it) of every word that could name an object, sorted."""
    tree = ast.parse(text)
    lines = text.splitlines()
    docstrings = {node.body[0].value.lineno for node in ast.walk(tree) if is_documented(node)}
    word = re.compile(r"(?<!\w)(" + "|".join(sorted(names, key=len, reverse=True)) + r")(?!\w)")
    quoted = re.compile(r"(?<=')(" + "|".join(sorted(labels, key=len, reverse=True)) + r")(?=')")
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.STRING or token.start[0] in docstrings:
            continue
        is_label = re.fullmatch(r"[a-z]*([\"'])(" + "|".join(labels) + r")\1", token.string)
        for number in range(token.start[0], token.end[0] + 1):
            line = lines[number - 1].split("#:")[0]
            begin = token.start[1] if number == token.start[0] else 0
            end = min(len(line), token.end[1] if number == token.end[0] else len(line))
            patterns = [] if is_label else [word, quoted]
            found |= {(number, match[1], match.start() + 1, match.end() + 1) for each in patterns for match in each.finditer(line, begin, end)}
        if is_label:
            found.add((token.start[0], is_label[2], token.start[1] + 2, token.end[1]))
    found |= set(names_of_tree(tree, names))
    return sorted(found, key=lambda each: (each[0], each[2]))


def is_documented(node):
    kinds_of_node = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds_of_node) and node.body and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


def names_of_tree(tree, names):
    """Attributes that are read, keyword arguments, and what is declared at class level."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.ctx, ast.Load) and not is_call_or_self(node, tree):
            yield node.end_lineno, node.attr, node.end_col_offset - len(node.attr) + 1, node.end_col_offset + 1
        elif isinstance(node, ast.keyword) and node.arg in names:
            yield node.lineno, node.arg, node.col_offset + 1, node.col_offset + 1 + len(node.arg)
        elif isinstance(node, ast.ClassDef):
            for statement in node.body:
                target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0] if isinstance(statement, ast.Assign) else None
                if isinstance(target, ast.Name) and target.id in names:
                    yield target.lineno, target.id, target.col_offset + 1, target.end_col_offset + 1


def is_call_or_self(node, tree):
    """`self.rides` and what is called (`service.rides()`, `sa.label(…)`) are Python's own."""
    if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
        return True
    calls = getattr(tree, "called", None)
    if calls is None:
        calls = tree.called = {id(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)}
    return id(node) in calls
