"""What `./dev package` leaves, installed and used as a user would: nothing of the build machine may be needed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import psycopg

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PACKAGES = Path(os.environ["ROWTYPE_PACKAGES_DIR"])
VERSION = os.environ["ROWTYPE_VERSION"]
SHOP = SOURCE / "tests/projects/shop"
# glibc, which every such system has; a program may need nothing else from outside its package.
SYSTEM_LIBRARIES = {"linux-vdso.so.1", "ld-linux-x86-64.so.2", "libc.so.6", "libm.so.6", "libresolv.so.2", "libdl.so.2", "libpthread.so.0"}


def package(pattern):
    found = sorted(PACKAGES.glob(pattern))
    if len(found) != 1:
        raise AssertionError(f"{len(found)} files {pattern} in {PACKAGES}; run ./dev package")
    return found[0]


class Installed(unittest.TestCase):
    """One folder with bin/, and what a package leaves beside it. Subclasses say how it came there."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-package-"))).resolve()
        cls.prefix = cls.folder / "prefix"
        cls.project = cls.folder / "shop"
        shutil.copytree(SHOP, cls.project)
        cls.install()

    def run_installed(self, *command, status=0, **variables):
        """Runs a program of the prefix as on a machine that has nothing else."""
        environment = {"PATH": str(self.prefix / "bin"), "HOME": str(self.folder), "LC_ALL": "C.UTF-8", **variables}
        done = subprocess.run(
            [self.prefix / "bin" / command[0], *command[1:]],
            cwd=self.project, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def assert_finds_the_mistakes(self, output):
        found = []
        for issue in json.loads(output)["issues"]:
            subject = ".".join(part for part in (issue["table"], issue["field"]) if part) or "-"
            if issue["severity"] != "info":
                found.append(f"{issue['file']}:{issue['line']}: {issue['rule']}: {subject}")
        wanted = (SOURCE / "tests/projects/shop.expected.txt").read_text(encoding="utf-8").splitlines()
        self.assertEqual(sorted(wanted), sorted(found))

    def assert_needs_only_the_system(self):
        for name in ("rowtype", "rowtype-db"):
            done = subprocess.run(["ldd", self.prefix / "bin" / name], capture_output=True, text=True, check=True)
            for line in done.stdout.splitlines():
                library, place = re.match(r"\s*(\S+)(?: => (.*?))?(?: \(0x[0-9a-f]+\))?$", line).groups()
                if Path(library).name not in SYSTEM_LIBRARIES:
                    inside = place is not None and Path(place).resolve().is_relative_to(self.prefix / "lib/rowtype")
                    self.assertTrue(inside, f"{name} takes {library} from {place}")
        needed = subprocess.run(["ldd", self.prefix / "bin/rowtype"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn("libpq", needed, "rowtype itself starts without libpq")

    def assert_has_every_licence(self):
        documents = self.prefix / "share/doc/rowtype"
        listed = (documents / "licenses/README.txt").read_text(encoding="utf-8")
        for library in (self.prefix / "lib/rowtype").iterdir():
            licence = re.search(rf"^{re.escape(library.name)}: \S+, licence in (\S+)$", listed, re.MULTILINE)
            self.assertIsNotNone(licence, f"{library.name} is not in licenses/README.txt")
            self.assertGreater((documents / "licenses" / licence.group(1)).stat().st_size, 100)
        names = {path.stem for path in (documents / "licenses").iterdir()}
        self.assertLessEqual({"libpg_query", "libpqxx-dev", "tree-sitter", "tree-sitter-python", "nlohmann-json3-dev"}, names)
        self.assertIn("MIT License", (documents / "LICENSE").read_text(encoding="utf-8"))


class Wheel(Installed):
    @classmethod
    def install(cls):
        subprocess.run([sys.executable, "-m", "venv", cls.prefix], check=True)
        cls.wheel = package("rowtype-*.whl")
        cls.pip("install", "--no-index", "--no-deps", cls.wheel)

    @classmethod
    def pip(cls, *arguments):
        command = [cls.prefix / "bin/python", "-m", "pip", "--disable-pip-version-check", *arguments]
        subprocess.run(command, capture_output=True, check=True)

    def test_name_says_version_and_system(self):
        self.assertRegex(self.wheel.name, rf"^rowtype-{re.escape(VERSION)}-py3-none-manylinux_2_\d+_x86_64\.whl$")

    def test_the_program_checks_the_sample_project(self):
        self.assertIn(VERSION, self.run_installed("rowtype", "--version"))
        self.assert_finds_the_mistakes(self.run_installed("rowtype", "check", "--output-format", "json", status=1))

    def test_the_module_does_the_same(self):
        output = self.run_installed("python", "-m", "rowtype", "check", "--output-format", "json", status=1)
        self.assert_finds_the_mistakes(output)

    def test_programs_need_only_the_system(self):
        self.assert_needs_only_the_system()

    def test_every_licence_is_there(self):
        self.assert_has_every_licence()

    def test_a_live_database_is_read_by_the_bundled_helper(self):
        server = subprocess.Popen(
            [sys.executable, SOURCE / "tests/support/postgres/server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            url = json.loads(server.stdout.readline())["url"]
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE TABLE from_the_server (id bigint PRIMARY KEY)")
            self.run_installed("rowtype", "pull", "--schema", "postgres", "--database-url-env", "LIVE_URL", LIVE_URL=url)
        finally:
            server.communicate()  # closes its input: it ends and tidies up
        snapshot = (self.project / ".rowtype/schema.json").read_text(encoding="utf-8")
        self.assertIn('"from_the_server"', snapshot)
        shutil.rmtree(self.project / ".rowtype")

    def test_uninstalling_leaves_nothing(self):
        self.pip("uninstall", "--yes", "rowtype")
        self.addCleanup(self.pip, "install", "--no-index", "--no-deps", self.wheel)
        left = [path for path in self.prefix.rglob("*rowtype*") if not path.is_dir() or any(path.iterdir())]
        self.assertEqual([], left)


class Tarball(Installed):
    @classmethod
    def install(cls):
        file = package("rowtype-*-linux-x86_64.tar.gz")
        subprocess.run(["tar", "-xzf", file, "-C", cls.folder], check=True)
        (cls.folder / file.name.removesuffix(".tar.gz")).rename(cls.prefix)

    def test_the_program_checks_the_sample_project(self):
        self.assertIn(VERSION, self.run_installed("rowtype", "--version"))
        self.assert_finds_the_mistakes(self.run_installed("rowtype", "check", "--output-format", "json", status=1))

    def test_programs_need_only_the_system(self):
        self.assert_needs_only_the_system()

    def test_every_licence_is_there(self):
        self.assert_has_every_licence()
        self.assertTrue((self.prefix / "LICENSE").exists())


class Extension(Installed):
    @classmethod
    def install(cls):
        with zipfile.ZipFile(package("rowtype-*-linux-x64.vsix")) as archive:
            for entry in archive.infolist():  # modes and all, as VS Code unpacks it
                path = Path(archive.extract(entry, cls.folder / "vsix"))
                if not entry.is_dir() and (entry.external_attr >> 16) & 0o111:
                    path.chmod(0o755)
        (cls.folder / "vsix/extension").rename(cls.prefix)

    def test_it_is_this_version_for_this_system(self):
        identity = re.search(r"<Identity [^>]*>", (self.folder / "vsix/extension.vsixmanifest").read_text(encoding="utf-8")).group()
        self.assertIn(f'Version="{VERSION}"', identity)
        self.assertIn('TargetPlatform="linux-x64"', identity)
        self.assertTrue((self.prefix / "dist/extension.js").exists())

    def test_the_program_checks_the_sample_project(self):
        self.assert_finds_the_mistakes(self.run_installed("rowtype", "check", "--output-format", "json", status=1))

    def test_programs_need_only_the_system(self):
        self.assert_needs_only_the_system()

    def test_every_licence_is_there(self):
        self.assert_has_every_licence()


class NeovimArchive(unittest.TestCase):
    def test_it_unpacks_to_the_plugin_as_it_is_here(self):
        plugin = SOURCE / "editors/neovim"
        with tempfile.TemporaryDirectory(prefix="rowtype-package-") as folder:
            subprocess.run(["tar", "-xzf", package("rowtype.nvim-*.tar.gz"), "-C", folder], check=True)
            self.assertEqual(["rowtype.nvim"], os.listdir(folder))
            unpacked = {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
        wanted = {f"rowtype.nvim/{path.relative_to(plugin).as_posix()}": path.read_bytes() for path in plugin.rglob("*") if path.is_file()}
        wanted["rowtype.nvim/LICENSE"] = (SOURCE / "LICENSE").read_bytes()
        self.assertEqual(sorted(wanted), sorted(unpacked))
        for name, content in wanted.items():
            self.assertEqual(content, unpacked[name], name)


class Checksums(unittest.TestCase):
    def test_each_package_is_listed_with_its_sum(self):
        lines = (PACKAGES / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
        there = {path.name for path in PACKAGES.iterdir()} - {"SHA256SUMS"}
        self.assertEqual(there, set(listed))
        for name, digest in listed.items():
            self.assertEqual(hashlib.sha256((PACKAGES / name).read_bytes()).hexdigest(), digest, name)


del Installed  # not a test by itself

if __name__ == "__main__":
    unittest.main()
