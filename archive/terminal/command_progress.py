"""How far a long command is, in one line that a terminal shows while it runs."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from archive.terminal.live_lines import live_lines

SHOWN_AFTER = 1.0  # seconds; a shorter command shows nothing

_WHOLE = 10  # a rate below has a decimal place


class Progress:
    """How far a long command is, in one line. Call it with what is done, and the total if that is known."""

    def __init__(self, label: str, unit: str = "") -> None:
        """Begin with the step that `label` names. `unit` is what it counts, such as "pages" or "bytes"."""
        self.step(label, unit)

    def step(self, label: str, unit: str = "") -> None:
        """Begin the command's next step, which counts anew."""
        self._step = label, unit, time.monotonic()
        self._done: tuple[int, int | None] = (0, None)

    def __call__(self, done: int, total: int | None = None) -> None:
        """Report how much of the step is done. A total that was given before need not be given again."""
        self._done = done, total if total is not None else self._done[1]

    def line(self) -> str:
        """How far the command is now."""
        label, unit, began = self._step
        done, total = self._done
        return progress_line(label, unit, done, total, time.monotonic() - began)


@contextmanager
def progress(label: str, unit: str = "") -> Iterator[Progress]:
    """Show on the terminal how far a command is, once it takes longer than a second."""
    reported = Progress(label, unit)
    with live_lines(lambda columns, rows: [reported.line()], SHOWN_AFTER):
        yield reported


def progress_line(label: str, unit: str, done: int, total: int | None, seconds: float) -> str:
    """How far a step is: `Importing: 1,200 of 5,000 pages, 85 a second, 45 s left`.

    Args:
        unit: what is counted; "bytes" are written as MB.
        seconds: since the step began.
    """
    if not done:
        return f"{label}, {duration(seconds)}"
    scale, unit, form = (1_000_000, "MB", ",.1f") if unit == "bytes" else (1, unit, ",.0f")
    of_total = f" of {total / scale:{form}}" if total else ""
    parts = [f"{label}: {done / scale:{form}}{of_total} {unit}"]
    if seconds > 0:
        parts.append(rate(done / scale, seconds))
        if total:
            parts.append(f"{duration(seconds * max(0, total - done) / done)} left")
    return ", ".join(parts)


def rate(count: float, seconds: float) -> str:
    """How many in a second, or in a minute if that is less than one: `85 a second`, `0.4 a minute`."""
    per_second = count / seconds
    number, unit = (per_second, "second") if per_second >= 1 else (per_second * 60, "minute")
    return f"{number:,.{0 if number >= _WHOLE else 1}f} a {unit}"


def duration(seconds: float) -> str:
    """`45 s`, `3 min 20 s`, `2 h 5 min`; a part of a second counts as one."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
