"""The checker of check_messages.py finds what is planted, and nothing where nothing is."""

import json
import os
import unittest
from pathlib import Path

import check_messages

POSITION = {"line": 0, "character": 0}
RANGE = {"start": POSITION, "end": POSITION}


def call(method, params, number=None):
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    return message if number is None else {**message, "id": number}


def result(number, value):
    return {"jsonrpc": "2.0", "id": number, "result": value}


class CheckerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = check_messages.Model(Path(os.environ["ROWTYPE_META_MODEL"]).read_text(encoding="utf-8"))

    def problems(self, *records):
        lines = [json.dumps({"to": to, "message": message, **more}) for to, message, more in records]
        return check_messages.check(self.model, "\n".join(lines)).problems

    def published(self, **diagnostic):
        params = {"uri": "file:///a.py", "diagnostics": [{"range": RANGE, "message": "m", **diagnostic}]}
        return self.problems(("client", call("textDocument/publishDiagnostics", params), {}))

    def test_a_good_exchange_passes(self):
        params = {"textDocument": {"uri": "file:///a.py"}, "range": RANGE, "context": {"diagnostics": []}}
        action = {"title": "t", "kind": "quickfix", "edit": {"changes": {"file:///a.py": [{"range": RANGE, "newText": ""}]}}}
        self.assertEqual(
            [],
            self.problems(
                ("server", call("textDocument/codeAction", params, 1), {}),
                ("client", result(1, [action]), {}),
                ("client", call("window/workDoneProgress/create", {"token": "t"}, 1), {}),
                ("server", result(1, None), {}),
            ),
        )
        self.assertEqual([], self.published(severity=4, code="x", data={"any": 1}))

    def test_wrong_types_are_found(self):
        self.assertIn("a value of DiagnosticSeverity", self.published(severity=9)[0])
        self.assertIn("unknown property severty", self.published(severty=1)[0])
        params = {"uri": "a.py", "diagnostics": []}
        self.assertIn("DocumentUri", self.problems(("client", call("textDocument/publishDiagnostics", params), {}))[0])
        self.assertIn("diagnostics is missing",
                      self.problems(("client", call("textDocument/publishDiagnostics", {"uri": "file:///a"}), {}))[0])
        negative = {"start": {"line": -1, "character": 0}, "end": POSITION}
        self.assertIn("uinteger", self.published(range=negative)[0])

    def test_wrong_results_are_found(self):
        found = self.problems(
            ("server", call("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1), {}),
            ("client", result(1, {"capabilities": {"codeActionProvider": "yes"}}), {}),
        )
        self.assertIn("codeActionProvider", found[0])

    def test_lost_and_double_answers_are_found(self):
        shutdown = call("shutdown", None, "a")
        self.assertIn("never answered: shutdown 'a'", self.problems(("server", shutdown, {}))[0])
        self.assertEqual([], check_messages.check(self.model, "\n".join([
            json.dumps({"to": "server", "message": shutdown}), json.dumps({"to": "server", "end": "killed"})])).problems)
        twice = self.problems(("server", shutdown, {}), ("client", result("a", None), {}), ("client", result("a", None), {}))
        self.assertIn("which nobody asked", twice[0])

    def test_directions_and_unknown_methods_are_found(self):
        opened = {"textDocument": {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": ""}}
        self.assertIn("goes to the server", self.problems(("client", call("textDocument/didOpen", opened), {}))[0])
        self.assertIn("has no rowtype/own", self.problems(("client", call("rowtype/own", {}), {}))[0])

    def test_the_own_notification_is_checked_and_has_to_be_asked_for(self):
        def problems(capabilities, params):
            asked = call("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities}, 1)
            answered = result(1, {"capabilities": {}})
            return self.problems(("server", asked, {}), ("client", answered, {}), ("client", call("rowtype/status", params), {}))

        asking = {"experimental": {"rowtype": {"status": True}}}
        good = {"root": "file:///w", "state": "loaded", "schema": "migrations", "relations": 3, "notes": ["n"]}
        self.assertEqual([], problems(asking, good))
        self.assertIn("did not ask for rowtype/status", problems({}, good)[0])
        self.assertIn("a value of RowtypeState", problems(asking, {**good, "state": "fine"})[0])
        self.assertIn("unknown property source", problems(asking, {**good, "source": "x"})[0])

    def test_bad_messages_of_the_client_are_not_checked(self):
        self.assertEqual([], self.problems(("server", {"nonsense": 1}, {"bad": True})))

    def test_an_answer_without_an_id_is_only_right_as_an_error(self):
        error = {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "m"}}
        self.assertEqual([], self.problems(("client", error, {})))
        self.assertIn("code and message", self.problems(("client", {**error, "error": {"code": "x"}}, {}))[0])


if __name__ == "__main__":
    unittest.main()
