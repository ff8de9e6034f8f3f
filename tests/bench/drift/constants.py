"""Where texts that stand under a name are used by that name: a finding in such a text may stand at either place."""

import ast
import collections


class Constants:
    def __init__(self, folder):
        self.lines = {}  # file -> its lines
        self.texts = collections.defaultdict(list)  # name -> (file, first line, last line) of what is assigned to it
        self.loads = {}  # (file, line, first column, column behind it) -> name
        self.unread = []  # files that this Python cannot parse: nobody knows what uses they hold
        for path in sorted(folder.rglob("*.py")):
            file = path.relative_to(folder).as_posix()
            try:
                text = path.read_text(encoding="utf-8")
                tree = ast.parse(text)
            except (SyntaxError, UnicodeDecodeError, ValueError):
                self.unread.append(file)
                continue
            self.lines[file] = text.splitlines()
            self.read(file, tree)

    def read(self, file, tree):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if name := name_of(target):
                        self.texts[name].append((file, node.lineno, node.end_lineno))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for argument, default in zip(reversed(node.args.args), reversed(node.args.defaults)):
                    self.texts[argument.arg].append((file, default.lineno, default.end_lineno))
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                self.loads[file, node.lineno, node.col_offset + 1, node.end_col_offset + 1] = name_of(node)

    def holds(self, issue, use):
        """Whether the finding stands at a name under which the text of the use stands, and is about it."""
        if use.kind == "label" and f'"{use.column}"' not in issue["details"]:
            return False
        if use.kind != "label" and use.column and issue["field"] != use.column:
            return False
        if not use.column and use.table.split(".")[-1] not in (issue["details"] or ""):
            return False
        name = self.loads.get((issue["file"], issue["line"], issue["column"], issue["end_column"]))
        return any(file == use.file and first <= use.line <= last for file, first, last in self.texts.get(name, ()))


    def is_at_name(self, issue, mutation):
        """Whether the finding stands at the word that the change took away."""
        if issue["file"] not in self.lines or issue["line"] != issue["end_line"]:
            return False
        line = self.lines[issue["file"]][issue["line"] - 1]
        name = mutation.column or mutation.table.split(".")[1]
        said = line.encode()[issue["column"] - 1 : issue["end_column"] - 1].decode(errors="replace")
        return said.strip("'\"").split(".")[-1] == name or line[issue["column"] - 1 : issue["end_column"] - 1].strip("'\"").split(".")[-1] == name


def name_of(node):
    if isinstance(node, ast.Attribute) and node.attr == "value":  # of a member of an enumeration
        node = node.value
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
