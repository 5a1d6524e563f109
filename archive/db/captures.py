"""Write captures: their rows, and their bytes where these are kept. All of it runs in a transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.db.bodies.compression import pack_body
from archive.db.bodies.dictionaries import Dictionaries
from archive.db.rows import capture_row, insertion, or_update
from archive.model import Capture

if TYPE_CHECKING:
    from sqlite_utils import Database

_BODY_COLUMNS = ("sha256", "size", "zstd", "dictionary_id", "dropped_at", "level")
_KEEP = f"{insertion('_bodies', _BODY_COLUMNS)} {or_update('sha256', _BODY_COLUMNS)}"


@dataclass(frozen=True, slots=True)
class Stored:
    """The state of a submitted capture.

    Attributes:
        id: id in `captures`.
        outcome: None while it waits to be cleaned.
        reason, page_type, article_id: set only for a capture with an outcome.
        fresh: this call added the row.
        filled: this call wrote bytes that were not kept before, so the capture must be cleaned again.
    """

    id: int
    outcome: str | None = None
    reason: str | None = None
    page_type: str | None = None
    article_id: int | None = None
    fresh: bool = False
    filled: bool = False


def add_captures(
    db: Database, dictionaries: Dictionaries, captures: Sequence[tuple[Capture, int | None]]
) -> list[Stored]:
    """Write the bytes and the rows of captures that are not stored yet, each with the id of its crawl.

    The bytes of a withheld capture are not written.
    """
    hashes = [hashlib.sha256(capture.body).hexdigest() for capture, _ in captures]
    filled = _keep_bodies(db, dictionaries, hashes, [capture for capture, _ in captures])
    (newest,) = db.execute("select ifnull(max(id), 0) from captures").fetchone()
    rows = [
        {"id": newest + place, **capture_row(capture, sha256, crawl_id)}
        for place, ((capture, crawl_id), sha256) in enumerate(zip(captures, hashes, strict=True), 1)
    ]
    if rows:
        sql = f"{insertion('captures', tuple(rows[0]))} on conflict do nothing"
        db.conn.executemany(sql, [tuple(row.values()) for row in rows])
    added = {row[0] for row in db.execute("select id from captures where id > ?", (newest,))}
    return [
        Stored(row["id"], fresh=True) if row["id"] in added else _known(db, row, is_filled)
        for row, is_filled in zip(rows, filled, strict=True)
    ]


def _known(db: Database, row: Mapping[str, Any], is_filled: bool) -> Stored:
    """The state of a capture that was stored before."""
    known = db.execute(
        "select id, outcome, reason, page_type, article_id from captures"
        " where url = :url and captured_at = :captured_at and sha256 = :sha256",
        dict(row),
    ).fetchone()
    assert known is not None, f"no capture of {row['url']}, though one is in the way"
    return Stored(known[0], filled=True) if is_filled else Stored(*known)


def _keep_bodies(
    db: Database, dictionaries: Dictionaries, hashes: Sequence[str], captures: Sequence[Capture]
) -> list[bool]:
    """Write the bytes of captures unless they are stored or withheld.

    Returns:
        Of each capture whether its bytes replace empty ones, which were not kept.
    """
    sql = "select sha256, length(zstd) > 0 from _bodies where sha256 in (select value from json_each(?))"
    kept: dict[str, bool] = dict(db.execute(sql, (json.dumps(hashes),)).fetchall())
    filled = [False] * len(captures)
    wanted = []
    for place, (sha256, capture) in enumerate(zip(hashes, captures, strict=True)):
        if sha256 not in kept or not (kept[sha256] or capture.withheld):
            filled[place] = sha256 in kept
            kept[sha256] = not capture.withheld
            wanted.append(place)
    outlets = {captures[place].outlet or "" for place in wanted}
    newest = {outlet: dictionaries.newest(outlet) for outlet in outlets}
    rows = {}
    # By outlet: what compresses with its dictionary then stands in the processor's cache.
    for place in sorted(wanted, key=lambda place: captures[place].outlet or ""):
        capture = captures[place]
        dictionary = newest[capture.outlet or ""]
        packed = b"" if capture.withheld else pack_body(capture.body, dictionary)
        needs = dictionary.id if dictionary and packed else None
        rows[place] = (hashes[place], len(capture.body), packed, needs, None, None)
    db.conn.executemany(_KEEP, [rows[place] for place in wanted])
    return filled
