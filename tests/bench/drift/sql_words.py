"""Tables and columns in SQL texts, by words alone: for the finder, which must not share rowtype's parser."""

import ast
import re


STARTS = re.compile(r"\s*(?:--[^\n]*\n\s*)*(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WITH)\b", re.I)
TOKEN = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|%\(\w+\)s|(?<![:\w]):\w+|\$\d+|\w+(?:\s*\.\s*(?:\w+|\*))*|::\s*\w+|[^\s\w]", re.S
)
BEFORE_TABLE = {"from", "join", "into", "update", "using", "only"}
KEYWORDS = set(
    "as on where set values select group order by having limit offset union all left right inner outer full cross natural lateral returning do nothing "
    "conflict for and or not in exists case when then else end is null distinct using join from tablesample with except intersect default window".split()
)


def find(project, file, tree):
    documented = {id(node.body[0].value) for node in ast.walk(tree) if getattr(node, "body", None) and is_docstring(node)}
    for node in ast.walk(tree):
        text = text_of(node) if id(node) not in documented else None
        if text and STARTS.match(text) and not isinstance(getattr(node, "parent", None), (ast.JoinedStr, ast.BinOp, ast.Compare, ast.FormattedValue)):
            yield from Statement(project, file, node, text).uses()


def text_of(node):
    """Of an f-string with a mark where it holds expressions."""
    if isinstance(node, ast.JoinedStr):
        return "".join(each.value if isinstance(each, ast.Constant) else " ? " for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def is_docstring(node):
    first = node.body[0] if isinstance(node.body, list) else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


class Statement:
    def __init__(self, project, file, node, text):
        self.project, self.file, self.node, self.text = project, file, node, text
        matches = [match for match in TOKEN.finditer(text) if not match[0].startswith(("--", "/*", "'", "::", "%(", ":", "$"))]
        self.tokens, self.ends = [match[0] for match in matches], [match.end() for match in matches]

    def uses(self):
        aliases, made = self.aliases()
        tables = {table for table in aliases.values() if table}
        self.targets = self.columns_of_inserts(aliases) | self.columns_of_sets(aliases)
        for at, token in enumerate(self.tokens):
            parts = [part.strip() for part in token.split(".")]
            if not re.fullmatch(r"\w+", parts[0]):
                continue
            yield from self.use_of(parts, at, aliases, made, tables)

    def use_of(self, parts, at, aliases, made, tables):
        after, before = self.tokens[at + 1 : at + 2], self.tokens[at - 1].lower() if at else ""
        relation = self.project.relation(".".join(parts))
        if relation and before in BEFORE_TABLE | {","} and relation in tables and (len(parts) == 2 or parts[0] not in made):
            if before != "," or len(parts) == 2:
                yield self.use("sql-table", relation, "", parts[-1], at)
        elif len(parts) >= 2:
            table = aliases.get(".".join(parts[:-1]).lower()) or (self.project.relation(".".join(parts[:-1])) if len(parts) == 3 else None)
            if table and table in tables and parts[-1] in self.project.columns(table):
                yield self.use("sql", table, parts[-1], parts[-1], at)
        elif at in self.targets:
            if parts[0] in self.project.columns(self.targets[at]):
                yield self.use("sql", self.targets[at], parts[0], parts[0], at)
        elif self.is_of_select_list(parts[0], at):
            pass
        elif parts[0].lower() not in KEYWORDS and after != ["("] and before != "as" and parts[0] not in made:
            owners = [table for table in tables if parts[0] in self.project.columns(table)]
            if len(owners) == 1 and None not in aliases.values():
                yield self.use("sql", owners[0], parts[0], parts[0], at)

    def columns_of_inserts(self, aliases):
        """Positions of the words in `INTO t (…)` and the `ON CONFLICT (…)` behind it, with their table."""
        found, table, words = {}, None, [token.lower() for token in self.tokens]
        for at, word in enumerate(words):
            if word == "into" and at + 1 < len(words):
                table = aliases.get(re.sub(r"\s", "", words[at + 1]))
                opening = at + 2 + (2 if words[at + 2 : at + 3] == ["as"] else 0)
            elif words[at : at + 2] == ["on", "conflict"]:
                opening = at + 2
            else:
                continue
            if table and words[opening : opening + 1] == ["("] and ")" in words[opening:]:
                found.update(dict.fromkeys(range(opening + 1, words.index(")", opening)), table))
        return found

    def columns_of_sets(self, aliases):
        """Positions of `x` in `SET x = …, x = …` of an UPDATE or a conflict's, with the table that is written."""
        found, table, words, depth, inside = {}, None, [token.lower() for token in self.tokens], 0, None
        for at, word in enumerate(words):
            depth += {"(": 1, ")": -1}.get(word, 0)
            if word in ("update", "into") and words[at + 1 : at + 2] not in ([], ["set"]):
                table = aliases.get(re.sub(r"\s", "", words[at + (2 if words[at + 1] == "only" else 1)]))
            elif word == "set":
                inside = depth
            elif word in ("where", "from", "returning") and depth == inside or inside is not None and depth < inside:
                inside = None
            elif table and depth == inside and words[at - 1] in ("set", ",") and words[at + 1 : at + 2] == ["="]:
                found[at] = table
        return found

    def is_of_select_list(self, word, at):
        """Behind ORDER BY a name that the select list gives means what stands there."""
        before = [token.lower() for token in self.tokens[:at]]
        order = max((number for number in range(len(before) - 1) if before[number : number + 2] == ["order", "by"]), default=None)
        if order is None or "(" in self.tokens[order:at] or "select" not in before[:order]:
            return False
        begin = max(number for number in range(order) if before[number] == "select")
        end = before.index("from", begin) if "from" in before[begin:order] else order
        return word.lower() in [token.split(".")[-1].strip() for token in before[begin:end]]

    def use(self, kind, table, column, word, at):
        """At the last word of that token. The same word may stand before it, in literals and comments of the SQL, too."""
        from finder import Text, word_pattern  # the two need each other

        earlier = len(word_pattern(kind, word).findall(self.text, 0, self.ends[at] - len(word)))
        return self.project.use(Text(self.file, self.text, self.node), kind, table, column, word, earlier)

    def aliases(self):
        """Lower-case names of tables and aliases to relations, None for what is no table of the schema; and the names that the text makes."""
        found, made, queries = {}, set(), set()
        for at, token in enumerate(self.tokens):
            following = [each.lower() for each in self.tokens[at + 1 : at + 3]]
            if following == ["as", "("]:
                queries.add(token)
                found[token.lower()] = None
            if at and self.tokens[at - 1].lower() == "as":
                made.add(token)
        for at, token in enumerate(self.tokens):
            before = self.tokens[at - 1].lower() if at else ""
            if before not in BEFORE_TABLE or not re.fullmatch(r"\w+(\s*\.\s*\w+)*", token) or token.lower() in KEYWORDS:
                continue
            name = re.sub(r"\s", "", token)
            table = None if name in queries else self.project.relation(name)
            if self.tokens[at + 1 : at + 2] == ["("] and before != "into":
                table = None
            found[name.lower()] = found[name.split(".")[-1].lower()] = table
            alias = [each.lower() for each in self.tokens[at + 1 : at + 3]]
            if alias and alias[0] == "as":
                alias = alias[1:]
            if alias and re.fullmatch(r"[a-z_]\w*", alias[0]) and alias[0] not in KEYWORDS:
                found[alias[0]] = table
        if "excluded" not in found:
            targets = [found.get(re.sub(r"\s", "", self.tokens[at + 1]).lower()) for at, token in enumerate(self.tokens[:-1]) if token.lower() == "into"]
            found["excluded"] = targets[0] if targets else None
            if not targets:
                del found["excluded"]
        return found, queries | {name for name in made if not found.get(name.lower())}
