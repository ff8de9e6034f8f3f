"""Draws Neovim at work on the sample project, for the README: make_picture.py PICTURE.png

The screen is a real one: Neovim in tmux, its cells read with their colours, put into HTML and photographed by Chromium (Debian's package
chromium; nothing else needs it). ROWTYPE_SOURCE_DIR, ROWTYPE_BIN_DIR and ROWTYPE_NEOVIM as for the tests.
"""

import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from neovim import Editor, Home

COLUMNS, LINES = 118, 27
CELL, LINE_HEIGHT, MARGIN = 8.43, 19, 12  # pixels, of DejaVu Sans Mono at 14 pixels
FOREGROUND, BACKGROUND = "#e0e2ea", "#14161b"  # Neovim's own
INIT = """
vim.o.number, vim.o.signcolumn, vim.o.termguicolors, vim.o.showcmd, vim.o.ruler = true, 'yes', true, false, false
vim.o.statusline = " %f%m %=%{%v:lua.require'rowtype'.statusline()%} "
vim.diagnostic.config { virtual_text = true, severity_sort = true }
"""


def main(picture):
    home = Home("picture", INIT)
    shop = home.project()
    try:
        editor = Editor(home, "app/models/orders.py", cwd=shop, size=(COLUMNS, LINES))
        try:
            cells = scene(editor)
        finally:
            editor.close()
    finally:
        home.remove()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(document(cells.rstrip("\n").split("\n")), encoding="utf-8")
        size = f"{round(COLUMNS * CELL) + 2 * MARGIN},{LINES * LINE_HEIGHT + 2 * MARGIN}"
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]
        subprocess.run([*command, f"--window-size={size}", f"--screenshot={Path(picture).resolve()}", page.as_uri()], check=True, capture_output=True)


def scene(editor):
    """The model Order lacks a column, and the fixes are on offer."""
    editor.diagnostics()
    editor.type("/^class Order(")
    editor.keys("Enter")
    editor.type(":nohlsearch")
    editor.keys("Enter")
    editor.type("wzt")
    editor.type(":lua vim.lsp.buf.code_action()")
    editor.keys("Enter")
    editor.wait_for_screen("Regenerate")
    return editor.screen("-e")


def document(lines):
    rows = "".join(row(line) for line in lines)
    style = f"margin:0;padding:{MARGIN}px;background:{BACKGROUND};color:{FOREGROUND};font:14px/{LINE_HEIGHT}px 'DejaVu Sans Mono',monospace"
    return f'<!doctype html><meta charset="utf-8"><body style="{style}"><pre style="margin:0;font:inherit">{rows}</pre></body>'


def row(line):
    """One line of the screen. tmux starts each line with no style of its own left over."""
    style, pieces = {}, []
    for part in re.split(r"(\x1b\[[0-9;:]*m)", line):
        if part.startswith("\x1b["):
            apply(style, [int(code or 0) for code in re.split("[;:]", part[2:-1])])
        elif part:
            pieces.append(f'<span style="{css(style)}">{html.escape(part)}</span>')
    return f'<div style="height:{LINE_HEIGHT}px">{"".join(pieces)}</div>'


def apply(style, codes):
    """Changes the style by the codes of one SGR sequence."""
    while codes:
        code = codes.pop(0)
        if code == 0:
            style.clear()
        elif code in (38, 48, 58) and codes and codes.pop(0) == 2:
            red, green, blue, *rest = codes
            style[code] = f"rgb({red},{green},{blue})"
            codes[:] = rest
        elif code in (39, 49, 59):
            style.pop(code - 1, None)
        elif code in (22, 23, 24, 27):
            for ended in {22: (1, 2), 23: (3,), 24: (4,), 27: (7,)}[code]:
                style.pop(ended, None)
        else:
            style[code] = True


def css(style):
    colour, ground = style.get(38, FOREGROUND), style.get(48, BACKGROUND)
    if 7 in style:
        colour, ground = ground, colour
    parts = [f"color:{colour}", f"background:{ground}"]
    parts += ["font-weight:bold"] if 1 in style else []
    parts += ["font-style:italic"] if 3 in style else []
    parts += ["text-decoration:underline"] if 4 in style else []
    return ";".join(parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
