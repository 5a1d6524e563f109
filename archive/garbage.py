"""When Python looks for garbage in cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
