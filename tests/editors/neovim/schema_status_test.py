"""What the servers say of their schemas, in the status line, `:Rowtype status` and `:checkhealth`; reading them again."""

import re
import unittest

from neovim import PLUGIN, PROGRAMS, run, wait_for
from plugin_test import FILE, Plugin

VERSION = run(PROGRAMS / "rowtype", "--version").stdout.split()[1]


def line_in_help():
    """The value of 'statusline' that the help recommends."""
    return re.search(r'vim\.o\.statusline = "(.*)"', (PLUGIN / "doc/rowtype.txt").read_text(encoding="utf-8")).group(1)


class SchemaStatus(Plugin):
    def test_refresh_reads_the_schema_again(self):
        editor = self.opened()
        editor.diagnostics()
        editor.lua("vim.api.nvim_create_autocmd('User', { pattern = 'RowtypeStatus', callback = function(e) vim.g.seen = e.data.state end })")
        (self.shop / "supabase/migrations/20990101000000_fullname.sql").write_text(
            "alter table public.profiles add column fullname text;\n", encoding="utf-8"
        )
        editor.command("Rowtype refresh")
        editor.wait("return #vim.tbl_filter(function(d) return d.code == 'unknown-column' end, vim.diagnostic.get(0)) == 0")
        self.assertEqual("loaded", editor.wait("return vim.g.seen"))

    def test_status_and_status_line(self):
        editor = self.opened(f'vim.o.statusline = "{line_in_help()}"')
        editor.diagnostics()
        status = editor.command("Rowtype status")
        self.assertIn(f"server {VERSION} (client 1) for {self.shop}, 1 buffer", status)
        self.assertIn(f"{self.shop}: schema from", status)
        self.assertRegex(status, r"supabase/migrations.*, \d+ tables and views")
        line = editor.lua("return vim.api.nvim_eval_statusline(vim.o.statusline, {}).str")
        self.assertRegex(line, r"^app/services/customers\.py +rowtype: supabase/migrations")
        editor.command("enew")
        self.assertEqual("", editor.lua("return require('rowtype').statusline()"))

    def test_status_says_what_is_wrong_with_the_schema(self):
        home = self.home()
        shop = home.project()
        (shop / "pyproject.toml").write_text('[tool.rowtype.schema]\nsource = "migrations"\npath = "nowhere%d"\n', encoding="utf-8")
        editor = self.editor(home, shop / FILE, cwd=shop)
        status = "return require('rowtype').statusline()"
        wait_for(lambda: editor.lua(status) == "rowtype: no schema", "the status")
        self.assertRegex(editor.command("Rowtype status"), "no schema, so that nothing is checked: .*nowhere%d")
        self.assertRegex(self.health(editor), "no schema, so that nothing is checked: .*nowhere%d")


if __name__ == "__main__":
    unittest.main()
