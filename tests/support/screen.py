"""What stands on a terminal after a program has written to it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

_PIECE = re.compile(rb"\x1b\[\??(\d*)([A-Za-z])|([^\x1b]+)")


def screen_lines(written: bytes) -> list[str]:
    """The lines of a terminal of any size, up to the last that is not empty.

    Knows the escape sequences with which rich draws lines again.
    """
    lines = [""]
    row = column = 0
    for number, command, text in _PIECE.findall(written):
        if command == b"A":
            row = max(0, row - int(number or 1))
        elif command == b"K":
            lines[row] = "" if number == b"2" else lines[row][:column]
        for character in text.decode():
            if character == "\r":
                column = 0
            elif character == "\n":
                row += 1
                lines += [""] * (row + 1 - len(lines))
            else:
                lines[row] = lines[row][:column].ljust(column) + character + lines[row][column + 1 :]
                column += 1
    return "\n".join(line.rstrip() for line in lines).rstrip("\n").split("\n")


def read_terminal(ours: int, when: Callable[[bytes], None] = lambda written: None) -> bytes:
    """All that is written to a pseudo-terminal until its other end is closed.

    Args:
        when: called after each reading with what has been written so far.
    """
    written = b""
    while True:
        try:
            piece = os.read(ours, 10_000)
        except OSError:  # its other end has been closed
            return written
        if not piece:
            return written
        written += piece
        when(written)
