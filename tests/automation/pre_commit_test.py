"""The hooks of .pre-commit-hooks.yaml and the README's lines, run by pre-commit itself, with pip and without a network."""

import importlib.resources
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import machine
import yaml

# What `pip install .` builds in the hooks' repository here: the wheel that lies beside it, since building one takes minutes.
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "take_wheel"\nbackend-path = ["."]\n[project]\nname = "rowtype"\nversion = "0"\n'
BACKEND = """import glob, os, shutil

def build_wheel(folder, config_settings=None, metadata_directory=None):
    (wheel,) = glob.glob("*.whl")
    return os.path.basename(shutil.copy(wheel, folder))
"""
QUERY = 'from supabase import create_client\n\nclient = create_client("http://localhost", "key")\nclient.table("users").select("%s").execute()\n'


class PreCommit(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="rowtype-pre-commit-")))
        self.wheels = self.folder / "wheels"
        self.wheels.mkdir()
        machine.make_wheel(self.wheels)
        for wheel in importlib.resources.files("virtualenv.seed.wheels.embed").iterdir():
            if wheel.name.startswith("setuptools"):  # what pre-commit's placeholder for a local hook is built with
                shutil.copy(wheel, self.wheels)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PG", "PIP_"))}
        self.environment = {
            **kept, **machine.pip_settings(self.wheels), "PRE_COMMIT_HOME": str(self.folder / "cache"), "HOME": str(self.folder),
            "GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "ann",
            "GIT_COMMITTER_EMAIL": "ann@example.org", "GIT_CONFIG_NOSYSTEM": "1", "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        }  # fmt: skip
        self.project = self.make_repository("project", {
            "supabase/migrations/1.sql": "create table users (id bigint primary key, name text not null);\n",
            "rowtype.toml": 'exclude = ["app/legacy"]\n[generate]\noutput = "app/rows.py"\n',
            "app/legacy/old.py": QUERY % "gone",
            "app/good.py": QUERY % "name",
        })  # fmt: skip
        self.assertEqual(machine.rowtype("generate", cwd=self.project).returncode, 0)

    def git(self, folder, *arguments):
        command = ["git", "-C", folder, "-c", "commit.gpgsign=false", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, encoding="utf-8").stdout.strip()

    def make_repository(self, name, files):
        folder = self.folder / name
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        self.git(self.folder, "init", "--quiet", str(folder))
        return folder

    def run_hooks(self, configuration, *arguments):
        (self.project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
        self.git(self.project, "add", "--all")
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never", *arguments]
        ran = subprocess.run(command, cwd=self.project, env=self.environment, capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(ran.stderr, "")
        outcomes = dict(re.findall(r"(?m)^(rowtype[^.]*?)\.+(?:\(.*\))?(Passed|Failed|Skipped)$", ran.stdout))
        return outcomes, ran.stdout

    def test_the_hooks_of_this_repository(self):
        manifest = (machine.SOURCE / ".pre-commit-hooks.yaml").read_text()
        hooks = self.make_repository("hooks", {".pre-commit-hooks.yaml": manifest, "pyproject.toml": PYPROJECT, "take_wheel.py": BACKEND})
        machine.make_wheel(hooks)
        self.git(hooks, "add", "--all")
        self.git(hooks, "commit", "--quiet", "-m", "hooks")
        configuration = {"repos": [{
            "repo": hooks.as_uri(), "rev": self.git(hooks, "rev-parse", "HEAD"),
            "hooks": [{"id": hook["id"]} for hook in yaml.safe_load(manifest)],
        }]}  # fmt: skip
        names = ["rowtype check", "rowtype check (whole project)", "rowtype generate --check"]
        outcomes, output = self.run_hooks(configuration, "--all-files")
        self.assertEqual(outcomes, dict.fromkeys(names, "Passed"), output)

        (self.project / "app/bad.py").write_text(QUERY % "nmae")
        outcomes, output = self.run_hooks(configuration, "--files", "app/bad.py")
        self.assertEqual(outcomes, dict(zip(names, ("Failed", "Failed", "Passed"))), output)
        self.assertIn("app/bad.py:4:31: error[unknown-column]", output)
        self.assertEqual(self.run_hooks(configuration, "--files", "app/good.py")[0]["rowtype check"], "Passed", "only what is committed")
        outcomes, output = self.run_hooks(configuration, "--files", "app/legacy/old.py")
        self.assertEqual(outcomes["rowtype check"], "Passed", output)

        (self.project / "app/bad.py").unlink()
        (self.project / "supabase/migrations/2.sql").write_text("alter table users rename column name to full_name;\n")
        outcomes, output = self.run_hooks(configuration, "--files", "supabase/migrations/2.sql")
        self.assertEqual(outcomes, dict(zip(names, ("Skipped", "Failed", "Failed"))), output)

    def test_the_readmes_lines_for_a_wheel(self):
        readme = (machine.SOURCE / "README.md").read_text()
        block = next(block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "repo: local" in block)
        configuration = yaml.safe_load(block)
        configuration["repos"] = [repo for repo in configuration["repos"] if repo["repo"] == "local"]
        self.assertEqual(self.run_hooks(configuration, "--all-files")[0], {"rowtype check": "Passed"})
        (self.project / "app/bad.py").write_text(QUERY % "nmae")
        outcomes, output = self.run_hooks(configuration, "--all-files")
        self.assertEqual(outcomes, {"rowtype check": "Failed"}, output)


if __name__ == "__main__":
    unittest.main()
