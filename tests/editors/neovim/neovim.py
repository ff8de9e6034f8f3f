"""A real Neovim with the plugin installed as users install it, driven from outside: keys in, state out.

ROWTYPE_NEOVIM names the folder that fetch_neovim.sh unpacked one into. Each Editor has a home of its own; nothing of the
user's is read or written, and what it started is gone when it is closed.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAMS = Path(os.environ["ROWTYPE_BIN_DIR"])
UNPACKED = Path(os.environ["ROWTYPE_NEOVIM"])
RECORDINGS = os.environ.get("ROWTYPE_RECORDING_DIR")
PLUGIN = SOURCE / "editors/neovim"
SHOP = SOURCE / "tests/projects/shop"
PATIENCE = float(os.environ.get("ROWTYPE_TEST_PATIENCE", "60"))  # seconds; a busy machine is slow, not broken


def neovim_version():
    """(major, minor) of the Neovim under test."""
    said = subprocess.run([UNPACKED / "usr/bin/nvim", "--version"], capture_output=True, text=True, check=True, env=runtime({})).stdout
    return tuple(int(part) for part in said.split()[1].removeprefix("v").split("-")[0].split(".")[:2])


def runtime(environment):
    return {**environment, "VIMRUNTIME": str(UNPACKED / "usr/share/nvim/runtime")}


def run(*command, cwd=None):
    """The output of one of our own programs; its exit code is the caller's to judge."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def wait_for(condition, what, patience=PATIENCE):
    """The first true value of `condition`."""
    deadline = time.monotonic() + patience
    while True:
        if value := condition():
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience:.0f} s for {what}")
        time.sleep(0.05)


class Home:
    """Folders of one user: the plugin below a `start` folder, an init.lua, and a PATH with (or without) rowtype."""

    def __init__(self, name, init="", with_program=True):
        self.folder = Path(tempfile.mkdtemp(prefix="rowtype-neovim-")).resolve()
        self.name = name
        self.plugin = self.folder / "data/nvim/site/pack/rowtype/start/rowtype.nvim"
        shutil.copytree(PLUGIN, self.plugin)
        self.write("config/nvim/init.lua", init)
        (self.folder / "bin").mkdir()
        for old in Path(RECORDINGS).glob(f"{name}-*.jsonl") if RECORDINGS else ():
            old.unlink()
        if with_program:
            self.install(self.folder / "bin")

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def install(self, folder):
        """rowtype in `folder`; what its server and the editor say to each other is recorded."""
        folder.mkdir(parents=True, exist_ok=True)
        command = shlex.quote(str(PROGRAMS / "rowtype"))
        record = ""
        if RECORDINGS:
            Path(RECORDINGS).mkdir(parents=True, exist_ok=True)
            tee = [sys.executable, str(HERE.parent / "stdio_tee.py"), str(Path(RECORDINGS) / self.name)]
            record = f'[ "$1" != server ] || exec {shlex.join(tee)} {command} "$@"\n'
        program = folder / "rowtype"
        program.write_text(f'#!/bin/sh\n{record}exec {command} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (folder / "rowtype-db").symlink_to(PROGRAMS / "rowtype-db")
        return program

    def project(self):
        """A copy of the sample project, as a repository of its own."""
        folder = self.folder / "shop"
        shutil.copytree(SHOP, folder)
        (folder / ".git").mkdir()
        return folder

    def environment(self):
        kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        folders = {f"XDG_{kind.upper()}_HOME": str(self.folder / kind) for kind in ("config", "data", "state", "cache")}
        paths = {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin"}
        return runtime({"LANG": "C.UTF-8", **kept, **folders, **paths})

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Editor:
    """A running Neovim. In a terminal (tmux) it has a screen to read and takes keys as a person's; else it is headless."""

    def __init__(self, home, *arguments, cwd=None, size=None):
        self.home = home
        self.socket = home.folder / f"socket-{time.monotonic_ns()}"
        self.cwd = cwd or home.folder
        self.size = size
        self.process = None
        program = str(UNPACKED / "usr/bin/nvim")
        mode = ["--headless"] if size is None else []
        command = [program, *mode, "-n", "--listen", str(self.socket), *map(str, arguments)]
        if size is None:
            self.errors = open(home.folder / "errors.txt", "w+", encoding="utf-8")
            self.process = subprocess.Popen(
                command, cwd=self.cwd, env=home.environment(), stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors
            )
        else:
            environment = [f"{name}={value}" for name, value in home.environment().items()]
            columns, lines = map(str, size)
            inside = shlex.join(["env", "-i", "TERM=tmux-256color", "COLORTERM=truecolor", *environment, *command])
            self.tmux("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", lines, "-c", str(self.cwd), inside)
        wait_for(self.is_up, "Neovim to start")

    def is_up(self):
        if self.process and self.process.poll() is not None:
            raise AssertionError(f"Neovim ended with {self.process.returncode}: {self.said()}")
        return self.socket.exists() and self.remote("--remote-expr", "1").returncode == 0

    def said(self):
        """What a headless Neovim printed: its messages."""
        return (self.home.folder / "errors.txt").read_text(encoding="utf-8")

    # State

    def remote(self, *arguments):
        command = [str(UNPACKED / "usr/bin/nvim"), "--server", str(self.socket), *arguments]
        return subprocess.run(command, env=self.home.environment(), capture_output=True, text=True, check=False, timeout=PATIENCE)

    def lua(self, code, *arguments):
        """What the Lua code returns; `...` are the arguments."""
        script = self.home.folder / "script.lua"
        call = f"local done, value = pcall(function(...) {code}\nend, unpack(vim.json.decode([==[{json.dumps(arguments)}]==])))\n"
        script.write_text(call + "return vim.json.encode({ done = done, value = value })", encoding="utf-8")
        answer = self.remote("--remote-expr", f'luaeval("dofile(_A)", "{script}")')
        if answer.returncode != 0:
            raise AssertionError(f"{code}: {answer.stderr}{answer.stdout}")
        result = json.loads(answer.stdout or answer.stderr)  # Neovim 0.7 prints it there
        if not result["done"]:
            raise AssertionError(f"{code}: {result.get('value')}")
        return result.get("value")

    def wait(self, code, *arguments):
        """The first value of the Lua code that is neither nil nor false."""
        return wait_for(lambda: self.lua(code, *arguments), code)

    def command(self, text):
        """Runs an Ex command; its output."""
        return self.lua("return vim.fn.execute(...)", text).strip("\n")

    def enter(self, text):
        """Types an Ex command, which may fail: its message is among `messages`."""
        self.lua("vim.api.nvim_input(...)", f":{text}<CR>")

    def lines(self):
        return self.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)")

    def clients(self):
        return self.lua("return vim.tbl_map(function(c) return c.id end, vim.lsp.get_clients({ name = 'rowtype' }))") or []

    def diagnostics(self):
        """Of the current buffer, once the server has said what is wrong with it."""
        return self.wait("local shown = vim.diagnostic.get(0); return #shown > 0 and shown")

    def floating_text(self):
        """Of the floating window; None where there is none."""
        return self.lua("""for _, window in ipairs(vim.api.nvim_list_wins()) do
            if vim.api.nvim_win_get_config(window).relative ~= '' then
                return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\\n')
            end
        end""")

    def messages(self):
        return self.command("messages")

    # Keys and screen

    def keys(self, *names):
        """Keys as tmux names them; text goes through `type`."""
        self.tmux("send-keys", *names)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def screen(self, *options):
        return self.tmux("capture-pane", "-p", *options)

    def wait_for_screen(self, text):
        def look():
            screen = self.screen()
            return screen if text in screen else None

        try:
            return wait_for(look, f"{text!r} on the screen")
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{self.screen()}") from None

    def tmux(self, *arguments):
        command = ["tmux", "-S", str(self.home.folder / "tmux"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE, env={**os.environ, "TMUX": ""})
        if done.returncode != 0:
            raise AssertionError(f"{shlex.join(command)}: {done.stderr}")
        return done.stdout

    # The end

    def close(self):
        """Quits as a user does, and waits until Neovim is gone, and with it the servers (their recordings are whole then)."""
        try:
            self.remote("--remote-expr", "execute('qall!')")
        except subprocess.TimeoutExpired:
            pass
        if self.process:
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"Neovim did not quit: {self.said()}") from None
            finally:
                self.errors.close()
            return
        wait_for(lambda: not self.is_in_terminal(), "Neovim to quit")

    def is_in_terminal(self):
        done = subprocess.run(["tmux", "-S", str(self.home.folder / "tmux"), "has-session"], capture_output=True, check=False)
        return done.returncode == 0


class NeovimTest(unittest.TestCase):
    """A test with a home and editors that are gone afterwards."""

    def home(self, init="", **options):
        home = Home(f"{'.'.join(map(str, neovim_version()))}-{self.id().split('.')[-1]}", init, **options)
        self.addCleanup(home.remove)
        return home

    def editor(self, home, *arguments, **options):
        editor = Editor(home, *arguments, **options)
        self.addCleanup(editor.close)
        return editor
