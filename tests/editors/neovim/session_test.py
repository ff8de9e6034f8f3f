"""Work in Neovim on the sample project: what is shown is what `rowtype check` says, and what is mended is on disk."""

import json
import unittest

from neovim import PROGRAMS, NeovimTest, run

SEVERITIES = {"error": 1, "warning": 2, "info": 4}
FILES = ["app/services/customers.py", "app/services/catalogue.py", "app/models/orders.py", "app/models/billing.py", "scripts/sales_report.py"]


def check(project, *arguments):
    """The report of the command line."""
    done = run(PROGRAMS / "rowtype", "check", "--output-format", "json", *arguments, cwd=project)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def byte_column(lines, line, column):
    """Bytes from 0, as Neovim counts, of the report's code points from 1."""
    return len(lines[line - 1][: column - 1].encode())


class Session(NeovimTest):
    def setUp(self):
        self.shop_home = self.home()
        self.shop = self.shop_home.project()

    def opened(self, path, **options):
        return self.editor(self.shop_home, self.shop / path, cwd=self.shop, **options)

    def test_diagnostics_are_those_of_the_command_line(self):
        editor = self.opened(FILES[0])
        for path in FILES:
            editor.command(f"edit {self.shop / path}")
            shown = {
                (item["lnum"] + 1, item["col"], item["end_lnum"] + 1, item["end_col"], item["code"], item["severity"], item["source"])
                for item in editor.diagnostics()
            }
            lines = (self.shop / path).read_text(encoding="utf-8").splitlines()
            issues = [issue for issue in check(self.shop, path)["issues"] if issue["file"] == path]
            self.assertEqual(
                {
                    (
                        issue["line"],
                        byte_column(lines, issue["line"], issue["column"]),
                        issue["end_line"],
                        byte_column(lines, issue["end_line"], issue["end_column"]),
                        issue["rule"],
                        SEVERITIES[issue["severity"]],
                        "rowtype",
                    )
                    for issue in issues
                },
                shown,
                path,
            )
            for issue in issues:
                said = [item["message"] for item in editor.diagnostics() if item["lnum"] + 1 == issue["line"]]
                self.assertTrue(any(message.startswith(issue["details"]) for message in said), (issue, said))
        self.assertEqual(1, len(editor.clients()), "one server for the project")

    def test_typing_shows_and_clears_a_finding(self):
        editor = self.opened("app/services/customers.py", size=(100, 30))
        editor.diagnostics()
        wrong = [item for item in editor.diagnostics() if item["code"] == "unknown-column"][0]
        editor.type(f":{wrong['lnum'] + 1}")
        editor.keys("Enter")
        editor.type(":s/fullname/full_name/")
        editor.keys("Enter")
        editor.wait("return #vim.diagnostic.get(0, { lnum = ... }) == 0", wrong["lnum"])
        editor.type("u")
        editor.wait("return #vim.diagnostic.get(0, { lnum = ... }) == 1", wrong["lnum"])

    def test_regenerating_a_model_by_keyboard(self):
        path = self.shop / "app/models/orders.py"
        before = path.read_text(encoding="utf-8")
        editor = self.opened("app/models/orders.py", size=(120, 40))
        editor.diagnostics()
        editor.wait_for_screen("class Order(")
        editor.type("/^class Order(")
        editor.keys("Enter")
        editor.type("w")  # onto the name, where the model lacks a column
        editor.type(":lua vim.lsp.buf.code_action()")
        editor.keys("Enter")
        screen = editor.wait_for_screen("Regenerate")
        (choice,) = [line.split(":")[0].strip() for line in screen.splitlines() if "Regenerate" in line]
        editor.type(choice)
        editor.keys("Enter")
        editor.wait("return vim.bo.modified")
        editor.type(":write")
        editor.keys("Enter")
        editor.wait("return not vim.bo.modified")

        after = path.read_text(encoding="utf-8")
        last_field, method = "    shipped_at: datetime | None = None\n", "\n    def can_be_cancelled"
        self.assertEqual(1, before.count(last_field + method))
        self.assertEqual(before.replace(last_field + method, f"{last_field}    tracking_number: str | None = None\n{method}"), after)
        left = [issue for issue in check(self.shop, "app/models/orders.py")["issues"] if issue["rule"] == "missing-field"]
        self.assertEqual([], left)
        editor.wait("return #vim.tbl_filter(function(d) return d.code == 'missing-field' end, vim.diagnostic.get(0)) == 0")

    def test_the_preferred_fix_of_a_line(self):
        path = self.shop / "app/services/customers.py"
        before = path.read_text(encoding="utf-8")
        editor = self.opened("app/services/customers.py")
        (wrong,) = [item for item in editor.diagnostics() if item["code"] == "unknown-column"]
        editor.lua("vim.api.nvim_win_set_cursor(0, { ..., 0 })", wrong["lnum"] + 1)  # not on the wrong name: on its line
        editor.command("Rowtype! fix")
        editor.wait("return vim.bo.modified")
        editor.command("write")
        self.assertEqual(before.replace("fullname", "full_name"), path.read_text(encoding="utf-8"))

    def test_no_server_for_what_is_no_file(self):
        editor = self.opened("app/services/customers.py")
        editor.diagnostics()
        attached = "return #vim.lsp.get_clients({ name = 'rowtype', bufnr = 0 })"
        self.assertEqual(1, editor.lua(attached))
        for name in ("enew", "edit fugitive:///tmp/a/.git//0/a.py", "edit README.md"):
            editor.command(name)
            editor.command("setfiletype python" if "README" not in name else "")
            self.assertEqual(0, editor.lua(attached), name)


if __name__ == "__main__":
    unittest.main()
