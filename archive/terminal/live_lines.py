"""Lines at the bottom of the terminal that are drawn again every second, below all other output."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from archive.terminal.printing import is_dumb, on_terminal, safe

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live

Lines = Callable[[int, int], Sequence[str]]  # of the terminal's columns and rows


@contextmanager
def live_lines(lines: Lines, delay: float = 0) -> Iterator[bool]:
    """Show lines below all other output while the block runs, drawn again every second; then remove them.

    Nothing is shown if standard error is not a terminal, or one that cannot move the cursor. What the block
    prints on standard error, or on a standard output that is a terminal too, stands above the lines.

    Args:
        lines: gives the lines for now, those that are too long cut off. Another thread calls it.
        delay: seconds after which the lines are shown.

    Yields:
        Whether lines are shown.
    """
    if not on_terminal(error=True) or is_dumb():
        yield False
        return
    display = _Display(lines)
    timer = threading.Timer(delay, display.start)
    timer.daemon = True
    if delay:
        timer.start()
    else:  # at once, so that a log handler that the block makes keeps the stream that prints above
        display.start()
    try:
        yield True
    finally:
        if delay:
            timer.cancel()
            timer.join()
        display.stop()


class _Display:
    """Draws the lines, and prints above them what goes to the terminal."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._live: Live | None = None
        self._streams: dict[str, TextIO] = {}

    def start(self) -> None:
        from rich.console import Console  # noqa: PLC0415 (slow to import, needed only here)
        from rich.live import Live  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        console = Console(file=sys.stderr)
        for name in ("stdout", "stderr") if on_terminal() else ("stderr",):
            self._streams[name] = getattr(sys, name)
            setattr(sys, name, _PrintedAbove(console, self._streams[name]))

        def renderable() -> Text:
            lines = self._lines(console.width, console.height)
            return Text(safe("\n".join(lines), lines=True), no_wrap=True, overflow="ellipsis")

        self._live = Live(
            get_renderable=renderable,
            console=console,
            refresh_per_second=1,
            transient=True,
            redirect_stdout=False,  # rich's own redirection does not reach what click prints
            redirect_stderr=False,
        )
        self._live.start(refresh=True)
        console.show_cursor(True)  # rich hides it, and a process that is killed cannot show it again

    def stop(self) -> None:
        for name, stream in self._streams.items():
            getattr(sys, name).end_line()
            setattr(sys, name, stream)
        if self._live:
            self._live.stop()


class _PrintedAbove(io.TextIOBase):
    """A stream whose lines are printed above the live lines of a console. Log handlers may keep it."""

    def __init__(self, console: Console, stream: TextIO) -> None:
        self._console = console
        self._stream = stream
        self._line = ""

    @property
    def encoding(self) -> str:  # type: ignore[override] # click writes past a stream without it
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override] # as above
        return self._stream.errors

    def write(self, text: str) -> int:
        *lines, self._line = (self._line + text).split("\n")
        if lines:
            self._print("\n".join(lines))
        return len(text)

    def end_line(self) -> None:
        """Print what was written of a line that has not ended."""
        if self._line:
            self._print(self._line)
            self._line = ""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def _print(self, text: str) -> None:
        from rich.text import Text  # noqa: PLC0415

        self._console.print(Text.from_ansi(text), soft_wrap=True)
