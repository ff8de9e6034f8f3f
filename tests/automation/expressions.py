"""The expressions of GitHub Actions, as far as our workflows use them. What is not known fails: it is never taken for empty.

Grammar and meaning: "Evaluate expressions in workflows and actions" of GitHub's documentation. A missing property of an event or a
secret that is not set is null, as there; an unknown context, function, step or input is an error here.
"""

import re

TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)|(?P<operator>==|!=|&&|\|\||[!().,\[\]]))"
)
STATUS_FUNCTIONS = ("success", "failure", "always", "cancelled")


class ExpressionError(Exception):
    pass


class Strict(dict):
    """A context whose keys are all known: a key that it lacks is a mistake in the workflow."""


def tokens_of(text):
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ExpressionError(f"not understood at {text[at:]!r} in {text!r}")
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return [*tokens, ("end", "")]


class Parser:
    """Evaluates while it reads; both sides of && and || are evaluated, which only more strictly finds what is unknown."""

    def __init__(self, text, contexts, functions):
        self.tokens = tokens_of(text)
        self.contexts = contexts
        self.functions = functions

    def take(self, value=None):
        kind, text = self.tokens[0]
        if value is not None and text != value:
            raise ExpressionError(f"expected {value!r}, found {text!r}")
        self.tokens.pop(0)
        return kind, text

    def either(self):
        left = self.both()
        while self.tokens[0][1] == "||":
            self.take()
            right = self.both()
            left = left if truthy(left) else right
        return left

    def both(self):
        left = self.comparison()
        while self.tokens[0][1] == "&&":
            self.take()
            right = self.comparison()
            left = right if truthy(left) else left
        return left

    def comparison(self):
        left = self.negation()
        while self.tokens[0][1] in ("==", "!="):
            operator = self.take()[1]
            same = equal(left, self.negation())
            left = same if operator == "==" else not same
        return left

    def negation(self):
        if self.tokens[0][1] == "!":
            self.take()
            return not truthy(self.negation())
        return self.value()

    def value(self):
        kind, text = self.take()
        if text == "(":
            inner = self.either()
            self.take(")")
            return inner
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text)
        if kind != "name":
            raise ExpressionError(f"a value was expected, found {text!r}")
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if self.tokens[0][1] == "(":
            return self.call(text)
        if text not in self.contexts:
            raise ExpressionError(f"unknown context {text!r}")
        return self.properties(text, self.contexts[text])

    def call(self, name):
        self.take("(")
        arguments = []
        while self.tokens[0][1] != ")":
            arguments.append(self.either())
            if self.tokens[0][1] == ",":
                self.take()
        self.take(")")
        if name not in self.functions:
            raise ExpressionError(f"unknown function {name!r}")
        return self.functions[name](*arguments)

    def properties(self, path, value):
        while self.tokens[0][1] in (".", "["):
            if self.take()[1] == ".":
                kind, key = self.take()
                if kind != "name":
                    raise ExpressionError(f"a name was expected after {path}., found {key!r}")
            else:
                key = self.either()
                self.take("]")
            if isinstance(value, Strict) and key not in value:
                raise ExpressionError(f"{path} has no {key!r}")
            path = f"{path}.{key}"
            value = value.get(key) if isinstance(value, dict) else None
        return value


def truthy(value):
    return value not in (None, False, "", 0)


def equal(left, right):
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    return left == right if type(left) is type(right) else number(left) == number(right)


def number(value):
    if value is None or value == "":
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def text_of(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, str):
        return value
    raise ExpressionError(f"{value!r} is no text")


FUNCTIONS = {
    "contains": lambda where, what: what.lower() in where.lower() if isinstance(where, str) else what in where,
    "startsWith": lambda text, head: text_of(text).lower().startswith(text_of(head).lower()),
    "endsWith": lambda text, tail: text_of(text).lower().endswith(text_of(tail).lower()),
    "format": lambda pattern, *values: pattern.format(*map(text_of, values)),
}


def evaluate(text, contexts, functions=None):
    """The value of one expression, without ${{ }}."""
    parser = Parser(text, contexts, {**FUNCTIONS, **(functions or {})})
    value = parser.either()
    parser.take("")
    return value


def interpolate(text, contexts):
    """A text with each ${{ … }} replaced."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: text_of(evaluate(match.group(1).strip(), contexts)), text)


def condition_holds(condition, contexts, status):
    """What `if:` says; `status` is what the steps before came to: "success" or "failure"."""
    if condition is None:
        condition = "success()"
    text = str(condition).strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2].strip()
    if not any(re.search(rf"\b{name}\s*\(", text) for name in STATUS_FUNCTIONS):
        text = f"success() && ({text})"
    functions = {
        "success": lambda: status == "success",
        "failure": lambda: status == "failure",
        "always": lambda: True,
        "cancelled": lambda: False,
    }
    return truthy(evaluate(text, contexts, functions))
