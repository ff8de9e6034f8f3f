"""The plugin itself: commands, health, help, options, where the program is found, what is said when something is missing."""

import json
import os
import re
import signal
import unittest
from pathlib import Path

from neovim import PROGRAMS, NeovimTest, neovim_version, run, wait_for

SUBCOMMANDS = ["check", "explain", "fix", "log", "refresh", "restart", "show", "status", "stop"]
OPTIONS = ["autostart", "binary", "filetypes", "root_markers", "server_arguments", "use_venv"]
VERSION = run(PROGRAMS / "rowtype", "--version").stdout.split()[1]
FILE = "app/services/customers.py"
HEALTH = "return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')"


class Plugin(NeovimTest):
    def opened(self, init="", path=FILE, **options):
        """An editor with the sample project's file; self.shop is the project."""
        home = self.home(init, **options)
        self.shop = home.project()
        return self.editor(home, self.shop / path, cwd=self.shop)

    def health(self, editor):
        editor.command("checkhealth rowtype")
        return editor.lua(HEALTH)


class Commands(Plugin):
    def test_completion(self):
        editor = self.opened()
        complete = "return vim.fn.getcompletion(..., 'cmdline')"
        self.assertEqual(SUBCOMMANDS, editor.lua(complete, "Rowtype "))
        self.assertEqual(["refresh", "restart"], editor.lua(complete, "Rowtype re"))
        self.assertEqual(["fix"], editor.lua(complete, "Rowtype! f"))
        self.assertEqual(["unknown-column"], editor.lua(complete, "Rowtype explain unknown-co"))
        self.assertEqual(["app/models/orders.py"], editor.lua(complete, "Rowtype check app/models/or"))

    def test_an_unknown_subcommand_names_those_there_are(self):
        editor = self.opened()
        editor.enter("Rowtype frobnicate")
        message = f"there is no `:Rowtype frobnicate`; there are: {', '.join(SUBCOMMANDS)}"
        wait_for(lambda: message in editor.messages(), "the message")

    def test_restart_brings_a_new_server_and_the_same_diagnostics(self):
        editor = self.opened()
        before, shown = editor.clients(), editor.diagnostics()
        editor.command("Rowtype restart")
        # Asked once a look: between two questions the old client may go, and what it said is shown until it is gone.
        wait_for(lambda: any(client not in before for client in editor.clients()), "another client")
        old = {item["namespace"] for item in shown}
        again = wait_for(lambda: [item for item in editor.diagnostics() if item["namespace"] not in old], "its diagnostics")
        self.assertEqual([item["message"] for item in shown], [item["message"] for item in again])
        self.assertEqual(1, len(editor.clients()))

    def test_restart_after_the_server_was_killed(self):
        editor = self.opened()
        editor.diagnostics()
        (server,) = servers_of(editor)
        os.kill(server, signal.SIGKILL)
        wait_for(lambda: not editor.clients(), "the client to notice")
        self.assertIn("no server serves this buffer", editor.command("Rowtype status"))
        editor.command("Rowtype restart")
        editor.diagnostics()
        self.assertEqual(1, len(editor.clients()))

    def test_stop(self):
        editor = self.opened()
        editor.diagnostics()
        servers = servers_of(editor)
        editor.command("Rowtype stop")
        wait_for(lambda: not editor.clients(), "the client to end")
        wait_for(lambda: not any(is_running(server) for server in servers), "the server to end")
        self.assertEqual([], editor.lua("return vim.diagnostic.get(0)") or [])

    def test_log(self):
        editor = self.opened()
        editor.diagnostics()
        editor.command("Rowtype log")
        log = editor.lua(HEALTH)
        self.assertIn(f"{editor.home.folder}/bin/rowtype server (from PATH)", log)
        self.assertRegex(log, r"info: client: Neovim")
        self.assertFalse(editor.lua("return vim.bo.modifiable"))
        editor.command("Rowtype stop")
        wait_for(lambda: "the server ended" in editor.lua(HEALTH), "the window to go on")

    def test_explain_the_rule_of_the_line(self):
        editor = self.opened()
        wrong = editor.diagnostics()[0]
        editor.lua("vim.api.nvim_win_set_cursor(0, { ..., 0 })", wrong["lnum"] + 1)
        editor.command("Rowtype explain")
        self.assertTrue(editor.floating_text().startswith(wrong["code"]))
        editor.enter("Rowtype explain no-such-rule")
        wait_for(lambda: 'unknown rule "no-such-rule"' in editor.messages(), "the message")

    def test_check_fills_the_quickfix_list(self):
        editor = self.opened()
        extra = self.shop / "app/services/extra.py"
        extra.write_text('from app.database import supabase\n\nnaïve = "é"; rows = supabase.table("profiles").select("nmae")\n', encoding="utf-8")
        editor.command("Rowtype check")
        items = editor.wait("local l = vim.fn.getqflist({ title = 1, items = 1 }); return l.title == 'rowtype check' and l.items")
        report = json.loads(run(PROGRAMS / "rowtype", "check", "--output-format", "json", cwd=self.shop).stdout)
        self.assertEqual(
            sorted((issue["line"], issue["rule"], issue["severity"][0].upper()) for issue in report["issues"]),
            sorted((item["lnum"], re.search(r"\[([\w-]+)\]$", item["text"]).group(1), item["type"]) for item in items),
        )
        (found,) = [item for item in items if "nmae" in item["text"]]
        line = extra.read_text(encoding="utf-8").splitlines()[2]
        self.assertEqual(len(line[: line.index("nmae")].encode()) + 1, found["col"])
        self.assertEqual("quickfix", editor.lua("return vim.bo.buftype"))
        summary = report["summary"]
        self.assertIn(f"{summary['errors']} errors, {summary['warnings']} warnings", editor.messages())

    def test_check_of_one_file_and_of_nonsense(self):
        editor = self.opened()
        editor.command("Rowtype check %")
        items = editor.wait("return #vim.fn.getqflist() > 0 and vim.fn.getqflist()")
        paths = editor.lua("return vim.tbl_map(function(i) return vim.api.nvim_buf_get_name(i.bufnr) end, vim.fn.getqflist())")
        self.assertEqual({str(self.shop / FILE)}, set(paths))
        self.assertEqual(2, len(items))
        editor.command("Rowtype check --no-such-option")
        wait_for(lambda: "--no-such-option" in editor.messages(), "the message")


class Program(Plugin):
    """Where the program is found."""

    def test_the_nearest_virtual_environment_goes_before_path(self):
        home = self.home()
        shop = home.project()
        program = home.install(shop / "app/.venv/bin")
        home.install(shop / "venv/bin")
        editor = self.editor(home, shop / FILE, cwd=shop)
        editor.diagnostics()
        self.assertIn(f"rowtype {VERSION}: {program} (from the virtual environment)", self.health(editor))
        editor.command("Rowtype log")
        self.assertIn(f"{program} server (from the virtual environment)", editor.lua(HEALTH))

    def test_the_virtual_environment_can_be_left_out(self):
        home = self.home("require('rowtype').setup { use_venv = false }")
        shop = home.project()
        home.install(shop / ".venv/bin")
        editor = self.editor(home, shop / FILE, cwd=shop)
        editor.diagnostics()
        self.assertIn(f"{home.folder}/bin/rowtype (from PATH)", self.health(editor))

    def test_the_option_goes_before_all(self):
        home = self.home("require('rowtype').setup { binary = '~/own/rowtype', server_arguments = { '--log-level', 'debug' } }")
        shop = home.project()
        program = home.install(home.folder / "own")
        editor = self.editor(home, shop / FILE, cwd=shop)
        editor.diagnostics()
        self.assertIn(f'{program} (from the option "binary")', self.health(editor))
        editor.command("Rowtype log")
        self.assertIn(f"{program} server --log-level debug", editor.lua(HEALTH))

    def test_without_the_program_the_remedy_is_said_once(self):
        editor = self.opened(with_program=False)
        remedy = "the program rowtype is neither in .venv or venv of the project nor on PATH: install its wheel there (`pip install"
        wait_for(lambda: remedy in editor.messages(), "the message")
        editor.command("edit app/services/orders.py")
        self.assertEqual(1, editor.messages().count(remedy))
        self.assertEqual([], editor.clients())
        self.assertIn(remedy, editor.command("Rowtype status"))
        self.assertIn(f"ERROR {remedy}", self.health(editor).replace("- ❌ ", "- "))

    def test_it_starts_once_the_program_is_there(self):
        editor = self.opened(with_program=False)
        wait_for(lambda: "the program rowtype is" in editor.messages(), "the message")
        editor.home.install(self.shop / ".venv/bin")
        editor.command("Rowtype restart")
        editor.diagnostics()

    def test_an_option_that_names_no_program(self):
        editor = self.opened("require('rowtype').setup { binary = '/nowhere/rowtype' }")
        wait_for(lambda: 'the option "binary" names /nowhere/rowtype, which is no program' in editor.messages(), "the message")
        self.assertEqual([], editor.clients())

    def test_a_program_that_does_not_run(self):
        editor = self.opened(with_program=False)
        program = editor.home.folder / "bin/rowtype"
        program.write_text("#!/bin/sh\necho broken >&2\nexit 3\n", encoding="utf-8")
        program.chmod(0o755)
        health = self.health(editor)
        self.assertIn(f"{program} (from PATH) does not run", health)
        self.assertIn("ended with 3: broken", health)


class Health(Plugin):
    def test_all_is_well(self):
        editor = self.opened()
        editor.diagnostics()
        health = self.health(editor)
        for part in (
            f"Neovim {'.'.join(map(str, neovim_version()))}",
            "(0.10 or later is needed)",
            f"rowtype {VERSION}: {editor.home.folder}/bin/rowtype (from PATH)",
            "rowtype-db, which reads live databases, stands beside it",
            f"root of the project: {self.shop}",
            f"client 1 serves {self.shop}",
            "nothing is in the way",
        ):
            self.assertIn(part, health)
        self.assertNotIn("ERROR", health)
        self.assertNotIn("WARNING", health)

    def test_pitfalls(self):
        editor = self.opened("require('rowtype').setup { autostart = false }")
        (editor.home.folder / "bin/rowtype-db").unlink()
        editor.command("lua vim.diagnostic.enable(false)")
        health = self.health(editor)
        self.assertIn("no server runs", health)
        self.assertIn("rowtype-db is missing: live databases cannot be read", health)
        self.assertIn('the option "autostart" is off', health)
        self.assertIn("diagnostics are switched off", health)


class Options(Plugin):
    def test_autostart_off(self):
        editor = self.opened("require('rowtype').setup { autostart = false }")
        self.assertEqual([], editor.clients())
        editor.command("Rowtype restart")
        editor.diagnostics()

    def test_setup_after_a_file_is_open(self):
        editor = self.opened("require('rowtype').setup { autostart = false }")
        self.assertEqual([], editor.clients())
        editor.lua("require('rowtype').setup { server_arguments = { '--log-level', 'debug' } }")
        editor.diagnostics()
        editor.command("Rowtype log")
        self.assertIn("rowtype server --log-level debug", editor.lua(HEALTH))

    def test_mistakes_are_named(self):
        editor = self.opened()
        setup = "return select(2, pcall(require('rowtype').setup, ...))"
        self.assertEqual(
            f'rowtype: there is no option "binry"; there are: {", ".join(OPTIONS)} (:help rowtype-options)', editor.lua(setup, {"binry": "x"})
        )
        self.assertEqual('rowtype: the option "autostart" is a boolean, not a string (:help rowtype-options)', editor.lua(setup, {"autostart": "no"}))
        self.assertEqual("rowtype: setup() takes a table of options, not a string (:help rowtype-options)", editor.lua(setup, "x"))

    def test_the_repository_is_the_root_and_markers_can_be_changed(self):
        editor = self.opened()
        root = "return require('rowtype.client').root_of(0)"
        self.assertEqual(str(self.shop), editor.lua(root))
        (self.shop / "app/rowtype.toml").write_text("", encoding="utf-8")
        self.assertEqual(str(self.shop), editor.lua(root), "one server for the repository")
        editor.lua("require('rowtype').setup { root_markers = { 'rowtype.toml', '.git' } }")
        self.assertEqual(str(self.shop / "app"), editor.lua(root))

    def test_a_configuration_of_the_users_own_goes_first(self):
        if neovim_version() < (0, 11):
            self.assertIsNone(self.opened().lua("return vim.lsp.config"), "0.11 brought it")
            return
        editor = self.opened("vim.lsp.config('rowtype', { cmd = { vim.env.HOME .. '/bin/rowtype', 'server', '--log-level', 'trace' } })")
        editor.diagnostics()
        self.assertEqual(["server", "--log-level", "trace"], editor.lua("return vim.list_slice(vim.lsp.get_clients()[1].config.cmd, 2)"))


class Help(Plugin):
    def test_every_tag(self):
        editor = self.opened()
        editor.command("helptags ALL")
        tags = ["rowtype", "rowtype.nvim", ":Rowtype", "rowtype-options", "rowtype.setup()", "rowtype.statusline()", "RowtypeStatus"]
        tags += [f":Rowtype-{name}" for name in SUBCOMMANDS] + [f"rowtype-option-{name}" for name in OPTIONS]
        for tag in tags:
            editor.command(f"help {tag}")
            self.assertEqual("rowtype.txt", editor.lua("return vim.fn.expand('%:t')"), tag)
            self.assertIn(f"*{tag}*", editor.lua("return vim.api.nvim_get_current_line()"))
        longest = max(map(len, editor.lines()))
        self.assertLessEqual(longest, 80)


def servers_of(editor):
    """The process ids of the rowtype servers below this Neovim."""
    neovim = editor.lua("return vim.fn.getpid()")
    command = f"{PROGRAMS / 'rowtype'}\0server".encode()
    return [process for process in processes() if read(process, "cmdline").startswith(command) and is_below(process, neovim)]


def processes():
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def read(process, name):
    try:
        return Path(f"/proc/{process}/{name}").read_bytes()
    except OSError:
        return b""  # it is gone


def state_and_parent(process):
    fields = read(process, "stat").rpartition(b") ")[2].split()
    return (fields[0].decode(), int(fields[1])) if fields else ("X", 0)


def is_below(process, ancestor):
    while process > 1 and process != ancestor:
        process = state_and_parent(process)[1]
    return process == ancestor


def is_running(process):
    return state_and_parent(process)[0] not in "XZ"


if __name__ == "__main__":
    unittest.main()
