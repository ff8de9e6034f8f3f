"""action.yml, executed as the README shows it."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

import machine
import yaml
from github_api import FakeGitHub
from local_runner import LocalRunner, WorkflowError, parse_workflow

REPOSITORY = "ceramics/shop"
ACTION = "rowtype/rowtype"


def setUpModule():
    global FOLDER, PYTHON
    FOLDER = Path(tempfile.mkdtemp(prefix="rowtype-action-"))
    unittest.addModuleCleanup(shutil.rmtree, FOLDER)
    machine.make_wheel(FOLDER)
    PYTHON = machine.make_python(FOLDER / "python")


def workflow_of_the_readme():
    readme = (machine.SOURCE / "README.md").read_text()
    return next(block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if ACTION in block and "steps:" in block)


class ActionTest(unittest.TestCase):
    def setUp(self):
        self.github = self.enterContext(FakeGitHub(REPOSITORY))
        self.checkout = FOLDER / "checkout"
        shutil.copytree(machine.SHOP, self.checkout / "services/shop")
        self.addCleanup(shutil.rmtree, self.checkout)

    def run_with(self, inputs, checkout=None, environment=None):
        """The README's workflow with these inputs of the action, and this `env` of the job in place of a machine where pip finds rowtype."""
        workflow = parse_workflow(workflow_of_the_readme())
        (job,) = workflow["jobs"].values()
        step = next(step for step in job["steps"] if step["uses"].startswith(ACTION))
        step.update({"id": "rowtype", "with": inputs})
        job["env"] = environment or {}
        job["steps"].append({"name": "after", "if": "always()", "run": "echo \"code ${{ steps.rowtype.outputs.exit-code }}\""})
        event = {"pull_request": {"number": 7, "head": {"repo": {"full_name": REPOSITORY}}}}
        runner = LocalRunner(
            FOLDER, checkout or self.checkout, self.github, "pull_request", event, PYTHON,
            environment=None if environment else machine.pip_settings(FOLDER), actions={ACTION: machine.SOURCE},
        )  # fmt: skip
        self.addCleanup(shutil.rmtree, runner.folder)
        return runner.run_job(workflow, next(iter(workflow["jobs"])))

    def test_as_the_readme_shows_it(self):
        run = self.run_with({}, machine.SHOP)
        self.assertEqual(run.status, "failure")
        self.assertEqual(run.step("after").log, "code 1\n")
        self.assertIn("::error file=app/models/billing.py,line=", run.log)
        (comment,) = self.github.comments
        self.assertIn("**public.products.descripton**: ", comment["body"])
        self.assertEqual(run.uploaded_sarif, [])

    def test_in_a_folder_of_the_repository_with_code_scanning(self):
        inputs = {"working-directory": "services/shop", "sarif": "true", "args": "app --select unknown-column"}
        run = self.run_with(inputs)
        self.assertEqual(run.status, "failure", run.log)
        (sarif,) = run.uploaded_sarif
        self.assertIn('"uri": "services/shop/app/services/catalogue.py"', sarif, "from the root of the repository")
        self.assertNotIn('"ruleId": "stale-field"', sarif, "args are passed on")
        self.run_with({**inputs, "working-directory": "."})
        self.assertEqual(len(self.github.comments), 2, "each folder has a comment of its own")
        self.run_with({**inputs, "args": "app --select stale-field"})
        self.assertEqual(len(self.github.comments), 2)
        self.assertIn("Found 1 error and 1 warning", self.github.comments[0]["body"])

    def test_a_green_run_without_comment_from_a_wheel_in_the_repository(self):
        (self.checkout / "wheels").mkdir()
        machine.make_wheel(self.checkout / "wheels")
        inputs = {"working-directory": "services/shop", "comment": "false", "args": "--exit-zero"}
        run = self.run_with(inputs, environment={"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "wheels"})
        self.assertEqual(run.status, "success", run.log)
        self.assertEqual(run.step("after").log, "code 0\n")
        self.assertEqual(self.github.requests, [])

    def test_a_wrong_configuration_is_no_report(self):
        (self.checkout / "services/shop/pyproject.toml").write_text("[tool.rowtype]\nmodles = []\n")
        (self.checkout / "services/shop/conformance-report.sarif").write_text("{}")
        run = self.run_with({"working-directory": "services/shop", "sarif": "true"})
        self.assertEqual(run.step("after").log, "code 2\n")
        self.assertEqual(run.uploaded_sarif, [])
        self.assertIn("Did Not Run", self.github.comments[0]["body"])

    def test_unknown_inputs_and_versions_are_refused(self):
        with self.assertRaisesRegex(WorkflowError, "'workdir' is not known"):
            self.run_with({"workdir": "x"})
        run = self.run_with({"version": "99.0.0"})
        self.assertEqual(run.step("Install rowtype").outcome, "failure")
        self.assertEqual(run.status, "failure")

    def test_it_comments_as_the_sample_projects_workflow_does(self):
        workflow = yaml.safe_load(machine.WORKFLOW.read_text())
        action = yaml.safe_load((machine.SOURCE / "action.yml").read_text())
        scripts = [
            next(step["run"] for step in steps if step["name"] == "Comment on the pull request")
            for steps in (workflow["jobs"]["check-conformance"]["steps"][1:], action["runs"]["steps"])
        ]
        self.assertEqual(*scripts)

    def test_versions_are_those_of_this_tree(self):
        workflow = yaml.safe_load(machine.WORKFLOW.read_text())
        action = yaml.safe_load((machine.SOURCE / "action.yml").read_text())
        self.assertEqual(workflow["env"]["ROWTYPE_VERSION"], machine.version())
        self.assertEqual(action["inputs"]["version"]["default"], machine.version())
        for file in ("README.md", "action.yml"):
            named = re.findall(r"rowtype@v([\d.]+)|rev: v([\d.]+)|rowtype==([\d.]+)", (machine.SOURCE / file).read_text())
            self.assertEqual({version for versions in named for version in versions if version}, {machine.version()}, file)


if __name__ == "__main__":
    unittest.main()
