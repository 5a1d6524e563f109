"""Draw docs/demo.svg, what `make demo` prints in 100 columns: `python -m tests.demo_picture`."""

from __future__ import annotations

import os
import pty
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.support.paths import ROOT

COLUMNS = 100
PICTURE = ROOT / "docs" / "demo.svg"
FONT_FACE = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)  # a picture fetches nothing


def recorded() -> str:
    """The output of the demo in a pseudo-terminal, with its colours."""
    parts: list[bytes] = []

    def read(terminal: int) -> bytes:
        parts.append(os.read(terminal, 65536))
        return parts[-1]

    os.environ |= {"COLUMNS": str(COLUMNS), "LINES": "60", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory() as folder:
        # The demo prints how it was called: as from a clone, not with a path of this machine.
        Path(folder, ".venv").symlink_to(sys.prefix)
        os.chdir(folder)
        pty.spawn([".venv/bin/matinee", "demo"], read)
    return b"".join(parts).decode()


def settled(output: str) -> str:
    """The final text on the screen: a progress bar moves the cursor up and draws its lines repeatedly."""
    lines, row = [""], 0
    for piece in re.split(r"(\x1b\[\d*[AK]|\x1b\[\?25[hl]|\r|\n)", output.replace("\r\n", "\n")):
        if piece == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif piece.endswith("A") and piece.startswith("\x1b"):
            row -= int(piece[2:-1] or 1)
        elif piece == "\r" or (piece.startswith("\x1b") and piece.endswith("K")):
            lines[row] = ""
        elif not piece.startswith("\x1b[?"):
            lines[row] += piece
    return "\n".join(lines)


def main() -> None:
    output = settled(recorded())
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    console.print("[bold]$ make demo[/bold]")
    console.print(Text.from_ansi(output))
    svg = console.export_svg(title="Matinee")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(FONT_FACE.sub("", svg), encoding="utf-8")


if __name__ == "__main__":
    main()
