"""Checks recorded LSP messages against the official meta model.

    check_messages.py MODEL RECORDING...

A recording has one JSON object a line: {"to": "server" | "client", "message": {...}}. What the server sends is checked
strictly (unknown properties are errors); what the client sends only has to have the right types, because some tests send
bad messages on purpose: such a line carries "bad": true and is not checked at all. Also checked: the direction of a
message, that a response answers a request, and that every request of the client was answered exactly once; a recording
that ends without its answers says so by {"to": "server", "end": "killed"}.

Prints what is wrong and exits 1, or prints what was checked and exits 0.
"""

import json
import re
import sys
from pathlib import Path

INTEGERS = {"integer": (-(2**31), 2**31 - 1), "uinteger": (0, 2**31 - 1)}
ANYTHING = {"LSPAny", "LSPObject", "LSPArray"}


# What rowtype adds to the specification, in the specification's own form: to clients that ask for it only.
OWN = {
    "structures": [
        {
            "name": "RowtypeStatusParams",
            "properties": [
                {"name": "root", "type": {"kind": "base", "name": "DocumentUri"}},
                {"name": "state", "type": {"kind": "reference", "name": "RowtypeState"}},
                {"name": "schema", "type": {"kind": "base", "name": "string"}, "optional": True},
                {"name": "relations", "type": {"kind": "base", "name": "uinteger"}, "optional": True},
                {"name": "message", "type": {"kind": "base", "name": "string"}, "optional": True},
                {"name": "notes", "type": {"kind": "array", "element": {"kind": "base", "name": "string"}}, "optional": True},
            ],
        }
    ],
    "enumerations": [
        {
            "name": "RowtypeState",
            "type": {"kind": "base", "name": "string"},
            "values": [{"value": value} for value in ("loading", "loaded", "stale", "none")],
        }
    ],
    "notifications": [
        {
            "method": "rowtype/status",
            "messageDirection": "serverToClient",
            "params": {"kind": "reference", "name": "RowtypeStatusParams"},
            "askedForBy": ("experimental", "rowtype", "status"),  # the client's capability
        }
    ],
}


class Model:
    """The specification, and the question whether a value has a type of it."""

    def __init__(self, text: str):
        model = json.loads(text)
        for part, own in OWN.items():
            model[part] += own
        self.structures = {item["name"]: item for item in model["structures"]}
        self.enumerations = {item["name"]: item for item in model["enumerations"]}
        self.aliases = {item["name"]: item for item in model["typeAliases"]}
        self.requests = {item["method"]: item for item in model["requests"]}
        self.notifications = {item["method"]: item for item in model["notifications"]}
        self._properties = {}

    def properties(self, name: str) -> dict:
        if name not in self._properties:
            structure = self.structures[name]
            found = {}
            for base in structure.get("extends", []) + structure.get("mixins", []):
                found.update(self.properties(base["name"]))
            found.update({item["name"]: item for item in structure["properties"]})
            self._properties[name] = found
        return self._properties[name]

    def problems(self, kind: dict, value, place: str, strict: bool) -> list:
        """What keeps `value` from having the type `kind`; empty where nothing does."""
        return getattr(self, "_" + kind["kind"])(kind, value, place, strict)

    def _base(self, kind, value, place, strict):
        name = kind["name"]
        if name in INTEGERS:
            low, high = INTEGERS[name]
            good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        elif name == "decimal":
            good = isinstance(value, (int, float)) and not isinstance(value, bool)
        elif name == "boolean":
            good = isinstance(value, bool)
        elif name == "null":
            good = value is None
        else:
            good = isinstance(value, str)
            if good and name in ("DocumentUri", "URI"):
                good = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value) is not None
        return [] if good else [wrong(place, name, value)]

    def _array(self, kind, value, place, strict):
        if not isinstance(value, list):
            return [wrong(place, "an array", value)]
        return [
            problem
            for index, item in enumerate(value)
            for problem in self.problems(kind["element"], item, f"{place}[{index}]", strict)
        ]

    def _tuple(self, kind, value, place, strict):
        if not isinstance(value, list) or len(value) != len(kind["items"]):
            return [wrong(place, f"{len(kind['items'])} items", value)]
        return [
            problem
            for index, (item_kind, item) in enumerate(zip(kind["items"], value))
            for problem in self.problems(item_kind, item, f"{place}[{index}]", strict)
        ]

    def _map(self, kind, value, place, strict):
        if not isinstance(value, dict):
            return [wrong(place, "a map", value)]
        return [
            problem
            for key, item in value.items()
            for problem in self.problems(kind["value"], item, f"{place}.{key}", strict)
        ]

    def _stringLiteral(self, kind, value, place, strict):
        return [] if value == kind["value"] else [wrong(place, json.dumps(kind["value"]), value)]

    def _and(self, kind, value, place, strict):
        return [problem for item in kind["items"] for problem in self.problems(item, value, place, False)]

    def _or(self, kind, value, place, strict):
        branches = [self.problems(item, value, place, strict) for item in kind["items"]]
        return min(branches, key=len)

    def _literal(self, kind, value, place, strict):
        return self._object({item["name"]: item for item in kind["value"]["properties"]}, value, place, strict)

    def _reference(self, kind, value, place, strict):
        name = kind["name"]
        if name in ANYTHING:
            return []
        if name in self.aliases:
            return self.problems(self.aliases[name]["type"], value, place, strict)
        if name in self.enumerations:
            enumeration = self.enumerations[name]
            found = self.problems(enumeration["type"], value, place, strict)
            known = enumeration.get("supportsCustomValues") or any(item["value"] == value for item in enumeration["values"])
            return found if found or known else [wrong(place, f"a value of {name}", value)]
        return self._object(self.properties(name), value, f"{place}<{name}>", strict)

    def _object(self, properties, value, place, strict):
        if not isinstance(value, dict):
            return [wrong(place, "an object", value)]
        found = []
        for name, item in properties.items():
            if name in value:
                found += self.problems(item["type"], value[name], f"{place}.{name}", strict)
            elif not item.get("optional"):
                found.append(f"{place}: {name} is missing")
        if strict:
            found += [f"{place}: unknown property {name}" for name in value if name not in properties]
        return found


def wrong(place: str, wanted: str, value) -> str:
    return f"{place}: {wanted} wanted, got {json.dumps(value)[:80]}"


class Conversation:
    """The messages of one recording, in order."""

    DIRECTIONS = {"clientToServer": "server", "serverToClient": "client"}

    def __init__(self, model: Model):
        self.model = model
        self.problems = []
        self.checked = 0
        self.open = {"server": [], "client": []}  # (id, method) of the unanswered requests sent there
        self.was_killed = False
        self.capabilities = {}  # of the client

    def take(self, number: int, record: dict):
        if record.get("end") == "killed":
            self.was_killed = True
            return
        message, to = record["message"], record["to"]
        if record.get("bad"):
            # An answer is owed even so, where the message says clearly enough that it is a request.
            if isinstance(message, dict) and isinstance(message.get("method"), str) and isinstance(message.get("id"), (int, str)):
                self.open[to].append((message["id"], message["method"]))
            return
        place = f"line {number}, to the {to}"
        if message.get("jsonrpc") != "2.0":
            self.problems.append(f"{place}: jsonrpc must be 2.0")
        self.checked += 1
        if "method" in message:
            self._call(message, to, place)
        else:
            self._response(message, to, place)

    def _call(self, message, to, place):
        method = message["method"]
        is_request = "id" in message
        if is_request:
            self.open[to].append((message["id"], method))
        known = (self.model.requests if is_request else self.model.notifications).get(method)
        if known is None:
            if to == "client":
                self.problems.append(f"{place}: the specification has no {method}")
            return
        if method == "initialize" and isinstance(message.get("params"), dict):
            self.capabilities = message["params"].get("capabilities") or {}
        if "askedForBy" in known and not self._asks_for(known["askedForBy"]):
            self.problems.append(f"{place}: the client did not ask for {method}")
        wanted = self.DIRECTIONS.get(known["messageDirection"], to)
        if wanted != to:
            self.problems.append(f"{place}: {method} goes to the {wanted}")
        if "params" in known:
            self.problems += self.model.problems(known["params"], message.get("params"), f"{place}: {method}", to == "client")

    def _asks_for(self, path):
        value = self.capabilities
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value is True

    def _response(self, message, to, place):
        sender = "client" if to == "server" else "server"
        error = message.get("error")
        if message.get("id") is None and error is not None and to == "client":
            method = None  # an answer to something that had no readable id
        else:
            matches = [item for item in self.open[sender] if item[0] == message.get("id")]
            if not matches:
                self.problems.append(f"{place}: answers {message.get('id')!r}, which nobody asked")
                return
            self.open[sender].remove(matches[0])
            method = matches[0][1]
        if error is not None:
            if "result" in message:
                self.problems.append(f"{place}: result and error at once")
            code = error.get("code")
            if not isinstance(code, int) or isinstance(code, bool) or not isinstance(error.get("message"), str):
                self.problems.append(f"{place}: an error needs code and message")
        elif "result" not in message:
            self.problems.append(f"{place}: neither result nor error")
        elif method in self.model.requests:
            kind = self.model.requests[method]["result"]
            self.problems += self.model.problems(kind, message["result"], f"{place}: result of {method}", to == "client")

    def finish(self):
        if not self.was_killed:
            self.problems += [f"never answered: {method} {number!r}" for number, method in self.open["server"]]


def check(model: Model, recording: str) -> Conversation:
    conversation = Conversation(model)
    for number, line in enumerate(recording.splitlines(), start=1):
        if line.strip():
            conversation.take(number, json.loads(line))
    conversation.finish()
    return conversation


def main(arguments: list) -> int:
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    if not Path(arguments[0]).is_file():
        print(f"{arguments[0]} is not there: tests/lsp/server/fetch_meta_model.sh fetches it (./dev test does)", file=sys.stderr)
        return 1
    model = Model(Path(arguments[0]).read_text(encoding="utf-8"))
    recordings = []
    for argument in arguments[1:]:
        path = Path(argument)
        recordings += sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    checked, failures = 0, 0
    for path in recordings:
        conversation = check(model, path.read_text(encoding="utf-8"))
        checked += conversation.checked
        for problem in conversation.problems[:20]:
            print(f"{path.name}: {problem}")
        if len(conversation.problems) > 20:
            print(f"{path.name}: and {len(conversation.problems) - 20} more")
        failures += len(conversation.problems)
    if checked == 0:
        print("nothing was recorded: a check of nothing says nothing", file=sys.stderr)
        return 1
    print(f"{checked} messages of {len(recordings)} sessions checked, {failures} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
