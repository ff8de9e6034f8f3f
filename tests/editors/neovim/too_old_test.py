"""A Neovim before 0.10: the plugin says what it needs, breaks nothing and starts nothing."""

import unittest

from neovim import NeovimTest, neovim_version, wait_for

MESSAGE = "rowtype needs Neovim 0.10 or later, and this is 0.7.2: update Neovim, or check on the command line with `rowtype check`"


class TooOld(NeovimTest):
    def opened(self, init=""):
        home = self.home(init)
        return self.editor(home, home.project() / "app/services/customers.py")

    def test_this_neovim_is_too_old(self):
        self.assertEqual((0, 7), neovim_version())

    def test_opening_a_python_file_says_it_once(self):
        editor = self.opened()
        self.assertIn(MESSAGE, editor.messages())
        editor.command("edit other.py")
        self.assertEqual(1, editor.messages().count(MESSAGE))
        self.assertEqual(0, editor.lua("return #vim.lsp.get_active_clients()"))

    def test_the_command_says_it(self):
        editor = self.opened()
        editor.command("messages clear")
        editor.enter("Rowtype restart")
        wait_for(lambda: MESSAGE in editor.messages(), "the message")

    def test_health_says_it(self):
        editor = self.opened()
        editor.command("checkhealth rowtype")
        self.assertIn(f"ERROR: {MESSAGE}", "\n".join(editor.lines()))

    def test_setup_says_it(self):
        editor = self.opened()
        self.assertEqual(MESSAGE, editor.lua("return select(2, pcall(require('rowtype').setup, {}))"))


if __name__ == "__main__":
    unittest.main()
