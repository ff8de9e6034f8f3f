"""Importing a project's modules where not all of what they need is installed: what is missing is replaced, and listed."""

import __future__
import importlib.abc
import importlib.machinery
import os
import pathlib
import re
import sys
import types

import model_modules


class Anything:
    """Whatever a missing package would have given: called, subscripted, inherited from, used as a decorator or an annotation."""

    def __init__(self, name):
        self.__name__ = self.__qualname__ = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **named):
        is_decorated = len(arguments) == 1 and not named and isinstance(arguments[0], (type, types.FunctionType))
        return arguments[0] if is_decorated else self

    def __mro_entries__(self, bases):
        return (type(self.__name__, (Base,), {}),)

    def __get_pydantic_core_schema__(self, source, handler):
        from pydantic_core import core_schema

        return core_schema.any_schema()

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __or__(self, other):
        return self

    __ror__ = __add__ = __radd__ = __truediv__ = __or__


class Base:
    def __init_subclass__(cls, **named):
        try:
            super().__init_subclass__(**named)
        except TypeError:  # what the class that is missing would have taken
            super().__init_subclass__()

    def __class_getitem__(cls, key):
        return cls


class Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Anything(name)


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last. Answers the project's own code alone: packages know what to do without an optional one."""

    def __init__(self, modules):
        self.project, self.local = str(modules.project), modules.top_levels()
        self.made, self.failed_code = set(), {}

    def find_spec(self, name, path, target=None):
        top = name.partition(".")[0]
        is_inside = isinstance(sys.modules.get(name.rpartition(".")[0]), Module)
        is_missing = "." not in name and top not in self.local and not model_modules.MAPPERS.search(top) and self.is_asked_by_project()
        if not (is_inside or is_missing):
            return None
        self.made.add(name)
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def is_asked_by_project(self):
        frame = sys._getframe(2)
        while frame and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
            frame = frame.f_back
        name = frame.f_code.co_filename if frame else ""
        return name.startswith(self.project)

    def create_module(self, spec):
        return Module(spec.name)

    def exec_module(self, module):
        pass


class Tolerant(importlib.abc.MetaPathFinder):
    """Asked first, for the project's own modules: one whose code fails and that has no word of mappers is a stand-in, too."""

    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        is_own = spec and spec.origin and spec.origin.startswith(self.finder.project)
        if is_own and type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = TolerantLoader(name, spec.origin, self.finder)
            return spec
        return None


UNBRACKETED = re.compile(rb"^([ \t]*except\*?[ \t]+)([^\n():#]+,[^\n():#]+)([ \t]*:)", re.MULTILINE)


class TolerantLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, name, path, finder):
        super().__init__(name, path)
        self.finder = finder

    def source_to_code(self, data, path, *, _optimization=-1):
        # What Python 3.14 does by itself: annotations that wait, and `except KeyError, ValueError:`.
        is_older = os.environ.get("ROWTYPE_DEFERRED_ANNOTATIONS") and sys.version_info < (3, 14)
        flags = __future__.annotations.compiler_flag if is_older else 0
        data = UNBRACKETED.sub(rb"\1(\2)\3", data) if is_older else data
        return compile(data, path, "exec", flags=flags, dont_inherit=True, optimize=_optimization)

    def exec_module(self, module):
        try:
            super().exec_module(module)
        except (Exception, SystemExit) as error:
            if model_modules.MODELS.search(pathlib.Path(self.path).read_text(encoding="utf-8", errors="replace")):
                raise
            self.finder.failed_code[module.__name__] = described(error)
            module.__class__ = Module


def described(error):
    """In one line; of an error that a failed import led to, that one."""
    chain = [error]
    while (chain[-1].__cause__ or chain[-1].__context__) and len(chain) < 20:
        chain.append(chain[-1].__cause__ or chain[-1].__context__)
    told = next((one for one in chain if isinstance(one, ImportError)), error)
    return " ".join(f"{type(told).__name__}: {told}".split())[:300]


def install(modules):
    sys.path[:0] = modules.search_path()
    sys.dont_write_bytecode = True
    finder = StandIns(modules)
    sys.meta_path.insert(0, Tolerant(finder))
    sys.meta_path.append(finder)
    return finder
