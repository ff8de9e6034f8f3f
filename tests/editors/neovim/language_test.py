"""What the schema knows, where the code names it: hover, completion, `:Rowtype show`."""

import unittest

from neovim import PROGRAMS, NeovimTest, run, wait_for

FILE = "app/services/customers.py"


class Language(NeovimTest):
    def opened(self, **options):
        home = self.home()
        self.shop = home.project()
        editor = self.editor(home, self.shop / FILE, cwd=self.shop, **options)
        editor.diagnostics()
        return editor

    def go_to(self, editor, text):
        editor.lua("vim.api.nvim_win_set_cursor(0, { 1, 0 }); assert(vim.fn.search(...) > 0)", text)

    def test_hover_on_a_table_and_on_a_column(self):
        editor = self.opened()
        self.go_to(editor, r'table("\zsprofiles')
        editor.command("lua vim.lsp.buf.hover()")
        text = wait_for(editor.floating_text, "the window")
        self.assertIn("public.profiles", text)
        self.assertIn("marketing_opt_in", text)
        editor.command("fclose")
        self.go_to(editor, r'is_("\zsmarketing_opt_in')
        editor.command("lua vim.lsp.buf.hover()")
        text = wait_for(editor.floating_text, "the window")
        self.assertIn("marketing_opt_in", text)
        self.assertIn("boolean", text)

    def test_completion_of_a_column_by_keyboard(self):
        editor = self.opened(size=(100, 30))
        self.go_to(editor, r'select("email, \zsfullname')
        editor.type("cw")
        editor.type("full")
        editor.keys("C-x", "C-o")
        editor.wait("return vim.api.nvim_get_current_line():find('select(\"email, full_name\")', 1, true) ~= nil")
        editor.keys("Escape")
        editor.wait("return #vim.tbl_filter(function(d) return d.code == 'unknown-column' end, vim.diagnostic.get(0)) == 0")

    def test_show_of_a_name_and_of_the_word_here(self):
        editor = self.opened()
        printed = run(PROGRAMS / "rowtype", "show", "-q", "--color", "never", "profiles", cwd=self.shop).stdout.strip()
        self.go_to(editor, r'table("\zsprofiles')
        editor.command("Rowtype show")
        self.assertEqual(printed, editor.floating_text().strip())
        editor.enter("Rowtype show no_such_table")
        wait_for(lambda: "no_such_table" in editor.messages(), "the message")


if __name__ == "__main__":
    unittest.main()
