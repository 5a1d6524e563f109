"""Import sqlite-utils without pandas and numpy, which it imports where they are installed.

It does so to know the types of their values, and we store none. Where pandas is installed, they are 1.2 s of
the 2.9 s of CPU that a crawl takes before its first request.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    """Have imports of these modules fail, except of those that are imported already."""
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None stands for "not found"
    hidden = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


with _absent("pandas", "numpy"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
