"""The sample project's workflow, executed: what it asks of GitHub, and what people then see."""

import shutil
import tempfile
import unittest
from pathlib import Path

import machine
from github_api import BOT, FakeGitHub
from local_runner import LocalRunner, is_triggered, load_workflow

REPOSITORY = "ceramics/shop"
MIGRATION = "create table users (id bigint primary key, name text not null);\n"
QUERY = 'from supabase import create_client\n\nclient = create_client("http://localhost", "key")\n'
CONFIGURATION = '[tool.rowtype.schema]\nsource = "migrations"\npath = "supabase/migrations"\n'


def setUpModule():
    global FOLDER, WHEELS, PYTHON
    FOLDER = Path(tempfile.mkdtemp(prefix="rowtype-automation-"))
    unittest.addModuleCleanup(shutil.rmtree, FOLDER)
    WHEELS = FOLDER / "wheels"
    WHEELS.mkdir()
    machine.make_wheel(WHEELS)
    PYTHON = machine.make_python(FOLDER / "python")


def write_project(columns):
    """A small project that uses these columns of users; a folder of its own each time."""
    folder = Path(tempfile.mkdtemp(dir=FOLDER, prefix="project-"))
    files = {
        "supabase/migrations/1.sql": MIGRATION,
        "pyproject.toml": CONFIGURATION,
        "app/users.py": QUERY + "".join(f'client.table("users").select("{column}").execute()\n' for column in columns),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


class WorkflowTest(unittest.TestCase):
    def setUp(self):
        self.github = self.enterContext(FakeGitHub(REPOSITORY))
        self.workflow = load_workflow(machine.WORKFLOW)

    def run_job(self, job, checkout, event_name, event, secrets=None):
        runner = LocalRunner(
            FOLDER, checkout, self.github, event_name, event, PYTHON, environment=machine.pip_settings(WHEELS), secrets=secrets
        )
        self.addCleanup(shutil.rmtree, runner.folder)
        return runner.run_job(self.workflow, job)

    def run_pull_request(self, checkout, fork=False):
        head = "someone/shop" if fork else REPOSITORY
        event = {"pull_request": {"number": 7, "head": {"repo": {"full_name": head}}}}
        return self.run_job("check-conformance", checkout, "pull_request", event)


class PullRequests(WorkflowTest):
    def test_the_sample_project_gets_one_comment_with_all_that_is_wrong(self):
        run = self.run_pull_request(machine.SHOP)
        self.assertEqual(run.status, "failure", run.log)
        self.assertEqual([step.outcome for step in run.steps], ["success"] * 3 + ["failure"] + ["success"] * 3, run.log)
        self.assertRegex(run.step("Check schema conformance").log, r"(?m)^::error file=app/models/billing.py,line=\d+,")
        report = run.artifacts["conformance-report"]
        self.assertEqual(sorted(report), ["conformance-report.json", "conformance-report.md"])
        (comment,) = self.github.comments
        self.assertEqual((comment["issue"], comment["user"]), (7, BOT))
        self.assertIn("## ❌ Schema Conformance Check Failed", comment["body"])
        self.assertRegex(comment["body"], r"Found \d+ errors and \d+ warnings")
        self.assertIn("<details>", comment["body"])
        self.assertIn("**public.products.descripton**: ", comment["body"])
        self.assertIn("`rowtype generate -t public.orders -o -`", comment["body"])
        self.assertIn("https://github.example/ceramics/shop/actions/runs/4242", comment["body"])
        self.assertIn("Schema Conformance Check Failed", run.summary)
        for line in (machine.SOURCE / "tests/projects/shop.expected.txt").read_text().splitlines():
            name = line.rsplit(": ", 1)[1]
            self.assertIn("**: " if name == "-" else f"**{name}**: ", comment["body"].replace("\\", ""), line)

    def test_the_comment_is_updated_and_ends_green(self):
        for number in range(120):  # a long discussion comes first, and someone quotes the comment's marker
            self.github.add_comment(7, "<!-- rowtype: schema conformance of . --> quoted" if number == 60 else f"remark {number}")
        self.assertEqual(self.run_pull_request(write_project(["nmae"])).status, "failure")
        (first,) = [comment for comment in self.github.comments if comment["user"] == BOT]
        self.assertIn("Found 1 error and", first["body"])
        self.assertEqual(self.run_pull_request(write_project(["nmae", "idd"])).status, "failure")
        self.assertIn("Found 2 errors and", first["body"])
        clean = self.run_pull_request(write_project(["name"]))
        self.assertEqual(clean.status, "success", clean.log)
        self.assertIn("## ✅ Schema Conformance Check Passed", first["body"])
        self.assertNotIn("nmae", first["body"])
        self.assertEqual(len(self.github.comments), 121, "no second comment, and no one else's was changed")
        self.assertEqual(self.github.comments[60]["body"], "<!-- rowtype: schema conformance of . --> quoted")

    def test_a_clean_pull_request_is_left_alone(self):
        run = self.run_pull_request(write_project(["name"]))
        self.assertEqual(run.status, "success", run.log)
        self.assertEqual(self.github.comments, [])
        self.assertIn("Schema Conformance Check Passed", run.summary)

    def test_a_fork_may_not_comment_and_does_not_fail_for_it(self):
        clean = self.run_pull_request(write_project(["name"]), fork=True)
        self.assertEqual(clean.status, "success", clean.log)
        run = self.run_pull_request(write_project(["nmae"]), fork=True)
        self.assertEqual(run.status, "failure")
        self.assertEqual(run.step("Comment on the pull request").outcome, "success")
        self.assertIn("::notice::This run may not comment", run.log)
        self.assertIn("POST", [method for method, _ in self.github.requests], "it was tried")
        self.assertEqual(self.github.comments, [])
        self.assertIn("**public.users.nmae**", run.summary)

    def test_other_refusals_of_github_are_not_swallowed(self):
        self.github.longest_body = 100
        run = self.run_pull_request(write_project(["nmae"]))
        self.assertEqual(run.step("Comment on the pull request").outcome, "failure")
        self.assertIn("HTTP Error 422", run.log)

    def test_a_check_that_cannot_run_says_so(self):
        project = write_project(["name"])
        (project / "pyproject.toml").write_text("[tool.rowtype]\nmodles = []\n")
        (project / "conformance-report.md").write_text("## ✅ forged by the commit\n")
        run = self.run_pull_request(project)
        self.assertEqual(run.status, "failure")
        (comment,) = self.github.comments
        self.assertIn("Schema Conformance Check Did Not Run", comment["body"])
        self.assertNotIn("forged", comment["body"] + run.summary)
        self.assertEqual(run.artifacts["conformance-report"], {})

    def test_a_push_is_checked_without_a_comment(self):
        run = self.run_job("check-conformance", write_project(["nmae"]), "push", {})
        self.assertEqual(run.status, "failure")
        self.assertEqual(run.step("Comment on the pull request").outcome, "skipped")
        self.assertEqual(self.github.requests, [])

    def test_each_event_runs_its_job(self):
        for event_name, job in (("push", "watch-production"), ("pull_request", "watch-production"), ("schedule", "check-conformance")):
            self.assertIsNone(self.run_job(job, machine.SHOP, event_name, {}))

    def test_path_filters(self):
        for event_name in ("push", "pull_request"):
            for path in ("app/models/orders.py", "setup.py", "a/b/c.py", "supabase/migrations/1.sql", "supabase/migrations/a/b.sql"):
                self.assertTrue(is_triggered(self.workflow, event_name, ["README.md", path]), path)
            self.assertFalse(is_triggered(self.workflow, event_name, ["README.md", "docs/python.pyx", "supabase/config.toml"]))


class Production(WorkflowTest):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(machine.Postgres())

    def setUp(self):
        super().setUp()
        self.server.execute("drop schema public cascade; create schema public; " + MIGRATION)
        self.project = write_project(["name"])
        pulled = machine.rowtype("pull", "--schema", "postgres", cwd=self.project, environment={"DATABASE_URL": self.server.url})
        self.assertEqual(pulled.returncode, 0, pulled.stderr)

    def watch(self, url=None):
        run = self.run_job("watch-production", self.project, "schedule", {}, secrets={} if url == "unset" else {"DATABASE_URL": url or self.server.url})
        shown = run.log + run.summary + "".join(issue["body"] for issue in self.github.issues)
        for artifact in run.artifacts.values():
            shown += "".join(content.decode() for content in artifact.values())
        self.assertNotIn(self.server.password, shown)
        return run

    def test_one_issue_is_opened_updated_and_closed(self):
        self.github.add_issue("<!-- rowtype: production drift --> quoted by a person", ["schema-drift"])
        run = self.watch()
        self.assertEqual(run.status, "success", run.log)
        self.assertEqual(len(self.github.issues), 1)

        self.server.execute("alter table users add column born date")
        run = self.watch()
        self.assertEqual(run.status, "success", run.log)
        issue = self.github.issues[1]
        self.assertEqual((issue["state"], issue["user"]), ("open", BOT))
        self.assertIn(".rowtype/schema.json is stale", issue["body"])
        self.assertIn("## ✅ Schema Conformance Check Passed", issue["body"], "no code uses the new column")

        self.server.execute("alter table users drop column name")
        self.watch()
        self.assertEqual(len(self.github.issues), 2, "the same issue")
        self.assertIn("**public.users.name**: public.users has no column", issue["body"])

        self.server.execute("drop table users; " + MIGRATION)
        self.watch()
        self.assertEqual((issue["state"], issue["state_reason"]), ("closed", "completed"))
        self.assertIn("All is well again", self.github.comments_of(issue["number"])[0]["body"])
        self.assertEqual(self.github.issues[0]["state"], "open", "a person's issue is left alone")

        self.server.execute("drop table users")
        self.watch()
        self.assertEqual([each["state"] for each in self.github.issues], ["open", "closed", "open"], "new drift, new issue")

    def test_a_database_that_cannot_be_read_fails_and_says_nothing_of_drift(self):
        self.github.add_issue("<!-- rowtype: production drift -->", ["schema-drift"], BOT)
        for url in (self.server.url.replace("/postgres", "/nowhere"), "unset"):
            run = self.watch(url)
            self.assertEqual(run.status, "failure", run.log)
            self.assertEqual(run.step("Open, update or close the issue").outcome, "skipped")
        self.assertEqual(self.github.requests, [])


if __name__ == "__main__":
    unittest.main()
