"""The dictionaries of outlets, which compress the bytes of captures: the rows of `_dictionaries`.

A dictionary is a row of the same file, and a foreign key keeps it there as long as a body needs it.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import zstandard

from archive.db.bodies.compression import (
    AGAIN,
    DICTIONARY_LEVEL,
    LOOKED_AT,
    DamagedBody,
    Dictionary,
    choose_dictionary,
    dictionary_content,
    pack_body,
    unpack_body,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

FEWEST_CAPTURES = 8  # of an outlet before it gets a dictionary
GROWTH, MOST_GROWTH = 8, 1000  # its next one after so many times the captures, but after at most so many
SAMPLE = 24  # the latest pages of an outlet, which a dictionary is made from and tried on
SAMPLE_BYTES = 16 << 20  # their most
LOADED_BYTES = 16 << 20  # of dictionaries in memory; the tables to compress with take several times that


@dataclass(frozen=True, slots=True)
class NewDictionary:
    """A dictionary that is not stored yet.

    Attributes:
        outlet: whose pages it is for.
        content: the bytes.
        packed: the same as they are stored, so that no writer need wait while they are compressed.
        made_from: the hashes of the pages in it.
        captures: number of captures that the outlet had.
    """

    outlet: str
    content: bytes
    packed: bytes
    made_from: tuple[str, ...]
    captures: int


class Dictionaries:
    """The dictionaries of an open archive; the latest ones used stay in memory."""

    def __init__(self, db: Database, most_bytes: int = LOADED_BYTES) -> None:
        """Args: most_bytes: of the content that stays in memory; the latest dictionary always does."""
        self._db = db
        self._most_bytes = most_bytes
        self._loaded: OrderedDict[str, Dictionary] = OrderedDict()
        self._loaded_bytes = 0

    def newest(self, outlet: str | None) -> Dictionary | None:
        """The dictionary for the next page of an outlet; None if it has none, or a damaged one."""
        sql = "select id, sha256 from _dictionaries where outlet = ? order by id desc limit 1"
        row = self._db.execute(sql, (outlet,)).fetchone()
        with suppress(DamagedBody):  # pages are stored all the same; `matinee check` reports it
            return self._load(*row) if row else None
        return None

    def get(self, dictionary_id: int | None) -> Dictionary | None:
        """The dictionary with an id; None for None. Raises DamagedBody if it is missing or damaged."""
        if dictionary_id is None:
            return None
        row = self._db.execute(
            "select id, sha256 from _dictionaries where id = ?", (dictionary_id,)
        ).fetchone()
        if row is None:
            raise DamagedBody(f"needs the dictionary {dictionary_id}, which is missing")
        return self._load(*row)

    def read(self, sha256: str, size: int, packed: bytes, dictionary_id: int | None) -> bytes:
        """The bytes of a row of `_bodies` that are kept: the one reader of bodies. Raises DamagedBody."""
        return unpack_body(sha256, size, packed, self.get(dictionary_id))

    def _load(self, dictionary_id: int, sha256: str) -> Dictionary:
        # By hash: another process may delete a dictionary, and the next one may get its id.
        dictionary = self._loaded.get(sha256)
        if dictionary is None or dictionary.id != dictionary_id:
            if dictionary:
                self._loaded_bytes -= len(self._loaded.pop(sha256).content)
            dictionary = self._loaded[sha256] = Dictionary(dictionary_id, self._content(dictionary_id))
            self._loaded_bytes += len(dictionary.content)
        self._loaded.move_to_end(sha256)
        while self._loaded_bytes > self._most_bytes and len(self._loaded) > 1:
            _, oldest = self._loaded.popitem(last=False)
            self._loaded_bytes -= len(oldest.content)
        return dictionary

    def _content(self, dictionary_id: int) -> bytes:
        sql = "select sha256, size, zstd from _dictionaries where id = ?"
        sha256, size, packed = self._db.execute(sql, (dictionary_id,)).fetchone()
        try:
            return unpack_body(sha256, size, packed)
        except DamagedBody as error:
            raise DamagedBody(f"needs the dictionary {dictionary_id}, which {error}") from error


def is_due(captures: int, captures_before: int | None) -> bool:
    """Whether an outlet needs a dictionary, or a newer one. Pure.

    Args:
        captures: number of captures of the outlet now.
        captures_before: and when its newest dictionary was made; None if it has none.
    """
    if captures_before is None:
        return captures >= FEWEST_CAPTURES
    return captures >= captures_before + min((GROWTH - 1) * captures_before, MOST_GROWTH)


def make_dictionary(db: Database, outlet: str, uses: int | None = None) -> NewDictionary | None:
    """A dictionary from the latest pages of an outlet; None if none is worth its space. It only reads.

    Args:
        uses: number of pages to compress with it; None: until the next one is due.
    """
    (captures,) = db.execute("select count(*) from captures where outlet = ?", (outlet,)).fetchone()
    uses = uses or min(captures * (GROWTH - 1), MOST_GROWTH)
    sample = dict(_sample(db, outlet, SAMPLE if uses <= SAMPLE else LOOKED_AT))
    if len(sample) < 2:
        return None
    count = choose_dictionary(list(sample.values()), uses)
    if not count:
        return None
    content = dictionary_content(list(sample.values())[:count])
    packed = zstandard.compress(content, DICTIONARY_LEVEL)
    return NewDictionary(outlet, content, packed, tuple(sample)[:count], captures)


def _sample(db: Database, outlet: str, most: int) -> Iterator[tuple[str, bytes]]:
    """The latest pages of an outlet with their hashes, one of each URL."""
    latest = db.execute(
        "select sha256, max(id) as latest from ("
        " select sha256, url, id from captures where outlet = ? and status < 400 order by id desc limit ?)"
        " group by url order by latest desc",
        (outlet, 4 * SAMPLE),
    ).fetchall()
    dictionaries = Dictionaries(db)
    found, left = 0, SAMPLE_BYTES
    # One by one: a query that joins them would sort them with their bytes.
    for sha256 in dict.fromkeys(row[0] for row in latest):
        sql = "select size, zstd, dictionary_id from _bodies where sha256 = ? and zstd <> x''"
        row = db.execute(sql, (sha256,)).fetchone()
        if row is None:
            continue
        found, left = found + 1, left - row[0]
        if left < 0 or found > most:
            return
        yield sha256, dictionaries.read(sha256, *row)


def add_dictionary(db: Database, new: NewDictionary) -> int | None:
    """Store a dictionary, in a transaction. None if pages that it consists of are not kept any more."""
    marks = ", ".join("?" * len(new.made_from))
    sql = f"select count(*) from _bodies where zstd <> x'' and sha256 in ({marks})"
    if db.execute(sql, new.made_from).fetchone()[0] < len(new.made_from):
        return None
    sha256 = hashlib.sha256(new.content).hexdigest()
    row = (new.outlet, sha256, len(new.content), new.packed)
    columns = "outlet, sha256, size, zstd, made_from, captures"
    db.execute(
        f"insert into _dictionaries ({columns}) values (?, ?, ?, ?, ?, ?)"
        " on conflict (sha256) do update set captures = excluded.captures",
        (*row, json.dumps(new.made_from), new.captures),
    )
    return int(db.execute("select id from _dictionaries where sha256 = ?", (sha256,)).fetchone()[0])


def copy_dictionary(db: Database, other: Database, dictionary_id: int | None) -> int | None:
    """Copy a dictionary of another archive, unless it is here, in a transaction. Returns its id here."""
    if dictionary_id is None:
        return None
    columns = "outlet, sha256, size, zstd, made_from, captures"
    row = other.execute(f"select {columns} from _dictionaries where id = ?", (dictionary_id,)).fetchone()
    if row is None:
        return None
    db.execute(
        f"insert into _dictionaries ({columns}) values (?, ?, ?, ?, ?, ?) on conflict (sha256) do nothing",
        row,
    )
    return int(db.execute("select id from _dictionaries where sha256 = ?", (row[1],)).fetchone()[0])


def replace_dictionaries(db: Database, hashes: Iterable[str]) -> None:
    """Replace the dictionaries that contain pages which are not kept any more, in the transaction of that.

    Args:
        hashes: the hashes of these pages.
    """
    made_from = "select id, outlet from _dictionaries where exists (select 1 from json_each(made_from) page"
    rows = db.execute(
        f"{made_from} where page.value in (select value from json_each(?)))", (json.dumps(list(hashes)),)
    ).fetchall()
    for outlet in sorted({outlet for _, outlet in rows}):
        old = [dictionary_id for dictionary_id, name in rows if name == outlet]
        marks = ", ".join("?" * len(old))
        (uses,) = db.execute(f"select count(*) from _bodies where dictionary_id in ({marks})", old).fetchone()
        new = make_dictionary(db, outlet, uses) if uses else None
        new_id = add_dictionary(db, new) if new else None
        dictionaries = Dictionaries(db)
        for dictionary_id in old:
            for sha256 in _packed_with(db, dictionary_id):
                repack(db, dictionaries, sha256, new_id)
            db.execute("delete from _dictionaries where id = ?", (dictionary_id,))


def _packed_with(db: Database, dictionary_id: int) -> list[str]:
    sql = "select sha256 from _bodies where dictionary_id = ?"
    return [row[0] for row in db.execute(sql, (dictionary_id,)).fetchall()]


def repack(
    db: Database,
    dictionaries: Dictionaries,
    sha256: str,
    dictionary_id: int | None,
    *,
    if_smaller: bool = False,
) -> int:
    """Compress the bytes of a capture with another dictionary, or alone, in a transaction.

    Args:
        if_smaller: leave them as they are unless they take less.

    Returns:
        By how many bytes they take less now; 0 if they were left as they are.
    """
    sql = "select sha256, size, zstd, dictionary_id, level from _bodies where sha256 = ? and zstd <> x''"
    row = db.execute(sql, (sha256,)).fetchone()
    if row is None or row[3:] == (dictionary_id, AGAIN):
        return 0
    *stored, _ = row
    packed = pack_body(dictionaries.read(*stored), dictionaries.get(dictionary_id), again=True)
    if if_smaller and len(packed) >= len(row[2]):
        if row[4] == AGAIN:
            return 0
        packed, dictionary_id = row[2:4]  # it is stored that this was tried
    db.execute(
        "update _bodies set zstd = ?, dictionary_id = ?, level = ? where sha256 = ?",
        (packed, dictionary_id, AGAIN, sha256),
    )
    return len(row[2]) - len(packed)
