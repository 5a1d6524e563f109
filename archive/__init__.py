"""The archive: captures, articles and their facts in one SQLite file. Knows nothing of Scrapy or sockets.

`from archive import Archive` opens one from Python (docs/python.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.api.archive import Archive

__all__ = ["Archive"]


def __getattr__(name: str) -> object:
    # On demand: every import of a module of this package runs this file, and few need the class.
    if name != "Archive":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archive.api.archive import Archive  # noqa: PLC0415

    return Archive
