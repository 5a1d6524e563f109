"""When Python looks for garbage in cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects after which Python looks through them; by default it is 700. A page that is cleaned leaves some
# hundred in caches; it leaves none in cycles, nor does one that is fetched or stored.
RARELY = 100_000


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for cycles of objects in this block.

    For work that makes tens of thousands of objects, none of them in a cycle: Python would go through them
    again and again, which takes a sixth of the time to clean a page and a fifth of that to export.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_rarely() -> None:
    """Look for cycles rarely, and never in the objects that there are now.

    For a process that has imported what it needs and now works through pages. It would look through all of
    that again and again, a tenth of a second each time, in whatever thread makes the next object.
    """
    gc.freeze()
    gc.set_threshold(RARELY)
