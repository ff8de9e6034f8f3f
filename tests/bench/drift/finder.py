"""Uses of a schema in a project that names none in comments, found without rowtype: by Python's `ast` and a reader of SQL words.

It sees what one function says: builder chains from `.table("t")` or `.from_("t")`, also through variables of that function and through
constants, class attributes and attributes set in `__init__`, and keys of the rows that they give; texts that begin with a verb of SQL;
mapped classes; pydantic classes that a comment, the configuration or their name gives to a table. Of two tables that both have an unqualified column it chooses none. Where it is wrong, a
file in allow/ says so, with the reason.
"""

import ast
import collections
import re
import subprocess

import mapped
import result_rows
import sql_words
import uses as kinds

FILTERS = set(
    "eq neq gt gte lt lte like ilike like_all_of like_any_of ilike_all_of ilike_any_of is_ in_ contains contained_by cs cd ov overlaps range_lt "
    "range_gt range_gte range_lte range_adjacent sl sr nxl nxr adj filter text_search fts plfts phfts wfts".split()
)
WRITES = {"insert", "update", "upsert"}
OPERATORS = "eq neq gt gte lt lte like ilike is in cs cd ov fts plfts phfts wfts match imatch isdistinct sl sr nxl nxr adj not"
CONDITION = re.compile(r"(?<![\w.])((?:\w+\.)?\w+)(?:->>?\w+)*\.(?:" + "|".join(OPERATORS.split()) + r")\b")
SKIPPED_FOLDERS = {"node_modules", "venv", ".venv", "site-packages", "__pycache__", "build", "dist"}


class Text:
    """A constant text and where it stands; several of them where literals are joined."""

    def __init__(self, file, value, node):
        self.file, self.value, self.node = file, value, node


def word_pattern(kind, word):
    """In SQL `:word` is a placeholder, in a select the target of an alias."""
    before = r"(?<![\w:{])(?<!%\()" if kind.startswith("sql") else r"(?<![\w{])"
    return re.compile(before + rf"{re.escape(word)}(?!\w)")


def python_files(folder):
    """Those that git does not leave out, as rowtype's walk does."""
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*.py"))]
    names = [path.as_posix() for path in files if not SKIPPED_FOLDERS & set(path.parts) and not any(part.startswith(".") for part in path.parts)]
    command = ["git", "-C", str(folder), "check-ignore", "--no-index", "--stdin"]
    done = subprocess.run(command, input="\n".join(names), capture_output=True, text=True, check=False)
    return [name for name in names if name not in set(done.stdout.splitlines())]


class Project:
    def __init__(self, folder, snapshot, relations, model_files=(), tables=None):
        self.folder = folder
        self.relations = {f"{each['schema']}.{each['name']}": each for each in relations}
        self.search_path = [name for name in snapshot.get("search_path", ["public"]) if name] or ["public"]
        self.model_files, self.tables = set(model_files), dict(tables or {})
        self.trees, self.sources, self.constants = {}, {}, collections.defaultdict(list)
        for file in python_files(folder):
            path = folder / file
            try:
                source = path.read_text(encoding="utf-8")
                tree = ast.parse(source)
            except (SyntaxError, UnicodeDecodeError, ValueError):
                continue
            self.trees[file], self.sources[file] = tree, source.splitlines()
            self.read_constants(file, tree)

    def read_constants(self, file, tree):
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if name := constant_name(target):
                        self.constants[name].append((file, node.value))

    def relation(self, name, schema=None):
        if "." in name:
            return name if name in self.relations else None
        return next((f"{each}.{name}" for each in ([schema] if schema else self.search_path) if f"{each}.{name}" in self.relations), None)

    def columns(self, table):
        return {each["name"] for each in self.relations[table].get("columns", [])}

    def find(self):
        found = []
        for file, tree in self.trees.items():
            found += Queries(self, file).find(tree)
            found += sql_words.find(self, file, tree)
            if file in self.model_files:
                found += self.fields(file, tree)
        found += mapped.find(self)
        return list(dict.fromkeys(found))

    # ------------------------------------------------------------------------------------------------------------- texts

    def text(self, file, node):
        """The constant text of an expression, or None."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return Text(file, node.value, node)
        if isinstance(node, ast.Attribute) and node.attr == "value":
            node = node.value
        name = constant_name(node)
        if not name:
            return None
        places = [each for each in self.constants.get(name, []) if isinstance(each[1], ast.Constant) and isinstance(each[1].value, str)]
        near = [each for each in places if each[0] == file] or places
        if isinstance(node, ast.Attribute):
            near = [each for each in near if class_of(each[1]) is class_of(node)] or near
        if len({each[1].value for each in near}) == 1:
            return Text(near[0][0], near[0][1].value, near[0][1])
        return None

    def use(self, text, kind, table, column, word=None, occurrence=0):
        """At that occurrence of the word in the text."""
        word = word or column or table.split(".")[1]
        lines, node = self.sources[text.file], text.node
        pattern = word_pattern(kind, word)
        for number in range(node.lineno, node.end_lineno + 1):
            line = lines[number - 1]
            begin = node.col_offset if number == node.lineno else 0
            end = node.end_col_offset if number == node.end_lineno else len(line)
            for match in pattern.finditer(line, begin, end):
                if occurrence == 0:
                    return kinds.Use(text.file, number, kind, table, column, match.start() + 1, match.end() + 1)
                occurrence -= 1
        return kinds.Use(text.file, node.lineno, kind, table, column)

    # ------------------------------------------------------------------------------------------------------------ models

    def fields(self, file, tree):
        for node in tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            table, kind = self.table_of_class(file, node)
            if not table:
                continue
            for statement in node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    alias = re.search(r"alias='(\w+)'", ast.unparse(statement.value)) if statement.value else None
                    column = alias[1] if alias else statement.target.id
                    if column in self.columns(table):
                        yield kinds.Use(file, statement.lineno, kind, table, column, statement.col_offset + 1, statement.target.end_col_offset + 1)

    def table_of_class(self, file, node):
        comment = re.search(r"# rowtype: table=([\w.]+)", self.sources[file][node.lineno - 1])
        dotted = f"{file[:-3].replace('/', '.')}:{node.name}"
        if named := (comment[1] if comment else self.tables.get(dotted)):
            return self.relation(named), "field"
        bare = re.sub(r"(Create|Insert|Update|Patch|Base|Read|Out|Public|Response|Filter|Row|InDB)$", "", node.name)
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", bare).lower()
        plural = re.sub(r"y$", "ie", snake) + "s"
        table = self.relation(plural) or self.relation(snake)
        return table, "projection" if re.search(r"(Base|Read|Out|Public|Response|Filter)$", node.name) else "field"


def class_of(node):
    while node is not None and not isinstance(node, ast.ClassDef):
        node = getattr(node, "parent", None)
    return node


def constant_name(node):
    """`NAME`, and the last part of `self.name`, `Class.NAME` and `module.NAME`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


# ---------------------------------------------------------------------------------------------------------------- queries


class Queries:
    """The builder chains of one file."""

    def __init__(self, project, file):
        self.project, self.file = project, file

    def find(self, tree):
        self.found = []
        for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))]:
            self.find_in(scope)
        return self.found

    def find_in(self, scope):
        nodes = list(own_nodes(scope))
        self.rows = {}
        for node in nodes:
            self.collect_row(node)
        variables, methods = collections.defaultdict(set), collections.defaultdict(list)
        results = result_rows.Rows(self.project, self.file, nodes)
        for node in nodes:
            if table := self.table_of_call(node, nodes):
                self.note_result(self.follow(node, table), table, [], variables, methods, results)
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and len(variables.get(node.id, ())) == 1:
                table = next(iter(variables[node.id]))
                self.note_result(self.follow(node, table), table, methods[node.id], variables, methods, results)
        self.found += results.uses()

    @staticmethod
    def note_result(end, table, before, variables, methods, results):
        """What the chain that ends there is assigned to: a query, or where it is executed its result."""
        assigned = getattr(end, "parent", None)
        if not (isinstance(assigned, ast.Assign) and isinstance(assigned.targets[0], ast.Name)):
            return
        name, said = assigned.targets[0].id, before + methods_of(end)
        if "execute" not in said:
            variables[name].add(table)
            methods[name] += said
        else:
            results.add_result(name, table if "select *" in said or "select" not in said else None, said)

    def table_of_call(self, node, nodes):
        """The relation that a `.table("t")` or `.from_("t")` begins at, and the use of it."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("table", "from_") and len(node.args) == 1):
            return None
        if "storage" in ast.unparse(node.func.value):
            return None
        text = self.project.text(self.file, node.args[0])
        table = self.project.relation(text.value, self.schema(node.func.value, nodes)) if text else None
        if table:
            self.found.append(self.project.use(text, "table", table, ""))
        return table

    def schema(self, node, nodes):
        """Named by `.schema("x")` on the way, or where the name that the chain begins at was assigned."""
        written = re.search(r"\.schema\(['\"](\w+)['\"]\)", ast.unparse(node))
        name = constant_name(node)
        if written or not name:
            return written[1] if written else None
        values = [value for file, value in self.project.constants.get(name, []) if file == self.file]
        found = {match[1] for value in values if (match := re.search(r"\.schema\(['\"](\w+)['\"]\)", ast.unparse(value)))}
        return found.pop() if len(found) == 1 else None

    def follow(self, node, table):
        """Along the calls on the node; gives the last one."""
        while isinstance(getattr(node, "parent", None), ast.Attribute) and node.parent.value is node:
            attribute = node.parent
            if isinstance(attribute.parent, ast.Call) and attribute.parent.func is attribute:
                node = attribute.parent
                self.read_call(attribute.attr, node, table)
            elif attribute.attr == "not_":
                node = attribute
            else:
                break
        if isinstance(node.parent, ast.Await):
            node = node.parent
        return node

    def read_call(self, method, call, table):
        texts = [text for argument in call.args if (text := self.project.text(self.file, argument))]
        first = self.project.text(self.file, call.args[0]) if call.args else None
        if method == "select":
            for text in texts:
                self.read_select(text, text.value, table, collections.Counter())
        elif method in FILTERS and first:
            self.read_column(first, first.value, table, "filter")
        elif method == "order" and first and not any(each.arg in ("foreign_table", "referenced_table") for each in call.keywords):
            self.read_column(first, first.value, table, "order")
        elif method == "or_" and call.args:
            self.read_or(call.args[0], table)
        elif method == "match" and call.args:
            self.read_keys(call.args[0], table, "filter")
        elif method in WRITES and call.args:
            self.read_keys(call.args[0], table, "payload")
            for keyword in call.keywords:
                if keyword.arg == "on_conflict" and (text := self.project.text(self.file, keyword.value)):
                    for column in re.findall(r"\w+", text.value):
                        self.add(text, "conflict", table, column)

    def read_column(self, text, name, table, kind):
        name = re.split(r"->|::", name)[0].strip()
        if "." in name:
            embedded, name = name.split(".", 1)
            table = self.project.relation(embedded, table.split(".")[0])
        if table:
            self.add(text, kind, table, name)

    def add(self, text, kind, table, column, counter=None):
        seen = 0
        if counter is not None:
            seen = counter[column]
            counter[column] += 1
        if column in self.project.columns(table):
            self.found.append(self.project.use(text, kind, table, column, occurrence=seen))

    def read_select(self, text, value, table, counter):
        for item in split_items(value):
            match = re.match(r"\s*(?:\.\.\.)?(?:(\w+)\s*:(?!:))?\s*(\w+)(!\w+)*\s*(\(.*\))?", item, re.S)
            if not match:
                continue
            alias, name, hint, inner = match[1], match[2], match[3], match[4]
            if alias:
                counter[alias] += 1
            if inner is None:
                self.add(text, "select", table, name, counter)
                continue
            target = self.project.relation(name, table.split(".")[0])
            keys = [key for key in self.project.relations[table].get("foreign_keys", []) if key["columns"] == [name]]
            if target:
                self.found.append(self.project.use(text, "embed", target, "", occurrence=counter[name]))
                counter[name] += 1
            elif keys:
                self.add(text, "hint", table, name, counter)
                target = self.project.relation(f"{keys[0]['referenced_schema']}.{keys[0]['referenced_relation']}")
            else:
                counter[name] += 1
            if hint and target and hint.strip("!") not in ("inner", "left"):
                counter[hint.strip("!")] += 1
            if target:
                self.read_select(text, inner[1:-1], target, counter)

    def read_or(self, node, table):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        for part in parts:
            text = self.project.text(self.file, part) if not isinstance(part, ast.FormattedValue) else None
            for match in CONDITION.finditer(text.value) if text else ():
                if isinstance(node, ast.JoinedStr):
                    text = Text(text.file, text.value, node)
                self.read_column(text, match[1], table, "filter")

    # -------------------------------------------------------------------------------------------------------------- rows

    def collect_row(self, node):
        """Dictionaries that statements of the function build under one name."""
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                self.rows.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                self.rows.setdefault(target.value.id, []).append(target.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.attr in ("update", "append") and node.args:
                self.rows.setdefault(node.func.value.id, []).append(node.args[0])

    def read_keys(self, node, table, kind, is_named=False):
        if isinstance(node, ast.Name) and not is_named:
            for value in self.rows.get(node.id, []):
                if isinstance(value, ast.Constant):
                    self.read_key(value, table, kind)
                else:
                    self.read_keys(value, table, kind, True)
        elif isinstance(node, ast.Dict):
            for each in node.keys:
                if each is not None:
                    self.read_key(each, table, kind)
        elif isinstance(node, (ast.List, ast.Tuple)):
            for each in node.elts:
                self.read_keys(each, table, kind, is_named)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            self.read_keys(node.elt, table, kind, is_named)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict":
            for each in node.keywords:
                if each.arg in self.project.columns(table):
                    self.found.append(kinds.Use(self.file, each.lineno, kind, table, each.arg, each.col_offset + 1, each.col_offset + 1 + len(each.arg)))

    def read_key(self, node, table, kind):
        if text := self.project.text(self.file, node):
            self.add(text, kind, table, text.value.split("->")[0])


def methods_of(node):
    """The names of the methods along a chain, and "select *" where a select says so."""
    found = []
    while True:
        if isinstance(node, ast.Await):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append(node.func.attr)
            if node.func.attr == "select" and any(isinstance(each, ast.Constant) and str(each.value).startswith("*") for each in node.args):
                found.append("select *")
            node = node.func.value
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:
            return found


def own_nodes(scope):
    """The nodes of a scope in order, without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        yield child
        yield from own_nodes(child)


def split_items(text):
    depth, begin = 0, 0
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]
