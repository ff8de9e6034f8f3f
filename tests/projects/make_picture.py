"""Draws what `rowtype check` prints on a terminal as an SVG for the README: make_picture.py PROGRAM > shop.svg

The text is the program's own, run in shop/; only the number of findings shown is cut. Needs nothing but Python.
"""

import html
import re
import subprocess
import sys
from pathlib import Path

SHOP = Path(__file__).resolve().parent / "shop"
FILES = ["app/models/billing.py", "app/models/orders.py", "app/services/catalogue.py", "scripts/sales_report.py"]
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "90": "#8b949e", "91": "#ff7b72", "93": "#f2cc60", "94": "#79c0ff", "96": "#76e3ea"}
CHARACTER, LINE, MARGIN, WIDTH = 7.8, 18, 16, 132


def main():
    done = subprocess.run([sys.argv[1], "check", "--color", "always", *FILES], cwd=SHOP, capture_output=True, text=True, check=False)
    lines = [piece for line in done.stdout.rstrip("\n").split("\n") for piece in wrapped(line)]
    print(picture(["\x1b[90m$\x1b[0m rowtype check", *lines]))


def wrapped(line):
    """Breaks a line at WIDTH characters; colours go on in the next."""
    pieces, current, length, style = [], "", 0, ""
    for part in re.findall(r"\x1b\[[0-9;]*m|.", line):
        if part.startswith("\x1b"):
            style = "" if part in ("\x1b[0m", "\x1b[m") else style + part
        elif length == WIDTH:
            pieces.append(current)
            current, length = "    " + style, 4
        current += part
        length += 0 if part.startswith("\x1b") else 1
    return pieces + [current]


def picture(lines):
    height, width = len(lines) * LINE + 2 * MARGIN, int(WIDTH * CHARACTER + 2 * MARGIN)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
        '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="13" fill="#e6edf3">',
    ]
    for number, line in enumerate(lines):
        rows.append(f'<text x="{MARGIN}" y="{MARGIN + (number + 1) * LINE - 5}" xml:space="preserve">{spans(line)}</text>')
    return "\n".join([*rows, "</g>", "</svg>"])


def spans(line):
    text, style = "", set()
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            for code in part[2:-1].split(";"):
                style = set() if code in ("", "0") else style | {code}
        elif part:
            colour = next((COLOURS[code] for code in style if code in COLOURS), COLOURS["90"] if "2" in style else None)
            attributes = (f' fill="{colour}"' if colour else "") + (' font-weight="bold"' if "1" in style else "")
            text += f"<tspan{attributes}>{html.escape(part)}</tspan>"
    return text


if __name__ == "__main__":
    main()
