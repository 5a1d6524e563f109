"""Atom (RFC 4287): all articles of an export with their texts. `matinee feed` writes a feed of the newest."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.export.columns import ALL, Columns
from archive.feeds.atom import write_atom
from archive.feeds.feed import entry


def write(
    records: Iterable[dict[str, Any]], path: Path, columns: Columns = ALL, *, name: str = "export"
) -> int:
    """Write flat records as entries; return how many.

    Args:
        columns: all of them; an entry needs several.
        name: of the feed. Its id is made of it, so that a reader knows the feed of the next export again.

    Raises:
        OSError: the file cannot be written.
    """
    feed_id = uuid.uuid5(uuid.NAMESPACE_URL, f"matinee:export:{name}").urn
    with path.open("wb") as out:
        entries = (entry(record, whole=True) for record in records)
        return write_atom(entries, feed_id, f"Matinee: {name}", out)
