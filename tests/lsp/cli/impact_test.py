"""rowtype impact over the sample project: for each kind of schema change exactly the places that it touches.

Each file of impact/ is one migration with what is to be said of it in comments, a line a place. ROWTYPE_UPDATE_GOLDENS=1 writes them
anew; look at each of them then. The revisions of git's are made here, of the sample project and one migration.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
CASES = SOURCE / "tests/lsp/cli/impact"
SHOP = SOURCE / "tests/projects/shop"
MARK = "--! "


def impact(folder, *arguments, codes=(0, 1)):
    done = subprocess.run([PROGRAM, "impact", "--output-format", "json", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise AssertionError(f"rowtype impact ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.returncode, json.loads(done.stdout) if done.returncode in (0, 1, 4) else done.stderr


def lines_of(section):
    """One line a place, as the files of impact/ have them."""
    return [
        f"{place['severity']} {place['file']}:{place['line']}:{place['column']} {change['object'] or '-'}: {change['change']}: {place['details']}"
        for change in section["changes"]
        for place in change["places"]
    ]


class Mutations(unittest.TestCase):
    maxDiff = None

    def test_each_lists_exactly_its_places(self):
        with tempfile.TemporaryDirectory() as folder:
            shop = Path(folder) / "shop"
            shutil.copytree(SHOP, shop)
            for case in sorted(CASES.glob("*.sql")):
                with self.subTest(case=case.name):
                    text = case.read_text(encoding="utf-8").splitlines()
                    wanted = [line.removeprefix(MARK) for line in text if line.startswith(MARK)]
                    code, report = impact(shop, case)
                    found = lines_of(report["sections"][0])
                    if os.environ.get("ROWTYPE_UPDATE_GOLDENS"):
                        kept = [line for line in text if not line.startswith(MARK)]
                        case.write_text("\n".join([*kept, *(MARK + line for line in found)]) + "\n", encoding="utf-8")
                        continue
                    self.assertEqual(wanted, found)
                    self.assertEqual(any(line.startswith("error ") for line in wanted), code == 1)


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.shop = Path(folder.name) / "shop"
        shutil.copytree(SHOP, self.shop)

    def run_it(self, *arguments, folder=None):
        done = subprocess.run([PROGRAM, "impact", *arguments], cwd=folder or self.shop, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def test_without_anything_pending_says_what_to_name(self):
        code, _, errors = self.run_it()
        self.assertEqual(code, 2)
        self.assertIn("no migration is pending over supabase/migrations", errors)
        self.assertIn("--base", errors)

    def test_migration_of_the_folder_counts_as_not_applied(self):
        migration = self.shop / "supabase/migrations/20991231000000_change.sql"
        migration.write_text("ALTER TABLE orders DROP COLUMN tracking_number;", encoding="utf-8")
        code, text, errors = self.run_it(migration)
        self.assertEqual(code, 1, errors)
        self.assertIn("public.orders.tracking_number: column dropped (supabase/migrations/20991231000000_change.sql:1)", text)
        self.assertIn("  breaks   app/services/orders.py:82:14  ", text)
        self.assertIn("Breaks 1 place, 1 place that may be touched.", text)

    def test_pending_migrations_of_a_snapshot_are_the_default(self):
        subprocess.run([PROGRAM, "pull", "--schema", "migrations:supabase/migrations"], cwd=self.shop, check=True, capture_output=True)
        migration = self.shop / "supabase/migrations/20991231000000_change.sql"
        migration.write_text("ALTER TABLE orders DROP COLUMN tracking_number;", encoding="utf-8")
        code, text, errors = self.run_it("--schema", "snapshot:.rowtype/schema.json")
        self.assertEqual(code, 1, text + errors)
        self.assertIn("  breaks   app/services/orders.py:82:14  ", text)

    def test_migration_of_a_folder_that_builds_on_a_file(self):
        root = self.shop.parent / "other"
        migrations = root / "db/migrations"
        migrations.mkdir(parents=True)
        (root / ".git").mkdir()
        (root / "db/schema.sql").write_text("CREATE TABLE users (id int PRIMARY KEY, name text);", encoding="utf-8")
        (migrations / "001_nick.sql").write_text("ALTER TABLE users ADD COLUMN nick text;", encoding="utf-8")
        (migrations / "002_name.sql").write_text("ALTER TABLE users DROP COLUMN name;", encoding="utf-8")
        (root / "names.py").write_text('import psycopg\n\npsycopg.connect().execute("SELECT name FROM users")\n', encoding="utf-8")
        code, text, errors = self.run_it(migrations / "002_name.sql", folder=root)
        self.assertEqual(code, 1, text + errors)
        self.assertIn("  breaks   names.py:3:35  ", text)

    def test_github_annotations_and_exit_zero(self):
        code, text, _ = self.run_it(CASES / "drop_column.sql", "--output-format", "github", "--exit-zero")
        self.assertEqual(code, 0)
        self.assertIn("::error file=app/services/orders.py,line=82,col=14,", text)
        self.assertIn("::public.orders.tracking_number: column dropped: ", text)

    def test_two_ways_at_once_are_refused(self):
        code, _, errors = self.run_it(CASES / "drop_column.sql", "--base", "main")
        self.assertEqual(code, 2)
        self.assertIn("--base compares two states of the repository", errors)

    def test_of_several_projects_the_migration_is_that_ones_whose_folder_holds_it(self):
        root = self.shop.parent
        (root / ".git").mkdir()
        shutil.copytree(self.shop, root / "other")
        migration = root / "other/supabase/migrations/20991231000000_change.sql"
        migration.write_text("ALTER TABLE orders DROP COLUMN tracking_number;", encoding="utf-8")
        code, text, errors = self.run_it(migration, folder=root)
        self.assertEqual(code, 1, errors)
        self.assertIn("other/app/services/orders.py:82:14", text)
        self.assertNotIn("shop/app/services/orders.py", text)


class Revisions(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.repository = Path(folder.name) / "repository"
        self.shop = self.repository / "backend"
        shutil.copytree(SHOP, self.shop)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("before")

    def git(self, *arguments):
        mail = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *mail, *arguments], cwd=self.repository, check=True, capture_output=True)

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def migrate(self, text):
        (self.shop / "supabase/migrations/20991231000000_change.sql").write_text(text, encoding="utf-8")

    def replace(self, file, old, new):
        path = self.shop / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def verdicts(self):
        code, report = impact(self.shop, "--base", "main")
        sections = {section["id"]: section for section in report["sections"]}
        return code, sections["migrate_first"], sections["deploy_first"], report["recommendation"]

    def test_new_column_needs_the_migration_first(self):
        self.migrate("ALTER TABLE orders ADD COLUMN parcel_number text;")
        self.replace("app/services/orders.py", '"tracking_number":', '"parcel_number":')
        code, migrate, deploy, said = self.verdicts()
        self.assertEqual((code, migrate["safe"], deploy["safe"]), (1, True, False))
        self.assertEqual(said, "migrate first, then deploy the code.")
        self.assertEqual([line.split(" ", 2)[1].rsplit(":", 2)[0] for line in lines_of(deploy) if line.startswith("error")], ["app/services/orders.py"])
        self.assertIn("column not there yet", "\n".join(lines_of(deploy)))

    def test_dropped_column_needs_the_code_first(self):
        self.migrate("ALTER TABLE orders DROP COLUMN tracking_number;")
        self.replace("app/services/orders.py", '"tracking_number":', '"note":')
        code, migrate, deploy, said = self.verdicts()
        self.assertEqual((code, migrate["safe"], deploy["safe"]), (1, False, True))
        self.assertEqual(said, "deploy the code first, then migrate.")

    def test_code_that_still_uses_what_is_gone_has_to_be_mended(self):
        self.migrate("ALTER TABLE orders RENAME COLUMN tracking_number TO parcel_number;")
        code, migrate, deploy, said = self.verdicts()
        self.assertEqual((code, migrate["safe"], deploy["safe"]), (1, False, True))
        self.assertIn("mend the code first: 1 place of the working tree's own code will break", said)
        self.assertEqual(migrate["changes"][0]["migration"], "supabase/migrations/20991231000000_change.sql:1")

    def test_rename_is_safe_in_no_order(self):
        self.migrate("ALTER TABLE orders RENAME COLUMN tracking_number TO parcel_number;")
        self.replace("app/services/orders.py", '"tracking_number":', '"parcel_number":')
        code, migrate, deploy, said = self.verdicts()
        self.assertEqual((code, migrate["safe"], deploy["safe"]), (1, False, False))
        self.assertIn("neither order is safe", said)

    def test_same_schema_is_safe(self):
        code, migrate, deploy, said = self.verdicts()
        self.assertEqual((code, migrate["safe"], deploy["safe"]), (0, True, True))
        self.assertEqual(said, "the schema is the same: deploy when you like.")

    def test_working_tree_and_index_stay_as_they_are(self):
        self.migrate("ALTER TABLE orders DROP COLUMN tracking_number;")
        before = subprocess.run(["git", "status", "--porcelain"], cwd=self.repository, capture_output=True, text=True, check=True).stdout
        index = (self.repository / ".git/index").read_bytes()
        self.verdicts()
        after = subprocess.run(["git", "--no-optional-locks", "status", "--porcelain"], cwd=self.repository, capture_output=True, text=True, check=True).stdout
        self.assertEqual(before, after)
        self.assertEqual(index, (self.repository / ".git/index").read_bytes())

    def test_unknown_revision_is_said(self):
        code, errors = impact(self.shop, "--base", "no-such-branch", codes=(2,))
        self.assertIn('git knows no revision "no-such-branch"', errors)


class PartlyKnown(unittest.TestCase):
    """A schema of which nobody can tell the whole: what surely goes, and what surely was not there before, is told all the same."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("alembic.ini", "[alembic]\nscript_location = migrations\n")
        self.write("migrations/env.py", "from alembic import context\n")
        self.revise("a1", None, "op.create_table('users', sa.Column('id', sa.Integer()), sa.Column('name', sa.Text()))")
        self.revise("b2", "a1", "make_tables(op)")
        self.write("app.py", self.code("SELECT id, name FROM users", "SELECT id FROM made_somewhere"))
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        for arguments in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "--message", "before"]):
            subprocess.run([*git, *arguments], cwd=self.root, check=True, capture_output=True)

    def write(self, file, text):
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_text(text, encoding="utf-8")

    def revise(self, name, follows, *operations):
        body = "\n    ".join(operations)
        self.write(
            f"migrations/versions/{name}.py",
            f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '{name}'\ndown_revision = {follows!r}\n\n\ndef upgrade():\n    {body}\n",
        )

    @staticmethod
    def code(*texts):
        return "import psycopg\n\ncur = psycopg.connect().cursor()\n" + "".join(f"cur.execute({text!r})\n" for text in texts)

    def test_both_orders_are_judged_by_what_is_certain(self):
        self.revise("c3", "b2", "op.drop_column('users', 'name')", "op.add_column('users', sa.Column('nick', sa.Text()))", "op.create_table('things', sa.Column('id', sa.Integer()))")
        self.write("app.py", self.code("SELECT id, nick FROM users", "SELECT id FROM made_somewhere", "SELECT id FROM things"))
        code, report = impact(self.root, "--base", "main")
        migrate, deploy = report["sections"]
        self.assertEqual(code, 1)
        self.assertEqual(
            [line for line in lines_of(migrate) if line.startswith("error")],
            ['error app.py:4:25 public.users.name: column dropped: public.users has no column "name"; dropped by c3.py:9'],
        )
        self.assertEqual(
            [line for line in lines_of(deploy) if line.startswith("error")],
            [
                'error app.py:6:29 public.things: table not there yet: the database has no table or view "things"',
                'error app.py:4:25 public.users.nick: column not there yet: public.users has no column "nick"',
            ],
        )
        self.assertIn("neither order is safe", report["recommendation"])


if __name__ == "__main__":
    unittest.main()
