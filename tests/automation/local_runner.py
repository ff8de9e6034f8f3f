"""Runs a job of a GitHub Actions workflow on this machine, as far as our workflows go; what it does not know fails.

`run:` steps are executed for real, under the shell and the environment that GitHub's runner gives them. A few actions have an
equivalent here (ACTIONS below); an action of ours is run from its action.yml. The reference is GitHub's "Workflow syntax".
"""

import json
import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path

import yaml

from expressions import Strict, condition_holds, interpolate

SHELLS = {
    None: ["bash", "-e"],
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
    "python": ["python"],
}
JOB_KEYS = {"name", "if", "runs-on", "timeout-minutes", "permissions", "env", "steps"}
WORKFLOW_KEYS = {"name", "on", "permissions", "concurrency", "env", "jobs"}
STEP_KEYS = {"name", "id", "if", "uses", "with", "env", "run", "shell", "working-directory"}
ACTION_KEYS = {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
STEP_TIMEOUT = 240  # seconds; a loaded machine makes a virtual environment in 30


class WorkflowError(Exception):
    """The workflow asks for something that does not exist or that this runner does not know."""


class StepRun:
    def __init__(self, name):
        self.name = name
        self.outcome = "skipped"  # "success", "failure"
        self.log = ""
        self.outputs = {}


class JobRun:
    def __init__(self):
        self.status = "success"  # "failure" once a step failed
        self.steps = []
        self.summary = ""
        self.artifacts = {}  # name: {file: bytes}
        self.uploaded_sarif = []  # texts

    @property
    def log(self):
        return "".join(step.log for step in self.steps)

    def step(self, name):
        return next(step for step in self.steps if step.name == name)


class LocalRunner:
    """One event on one repository. `checkout` is the folder that actions/checkout brings; `python` the interpreter that the machine
    has and actions/setup-python brings; `environment` what the machine adds for every step (where pip finds packages)."""

    def __init__(self, folder, checkout, github, event_name, event, python, environment=None, secrets=None, actions=None):
        self.folder = Path(folder, uuid.uuid4().hex)
        self.checkout = Path(checkout)
        self.github = github
        self.event_name = event_name
        self.event = event
        self.python = Path(python)
        self.machine = environment or {}
        self.secrets = secrets or {}
        self.own_actions = actions or {}  # "owner/name": folder with its action.yml
        self.workspace = self.folder / "workspace"
        self.path = [str(self.python.parent), "/usr/local/bin", "/usr/bin", "/bin"]
        self.exported = {}  # by GITHUB_ENV
        for name in ("workspace", "temp", "home"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "event.json").write_text(json.dumps(event))

    def run_job(self, workflow, name):
        """A job that `if:` leaves out gives None."""
        check_keys(workflow, WORKFLOW_KEYS, "the workflow")
        job = workflow["jobs"][name]
        check_keys(job, JOB_KEYS, f"job {name}")
        contexts = {"github": self.github_context(), "secrets": self.secrets, "runner": Strict(temp=str(self.folder / "temp"), os="Linux")}
        if not condition_holds(job.get("if"), contexts, "success"):
            return None
        self.github.permissions = {**job.get("permissions", workflow.get("permissions", {}))}
        if self.is_from_a_fork():
            self.github.permissions = {scope: "read" for scope in self.github.permissions}
            contexts["secrets"] = self.secrets = {}
        environment = {}
        for level in (workflow.get("env", {}), job.get("env", {})):
            environment |= {key: interpolate(str(value), contexts) for key, value in level.items()}
        run = JobRun()
        self.run_steps(run, job["steps"], {**contexts, "env": Strict(environment), "steps": Strict()}, environment, run.steps)
        return run

    def is_from_a_fork(self):
        pull_request = self.event.get("pull_request")
        return bool(pull_request) and pull_request["head"]["repo"]["full_name"] != self.github.repository

    def github_context(self):
        return Strict(
            event_name=self.event_name, event=self.event, ref="refs/heads/topic", repository=self.github.repository, token=self.github.token,
            run_id="4242", workspace=str(self.workspace), api_url=self.github.url, server_url="https://github.example",
        )  # fmt: skip

    def run_steps(self, run, steps, contexts, environment, record):
        """Runs them in order; a failed one leaves only those that ask for failure or always. Gives the status."""
        status = "success"
        for number, step in enumerate(steps):
            check_keys(step, STEP_KEYS, f"step {number + 1}")
            done = StepRun(interpolate(str(step.get("name") or step.get("uses") or step["run"]), contexts))
            record.append(done)
            if condition_holds(step.get("if"), contexts, status):
                own = {**environment, **{key: interpolate(str(value), contexts) for key, value in step.get("env", {}).items()}}
                inner = {**contexts, "env": Strict(own)}
                done.outcome = self.run_action(run, step, inner, own, done) if "uses" in step else self.run_shell(run, step, inner, own, done)
                if done.outcome == "failure":
                    status = run.status = "failure"
            if "id" in step:
                contexts["steps"][step["id"]] = Strict(outputs=done.outputs, outcome=done.outcome, conclusion=done.outcome)
        return status

    def run_shell(self, run, step, contexts, environment, done):
        if step.get("shell") not in SHELLS:
            raise WorkflowError(f"unknown shell {step['shell']!r}")
        script = self.folder / "temp" / f"{uuid.uuid4().hex}.{'py' if step.get('shell') == 'python' else 'sh'}"
        script.write_text(interpolate(step["run"], contexts))
        files = {name: self.folder / "temp" / f"{name}-{script.stem}" for name in ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY")}
        for file in files.values():
            file.touch()
        command = [*SHELLS[step.get("shell")], str(script)]
        variables = {**self.variables(), **environment, **{f"GITHUB_{name}": str(file) for name, file in files.items()}}
        where = self.workspace / interpolate(step.get("working-directory", "."), contexts)
        ended = subprocess.run(
            [shutil.which(command[0], path=variables["PATH"]) or command[0], *command[1:]],
            cwd=where, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=STEP_TIMEOUT, check=False,
        )  # fmt: skip
        done.log = ended.stdout.decode(errors="replace")
        done.outputs = read_assignments(files["OUTPUT"].read_text())
        self.exported |= read_assignments(files["ENV"].read_text())
        self.path = files["PATH"].read_text().split() + self.path
        run.summary += files["STEP_SUMMARY"].read_text()
        return "success" if ended.returncode == 0 else "failure"

    def variables(self):
        return {
            "PATH": os.pathsep.join(self.path), "HOME": str(self.folder / "home"), "LANG": "C.UTF-8", "CI": "true", "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.github.url, "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": self.github.repository,
            "GITHUB_RUN_ID": "4242", "GITHUB_EVENT_NAME": self.event_name, "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.folder / "temp"), **self.machine, **self.exported,
        }  # fmt: skip

    def run_action(self, run, step, contexts, environment, done):
        name, _, version = step["uses"].partition("@")
        inputs = {key: interpolate(str(value), contexts) for key, value in step.get("with", {}).items()}
        if not version:
            raise WorkflowError(f"{name}: an action is named with its version")
        if name in self.own_actions:
            return self.run_composite(run, self.own_actions[name], inputs, contexts, environment, done)
        if name not in ACTIONS:
            raise WorkflowError(f"unknown action {name}")
        known, handle = ACTIONS[name]
        check_keys(inputs, known, name)
        return handle(self, run, inputs)

    def run_composite(self, run, folder, given, contexts, environment, done):
        action = yaml.safe_load(Path(folder, "action.yml").read_text())
        check_keys(action, ACTION_KEYS, "action.yml")
        if action["runs"]["using"] != "composite":
            raise WorkflowError("only composite actions are known")
        check_keys(given, action["inputs"], "the inputs of the action")
        inputs = Strict({name: interpolate(str(given.get(name, what.get("default", ""))), contexts) for name, what in action["inputs"].items()})
        inner = {key: contexts[key] for key in ("github", "runner", "env")} | {"inputs": inputs, "steps": Strict()}
        for step in action["runs"]["steps"]:
            if "run" in step and "shell" not in step:
                raise WorkflowError(f"{step.get('name')}: a step of a composite action names its shell")
        record = []
        status = self.run_steps(run, action["runs"]["steps"], inner, environment, record)
        run.steps += record
        done.outputs = {name: interpolate(what["value"], inner) for name, what in action.get("outputs", {}).items()}
        return status

    def check_out(self, _run, _inputs):
        shutil.copytree(self.checkout, self.workspace, dirs_exist_ok=True)
        subprocess.run(["git", "init", "--quiet", str(self.workspace)], check=True)
        return "success"

    def set_up_python(self, _run, _inputs):
        self.path.insert(0, str(self.python.parent))
        return "success"

    def upload_artifact(self, run, inputs):
        found = {}
        for pattern in inputs["path"].split("\n"):
            for file in self.workspace.glob(pattern.strip()) if pattern.strip() else ():
                found[file.relative_to(self.workspace).as_posix()] = file.read_bytes()
        if not found and inputs.get("if-no-files-found", "warn") == "error":
            return "failure"
        run.artifacts[inputs["name"]] = found
        return "success"

    def upload_sarif(self, run, inputs):
        file = self.workspace / inputs["sarif_file"]
        if not file.is_file():
            return "failure"
        run.uploaded_sarif.append(file.read_text())
        return "success"


ACTIONS = {
    "actions/checkout": ({"persist-credentials"}, LocalRunner.check_out),
    "actions/setup-python": ({"python-version"}, LocalRunner.set_up_python),
    "actions/upload-artifact": ({"name", "path", "if-no-files-found"}, LocalRunner.upload_artifact),
    "github/codeql-action/upload-sarif": ({"sarif_file", "category"}, LocalRunner.upload_sarif),
}


def load_workflow(path):
    return parse_workflow(Path(path).read_text())


def parse_workflow(text):
    workflow = yaml.safe_load(text)
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads the key `on` as a truth value
    return workflow


def is_triggered(workflow, event_name, changed):
    """Whether a push or pull request that changes these files starts the workflow."""
    if event_name not in workflow["on"]:
        return False
    filters = workflow["on"][event_name] or {}
    check_keys(filters, {"paths"}, f"on.{event_name}")
    patterns = [pattern_of(path) for path in filters.get("paths", ["**"])]
    return any(pattern.fullmatch(file) for pattern in patterns for file in changed)


def pattern_of(path):
    """GitHub's filter patterns: * stays in a folder, ** does not, and **/ may stand for no folder at all."""
    if re.search(r"[?+\[\]!]", path):
        raise WorkflowError(f"a path filter that is not known here: {path}")
    parts = re.split(r"(\*\*/|\*\*|\*)", path)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts))


def check_keys(given, known, what):
    for key in given:
        if key not in known:
            raise WorkflowError(f"{what}: {key!r} is not known")


def read_assignments(text):
    """name=value lines, and name<<END blocks, of GITHUB_OUTPUT and GITHUB_ENV."""
    values, lines = {}, iter(text.splitlines())
    for line in lines:
        name, sign, rest = re.match(r"([\w-]+)(=|<<)(.*)", line).groups()
        if sign == "=":
            values[name] = rest
            continue
        block = []
        for inner in lines:
            if inner == rest:
                break
            block.append(inner)
        values[name] = "\n".join(block)
    return values
