"""Which modules of a project declare models, and what the project itself calls them in its imports."""

import collections
import fnmatch
import re

SKIPPED = {"node_modules", "site-packages", "build", "dist", "tests", "test", "testing", "docs", "examples", "versions", "__pycache__"}
MODELS = re.compile(r"__tablename__|\btable\s*=\s*True|\bmapped_column\(|\bColumn\(|\bTable\(|\bMapped\[")
MAPPERS = re.compile(r"sqlalchemy|sqlmodel|alchemy|alembic|\bdb\.(?:Column|Model|Table)\b")
IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?[ \t]*(\w+)?|import[ \t]+([\w.]+))", re.MULTILINE)


class Modules:
    def __init__(self, project, globs):
        self.project = project
        self.globs = globs  # of the files whose models are meant; all without
        self.texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in self.python_files(project)}
        self.imported = collections.Counter()
        for text in self.texts.values():
            for source, name, module in IMPORTED.findall(text):
                self.imported.update([module or source] if not name else [source, f"{source}.{name}"])
        self.roots = self.count_roots()

    def python_files(self, folder):
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not path.is_symlink() and path.name not in SKIPPED and not path.name.startswith("."):
                yield from self.python_files(path)
            elif path.suffix == ".py" and path.is_file():
                yield path

    def names(self, path):
        """(root, name) of every name that the file may be imported by, the longest first."""
        parts = path.relative_to(self.project).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        for start in range(len(parts)):
            if all(part.isidentifier() for part in parts[start:]):
                yield self.project.joinpath(*parts[:start]), ".".join(parts[start:])

    def count_roots(self):
        """How often folders are those that imports of several parts start from."""
        roots = collections.Counter()
        for path in self.texts:
            for root, name in self.names(path):
                if "." in name:
                    roots[root] += self.imported[name]
        return roots

    def name_of(self, path):
        """(root, name): from the root that most imports start from; where none does, above the outermost package."""
        names = list(self.names(path))
        best = max(names, key=lambda one: self.roots[one[0]], default=None)
        if best is None or self.roots[best[0]]:
            return best
        outermost = path.parent
        while (outermost / "__init__.py").is_file() and outermost != self.project:
            outermost = outermost.parent
        return next((one for one in names if one[0] == outermost), best)

    def with_models(self):
        """(path, name) of each module with models."""
        for path, text in self.texts.items():
            named = self.name_of(path)
            if named and self.is_meant(path) and MODELS.search(text) and (MAPPERS.search(text) or "__tablename__" in text):
                yield path, named[1]

    def is_meant(self, path):
        return not self.globs or any(fnmatch.fnmatch(str(path.relative_to(self.project)), glob) for glob in self.globs)

    def search_path(self):
        """Those of the modules with models first: several parts of a repository may have a package of the same name."""
        roots = {path: str(named[0]) for path in self.texts if (named := self.name_of(path))}
        meant = {roots[path] for path, _ in self.with_models()}
        return sorted(set(roots.values()), key=lambda root: (root not in meant, root))

    def top_levels(self):
        return {named[1].partition(".")[0] for named in map(self.name_of, self.texts) if named}
