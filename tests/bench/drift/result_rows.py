"""Keys of rows in a project that names no uses in comments: for the finder, in one function, of results whose select has a `*`.

`row.get("x", default)` is none: it lives without the column, and is a hint at most."""

import ast

import uses as kinds


class Rows:
    """What the names of one function hold: results of queries, lists of rows, rows; None where they hold several things."""

    def __init__(self, project, file, nodes):
        self.project, self.file, self.nodes, self.held = project, file, nodes, {}

    def hold(self, name, kind, table):
        entry = kind, table
        self.held[name] = entry if self.held.get(name, entry) == entry else None

    def add_result(self, name, table, methods):
        if table and {"single", "maybe_single"} & set(methods):
            self.hold(name, "single", table)
        else:
            self.hold(name, "result", table)

    def uses(self):
        for node in self.nodes:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id not in self.results():
                kind, table = self.meaning(node.value)
                self.hold(node.targets[0].id, kind, table)
            elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)) and isinstance(node.target, ast.Name):
                kind, table = self.meaning(node.iter)
                self.hold(node.target.id, "row" if kind == "list" else "nothing", table)
        for node in self.nodes:
            row, key = self.key_of(node)
            kind, table = self.meaning(row) if key is not None else ("nothing", None)
            if kind == "row" and table and key.value in self.project.columns(table):
                yield kinds.Use(self.file, key.lineno, "row-key", table, key.value, key.col_offset + 2, key.end_col_offset)

    def results(self):
        return {name for name, held in self.held.items() if held is None or held[0] in ("result", "single")}

    def meaning(self, node):
        if isinstance(node, ast.Name):
            return self.held.get(node.id) or ("nothing", None)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self.meaning(node.values[0])
        if isinstance(node, ast.Attribute) and node.attr == "data":
            kind, table = self.meaning(node.value)
            return {"result": "list", "single": "row"}.get(kind, "nothing"), table
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            kind, table = self.meaning(node.value)
            return "row" if kind == "list" else "nothing", table
        return "nothing", None

    @staticmethod
    def key_of(node):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            row, key = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(node.args) == 1:
            row, key = node.func.value, node.args[0]
        else:
            return None, None
        return row, key if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
